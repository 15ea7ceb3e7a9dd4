"""What people are entitled to: everything that is held of an actor, and that it is gone when it is erased."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from threading import Event, Thread
from time import monotonic
from typing import Any

import numpy as np
import pytest
from sqlalchemy import Connection, create_engine, inspect
from sqlalchemy.engine import make_url

from data.database.connection import Database
from data.database.tables import ERASURES
from data.errors import StoreBusy, StoreRefused, StoreUnreachable
from data.records.network import Network
from data.records.profiles import Wish
from data.records.relations import Block
from data.store.backups import restore_backup, write_backup
from data.store.store import Store
from data.tenancy.api_keys import Key
from data.tenancy.networks import Networks
from data.tenancy.sign_in_codes import Code, Purpose, SignInCodes
from data.tenancy.sign_ins import Door, SignIns
from data.wording.texts import text
from matcher.profile_text import encoded_texts
from models.encoders import HashingEncoder
from models.encoders.cache import _digest
from service.app.composition import create_app
from service.clock import now
from service.runtime.erasure_keys import erased_names
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor, finland, together
from tests.stores import store_network, stored_network
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE, look

TALE = "Salaisuuksien talo"
MARTTA = replace(actor("martan-talo", descriptions={"fi": f"{TALE} on Martan kotona"}, themes=("employment",),
                       needs=Wish({"fi": "Martta hakee tukea"}, ())), name="Martan talo")
OTHERS = (actor("a", descriptions={"fi": "Kielikahvila"}), actor("b", needs=Wish({"fi": "Tiloja"})))
NETWORK = Network((*OTHERS, MARTTA), (together("a", "martan-talo", title="Martan hanke"), together("a", "b")),
                  (Block("b", "martan-talo"), Block("martan-talo", "a")))
TRACES = (TALE, "Martan", "Martta", "martan-talo", "Talonen", "kutsuu")


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A client of a service over a network in which somebody wants to be forgotten, on both kinds of database.

    The encoder counts as a costly one, so that vectors are kept in a file as well.
    """
    monkeypatch.setattr(HashingEncoder, "is_costly", True)
    store_network(settings.database_url, NETWORK)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def postgresql_files(connection: Connection) -> list[bytes]:
    """Every byte of the files of the tables and indexes of a PostgreSQL database."""
    folder = Path(connection.exec_driver_sql("SHOW data_directory").scalar_one())
    connection.rollback()
    connection.execution_options(isolation_level="AUTOCOMMIT").exec_driver_sql("CHECKPOINT")
    names = connection.exec_driver_sql(
        "SELECT pg_relation_filepath(oid) FROM pg_class WHERE oid >= 16384 AND relkind IN ('r', 'i', 't')").scalars()
    return [part.read_bytes() for name in names for part in folder.glob(f"{name}*")]


def everything(settings: Settings) -> bytes:
    """Every byte of every file of an installation, and every value of every table of its database."""
    folders = {settings.home, settings.home.parent}
    files = [path.read_bytes() for folder in folders for path in folder.rglob("*") if path.is_file()]
    engine = create_engine(settings.database_url)
    with engine.connect() as connection:
        rows = [str(tuple(row)) for table in inspect(engine).get_table_names()
                for row in connection.exec_driver_sql(f'SELECT * FROM "{table}"')]  # noqa: S608
        files += postgresql_files(connection) if engine.dialect.name == "postgresql" else []
    engine.dispose()
    return b"\n".join([*files, *(row.encode() for row in rows)])


