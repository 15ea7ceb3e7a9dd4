"""What actors have said of each other, as it stands on a day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date

import numpy as np

from data.records.relations import Opinion, OpinionKind, Outcome, OutcomeKind
from matcher.features import Features
from models.arrays import Float32Array

# Whom the seeker does not want to see now, and what its next suggestions should be like, or unlike.
LEAVES = frozenset({OpinionKind.NOT_NOW, OpinionKind.NOT_RELEVANT, OpinionKind.NEVER})
LIKE = frozenset({OpinionKind.USEFUL})
UNLIKE = frozenset({OpinionKind.NOT_RELEVANT, OpinionKind.NEVER})
PARTNERS = frozenset({OpinionKind.PARTNER})

ActorPairs = Mapping[str, frozenset[str]]


@dataclass(frozen=True)
class Feedback:
    """Opinions in force; they count in the list of whoever holds them, and in nobody else's.

    Attributes:
        dismissed: actor → those it does not want suggested.
        partners: actor → those it says it works with already.
        found_useful, found_unfit: actor → those it found useful, or not relevant.
        useful, unfit: row of an actor → unit vectors [k, d] of those it found useful, or not relevant.
    """

    dismissed: ActorPairs = field(default_factory=dict)
    partners: ActorPairs = field(default_factory=dict)
    found_useful: ActorPairs = field(default_factory=dict)
    found_unfit: ActorPairs = field(default_factory=dict)
    useful: Mapping[int, Float32Array] = field(default_factory=dict)
    unfit: Mapping[int, Float32Array] = field(default_factory=dict)

    @classmethod
    def on(cls, opinions: Iterable[Opinion], outcomes: Iterable[Outcome], features: Features,
           rows: Mapping[str, int], as_of: date) -> Feedback:
        """Return the opinions in force on a day; who tells that it works with another one has it as its partner.

        Args:
            opinions: of actors of the network.
            outcomes: of their contacts.
            features: all actors of the network.
            rows: id of each actor → its row.
            as_of: the day.
        """
        in_force = [opinion for opinion in opinions if opinion.in_force(as_of)]

        found_useful, found_unfit = _pairs(in_force, LIKE), _pairs(in_force, UNLIKE)

        def vectors(pairs: ActorPairs) -> dict[int, Float32Array]:
            return {rows[actor]: features.vectors[np.array(sorted(rows[other] for other in others), dtype=np.int64)]
                    for actor, others in pairs.items()}

        working = [Opinion(item.actor, item.other, OpinionKind.PARTNER) for item in outcomes
                   if item.kind is OutcomeKind.WORKING and (item.said is None or item.said <= as_of)]
        return cls(_pairs(in_force, LEAVES), _pairs([*in_force, *working], PARTNERS), found_useful, found_unfit,
                   vectors(found_useful), vectors(found_unfit))


def _pairs(opinions: Iterable[Opinion], kinds: frozenset[OpinionKind]) -> ActorPairs:
    others_of: defaultdict[str, set[str]] = defaultdict(set)
    for opinion in opinions:
        if opinion.kind in kinds:
            others_of[opinion.actor].add(opinion.other)
    return {actor: frozenset(others) for actor, others in others_of.items()}
