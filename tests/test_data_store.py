"""The store: one transaction per write, many readers, and words for everything that is not a store."""

import multiprocessing
import os
import signal
import sqlite3
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import date
from pathlib import Path
from types import ModuleType

import pytest
from sqlalchemy import Connection, create_engine, event, make_url, select

from data import store as module
from data.demo import actors_file, cooperations_file
from data.errors import RecordsRefused, StoreRefused, UnknownActor
from data.importing import read_actors, read_cooperations
from data.records import Block, Cooperation, Coverage, Network, Profile, Wish
from data.store import Applied, Store
from data.vocabularies import open_vocabularies
from tests.databases import new_database

A = Profile("a", "Ä–€ 🙂", "ngo", names={"sv": "Å"}, coverage=Coverage.LOCAL, needs=Wish({"": "x"}, ("t",)), capacity=0,
            updated=date(2026, 1, 1))
B, C = Profile("b", "B", "ngo"), Profile("c", "C", "ngo")
WORK = Cooperation(("a", "b"), "P", date(2021, 1, 1), None, "s", "b", {"": "x", "sv": "y"}, ("t",))
BLOCK = Block("b", "a")
NETWORK = Network((A, B), (WORK,), (BLOCK,))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "new" / "folder" / "network.db"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, path: Path) -> str:
    if request.param == "sqlite":
        return f"sqlite:///{path}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def store(url: str) -> Iterator[Store]:
    with closing(Store(url)) as opened:
        yield opened


@pytest.fixture
def file_store(path: Path) -> Iterator[Store]:
    """A store in SQLite, whose file a test looks into."""
    with closing(Store(f"sqlite:///{path}")) as opened:
        yield opened


def alter(url: str, *statements: str) -> None:
    """Do something to a database behind the back of the store."""
    engine = create_engine(url)
    with engine.begin() as connection:
        for statement in statements:
            connection.exec_driver_sql(statement)
    engine.dispose()


def refusal(url: str) -> str:
    with pytest.raises(StoreRefused) as caught:
        Store(url)
    assert str(caught.value.cure)
    return str(caught.value)


def test_a_new_store_is_empty(store: Store) -> None:
    assert store.read() == Network()
    assert store.version == Network().version


def test_the_folder_of_a_file_is_made(file_store: Store, path: Path) -> None:
    assert file_store.read() == Network()
    assert path.exists()


def test_what_is_written_is_read(store: Store, url: str) -> None:
    assert store.upsert(Network((B, A), (WORK,), (BLOCK,))) == Applied(added=4, changed=0, unchanged=0)
    assert store.read() == NETWORK
    assert store.version == NETWORK.version
    with closing(Store(url)) as again:
        assert again.read() == NETWORK


def test_an_upsert_keeps_what_is_not_mentioned(store: Store) -> None:
    store.upsert(NETWORK)
    changed = replace(B, name="Changed")
    assert store.upsert(Network((changed, C))) == Applied(added=1, changed=1, unchanged=0)
    assert store.read() == Network((A, changed, C), (WORK,), (BLOCK,))
    assert store.version == store.read().version


def test_the_same_again_changes_nothing(store: Store) -> None:
    store.upsert(NETWORK)
    before = store.version
    assert store.upsert(NETWORK) == Applied(added=0, changed=0, unchanged=4)
    assert store.replace(NETWORK) == Applied(added=0, changed=0, unchanged=4)
    assert store.version == before


def test_a_replacement_removes_what_is_not_mentioned(store: Store) -> None:
    store.upsert(NETWORK)
    assert store.replace(Network((A, C))) == Applied(added=1, changed=0, unchanged=1, removed=3)
    assert store.read() == Network((A, C))
    assert store.replace(Network()) == Applied(added=0, changed=0, unchanged=0, removed=2)
    assert store.version == Network().version


def test_the_end_of_a_cooperation_can_be_corrected(store: Store) -> None:
    store.upsert(Network((A, B), (WORK,)))
    ended = replace(WORK, until=date(2024, 12, 31))
    assert store.upsert(Network((), (ended,))) == Applied(added=0, changed=1, unchanged=0)
    assert store.read().cooperations == (ended,)


def test_cooperations_are_stored_once(store: Store) -> None:
    later = replace(WORK, since=date(2022, 1, 1))
    store.upsert(Network((A, B), (WORK, WORK, later)))
    assert store.upsert(Network((), (replace(WORK, source="other"),))) == Applied(added=0, changed=1, unchanged=0)
    assert store.read().cooperations == (replace(WORK, source="other"), later)


