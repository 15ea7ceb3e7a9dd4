"""Rehearsals of stored rules: one at a time in a network, whichever process works it out, and found by all."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Literal, TypeAlias

from sqlalchemy import Connection, delete, insert, select, update

from data.database.tables import REHEARSALS, time_text

# So many are kept of a network.
CAPACITY = 10
# One that has not been seen for so long went with its process.
LIFE = timedelta(seconds=40)
RUNNING = "running"

RunState: TypeAlias = Literal["running", "done", "failed"]


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rehearsal has found, by ids alone.

    Attributes:
        changes: of each list that differs whose it is, who comes in and who goes out.
        places: id of an actor → places in others' lists gained, or lost when negative.
        rules: versions of the rules in use, and of those that were tried.
    """

    changes: Sequence[tuple[str, Sequence[str], Sequence[str]]]
    places: Mapping[str, int]
    rules: tuple[str, str]


@dataclass(frozen=True, slots=True)
class StoredRehearsal:
    """A rehearsal that runs, or has run.

    Attributes:
        number: of the stored rules that are tried.
        state: “failed” also where its process has ended.
        lists, compared: how many lists there are, and how many of them were compared so far.
        day, limit: how the lists are asked for.
        finding: what was found, once it is done.
    """

    id: str
    number: int
    state: RunState
    lists: int
    compared: int
    day: date
    limit: int
    finding: Finding | None = None


class StoredRehearsals:
    """The rehearsals of one network, in the transaction of a connection.

    Args:
        connection: of a transaction; one that writes to the network for `start`, one that notes for the others.
        network: the name of the network.
    """

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = REHEARSALS.c.network == network

    def start(self, rehearsal: StoredRehearsal, now: datetime) -> bool:
        """Note that one begins, unless another one goes on; tell whether it does. The oldest are forgotten for it."""
        newest = select(REHEARSALS).where(self._here).order_by(REHEARSALS.c.place.desc())
        rows = self._connection.execute(newest).all()
        if any(_read(row, now).state == RUNNING for row in rows):
            return False
        for row in rows[CAPACITY - 1:]:
            self.end(row.id)
        question = {"as_of": rehearsal.day.isoformat(), "limit": rehearsal.limit}
        self._connection.execute(insert(REHEARSALS).values(
            network=self._network, id=rehearsal.id, number=rehearsal.number, place=rows[0].place + 1 if rows else 1,
            seen=time_text(now), state=RUNNING, lists=rehearsal.lists, compared=0, question=json.dumps(question)))
        return True

    def note(self, name: str, compared: int, now: datetime) -> bool:
        """Note how far one is that runs; tell whether it shall go on: it may have been ended by another process."""
        return self._change(name, compared=compared, seen=time_text(now))

    def finish(self, name: str, state: RunState, finding: Finding | None) -> None:
        """Note what one has found, if it has not been ended meanwhile."""
        result = finding and json.dumps({"changes": [list(change) for change in finding.changes],
                                         "places": dict(finding.places), "rules": list(finding.rules)})
        values = {"compared": REHEARSALS.c.lists} if finding else {}
        self._change(name, state=state, result=result, **values)

    def find(self, name: str, now: datetime) -> StoredRehearsal | None:
        """Return one by its id; None if there is none."""
        row = self._connection.execute(select(REHEARSALS).where(self._here, REHEARSALS.c.id == name)).one_or_none()
        return _read(row, now) if row else None

    def newest(self, now: datetime, number: int | None = None) -> StoredRehearsal | None:
        """Return the one that began last, of some rules or of all; None if none is kept."""
        of_rules = () if number is None else (REHEARSALS.c.number == number,)
        query = select(REHEARSALS).where(self._here, *of_rules).order_by(REHEARSALS.c.place.desc()).limit(1)
        row = self._connection.execute(query).one_or_none()
        return _read(row, now) if row else None

    def end(self, name: str) -> None:
        """Forget one; if it runs, its process ends it."""
        self._connection.execute(delete(REHEARSALS).where(self._here, REHEARSALS.c.id == name))

    def forget_all(self) -> None:
        """Forget all: what they have found names actors."""
        self._connection.execute(delete(REHEARSALS).where(self._here))

    def _change(self, name: str, **values: Any) -> bool:  # noqa: ANN401 - of columns
        return bool(self._connection.execute(update(REHEARSALS).where(
            self._here, REHEARSALS.c.id == name, REHEARSALS.c.state == RUNNING).values(values)).rowcount)


def _read(row: Any, now: datetime) -> StoredRehearsal:  # noqa: ANN401 - a row
    is_gone = row.state == RUNNING and row.seen < time_text(now - LIFE)
    question, result = json.loads(row.question), json.loads(row.result) if row.result else None
    finding = result and Finding([tuple(change) for change in result["changes"]], result["places"],
                                 tuple(result["rules"]))
    return StoredRehearsal(row.id, row.number, "failed" if is_gone else row.state, row.lists, row.compared,
                           date.fromisoformat(question["as_of"]), question["limit"], finding)
