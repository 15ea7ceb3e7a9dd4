"""The service as a process: it opens the network, listens, and says so."""

from __future__ import annotations

import errno
import socket
from collections.abc import Mapping
from typing import Any

import uvicorn

from data.texts import Text, render, text
from service.app import create_app
from service.assembly import open_matcher
from service.envelope import LOG
from service.errors import AddressRefused
from service.settings import Settings

# Uvicorn's own access log is off, since it would keep what people search for.
LOGGING: dict[str, Any] = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(message)s"}},
    "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "kumppani": {"handlers": ["stderr"], "level": "INFO"},
        "uvicorn": {"handlers": ["stderr"], "level": "WARNING"},
    },
}
OTHER_CURE = text("Choose another host with KUMPPANI_HOST, or another port with KUMPPANI_PORT.")
CURES: Mapping[int | None, Text] = {
    errno.EADDRINUSE: text("Stop the program that listens there already, or choose another port with KUMPPANI_PORT."),
    errno.EACCES: text("Choose a port from 1024 on with KUMPPANI_PORT."),
}


def serve(settings: Settings) -> None:
    """Answer over HTTP until stopped.

    Raises:
        AddressRefused: the service cannot listen at the host and port of the settings.
        DataError: the vocabulary, the store or the rules cannot be used, or no network has been imported.
        ModelError: the encoder, the index or the weights cannot be used.
    """
    with _bind(settings.host, settings.port) as listener:
        matcher = open_matcher(settings)
        app = create_app(settings, lambda _: matcher)
        config = uvicorn.Config(app, log_config=LOGGING, access_log=False, server_header=False, lifespan="on")
        _Server(config, settings.language).run(sockets=[listener])


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, language: str) -> None:
        super().__init__(config)
        self._language = language

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            message = text("Kumppani answers on {address} – API description at {address}/openapi.json",
                           address=_address(listener))
            LOG.info(render(message, self._language))


def _address(listener: socket.socket) -> str:
    host, port = listener.getsockname()[:2]
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"


def _bind(host: str, port: int) -> socket.socket:
    """Return a socket that is bound but does not listen yet: who comes too early is told so at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bound(socket.socket(family, kind, protocol), address)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        raise AddressRefused(text("The service cannot listen here: {reason}.", reason=str(error)), f"{host}:{port}",
                             CURES.get(number, OTHER_CURE)) from error


def _bound(listener: socket.socket, address: Any) -> socket.socket:  # noqa: ANN401 - of whatever family it is
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener
