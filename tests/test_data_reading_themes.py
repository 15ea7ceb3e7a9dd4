"""Which themes an idea is about: those that are meant, not those whose words are said by the way."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.reading.mention import Aspect
from data.reading.reader import open_reader
from data.vocabularies.catalogue import open_vocabularies
from tests.gears import examples

VOCABULARIES = open_vocabularies()
READER = open_reader(VOCABULARIES)
SCRAPS = ("We are looking for parishes", "kirjastossa", "a library", "in Ukrainian", "på ukrainska", "koulu", "skolan",
          "school", "mentors", "ungdomar", "rasismi", "no companies", ".", ",", "\n", "- ", "és", "\u00ad")


def themes(text: str) -> set[str]:
    return set(READER.read(text).codes(Aspect.THEME))


@pytest.mark.parametrize("text", [
    "Tapaamme kirjastossa, ja etsimme seurakuntia.",
    "Vi träffas på biblioteket och söker församlingar.",
    "We meet at the town library and are looking for parishes.",
    "The course is given in Ukrainian and Somali.",
    "Kurssi pidetään ukrainaksi ja somaliksi.",
    "Kursen ges på ukrainska och somaliska.",
])
def test_partners_rooms_and_languages_are_no_themes(text: str) -> None:
    assert not themes(text) & {"culture_arts", "faith_dialogue", "temporary_protection"}


@pytest.mark.parametrize(("text", "theme"), [
    ("Haemme ammattiopistoja mukaan.", "vocational_training"),
    ("Vi söker yrkesinstitut.", "vocational_training"),
    ("We are looking for vocational colleges.", "vocational_training"),
    ("Haluamme uskontodialogia seurakuntien kanssa.", "faith_dialogue"),
    ("Vi vill ha religionsdialog.", "faith_dialogue"),
    ("We want interfaith dialogue.", "faith_dialogue"),
    ("Apua ukrainalaisille.", "temporary_protection"),
])
def test_what_partners_are_wanted_for_is_a_theme(text: str, theme: str) -> None:
    assert theme in themes(text)


@pytest.mark.parametrize(("once", "twice", "theme"), [
    ("Isä haki pojan koulusta.", "Koulu alkaa. Miten koulussa pärjää?", "school_preparatory"),
    ("Pappan hämtade sonen från skolan.", "Skolan börjar. Hur klarar man sig i skolan?", "school_preparatory"),
    ("Dad fetched him from school.", "School begins. How does one manage at school?", "school_preparatory"),
    ("Tulkki on paikalla.", "Tulkki puuttuu: mistä saa tulkkausta?", "interpreting"),
    ("Tolken är på plats.", "Tolken fattas: var får man tolkning?", "interpreting"),
    ("An interpreter is there.", "There is no interpreter: who pays for interpreting?", "interpreting"),
])
def test_passing_words_count_in_company(once: str, twice: str, theme: str) -> None:
    assert theme not in themes(once)
    assert theme in themes(twice)


def test_a_vocabulary_without_tables_has_its_themes_read_wherever_they_stand() -> None:
    bare = type(READER)(VOCABULARIES)
    assert set(bare.read("We meet in the library of a school.").codes(Aspect.THEME)) == \
        set(VOCABULARIES.themes.codes_in("We meet in the library of a school."))


@settings(max_examples=examples(200))
@given(st.lists(st.sampled_from(SCRAPS), max_size=12).map(" ".join))
def test_themes_of_an_idea_are_among_those_named_in_it(text: str) -> None:
    found = [mention for mention in READER.read(text).mentions if mention.aspect is Aspect.THEME]
    named = {((one.code,), one.start, one.end) for one in VOCABULARIES.themes.mentions_in(text)}
    assert {(one.codes, one.start, one.end) for one in found} <= named
