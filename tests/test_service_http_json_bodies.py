"""Bodies of JSON, and parameters: what can be understood in two ways is refused, and nobody waits meanwhile."""

from __future__ import annotations

import asyncio
import gzip
import json
import zlib
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path
from threading import get_ident
from typing import Any

import pytest
from httpx2 import ASGITransport, AsyncClient
from hypothesis import given
from hypothesis import strategies as st
from starlette.types import Message

from data.files.objects.strict_json import MAXIMUM_DEPTH, JsonTooMany, JsonUnreadable, read_json
from data.records.network import Network
from service.app.composition import create_app
from service.http import json_bodies, problems
from service.http.openapi import DescribedAPI
from service.http.routes import cooperations
from service.runtime import profiles
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network, stored_network
from tests.test_service_http_openapi import DESCRIPTION
from tests.test_service_http_problems import refusal

JSON = {"Content-Type": "application/json"}
LINES = {"Content-Type": "application/x-ndjson"}
PLACES = {"actor": "a", "other": "b", "number": 0, "introduction": "0" * 32, "idea_request": "0" * 32}
START = Network(tuple(actor(name) for name in "abc"))
# Imports, which take lines and tables besides, have tests of their own.
WITH_BODY = [(method.upper(), path.format(**PLACES)) for path, methods in DESCRIPTION["paths"].items()
             for method, operation in methods.items()
             if "application/json" in operation.get("requestBody", {}).get("content", {})
             and not path.startswith("/v1/imports/")]
VALUES = st.recursive(
    st.none() | st.booleans() | st.integers(-10**9, 10**9) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=3), inner, max_size=3), max_leaves=30)


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("bodies")


@pytest.fixture(scope="module")
def client(home: Path) -> Iterator[TestClient]:
    """A service over three actors."""
    settings = Settings(home=home, encoder="hashing", index="exact")
    store_network(settings.database_url, START)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(autouse=True)
def _nothing_is_stored(home: Path, client: TestClient) -> Iterator[None]:
    """What is refused changes nothing, and here nothing is written that is not refused."""
    assert client.get("/readyz").status_code == 200
    yield
    assert stored_network(f"sqlite:///{home / 'kumppani.db'}") == START


class TestKeysTwice:
    @pytest.mark.parametrize(("method", "path"), WITH_BODY)
    @pytest.mark.parametrize(("body", "name"), [
        (b'{"name": "First", "name": "Second"}', "name"),
        (b'{"name": "Same", "name": "Same"}', "name"),
        (b'{"opinion": "never", "opinion": "useful"}', "opinion"),
        (b'{"n\\u0061me": "First", "name": "Second"}', "name"),
        (b'{"idea": {"text": "x", "text": "y"}}', "text"),
        (b'{"profile": {"needs": {"texts": {"fi": "x", "fi": "y"}}}}', "fi"),
        (b'[{"a": 1, "a": 2}]', "a"),
    ])
    def test_are_refused_by_every_door(self, method: str, path: str, body: bytes, name: str,
                                       client: TestClient) -> None:
        response = client.request(method, path, content=body, headers=JSON)
        problem, = refusal(response, 422, "request-refused")["problems"]
        assert problem["what"] == f"Keys appear twice in one object: {name}."
        assert problem["cure"] == "Keep one of each."

    @pytest.mark.parametrize("path", ["/v1/imports/actors", "/v1/imports/cooperations"])
    def test_in_lines_too(self, path: str, client: TestClient) -> None:
        line = b'{"id": "c", "name": "First", "name": "Second", "sector": "ngo"}'
        problems = refusal(client.post(path, content=line, headers=LINES), 422, "records-refused")["problems"]
        assert problems[0]["what"] == "Keys appear twice in one object: name."
        assert problems[0]["line"] == 1


class TestParametersTwice:
    @pytest.mark.parametrize("path", [
        "/v1/actors?limit=1&limit=2", "/v1/actors?limit=1&limit=1", "/v1/search?q=x&q=y",
        "/v1/ranking?as_of=2026-01-01&as_of=2026-01-01", "/v1/cooperations?actor=a&actor=b",
        "/v1/actors/a/suggestions?diversity=0&diversity=1&region=19",
        "/v1/vocabularies/themes?mentioned_in=a&mentioned_in=b", "/v1/actors/a/introductions?side=asked&side=received",
        "/v1/audit?after=0&after=1", "/v1/actors/a/feed?cursor=x&cursor=y"])
    def test_those_with_one_value_are_refused(self, path: str, client: TestClient) -> None:
        problem, = refusal(client.get(path), 422, "request-refused")["problems"]
        assert problem["field"] == path.partition("?")[2].partition("=")[0]
        assert problem["what"] == "The parameter is given more than once."

    def test_a_write_is_refused_too(self, client: TestClient) -> None:
        path = "/v1/imports/actors?skip_invalid=true&skip_invalid=false"
        line = b'{"id": "x", "name": "X", "sector": "ngo"}'
        refusal(client.post(path, content=line, headers=LINES), 422, "request-refused")

    def test_filters_may_have_several(self, client: TestClient) -> None:
        query = "sector=ngo&sector=company&not_theme=sports&not_theme=employment"
        assert client.get(f"/v1/actors?{query}").status_code == 200

    def test_unknown_ones_are_unknown(self, client: TestClient) -> None:
        body = refusal(client.get("/v1/actors?limt=1&limt=2"), 422, "request-refused")
        assert "limit" in body["problems"][0]["cure"]


