"""Names found in texts: endings, compounds, accents, order, longer names, abbreviations, places."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabularies.catalogue import open_vocabularies
from data.vocabularies.forms import Forms
from data.vocabularies.mentions import SHORTEST, Mentions, Occurrence
from data.wording.texts import LANGUAGES
from data.wording.words import fold, normalise

NAMES = {"mentorointi": ("m",), "kielikahvila": ("k",), "suomen kurssit": ("s",), "arts and libraries": ("a",),
         "tuki": ("t",), "kansainväliset opiskelijat": ("o",), "tasa arvo": ("e",)}
MENTIONS = Mentions(NAMES, {"AMIF": ("f",), "S2": ("2",)})
FORMS = Forms(dict.fromkeys(("tulkkaus", "tulkkauksen", "tulkkausta"), ("tulkkaus",))
              | dict.fromkeys(("asuminen", "asumisen", "asumista"), ("asuminen",)), frozenset({"tulkkaus"}))
KNOWING = Mentions({"tulkkaus": ("t",), "tuettu asuminen": (), "asuminen": ("a",), "asumisen tulkkaus": ("x", "y"),
                    "språkcafé": ("c",), "=kirjastossa": (), "kirjasto": ("k",)}, {}, FORMS)
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
    ("tuki", "t"),
    ("tukiryhmä", ""),
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


@pytest.mark.parametrize(("text", "found"), [
    ("Tulkkauksen tarve", [("t", "Tulkkauksen")]),
    ("etätulkkausta", [("t", "etätulkkausta")]),
    ("etäasumista", []),
    ("tulkkauspalvelu", [("t", "tulkkauspalvelu")]),
    ("tuettua asumista, asumista", [("a", "asumista")]),
    ("kotiasumisen tulkkaus", [("t", "tulkkaus")]),
    ("tuettu asuminen ja asuminen", [("a", "asuminen")]),
    ("asumisen tulkkausta", [("x", "asumisen tulkkausta"), ("y", "asumisen tulkkausta")]),
    ("asumisen, vai tulkkausta", [("a", "asumisen"), ("t", "tulkkausta")]),
    ("asumisen. Tulkkausta", [("a", "asumisen"), ("t", "Tulkkausta")]),
    ("SPRÅK-CAFE, språk café, spra\u030Akcafe\u0301er", [("c", "SPRÅK-CAFE"), ("c", "språk café"),
                                                       ("c", "spra\u030Akcafe\u0301er")]),
    ("sprakcafé", []),
    ("kirjastossa, kirjaston, KIRJASTO", [("k", "kirjaston"), ("k", "KIRJASTO")]),
])
def test_places_are_told_and_what_lies_within_a_longer_name_does_not(text: str, found: list[tuple[str, str]]) -> None:
    places = [(item.code, text[item.start:item.end]) for item in KNOWING.spans(text)]
    assert places == found


@given(st.lists(st.sampled_from(["tulkkausta", "asuminen", "tuettu", "kirjasto", "ja", ",", ".", "-", "é", "x" * 70])))
def test_places_are_in_order_and_hold_a_name(words: list[str]) -> None:
    text = " ".join(words)
    spans = KNOWING.spans(text)
    assert list(spans) == sorted(set(spans), key=lambda item: (item.start, item.end, item.code))
    assert all(item.code in KNOWING.find(text[item.start:item.end]) for item in spans)
    assert KNOWING.find(text) == {item.code for item in spans}


@pytest.mark.parametrize(("text", "codes"), [
    ("Neuvontaa ja tulkkausta omalla kielellä", {"guidance_counselling", "interpreting"}),
    ("terveyttä edistävä lukutaitoryhmä", {"health_wellbeing", "adult_literacy"}),
    ("Suomen kieltä yrittäjille", {"finnish_l2", "entrepreneurship"}),
    ("Rahoituksen haku", {"project_funding"}),
    ("Vi ordnar svenskkurser och språk-caféer", {"swedish_integration", "language_cafe"}),
    ("language cafés, language cafes", {"language_cafe"}),
    ("Skyddat boende för kvinnor", {"gender_based_violence", "women_groups"}),
    ("A family-run restaurant", set()),
    ("Wir treffen uns", set()),
    ("We meet at the library, not in a church", {"faith_dialogue"}),
    ("Med vänliga hälsningar, vi funderar men företagen är konstiga", set()),
    ("Punaisen Ristin kokonainen kerho kumminkin, virkamiehet paikalla", set()),
    ("Immigrants at parties: passport and transport", set()),
])
def test_themes_are_found_in_plain_words(text: str, codes: set[str]) -> None:
    assert set(THEMES.codes_in(text)) == codes


def test_places_of_themes() -> None:
    assert THEMES.mentions_in("Mentorointia, kielikahvila: mentorointi") == (
        Occurrence("mentoring", 0, 12), Occurrence("language_cafe", 14, 26), Occurrence("mentoring", 28, 39))


def test_every_long_synonym_is_found_unless_it_is_told_otherwise() -> None:
    """Another theme can carry the word, or the table of names says what it stands for."""
    for term in THEMES:
        for word in term.synonyms:
            if len(normalise(word)) >= 5 and fold(word) not in THEMES.names:
                assert set(THEMES.find(word)) <= set(THEMES.codes_in(f"Työ: {word}."))
