"""What goes around every request: methods, headers, tags and bodies."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from httpx2 import Response
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client import generate_latest

from data.records.network import Network
from service.app.composition import EXPOSED, create_app
from service.http.etags import read_tags
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_http_openapi import DESCRIPTION
from tests.test_service_http_problems import refusal

PLATFORM = {"Origin": "https://platform.example"}
PLACES = {"actor": "a", "other": "b", "name": "themes", "number": 1, "introduction": "0" * 32, "rehearsal": "0",
          "receipt": "0" * 32,
          "cooperation": "0", "idea_request": "0" * 32}
# What every script sees of an answer (Fetch, section 2.2.2), and what is for browsers and proxies alone.
SEEN = {"cache-control", "content-language", "content-length", "content-type", "expires", "last-modified", "pragma"}
FOR_BROWSERS = {"content-security-policy", "referrer-policy", "vary", "x-content-type-options", "connection",
                "content-encoding"}


@pytest.fixture(scope="module")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service over a few actors that a platform's pages may call."""
    settings = Settings(home=tmp_path_factory.mktemp("envelope"), encoder="hashing", index="exact",
                        origins=PLATFORM["Origin"])
    store_network(settings.database_url, Network(tuple(actor(name) for name in "abc")))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def address(path: str) -> str:
    query = "?q=x" if path == "/v1/search" else ""
    return path.format(**PLACES) + query


def comparable(response: Response) -> dict[str, str]:
    return {name: value for name, value in response.headers.items() if name not in ("x-request-id", "x-list-id")}


class TestHead:
    @pytest.mark.parametrize("path", [*(path for path, methods in DESCRIPTION["paths"].items() if "get" in methods),
                                      "/openapi.json", "/v1/actors/nobody", "/v1/actors?limit=0", "/nowhere"])
    def test_it_is_get_without_the_body(self, path: str, client: TestClient) -> None:
        get, head = client.get(address(path)), client.head(address(path))
        assert head.status_code == get.status_code
        assert head.content == b""
        assert comparable(head) == comparable(get)

    @pytest.mark.parametrize("path", ["/v1/tokens", "/v1/imports/actors", "/v1/actors/a/blocks/b"])
    def test_where_nothing_is_read_it_is_refused(self, path: str, client: TestClient) -> None:
        response = client.head(path)
        assert response.status_code == 405
        assert "HEAD" not in response.headers["allow"]

    def test_nobody_has_seen_its_list(self, client: TestClient) -> None:
        def lists() -> str:
            metrics = client.app.state.installation.metrics  # type: ignore[attr-defined]
            return next(line for line in generate_latest(metrics.registry).decode().splitlines()
                        if line.startswith("kumppani_list_length_count"))

        client.get("/v1/actors/a/suggestions")
        before = lists()
        assert client.head("/v1/actors/a/suggestions").status_code == 200
        assert lists() == before


class TestMethods:
    @pytest.mark.parametrize(("path", "methods"), [
        ("/v1/actors/a", "DELETE, GET, HEAD, PUT"), ("/v1/cooperations", "GET, HEAD, POST"),
        ("/v1/actors/a/contact", "DELETE, GET, HEAD, PUT"), ("/v1/rules/1", "DELETE, GET, HEAD"),
        ("/v1/suggestions", "GET, HEAD, POST"), ("/v1/actors/a/blocks/b", "DELETE, PUT"),
        ("/openapi.json", "GET, HEAD"),
        ("/v1/actors/a/introductions", "GET, HEAD, POST")])
    def test_allow_names_all_of_them(self, path: str, methods: str, client: TestClient) -> None:
        for method in ("PATCH", "TRACE", "OPTIONS", "NONSENSE"):
            response = client.request(method, path)
            refusal(response, 405, "method-refused")
            assert response.headers["allow"] == methods

    def test_invented_ones_are_no_labels(self, client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "kumppani.service")
        client.request("PATCH", "/v1/actors")
        metrics = client.app.state.installation.metrics  # type: ignore[attr-defined]
        client.request("INVENTED", "/v1/actors")
        size = len(generate_latest(metrics.registry))
        for number in range(50):
            for path in ("/v1/actors", "/healthz", "/nowhere"):
                client.request(f"INVENTED{number}" + "X" * number, path)
        figures = generate_latest(metrics.registry).decode()
        assert "INVENTED" not in figures + caplog.text
        assert 'method="other"' in figures
        assert 'method="PATCH"' in figures
        assert len(figures) < size + 3_000  # one label more, of one path more


