"""What people do not want, as they write it: without apostrophes, in spoken language, in the middle of a sentence."""

from __future__ import annotations

from pathlib import Path

import pytest

from data.reading.mention import Aspect
from data.reading.phrases import rows_of
from data.reading.reader import open_reader
from data.wording.texts import LANGUAGES
from tests.networks import finland

# Columns: language; text; words that it refuses, that it wants, and that it does neither with (the last two in part).
# A third of the texts asks for something, or tells of it, with words that elsewhere refuse.
TEXTS = rows_of(Path(__file__).parent / "reading" / "negations.csv")
READER = open_reader(finland())
SUBJECTS = (Aspect.KIND, Aspect.PEOPLE, Aspect.REGION, Aspect.MUNICIPALITY)


def read(text: str, *, refused: bool) -> list[str]:
    """The words of a text that somebody or a place was read from that is refused, or wanted."""
    return [text[mention.start:mention.end] for mention in READER.read(text).mentions
            if mention.aspect in SUBJECTS and mention.is_refused is refused]


def words(cell: str) -> list[str]:
    return cell.split(";") if cell else []


def are_in(words: list[str], others: list[str]) -> bool:
    """Whether each word is, or is part of, one of the others."""
    return all(any(word in other for other in others) for word in words)


@pytest.mark.parametrize("row", TEXTS, ids=lambda row: row["text"])
def test_what_is_not_wanted_is_never_a_wish(row: dict[str, str]) -> None:
    text, refused = row["text"], read(row["text"], refused=True)
    wanted = read(text, refused=False)
    assert [found for found in refused if not any(word in found for word in words(row["refused"]))] == []
    assert are_in(words(row["refused"]), refused)
    assert are_in(words(row["wanted"]), wanted)
    assert not [found for found in wanted for word in words(row["neither"]) + words(row["refused"]) if word in found]


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_texts_are_many_and_some_refuse_nothing(language: str) -> None:
    rows = [row for row in TEXTS if row["language"] == language]
    assert len(rows) >= 40
    assert sum(not row["refused"] for row in rows) >= len(rows) / 3
