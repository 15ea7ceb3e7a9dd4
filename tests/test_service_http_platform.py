"""For platforms: the introductions of a whole network, and everything that happens in it, as who has asked sees it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from data.records.network import Network
from data.records.profiles import Status
from data.store.store import Store
from service.app.composition import create_app
from service.runtime.webhooks import Courier
from service.settings import Settings
from tests.clients import TestClient
from tests.databases import migrated_database
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_http_introductions import NETWORK, START, World

TYPES = re.compile("introduction\\.")


@pytest.fixture
def world(url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A service over a few actors that can be reached."""
    store_network(url, NETWORK)
    with TestClient(create_app(Settings(home=tmp_path, database=url, encoder="hashing", index="exact")),
                    raise_server_exceptions=False) as client:
        world = World(client, monkeypatch)
        world.reach("a", "b", "c", "d")
        yield world


def store_of(world: World) -> Store:
    store: Store = world.client.app.state.installation.network("default").store  # type: ignore[attr-defined]
    return store


def listed(world: World, **question: str | int) -> list[dict[str, Any]]:
    response = world.client.get("/v1/introductions", params={"limit": 100, **question})
    assert response.status_code == 200, response.text
    items: list[dict[str, Any]] = response.json()["introductions"]
    return items


def states(world: World, **question: str | int) -> dict[str, str]:
    return {item["id"]: item["state"] for item in listed(world, **question)}


def look_for_lapses(world: World) -> None:
    world.client.app.state.installation.deliver()  # type: ignore[attr-defined]


def happened(world: World) -> list[tuple[str, str, str, str]]:
    """Type, actor, other and introduction of all that has happened with introductions."""
    look_for_lapses(world)
    events = world.client.get("/v1/events", params={"limit": 1000}).json()["events"]
    return [(event["type"], *(event["data"][name] for name in ("actor", "other", "introduction")))
            for event in events if TYPES.match(event["type"])]


class TestIntroductions:
    @pytest.mark.postgresql
    def test_states_are_those_that_the_asker_sees(self, world: World) -> None:
        accepted, declined, withdrawn, open_ = (world.request(*pair) for pair in ("ab", "ac", "ad", "bc"))
        world.wait(1)
        world.act("b", accepted, "acceptance")
        world.act("c", declined, "refusal")
        world.act("a", withdrawn, "withdrawal")
        assert states(world) == {accepted: "accepted", declined: "pending", withdrawn: "withdrawn", open_: "pending"}
        assert states(world, state="pending") == {declined: "pending", open_: "pending"}
        assert states(world, state="accepted") == {accepted: "accepted"}
        assert states(world, state="withdrawn") == {withdrawn: "withdrawn"}
        world.wait(14)
        assert states(world, state="lapsed") == {declined: "lapsed", open_: "lapsed"}
        assert states(world, state="pending") == {}

    @pytest.mark.postgresql
    def test_since_tells_what_is_new(self, world: World) -> None:
        """A list since a time holds what has come to stand as it does since then, whatever it was."""
        requests = [world.request(*pair) for pair in ("ab", "ac", "ad")]
        world.wait(2)
        world.act("b", requests[0], "acceptance")
        world.wait(2)
        world.act("a", requests[1], "withdrawal")
        for days, new in ((0, requests), (1, requests[:2]), (2, requests[:2]), (3, [requests[1]]), (5, [])):
            since = (START + timedelta(days=days)).isoformat().replace("+00:00", "Z")
            assert set(states(world, since=since)) == set(new), days
        world.wait(12)  # the third has lapsed at midnight, Finnish time, after 11 December
        assert set(states(world, since="2026-12-11T22:00:00Z")) == {requests[2]}
        assert set(states(world, since="2026-12-12T00:00:00+02:00")) == {requests[2]}
        assert states(world, since="2026-12-11T22:00:01Z") == {}
        assert {item["id"]: item["since"] for item in listed(world)} == {
            requests[0]: "2026-11-29T12:00:00Z", requests[1]: "2026-12-01T12:00:00Z",
            requests[2]: "2026-12-11T22:00:00Z"}

    def test_what_the_asked_side_alone_knows_is_not_in_it(self, world: World) -> None:
        request = world.request("a", "b")
        world.act("b", request, "acceptance")
        path = "/v1/actors/{}/introductions/" + request + "/outcome"
        world.client.put(path.format("b"), json={"outcome": "nothing"})
        assert listed(world)[0]["outcome"] is None
        world.client.put(path.format("a"), json={"outcome": "met"})
        assert listed(world)[0]["outcome"] == "met"
        assert set(listed(world)[0]) == {"id", "actor", "other", "message", "asked", "deadline", "state", "since",
                                         "outcome"}