class TestHeaders:
    def test_pages_of_the_platform_see_every_header_of_ours(self, client: TestClient) -> None:
        exposed = {name.lower() for name in EXPOSED}
        names = {"location"}
        for path, methods in DESCRIPTION["paths"].items():
            for method in methods:
                response = client.request(method, address(path).replace("/actors/a", "/actors/c"), headers=PLATFORM)
                names |= {name for name in response.headers if not name.startswith("access-control-")}
                shown = response.headers["access-control-expose-headers"].lower().split(", ")
                assert exposed == set(shown)
        assert names - SEEN - FOR_BROWSERS <= exposed
        assert {"etag", "location", "x-list-id"} <= exposed

    @pytest.mark.parametrize("headers", [{}, PLATFORM, {"Origin": "https://other.example"}])
    @pytest.mark.parametrize("path", ["/v1/actors", "/healthz", "/nowhere", "/v1/actors?limit=0", "/openapi.json"])
    def test_vary_names_the_language_once(self, path: str, headers: dict[str, str], client: TestClient) -> None:
        names = client.get(path, headers=headers).headers["vary"].split(", ")
        assert names.count("Accept-Language") == 1
        assert len(set(names)) == len(names)
        assert "Origin" in names

    def test_a_location_is_seen(self, client: TestClient) -> None:
        body = {"content": 'format = "kumppani-rules/1"\n'}
        response = client.post("/v1/rules", json=body, headers=PLATFORM)
        assert response.headers["location"] == "/v1/rules/1"
        assert "Location" in response.headers["access-control-expose-headers"].split(", ")


class TestNotModified:
    @pytest.mark.parametrize("form", ["{}", "W/{}", '"x", {}', 'W/"a,b" ,W/{}', "*", " {} ", ",{},"])
    def test_who_has_it_is_not_sent_it_again(self, form: str, client: TestClient) -> None:
        whole = client.get("/v1/actors/a")
        tag = whole.headers["etag"]
        for method in ("GET", "HEAD"):
            response = client.request(method, "/v1/actors/a", headers={"If-None-Match": form.format(tag)})
            assert (response.status_code, response.content) == (304, b"")
            assert response.headers["etag"] == tag
            assert response.headers["vary"] == whole.headers["vary"]
            assert not {"content-type", "content-length"} & set(response.headers)

    @pytest.mark.parametrize("condition", ['"x"', 'W/"x"', '"x", "y"', "x", '"', "", ",", "W/*", '"*"'])
    def test_who_has_something_else_is_sent_it(self, condition: str, client: TestClient) -> None:
        response = client.get("/v1/actors/a", headers={"If-None-Match": condition})
        assert response.status_code == 200
        assert response.json()["actor"]["id"] == "a"

    def test_in_another_language_it_is_another_answer(self, client: TestClient) -> None:
        tag = client.get("/v1/actors/a", headers={"Accept-Language": "fi"}).headers["etag"]
        for language, status in (("sv", 200), ("fi", 304)):
            headers = {"If-None-Match": tag, "Accept-Language": language}
            assert client.get("/v1/actors/a", headers=headers).status_code == status

    def test_what_was_written_has_the_tag_that_is_read(self, client: TestClient) -> None:
        written = client.put("/v1/actors/new", json={"name": "Uusi", "sector": "ngo"}).headers["etag"]
        assert client.get("/v1/actors/new", headers={"If-None-Match": written}).status_code == 304
        changed = client.put("/v1/actors/new", json={"name": "Toinen", "sector": "ngo"}).headers["etag"]
        assert client.get("/v1/actors/new", headers={"If-None-Match": written}).status_code == 200
        assert client.get("/v1/actors/new", headers={"If-None-Match": changed}).status_code == 304

    def test_what_is_not_there_is_still_not_there(self, client: TestClient) -> None:
        refusal(client.get("/v1/actors/nobody", headers={"If-None-Match": "*"}), 404, "unknown-actor")

    @pytest.mark.parametrize("path", ["/v1/actors", "/v1/network", "/healthz"])
    def test_what_has_no_tag_is_answered(self, path: str, client: TestClient) -> None:
        assert client.get(path, headers={"If-None-Match": "*"}).status_code == 200

    @given(st.lists(st.tuples(st.sampled_from(["", "W/"]), st.text("abc, *!~", max_size=5)), min_size=1, max_size=5),
           st.sampled_from([",", ", ", " , ", ",,", ", ,"]))
    def test_lists_are_read(self, tags: list[tuple[str, str]], separator: str) -> None:
        # A space is none of a tag's signs, but a comma is.
        items = [f'{weak}"{word.replace(" ", "")}"' for weak, word in tags]
        assert read_tags(separator.join(items)) == set(items)
