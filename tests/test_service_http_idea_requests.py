"""Ideas made requests over HTTP: kept as they were read, and seen by their owner and those that were chosen."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.database.connection import Database
from data.records.network import Network
from data.records.relations import Block
from data.tenancy.api_keys import Key, Keys
from service.app.composition import create_app
from service.clock import now
from service.runtime.idea_requests import MOST_OPEN, MOST_SHARES
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import ROVANIEMI, actor
from tests.stores import store_network
from tests.test_service_http_problems import refusal

TEXT = "Kielikahvila Rovaniemelle, yhdessä kirjaston kanssa"
ALL = "/v1/actors/a/requests"
NETWORK = Network((*map(actor, "abcd"),), blocks=(Block("d", "a"),))


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path, encoder="hashing", index="exact")
    store_network(settings.database_url, NETWORK)
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a service over four actors, of which one has blocked another."""
    with TestClient(create_app(settings), headers={"Accept-Language": "en"}, raise_server_exceptions=False) as client:
        yield client


def make(client: TestClient, *others: str, **body: object) -> dict[str, Any]:
    answer = client.post(ALL, json={"text": TEXT, "shared_with": others, **body})
    assert answer.status_code == 201, answer.text
    return dict(answer.json())


def test_an_idea_is_kept_as_it_is_read(client: TestClient) -> None:
    made = make(client, "c", "b", "b")
    assert (made["actor_id"], made["name"], made["text"], made["closed"]) == ("a", "A", TEXT, None)
    assert made["understood"]["municipalities"] == [ROVANIEMI]
    assert made["understood"]["labels"]["municipalities"] == {ROVANIEMI: "Rovaniemi"}
    assert made["shared_with"] == [{"actor_id": "b", "name": "B"}, {"actor_id": "c", "name": "C"}]
    assert client.get(ALL).json() == {"own": [made], "shared": []}
    assert client.get(f"{ALL}/{made['id']}").json() == made


def test_what_people_say_of_it_stands_instead_of_what_is_read(client: TestClient) -> None:
    made = make(client, understood={"regions": ["Uusimaa"], "nationwide": True, "not_sectors": ["ngo"]})
    understood = made["understood"]
    assert (understood["regions"], understood["municipalities"]) == (["01"], [])
    assert (understood["nationwide"], understood["not_sectors"]) == (True, ["ngo"])
    problem = refusal(client.post(ALL, json={"text": TEXT, "understood": {"regions": ["nowhere"]}}), 422,
                      "request-refused")
    assert [error["field"] for error in problem["problems"]] == ["understood.regions.0"]


def test_those_that_were_chosen_see_it_and_not_who_else_does(client: TestClient) -> None:
    made = make(client, "b", "c", "d")
    seen = {**made, "shared_with": []}
    assert client.get("/v1/actors/b/requests").json() == {"own": [], "shared": [seen]}
    assert client.get(f"/v1/actors/b/requests/{made['id']}").json() == seen
    # d has blocked a.
    assert client.get("/v1/actors/d/requests").json() == {"own": [], "shared": []}
    refusal(client.get(f"/v1/actors/d/requests/{made['id']}"), 404, "unknown-request")


def test_its_owner_alone_changes_who_sees_it(client: TestClient) -> None:
    made = make(client, "b")
    shares = f"{made['id']}/shares"
    refusal(client.put(f"/v1/actors/b/requests/{shares}", json={"shared_with": ["c"]}), 404, "unknown-request")
    changed = client.put(f"{ALL}/{shares}", json={"shared_with": ["c", "c"]})
    assert changed.status_code == 200
    assert changed.json() == {**made, "shared_with": [{"actor_id": "c", "name": "C"}]}
    assert client.get(f"{ALL}/{made['id']}").json() == changed.json()
    assert client.get("/v1/actors/b/requests").json()["shared"] == []
    for others, status, kind in ((["a"], 422, "request-refused"), (["nobody"], 404, "unknown-actor")):
        refusal(client.put(f"{ALL}/{shares}", json={"shared_with": others}), status, kind)
    assert client.put(f"{ALL}/{shares}", json={"shared_with": []}).json()["shared_with"] == []


