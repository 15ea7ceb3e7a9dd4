"""The service as a process: it opens the network, listens, and says so."""

from __future__ import annotations

import errno
import logging
import signal
import socket
from collections.abc import Generator, Iterator, Mapping
from contextlib import closing, contextmanager
from threading import current_thread, main_thread
from typing import Any

import uvicorn

from data.wording.texts import Text, render, text
from service.app.composition import create_app
from service.app.log import leave_out_what_no_form_shows, logging_as
from service.app.protocol import TimedHeaders
from service.errors import AddressRefused
from service.runtime.admission.addresses import refuse_open_doors, web_address
from service.runtime.installation import Installation, open_installation
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")

# For the address of a page and its headers: what is too long for an idea, which stands in the address, still arrives.
LONGEST_HEAD = 512 * 1024
# What has begun is finished when the service is told to stop, for as long as this.
GRACE_SECONDS = 300
# Signals that end a process at once unless it listens to them, besides those that Uvicorn listens to: they come from a
# terminal that is closed, from supervisors, and from programs that turn logs over.
ENDING = tuple(getattr(signal, name) for name in ("SIGHUP", "SIGQUIT", "SIGUSR1", "SIGUSR2") if hasattr(signal, name))
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
    with bind(settings.host, settings.port) as listener:
        serve_on(settings, listener)


def serve_on(settings: Settings, listener: socket.socket) -> None:
    """Answer over HTTP on a bound socket until stopped.

    Raises:
        AddressRefused, DataError, ModelError: see `serve`.
    """
    with open_installation(settings) as installation:
        if not installation.has_keys:
            refuse_open_doors(*listener.getsockname()[:2])
        app = create_app(settings, lambda _: closing(installation))
        config = uvicorn.Config(app, http=TimedHeaders, ws="none", log_config=logging_as(settings.log),
                                access_log=False, server_header=False, lifespan="on",
                                timeout_graceful_shutdown=GRACE_SECONDS, h11_max_incomplete_event_size=LONGEST_HEAD)
        leave_out_what_no_form_shows()
        with _metrics(installation, settings):
            _Server(config, settings.language, installation.has_keys).run(sockets=[listener])


@contextmanager
def _metrics(installation: Installation, settings: Settings) -> Iterator[None]:
    """Answer Prometheus as long as the service runs, if it is to be found anywhere."""
    if not settings.metrics_port:
        yield
        return
    try:
        server = installation.metrics.serve(settings.metrics_host, settings.metrics_port)
    except OSError as error:
        raise AddressRefused(text("The service cannot listen here: {reason}.", reason=str(error)),
                             f"{settings.metrics_host}:{settings.metrics_port}",
                             text("Choose another port with KUMPPANI_METRICS_PORT.")) from error
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()


class _Server(uvicorn.Server):
    def __init__(self, config: uvicorn.Config, language: str, has_keys: bool) -> None:
        super().__init__(config)
        self._language = language
        self._has_keys = has_keys

    @contextmanager
    def capture_signals(self) -> Generator[None, None, None]:
        """Stop in good order on signals that Uvicorn does not listen to, unless they are ignored (`nohup`)."""
        with super().capture_signals():
            is_main = current_thread() is main_thread()  # others may not listen
            heard = [number for number in ENDING if is_main and signal.getsignal(number) is signal.SIG_DFL]
            for number in heard:
                signal.signal(number, self.handle_exit)
            try:
                yield
            finally:
                for number in heard:
                    signal.signal(number, signal.SIG_DFL)

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Say so, and let what has begun be finished."""
        LOG.info(render(text("The service was told to stop: what has begun is finished."), self._language))
        await super().shutdown(sockets)

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        await super().startup(sockets)
        for listener in sockets or ():
            message = text("Kumppani answers on {address} – API description at {address}/openapi.json",
                           address=web_address(*listener.getsockname()[:2]))
            LOG.info(render(message, self._language))
        if not self._has_keys:
            LOG.info(render(text("There are no keys: the service answers its own machine only, and whoever is on it "
                                 "may read and write."), self._language))


def bind(host: str, port: int) -> socket.socket:
    """Return a socket that is bound but does not listen yet: who comes too early is told so at once."""
    try:
        family, kind, protocol, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        return _bind_to(socket.socket(family, kind, protocol), address)
    except (OSError, UnicodeError) as error:
        number = error.errno if isinstance(error, OSError) else None
        raise AddressRefused(text("The service cannot listen here: {reason}.", reason=str(error)), f"{host}:{port}",
                             CURES.get(number, OTHER_CURE)) from error


def _bind_to(listener: socket.socket, address: Any) -> socket.socket:  # noqa: ANN401 - of whatever family it is
    try:
        listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listener.bind(address)
    except OSError:
        listener.close()
        raise
    return listener
