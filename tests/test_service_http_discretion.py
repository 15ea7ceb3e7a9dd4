"""Who may write or coordinate, and is not told what actors keep from others, does not learn it from answers either."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from httpx2 import Response

from data.records.network import Network
from data.records.relations import Block, Opinion, OpinionKind
from data.store.store import Store
from service.runtime.erasure_keys import names_to_erase
from tests.networks import actor
from tests.test_service_http_confidences import World, open_world
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import NDJSON, look

SAID: tuple[tuple[str, object], ...] = (
    ("opinions", {"opinion": "useful"}), ("outcomes", {"outcome": "met"}), ("blocks", None), ("follows", None))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path: Path = tmp_path_factory.mktemp("discretion")
    network = Network(tuple(map(actor, "abcdefgh")), (), (Block("a", "c"),))
    yield from open_world(path, network)


@pytest.mark.parametrize(("kind", "body"), SAID)
def test_saying_and_taking_back_look_the_same_whatever_was_said_before(kind: str, body: object, world: World) -> None:
    writer, own, address = world.key("write"), world.token("b", "write"), f"/v1/actors/b/{kind}/d"

    def answer(method: str, headers: dict[str, str]) -> tuple[int, str]:
        response = world.client.request(method, address, json=body if method == "PUT" else None, headers=headers)
        return response.status_code, response.text

    assert answer("DELETE", writer) == answer("DELETE", writer) == (204, "")
    first = answer("PUT", writer)
    assert first == answer("PUT", writer)
    assert answer("DELETE", writer) == answer("DELETE", writer) == (204, "")
    assert answer("DELETE", own)[0] == 404
    assert answer("PUT", own)[0] == (201 if first[0] == 200 else 204)
    unknown = world.client.delete(f"/v1/actors/nobody/{kind}/d", headers=writer)
    refusal(unknown, 404, "unknown-actor")


def test_taking_contact_data_back_does_not_tell_whether_there_were_any(world: World) -> None:
    writer = world.key("write")
    assert [world.client.delete("/v1/actors/b/contact", headers=writer).status_code for _ in range(2)] == [204, 204]
    refusal(world.client.delete("/v1/actors/b/contact", headers=world.token("b", "write")), 404, "unknown-contact")


def test_a_refused_introduction_does_not_tell_why(world: World) -> None:
    def ask(actor: str, other: str, headers: dict[str, str]) -> Response:
        return world.client.post(f"/v1/actors/{actor}/introductions", json={"other": other, "message": "Hei"},
                                 headers=headers)

    writer, reach = world.key("write"), {"name": "A", "email": "a@example.org"}
    without = refusal(ask("b", "c", writer), 409, "introduction-refused")
    assert world.client.put("/v1/actors/a/contact", json=reach, headers=writer).status_code == 204
    blocked = refusal(ask("a", "c", writer), 409, "introduction-refused")
    asked = ask("a", "e", writer)
    assert asked.status_code == 201
    for other in (without, blocked):
        assert (other["detail"], other["cure"]) == (without["detail"], without["cure"])
    assert "contact" not in without["detail"]
    assert "blocked" in refusal(ask("a", "c", world.token("a", "write")), 409, "introduction-refused")["detail"]
    acceptance = f"/v1/actors/e/introductions/{asked.json()['id']}/acceptance"
    neutral = refusal(world.client.put(acceptance, headers=writer), 409, "introduction-refused")
    assert "contact" not in neutral["detail"]
    refusal(world.client.put(acceptance, headers=world.token("e", "write")), 409, "contact-missing")


def test_merging_counts_what_is_kept_from_others_for_those_who_are_told(world: World) -> None:
    with Store(world.database).writing() as transaction:
        transaction.say(Opinion("a", "f", OpinionKind.USEFUL))
    look(world.client)
    body = {"decision": "merge", "first": "b", "second": "f"}
    answer = world.client.post("/v1/duplicates", json=body, headers=world.key("coordinate")).json()
    assert (answer["cooperations"], answer["statements"], answer["dropped"]) == (0, None, None)
    body = {"decision": "merge", "first": "b", "second": "g"}
    answer = world.client.post("/v1/duplicates", json=body, headers=world.key("coordinate", "confidential")).json()
    assert (answer["statements"], answer["dropped"]) == (0, 0)


def test_who_was_erased_and_comes_back_is_told_of(world: World) -> None:
    assert world.client.delete("/v1/actors/h", headers=world.key("erase")).status_code == 200
    assert names_to_erase(world.settings).keys
    lines = '{"id": "h", "name": "H", "sector": "ngo"}\n{"id": "new", "name": "New", "sector": "ngo"}'
    report = world.client.post("/v1/imports/actors", content=lines, headers={**NDJSON, **world.key("write")}).json()
    first, second = report["lines"]
    assert [line["result"] for line in (first, second)] == ["added", "added"]
    assert "erased" in first["warnings"][0]
    assert second["warnings"] == []
    again = world.client.post("/v1/imports/actors", content=lines, headers={**NDJSON, **world.key("write")}).json()
    assert [line["warnings"] for line in again["lines"]] == [[], []]


@pytest.mark.parametrize(("charset", "status"), [("latin-1", 415), ('"UTF-16"', 415), ("utf-8", 422), ('"UTF-8"', 422)])
@pytest.mark.parametrize("path", ["tokens", "imports/actors"])
def test_json_is_in_utf8(path: str, charset: str, status: int, world: World) -> None:
    headers = {**world.key("read", "write", "confidential"), "Content-Type": f"application/json; charset={charset}"}
    assert world.client.post(f"/v1/{path}", content="[{}]", headers=headers).status_code == status
