"""The audit log: a chain that only grows, and shows where somebody has changed it."""

from __future__ import annotations

import hashlib
import json
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from threading import Thread

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import Connection
from sqlalchemy import text as sql

from data.database.connection import Database
from data.errors import LogBroken, NetworkRefused, StoreRefused
from data.governance.audit_log import BEFORE_THE_FIRST, AuditEvent, AuditLog, Head, Signature, append, check_chain
from data.governance.configuration_log import InUse
from data.store.backups import Restoring, restore_backup, write_backup
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from tests.gears import examples
from tests.test_data_store import NETWORK, alter

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
SIGNATURE = Signature("0123456789abcdef", NOW)
GUARDS = {"sqlite": ("DROP TRIGGER audit_update", "DROP TRIGGER audit_delete", "DROP TRIGGER audit_replace"),
          "postgresql": ("DROP TRIGGER audit_only_grows ON audit",)}


def log(database: Database, count: int, network: str = "default") -> None:
    with database.writing() as connection:
        for number in range(count):
            append(connection, network, AuditEvent.RULES_DRAFTED, {"number": number, "ä": [None, "“x”"]}, SIGNATURE)


def events(database: Database, network: str = "default") -> list[str]:
    return [entry.what for entry in AuditLog(database).page(network, 0, 1000)[1]]


def tamper(database: Database, *statements: str) -> None:
    """Do something to the table behind the back of what guards it."""
    with database.writing() as connection:
        for statement in (*GUARDS[connection.dialect.name], *statements):
            connection.execute(sql(statement))


