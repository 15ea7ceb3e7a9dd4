"""Answers that are given again as they were: the same bytes, counted each time, and never older than what is stored."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from datetime import date
from pathlib import Path
from time import sleep

import pytest
from httpx2 import Response
from pydantic import BaseModel
from starlette.types import Receive, Scope, Send

from data.activity.impressions import CONTENT_DIGITS, Impression
from data.database.connection import Database
from data.records.network import Network
from data.records.profiles import Profile
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from matcher.engine import Matcher
from service.app.composition import create_app
from service.clock import now
from service.http.middleware.bodies import BodyBounds
from service.http.remembering import takes_gzip
from service.runtime.answering import answers as answers_module
from service.runtime.served_network import ServedNetwork
from service.schemas.actors import ActorDocument
from service.schemas.suggestions import ExplanationDocument, SuggestionPage
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import in_gear
from tests.stores import store_network

ACTORS = tuple(Profile(f"a{number}", f"Kahvila {number}", "ngo", municipalities=("698",), themes=("meeting_places",),
                       descriptions={"fi": f"Kahvila ja kohtaamispaikka numero {number} " * 10})
               for number in range(12))
LIST, PAIR, ACTOR = "/v1/actors/a0/suggestions", "/v1/actors/a0/explanations/a1", "/v1/actors/a0"
BEYOND = 418
SHAPES: dict[str, type[BaseModel]] = {LIST: SuggestionPage, PAIR: ExplanationDocument, ACTOR: ActorDocument}


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")
    store_network(settings.database_url, Network(ACTORS))
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a service over twelve actors, without keys."""
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def questions(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Fills with the ids of those for whom a list is worked out."""
    asked: list[str] = []
    suggest = Matcher.suggest

    def noted(self: Matcher, profile: Profile, *arguments: object) -> object:
        asked.append(profile.id)
        return suggest(self, profile, *arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(Matcher, "suggest", noted)
    return asked


async def beyond(_: BodyBounds, _scope: Scope, _receive: Receive, send: Send) -> None:
    """Answer what is let go on towards the routes."""
    await send({"type": "http.response.start", "status": BEYOND, "headers": []})
    await send({"type": "http.response.body", "body": b""})


def network_of(client: TestClient) -> ServedNetwork:
    network: ServedNetwork = client.app.state.installation.network("default")  # type: ignore[attr-defined]
    return network


def lists_of(client: TestClient, settings: Settings) -> list[Impression]:
    client.app.state.installation.refresh()  # type: ignore[attr-defined]
    client.app.state.installation.impressions.store()  # type: ignore[attr-defined]
    with closing(Database(settings.database_url)) as database, Store(database).reading() as session:
        return list(session.impressions.all())


def find(settings: Settings, showing: str) -> Impression | None:
    with closing(Database(settings.database_url)) as database, Store(database).reading() as session:
        return session.impressions.find(showing)


def shown(answer: Response) -> set[str]:
    return {item["actor_id"] for item in answer.json()["suggestions"]}


class TestAnswers:
    @pytest.mark.parametrize("address", SHAPES)
    def test_the_second_is_the_first(self, address: str, client: TestClient) -> None:
        first, second = client.get(address), client.get(address)
        assert first.content == second.content
        assert first.headers["etag"] == second.headers["etag"]
        assert first.headers["cache-control"] == second.headers["cache-control"] == "private, no-cache"
        assert first.headers["vary"] == second.headers["vary"] == "Accept-Encoding, Accept-Language"
        assert first.headers["x-request-id"] != second.headers["x-request-id"]

    @pytest.mark.parametrize(("address", "shape"), SHAPES.items())
    def test_it_has_the_shape_that_is_described(self, address: str, shape: type[BaseModel], client: TestClient) -> None:
        for response in (client.get(address), client.get(address)):
            assert shape.model_validate_json(response.content).model_dump_json() == response.text

    def test_nothing_is_worked_out_again(self, client: TestClient, questions: list[str]) -> None:
        for _ in range(3):
            client.get(LIST)
        assert questions == ["a0"]

    @pytest.mark.parametrize(("path", "language"), [
        (f"{LIST}?limit=3", "en"), (f"{LIST}?offset=1", "en"), (f"{LIST}?as_of=2026-01-01", "en"), (LIST, "fi"),
        ("/v1/actors/a1/suggestions", "en"), (f"{LIST}?known_partners=true", "en")])
    def test_another_question_is(self, path: str, language: str, client: TestClient, questions: list[str]) -> None:
        client.get(LIST, headers={"Accept-Language": "en"})
        client.get(path, headers={"Accept-Language": language})
        assert len(questions) == 2

    def test_what_changes_no_answer_lets_none_be_forgotten(self, client: TestClient, questions: list[str]) -> None:
        client.get(LIST)
        client.put("/v1/actors/a0/follows/a1")
        client.app.state.installation.refresh()  # type: ignore[attr-defined]
        client.get(LIST)
        assert questions == ["a0"]

    def test_another_day_is_another_question(self, client: TestClient, questions: list[str],
                                             monkeypatch: pytest.MonkeyPatch) -> None:
        client.get(LIST)
        monkeypatch.setattr(ServedNetwork, "today", lambda _: date(2027, 1, 1))
        assert client.get(LIST).json()["as_of"] == "2027-01-01"
        assert questions == ["a0", "a0"]

    def test_they_take_a_bounded_room(self, client: TestClient, questions: list[str],
                                      monkeypatch: pytest.MonkeyPatch) -> None:
        one = answers_module.OVERHEAD + 2 * len(client.get(LIST).content)
        monkeypatch.setattr(answers_module, "CAPACITY", 2 * one)
        for number in (1, 2, 3, 4, 4, 1):
            client.get(f"/v1/actors/a{number}/suggestions")
        assert questions == ["a0", "a1", "a2", "a3", "a4", "a1"]
        assert network_of(client).answers._size <= 2 * one

    @pytest.mark.parametrize("address", ["/v1/actors/nobody/suggestions", f"{LIST}?limit=0", f"{LIST}?limit=1&limit=2",
                                         "/v1/actors/a0/explanations/nobody", "/v1/actors/nobody"])
    def test_errors_are_not_remembered(self, address: str, client: TestClient) -> None:
        statuses = [client.get(address).status_code for _ in range(2)]
        assert statuses[0] == statuses[1] >= 400
        assert client.get(address).headers["cache-control"] == "no-store"


class TestAtHand:
    """What is remembered is given before the routes are reached, and is told of as if they were."""

    @pytest.fixture
    def at_hand(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> TestClient:
        """A client that has asked once; nothing reaches the routes from then on."""
        for address in SHAPES:
            client.get(address)
        installation = client.app.state.installation  # type: ignore[attr-defined]
        while not installation.is_open:
            sleep(0.01)
        monkeypatch.setattr(BodyBounds, "__call__", beyond)
        return client

    @pytest.mark.parametrize("address", SHAPES)
    def test_no_route_is_reached(self, address: str, at_hand: TestClient) -> None:
        assert [at_hand.request(method, address).status_code for method in ("GET", "HEAD")] == [200, 200]

    @pytest.mark.parametrize(("address", "headers"), [
        ("/v1/actors/a1", {}), (f"{ACTOR}?x=1", {}), (ACTOR, {"Accept-Language": "sv"}),
        (ACTOR, {"X-Revision-At-Least": "999"}), (ACTOR, {"X-Revision-At-Least": "-1"}), (ACTOR, {"Host": "elsewhere"}),
        (ACTOR, {"Authorization": "Bearer kumppani_x_y"}), (ACTOR, {"X-Forwarded-For": "192.0.2.1"}),
        (ACTOR, {"Content-Length": "1"}), ("/v1/actors/a0/", {}), ("/v1/actors/", {}), ("/v1/network", {})])
    def test_what_is_not_at_hand_goes_on(self, address: str, headers: dict[str, str], at_hand: TestClient) -> None:
        assert at_hand.get(address, headers=headers).status_code == BEYOND

    @pytest.mark.parametrize(("address", "route"), [
        (LIST, "/v1/actors/{actor}/suggestions"), (PAIR, "/v1/actors/{actor}/explanations/{other}"),
        (ACTOR, "/v1/actors/{actor}")])
    def test_the_log_and_the_figures_name_the_route(self, address: str, route: str, at_hand: TestClient,
                                                    caplog: pytest.LogCaptureFixture) -> None:
        registry = at_hand.app.state.installation.metrics.registry  # type: ignore[attr-defined]
        labels = {"method": "GET", "route": route, "status": "200", "network": "default"}
        before = registry.get_sample_value("kumppani_requests_total", labels)
        caplog.set_level("INFO", "kumppani.service")
        at_hand.get(address)
        assert [record.getMessage().rpartition(" 200 ")[0] for record in caplog.records] == [f"GET {route}"]
        assert registry.get_sample_value("kumppani_requests_total", labels) == before + 1


class TestConditions:
    @pytest.mark.parametrize("address", SHAPES)
    def test_who_has_it_is_not_sent_it(self, address: str, client: TestClient) -> None:
        tag = client.get(address).headers["etag"]
        response = client.get(address, headers={"If-None-Match": tag, "Accept-Encoding": "gzip"})
        assert (response.status_code, response.content) == (304, b"")
        assert response.headers["etag"] == tag
        assert not {"content-type", "content-encoding"} & response.headers.keys()
        client.put("/v1/actors/a0", json={"name": "Toinen", "sector": "ngo"})
        assert client.get(address, headers={"If-None-Match": tag}).status_code == 200


class TestCompression:
    def test_lists_are_compressed_for_who_asks(self, client: TestClient) -> None:
        plain = client.get(LIST, headers={"Accept-Encoding": "identity"})
        packed = client.get(LIST, headers={"Accept-Encoding": "gzip"})
        assert packed.headers["content-encoding"] == "gzip"
        assert "content-encoding" not in plain.headers
        assert packed.content == plain.content  # the client has unpacked it
        assert int(packed.headers["content-length"]) < len(plain.content) / 3
        assert packed.headers["etag"] == plain.headers["etag"]

    @pytest.mark.parametrize(("header", "does"), [
        ("gzip", True), ("GZIP;q=0.5, br", True), ("*", True), ("*;q=0, gzip", True), ("", False), ("identity", False),
        ("gzip;q=0", False),
        ("*, gzip;q=0", False), ("gzip;q=0.000", False), ("gzip;x", False)])
    def test_what_a_header_asks_for(self, header: str, does: bool) -> None:
        assert takes_gzip(header) is does

    def test_gzip_is_the_same_each_time(self) -> None:
        answer = answers_module.RememberedAnswer(b"{}" * 1000, LIST, is_confidential=False)
        assert gzip.decompress(answer.compressed) == answer.body
        assert answer.compressed == answers_module.RememberedAnswer(answer.body, LIST, is_confidential=False).compressed


class TestShowings:
    def test_each_counts_and_has_an_id_of_its_own(self, client: TestClient, settings: Settings) -> None:
        first = client.get(LIST)
        ids = [first.headers["x-list-id"], client.get(LIST).headers["x-list-id"], client.get(
            LIST, headers={"If-None-Match": first.headers["etag"]}).headers["x-list-id"]]
        client.head(LIST)
        assert len(set(ids)) == 3
        assert len({showing[:CONTENT_DIGITS] for showing in ids}) == 1
        kept, = lists_of(client, settings)
        assert (kept.id, kept.showings) == (ids[0], 3)
        assert all(find(settings, showing) == kept for showing in ids)
        assert find(settings, "0" * 32) is None
        export = client.get("/v1/actors/a0/export").json()["lists"]
        assert [(item["list_id"], item["showings"]) for item in export] == [(ids[0], 3)]

    @pytest.mark.postgresql
    def test_a_list_is_stored_before_its_id_leaves(self, client: TestClient, settings: Settings) -> None:
        for number in range(3):
            response = client.get(f"/v1/actors/a{number}/suggestions")
            kept = find(settings, response.headers["x-list-id"])
            assert kept is not None
            assert (kept.actor, kept.showings) == (f"a{number}", 1)

    def test_the_same_list_of_two_services_is_one_row(self, client: TestClient, settings: Settings) -> None:
        with TestClient(create_app(settings.model_copy(update={"home": settings.home / "other"}))) as other:
            ids = [door.get(LIST).headers["x-list-id"] for door in (client, other, client, other)]
            lists_of(other, settings)
        kept, = lists_of(client, settings)
        assert kept.showings == 4
        assert all(find(settings, showing) == kept for showing in ids)

    def test_remembered_lists_count_in_the_figures(self, client: TestClient) -> None:
        for _ in range(3):
            client.get(LIST)
        metrics = client.app.state.installation.metrics  # type: ignore[attr-defined]
        assert metrics.registry.get_sample_value("kumppani_list_length_count", {"network": "default"}) == 3.0


class TestNeverStale:
    def test_what_was_written_is_answered_from(self, client: TestClient) -> None:
        client.get(LIST)
        client.put("/v1/actors/a1", json={"name": "Uusi nimi", "sector": "ngo", "themes": ["meeting_places"]})
        assert "Uusi nimi" in client.get(LIST).text
        client.delete("/v1/actors/a1")
        assert '"a1"' not in client.get(LIST).text
        assert client.get(PAIR).status_code == 404

    def test_of_who_is_erased_nothing_is_remembered(self, client: TestClient) -> None:
        client.get(LIST)
        client.get("/v1/actors/a1")
        before = network_of(client).answers
        client.delete("/v1/actors/a1")
        assert network_of(client).answers is not before
        assert not network_of(client).answers._answers

    @pytest.mark.postgresql
    def test_with_writers_at_work(self, client: TestClient) -> None:
        """Who writes a name and then reads finds it, while others ask for the same lists all the time."""
        def write(number: int) -> None:
            for round_ in range(in_gear(quick=4, thorough=20)):
                name = f"Nimi {number} {round_}"
                body = {"name": name, "sector": "ngo", "themes": ["meeting_places"]}
                assert client.put(f"/v1/actors/a{number}", json=body).status_code == 200
                for path in (f"/v1/actors/a{number}", f"/v1/actors/a0/explanations/a{number}", f"{LIST}?limit=50"):
                    assert name in client.get(path).text

        def read(_: int) -> None:
            for _ in range(in_gear(quick=20, thorough=100)):
                assert client.get(LIST).status_code == 200

        with ThreadPoolExecutor(6) as threads:
            tasks = [*(threads.submit(write, number) for number in (1, 2, 3)), *(threads.submit(read, 0) for _ in "ab")]
            for task in tasks:
                task.result()

    def test_an_answer_from_before_a_change_is_not_kept_for_after_it(self, client: TestClient) -> None:
        network = network_of(client)
        before = network.answers
        client.put("/v1/actors/a1", json={"name": "Uusi nimi", "sector": "ngo"})
        answer = answers_module.RememberedAnswer(b"{}", LIST, is_confidential=False)
        before.remember((LIST, b"", "en", True, "x"), answer)
        assert network.answers.find((LIST, b"", "en", True, "x")) is None


class TestKeys:
    @pytest.fixture
    def keys(self, settings: Settings) -> Iterator[Keys]:
        """The keys of the database of the service."""
        with closing(Database(settings.database_url)) as database:
            yield Keys(database)

    def headers(self, keys: Keys, *scopes: str, actor: str = "", rate: str = "") -> dict[str, str]:
        token = keys.create(Key("", "default", "x", frozenset(scopes), rate, now(), actor=actor))
        return {"Authorization": f"Bearer {token}"}

    def test_who_may_not_read_is_not_given_what_others_were(self, keys: Keys, settings: Settings) -> None:
        reader, writer = self.headers(keys, "read"), self.headers(keys, "write")
        with TestClient(create_app(settings)) as client:
            assert client.get(LIST, headers=reader).status_code == 200
            assert client.get(LIST, headers=writer).status_code == 403
            assert client.get(LIST).status_code == 401
            assert client.get(LIST, headers={"Authorization": "Bearer kumppani_x_y"}).status_code == 401
            assert client.get(LIST, headers=reader | {"Host": "elsewhere.example"}).status_code in (200, 421)

    def test_remembered_answers_count_as_asked(self, keys: Keys, settings: Settings) -> None:
        slow = self.headers(keys, "read", rate="3/minute")
        with TestClient(create_app(settings)) as client:
            assert [client.get(LIST, headers=slow).status_code for _ in range(4)] == [200, 200, 200, 429]

    def test_what_an_actor_has_said_is_for_those_who_are_told(self, keys: Keys, settings: Settings) -> None:
        own, other, all_ = (self.headers(keys, "read", "write", actor="a0"), self.headers(keys, "read"),
                            self.headers(keys, "read", "confidential"))
        with TestClient(create_app(settings)) as client:
            assert "a5" in shown(client.get(LIST, headers=other))
            assert client.get(LIST, headers=own).headers["cache-control"] == "private, no-cache"
            assert client.put("/v1/actors/a0/opinions/a5", json={"opinion": "never"}, headers=own).status_code < 300
            for _ in range(2):
                answers = [client.get(LIST, headers=headers) for headers in (own, other, all_)]
                assert ["a5" in shown(answer) for answer in answers] == [False, True, False]
                assert [answer.headers["cache-control"] for answer in answers] == [
                    "no-store", "private, no-cache", "no-store"]
                assert len({answer.headers["etag"] for answer in answers}) == 2
