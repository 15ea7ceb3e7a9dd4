"""Erasing while others read, while somebody is killed, and with a key that is lost: the receipt says how it stands."""

from __future__ import annotations

import hashlib
import json
import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from multiprocessing.context import ForkServerContext
from pathlib import Path
from time import monotonic

import pytest
from httpx2 import Response
from sqlalchemy import select

from data.activity.vectors import StoredVectors
from data.database.connection import Database
from data.database.sweeps import note_removal, sweeps_of
from data.database.tables import ERASURES
from data.errors import StoreRefused
from data.records.erased_names import ErasedNames
from data.records.network import Network
from data.store.backups import restore_backup, write_backup
from data.store.store import Store
from data.tenancy.networks import Networks
from matcher.profile_text import encoded_texts
from models.encoders import HashingEncoder
from service.app.composition import create_app
from service.cli.exits import ExitCode
from service.clock import now
from service.errors import SettingsRefused
from service.runtime import sweeping
from service.runtime.erasure_keys import erased_names, names_to_erase
from service.runtime.installation import open_installation
from service.runtime.vectors import digests_of
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor, finland
from tests.stores import store_network
from tests.terminal import Terminal
from tests.test_service_http_problems import refusal
from tests.test_service_http_rights import MARTTA, NETWORK, TALE, everything
from tests.test_service_http_writes import look

KEY, OTHER_KEY = "k" * 32, "o" * 32
ERASED = "/v1/actors/martan-talo"


