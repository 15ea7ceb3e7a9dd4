"""How the service bears load: for a while at four fifths of what it can do, then at five times that, with writes.

`python -m evaluation.benchmarks.overload` starts the installed command over a network of made-up actors. What it can do
is found by clients that ask again as soon as they are answered: nine of ten ask for a list, one changes an actor. Then
requests come by the clock, whether or not earlier ones have been answered. A row says how many were answered well, how
many were turned away with 503 and `Retry-After`, how many failed in any other way, and how long answers took; below it
stand the memory of the service, how long it took to answer as before once the rush was over, and how many writes that
were acknowledged are not there.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import math
import os
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import closing
from enum import StrEnum
from itertools import count
from pathlib import Path
from statistics import median
from typing import TypeAlias

import numpy as np
import pandas as pd

from data.files.writers import write_actors
from data.records.documents import document_of
from data.records.profiles import Profile
from evaluation.benchmarks.load import invent_actors
from evaluation.benchmarks.timing import COMMAND, Server, ask, machine, open_connection, run_command, running

ACTORS, MINUTES = 1000, 1.0
CLIENTS, FINDING_SECONDS = 16, 10.0
STEADY, RUSH, RUSH_SECONDS = 0.8, 5.0, 20.0
# One request of so many writes.
WRITES = 10
TIMEOUT = 60.0
# Prime, so that all actors are asked for by turns.
STRIDE = 37
PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")


class Outcome(StrEnum):
    """What became of a request."""

    ANSWERED = "answered"
    TURNED_AWAY = "turned away"
    FAILED = "failed"


Load: TypeAlias = "dict[Outcome, list[float]]"


class Client:
    """Asks a service for lists, and changes an actor now and then.

    Args:
        port: of the service.
        actors: that are there.

    Attributes:
        written: id of an actor → the last number that it was acknowledged to have.
    """

    def __init__(self, port: int, actors: Sequence[Profile]) -> None:
        self._port, self._actors = port, actors
        self._numbers = count(1)
        self._idle: list[tuple[asyncio.StreamReader, asyncio.StreamWriter]] = []
        self.written: dict[str, int] = {}

    async def ask(self, load: Load) -> None:
        """Ask once, and note how many seconds it took to become what."""
        number = next(self._numbers)
        actor = self._actors[number * STRIDE % len(self._actors)]
        is_write = number % WRITES == 0
        begin = time.perf_counter()
        try:
            head = await asyncio.wait_for(self._send(_put(actor, number) if is_write else _get(actor)), TIMEOUT)
        except (OSError, EOFError, TimeoutError):
            head = b""
        outcome = outcome_of(head)
        load[outcome].append(time.perf_counter() - begin)
        if is_write and outcome is Outcome.ANSWERED:
            self.written[actor.id] = max(number, self.written.get(actor.id, 0))

    async def _send(self, request: bytes) -> bytes:
        """Return the head of what a request is answered, over a connection that is idle or a new one."""
        while self._idle and self._idle[-1][0].at_eof():
            self._idle.pop()[1].close()
        reader, writer = self._idle.pop() if self._idle else await asyncio.open_connection("127.0.0.1", self._port)
        writer.write(request)
        head = (await reader.readuntil(b"\r\n\r\n")).lower()
        await reader.readexactly(int(head.partition(b"content-length: ")[2].split(b"\r", 1)[0]))
        self._idle.append((reader, writer))
        return head

    def close(self) -> None:
        """Close all connections."""
        for _, writer in self._idle:
            writer.close()


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure how the service bears load.")
    parser.add_argument("--actors", type=int, default=ACTORS, help="how many made-up actors")
    parser.add_argument("--minutes", type=float, default=MINUTES, help="how long at four fifths of what it can do")
    options = parser.parse_args()
    actors = invent_actors(options.actors, "stored")
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"KUMPPANI_HOME": folder, "KUMPPANI_LANGUAGE": "en"}
        write_actors(actors, Path(folder) / "actors.jsonl")
        run_command(environment, "import", f"{folder}/actors.jsonl")
        with running([COMMAND, "serve"], environment, "/readyz") as server:
            report = asyncio.run(measure(server, actors, 60 * options.minutes))
    print(f"{machine()}\n{len(actors):,} actors\n{report}")  # noqa: T201 - printing is what the command is for


async def measure(server: Server, actors: Sequence[Profile], steady_seconds: float) -> str:
    """Return what is found, as text.

    Args:
        server: that runs.
        actors: that are there.
        steady_seconds: how long it is asked at four fifths of what it can do.
    """
    with closing(Client(server.port, actors)) as client:
        await find_capacity(client)
        capacity = await find_capacity(client)
        memories = [resident_bytes(server.process)]
        steady = await ask_by_the_clock(client, STEADY * capacity, steady_seconds)
        memories.append(resident_bytes(server.process))
        rush = await ask_by_the_clock(client, RUSH * capacity, RUSH_SECONDS)
        recovery = await recovered(client, median(steady[Outcome.ANSWERED]))
        memories.append(resident_bytes(server.process))
        lost = lost_writes(server.port, client.written)
    rows = {f"{STEADY:.0%} of it for {steady_seconds:.0f} s": steady,
            f"{RUSH:.0f} times it for {RUSH_SECONDS:.0f} s": rush}
    before, between, after = (memory / 1e6 for memory in memories)
    return (f"what it can do: {capacity:.0f} requests per second, one of {WRITES} a write\n"
            f"{pd.DataFrame({name: _row(load) for name, load in rows.items()}).T.to_string()}\n"
            f"memory: {before:.0f} MB, after the first {between:.0f} MB, after the second {after:.0f} MB\n"
            f"answers as before: {recovery:.1f} s after the rush\n"
            f"writes acknowledged and not there: {lost} of those to {len(client.written):,} actors")


async def find_capacity(client: Client) -> float:
    """Return how many requests are answered per second when clients ask again as soon as they are answered.

    Raises:
        RuntimeError: not all are answered well.
    """
    load, end = _new_load(), time.perf_counter() + FINDING_SECONDS

    async def keep_asking() -> None:
        while time.perf_counter() < end:
            await client.ask(load)

    await asyncio.gather(*(keep_asking() for _ in range(CLIENTS)))
    if load[Outcome.TURNED_AWAY] or load[Outcome.FAILED]:
        raise RuntimeError("The service does not answer all when it is asked by few.")
    return len(load[Outcome.ANSWERED]) / FINDING_SECONDS


async def ask_by_the_clock(client: Client, rate: float, seconds: float) -> Load:
    """Ask so many times per second, whether or not what was asked before has been answered, and wait for the rest."""
    load = _new_load()
    begin = time.perf_counter()
    async with asyncio.TaskGroup() as tasks:
        for number in range(int(rate * seconds)):
            await asyncio.sleep(begin + number / rate - time.perf_counter())
            tasks.create_task(client.ask(load))
    return load


async def recovered(client: Client, usual: float) -> float:
    """Return the seconds until an answer takes no more than twice the usual ones."""
    begin = time.perf_counter()
    while True:
        load = _new_load()
        await client.ask(load)
        if load[Outcome.ANSWERED] and load[Outcome.ANSWERED][0] <= 2 * usual:
            return time.perf_counter() - begin


def lost_writes(port: int, written: Mapping[str, int]) -> int:
    """Return how many actors do not have the number of the last write that was acknowledged, or a later one."""
    with open_connection(port) as connection:
        return sum(json.loads(ask(connection, f"/v1/actors/{actor}"))["profile"]["capacity"] < number
                   for actor, number in written.items())


def resident_bytes(process: int) -> int:
    """Return how much memory a process takes (on Linux)."""
    return int(Path(f"/proc/{process}/statm").read_text(encoding="ascii").split()[1]) * PAGE_BYTES


def _new_load() -> Load:
    return {outcome: [] for outcome in Outcome}


def _row(load: Load) -> dict[str, str]:
    """Return what a table says of a load."""
    asked = sum(map(len, load.values()))
    cells = {"asked": f"{asked:,}"}
    for outcome, seconds in load.items():
        cells[outcome] = f"{len(seconds) / asked:.1%}" if outcome is not Outcome.FAILED else f"{len(seconds)}"
        if outcome is not Outcome.FAILED:
            p50, p99 = 1000 * np.quantile(seconds, (0.5, 0.99)) if seconds else (math.nan, math.nan)
            cells |= {f"p50 ms, {outcome}": f"{p50:.0f}", f"p99 ms, {outcome}": f"{p99:.0f}"}
    return cells


def outcome_of(head: bytes) -> Outcome:
    """Return what became of a request whose answer has a head, in small letters; empty if there was no answer."""
    if head.startswith(b"http/1.1 2"):
        return Outcome.ANSWERED
    is_told_when = head.startswith(b"http/1.1 503") and b"\r\nretry-after: " in head
    return Outcome.TURNED_AWAY if is_told_when else Outcome.FAILED


def _get(actor: Profile) -> bytes:
    return f"GET /v1/actors/{actor.id}/suggestions HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode()


def _put(actor: Profile, number: int) -> bytes:
    body = json.dumps({**document_of(actor), "capacity": number}).encode()
    return (f"PUT /v1/actors/{actor.id} HTTP/1.1\r\nHost: 127.0.0.1\r\nContent-Type: application/json\r\n"
            f"Content-Length: {len(body)}\r\n\r\n").encode() + body


if __name__ == "__main__":
    main()
