"""What was understood of an idea, as answers show it."""

from __future__ import annotations

import unicodedata
from dataclasses import fields
from functools import cache
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.mention import Aspect
from data.reading.reader import Reader, open_reader
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from matcher.asking.idea import AskedIdea, Brief, brief_of, read_idea
from service.schemas.understood import BRIEF, UnderstoodDocument
from service.schemas.writer import Writer
from tests.networks import HELSINKI, finland

READER = open_reader(finland())
WORDS = ("Kielikahvila naisille ruotsiksi Kajaanissa ja Kainuussa, mukaan järjestöjä. Ei yrityksiä. Ei Helsinkiin eikä "
         "Satakuntaan.")
PIECES = ("Kielikahvila", "i Åbo", "hela landet", "women", "på svenska", "ei yrityksiä", "Not in Lapland",
          "👩\u200d🍳", "\r\n- ", "a\u0308", "e\u0301", ",", ".")


@cache
def writer(language: str = "en") -> Writer:
    return Writer(finland(), language)


def understood(words: str, language: str = "en") -> UnderstoodDocument:
    return writer(language).understood(read_idea(words, READER, finland()))


def test_every_part_of_a_brief_is_shown() -> None:
    assert {attribute for attribute, _ in BRIEF.values()} | {"is_nationwide"} == {field.name for field in fields(Brief)}
    assert {*BRIEF, "nationwide", "labels", "mentions"} == set(UnderstoodDocument.model_fields)
    assert {aspect for _, aspect in BRIEF.values()} | {Aspect.NATIONWIDE} == set(Aspect)


def test_codes_are_those_of_the_brief() -> None:
    document, brief = understood(WORDS), brief_of(READER.read(WORDS))
    for field, (attribute, _) in BRIEF.items():
        assert tuple(getattr(document, field)) == getattr(brief, attribute) != ()
        assert set(document.labels[field]) == set(getattr(document, field))
    assert not document.nationwide
    assert understood("Mentorering i hela landet").nationwide


@pytest.mark.parametrize(("language", "label", "alternative"), [
    ("fi", "Yritys tai työnantaja", "Työvoimaviranomainen / työllisyysalue"),
    ("sv", "Företag eller arbetsgivare", "Arbetskraftsmyndighet / sysselsättningsområde"),
    ("en", "Company or employer", "Employment authority / employment area")])
def test_labels_are_in_the_language_of_the_answer(language: str, label: str, alternative: str) -> None:
    document = understood("We look for authorities. No companies, please.", language)
    assert document.labels["not_sectors"] == {"company": label}
    wanted, refused = (one for one in document.mentions if one.aspect is Aspect.KIND)
    assert (refused.labels, refused.refused, refused.alternative_labels) == ([label], True, [])
    assert len(wanted.alternative_labels) == len(wanted.alternatives) > 0
    assert dict(zip(wanted.alternatives, wanted.alternative_labels, strict=True))["employment_authority"] == alternative


def test_what_people_say_has_labels_and_no_words() -> None:
    document = writer("sv").understood(read_idea("Kör i Åbo", READER, finland(), regions=["Helsinki"]))
    assert (document.municipalities, document.labels["municipalities"]) == ([HELSINKI], {HELSINKI: "Helsingfors"})
    assert [one.words for one in document.mentions if one.aspect is Aspect.MUNICIPALITY] == ["Åbo"]


@pytest.mark.parametrize("form", ["NFC", "NFD"])
def test_words_are_those_of_the_text(form: str) -> None:
    words = unicodedata.normalize(form, f"👩\u200d🍳🎉\r\n{WORDS}")  # type: ignore[arg-type]
    found = {one.words for one in understood(words).mentions}
    assert {unicodedata.normalize("NFC", part) for part in found} >= {"Kielikahvila", "Kajaanissa", "yrityksiä"}
    assert all(part in words for part in found)


@given(st.lists(st.sampled_from(PIECES), max_size=10).map(" ".join) | st.text(max_size=60), st.sampled_from(LANGUAGES))
def test_spans_of_any_text_hold_its_words(words: str, language: str) -> None:
    for mention in understood(words, language).mentions:
        assert 0 <= mention.start < mention.end <= len(words)
        assert words[mention.start:mention.end] == mention.words
        assert len(mention.labels) == len(mention.codes)
        assert all((*mention.labels, *mention.alternative_labels))


def test_a_country_without_tables() -> None:
    vocabularies = open_vocabularies(Path(__file__).parent / "foreign")
    asked = read_idea("homes in Helsinki", Reader(vocabularies), vocabularies)
    document = Writer(vocabularies, "en").understood(
        AskedIdea(asked.words, asked.understanding, Brief(people=("women",), languages=("so",)), asked.reader))
    assert (document.themes, document.municipalities) == ([], [])
    assert (document.labels["people"], document.labels["languages"]) == ({"women": "women"}, {"so": "Somali"})
    assert [one.aspect for one in document.mentions] == [Aspect.THEME]
