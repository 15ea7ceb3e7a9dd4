"""An export of what is held of an actor: every table of the database is in it, or it says why not."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from data.database.connection import Database
from data.database.tables import METADATA
from data.governance.audit_log import Signature
from data.introductions.introduction import Introduction, IntroductionAnswer
from data.introductions.reminders import take_reminders
from data.introductions.table import IntroductionTable
from data.records.network import Network
from data.records.relations import Block
from data.store.backups import restore_backup, write_backup
from data.store.imports import import_records
from data.store.store import Store
from data.store.transactions import Transaction
from data.wording.texts import LANGUAGES, render
from service.app.composition import create_app
from service.clock import now
from service.http.routes.rights import Holdings
from service.runtime.erasure_keys import erased_names
from service.schemas.kept_tables import NAMES, TABLES
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_http_rights import everything
from tests.test_service_http_writes import CAFE, look

NETWORK = Network((actor("a"), actor("b"), actor("c"), actor("unit", part_of="a")))


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    store_network(url, NETWORK)
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def export(client: TestClient, name: str = "a", **headers: str) -> dict[str, Any]:
    response = client.get(f"/v1/actors/{name}/export", headers=headers)
    assert response.status_code == 200, response.text
    holdings: dict[str, Any] = response.json()
    return holdings


def put(client: TestClient, path: str, **body: str) -> None:
    assert client.put(path, json=body or None).status_code in (201, 204)


class TestTables:
    def test_each_is_contained_or_explained(self) -> None:
        assert set(TABLES) == {table.name for table in METADATA.sorted_tables}, (
            "say in service/schemas/kept_tables.py what an export has of the table")

    def test_each_has_a_name_for_people_in_every_language(self) -> None:
        assert list(NAMES) == list(TABLES)
        for language in LANGUAGES:
            names = [render(name, language) for name in NAMES.values()]
            assert len(set(names)) == len(NAMES)
            assert not set(names) & set(TABLES)
        assert not [name for name in NAMES.values() if render(name, "fi") == render(name, "en")]

    def test_what_is_said_to_be_contained_is(self) -> None:
        fields = {field for use in TABLES.values() for field in use.fields}
        worked_out = {"tables", "encoder", "vectors", "suggestions", "ranking"}
        assert fields | worked_out == set(Holdings.model_fields)

    def test_each_is_explained_in_the_language_of_the_reader(self, client: TestClient) -> None:
        tables = export(client, **{"Accept-Language": "fi"})["tables"]
        assert {item["table"]: (tuple(item["fields"]), item["said"]) for item in tables} == {
            name: (use.fields, render(use.said, "fi")) for name, use in TABLES.items()}
        assert all(item["said"] for item in tables)


class TestWhatOthersTold:
    @pytest.mark.postgresql
    def test_outcomes_that_others_told_are_handed_out(self, client: TestClient) -> None:
        put(client, "/v1/actors/b/outcomes/a", outcome="working", project="Kielikahvila")
        holdings = export(client)
        assert [(item["actor_id"], item["outcome"], item["project"]) for item in holdings["outcomes_of_others"]] == [
            ("b", "working", "Kielikahvila")]
        assert holdings["outcomes"] == []

    @pytest.mark.parametrize(("path", "body"), [
        ("/v1/actors/c/blocks/a", {}), ("/v1/actors/c/opinions/a", {"opinion": "never", "reason": "Salaisuus"}),
        ("/v1/actors/c/follows/a", {})])
    def test_what_others_said_in_confidence_leaves_no_trace(self, path: str, body: dict[str, str],
                                                            client: TestClient) -> None:
        """Not even that there is any: what differs is their own list and, of a block, who is suggested."""
        worked_out = ("suggestions", "ranking")
        before = {name: value for name, value in export(client).items() if name not in worked_out}
        put(client, path, **body)
        assert {name: value for name, value in export(client).items() if name not in worked_out} == before

    def test_its_units_are_named(self, client: TestClient) -> None:
        assert export(client)["units"] == ["unit"]
        assert export(client, "unit")["units"] == []


class TestImports:
    def do(self, settings: Settings, *networks: Network) -> None:
        """Import networks, each in the place of the one before."""
        with closing(Database(settings.database_url)) as database:
            for network in networks:
                with Store(database).writing() as transaction:
                    import_records(transaction, "a.csv", Signature("command line", now()),
                                   partial(Transaction.replace, network=network))

    def test_what_was_there_before_is_handed_out(self, client: TestClient, settings: Settings) -> None:
        renamed = replace(NETWORK, actors=(replace(NETWORK.actors[0], name="Uusi nimi"), *NETWORK.actors[1:]),
                          blocks=(Block("b", "a"),))
        self.do(settings, renamed, NETWORK)
        look(client)
        changes = export(client)["import_changes"]
        assert [(item["number"], item["kind"], item["before"]["name"]) for item in changes] == [
            (2, "actors", "Uusi nimi"), (1, "actors", "A")]
        assert {item["kind"] for item in export(client, "b")["import_changes"]} == {"blocks"}

    @pytest.mark.postgresql
    def test_one_that_an_import_has_removed_can_be_erased(self, client: TestClient, settings: Settings,
                                                          tmp_path: Path) -> None:
        secret = actor("martta", descriptions={"fi": "Salaisuuksien talo"})
        unit = actor("unit", part_of="martta")
        self.do(settings, Network((secret, unit, *NETWORK.actors[:1])), Network(NETWORK.actors[:1]))
        with closing(Database(settings.database_url)) as database:
            write_backup(database, "default", tmp_path / "before")
        assert b"Salaisuuksien" in everything(settings)
        receipt = client.delete("/v1/actors/martta")
        assert (receipt.status_code, receipt.json()["clean"]) == (200, True)
        assert receipt.json()["records"] == 2  # that it went, and that its unit did
        with closing(Database(settings.database_url)) as database:
            restore_backup(database, tmp_path / "before", "copy", names=erased_names(settings))
            database.scrub()
        (tmp_path / "before").unlink()
        for trace in (b"Salaisuuksien", b"martta", b"Martta"):
            assert trace not in everything(settings)


class TestReminders:
    def store(self, settings: Settings, answer: IntroductionAnswer | None) -> None:
        """Let b be asked by a, and both be reminded of what they are to be reminded of."""
        answered = now() - timedelta(days=40) if answer else None
        day = now().date() + timedelta(days=2 if answer is None else -30)
        with closing(Database(settings.database_url)) as database, Store(database).writing() as transaction:
            IntroductionTable(transaction).add(Introduction("0" * 32, "a", "b", "Hei", now(), day, answer, answered))
            assert take_reminders(transaction, now())

    def test_who_was_reminded_to_answer_alone_is_told_so(self, client: TestClient, settings: Settings) -> None:
        self.store(settings, None)
        assert export(client, "b")["reminders"] == [{"introduction": "0" * 32, "kind": "answer"}]
        assert export(client, "a")["reminders"] == []  # it would tell that it was not declined
        put(client, "/v1/actors/b/blocks/a")
        assert export(client, "b")["reminders"] == []

    def test_both_were_reminded_of_what_came_of_it(self, client: TestClient, settings: Settings) -> None:
        self.store(settings, IntroductionAnswer.ACCEPTED)
        for name in ("a", "b"):
            assert export(client, name)["reminders"] == [{"introduction": "0" * 32, "kind": "outcome"}]
        assert export(client, "c")["reminders"] == []


def test_an_erasure_from_before_is_told(client: TestClient) -> None:
    assert export(client)["erased_before"] is None
    receipt = client.delete("/v1/actors/a").json()
    assert client.put("/v1/actors/a", json=CAFE).status_code == 201
    assert export(client)["erased_before"] == {"receipt": receipt["receipt"], "erased": receipt["erased"]}