def test_it_is_closed_and_withdrawn_by_its_owner_alone(client: TestClient) -> None:
    made = make(client, "b")
    for method, path in (("PUT", f"{made['id']}/closure"), ("DELETE", made["id"])):
        refusal(client.request(method, f"/v1/actors/b/requests/{path}"), 404, "unknown-request")
    assert client.put(f"{ALL}/{made['id']}/closure").status_code == 204
    assert client.get("/v1/actors/b/requests").json()["shared"][0]["closed"] is not None
    assert client.delete(f"{ALL}/{made['id']}").status_code == 204
    assert client.get("/v1/actors/b/requests").json() == {"own": [], "shared": []}
    refusal(client.get(f"{ALL}/{made['id']}"), 404, "unknown-request")


def test_what_cannot_be_kept_is_said(client: TestClient) -> None:
    refusal(client.post(ALL, json={"text": TEXT, "shared_with": ["nobody"]}), 404, "unknown-actor")
    refusal(client.post("/v1/actors/nobody/requests", json={"text": TEXT}), 404, "unknown-actor")
    refusal(client.post(ALL, json={"text": TEXT, "shared_with": ["a"]}), 422, "request-refused")
    refusal(client.post(ALL, json={"text": " "}), 422, "request-refused")
    refusal(client.post(ALL, json={"text": TEXT, "shared_with": ["b"] * (MOST_SHARES + 1)}), 422, "request-refused")
    for _ in range(MOST_OPEN):
        make(client)
    refusal(client.post(ALL, json={"text": TEXT}), 422, "request-refused")
    client.put(f"{ALL}/{client.get(ALL).json()['own'][0]['id']}/closure")
    make(client)


def test_it_stands_in_what_is_handed_out_and_goes_with_its_owner(client: TestClient) -> None:
    made = make(client, "b")
    assert client.get("/v1/actors/a/export").json()["requests"] == [made]
    assert client.get("/v1/actors/b/export").json()["requests_shared"] == [{**made, "shared_with": []}]
    assert client.get("/v1/actors/c/export").json()["requests_shared"] == []
    assert client.delete("/v1/actors/a").status_code == 200
    assert client.get("/v1/actors/b/requests").json() == {"own": [], "shared": []}


def test_who_is_about_to_leave_is_not_told_of(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"erase_after_days": 30})),
                    raise_server_exceptions=False) as client:
        mine, theirs = make(client, "b"), client.post("/v1/actors/b/requests", json={
            "text": TEXT, "shared_with": ["a", "c"]}).json()
        assert client.delete("/v1/actors/b").status_code == 202
        assert client.get("/v1/actors/c/requests").json()["shared"] == []
        refusal(client.get(f"/v1/actors/c/requests/{theirs['id']}"), 404, "unknown-request")
        assert client.get(f"{ALL}/{mine['id']}").json()["shared_with"] == []
        client.delete("/v1/actors/b/erasure")
        assert client.get("/v1/actors/c/requests").json()["shared"][0]["actor_id"] == "b"


def test_whom_one_is_not_told_of_sees_it_on(settings: Settings) -> None:
    with TestClient(create_app(settings.model_copy(update={"erase_after_days": 30})),
                    raise_server_exceptions=False) as client:
        made = make(client, "b")
        assert client.delete("/v1/actors/b").status_code == 202
        assert client.put(f"{ALL}/{made['id']}/shares", json={"shared_with": ["c"]}).json()["shared_with"] == [
            {"actor_id": "c", "name": "C"}]
        client.delete("/v1/actors/b/erasure")
        assert [other["actor_id"] for other in client.get(f"{ALL}/{made['id']}").json()["shared_with"]] == ["b", "c"]


def test_keys_of_others_see_and_do_nothing(client: TestClient, settings: Settings) -> None:
    made = make(client, "b")
    with closing(Database(settings.database_url)) as database:
        scopes = frozenset({"read", "write"})
        keys = {name: Keys(database).create(Key("", "default", name, scopes, "", now(), actor=name)) for name in "abc"}

    def ask(name: str, method: str, path: str, body: object = None) -> int:
        return client.request(method, path, headers={"Authorization": f"Bearer {keys[name]}"}, json=body).status_code

    one = f"{ALL}/{made['id']}"
    assert [ask(name, "GET", one) for name in "abc"] == [200, 403, 403]
    assert ask("b", "GET", f"/v1/actors/b/requests/{made['id']}") == 200
    assert ask("c", "GET", f"/v1/actors/c/requests/{made['id']}") == 404
    assert [ask(name, "PUT", f"{one}/shares", {"shared_with": ["b"]}) for name in "cba"] == [403, 403, 200]
    assert [ask(name, "PUT", f"{one}/closure") for name in "cba"] == [403, 403, 204]
    assert ask("c", "POST", ALL, {"text": TEXT}) == 403