class TestStrictness:
    @pytest.mark.parametrize("number", ["NaN", "Infinity", "-Infinity", "1e999"])
    def test_numbers_that_are_none(self, number: str, client: TestClient) -> None:
        body = '{"idea": {"text": "x"}, "diversity": NUMBER}'.replace("NUMBER", number)
        problem, = refusal(client.post("/v1/suggestions", content=body.encode(), headers=JSON), 422,
                           "request-refused")["problems"]
        assert "not a number that can be used" in problem["what"]

    @pytest.mark.parametrize("encoding", ["utf-16", "utf-32", "latin-1"])
    def test_other_encodings(self, encoding: str, client: TestClient) -> None:
        body = '{"idea": {"text": "kielikahvila ä"}}'.encode(encoding)
        refusal(client.post("/v1/suggestions", content=body, headers=JSON), 400, "body-unreadable")

    def test_a_mark_of_the_order_of_bytes_is_passed_over(self, client: TestClient) -> None:
        body = '{"idea": {"text": "kielikahvila ä"}}'.encode("utf-8-sig")
        assert client.post("/v1/suggestions", content=body, headers=JSON).status_code == 200

    def test_where_it_breaks_is_told(self, client: TestClient) -> None:
        response = client.put("/v1/actors/x", content=b'{"name": "X",\n "sector" "ngo"}', headers=JSON)
        problem, = refusal(response, 422, "request-refused")["problems"]
        assert problem["line"] == 2
        assert "at character 11" in problem["what"]

    @pytest.mark.parametrize("value", [[0] * 30_000, {str(number): 0 for number in range(30_000)},
                                       [[number] for number in range(15_000)]])
    def test_masses_of_values(self, value: object, client: TestClient) -> None:
        problem, = refusal(client.put("/v1/actors/x", json={"name": value}), 422, "request-refused")["problems"]
        assert problem["what"] == "There are more than 20,000 values."

    @given(VALUES)
    def test_what_is_well_formed_is_read_as_it_is(self, value: object) -> None:
        def count(item: object) -> int:
            inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else ()
            return 1 + sum(map(count, inner))

        def depth(item: object) -> int:
            inner = item.values() if isinstance(item, dict) else item if isinstance(item, list) else None
            return 0 if inner is None else 1 + max(map(depth, inner), default=0)

        content = json.dumps(value)
        if depth(value) > MAXIMUM_DEPTH:
            with pytest.raises(JsonUnreadable, match="nested"):
                read_json(content)
            return
        assert read_json(content, count(value)) == value
        with pytest.raises(JsonTooMany):
            read_json(content, count(value) - 1)


class TestKinds:
    @pytest.mark.parametrize("kind", ["", "text/json", "application/xml", "application/jsonp", "application/x-ndjson",
                                      "image/png"])
    @pytest.mark.parametrize(("method", "path"), WITH_BODY)
    def test_what_is_not_declared_as_json_is_refused(self, method: str, path: str, kind: str,
                                                     client: TestClient) -> None:
        body = b'{"name": "X", "sector": "ngo"}'
        response = client.request(method, path, content=body, headers={"Content-Type": kind})
        refusal(response, 415, "kind-refused")

    @pytest.mark.parametrize("kind", ["application/json; charset=utf-8", "Application/JSON", "application/ld+json"])
    def test_json_has_several_names(self, kind: str, client: TestClient) -> None:
        response = client.post("/v1/suggestions", content=b'{"idea": {"text": "x"}}', headers={"Content-Type": kind})
        assert response.status_code == 200

    @pytest.mark.parametrize(("coding", "content"), [
        ("gzip", gzip.compress(b'{"idea": {"text": "x"}}', mtime=0)), ("deflate", zlib.compress(b"{}")), ("br", b"{}"),
        ("identity, gzip", gzip.compress(b"{}", mtime=0)), ("X-GZIP", gzip.compress(b"{}", mtime=0)), ("zstd", b"{}")])
    @pytest.mark.parametrize(("method", "path", "headers"), [
        *((*place, JSON) for place in WITH_BODY), ("POST", "/v1/imports/actors", LINES),
        ("POST", "/v1/imports/cooperations", LINES)])
    def test_packed_bodies_are_refused(self, method: str, path: str, headers: Mapping[str, str], coding: str,
                                       content: bytes, client: TestClient) -> None:
        response = client.request(method, path, content=content, headers={**headers, "Content-Encoding": coding})
        assert "packed" in refusal(response, 415, "kind-refused")["detail"]
        assert response.headers["accept-encoding"] == "identity"

    def test_a_body_may_say_that_it_is_not_packed(self, client: TestClient) -> None:
        headers = {"Content-Encoding": "identity"}
        response = client.post("/v1/suggestions", json={"idea": {"text": "x"}}, headers=headers)
        assert response.status_code == 200


