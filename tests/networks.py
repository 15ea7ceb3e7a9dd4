"""Small networks whose right answers can be worked out by hand, on the real vocabularies of Finland."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np

from data.records.network import Network
from data.records.profiles import Coverage, Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from matcher import defaults
from matcher.asking.idea import Brief, idea
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import HashingEncoder
from models.ranker import Weights, read_weights

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
HELSINKI, ESPOO, TURKU, LAHTI, ROVANIEMI, MARIEHAMN, OULU = "091", "049", "853", "398", "698", "478", "564"

# A different coefficient for every trait of a past cooperation, so that none can stand for another.
ATTENTION = {"own": 3.0, "partners": 0.5, "country": 0.55, "sector": 0.15, "smoothing": 0.75}
# A different number for every pair of kinds of the small networks, and for ideas.
COMPLEMENTS = {"ngo": {"municipality": 0.75, "ngo": -0.25, "university": 0.5}, "municipality": {"ngo": 0.35},
               "university": {"ngo": -0.45}, "": {"ngo": 0.15}}


@cache
def finland() -> Vocabularies:
    return open_vocabularies()


def actor(name: str, **changes: object) -> Profile:
    """A local NGO in Helsinki, unless told otherwise; regions follow from the municipalities."""
    profile = Profile(id=name, name=name.title(), sector="ngo", municipalities=(HELSINKI,), coverage=Coverage.LOCAL)
    profile = replace(profile, **changes)  # type: ignore[arg-type]
    if "regions" not in changes:
        homes = (finland().places.region_of[code] for code in profile.municipalities)
        profile = replace(profile, regions=tuple(dict.fromkeys(homes)))
    return profile


def idea_of(words: str, **codes: tuple[str, ...]) -> Profile:
    """An idea that asks for what is told here, and for nothing that its words say."""
    return idea(words, Brief(**codes), finland())  # type: ignore[arg-type]


def together(*members: str, since: date | None = None, until: date | None = None,
             title: str = "Project") -> Cooperation:
    return Cooperation(tuple(sorted(members)), title, since, until)


def shipped_rules() -> RuleBook:
    return parse_rules(defaults.RULES.read_text(encoding="utf-8"), finland(), "finland.toml")


def shipped_weights() -> Weights:
    """Those set by hand: what a network has that is not of Finland."""
    return read_weights(defaults.WEIGHTS, tuple(TERMS))


def default_weights() -> Weights:
    """Those that a network of Finland has unless told otherwise."""
    return read_weights(defaults.weights_file(defaults.DEFAULT), tuple(TERMS))


def full_weights() -> Weights:
    """Weights like learned ones: every term weighs something, some of them against the pair."""
    terms = {name: 0.1 * (1 + number) * (-1) ** number for number, name in enumerate(TERMS)}
    return Weights("full", "learned", "", -4.0, terms, ATTENTION, {"until": "2026-01-01"}, (), COMPLEMENTS)


def snapshot(*actors: Profile, cooperations: Sequence[Cooperation] = (), blocks: Sequence[Block] = (),
             opinions: Sequence[Opinion] = (), outcomes: Sequence[Outcome] = (), rules: RuleBook | None = None,
             weights: Weights | None = None) -> Snapshot:
    network = Network(tuple(sorted(actors, key=lambda profile: profile.id)), tuple(cooperations), tuple(blocks),
                      tuple(opinions), tuple(outcomes))
    parts = Parts(finland(), HashingEncoder(), RuleBook() if rules is None else rules,
                  shipped_weights() if weights is None else weights, "exact")
    return Snapshot(network, parts)


def value(term: str, seeker: Profile, candidate: Profile, network: Snapshot | None = None,
          as_of: date = TODAY) -> float:
    """The value of a term for one pair, in the network of the two unless told otherwise."""
    snapshot_ = network or snapshot(seeker, candidate)
    context = snapshot_.on(as_of).context
    values = TERMS[term].value(snapshot_.features_of(seeker), snapshot_.features_of(candidate), context)
    assert values.shape == (1,)
    assert values.dtype == np.float64
    return float(values[0])
