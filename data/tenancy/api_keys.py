"""Keys to a network: shown once when they are made, kept as digests, with what they allow and until when.

A key reads `kumppani_ID_SECRET`. The secret has 256 bits of chance, so that its plain SHA-256 tells nobody anything. A
key can belong to one actor: it reads what all may read and what is that actor's own, and acts for it alone.
"""

from __future__ import annotations

import hashlib
import hmac
import re
import secrets
from collections.abc import Collection, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, delete, func, insert, select, update

from data.database.connection import Database
from data.database.tables import ACTORS, KEYS, NETWORKS, batches, time_text
from data.errors import KeyRefused, UnknownActor
from data.governance.audit_log import COMMAND_LINE, SERVICE, AuditEvent, Signature, append
from data.tenancy.networks import unknown_network
from data.tenancy.signing import public_part
from data.wording.actions import Action
from data.wording.texts import step, text

SCOPES = ("read", "write", "coordinate", "admin", "confidential", "erase")
# What a key that belongs to one actor may allow: reading always, acting for it, and erasing it.
SCOPES_OF_ACTORS = ("read", "write", "erase")
PREFIX = "kumppani"
LONGEST_NAME = 100
_ID = re.compile("[0-9a-f]{16}")


@dataclass(frozen=True, slots=True)
class Key:
    """What is known of a key; not its secret.

    Attributes:
        id: the part of it that may be shown.
        network: the network it opens.
        name: what it is for, in the words of whoever made it.
        scopes: those of `SCOPES` that it allows.
        rate: how often it may ask, such as "600/minute"; empty for what the installation allows.
        created, expires, revoked: UTC; None for never.
        actor: id of the one actor that it belongs to; empty for a key of the whole network.
        public_key: by which tokens are known that it vouches for; empty if it was made before there were tokens.
        used: the day on which it was last used, UTC; None if none is known.
    """

    id: str
    network: str
    name: str
    scopes: frozenset[str]
    rate: str
    created: datetime
    expires: datetime | None = None
    revoked: datetime | None = None
    actor: str = ""
    public_key: str = ""
    used: date | None = None

    def knows(self, actor: str) -> bool:
        """Tell whether it opens what an actor keeps from others: opinions, blocks, outcomes, introductions and so on.

        Args:
            actor: id, or empty for who is not stored and keeps nothing.
        """
        return "confidential" in self.scopes or (self.actor == actor != "")

    def is_valid(self, now: datetime) -> bool:
        """Tell whether it opens its network at a time."""
        return self.revoked is None and (self.expires is None or now < self.expires)