FAULTY: Mapping[str, Any] = {
    "unknown fields": {f"x{number}": 1 for number in range(3_000)},
    "unknown names nearly right": {"name": "X", **{f"descripton_{number}": 1 for number in range(190)},
                                   "themes": ["employmet"] * 2_000},
    "unknown codes": {"name": "X", "sector": "ngo", "themes": [f"employmet{number}" for number in range(500)],
                      "languages": [f"finish{number}" for number in range(500)],
                      "municipalities": [f"Rovanemi{number}" for number in range(500)]},
    "nested texts": {"name": "X", "needs": {"texts": {f"{number}": "x" * 200 for number in range(190)}}},
}


@pytest.mark.parametrize("body", FAULTY.values(), ids=FAULTY)
@pytest.mark.parametrize("path", ["/v1/actors/x", "/v1/actors/a/opinions/b", "/v1/actors/a/contact",
                                  "/v1/cooperations"])
def test_nobody_waits_for_the_faults_of_another(path: str, body: Mapping[str, Any], client: TestClient,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    """Whatever grows with a body of some 46 kB is done beside the loop: it is read, checked, and its faults told."""
    threads: dict[str, set[int]] = {}

    def noted(name: str, work: Callable[..., object]) -> Callable[..., object]:
        def do(*arguments: object, **options: object) -> object:
            threads.setdefault(name, set()).add(get_ident())
            return work(*arguments, **options)

        return do

    for place, name in ((json_bodies, "read_json"), (json_bodies, "refuse_request"), (problems, "describe"),
                        (profiles, "draft_profile"), (cooperations, "draft_cooperation")):
        monkeypatch.setattr(place, name, noted(name, getattr(place, name)))
    monkeypatch.setattr(json_bodies.JsonBody, "__call__", noted("validate", json_bodies.JsonBody.__call__))

    async def ask() -> int:
        transport = ASGITransport(client.app)
        async with AsyncClient(transport=transport, base_url="http://localhost") as http:
            method = "POST" if path == "/v1/cooperations" else "PUT"
            assert (await http.request(method, path, json=body)).status_code == 422
        return get_ident()

    loop = asyncio.run(ask())
    assert {"read_json", "validate", "describe"} <= set(threads)
    assert not any(loop in own for own in threads.values())


@pytest.mark.parametrize(("path", "kind"), [
    ("/v1/suggestions", b"application/json"), ("/v1/actors/a", b"application/json"),
    ("/v1/imports/actors", b"application/x-ndjson"), ("/v1/imports/cooperations", b"application/x-ndjson")])
def test_who_goes_away_within_a_body_is_no_error_of_ours(path: str, kind: bytes, client: TestClient,
                                                         caplog: pytest.LogCaptureFixture) -> None:
    pieces = iter(({"type": "http.request", "body": b'{"name": "X",', "more_body": True}, {"type": "http.disconnect"}))
    statuses: list[int] = []

    async def receive() -> Message:
        return next(pieces)

    async def send(message: Message) -> None:
        statuses.append(message.get("status", 0))

    scope = {"type": "http", "method": "PUT" if path == "/v1/actors/a" else "POST", "path": path, "query_string": b"",
             "headers": [(b"content-type", kind), (b"host", b"localhost"), (b"content-length", b"1000")],
             "http_version": "1.1", "scheme": "http", "server": ("localhost", 80), "client": ("127.0.0.1", 1),
             "root_path": ""}
    asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
    assert statuses[0] == 400
    assert "Traceback" not in caplog.text


def test_the_description_is_worked_out_in_a_thread(client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
    """It takes a second or two, and is first needed where a name is not known or given twice."""
    threads: list[int] = []

    def openapi(_: DescribedAPI) -> dict[str, Any]:
        threads.append(get_ident())
        return DESCRIPTION

    monkeypatch.setattr(DescribedAPI, "openapi", openapi)

    async def ask() -> int:
        transport = ASGITransport(client.app)
        async with AsyncClient(transport=transport, base_url="http://localhost") as http:
            for method, path in (("GET", "/v1/actors?limt=1"), ("GET", "/v1/actors?limit=1&limit=2"), ("GET", "/v1"),
                                 ("DELETE", "/v1/actors"), ("PUT", "/v1/actors/a/contact")):
                await http.request(method, path, json={"nam": "x"} if method == "PUT" else None)
        return get_ident()

    loop = asyncio.run(ask())
    assert len(threads) >= 5
    assert loop not in threads
