"""Databases that earlier versions wrote are upgraded, and then read, written, checked, handed out and erased from.

`tests/formats` holds one of each earlier form, as SQL, as that version itself had made and filled it.
"""

from __future__ import annotations

import hashlib
import os
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any
from unittest.mock import patch

import psycopg
import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from sqlalchemy import create_engine, inspect
from sqlalchemy import text as sql

from data.database import migrations
from data.database.connection import Database, OutdatedDatabase
from data.database.migrations import HEAD
from data.database.tables import METADATA
from data.errors import LogBroken
from data.governance.configuration_log import check_log
from data.records.digests import digest_of
from data.store.kinds import KINDS
from data.store.store import Store
from data.tenancy.networks import Networks
from matcher.defaults import RULES
from service.app.composition import create_app
from service.settings import Settings
from tests.clients import TestClient
from tests.databases import plain
from tests.formats.fill import filled, sqlite_dump
from tests.gears import is_thorough
from tests.sharing import share_what_is_shipped
from tests.terminal import Terminal
from tests.test_data_store import alter

FOLDER = Path(__file__).parent / "formats"
FORMATS = sorted({path.name.partition(".")[0] for path in FOLDER.glob("*.sql")})
# The only version whose newest format this was did not start.
NEVER_RAN = {"0010"}
# Once upgraded all have the same tables, so that what is costly is tried with two: one that was healed, and the newest.
TRIED = ("0005-upgraded", FORMATS[-1])
# What is filled by several processes, by what was removed and is still in files, and by encoders that are costly.
STAYS_EMPTY = {"rate_leases", "sweeps", "vectors"}
RECORDS = tuple(table.name for table in KINDS)


def load(name: str, url: str) -> None:
    """Fill an empty database with what an earlier version had in its own."""
    kind = "sqlite" if url.startswith("sqlite") else "postgresql"
    content = (FOLDER / f"{name}.{kind}.sql").read_text(encoding="utf-8")
    if kind == "sqlite":
        with closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as file:
            file.executescript(content)
    else:
        with psycopg.connect(plain(url), autocommit=True) as connection:
            connection.execute(content)


