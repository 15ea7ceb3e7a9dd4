"""How long a connection may take to ask: Uvicorn itself waits for ever for the end of the headers."""

from __future__ import annotations

from asyncio import Transport
from asyncio.events import TimerHandle

import h11
from uvicorn.protocols.http.h11_impl import H11Protocol

# For all headers of a request; as nginx would be told in docs/running/proxy.md.
HEADER_SECONDS = 15.0


class TimedHeaders(H11Protocol):
    """Closes a connection on which the headers of a request do not arrive in time, however busily they trickle."""

    _timer: TimerHandle | None = None

    def connection_made(self, transport: Transport) -> None:  # type: ignore[override]
        """Wait for the first request."""
        super().connection_made(transport)
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
            self._stop()
        elif self._timer is None and not self.transport.is_closing():
            self._timer = self.loop.call_later(HEADER_SECONDS, self.transport.close)

    def _stop(self) -> None:
        if self._timer is not None:
            self._timer.cancel()
            self._timer = None
