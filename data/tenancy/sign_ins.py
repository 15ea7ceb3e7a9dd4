"""Who is signed in to the pages: a browser holds a secret, of which the database keeps the digest.

A sign-in allows what the key allows that it came from, and ends with it: a key that is revoked or expires, and an actor
that is erased, end theirs at once. Each is looked up in the database whenever a page is asked for.
"""

from __future__ import annotations

import secrets
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from hashlib import sha256
from typing import Any

from sqlalchemy import Connection, delete, insert, or_, select, update

from data.database.connection import Database
from data.database.tables import KEYS, SIGN_IN_CODES, SIGN_INS, batches, time_text
from data.tenancy.api_keys import Key

LONGEST = timedelta(days=14)
# Whoever comes from a provider may have left there meanwhile.
LONGEST_OF_PROVIDER = timedelta(days=1)
# A sign-in that is used is noted once in so long.
BETWEEN_NOTES = timedelta(minutes=5)
LENGTH_OF_ID = 16


class Door(StrEnum):
    """The way somebody came in."""

    KEY = "key"
    TOKEN = "token"  # noqa: S105 - a name, not a secret
    LETTER = "letter"
    OPENID = "openid"


@dataclass(frozen=True, slots=True)
class SignIn:
    """What is known of somebody who is signed in.

    Attributes:
        door: the way he or she came in.
        key: what it allows, as a key: that which it came from, or one of its own.
        seen: when it was used last, to some minutes, UTC.
    """

    door: Door
    key: Key
    seen: datetime


@dataclass(frozen=True, slots=True)
class SignInTimes:
    """When a sign-in began, when it was used last, and when it ends at the latest, UTC."""

    began: datetime
    seen: datetime
    ends: datetime


class SignIns:
    """The sign-ins of a database.

    Args:
        database: where they are kept.
        idle: after so long in which no page was asked for, one ends.
    """

    def __init__(self, database: Database, idle: timedelta) -> None:
        self._database = database
        self._idle = idle

    def begin(self, door: Door, key: Key, now: datetime) -> str:
        """Note that somebody signs in, forget what has ended, and return the secret for the browser.

        Args:
            door: the way he or she comes in.
            key: what it allows: a stored key or a token, with the id of the key it comes from; else without an id.
            now: UTC.
        """
        secret = secrets.token_urlsafe(32)
        # A token lives for minutes: it brings somebody in, and how long he or she stays is not its matter.
        last = now + (LONGEST_OF_PROVIDER if door is Door.OPENID else LONGEST)
        ends = min(last, key.expires or last) if door is Door.KEY else last
        self.forget_ended(now)
        with self._database.noting() as connection:
            connection.execute(insert(SIGN_INS).values(
                id=digest_of(secret), network=key.network, actor=key.actor or None, door=door.value,
                scopes=" ".join(sorted(key.scopes)), key_id=key.id or None, began=time_text(now), seen=time_text(now),
                ends=time_text(ends)))
        return secret

    def find(self, secret: str, now: datetime) -> SignIn | None:
        """Return the sign-in of a browser; None if there is none, or if it or its key has ended."""
        joined = SIGN_INS.outerjoin(KEYS, SIGN_INS.c.key_id == KEYS.c.id)
        columns = (*SIGN_INS.c, KEYS.c.id.label("voucher"), KEYS.c.name, KEYS.c.rate, KEYS.c.expires, KEYS.c.revoked)
        with self._database.reading() as connection:
            row = connection.execute(select(*columns).select_from(joined).where(
                SIGN_INS.c.id == digest_of(secret))).one_or_none()
        if row is None or not self._is_open(row, now):
            return None
        sign_in = _sign_in(row)
        return sign_in if sign_in.key.is_valid(now) else None

    def note_seen(self, secret: str, now: datetime) -> None:
        """Note that a sign-in is used."""
        with self._database.noting() as connection:
            connection.execute(update(SIGN_INS).where(SIGN_INS.c.id == digest_of(secret)).values(seen=time_text(now)))

    def end(self, secret: str) -> None:
        """Sign a browser out."""
        with self._database.noting() as connection:
            connection.execute(delete(SIGN_INS).where(SIGN_INS.c.id == digest_of(secret)))

    def forget_ended(self, now: datetime) -> int:
        """Remove those that have ended; return how many there were."""
        with self._database.noting() as connection:
            return connection.execute(delete(SIGN_INS).where(or_(
                SIGN_INS.c.ends <= time_text(now), SIGN_INS.c.seen <= time_text(now - self._idle)))).rowcount

    def _is_open(self, row: Any, now: datetime) -> bool:  # noqa: ANN401 - a row of both tables
        is_used = row.ends > time_text(now) and row.seen > time_text(now - self._idle)
        return is_used and (row.key_id is None or _is_valid(row, now))


def times_of_sign_ins(connection: Connection, network: str, actor: str) -> Sequence[SignInTimes]:
    """Return the times of the sign-ins of an actor, the newest first."""
    rows = connection.execute(select(SIGN_INS.c.began, SIGN_INS.c.seen, SIGN_INS.c.ends).where(
        SIGN_INS.c.network == network, SIGN_INS.c.actor == actor).order_by(SIGN_INS.c.began.desc(), SIGN_INS.c.id))
    return [SignInTimes(*map(datetime.fromisoformat, row)) for row in rows]


def end_letters(connection: Connection, network: str, actors: Collection[str]) -> None:
    """End the sign-ins of actors that came from links by e-mail, and the links: the address is theirs no longer."""
    for some in batches(actors):
        connection.execute(delete(SIGN_INS).where(
            SIGN_INS.c.network == network, SIGN_INS.c.actor.in_(some), SIGN_INS.c.door == Door.LETTER.value))
        connection.execute(delete(SIGN_IN_CODES).where(
            SIGN_IN_CODES.c.network == network, SIGN_IN_CODES.c.actor.in_(some)))


def digest_of(secret: str) -> str:
    """Return what the database keeps of a secret of 256 bits of chance; it tells nobody anything."""
    return sha256(secret.encode("utf-8", "replace")).hexdigest()


def _is_valid(row: Any, now: datetime) -> bool:  # noqa: ANN401 - a row of both tables
    """Tell whether the key that a sign-in came from is still there and valid."""
    return row.voucher is not None and row.revoked is None and (row.expires is None or time_text(now) < row.expires)


def _sign_in(row: Any) -> SignIn:  # noqa: ANN401 - a row of both tables
    key = Key(row.key_id or f"{row.door}-{row.id[:LENGTH_OF_ID]}", row.network, row.name or "",
              frozenset(row.scopes.split()), row.rate or "", datetime.fromisoformat(row.began),
              datetime.fromisoformat(row.ends), actor=row.actor or "")
    return SignIn(Door(row.door), key, datetime.fromisoformat(row.seen))