@pytest.mark.parametrize("network", [
    Network((A,), (WORK,)), Network((A,), (), (BLOCK,)), Network((), (Cooperation(("x", "y"), ""),)),
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
    changed = Network((replace(A, name="Changed"), C), (Cooperation(("a", "c"), "trap"),))
    for write in (store.upsert, store.replace):
        with pytest.raises(StoreRefused, match="trapped"):
            write(changed)
    assert store.read() == NETWORK
    assert store.version == NETWORK.version


KILLED = """
import os, signal, sys
from data import store as module
from data.records import Network, Profile
from data.store import Store
done = module._write_difference
def kill_after_actors(connection, table, before, after):
    done(connection, table, before, after)
    if table.name == "actors":
        os.kill(os.getpid(), signal.SIGKILL)
module._write_difference = kill_after_actors
Store(sys.argv[1]).replace(Network((Profile("z", "Z", "ngo"),)))
"""


def test_a_process_killed_midway_leaves_nothing(store: Store, url: str) -> None:
    store.upsert(NETWORK)
    done = subprocess.run([sys.executable, "-c", KILLED, url], check=False)  # noqa: S603
    assert done.returncode == -signal.SIGKILL
    assert store.read() == NETWORK
    assert store.upsert(Network((C,))).added == 1


def write_many(url: str, name: str, times: int) -> None:
    with closing(Store(url)) as store:
        for number in range(times):
            store.upsert(Network((Profile(f"{name}-{number}", "N", "ngo"),)))
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


def test_a_reader_sees_one_state_while_others_write(store: Store) -> None:
    """Between the tables that it reads, another one may have written."""
    store.upsert(NETWORK)
    with store._reading() as connection:
        before = connection.execute(select(module.ACTORS.c.key)).all()
        store.replace(Network((C,)))
        assert connection.execute(select(module.ACTORS.c.key)).all() == before
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
    with closing(Store(url)) as store, another_writer(url):
        with pytest.raises(StoreRefused, match="Another program is writing"):
            store.upsert(NETWORK)
        assert store.read() == Network()


def test_a_damaged_file_is_refused(tmp_path: Path) -> None:
    (tmp_path / "a.db").write_bytes(b"this is no database at all" * 100)
    assert "file is not a database" in refusal(f"sqlite:///{tmp_path / 'a.db'}")


def test_a_truncated_file_is_refused(file_store: Store, path: Path) -> None:
    store = file_store
    store.upsert(Network(tuple(Profile(f"a{number}", "N" * 500) for number in range(200))))
    store.close()
    content = path.read_bytes()
    path.write_bytes(content[:8192] + b"\xff" * 8192 + content[16384:])
    with pytest.raises(StoreRefused), closing(Store(f"sqlite:///{path}")) as damaged:
        damaged.read()


def test_a_damaged_record_is_named(store: Store, url: str) -> None:
    store.upsert(NETWORK)
    alter(url, "UPDATE actors SET document = '{}' WHERE key = 'b'")
    with pytest.raises(StoreRefused, match="The record “b” of “actors” is damaged"):
        store.read()


def test_another_database_is_refused(url: str, path: Path) -> None:
    path.parent.mkdir(parents=True)
    alter(url, "CREATE TABLE other (x integer)")
    assert "not a Kumppani database" in refusal(url)


def test_a_store_of_another_format_is_refused(store: Store, url: str) -> None:
    assert store.read() == Network()
    alter(url, "UPDATE meta SET value = '99' WHERE name = 'schema'")
    assert "has the format 99; this program reads 2" in refusal(url)


def test_a_store_from_before_cooperations_had_a_lead_is_refused_and_left_alone(file_store: Store, path: Path) -> None:
    store = file_store
    store.upsert(NETWORK)
    with closing(sqlite3.connect(path)) as raw, raw:
        raw.execute("UPDATE cooperations SET document = json_remove(document, '$.lead', '$.descriptions', '$.themes')")
        raw.execute("UPDATE meta SET value = '1' WHERE name = 'schema'")
        before = raw.execute("SELECT document FROM cooperations").fetchall()
    assert refusal(f"sqlite:///{path}").endswith(
        "has the format 1; this program reads 2. Move it away, and import the records into a new store.")
    with closing(sqlite3.connect(path)) as raw:
        assert raw.execute("SELECT document FROM cooperations").fetchall() == before


def test_what_is_learned_of_a_cooperation_changes_its_record(store: Store) -> None:
    store.upsert(Network((A, B), (Cooperation(WORK.members, WORK.title, WORK.since),)))
    assert store.upsert(Network((), (WORK,))) == Applied(added=0, changed=1, unchanged=0)
    assert store.read().cooperations == (WORK,)


@pytest.mark.parametrize(("url", "said"), [
    ("not an address", "not the address of a database"),
    ("", "not the address of a database"),
    ("nosuchdatabase://x", "not the address of a database"),
    ("mysql+nosuchdriver://user:secret@host/db", "not the address of a database"),
])
def test_an_address_that_is_none(url: str, said: str) -> None:
    words = refusal(url)
    assert said in words
    assert "secret" not in words


def test_other_databases_are_refused_before_anything_is_tried(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pymysql", ModuleType("pymysql"))
    monkeypatch.setattr(sys.modules["pymysql"], "paramstyle", "pyformat", raising=False)
    words = refusal("mysql+pymysql://user:secret@host/db")
    assert "SQLite or PostgreSQL" in words
    assert "secret" not in words


def test_a_server_that_is_not_there_is_refused_without_the_password(tmp_path: Path) -> None:
    words = refusal(f"postgresql+psycopg://user:secret@/db?host={tmp_path}")
    assert "The store cannot be used" in words
    assert "secret" not in words


def test_a_driver_that_is_not_installed_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "psycopg", None)
    words = refusal("postgresql+psycopg://user:secret@host/db")
    assert "“psycopg” of this database is not installed. Install it: pip install 'kumppani[postgresql]'" in words


def test_a_folder_that_cannot_be_made_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("x", encoding="utf-8")
    assert "folder of the store cannot be made" in refusal(f"sqlite:///{tmp_path / 'file' / 'inner' / 'a.db'}")
    assert "cannot be used" in refusal(f"sqlite:///{tmp_path}")


def test_the_demo_is_stored_and_read(store: Store) -> None:
    actors = read_actors(actors_file(), open_vocabularies(), date(2026, 11, 23)).records
    cooperations = read_cooperations(cooperations_file(), [actor.id for actor in actors], open_vocabularies()).records
    assert store.replace(Network(actors, cooperations)) == Applied(added=256, changed=0, unchanged=0)
    found = store.read()
    assert found.actors == tuple(sorted(actors, key=lambda actor: actor.id))
    assert sorted(found.cooperations, key=repr) == sorted(cooperations, key=repr)
    assert len(found.cooperations) == 45