def rows_of(url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What stands in the tables of an earlier version, without who belongs to which network."""
    engine = create_engine(url)
    names = set(inspect(engine).get_table_names()) - {"alembic_version", "meta", "networks"}
    with engine.connect() as connection:
        rows = {name: [{key: value for key, value in row.items() if key not in ("network", "digest", "revision")}
                       for row in connection.execute(sql(f"SELECT * FROM {name}")).mappings()]  # noqa: S608
                for name in names}
    engine.dispose()
    return {name: sorted((tuple(sorted(row.items())) for row in found), key=str)
            for name, found in rows.items() if found}


@pytest.fixture(scope="module", autouse=True)
def opened_once() -> Iterator[None]:
    """In both gears, what is shipped is opened once: it is no part of what is upgraded."""
    with pytest.MonkeyPatch.context() as patch:
        if is_thorough():
            share_what_is_shipped(patch)
        yield


@pytest.fixture(params=FORMATS)
def format_(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture
def earlier(format_: str, empty_url: str) -> dict[str, list[tuple[Any, ...]]]:
    """What an earlier version had, which has been upgraded."""
    load(format_, empty_url)
    rows = rows_of(empty_url)
    with closing(OutdatedDatabase(empty_url)) as older:
        assert older.upgrade() == (format_.partition("-")[0], HEAD)
    return rows


@pytest.fixture
def settings(empty_url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=empty_url, encoder="hashing", index="exact")


@pytest.fixture
def terminal(settings: Settings) -> Terminal:
    return Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)


def test_every_earlier_form_is_there_for_both_databases() -> None:
    numbers = {f"{number:04}" for number in range(1, int(HEAD))}
    assert {name.partition("-")[0] for name in FORMATS} == numbers - NEVER_RAN
    for kind in ("sqlite", "postgresql"):
        assert sorted(path.name.partition(".")[0] for path in FOLDER.glob(f"*.{kind}.sql")) == FORMATS


def test_a_database_of_this_version_can_be_written_down(tmp_path: Path) -> None:
    """The next migration needs it: something stands in every table that one service fills."""
    with patch.dict(os.environ), filled(f"sqlite:///{tmp_path / 'network.db'}", tmp_path / "home"):
        content = sqlite_dump(tmp_path / "network.db")
    assert {name for name in METADATA.tables if f'INSERT INTO "{name}"' not in content} == STAYS_EMPTY


def test_a_migration_that_has_landed_is_not_changed() -> None:
    """A change needs a migration of its own: databases that have taken this one would not get it."""
    folder = Path(migrations.__file__).parent / "versions"
    digests = {path.name: hashlib.sha256(path.read_bytes()).hexdigest() for path in folder.glob("v*.py")}
    lines = (FOLDER / "migrations.sha256").read_text(encoding="utf-8").splitlines()
    noted = {name: digest for digest, name in map(str.split, lines)}
    assert digests == noted


@pytest.mark.postgresql
def test_it_has_what_it_had_in_the_tables_of_now(earlier: dict[str, list[tuple[Any, ...]]], empty_url: str) -> None:
    with closing(Database(empty_url)) as database, database.reading() as connection:
        assert compare_metadata(MigrationContext.configure(connection), METADATA) == []
        for table, kind in KINDS.items():
            for row in connection.execute(table.select()):
                assert row.digest == digest_of(kind, row.document)
        network = Store(database).read()
        assert Store(database).version == network.version
        for name in Networks(database).sizes():
            check_log(database, name)
    rows = rows_of(empty_url)
    for name, found in earlier.items():  # later columns may have been added
        assert len(rows[name]) == len(found)
        assert [row for row in found if not any(set(row) <= set(later) for later in rows[name])] == []
    records = [network.actors, network.cooperations, network.blocks, network.opinions, network.outcomes]
    assert [len(kind) for kind in records] == [len(earlier.get(name, ())) for name in RECORDS]
    assert [actor.id for actor in network.actors] == ["lahden-kaupunki", "martan-talo", "oulun-tupa", "turun-yliopisto"]


@pytest.mark.parametrize("format_", TRIED, indirect=True)
@pytest.mark.usefixtures("earlier")
def test_it_is_written_copied_handed_out_and_erased_from(settings: Settings, terminal: Terminal,
                                                         tmp_path: Path) -> None:
    assert terminal.run("audit", "verify").exit_code == 0
    # What the doctor would rightly name: nobody listens there, and the key of the erased stayed with the installation.
    alter(settings.database_url, "DELETE FROM webhooks", "DELETE FROM erasures WHERE key_id <> ''")
    answer = terminal.json("doctor")
    assert [finding for finding in answer["findings"] if not finding["healthy"]] == []
    open_to_all(settings.database_url)
    with TestClient(create_app(settings)) as client:
        write(client)
        assert client.get("/v1/actors/lahden-kaupunki/suggestions").status_code == 200
        assert client.get("/v1/actors/lahden-kaupunki/feed").status_code == 200
        export = client.get("/v1/actors/martan-talo/export")
        assert export.status_code == 200
        assert "Martan talo" in export.text
        backup = str(tmp_path / "backup.db")
        for words in (("network", "backup", "default", backup), ("network", "restore", backup, "--as", "copy")):
            assert terminal.run(*words).exit_code == 0
        with closing(Database(settings.database_url)) as database:
            assert Store(database, "copy").read() == Store(database).read()
            Networks(database).remove("copy")
        assert client.delete("/v1/actors/martan-talo").status_code in (200, 202)
        assert client.get("/v1/actors/martan-talo").status_code == 404
    rows = rows_of(settings.database_url)
    assert "martan-talo" not in str({name: rows[name] for name in rows if name != "erasures"})
    assert terminal.run("audit", "verify").exit_code == 0
    assert terminal.run("database", "tidy").exit_code == 0


def write(client: TestClient) -> None:
    """Write everything that can be written."""
    profile = client.get("/v1/actors/martan-talo").json()["profile"]
    writes = {
        "/v1/actors/uusi": {**profile, "id": "uusi", "name": "Uusi"},
        "/v1/actors/uusi/opinions/martan-talo": {"opinion": "useful"},
        "/v1/actors/martan-talo/opinions/uusi": {"opinion": "never"},
        "/v1/actors/lahden-kaupunki/blocks/uusi": None,
        "/v1/actors/martan-talo/outcomes/lahden-kaupunki": {"outcome": "working"},
        "/v1/actors/lahden-kaupunki/follows/martan-talo": None,
        "/v1/actors/lahden-kaupunki/contact": {"name": "A", "email": "a@example.org"}}
    for address, body in writes.items():
        answer = client.put(address, json=body)
        assert answer.status_code in (200, 201, 204), answer.text
    assert draft(client) == 201
    request = {"other": "martan-talo", "message": "Hei"}
    answer = client.post("/v1/actors/lahden-kaupunki/introductions", json=request)
    assert answer.status_code == 201, answer.text


def draft(client: TestClient) -> int:
    rules = {"content": RULES.read_text(encoding="utf-8"), "note": "Uudet"}
    return client.post("/v1/rules", json=rules).status_code


def open_to_all(url: str) -> None:
    """Remove the keys, so that the service asks for none."""
    alter(url, "DELETE FROM keys")


@pytest.mark.parametrize("format_", ["0005-first"], indirect=True)
@pytest.mark.usefixtures("earlier")
def test_rules_whose_digest_was_not_noted_do_not_hide_others(settings: Settings) -> None:
    """The first version with a log noted no digest of what was drafted; the next one does."""
    open_to_all(settings.database_url)
    with TestClient(create_app(settings)) as client:
        assert draft(client) == 201
    alter(settings.database_url, "UPDATE rule_sets SET content = 'x' WHERE number = 2")
    with closing(Database(settings.database_url)) as database, pytest.raises(LogBroken, match="number 2"):
        check_log(database, "default")