def leave_traces(client: TestClient) -> None:
    """Let the one who wants to be forgotten, and others, do what is kept besides records."""
    responses = [client.put("/v1/actors/martan-talo/outcomes/b", json={"outcome": "working", "project": "Martta ja b"}),
                 client.put("/v1/actors/b/outcomes/martan-talo", json={"outcome": "met"}),
                 client.put("/v1/actors/b/follows/martan-talo"), client.put("/v1/actors/martan-talo/follows/b")]
    responses += [client.post(f"/v1/actors/{one}/requests", json={"text": words, "shared_with": [other]})
                  for one, words, other in (("martan-talo", f"{TALE} pyytää", "b"), ("b", "Kahvila", "martan-talo"))]
    assert [response.status_code for response in responses] == [201, 201, 204, 204, 201, 201]
    for name in ("a", "martan-talo"):
        assert client.get(f"/v1/actors/{name}/suggestions", params={"known_partners": "true"}).status_code == 200
    look(client)
    be_signed_in("martan-talo", client.app.state.installation.settings)  # type: ignore[attr-defined]


def be_signed_in(name: str, settings: Settings) -> None:
    """Let somebody be signed in to the pages for an actor, and have a link to do so once more."""
    with closing(Database(settings.database_url)) as database:
        key = Key("", "default", "", frozenset({"read"}), "", now(), actor=name)
        assert SignIns(database, timedelta(hours=1)).begin(Door.LETTER, key, now())
        assert SignInCodes(database).make(Purpose.LETTER, Code("default", name), now())


