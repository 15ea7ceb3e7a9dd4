"""How long a connection may take to ask, and how it sends."""

from __future__ import annotations

import asyncio
import socket
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from time import perf_counter

import pytest
import uvicorn
from starlette.types import Receive, Scope, Send

from service.app import protocol

SECONDS = 0.3
WHOLE = b"GET / HTTP/1.1\r\nHost: localhost\r\n\r\n"


async def hello(_scope: Scope, receive: Receive, send: Send) -> None:
    """Answer when the body has come."""
    while (await receive()).get("more_body"):
        pass
    await send({"type": "http.response.start", "status": 200, "headers": [(b"content-length", b"2")]})
    await send({"type": "http.response.body", "body": b"hi"})


@asynccontextmanager
async def connection() -> AsyncIterator[tuple[asyncio.StreamReader, asyncio.StreamWriter]]:
    """Connect to a server of its own."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        server = uvicorn.Server(uvicorn.Config(hello, http=protocol.TimedHeaders, lifespan="off", log_config=None))
        running = asyncio.create_task(server.serve([listener]))
        reader, writer = await asyncio.open_connection(*listener.getsockname())
        try:
            yield reader, writer
        finally:
            writer.close()
            server.should_exit = True
            await running


async def seconds_until_closed(*beginning: bytes) -> float:
    """Send something, then one sign after the other, until the service hangs up."""
    async with connection() as (reader, writer):
        for piece in beginning:
            writer.write(piece)
            if piece.endswith(b"\r\n\r\n"):
                await reader.readuntil(b"hi")
        begin = perf_counter()
        with suppress(ConnectionError, TimeoutError):
            while not reader.at_eof():
                writer.write(b"x" if beginning and not beginning[-1].endswith(b"\r\n\r\n") else b"")
                with suppress(TimeoutError):
                    async with asyncio.timeout(0.02):
                        await reader.read(1)
        return perf_counter() - begin


@pytest.mark.parametrize("beginning", [
    (), (b"GET",), (b"GET / HTTP/1.1\r\nHost: localhost\r\nX-Long: ",), (WHOLE, b"GET / HTTP/1.1\r\nX-Long: "),
    (WHOLE, WHOLE, b"P")])
def test_headers_that_trickle_are_given_up(beginning: tuple[bytes, ...], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(protocol, "HEADER_SECONDS", SECONDS)
    assert SECONDS / 2 <= asyncio.run(seconds_until_closed(*beginning)) < SECONDS * 10


def test_a_body_may_take_longer(monkeypatch: pytest.MonkeyPatch) -> None:
    """Bodies have bounds of their own."""
    monkeypatch.setattr(protocol, "HEADER_SECONDS", SECONDS)

    async def send_slowly() -> bytes:
        async with connection() as (reader, writer):
            writer.write(b"POST / HTTP/1.1\r\nHost: localhost\r\nContent-Length: 2\r\n\r\nx")
            await asyncio.sleep(SECONDS * 2)
            writer.write(b"x")
            return await reader.readuntil(b"hi")

    assert asyncio.run(send_slowly()).startswith(b"HTTP/1.1 200")


def test_several_requests_at_once_are_answered() -> None:
    async def ask() -> bytes:
        async with connection() as (reader, writer):
            writer.write(WHOLE * 3)
            return b"".join([await reader.readuntil(b"hi") for _ in range(3)])

    assert asyncio.run(ask()).count(b"HTTP/1.1 200") == 3


class Pieces(asyncio.Transport):
    """Keeps what it is to send, piece by piece."""

    def __init__(self) -> None:
        super().__init__()
        self.pieces: list[bytes] = []
        self.is_closed = False

    def write(self, data: bytes | bytearray | memoryview) -> None:
        assert not self.is_closed
        self.pieces.append(bytes(data))

    def close(self) -> None:
        self.is_closed = True


async def sent(*turns: tuple[bytes, ...]) -> list[bytes]:
    """Return the pieces in which something is sent that is written in several turns of the loop."""
    transport = Pieces()
    gathered = protocol.Gathered(transport, asyncio.get_running_loop())
    for turn in turns:
        for data in turn:
            gathered.write(data)
        await asyncio.sleep(0)
    return transport.pieces


@pytest.mark.parametrize(("turns", "pieces"), [
    (((b"head", b"body", b""),), [b"headbody"]),
    (((b"head", b"", b""),), [b"head"]),
    (((b"head",), (b"body",)), [b"head", b"body"]),
    (((b"head", b"some", b"more"), (b"end",)), [b"headsome", b"more", b"end"]),
    (((b"",),), []),
])
def test_a_head_is_sent_with_what_follows_at_once(turns: tuple[tuple[bytes, ...], ...], pieces: list[bytes]) -> None:
    assert asyncio.run(sent(*turns)) == pieces


def test_what_waits_is_sent_before_the_connection_is_closed() -> None:
    async def close() -> Pieces:
        transport = Pieces()
        gathered = protocol.Gathered(transport, asyncio.get_running_loop())
        gathered.write(b"head")
        gathered.close()
        await asyncio.sleep(0)
        return transport

    transport = asyncio.run(close())
    assert (transport.pieces, transport.is_closed) == ([b"head"], True)
