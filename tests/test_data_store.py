"""The store: one transaction per write, many readers, and words for everything that is not a store."""

import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor, wait
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection, Row, create_engine, event, make_url, select

from data.database import connection as module
from data.database.connection import Database
from data.database.tables import ACTORS
from data.demo import actors_file, cooperations_file
from data.errors import (
    RecordChanged,
    RecordsRefused,
    StoreRefused,
    UnknownActor,
    UnknownCooperation,
    UnknownNetwork,
)
from data.files.importing import read_actors, read_cooperations
from data.records.digests import canonical, digest
from data.records.documents import Record
from data.records.keys import cooperation_id
from data.records.network import Network
from data.records.profiles import Coverage, Profile, Wish
from data.records.relations import Block, Cooperation
from data.store.store import Store, StoredState
from data.store.transactions import Expected, WriteResult
from data.tenancy.networks import Networks
from data.vocabularies.catalogue import open_vocabularies
from tests.gears import examples
from tests.stores import stored_network

A = Profile("a", "Ä–€ 🙂", "ngo", names={"sv": "Å"}, coverage=Coverage.LOCAL, needs=Wish({"": "x"}, ("t",)), capacity=0,
            updated=date(2026, 1, 1))
B, C = Profile("b", "B", "ngo"), Profile("c", "C", "ngo")
WORK = Cooperation(("a", "b"), "P", date(2021, 1, 1), None, "s", "b", {"": "x", "sv": "y"}, ("t",))
BLOCK = Block("b", "a")
NETWORK = Network((A, B), (WORK,), (BLOCK,))


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def alter(url: str, *statements: str) -> None:
    """Do something to a database behind the back of the store."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.read() == Network()
    assert store.version == Network().version


def test_what_is_written_is_read(store: Store, url: str) -> None:
    assert store.upsert(Network((B, A), (WORK,), (BLOCK,))) == WriteResult(added=4, changed=0, unchanged=0)
    assert store.read() == NETWORK
    assert store.version == NETWORK.version
    assert stored_network(url) == NETWORK


def test_a_database_that_was_set_back_is_read_anew(store: Store, url: str) -> None:
    """It holds as many records as before, so that their number does not tell."""
    store.upsert(Network((A, B)))
    store.replace(Network((A, C)))
    state = store.read_after(StoredState())
    alter(url, f"UPDATE actors SET key = 'b', document = '{canonical(B)}', digest = '{digest(B)}', "  # noqa: S608
               "revision = 1 WHERE key = 'c'", "UPDATE networks SET revision = 1")
    assert store.read_after(state).network.actors == (A, B)


def test_an_upsert_keeps_what_is_not_mentioned(store: Store) -> None:
    store.upsert(NETWORK)
    newer = replace(B, name="Changed")
    assert store.upsert(Network((newer, C))) == WriteResult(added=1, changed=1, unchanged=0)
    assert store.read() == Network((A, newer, C), (WORK,), (BLOCK,))
    assert store.version == store.read().version


def test_the_same_again_changes_nothing(store: Store) -> None:
    store.upsert(NETWORK)
    before = store.version
    assert store.upsert(NETWORK) == WriteResult(added=0, changed=0, unchanged=4)
    assert store.replace(NETWORK) == WriteResult(added=0, changed=0, unchanged=4)
    assert store.version == before


def test_a_replacement_removes_what_is_not_mentioned(store: Store) -> None:
    store.upsert(NETWORK)
    assert store.replace(Network((A, C))) == WriteResult(added=1, changed=0, unchanged=1, removed=3)
    assert store.read() == Network((A, C))
    assert store.replace(Network()) == WriteResult(added=0, changed=0, unchanged=0, removed=2)
    assert store.version == Network().version


def test_the_end_of_a_cooperation_can_be_corrected(store: Store) -> None:
    store.upsert(Network((A, B), (WORK,)))
    newer = replace(WORK, until=date(2024, 12, 31))
    assert store.upsert(Network((), (newer,))) == WriteResult(added=0, changed=1, unchanged=0)
    assert store.read().cooperations == (newer,)


def test_cooperations_are_stored_once(store: Store) -> None:
    later = replace(WORK, since=date(2022, 1, 1))
    store.upsert(Network((A, B), (WORK, WORK, later)))
    assert store.upsert(Network((), (replace(WORK, source="other"),))) == WriteResult(added=0, changed=1, unchanged=0)
    assert store.read().cooperations == (replace(WORK, source="other"), later)


@pytest.mark.parametrize("network", [
    Network((A,), (WORK,)), Network((A,), (), (BLOCK,)), Network((replace(B, part_of="c"),)),
    Network((), (Cooperation(("x", "y"), ""),)),
])
def test_a_reference_to_an_unknown_actor_is_refused(store: Store, network: Network) -> None:
    for write in (store.upsert, store.replace):
        with pytest.raises(UnknownActor):
            write(network)
    assert store.read() == Network()


def test_a_reference_to_a_stored_actor_is_fine_unless_it_is_replaced(store: Store) -> None:
    store.upsert(Network((A, B)))
    with pytest.raises(UnknownActor, match="no such actors: a and b"):
        store.replace(Network((C,), (WORK,)))
    assert store.upsert(Network((), (WORK,))).added == 1


@pytest.mark.parametrize("actors", [(A, replace(A, name="other")), (replace(A, id=""),)])
def test_ids_are_there_and_unique(store: Store, actors: tuple[Profile, ...]) -> None:
    with pytest.raises(RecordsRefused):
        store.upsert(Network(actors))


TRAPS = {
    "sqlite": ["""CREATE TRIGGER trap BEFORE INSERT ON cooperations WHEN NEW.key LIKE '%trap%'
                  BEGIN SELECT RAISE(ABORT, 'trapped'); END"""],
    "postgresql": ["""CREATE FUNCTION trap() RETURNS trigger LANGUAGE plpgsql
                      AS 'BEGIN RAISE EXCEPTION ''trapped''; END'""",
                   """CREATE TRIGGER trap BEFORE INSERT ON cooperations
                      FOR EACH ROW WHEN (NEW.key LIKE '%%trap%%') EXECUTE FUNCTION trap()"""],
}


def test_a_write_that_fails_midway_leaves_nothing(store: Store, url: str) -> None:
    store.upsert(NETWORK)
    alter(url, *TRAPS[make_url(url).get_backend_name()])
    newer = Network((replace(A, name="Changed"), C), (Cooperation(("a", "c"), "trap"),))
    for write in (store.upsert, store.replace):
        with pytest.raises(StoreRefused, match="trapped"):
            write(newer)
    assert store.read() == NETWORK
    assert store.version == NETWORK.version


WRITE_AND_DIE = """
import os, signal, sys
from data.database.connection import Database
from data.records.network import Network
from data.records.profiles import Profile
from data.store.store import Store
from data.store.transactions import Transaction
done = Transaction._write
def kill_after_actors(self, found):
    done(self, found)
    if found.table.name == "actors":
        os.kill(os.getpid(), signal.SIGKILL)
