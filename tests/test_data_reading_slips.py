"""Names of places and kinds with a slip in them, as they are typed into a search field."""

from __future__ import annotations

import re

import pytest

from data.reading.mention import Aspect
from data.reading.reader import open_reader
from evaluation.reading.themes import read_descriptions
from tests.networks import finland

READER = open_reader(finland())


def places(words: str) -> list[str]:
    return [code for mention in READER.named(words) for code in mention.codes
            if mention.aspect in (Aspect.MUNICIPALITY, Aspect.REGION)]


def kinds(words: str) -> list[str]:
    return [mention.codes[0] for mention in READER.named(words) if mention.aspect is Aspect.KIND]


@pytest.mark.parametrize(("words", "code"), [
    ("rovaniemmellä", "698"), ("Jyväskyläsä", "179"), ("Åbbo", "853"), ("Tamprere", "837"), ("Helsnki", "091"),
    ("Rovaneimellä", "698"), ("Espo", "049"), ("Lapeenranta", "405"), ("Uudellamalla", "01"), ("Östebotten", "15")])
def test_a_slip_is_read(words: str, code: str) -> None:
    assert places(words) == [code]


@pytest.mark.parametrize("words", ["koulussa", "lehden", "Turkissa", "kotta", "kielikahvila", "nuoret", "women",
                                   "kurser"])
def test_other_words_are_none(words: str) -> None:
    assert places(words) == []


def test_ideas_are_read_without_slips() -> None:
    assert not READER.read("Haemme kumppaneita Rovaniemmellä").mentions


@pytest.mark.parametrize(("words", "code"), [
    ("yhdistis", "ngo"), ("yhditykset", "ngo"), ("kunat", "municipality"), ("seurakunata Oulu", "faith_community"),
    ("oppilatos", "vocational_school"), ("förenig", "ngo"), ("komun", "municipality"), ("bibliotket", "culture_sport"),
    ("universty Rovaniemi", "university"), ("libary", "culture_sport"), ("asociation", "ngo")])
def test_a_slip_in_a_kind_is_read(words: str, code: str) -> None:
    assert kinds(words) == [code]


@pytest.mark.parametrize("words", ["employee", "järjestää", "kunto", "kumun", "föredrag", "Paris", "yhdessä", "stadig"])
def test_a_word_that_is_near_to_a_kind_is_none(words: str) -> None:
    assert kinds(words) == []


def test_no_word_of_a_description_is_a_slip_of_a_kind() -> None:
    tables, themes = READER.tables, READER.vocabularies.themes
    assert tables is not None
    text = " ".join(description for item in read_descriptions() for description in item.texts.values())
    slips = [word for word in sorted(set(re.findall(r"[^\W\d_]+", text))) if tables.kinds.slips(word)]
    assert [word for word in slips if not (tables.kinds.named(word) or tables.places.named(word)
                                           or themes.codes_in(word))] == []


def test_a_kind_with_a_slip_is_not_read_in_ideas() -> None:
    assert [mention for mention in READER.read("Haemme yhdistksiä").mentions if mention.aspect is Aspect.KIND] == []
