"""How well words of lists are understood: `python -m evaluation.intake.words`.

Words that people write in such lists, each with the codes a careful reader allows for, or none; a third of them, told
by the SHA-256 of column and word, is held out: it was not looked at when tables and limits were made. Some words are
known outright; of the others the first hint is judged: by spelling, as texts are read, by meaning, and of all together.
Besides, the kinds that the names of the demo's actors speak of; all of these names were looked at.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from hashlib import sha256
from pathlib import Path

from data import collections, demo
from data.files.columns import ACTOR_COLUMNS
from data.intake.words.hints import MEANT, READ, SPELLED, Hints
from data.intake.words.kinds import KindsOfNames
from data.intake.words.meanings import Meanings
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from matcher.asking.nearest import open_nearest
from models.encoders import DEFAULT, open_encoder

WORDS = Path(collections.__file__).parent / "lists" / "words.csv"
ONE_OF = 3  # so many are held out
KNOWN, ALL, LIKELY = "known outright", "first hint", "proposed"

# What is said of a word: codes, or None where it is not known or nothing is near.
Answer = Callable[["Word"], Sequence[str]]


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a list.

    Attributes:
        column: where it stands.
        word: as it is written.
        codes: what a careful reader allows for; empty for nothing.
    """

    column: str
    word: str
    codes: frozenset[str]

    @property
    def is_held_out(self) -> bool:
        """Whether it is only for judging."""
        return sha256(f"{self.column}:{self.word}".encode()).digest()[0] % ONE_OF == 0


@dataclass(frozen=True, slots=True)
class Judgement:
    """How many words something was said of, how many of these rightly, and how many there was something to say of."""

    said: int = 0
    right: int = 0
    wanted: int = 0

    def __str__(self) -> str:
        precision = f"{self.right / self.said:.2f}" if self.said else "–"
        recall = f"{self.right / self.wanted:.2f}" if self.wanted else "–"
        return f"precision {precision:>4} ({self.right}/{self.said}), recall {recall:>4} ({self.right}/{self.wanted})"


def read_words(path: Path = WORDS) -> list[Word]:
    """Return the words, in the order of the file."""
    with path.open(encoding="utf-8", newline="") as file:
        return [Word(row["column"], row["word"], frozenset(row["codes"].split("|")) - {""})
                for row in csv.DictReader(file)]


def judge(answer: Answer, words: Iterable[Word]) -> Judgement:
    """Return how well something answers; right is a word of which all that is said is allowed for."""
    said = right = wanted = 0
    for word in words:
        codes = answer(word)
        said += bool(codes)
        right += bool(codes) and word.codes.issuperset(codes)
        wanted += bool(word.codes)
    return Judgement(said, right, wanted)


def answers(vocabularies: Vocabularies, words: Sequence[Word]) -> Iterator[tuple[str, Answer]]:
    """Yield the ways to answer, by what each is called; hints are for words that are not known outright."""
    meanings = Meanings(ACTOR_COLUMNS, vocabularies)
    hints = Hints(vocabularies, open_nearest(vocabularies, open_encoder(DEFAULT)))
    known = {word: [code for name, code in meanings.of(ACTOR_COLUMNS.names[word.column], word.word) or ()
                    if name != "keywords"] for word in words}
    unknown = {column: [word for word in words if word.column == column and not known[word]]
               for column in dict.fromkeys(word.column for word in words)}
    reasons = {word: found for column, own in unknown.items()
               for word, found in zip(own, hints.by_reason(ACTOR_COLUMNS.names[column], [word.word for word in own]),
                                      strict=True)}
    found = {word: own for column, words_of in unknown.items()
             for word, own in zip(words_of, hints.of(ACTOR_COLUMNS.names[column], [word.word for word in words_of]),
                                  strict=True)}
    yield KNOWN, lambda word: known[word]
    for reason in (SPELLED, READ, MEANT):
        yield reason, partial(_first_for, reason, reasons)
    yield ALL, lambda word: [hint.code for hint in found.get(word, ())[:1]]
    yield LIKELY, lambda word: [hint.code for hint in found.get(word, ())[:1] if hint.is_likely]


def _first_for(reason: str, reasons: Mapping[Word, Mapping[str, Sequence[str]]], word: Word) -> Sequence[str]:
    return reasons.get(word, {}).get(reason, ())[:1]


def judge_names(vocabularies: Vocabularies) -> Judgement:
    """Return how well names of the demo's actors tell their sectors."""
    kinds = KindsOfNames(vocabularies.reading)
    with demo.actors_file().open(encoding="utf-8-sig", newline="") as file:
        names = [Word("sector", row["name"], frozenset((row["kind"],))) for row in csv.DictReader(file)]
    return judge(lambda word: kinds.of(word.word)[:1], names)


def main() -> None:
    """Print what is known, and how often the first hint is right, of what was looked at and of what was held out."""
    vocabularies, words = open_vocabularies(), read_words()
    for is_held_out in (False, True):
        part = [word for word in words if word.is_held_out is is_held_out]
        sys.stdout.write(f"{len(part)} words{', held out,' if is_held_out else ''} of which "
                         f"{sum(bool(word.codes) for word in part)} stand for something\n")
        known = dict(answers(vocabularies, part))
        unknown = [word for word in part if not known[KNOWN](word)]
        for name, answer in known.items():
            sys.stdout.write(f"{name:20} {judge(answer, part if name == KNOWN else unknown)}\n")
    sys.stdout.write(f"{'kinds of names':20} {judge_names(vocabularies)}\n")


if __name__ == "__main__":
    main()