@pytest.fixture
def settings(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Settings:
    """An installation in which somebody wants to be forgotten, and whose encoder counts as a costly one."""
    monkeypatch.setattr(HashingEncoder, "is_costly", True)
    store_network(url, NETWORK)
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def vectors() -> list[bytes]:
    """What the vectors of the erased are found by."""
    return digests_of(encoded_texts(MARTTA, finland(), HashingEncoder().languages))


def holds_traces(settings: Settings) -> tuple[bool, bool]:
    """Whether any file holds a word of the erased, and whether any holds a vector."""
    content = everything(settings)
    return TALE.encode() in content, any(digest in content for digest in vectors())


def wait_for(client: TestClient, location: str) -> Response:
    """Look again until a receipt is clean, which may take some looks: another one may be going on."""
    deadline = monotonic() + 20
    while (shown := client.get(location)).status_code == 202 and monotonic() < deadline:
        look(client)
    assert shown.status_code == 200
    return shown


class TestReading:
    @pytest.mark.postgresql
    def test_the_receipt_says_what_is_clean_and_what_will_be(self, client: TestClient, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as other, other.reading() as reader:
            reader.execute(ERASURES.select()).all()
            answer = client.delete(ERASED)
            assert answer.status_code == 202
            receipt = answer.json()
            assert (receipt["clean"], receipt["unswept"]) == (False, ["database"])
            assert holds_traces(settings) == (True, True)
            refusal(client.get(ERASED), 404, "unknown-actor")
            shown = client.get(answer.headers["location"])
            assert shown.status_code == 202
            assert shown.json() == {name: receipt[name] for name in ("receipt", "erased", "clean", "unswept")}
            assert client.delete(ERASED).status_code == 202
        shown = wait_for(client, answer.headers["location"])
        assert (shown.json()["clean"], shown.json()["unswept"]) == (True, [])
        assert holds_traces(settings) == (False, False)
        again = client.delete(ERASED)
        assert (again.status_code, again.json()["receipt"], again.json()["records"]) == (200, receipt["receipt"], 0)

    def test_who_erases_is_not_kept_waiting_by_readers(self, client: TestClient, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as other, other.reading() as reader:
            reader.execute(ERASURES.select()).all()
            assert client.delete(ERASED).elapsed.total_seconds() < 10
            assert client.put("/v1/actors/b/follows/a").status_code == 204

    def test_a_receipt_that_there_is_not(self, client: TestClient) -> None:
        refusal(client.get(f"/v1/erasures/{'0' * 32}"), 404, "unknown-receipt")
        refusal(client.get("/v1/erasures/x"), 422, "request-refused")


class TestEverythingElseThatRemovesActors:
    def test_an_import_in_their_place(self, client: TestClient, settings: Settings) -> None:
        """Another program removes them; it is the service that sweeps."""
        with closing(Database(settings.database_url)) as other:
            Store(other).replace(replace(NETWORK, actors=NETWORK.actors[:2], cooperations=(), blocks=()))
            assert holds_traces(settings) == (True, True)
            deadline = monotonic() + 20
            while holds_traces(settings) != (False, False) and monotonic() < deadline:
                look(client)
        assert holds_traces(settings) == (False, False)

    def test_a_network_that_is_removed(self, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database:
            Networks(database).add("other")
            Networks(database).remove("default")
        with open_installation(settings.model_copy(update={"network": "other"})):
            assert holds_traces(settings) == (False, False)

    def test_other_networks_keep_their_vectors(self, settings: Settings) -> None:
        """Also those that are not open meanwhile; one that cannot be read does not stop the sweeping."""
        with closing(Database(settings.database_url)) as database:
            Networks(database).add("other")
            Networks(database).add("third", {"vocabulary": "/nowhere"})
            Store(database, "other").replace(Network((actor("x", descriptions={"fi": "Toinen verkosto"}),)))
        with open_installation(settings.model_copy(update={"network": "other"})):
            pass
        terminal = Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)
        assert terminal.json("actor", "erase", "martan-talo", "--yes")["clean"] is True
        assert digests_of(["Toinen verkosto"])[0] in everything(settings)
        assert holds_traces(settings) == (False, False)

    def test_vectors_of_another_machine(self, client: TestClient, settings: Settings, tmp_path: Path) -> None:
        """They are in the database: no home has any."""
        elsewhere = settings.model_copy(update={"home": tmp_path / "elsewhere"})
        with TestClient(create_app(elsewhere)) as other:
            assert holds_traces(settings) == (True, True)
            answer = client.delete(ERASED)
            if answer.status_code == 202:  # the other one has not followed yet
                wait_for(client, answer.headers["location"])
            assert other.get(ERASED).status_code == 404
            assert holds_traces(settings) == (False, False)
        assert list(tmp_path.rglob("vectors*")) == []


def die(*_: object) -> None:
    os.kill(os.getpid(), signal.SIGKILL)


# Where a service is killed: before anything is swept, between the two places, and before that is noted.
MOMENTS: dict[str, tuple[object, str]] = {
    "vectors": (StoredVectors, "keep_only"), "database": (Database, "scrub"), "note": (sweeping, "note_swept")}


def erase_and_die(url: str, home: Path, moment: str) -> None:
    """Be a service that is killed while it erases."""
    HashingEncoder.is_costly = True  # type: ignore[assignment]
    settings = Settings(home=home, database=url, encoder="hashing", index="exact")
    with TestClient(create_app(settings)) as client:
        setattr(*MOMENTS[moment], die)
        client.delete(ERASED)


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Makes processes fast: they begin with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "sklearn.feature_extraction.text", "scipy.sparse"])
    return context


def restart_service(settings: Settings) -> None:
    with open_installation(settings):
        pass


def restart_command_line(settings: Settings) -> None:
    terminal = Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)
    assert terminal.run("network", "list").exit_code == 0


class TestKilled:
    @pytest.mark.postgresql
    @pytest.mark.parametrize(("moment", "restart"), [
        *((moment, restart_service) for moment in MOMENTS), ("vectors", restart_command_line)])
    def test_nothing_is_left_unswept_after_a_restart(self, moment: str, restart: Callable[[Settings], None],
                                                     settings: Settings, processes: ForkServerContext) -> None:
        process = processes.Process(target=erase_and_die, args=(settings.database_url, settings.home, moment))
        process.start()
        process.join()
        assert process.exitcode == -signal.SIGKILL
        before = holds_traces(settings)
        assert before == {"vectors": (True, True), "database": (True, True), "note": (False, False)}[moment]
        restart(settings)
        assert holds_traces(settings) == (False, False)
        with closing(Database(settings.database_url)) as database, database.reading() as connection:
            assert [actor.id for actor in Store(database).read().actors] == ["a", "b"]
            assert sweeps_of(connection) == frozenset()


