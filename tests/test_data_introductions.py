"""Introductions as records: what can become of a request, and that neither side learns what it is not to know."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.database.connection import Database
from data.errors import IntroductionRefused
from data.introductions.contacts import Contact, Contacts
from data.introductions.introduction import Introduction, IntroductionOutcome, IntroductionState, IntroductionView
from data.introductions.reminders import MOST_AT_ONCE, Reminder, ReminderKind, take_reminders
from data.introductions.table import IntroductionTable
from data.records.network import Network
from data.records.relations import Block
from data.store.sessions import Session
from data.store.store import Store
from data.wording.texts import render
from tests.networks import actor

START = datetime(2026, 11, 27, 12, tzinfo=UTC)
DEADLINE = date(2026, 12, 4)
REQUEST = Introduction("0" * 32, "a", "b", "Hei", START, DEADLINE)
PENDING, ACCEPTED, DECLINED, WITHDRAWN, LAPSED = IntroductionState
ACTS: dict[str, Callable[[Introduction, datetime], Introduction]] = {
    "accept": Introduction.accept, "decline": Introduction.decline, "withdraw": Introduction.withdraw}

events = st.lists(st.tuples(st.sampled_from([*ACTS, "wait"]), st.integers(0, 60)), max_size=8)


def on(day: int) -> datetime:
    return START + timedelta(days=day)


def act(name: str, item: Introduction, now: datetime) -> tuple[Introduction, str]:
    """What becomes of an introduction, and what whoever acts is told."""
    try:
        return (ACTS[name](item, now), "done") if name in ACTS else (item, "")
    except IntroductionRefused as error:
        return item, render(error.what, "en")


class TestStates:
    @pytest.mark.parametrize(("names", "asker", "addressee"), [
        ((), PENDING, PENDING), (("accept",), ACCEPTED, ACCEPTED),
        (("decline",), PENDING, DECLINED), (("decline", "accept"), ACCEPTED, ACCEPTED),
        (("withdraw",), WITHDRAWN, WITHDRAWN), (("decline", "withdraw"), WITHDRAWN, DECLINED),
        (("accept", "decline"), ACCEPTED, ACCEPTED),
        (("accept", "withdraw"), ACCEPTED, ACCEPTED),
        (("withdraw", "accept"), WITHDRAWN, WITHDRAWN),
        (("decline", "withdraw", "accept"), WITHDRAWN, DECLINED),
    ])
    def test_what_each_side_sees(self, names: tuple[str, ...], asker: IntroductionState,
                                 addressee: IntroductionState) -> None:
        item = REQUEST
        for name in names:
            item, _ = act(name, item, on(1))
        assert (item.seen_by("a", on(1)).state, item.seen_by("b", on(1)).state) == (asker, addressee)

    def test_the_deadline_is_the_last_day(self) -> None:
        last = datetime(2026, 12, 4, 23, 59, 59, tzinfo=UTC)
        assert REQUEST.accept(last).is_accepted
        for name in ACTS:
            assert act(name, REQUEST, last + timedelta(seconds=1)) == (REQUEST, "The deadline was Dec 4, 2026.")
        assert REQUEST.seen_by("b", last + timedelta(seconds=1)).state is LAPSED

    def test_what_is_done_twice_is_done_once(self) -> None:
        for name, change in ACTS.items():
            once = change(REQUEST, on(1))
            assert (name, change(once, on(90))) == (name, once)

    def test_what_came_of_it_is_said_after_acceptance_and_by_each_for_itself(self) -> None:
        with pytest.raises(IntroductionRefused):
            REQUEST.say("a", IntroductionOutcome.MET)
        item = REQUEST.accept(on(1)).say("b", IntroductionOutcome.WORKING)
        assert item.seen_by("a", on(2)).outcome is None
        assert item.seen_by("b", on(2)).outcome is IntroductionOutcome.WORKING
        assert item.say("b", None) == REQUEST.accept(on(1))


class TestSilence:
    @given(events)
    def test_the_asker_cannot_tell_declined_from_unanswered(self, steps: list[tuple[str, int]]) -> None:
        """Two worlds, in one of which nothing is ever declined: the asker sees and is told the same, at all times."""
        real = silent = REQUEST
        for name, day in sorted(steps, key=lambda step: step[1]):
            real, reply = act(name, real, on(day))
            if name == "decline":
                continue
            silent, reply_there = act(name, silent, on(day))
            assert reply == reply_there
            for later in (0, 1, 100):
                assert real.seen_by("a", on(day + later)) == silent.seen_by("a", on(day + later))
                assert real.is_open(on(day + later)) == silent.is_open(on(day + later))
            assert real.ends(UTC) == silent.ends(UTC)

    @given(events)
    def test_acceptance_is_seen_only_after_who_was_asked_has_accepted_in_time(self,
                                                                            steps: list[tuple[str, int]]) -> None:
        item, is_allowed, is_withdrawn = REQUEST, False, False
        for name, day in sorted(steps, key=lambda step: step[1]):
            item, reply = act(name, item, on(day))
            is_withdrawn = is_withdrawn or (name == "withdraw" and reply == "done")
            is_allowed = is_allowed or (name == "accept" and on(day).date() <= DEADLINE and not is_withdrawn)
            assert item.is_accepted == is_allowed
            assert all((item.seen_by(side, on(day)).state is ACCEPTED) == is_allowed for side in "ab")

    def test_nobody_sees_more_than_the_view(self) -> None:
        assert REQUEST.decline(on(1)).seen_by("a", on(2)) == IntroductionView(
            "0" * 32, REQUEST.seen_by("a", START).side, "b", "Hei", START, DEADLINE, PENDING, None, None)


def request(number: int, **changes: object) -> Introduction:
    return replace(REQUEST, id=f"{number:032x}", **changes)  # type: ignore[arg-type]


@pytest.fixture
def store(database: Database) -> Store:
    store = Store(database)
    store.replace(Network(tuple(actor(name) for name in "abc")))
    return store


def put(store: Store, *items: Introduction) -> None:
    with store.writing() as transaction:
        for item in items:
            IntroductionTable(transaction).add(item)


class TestTable:
    def test_one_comes_back_as_it_was(self, store: Store) -> None:
        full = replace(REQUEST.accept(on(1)), actor_outcome=IntroductionOutcome.MET, withdrawn=on(0),
                       message="Ä 🙂\n“rivi”")
        put(store, full)
        with store.reading() as session:
            assert IntroductionTable(session).find("b", full.id) == full

    def test_they_are_no_records(self, store: Store) -> None:
        """What answers are given from does not change, and its version tells nobody of an answer."""
        before = store.version
        put(store, REQUEST)
        with store.writing() as transaction:
            Contacts(transaction).put("a", Contact("A"))
        assert store.version == before

    def test_those_of_other_networks_are_not_seen(self, store: Store, database: Database) -> None:
        put(store, REQUEST)
        with store.reading() as session:
            assert IntroductionTable(Session(session.connection, "other")).seen_by("a", START) == []
            assert len(IntroductionTable(session).seen_by("a", START)) == 1

    def test_they_go_with_either_actor_however_it_goes(self, store: Store) -> None:
        put(store, REQUEST, request(1, actor="b", other="c"))
        with store.writing() as transaction:
            Contacts(transaction).put("b", Contact("B"))
        store.replace(Network((actor("a"), actor("c"))))
        with store.reading() as session:
            assert IntroductionTable(session).states(START) == {}
            assert Contacts(session).find("b") is None

    def test_a_change_of_the_profile_leaves_them(self, store: Store) -> None:
        put(store, REQUEST)
        store.upsert(Network((actor("a", capacity=1),)))
        with store.reading() as session:
            assert IntroductionTable(session).find("a", REQUEST.id) == REQUEST

    def test_the_share_that_nobody_answered(self, store: Store) -> None:
        def share(now: datetime) -> float:
            with store.reading() as session:
                return IntroductionTable(session).unanswered_share(now)

        put(store, REQUEST, request(1).decline(on(1)), request(2).accept(on(1)), request(3).withdraw(on(1)),
            request(4, deadline=date(2026, 12, 20)))
        assert str(share(on(7))) == "nan"  # the last day is not over
        assert share(on(8)) == pytest.approx(1 / 3)
        assert share(on(60)) == pytest.approx(2 / 4)
        assert share(on(98)) == 1.0
        assert str(share(on(120))) == "nan"

    def test_states_are_counted(self, store: Store) -> None:
        put(store, REQUEST, request(1).decline(on(1)), request(2).accept(on(1)), request(3).withdraw(on(1)))
        with store.reading() as session:
            table = IntroductionTable(session)
            assert table.states(on(2)) == {state: 1 for state in IntroductionState if state is not LAPSED}
            assert table.states(on(9))[LAPSED] == 1

    def test_those_that_wait_for_an_actor_are_counted(self, store: Store) -> None:
        store.upsert(Network(blocks=(Block("a", "b"),)))
        put(store, request(1), request(2, actor="c"), request(3, actor="c", deadline=DEADLINE + timedelta(days=9)),
            request(4).decline(on(1)), request(5).withdraw(on(1)), request(6).accept(on(1)),
            request(7, actor="b", other="a"))
        with store.reading() as session:
            table = IntroductionTable(session)
            assert [table.waiting_for("b", on(day)) for day in (0, 7, 8, 16, 17)] == [3, 3, 1, 1, 0]
            assert (table.waiting_for("a", on(0)), table.waiting_for("c", on(0))) == (0, 0)

    def test_those_that_ended_long_ago_are_forgotten(self, store: Store) -> None:
        put(store, REQUEST, request(1, deadline=DEADLINE - timedelta(days=1)))
        with store.writing() as transaction:
            table = IntroductionTable(transaction)
            assert (table.forget_before(DEADLINE), table.forget_before(DEADLINE)) == (1, 0)
            assert table.find("a", REQUEST.id) == REQUEST


class TestReminders:
    def take(self, store: Store, now: datetime) -> list[Reminder]:
        with store.writing() as transaction:
            return list(take_reminders(transaction, now))

    def test_an_answer_is_reminded_of_once_when_it_is_due_soon(self, store: Store) -> None:
        put(store, REQUEST, request(1).decline(on(1)), request(2).withdraw(on(1)), request(3).accept(on(1)))
        assert self.take(store, on(3)) == []
        assert self.take(store, on(4)) == [Reminder(ReminderKind.ANSWER, REQUEST.id, "b", "a", DEADLINE)]
        assert self.take(store, on(4)) == []

    def test_not_of_one_that_has_lapsed(self, store: Store) -> None:
        put(store, REQUEST)
        assert self.take(store, on(8)) == []

    def test_both_are_asked_what_came_of_it_unless_they_have_said(self, store: Store) -> None:
        put(store, REQUEST.accept(on(1)), request(1).accept(on(1)).say("a", IntroductionOutcome.MET))
        assert self.take(store, on(31) - timedelta(seconds=1)) == []
        reminders = self.take(store, on(31))
        assert [(item.introduction[-1], item.actor, item.other) for item in reminders] == [
            ("0", "a", "b"), ("0", "b", "a"), ("1", "b", "a")]
        assert {(item.kind, item.deadline) for item in reminders} == {(ReminderKind.OUTCOME, None)}
        assert self.take(store, on(40)) == []

    def test_one_that_was_reminded_of_is_asked_later_what_came_of_it(self, store: Store) -> None:
        put(store, REQUEST)
        self.take(store, on(5))
        with store.writing() as transaction:
            IntroductionTable(transaction).change(REQUEST.accept(on(6)))
        assert [item.kind for item in self.take(store, on(36))] == [ReminderKind.OUTCOME] * 2

    def test_what_is_not_shown_is_not_reminded_of(self, store: Store) -> None:
        store.upsert(Network(blocks=(Block("b", "a"),)))
        put(store, REQUEST)
        assert self.take(store, on(5)) == []
        with store.writing() as transaction:
            transaction.take_back(Block("b", "a"))
        assert len(self.take(store, on(5))) == 1

    def test_what_is_not_shown_stands_in_nobody_s_way(self, store: Store) -> None:
        store.upsert(Network(blocks=(Block("b", "a"),)))
        hidden = (request(number, deadline=DEADLINE - timedelta(days=1)) for number in range(MOST_AT_ONCE))
        put(store, *hidden, request(MOST_AT_ONCE, actor="c"))
        assert [item.other for item in self.take(store, on(5))] == ["c"]

    def test_many_are_taken_in_turns(self, store: Store) -> None:
        put(store, *(request(number) for number in range(MOST_AT_ONCE + 1)))
        assert [len(self.take(store, on(5))) for _ in range(3)] == [MOST_AT_ONCE, 1, 0]
