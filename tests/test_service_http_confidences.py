"""What actors keep from others, over HTTP: who is told it, in which form, and what everybody else is told instead."""

from __future__ import annotations

import json
import logging
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.records.network import Network
from data.records.relations import Block, Opinion, OpinionKind, Outcome, OutcomeKind
from data.store.store import Store
from data.tenancy.api_keys import SCOPES, Key, Keys
from data.tenancy.tokens import claims_for, mint
from matcher.defaults import RULES
from service.app.composition import create_app
from service.clock import now, today
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import stored_network
from tests.terminal import Terminal
from tests.test_service_http_dependencies import bearer, new_key
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE, look

ACTORS = (actor("a", descriptions={"fi": "Neuvontaa"}), actor("b", descriptions={"fi": "Kielikahvila äideille"}),
          actor("c", descriptions={"fi": "Kielikahvila nuorille"}), actor("d"), actor("e"))
SAID = Network(ACTORS, (), (Block("e", "a"),), (
    Opinion("a", "b", OpinionKind.USEFUL, "Salainen syy"), Opinion("a", "d", OpinionKind.NEVER, "Salainen syy")), (
    Outcome("a", "c", OutcomeKind.WORKING),))
SILENT = Network(ACTORS, (), (Block("e", "a"),))


@dataclass
class World:
    """A service with keys, and the networks that it is asked about."""

    client: TestClient
    database: Database
    settings: Settings

    def key(self, *scopes: str, of: str = "") -> dict[str, str]:
        return bearer(Keys(self.database).create(Key("", "default", "x", frozenset(scopes), "", now(), actor=of)))

    def token(self, who: str, *scopes: str) -> dict[str, str]:
        key = new_key(self.database)
        voucher = Keys(self.database).find(key, now())
        return bearer(mint(key, claims_for(who, voucher, scopes, now(), timedelta(minutes=5)), voucher))

    def get(self, address: str, headers: dict[str, str], **parameters: object) -> Any:  # noqa: ANN401 - JSON
        response = self.client.get(address, headers=headers, params=parameters)  # type: ignore[arg-type]
        assert response.status_code == 200, response.text
        return {**response.json(), "versions": None}


def open_world(home: Path, network: Network, **settings: object) -> Iterator[World]:
    configuration = Settings(home=home, encoder="hashing", index="exact", **settings)  # type: ignore[arg-type]
    with closing(Database(configuration.database_url)) as database:
        Store(database).replace(network)
        new_key(database)
        with TestClient(create_app(configuration), raise_server_exceptions=False) as client:
            yield World(client, database, configuration)


@pytest.fixture
def world(tmp_path: Path) -> Iterator[World]:
    yield from open_world(tmp_path / "said", SAID)


@pytest.fixture
def silent(tmp_path: Path) -> Iterator[World]:
    """The same, where nobody has said anything."""
    yield from open_world(tmp_path / "silent", SILENT)


