"""Writes over HTTP: stored and answered from at once, done once, refused in words."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from datetime import date
from pathlib import Path
from typing import Any, TypeAlias
from unicodedata import normalize

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.errors import StoreBusy
from data.records.network import Network
from data.store.store import Store
from data.tenancy.networks import Networks
from data.wording.texts import text
from service.app.composition import create_app
from service.runtime.opinions import COOL_DOWN
from service.runtime.served_network import ServedNetwork
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor, together
from tests.stores import store_network, stored_network
from tests.test_service_http_problems import refusal

Document: TypeAlias = "dict[str, Any]"

CAFE: Document = {"name": "Kahvila", "sector": "ngo", "municipalities": ["Espoo"], "themes": ["meeting places"],
                  "descriptions": {"fi": "Kielikahvila kirjastossa"}}
NDJSON = {"Content-Type": "application/x-ndjson"}
START = Network((actor("a", descriptions={"fi": "Kielikahvila"}), actor("b"), actor("c")), (together("a", "b"),))


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a service over three actors, on both kinds of database."""
    store_network(settings.database_url, START)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def put(client: TestClient, name: str, profile: Document, **headers: str) -> Response:
    names = {key.replace("_", "-"): value for key, value in headers.items()}
    return client.put(f"/v1/actors/{name}", json=profile, headers=names)


def partners_of(client: TestClient, name: str = "a") -> list[str]:
    answer = client.get(f"/v1/actors/{name}/suggestions", params={"known_partners": "true", "limit": 100}).json()
    return sorted(item["actor_id"] for item in answer["suggestions"])


