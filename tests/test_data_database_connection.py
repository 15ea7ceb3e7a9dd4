"""The database: made, migrated and opened, with words for everything that is not a database of ours."""

from __future__ import annotations

import json
import sys
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from socket import socket
from types import ModuleType

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import create_engine

from data.database import connection as module
from data.database import migrations
from data.database.addresses import address_of
from data.database.connection import Database, OutdatedDatabase, is_there
from data.database.migrations import HEAD
from data.database.tables import METADATA
from data.errors import StoreRefused, StoreUnreachable
from data.introductions.introduction import Introduction
from data.introductions.overview import have_lapsed
from data.introductions.table import IntroductionTable
from data.records.digests import canonical
from data.records.network import Network
from data.records.profiles import Profile
from data.store.store import Store
from tests.databases import database_in
from tests.test_data_store import NETWORK, alter

# What the step for several processes has made, and the steps after it.
OF_PROCESSES = (*(f"DROP TABLE {name}" for name in ("vectors", "processes", "rehearsals", "rate_leases", "sign_ins",
                                                    "sign_in_codes", "idea_shares", "idea_requests")),
                "ALTER TABLE keys DROP COLUMN used",
                "ALTER TABLE erasures DROP COLUMN revision", "ALTER TABLE sweeps DROP COLUMN position")
FIRST_TABLES = ("CREATE TABLE actors (key VARCHAR PRIMARY KEY, document TEXT NOT NULL)",
                "CREATE TABLE cooperations (key VARCHAR PRIMARY KEY, document TEXT NOT NULL)",
                "CREATE TABLE blocks (key VARCHAR PRIMARY KEY, document TEXT NOT NULL)",
                "CREATE TABLE meta (name VARCHAR PRIMARY KEY, value TEXT NOT NULL)")

ODD_NAMES = ("koti?1", "a#b", "50 %", "%3F", "koti hakemisto", "Työpöytä ä", "a&b=c", "a+b", "[a]*", "a:b@c", "'\"")


@pytest.fixture
def url(empty_url: str) -> str:
    """Here a database is empty at first: how it gets its tables is what is tested."""
    return empty_url


def refusal(url: str) -> str:
    with pytest.raises(StoreRefused) as failure:
        Database(url)
    assert str(failure.value.cure)
    return str(failure.value)


def write_first_format(url: str, network: Network) -> None:
    """Make a database as the version before networks wrote it."""
    engine = create_engine(url)
    mark = "?" if engine.dialect.name == "sqlite" else "%s"
    with engine.begin() as connection:
        for statement in (*FIRST_TABLES, "INSERT INTO meta VALUES ('schema', '2'), ('version', 'x')"):
            connection.exec_driver_sql(statement)
        rows = {"actors": [(actor.id, canonical(actor)) for actor in network.actors],
                "cooperations": [(json.dumps([list(item.members), item.title, str(item.since)], ensure_ascii=False),
                                  canonical(item)) for item in network.cooperations],
                "blocks": [(json.dumps([block.actor, block.other]), canonical(block)) for block in network.blocks]}
        for table, values in rows.items():
            for row in values:
                connection.exec_driver_sql(f"INSERT INTO {table} VALUES ({mark}, {mark})", row)  # noqa: S608
    engine.dispose()