class TestLists:
    def test_others_get_them_as_if_nothing_had_been_said(self, world: World, silent: World) -> None:
        reader, other, quiet = world.key("read"), world.token("b"), silent.key("read")
        for address in ("/v1/actors/a/suggestions", "/v1/actors/a/explanations/c", "/v1/actors/a/explanations/d",
                        "/v1/actors/a/explanations/e"):
            expected = silent.get(address, quiet)
            assert world.get(address, reader) == world.get(address, other) == expected
        answer = world.get("/v1/actors/a/suggestions", reader)
        assert {item["actor_id"] for item in answer["suggestions"]} == {"b", "c", "d"}
        assert {item["actor_id"] for item in answer["left_out"]} == {"a"}  # “e” is blocked, which is not told
        for item in answer["suggestions"]:
            assert sum(row["points"] for row in item["ledger"]) == pytest.approx(item["score"], abs=1e-9)

    def test_the_actor_and_who_is_told_get_its_own(self, world: World) -> None:
        answers = [world.get("/v1/actors/a/suggestions", headers) for headers in (
            world.key("read", of="a"), world.token("a"), world.key("read", "confidential"))]
        assert answers[0] == answers[1] == answers[2]
        assert {item["actor_id"] for item in answers[0]["suggestions"]} == {"b"}
        assert {item["actor_id"] for item in answers[0]["left_out"]} >= {"c", "d"}
        assert "e" not in {item["actor_id"] for item in answers[0]["left_out"]}
        ledger = world.get("/v1/actors/a/explanations/c", world.token("a"))["ledger"]
        assert "feedback" in {row["term"] for row in ledger}

    @pytest.mark.parametrize("body", [
        {"profile": {"id": "a", "sector": "ngo", "municipalities": ["Helsinki"]}},
        {"idea": {"text": "Kielikahvila", "actor": "a"}}])
    def test_questions_in_the_name_of_an_actor_tell_no_more(self, body: dict[str, Any], world: World,
                                                            silent: World) -> None:
        def ask(asked: World, headers: dict[str, str]) -> object:
            response = asked.client.post("/v1/suggestions", json=body, headers=headers)
            assert response.status_code == 200, response.text
            return {**response.json(), "versions": None}

        assert ask(world, world.key("read")) == ask(world, world.token("b")) == ask(silent, silent.key("read"))
        assert ask(world, world.token("a")) == ask(world, world.key("read", "confidential"))
        assert ask(world, world.token("a")) != ask(world, world.key("read"))

    def test_rehearsals_tell_of_no_opinions(self, world: World, silent: World) -> None:
        def report(asked: World) -> object:
            headers = asked.key("coordinate")
            rules = RULES.read_text(encoding="utf-8").replace("points = 3.0", "points = 9.0")
            number = asked.client.post("/v1/rules", json={"content": rules}, headers=headers).json()["number"]
            started = asked.client.post(f"/v1/rules/{number}/rehearsals", headers=headers)
            address = started.headers["location"]
            while (answer := asked.client.get(address, headers=headers).json())["state"] == "running":
                pass
            return {**answer["report"], "versions": None, "rules": None}

        assert report(world) == report(silent)

    def test_an_export_is_the_actors_own(self, world: World) -> None:
        holdings = world.get("/v1/actors/a/export", world.token("a"))
        assert [item["reason"] for item in holdings["opinions"]] == ["Salainen syy"] * 2
        assert {item["actor_id"] for item in holdings["suggestions"]["suggestions"]} == {"b"}
        for headers in (world.key("admin"), world.key("read"), world.token("b")):
            assert world.client.get("/v1/actors/a/export", headers=headers).status_code == 403

    def test_nothing_that_all_may_read_tells_of_it(self, world: World) -> None:
        headers = world.key("read", "write", "coordinate", "admin", "erase")
        for path in ("actors", "actors/a", "actors/a/suggestions", "cooperations", "network", "ranking", "audit",
                     "actors/a/explanations/b", "actors/a/explanations/d", "search?q=salainen"):
            assert "Salainen" not in world.client.get(f"/v1/{path}", headers=headers).text
        for path in ("opinions", "blocks", "outcomes", "follows", "feed", "contact", "introductions", "export"):
            refusal(world.client.get(f"/v1/actors/a/{path}", headers=headers), 403, "scope-missing")


