"""An installation that answers: its database, its keys, and its networks, each opened when it is first needed."""

from __future__ import annotations

import logging
from collections import defaultdict
from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import timedelta
from threading import Lock
from time import monotonic, sleep

from data.database.connection import SCRUB_SECONDS, Database
from data.database.listening import ANY
from data.database.sweeps import Place, Sweeps
from data.errors import DataError, KeyRefused, StoreUnreachable, UnknownActor, UnknownNetwork
from data.governance.audit_log import AuditLog
from data.store.erasures import Receipt
from data.store.store import Store
from data.store.transactions import Expected
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from data.tenancy.sign_in_codes import SignInCodes
from data.tenancy.sign_ins import SignIns
from data.tenancy.tokens import is_token, read_token
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import Labels, Text, text
from models.errors import ModelError
from service.clock import now
from service.errors import HostRefused, KeyMissing, NotReady
from service.runtime.admission.access import Access, demand_access
from service.runtime.admission.addresses import LOCAL_NAMES, name_of
from service.runtime.admission.known_keys import KnownKeys
from service.runtime.admission.leases import Leases
from service.runtime.admission.letters import Letters
from service.runtime.admission.openid import Provider
from service.runtime.admission.rate_limits import RateLimits, WrongKeys
from service.runtime.admission.used_keys import UsedKeys
from service.runtime.answering.impressions import PendingImpressions
from service.runtime.erasure_keys import names_to_erase
from service.runtime.following import Follower
from service.runtime.loading import open_encoder_for, open_parts
from service.runtime.metrics import Metrics
from service.runtime.presence import Presence
from service.runtime.served_network import ServedNetwork
from service.runtime.sweeping import forget_vectors, sweep
from service.runtime.threads import use_one_thread, without_looking_for_cycles
from service.runtime.webhooks import Courier
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")

