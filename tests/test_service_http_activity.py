"""Outcomes, following, the feed, and what is kept of lists, over HTTP."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from data.activity.impressions import Impression, Impressions
from data.database.connection import Database
from data.errors import StoreBusy
from data.store.store import Store
from data.tenancy.networks import Networks
from data.wording.texts import text
from service.app.composition import create_app
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import finland
from tests.stores import store_network, stored_network
from tests.terminal import Terminal
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE, START, put


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a service over three actors, on both kinds of database."""
    store_network(settings.database_url, START)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def impressions_of(client: TestClient, settings: Settings) -> list[Impression]:
    """The lists that are stored after the service has looked around."""
    client.app.state.installation.refresh()  # type: ignore[attr-defined]
    client.app.state.installation.impressions.store()  # type: ignore[attr-defined]
    with closing(Database(settings.database_url)) as database, Store(database).reading() as session:
        return list(session.impressions.all())


class TestOutcomes:
    def tell(self, client: TestClient, actor: str, other: str, **body: str) -> int:
        return client.put(f"/v1/actors/{actor}/outcomes/{other}", json=body).status_code

    def partners(self, client: TestClient, actor: str) -> list[str]:
        suggestions = client.get(f"/v1/actors/{actor}/suggestions").json()["suggestions"]
        return sorted(item["actor_id"] for item in suggestions)

    @pytest.mark.postgresql
    def test_who_works_with_another_one_is_not_shown_it_until_that_is_taken_back(self, client: TestClient) -> None:
        assert self.partners(client, "a") == self.partners(client, "b") == ["c"]
        assert self.tell(client, "a", "c", outcome="met") == 201
        assert self.partners(client, "a") == ["c"]
        assert self.tell(client, "a", "c", outcome="working") == 200
        assert (self.partners(client, "a"), self.partners(client, "c")) == ([], ["a", "b"])
        assert self.tell(client, "a", "c", outcome="working", project=" Kielikahvila ") == 200
        assert (self.partners(client, "a"), self.partners(client, "c")) == ([], ["b"])
        outcomes = client.get("/v1/actors/a/outcomes").json()["outcomes"]
        assert [(item["other"], item["outcome"], item["project"]) for item in outcomes] == [
            ("c", "working", "Kielikahvila")]
        work = client.get("/v1/cooperations", params={"actor": "c"}).json()["cooperations"]
        assert [(item["title"], item["source"]) for item in work] == [("Kielikahvila", "outcome")]
        assert client.delete("/v1/actors/a/outcomes/c").status_code == 204
        assert (self.partners(client, "a"), self.partners(client, "c")) == (["c"], ["a", "b"])

    def test_what_cannot_be_told(self, client: TestClient, settings: Settings) -> None:
        for address, body, status in (
                ("a/outcomes/a", {"outcome": "met"}, 422), ("a/outcomes/c", {"outcome": "met", "project": "x"}, 422),
                ("a/outcomes/c", {"outcome": "married"}, 422), ("a/outcomes/nobody", {"outcome": "met"}, 404),
                ("nobody/outcomes/a", {"outcome": "met"}, 404),
                ("a/outcomes/c", {"outcome": "working", "project": "x" * 201}, 422)):
            assert client.put(f"/v1/actors/{address}", json=body).status_code == status
        refusal(client.delete("/v1/actors/a/outcomes/c"), 404, "unknown-opinion")
        refusal(client.get("/v1/actors/nobody/outcomes"), 404, "unknown-actor")
        assert stored_network(settings.database_url) == START


