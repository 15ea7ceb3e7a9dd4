"""The audit log of a network: who changed which rule, weight, key or setting, and when; it can only grow.

The hash of an entry is the SHA-256 of the hash before it and of the entry itself. Who changes, removes or slips in an
entry has to make all later hashes anew, and whoever has noted one of them sees that. The network's name is no part of
it, so that a log still holds where a network is restored under another name.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from functools import partial
from typing import Any, TypeAlias

from sqlalchemy import Connection, Select, insert, select
from sqlalchemy import text as sql

from data.database.connection import Database
from data.database.tables import AUDIT, time_text
from data.errors import LogBroken
from data.wording.texts import text

COMMAND_LINE, SERVICE = "command line", "service"
BEFORE_THE_FIRST = "0" * 64
ROWS_AT_ONCE = 1_000

_SQLITE_GUARDS = "SELECT count(*) FROM sqlite_master WHERE type = 'trigger' AND tbl_name = 'audit'"
_POSTGRESQL_GUARDS = ("SELECT count(*) FROM pg_trigger WHERE tgrelid = 'audit'::regclass AND NOT tgisinternal "
                      "AND tgenabled <> 'D'")

Clock: TypeAlias = Callable[[], datetime]
Details: TypeAlias = Mapping[str, Any]
CLOCK: Clock = partial(datetime.now, tz=UTC)


class AuditEvent(StrEnum):
    """What is logged."""

    ACTORS_MERGED = "actors-merged"
    KEY_CREATED = "key-created"
    KEY_ROTATED = "key-rotated"
    KEY_REVOKED = "key-revoked"
    NETWORK_ADDED = "network-added"
    NETWORK_CHANGED = "network-changed"
    NETWORK_REMOVED = "network-removed"
    NETWORK_RESTORED = "network-restored"
    WEBHOOK_ADDED = "webhook-added"
    WEBHOOK_REMOVED = "webhook-removed"
    RULES_DRAFTED = "rules-drafted"
    RULES_REMOVED = "rules-removed"
    RULES_ACTIVATED = "rules-activated"
    RULES_ROLLED_BACK = "rules-rolled-back"
    RULES_FOUND = "rules-found"
    WEIGHTS_FOUND = "weights-found"


@dataclass(frozen=True, slots=True)
class Signature:
    """Who does something, and when.

    Attributes:
        author: id of a key, `COMMAND_LINE`, or `SERVICE` where nobody needs a key.
        at: UTC.
    """

    author: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the log; `what` is an `Event`, or a word of a later version of the program."""

    number: int
    at: datetime
    author: str
    what: str
    details: Details
    hash: str


@dataclass(frozen=True, slots=True)
class Head:
    """The last entry of a log: its number, which is how many there are, and its hash."""

    number: int = 0
    hash: str = BEFORE_THE_FIRST


def append(connection: Connection, network: str, event: AuditEvent, details: Details, signature: Signature) -> None:
    """Log something, in the transaction that does it: writers wait for each other, so that the chain does not fork.

    Args:
        connection: of a transaction that writes.
        network: its name.
        event: what is done.
        details: plain JSON; no secrets, and no words of people, as they could not be erased.
        signature: who does it, and when.
    """
    head = head_of(connection, network)
    values: dict[str, Any] = {
        "number": head.number + 1, "at": time_text(signature.at), "author": signature.author, "what": str(event),
        "details": _canonical(details)}
    connection.execute(insert(AUDIT).values(network=network, **values, hash=_hash(head.hash, values.values())))


def head_of(connection: Connection, network: str) -> Head:
    """Return the last entry of a log, whether or not the log holds; one without entries has the number 0."""
    row = connection.execute(
        select(AUDIT.c.number, AUDIT.c.hash).where(AUDIT.c.network == network).order_by(AUDIT.c.number.desc()).limit(1)
    ).one_or_none()
    return Head(row.number, row.hash) if row else Head()


