"""`network`, `key` and `database`: what whoever runs an installation does on the command line."""

from __future__ import annotations

from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest

from data.activity.idempotency import Reply
from data.database.connection import Database
from data.database.migrations import HEAD
from data.introductions.introduction import Introduction
from data.introductions.table import IntroductionTable
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from data.tenancy.tokens import read_token
from matcher.defaults import RULES
from service.cli.exits import ExitCode
from service.clock import now
from tests.stores import store_network, stored_network
from tests.terminal import Terminal
from tests.test_data_database_connection import write_first_format
from tests.test_data_store import NETWORK


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


def url(terminal: Terminal) -> str:
    return f"sqlite:///{terminal.home / 'kumppani.db'}"


class TestNetworks:
    def test_one_beside_the_other(self, terminal: Terminal, tmp_path: Path) -> None:
        assert terminal.json("network", "list")["networks"] == [{"name": "default", "actors": 0, "settings": {}}]
        output = terminal.text("network", "add", "lapland")
        assert "kumppani --network lapland import FILE" in output
        (tmp_path / "a.csv").write_text("id,name,sector\none,One,ngo\n", encoding="utf-8")
        terminal.run("--network", "lapland", "import", str(tmp_path / "a.csv"))
        assert [item["actors"] for item in terminal.json("network", "list")["networks"]] == [0, 1]
        assert terminal.json("--network", "lapland", "search", "One")["actors"][0]["actor"]["id"] == "one"
        assert stored_network(url(terminal)) == Network()
        listing = terminal.text("network", "list").splitlines()
        assert listing == ["default", "    0 actors", "lapland", "    1 actor"]
        result = terminal.having(KUMPPANI_NETWORK="lapland").run("import", str(tmp_path / "a.csv"), "--json")
        assert '"unchanged": 1' in result.stdout

    def test_settings_of_its_own(self, terminal: Terminal, tmp_path: Path) -> None:
        first, second = RULES.read_text(encoding="utf-8").split("[[rules]]")[:2]
        (tmp_path / "own.toml").write_text(f"{first}[[rules]]{second}", encoding="utf-8")
        terminal.text("network", "add", "lapland", "--rules", str(tmp_path / "own.toml"), "--weights",
                      "without_history")
        card = terminal.json("network", "list")["networks"][1]
        assert card["settings"] == {"rules": str(tmp_path / "own.toml"), "weights": "without_history"}
        assert len(terminal.json("--network", "lapland", "rules", "check")["rules"]) < len(
            terminal.json("rules", "check")["rules"])
        terminal.text("network", "change", "lapland")
        assert terminal.json("network", "list")["networks"][1]["settings"] == {}

    @pytest.mark.parametrize("option", ["--rules", "--weights", "--vocabulary"])
    def test_settings_that_cannot_be_used(self, option: str, terminal: Terminal, tmp_path: Path) -> None:
        result = terminal.run("network", "add", "lapland", option, str(tmp_path / "nowhere"))
        assert result.exit_code in (ExitCode.REFUSED, ExitCode.INSTALLATION)
        assert [item["name"] for item in terminal.json("network", "list")["networks"]] == ["default"]

    def test_removal_has_to_be_meant(self, terminal: Terminal) -> None:
        terminal.text("network", "add", "lapland")
        assert terminal.run("network", "remove", "lapland").exit_code == ExitCode.USAGE
        assert terminal.json("network", "remove", "lapland", "--yes") == {"done": "The network “lapland” was removed."}
        terminal.failure(ExitCode.REFUSED, "network", "remove", "lapland", "--yes")

    def test_there_and_back(self, terminal: Terminal, tmp_path: Path) -> None:
        store_network(url(terminal), NETWORK)
        path = str(tmp_path / "copy")
        terminal.text("network", "backup", "default", path)
        terminal.failure(ExitCode.INSTALLATION, "network", "backup", "default", path)
        terminal.text("network", "restore", path, "--as", "again")
        assert stored_network(url(terminal), "again") == NETWORK
        terminal.failure(ExitCode.REFUSED, "network", "restore", path)

    def test_one_that_is_not_there(self, terminal: Terminal) -> None:
        terminal.text("network", "list")
        for words in (("key", "list"), ("search", "x"), ("rules", "check"), ("key", "create", "x", "--scope", "read")):
            failure = terminal.failure(ExitCode.REFUSED, "--network", "nowhere", *words)
            assert "no network “nowhere”" in failure["error"]["what"]


