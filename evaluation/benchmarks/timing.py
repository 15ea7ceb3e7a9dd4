"""What commands that measure speed share: a running service, a stopwatch, a yardstick, a table, the machine's name."""

from __future__ import annotations

import http.client
import os
import platform
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import NamedTuple, TypeAlias

import pandas as pd

COMMAND = str(Path(sys.executable).parent / "kumppani")
READY_SECONDS = 120
YARDSTICK_STEPS = 1_000_000
YARDSTICK = "yardstick: a million steps of Python"

Seconds: TypeAlias = "list[float]"


@contextmanager
def running_service(environment: Mapping[str, str]) -> Iterator[int]:
    """Run the installed command `kumppani serve` on a free port, which is given, until the block ends.

    Raises:
        TimeoutError: it does not get ready.
    """
    with running([COMMAND, "serve"], environment, "/readyz") as server:
        yield server.port


class Server(NamedTuple):
    """A server that runs: its port on this machine, and the id of its process."""

    port: int
    process: int


@contextmanager
def running(command: list[str], environment: Mapping[str, str], ready: str) -> Iterator[Server]:
    """Run a server until the block ends.

    Args:
        command: starts it; a free port is added.
        environment: what it is started with.
        ready: a path that it answers once it is ready.

    Raises:
        TimeoutError: it does not get ready.
    """
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
    process = subprocess.Popen([*command, "--port", str(port)], env=dict(environment),  # noqa: S603 - ours
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        _wait_until_ready(port, ready)
        yield Server(port, process.pid)
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(port: int, path: str) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            with open_connection(port) as connection:
                ask(connection, path)
                return
        except OSError:
            time.sleep(0.05)
    raise TimeoutError("The service was not ready in time.")


def open_connection(port: int) -> closing[http.client.HTTPConnection]:
    """Return a connection to a port of this machine."""
    return closing(http.client.HTTPConnection("127.0.0.1", port))


def ask(connection: http.client.HTTPConnection, path: str, method: str = "GET", body: bytes | None = None,
        kind: str = "application/json") -> bytes:
    """Return what a request with a body of some kind is answered.

    Raises:
        RuntimeError: it was refused.
    """
    connection.request(method, path, body, {"Content-Type": kind} if body else {})
    answer = connection.getresponse()
    content = answer.read()
    if answer.status >= http.client.MULTIPLE_CHOICES:
        raise RuntimeError(f"{path} answered {answer.status}: {content[:200]!r}")
    return content


def run_command(environment: Mapping[str, str], *arguments: str) -> float:
    """Return the seconds that the installed command takes."""
    return seconds_of(lambda: subprocess.run([COMMAND, *arguments], env=dict(environment), check=True,  # noqa: S603 - ours
                                             capture_output=True))


def seconds_of(work: Callable[[], object]) -> float:
    """Return the seconds that some work takes."""
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def yardstick() -> int:
    """Do a fixed piece of work, so that figures of different machines or hours can be compared."""
    total = 0
    for step in range(YARDSTICK_STEPS):
        total += step
    return total


def table(figures: Mapping[str, Seconds]) -> str:
    """Return milliseconds by name: how many were measured, the lowest, the median, p99 and the highest."""
    rows = {name: pd.Series(seconds).mul(1000).quantile([0.0, 0.5, 0.99, 1.0]) for name, seconds in figures.items()}
    frame = pd.DataFrame(rows).T.round(1)
    frame.columns = pd.Index(["lowest ms", "p50 ms", "p99 ms", "highest ms"])
    frame.insert(0, "times", [len(seconds) for seconds in figures.values()])
    return frame.to_string()


def machine() -> str:
    """Return what machine this is."""
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"
