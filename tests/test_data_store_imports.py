"""Imports are noted with what was there before, and can be undone as long as nobody has built on them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import select

from data.database.connection import Database
from data.database.tables import IMPORT_CHANGES
from data.errors import ImportRefused, UnknownImport
from data.governance.audit_log import Signature
from data.intake.questions import Answers, Topic, key_of
from data.introductions.contacts import Contact, Contacts
from data.introductions.introduction import Introduction
from data.introductions.table import IntroductionTable
from data.records.erased_names import ErasedNames
from data.records.network import Network
from data.records.relations import Block, Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind
from data.store.imports import import_records, undo_import
from data.store.store import Store
from data.store.transactions import Transaction, WriteResult
from data.tenancy.api_keys import Key, Keys
from tests.gears import examples
from tests.networks import actor

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
BY = Signature("command line", NOW)
A, B, C = actor("a"), actor("b"), actor("c")
WORK = Cooperation(("a", "b"), "Project", date(2024, 1, 1))
LIST = Network((replace(A, name="New"), C), (WORK, Cooperation(("a", "c"), "Café")))


@pytest.fixture
def store(database: Database) -> Store:
    store = Store(database)
    store.replace(Network((A, B), (WORK,)))
    return store


def bring(store: Store, network: Network = LIST) -> int:
    """Import a list; its number, 0 if it changed nothing."""
    with store.writing() as transaction:
        return import_records(transaction, "list.xlsx", BY, lambda writer: writer.upsert(network)).number or 0


def undo(store: Store, number: int) -> WriteResult:
    with store.writing() as transaction:
        return undo_import(transaction, number, BY)


def write(store: Store, act: Callable[[Transaction], object]) -> None:
    with store.writing() as transaction:
        act(transaction)


class TestUndoing:
    def test_all_is_as_before(self, store: Store) -> None:
        before = store.version
        number = bring(store)
        assert store.version != before
        assert undo(store, number) == WriteResult(0, 1, 0, 2)
        assert store.version == before
        assert store.read() == Network((A, B), (WORK,))

    def test_a_replaced_network_comes_back(self, store: Store) -> None:
        before = store.read()
        with store.writing() as transaction:
            import_records(transaction, "f.csv", BY, lambda writer: writer.replace(Network((C,))))
        undo(store, 1)
        assert store.read() == before

    def test_imports_have_numbers_and_are_listed(self, store: Store) -> None:
        assert [bring(store), bring(store), bring(store, Network((actor("d"),)))] == [1, 0, 2]
        undo(store, 2)
        with store.reading() as session:
            second, first = session.imports.all()
        assert (first.number, first.file, first.author, first.at) == (1, "list.xlsx", "command line", NOW)
        assert (first.added, first.changed, first.removed, first.undone) == (2, 1, 0, None)
        assert (second.added, second.undone) == (1, NOW)

    def test_twice_is_refused(self, store: Store) -> None:
        number = bring(store)
        undo(store, number)
        with pytest.raises(ImportRefused, match="was undone on Nov 29, 2026"):
            undo(store, number)

    def test_an_unknown_number(self, store: Store) -> None:
        with pytest.raises(UnknownImport, match="no import 7"):
            undo(store, 7)

    @pytest.mark.parametrize("change", [
        lambda writer: writer.put(replace(A, name="Newer")),
        lambda writer: writer.remove("c"),
        lambda writer: writer.upsert(Network(cooperations=(replace(LIST.cooperations[1], source="s"),))),
    ])
    def test_records_that_changed_since_keep_it(self, store: Store, change: Callable[[Transaction], object]) -> None:
        number = bring(store)
        write(store, change)
        after = store.version
        if store.read().actors[-1].id == "c":
            with pytest.raises(ImportRefused, match="Records have changed since"):
                undo(store, number)
            assert store.version == after
        else:  # what tells of an actor that is gone is forgotten: the rest can be undone
            undo(store, number)
            assert store.read().actors == (A, B)

    @pytest.mark.parametrize(("later", "words"), [
        (Network(cooperations=(Cooperation(("b", "c"), "Later"),)), r"with these actors since: c\."),
        (Network(blocks=(Block("b", "c"),)), "Actors of this import have been used since"),
        (Network(opinions=(Opinion("c", "a", OpinionKind.USEFUL),)), "Actors of this import have been used since"),
        (Network(outcomes=(Outcome("b", "c", OutcomeKind.MET),)), "Actors of this import have been used since"),
        (Network((), (Cooperation(("b", "c"), "Later"),), (Block("b", "d"),)), r"with these actors since: c\.")])
    def test_what_others_say_of_new_actors_keeps_it(self, store: Store, later: Network, words: str) -> None:
        """Whom everybody sees to be named is told of; what is kept from others is not."""
        number = bring(store, replace(LIST, actors=(*LIST.actors, actor("d"))))
        write(store, lambda writer: writer.upsert(later))
        with pytest.raises(ImportRefused, match=words):
            undo(store, number)

    def test_statements_that_changed_are_not_named(self, store: Store) -> None:
        number = bring(store, replace(LIST, opinions=(Opinion("a", "b", OpinionKind.USEFUL),)))
        write(store, lambda writer: writer.say(Opinion("a", "b", OpinionKind.NEVER)))
        with pytest.raises(ImportRefused, match="What actors say of others has changed since"):
            undo(store, number)

    def test_an_introduction_keeps_it(self, store: Store) -> None:
        number = bring(store)
        request = Introduction("0" * 32, "b", "c", "Hi", NOW, NOW.date())
        write(store, lambda writer: IntroductionTable(writer).add(request))
        with pytest.raises(ImportRefused, match="Actors of this import have been used since"):
            undo(store, number)

    @pytest.mark.parametrize("use", [
        lambda writer: writer.follows.add("c", "b", NOW), lambda writer: writer.follows.add("b", "c", NOW),
        lambda writer: Contacts(writer).put("c", Contact("Office", "office@c.example", ""))])
    def test_what_actors_did_themselves_keeps_it(self, store: Store, use: Callable[[Transaction], object]) -> None:
        number = bring(store)
        write(store, use)
        with pytest.raises(ImportRefused, match="Actors of this import have been used since"):
            undo(store, number)

    def test_contact_data_of_a_list_do_not(self, store: Store) -> None:
        number = bring(store)
        write(store, lambda writer: Contacts(writer).add({"c": Contact("Office", "office@c.example", "", "list.xlsx")}))
        undo(store, number)
        assert store.read().actors == (A, B)

    @pytest.mark.parametrize("is_revoked", [False, True])
    def test_a_key_keeps_it_unless_it_is_revoked(self, store: Store, database: Database, *, is_revoked: bool) -> None:
        number, keys = bring(store), Keys(database)
        name = keys.create(Key("", "default", "c", frozenset({"read"}), "", NOW, actor="c")).split("_")[1]
        if is_revoked:
            keys.revoke("default", name, NOW)
            undo(store, number)
        else:
            with pytest.raises(ImportRefused, match="Actors of this import have been used since"):
                undo(store, number)

    def test_a_unit_keeps_it(self, store: Store) -> None:
        number = bring(store)
        write(store, lambda writer: writer.put(replace(B, part_of="c")))
        with pytest.raises(ImportRefused, match="since: c"):
            undo(store, number)


class TestForgetting:
    def test_words_of_who_is_erased_go(self, store: Store) -> None:
        bring(store)
        write(store, lambda writer: writer.erase("a", ErasedNames(("k" * 32,)), NOW))
        with store.reading() as session:
            rows = session.connection.execute(select(IMPORT_CHANGES)).all()
        assert [row.key for row in rows] == ["c"]

    def test_old_imports_are_forgotten(self, store: Store) -> None:
        bring(store)
        write(store, lambda writer: writer.imports.forget_before(NOW))
        with store.reading() as session:
            assert len(session.imports.all()) == 1
        write(store, lambda writer: writer.imports.forget_before(NOW + timedelta(seconds=1)))
        with store.reading() as session:
            assert session.imports.all() == []
            assert session.connection.execute(select(IMPORT_CHANGES)).all() == []


class TestAnswers:
    def test_later_ones_stand_in_the_place_of_earlier_ones(self, store: Store) -> None:
        name, word = key_of(Topic.COLUMN, ["Nimi"]), key_of(Topic.WORD, ["themes", "Kahvila, tee"])
        write(store, lambda writer: writer.imports.remember({name: "name", word: "+"}))
        write(store, lambda writer: writer.imports.remember({name: "description"}))
        with store.reading() as session:
            assert session.imports.answers() == Answers({name: "description", word: "+"})


class TestContacts:
    def test_those_of_a_list_are_not_given_and_go_with_it(self, store: Store) -> None:
        own, listed = Contact("Own", "own@example.org"), Contact("Listed", phone="040 1234567", source="import 1")
        write(store, lambda writer: Contacts(writer).put("a", own))
        with store.writing() as transaction:
            assert Contacts(transaction).add({"a": listed, "b": listed}) == 1
        with store.reading() as session:
            contacts = Contacts(session)
            assert (contacts.find("a"), contacts.given("a")) == (own, own)
            assert (contacts.find("b"), contacts.given("b")) == (listed, None)
        with store.writing() as transaction:
            assert Contacts(transaction).remove_of("import 1") == 1
            assert Contacts(transaction).find("b") is None


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.dictionaries(st.sampled_from("abcd"), st.sampled_from(["X", "Y"]), max_size=4), max_size=5))
def test_imports_undone_from_the_last_to_the_first_leave_nothing(store: Store, lists: list[dict[str, str]]) -> None:
    before = store.version
    networks = [Network(tuple(replace(actor(key), name=name) for key, name in rows.items())) for rows in lists]
    for number in reversed([bring(store, network) for network in networks]):
        if number:
            undo(store, number)
    assert store.version == before