class TestMigrations:
    def test_they_lead_to_the_tables_that_the_program_uses(self, database: Database) -> None:
        with database.reading() as connection:
            assert compare_metadata(MigrationContext.configure(connection), METADATA) == []

    def test_the_newest_is_the_one_that_is_demanded(self) -> None:
        folder = Path(migrations.__file__).parent
        assert ScriptDirectory(str(folder)).get_current_head() == HEAD

    def test_a_database_of_the_first_format_is_refused_until_it_is_upgraded(self, url: str) -> None:
        write_first_format(url, NETWORK)
        words = refusal(url)
        assert f"has the format 0001; this program reads {HEAD}. Make a copy of it" in words
        assert "then bring it up to date" in words
        with closing(OutdatedDatabase(url)) as database:
            assert database.upgrade() == ("0001", HEAD)
            assert database.upgrade() == (HEAD, HEAD)
        with closing(Database(url)) as database:
            store = Store(database)
            assert store.read() == NETWORK
            assert store.version == NETWORK.version
            assert store.upsert(NETWORK).unchanged == 4

    def test_what_had_lapsed_before_events_told_of_it_is_old_news(self, url: str) -> None:
        now = datetime.now(UTC).replace(microsecond=0)
        with closing(Database(url)) as database:
            Store(database).replace(NETWORK)
            one, other = (item.id for item in NETWORK.actors[:2])
            with Store(database).writing() as transaction:
                for number, days in enumerate((-30, 30)):
                    deadline = now.date() + timedelta(days=days)
                    IntroductionTable(transaction).add(Introduction(f"{number:032x}", one, other, "x", now, deadline))
        for statement in (*OF_PROCESSES, "DROP INDEX lists_by_content", "ALTER TABLE lists DROP COLUMN content",
                          "ALTER TABLE lists DROP COLUMN showings", "ALTER TABLE lists DROP COLUMN last_shown",
                          "DROP TABLE webhooks", "ALTER TABLE introductions DROP COLUMN lapse_noted",
                          "UPDATE alembic_version SET version_num = '0010'"):
            alter(url, statement)
        with closing(OutdatedDatabase(url)) as older:
            assert older.upgrade() == ("0010", HEAD)
        with closing(Database(url)) as database, Store(database).reading() as session:
            assert not have_lapsed(session, now)
            assert have_lapsed(session, now + timedelta(days=40))

    def test_an_upgrade_that_fails_leaves_the_database_as_it_was(self, url: str,
                                                                 monkeypatch: pytest.MonkeyPatch) -> None:
        write_first_format(url, NETWORK)
        with closing(OutdatedDatabase(url)) as database:
            monkeypatch.setattr("alembic.operations.Operations.create_index", lambda *_, **__: 1 / 0)
            with pytest.raises(ZeroDivisionError):
                database.upgrade()
            monkeypatch.undo()
            assert database.upgrade() == ("0001", HEAD)
        with closing(Database(url)) as newer:
            assert Store(newer).read() == NETWORK

    def test_there_is_nothing_to_upgrade_in_an_empty_database(self, url: str) -> None:
        with pytest.raises(StoreRefused, match="nothing to upgrade"):
            OutdatedDatabase(url)

    def test_a_database_of_a_later_version_is_refused(self, database: Database, url: str) -> None:
        database.close()
        alter(url, "UPDATE alembic_version SET version_num = '9999'")
        assert f"has the format 9999; this program reads {HEAD}. Use the version of the program" in refusal(url)
        with pytest.raises(StoreRefused):
            OutdatedDatabase(url)

    def test_a_database_from_before_cooperations_had_a_lead_is_refused(self, url: str) -> None:
        write_first_format(url, Network())
        alter(url, "UPDATE meta SET value = '1' WHERE name = 'schema'")
        assert f"has the format 1; this program reads {HEAD}. Use the version" in refusal(url)