class TestIntroductions:
    @pytest.fixture
    def asked(self, world: World) -> str:
        for name in ("a", "b"):
            reach = {"name": "X", "email": f"{name}@example.org"}
            headers = world.token(name, "write")
            assert world.client.put(f"/v1/actors/{name}/contact", json=reach, headers=headers).status_code == 204
        response = world.client.post("/v1/actors/a/introductions", json={"other": "b", "message": "Salainen pyyntö"},
                                     headers=world.token("a", "write"))
        return str(response.json()["id"])

    def act(self, world: World, act: str, asked: str, headers: dict[str, str], who: str = "b") -> Response:
        return world.client.put(f"/v1/actors/{who}/introductions/{asked}/{act}", headers=headers)

    def test_who_only_acts_is_told_what_the_asker_may_see(self, world: World, asked: str) -> None:
        writer, own = world.key("write"), world.token("b", "write")
        before = self.act(world, "refusal", asked, writer)
        assert (before.status_code, before.json()["state"], before.json()["answered"]) == (200, "pending", None)
        assert "Salainen" not in before.text
        mine = self.act(world, "refusal", asked, own).json()
        assert (mine["state"], mine["message"]) == ("declined", "Salainen pyyntö")
        assert self.act(world, "refusal", asked, world.key("write", "confidential")).json() == mine
        assert self.act(world, "acceptance", asked, writer).json()["state"] == "accepted"
        outcome = world.client.put(f"/v1/actors/b/introductions/{asked}/outcome", json={"outcome": "met"},
                                   headers=world.token("b", "write"))
        assert outcome.json()["outcome"] == "met"
        assert self.act(world, "acceptance", asked, writer).json()["outcome"] is None

    def test_a_declined_request_looks_as_one_that_nobody_has_answered(self, world: World, asked: str) -> None:
        writer = world.key("write")
        first = self.act(world, "refusal", asked, writer)
        assert self.act(world, "refusal", asked, writer).json() == first.json()
        asker = world.get(f"/v1/actors/a/introductions/{asked}", world.token("a"))
        assert (asker["state"], asker["contact"]) == ("pending", None)

    def test_an_answer_that_is_remembered_is_told_to_none_who_may_know_less(self, world: World, asked: str) -> None:
        own, writer = world.token("b", "write"), world.key("write")
        first = self.act(world, "refusal", asked, {**own, "Idempotency-Key": "x"})
        again = self.act(world, "refusal", asked, {**world.token("b", "write"), "Idempotency-Key": "x"})
        assert again.json() == first.json()
        refusal(self.act(world, "refusal", asked, {**writer, "Idempotency-Key": "x"}), 422, "key-repeated")

    def test_the_other_side_is_read_by_itself_alone(self, world: World, asked: str) -> None:
        address = f"/v1/actors/b/introductions/{asked}"
        for headers in (world.token("a", "write"), world.key("read", of="a")):
            refusal(world.client.get(address, headers=headers), 403, "other-actor")
        assert world.get(address, world.token("b"))["message"] == "Salainen pyyntö"


class TestActing:
    def test_an_actor_changes_its_own_profile(self, world: World) -> None:
        own = world.token("a", "write")
        assert world.client.put("/v1/actors/a", json=CAFE, headers=own).status_code == 200
        refusal(world.client.put("/v1/actors/b", json=CAFE, headers=own), 403, "other-actor")
        refusal(world.client.put("/v1/actors/a", json=CAFE, headers=world.token("a")), 403, "scope-missing")

    def test_it_does_not_bring_itself_back(self, world: World) -> None:
        own = world.token("a", "write", "erase")
        assert world.client.delete("/v1/actors/a", headers=own).status_code == 200
        refusal(world.client.put("/v1/actors/a", json=CAFE, headers=own), 404, "unknown-actor")
        assert "a" not in {item.id for item in stored_network(world.settings.database_url).actors}

    def test_it_erases_itself_and_nobody_else(self, world: World) -> None:
        refusal(world.client.delete("/v1/actors/b", headers=world.token("a", "write", "erase")), 403, "other-actor")
        refusal(world.client.delete("/v1/actors/a", headers=world.token("a", "write")), 403, "scope-missing")
        own = world.key("read", "write", of="a")
        assert world.client.delete("/v1/actors/a", headers=own).status_code == 200
        refusal(world.client.get("/v1/actors", headers=own), 401, "key-refused")  # it went with its actor

    @pytest.mark.parametrize("name", ["%61", "a%CC%88", "ä"])
    def test_ids_are_one_in_every_form(self, name: str, world: World) -> None:
        """An address may spell the id of the key's actor otherwise; it opens no other one."""
        response = world.client.get(f"/v1/actors/{name}/opinions", headers=world.token("a"))
        assert response.status_code == (200 if name == "%61" else 403)