class TestErasure:
    @pytest.mark.postgresql
    def test_no_trace_is_left(self, client: TestClient, settings: Settings, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("DEBUG")
        profile = client.get("/v1/actors/martan-talo").json()["profile"]
        repetition = client.put("/v1/actors/martan-talo", json={**profile, "capacity": 3},
                                headers={"Idempotency-Key": "x"})
        assert repetition.status_code == 200
        body = {"opinion": "never", "reason": f"{TALE} ei sovi"}
        answer = client.put("/v1/actors/martan-talo/opinions/a", json=body, headers={"Idempotency-Key": "y"})
        assert answer.status_code == 201
        assert client.put("/v1/actors/b/opinions/martan-talo", json={"opinion": "useful"}).status_code == 201
        leave_traces(client)
        for one, other, message in (("martan-talo", "b", f"{TALE} kutsuu"), ("a", "martan-talo", "Hei, Martta!")):
            reach = {"name": "Martta Talonen" if other == "b" else "A", "email": f"info@{one}.example"}
            assert client.put(f"/v1/actors/{one}/contact", json=reach).status_code == 204
            request = client.post(f"/v1/actors/{one}/introductions", json={"other": other, "message": message},
                                  headers={"Idempotency-Key": one})
            assert request.status_code == 201
        before = everything(settings)
        assert [trace for trace in TRACES if trace.encode() not in before] == []
        vectors = [_digest(text) for text in encoded_texts(MARTTA, finland(), HashingEncoder().languages)]
        assert [digest for digest in vectors if digest not in before] == []

        receipt = client.delete("/v1/actors/martan-talo")
        assert receipt.status_code == 200
        assert receipt.json().keys() == {"receipt", "erased", "clean", "unswept", "records", "answers"}
        assert [receipt.json()[name] for name in ("clean", "unswept", "records", "answers")] == [True, [], 13, 4]
        assert not any(trace in receipt.text for trace in TRACES)

        after = everything(settings)
        assert [trace for trace in TRACES if trace.encode() in after] == []
        assert sum(digest in after for digest in vectors) == 0
        assert receipt.json()["receipt"].encode() in after
        messages = [record.getMessage() for record in caplog.records if record.name.startswith("kumppani")]
        assert messages
        assert "martan-talo" not in str(messages)
        assert stored_network(settings.database_url) == Network(OTHERS, (together("a", "b"),))

    def test_its_units_stay_without_it(self, client: TestClient, settings: Settings) -> None:
        profile = client.get("/v1/actors/b").json()["profile"]
        assert client.put("/v1/actors/b", json={**profile, "part_of": "martan-talo"}).status_code == 200
        assert client.delete("/v1/actors/martan-talo").json()["records"] == 4
        assert client.get("/v1/actors/b").json()["profile"] == profile
        assert b"martan-talo" not in everything(settings)

    def test_nothing_answers_with_it(self, client: TestClient) -> None:
        client.delete("/v1/actors/martan-talo")
        refusal(client.get("/v1/actors/martan-talo"), 404, "unknown-actor")
        assert client.get("/v1/search", params={"q": TALE}).json()["actors"] == []
        snapshot = client.app.state.installation.network("default").snapshot  # type: ignore[attr-defined]
        assert "martan-talo" not in str(vars(snapshot.text_index.lexical))
        assert "=salaisuuksien" not in snapshot.text_index.lexical._columns

    def test_others_keep_their_vectors(self, client: TestClient, settings: Settings) -> None:
        client.delete("/v1/actors/martan-talo")
        assert all(_digest(text) in everything(settings) for text in ("Kielikahvila", "Tiloja"))

    def test_it_may_come_back_by_its_own_wish(self, client: TestClient) -> None:
        first = client.delete("/v1/actors/martan-talo").json()
        assert client.put("/v1/actors/martan-talo", json=CAFE).status_code == 201
        again = client.delete("/v1/actors/martan-talo").json()
        assert first["receipt"] != again["receipt"]
        assert again["records"] == 1

    def test_a_receipt_can_be_asked_for_again(self, client: TestClient) -> None:
        first, again = (client.delete("/v1/actors/martan-talo").json() for _ in range(2))
        assert (again["receipt"], again["erased"], again["records"]) == (first["receipt"], first["erased"], 0)
        refusal(client.delete("/v1/actors/nobody"), 404, "unknown-actor")

    def test_the_vectors_of_what_it_said_before_go_too(self, client: TestClient, settings: Settings) -> None:
        client.put("/v1/actors/martan-talo", json={**CAFE, "descriptions": {"fi": "Martan uudet sanat"}})
        assert _digest(f"{TALE} on Martan kotona") in everything(settings)
        client.delete("/v1/actors/martan-talo")
        assert _digest(f"{TALE} on Martan kotona") not in everything(settings)
        assert _digest("Martan uudet sanat") not in everything(settings)

    @pytest.mark.parametrize("error", [StoreBusy, StoreUnreachable])
    def test_what_others_keep_in_the_files_is_swept_out_later(self, client: TestClient, settings: Settings,
                                                              error: type[StoreRefused],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
        """The answer does not wait for it: the actor is gone, and the receipt must not be lost."""
        scrub = Database.scrub

        def busy(_database: Database, _seconds: float) -> None:
            raise error(text("Others are reading."), "", text("Try again in a moment."))

        monkeypatch.setattr(Database, "scrub", busy)
        assert client.delete("/v1/actors/martan-talo").status_code == 202
        monkeypatch.setattr(Database, "scrub", scrub)
        deadline = monotonic() + 20
        while TALE.encode() in everything(settings):
            assert monotonic() < deadline
            look(client)

    @pytest.mark.postgresql
    def test_postgresql_keeps_nothing_for_those_who_read_meanwhile(self, client: TestClient,
                                                                   settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database:
            with database.reading() as reader:
                reader.execute(ERASURES.select()).all()
                with closing(Database(settings.database_url)) as other:
                    if settings.database_url.startswith("postgresql"):
                        with pytest.raises(StoreBusy):
                            other.scrub()
            if settings.database_url.startswith("postgresql"):
                elsewhere = create_engine(make_url(settings.database_url).set(database="postgres"))
                with elsewhere.connect() as writer:
                    writer.exec_driver_sql("SELECT pg_current_xact_id()")
                    with pytest.raises(StoreBusy):
                        database.scrub()
                elsewhere.dispose()
            database.scrub()
        assert client.get("/v1/actors").status_code == 200

    def test_readers_that_come_and_go_do_not_hinder_it(self, settings: Settings) -> None:
        end = Event()

        def read_on_and_on() -> None:
            with closing(Database(settings.database_url)) as database:
                while not end.is_set():
                    with database.reading() as reader:
                        reader.execute(ERASURES.select()).all()

        readers = [Thread(target=read_on_and_on) for _ in range(2)]
        for reader in readers:
            reader.start()
        try:
            with closing(Database(settings.database_url)) as database:
                for _ in range(3):
                    database.scrub()
        finally:
            end.set()
            for reader in readers:
                reader.join()

    def test_a_backup_does_not_bring_it_back(self, client: TestClient, settings: Settings, tmp_path: Path) -> None:
        with closing(Database(settings.database_url)) as database:
            path = tmp_path / "before"
            write_backup(database, "default", path)
            client.delete("/v1/actors/martan-talo")
            client.delete("/v1/actors/a")
            client.put("/v1/actors/a", json=CAFE)
            write_backup(database, "default", tmp_path / "between")
            client.delete("/v1/actors/a")
            for file, name, ids in ((path, "copy", ["b"]), (tmp_path / "between", "later", ["b"])):
                restore_backup(database, file, name, names=erased_names(settings))
                assert [item.id for item in Store(database, name).read().actors] == ids
            Networks(database).remove("default")
            restore_backup(database, path, names=erased_names(settings))
            assert [item.id for item in Store(database).read().actors] == ["b"]
            database.scrub()
        path.unlink()
        (tmp_path / "between").unlink()
        assert TALE.encode() not in everything(settings)


class TestExport:
    def export(self, client: TestClient) -> dict[str, Any]:
        response = client.get("/v1/actors/martan-talo/export")
        assert response.status_code == 200, response.text
        holdings: dict[str, Any] = response.json()
        return holdings

    @pytest.mark.postgresql
    def test_everything_that_is_held_is_in_it(self, client: TestClient) -> None:
        client.put("/v1/actors/martan-talo/opinions/a", json={"opinion": "useful", "reason": "Syy"})
        client.put("/v1/actors/martan-talo/outcomes/b", json={"outcome": "met"})
        client.put("/v1/actors/martan-talo/follows/b")
        list_id = client.get("/v1/actors/martan-talo/suggestions").headers["x-list-id"]
        look(client)
        holdings = self.export(client)
        assert holdings["actor"] == client.get("/v1/actors/martan-talo").json()
        assert [item["title"] for item in holdings["cooperations"]] == ["Martan hanke"]
        assert holdings["blocked"] == ["a"]
        assert [item["outcome"] for item in holdings["outcomes"]] == ["met"]
        assert [item["other"] for item in holdings["follows"]] == ["b"]
        assert holdings["follows"][0]["since"] == client.get(
            "/v1/actors/martan-talo/follows").json()["follows"][0]["since"]
        assert [(item["kind"], item["other"]) for item in holdings["history"]][:2] == [
            ("outcome", "b"), ("opinion", "a")]
        assert holdings["history"][1]["said"]["reason"] == "Syy"
        assert [item["list_id"] for item in holdings["lists"]] == [list_id]
        assert holdings["suggestions"]["suggestions"] == client.get(
            "/v1/actors/martan-talo/suggestions", params={"limit": 100}).json()["suggestions"]
        assert holdings["ranking"] == client.get("/v1/ranking").json()

    def test_the_vectors_are_those_that_are_compared(self, client: TestClient) -> None:
        vectors = self.export(client)["vectors"]
        snapshot = client.app.state.installation.network("default").snapshot  # type: ignore[attr-defined]
        features = snapshot.features_of(snapshot.actor("martan-talo"))
        np.testing.assert_allclose(vectors["profile"], features.vectors[0])
        np.testing.assert_allclose(vectors["needs"], features.needs[0])
        assert vectors["offers"] == []

    def test_who_has_blocked_it_is_not_told(self, client: TestClient) -> None:
        assert "b" not in self.export(client)["blocked"]

    def test_somebody_who_is_not_there(self, client: TestClient) -> None:
        refusal(client.get("/v1/actors/nobody/export"), 404, "unknown-actor")
