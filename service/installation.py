"""An installation that answers: its database, its keys, and its networks, each opened when it is first needed."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from typing import TypeAlias

from data.database import Database
from data.errors import DataError
from data.keys import Key, Keys
from data.networks import Networks
from data.store import Store
from data.texts import text
from data.vocabularies import open_vocabularies
from models.errors import ModelError
from service.assembly import open_encoders, open_parts
from service.clock import now
from service.errors import KeyMissing, NotReady, ScopeMissing
from service.limits import RateLimits
from service.metrics import Metrics
from service.opened import OpenNetwork
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")

Opener: TypeAlias = "Callable[[Settings], Installation]"


class Installation:
    """Everything that requests share.

    Args:
        settings: what to open.

    Raises:
        DataError: the database, or a setting, cannot be used.
        ModelError: the encoder cannot be used.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self._limits = RateLimits(settings.rate)
        self._encoders = open_encoders(settings)
        self._database = Database(settings.database_url)
        self.keys = Keys(self._database)
        # Decided once: if all keys were removed later, the service must not lie open.
        self.has_keys = self.keys.exist()
        self._turn = Lock()
        self._opened: dict[str, OpenNetwork] = {}
        self.metrics = Metrics(lambda: dict(self._opened))

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    def open_all(self) -> None:
        """Open every network that can be asked for; with keys, one that cannot be opened does not stop the others.

        Raises:
            DataError, ModelError: the only network that can be asked for cannot be opened.
        """
        names = list(Networks(self._database).sizes()) if self.has_keys else [self.settings.network]
        if len(names) == 1:
            self.network(names[0])
            return
        for name in names:
            with suppress(NotReady):
                self._ready(name)

    def network(self, name: str) -> OpenNetwork:
        """Return an open network.

        Raises:
            DataError, ModelError: it cannot be opened.
        """
        with self._turn:
            if name not in self._opened:
                own = self.settings.of_network(Networks(self._database).settings(name))
                parts = open_parts(own, open_vocabularies(own.vocabulary), self._encoders)
                self._opened[name] = OpenNetwork(Store(self._database, name), parts, self._encoders[1])
            return self._opened[name]

    def admit(self, token: str, scope: str) -> tuple[OpenNetwork, str]:
        """Return the network that a request may use, and the id of its key, if it has one.

        Args:
            token: the key that came with it; empty if none did.
            scope: what is asked for.

        Raises:
            KeyMissing: there are keys, and none was given.
            KeyRefused: it opens nothing.
            NotReady: the network cannot be opened.
            ScopeMissing: it does not allow this.
            TooManyRequests: it has asked too often.
        """
        if not token:
            if self.has_keys or self.keys.exist():
                raise KeyMissing(text("This needs a key."), "",
                                 text("Send it in the header “Authorization: Bearer KEY”."))
            return self._ready(self.settings.network), ""
        key = self.keys.find(token, now())
        self._limits.spend(key)
        _demand(key, scope)
        return self._ready(key.network), key.id

    def _ready(self, name: str) -> OpenNetwork:
        try:
            return self.network(name)
        except (DataError, ModelError) as error:
            LOG.error("network %s cannot be opened: %s", name, error)  # noqa: TRY400 - told in words
            raise NotReady(text("The network cannot be opened."), "",
                           text("Those who run the service find the reason in its log.")) from error

    def check(self) -> None:
        """Refuse to be ready if no network can be answered from.

        Raises:
            NotReady: none can.
        """
        networks = list(self._opened.values())
        if not any(network.is_ready for network in networks):
            raise NotReady(text("No network can be opened."), "",
                           text("Those who run the service find the reason in its log."))

    def examples(self) -> tuple[str, ...]:
        """Return ids of actors that may be shown to everybody: some where there are no keys, else none."""
        if self.has_keys:
            return ()
        actors = self.network(self.settings.network).matcher.snapshot.network.actors
        return tuple(actor.id for actor in (*actors[:1], *actors[-1:]))

    def refresh(self) -> None:
        """Let every open network answer from what is stored now, whoever wrote it; what fails is logged."""
        for name, network in list(self._opened.items()):
            try:
                if network.refresh():
                    LOG.info("network %s: another program has changed it; answers come from the new state", name)
            except (DataError, ModelError) as error:
                LOG.error("network %s cannot be opened as it is stored: %s", name, error)  # noqa: TRY400 - told in words


@contextmanager
def open_installation(settings: Settings) -> Iterator[Installation]:
    """Give an installation with all its networks open."""
    installation = Installation(settings)
    try:
        installation.open_all()
        yield installation
    finally:
        installation.close()


def _demand(key: Key, scope: str) -> None:
    if scope not in key.scopes:
        raise ScopeMissing(text("The key does not allow this: it needs the scope “{scope}”.", scope=scope), "",
                           text("Use another key, or ask those who run the service for one."))
