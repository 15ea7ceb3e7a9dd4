"""Those that listen to a database hear of what others write, and not of what no answer depends on."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from sqlalchemy import Connection, insert

from data.database.connection import Database
from data.database.listening import WRITES, Listener
from data.database.tables import NETWORKS
from data.errors import StoreRefused
from tests.databases import migrated_file

LONG, SHORT = 5.0, 0.2


@pytest.fixture
def listener(database: Database) -> Iterator[Listener]:
    with closing(database.listen()) as opened:
        yield opened


def write(connection: Connection, name: str = "a") -> None:
    connection.execute(insert(NETWORKS), row(name))


def row(name: str) -> dict[str, object]:
    return {"name": name, "id": name * 32, "settings": "{}", "revision": 0, "version": ""}


def test_a_write_is_heard_once(database: Database, listener: Listener) -> None:
    assert not listener.wait(0)
    with database.writing("default") as connection:
        write(connection)
        assert not listener.wait(SHORT)  # it may still be taken back
    assert listener.wait(LONG)
    assert listener.take() <= {"default", ""}
    assert not listener.wait(SHORT)


def test_what_no_answer_depends_on_is_not_heard_and_hides_nothing(database: Database, listener: Listener) -> None:
    with database.writing_unheard("default") as connection:
        write(connection)
    with database.noting() as connection:
        write(connection, "b")
    assert not listener.wait(SHORT)
    with database.writing("default") as connection:
        write(connection, "c")
    with database.writing_unheard("default") as connection:
        write(connection, "d")
    assert listener.wait(LONG)
    listener.take()
    assert not listener.wait(SHORT)


def test_a_write_that_fails_is_not_heard(database: Database, listener: Listener) -> None:
    with pytest.raises(StoreRefused), database.writing("default") as connection:
        connection.execute(insert(NETWORKS), [row("a"), row("a")])
    assert not listener.wait(SHORT)


def test_the_number_of_writes_to_a_file_begins_anew(tmp_path: Path) -> None:
    with closing(Database(migrated_file(tmp_path / "a.db"))) as database:
        with database.noting() as connection:
            connection.exec_driver_sql(f"PRAGMA user_version = {WRITES - 1}")
        with closing(database.listen()) as listener:
            with database.writing("default") as connection:
                write(connection)
            assert listener.wait(LONG)
        with database.reading() as connection:
            assert connection.exec_driver_sql("PRAGMA user_version").scalar_one() == 0
