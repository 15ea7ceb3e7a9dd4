"""The terms of the score: each a named function of (seekers, candidates, world) with a unit and a sentence.

A function takes two `Features`, of which one may have a single row that is paired with all rows of the other, and
returns one value per pair, float64 [n]. Its docstring is what people are shown: the first line says what it is, the
rest how the number comes about.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TypeAlias

from data.texts import Text, text
from matcher.features import Features
from matcher.terms import history, places, readiness, sectors, similarity
from matcher.world import Pair, World
from models.arrays import Float64Array

ValueFunction: TypeAlias = Callable[[Features, Features, World], Float64Array]
SentenceFunction: TypeAlias = Callable[[Pair], Text]


@dataclass(frozen=True, slots=True)
class Term:
    """One addend of the score.

    Attributes:
        value: the function that computes it.
        sentence: puts the value of one pair into words.
        unit: what the value counts.
        title: a short name for people.
        mutual: whether the value is the same from both sides, so that one sentence says it for both.
    """

    value: ValueFunction
    sentence: SentenceFunction
    unit: Text
    title: Text
    mutual: bool = True

    @property
    def description(self) -> Text:
        """What the term is, from the first line of the function's docstring."""
        return Text(_documentation(self.value)[0])

    @property
    def method(self) -> Text:
        """How the number comes about, from the rest of the docstring."""
        return Text(_documentation(self.value)[1])


def _documentation(function: ValueFunction) -> tuple[str, str]:
    first, _, rest = (inspect.getdoc(function) or "").partition("\n\n")
    return " ".join(first.split()), " ".join(rest.split())


TERMS: Mapping[str, Term] = {
    "profile_similarity": Term(similarity.profile_similarity, similarity.say_profile_similarity,
                               text("cosine"), text("Similar work")),
    "needs_met": Term(similarity.needs_met, similarity.say_needs_met, text("share"),
                      text("Need meets offer"), mutual=False),
    "shared_themes": Term(similarity.shared_themes, similarity.say_shared_themes,
                          text("sum of rarities"), text("Shared themes")),
    "sector_complement": Term(sectors.sector_complement, sectors.say_sector_complement,
                              text("share"), text("Different sectors")),
    "wanted_sector": Term(sectors.wanted_sector, sectors.say_wanted_sector,
                          text("yes or no"), text("Sector asked for"), mutual=False),
    "shared_languages": Term(sectors.shared_languages, sectors.say_shared_languages,
                             text("yes, unknown or no"), text("Shared languages")),
    "same_municipality": Term(places.same_municipality, places.say_same_municipality,
                              text("yes or no"), text("Same municipality")),
    "same_region": Term(places.same_region, places.say_same_region, text("yes or no"), text("Same region")),
    "neighbouring_region": Term(places.neighbouring_region, places.say_neighbouring_region,
                                text("yes or no"), text("Neighbouring region")),
    "same_authority": Term(places.same_authority, places.say_same_authority,
                           text("yes or no"), text("Same regional authority")),
    "nearness": Term(places.nearness, places.say_nearness, text("share"), text("Nearness")),
    "reach": Term(places.reach, places.say_reach, text("yes or no"), text("Reach")),
    "past_cooperation": Term(history.past_cooperation, history.say_past_cooperation,
                             text("time-weighted cooperations"), text("Past cooperation")),
    "shared_partners": Term(history.shared_partners, history.say_shared_partners,
                            text("Adamic–Adar index"), text("Shared partners")),
    "freshness": Term(readiness.freshness, readiness.say_freshness, text("from −1 to 1"),
                      text("Fresh profile"), mutual=False),
    "capacity": Term(readiness.capacity, readiness.say_capacity, text("yes, unknown or no"),
                     text("Capacity"), mutual=False),
}
