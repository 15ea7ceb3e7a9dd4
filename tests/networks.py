"""Small networks whose right answers can be worked out by hand, on the real vocabularies of Finland."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

from data.records import Block, Cooperation, Coverage, Network, Profile
from data.vocabularies import Vocabularies, open_vocabularies
from matcher import shipped
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import HashingEncoder
from models.ranker import Weights, read_weights

ROOT = Path(__file__).parent.parent
TODAY = date(2026, 11, 23)
HELSINKI, ESPOO, TURKU, LAHTI, ROVANIEMI, MARIEHAMN, OULU = "091", "049", "853", "398", "698", "478", "564"


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


def together(*members: str, since: date | None = None, until: date | None = None,
             title: str = "Project") -> Cooperation:
    return Cooperation(tuple(sorted(members)), title, since, until)


def shipped_rules() -> RuleBook:
    return parse_rules(shipped.RULES.read_text(encoding="utf-8"), finland(), "finland.toml")


def shipped_weights() -> Weights:
    return read_weights(shipped.WEIGHTS, tuple(TERMS))


def snapshot(*actors: Profile, cooperations: Sequence[Cooperation] = (), blocks: Sequence[Block] = (),
             rules: RuleBook | None = None) -> Snapshot:
    network = Network(tuple(sorted(actors, key=lambda profile: profile.id)), tuple(cooperations), tuple(blocks))
    parts = Parts(finland(), HashingEncoder(), RuleBook() if rules is None else rules, shipped_weights(), "exact")
    return Snapshot(network, parts)