Transaction._write = kill_after_actors
Store(Database(sys.argv[1])).replace(Network((Profile("z", "Z", "ngo"),)))
"""


def test_a_process_killed_midway_leaves_nothing(store: Store, url: str) -> None:
    store.upsert(NETWORK)
    process = subprocess.run([sys.executable, "-c", WRITE_AND_DIE, url], check=False)  # noqa: S603
    assert process.returncode == -signal.SIGKILL
    assert store.read() == NETWORK
    assert store.upsert(Network((C,))).added == 1


def write_many(url: str, name: str, times: int) -> None:
    with closing(Database(url)) as database:
        for number in range(times):
            Store(database).upsert(Network((Profile(f"{name}-{number}", "N", "ngo"),)))
    os._exit(0)


def test_processes_write_one_after_the_other_while_others_read(store: Store, url: str) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=write_many, args=(url, name, 20)) for name in "pq"]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert store.read().version  # never half a write, never “locked”
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert len(store.read().actors) == 40
    assert store.version == store.read().version


@contextmanager
def another_writer(url: str) -> Iterator[Connection]:
    """A transaction of somebody else who writes, in which nothing has been done yet; undone at the end."""
    engine = create_engine(url)
    if engine.dialect.name == "sqlite":
        event.listen(engine, "begin", lambda connection: connection.exec_driver_sql("BEGIN IMMEDIATE"))
    with engine.connect() as connection:
        transaction = connection.begin()
        if engine.dialect.name == "postgresql":
            connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({module.WRITERS_LOCK})")
        yield connection
        transaction.rollback()
    engine.dispose()


def test_a_reader_sees_the_state_before_an_unfinished_write(store: Store, url: str) -> None:
    store.upsert(NETWORK)
    with another_writer(url) as writer:
        writer.exec_driver_sql("DELETE FROM actors")
        assert store.read() == NETWORK


def test_a_reader_sees_one_state_while_others_write(database: Database, store: Store) -> None:
    """Between the tables that it reads, another one may have written."""
    store.upsert(NETWORK)
    with database.reading() as connection:
        before = connection.execute(select(ACTORS.c.key)).all()
        store.replace(Network((C,)))
        assert connection.execute(select(ACTORS.c.key)).all() == before
    assert store.read() == Network((C,))


def test_threads_share_a_store(store: Store) -> None:
    networks = [Network((Profile(f"t{number}", "T"),)) for number in range(8)]
    threads = [threading.Thread(target=store.upsert, args=(network,)) for network in networks]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(store.read().actors) == 8


def test_a_writer_that_waits_in_vain_says_so(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "BUSY_SECONDS", 0)
    with closing(Database(url)) as database, another_writer(url):
        store = Store(database)
        with pytest.raises(StoreRefused, match="Another program is writing"):
            store.upsert(NETWORK)
        assert store.read() == Network()


def test_writers_of_one_process_wait_for_each_other_too(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    with ThreadPoolExecutor(1) as other:
        with store.writing():
            waits = other.submit(store.upsert, NETWORK)
            assert not wait([waits], 0.2).done
        waits.result(30)
        monkeypatch.setattr(module, "BUSY_SECONDS", 0)
        with store.writing(), pytest.raises(StoreRefused, match="Another program is writing"):
            other.submit(store.upsert, Network()).result(30)
    assert store.read() == NETWORK


@pytest.mark.parametrize("change", [
    "document = '{}'", "document = replace(document, 'B', 'D')", "document = document || ' '",
    "document = replace(document, '\"ngo\"', '\"municipality\"')"])
def test_a_damaged_record_is_named(change: str, store: Store, url: str) -> None:
    """Also one in which a letter was changed, and that could still be read."""
    store.upsert(NETWORK)
    state = store.read_after(StoredState())
    alter(url, f"UPDATE actors SET {change} WHERE key = 'b'")  # noqa: S608
    with pytest.raises(StoreRefused, match="The record “b” of “actors” is damaged"):
        store.read()
    store.upsert(Network((C,)))
    assert store.read_after(state).network.actors == (A, B, C)  # what was read before is as it was


def test_what_is_learned_of_a_cooperation_changes_its_record(store: Store) -> None:
    store.upsert(Network((A, B), (Cooperation(WORK.members, WORK.title, WORK.since),)))
    assert store.upsert(Network((), (WORK,))) == WriteResult(added=0, changed=1, unchanged=0)
    assert store.read().cooperations == (WORK,)


def test_the_demo_is_stored_and_read(store: Store) -> None:
    actors = read_actors(actors_file(), open_vocabularies(), date(2026, 11, 23)).records
    cooperations = read_cooperations(cooperations_file(), [actor.id for actor in actors], open_vocabularies()).records
    assert store.replace(Network(actors, cooperations)) == WriteResult(added=256, changed=0, unchanged=0)
    network = store.read()
    assert network.actors == tuple(sorted(actors, key=lambda actor: actor.id))
    assert sorted(network.cooperations, key=repr) == sorted(cooperations, key=repr)
    assert len(network.cooperations) == 45


def test_only_what_has_changed_is_read(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    store.upsert(NETWORK)
    first = store.read_after(StoredState())
    assert store.read_after(first) is first
    newer = replace(B, name="Changed")
    store.upsert(Network((newer, C)))
    read: list[str] = []
    make = Store._make

    def note(self: Store, row: Row[Any]) -> Record:
        read.append(row.key)
        return make(self, row)

    monkeypatch.setattr(Store, "_make", note)
    second = store.read_after(first)
    assert sorted(read) == ["b", "c"]
    assert second.network == Network((A, newer, C), (WORK,), (BLOCK,))
    assert second.network.version == store.version == Network(*vars_of(second.network)).version


def vars_of(network: Network) -> tuple[tuple[Profile, ...], tuple[Cooperation, ...], tuple[Block, ...]]:
    return network.actors, network.cooperations, network.blocks


def test_a_network_that_was_made_anew_is_read_anew(store: Store, database: Database) -> None:
    store.upsert(NETWORK)
    state = store.read_after(StoredState())
    networks = Networks(database)
    networks.remove("default")
    networks.add("default")
    store.upsert(Network((C,)))
    assert store.read_after(state).network == Network((C,))


def test_an_actor_is_put_only_in_the_state_that_is_expected(store: Store) -> None:
    with store.writing() as transaction:
        assert transaction.put(A, Expected()).added == 1
    tag = digest(A)
    newer = replace(A, name="Changed")
    for expected in (Expected(), Expected(frozenset({"0" * 64}))):
        with pytest.raises(RecordChanged), store.writing() as transaction:
            transaction.put(newer, expected)
    assert store.read().actors == (A,)
    with store.writing() as transaction:
        assert transaction.put(newer, Expected(frozenset({tag}))).changed == 1
    with pytest.raises(RecordChanged), store.writing() as transaction:
        transaction.remove("a", Expected(frozenset({tag})))
    with store.writing() as transaction:
        transaction.remove("a", Expected(differs=True))
    assert store.read() == Network()
    assert store.version == Network().version
    with pytest.raises(RecordChanged), store.writing() as transaction:
        transaction.put(A, Expected(differs=True))
    with pytest.raises(UnknownActor), store.writing() as transaction:
        transaction.actor("a")


def test_an_actor_goes_with_what_names_it(store: Store) -> None:
    other = Cooperation(("b", "c"), "Q")
    store.upsert(Network((A, B, C), (WORK, other), (BLOCK,)))
    with store.writing() as transaction:
        assert transaction.remove("a") == WriteResult(added=0, changed=0, unchanged=0, removed=3)
    assert store.read() == Network((B, C), (other,))
    with pytest.raises(UnknownActor), store.writing() as transaction:
        transaction.remove("a")


@pytest.mark.parametrize("whole", ["a", "a_b", "ä.b"])
def test_units_of_an_actor_that_goes_stay_and_are_part_of_nothing(store: Store, whole: str) -> None:
    speaker = replace(C, descriptions={"en": f'It writes "part_of": "{whole}" of itself.'})
    others = (replace(A, id="axb", part_of="c"), speaker)
    units = [replace(B, part_of=whole), replace(B, id="d", part_of=whole)]
    store.upsert(Network((replace(A, id=whole), *units, *others)))
    with store.writing() as transaction:
        assert transaction.remove(whole) == WriteResult(added=0, changed=2, unchanged=0, removed=1)
    assert store.read() == Network(tuple(sorted((B, replace(B, id="d"), *others), key=lambda one: one.id)))


def test_a_cooperation_is_removed_by_its_id(store: Store) -> None:
    store.upsert(NETWORK)
    with pytest.raises(UnknownCooperation), store.writing() as transaction:
        transaction.remove_cooperation("0" * 16)
    with store.writing() as transaction:
        transaction.remove_cooperation(cooperation_id(WORK))
    assert store.read() == Network((A, B), (), (BLOCK,))


@settings(max_examples=examples(25), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["upsert", "replace", "remove"]),
                                st.lists(st.sampled_from([A, B, C, replace(A, name="x"), replace(C, capacity=3)]),
                                         unique_by=lambda item: item.id)), max_size=8))
def test_the_version_is_that_of_the_records(steps: list[tuple[str, list[Profile]]],
                                            tmp_path_factory: pytest.TempPathFactory) -> None:
    with closing(Database(f"sqlite:///{tmp_path_factory.mktemp('db') / 'a.db'}")) as database:
        store, state = Store(database), StoredState()
        for step, actors in steps:
            with store.writing() as transaction:
                if step == "remove":
                    for actor in actors:
                        if actor.id in transaction.actor_ids():
                            transaction.remove(actor.id)
                else:
                    getattr(transaction, step)(Network(tuple(actors)))
            state = store.read_after(state)
            right = store.read()
            assert state.network == right
            assert store.version == right.version == Network(*vars_of(right)).version


def test_networks_do_not_see_each_other(database: Database) -> None:
    Networks(database).add("other")
    here, there = Store(database), Store(database, "other")
    here.upsert(NETWORK)
    assert there.read() == Network()
    there.upsert(Network((replace(A, name="Other"),)))
    there.replace(Network((C,)))
    assert here.read() == NETWORK
    with pytest.raises(UnknownActor):
        there.upsert(Network((), (WORK,)))
    with there.writing() as transaction, pytest.raises(UnknownActor):
        transaction.remove("a")
    Networks(database).remove("other")
    assert here.read() == NETWORK
    for action in (there.read, lambda: there.version, lambda: there.upsert(NETWORK)):
        with pytest.raises(UnknownNetwork, match="There is no network “other”"):
            action()
