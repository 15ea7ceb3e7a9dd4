"""What hostile or broken clients send: it is refused, and others are answered meanwhile."""

from __future__ import annotations

import asyncio
import http.client
import json
import os
import socket
from collections.abc import Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from starlette.types import Message

from data.records.network import Network
from service.app.composition import create_app
from service.http.middleware import bodies
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.services import running_service
from tests.stores import store_network, stored_network
from tests.terminal import Terminal
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE

GIGABYTE = 1024**3
# What is read at most, of a refused body, too; what lies in buffers on the way comes on top.
MOST_BYTES = bodies.LARGEST_IMPORT + 32 * 1024**2
PIECE = b" " * 65_536
CONNECTIONS = 500
HEAD = (b"POST /v1/suggestions HTTP/1.1\r\nHost: localhost\r\nContent-Type: application/json\r\n"
        b"Content-Length: %d\r\n\r\n")


@pytest.fixture(scope="module")
def port(tmp_path_factory: pytest.TempPathFactory) -> Iterator[int]:
    """The port of a service over a few actors."""
    home = tmp_path_factory.mktemp("abused")
    store_network(f"sqlite:///{home / 'kumppani.db'}", Network(tuple(actor(name) for name in "abc")))
    with running_service({**os.environ, **Terminal(home).environment}) as port:
        yield port


