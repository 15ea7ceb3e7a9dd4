"""A network that is open: it answers from one snapshot until the next takes its place as a whole."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date, datetime
from threading import Condition, Lock
from time import monotonic, time
from typing import TypeVar
from zoneinfo import ZoneInfo

from data.clock import FINLAND, now, today
from data.database.tables import ACTORS
from data.errors import DataError, StoreUnreachable
from data.governance.audit_log import SERVICE, Signature
from data.governance.rehearsals import StoredRehearsal
from data.introductions.overview import have_lapsed, note_lapses
from data.records.erased_names import ErasedNames
from data.store.erasures import Receipt
from data.store.store import Store, StoredState
from data.store.transactions import Expected, Transaction
from data.wording.texts import text
from matcher.asking.idea import brief_of, idea
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.rules.model import RuleBook
from matcher.snapshot import Parts, Snapshot
from models.errors import ModelError
from service.errors import NotReady
from service.runtime.answering.answers import Answers
from service.runtime.answering.rehearsals import Rehearsals
from service.runtime.following import LONGEST_BLINDNESS
from service.runtime.loading import in_use, rules_of

Result = TypeVar("Result")

WORDS = "Kieli ja työ"
# How long who asks for a revision waits for it.
SECONDS_TO_FOLLOW = 2.0
# How long who has stored something waits for others who are storing, to answer from all of it at once.
SECONDS_TO_GATHER = 0.05


class ServedNetwork:
    """A stored network, with what it is answered with.

    Args:
        store: its records.
        parts: everything else.
        own: the settings in which it differs from the installation.
        zone: whose calendar says what day it is.

    Attributes:
        revision: of what it answers from, at least: whoever asks for one as new gets nothing older than before.
        read_at: when what it answers from was read, in seconds since 1970.
        rehearsals: what other rules would change.
        has_lost_actors: whether actors were gone when it was last read anew, whose vectors may be kept here.

    Raises:
        StoreRefused: the store cannot be read.
        SnapshotRefused: the records were made with another vocabulary.
    """

    def __init__(self, store: Store, parts: Parts, own: Mapping[str, str] | None = None,
                 zone: ZoneInfo = FINLAND) -> None:
        self.store = store
        self.own = own or {}
        self.zone = zone
        self.vocabularies = parts.vocabularies
        self._turn = Lock()
        # Writes are numbered once they are stored: a refresh that begins then counts them all. Of others is known that
        # they are being stored.
        self._storing = self._stored = self._counted = 0
        self._numbering = Condition()
        self._state = store.read_after(StoredState())
        self._parts = replace(parts, secret=self._state.network_id)
        self._matcher = self._matcher_of(self._state)
        self._answers = Answers(self._matcher)
        self.rehearsals = Rehearsals(store)
        self.has_lost_actors = False
        self._trouble: Exception | None = None
        self._is_blind = False
        self._seen = monotonic()
        # Set before what answers is exchanged: nothing that has been answered is of a later one.
        self.revision = self._state.revision
        self._is_changed = Condition()
        self._last_error = ""
        self._lapses_noted: date | None = None
        self.read_at = time()
        store.note_in_use(in_use(replace(parts, rules=self.snapshot.rules)), Signature(SERVICE, now()))

    def close(self) -> None:
        """End what goes on in the background."""
        self.rehearsals.close()

    def today(self) -> date:
        """Return the day it is in the network."""
        return today(self.zone)

    def warm_up(self) -> None:
        """Ask and search once, so that nobody waits for what is made ready when it is first asked for.

        Raises:
            NotReady: what is stored cannot be answered from.
            ModelError: the encoder cannot be used.
        """
        matcher = self.matcher
        matcher.search(WORDS, Filters(), 1)
        brief = brief_of(matcher.snapshot.reader.read(WORDS))
        matcher.suggest(idea(WORDS, brief, self.vocabularies), Query(self.today(), limit=1))

    @property
    def rules_of_the_file(self) -> RuleBook:
        """The rules of the file in the settings, whether or not they are in use."""
        return self._parts.rules

    @property
    def state(self) -> StoredState:
        """What was stored when it was last read; what answers is made from it, or from a newer one."""
        return self._state

    @property
    def matcher(self) -> Matcher:
        """What answers now.

        Raises:
            NotReady: what is stored cannot be answered from; what was stored before is not shown instead.
        """
        self._demand_ready()
        return self._matcher

    def _demand_ready(self) -> None:
        if not self.is_ready:
            raise NotReady(text("The network cannot be opened."), "",
                           text("Those who run the service find the reason in its log."))

    @property
    def answers(self) -> Answers:
        """What the matcher has answered; taken before `matcher`, it takes no answer of an earlier one.

        Raises:
            NotReady: see `matcher`.
        """
        self._demand_ready()
        return self._answers

    @property
    def snapshot(self) -> Snapshot:
        """What it was last answered from, also while it cannot be answered from what is stored now."""
        return self._matcher.snapshot

    def is_new(self, error: Exception) -> bool:
        """Tell whether an error is another one than the last, and note it: what stays the same is told once."""
        before, self._last_error = self._last_error, str(error)
        return before != self._last_error

    @property
    def is_ready(self) -> bool:
        """Whether it can be answered from: what is stored, or what was seen of it shortly before it was away."""
        is_old = self._is_blind and monotonic() - self._seen > LONGEST_BLINDNESS
        return self._trouble is None and not is_old

    def note_blindness(self) -> None:
        """Note that the database cannot be reached: answers go on from memory, for some time."""
        self._is_blind = True

    def has_come_to(self, revision: int) -> bool:
        """Tell whether it answers from a state of the network, or a later one."""
        return self._state.revision >= revision

    def demand_revision(self, revision: int) -> None:
        """Wait until it answers from a state of the network, or a later one.

        Raises:
            NotReady: it does not within two seconds, or the database has not come so far.
            StoreRefused: the database cannot be used.
        """
        if self.has_come_to(revision):
            return
        if self.store.revision >= revision:
            with self._is_changed:
                if self._is_changed.wait_for(lambda: self.has_come_to(revision), SECONDS_TO_FOLLOW):
                    return
        raise NotReady(text("The network is not answered from the revision {revision} yet.", revision=str(revision)),
                       "", text("Ask again in a second. If that does not help, the store was set back: ask without "
                                "X-Revision-At-Least."))

    def refresh(self) -> bool:
        """Answer from what is stored now, and tell whether that is something new.

        Who comes while another one does it waits, and finds it done.

        Raises:
            DataError, ModelError: what is stored cannot be read or answered from.
        """
        with self._turn:
            return self._refresh()

    def _refresh(self) -> bool:
        """Do what `refresh` does, while nobody else does."""
        with self._numbering:  # those who are storing at this moment are counted along
            self._numbering.wait_for(lambda: not self._storing, SECONDS_TO_GATHER)
            stored = self._stored
        try:
            start = monotonic()
            state = self.store.read_after(self._state)
            self._is_blind, self._seen = False, start
            if self._trouble is None and _is_alike(state, self._state):
                self._answer_from(self._matcher, state)
                self._counted = stored
                return False
            matcher = open_day(Matcher(self._snapshot_of(state)), self.today())
        except StoreUnreachable:
            raise  # what was seen last is answered from for some time
        except (DataError, ModelError) as error:
            self._trouble = error
            raise
        before, after = self._state.records[ACTORS.name], state.records[ACTORS.name]
        self.has_lost_actors = before is not after and not before.by_key.keys() <= after.by_key.keys()
        if self.has_lost_actors:
            self.rehearsals.forget()  # their reports name actors
        self._trouble, self.read_at = None, time()
        self._answer_from(matcher, state)
        self._counted = stored
        return True

    def _answer_from(self, matcher: Matcher, state: StoredState) -> None:
        """Exchange what answers, and forget what another matcher has; see `revision` and `answers` for the order."""
        self.revision = state.revision
        if matcher is not self._matcher:
            self._matcher = matcher
            self._answers = Answers(matcher)
        self._state = state
        with self._is_changed:
            self._is_changed.notify_all()

    def note_lapses(self) -> None:
        """Note which requests to be introduced have lapsed, on the first look of each day.

        Raises:
            DataError: the database cannot be used.
        """
        time = now().astimezone(self.zone)
        if self._lapses_noted == time.date():
            return
        with self.store.reading() as session:
            there_are_some = have_lapsed(session, time)
        if there_are_some:
            with self.store.writing() as transaction:
                note_lapses(transaction, time)
        self._lapses_noted = time.date()

    def _snapshot_of(self, state: StoredState) -> Snapshot:
        """Return a snapshot of another state; for other rules alone, everything else is taken over as it is."""
        snapshot = self._matcher.snapshot
        if state.records is not self._state.records:
            snapshot = snapshot.follow(state.network)
        if state.rules != self._state.rules:
            snapshot = snapshot.with_rules(rules_of(state.rules, self.vocabularies, self._parts.rules))
        return snapshot.hiding(state.leaving)

    def _matcher_of(self, state: StoredState) -> Matcher:
        rules = rules_of(state.rules, self.vocabularies, self._parts.rules)
        snapshot = Snapshot(state.network, replace(self._parts, rules=rules)).hiding(state.leaving)
        return open_day(Matcher(snapshot), self.today())

    def erase(self, actor: str, names: ErasedNames, now: datetime, expected: Expected | None = None) -> Receipt:
        """Remove an actor from the store and from what answers, and say what was removed.

        What is left of it in files is noted as to be swept; see `Installation.erase`.

        Raises:
            UnknownActor: there is none with this id, and none was erased.
            RecordChanged: it is not in the state that is expected.
        """
        with self._turn:  # nobody may answer anew from what was known before
            with self.store.writing() as transaction:
                receipt = transaction.erase(actor, names, now, expected)
            try:
                state = self.store.read_after(self._state)
                matcher = open_day(Matcher(self._snapshot_of(state)), self.today())
            except (DataError, ModelError) as error:  # the actor is gone; what still shows it may not answer
                self._trouble, self._answers = error, Answers(self._matcher)
            else:
                self._trouble, self.read_at = None, time()
                self._answer_from(matcher, state)
            self.rehearsals.forget()  # their reports name actors
        return receipt

    def rehearse(self, rules: RuleBook, query: Query) -> StoredRehearsal:
        """Begin to compare the lists under the rules in use with those under stored rules, in the background.

        What actors have said of others counts in none of them: the report tells coordinators of every list.

        Raises:
            NotReady: the network cannot be answered from.
            RehearsalRunning: another one has not ended yet.
        """
        with self._turn:  # nobody may be erased between: the report would name them
            current = self.matcher.without_opinions
            trial = Matcher(current.snapshot.with_rules(rules))
            return self.rehearsals.start(rules.number, current, trial, query)

    def write(self, change: Callable[[Transaction], Result]) -> Result:
        """Do something to the records in one transaction; when this returns, it is stored and answered from.

        Args:
            change: is given the transaction; if it raises, nothing of it is kept.
        """
        with self._numbering:
            self._storing += 1
        try:
            with self.store.writing() as transaction:
                result = change(transaction)
        finally:
            number = self._number_write()
        self._count_write(number)
        return result

    def _number_write(self) -> int:
        """Return the number of a write that is stored now, or that has failed."""
        with self._numbering:
            self._storing -= 1
            self._stored += 1
            self._numbering.notify_all()
            return self._stored

    def _count_write(self, number: int) -> None:
        """Answer from what has just been stored: of writers that come together one does it for all."""
        with self._turn:
            if self._counted < number:
                self._refresh()


def _is_alike(state: StoredState, other: StoredState) -> bool:
    """Tell whether answers from two states are the same; more may have happened between them."""
    return (state.records is other.records and state.rules == other.rules
            and state.leaving == other.leaving)


def open_day(matcher: Matcher, day: date) -> Matcher:
    """Make the day's views, so that nobody waits for them."""
    for door in (matcher, matcher.without_opinions):
        door.snapshot.on(day)
    return matcher
