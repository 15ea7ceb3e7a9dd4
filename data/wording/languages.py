"""Languages by code, ISO 639-1, or ISO 639-3 where that has none; names from CLDR, and ours where it has none."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from babel import Locale

from data.wording.texts import LANGUAGES, Labels

CODE_LENGTHS = (2, 3)
# Of CLDR, but no languages: of several, without any, not known.
_NO_LANGUAGES = frozenset(("mul", "und", "zxx", "mis", "root"))
# Codes of ISO 639-3 that people in Finland work with and CLDR has no names for, in the order of `LANGUAGES`.
_OURS: Mapping[str, tuple[str, str, str]] = {
    "fse": ("suomalainen viittomakieli", "finskt teckenspråk", "Finnish Sign Language"),
    "fss": ("suomenruotsalainen viittomakieli", "finlandssvenskt teckenspråk", "Finland-Swedish Sign Language"),
    "swl": ("ruotsalainen viittomakieli", "svenskt teckenspråk", "Swedish Sign Language"),
    "rsl": ("venäläinen viittomakieli", "ryskt teckenspråk", "Russian Sign Language"),
    "ukl": ("ukrainalainen viittomakieli", "ukrainskt teckenspråk", "Ukrainian Sign Language"),
    "eso": ("virolainen viittomakieli", "estniskt teckenspråk", "Estonian Sign Language"),
    "ils": ("kansainvälinen viittominen", "internationellt tecken", "International Sign"),
    "kmr": ("kurmandži", "kurmanji", "Northern Kurdish"),
    "rmf": ("Suomen romani", "finsk romani", "Kalo Finnish Romani"),
    "prs": ("afganistanin dari", "afghansk dari", "Dari of Afghanistan"),
    "haz": ("hazaragi", "hazaragi", "Hazaragi"),
    "aii": ("assyria", "assyriska", "Assyrian Neo-Aramaic"),
    "cnh": ("hakhachin", "hakha-chin", "Hakha Chin"),
    "ksw": ("karen", "karen", "S'gaw Karen"),
}
# Other names in lists, and the short forms of the commonest. Dari is Persian here as it is where ideas are read.
_OTHER_NAMES: Mapping[str, tuple[str, ...]] = {
    "fi": ("suom", "finska språket"),
    "sv": ("ruots", "finlandssvenska", "suomenruotsi"),
    "en": ("engl",),
    "ar": ("arab",),
    "fa": ("dari", "farsi", "persian", "darinkieli"),
    "ckb": ("sorani", "keskikurdi", "sorani kurdish", "kurdi sorani", "kurdiska sorani"),
    "kmr": ("kurmanji", "kurmandji", "kurmandzi", "pohjoiskurdi", "nordkurdiska", "kurdi kurmandži",
            "kurdiska kurmanji"),
    "fse": ("viittomakieli", "suomen viittomakieli", "teckenspråk", "sign language"),
    "rom": ("romanikieli", "romanes", "romanska språket"),
    "se": ("saame", "samiska", "sami", "pohjoissaami", "saamen kieli"),
    "zh": ("mandariini", "mandariinikiina", "mandarin", "kiina mandariini"),
    "yue": ("kantonin kiina", "kantoni"),
    "so": ("somali", "somalia"),
    "ti": ("tigrinja", "tigrinya"),
    "ps": ("pashto", "pashtu", "paštu", "pastu"),
    "fil": ("tagalog", "tagalogi"),
    "et": ("eesti",),
    "haz": ("hazara",),
    "aii": ("assyrian", "assyro", "assyrialainen"),
}


@cache
def language_name(code: str) -> Labels:
    """Return the name of a language (ISO 639-1 or 639-3) in the program's languages; its code where it has none."""
    ours = dict(zip(LANGUAGES, _OURS.get(code, ()), strict=False))
    return Labels({language: Locale(language).languages.get(code) or ours.get(language, code)
                   for language in LANGUAGES})


@cache
def known_languages() -> Mapping[str, str]:
    """Return the codes, of ISO 639-1 and of ISO 639-3 where that has none, with their names in English."""
    named = {code: name for code, name in Locale("en").languages.items()
             if len(code) in CODE_LENGTHS and code.isalpha() and code not in _NO_LANGUAGES}
    return {**{code: names[-1] for code, names in _OURS.items()}, **named}


@cache
def languages_by_name() -> Mapping[str, str]:
    """Return the codes by case-folded name: of CLDR in the program's languages, of ours, and other names."""
    tables = [Locale(code).languages for code in LANGUAGES]
    rare_last = sorted(known_languages(), key=len, reverse=True)  # so that those of ISO 639-1 win
    ours = {name.casefold(): code for code, names in _OURS.items() for name in names}
    named = {table[code].casefold(): code for code in rare_last for table in tables if code in table}
    return {**named, **ours, **{name: code for code, names in _OTHER_NAMES.items() for name in names}}
