"""A service that is killed: what it has acknowledged is stored, the write it was at is done or not, and it goes on."""

from __future__ import annotations

import json
import multiprocessing
import os
import random
import signal
import socket
from collections.abc import Callable
from contextlib import closing
from dataclasses import dataclass, field
from http.client import HTTPConnection, HTTPException
from multiprocessing.connection import Connection
from multiprocessing.context import ForkServerContext
from pathlib import Path
from threading import Timer
from time import perf_counter
from typing import Any

import pytest
import uvicorn

from data.database.connection import Database
from data.records.keys import cooperation_id
from data.records.network import Network
from data.store.store import Store
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.snapshot import Parts, Snapshot
from models.encoders import HashingEncoder
from service.app.composition import create_app
from service.settings import Settings
from tests.databases import new_database
from tests.gears import in_gear
from tests.networks import TODAY, default_weights, finland, shipped_rules

# So many at least, and as many as it takes until a kill has hit a write; thorough does all of them.
KILLS = {"sqlite": 100, "postgresql": 30}
FEWEST = in_gear(quick={"sqlite": 6, "postgresql": 3}, thorough=KILLS)
# A service lives for up to so many times what its first write takes, however busy the machine is.
LIVES = 8
KIND = {"/v1/imports/actors": "application/x-ndjson"}
PLACES = ("Espoo", "Rovaniemi", "Turku")
THEMES = ("employment", "sports", "meeting_places")


@dataclass
class State:
    """What is stored: actors by id with their names, and cooperations by id."""

    actors: dict[str, str] = field(default_factory=dict)
    cooperations: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def copy(self) -> State:
        return State(dict(self.actors), dict(self.cooperations))


@dataclass(frozen=True)
class Write:
    """A request, and what it does to the state."""

    method: str
    path: str
    body: bytes
    do: Callable[[State], object]


def profile(name: str, chance: random.Random) -> dict[str, Any]:
    return {"name": name, "sector": "ngo", "municipalities": [chance.choice(PLACES)], "themes": [chance.choice(THEMES)],
            "descriptions": {"fi": f"{name} {chance.choice(THEMES)}"}}


def put(state: State, chance: random.Random) -> Write:
    key, name = f"a{chance.randrange(12)}", f"Name {chance.randrange(10**6)}"
    return Write("PUT", f"/v1/actors/{key}", json.dumps(profile(name, chance)).encode(),
                 lambda now: now.actors.update({key: name}))


def remove(state: State, chance: random.Random) -> Write:
    key = chance.choice(sorted(state.actors) or ["a0"])

    def do(now: State) -> None:
        now.actors.pop(key, None)
        for name in [name for name, members in now.cooperations.items() if key in members]:
            now.cooperations.pop(name)

    return Write("DELETE", f"/v1/actors/{key}", b"", do)


def import_lines(state: State, chance: random.Random) -> Write:
    names = {f"a{number}": f"Name {chance.randrange(10**6)}" for number in chance.sample(range(12), 8)}
    lines = "\n".join(json.dumps({"id": key, **profile(name, chance)}) for key, name in names.items())
    return Write("POST", "/v1/imports/actors", lines.encode(), lambda now: now.actors.update(names))


def work_together(state: State, chance: random.Random) -> Write:
    members = tuple(sorted(chance.sample(sorted(state.actors), 2))) if len(state.actors) > 1 else ("x", "y")
    title = f"Project {chance.randrange(10**6)}"
    return Write("POST", "/v1/cooperations", json.dumps({"members": members, "title": title}).encode(),
                 lambda now: now.cooperations.update({title: members}) if members[0] != "x" else None)


WRITES = (put, put, remove, import_lines, work_together)


def answer(url: str, home: Path, pipe: Connection) -> None:
    """Be a service, until killed."""
    settings = Settings(home=home, database=url, encoder="hashing", index="exact")
    with socket.create_server(("127.0.0.1", 0)) as listener:
        pipe.send(listener.getsockname()[1])
        uvicorn.Server(uvicorn.Config(create_app(settings), log_level="critical")).run(sockets=[listener])


