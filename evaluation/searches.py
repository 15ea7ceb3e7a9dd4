"""How well a few words find actors: `python -m evaluation.searches`.

Judged on queries made for the demo network, which say who is right: all actors of a kind, in a place, with a theme, or
one by its name. Counted is how often a right one comes first, and among the first five. Half of the queries are kept
aside: what was learnt from the others is judged on them.
"""

from __future__ import annotations

import csv
import sys
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from statistics import mean

from data import collections
from data.records.profiles import Profile
from data.wording.texts import LANGUAGES
from evaluation.judged.ground import DEMO, open_ground
from matcher.asking.query import Filters
from matcher.engine import Matcher

PARTS = ("known", "aside")
FIRST = 5
DAY = date(2026, 11, 28)


@dataclass(frozen=True)
class Wanted:
    """Words that somebody looks with, and who is right.

    Attributes:
        part: "known", or "aside" for what nothing was learnt from.
        language: ISO 639-1 code of the words.
        words: the query.
        sectors, places, themes, actors: codes of which a right actor has one each; empty where any will do.
    """

    part: str
    language: str
    words: str
    sectors: frozenset[str]
    places: frozenset[str]
    themes: frozenset[str]
    actors: frozenset[str]

    def is_met_by(self, profile: Profile) -> bool:
        """Return whether an actor is right."""
        own = ((self.sectors, {profile.sector}), (self.places, {*profile.municipalities, *profile.regions}),
               (self.themes, set(profile.themes)), (self.actors, {profile.id}))
        return all(not wanted or wanted & codes for wanted, codes in own)


def read_queries() -> list[Wanted]:
    """Return the queries."""
    with (collections.searches_folder() / "queries.csv").open(encoding="utf-8", newline="") as file:
        return [Wanted(row["part"], row["language"], row["query"],
                       *(frozenset(filter(None, row[name].split(";")))
                         for name in ("sectors", "places", "themes", "actors")))
                for row in csv.DictReader(file)]


def rank(wanted: Wanted, matcher: Matcher) -> int:
    """Return the place of the first right actor among the first `FIRST`, from 1; 0 if there is none."""
    hits = matcher.search(wanted.words, Filters(), FIRST)
    return next((place for place, hit in enumerate(hits, 1) if wanted.is_met_by(hit.profile)), 0)


def shares(ranks: Sequence[int]) -> tuple[float, float]:
    """Return in which share of queries a right actor comes first, and among the first."""
    return mean(place == 1 for place in ranks), mean(place > 0 for place in ranks)


def main() -> None:
    """Print how often a right actor comes first, and among the first five, per part and language."""
    matcher = Matcher(open_ground(collections.finland_folder(), DEMO, DAY).snapshot)
    queries = read_queries()
    ranks = {query: rank(query, matcher) for query in queries}
    for part in PARTS:
        for language in (*LANGUAGES, "all"):
            own = [query for query in queries if query.part == part and language in (query.language, "all")]
            first, among = shares([ranks[query] for query in own])
            sys.stdout.write(f"{part}  {language}  {len(own)} queries: first {first:.2f}, among five {among:.2f}\n")
    _list_missed(query for query in queries if query.part == "known" and ranks[query] != 1)


def _list_missed(missed: Iterable[Wanted]) -> None:
    for query in missed:
        sys.stdout.write(f"not first: {query.words}\n")


if __name__ == "__main__":
    main()
