"""Webhooks as they are sent: signed, in order, at least once, and to nobody else than was asked for."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from http.client import HTTPException
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from time import monotonic, sleep
from typing import Any

import pytest

from data.database.connection import Database
from data.records.erased_names import ErasedNames
from data.records.network import Network
from data.records.profiles import Profile
from data.store.store import Store
from service.clock import now
from service.runtime import webhooks
from service.runtime.webhooks import Courier, post, signature
from tests.databases import migrated_file
from tests.listening import listening

URL = "https://platform.example/hook"


class Platform:
    """Who is told: it notes what comes, and answers as it was told to."""

    def __init__(self, *answers: int | Exception) -> None:
        self.answers = list(answers)
        self.messages: list[tuple[str, Mapping[str, str], bytes]] = []

    def __call__(self, url: str, headers: Mapping[str, str], body: bytes) -> int:
        self.messages.append((url, headers, body))
        answer = self.answers.pop(0) if self.answers else 204
        if isinstance(answer, Exception):
            raise answer
        return answer

    @property
    def actors(self) -> list[str]:
        return [json.loads(body)["data"]["actor"] for _, _, body in self.messages]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with closing(Database(migrated_file(tmp_path / "network.db"))) as database:
        store = Store(database)
        store.upsert(Network((Profile("a", "A", "ngo"),)))
        yield store


def add(store: Store) -> str:
    with store.writing() as transaction:
        return transaction.webhooks.add(URL, now()).id


def join(store: Store, *names: str) -> None:
    for name in names:
        store.upsert(Network((Profile(name, f"Word {name}", "ngo"),)))


def wait_no_longer(store: Store) -> None:
    """Let what has failed be tried again now, as if its pause were over."""
    with store.writing() as transaction:
        for webhook in transaction.webhooks.all():
            transaction.webhooks.release(webhook.id, now())


def test_a_signature_is_that_of_the_standard() -> None:
    """The example of the specification of Standard Webhooks."""
    assert signature("whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", 1614265330,
                     b'{"test": 2432232314}') == "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="


class TestDelivery:
    def test_everything_comes_once_and_in_order(self, store: Store) -> None:
        add(store)
        join(store, "b", "c", "d")
        platform = Platform()
        for _ in range(3):
            Courier(platform).deliver(store)
        assert platform.actors == ["b", "c", "d"]
        ids = [headers["webhook-id"] for _, headers, _ in platform.messages]
        assert len(set(ids)) == 3
        assert [json.loads(body)["id"] for _, _, body in platform.messages] == ids

    def test_a_message_holds_ids_and_no_words_and_is_signed(self, store: Store) -> None:
        add(store)
        join(store, "b")
        platform = Platform()
        Courier(platform).deliver(store)
        [(url, headers, body)] = platform.messages
        with store.reading() as session:
            secret = session.webhooks.all()[0].secret
        assert url == URL
        assert b"Word" not in body
        assert json.loads(body)["type"] == "actor.joined"
        assert headers["webhook-signature"] == signature(secret, headers["webhook-id"],
                                                         int(headers["webhook-timestamp"]), body)
        assert abs(int(headers["webhook-timestamp"]) - now().timestamp()) < 60

    @pytest.mark.parametrize("answer", [500, 404, 301, 302, 307, 199, OSError("no way"), TimeoutError(), ValueError()])
    def test_what_fails_holds_up_what_comes_after_it_and_is_sent_again_as_it_was(self, answer: int | Exception,
                                                                                 store: Store) -> None:
        add(store)
        join(store, "b", "c")
        platform = Platform(answer)
        courier = Courier(platform)
        courier.deliver(store)
        courier.deliver(store)  # its pause is not over
        assert platform.actors == ["b"]
        wait_no_longer(store)
        courier.deliver(store)
        assert platform.actors == ["b", "b", "c"]
        assert platform.messages[0][1]["webhook-id"] == platform.messages[1][1]["webhook-id"]
        assert platform.messages[0][2] == platform.messages[1][2]

    def test_gone_is_gone(self, store: Store) -> None:
        add(store)
        join(store, "b")
        platform = Platform(410)
        Courier(platform).deliver(store)
        wait_no_longer(store)
        Courier(platform).deliver(store)
        assert platform.actors == ["b"]

    def test_one_that_fails_holds_up_nobody_else(self, store: Store) -> None:
        add(store)
        add(store)
        join(store, "b", "c")
        platform = Platform(500)
        Courier(platform).deliver(store)
        assert platform.actors == ["b", "b", "c"]

    def test_who_is_erased_before_it_was_told_is_told_of_no_more(self, store: Store) -> None:
        add(store)
        join(store, "b", "c")
        platform = Platform(500)
        Courier(platform).deliver(store)
        with store.writing() as transaction:
            transaction.erase("b", ErasedNames(("k" * 32,)), now())
        wait_no_longer(store)
        Courier(platform).deliver(store)
        assert platform.actors == ["b", "c", ""]
        assert json.loads(platform.messages[-1][2])["type"] == "actor.removed"
        assert b'"b"' not in b"".join(body for _, _, body in platform.messages[1:])

    def test_a_process_that_dies_between_sending_and_noting_sends_again(self, store: Store) -> None:
        """At least once: nothing is lost, and the id tells that it came before."""
        add(store)
        join(store, "b")

        class Killed(BaseException):
            pass

        with pytest.raises(Killed):
            Courier(lambda *_: (_ for _ in ()).throw(Killed())).deliver(store)
        wait_no_longer(store)
        platform = Platform()
        Courier(platform).deliver(store)
        assert platform.actors == ["b"]

    def test_a_stopping_service_begins_nothing(self, store: Store) -> None:
        add(store)
        join(store, "b")
        platform = Platform()
        courier = Courier(platform)
        courier.stopping.set()
        courier.deliver(store)
        assert platform.messages == []

    def test_one_that_is_removed_meanwhile_gets_nothing_more(self, store: Store) -> None:
        webhook = add(store)
        join(store, "b", "c")

        def remove(*_: object) -> int:
            with store.writing() as transaction:
                transaction.webhooks.remove(webhook)
            return 204

        Courier(remove).deliver(store)
        with store.reading() as session:
            assert session.webhooks.all() == ()


@contextmanager
def answering(handle: type[BaseHTTPRequestHandler]) -> Iterator[str]:
    with listening(HTTPServer(("127.0.0.1", 0), handle)) as server:
        yield f"http://127.0.0.1:{server.server_address[1]}"


class Quiet(BaseHTTPRequestHandler):
    def log_message(self, *_: object) -> None:
        pass


class TestPost:
    def test_what_arrives_is_what_was_sent(self) -> None:
        arrived: list[Any] = []

        class Handler(Quiet):
            def do_POST(self) -> None:
                body = self.rfile.read(int(self.headers["Content-Length"]))
                arrived.append((self.path, self.headers["webhook-id"], body))
                self.send_response(202)
                self.end_headers()

        with answering(Handler) as address:
            assert post(f"{address}/a?b=1", {"webhook-id": "evt_1"}, b"{}") == 202
        assert arrived == [("/a?b=1", "evt_1", b"{}")]

    def test_a_redirect_is_not_followed(self) -> None:
        asked: list[str] = []

        class Handler(Quiet):
            def do_POST(self) -> None:
                asked.append(self.path)
                self.send_response(307)
                self.send_header("Location", "/elsewhere")
                self.end_headers()

            def do_GET(self) -> None:
                asked.append("GET")

        with answering(Handler) as address:
            assert post(f"{address}/", {}, b"{}") == 307
        assert asked == ["/"]

    def test_a_proxy_of_the_environment_is_not_asked(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Handler(Quiet):
            def do_POST(self) -> None:
                self.send_response(204)
                self.end_headers()

        monkeypatch.setenv("http_proxy", "http://127.0.0.1:1")
        with answering(Handler) as address:
            assert post(address, {}, b"{}") == 204

    def test_an_answer_that_trickles_is_broken_off(self, monkeypatch: pytest.MonkeyPatch) -> None:
        class Handler(Quiet):
            def do_POST(self) -> None:
                try:
                    for _ in range(100):
                        self.wfile.write(b"H")
                        self.wfile.flush()
                        sleep(0.05)
                except OSError:
                    pass

        monkeypatch.setattr(webhooks, "SENDING_SECONDS", 0.3)
        began = monotonic()
        with answering(Handler) as address, pytest.raises((OSError, HTTPException)):
            post(address, {}, b"{}")
        assert monotonic() - began < 10

    def test_nobody_there(self) -> None:
        with pytest.raises(OSError, match="refused"):
            post("http://127.0.0.1:1/", {}, b"{}")
