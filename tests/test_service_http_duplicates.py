"""Actors that may be one over HTTP: listed, merged, told apart, and told of when a new one is written."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.governance.audit_log import AuditEvent
from data.records.network import Network
from data.records.relations import Block
from data.store.store import Store
from service.app.composition import create_app
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import ROVANIEMI, actor, together
from tests.stores import store_network, stored_network
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE, NDJSON

SILTA = replace(actor("silta-ry", website="https://silta.fi"), name="Naisten Silta ry")
SAME = replace(actor("naisten-silta", themes=("employment",)), name="Naisten Silta")
START = Network((actor("a"), SAME, SILTA), (together("a", "naisten-silta", title="P"), together("a", "silta-ry")),
                (Block("naisten-silta", "a"),))


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a service over three actors, two of which are one, on both kinds of database."""
    store_network(settings.database_url, START)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def decide(client: TestClient, decision: str, first: str = "silta-ry", second: str = "naisten-silta") -> Response:
    return client.post("/v1/duplicates", json={"decision": decision, "first": first, "second": second})


def pairs(client: TestClient) -> list[set[str]]:
    return [{pair["first"]["id"], pair["second"]["id"]} for pair in client.get("/v1/duplicates").json()["pairs"]]


def test_pairs_are_listed_with_reasons_and_both_sides(client: TestClient) -> None:
    page = client.get("/v1/duplicates", headers={"Accept-Language": "en"}).json()
    (pair,) = page["pairs"]
    assert (page["total"], pair["certainty"]) == (1, "sure")
    assert "Naisten Silta" in pair["reasons"][0]
    assert {side["field"] for side in pair["differences"]} == {"name", "website", "themes"}


@pytest.mark.postgresql
def test_two_become_one_and_the_earlier_id_leads_on(client: TestClient, settings: Settings) -> None:
    answer = decide(client, "merge").json()
    assert answer == {"decision": "merge", "first": "silta-ry", "second": "naisten-silta", "cooperations": 1,
                      "statements": 1, "dropped": 0}
    network = stored_network(settings.database_url)
    assert network.actors == (actor("a"), replace(SILTA, themes=("employment",)))
    assert {(item.members, item.title) for item in network.cooperations} == {
        (("a", "silta-ry"), "P"), (("a", "silta-ry"), "Project")}
    assert pairs(client) == []
    for path in ("", "/suggestions?limit=3", "/blocks", "/export", "/explanations/a"):
        moved = client.get(f"/v1/actors/naisten-silta{path}", follow_redirects=False)
        assert refusal(moved, 308, "actor-moved")
        assert moved.headers["location"] == f"/v1/actors/silta-ry{path}"
        assert client.get(f"/v1/actors/naisten-silta{path}", follow_redirects=True).status_code == 200
    other = client.get("/v1/actors/a/explanations/naisten-silta", follow_redirects=False)
    assert other.headers["location"] == "/v1/actors/a/explanations/silta-ry"
    assert client.head("/v1/actors/naisten-silta", follow_redirects=False).status_code == 308


def test_writes_to_an_earlier_id_are_refused_with_the_id_of_now(client: TestClient, settings: Settings) -> None:
    decide(client, "merge")
    before = stored_network(settings.database_url)
    for method, path, body in (("PUT", "", CAFE), ("DELETE", "", None), ("PUT", "/blocks/a", None)):
        answer = client.request(method, f"/v1/actors/naisten-silta{path}", json=body)
        assert "silta-ry" in refusal(answer, 409, "actor-merged")["cure"]
    line = json.dumps({**CAFE, "id": "naisten-silta"})
    answer = client.post("/v1/imports/actors", content=line, headers=NDJSON)
    assert "silta-ry" in refusal(answer, 422, "records-refused")["problems"][0]["cure"]
    assert stored_network(settings.database_url) == before


def test_an_erased_one_takes_its_earlier_ids_along(client: TestClient) -> None:
    decide(client, "merge")
    assert client.delete("/v1/actors/silta-ry").status_code == 200
    refusal(client.get("/v1/actors/naisten-silta"), 404, "unknown-actor")


def test_two_that_are_two_are_not_listed_again(client: TestClient) -> None:
    assert decide(client, "different").json()["decision"] == "different"
    assert pairs(client) == []
    assert decide(client, "different").status_code == 200


def test_done_twice_nothing_more_happens(client: TestClient, settings: Settings) -> None:
    first = decide(client, "merge")
    network = stored_network(settings.database_url)
    again = decide(client, "merge")
    assert (first.status_code, again.status_code) == (200, 200)
    assert again.json()["cooperations"] == 0
    assert stored_network(settings.database_url) == network
    with closing(Database(settings.database_url)) as database, Store(database).reading() as session:
        assert session.aliases.all() == {"naisten-silta": "silta-ry"}
    entries = client.get("/v1/audit").json()["entries"]
    assert [entry["what"] for entry in entries].count(AuditEvent.ACTORS_MERGED) == 1


@pytest.mark.parametrize("decision", ["merge", "different"])
def test_who_is_not_there_or_the_same_is_refused(client: TestClient, decision: str) -> None:
    refusal(decide(client, decision, "silta-ry", "x"), 404, "unknown-actor")
    refusal(decide(client, decision, "silta-ry", "silta-ry"), 404, "unknown-actor")
    refusal(decide(client, "perhaps"), 422, "request-refused")


def test_a_new_actor_is_told_whom_it_looks_like(client: TestClient) -> None:
    new = {"name": "Naisten silta r.y.", "sector": "ngo", "municipalities": ["Helsinki"]}
    answer = client.put("/v1/actors/uusi", json=new)
    assert answer.status_code == 201
    assert {alike["actor_id"] for alike in answer.json()["look_alikes"]} == {"naisten-silta", "silta-ry"}
    again = client.put("/v1/actors/uusi", json=new)
    assert (again.status_code, again.json()["look_alikes"]) == (200, [])
    assert again.headers["etag"] == client.get("/v1/actors/uusi").headers["etag"] == answer.headers["etag"]


def test_lines_of_an_import_are_told_whom_they_look_like(client: TestClient) -> None:
    lines = [{**CAFE, "id": "k", "name": "Kahvila Kaarna", "municipalities": [ROVANIEMI]},
             {"id": "n", "name": "Naisten silta", "sector": "ngo", "municipalities": ["Helsinki"]}]
    report = client.post("/v1/imports/actors", content="\n".join(map(json.dumps, lines)), headers=NDJSON).json()
    assert [bool(line["look_alikes"]) for line in report["lines"]] == [False, True]
    assert report["added"] == 2
