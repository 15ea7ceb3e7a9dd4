"""Names found in texts: endings, compounds, order, abbreviations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabularies.catalogue import open_vocabularies
from data.vocabularies.mentions import SHORTEST, Mentions
from data.wording.texts import LANGUAGES
from data.wording.words import normalise

NAMES = {"mentorointi": ("m",), "kielikahvila": ("k",), "suomen kurssit": ("s",), "arts and libraries": ("a",),
         "tuki": ("t",), "kansainväliset opiskelijat": ("o",), "tasa arvo": ("e",)}
MENTIONS = Mentions(NAMES, {"AMIF": ("f",), "S2": ("2",)})
THEMES = open_vocabularies().themes


@pytest.mark.parametrize(("text", "codes"), [
    ("Mentoroinnin kehittäminen", "m"),
    ("Mentorointiohjelma, vertaismentorointia ei", "m"),
    ("vertaismentorointia", ""),
    ("Kielikahviloita!", "k"),
    ("kielikerho", ""),
    ("suomen ja ruotsin kurssit", "s"),
    ("suomen kielen kursseja", ""),
    ("kurssit suomen", ""),
    ("suomen yksi kaksi kolme kurssit", ""),
    ("arts, libraries", "a"),
    ("arts or sports in public libraries", ""),
    ("tuki", ""),
    ("kansainvälisille opiskelijoille", "o"),
    ("Tasa-arvoa kaikille", "e"),
    ("Tasapuolinen", ""),
    ("AMIF-hanke ja S2", "f2"),
    ("amif, s2", ""),
    ("", ""),
])
def test_names_are_found(text: str, codes: str) -> None:
    assert MENTIONS.find(text) == set(codes)


@given(st.text(max_size=200))
def test_any_text_can_be_read(text: str) -> None:
    assert MENTIONS.find(text) <= {code for codes in (*NAMES.values(), ("f", "2")) for code in codes}
    assert Mentions({}, {}).find(text) == set()


@given(st.sampled_from(sorted(THEMES.terms)), st.sampled_from(LANGUAGES), st.text("xyz ,.", max_size=30))
def test_a_text_that_holds_a_label_speaks_of_it(code: str, language: str, around: str) -> None:
    """Swedish “Unga” is too short to be looked for: it begins many words."""
    label = THEMES[code].labels.texts[language]
    assert (code in THEMES.codes_in(f"{around} {label} {around}")) == (len(normalise(label)) >= SHORTEST)


def test_every_long_synonym_is_found_unless_another_theme_carries_the_word() -> None:
    for term in THEMES:
        for word in term.synonyms:
            if len(normalise(word)) >= 5:
                assert set(THEMES.find(word)) <= set(THEMES.codes_in(f"Työ: {word}."))