class TestKey:
    def erase(self, settings: Settings, actor: str) -> None:
        with closing(Database(settings.database_url)) as database, Store(database).writing() as transaction:
            transaction.erase(actor, names_to_erase(settings), now())

    def test_it_is_its_owners_alone_and_stands_nowhere_else(self, settings: Settings, tmp_path: Path) -> None:
        self.erase(settings, "martan-talo")
        file = settings.home / "erasure.key"
        assert file.stat().st_mode & 0o777 == 0o600
        assert [path.name for path in settings.home.iterdir()] == ["erasure.key"]
        key = file.read_text(encoding="utf-8").strip()
        with closing(Database(settings.database_url)) as database:
            write_backup(database, "default", tmp_path / "copy")
            with database.reading() as connection:
                name = connection.execute(select(ERASURES.c.actor)).scalar_one()
        file.unlink()
        assert key.encode() not in everything(settings)
        assert name == ErasedNames((key,)).of("martan-talo")
        assert name != hashlib.sha256(b"erased martan-talo").hexdigest()

    def test_it_is_made_once(self, settings: Settings) -> None:
        assert erased_names(settings) == ErasedNames()
        assert names_to_erase(settings) == names_to_erase(settings) == erased_names(settings)

    def test_the_setting_goes_before_the_file(self, settings: Settings) -> None:
        own = settings.model_copy(update={"erasure_key": Settings(erasure_key=f"{KEY}, {OTHER_KEY}").erasure_key})
        assert names_to_erase(own).keys == (KEY, OTHER_KEY)
        assert not settings.home.exists()
        assert KEY not in Terminal(settings.home).having(KUMPPANI_ERASURE_KEY=KEY).text("settings")

    @pytest.mark.parametrize(("content", "error"), [("", StoreRefused), ("short\n", SettingsRefused)])
    def test_a_file_that_is_none_is_not_written_over(self, content: str, error: type[Exception],
                                                     settings: Settings) -> None:
        settings.home.mkdir()
        (settings.home / "erasure.key").write_text(content, encoding="utf-8")
        with pytest.raises(error):
            names_to_erase(settings)
        assert (settings.home / "erasure.key").read_text(encoding="utf-8") == content

    @pytest.mark.postgresql
    def test_without_it_a_backup_from_before_is_refused(self, settings: Settings, tmp_path: Path) -> None:
        with closing(Database(settings.database_url)) as database:
            write_backup(database, "default", tmp_path / "before")
            self.erase(settings, "martan-talo")
            write_backup(database, "default", tmp_path / "after")
            for names in (ErasedNames(), ErasedNames((KEY,))):
                with pytest.raises(StoreRefused, match=r"1 actor was erased .* erasure\.key"):
                    restore_backup(database, tmp_path / "before", "copy", names=names)
                assert set(Networks(database).sizes()) == {"default"}
            restore_backup(database, tmp_path / "after", "later")  # it knows of the erasure itself
            (settings.home / "erasure.key").write_text(f"{KEY}\n{erased_names(settings).keys[0]}\n", encoding="utf-8")
            restore_backup(database, tmp_path / "before", "copy", names=erased_names(settings))
            for name in ("later", "copy"):
                assert [item.id for item in Store(database, name).read().actors] == ["a", "b"]

    def test_those_who_were_erased_before_there_was_a_key_are_recognised(self, settings: Settings,
                                                                         tmp_path: Path) -> None:
        with closing(Database(settings.database_url)) as database:
            write_backup(database, "default", tmp_path / "before")
            old = {"network": "default", "actor": hashlib.sha256(b"erased martan-talo").hexdigest(),
                   "receipt": "1" * 32, "erased": "2026-11-28T12:00:00+00:00"}
            with database.writing() as connection:
                connection.execute(ERASURES.insert(), old)
            restore_backup(database, tmp_path / "before", "copy")
            assert [item.id for item in Store(database, "copy").read().actors] == ["a", "b"]
            with Store(database, "copy").writing() as transaction:
                assert transaction.erase_again([old["actor"]], ErasedNames((KEY,))) == 0
            with Store(database).writing() as transaction:
                transaction.remove("martan-talo")
                assert transaction.erase("martan-talo", ErasedNames((KEY,)), now()).id == "1" * 32

    def test_with_a_new_erasure_the_plain_name_goes(self, settings: Settings) -> None:
        plain = hashlib.sha256(b"erased martan-talo").hexdigest()
        with closing(Database(settings.database_url)) as database:
            with database.writing() as connection:
                connection.execute(ERASURES.insert(), {"network": "default", "actor": plain, "receipt": "1" * 32,
                                                       "erased": "2026-11-28T12:00:00+00:00"})
            self.erase(settings, "martan-talo")
            with database.reading() as connection:
                assert connection.execute(select(ERASURES.c.actor)).scalars().all() == [
                    erased_names(settings).of("martan-talo")]


