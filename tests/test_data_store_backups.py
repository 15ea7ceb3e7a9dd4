"""Backups that somebody has changed: whatever it is, it is refused, and what differs is named."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import create_engine

from data.database.connection import Database, OutdatedDatabase
from data.database.tables import METADATA
from data.errors import LogBroken, StoreRefused
from data.governance.audit_log import AuditLog
from data.store import manifests
from data.store.backups import AS_WRITTEN, Restoring, restore_backup, write_backup
from data.store.store import Store
from data.tenancy.networks import Networks
from tests.test_service_earlier_formats import load

# Everything that a network keeps stands in these; answers are remembered of it for a day, and stand there, too.
TABLES = sorted(set(METADATA.tables))


@pytest.fixture(scope="module")
def full(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """A database in which something stands in every table."""
    url = f"sqlite:///{tmp_path_factory.mktemp('full') / 'network.db'}"
    load("0005", url)
    with closing(OutdatedDatabase(url)) as older:
        older.upgrade()
    with closing(Database(url)) as database:
        yield database


@pytest.fixture(scope="module")
def written(full: Database, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, str]:
    """A backup, and its digest."""
    path = tmp_path_factory.mktemp("written") / "backup"
    return path, write_backup(full, "default", path)


@pytest.fixture
def path(written: tuple[Path, str], tmp_path: Path) -> Path:
    return Path(shutil.copy(written[0], tmp_path / "backup"))


def change(path: Path, *statements: str) -> None:
    with closing(sqlite3.connect(path)) as file, file:
        for name, in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'").fetchall():
            file.execute(f"DROP TRIGGER {name}")
        for statement in statements:
            assert file.execute(statement).rowcount


def seal_anew(path: Path) -> None:
    change(path, "DROP TABLE manifest")
    with closing(Database(f"sqlite:///{path}")) as changed, changed.writing() as connection:
        manifests.seal(connection)


def refusal(database: Database, path: Path, how: Restoring = AS_WRITTEN) -> str:
    with pytest.raises((StoreRefused, LogBroken)) as failure:
        restore_backup(database, path, "copy", how or Restoring())
    assert failure.value.where == str(path)
    assert str(failure.value.cure)
    assert "copy" not in Networks(database).sizes()
    return str(failure.value)


def test_one_that_nobody_has_changed_comes_back(full: Database, written: tuple[Path, str], path: Path) -> None:
    digest = written[1]
    restore_backup(full, path, "as-it-was", Restoring(digest=digest))
    assert Store(full, "as-it-was").read() == Store(full).read()
    AuditLog(full).check("as-it-was")
    Networks(full).remove("as-it-was")


@pytest.mark.parametrize("table", TABLES)
def test_a_changed_table_is_named(table: str, full: Database, path: Path) -> None:
    with closing(sqlite3.connect(path)) as file:
        columns = [row[1] for row in file.execute(f"PRAGMA table_info({table})")]
        count, = file.execute(f"SELECT count(*) FROM {table}").fetchone()  # noqa: S608
    for column in columns if count else ():
        changed = Path(shutil.copy(path, path.with_name(f"{column}.backup")))
        change(changed, f"UPDATE {table} SET {column} = coalesce({column}, '') || '1' "  # noqa: S608
                        f"WHERE rowid = (SELECT max(rowid) FROM {table})")
        assert f"{table}" in refusal(full, changed)
    changed = Path(shutil.copy(path, path.with_name("more.backup")))
    change(changed, f"INSERT INTO {table} VALUES ({', '.join(str(9_000 + at) for at, _ in enumerate(columns))})")  # noqa: S608
    assert f"{table} ({count} → {count + 1})" in refusal(full, changed)
    if count:
        change(path, f"DELETE FROM {table} WHERE rowid = (SELECT max(rowid) FROM {table})")  # noqa: S608
        assert f"{table} ({count} → {count - 1})" in refusal(full, path)


def test_all_that_differ_are_named_at_once(full: Database, path: Path) -> None:
    change(path, "UPDATE contacts SET email = 'me@example.org'", "UPDATE introductions SET answer = 'declined'",
           "CREATE TABLE more AS SELECT 1 AS one")
    assert "in the tables: contacts, introductions, more (– → 1)" in refusal(full, path)


def test_a_manifest_that_was_made_anew_is_told_by_the_digest_that_was_noted(
        full: Database, written: tuple[Path, str], path: Path) -> None:
    change(path, "UPDATE contacts SET email = 'me@example.org'")
    seal_anew(path)
    assert "not the one whose digest was noted" in refusal(full, path, Restoring(digest=written[1]))


def test_a_changed_log_does_not_pass_under_a_manifest_made_anew(full: Database, path: Path) -> None:
    change(path, "UPDATE audit SET author = 'somebody' WHERE number = 2")
    seal_anew(path)
    assert "Entry 2 of the audit log does not fit" in refusal(full, path)


def test_one_without_a_manifest_is_refused(full: Database, path: Path) -> None:
    change(path, "DROP TABLE manifest")
    assert "no manifest" in refusal(full, path)


def test_a_digest_tells_any_rows_apart(tmp_path_factory: pytest.TempPathFactory) -> None:
    folder = tmp_path_factory.mktemp("rows")
    values = st.one_of(st.none(), st.integers(-2**63, 2**63 - 1), st.text("a,\"[]\n\\é", max_size=3),
                       st.binary(max_size=2))
    tables = st.lists(st.tuples(values, values), max_size=3)
    known: dict[str, object] = {}

    @given(rows=tables)
    def try_(rows: list[tuple[object, object]]) -> None:
        path = folder / "a.db"
        path.unlink(missing_ok=True)
        with closing(sqlite3.connect(path)) as file, file:
            file.execute("CREATE TABLE t (number INTEGER PRIMARY KEY, one, other)")
            file.executemany("INSERT INTO t (one, other) VALUES (?, ?)", rows)
            rest = file.execute("SELECT quote(one), quote(other) FROM t ORDER BY number").fetchall()
        engine = create_engine(f"sqlite:///{path}")
        with engine.connect() as connection:
            count, digest = manifests._entry(connection, "t")
        engine.dispose()
        assert count == len(rows)
        assert known.setdefault(digest, rest) == rest

    try_()
