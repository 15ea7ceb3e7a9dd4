"""Earlier ids of actors: where two were merged, the id of the one that is gone leads to the other."""

from __future__ import annotations

from collections.abc import Collection

from sqlalchemy import Connection, insert, select, update

from data.database.tables import ALIASES, batches


class Aliases:
    """The earlier ids in one network, in the transaction of a connection; with its actor an earlier id goes."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = ALIASES.c.network == network

    def all(self) -> dict[str, str]:
        """Return the ids of the actors that earlier ids lead to, by the earlier ids."""
        return {row.alias: row.actor for row in self._connection.execute(select(ALIASES).where(self._here))}

    def among(self, ids: Collection[str]) -> dict[str, str]:
        """Return those of some ids that are earlier ones, with the ids of the actors that they lead to."""
        return {row.alias: row.actor for some in batches(ids) for row in self._connection.execute(
            select(ALIASES).where(self._here, ALIASES.c.alias.in_(some)))}

    def resolve(self, actor: str) -> str:
        """Return the id of the actor that an id leads to: the id itself, unless it is an earlier one."""
        return self.among([actor]).get(actor, actor)

    def of(self, actor: str) -> tuple[str, ...]:
        """Return the earlier ids that lead to an actor, sorted."""
        return tuple(self._connection.execute(select(ALIASES.c.alias).where(
            self._here, ALIASES.c.actor == actor).order_by(ALIASES.c.alias)).scalars())

    def add(self, alias: str, actor: str) -> None:
        """Let the id of an actor that is about to go lead to another one, and so all that have led to it."""
        self._connection.execute(update(ALIASES).where(self._here, ALIASES.c.actor == alias).values(actor=actor))
        self._connection.execute(insert(ALIASES).values(network=self._network, alias=alias, actor=actor))