class TestFeed:
    def feed(self, client: TestClient, **parameters: str | int) -> dict[str, Any]:
        feed: dict[str, Any] = client.get("/v1/actors/a/feed", params=parameters).json()
        return feed

    @pytest.mark.postgresql
    def test_it_tells_what_the_followed_have_done(self, client: TestClient) -> None:
        assert self.feed(client) == {"items": [], "next": ""}
        assert client.put("/v1/actors/a/follows/c").status_code == 204
        assert client.put("/v1/actors/a/follows/c").status_code == 204
        assert [item["other"] for item in client.get("/v1/actors/a/follows").json()["follows"]] == ["c"]
        put(client, "c", CAFE)
        put(client, "b", CAFE)
        client.put("/v1/actors/c/opinions/a", json={"opinion": "never", "reason": "Salainen"})
        client.put("/v1/actors/c/outcomes/b", json={"outcome": "working", "project": "Yhteinen"})
        items = self.feed(client)["items"]
        assert [(item["kind"], item["actor_id"]) for item in items] == [
            ("cooperates", "c"), ("changed", "c"), ("joined", "c")]
        assert items[0]["sentence"] == "Kahvila works with Kahvila: Yhteinen."
        assert items[1]["sentence"] == "Kahvila has changed its profile."
        assert client.get(f"/v1/cooperations?actor={items[0]['actor_id']}").json()["cooperations"][0][
            "id"] == items[0]["cooperation"]
        first = self.feed(client, limit=2)
        assert [item["kind"] for item in first["items"]] == ["cooperates", "changed"]
        assert self.feed(client, limit=2, cursor=first["next"])["items"] == items[2:]
        assert self.feed(client, limit=2, cursor=first["next"])["next"] == ""

    def test_sentences_come_in_the_language_that_is_asked_for(self, client: TestClient) -> None:
        client.put("/v1/actors/a/follows/c")
        sentence = client.get("/v1/actors/a/feed", headers={"Accept-Language": "fi"}).json()["items"][0]["sentence"]
        assert sentence == "C on liittynyt verkostoon."

    def test_following_ends(self, client: TestClient) -> None:
        client.put("/v1/actors/a/follows/c")
        assert client.delete("/v1/actors/a/follows/c").status_code == 204
        refusal(client.delete("/v1/actors/a/follows/c"), 404, "unknown-opinion")
        assert self.feed(client)["items"] == []
        client.put("/v1/actors/a/follows/c")
        client.delete("/v1/actors/c")
        assert self.feed(client)["items"] == client.get("/v1/actors/a/follows").json()["follows"] == []
        refusal(client.put("/v1/actors/a/follows/c"), 404, "unknown-actor")
        refusal(client.put("/v1/actors/a/follows/a"), 422, "opinion-refused")
        for address in ("follows", "feed"):
            refusal(client.get(f"/v1/actors/c/{address}"), 404, "unknown-actor")

    @pytest.mark.parametrize("cursor", ["x", "1", "1.2.3", "WyJmZWVkIixbMV1d"])
    def test_places_that_are_none(self, cursor: str, client: TestClient) -> None:
        refusal(client.get("/v1/actors/a/feed", params={"cursor": cursor}), 400, "cursor-refused")