class TestActors:
    @pytest.mark.postgresql
    def test_a_new_one_is_shown_searched_and_suggested_at_once(self, client: TestClient, settings: Settings) -> None:
        response = put(client, "cafe", CAFE)
        assert response.status_code == 201
        assert response.json()["profile"]["themes"] == ["meeting_places"]
        again = client.get("/v1/actors/cafe")
        assert {**again.json(), "look_alikes": []} == response.json()
        assert again.headers["etag"] == response.headers["etag"]
        assert "cafe" in partners_of(client)
        assert client.get("/v1/search", params={"q": "Kahvila"}).json()["actors"][0]["actor"]["id"] == "cafe"
        assert [item.id for item in stored_network(settings.database_url).actors] == ["a", "b", "c", "cafe"]

    @pytest.mark.parametrize("name", ["äiti-ry", "café", "školа-ß", "각"])
    def test_an_id_is_the_same_in_either_form(self, client: TestClient, name: str) -> None:
        composed, decomposed = normalize("NFC", name), normalize("NFD", name)
        assert composed != decomposed
        assert put(client, decomposed, {**CAFE, "id": composed}).json()["profile"]["id"] == composed
        assert put(client, composed, {**CAFE, "id": decomposed}).status_code == 200
        for form in (composed, decomposed):
            assert client.get(f"/v1/actors/{form}").json()["profile"]["id"] == composed
            assert client.put(f"/v1/actors/{form}/opinions/a", json={"opinion": "useful"}).is_success
            assert client.put(f"/v1/actors/a/opinions/{form}", json={"opinion": "useful"}).is_success
            assert client.get("/v1/cooperations", params={"actor": form}).json()["total"] == 0
            body = {"idea": {"text": "kielikahvila", "actor": form}}
            assert client.post("/v1/suggestions", json=body).status_code == 200
        assert client.put("/v1/actors/a/contact", json={"name": "A", "email": "a@example.org"}).is_success
        request = {"other": decomposed, "message": "Hei"}
        assert client.post("/v1/actors/a/introductions", json=request).json()["other"] == composed
        client.post("/v1/cooperations", json={"members": ["b", decomposed], "title": "Yhteistyö"})
        assert client.get("/v1/cooperations", params={"actor": decomposed}).json()["total"] == 1
        assert client.delete(f"/v1/actors/{decomposed}").status_code == 200
        assert client.get(f"/v1/actors/{composed}").status_code == 404

    @pytest.mark.parametrize("name", ["А", "B", "Ｃ"])
    def test_an_id_that_looks_like_another_one_is_refused(self, client: TestClient, name: str) -> None:
        response = put(client, name, CAFE)
        assert response.status_code in (400, 422)
        assert response.json()["problems"][0]["field"] == "id"
        assert client.get("/v1/actors").json()["total"] == 3

    @pytest.mark.parametrize("name", ["\u200b", "\u00ad\u2060", "\u3164", "\u2800 \ufeff"])
    def test_a_name_that_shows_nothing_is_none(self, client: TestClient, name: str) -> None:
        response = put(client, "cafe", {**CAFE, "name": name})
        assert [item["field"] for item in response.json()["problems"]] == ["name"]
        assert client.put("/v1/actors/a/contact", json={"name": name, "email": "a@example.org"}).is_client_error

    def test_a_change_counts_at_once(self, client: TestClient) -> None:
        put(client, "b", {**CAFE, "id": "b"})
        page = client.get("/v1/actors", params={"region": "Uusimaa", "theme": "meeting_places"}).json()
        assert [item["id"] for item in page["actors"]] == ["b"]
        response = put(client, "b", {**CAFE, "status": "inactive"})
        assert response.status_code == 200
        assert partners_of(client) == ["c"]

    @pytest.mark.postgresql
    def test_one_that_is_removed_is_gone_with_its_cooperations(self, client: TestClient, settings: Settings) -> None:
        response = client.delete("/v1/actors/b")
        assert response.status_code == 200
        assert response.json()["records"] == 2
        refusal(client.get("/v1/actors/b"), 404, "unknown-actor")
        assert client.delete("/v1/actors/b").json()["receipt"] == response.json()["receipt"]
        assert partners_of(client) == ["c"]
        assert stored_network(settings.database_url) == Network((START.actors[0], START.actors[2]))

    def test_all_can_be_removed(self, client: TestClient) -> None:
        for name in "abc":
            assert client.delete(f"/v1/actors/{name}").status_code == 200
        assert client.get("/v1/actors").json()["total"] == 0
        assert client.get("/v1").status_code == 200
        assert put(client, "a", CAFE).status_code == 201

    def test_faults_are_told_and_nothing_is_stored(self, client: TestClient, settings: Settings) -> None:
        body = refusal(put(client, "new", {"sector": "ngoo", "nam": "x", "themes": ["emploiment"]}), 422,
                       "records-refused")
        assert {problem["field"] for problem in body["problems"]} == {"sector", "name", "nam", "themes"}
        body = refusal(put(client, "new", {**CAFE, "id": "other"}), 422, "request-refused")
        assert body["problems"][0]["field"] == "id"
        refusal(put(client, "a b", CAFE), 422, "records-refused")
        assert stored_network(settings.database_url) == START