class TestKeys:
    def create(self, terminal: Terminal, *words: str) -> str:
        result = terminal.run("key", "create", "platform", "--scope", "read", "--scope", "write", *words)
        assert result.exit_code == 0
        assert "not shown again" in result.stderr
        return result.stdout.strip()

    def test_a_key_is_shown_once(self, terminal: Terminal) -> None:
        token = self.create(terminal, "--days", "30", "--rate", "10/second")
        with closing(Database(url(terminal))) as database:
            key = Keys(database).find(token, now())
        assert (key.scopes, key.rate, key.network) == (
            frozenset({"read", "write"}), "10/second", "default")
        listing = terminal.json("key", "list")
        assert [(key["id"], key["valid"]) for key in listing["keys"]] == [(key.id, True)]
        assert token.split("_", 2)[2] not in terminal.text("key", "list")

    def test_rotated_and_revoked(self, terminal: Terminal) -> None:
        old = self.create(terminal)
        new = terminal.run("key", "rotate", old.split("_")[1], "--overlap", "0").stdout.strip()
        assert [key["valid"] for key in terminal.json("key", "list")["keys"]].count(True) == 1
        terminal.text("key", "revoke", new.split("_")[1])
        assert [key["valid"] for key in terminal.json("key", "list")["keys"]] == [False, False]
        output = terminal.text("key", "list")
        assert "expired on" in output
        assert "revoked on" in output
        terminal.failure(ExitCode.REFUSED, "key", "revoke", new.split("_")[1])

    def test_one_that_belongs_to_an_actor(self, terminal: Terminal) -> None:
        store_network(url(terminal), NETWORK)
        result = terminal.run("key", "create", "phone", "--actor", "a")
        assert result.exit_code == 0
        with closing(Database(url(terminal))) as database:
            key = Keys(database).find(result.stdout.strip(), now())
        assert (key.actor, key.scopes) == ("a", frozenset({"read", "write", "erase"}))
        assert terminal.json("key", "list")["keys"][0]["actor"] == "a"
        assert "of “a” alone" in terminal.text("key", "list")
        terminal.failure(ExitCode.REFUSED, "key", "create", "x", "--actor", "nobody")
        terminal.failure(ExitCode.REFUSED, "key", "create", "x", "--actor", "a", "--scope", "admin")
        assert terminal.run("key", "create", "x").exit_code == ExitCode.USAGE

    def test_a_token_is_minted(self, terminal: Terminal, tmp_path: Path) -> None:
        store_network(url(terminal), NETWORK)
        file = tmp_path / "key"
        file.write_text(terminal.run("key", "create", "x", *(word for scope in ("read", "write", "confidential")
                                                            for word in ("--scope", scope))).stdout, encoding="utf-8")
        token = terminal.text("key", "token", "a", "--key", str(file)).strip()
        with closing(Database(url(terminal))) as database:
            key = read_token(token, Keys(database), now())
        assert (key.actor, key.scopes) == ("a", frozenset({"read", "write"}))
        assert terminal.json("key", "token", "a", "--key", str(file), "--minutes", "1", "--scope", "read")["key"]
        for words in (("nobody", "--key", str(file)), ("a", "--key", str(tmp_path / "nowhere")),
                      ("a", "--key", str(file), "--scope", "erase")):
            terminal.failure(ExitCode.REFUSED, "key", "token", *words)
        assert terminal.run("key", "token", "a", "--key", str(file), "--minutes", "16").exit_code == ExitCode.USAGE

    def test_what_cannot_be_made(self, terminal: Terminal) -> None:
        for words in (("x", "--scope", "fly"), ("", "--scope", "read"), ("x", "--scope", "read", "--rate", "often")):
            terminal.failure(ExitCode.REFUSED, "key", "create", *words)
        assert "There are no keys" in terminal.text("key", "list")


class TestDatabase:
    def test_what_was_kept_long_enough_is_removed(self, terminal: Terminal) -> None:
        store_network(url(terminal), NETWORK)
        time = now()
        with closing(Database(url(terminal))) as database:
            store, keys = Store(database), Keys(database)
            with store.writing() as transaction:
                for name, age in (("old", 2), ("new", 0)):
                    transaction.replies.keep(
                        name, "0" * 64, Reply(200, {}, "{}"), time - timedelta(days=age))
                for age in (800, 700):
                    IntroductionTable(transaction).add(Introduction(
                        f"{age:032x}", "a", "b", "Hei", time - timedelta(days=900), time.date() - timedelta(days=age)))
            for age in (400, 200, 50, 0):
                start = time - timedelta(days=age)
                keys.create(Key("", "default", f"{age} days", frozenset({"read"}), "", start,
                                start + timedelta(days=30)))
        assert terminal.text("database", "tidy") == (
            "Removed – remembered answers: 1, events: 0, lists that were shown: 0, imports that can no more be undone: "
            "0, introductions that had ended: 1, keys that had ended: 2, vectors of texts that are not stored any "
            "more: 0.\n")
        assert [key["name"] for key in terminal.json("key", "list")["keys"]] == ["50 days", "0 days"]
        assert terminal.text("database", "tidy").startswith("Removed – remembered answers: 0, events: 0")
        with closing(Database(url(terminal))) as database, Store(database).writing() as transaction:
            assert transaction.replies.find("old") is None
            assert transaction.replies.find("new") is not None

    def test_a_service_that_had_keys_does_not_lie_open_afterwards(self, terminal: Terminal) -> None:
        terminal.text("network", "list")
        start = now() - timedelta(days=400)
        with closing(Database(url(terminal))) as database:
            Keys(database).create(Key("", "default", "x", frozenset({"read"}), "", start, start + timedelta(days=1)))
            terminal.text("database", "tidy")
            assert Keys(database).exist()

    def test_an_older_one_is_upgraded(self, terminal: Terminal) -> None:
        terminal.home.mkdir()
        write_first_format(url(terminal), NETWORK)
        failure = terminal.failure(ExitCode.INSTALLATION, "search", "x")
        assert "kumppani database upgrade" in failure["error"]["cure"]
        assert f"from the format 0001 to {HEAD}" in terminal.text("database", "upgrade")
        assert f"has the format {HEAD} already" in terminal.text("database", "upgrade")
        assert stored_network(url(terminal)) == NETWORK
