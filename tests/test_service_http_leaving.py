"""An actor that is to be erased, over HTTP: for others it is as an id that nobody has."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from data.records.network import Network
from data.records.relations import Cooperation
from data.store.store import Store
from service.clock import today
from tests.networks import actor
from tests.test_service_http_confidences import World, open_world
from tests.test_service_http_writes import CAFE, NDJSON, look

LEAVING = replace(actor("leaving", website="https://silta.fi", descriptions={"fi": "Kielikahvila"}),
                  name="Naisten Silta ry")
NETWORK = Network((actor("a"), actor("b"), LEAVING, replace(actor("unit"), part_of="leaving")),
                  (Cooperation(("a", "b"), "One"), Cooperation(("a", "leaving"), "Other")))
SAID: tuple[tuple[str, str, object], ...] = (
    ("PUT", "/v1/actors/{me}/follows/{other}", None), ("PUT", "/v1/actors/{me}/blocks/{other}", None),
    ("PUT", "/v1/actors/{me}/opinions/{other}", {"opinion": "useful"}),
    ("PUT", "/v1/actors/{me}/outcomes/{other}", {"outcome": "met"}),
    ("POST", "/v1/actors/{me}/introductions", {"other": "{other}", "message": "Hei"}),
    ("PUT", "/v1/actors/{other}/follows/{me}", None), ("DELETE", "/v1/actors/{other}/follows/{me}", None),
    ("DELETE", "/v1/actors/{other}/blocks/{me}", None), ("DELETE", "/v1/actors/{other}/opinions/{me}", None),
    ("DELETE", "/v1/actors/{other}/outcomes/{me}", None), ("DELETE", "/v1/actors/{other}/contact", None),
    ("PUT", "/v1/actors/{other}/contact", {"name": "X", "email": "x@example.org"}),
    ("PUT", "/v1/actors/{other}/introductions/" + "0" * 32 + "/refusal", None))


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    path: Path = tmp_path_factory.mktemp("leaving")
    for world in open_world(path, NETWORK, erase_after_days=7):
        with Store(world.database).writing() as transaction:
            transaction.planned_erasures.plan("leaving", today())
        look(world.client)
        yield world


def filled(value: object, other: str) -> Any:  # noqa: ANN401 - JSON
    return json.loads(json.dumps(value).replace("{me}", "a").replace("{other}", other))


@pytest.mark.parametrize(("method", "path", "body"), SAID)
def test_nobody_speaks_of_it_or_for_it(method: str, path: str, body: object, world: World) -> None:
    def ask(other: str, headers: dict[str, str]) -> tuple[int, dict[str, Any]]:
        response = world.client.request(method, filled(path, other), json=filled(body, other), headers=headers)
        return response.status_code, json.loads(response.text.replace(other, "OTHER"))

    keys = [world.key("write")] + ([world.token("a", "write")] if "{me}/" in path else [])
    for headers in keys:
        answer = ask("leaving", headers)
        assert answer == ask("nobody99", headers)
        assert answer[0] == 404


def test_it_still_speaks_for_itself(world: World) -> None:
    own = world.token("leaving", "write")
    assert world.client.put("/v1/actors/leaving/opinions/a", json={"opinion": "useful"}, headers=own).status_code == 201
    assert world.client.delete("/v1/actors/leaving/opinions/a", headers=own).status_code == 204


def test_no_question_is_asked_in_its_name(world: World) -> None:
    def ask(who: str, body: dict[str, Any], headers: dict[str, str]) -> tuple[int, object]:
        response = world.client.post("/v1/suggestions", json=filled(body, who), headers=headers)
        return response.status_code, {**json.loads(response.text.replace(who, "OTHER")), "versions": None}

    reader, idea = world.key("read"), {"idea": {"text": "Kielikahvila", "actor": "{other}"}}
    assert ask("leaving", idea, reader) == ask("nobody99", idea, reader)
    assert ask("leaving", idea, reader)[0] == 422
    assert ask("leaving", idea, world.token("leaving"))[0] == 200
    profile = {"profile": {"id": "{other}", "sector": "ngo", "municipalities": ["Rovaniemi"]}}
    answer, other = ask("leaving", profile, reader), ask("nobody99", profile, reader)
    assert answer[0] == other[0] == 200
    assert [item["actor_id"] for item in answer[1]["suggestions"]] == [  # type: ignore[index]
        item["actor_id"] for item in other[1]["suggestions"]]  # type: ignore[index]


def test_new_ones_do_not_look_like_it_and_do_not_name_it(world: World) -> None:
    writer = world.key("write")
    look_alike = {**CAFE, "name": "Naisten Silta", "website": "https://silta.fi"}
    stored = world.client.put("/v1/actors/new", json=look_alike, headers=writer)
    assert (stored.status_code, stored.json()["look_alikes"]) == (201, [])
    lines = json.dumps({**look_alike, "id": "newer"})
    report = world.client.post("/v1/imports/actors", content=lines, headers={**NDJSON, **writer}).json()
    assert "leaving" not in {item["actor_id"] for item in report["lines"][0]["look_alikes"]}
    page = world.client.get("/v1/duplicates", headers=world.key("coordinate")).text
    assert "leaving" not in page
    for path, body in (("/v1/cooperations", {"members": ["a", "{other}"], "title": "New"}),):
        answers = [world.client.post(path, json=filled(body, other), headers=writer) for other in
                   ("leaving", "nobody99")]
        assert [answer.status_code for answer in answers] == [422, 422]
        assert answers[0].text.replace("leaving", "OTHER") == answers[1].text.replace("nobody99", "OTHER")


def test_a_unit_keeps_its_whole(world: World) -> None:
    response = world.client.put("/v1/actors/unit", json={**CAFE, "part_of": "leaving"}, headers=world.key("write"))
    assert response.status_code == 200, response.text


def test_counts_agree_with_lists(world: World) -> None:
    reader = world.key("read")
    summary = world.client.get("/v1/network", headers=reader).json()
    for kind in ("actors", "cooperations"):
        assert summary[kind] == world.client.get(f"/v1/{kind}", headers=reader).json()["total"]


@pytest.mark.parametrize("decision", ["merge", "different"])
def test_nothing_is_decided_about_it(decision: str, world: World) -> None:
    def decide(other: str) -> tuple[int, str]:
        body = {"decision": decision, "first": "a", "second": other}
        response = world.client.post("/v1/duplicates", json=body, headers=world.key("coordinate"))
        return response.status_code, response.json()["detail"].replace(other, "OTHER")

    assert decide("leaving") == decide("nobody99")
    assert decide("leaving")[0] == 404