class TestConditions:
    def test_who_has_read_an_older_state_does_not_write_over_a_newer_one(self, client: TestClient) -> None:
        tag = client.get("/v1/actors/a").headers["etag"]
        assert put(client, "a", CAFE, if_match=tag).status_code == 200
        refusal(put(client, "a", {**CAFE, "name": "Other"}, if_match=tag), 412, "record-changed")
        response = client.delete("/v1/actors/a", headers={"If-Match": tag})
        refusal(response, 412, "record-changed")
        assert client.get("/v1/actors/a").json()["profile"]["name"] == "Kahvila"
        tag = client.get("/v1/actors/a").headers["etag"]
        assert client.delete("/v1/actors/a", headers={"If-Match": tag}).status_code == 200

    def test_only_if_it_is_new(self, client: TestClient) -> None:
        assert put(client, "cafe", CAFE, if_none_match="*").status_code == 201
        refusal(put(client, "cafe", CAFE, if_none_match="*"), 412, "record-changed")

    def test_only_if_it_is_there(self, client: TestClient) -> None:
        refusal(put(client, "cafe", CAFE, if_match="*"), 412, "record-changed")
        assert put(client, "a", CAFE, if_match="*").status_code == 200

    def test_one_of_several_tags_suffices(self, client: TestClient) -> None:
        tag = client.get("/v1/actors/a").headers["etag"]
        assert put(client, "a", CAFE, if_match=f'"x,y",{tag}').status_code == 200
        refusal(put(client, "a", CAFE, if_match=f'"{"0" * 64}", "x"'), 412, "record-changed")

    def test_a_weak_tag_is_none_that_an_actor_has(self, client: TestClient) -> None:
        """RFC 9110, 13.1.1: If-Match compares strongly."""
        tag = client.get("/v1/actors/a").headers["etag"]
        refusal(put(client, "a", CAFE, if_match=f"W/{tag}"), 412, "record-changed")
        refusal(client.delete("/v1/actors/a", headers={"If-Match": f"W/{tag}"}), 412, "record-changed")

    @pytest.mark.parametrize("form", ["{}", "W/{}", '"x", W/{}', ",{} ,"])
    def test_only_if_it_is_in_none_of_some_states(self, form: str, client: TestClient) -> None:
        tag = client.get("/v1/actors/a").headers["etag"]
        refusal(put(client, "a", CAFE, if_none_match=form.format(tag)), 412, "record-changed")
        assert put(client, "a", CAFE, if_none_match=form.format('"y"')).status_code == 200

    def test_a_tag_stands_for_the_record_in_whatever_language_it_was_read(self, client: TestClient) -> None:
        tag = client.get("/v1/actors/a", headers={"Accept-Language": "sv"}).headers["etag"]
        assert tag != client.get("/v1/actors/a", headers={"Accept-Language": "fi"}).headers["etag"]
        assert put(client, "a", CAFE, if_match=tag, accept_language="fi").status_code == 200

    @pytest.mark.parametrize("headers", [
        {"if_match": "abc"}, {"if_match": 'w/"x"'}, {"if_none_match": '"x'}, {"if_match": '"x" "y"'},
        {"if_match": '*, "x"'}, {"if_none_match": ","}, {"if_match": "*", "if_none_match": "*"},
    ])
    def test_conditions_that_cannot_be_understood(self, headers: dict[str, str], client: TestClient) -> None:
        refusal(put(client, "a", CAFE, **headers), 400, "condition-refused")

    def test_the_tag_changes_with_the_actor_only(self, client: TestClient) -> None:
        before = client.get("/v1/actors/a").headers["etag"]
        put(client, "b", CAFE)
        assert client.get("/v1/actors/a").headers["etag"] == before
        put(client, "a", CAFE)
        assert client.get("/v1/actors/a").headers["etag"] != before


class TestIdempotency:
    @pytest.mark.postgresql
    def test_a_write_that_is_repeated_is_answered_and_not_done_again(self, client: TestClient) -> None:
        first = put(client, "cafe", CAFE, idempotency_key="one")
        put(client, "cafe", {**CAFE, "name": "Changed since"})
        again = put(client, "cafe", CAFE, idempotency_key="one")
        assert (again.status_code, again.content, again.headers["etag"]) == (
            201, first.content, first.headers["etag"])
        assert client.get("/v1/actors/cafe").json()["profile"]["name"] == "Changed since"

    def test_an_answer_that_is_repeated_keeps_its_language(self, client: TestClient) -> None:
        first = put(client, "cafe", CAFE, idempotency_key="one", accept_language="fi")
        again = put(client, "cafe", CAFE, idempotency_key="one", accept_language="sv")
        assert first.content == again.content
        assert first.headers["content-language"] == again.headers["content-language"] == "fi"

    def test_the_key_stands_for_one_request(self, client: TestClient) -> None:
        put(client, "cafe", CAFE, idempotency_key="one")
        for response in (put(client, "cafe", {**CAFE, "name": "x"}, idempotency_key="one"),
                         put(client, "other", CAFE, idempotency_key="one"),
                         put(client, "cafe", CAFE, idempotency_key="one", if_match="*")):
            refusal(response, 422, "key-repeated")

    def test_what_was_refused_may_be_sent_again(self, client: TestClient) -> None:
        refusal(put(client, "cafe", {**CAFE, "sector": "ngoo"}, idempotency_key="one"), 422, "records-refused")
        assert put(client, "cafe", CAFE, idempotency_key="one").status_code == 201

    @pytest.mark.parametrize(("address", "content", "kind"), [
        ("/v1/cooperations", {"members": ["a", "b"], "title": "Café"}, "application/json"),
        ("/v1/imports/cooperations", {"members": ["a", "b"], "title": "Café"}, "application/x-ndjson")])
    def test_what_was_done_is_not_checked_again(self, address: str, content: dict[str, Any], kind: str,
                                                client: TestClient, settings: Settings) -> None:
        """A member may have gone since; the sender only wants the answer that it has lost."""
        headers = {"Idempotency-Key": "one", "Content-Type": kind}
        first = client.post(address, content=json.dumps(content), headers=headers)
        assert first.status_code in (200, 201)
        with closing(Database(settings.database_url)) as database, Store(database).writing() as transaction:
            transaction.remove("b")
        again = client.post(address, content=json.dumps(content), headers=headers)
        assert (again.status_code, again.content) == (first.status_code, first.content)
        refusal(client.post(address, content=json.dumps(content), headers={"Content-Type": kind}), 422,
                "records-refused")

    def test_keys_that_are_none(self, client: TestClient) -> None:
        for key in ("x" * 65, "a b"):
            refusal(put(client, "cafe", CAFE, idempotency_key=key), 422, "request-refused")