class Keys:
    """The keys of a database; what is done to them is logged without their names."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def exist(self) -> bool:
        """Tell whether there has ever been a key; those that have expired or been revoked count."""
        with self._database.reading() as connection:
            return connection.execute(select(KEYS.c.id).limit(1)).first() is not None

    def of(self, network: str) -> tuple[Key, ...]:
        """Return all keys of a network, oldest first."""
        with self._database.reading() as connection:
            return _keys_of(connection, network)

    def create(self, key: Key, author: str = COMMAND_LINE) -> str:
        """Store a key, whose id is chosen here, and return it with its secret: it cannot be shown again.

        One that acts for its actor may erase it, too: that is the actor's right.

        Args:
            key: all but its id.
            author: who does it, for the log.

        Raises:
            KeyRefused: it has no name, or a scope that there is not, or that keys of actors do not have.
            UnknownNetwork: there is no such network.
            UnknownActor: there is no such actor.
        """
        _check(key)
        if key.actor and "write" in key.scopes:
            key = replace(key, scopes=key.scopes | {"erase"})
        with self._database.writing() as connection:
            if not connection.execute(select(NETWORKS.c.name).where(NETWORKS.c.name == key.network)).first():
                raise unknown_network(key.network)
            if key.actor:
                demand_actor(connection, key.network, key.actor)
            new, token = _insert(connection, key)
            _log(connection, new, AuditEvent.KEY_CREATED, Signature(author, new.created))
        return token

    def find(self, token: str, now: datetime) -> Key:
        """Return the key that was given.

        Raises:
            KeyRefused: it is none of ours, or is not valid any more; which of them is not told.
        """
        prefix, _, rest = token.partition("_")
        name, _, secret = rest.partition("_")
        key_id = name if _ID.fullmatch(name) else ""  # PostgreSQL does not take every sign
        with self._database.reading() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.id == key_id)).one_or_none()
        # Compared also where there is no such key, so that time tells nothing of which ids there are.
        fits = hmac.compare_digest(_digest(secret), row.digest if row else _digest(""))
        if not (row and fits and prefix == PREFIX and _key(row).is_valid(now)):
            raise unknown_key()
        return _key(row)

    def voucher(self, name: str, now: datetime) -> Key:
        """Return the valid key of an id, which a token names as the one that vouches for it.

        Raises:
            KeyRefused: there is none that can vouch for tokens.
        """
        key_id = name if _ID.fullmatch(name) else ""
        with self._database.reading() as connection:
            row = connection.execute(select(KEYS).where(KEYS.c.id == key_id)).one_or_none()
        if row is None or not row.public_key or not _key(row).is_valid(now):
            raise unknown_key()
        return _key(row)

    def valid_among(self, ids: Collection[str], now: datetime) -> frozenset[str]:
        """Return those of some ids whose keys are valid at a time."""
        with self._database.reading() as connection:
            return frozenset(row.id for some in batches(ids) for row in connection.execute(
                select(KEYS).where(KEYS.c.id.in_(some))) if _key(row).is_valid(now))

    def note_used(self, days: Mapping[str, date]) -> None:
        """Note on which days keys were used; what is earlier than what is noted, or of no key here, says nothing.

        Args:
            days: id → day, UTC.
        """
        with self._database.writing() as connection:
            for name, day in days.items():
                is_later = KEYS.c.used.is_(None) | (KEYS.c.used < day.isoformat())
                connection.execute(update(KEYS).where(KEYS.c.id == name, is_later).values(used=day.isoformat()))

    def rotate(self, network: str, name: str, now: datetime, until: datetime) -> str:
        """Return a new key that allows what another one does, which then expires.

        Args:
            network: the network of the key.
            name: its id.
            now: the time.
            until: when the old key expires at the latest.

        Raises:
            KeyRefused: the network has no such key, or it is not valid, or it has been rotated before.
        """
        with self._database.writing() as connection:
            old = _valid(connection, network, name, now)
            if any((key.name, key.actor) == (old.name, old.actor) and key.created > old.created
                   for key in _keys_of(connection, network)):
                raise KeyRefused(text("The key “{name}” has been rotated already.", name=name), "",
                                 text("Rotate the newer one."))
            lifetime = old.expires - old.created if old.expires else None
            new, token = _insert(connection, replace(old, created=now, expires=now + lifetime if lifetime else None))
            ends = min(until, old.expires or until)
            _set(connection, old, expires=time_text(ends))
            _log(connection, new, AuditEvent.KEY_ROTATED, Signature(COMMAND_LINE, now), old=old.id,
                 old_expires=time_text(ends))
        return token

    def revoke(self, network: str, name: str, now: datetime, author: str = COMMAND_LINE) -> None:
        """Make a key open nothing from now on.

        Args:
            network: the network of the key.
            name: its id.
            now: the time.
            author: who does it, for the log.

        Raises:
            KeyRefused: the network has no such key, or it is not valid.
        """
        with self._database.writing() as connection:
            key = _valid(connection, network, name, now)
            _set(connection, key, revoked=time_text(now))
            _log(connection, key, AuditEvent.KEY_REVOKED, Signature(author, now))

    def forget_before(self, time: datetime) -> int:
        """Remove what is kept of keys that have ended before a time; return how many there were.

        The last key is kept, so that a service that has had keys does not lie open.
        """
        is_over = ((KEYS.c.expires < time_text(time)) | (KEYS.c.revoked < time_text(time)))
        with self._database.writing() as connection:
            names = list(connection.execute(select(KEYS.c.id).where(is_over).order_by(KEYS.c.created)).scalars())
            if len(names) == connection.execute(select(func.count()).select_from(KEYS)).scalar_one():
                names = names[:-1]
            for name in names:
                connection.execute(delete(KEYS).where(KEYS.c.id == name))
        return len(names)


def unknown_key() -> KeyRefused:
    """Return the error for a key or token that opens nothing; why is not told."""
    return KeyRefused(text("The key is not known, or is not valid any more."), "",
                      text("Ask those who run the service for a key."))


def end_keys_of(connection: Connection, network: str, actors: Collection[str], now: datetime) -> None:
    """Revoke the keys of actors that are gone, and forget whose they were and what for."""
    for some in batches(actors):
        mine = KEYS.c.network == network, KEYS.c.actor.in_(some)
        keys = [_key(row) for row in connection.execute(select(KEYS).where(*mine).order_by(KEYS.c.id))]
        for key in keys:
            _set(connection, key, name="", actor=None, revoked=time_text(key.revoked or now))
            if key.is_valid(now):
                _log(connection, key, AuditEvent.KEY_REVOKED, Signature(SERVICE, now))


def demand_actor(connection: Connection, network: str, actor: str) -> None:
    """Refuse an actor that a network does not have.

    Raises:
        UnknownActor: there is none with this id.
    """
    if not connection.execute(select(ACTORS.c.key).where(ACTORS.c.network == network, ACTORS.c.key == actor)).first():
        raise UnknownActor(text("There is no actor “{actor}”.", actor=actor), "",
                           step(Action.SEARCH, "Look for it by a part of its name."))


def _keys_of(connection: Connection, network: str) -> tuple[Key, ...]:
    rows = connection.execute(select(KEYS).where(KEYS.c.network == network).order_by(KEYS.c.created, KEYS.c.id))
    return tuple(_key(row) for row in rows)


def _valid(connection: Connection, network: str, name: str, now: datetime) -> Key:
    key = next((key for key in _keys_of(connection, network) if key.id == name and key.is_valid(now)), None)
    if key is None:
        raise KeyRefused(text("The network has no valid key “{name}”.", name=name), "",
                         step(Action.LIST_KEYS, "Look at the list of the keys."))
    return key


def _insert(connection: Connection, key: Key) -> tuple[Key, str]:
    """Store a key under a new id; return it as it is stored, and what opens the network."""
    new, secret = replace(key, id=secrets.token_hex(8)), secrets.token_urlsafe(32)
    connection.execute(insert(KEYS).values(
        id=new.id, network=new.network, name=new.name, scopes=" ".join(sorted(new.scopes)),
        digest=_digest(secret), rate=new.rate, created=time_text(new.created),
        expires=new.expires and time_text(new.expires), revoked=None, actor=new.actor or None,
        public_key=public_part(secret)))
    return new, f"{PREFIX}_{new.id}_{secret}"


def _set(connection: Connection, key: Key, **values: str | None) -> None:
    connection.execute(update(KEYS).where(KEYS.c.network == key.network, KEYS.c.id == key.id).values(**values))


def _log(connection: Connection, key: Key, event: AuditEvent, signature: Signature, **more: str) -> None:
    """Log what is done to a key; whose it is goes with the actor, and is left out."""
    whose = {"of_actor": True} if key.actor else {}
    details = {"key": key.id, "scopes": sorted(key.scopes), "rate": key.rate,
               "expires": key.expires and time_text(key.expires), **whose, **more}
    append(connection, key.network, event, details, signature)


def _check(key: Key) -> None:
    if not key.name.strip() or len(key.name) > LONGEST_NAME:
        raise KeyRefused(text("A key needs a name of up to {count} characters.", count=LONGEST_NAME), "",
                         text("Say what it is for."))
    unknown, choice = sorted(key.scopes - set(SCOPES)), text("Choose of these: {names}.", names=SCOPES)
    if unknown:
        raise KeyRefused(text("There is no scope “{name}”.", name=unknown[0]), "", choice)
    if not key.scopes:
        raise KeyRefused(text("A key needs a scope."), "", choice)
    if key.actor and not {"read"} <= key.scopes <= set(SCOPES_OF_ACTORS):
        raise KeyRefused(text("A key of one actor allows to read, and may allow to write and to erase."), "",
                         text("Choose of these: {names}.", names=SCOPES_OF_ACTORS))


def _digest(secret: str) -> str:
    return hashlib.sha256(secret.encode(errors="surrogatepass")).hexdigest()


def _key(row: Any) -> Key:  # noqa: ANN401 - a row of the table
    return Key(row.id, row.network, row.name, frozenset(row.scopes.split()), row.rate,
               datetime.fromisoformat(row.created), _read(row.expires), _read(row.revoked), row.actor or "",
               row.public_key or "", date.fromisoformat(row.used) if row.used else None)


def _read(time: str | None) -> datetime | None:
    return datetime.fromisoformat(time) if time else None