class TestTokens:
    def mint(self, world: World, headers: dict[str, str], **body: object) -> Response:
        return world.client.post("/v1/tokens", json={"actor": "a", **body}, headers=headers)

    def test_a_platform_mints_one_for_its_user(self, world: World) -> None:
        response = self.mint(world, world.key("read", "write", "confidential"))
        assert response.status_code == 201
        assert response.headers["cache-control"] == "no-store"
        answer = response.json()
        assert (answer["actor"], answer["scopes"]) == ("a", ["read", "write"])
        headers = bearer(answer["token"])
        assert len(world.get("/v1/actors/a/opinions", headers)["opinions"]) == 2
        assert world.client.put("/v1/actors/a/follows/b", headers=headers).status_code == 204
        refusal(world.client.get("/v1/actors/b/opinions", headers=headers), 403, "other-actor")
        refusal(self.mint(world, headers), 403, "scope-missing")  # a token makes no tokens

    def test_it_allows_what_is_asked_for_and_the_key_allows(self, world: World) -> None:
        key = world.key("read", "write", "confidential")
        assert self.mint(world, key, scopes=["read"]).json()["scopes"] == ["read"]
        assert self.mint(world, world.key(*SCOPES)).json()["scopes"] == ["read", "write", "erase"]
        refusal(self.mint(world, key, scopes=["erase"]), 403, "token-refused")
        wrong: tuple[dict[str, object], ...] = ({"scopes": ["admin"]}, {"scopes": []}, {"minutes": 16}, {"minutes": 0},
                                                {"actor": ""}, {"more": 1})
        for body in wrong:
            refusal(self.mint(world, key, **body), 422, "request-refused")
        refusal(self.mint(world, key, actor="nobody"), 404, "unknown-actor")

    @pytest.mark.parametrize("scopes", [("read", "write"), ("confidential",), ("write", "coordinate", "erase")])
    def test_who_is_told_no_confidences_opens_none_by_it(self, scopes: tuple[str, ...], world: World) -> None:
        refusal(self.mint(world, world.key(*scopes)), 403, "scope-missing")

    def test_wrong_ones_are_bounded_like_wrong_keys(self, tmp_path: Path) -> None:
        for world in open_world(tmp_path / "bounded", SAID, wrong_keys="3/hour"):
            right = world.token("a")
            assert world.client.get("/v1/actors/a", headers=right).status_code == 200
            wrong = bearer(right["Authorization"].split()[1][:-9] + "AAAAAAAAA")
            statuses = [world.client.get("/v1/actors/a", headers=wrong).status_code for _ in range(4)]
            assert statuses == [401, 401, 401, 429]
            assert world.client.get("/v1/actors/a", headers=right).status_code == 200

    def test_they_are_counted_by_actor(self, world: World) -> None:
        key = Keys(world.database).create(Key("", "default", "x", frozenset(SCOPES), "3/hour", now()))
        voucher = Keys(world.database).find(key, now())
        tokens = {name: bearer(mint(key, claims_for(name, voucher, (), now(), timedelta(minutes=5)), voucher))
                  for name in "ab"}
        assert [world.client.get("/v1/network", headers=tokens["a"]).status_code for _ in range(4)] == [
            200, 200, 200, 429]
        assert world.client.get("/v1/network", headers=tokens["b"]).status_code == 200

    def test_none_is_in_the_log(self, world: World, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        key = new_key(world.database)
        token = world.client.post("/v1/tokens", json={"actor": "a"}, headers=bearer(key)).json()["token"]
        world.client.get("/v1/actors/a/opinions", headers=bearer(token))
        world.client.get("/v1/actors/a/opinions", headers=bearer(f"{token}x"))
        world.client.get(f"/v1/actors/{token}", headers=bearer(token))
        records = [str(vars(record)) for record in caplog.records if record.name.startswith("kumppani")]
        assert len(records) == 4
        assert not any(part in str(records) for part in (*token.split("."), key.split("_")[2]))

    def test_without_keys_there_are_none(self, demo_client: TestClient) -> None:
        response = demo_client.post("/v1/tokens", json={"actor": "rovaniemen-kaupunki"})
        assert "Without keys" in refusal(response, 403, "token-refused")["detail"]


class TestGrace:
    @pytest.fixture
    def patient(self, tmp_path: Path) -> Iterator[World]:
        yield from open_world(tmp_path / "patient", SAID, erase_after_days=7)

    def test_it_is_hidden_and_can_stay(self, patient: World) -> None:
        eraser, reader = patient.key("erase"), patient.key("read")
        before = patient.get("/v1/actors/b/suggestions", reader)
        response = patient.client.delete("/v1/actors/a", headers=eraser)
        day = (today() + timedelta(days=7)).isoformat()
        assert (response.status_code, response.json()) == (202, {"day": day})
        assert response.headers["location"] == "/v1/actors/a/erasure"
        assert patient.client.delete("/v1/actors/a", headers=eraser).json() == {"day": day}
        assert "a" not in {item["id"] for item in patient.get("/v1/actors", reader)["actors"]}
        assert "a" not in {item["actor_id"] for item in patient.get("/v1/actors/b/suggestions", reader)["suggestions"]}
        assert "a" not in {item["actor"]["id"] for item in patient.get("/v1/search", reader, q="Neuvontaa")["actors"]}
        lines = patient.client.get("/v1/exports/actors", params={"format": "jsonl"}, headers=reader).text.splitlines()
        assert {json.loads(line)["id"] for line in lines} == {"b", "c", "d", "e"}
        for address in ("", "/suggestions", "/explanations/b"):
            refusal(patient.client.get(f"/v1/actors/a{address}", headers=reader), 404, "unknown-actor")
        refusal(patient.client.get("/v1/actors/b/explanations/a", headers=reader), 404, "unknown-actor")
        own = patient.token("a")
        assert patient.get("/v1/actors/a", own)["profile"]["id"] == "a"
        assert patient.get("/v1/actors/a/export", own)["opinions"]
        assert patient.get("/v1/actors/a/erasure", own)["day"] == day
        assert patient.client.delete("/v1/actors/a/erasure", headers=eraser).status_code == 204
        assert patient.get("/v1/actors/b/suggestions", reader) == before
        refusal(patient.client.delete("/v1/actors/a/erasure", headers=eraser), 404, "unknown-erasure")
        refusal(patient.client.get("/v1/actors/a/erasure", headers=own), 404, "unknown-erasure")

    def test_it_is_asked_for_no_introduction(self, patient: World) -> None:
        headers = patient.key("write")
        patient.client.put("/v1/actors/b/contact", json={"name": "B", "email": "b@example.org"}, headers=headers)
        patient.client.delete("/v1/actors/a", headers=patient.key("erase"))
        response = patient.client.post("/v1/actors/b/introductions", json={"other": "a", "message": "Hei"},
                                       headers=headers)
        refusal(response, 404, "unknown-actor")
        response = patient.client.post("/v1/actors/b/introductions", json={"other": "a", "message": "Hei"},
                                       headers=patient.key("write", "confidential"))
        assert "no part in the network now" in refusal(response, 409, "introduction-refused")["detail"]

    def test_it_goes_when_its_day_has_come(self, patient: World, monkeypatch: pytest.MonkeyPatch) -> None:
        headers = patient.key("erase")
        for name in ("a", "b"):
            assert patient.client.delete(f"/v1/actors/{name}", headers=headers).status_code == 202
        assert patient.client.delete("/v1/actors/b/erasure", headers=headers).status_code == 204
        terminal = Terminal(patient.settings.home)
        ids = {item.id for item in ACTORS}
        assert "erased" not in terminal.text("database", "tidy")
        assert {item.id for item in stored_network(patient.settings.database_url).actors} == ids
        later = now() + timedelta(days=7)
        monkeypatch.setattr("service.cli.actions.database.now", lambda: later)
        assert "1 actor whose day had come was erased." in terminal.text("database", "tidy")
        assert {item.id for item in stored_network(patient.settings.database_url).actors} == ids - {"a"}
        look(patient.client)
        refusal(patient.client.get("/v1/actors/a", headers=patient.key("read")), 404, "unknown-actor")
        receipt = patient.client.delete("/v1/actors/a", headers=headers)
        assert (receipt.status_code, receipt.json()["records"]) == (200, 0)

    def test_conditions_hold(self, patient: World) -> None:
        headers = patient.key("erase")
        refusal(patient.client.delete("/v1/actors/a", headers={**headers, "If-Match": '"x"'}), 412, "record-changed")
        refusal(patient.client.delete("/v1/actors/nobody", headers=headers), 404, "unknown-actor")
        assert patient.client.delete("/v1/actors/a", headers={**headers, "If-Match": "*"}).status_code == 202

    def test_another_program_is_followed(self, patient: World) -> None:
        with Store(patient.database).writing() as transaction:
            transaction.planned_erasures.plan("a", today() + timedelta(days=1))
        look(patient.client)
        assert "a" not in {item["id"] for item in patient.get("/v1/actors", patient.key("read"))["actors"]}


class TestVersions:
    def test_what_the_data_are_called_lets_nobody_guess_a_block(self, world: World) -> None:
        """A sum of digests would: whoever has all that is public tries every block until the sum is right."""
        reader = world.key("read")

        def told() -> str:
            return str(world.client.get("/v1/network", headers=reader).json()["versions"]["data"])

        before = told()
        assert before != stored_network(world.settings.database_url).version
        with Store(world.database).writing() as transaction:
            transaction.say(Block("a", "c"))
        look(world.client)
        assert told() not in (before, stored_network(world.settings.database_url).version)
