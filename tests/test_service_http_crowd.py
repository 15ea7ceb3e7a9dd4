"""Who comes when there is more to do than can be done: turned away at once, and nothing that was begun is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event, Semaphore

import pytest
from starlette.responses import Response
from starlette.types import Message, Receive, Scope, Send

from data.records.network import Network
from service.app import composition
from service.app.composition import create_app
from service.http.middleware.crowd import Crowd
from service.runtime.served_network import ServedNetwork
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_http_problems import refusal

PLATFORM = {"Origin": "https://platform.example"}


class Door:
    """A crowd of two at most, before an application that waits until it is told to go on.

    Attributes:
        goes_on: lets the application answer.
        bodies: what each request is sent, piece by piece.
        answers: status of each answer that was given, in their order.
        is_gone: whether the other side goes away before the body has come.
    """

    def __init__(self) -> None:
        self.goes_on, self.arrives = asyncio.Event(), asyncio.Event()
        self.answers: list[int] = []
        self.is_gone = False
        self._crowd = Crowd(self._app, 2, {"/healthz"}, lambda _: Response(status_code=503))

    async def _app(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] == "PUT":
            await receive()
        if scope["path"] == "/fails":
            raise RuntimeError
        if scope["path"] == "/stream":  # which listens for the other side to go away, as Starlette does
            await send({"type": "http.response.start", "status": 200, "headers": []})
            await receive()
        await self.goes_on.wait()
        if scope["path"] != "/stream":
            await send({"type": "http.response.start", "status": 200, "headers": []})
        await send({"type": "http.response.body", "body": b""})

    async def _receive(self) -> Message:
        await self.arrives.wait()
        if self.is_gone:
            return {"type": "http.disconnect"}
        return {"type": "http.request", "body": b"", "more_body": False}

    async def _send(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.answers.append(message["status"])

    def ask(self, path: str = "/", method: str = "GET") -> asyncio.Task[None]:
        scope = {"type": "http", "path": path, "method": method, "headers": []}
        return asyncio.ensure_future(self._crowd(scope, self._receive, self._send))

    async def statuses(self, *requests: tuple[str, str]) -> list[int]:
        """Return the answers to requests of which none has to wait."""
        before = len(self.answers)
        for path, method in requests:
            self.ask(path, method)
        await asyncio.sleep(0.01)
        return self.answers[before:]


def test_those_inside_are_answered_and_one_more_is_turned_away_at_once() -> None:
    async def scene() -> None:
        door = Door()
        inside = [door.ask(), door.ask()]
        assert await door.statuses(("/", "GET")) == [503]
        door.goes_on.set()
        await asyncio.gather(*inside)
        assert door.answers == [503, 200, 200]
        assert await door.statuses(("/", "GET"), ("/", "GET")) == [200, 200]

    asyncio.run(scene())


def test_who_watches_over_the_service_is_always_answered() -> None:
    async def scene() -> None:
        door = Door()
        waiting = [door.ask(), door.ask(), door.ask("/healthz")]
        await asyncio.sleep(0)
        door.goes_on.set()
        await asyncio.gather(*waiting)
        assert door.answers == [200, 200, 200]

    asyncio.run(scene())


def test_a_body_on_its_way_takes_no_place() -> None:
    async def scene() -> None:
        door = Door()
        slow = [door.ask(method="PUT") for _ in range(20)]
        quick = [door.ask(), door.ask()]
        assert await door.statuses(("/", "GET")) == [503]
        door.arrives.set()
        await asyncio.sleep(0.01)
        door.goes_on.set()
        await asyncio.gather(*slow, *quick)
        assert door.answers == [503, *[200] * 22]

    asyncio.run(scene())


def test_who_is_gone_takes_no_place() -> None:
    async def scene() -> None:
        door = Door()
        door.is_gone = True
        slow = [door.ask(method="PUT") for _ in range(20)]
        door.arrives.set()
        await asyncio.sleep(0.01)
        assert await door.statuses(("/", "GET"), ("/", "GET"), ("/", "GET")) == [503]
        door.goes_on.set()
        await asyncio.gather(*slow)

    asyncio.run(scene())


@pytest.mark.parametrize("path", ["/stream", "/fails"])
def test_a_place_is_given_back_once(path: str) -> None:
    async def scene() -> None:
        door = Door()
        first = [door.ask(path) for _ in range(5)]
        await asyncio.sleep(0.01)
        inside = [door.ask(), door.ask()]
        assert (await door.statuses(("/", "GET")))[-1:] == [503]
        door.arrives.set()
        door.goes_on.set()
        await asyncio.gather(*first, *inside, return_exceptions=True)
        door.goes_on.clear()
        inside = [door.ask(), door.ask()]
        assert await door.statuses(("/", "GET")) == [503]
        door.goes_on.set()
        await asyncio.gather(*inside)

    asyncio.run(scene())


@pytest.fixture
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[TestClient]:
    """A service as it is."""
    settings = Settings(home=tmp_path_factory.mktemp("crowd"), encoder="hashing", index="exact")
    store_network(settings.database_url, Network(tuple(actor(name) for name in "abc")))
    with TestClient(create_app(settings)) as client:
        yield client


def test_who_waits_for_a_revision_keeps_nobody_from_an_answer(client: TestClient,
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
    waiting, come = Semaphore(0), Event()

    def wait(_network: ServedNetwork, _revision: int) -> None:
        waiting.release()
        come.wait(10)

    monkeypatch.setattr(ServedNetwork, "demand_revision", wait)
    many = 2 * composition.WORKERS
    with ThreadPoolExecutor(many + 1) as askers:
        late = [askers.submit(client.get, "/v1/actors/a", headers={"X-Revision-At-Least": "1000000"})
                for _ in range(many)]
        try:
            assert all(waiting.acquire(timeout=10) for _ in late)
            assert askers.submit(client.get, "/v1/actors/a/suggestions").result(10).status_code == 200
        finally:
            come.set()
        assert {answer.result().status_code for answer in late} == {200}


@pytest.fixture
def full(tmp_path_factory: pytest.TempPathFactory, monkeypatch: pytest.MonkeyPatch) -> Iterator[TestClient]:
    """A service that lets nobody in."""
    monkeypatch.setattr(composition, "MOST_INSIDE", 0)
    settings = Settings(home=tmp_path_factory.mktemp("full"), encoder="hashing", index="exact",
                        origins=PLATFORM["Origin"])
    store_network(settings.database_url, Network(tuple(actor(name) for name in "abc")))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def test_programs_are_told_when_to_come_again(full: TestClient) -> None:
    answer = full.get("/v1/actors", headers={**PLATFORM, "Accept-Language": "sv"})
    body = refusal(answer, 503, "crowded")
    assert answer.headers["retry-after"] == "1"
    assert answer.headers["access-control-allow-origin"] == PLATFORM["Origin"]
    assert body["cure"] == "Försök igen om en stund."
    assert full.put("/v1/actors/a", json={"name": "A"}).status_code == 503


def test_people_are_told_in_a_page_in_its_language(full: TestClient) -> None:
    answer = full.get("/fi/actors/a", headers={"Accept-Language": "sv"})
    assert (answer.status_code, answer.headers["retry-after"]) == (503, "1")
    assert "Yrittäkää hetken kuluttua uudelleen." in answer.text
    assert 'lang="fi"' in answer.text


def test_the_service_is_still_known_to_be_there(full: TestClient) -> None:
    assert (full.get("/healthz").status_code, full.get("/readyz").status_code) == (200, 200)
