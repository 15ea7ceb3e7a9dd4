"""Networks put into stores, and read from them, without the door that a user would take."""

from __future__ import annotations

from contextlib import closing
from pathlib import Path

from data.database.connection import Database
from data.records.network import Network
from data.store.store import DEFAULT, Store
from tests.databases import migrated_file


def store_network(url: str, network: Network, name: str = DEFAULT) -> None:
    """Put a network in the place of what is stored under a name."""
    kind, _, path = url.partition(":///")
    if kind == "sqlite":
        migrated_file(Path(path))
    with closing(Database(url)) as database:
        Store(database, name).replace(network)


def stored_network(url: str, name: str = DEFAULT) -> Network:
    """Return what is stored under a name."""
    with closing(Database(url)) as database:
        return Store(database, name).read()