class TestOpening:
    @pytest.mark.parametrize("folder", ODD_NAMES)
    def test_any_sign_may_stand_in_the_path_of_a_file(self, tmp_path: Path, folder: str) -> None:
        file = tmp_path / folder / f"{folder}.db"
        assert not is_there(address_of(file))
        with closing(Database(address_of(file))) as database:
            assert database.where == address_of(file)
            assert {entry.name for entry in file.parent.iterdir()} >= {file.name}
        assert [entry.name for entry in tmp_path.iterdir()] == [folder]
        assert is_there(address_of(file))

    @pytest.mark.parametrize("address", ["sqlite:////{}/koti?1/a.db", "sqlite:////{}/a.db?mode=ro"])
    def test_a_question_mark_in_an_address_is_refused(self, tmp_path: Path, address: str) -> None:
        assert "%3F" in refusal(address.format(tmp_path))
        assert not list(tmp_path.iterdir())

    def test_the_folder_of_a_file_is_made(self, tmp_path: Path) -> None:
        url = f"sqlite:///{tmp_path / 'new' / 'folder' / 'network.db'}"
        assert not is_there(url)
        Database(url).close()
        assert is_there(url)

    @pytest.mark.parametrize("url", ["postgresql+psycopg://user@host/db", "not an address", "sqlite://"])
    def test_other_addresses_may_be_there(self, url: str) -> None:
        assert is_there(url)

    @pytest.mark.parametrize("encoding", ["SQL_ASCII", "LATIN1"])
    def test_a_database_that_cannot_hold_all_letters_is_refused(self, encoding: str, postgres: str) -> None:
        words = refusal(database_in(postgres, encoding))
        assert f"The database has the encoding {encoding}." in words
        assert "createdb --encoding UTF8" in words

    def test_a_damaged_file_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "a.db").write_bytes(b"this is no database at all" * 100)
        assert "file is not a database" in refusal(f"sqlite:///{tmp_path / 'a.db'}")

    def test_a_file_with_damaged_pages_is_refused(self, tmp_path: Path) -> None:
        path = tmp_path / "a.db"
        with closing(Database(f"sqlite:///{path}")) as database:
            Store(database).upsert(Network(tuple(Profile(f"a{number}", "N" * 500) for number in range(200))))
        content = path.read_bytes()
        path.write_bytes(content[:8192] + b"\xff" * (len(content) - 8192))
        with pytest.raises(StoreRefused), closing(Database(f"sqlite:///{path}")) as database:
            Store(database).read()

    def test_another_programs_database_is_refused(self, url: str) -> None:
        alter(url, "CREATE TABLE other (x integer)")
        assert "not a Kumppani database" in refusal(url)

    @pytest.mark.parametrize(("url", "message"), [
        ("not an address", "not the address of a database"),
        ("", "not the address of a database"),
        ("nosuchdatabase://x", "not the address of a database"),
        ("mysql+nosuchdriver://user:secret@host/db", "not the address of a database"),
    ])
    def test_an_address_that_is_none(self, url: str, message: str) -> None:
        words = refusal(url)
        assert message in words
        assert "secret" not in words

    def test_other_databases_are_refused_before_anything_is_tried(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "pymysql", ModuleType("pymysql"))
        monkeypatch.setattr(sys.modules["pymysql"], "paramstyle", "pyformat", raising=False)
        words = refusal("mysql+pymysql://user:secret@host/db")
        assert "SQLite or PostgreSQL" in words
        assert "secret" not in words

    def test_a_password_with_a_sign_of_addresses_is_not_shown(self) -> None:
        words = refusal("postgresql+psycopg://user:a@secret#1@localhost/db")
        assert "@ as %40" in words
        assert "secret" not in words

    def test_a_server_that_is_not_there_is_refused_without_the_password(self, tmp_path: Path) -> None:
        words = refusal(f"postgresql+psycopg://user:secret@/db?host={tmp_path}")
        assert "The store cannot be used" in words
        assert "its server runs" in words
        assert "secret" not in words

    def test_a_server_that_does_not_answer_is_not_waited_for(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(module.PATIENCE, "connect_timeout", 2)
        with closing(socket()) as silent:
            silent.bind(("127.0.0.1", 0))
            silent.listen()
            with pytest.raises(StoreUnreachable, match="its server runs"):
                Database(f"postgresql+psycopg://user@127.0.0.1:{silent.getsockname()[1]}/db")

    def test_a_driver_that_is_not_installed_is_named(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setitem(sys.modules, "psycopg", None)
        words = refusal("postgresql+psycopg://user:secret@host/db")
        assert "“psycopg” of this database is not installed. Install it: pip install 'kumppani[postgresql]'" in words

    def test_a_folder_that_cannot_be_made_is_refused(self, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("x", encoding="utf-8")
        assert "folder of the store cannot be made" in refusal(f"sqlite:///{tmp_path / 'file' / 'inner' / 'a.db'}")
        assert "cannot be used" in refusal(f"sqlite:///{tmp_path}")


class TestDisk:
    """How much of what is written is on the disk before others see it (PRAGMA synchronous: 2 all of it, 1 not yet)."""

    def test_only_what_no_answer_depends_on_does_not_wait_for_it(self, tmp_path: Path) -> None:
        with closing(Database(address_of(tmp_path / "a.db"))) as database:
            ways = {database.writing: 2, database.writing_unheard: 1}
            for way, waits in (*ways.items(), *ways.items()):
                with way("default") as connection:
                    assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == waits
            with database.noting() as connection:
                assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2