class TestEvents:
    @pytest.mark.postgresql
    def test_everything_is_told_in_its_order_without_words(self, world: World) -> None:
        client = world.client
        last = client.get("/v1/events", params={"limit": 1000}).json()["next"]
        client.put("/v1/actors/new", json={"name": "Salainen nimi", "sector": "ngo"})
        client.put("/v1/actors/new", json={"name": "Toinen nimi", "sector": "ngo"})
        work = client.post("/v1/cooperations", json={"members": ["new", "a"], "title": "Salaisuus"}).json()["id"]
        client.put("/v1/actors/a/opinions/new", json={"opinion": "never", "reason": "Salainen syy"})
        client.delete("/v1/actors/a/opinions/new")
        request = world.request("a", "b")
        world.act("b", request, "acceptance")
        other = world.request("b", "c")
        world.act("b", other, "withdrawal")
        world.act("b", other, "withdrawal")
        client.delete(f"/v1/cooperations/{work}")
        response = client.get("/v1/events", params={"after": last})
        assert [(event["type"], event["data"]["actor"], event["data"]["other"]) for event in response.json()["events"]
                ] == [("actor.joined", "new", ""), ("actor.changed", "new", ""), ("opinion.said", "a", "new"),
                      ("opinion.taken_back", "a", "new"), ("introduction.asked", "a", "b"),
                      ("introduction.accepted", "a", "b"), ("introduction.asked", "b", "c"),
                      ("introduction.withdrawn", "b", "c"), ("cooperation.removed", "", "")]
        assert not re.search("nimi|Salai|syy|kielikahvila", response.text)
        assert {event["data"]["introduction"] for event in response.json()["events"]} == {"", request, other}
        after = client.get("/v1/events", params={"after": response.json()["next"]}).json()
        assert (after["events"], after["next"]) == ([], response.json()["next"])

    def test_lapses_are_told_once(self, world: World) -> None:
        requests = [world.request(*pair) for pair in ("ab", "ac")]
        world.act("c", requests[1], "refusal")
        world.wait(14)
        assert "introduction.lapsed" not in [event[0] for event in happened(world)]
        world.wait(1)
        for _ in range(3):
            assert happened(world)[2:] == [("introduction.lapsed", "a", "b", requests[0]),
                                           ("introduction.lapsed", "a", "c", requests[1])]
            world.wait(5)

    def test_who_is_erased_goes_out_of_the_past(self, world: World) -> None:
        world.request("a", "b")
        world.client.delete("/v1/actors/b")
        events = world.client.get("/v1/events", params={"limit": 1000}).json()["events"]
        assert all("b" not in (event["data"]["actor"], event["data"]["other"]) for event in events)
        assert events[-1]["type"] == "actor.removed"

    def test_an_empty_network_has_a_cursor_too(self, tmp_path: Path) -> None:
        configuration = Settings(home=tmp_path, encoder="hashing", index="exact")
        store_network(configuration.database_url, Network((actor("a"),)))
        with TestClient(create_app(configuration)) as client:
            first = client.get("/v1/events").json()
            assert client.get("/v1/events", params={"after": first["next"]}).json()["events"] == []


class TestSilence:
    """Two worlds that differ in nothing but that a request was declined: no platform can tell them apart."""

    @pytest.mark.parametrize("withdrawn", [False, True])
    def test_whether_it_was_declined_is_nowhere_to_be_seen(self, withdrawn: bool, url: str, tmp_path: Path,
                                                           request: pytest.FixtureRequest,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
        other = (f"sqlite:///{tmp_path / 'other.db'}" if url.startswith("sqlite") else
                 migrated_database(request.getfixturevalue("postgres")))
        seen = []
        for number, address in enumerate((url, other)):
            store_network(address, NETWORK)
            configuration = Settings(home=tmp_path / str(number), database=address, encoder="hashing", index="exact")
            with TestClient(create_app(configuration)) as client:
                world = World(client, monkeypatch)
                world.reach("a", "b", "c")
                seen.append(self.look(world, declined=bool(number), withdrawn=withdrawn))
        assert seen[0] == seen[1]
        assert len(set(seen[0])) > 3

    def look(self, world: World, *, declined: bool, withdrawn: bool) -> list[str]:
        messages: list[bytes] = []
        world.client.app.state.installation.courier.stopping.set()  # type: ignore[attr-defined]  # it would really send
        with store_of(world).writing() as transaction:
            transaction.webhooks.add("https://platform.example/", START)

        def post(_url: str, _headers: Mapping[str, str], body: bytes) -> int:
            messages.append(body)
            return 204

        courier = Courier(post)
        answers = []
        request = world.request("a", "b")
        world.request("c", "b")
        if declined:
            world.act("b", request, "refusal")
        for _ in range(5):
            since = (world.time - timedelta(days=3)).isoformat().replace("+00:00", "Z")
            answers += [world.client.get("/v1/introductions" + question).text for question in (
                "", "?state=pending", "?state=lapsed", f"?since={since}", "?limit=1")]
            answers.append(json.dumps(happened(world)))
            courier.deliver(store_of(world))
            bodies = [json.loads(body) for body in messages]
            answers.append(str([(body["type"], body["data"], body["id"].split("_")[2:]) for body in bodies]))
            world.wait(6)
            if withdrawn:
                world.act("a", request, "withdrawal")
        return answers


def test_the_clock_of_the_network_decides_when_one_has_lapsed(world: World) -> None:
    """At half past midnight in Helsinki, the day before in UTC."""
    world.request("a", "b", deadline="2026-11-30")
    world.time = datetime(2026, 11, 30, 21, 59, tzinfo=UTC)
    assert [item["state"] for item in listed(world)] == ["pending"]
    world.time = datetime(2026, 11, 30, 22, 0, tzinfo=UTC)
    assert [(item["state"], item["since"]) for item in listed(world)] == [("lapsed", "2026-11-30T22:00:00Z")]
    assert happened(world)[-1][0] == "introduction.lapsed"


def test_actors_that_take_no_part_are_no_matter(world: World) -> None:
    assert next(item for item in NETWORK.actors if item.id == "gone").status is Status.INACTIVE
    assert listed(world) == []
