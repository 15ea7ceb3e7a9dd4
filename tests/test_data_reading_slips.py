"""Names of places with a slip in them, as they are typed into a search field."""

from __future__ import annotations

import pytest

from data.reading.mention import Aspect
from data.reading.reader import open_reader
from tests.networks import finland

READER = open_reader(finland())


def places(words: str) -> list[str]:
    return [code for mention in READER.named(words) for code in mention.codes
            if mention.aspect in (Aspect.MUNICIPALITY, Aspect.REGION)]


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
