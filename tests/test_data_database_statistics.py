"""What PostgreSQL keeps of the values of rows besides the rows: nothing of ids and words."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import closing
from dataclasses import replace

import psycopg
import pytest
from psycopg import sql
from sqlalchemy import Connection, LargeBinary, String, create_engine, make_url

from data.database.connection import Database, OutdatedDatabase
from data.database.migrations import HEAD
from data.database.statistics import WITH_STATISTICS, WITHOUT_STATISTICS
from data.database.tables import METADATA
from data.introductions.contacts import Contact, Contacts
from data.records.network import Network
from data.store.store import Store
from tests.databases import drop_database, new_database, plain
from tests.networks import actor, together

OWNER = "owner_of_test"
# What the version before did, in words of its own: statistics as the server makes them by itself.
BEFORE = ("ALTER TABLE keys DROP COLUMN used", "ALTER TABLE erasures DROP COLUMN key_id", "DROP TABLE sweeps",
          "DROP TABLE webhooks",
          "ALTER TABLE introductions DROP COLUMN lapse_noted", "DROP TABLE vectors", "DROP TABLE processes",
          "DROP TABLE sign_ins", "DROP TABLE sign_in_codes", "DROP TABLE idea_shares", "DROP TABLE idea_requests",
          "DROP TABLE rehearsals", "DROP TABLE rate_leases", "ALTER TABLE erasures DROP COLUMN revision",
          "DROP INDEX lists_by_content",
          "ALTER TABLE lists DROP COLUMN content", "ALTER TABLE lists DROP COLUMN showings",
          "ALTER TABLE lists DROP COLUMN last_shown", "UPDATE alembic_version SET version_num = '0009'")


@pytest.fixture
def owned(postgres: str) -> Iterator[str]:
    """The address of a new database, as one who owns it and is no superuser."""
    address = new_database(postgres)
    name = str(make_url(address).database)
    with psycopg.connect(plain(postgres), autocommit=True) as connection:
        if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", (OWNER,)).fetchone():
            connection.execute(sql.SQL("CREATE ROLE {} LOGIN").format(sql.Identifier(OWNER)))
        connection.execute(sql.SQL("ALTER DATABASE {} OWNER TO {}").format(sql.Identifier(name), sql.Identifier(OWNER)))
    yield address.replace("postgres:@", f"{OWNER}:@")
    drop_database(address)


def fill(address: str) -> None:
    """Store what has words in every kind of column that people fill."""
    with closing(Database(address)) as database:
        actors = tuple(replace(actor(f"salainen-{number:03}"), name=f"Salaseura {number % 7}") for number in range(100))
        Store(database).replace(Network(actors, (together("salainen-001", "salainen-002"),)))
        with Store(database).writing() as transaction:
            for number in range(100):
                contact = Contact(f"Salli Salainen {number % 5}", f"salli.{number % 5}@example.org")
                Contacts(transaction).put(f"salainen-{number:03}", contact)


def kept(connection: Connection) -> str:
    """Everything that the server tells of the values of columns."""
    connection.exec_driver_sql("ANALYZE")
    rows = connection.exec_driver_sql(
        "SELECT tablename, attname, most_common_vals::text, histogram_bounds::text FROM pg_stats "
        "WHERE schemaname = 'public'").all()
    assert {row.tablename for row in rows} >= {"actors", "networks"}  # the others are read, too
    return str(rows)


def pairs(columns: Mapping[str, Sequence[str]]) -> list[tuple[str, str]]:
    return sorted((table, column) for table, names in columns.items() for column in names)


def test_every_column_of_text_is_decided_on() -> None:
    columns = {table.name: [column.name for column in table.columns if isinstance(column.type, String | LargeBinary)]
               for table in METADATA.sorted_tables}
    decided = sorted([*pairs(WITH_STATISTICS), *pairs(WITHOUT_STATISTICS)])
    assert pairs(columns) == decided, "decide in data/database/statistics.py, and in a migration"


def test_the_migrations_do_what_was_decided(owned: str) -> None:
    Database(owned).close()
    engine = create_engine(owned)
    with engine.connect() as connection:
        columns = connection.exec_driver_sql(
            "SELECT relname, attname FROM pg_attribute JOIN pg_class ON pg_class.oid = attrelid "
            "WHERE relnamespace = 'public'::regnamespace AND relkind = 'r' AND attnum > 0 AND attstattarget = 0")
        assert sorted(map(tuple, columns)) == pairs(WITHOUT_STATISTICS)
    engine.dispose()


@pytest.mark.parametrize("reader", [OWNER, "postgres"])
def test_the_server_keeps_no_ids_and_no_words(owned: str, reader: str) -> None:
    fill(owned)
    engine = create_engine(owned.replace(f"{OWNER}:@", f"{reader}:@"))
    with engine.connect() as connection:
        assert "sal" not in kept(connection).lower()
    engine.dispose()


def test_what_the_server_kept_before_is_gone_after_the_upgrade(owned: str) -> None:
    fill(owned)
    engine = create_engine(owned)
    with engine.begin() as connection:
        for table, column in pairs(WITHOUT_STATISTICS):
            connection.exec_driver_sql(f'ALTER TABLE {table} ALTER COLUMN "{column}" SET STATISTICS -1')
        for statement in BEFORE:
            connection.exec_driver_sql(statement)
        assert "Salli Salainen" in kept(connection)
        assert "salainen-001" in kept(connection)
    with closing(OutdatedDatabase(owned)) as older:
        assert older.upgrade()[1] == HEAD
    with engine.connect() as connection:
        assert "sal" not in kept(connection).lower()
    engine.dispose()
    with closing(Database(owned)) as database:
        assert len(Store(database).read().actors) == 100
