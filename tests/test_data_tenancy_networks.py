"""Networks beside each other, and in files."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

import pytest

from data.activity.idempotency import Reply
from data.database.connection import Database
from data.errors import NetworkRefused, StoreRefused, UnknownNetwork
from data.governance.audit_log import AuditLog
from data.records.network import Network
from data.store import backups as module
from data.store.backups import Restoring, restore_backup, write_backup
from data.store.manifests import seal
from data.store.store import Store, StoredState
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from tests.test_data_database_connection import write_first_format
from tests.test_data_store import NETWORK, C

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)


def test_there_is_one_from_the_beginning(database: Database) -> None:
    networks = Networks(database)
    assert networks.sizes() == {"default": 0}
    assert networks.settings("default") == {}


def test_they_are_added_changed_and_removed(database: Database) -> None:
    networks = Networks(database)
    networks.add("lapland", {"rules": "own.toml"})
    Store(database).upsert(NETWORK)
    assert networks.sizes() == {"default": 2, "lapland": 0}
    assert networks.settings("lapland") == {"rules": "own.toml"}
    networks.change("lapland", {"weights": "with_history"})
    assert networks.settings("lapland") == {"weights": "with_history"}
    networks.remove("lapland")
    assert networks.sizes() == {"default": 2}


@pytest.mark.parametrize("name", ["", "A", "a b", "-a", "a" * 64, "ä", "a/b", "a\n", "'; DROP TABLE actors; --"])
def test_names_that_are_none(database: Database, name: str) -> None:
    with pytest.raises(NetworkRefused, match="no name of a network"):
        Networks(database).add(name)


def test_what_is_not_there_or_there_already(database: Database) -> None:
    networks = Networks(database)
    with pytest.raises(NetworkRefused, match="already"):
        networks.add("default")
    for action in (networks.settings, networks.remove, lambda name: networks.change(name, {})):
        with pytest.raises(UnknownNetwork):
            action("nowhere")


def test_the_last_keys_are_not_removed_with_their_network(database: Database) -> None:
    """Without any key the service would answer everybody on its machine."""
    networks = Networks(database)
    networks.add("lapland")
    Keys(database).create(Key("", "lapland", "platform", frozenset({"read"}), "", NOW))
    with pytest.raises(NetworkRefused, match="has the last keys"):
        networks.remove("lapland")
    Keys(database).create(Key("", "default", "platform", frozenset({"read"}), "", NOW))
    networks.remove("lapland")
    assert Keys(database).exist()


class TestBackup:
    @pytest.fixture
    def lapland(self, database: Database) -> Database:
        Networks(database).add("lapland", {"rules": "own.toml"})
        Store(database, "lapland").upsert(NETWORK)
        Store(database).upsert(Network((C,)))
        Keys(database).create(Key("", "lapland", "platform", frozenset({"read"}), "", NOW))
        Keys(database).create(Key("", "default", "platform", frozenset({"read"}), "", NOW))
        return database

    def test_a_network_comes_back_as_it_was(self, lapland: Database, tmp_path: Path) -> None:
        path, keys = tmp_path / "lapland.backup", Keys(lapland).of("lapland")
        write_backup(lapland, "lapland", path)
        state = Store(lapland, "lapland").read_after(StoredState())
        Networks(lapland).remove("lapland")
        assert restore_backup(lapland, path, None, Restoring(with_keys=True)).name == "lapland"
        store = Store(lapland, "lapland")
        assert store.read() == NETWORK
        assert store.version == NETWORK.version
        assert store.read_after(state).network == NETWORK
        assert Networks(lapland).settings("lapland") == {"rules": "own.toml"}
        assert Keys(lapland).of("lapland") == keys
        assert AuditLog(lapland).page("lapland", 0, 100)[1][-1].details["keys"] == [keys[0].id]
        assert [item.name for item in tmp_path.iterdir() if "network.db" not in item.name] == ["lapland.backup"]

    def test_it_holds_one_network_only(self, lapland: Database, tmp_path: Path) -> None:
        write_backup(lapland, "lapland", tmp_path / "a")
        with closing(Database(f"sqlite:///{tmp_path / 'a'}")) as copy:
            assert Networks(copy).sizes() == {"lapland": 2}
        assert b'"C"' not in (tmp_path / "a").read_bytes()

    @pytest.mark.parametrize("name", ["koti?1", "a#b", "50 %", "%3F", "Työpöytä ä", "a&b=c", "[a]*"])
    def test_any_sign_may_stand_in_its_path(self, lapland: Database, tmp_path: Path, name: str) -> None:
        folder = tmp_path / "backups" / name
        folder.mkdir(parents=True)
        write_backup(lapland, "lapland", folder / name)
        assert [path.name for path in folder.parent.rglob("*")] == [name, name]
        assert restore_backup(lapland, folder / name, "copy").name == "copy"
        assert Store(lapland, "copy").read() == NETWORK

    def test_under_another_name_beside_the_first(self, lapland: Database, tmp_path: Path) -> None:
        write_backup(lapland, "lapland", tmp_path / "a")
        assert restore_backup(lapland, tmp_path / "a", "copy", Restoring(with_keys=True)).name == "copy"
        Store(lapland, "lapland").upsert(Network((replace(C, name="new"),)))
        assert Store(lapland, "copy").read() == NETWORK
        assert Keys(lapland).of("copy") == ()
        assert len(Keys(lapland).of("lapland")) == 1

    def test_keys_and_answers_stay_away_unless_keys_are_asked_for(self, lapland: Database, tmp_path: Path) -> None:
        """Since the backup a key may have been revoked, and somebody erased of whom an answer tells."""
        with Store(lapland, "lapland").writing() as transaction:
            transaction.replies.keep("x", "0" * 64, Reply(200, {}, '{"id": "a"}'), NOW)
        write_backup(lapland, "lapland", tmp_path / "a")
        restore_backup(lapland, tmp_path / "a", "copy")
        assert Keys(lapland).of("copy") == ()
        with Store(lapland, "copy").writing() as transaction:
            assert transaction.replies.find("x") is None

    def test_a_backup_of_an_older_version_is_read_and_left_alone(self, database: Database, tmp_path: Path) -> None:
        write_first_format(f"sqlite:///{tmp_path / 'old'}", NETWORK)
        before = (tmp_path / "old").read_bytes()
        assert restore_backup(database, tmp_path / "old", "old").name == "old"
        assert (tmp_path / "old").read_bytes() == before
        assert Store(database, "old").read() == NETWORK

    def test_what_would_be_written_over_is_refused(self, lapland: Database, tmp_path: Path) -> None:
        (tmp_path / "a").write_text("mine", encoding="utf-8")
        with pytest.raises(StoreRefused, match="a file of this name already"):
            write_backup(lapland, "lapland", tmp_path / "a")
        assert (tmp_path / "a").read_text(encoding="utf-8") == "mine"
        write_backup(lapland, "lapland", tmp_path / "b")
        with pytest.raises(NetworkRefused, match="already"):
            restore_backup(lapland, tmp_path / "b")
        with pytest.raises(NetworkRefused, match="no name"):
            restore_backup(lapland, tmp_path / "b", "Bad Name/../x")
        with pytest.raises(StoreRefused, match="no such folder"):
            write_backup(lapland, "lapland", tmp_path / "nowhere" / "c")
        assert Store(lapland, "lapland").read() == NETWORK

    def test_a_file_that_cannot_be_written_is_named_as_it_was_given(self, database: Database, tmp_path: Path) -> None:
        path = tmp_path / ("a" * 250)  # the name in between is longer, and too long
        with pytest.raises(StoreRefused) as failure:
            write_backup(database, "default", path)
        assert failure.value.where == str(path)
        assert "that you may write to" in str(failure.value)

    def test_a_network_that_is_not_there(self, database: Database, tmp_path: Path) -> None:
        with pytest.raises(UnknownNetwork):
            write_backup(database, "nowhere", tmp_path / "a")
        assert not (tmp_path / "a").exists()

    def test_files_that_are_none(self, lapland: Database, tmp_path: Path) -> None:
        with pytest.raises(StoreRefused, match="no such file"):
            restore_backup(lapland, tmp_path / "nowhere")
        (tmp_path / "text").write_text("no database", encoding="utf-8")
        with pytest.raises(StoreRefused) as failure:
            restore_backup(lapland, tmp_path / "text")
        assert failure.value.where == str(tmp_path / "text")
        write_backup(lapland, "lapland", tmp_path / "damaged")
        content = (tmp_path / "damaged").read_bytes()
        (tmp_path / "damaged").write_bytes(content[:len(content) // 3])
        with pytest.raises(StoreRefused) as failure:
            restore_backup(lapland, tmp_path / "damaged", "copy")
        assert failure.value.where == str(tmp_path / "damaged")
        for number, damage in enumerate((
                "UPDATE actors SET document = document || ' '", "UPDATE actors SET document = CAST(x'ff41' AS TEXT)",
                "UPDATE events SET document = CAST(x'ff41' AS TEXT)", "DELETE FROM actors WHERE key = 'a'")):
            path = tmp_path / f"damaged {number}"
            write_backup(lapland, "lapland", path)
            with closing(sqlite3.connect(path)) as file, file:
                assert file.execute(damage).rowcount
            with pytest.raises(StoreRefused) as failure:
                restore_backup(lapland, path, "copy")
            assert failure.value.where == str(path)
            assert "descriptions" not in str(failure.value)
        assert "copy" not in Networks(lapland).sizes()
        with closing(Database(f"sqlite:///{tmp_path / 'two'}")) as two:
            Networks(two).add("second")
            with two.writing() as connection:
                seal(connection)
        with pytest.raises(StoreRefused, match="does not hold one network"):
            restore_backup(lapland, tmp_path / "two")

    def test_an_unused_network_gives_way(self, lapland: Database, tmp_path: Path) -> None:
        write_backup(lapland, "default", tmp_path / "a")
        with closing(Database(f"sqlite:///{tmp_path / 'new.db'}")) as fresh:
            assert restore_backup(fresh, tmp_path / "a").name == "default"
            assert Store(fresh).read() == Network((C,))

    def test_nobody_else_may_read_the_files(self, lapland: Database, tmp_path: Path) -> None:
        write_backup(lapland, "lapland", tmp_path / "a")
        Database(f"sqlite:///{tmp_path / 'b.db'}").close()
        assert {(tmp_path / name).stat().st_mode & 0o077 for name in ("a", "b.db")} == {0}

    def test_a_restoration_that_fails_leaves_nothing(self, lapland: Database, tmp_path: Path,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
        write_backup(lapland, "lapland", tmp_path / "a")
        row_for = module._row_for
        monkeypatch.setattr(module, "_row_for", lambda table, row, name: row_for(table, row, name) if
                            table.name != "blocks" else 1 / 0)
        with pytest.raises(ZeroDivisionError):
            restore_backup(lapland, tmp_path / "a", "copy")
        assert "copy" not in Networks(lapland).sizes()
