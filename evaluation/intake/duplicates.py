"""How well actors are recognised that stand twice in lists: `python -m evaluation.intake.duplicates`.

Judged on pairs that were made for this, half of which are one organisation. Pairs whose number three divides are kept
aside: the rules were written without a look at what becomes of them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import ArrayLike, NDArray

from data import collections
from data.intake.duplicates.comparing import Certainty
from data.intake.duplicates.pairs import find_pairs
from data.intake.questions import Answers
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from models.encoders import Encoder, open_encoder

ASIDE = 3
FIELDS = ("name", "place", "sector", "business_id", "website", "text")


@dataclass(frozen=True)
class MadePair:
    """Two actors of the collection.

    Attributes:
        number: of the pair.
        is_same: whether they are one.
        how: in which way they differ, or are alike.
        one, other: their profiles.
    """

    number: int
    is_same: bool
    how: str
    one: Profile
    other: Profile

    @property
    def is_aside(self) -> bool:
        """Whether it is kept aside."""
        return self.number % ASIDE == 0


@dataclass(frozen=True)
class Judged:
    """How many pairs are said to be one, and are."""

    right: int
    wrong: int
    missed: int

    @property
    def precision(self) -> float:
        """The share of those said to be one that are; 1 where none is said to be."""
        return self.right / (self.right + self.wrong) if self.right + self.wrong else 1.0

    @property
    def recall(self) -> float:
        """The share of those that are one that are said to be; 1 where none is."""
        return self.right / (self.right + self.missed) if self.right + self.missed else 1.0


def read_pairs() -> tuple[MadePair, ...]:
    """Return the pairs of the collection."""
    vocabularies = open_vocabularies()
    with (collections.lists_folder() / "pairs.csv").open(encoding="utf-8", newline="") as file:
        return tuple(MadePair(int(row["pair"]), row["same"] == "yes", row["how"], _profile(row, "", vocabularies),
                              _profile(row, "other_", vocabularies)) for row in csv.DictReader(file))


def _profile(row: Mapping[str, str], side: str, vocabularies: Vocabularies) -> Profile:
    name, place, sector, business_id, website, words = (row[side + field] for field in FIELDS)
    towns = (vocabularies.places.municipalities.resolve(place),) if place else ()
    return Profile(id=f"{row['pair']}-{side or 'one'}", name=name, sector=sector, municipalities=towns,
                   regions=tuple(vocabularies.places.region_of[code] for code in towns), website=website,
                   business_id=business_id, descriptions={"fi": words} if words else {})


def certainty(pair: MadePair) -> Certainty | None:
    """Return how certain it is said to be that a pair is one actor; None if it is not asked."""
    found = find_pairs((pair.one,), (pair.other,), similarity, Answers())
    return found[0].certainty if found else None


def similarity(some: Sequence[Profile], others: Sequence[Profile]) -> ArrayLike:
    """Return the cosines of what actors say they do, by the encoder that is shipped; 0 where one says nothing."""
    return _vectors(some) @ _vectors(others).T


def _vectors(profiles: Iterable[Profile]) -> NDArray[np.float32]:
    texts = [" ".join(profile.descriptions.values()) for profile in profiles]
    vectors = _encoder().encode(texts)
    vectors[[not words for words in texts]] = 0
    return vectors


@cache
def _encoder() -> Encoder:
    return open_encoder("static")


def judge(pairs: Iterable[MadePair], counts: Callable[[Certainty | None], bool]) -> Judged:
    """Return how many pairs are said to be one where what is said counts as that."""
    said = [(pair.is_same, counts(certainty(pair))) for pair in pairs]
    return Judged(said.count((True, True)), said.count((False, True)), said.count((True, False)))


def main() -> None:
    """Print precision and recall of what is asked or sure, and of what is sure, for both parts of the pairs."""
    pairs = read_pairs()
    parts = {name: [pair for pair in pairs if pair.is_aside == is_aside]
             for name, is_aside in {"seen": False, "kept aside": True}.items()}
    for name, part in parts.items():
        for counting, counts in {"asked or sure": lambda said: said is not None,
                                 "sure": lambda said: said is Certainty.SURE}.items():
            judged = judge(part, counts)
            sys.stdout.write(f"{name:10}  {len(part):3} pairs  {counting:13}  precision {judged.precision:.2f}  "
                             f"recall {judged.recall:.2f}\n")
    for pair in parts["seen"]:
        said = certainty(pair)
        if (said is not None) != pair.is_same:
            sys.stdout.write(f"{pair.number}: {pair.one.name} | {pair.other.name} ({pair.how})\n")


if __name__ == "__main__":
    main()
