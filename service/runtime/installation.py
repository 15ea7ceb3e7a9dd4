"""An installation that answers: its database, its keys, and its networks, each opened when it is first needed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from threading import Lock
from time import monotonic

from data.database.connection import Database
from data.errors import DataError, KeyRefused, StoreRefused, UnknownNetwork
from data.governance.audit_log import AuditLog
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import text
from models.errors import ModelError
from service.clock import now
from service.errors import HostRefused, KeyMissing, NotReady, ScopeMissing
from service.runtime.addresses import LOCAL_NAMES, name_of
from service.runtime.impressions import PendingImpressions
from service.runtime.loading import open_encoders, open_parts
from service.runtime.metrics import Metrics
from service.runtime.rate_limits import RateLimits, WrongKeys
from service.runtime.served_network import ServedNetwork
from service.runtime.webhooks import Courier
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")

# A network that could not be opened is not tried again at once: trying takes time.
RETRY_SECONDS = 5.0
LONGEST_NAME = 253


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
        self._wrong_keys = WrongKeys(settings.wrong_keys)
        self._encoders = open_encoders(settings)
        self._database = Database(settings.database_url)
        self.keys = Keys(self._database)
        self.audit = AuditLog(self._database)
        # Decided once: if all keys were removed later, the service must not lie open.
        self._had_keys = self.keys.exist()
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)
        self._networks: dict[str, ServedNetwork] = {}
        self._failures: dict[str, float] = {}
        self._to_scrub = False
        self.impressions = PendingImpressions()
        self.courier = Courier()
        self.metrics = Metrics(lambda: dict(self._networks), self.impressions)

    @property
    def has_keys(self) -> bool:
        """Whether nobody is answered without a key: there is one, or there was one when the service started."""
        self._look_for_keys()
        return self._had_keys

    def _look_for_keys(self) -> None:
        self._had_keys = self._had_keys or self.keys.exist()

    @property
    def had_keys(self) -> bool:
        """Whether there was a key when it was last looked; the database is not asked."""
        return self._had_keys

    def demand_name(self, host: str) -> None:
        """Refuse a name that the service does not answer to; the database is not asked.

        Without keys that is every name but those of its own machine: a page of another site may have a name that is
        made to lead here.

        Raises:
            HostRefused: this is one.
        """
        names = self.settings.served_names if self._had_keys else LOCAL_NAMES
        if names and name_of(host) not in names:
            cure = (text("Those who run the service name those that it answers to in KUMPPANI_HOSTS.") if self._had_keys
                    else text("Ask for 127.0.0.1, or make a key with “kumppani key create NAME --scope read”."))
            raise HostRefused(text("The service does not answer to the name “{name}”.", name=host[:LONGEST_NAME]), "",
                              cure)

    def close(self) -> None:
        """End what goes on in the background, store what is held, and close the database."""
        for network in list(self._networks.values()):
            network.close()
        self.impressions.store(self._database)
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

    def network(self, name: str) -> ServedNetwork:
        """Return an open network.

        Raises:
            DataError, ModelError: it cannot be opened.
        """
        network = self._networks.get(name)
        if network is not None:
            return network
        with self._turns[name]:
            if name not in self._networks:
                self._networks[name] = self._open(name)
            return self._networks[name]

    def _open(self, name: str) -> ServedNetwork:
        own = Networks(self._database).settings(name)
        settings = self.settings.of_network(own)
        parts = open_parts(settings, open_vocabularies(settings.vocabulary), self._encoders)
        return ServedNetwork(Store(self._database, name), parts, own, settings.timezone)

    def identify(self, token: str, address: str) -> Key | None:
        """Return the key that came with a request; None if none did and none is needed.

        Args:
            token: as it was sent; empty if none was.
            address: where it came from.

        Raises:
            KeyMissing: there are keys, and none was given.
            KeyRefused: it opens nothing.
            TooManyWrongKeys: it was not looked at.
        """
        if token:
            return self._find(token, address)
        if self.has_keys:
            raise KeyMissing(text("This needs a key."), "",
                             text("Send it in the header “Authorization: Bearer KEY”."))
        return None

    def _find(self, token: str, address: str) -> Key:
        self._wrong_keys.demand(token, address)
        try:
            key = self.keys.find(token, now())
        except KeyRefused:
            self._wrong_keys.count(token, address)
            raise
        self._wrong_keys.trust(token)
        return key

    def admit(self, key: Key | None, scope: str) -> ServedNetwork:
        """Return the network that a request may use.

        Raises:
            NotReady: the network cannot be opened.
            ScopeMissing: the key does not allow this.
            TooManyRequests: it has asked too often.
        """
        if key is None:
            return self._ready(self.settings.network)
        self._limits.spend(key)
        _demand(key, scope)
        return self._ready(key.network)

    def _ready(self, name: str) -> ServedNetwork:
        if monotonic() - self._failures.get(name, -RETRY_SECONDS) < RETRY_SECONDS:
            raise _not_ready()
        try:
            return self.network(name)
        except (DataError, ModelError) as error:
            self._failures[name] = monotonic()
            LOG.error("network %s cannot be opened: %s", name, error)  # noqa: TRY400 - told in words
            raise _not_ready() from error

    def check(self) -> None:
        """Refuse to be ready if no network can be answered from.

        Raises:
            NotReady: none can.
            StoreRefused: the database cannot be reached.
        """
        self._database.probe()
        if not any(network.is_ready for network in list(self._networks.values())):
            raise NotReady(text("No network can be opened."), "",
                           text("Those who run the service find the reason in its log."))

    def examples(self) -> tuple[str, ...]:
        """Return ids of actors that may be shown to everybody: some where there are no keys, else none."""
        if self.has_keys:
            return ()
        actors = self.network(self.settings.network).matcher.snapshot.network.actors
        return tuple(actor.id for actor in (*actors[:1], *actors[-1:]))

    def sweep(self) -> None:
        """Take what was erased out of the files, and the vectors that no stored text has any more.

        What cannot be done now, because others read, is done at the next look.
        """
        self._to_scrub = True
        try:
            self._forget_vectors()
            self._database.scrub()
            self._to_scrub = False
        except (StoreRefused, ModelError) as error:
            LOG.warning("what was erased is still in the files: %s", error)

    def _forget_vectors(self) -> None:
        _, memory = self._encoders
        if memory is not None:
            memory.keep_only({words for network in list(self._networks.values()) for words in network.texts()})

    def refresh(self) -> None:
        """Let every open network answer from what is stored now, whoever wrote it; what fails is logged.

        The first key is seen, too: from then on other names are answered to.
        """
        self._look_for_keys()
        for name, network in list(self._networks.items()):
            try:
                self._refresh(name, network)
            except UnknownNetwork:
                self._networks.pop(name).close()
                LOG.info("network %s: it has been removed", name)
            except (DataError, ModelError) as error:
                if network.is_new(error):
                    LOG.error("network %s cannot be opened as it is stored: %s", name, error)  # noqa: TRY400 - in words
        if self._to_scrub:
            self.sweep()
        self.impressions.store(self._database)

    def deliver(self) -> None:
        """Tell those that are to be told what has happened in the open networks; what fails is logged."""
        for name, network in list(self._networks.items()):
            try:
                network.note_lapses()
                self.courier.deliver(network.store)
            except DataError as error:
                LOG.error("network %s: what happens is told later: %s", name, error)  # noqa: TRY400 - in words

    def _refresh(self, name: str, network: ServedNetwork) -> None:
        if Networks(self._database).settings(name) != network.own:
            successor = self._open(name)
            self._networks[name] = successor
            successor.refresh()  # somebody may have written to the one before while this one was opened
            network.close()
            LOG.info("network %s: its settings have changed", name)
        elif network.refresh():
            LOG.info("network %s: another program has changed it; answers come from the new state", name)


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


def _not_ready() -> NotReady:
    return NotReady(text("The network cannot be opened."), "",
                    text("Those who run the service find the reason in its log."))