class TestShownLists:
    @pytest.mark.postgresql
    def test_what_is_shown_is_kept_with_versions_and_chances(self, client: TestClient, settings: Settings) -> None:
        response = client.get("/v1/actors/a/suggestions", params={"known_partners": "true", "sector": "ngo"})
        impressions = impressions_of(client, settings)
        assert [impression.id for impression in impressions] == [response.headers["x-list-id"]]
        assert impressions[0].actor == "a"
        assert impressions[0].versions == response.json()["versions"]
        assert impressions[0].asked["sector"] == ["ngo"]
        assert [(place.actor, place.score, place.probability, place.points) for place in impressions[0].places] == [
            (item["actor_id"], item["score"], item["probability"], {
                row["term"]: row["points"] for row in item["ledger"]}) for item in response.json()["suggestions"]]

    def test_of_ideas_nothing_is_kept(self, client: TestClient, settings: Settings) -> None:
        response = client.post("/v1/suggestions", json={"idea": {"text": "Kielikahvila"}})
        assert "x-list-id" not in response.headers
        assert impressions_of(client, settings) == []

    def test_nothing_is_kept_if_it_is_not_wanted(self, settings: Settings) -> None:
        store_network(settings.database_url, START)
        changes = settings.model_copy(update={"keep_lists_days": 0})
        with TestClient(create_app(changes)) as client:
            assert "x-list-id" not in client.get("/v1/actors/a/suggestions").headers
            assert impressions_of(client, settings) == []

    def test_the_last_ones_are_stored_when_the_service_ends(self, settings: Settings) -> None:
        store_network(settings.database_url, START)
        with TestClient(create_app(settings)) as client:
            client.get("/v1/actors/a/suggestions")
        with closing(Database(settings.database_url)) as database, Store(database).reading() as session:
            assert len(list(session.impressions.all())) == 1

    def test_who_was_erased_meanwhile_is_not_stored(self, client: TestClient, settings: Settings) -> None:
        client.get("/v1/actors/a/suggestions")
        client.get("/v1/actors/c/suggestions")
        client.delete("/v1/actors/c")
        impressions = impressions_of(client, settings)
        assert [[place.actor for place in impression.places] for impression in impressions] == [[""]]

    def test_nor_given_to_somebody_who_has_the_name_since(self, client: TestClient, settings: Settings) -> None:
        client.get("/v1/actors/a/suggestions")
        client.get("/v1/actors/c/suggestions")
        client.delete("/v1/actors/c")
        put(client, "c", CAFE)
        impressions = impressions_of(client, settings)
        assert [[place.actor for place in impression.places] for impression in impressions] == [[""]]
        refusal(client.get("/v1/actors/nobody/export"), 404, "unknown-actor")
        assert client.get("/v1/actors/c/export").json()["lists"] == []

    def test_nor_to_a_network_that_has_the_name_since(self, client: TestClient, settings: Settings) -> None:
        client.get("/v1/actors/a/suggestions")
        with closing(Database(settings.database_url)) as database:
            Networks(database).remove("default")
            Networks(database).add("default")
            Store(database).upsert(START)
        assert impressions_of(client, settings) == []

    def test_what_cannot_be_stored_now_is_stored_later(self, client: TestClient, settings: Settings,
                                                       monkeypatch: pytest.MonkeyPatch) -> None:
        with monkeypatch.context() as patch:
            patch.setattr(Impressions, "keep", _busy)
            assert "x-list-id" not in client.get("/v1/actors/a/suggestions").headers
            assert impressions_of(client, settings) == []
        assert len(impressions_of(client, settings)) == 1

    def test_if_it_takes_too_long_the_oldest_are_lost_and_counted(self, client: TestClient, settings: Settings,
                                                                  monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("service.runtime.answering.impressions.CAPACITY", 2)
        pending = client.app.state.installation.impressions  # type: ignore[attr-defined]
        with monkeypatch.context() as patch:
            patch.setattr(Impressions, "keep", _busy)
            for name in "abcc":
                client.get(f"/v1/actors/{name}/suggestions")
        assert pending.losses == 1
        assert {(item.actor, item.showings) for item in impressions_of(client, settings)} == {("b", 1), ("c", 2)}

    def test_one_place_is_drawn_by_lot_if_that_is_wanted(self, settings: Settings) -> None:
        many = START.actors[0]
        store_network(settings.database_url, START)
        changes = settings.model_copy(update={"explore": True})
        with TestClient(create_app(changes)) as client:
            for number, theme in zip(range(20), finland().themes, strict=False):  # others than twins
                put(client, f"x{number}", {**CAFE, "name": f"Kahvila {number}", "themes": [theme.code]})
            address = f"/v1/actors/{many.id}/suggestions"
            answers = [client.get(address, params={"as_of": f"2026-11-{day}"}).json() for day in range(10, 20)]
            again = client.get(address, params={"as_of": "2026-11-10"}).json()
            assert "drawn by lot" in client.get("/v1/ranking").json()["statement"][-1]
            chances = {item["probability"] for answer in answers for item in answer["suggestions"][:4]}
            fifth = {answer["suggestions"][4]["actor_id"] for answer in answers}
            count = answers[0]["total"]
        assert chances == {1.0}
        assert len(fifth) > 1
        assert again == answers[0]
        assert answers[0]["suggestions"][4]["probability"] == pytest.approx(1 / (count - 4))


def _busy(*_: object) -> None:
    raise StoreBusy(text("Others are reading."), "", text("Try again in a moment."))


def test_what_was_shown_and_what_came_of_it_can_be_written_to_a_file(client: TestClient, settings: Settings,
                                                                     tmp_path: Path) -> None:
    list_id = client.get("/v1/actors/a/suggestions").headers["x-list-id"]
    client.put("/v1/actors/a/opinions/c", json={"opinion": "useful"})
    assert len(impressions_of(client, settings)) == 1
    terminal = Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)
    path = tmp_path / "history.jsonl"
    assert str(path) in terminal.text("network", "history", "default", str(path)).replace("\n", "")
    lines = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    assert lines[0]["id"] == list_id
    assert path.stat().st_mode & 0o077 == 0
    assert lines[0]["places"][0].keys() == {"actor", "score", "probability", "points"}
    assert [(item["kind"], item["actor"], item["other"]) for item in lines[1:]][-1] == ("opinion", "a", "c")
    assert "is a file of this name already" in terminal.run("network", "history", "default", str(path)).output


def test_whom_one_has_blocked(client: TestClient) -> None:
    client.put("/v1/actors/a/blocks/c")
    assert client.get("/v1/actors/a/blocks").json() == {"blocked": ["c"]}
    assert client.get("/v1/actors/c/blocks").json() == {"blocked": []}
    refusal(client.get("/v1/actors/nobody/blocks"), 404, "unknown-actor")
