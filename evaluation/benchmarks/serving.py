"""What the service adds to an answer: its throughput as a share of that of bare FastAPI, which answers the same bytes.

`python -m evaluation.benchmarks.serving` starts the installed command over the demo network, with a key, a rate limit
and lists that are kept, and beside it the yardstick, both as one process with the same HTTP parser. They are asked in
turns, so that a busy machine counts in both. For each kind of question and number of connections a row says how many
answers per second there were, their share of bare FastAPI's, and how much CPU time each took of the processes that
answer (on Linux).
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping
from itertools import count, islice, product, repeat
from pathlib import Path
from statistics import median
from typing import NamedTuple

import numpy as np
import pandas as pd

from evaluation.benchmarks.bare import CONTENT
from evaluation.benchmarks.speed import demo_network
from evaluation.benchmarks.timing import COMMAND, Server, machine, open_connection, run_command, running

CONNECTIONS = (1, 16)
TURNS = 5
SECONDS = 1.0
MOST_OFFSETS = 60
BARE = ["-m", "uvicorn", "--factory", "evaluation.benchmarks.bare:create_app", "--http", "h11", "--no-access-log",
        "--log-level", "warning"]


class Turn(NamedTuple):
    """What one server did in one turn.

    Attributes:
        rate: answers per second.
        p99: milliseconds that all but one of a hundred took at most.
        cpu: milliseconds of CPU time per answer.
    """

    rate: float
    p99: float
    cpu: float


class Question(NamedTuple):
    """A kind of question: the paths that are asked one after the other, and further headers."""

    paths: Iterator[str]
    headers: str = ""


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure answers over HTTP beside bare FastAPI.")
    parser.add_argument("--turns", type=int, default=TURNS, help="how often each is asked, a second each")
    turns = parser.parse_args().turns
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"KUMPPANI_HOME": folder, "KUMPPANI_LANGUAGE": "en",
                                    "KUMPPANI_RATE": "100000000/minute"}
        run_command(environment, "import", "--demo")
        with running([COMMAND, "serve"], environment, "/readyz") as service:
            rows = measure(service, make_key(environment), Path(folder), turns)
    print(machine())  # noqa: T201 - printing is what the command is for
    print(pd.DataFrame(rows).set_index("question").to_string(float_format="{:.3f}".format))  # noqa: T201


def make_key(environment: Mapping[str, str]) -> str:
    """Return a key that may read."""
    command = [COMMAND, "key", "create", "benchmark", "--scope", "read"]
    done = subprocess.run(command, env=dict(environment), check=True, capture_output=True, text=True)  # noqa: S603 - ours
    return next(word for word in done.stdout.split() if word.startswith("kumppani_"))


def measure(service: Server, key: str, folder: Path, turns: int) -> list[dict[str, float | str]]:
    """Return the rows of the table: one per kind of question and number of connections.

    Args:
        service: that runs.
        key: that may read.
        folder: where files may be put.
        turns: how often each is asked.
    """
    rows: list[dict[str, float | str]] = []
    credentials = f"Authorization: Bearer {key}\r\n"
    for name, question in questions(service.port, credentials).items():
        path = next(question.paths)
        content = folder / "content"
        content.write_bytes(fetch(service.port, path, credentials)[1])
        with running([sys.executable, *BARE], os.environ | {CONTENT: str(content)}, "/") as bare:
            rows += [{"question": f"{name}, {connections} at once", **share(
                [(asyncio.run(take_turn(bare, Question(repeat("/")), connections)),
                  asyncio.run(take_turn(service, question, connections))) for _ in range(turns + 1)][1:])}
                for connections in CONNECTIONS]
    return rows


def questions(port: int, credentials: str) -> dict[str, Question]:
    """Return the kinds of questions by name."""
    actors = [actor.id for actor in demo_network().actors]
    new = (f"/v1/actors/{actor}/suggestions?offset={offset}" for offset, actor in product(range(MOST_OFFSETS), actors))
    same = f"/v1/actors/{actors[0]}/suggestions"
    tag = fetch(port, same, credentials)[0].get("ETag", '""')
    return {
        "a list, computed anew": Question(new, credentials),
        "a list, unchanged since asked": Question(repeat(same), credentials),
        "a list, unchanged, If-None-Match": Question(repeat(same), f"{credentials}If-None-Match: {tag}\r\n"),
        "an actor": Question((f"/v1/actors/{actors[at % len(actors)]}" for at in count()), credentials),
    }


def fetch(port: int, path: str, credentials: str) -> tuple[Mapping[str, str], bytes]:
    """Return headers and body of an answer."""
    with open_connection(port) as connection:
        name, _, value = credentials.strip().partition(": ")
        connection.request("GET", path, headers={name: value})
        answer = connection.getresponse()
        return dict(answer.getheaders()), answer.read()


def share(turns: list[tuple[Turn, Turn]]) -> dict[str, float]:
    """Return what turns of bare FastAPI and of the service amount to; medians."""
    return {
        "answers/s": median(ours.rate for _, ours in turns),
        "bare/s": median(bare.rate for bare, _ in turns),
        "share": median(ours.rate / bare.rate for bare, ours in turns),
        "p99 ratio": median(ours.p99 / bare.p99 for bare, ours in turns),
        "CPU ms": median(ours.cpu for _, ours in turns),
        "bare CPU ms": median(bare.cpu for bare, _ in turns),
        "CPU ratio": median(ours.cpu / bare.cpu for bare, ours in turns),
    }


async def take_turn(server: Server, question: Question, connections: int) -> Turn:
    """Ask a server for about a second over some connections at once.

    Raises:
        RuntimeError: it refuses.
    """
    seconds: list[float] = []
    begin, cpu = time.perf_counter(), cpu_seconds(server.process)
    await asyncio.gather(*(_ask_on(server.port, question, begin + SECONDS, seconds) for _ in range(connections)))
    took, used = time.perf_counter() - begin, cpu_seconds(server.process) - cpu
    return Turn(len(seconds) / took, 1000 * float(np.quantile(seconds, 0.99)), 1000 * used / len(seconds))


async def _ask_on(port: int, question: Question, end: float, seconds: list[float]) -> None:
    """Ask over one connection until it is time, and note how long each answer took."""
    reader, writer = await asyncio.open_connection("127.0.0.1", port)
    for path in islice(question.paths, 1_000_000):
        start = time.perf_counter()
        if start >= end:
            break
        writer.write(f"GET {path} HTTP/1.1\r\nHost: 127.0.0.1\r\n{question.headers}\r\n".encode())
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        if not head.startswith((b"http/1.1 200", b"http/1.1 304")):
            raise RuntimeError(f"{path} was answered {head!r}")
        if b"content-length: " in head:
            await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r", 1)[0]))
        seconds.append(time.perf_counter() - start)
    writer.close()
    await writer.wait_closed()


def cpu_seconds(process: int) -> float:
    """Return the CPU time that a process has used; NaN where the system does not tell it in /proc."""
    try:
        fields = Path(f"/proc/{process}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
    except OSError:
        return float("nan")
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


if __name__ == "__main__":
    main()