def check_chain(connection: Connection, network: str, earlier: str = "") -> Head:
    """Compare every entry with the one before, and return the last one.

    Args:
        connection: of a transaction.
        network: its name.
        earlier: a hash that was read from the log before; empty if none was.

    Raises:
        LogBroken: an entry does not fit, which is the first that is named, or none has the hash that was noted.
    """
    head, is_there = Head(), earlier in ("", BEFORE_THE_FIRST)
    for rows in connection.execute(_rows(network)).partitions(ROWS_AT_ONCE):
        for row in rows:
            right = _hash(head.hash, (row.number, row.at, row.author, row.what, row.details))
            if (row.number, row.hash) != (head.number + 1, right):
                raise _broken(network, head.number + 1)
            head = Head(row.number, row.hash)
            is_there = is_there or row.hash == earlier
    if not is_there:
        raise LogBroken(text("The audit log has no entry with the hash that was noted."), network,
                        text("Entries at its end are gone, or it was made anew: compare it with a copy from before."))
    return head


class AuditLog:
    """The logs of all networks of a database, also of those that were removed."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def networks(self) -> tuple[str, ...]:
        """Return the names of all networks that have a log, sorted."""
        with self._database.reading() as connection:
            return tuple(connection.execute(select(AUDIT.c.network).distinct().order_by(AUDIT.c.network)).scalars())

    def page(self, network: str, after: int, limit: int) -> tuple[Head, tuple[Entry, ...]]:
        """Return the last entry, and up to `limit` entries that follow the one numbered `after`, oldest first."""
        with self._database.reading() as connection:
            rows = connection.execute(_rows(network).where(AUDIT.c.number > after).limit(limit))
            return head_of(connection, network), tuple(_entry(row) for row in rows)

    def check(self, network: str, earlier: str = "") -> Head:
        """Check a log as `check_chain` does.

        Raises:
            LogBroken: it does not hold.
        """
        with self._database.reading() as connection:
            head = check_chain(connection, network, earlier)
            demand_guards(connection)
            return head


def demand_guards(connection: Connection) -> None:
    """Refuse a database that lets the log be changed.

    Raises:
        LogBroken: the triggers are not there, or switched off.
    """
    sqlite = connection.dialect.name == "sqlite"
    count = connection.execute(sql(_SQLITE_GUARDS if sqlite else _POSTGRESQL_GUARDS)).scalar_one()
    if count < (3 if sqlite else 1):
        raise LogBroken(text("The database lets the audit log be changed: its triggers are gone."), "",
                        text("Find out who removed them. A backup that is restored into a new database has them."))


def last_details(connection: Connection, network: str, events: Iterable[AuditEvent]) -> Details:
    """Return the details of the last entry of some kinds; empty if there is none."""
    content = connection.execute(
        select(AUDIT.c.details).where(AUDIT.c.network == network, AUDIT.c.what.in_(tuple(map(str, events))))
        .order_by(AUDIT.c.number.desc()).limit(1)).scalar()
    details: Details = json.loads(content) if content else {}
    return details


def _rows(network: str) -> Select[Any]:
    return select(AUDIT).where(AUDIT.c.network == network).order_by(AUDIT.c.number)


def _entry(row: Any) -> Entry:  # noqa: ANN401 - a row of the table
    return Entry(row.number, datetime.fromisoformat(row.at), row.author, row.what, json.loads(row.details), row.hash)


def _canonical(value: object) -> str:
    return json.dumps(value, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _hash(before: str, values: Iterable[object]) -> str:
    """Return the hash of an entry, from the hash before it, and from number, time, author, event and details."""
    return hashlib.sha256(f"{before}\n{_canonical(list(values))}".encode()).hexdigest()


def _broken(network: str, number: int) -> LogBroken:
    return LogBroken(
        text("Entry {number} of the audit log does not fit: it was changed, or is gone.", number=str(number)), network,
        text("The entries before it hold. Compare the log with a copy of the store from before."))
