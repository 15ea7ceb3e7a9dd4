"""How fast the product answers on this machine: the figures that the documents state.

`python -m evaluation.benchmarks.speed` starts the installed command as a user would, over the demo network in a
folder of its own, and prints a table. A fixed piece of Python work is timed beside it, so that figures of different
machines, or of a busy and an idle hour, can be compared.
"""

from __future__ import annotations

import argparse
import os
import tempfile
from collections.abc import Callable
from pathlib import Path
from resource import RUSAGE_CHILDREN, getrusage

from data import demo
from data.clock import today
from data.files.importing import read_actors, read_cooperations
from data.records.network import Network
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
from matcher import defaults
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import DEFAULT, CachedEncoder, open_encoder
from models.ranker import read_weights

STARTS = 5


def main() -> None:
    """Measure, and print a table of milliseconds."""
    parser = argparse.ArgumentParser(description="Measure how fast Kumppani answers on this machine.")
    parser.add_argument("--encoder", default=DEFAULT, help="name of the encoder")
    encoder = parser.parse_args().encoder
    with tempfile.TemporaryDirectory() as folder:
        environment = os.environ | {"KUMPPANI_HOME": folder, "KUMPPANI_ENCODER": encoder, "KUMPPANI_LANGUAGE": "en"}
        figures = measure(Path(folder), environment, encoder)
    print(machine())  # noqa: T201 - printing is what the command is for
    print(table(figures))  # noqa: T201


def measure(home: Path, environment: dict[str, str], encoder: str) -> dict[str, Seconds]:
    """Return the seconds that each thing took, one number per repetition.

    Args:
        home: an empty folder for the database and the vectors.
        environment: what the command is started with.
        encoder: name of the encoder.
    """
    figures = {YARDSTICK: [seconds_of(yardstick) for _ in range(STARTS)]}
    figures["first import of 211 actors, encoding included"] = [run_command(environment, "import", "--demo")]
    seeker = demo_network().actors[0].id
    figures["cold start to first answer, command line"] = [
        run_command(environment, "suggest", seeker, "--json") for _ in range(STARTS)]
    figures["kumppani suggest, CPU time"] = [
        _cpu_of_children(lambda: run_command(environment, "suggest", seeker, "--json")) for _ in range(STARTS)]
    figures["kumppani serve until ready, CPU time"] = [
        _cpu_of_children(lambda: _start(environment)) for _ in range(STARTS)]
    figures["kumppani --help"] = [run_command(environment, "--help") for _ in range(STARTS)]
    figures["a suggestion, in process"] = _in_process(home, encoder)
    figures["a suggestion, over HTTP"] = _over_http(environment)
    return figures


def _start(environment: dict[str, str]) -> None:
    """Start the service, and stop it once it is ready."""
    with running_service(environment):
        pass


def _cpu_of_children(work: Callable[[], object]) -> float:
    """Return the seconds of CPU of the processes that some work starts and waits for."""
    before = getrusage(RUSAGE_CHILDREN)
    work()
    after = getrusage(RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def _in_process(home: Path, encoder: str) -> Seconds:
    vocabularies = open_vocabularies()
    encoder_ = open_encoder(encoder)
    memory = CachedEncoder(encoder_, home / "vectors.db") if encoder_.is_costly else None
    parts = Parts(vocabularies, encoder_,
                  parse_rules(defaults.RULES.read_text(encoding="utf-8"), vocabularies, defaults.RULES.name),
                  read_weights(defaults.WEIGHTS, tuple(TERMS)), memory=memory)
    matcher = Matcher(Snapshot(demo_network(), parts))
    query = Query(today())
    return [seconds_of(lambda: matcher.suggest(actor, query))  # noqa: B023 - called at once
            for _ in range(STARTS) for actor in matcher.snapshot.network.actors]


def _over_http(environment: dict[str, str]) -> Seconds:
    actors = demo_network().actors
    with running_service(environment) as port, open_connection(port) as connection:
        paths = [f"/v1/actors/{actor.id}/suggestions" for actor in actors]
        for path in paths[:10]:
            ask(connection, path)
        return [seconds_of(lambda: ask(connection, path)) for _ in range(STARTS) for path in paths]  # noqa: B023


def demo_network() -> Network:
    """Return the network of the demo."""
    vocabularies = open_vocabularies()
    actors = read_actors(demo.actors_file(), vocabularies, today()).all_or_nothing()
    ids = {actor.id for actor in actors}
    cooperations = read_cooperations(demo.cooperations_file(), ids, vocabularies).all_or_nothing()
    return Network(tuple(sorted(actors, key=lambda actor: actor.id)), cooperations)


if __name__ == "__main__":
    main()
