"""A connection: how long it may take to ask (Uvicorn itself waits for ever for its headers), and how it sends."""

from __future__ import annotations

from asyncio import AbstractEventLoop, Transport
from asyncio.events import TimerHandle
from typing import Any

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# For all headers of a request; as nginx would be told in docs/running/proxy.md.
HEADER_SECONDS = 15.0


class Gathered(Transport):
    """Sends the head of an answer with the beginning of its body: each piece that is sent alone costs as much.

    What is written waits for what is written next, at the longest until the loop takes its next turn.

    Args:
        transport: sends.
        loop: that the connection lives in.
    """

    def __init__(self, transport: Transport, loop: AbstractEventLoop) -> None:
        super().__init__()
        self._transport, self._loop = transport, loop
        self._waiting = b""

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """Send what waits with this, or let this wait if nothing does."""
        if not data:
            return
        if self._waiting:
            waiting, self._waiting = self._waiting, b""
            self._transport.write(b"".join((waiting, data)))
        else:
            self._waiting = bytes(data)
            self._loop.call_soon(self.flush)

    def flush(self) -> None:
        """Send what waits."""
        waiting, self._waiting = self._waiting, b""
        if waiting:
            self._transport.write(waiting)

    def close(self) -> None:
        """Send what waits, and close."""
        self.flush()
        self._transport.close()

    def is_closing(self) -> bool:
        """See `Transport`."""
        return self._transport.is_closing()

    def pause_reading(self) -> None:
        """See `Transport`."""
        self._transport.pause_reading()

    def resume_reading(self) -> None:
        """See `Transport`."""
        self._transport.resume_reading()

    def get_extra_info(self, name: str, default: Any = None) -> Any:  # noqa: ANN401 - as asyncio has it
        """See `Transport`."""
        return self._transport.get_extra_info(name, default)


class TimedHeaders(H11Protocol):
    """Closes a connection on which the headers of a request do not arrive in time, however busily they trickle."""

    _timer: TimerHandle | None = None
    # Since when headers are waited for, in seconds of the loop. The timer looks at it when it rings, since to set one
    # for each request costs more than to let one ring in vain.
    _waiting_since: float | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(Gathered(transport, self.loop))
        self._look()

    def data_received(self, data: bytes) -> None:
        """Read on."""
        super().data_received(data)
        self._look()

    def on_response_complete(self) -> None:
        """Wait for the next request."""
        super().on_response_complete()
        self._look()

    def connection_lost(self, exc: Exception | None) -> None:
        """Wait no longer."""
        self._stop()
        super().connection_lost(exc)

    def _look(self) -> None:
        """Begin to wait if headers are to come, and stop when they have."""
        if self.conn.their_state is not h11.IDLE:
            self._waiting_since = None
        elif self._waiting_since is None and not self.transport.is_closing():
            self._waiting_since = self.loop.time()
            if self._timer is None:
                self._ring()

    def _ring(self) -> None:
        """Close the connection if it is time, else set the timer, as long as headers are waited for."""
        self._timer = None
        if self._waiting_since is None:
            return
        ends = self._waiting_since + HEADER_SECONDS
        if self.loop.time() < ends:
            self._timer = self.loop.call_at(ends, self._ring)
        else:
            self.transport.close()

    def _stop(self) -> None:
        self._waiting_since = None
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
