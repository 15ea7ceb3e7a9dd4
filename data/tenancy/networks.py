"""The networks of an installation: each has a name, settings of its own, and records that no other one sees."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from uuid import uuid4

from sqlalchemy import Connection, delete, func, insert, select, update

from data.database.connection import Database
from data.database.sweeps import note_removal
from data.database.tables import ACTORS, KEYS, NETWORKS, RECORDS, RULE_SETS
from data.errors import NetworkRefused, UnknownNetwork
from data.governance.audit_log import CLOCK, COMMAND_LINE, AuditEvent, Clock, Details, Signature, append
from data.records.digests import sum_digests
from data.wording.actions import Action
from data.wording.texts import step, text

_NAME = re.compile(r"[a-z0-9][a-z0-9_-]{0,62}")


class Networks:
    """The networks of a database; what is done to them, on the command line, is logged.

    Args:
        database: where they are kept.
        clock: tells the time for the log.
    """

    def __init__(self, database: Database, clock: Clock = CLOCK) -> None:
        self._database = database
        self._clock = clock

    def sizes(self) -> dict[str, int]:
        """Return the names, sorted, with the number of actors of each."""
        query = (select(NETWORKS.c.name, func.count(ACTORS.c.key).label("actors")).outerjoin(ACTORS)
                 .group_by(NETWORKS.c.name).order_by(NETWORKS.c.name))
        with self._database.reading() as connection:
            return {row.name: row.actors for row in connection.execute(query)}

    @staticmethod
    def revisions(connection: Connection) -> dict[str, int]:
        """Return how many writes have changed each network."""
        return {row.name: row.revision for row in connection.execute(select(NETWORKS.c.name, NETWORKS.c.revision))}

    def add(self, name: str, settings: Mapping[str, str] | None = None) -> None:
        """Make an empty network.

        Raises:
            NetworkRefused: there is one of this name, or it is no name.
        """
        with self._database.writing() as connection:
            demand_free(connection, name)
            connection.execute(insert(NETWORKS).values(
                name=name, id=uuid4().hex, settings=_dump(settings or {}), revision=1, version=sum_digests(())))
            self._log(connection, name, AuditEvent.NETWORK_ADDED, {"settings": dict(settings or {})})

    def remove(self, name: str) -> None:
        """Remove a network with everything in it; its log stays, and tells of it.

        Raises:
            UnknownNetwork: there is none of this name.
            NetworkRefused: it has the last keys, without which the service would lie open.
        """
        with self._database.writing() as connection:
            owners = set(connection.execute(select(KEYS.c.network).distinct()).scalars())
            if owners == {name}:
                raise NetworkRefused(text("The network “{name}” has the last keys.", name=name), "",
                                     text("Make a key to another network first: without any the service would answer "
                                          "everybody on its machine."))
            if not connection.execute(delete(NETWORKS).where(NETWORKS.c.name == name)).rowcount:
                raise unknown_network(name)
            note_removal(connection, name)
            self._log(connection, name, AuditEvent.NETWORK_REMOVED, {})

    def settings(self, name: str) -> dict[str, str]:
        """Return the settings in which a network differs from the installation.

        Raises:
            UnknownNetwork: there is none of this name.
        """
        with self._database.reading() as connection:
            content = connection.execute(select(NETWORKS.c.settings).where(NETWORKS.c.name == name)).scalar()
        if content is None:
            raise unknown_network(name)
        settings: dict[str, str] = json.loads(content)
        return settings

    def change(self, name: str, settings: Mapping[str, str]) -> None:
        """Put settings in the place of those of a network.

        Raises:
            UnknownNetwork: there is none of this name.
        """
        with self._database.writing() as connection:
            result = connection.execute(update(NETWORKS).where(NETWORKS.c.name == name).values(
                settings=_dump(settings)))
            if not result.rowcount:
                raise unknown_network(name)
            self._log(connection, name, AuditEvent.NETWORK_CHANGED, {"settings": dict(settings)})

    def _log(self, connection: Connection, name: str, event: AuditEvent, details: Details) -> None:
        append(connection, name, event, details, Signature(COMMAND_LINE, self._clock()))


def _dump(settings: Mapping[str, str]) -> str:
    return json.dumps(dict(settings), sort_keys=True, ensure_ascii=False)


def demand_free(connection: Connection, name: str) -> None:
    """Refuse a name that a new network cannot have.

    Raises:
        NetworkRefused: there is one of this name, or it is no name.
    """
    if not _NAME.fullmatch(name):
        raise NetworkRefused(text("“{name}” is no name of a network.", name=name), "",
                             text("Use up to 63 small letters a–z, digits, “-” and “_”."))
    if connection.execute(select(NETWORKS.c.name).where(NETWORKS.c.name == name)).first():
        raise NetworkRefused(text("There is a network “{name}” already.", name=name), "", text("Choose another name."))


def remove_unused(connection: Connection, name: str) -> None:
    """Remove a network without records, keys and rules, if there is one of this name."""
    queries = [select(table.c.network).where(table.c.network == name) for table in (*RECORDS, KEYS, RULE_SETS)]
    if not any(connection.execute(query.limit(1)).first() for query in queries):
        connection.execute(delete(NETWORKS).where(NETWORKS.c.name == name))


def unknown_network(name: str) -> UnknownNetwork:
    """Return the error for a network that is not there."""
    return UnknownNetwork(text("There is no network “{name}”.", name=name), "",
                          step(Action.LIST_NETWORKS, "Look at the list of the networks, or add it."))
