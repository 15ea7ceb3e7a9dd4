"""What a write changes in a table, and what that tells of."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, TypeAlias

from sqlalchemy import Table

from data.activity.events import EventKind
from data.database.tables import ACTORS, COOPERATIONS, OPINIONS, OUTCOMES
from data.records.digests import canonical, digest
from data.records.documents import Record
from data.records.keys import actors_in, short_key

Digests: TypeAlias = "Mapping[str, str]"

_EVENTS = {OPINIONS: (EventKind.OPINION, EventKind.OPINION_TAKEN_BACK),
           OUTCOMES: (EventKind.OUTCOME, EventKind.OUTCOME_TAKEN_BACK)}


@dataclass(frozen=True, slots=True)
class Difference:
    """What has to be written to a table: keys by what becomes of them, records, and digests before and after."""

    table: Table
    records: Mapping[str, Record]
    before: Digests
    after: Digests
    added: Sequence[str]
    changed: Sequence[str]
    unchanged: Sequence[str]
    removed: Collection[str]


def differ(table: Table, records: Mapping[str, Record], before: Digests, removed: Collection[str]) -> Difference:
    """Compare records with the digests of those that are stored under their keys."""
    after = {key: digest(record) for key, record in records.items()}
    added = [key for key in after if key not in before]
    changed = [key for key in after if before.get(key, after[key]) != after[key]]
    unchanged = [key for key in after if before.get(key) == after[key]]
    return Difference(table, records, before, after, added, changed, unchanged, removed)


Happening: TypeAlias = tuple[EventKind, str, str, "dict[str, Any] | None"]


def events_of(difference: Difference) -> Iterator[Happening]:
    """Yield what a difference tells of: kind, actor, other and document of each event."""
    if difference.table is ACTORS:
        yield from ((EventKind.JOINED, key, "", None) for key in difference.added)
        yield from ((EventKind.CHANGED, key, "", None) for key in difference.changed)
        yield from _removal(EventKind.REMOVED, difference)
    elif difference.table is COOPERATIONS:
        for kind, keys in ((EventKind.COOPERATES, difference.added),
                           (EventKind.COOPERATION_CHANGED, difference.changed)):
            yield from ((kind, member, short_key(key), None) for key in keys for member in actors_in(key))
        yield from _removal(EventKind.COOPERATION_REMOVED, difference)
    elif difference.table in _EVENTS:
        statement, retraction = _EVENTS[difference.table]
        for key in (*difference.added, *difference.changed):
            actor, other = actors_in(key)
            yield statement, actor, other, json.loads(canonical(difference.records[key]))
        for key in difference.removed:
            actor, other = actors_in(key)
            yield retraction, actor, other, None


def _removal(kind: EventKind, difference: Difference) -> Iterator[Happening]:
    """Yield that something is gone, once for a write; what it was is told to nobody any more."""
    if difference.removed:
        yield kind, "", "", None