class TestCommandLine:
    def terminal(self, settings: Settings) -> Terminal:
        return Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)

    def test_tidy_says_what_others_keep(self, settings: Settings) -> None:
        terminal = self.terminal(settings)
        with closing(Database(settings.database_url)) as other, other.reading() as reader:
            reader.execute(ERASURES.select()).all()
            assert "Deleted bytes are still in files" in terminal.text("database", "tidy")
        assert "still" not in terminal.text("database", "tidy")

    def test_an_import_says_so_too(self, settings: Settings, tmp_path: Path) -> None:
        (tmp_path / "a.csv").write_text("id,name,sector,themes\na,A,ngo,sports\n", encoding="utf-8")
        terminal = self.terminal(settings)
        with closing(Database(settings.database_url)) as other:
            with other.reading() as reader:
                reader.execute(ERASURES.select()).all()
                result = terminal.run("import", str(tmp_path / "a.csv"), "--replace")
                assert (result.exit_code, "Deleted bytes" in result.stderr) == (0, True), result.output
            terminal.text("key", "list")
            # What was there before an import is kept, so that it can be undone; an erasure takes that, too.
            assert holds_traces(settings) == (True, False)
            assert terminal.json("actor", "erase", "martan-talo", "--yes")["clean"] is True
            assert holds_traces(settings) == (False, False)

    def test_whatever_opens_the_database_sweeps_what_was_left(self, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database, database.writing() as connection:
            note_removal(connection, "default")
        assert self.terminal(settings).run("doctor").exit_code == ExitCode.INSTALLATION
        self.terminal(settings).text("network", "list")
        with closing(Database(settings.database_url)) as database, database.reading() as connection:
            assert sweeps_of(connection) == frozenset()
        assert self.terminal(settings).run("doctor").exit_code == 0

    def test_the_receipt_says_there_what_it_says_over_http(self, settings: Settings) -> None:
        terminal = self.terminal(settings)
        assert terminal.run("actor", "erase", "martan-talo").exit_code == ExitCode.USAGE
        with closing(Database(settings.database_url)) as other:
            with other.reading() as reader:
                reader.execute(ERASURES.select()).all()
                erased = terminal.json("actor", "erase", "martan-talo", "--yes")
                assert (erased["records"], erased["clean"], erased["unswept"]) == (4, False, ["database"])
                assert "in the files of the database" in terminal.text("actor", "receipt", erased["receipt"])
            shown = terminal.json("actor", "receipt", erased["receipt"])
        assert (shown["receipt"], shown["clean"], shown["unswept"]) == (erased["receipt"], True, [])
        assert "had been erased before" in terminal.text("actor", "erase", "martan-talo", "--yes")
        assert holds_traces(settings) == (False, False)
        for words in (("erase", "nobody", "--yes"), ("receipt", "0" * 32)):
            assert "no such" in str(terminal.failure(ExitCode.REFUSED, "actor", *words)) or words[0] == "receipt"

    def test_what_is_held_is_written_to_a_file(self, client: TestClient, settings: Settings,
                                               tmp_path: Path) -> None:
        terminal, file = self.terminal(settings), tmp_path / "martta.json"
        terminal.text("actor", "export", "martan-talo", str(file))
        assert file.stat().st_mode & 0o777 == 0o600
        held = json.loads(file.read_text(encoding="utf-8"))
        assert held == client.get(f"{ERASED}/export").json()
        terminal.failure(ExitCode.INSTALLATION, "actor", "export", "martan-talo", str(file))

    def test_a_lost_key_is_found_by_doctor(self, settings: Settings) -> None:
        terminal = self.terminal(settings)
        terminal.text("actor", "erase", "martan-talo", "--yes")
        assert terminal.run("doctor").exit_code == 0
        (settings.home / "erasure.key").unlink()
        result = terminal.run("doctor")
        assert result.exit_code == ExitCode.INSTALLATION
        assert "recognise 1 erased actor" in " ".join(result.stdout.split())
