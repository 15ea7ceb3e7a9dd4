"""Introductions over HTTP: asked, answered with consent or in silence, bounded, and private."""

from __future__ import annotations

import logging
import re
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, cast
from uuid import UUID

import pytest
from fastapi import FastAPI
from httpx2 import Response

from data.database.connection import Database
from data.introductions import asking
from data.introductions.contacts import Contacts
from data.introductions.table import IntroductionTable
from data.records.network import Network
from data.records.profiles import Status
from data.store.backups import restore_backup, write_backup
from data.store.sessions import Session
from data.store.store import Store
from data.tenancy.networks import Networks
from service.app.composition import create_app
from service.runtime.erasure_keys import erased_names
from service.settings import Settings
from tests.clients import TestClient
from tests.databases import migrated_database
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_app_operation import values
from tests.test_service_http_dependencies import bearer, new_key
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE

START = datetime(2026, 11, 27, 12, tzinfo=UTC)
NETWORK = Network((*(actor(name) for name in "abcd"), actor("full", capacity=0), actor("one", capacity=1),
                   actor("gone", status=Status.INACTIVE)))
ASK = "Haetaan tiloja kielikahvilalle"
REQUEST_FAULTS: list[tuple[dict[str, object], str]] = [
    ({"other": "a"}, "other"), ({"deadline": "2026-11-26"}, "deadline"), ({"deadline": "2027-01-27"}, "deadline"),
    ({"deadline": "soon"}, "deadline"), ({"message": ""}, "message"), ({"message": " \n"}, "message"),
    ({"message": "x" * 2001}, "message"), ({"message": "a\0"}, "message"), ({"message": "\x1b[31m"}, "message"),
    ({"messag": "x"}, "messag"), ({"other": "x" * 129}, "other"), ({"message": None}, "message")]
CONTACT_FAULTS: list[tuple[dict[str, str], str]] = [
    ({"email": "x"}, "email"), ({"email": "a@b"}, "email"), ({"email": "a b@c.fi"}, "email"),
    ({"email": "a@b.fi\n"}, "email"), ({"email": "a@@b.fi"}, "email"), ({"email": "a" * 250 + "@b.fi"}, "email"),
    ({"phone": "call me"}, "phone"), ({"phone": "1"}, "phone"), ({"phone": "1" * 31}, "phone"),
    ({"name": " "}, "name"), ({"name": "x" * 201}, "name"), ({"name": "a\0"}, "name"), ({"email": ""}, "body"),
    ({"name": "Evil\r\nBcc: all@example.org"}, "name"), ({"name": "a\u202eb"}, "name"),
    ({"name": '=HYPERLINK("http://a.b")'}, "name"), ({"name": "+cmd|' /C calc'!A0"}, "name"),
    ({"email": '"><script>@b.fi'}, "email"), ({"email": '"a b"@c.fi'}, "email"), ({"email": "a..b@c.fi"}, "email"),
    ({"email": "a@[127.0.0.1]"}, "email"), ({"email": "=1+1@b.fi"}, "email"), ({"email": "<a@b.fi>"}, "email")]


