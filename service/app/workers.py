"""Several processes that answer at one address, and one that looks after them."""

from __future__ import annotations

import logging
import logging.config
import os
import signal
import socket
from contextlib import closing
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import SpawnProcess
from threading import Event, Thread
from types import FrameType

from data.database.connection import Database
from data.errors import DataError
from data.tenancy.api_keys import Keys
from data.wording.texts import text
from models.errors import ModelError
from service.app.log import logging_as
from service.app.server import ENDING, bind, serve_on
from service.errors import WorkersRefused
from service.runtime.admission.addresses import refuse_open_doors
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")

# One that could not begin to answer is not started again: the next would fare alike.
NOT_STARTED = 3
SECONDS_BETWEEN_LOOKS = 0.5


def serve_by_workers(settings: Settings, count: int) -> None:
    """Answer over HTTP by several processes until stopped; one that dies is replaced.

    Raises:
        WorkersRefused: the database is of a kind that one process serves, or they cannot begin.
        AddressRefused: the service cannot listen at the host and port of the settings.
        StoreRefused: the database cannot be used.
    """
    _demand_sharing(settings)
    with bind(settings.host, settings.port) as listener:
        with closing(Database(settings.database_url)) as database:
            if not Keys(database).exist():
                refuse_open_doors(*listener.getsockname()[:2])
        Workers(settings, listener, count).run()


def _demand_sharing(settings: Settings) -> None:
    if settings.database_url.startswith("sqlite"):
        raise WorkersRefused(text("A database in a file is served by one process."), "--workers", text(
            "Leave --workers out, or keep the records in PostgreSQL with KUMPPANI_DATABASE."))
    if settings.metrics_port:
        raise WorkersRefused(text("Each process has figures of its own, and they cannot share a port."), "--workers",
                             text("Leave KUMPPANI_METRICS_PORT out, or start services with a port of their own each "
                                  "behind a balancer."))


class Workers:
    """The processes that answer.

    Args:
        settings: of the installation.
        listener: bound where they answer.
        count: how many there are.
    """

    def __init__(self, settings: Settings, listener: socket.socket, count: int) -> None:
        self._settings = settings
        self._listener = listener
        self._count = count
        self._processes: list[SpawnProcess] = []
        self._stopping = Event()

    def run(self) -> None:
        """Start them, replace those that die, and end when told to, once what they have begun is finished.

        Raises:
            WorkersRefused: one could not begin.
        """
        for number in (signal.SIGINT, signal.SIGTERM, *ENDING):
            if signal.getsignal(number) is not signal.SIG_IGN:
                signal.signal(number, self._stop)
        try:
            while not self._stopping.is_set():
                self._processes += [self._start() for _ in range(self._count - len(self._processes))]
                wait([process.sentinel for process in self._processes], SECONDS_BETWEEN_LOOKS)
                self._bury()
        finally:
            for process in self._processes:
                process.terminate()
            for process in self._processes:
                process.join()

    def _stop(self, _number: int, _frame: FrameType | None) -> None:
        self._stopping.set()

    def _start(self) -> SpawnProcess:
        process = get_context("spawn").Process(target=work, args=(self._settings, self._listener))
        process.start()
        return process

    def _bury(self) -> None:
        """Take out those that have ended."""
        ended = [process for process in self._processes if process.exitcode is not None]
        self._processes = [process for process in self._processes if process not in ended]
        for process in ended:
            if process.exitcode == NOT_STARTED:
                raise WorkersRefused(text("A process could not begin to answer."), "",
                                     text("Its log says why, and so does “kumppani doctor”."))
            if not self._stopping.is_set():
                LOG.error("a process has ended with %s, and another one takes its place", process.exitcode)
                self._stopping.wait(SECONDS_BETWEEN_LOOKS)


def work(settings: Settings, listener: socket.socket) -> None:
    """Be one of them."""
    logging.config.dictConfig(logging_as(settings.log))
    Thread(target=_end_with_parent, daemon=True).start()
    try:
        serve_on(settings, listener)
    except (DataError, ModelError) as error:
        LOG.error("%s", error)  # noqa: TRY400 - in words
        raise SystemExit(NOT_STARTED) from error


def _end_with_parent() -> None:
    """Stop in good order when whoever looks after this process is gone."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os.kill(os.getpid(), signal.SIGTERM)
