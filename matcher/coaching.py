"""What a profile would gain by a field that it lacks: how many more actors would fit it well if that were filled.

A field is filled as others have filled it. The actors most alike that have said something there lend what they said,
one after the other; the gain of the field is the median over them. A gain is a count of actors: those that would fit
well with the field filled, less those that fit well now. “Well” is the level `GOOD` (see `matcher.levels`), the mean of
both sides; who is left out by a rule, or stands in no list, does not count. Nothing is drawn by lot: the same snapshot
and day give the same gains. The work is a fixed number of looks at the network, whatever its size: at most `DONORS`
for each of `FIELDS`, and one for the profile as it is.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from statistics import median_high

import numpy as np

from data.records.profiles import Profile
from matcher.asking.query import Filters, Query
from matcher.features import BoolArray, Features
from matcher.finding import refused
from matcher.levels import FitLevel, level_begins, thresholds_of
from matcher.scoring import weigh
from matcher.snapshot import Snapshot

# So many actors lend what they have said: an odd number, so that the median is a gain that was worked out.
DONORS = 5
# Fewer themes than this hardly tell what somebody does; shorter descriptions neither, in characters.
FEW_THEMES = 3
SHORT = 80
# A profile that was confirmed longer ago begins to lose.
DAYS_OF_FRESHNESS = 365
ENOUGH = FitLevel.GOOD


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a profile that counts in the score.

    Attributes:
        lacks: whether a profile has nothing there, or little, on a day.
        lend: what a profile becomes when it says there what another one says.
    """

    lacks: Callable[[Profile, date], bool]
    lend: Callable[[Profile, Profile], Profile]


@dataclass(frozen=True, slots=True)
class Advice:
    """A field that is missing or thin.

    Attributes:
        field: one of `FIELDS`.
        gain: how many more actors would fit well with the field filled; None if nobody alike has said anything there,
            so that it cannot be told. It can be below zero: who says where it works is no longer thought near to all.
        donors: how many actors alike have lent what they say.
    """

    field: str
    gain: int | None
    donors: int


def _days_old(profile: Profile, day: date) -> bool:
    return profile.updated is None or (day - profile.updated).days > DAYS_OF_FRESHNESS


# In the order in which they are told when they gain the same.
FIELDS: Mapping[str, Field] = {
    "descriptions": Field(lambda own, _: max(map(len, own.descriptions.values()), default=0) < SHORT,
                          lambda own, other: replace(own, descriptions=other.descriptions)),
    "themes": Field(lambda own, _: len(own.themes) < FEW_THEMES,
                    lambda own, other: replace(own, themes=tuple(dict.fromkeys((*own.themes, *other.themes))))),
    "municipalities": Field(lambda own, _: not own.regions,
                            lambda own, other: replace(own, municipalities=other.municipalities,
                                                       regions=other.regions)),
    "coverage": Field(lambda own, _: own.coverage is None, lambda own, other: replace(own, coverage=other.coverage)),
    "languages": Field(lambda own, _: not own.languages, lambda own, other: replace(own, languages=other.languages)),
    "needs": Field(lambda own, _: not own.needs.texts and not own.needs.themes,
                   lambda own, other: replace(own, needs=other.needs)),
    "offers": Field(lambda own, _: not own.offers.texts and not own.offers.themes,
                    lambda own, other: replace(own, offers=other.offers)),
    "wanted_sectors": Field(lambda own, _: not own.wanted_sectors,
                            lambda own, other: replace(own, wanted_sectors=other.wanted_sectors)),
    "capacity": Field(lambda own, _: own.capacity is None, lambda own, other: replace(own, capacity=other.capacity)),
    "updated": Field(_days_old, lambda own, other: replace(own, updated=other.updated)),
}


def advise(snapshot: Snapshot, actor: Profile, day: date) -> tuple[Advice, ...]:
    """Return the fields that a stored actor lacks, the largest gain first; those whose gain is not known come last.

    Args:
        snapshot: the network; give one without opinions where the reader is not told what others have said.
        actor: a stored actor.
        day: on which it is asked.
    """
    now = fitting(snapshot, actor, day)
    features = snapshot.features_of(actor)
    advice = [_advice(snapshot, actor, features, name, day, now) for name, field in FIELDS.items()
              if field.lacks(actor, day)]
    return tuple(sorted(advice, key=lambda item: (item.gain is None, -(item.gain or 0))))


def _advice(snapshot: Snapshot, actor: Profile, features: Features, name: str, day: date, now: int) -> Advice:
    drafts = ([replace(actor, updated=day)] if name == "updated" else
              list(_drafts(snapshot, actor, features, FIELDS[name], day)))
    gains = [fitting(snapshot, draft, day) - now for draft in drafts]
    return Advice(name, median_high(gains) if gains else None, len(gains))


def _drafts(snapshot: Snapshot, actor: Profile, features: Features, field: Field, day: date) -> Iterator[Profile]:
    """Yield the actor with what those most alike say in a field, the most alike first.

    Alike are those of the same kind before others, and among them those whose work is nearest.
    """
    network = snapshot.features
    nearness = features.cosines_with(network).astype(np.float64) + (network.sector == features.sector[0])
    nearness[features.row] = -np.inf
    found = 0
    for row in np.lexsort((snapshot.places_by_id, -nearness.round(9))).tolist():
        other = snapshot.actors[row]
        if found < DONORS and other.id != actor.id and not field.lacks(other, day) and other.status == actor.status:
            found += 1
            yield field.lend(actor, other)
        if found == DONORS:
            return


def fitting(snapshot: Snapshot, profile: Profile, day: date) -> int:
    """Return how many actors fit a profile well, stored or not, as far as no rule leaves them out."""
    view, seeker, network = snapshot.on(day), snapshot.features_of(profile), snapshot.features
    effects = view.rules.apply(seeker, network)
    totals = weigh(seeker, network, view.context, snapshot.ranker).under(view.rules, effects).totals
    are_admitted: BoolArray = snapshot.mask(Filters()) & (network.row != seeker.row[0])
    for _, are_refused in refused(are_admitted.copy(), effects, view, Query(day)):
        are_admitted &= ~are_refused
    return int(np.count_nonzero(are_admitted & (totals >= level_begins(ENOUGH, thresholds_of(snapshot.weights)))))
