"""What a page weighs and how long it takes: bytes, requests, and milliseconds on the server.

`python -m evaluation.benchmarks.pages` starts the installed command over the demo network, and again over a network of
made-up actors, and asks for each page as a browser would, with everything that it loads. A row says how many requests
that are, how many kilobytes (and how many of them once packed by gzip, as a proxy does), how long the page itself took
until its last byte came, and how much CPU time of the server.
"""

from __future__ import annotations

import argparse
import gzip
import os
import re
import tempfile
import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from urllib.parse import quote

import pandas as pd

from data.files.writers import write_actors
from data.records.profiles import Profile
from evaluation.benchmarks.load import invent_actors
from evaluation.benchmarks.serving import cpu_seconds
from evaluation.benchmarks.speed import demo_network
from evaluation.benchmarks.timing import (
    COMMAND,
    YARDSTICK,
    Server,
    ask,
    machine,
    open_connection,
    run_command,
    running,
    seconds_of,
    yardstick,
)

ACTORS = 10_000
TIMES = 10
IDEA = "Suunnittelemme kielikahvilaa pienten lasten äideille Rovaniemellä. Etsimme kirjastoa, emme oppilaitoksia."
LOADED = re.compile(r'<(?:link rel="(?:stylesheet|icon)"|script)[^>]*?(?:href|src)="([^"]+)"')


def main() -> None:
    """Measure, and print a table for each network."""
    parser = argparse.ArgumentParser(description="Measure what pages weigh and how long they take.")
    parser.add_argument("--actors", type=int, default=ACTORS, help="how many made-up actors; 0 for the demo alone")
    count = parser.parse_args().actors
    pace = 1000 * median(seconds_of(yardstick) for _ in range(TIMES))
    print(f"{machine()}\n{YARDSTICK}, p50 ms: {pace:.1f}")  # noqa: T201 - printing is what the command is for
    for actors in (demo_network().actors, *([tuple(invent_actors(count, "stored"))] if count else [])):
        with serving(actors) as server:
            print(f"\n{len(actors):,} actors\n{measure(server, actors[0].id).to_string()}")  # noqa: T201


@contextmanager
def serving(actors: tuple[Profile, ...]) -> Iterator[Server]:
    """Run the service over some actors until the block ends."""
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"KUMPPANI_HOME": folder, "KUMPPANI_RATE": "100000000/minute"}
        write_actors(actors, Path(folder) / "actors.jsonl")
        run_command(environment, "import", f"{folder}/actors.jsonl")
        with running([COMMAND, "serve"], environment, "/readyz") as server:
            yield server


def pages(actor: str) -> Mapping[str, str]:
    """Return the addresses of pages by their names."""
    own = f"/en/actors/{quote(actor, safe='')}"
    return {"first page": "/en/", "partners of an actor": own, "partners in a region": f"{own}?region=19",
            "an idea": f"{own}/idea?text={quote(IDEA)}", "profile and coach": f"{own}/profile",
            "search": "/en/search?q=kielikahvila", "network and map": "/en/network", "gaps": "/en/network/gaps",
            "exposure": "/en/network/exposure", "rules": "/en/network/rules", "lists": "/en/network/imports"}


def measure(server: Server, actor: str) -> pd.DataFrame:
    """Return a row for each page; see the module."""
    return pd.DataFrame([{"page": name, **_weigh(server, address), **_time(server, address)}
                         for name, address in pages(actor).items()]).set_index("page").round(1)


def _weigh(server: Server, address: str) -> dict[str, float]:
    with open_connection(server.port) as connection:
        content = ask(connection, address)
        parts = [content, *(ask(connection, part) for part in dict.fromkeys(LOADED.findall(content.decode())))]
    return {"requests": len(parts), "kB": sum(map(len, parts)) / 1000,
            "kB packed": sum(len(gzip.compress(part)) for part in parts) / 1000}


def _time(server: Server, address: str) -> dict[str, float]:
    seconds = []
    with open_connection(server.port) as connection:
        ask(connection, address)
        used = cpu_seconds(server.process)
        for _ in range(TIMES):
            start = time.perf_counter()
            ask(connection, address)
            seconds.append(time.perf_counter() - start)
    return {"p50 ms": 1000 * median(seconds), "highest ms": 1000 * max(seconds),
            "CPU ms": 1000 * (cpu_seconds(server.process) - used) / TIMES}


if __name__ == "__main__":
    main()