class TestImport:
    def send(self, client: TestClient, *lines: object, **parameters: str) -> Response:
        body = "\n".join(line if isinstance(line, str) else json.dumps(line) for line in lines)
        return client.post("/v1/imports/actors", content=body.encode(), params=parameters, headers=NDJSON)

    @pytest.mark.parametrize("kind", ["text/plain", "application/ld+json", "", "multipart/form-data; boundary=x"])
    def test_what_is_not_declared_as_lines_is_refused(self, kind: str, client: TestClient) -> None:
        """A page of another site can send plain text without being asked."""
        response = client.post("/v1/imports/actors", content=b'{"id": "x"}', headers={"Content-Type": kind})
        refusal(response, 415, "kind-refused")

    def test_too_many_lines(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("service.http.row_bodies.MOST_LINES", 2)
        assert self.send(client, {**CAFE, "id": "x"}, {**CAFE, "id": "y"}).status_code == 200
        assert "more than 2 lines" in refusal(self.send(client, "{}", "{}", "{}"), 422, "records-refused")["detail"]

    @pytest.mark.postgresql
    def test_each_line_is_answered(self, client: TestClient) -> None:
        profile = client.get("/v1/actors/c").json()["profile"]
        response = self.send(client, {**CAFE, "id": "cafe"}, "", {**CAFE, "id": "a"}, profile)
        assert response.status_code == 200
        answer = response.json()
        assert {key: answer[key] for key in ("added", "changed", "unchanged", "refused")} == {
            "added": 1, "changed": 1, "unchanged": 1, "refused": 0}
        assert [(line["line"], line["id"], line["result"]) for line in answer["lines"]] == [
            (1, "cafe", "added"), (3, "a", "changed"), (4, "c", "unchanged")]
        assert partners_of(client) == ["b", "c", "cafe"]

    FAULTY = ({**CAFE, "id": "good"}, "{", {**CAFE, "id": "x", "sector": "ngoo"}, {**CAFE, "id": "y", "nam": 1},
              {**CAFE, "id": "twice"}, {**CAFE, "id": "twice"}, "[1]", "null")

    def test_all_or_nothing(self, client: TestClient, settings: Settings) -> None:
        body = refusal(self.send(client, *self.FAULTY), 422, "records-refused")
        assert {problem["line"] for problem in body["problems"]} == {2, 3, 4, 5, 6, 7, 8}
        assert "skip_invalid" in body["cure"]
        assert stored_network(settings.database_url) == START

    def test_the_good_lines_if_asked_for(self, client: TestClient) -> None:
        answer = self.send(client, *self.FAULTY, skip_invalid="true").json()
        assert (answer["added"], answer["refused"]) == (1, 7)
        assert [line["result"] for line in answer["lines"]] == ["added", *["refused"] * 7]
        assert all(line["problems"] for line in answer["lines"][1:])
        assert client.get("/v1/actors/good").status_code == 200

    def test_units_are_part_of_actors_that_are_stored_or_sent(self, client: TestClient) -> None:
        lines = [{**CAFE, "id": "x", "part_of": "y"}, {**CAFE, "id": "y", "part_of": "a"}]
        assert self.send(client, *lines).json()["added"] == 2
        assert client.get("/v1/actors/x").json()["profile"]["part_of"] == "y"
        body = refusal(self.send(client, {**CAFE, "id": "z", "part_of": "nobody"}), 422, "records-refused")
        assert [(problem["line"], problem["field"]) for problem in body["problems"]] == [(1, "part_of")]

    @pytest.mark.parametrize("whole", ["nobody", "cafe"])
    def test_a_profile_is_part_of_another_actor_that_is_stored(self, whole: str, client: TestClient) -> None:
        body = refusal(put(client, "cafe", {**CAFE, "part_of": whole}), 422, "records-refused")
        assert [problem["field"] for problem in body["problems"]] == ["part_of"]
        answer = put(client, "cafe", {**CAFE, "part_of": "a"})
        assert answer.json()["profile"]["part_of"] == "a"
        row = next(item for item in client.get("/v1/actors/c/suggestions").json()["suggestions"] if item["also"])
        assert {row["actor_id"], *(other["actor_id"] for other in row["also"])} == {"a", "cafe"}

    @pytest.mark.parametrize("body", [b"", b"\n\n", b"\xff\xfe", b'{"id":"\xe4"}'])
    def test_bodies_that_are_none(self, body: bytes, client: TestClient) -> None:
        refusal(client.post("/v1/imports/actors", content=body, headers=NDJSON), 422, "records-refused")

    def test_a_repeated_import_is_answered_once(self, client: TestClient) -> None:
        headers = {"Idempotency-Key": "import", **NDJSON}
        body = json.dumps({**CAFE, "id": "cafe"}).encode()
        first, again = (client.post("/v1/imports/actors", content=body, headers=headers) for _ in range(2))
        assert first.json() == again.json()
        assert first.json()["added"] == 1


class TestCooperations:
    @pytest.mark.postgresql
    def test_one_is_added_changed_listed_and_removed(self, client: TestClient) -> None:
        body = {"members": ["c", "a"], "title": "Hanke", "since": "2026-01-15"}
        first = client.post("/v1/cooperations", json=body)
        assert first.status_code == 201
        assert first.json()["members"] == ["a", "c"]
        second = client.post("/v1/cooperations", json={**body, "until": "2026-03-01"})
        assert (second.status_code, second.json()["id"]) == (200, first.json()["id"])
        page = client.get("/v1/cooperations", params={"actor": "c"}).json()
        assert (page["total"], page["cooperations"]) == (1, [second.json()])
        assert client.get("/v1/cooperations").json()["total"] == 2
        ledger = client.get("/v1/actors/a/explanations/c").json()["ledger"]
        assert "past_cooperation" in {row["term"] for row in ledger}
        address = f"/v1/cooperations/{second.json()['id']}"
        assert client.delete(address).status_code == 204
        refusal(client.delete(address), 404, "unknown-cooperation")
        assert client.get("/v1/cooperations").json()["total"] == 1

    @pytest.mark.parametrize(("body", "field"), [
        ({"members": ["a", "nobody"]}, "members"), ({"members": ["a"]}, ""),
        ({"members": ["a", "b"], "tilte": 1}, "tilte"),
        ({"members": ["a", "b"], "since": "2026-02-01", "until": "2026-01-01"}, "until"),
    ])
    def test_faults(self, body: Document, field: str, client: TestClient) -> None:
        answer = refusal(client.post("/v1/cooperations", json=body), 422, "records-refused")
        assert field in {problem["field"] for problem in answer["problems"]}


def look(client: TestClient) -> None:
    """Do what the service does every second."""
    client.app.state.installation.refresh()  # type: ignore[attr-defined]


class TestImportOfCooperations:
    def send(self, client: TestClient, *records: Document, **parameters: str) -> Response:
        body = "\n".join(map(json.dumps, records))
        return client.post("/v1/imports/cooperations", content=body.encode(), params=parameters, headers=NDJSON)

    @pytest.mark.postgresql
    def test_each_line_is_answered(self, client: TestClient, settings: Settings) -> None:
        record = client.get("/v1/cooperations").json()["cooperations"][0]
        same = {key: value for key, value in record.items() if key != "id" and value}
        response = self.send(client, {"members": ["c", "b"], "title": "New", "since": "2026-01-15"}, same,
                             {"members": ["a", "c"], "title": "Café"})
        assert response.status_code == 200, response.text
        assert [line["result"] for line in response.json()["lines"]] == ["added", "unchanged", "added"]
        change = self.send(client, {"members": ["b", "c"], "title": "New", "since": "2026-01-15", "source": "x"})
        assert [line["result"] for line in change.json()["lines"]] == ["changed"]
        assert change.json()["lines"][0]["id"] == response.json()["lines"][0]["id"]
        records = client.get("/v1/cooperations", params={"actor": "c"}).json()["cooperations"]
        assert {item["title"] for item in records} == {"New", "Café"}
        assert len(stored_network(settings.database_url).cooperations) == 3

    def test_faulty_lines(self, client: TestClient, settings: Settings) -> None:
        lines = ({"members": ["a", "c"], "title": "Good"}, {"members": ["a", "nobody"]}, {"members": ["a"]},
                 {"members": ["a", "b"], "titel": "x"})
        body = refusal(self.send(client, *lines), 422, "records-refused")
        assert {problem["line"] for problem in body["problems"]} == {2, 3, 4}
        assert stored_network(settings.database_url) == START
        answer = self.send(client, *lines, skip_invalid="true").json()
        assert [line["result"] for line in answer["lines"]] == ["added", "refused", "refused", "refused"]
        assert answer["refused"] == 3
        assert [item.title for item in stored_network(settings.database_url).cooperations
                if item not in START.cooperations] == ["Good"]
        refusal(self.send(client, {"members": ["a"]}, skip_invalid="true"), 422, "records-refused")

    def test_the_same_one_on_several_lines(self, client: TestClient, settings: Settings) -> None:
        lines = ({"members": ["a", "c"], "title": "x"}, {"members": ["b", "c"], "title": "x"},
                 {"members": ["c", "a"], "title": "x", "source": "y"})
        body = refusal(self.send(client, *lines), 422, "records-refused")
        assert [problem["line"] for problem in body["problems"]] == [1, 3]
        assert "several lines: 1, 3" in body["problems"][0]["what"].replace(" and ", ", ")
        answer = self.send(client, *lines, skip_invalid="true").json()
        assert [line["result"] for line in answer["lines"]] == ["refused", "added", "refused"]


class TestOtherWriters:
    @pytest.mark.postgresql
    def test_what_another_program_writes_is_answered_from(self, client: TestClient, settings: Settings) -> None:
        store_network(settings.database_url, Network((*START.actors, actor("d"))))
        look(client)
        assert partners_of(client) == ["b", "c", "d"]

    def test_what_cannot_be_answered_from_is_not_hidden(self, client: TestClient, settings: Settings,
                                                        caplog: pytest.LogCaptureFixture) -> None:
        store_network(settings.database_url, Network((actor("a", themes=("alchemy",)), actor("b"))))
        look(client)
        assert "alchemy" in caplog.text
        for address in ("/v1/actors", "/readyz"):
            refusal(client.get(address), 503, "not-ready")
        assert client.get("/healthz").status_code == 200
        store_network(settings.database_url, START)
        look(client)
        assert partners_of(client) == ["b", "c"]

    def test_a_removed_network_is_let_go(self, client: TestClient, settings: Settings,
                                         caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "kumppani.service")
        with closing(Database(settings.database_url)) as database:
            Networks(database).remove("default")
        for _ in range(3):
            look(client)
        assert [record.getMessage() for record in caplog.records] == ["network default: it has been removed"]
        refusal(client.get("/v1/actors"), 503, "not-ready")

    def test_trouble_is_told_once(self, client: TestClient, settings: Settings,
                                  caplog: pytest.LogCaptureFixture) -> None:
        store_network(settings.database_url, Network((actor("a", themes=("alchemy",)),)))
        for _ in range(3):
            look(client)
        assert len([record for record in caplog.records if "alchemy" in record.getMessage()]) == 1

    def test_a_store_that_is_busy_says_so(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def busy(_store: Store) -> None:
            raise StoreBusy(text("Another program is writing to the store."), "postgresql://host", text("Try again."))

        monkeypatch.setattr(Store, "writing", busy)
        response = put(client, "new", CAFE)
        assert "host" not in refusal(response, 503, "store-busy")["detail"]
        assert response.headers["retry-after"] == "1"

    def test_a_write_that_fails_changes_nothing(self, client: TestClient, settings: Settings,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(ServedNetwork, "refresh", lambda _: 1 / 0)
        refusal(put(client, "new", {**CAFE, "sector": "x"}), 422, "records-refused")
        assert stored_network(settings.database_url) == START


class TestOpinions:
    def say(self, client: TestClient, opinion: str, other: str = "b", **more: str) -> Response:
        return client.put(f"/v1/actors/a/opinions/{other}", json={"opinion": opinion, **more})

    @pytest.mark.postgresql
    def test_it_counts_at_once_and_can_be_taken_back(self, client: TestClient) -> None:
        before = client.get("/v1/actors/a/suggestions").json()
        response = self.say(client, "not_relevant", "c", reason="Liian kaukana")
        assert response.status_code == 201
        assert partners_of(client) == ["b"]
        left_out = client.get("/v1/actors/a/suggestions").json()["left_out"]
        assert {item["actor_id"]: item["rule"] for item in left_out}["c"] == "not-dismissed"
        assert self.say(client, "never", "c").status_code == 200
        assert [item["opinion"] for item in client.get("/v1/actors/a/opinions").json()["opinions"]] == ["never"]
        assert client.delete("/v1/actors/a/opinions/c").status_code == 204
        after = client.get("/v1/actors/a/suggestions").json()
        assert after == before
        refusal(client.delete("/v1/actors/a/opinions/c"), 404, "unknown-opinion")

    def test_not_now_has_a_last_day(self, client: TestClient) -> None:
        day, until = (date.fromisoformat(self.say(client, "not_now").json()[key]) for key in ("said", "until"))
        assert until == day + COOL_DOWN
        assert self.say(client, "not_now", until="2099-01-31").json()["until"] == "2099-01-31"

    @pytest.mark.parametrize(("body", "name"), [
        ({"opinion": "useful", "until": "2099-01-31"}, "opinion-refused"),
        ({"opinion": "not_now", "until": "2020-01-31"}, "opinion-refused"),
        ({"opinion": "perhaps"}, "request-refused"), ({}, "request-refused"),
        ({"opinion": "useful", "reason": "x" * 1001}, "request-refused"),
    ])
    def test_what_cannot_be_said(self, body: Document, name: str, client: TestClient, settings: Settings) -> None:
        refusal(client.put("/v1/actors/a/opinions/b", json=body), 422, name)
        assert stored_network(settings.database_url) == START

    def test_of_whom_and_by_whom(self, client: TestClient) -> None:
        refusal(self.say(client, "useful", "nobody"), 404, "unknown-actor")
        refusal(self.say(client, "useful", "a"), 422, "opinion-refused")
        refusal(client.put("/v1/actors/nobody/opinions/a", json={"opinion": "useful"}), 404, "unknown-actor")
        refusal(client.get("/v1/actors/nobody/opinions"), 404, "unknown-actor")

    @pytest.mark.postgresql
    def test_a_block_parts_both_and_is_told_to_nobody(self, client: TestClient) -> None:
        assert client.put("/v1/actors/a/blocks/c").status_code == 204
        for one, other in (("a", "c"), ("c", "a")):
            assert other not in partners_of(client, one)
            answer = client.get(f"/v1/actors/{one}/suggestions").json()
            assert other not in {item["actor_id"] for item in answer["left_out"]}
        refusal(client.delete("/v1/actors/c/blocks/a"), 404, "unknown-opinion")
        assert client.delete("/v1/actors/a/blocks/c").status_code == 204
        assert "c" in partners_of(client)

    def test_it_goes_with_the_actor(self, client: TestClient, settings: Settings) -> None:
        self.say(client, "useful", "c")
        client.put("/v1/actors/b/opinions/a", json={"opinion": "never"})
        client.delete("/v1/actors/a")
        assert stored_network(settings.database_url).opinions == ()