def write_until_killed(port: int, state: State, chance: random.Random, first: Callable[[float], None] | None) -> Write:
    """Send writes, each when the one before is answered; return the one that was not answered.

    Args:
        port: of the service.
        state: is brought up to date with every write that is acknowledged.
        chance: decides what is written.
        first: is told how many seconds the first write took.
    """
    start = perf_counter()
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        while True:
            write = chance.choice(WRITES)(state, chance)
            try:
                kind = KIND.get(write.path, "application/json")
                connection.request(write.method, write.path, write.body, {"Content-Type": kind})
                response = connection.getresponse()
                body = response.read()
            except (OSError, HTTPException):
                return write
            assert response.status < 300 or response.status in (404, 422), body
            if response.status < 300:
                write.do(state)
            if first is not None:
                first(perf_counter() - start)
                first = None


def read_state(url: str) -> tuple[State, Network]:
    with closing(Database(url)) as database:
        store = Store(database)
        network = store.read()
        anew = Network(network.actors, network.cooperations, network.blocks)
        assert store.version == anew.version
    return State({actor.id: actor.name for actor in network.actors},
                 {item.title: item.members for item in network.cooperations}), network


def check_answers(port: int, network: Network) -> None:
    """What a service answers after a start is what the stored records say, worked out apart from it."""
    parts = Parts(finland(), HashingEncoder(), shipped_rules(), default_weights(), "exact")
    matcher = Matcher(Snapshot(network, parts))
    with closing(HTTPConnection("127.0.0.1", port, timeout=30)) as connection:
        for actor in network.actors[:2]:
            connection.request("GET", f"/v1/actors/{actor.id}/suggestions?as_of={TODAY}&limit=100")
            answer = json.loads(connection.getresponse().read())
            right = matcher.suggest(actor, Query(TODAY, limit=100)).suggestions
            assert [(item["actor_id"], round(item["score"], 6)) for item in answer["suggestions"]] == [
                (item.profile.id, round(item.ledger.score, 6)) for item in right]
        connection.request("GET", "/v1/cooperations?limit=100")
        cooperations = json.loads(connection.getresponse().read())["cooperations"]
    assert {item["id"] for item in cooperations} == {cooperation_id(item) for item in network.cooperations[:100]}


@pytest.fixture(scope="module")
def processes() -> ForkServerContext:
    """Makes processes fast: they begin with everything imported."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload([__name__, "sklearn.feature_extraction.text", "scipy.sparse"])
    return context


@pytest.mark.parametrize("kind", KILLS)
def test_nothing_acknowledged_is_lost_and_nothing_is_half_written(
        kind: str, processes: ForkServerContext, tmp_path: Path, request: pytest.FixtureRequest) -> None:
    url = f"sqlite:///{tmp_path / 'a.db'}" if kind == "sqlite" else new_database(request.getfixturevalue("postgres"))
    chance, state, network, cut_short = random.Random(7), State(), Network(), 0
    for number in range(KILLS[kind]):
        if number >= FEWEST[kind] and cut_short and len(network.actors) > 1:
            break
        ours, theirs = processes.Pipe()
        process = processes.Process(target=answer, args=(url, tmp_path, theirs))
        process.start()
        port = ours.recv()
        check_answers(port, network)
        when, pid = chance.uniform(0, LIVES), process.pid

        def kill_later(seconds: float, when: float = when, pid: int | None = pid) -> None:
            Timer(when * seconds, os.kill, (pid, signal.SIGKILL)).start()

        last = write_until_killed(port, state, chance, kill_later)
        process.join()
        ours.close()
        theirs.close()
        actual, network = read_state(url)
        if actual != state:
            cut_short += 1
            last.do(state)
        assert actual == state
    assert cut_short > 0  # some writes were stored and not answered: the kills do hit writes
    assert len(network.actors) > 1