# A network that could not be opened is not tried again at once: trying takes time.
RETRY_SECONDS = 5.0
LONGEST_NAME = 253
# How long a sweep in the background waits for those who read, and lets others wait.
SECONDS_TO_LOOK = 0.2


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
        self._served_names = settings.served_names
        self._wrong_keys = WrongKeys(settings.wrong_keys)
        self._encoder = open_encoder_for(settings)
        self._database = Database(settings.database_url)
        self.keys = Keys(self._database)
        self.audit = AuditLog(self._database)
        self.sign_ins = SignIns(self._database, timedelta(hours=settings.sign_in_hours))
        self.sign_in_codes = SignInCodes(self._database)
        # Decided once: if all keys were removed later, the service must not lie open.
        self._had_keys = self.keys.exist()
        self._known_keys = KnownKeys()
        self._follower = Follower(self._database)
        self._presence = Presence(self._database)
        self._limits = RateLimits(settings.rate, Leases(self._database, self._presence.is_alone))
        self._turns: defaultdict[str, Lock] = defaultdict(Lock)
        self._networks: dict[str, ServedNetwork] = {}
        self._failures: dict[str, float] = {}
        self._is_closed = False
        self._sweeping = Lock()
        self._left: Sweeps = frozenset()
        self._has_stale_vectors = False
        self.provider = Provider(settings)
        self.letters = Letters(self._database, settings, self.name_of)
        self.impressions = PendingImpressions(self._database)
        self.used_keys = UsedKeys(self.keys)
        self.courier = Courier()
        self.metrics = Metrics(lambda: dict(self._networks), self.impressions)

    @property
    def has_keys(self) -> bool:
        """Whether nobody is answered without a key: there is one, or there was one when the service started."""
        if not (self._follower.is_blind or self._follower.is_up_to_date()):
            with suppress(StoreUnreachable):
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
        names = self._served_names if self._had_keys else LOCAL_NAMES
        if names and name_of(host) not in names:
            cure = (text("Those who run the service name those that it answers to in KUMPPANI_HOSTS.") if self._had_keys
                    else text("Ask for 127.0.0.1, or make a key with “kumppani key create NAME --scope read”."))
            raise HostRefused(text("The service does not answer to the name “{name}”.", name=host[:LONGEST_NAME]), "",
                              cure)

    @property
    def is_open(self) -> bool:
        """Whether anybody is answered without a key, as far as is known without asking the database."""
        return not self._had_keys and (self._follower.is_blind or self._follower.is_up_to_date())

    def stop(self) -> None:
        """Let what goes on in the background end soon: what has begun is finished, and nothing more is begun."""
        self._follower.stopping.set()
        self.courier.stopping.set()

    def close(self) -> None:
        """End what goes on in the background, store what is held, and close the database; once."""
        if self._is_closed:
            return
        self._is_closed = True
        self._follower.close()
        self.letters.close()
        for network in list(self._networks.values()):
            network.close()
        self.impressions.close()
        self.used_keys.store()
        self._presence.end()
        self._database.close()

    @without_looking_for_cycles()
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

    @without_looking_for_cycles()
    def warm_up(self) -> None:
        """Make ready what the first questions need: whoever asks before that is answered, too, but waits for it.

        Raises:
            ModelError: an encoder cannot be used.
        """
        for network in list(self._networks.values()):
            if not self._follower.stopping.is_set():
                with suppress(NotReady):
                    network.warm_up()

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

    def opened(self, name: str) -> ServedNetwork | None:
        """Return a network if it is open; the database is not asked."""
        return self._networks.get(name)

    def name_of(self, network: str, actor: str) -> Labels | Text | str:
        """Return the name of an actor; its id if the network is not open, or if it is not there."""
        served = self._networks.get(network)
        try:
            return served.matcher.snapshot.actor(actor).label if served else actor
        except (NotReady, UnknownActor):
            return actor

    def _open(self, name: str) -> ServedNetwork:
        own = Networks(self._database).settings(name)
        settings = self.settings.of_network(own)
        store = Store(self._database, name)
        parts = open_parts(settings, open_vocabularies(settings.vocabulary), self._encoder, store)
        return ServedNetwork(store, parts, own, settings.timezone)

    def identify(self, token: str, address: str, *, is_reading: bool = False) -> Key | None:
        """Return the key or token that came with a request, as a key; None if none did and none is needed.

        Args:
            token: as it was sent; empty if none was.
            address: where it came from.
            is_reading: whether nothing is changed with it: a key that was right not long ago is right then, also while
                the database cannot be asked, unless it has told that something was written.

        Raises:
            KeyMissing: there are keys, and none was given.
            KeyRefused: it opens nothing.
            TooManyWrongKeys: it was not looked at.
        """
        if token:
            return self._find(token, address, self._known_keys.find(token) if is_reading else None)
        if self.has_keys:
            raise KeyMissing(text("This needs a key."), "",
                             text("Send it in the header “Authorization: Bearer KEY”."))
        return None

    def recall(self, token: str) -> Key | None:
        """Return the key or token, as a key, that came with a request that reads, if the database need not be asked."""
        known = self._known_keys.find(token) if token else None
        return known if known and (self._follower.is_blind or self._follower.is_up_to_date()) else None

    def _find(self, token: str, address: str, known: Key | None) -> Key:
        if known is not None and (self._follower.is_blind or self._follower.is_up_to_date()):
            return known
        self._wrong_keys.demand(token, address)
        seen = monotonic()
        try:
            key = read_token(token, self.keys, now()) if is_token(token) else self.keys.find(token, now())
        except KeyRefused:
            self._wrong_keys.count(token, address)
            raise
        except StoreUnreachable:
            if known is None:
                raise
            return known
        self._wrong_keys.trust(token)
        self._known_keys.add(token, key, seen)
        return key

    def admit(self, key: Key | None, access: Access, actor: str) -> ServedNetwork:
        """Return the network that a request may use.

        Args:
            key: what came with the request.
            access: what is asked for.
            actor: id of the actor whose it is; empty where the address names none.

        Raises:
            NotReady: the network cannot be opened.
            ScopeMissing: the key does not allow this.
            OtherActor: it belongs to another actor.
            TooManyRequests: it has asked too often.
        """
        if key is None:
            return self._ready(self.settings.network)
        self._limits.spend(key)
        self._use(key, access, actor)
        return self._ready(key.network)

    def admit_at_once(self, key: Key | None, access: Access, actor: str) -> ServedNetwork | None:
        """Return the same as `admit`, and count the request, if the database need not be asked, which takes time.

        Raises:
            ScopeMissing, OtherActor, TooManyRequests: see `admit`.
        """
        network = self._networks.get(key.network if key else self.settings.network)
        if network is None or (key is not None and not self._limits.spend_at_once(key)):
            return None
        if key is not None:
            self._use(key, access, actor)
        return network

    def _use(self, key: Key, access: Access, actor: str) -> None:
        demand_access(key, access, actor)
        self.used_keys.note(key.id)

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

    def erase(self, network: ServedNetwork, actor: str, expected: Expected | None) -> tuple[Receipt, tuple[Place, ...]]:
        """Erase an actor, and sweep what is left of it out of the files.

        Returns:
            The receipt, and where something can still be because others read; it is swept out as soon as they end.

        Raises:
            UnknownActor, RecordChanged: see `ServedNetwork.erase`.
            SettingsRefused, StoreRefused: there is no key by which to recognise it when a backup is restored.
        """
        receipt = network.erase(actor, names_to_erase(self.settings), now(), expected)
        self._presence.note_again(self._revisions())
        with self._sweeping:  # one sweep at a time: they would wait for each other
            self._sweep(SCRUB_SECONDS)
        return receipt, self._unswept(network.store, receipt.id)

    def _unswept(self, store: Store, receipt: str) -> tuple[Place, ...]:
        """Return where something can still be, after a moment in which other services may follow."""
        ends = monotonic() + SECONDS_TO_LOOK
        while True:
            with store.reading() as session:
                places = session.erasures.unswept(receipt)
            if places != (Place.MEMORY,) or monotonic() > ends:
                return places
            sleep(SECONDS_TO_LOOK / 10)

    def sweep(self) -> None:
        """Sweep what was removed out of the files, whoever did it; what others read meanwhile is left for later."""
        if self._sweeping.acquire(blocking=False):
            try:
                self._sweep(SECONDS_TO_LOOK)
            finally:
                self._sweeping.release()

    def _sweep(self, seconds: float) -> None:
        if self._has_stale_vectors:  # some may have been kept here after who erased had swept
            self._forget_vectors()
            self._has_stale_vectors = False
        left = sweep(self._database, self._forget_vectors, seconds)
        if left and left != self._left:
            LOG.warning("what was removed is still in files that others read: it is swept out when they end")
        self._left = left

    def _forget_vectors(self) -> None:
        forget_vectors(self._database, self.settings, self._encoder)

    def beat(self) -> None:
        """See whether the server of the database answers; while it does not, answers come from memory."""
        self._database.beat()

    def follow(self, seconds: float) -> None:
        """Wait until somebody writes, at most for some time, and let the networks answer from what is stored then."""
        names = self._follower.wait(seconds)
        if ANY in names:
            self.refresh()
        else:
            self._known_keys.review(self.keys)
            self._refresh_all({name: self._networks[name] for name in names if name in self._networks})
        self._follower.note_look()
        self._presence.note(self._revisions())

    def _revisions(self) -> dict[str, int]:
        """Return how far each network has come that is open."""
        return {name: network.revision for name, network in list(self._networks.items())}

    def refresh(self) -> None:
        """Let every open network answer from what is stored now, whoever wrote it; what fails is logged.

        The first key is seen, too: from then on other names are answered to.
        """
        self._look_for_keys()
        self._refresh_all(dict(self._networks))
        self._known_keys.review(self.keys)
        self.sweep()

    def _refresh_all(self, networks: Mapping[str, ServedNetwork]) -> None:
        for name, network in networks.items():
            try:
                self._refresh(name, network)
            except UnknownNetwork:
                removed = self._networks.pop(name, None)
                if removed is not None:  # else somebody who looked at the same time was the first
                    removed.close()
                    LOG.info("network %s: it has been removed", name)
            except StoreUnreachable:
                for each in list(self._networks.values()):
                    each.note_blindness()
                raise
            except (DataError, ModelError) as error:
                if network.is_new(error):
                    LOG.error("network %s cannot be opened as it is stored: %s", name, error)  # noqa: TRY400 - in words

    def deliver(self) -> None:
        """Store which lists were shown and which keys were used, and tell those that are to be told what has happened.

        What fails is logged.
        """
        self.impressions.store()
        self.used_keys.store()
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
            self._has_stale_vectors = self._has_stale_vectors or network.has_lost_actors
            LOG.info("network %s: another program has changed it; answers come from the new state", name)


@contextmanager
def open_installation(settings: Settings) -> Iterator[Installation]:
    """Give an installation with all its networks open."""
    installation = Installation(settings)
    try:
        installation.open_all()
        installation.sweep()  # what somebody left who was killed
        use_one_thread()
        yield installation
    finally:
        installation.close()


def _not_ready() -> NotReady:
    return NotReady(text("The network cannot be opened."), "",
                    text("Those who run the service find the reason in its log."))
