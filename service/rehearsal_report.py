"""Rules in short, and what a rehearsal found, put into words: for the command line and over HTTP alike."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date

from data.records import Profile
from data.texts import Labels, Text, render
from data.vocabularies import Vocabularies
from matcher.query import Query
from matcher.rehearsal import ListChange, Rehearsal
from matcher.rules.model import Rule
from service.reports import ChangedList, Exposure, NamedActor, Places, RehearsalReport, RuleCard
from service.terminal.words import COVERAGES

CODES_OF: Mapping[str, Callable[[Profile], Iterable[str]]] = {
    "region": lambda profile: profile.regions,
    "sector": lambda profile: (profile.sector,) if profile.sector else (),
    "group": lambda profile: profile.groups,
    "coverage": lambda profile: (profile.coverage,) if profile.coverage else (),
}


def rule_card(rule: Rule, as_of: date, language: str) -> RuleCard:
    """Return a rule in short."""
    effect = rule.effect
    kind = "exclude" if effect.exclude else "waives" if effect.waives else "points"
    return RuleCard(name=rule.name, effect=kind, points=effect.points, waives=list(effect.waives),
                    valid_from=rule.valid_from, valid_until=rule.valid_until, in_force=rule.in_force(as_of),
                    sentence=render(rule.sentence, language))


def rehearsal_report(found: Rehearsal, query: Query, rules: tuple[str, str], vocabularies: Vocabularies,
                     language: str) -> RehearsalReport:
    """Return what a rehearsal found.

    Args:
        found: what would change.
        query: how the lists were asked for.
        rules: versions of the rules in use, and of those that were tried.
        vocabularies: of the network.
        language: of names, ISO 639-1.
    """
    return RehearsalReport(
        as_of=query.as_of, limit=query.limit, lists=found.lists, changed=len(found.changes),
        places=[Places(**_named(found.profiles[actor], language), places=count)
                for actor, count in found.places.items()],
        exposure={name: _exposure(found, name, vocabularies, language) for name in CODES_OF},
        changes=[_changed(change, language) for change in found.changes],
        rules_now=rules[0], rules_then=rules[1],
    )


def _exposure(found: Rehearsal, name: str, vocabularies: Vocabularies, language: str) -> list[Exposure]:
    return [Exposure(code=code, label=render(_label(name, code, vocabularies), language), places=count)
            for code, count in found.exposure(CODES_OF[name]).items() if count]


def _label(name: str, code: str, vocabularies: Vocabularies) -> Text | Labels | str:
    if name == "region":
        return vocabularies.places.regions.labels(code)
    if name == "sector":
        return vocabularies.sectors.labels(code)
    return COVERAGES.get(code, code)


def _named(profile: Profile, language: str) -> dict[str, str]:
    return {"actor_id": profile.id, "name": render(profile.label, language)}


def _changed(change: ListChange, language: str) -> ChangedList:
    return ChangedList(**_named(change.actor, language),
                       gained=[NamedActor(**_named(actor, language)) for actor in change.gained],
                       lost=[NamedActor(**_named(actor, language)) for actor in change.lost])
