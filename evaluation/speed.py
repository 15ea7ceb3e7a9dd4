"""How fast the product answers on this machine: the figures that the README states.

`python -m evaluation.speed` starts the installed command as a user would, over the demo network in a folder of its own,
and prints a table. A fixed piece of Python work is timed beside it, so that figures of different machines, or of a busy
and an idle hour, can be compared.
"""

from __future__ import annotations

import argparse
import http.client
import os
import platform
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pandas as pd

from data import demo
from data.importing import read_actors, read_cooperations
from data.records import Network
from data.vocabularies import open_vocabularies
from matcher import shipped
from matcher.engine import Matcher
from matcher.query import Query
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import DEFAULT, CachedEncoder, open_encoder
from models.ranker import read_weights

COMMAND = str(Path(sys.executable).parent / "kumppani")
STARTS = 5
READY_SECONDS = 60
YARDSTICK_STEPS = 1_000_000

Seconds = list[float]


def main() -> None:
    """Measure, and print a table of milliseconds."""
    parser = argparse.ArgumentParser(description="Measure how fast Kumppani answers on this machine.")
    parser.add_argument("--encoder", default=DEFAULT, help="name of the encoder")
    encoder = parser.parse_args().encoder
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"KUMPPANI_HOME": folder, "KUMPPANI_ENCODER": encoder, "KUMPPANI_LANGUAGE": "en"}
        figures = measure(Path(folder), environment, encoder)
    print(_machine())  # noqa: T201 - printing is what the command is for
    print(_table(figures).to_string())  # noqa: T201


def measure(home: Path, environment: dict[str, str], encoder: str) -> dict[str, Seconds]:
    """Return the seconds that each thing took, one number per repetition.

    Args:
        home: an empty folder for the database and the vectors.
        environment: what the command is started with.
        encoder: name of the encoder.
    """
    figures = {"yardstick: a million steps of Python": [_timed(_yardstick) for _ in range(STARTS)]}
    figures["first import of 211 actors, encoding included"] = [_run(environment, "import", "--demo")]
    seeker = _demo_network().actors[0].id
    figures["cold start to first answer, command line"] = [
        _run(environment, "suggest", seeker, "--json") for _ in range(STARTS)]
    figures["kumppani --help"] = [_run(environment, "--help") for _ in range(STARTS)]
    figures["a suggestion, in process"] = _in_process(home, encoder)
    figures["a suggestion, over HTTP"] = _over_http(environment)
    return figures


def _in_process(home: Path, encoder: str) -> Seconds:
    vocabularies = open_vocabularies()
    opened = open_encoder(encoder)
    parts = Parts(vocabularies, opened,
                  parse_rules(shipped.RULES.read_text(encoding="utf-8"), vocabularies, shipped.RULES.name),
                  read_weights(shipped.WEIGHTS, tuple(TERMS)), memory=CachedEncoder(opened, home / "vectors.db"))
    matcher = Matcher(Snapshot(_demo_network(), parts))
    query = Query(datetime.now(tz=UTC).date())
    return [_timed(lambda: matcher.suggest(actor, query))  # noqa: B023 - called at once
            for _ in range(STARTS) for actor in matcher.snapshot.network.actors]


def _over_http(environment: dict[str, str]) -> Seconds:
    actors = _demo_network().actors
    with _server(environment) as connection:
        paths = [f"/v1/actors/{actor.id}/suggestions" for actor in actors]
        for path in paths[:10]:
            _get(connection, path)
        return [_timed(lambda: _get(connection, path)) for _ in range(STARTS) for path in paths]  # noqa: B023


@contextmanager
def _server(environment: dict[str, str]) -> Iterator[http.client.HTTPConnection]:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    process = subprocess.Popen([COMMAND, "serve", "--port", str(port)], env=environment,  # noqa: S603 - our command
                               stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    try:
        connection = http.client.HTTPConnection("127.0.0.1", port)
        _wait_until_ready(connection)
        yield connection
    finally:
        process.terminate()
        process.wait()


def _wait_until_ready(connection: http.client.HTTPConnection) -> None:
    end = time.monotonic() + READY_SECONDS
    while time.monotonic() < end:
        try:
            _get(connection, "/readyz")
        except OSError:
            connection.close()
            time.sleep(0.05)
        else:
            return
    raise TimeoutError("The service was not ready in time.")


def _get(connection: http.client.HTTPConnection, path: str) -> bytes:
    connection.request("GET", path)
    answer = connection.getresponse()
    body = answer.read()
    if answer.status != http.client.OK:
        raise RuntimeError(f"{path} answered {answer.status}: {body[:200]!r}")
    return body


def _demo_network() -> Network:
    vocabularies = open_vocabularies()
    actors = read_actors(demo.actors_file(), vocabularies, datetime.now(tz=UTC).date()).all_or_nothing()
    known = {actor.id for actor in actors}
    cooperations = read_cooperations(demo.cooperations_file(), known, vocabularies).all_or_nothing()
    return Network(tuple(sorted(actors, key=lambda actor: actor.id)), cooperations)


def _run(environment: dict[str, str], *arguments: str) -> float:
    return _timed(lambda: subprocess.run([COMMAND, *arguments], env=environment, check=True,  # noqa: S603
                                         capture_output=True))


def _timed(work: Callable[[], object]) -> float:
    start = time.perf_counter()
    work()
    return time.perf_counter() - start


def _yardstick() -> int:
    total = 0
    for step in range(YARDSTICK_STEPS):
        total += step
    return total


def _table(figures: dict[str, Seconds]) -> pd.DataFrame:
    rows = {name: pd.Series(seconds).mul(1000).quantile([0.0, 0.5, 0.99, 1.0]) for name, seconds in figures.items()}
    table = pd.DataFrame(rows).T.round(1)
    table.columns = pd.Index(["lowest ms", "p50 ms", "p99 ms", "highest ms"])
    table.insert(0, "times", [len(seconds) for seconds in figures.values()])
    return table


def _machine() -> str:
    return f"{platform.system()} {platform.machine()}, {os.cpu_count()} cores, Python {platform.python_version()}"


if __name__ == "__main__":
    main()