class TestChain:
    def test_entries_follow_each_other(self, database: Database) -> None:
        log(database, 3)
        head, entries = AuditLog(database).page("default", 0, 10)
        assert [entry.number for entry in entries] == [1, 2, 3]
        assert (entries[0].at, entries[0].author, entries[0].what) == (NOW, SIGNATURE.author, "rules-drafted")
        assert entries[1].details == {"number": 1, "ä": [None, "“x”"]}
        assert head == Head(3, entries[2].hash) == AuditLog(database).check("default")
        assert [entry.number for entry in AuditLog(database).page("default", 1, 1)[1]] == [2]

    def test_anybody_can_work_the_hashes_out(self, database: Database) -> None:
        log(database, 3)
        before = BEFORE_THE_FIRST
        for entry in AuditLog(database).page("default", 0, 10)[1]:
            details = json.dumps(entry.details, ensure_ascii=False, sort_keys=True, separators=(",", ":"))
            row = json.dumps([entry.number, entry.at.isoformat(), entry.author, entry.what, details],
                             ensure_ascii=False, separators=(",", ":"))
            before = hashlib.sha256(f"{before}\n{row}".encode()).hexdigest()
            assert entry.hash == before

    def test_networks_have_logs_of_their_own(self, database: Database) -> None:
        log(database, 2)
        log(database, 1, "other")
        assert AuditLog(database).networks() == ("default", "other")
        assert AuditLog(database).check("other").number == 1
        assert AuditLog(database).check("none") == Head()

    def test_writers_at_the_same_time_do_not_fork_it(self, database: Database, url: str) -> None:
        def write() -> None:
            with closing(Database(url)) as own:
                for _ in range(10):
                    log(own, 1)

        threads = [Thread(target=write) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert AuditLog(database).check("default").number == 40

    def test_what_is_not_kept_is_not_logged(self, database: Database) -> None:
        def fail(connection: Connection) -> None:
            append(connection, "default", AuditEvent.RULES_DRAFTED, {}, SIGNATURE)
            raise ZeroDivisionError

        with pytest.raises(ZeroDivisionError), database.writing() as connection:
            fail(connection)
        assert events(database) == []


class TestGuards:
    @pytest.mark.parametrize("statement", [
        "UPDATE audit SET author = 'me'", "DELETE FROM audit", "DELETE FROM audit WHERE number = 2"])
    def test_it_can_only_grow(self, statement: str, database: Database) -> None:
        log(database, 2)
        with pytest.raises(StoreRefused, match="the audit log can only grow"), database.writing() as connection:
            connection.execute(sql(statement))
        assert AuditLog(database).check("default").number == 2

    def test_nor_can_a_row_be_put_in_the_place_of_another_one(self, database: Database) -> None:
        log(database, 2)
        row = "audit VALUES ('default', 1, 'x', 'x', 'x', '{}', 'x')"
        with database.reading() as connection:
            statement = {"sqlite": f"INSERT OR REPLACE INTO {row}", "postgresql": (
                f"INSERT INTO {row} ON CONFLICT (network, number) DO UPDATE SET author = 'x'")}[connection.dialect.name]
        with pytest.raises(StoreRefused), database.writing() as connection:
            connection.execute(sql(statement))
        assert AuditLog(database).check("default").number == 2


class TestTampering:
    @pytest.mark.parametrize(("statement", "number"), [
        ("UPDATE audit SET author = 'me' WHERE number = 3", 3),
        ("UPDATE audit SET details = '{}' WHERE number = 2", 2),
        ("UPDATE audit SET at = '2026-11-27T12:00:01+00:00' WHERE number = 1", 1),
        ("UPDATE audit SET hash = (SELECT hash FROM audit WHERE number = 3) WHERE number = 4", 4),
        ("DELETE FROM audit WHERE number = 2", 2),
        ("DELETE FROM audit WHERE number = 1", 1),
        ("UPDATE audit SET number = number + 10 WHERE number > 3", 4),
    ])
    def test_the_first_entry_that_does_not_fit_is_named(self, statement: str, number: int, database: Database) -> None:
        log(database, 5)
        tamper(database, statement)
        with pytest.raises(LogBroken, match=f"Entry {number} of the audit log does not fit"):
            AuditLog(database).check("default")

    def test_what_is_gone_at_the_end_shows_by_a_hash_that_was_noted(self, database: Database) -> None:
        log(database, 5)
        hashes = [entry.hash for entry in AuditLog(database).page("default", 0, 10)[1]]
        tamper(database, "DELETE FROM audit WHERE number > 3")
        with database.reading() as connection:
            assert check_chain(connection, "default").number == 3
            assert check_chain(connection, "default", hashes[2]).number == 3
            with pytest.raises(LogBroken, match="no entry with the hash that was noted"):
                check_chain(connection, "default", hashes[4])
            assert check_chain(connection, "default", BEFORE_THE_FIRST).number == 3  # the head of an empty log

    @settings(max_examples=examples(40), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_any_change_of_any_entry_is_seen(self, data: st.DataObject, tmp_path: Path) -> None:
        with closing(Database("sqlite://")) as database, database.writing() as connection:
            count = data.draw(st.integers(1, 6))
            details = st.dictionaries(st.text(max_size=3), st.none() | st.integers() | st.text(max_size=5), max_size=3)
            for _ in range(count):
                append(connection, "n", data.draw(st.sampled_from(list(AuditEvent))), data.draw(details), SIGNATURE)
            check_chain(connection, "n")
            connection.execute(sql("DROP TRIGGER audit_update"))
            column = data.draw(st.sampled_from(["at", "author", "what", "details", "hash"]))
            number = data.draw(st.integers(1, count))
            connection.execute(sql(f"UPDATE audit SET {column} = {column} || 'x' WHERE number = :n"),  # noqa: S608
                               {"n": number})
            with pytest.raises(LogBroken, match=f"Entry {number} "):
                check_chain(connection, "n")


class TestWhatIsLogged:
    def test_keys_without_names_and_secrets(self, database: Database) -> None:
        keys = Keys(database)
        token = keys.create(Key("", "default", "Annan avain", frozenset({"read", "write"}), "60/minute", NOW))
        new = keys.rotate("default", token.split("_")[1], NOW + timedelta(days=1), NOW + timedelta(days=8))
        keys.revoke("default", new.split("_")[1], NOW + timedelta(days=2))
        entries = AuditLog(database).page("default", 0, 10)[1]
        assert [(entry.what, entry.author) for entry in entries] == [
            ("key-created", "command line"), ("key-rotated", "command line"), ("key-revoked", "command line")]
        assert entries[0].details == {"key": token.split("_")[1], "scopes": ["read", "write"], "rate": "60/minute",
                                      "expires": None}
        assert entries[1].details["old"] == token.split("_")[1]
        assert entries[1].details["key"] == entries[2].details["key"] == new.split("_")[1]
        assert not any(secret in str(entries) for secret in ("Annan", token.split("_", 2)[2], new.split("_", 2)[2]))

    def test_a_network_made_anew_goes_on_in_the_same_log(self, database: Database) -> None:
        networks = Networks(database, lambda: NOW)
        networks.add("lapland", {"rules": "own.toml"})
        networks.change("lapland", {"weights": "with_history"})
        networks.remove("lapland")
        networks.add("lapland")
        entries = AuditLog(database).page("lapland", 0, 10)[1]
        assert [entry.what for entry in entries] == ["network-added", "network-changed", "network-removed",
                                                     "network-added"]
        assert entries[1].details == {"settings": {"weights": "with_history"}}
        assert {entry.at for entry in entries} == {NOW}
        assert AuditLog(database).check("lapland").number == 4

    def test_what_is_refused_is_not_logged(self, database: Database) -> None:
        for name in ("default", "Bad Name"):
            with pytest.raises(NetworkRefused):
                Networks(database).add(name)
        assert AuditLog(database).networks() == ()

    def test_files_that_have_changed(self, database: Database) -> None:
        store, first = Store(database), InUse(0, "rules1", "weights1")
        for in_use in (first, first, InUse(0, "rules2", "weights1"), InUse(0, "rules2", "weights2"),
                       InUse(7, "opened before others were activated", "weights2"), first):
            store.note_in_use(in_use, SIGNATURE)
        assert [(entry.what, entry.details) for entry in AuditLog(database).page("default", 0, 10)[1]] == [
            ("rules-found", {"number": 0, "rules": "rules1"}), ("weights-found", {"weights": "weights1"}),
            ("rules-found", {"number": 0, "rules": "rules2"}), ("weights-found", {"weights": "weights2"}),
            ("rules-found", {"number": 0, "rules": "rules1"}), ("weights-found", {"weights": "weights1"})]


class TestBackup:
    @pytest.fixture
    def path(self, database: Database, tmp_path: Path) -> Path:
        Networks(database, lambda: NOW).add("lapland")
        Store(database, "lapland").upsert(NETWORK)
        write_backup(database, "lapland", tmp_path / "backup")
        return tmp_path / "backup"

    def restoration(self, database: Database, path: Path, name: str) -> dict[str, object]:
        restore_backup(database, path, name, clock=lambda: NOW)
        AuditLog(database).check(name)
        entry = AuditLog(database).page(name, 0, 100)[1][-1]
        assert entry.what == "network-restored"
        return dict(entry.details)

    def test_it_comes_back_as_it_was_and_goes_on(self, database: Database, path: Path) -> None:
        head = AuditLog(database).check("lapland")
        details = self.restoration(database, path, "copy")
        assert details == {"entries": 1, "head": head.hash, "holds": True, "taken_over": True, "keys": []}
        assert events(database, "copy") == ["network-added", "network-restored"]
        AuditLog(database).check("copy", head.hash)

    def test_one_that_is_there_is_not_replaced(self, database: Database, path: Path) -> None:
        head = AuditLog(database).check("lapland")
        Networks(database).remove("lapland")
        details = self.restoration(database, path, "lapland")
        assert details == {"entries": 1, "head": head.hash, "holds": True, "taken_over": False, "keys": []}
        assert events(database, "lapland") == ["network-added", "network-removed", "network-restored"]

    def test_one_that_does_not_hold_is_refused_or_left_out(self, database: Database, tmp_path: Path) -> None:
        """It was changed in the database that the backup was made of: its manifest is right."""
        log(database, 3)
        tamper(database, "UPDATE audit SET author = 'me' WHERE number = 2")
        write_backup(database, "default", tmp_path / "backup")
        with pytest.raises(LogBroken, match="Entry 2 of the audit log") as failure:
            restore_backup(database, tmp_path / "backup", "copy")
        assert failure.value.where == str(tmp_path / "backup")
        restore_backup(database, tmp_path / "backup", "copy", Restoring(without_log=True))
        _, entries = AuditLog(database).page("copy", 0, 100)
        assert [(entry.what, entry.details["holds"], entry.details["taken_over"]) for entry in entries] == [
            ("network-restored", False, False)]
        with database.reading() as connection:
            assert check_chain(connection, "copy").number == 1


def test_a_log_is_made_by_an_upgrade(empty_url: str) -> None:
    from data.database.connection import OutdatedDatabase
    from tests.test_data_database_connection import write_first_format

    write_first_format(empty_url, NETWORK)
    with closing(OutdatedDatabase(empty_url)) as older:
        older.upgrade()
    with closing(Database(empty_url)) as database:
        log(database, 1)
        with pytest.raises(StoreRefused, match="can only grow"), database.writing() as connection:
            connection.execute(sql("DELETE FROM audit"))


@pytest.mark.parametrize("guard", range(3))
def test_a_database_that_does_not_guard_the_log_is_noticed(guard: int, database: Database, url: str) -> None:
    log(database, 2)
    kind = url.partition(":")[0].partition("+")[0]
    alter(url, GUARDS[kind][guard % len(GUARDS[kind])])
    with pytest.raises(LogBroken, match="triggers are gone"):
        AuditLog(database).check("default")