def is_answered(port: int) -> bool:
    with closing(http.client.HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        connection.request("GET", "/v1/actors/a/suggestions")
        return connection.getresponse().status == 200


def send_until_refused(port: int, head: bytes, piece: bytes = PIECE) -> tuple[int, bytes]:
    """Send a body until the service answers or hangs up; return how much was sent, and the answer."""
    total = 0
    with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
        connection.sendall(head)
        try:
            while total < GIGABYTE:
                connection.sendall(piece)
                total += len(piece)
        except (BrokenPipeError, ConnectionResetError):
            pass
        try:
            return total, connection.recv(65_536)
        except ConnectionResetError:
            return total, b""


class TestBodies:
    @pytest.mark.parametrize(("path", "kind"), [
        (b"/v1/suggestions", b"application/json"),
        (b"/v1/imports/actors", b"application/x-ndjson")])
    def test_a_gigabyte_is_not_read(self, path: bytes, kind: bytes, port: int) -> None:
        head = (HEAD % GIGABYTE).replace(b"/v1/suggestions", path).replace(b"application/json", kind)
        total, answer = send_until_refused(port, head)
        assert total < MOST_BYTES
        assert answer == b"" or answer.startswith(b"HTTP/1.1 413")
        assert is_answered(port)

    def test_an_endless_body_in_pieces_is_not_read(self, port: int) -> None:
        head = HEAD.replace(b"Content-Length: %d", b"Transfer-Encoding: chunked")
        total, _ = send_until_refused(port, head, b"10000\r\n" + PIECE + b"\r\n")
        assert total < MOST_BYTES
        assert is_answered(port)

    @pytest.mark.parametrize(("name", "value"), [("PIECE_SECONDS", 0.05), ("BODY_SECONDS", 0.2)])
    def test_a_body_that_trickles_is_given_up(self, name: str, value: float, tmp_path: Path,
                                              monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(bodies, name, value)
        settings, messages = Settings(home=tmp_path, encoder="hashing", index="exact"), list[Message]()

        async def receive() -> Message:
            await asyncio.sleep(0.1)
            return {"type": "http.request", "body": b" ", "more_body": True}

        async def send(message: Message) -> None:
            messages.append(message)

        with TestClient(create_app(settings)) as client:
            scope = {"type": "http", "method": "POST", "path": "/v1/suggestions", "query_string": b"", "root_path": "",
                     "headers": [(b"content-type", b"application/json"), (b"host", b"localhost")],
                     "http_version": "1.1", "scheme": "http",
                     "server": ("testserver", 80), "client": ("testclient", 1)}
            asyncio.run(client.app(scope, receive, send))  # type: ignore[arg-type]
        assert messages[0]["status"] == 408
        assert (b"connection", b"close") in messages[0]["headers"]

    @pytest.mark.parametrize(("path", "megabytes", "status"), [
        (b"/v1/suggestions", 20, b"413"), (b"/v1/nowhere", 20, b"404"), (b"/v1/imports/nothing", 60, b"404")])
    def test_who_sends_all_before_looking_for_an_answer_gets_it(self, path: bytes, megabytes: int, status: bytes,
                                                                port: int) -> None:
        """As proxies do, on a connection for one request; were it closed before, the answer would be lost."""
        body = b" " * megabytes * 1024**2
        head = (HEAD % len(body)).replace(b"/v1/suggestions", path).replace(b"HTTP/1.1", b"HTTP/1.0")
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            connection.sendall(head + body)
            answer = connection.recv(65_536)
        assert answer.startswith(b"HTTP/1.1 " + status)

    def test_who_waits_for_leave_to_send_is_answered_at_once(self, port: int) -> None:
        head = (HEAD % 1000).replace(b"/v1/suggestions", b"/v1/nowhere").removesuffix(b"\r\n")
        with socket.create_connection(("127.0.0.1", port), timeout=bodies.LINGER_SECONDS / 2) as connection:
            connection.sendall(head + b"Expect: 100-continue\r\n\r\n")
            with connection.makefile("rb") as answer:
                assert answer.read().startswith(b"HTTP/1.1 404")  # reads until the service closes the connection


class TestConnections:
    def test_five_hundred_at_once_do_not_stop_the_service(self, port: int) -> None:
        """A third says nothing, a third stops within its headers, a third within its body."""
        beginnings = (b"", b"GET /v1/actors HTTP/1.1\r\nHost: localhost\r\nX-Long: ", HEAD % 1000 + b'{"idea": ')
        with ExitStack() as stack:
            for number in range(CONNECTIONS):
                connection = stack.enter_context(socket.create_connection(("127.0.0.1", port), timeout=30))
                connection.sendall(beginnings[number % 3])
            assert is_answered(port)
        assert is_answered(port)

    @pytest.mark.parametrize("message", [
        b"\x00\xff\xfe" * 100, b"GET /\r\n\r\n", b"GET / HTTP/9.9\r\n\r\n",
        b"GET " + b"a" * 100_000 + b" HTTP/1.1\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\n" + b"X: y\r\n" * 20_000 + b"\r\n",
        b"POST /v1/suggestions HTTP/1.1\r\nHost: localhost\r\nContent-Length: -1\r\n\r\n",
        b"POST /v1/suggestions HTTP/1.1\r\nHost: x\r\nContent-Length: 5\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
    ])
    def test_what_is_no_http_is_refused(self, message: bytes, port: int) -> None:
        with socket.create_connection(("127.0.0.1", port), timeout=30) as connection:
            try:
                connection.sendall(message)
                connection.shutdown(socket.SHUT_WR)
                answer = connection.recv(100)
            except ConnectionError:
                answer = b""
        assert answer == b"" or b" 4" in answer.splitlines()[0]
        assert is_answered(port)


INJECTIONS = ("' OR '1'='1", "'; DROP TABLE actors; --", '"; DELETE FROM keys; --', "../../etc/passwd", "..%2f..%2fetc",
              "%00", "a\r\nSet-Cookie: x=y", "<script>alert(1)</script>", "=cmd|' /C calc'!A0", "${jndi:ldap://x}",
              "{{7*7}}", "\u202e", "%s%s%s%n")


class TestInjections:
    @pytest.fixture
    def client(self, tmp_path: Path) -> Iterator[tuple[TestClient, str]]:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact")
        store_network(settings.database_url, Network(tuple(actor(name) for name in "abc")))
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            yield client, settings.database_url

    @pytest.mark.parametrize("words", INJECTIONS)
    def test_words_stay_words(self, words: str, client: tuple[TestClient, str],
                              caplog: pytest.LogCaptureFixture) -> None:
        """In paths, parameters, headers and records: nothing is run, written or shown that was not asked for."""
        http, url = client
        caplog.set_level("INFO", "kumppani.service")
        answers = [
            http.get("/v1/actors", params={"region": words, "theme": words}),
            http.get("/v1/search", params={"q": words}),
            http.get("/v1/cooperations", params={"actor": words}),
            http.get(f"/v1/vocabularies/{words.replace('/', '%2F').encode('utf-8').hex()}"),
            http.post("/v1/suggestions", json={"idea": {"text": words}}),
            http.post("/v1/cooperations", json={"members": ["a", words], "title": words}),
        ]
        assert all(response.status_code < 500 for response in answers)
        assert not any("set-cookie" in response.headers for response in answers)
        response = http.put("/v1/actors/b", json={**CAFE, "name": words, "descriptions": {"fi": words}})
        if response.status_code == 200:
            assert json.loads(response.content)["profile"]["descriptions"]["fi"] == words
            assert http.get("/v1/actors/b").headers["content-type"] == "application/json"
        else:
            refusal(response, 422, "records-refused")
        assert {item.id for item in stored_network(url).actors} == {"a", "b", "c"}
        assert all("\n" not in record.getMessage() for record in caplog.records)

    def test_a_page_for_people_shows_words_as_words(self, client: tuple[TestClient, str]) -> None:
        http, _ = client
        http.put("/v1/actors/a", json={**CAFE, "name": "<script>alert(1)</script>"})
        assert "<script" not in http.get("/v1").text
