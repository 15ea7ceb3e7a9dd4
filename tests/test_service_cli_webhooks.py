"""`webhooks`: addresses that are told what happens, on the command line and in `doctor`."""

from __future__ import annotations

import json
import shutil
from base64 import b64decode
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from data.database.connection import Database
from data.governance.audit_log import AuditLog
from data.store.backups import restore_backup, write_backup
from data.store.store import Store
from data.store.transactions import Transaction
from service.cli.exits import ExitCode
from service.clock import now
from tests.terminal import Terminal

URL = "https://platform.example/hook?token=secret-word"


@pytest.fixture
def terminal(demo_home: Path, tmp_path: Path) -> Terminal:
    shutil.copytree(demo_home, tmp_path / "home")
    return Terminal(tmp_path / "home")


@contextmanager
def writing(terminal: Terminal) -> Iterator[Transaction]:
    with closing(database_of(terminal)) as database, Store(database).writing() as transaction:
        yield transaction


def database_of(terminal: Terminal) -> Database:
    return Database(f"sqlite:///{terminal.home / 'kumppani.db'}")


def test_one_is_added_listed_and_removed(terminal: Terminal) -> None:
    assert "webhooks add URL" in terminal.text("webhooks", "list").replace("\n", " ")
    result = terminal.run("webhooks", "add", URL, "--json")
    new = json.loads(result.stdout)
    assert len(b64decode(new["secret"].removeprefix("whsec_"))) == 32
    assert "not shown again" in result.stderr.replace("\n", " ")
    [card] = terminal.json("webhooks", "list")["webhooks"]
    assert (card["id"], card["url"], card["failing_since"], card["given_up"]) == (new["id"], URL, None, None)
    assert new["secret"] not in terminal.text("webhooks", "list")
    terminal.text("webhooks", "remove", new["id"])
    assert terminal.json("webhooks", "list")["webhooks"] == []


def test_the_log_knows_it_without_its_secrets(terminal: Terminal) -> None:
    webhook = json.loads(terminal.run("webhooks", "add", URL, "--json").stdout)
    terminal.text("webhooks", "remove", webhook["id"])
    with closing(database_of(terminal)) as database:
        _, entries = AuditLog(database).page("default", 0, 100)
    added, removed = [entry for entry in entries if entry.what.startswith("webhook-")]
    assert added.details == removed.details == {"webhook": webhook["id"], "host": "platform.example"}


@pytest.mark.parametrize("url", ["http://platform.example/", "ftp://a.example", "x", "https://a:b@c.example/"])
def test_an_address_that_nothing_is_sent_to(url: str, terminal: Terminal) -> None:
    failure = terminal.failure(ExitCode.REFUSED, "webhooks", "add", url)
    assert failure["error"]["cure"]


@pytest.mark.parametrize("command", ["remove", "resume"])
def test_one_that_there_is_not(command: str, terminal: Terminal) -> None:
    failure = terminal.failure(ExitCode.REFUSED, "webhooks", command, "0123456789abcdef")
    assert "webhooks list" in failure["error"]["cure"]


def test_one_that_is_given_up_is_shown_and_resumed(terminal: Terminal) -> None:
    webhook = json.loads(terminal.run("webhooks", "add", URL, "--json").stdout)["id"]
    with writing(terminal) as transaction:
        transaction.webhooks.note_failure(webhook, "HTTP 503", now())
    assert "failing since" in terminal.text("webhooks", "list")
    healthy = json.loads(terminal.run("doctor", "--json").stdout)
    assert "1 cannot be reached" in next(item["said"] for item in healthy["findings"] if item["name"] == "webhooks")
    with writing(terminal) as transaction:
        transaction.webhooks.note_failure(webhook, "HTTP 410", now(), for_good=True)
    result = terminal.run("doctor", "--json")
    assert result.exit_code == ExitCode.INSTALLATION
    finding = next(item for item in json.loads(result.stdout)["findings"] if item["name"] == "webhooks")
    assert not finding["healthy"]
    assert "HTTP 410" in finding["said"]
    assert f"--network default webhooks resume {webhook}" in finding["cure"]
    terminal.text("webhooks", "resume", webhook)
    [card] = terminal.json("webhooks", "list")["webhooks"]
    assert (card["given_up"], card["failing_since"], card["attempts"]) == (None, None, 0)
    assert terminal.run("doctor", "--json").exit_code == 0


def test_no_backup_holds_any_nor_sends_what_is_restored(terminal: Terminal, tmp_path: Path) -> None:
    """A copy of a network elsewhere must not tell those of the network itself anything, nor know their secrets."""
    secret = json.loads(terminal.run("webhooks", "add", URL, "--json").stdout)["secret"]
    with closing(database_of(terminal)) as database:
        write_backup(database, "default", tmp_path / "copy.db")
        restore_backup(database, tmp_path / "copy.db", "again")
        with Store(database, "again").reading() as session:
            assert session.webhooks.all() == ()
    assert secret.encode() not in (tmp_path / "copy.db").read_bytes()
