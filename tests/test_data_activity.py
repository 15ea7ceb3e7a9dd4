"""What has happened, who follows whom, and what was shown: noted with the writes, and gone with the actors."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select

from data.activity.events import PUBLIC, Event, EventKind
from data.activity.follows import Follows
from data.activity.impressions import Impression, Place
from data.database.connection import Database
from data.database.tables import EVENTS
from data.errors import UnknownActor, UnknownOpinion
from data.records.keys import cooperation_id
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind
from data.store.outcomes import FROM_OUTCOME, retract, tell
from data.store.store import Store
from data.store.transactions import Transaction
from data.tenancy.networks import Networks

ACTORS = tuple(Profile(name, name.upper(), "ngo") for name in ("a", "b", "c"))
CAFE = Cooperation(("a", "b"), "Café", source=FROM_OUTCOME)
WHEN = datetime(2026, 11, 27, 12, tzinfo=UTC)


@pytest.fixture
def store(database: Database) -> Store:
    """A store with three actors."""
    store = Store(database)
    store.upsert(Network(ACTORS))
    return store


def events(store: Store) -> list[tuple[str, str, str]]:
    """Kind, actor and other of everything noted after the actors had joined."""
    with store.reading() as session:
        return [(event.kind.value, event.actor, event.other) for event in session.events.all()][3:]


def follows(transaction: Transaction) -> Follows:
    return transaction.follows


def working(actor: str, other: str, project: str = "Café") -> Outcome:
    return Outcome(actor, other, OutcomeKind.WORKING, project)


class TestEvents:
    def test_writes_are_noted_in_their_order(self, store: Store) -> None:
        with store.writing() as transaction:
            transaction.say(Opinion("a", "b", OpinionKind.USEFUL, "Hyvä"))
            transaction.put(Profile("c", "New", "ngo"))
        store.upsert(Network(ACTORS[:1]))
        store.upsert(Network((), (CAFE,)))
        with store.writing() as transaction:
            transaction.take_back(Opinion("a", "b", OpinionKind.USEFUL))
        work = cooperation_id(CAFE)
        assert events(store) == [("opinion", "a", "b"), ("changed", "c", ""), ("cooperates", "a", work),
                                 ("cooperates", "b", work), ("opinion_taken_back", "a", "b")]
        with store.reading() as session:
            history = session.events
            assert [event.document for event in history.newest(["a"], {EventKind.OPINION}, 9)] == [
                {"actor": "a", "other": "b", "kind": "useful", "reason": "Hyvä", "said": None, "until": None}]
            newest = history.newest(["a", "b", "c"], PUBLIC, 2)
            assert [event.kind for event in newest] == [EventKind.COOPERATES] * 2
            position = newest[1].revision, newest[1].place
            assert [event.kind.value for event in history.newest(["a", "b", "c"], PUBLIC, 9, position)] == [
                "changed", "joined", "joined", "joined"]

    def test_a_write_that_fails_is_not_noted(self, store: Store) -> None:
        with pytest.raises(ZeroDivisionError), store.writing() as transaction:
            raise ZeroDivisionError(transaction.put(Profile("d", "D", "ngo")))
        assert events(store) == []

    def test_what_tells_of_who_is_gone_goes_too(self, store: Store) -> None:
        with store.writing() as transaction:
            tell(transaction, working("a", "b"))
            transaction.say(Opinion("b", "c", OpinionKind.NEVER))
            transaction.say(Opinion("c", "b", OpinionKind.NEVER))
        with store.writing() as transaction:
            transaction.remove("b")
        with store.reading() as session:
            rows = session.connection.execute(select(EVENTS))
            assert not {"b"} & {name for row in rows for name in (row.actor, row.other)}
        assert events(store) == [("cooperation_removed", "", "")]

    def test_a_cooperation_that_is_removed_is_told_of_no_more(self, store: Store) -> None:
        store.upsert(Network((), (CAFE,)))
        with store.writing() as transaction:
            transaction.remove_cooperation(cooperation_id(CAFE))
        assert events(store) == [("cooperation_removed", "", "")]

    def test_what_is_old_is_forgotten(self, store: Store) -> None:
        with store.writing() as transaction:
            history = transaction.events
            history.note([Event(99, 0, WHEN - timedelta(days=10), EventKind.CHANGED, "a")])
            assert history.forget_before(WHEN - timedelta(days=5)) == 1
        assert events(store) == []

    def test_networks_do_not_see_each_other(self, store: Store, database: Database) -> None:
        Networks(database).add("other")
        other = Store(database, "other")
        other.upsert(Network(ACTORS))
        with other.writing() as transaction:
            transaction.say(Opinion("a", "b", OpinionKind.NEVER))
            follows(transaction).add("a", "b", WHEN)
        assert events(store) == []
        with store.reading() as session:
            assert session.follows.of_actor("a") == {}


class TestOutcomes:
    def contents(self, store: Store) -> tuple[list[str], tuple[Cooperation, ...]]:
        network = store.read()
        outcomes = [f"{item.actor}{item.other} {item.kind} {item.project}" for item in network.outcomes]
        return outcomes, network.cooperations

    def test_a_project_is_a_cooperation_until_it_is_taken_back(self, store: Store) -> None:
        with store.writing() as transaction:
            assert tell(transaction, working("b", "a"))
        assert self.contents(store) == (["ba working Café"], (CAFE,))
        with store.writing() as transaction:
            retract(transaction, working("b", "a"))
        assert self.contents(store) == ([], ())
        with store.writing() as transaction, pytest.raises(UnknownOpinion):
            retract(transaction, working("b", "a"))

    def test_it_stays_as_long_as_one_of_them_tells_of_it(self, store: Store) -> None:
        with store.writing() as transaction:
            tell(transaction, working("a", "b"))
            tell(transaction, working("b", "a"))
        with store.writing() as transaction:
            retract(transaction, working("a", "b"))
        assert self.contents(store) == (["ba working Café"], (CAFE,))
        with store.writing() as transaction:
            retract(transaction, working("b", "a"))
        assert self.contents(store) == ([], ())

    def test_another_project_takes_its_place(self, store: Store) -> None:
        with store.writing() as transaction:
            tell(transaction, working("a", "b"))
        with store.writing() as transaction:
            assert not tell(transaction, working("a", "b", "Choir"))
        assert self.contents(store) == (["ab working Choir"], (Cooperation(("a", "b"), "Choir", source=FROM_OUTCOME),))
        with store.writing() as transaction:
            tell(transaction, Outcome("a", "b", OutcomeKind.MET))
        assert self.contents(store) == (["ab met "], ())

    def test_a_cooperation_that_others_know_of_is_left_alone(self, store: Store) -> None:
        cooperation = Cooperation(("a", "b"), "Café", source="directory")
        store.upsert(Network((), (cooperation,)))
        with store.writing() as transaction:
            tell(transaction, working("a", "b"))
        assert self.contents(store)[1] == (cooperation,)
        with store.writing() as transaction:
            retract(transaction, working("a", "b"))
        assert self.contents(store) == ([], (cooperation,))

    def test_of_actors_that_are_there(self, store: Store) -> None:
        with store.writing() as transaction, pytest.raises(UnknownActor):
            tell(transaction, working("a", "nobody"))


class TestFollows:
    def test_one_follows_until_it_does_not(self, store: Store) -> None:
        with store.writing() as transaction:
            assert follows(transaction).add("a", "b", WHEN)
            assert not follows(transaction).add("a", "b", WHEN)
            follows(transaction).add("c", "b", WHEN)
        before = store.version
        with store.reading() as session:
            assert list(session.follows.of_actor("a")) == ["b"]
        with store.writing() as transaction:
            follows(transaction).remove("a", "b")
            with pytest.raises(UnknownOpinion):
                follows(transaction).remove("a", "b")
        assert store.version == before
        with store.writing() as transaction:
            transaction.remove("b")
        with store.reading() as session:
            assert session.follows.of_actor("c") == {}


class TestShownLists:
    def impression(self, key: str, actor: str, *places: str, days: int = 0) -> Impression:
        return Impression(key * 32, WHEN - timedelta(days=days), actor, {"limit": 10}, {"rules": "x"},
                         tuple(Place(place, 1.5 - at, 1.0, {"base": 1.5 - at}) for at, place in enumerate(places)))

    def keep(self, store: Store, *impressions: Impression) -> None:
        with store.writing() as transaction:
            assert transaction.impressions.keep(impressions, *store.head_in(transaction.connection))

    def test_they_come_back_as_they_were(self, store: Store) -> None:
        lists = [self.impression("1", "a", "b", "c", days=2), self.impression("2", "a", "c"),
                 self.impression("3", "b", "a", days=1)]
        self.keep(store, *lists)
        with store.reading() as session:
            impressions = session.impressions
            assert list(impressions.all()) == [lists[0], lists[2], lists[1]]
            assert impressions.of_actor("a", 10) == [lists[1], lists[0]]
            assert impressions.of_actor("a", 1) == [lists[1]]
        with store.writing() as transaction:
            assert transaction.impressions.forget_before(WHEN - timedelta(hours=36)) == 1

    @pytest.mark.postgresql
    def test_none_is_kept_of_another_state(self, store: Store) -> None:
        lists = [self.impression("1", "a", "b"), self.impression("2", "a", "c")]
        with store.writing() as transaction:
            network_id, revision = store.head_in(transaction.connection)
            assert not transaction.impressions.keep(lists, network_id, revision - 1)
            assert not transaction.impressions.keep(lists, "0" * 32, revision)
            assert list(transaction.impressions.all()) == []
            assert transaction.impressions.keep(lists, network_id, revision)
            assert len(list(transaction.impressions.all())) == 2

    @pytest.mark.postgresql
    def test_showings_of_one_list_are_counted_in_its_row(self, store: Store) -> None:
        first, second = (replace(self.impression(key, "a", "b"), content="c" * 16, showings=showings, last_shown=last)
                         for key, showings, last in (("1", 2, None), ("2", 3, WHEN + timedelta(days=1))))
        self.keep(store, first)
        self.keep(store, second)
        with store.reading() as session:
            assert list(session.impressions.all()) == [replace(first, showings=5, last_shown=WHEN + timedelta(days=1))]

    def test_nobody_who_is_gone_is_in_them(self, store: Store) -> None:
        self.keep(store, self.impression("1", "a", "b", "gone").without({"gone"}), self.impression("3", "b", "a", "c"))
        with store.reading() as session:
            assert [[place.actor for place in item.places] for item in session.impressions.all()] == [
                ["b", ""], ["a", "c"]]
        with store.writing() as transaction:
            transaction.remove("b")
            impressions = transaction.impressions
            assert [(item.actor, [place.actor for place in item.places]) for item in impressions.all()] == [
                ("a", ["", ""])]
            assert next(impressions.all()).places[0].score == 1.5

    @pytest.mark.parametrize("name", ["limit", "rules", "base", "100%", "a_b", 'q"x', "Ä\\ö", "'"])
    def test_names_with_signs_that_mean_something(self, name: str, store: Store) -> None:
        store.upsert(Network((Profile(name, "X", "ngo"),)))
        self.keep(store, self.impression("1", "a", name, "b"))
        with store.writing() as transaction:
            transaction.remove(name)
            impression = next(transaction.impressions.all())
        assert [place.actor for place in impression.places] == ["", "b"]
