"""What other rules would change."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from pydantic import Field

from data.intake.labels import COVERAGES
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels, Text, render
from matcher.asking.query import Query
from matcher.rehearsal import ListChange, Rehearsal
from service.schemas.base import CodeLabel, Schema


class ActorName(Schema):
    """An actor by id and name."""

    actor_id: str
    name: str


class Places(ActorName):
    """How many places in others' lists an actor gains, or loses when negative."""

    places: int


class Exposure(CodeLabel):
    """How many places a group gains, or loses when negative."""

    places: int


class ListChangeDocument(ActorName):
    """Who comes into an actor's list and who goes out."""

    gained: list[ActorName]
    lost: list[ActorName]


class RehearsalReport(Schema):
    """What another rule file would change."""

    as_of: date
    limit: int = Field(description="Length of the lists compared.")
    lists: int
    changed: int
    places: list[Places]
    exposure: dict[str, list[Exposure]] = Field(description="By region, sector, group and coverage.")
    changes: list[ListChangeDocument] = Field(description="Every list that differs, the most changed first.")
    rules_now: str
    rules_then: str

CODES_OF: Mapping[str, Callable[[Profile], Iterable[str]]] = {
    "region": lambda profile: profile.regions,
    "sector": lambda profile: (profile.sector,) if profile.sector else (),
    "group": lambda profile: profile.groups,
    "coverage": lambda profile: (profile.coverage,) if profile.coverage else (),
}


def rehearsal_report(rehearsal: Rehearsal, query: Query, rules: tuple[str, str], vocabularies: Vocabularies,
                     language: str) -> RehearsalReport:
    """Return what a rehearsal found.

    Args:
        rehearsal: what would change.
        query: how the lists were asked for.
        rules: versions of the rules in use, and of those that were tried.
        vocabularies: of the network.
        language: of names, ISO 639-1.
    """
    return RehearsalReport(
        as_of=query.as_of, limit=query.limit, lists=rehearsal.lists, changed=len(rehearsal.changes),
        places=[Places(**_actor_name(rehearsal.profiles[actor], language), places=count)
                for actor, count in rehearsal.places.items()],
        exposure={name: _exposure(rehearsal, name, vocabularies, language) for name in CODES_OF},
        changes=[_list_change(change, language) for change in rehearsal.changes],
        rules_now=rules[0], rules_then=rules[1],
    )


def _exposure(rehearsal: Rehearsal, name: str, vocabularies: Vocabularies, language: str) -> list[Exposure]:
    return [Exposure(code=code, label=render(_label(name, code, vocabularies), language), places=count)
            for code, count in rehearsal.exposure(CODES_OF[name]).items() if count]


def _label(name: str, code: str, vocabularies: Vocabularies) -> Text | Labels | str:
    if name == "region":
        return vocabularies.places.regions.labels(code)
    if name == "sector":
        return vocabularies.sectors.labels(code)
    return COVERAGES.get(code, code)


def _actor_name(profile: Profile, language: str) -> dict[str, str]:
    return {"actor_id": profile.id, "name": render(profile.label, language)}


def _list_change(change: ListChange, language: str) -> ListChangeDocument:
    return ListChangeDocument(**_actor_name(change.actor, language),
                              gained=[ActorName(**_actor_name(actor, language)) for actor in change.gained],
                              lost=[ActorName(**_actor_name(actor, language)) for actor in change.lost])