class World:
    """A service whose clock is set by hand and whose ids are counted, so that two of them can be compared.

    Args:
        client: of the service.
        monkeypatch: undone at the end of the test.
    """

    def __init__(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        self.client = client
        self.time = START
        self.count = 0
        for place in ("introductions", "opinions", "rights", "platform"):
            monkeypatch.setattr(f"service.http.routes.{place}.now", lambda: self.time)
        monkeypatch.setattr("service.runtime.served_network.now", lambda: self.time)
        monkeypatch.setattr("data.introductions.requests.uuid4", self._next)

    def _next(self) -> UUID:
        self.count += 1
        return UUID(int=self.count)

    def wait(self, days: int) -> None:
        """Let days go by; what lapses is noted at once, and not when the service next looks."""
        self.time += timedelta(days=days)
        network = cast("FastAPI", self.client.app).state.installation.opened("default")
        assert network is not None
        network.note_lapses()

    def reach(self, *actors: str) -> None:
        for name in actors:
            body = {"name": f"Matti {name}", "email": f"matti@{name}.example", "phone": "+358 40 1234567"}
            assert self.client.put(f"/v1/actors/{name}/contact", json=body).status_code == 204

    def ask(self, one: str, other: str, **more: str) -> Response:
        return self.client.post(f"/v1/actors/{one}/introductions", json={"other": other, "message": ASK, **more})

    def request(self, one: str, other: str, **more: str) -> str:
        response = self.ask(one, other, **more)
        assert response.status_code == 201, response.text
        return str(response.json()["id"])

    def act(self, one: str, introduction: str, what: str) -> Response:
        return self.client.put(f"/v1/actors/{one}/introductions/{introduction}/{what}")

    def show(self, one: str, introduction: str) -> dict[str, Any]:
        response = self.client.get(f"/v1/actors/{one}/introductions/{introduction}")
        assert response.status_code == 200, response.text
        answer: dict[str, Any] = response.json()
        return answer

    def ids(self, one: str, **filters: object) -> list[str]:
        page = self.client.get(f"/v1/actors/{one}/introductions", params=filters).json()  # type: ignore[arg-type]
        return [item["id"] for item in page["introductions"]]

VERSION = re.compile(rb'"data":"[0-9a-f]{12}"')

@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def world(settings: Settings, monkeypatch: pytest.MonkeyPatch) -> Iterator[World]:
    """A service over a few actors, two of which can be reached, on both kinds of database."""
    store_network(settings.database_url, NETWORK)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        world = World(client, monkeypatch)
        world.reach("a", "b")
        yield world


class TestConsent:
    @pytest.mark.postgresql
    def test_contact_data_open_to_both_when_it_is_accepted(self, world: World) -> None:
        request = world.ask("a", "b").json()
        assert request == {"id": f"{1:032x}", "side": "asked", "other": "b", "message": ASK,
                           "asked": "2026-11-27T12:00:00Z", "deadline": "2026-12-11", "state": "pending",
                           "answered": None, "outcome": None}
        assert world.show("a", request["id"]) == {**request, "contact": None}
        assert world.show("b", request["id"]) == {**request, "side": "received", "other": "a", "contact": None}
        world.wait(1)
        acceptance = world.act("b", request["id"], "acceptance")
        assert (acceptance.status_code, acceptance.json()["state"]) == (200, "accepted")
        assert "contact" not in acceptance.json()
        for one, other in ("ab", "ba"):
            introduction = world.show(one, request["id"])
            assert (introduction["state"], introduction["answered"]) == ("accepted", "2026-11-28T12:00:00Z")
            assert introduction["contact"] == {"name": f"Matti {other}", "email": f"matti@{other}.example",
                                               "phone": "+358 40 1234567", "source": ""}
        assert world.act("b", request["id"], "acceptance").json() == acceptance.json()

    def test_contact_data_are_in_no_list_log_or_export_of_another(self, world: World,
                                                                  caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level(logging.DEBUG)
        request = world.request("a", "b")
        world.act("b", request, "acceptance")
        for address in ("/v1/actors", "/v1/actors/b", "/v1/actors/a/introductions", "/v1/actors/a/suggestions",
                        "/v1/actors/a/export"):
            assert "matti@b.example" not in world.client.get(address).text
        assert "matti@a.example" in world.client.get("/v1/actors/a/export").text
        world.client.put("/v1/actors/a/contact", json={"name": "Matti a", "email": "matti@a"})
        messages = str([record.getMessage() for record in caplog.records if record.name.startswith("kumppani")])
        assert messages
        assert not any(word in messages for word in ("matti", "Matti", "Haetaan", request))

    def test_both_have_to_give_contact_data(self, world: World) -> None:
        assert "/v1/actors/c/contact" in refusal(world.ask("c", "a"), 409, "contact-missing")["cure"]
        request = world.request("a", "c")
        refusal(world.act("c", request, "acceptance"), 409, "contact-missing")
        world.reach("c")
        world.client.delete("/v1/actors/a/contact")
        refusal(world.act("c", request, "acceptance"), 409, "contact-missing")
        assert world.show("c", request)["state"] == "pending"

    def test_data_that_are_taken_back_are_shown_no_more(self, world: World) -> None:
        request = world.request("a", "b")
        world.act("b", request, "acceptance")
        assert world.client.delete("/v1/actors/b/contact").status_code == 204
        assert world.show("a", request)["contact"] is None

    def test_a_block_closes_them_to_both(self, world: World) -> None:
        request = world.request("a", "b")
        world.act("b", request, "acceptance")
        world.client.put("/v1/actors/b/blocks/a")
        assert (world.show("a", request)["contact"], world.show("b", request)["contact"]) == (None, None)

    @pytest.mark.parametrize(("who", "what"), [("a", "acceptance"), ("a", "refusal"), ("b", "withdrawal")])
    def test_each_does_its_own_part(self, world: World, who: str, what: str) -> None:
        request = world.request("a", "b")
        refusal(world.act(who, request, what), 409, "introduction-refused")
        refusal(world.act("c", request, what), 404, "unknown-introduction")
        refusal(world.act("nobody", request, what), 404, "unknown-actor")

    def test_third_parties_see_nothing(self, world: World) -> None:
        request = world.request("a", "b")
        refusal(world.client.get(f"/v1/actors/c/introductions/{request}"), 404, "unknown-introduction")
        assert world.ids("c") == []
        refusal(world.client.get("/v1/actors/nobody/introductions"), 404, "unknown-actor")

    def test_after_the_deadline_nothing_can_be_answered(self, world: World) -> None:
        request = world.request("a", "b", deadline="2026-12-01")
        world.wait(5)
        for who, what in (("b", "acceptance"), ("b", "refusal"), ("a", "withdrawal")):
            refusal(world.act(who, request, what), 409, "introduction-refused")
        assert world.show("b", request)["state"] == "lapsed"


class TestSilence:
    """Two worlds that differ in nothing but that a request was declined, or that the asker was blocked."""

    @pytest.fixture
    def clients(self, request: pytest.FixtureRequest, tmp_path: Path, url: str) -> Iterator[list[TestClient]]:
        other = (f"sqlite:///{tmp_path / 'other.db'}" if url.startswith("sqlite") else
                 migrated_database(request.getfixturevalue("postgres")))
        with TestClient(self.app(tmp_path / "1", url)) as one, TestClient(self.app(tmp_path / "2", other)) as two:
            yield [one, two]

    def app(self, home: Path, url: str) -> FastAPI:
        store_network(url, NETWORK)
        return create_app(Settings(home=home, database=url, encoder="hashing", index="exact", keep_lists_days=0))

    def look(self, world: World, request: str) -> list[tuple[str, int, bytes, str]]:
        """Everything that the asker, and others that it may know, can get out of the service."""
        answers: list[Response] = []
        for _ in range(3):
            answers += [world.client.get(f"/v1/actors/a/{path}") for path in (
                "introductions", f"introductions/{request}", "introductions?state=pending",
                "introductions?state=lapsed", "introductions?state=declined", "introductions?side=asked&limit=1",
                "opinions", "suggestions", "export", "explanations/b")]
            answers += [world.client.get(path) for path in ("/v1/network", "/v1/actors/b", "/v1/ranking")]
            answers += [world.ask("a", "b"), world.ask("c", "b"), world.ask("d", "b")]
            world.wait(12)
        answers += [world.act("a", request, "withdrawal")]
        world.wait(90)
        answers += [world.ask("a", "b")]
        return [(item.request.url.path, item.status_code, re.sub(rb'"happened":"[^"]*"', b"", item.content),
                 item.headers.get("etag", "")) for item in answers]

    @pytest.mark.parametrize("hidden", ["refusal", "block"])
    @pytest.mark.parametrize("withdrawn", [False, True])
    def test_whoever_was_declined_or_blocked_cannot_tell(self, clients: list[TestClient], hidden: str, withdrawn: bool,
                                                         monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(asking, "MOST_WAITING", 2)  # so that a freed place would be noticed
        answers = []
        for number, client in enumerate(clients):
            world = World(client, monkeypatch)
            world.reach("a", "b", "c", "d")
            if hidden == "block" and number:
                assert client.put("/v1/actors/b/blocks/a").status_code == 204
            request = world.request("a", "b")
            if hidden == "refusal" and number:
                assert world.act("b", request, "refusal").json()["state"] == "declined"
            if withdrawn:
                world.act("a", request, "withdrawal")
            answers.append(self.look(world, request))
        # Two networks never call the same data the same: what they are called is keyed.
        # So are tags made of answers that hold it.
        answers = [[(*item[:2], VERSION.sub(b"", item[2]), "" if VERSION.search(item[2]) else item[3]) for item in each]
                   for each in answers]
        if hidden == "block":  # it parts the two in what is suggested, as it says; who asked for it is not told there
            reading = re.compile("suggestions|export|explanations|network|ranking")
            answers = [[item for item in each if not reading.search(item[0])] for each in answers]
        assert answers[0] == answers[1]
        assert {item[1] for item in answers[0]} == {200, 201, 409}

    def test_who_declined_may_think_better_of_it(self, world: World) -> None:
        request = world.request("a", "b")
        world.act("b", request, "refusal")
        assert "Accept" in refusal(world.ask("b", "a"), 409, "introduction-refused")["cure"]
        world.act("b", request, "acceptance")
        assert world.show("a", request)["contact"]["name"] == "Matti b"

    def test_what_a_blocked_actor_asks_is_not_shown(self, world: World) -> None:
        world.client.put("/v1/actors/b/blocks/a")
        request = world.request("a", "b")
        assert world.ids("b") == []
        for what in ("acceptance", "refusal"):
            refusal(world.act("b", request, what), 404, "unknown-introduction")
        assert request not in world.client.get("/v1/actors/b/export").text
        world.client.delete("/v1/actors/b/blocks/a")
        assert world.ids("b") == [request]

    def test_who_blocks_withdraws_what_it_has_asked(self, world: World) -> None:
        request = world.request("a", "b")
        world.client.put("/v1/actors/a/blocks/b")
        assert world.show("b", request)["state"] == "withdrawn"
        refusal(world.act("b", request, "acceptance"), 409, "introduction-refused")
        world.wait(200)
        assert "block" in refusal(world.ask("a", "b"), 409, "introduction-refused")["cure"]


class TestBounds:
    def test_one_request_at_a_time_and_not_again_soon(self, world: World) -> None:
        request = world.request("a", "b", deadline="2026-12-01")
        assert "Dec 1, 2026" in refusal(world.ask("a", "b"), 409, "introduction-refused")["cure"]
        world.wait(1)
        world.act("a", request, "withdrawal")
        assert "Feb 26, 2027" in refusal(world.ask("a", "b"), 409, "introduction-refused")["cure"]
        world.wait(89)
        refusal(world.ask("a", "b"), 409, "introduction-refused")
        world.wait(1)
        world.request("a", "b")

    def test_not_across_and_not_after_an_acceptance(self, world: World) -> None:
        request = world.request("a", "b")
        refusal(world.ask("b", "a"), 409, "introduction-refused")
        world.act("b", request, "acceptance")
        for pair in ("ab", "ba"):
            refusal(world.ask(*pair), 409, "introduction-refused")
            assert "Feb 25, 2027" in refusal(world.ask(*pair), 409, "introduction-refused")["cure"]

    def test_open_requests_of_an_asker(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(asking, "MOST_OPEN", 2)
        world.request("a", "b")
        last = world.request("a", "c", deadline="2026-12-03")
        assert "after Dec 3, 2026" in refusal(world.ask("a", "d"), 409, "introduction-refused")["cure"]
        world.act("a", last, "withdrawal")
        world.request("a", "d")

    def test_requests_of_an_asker_within_thirty_days(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(asking, "MOST_REQUESTS", 2)
        world.act("a", world.request("a", "b"), "withdrawal")
        world.wait(10)
        world.request("a", "c")
        assert "Dec 28, 2026" in refusal(world.ask("a", "d"), 409, "introduction-refused")["cure"]
        world.wait(21)
        assert world.time.date().isoformat() == "2026-12-28"
        world.request("a", "d")

    def test_open_requests_to_one_actor(self, world: World, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(asking, "MOST_WAITING", 2)
        world.reach("c", "d")
        request = world.request("a", "b")
        world.request("c", "b")
        assert "2026" not in str(refusal(world.ask("d", "b"), 409, "introduction-refused"))
        world.act("b", request, "refusal")  # a place that became free would tell of it
        refusal(world.ask("d", "b"), 409, "introduction-refused")
        world.act("b", request, "acceptance")
        world.request("d", "b")

    def test_capacity(self, world: World) -> None:
        refusal(world.ask("a", "full"), 409, "introduction-refused")
        world.reach("one", "full", "c")
        refusal(world.ask("full", "a"), 409, "introduction-refused")
        first, second, own = world.request("a", "one"), world.request("c", "one"), world.request("one", "b")
        assert world.act("one", first, "acceptance").status_code == 200
        for who, request in (("one", second), ("b", own)):
            assert "one" in refusal(world.act(who, request, "acceptance"), 409, "introduction-refused")["detail"]
        refusal(world.ask("b", "one"), 409, "introduction-refused")
        world.wait(366)
        world.request("b", "one")

    def test_who_takes_no_part(self, world: World) -> None:
        refusal(world.ask("a", "gone"), 409, "introduction-refused")

    def test_requests_with_faults(self, world: World) -> None:
        for changes, field in REQUEST_FAULTS:
            body = {"other": "b", "message": ASK, **changes}
            response = world.client.post("/v1/actors/a/introductions", json=body, headers={"Accept-Language": "fi"})
            answer = refusal(response, 422, "request-refused")
            assert (changes, {problem["field"] for problem in answer["problems"]}) == (changes, {field})
        assert world.ids("a") == []

    def test_days_that_a_deadline_may_have(self, world: World) -> None:
        world.request("a", "b", deadline="2026-11-27")
        world.request("a", "c", deadline="2027-01-26")
        refusal(world.ask("a", "nobody"), 404, "unknown-actor")
        refusal(world.ask("nobody", "a"), 404, "unknown-actor")


class TestContact:
    @pytest.mark.postgresql
    def test_it_is_given_shown_changed_and_taken_back(self, world: World) -> None:
        address = "/v1/actors/c/contact"
        refusal(world.client.get(address), 404, "unknown-contact")
        refusal(world.client.delete(address), 404, "unknown-contact")
        for body in ({"name": "Toimisto", "email": "toimisto@järjestö.fi"}, {"name": "Ä 🙂", "phone": "09 123 456"}):
            assert world.client.put(address, json=body).status_code == 204
            assert world.client.get(address).json() == {"email": "", "phone": "", "source": "", **body}
        assert world.client.delete(address).status_code == 204
        refusal(world.client.get(address), 404, "unknown-contact")
        nobody = "/v1/actors/nobody/contact"
        for response in (world.client.get(nobody), world.client.delete(nobody),
                         world.client.put(nobody, json={"name": "x", "phone": "12345"})):
            refusal(response, 404, "unknown-actor")

    def test_faults(self, world: World) -> None:
        for changes, field in CONTACT_FAULTS:
            body = {"name": "Toimisto", "email": "a@b.fi", **changes}
            answer = refusal(world.client.put("/v1/actors/c/contact", json=body), 422, "request-refused")
            assert (changes, [problem["field"] for problem in answer["problems"]]) == (changes, [field])


class TestLists:
    def test_filters_and_pages(self, world: World) -> None:
        world.reach("c")
        requests = []
        for other in "bcd":
            requests.append(world.request("a", other))
            world.wait(1)
        world.act("b", requests[0], "acceptance")
        world.act("c", requests[1], "refusal")
        world.act("a", requests[2], "withdrawal")
        assert world.ids("a") == requests[::-1]
        following = world.client.get("/v1/actors/a/introductions?limit=1").json()["next"]
        assert world.ids("a", limit=1, cursor=following) == [requests[1]]
        assert world.ids("a", side="received") == world.ids("d", side="asked") == []
        assert world.ids("c", side="received") == world.ids("c", state="declined") == [requests[1]]
        assert world.ids("a", state="pending") == [requests[1]]
        assert world.ids("a", state="declined") == []
        assert world.client.get("/v1/actors/a/introductions", params={"limit": 1}).json()["total"] == 3
        refusal(world.client.get("/v1/actors/a/introductions?state=lost"), 422, "request-refused")


class TestOutcomes:
    @pytest.mark.postgresql
    def test_each_says_it_for_itself_and_takes_it_back(self, world: World) -> None:
        request = world.request("a", "b")
        address = f"/v1/actors/a/introductions/{request}/outcome"
        refusal(world.client.put(address, json={"outcome": "met"}), 409, "introduction-refused")
        world.act("b", request, "acceptance")
        for outcome in ("met", "working", "nothing"):
            assert world.client.put(address, json={"outcome": outcome}).json()["outcome"] == outcome
        assert (world.show("a", request)["outcome"], world.show("b", request)["outcome"]) == ("nothing", None)
        assert world.client.delete(address).json()["outcome"] is None
        refusal(world.client.put(address, json={"outcome": "married"}), 422, "request-refused")


class TestReminders:
    @pytest.mark.postgresql
    def test_they_are_handed_out_once_and_again_to_who_lost_the_answer(self, world: World) -> None:
        request = world.request("a", "b")
        world.wait(12)
        first, again = (world.client.post("/v1/introductions/reminders", headers={"Idempotency-Key": "x"})
                        for _ in range(2))
        assert first.json() == again.json() == {"reminders": [
            {"kind": "answer", "introduction": request, "actor": "b", "other": "a", "deadline": "2026-12-11"}]}
        assert world.client.post("/v1/introductions/reminders").json() == {"reminders": []}

    def test_they_are_for_those_who_coordinate_and_are_told_confidences(self, world: World,
                                                                       settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database:
            token, *others = (new_key(database, "default", *scopes) for scopes in (
                ("coordinate", "confidential"), ("coordinate",), ("confidential",), ("write",)))
        address = "/v1/introductions/reminders"
        assert world.client.post(address, headers=bearer(token)).status_code == 200
        for other in others:
            refusal(world.client.post(address, headers=bearer(other)), 403, "scope-missing")


@pytest.mark.postgresql
class TestSeveralAtOnce:
    def test_two_acceptances_of_a_capacity_of_one(self, world: World) -> None:
        world.reach("one", "c")
        requests = [world.request("a", "one"), world.request("c", "one")]
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda item: world.act("one", item, "acceptance").status_code, requests))
        assert sorted(answers) == [200, 409]
        assert len(world.ids("one", state="accepted")) == 1

    def test_an_acceptance_and_a_withdrawal(self, world: World) -> None:
        request = world.request("a", "b")
        with ThreadPoolExecutor(2) as pool:
            acceptance, withdrawal = pool.map(lambda pair: world.act(pair[0], request, pair[1]).status_code,
                                              (("b", "acceptance"), ("a", "withdrawal")))
        assert sorted((acceptance, withdrawal)) == [200, 409]
        states = {world.show(one, request)["state"] for one in "ab"}
        assert states == {"accepted" if acceptance == 200 else "withdrawn"}
        assert (world.show("a", request)["contact"] is not None) == (acceptance == 200)

    def test_the_same_request_twice(self, world: World) -> None:
        with ThreadPoolExecutor(2) as pool:
            answers = list(pool.map(lambda _: world.ask("a", "b").status_code, range(2)))
        assert sorted(answers) == [201, 409]


class TestRights:
    def test_the_export_hands_out_what_the_actor_may_see(self, world: World) -> None:
        request = world.request("a", "b")
        world.act("b", request, "refusal")
        exports = {name: world.client.get(f"/v1/actors/{name}/export").json() for name in "abc"}
        assert exports["a"]["contact"]["email"] == "matti@a.example"
        assert exports["c"]["contact"] is None
        assert [(exports[name]["introductions"][0]["side"], exports[name]["introductions"][0]["state"])
                for name in "ab"] == [("asked", "pending"), ("received", "declined")]
        assert exports["c"]["introductions"] == []

    @pytest.mark.postgresql
    def test_erasure_removes_it_from_both_sides_and_counts_it(self, world: World) -> None:
        world.reach("c")
        world.request("a", "b")
        world.request("c", "a")
        assert world.client.delete("/v1/actors/a").json()["records"] == 1 + 2 + 1
        assert world.ids("b") == world.ids("c") == []

    def test_a_backup_holds_them_and_does_not_bring_back_those_of_the_erased(self, world: World, settings: Settings,
                                                                            tmp_path: Path) -> None:
        world.request("a", "b")
        world.reach("c")
        other = world.request("c", "b")
        with closing(Database(settings.database_url)) as database:
            write_backup(database, "default", tmp_path / "backup")
            assert world.client.delete("/v1/actors/a").status_code == 200
            restore_backup(database, tmp_path / "backup", "copy", names=erased_names(settings))
            with Store(database, "copy").reading() as session:
                assert [item.id for item in IntroductionTable(session).seen_by("b", START)] == [other]
                assert Contacts(session).find("a") is None
                assert Contacts(session).of("c").name == "Matti c"
            Networks(database).remove("copy")
            with database.reading() as connection:
                session = Session(connection, "copy")
                assert Contacts(session).find("c") is None
                assert IntroductionTable(session).seen_by("b", START) == []

    def test_nothing_is_reached_from_another_network(self, world: World, settings: Settings) -> None:
        request = world.request("a", "b")
        with closing(Database(settings.database_url)) as database:
            Networks(database).add("other")
            Store(database, "other").replace(NETWORK)
            headers = bearer(new_key(database, "other"))
            home = bearer(new_key(database))
        for path in (f"introductions/{request}", "contact"):
            assert world.client.get(f"/v1/actors/a/{path}", headers=headers).status_code == 404
            assert world.client.get(f"/v1/actors/a/{path}", headers=home).status_code == 200
        assert world.client.get("/v1/actors/a/introductions", headers=headers).json()["total"] == 0
        for what in ("acceptance", "refusal", "withdrawal"):
            for name in "ab":
                response = world.client.put(f"/v1/actors/{name}/introductions/{request}/{what}", headers=headers)
                refusal(response, 404, "unknown-introduction")

    def test_reading_is_for_those_who_act_for_actors(self, world: World, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database:
            headers = bearer(new_key(database, "default", "read"))
        for path in ("introductions", "contact", f"introductions/{1:032x}"):
            refusal(world.client.get(f"/v1/actors/a/{path}", headers=headers), 403, "scope-missing")


def test_figures_are_read_when_they_are_asked_for(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("service.runtime.metrics.now", lambda: world.time)
    assert str(values(world.client)["kumppani_introductions_unanswered", ("default",)]) == "nan"
    world.act("b", world.request("a", "b"), "refusal")
    world.request("a", "c")
    figures = values(world.client)
    assert figures["kumppani_introductions", ("default", "declined")] == 1.0
    assert figures["kumppani_introductions", ("default", "pending")] == 1.0
    assert figures["kumppani_introductions", ("default", "accepted")] == 0.0
    world.wait(15)
    assert values(world.client)["kumppani_introductions_unanswered", ("default",)] == 0.5


def test_figures_of_others_are_shown_when_one_network_is_gone(world: World, settings: Settings,
                                                              caplog: pytest.LogCaptureFixture) -> None:
    with closing(Database(settings.database_url)) as database:
        Networks(database).remove("default")
    figures = values(world.client)
    assert ("kumppani_introductions_unanswered", ("default",)) not in figures
    assert figures["kumppani_actors", ("default",)] == len(NETWORK.actors)
    assert "cannot be counted" in caplog.text


def test_an_answer_that_is_repeated_asks_once(world: World) -> None:
    headers = {"Idempotency-Key": "one"}
    body = {"other": "b", "message": ASK}
    first, again = (world.client.post("/v1/actors/a/introductions", json=body, headers=headers) for _ in range(2))
    assert (first.status_code, again.status_code, first.content) == (201, 201, again.content)
    assert world.ids("a") == [first.json()["id"]]


def test_an_actor_that_comes_back_begins_anew(world: World) -> None:
    world.request("a", "b")
    world.client.delete("/v1/actors/a")
    assert world.client.put("/v1/actors/a", json=CAFE).status_code == 201
    refusal(world.client.get("/v1/actors/a/contact"), 404, "unknown-contact")
    assert world.ids("a") == []
