"""Which processes serve from a database, and how far each has come: they say so themselves, every few seconds."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import Connection, delete, select

from data.database.insertion import insertion
from data.database.tables import PROCESSES, time_text

# Who has not been seen for so long has ended, or has stopped answering by itself, as it cannot reach the database.
LIFE = timedelta(seconds=40)


@dataclass(frozen=True, slots=True)
class Process:
    """A process that serves.

    Attributes:
        id: chosen by itself.
        host: the name of its machine.
        pid: its number there.
        started: when, UTC.
        revisions: name of each network that it has open → how many writes to it it has seen.
    """

    id: str
    host: str
    pid: int
    started: datetime
    revisions: Mapping[str, int]

    def is_behind(self, network: str, revision: int) -> bool:
        """Tell whether it answers from a state of a network before a revision."""
        return self.revisions.get(network, revision) < revision


def note_process(connection: Connection, process: Process, now: datetime) -> None:
    """Note how far a process has come, and forget those that are gone."""
    values = {"seen": time_text(now), "revisions": json.dumps(dict(process.revisions), sort_keys=True)}
    row = insertion(PROCESSES, connection.dialect.name).values(
        id=process.id, host=process.host, pid=process.pid, started=time_text(process.started), **values)
    # Two of its threads may note the same at once.
    connection.execute(row.on_conflict_do_update(index_elements=[PROCESSES.c.id], set_=values))
    connection.execute(delete(PROCESSES).where(PROCESSES.c.seen < time_text(now - LIFE)))


def forget_process(connection: Connection, process: str) -> None:
    """Forget a process that ends, given by its id."""
    connection.execute(delete(PROCESSES).where(PROCESSES.c.id == process))


def serving(connection: Connection, now: datetime) -> tuple[Process, ...]:
    """Return the processes that serve, the oldest first."""
    rows = connection.execute(select(PROCESSES).where(PROCESSES.c.seen >= time_text(now - LIFE)).order_by(
        PROCESSES.c.started, PROCESSES.c.id))
    return tuple(Process(row.id, row.host, row.pid, datetime.fromisoformat(row.started), json.loads(row.revisions))
                 for row in rows)
