"""How much work a list of suggestions is: in process, ledgers of ten included, in CPU time beside a yardstick.

`python -m evaluation.benchmarks.lists` opens made-up networks of several sizes and prints a row for each: milliseconds
of CPU and how many yardsticks they are. The yardstick is measured in turns with the questions, so that a busy machine
counts in both. A question is asked by another actor each time, with one thread as in the service. Beside it stands the
list that is made of those alone whom generators find, as in networks too large to be scored whole, and which share of
the first ten it has.
"""

from __future__ import annotations

import argparse
import gc
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from statistics import fmean, median
from time import process_time

import pandas as pd
from threadpoolctl import threadpool_limits

from data.clock import today
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import FINLAND, open_vocabularies
from evaluation.benchmarks.load import invent_actors
from evaluation.benchmarks.speed import demo_network
from evaluation.benchmarks.timing import machine, yardstick
from matcher import candidates, defaults
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rules.reading import parse_rules
from matcher.snapshot import Parts, Snapshot
from matcher.terms import TERMS
from models.encoders import DEFAULT, open_encoder
from models.ranker import read_weights

SIZES = (0, 1000, 10_000, 50_000, 100_000)
QUESTIONS = 40
REPEATS = 3
# Each made-up actor has worked with three others in one of so many cooperations per actor.
MEMBERS, PER_ACTOR = 4, 0.25


def main() -> None:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description="Measure how much work a list is.")
    parser.add_argument("--actors", type=int, nargs="+", default=SIZES, help="how many there are; 0 for the demo")
    options = parser.parse_args()
    rows = {}
    for size in options.actors:
        matcher = open_matcher(invented_network(size) if size else demo_network())
        rows[f"{len(matcher.snapshot.network.actors):,} actors"] = measure(matcher)
    print(machine())  # noqa: T201 - printing is what the command is for
    print(pd.DataFrame(rows).T.round(3).to_string())  # noqa: T201


def invented_network(count: int) -> Network:
    """Return a network of made-up actors, some of which have worked together."""
    actors = sorted(invent_actors(count, "stored"), key=lambda actor: actor.id)
    chance = random.Random(count)  # noqa: S311 - no secret
    works = (Cooperation(tuple(sorted(actor.id for actor in chance.sample(actors, MEMBERS))), f"Project {number}")
             for number in range(int(count * PER_ACTOR)))
    return Network(tuple(actors), tuple(works))


def open_matcher(network: Network) -> Matcher:
    """Return a matcher over a network with what Finland has unless told otherwise."""
    return Matcher(Snapshot(network, default_parts()))


def default_parts() -> Parts:
    """Return what lists are made with in Finland unless told otherwise."""
    vocabularies = open_vocabularies()
    rules = parse_rules(defaults.RULES.read_text(encoding="utf-8"), vocabularies, defaults.RULES.name)
    weights = read_weights(defaults.weights_file(defaults.DEFAULT, FINLAND), tuple(TERMS))
    return Parts(vocabularies, open_encoder(DEFAULT), rules, weights)


def measure(matcher: Matcher) -> dict[str, float]:
    """Return milliseconds of CPU of a list and of the yardstick, and their ratio; medians over questions.

    Of each question the best of some repeats counts. All lists, not yet written, and a rehearsal of other rules are
    as many times the mean of theirs as there are actors. What is read once per actor, such as the themes that its texts
    speak of, has been read.
    """
    actors, query = matcher.snapshot.network.actors, Query(today())
    asking = actors[::max(1, len(actors) // QUESTIONS)][:QUESTIONS]
    other = Matcher(matcher.snapshot.with_rules(matcher.snapshot.rules))
    lists, firsts, rehearsals, yardsticks = list[float](), list[float](), list[float](), list[float]()
    generated, shares = list[float](), list[float]()
    with threadpool_limits(1):
        for actor in asking:
            matcher.suggest(actor, query)
            other.suggest(actor, query)
            gc.collect()
            lists.append(min(_cpu(lambda: matcher.suggest(actor, query)) for _ in range(REPEATS)))  # noqa: B023
            firsts.append(_cpu(lambda: matcher.suggest(actor, query)))  # noqa: B023
            rehearsals.append(_cpu(lambda: other.partners(actor, query, matcher.partners(actor, query).points)))  # noqa: B023
            yardsticks.append(_cpu(yardstick))
            first = _first(matcher, actor, query)
            with _scoring_whom_generators_find():
                shares.append(len(first & _first(matcher, actor, query)) / max(1, len(first)))
                generated.append(min(_cpu(lambda: matcher.suggest(actor, query)) for _ in range(REPEATS)))  # noqa: B023
    count = len(actors)
    return {"list, CPU ms": 1000 * median(lists), "highest": 1000 * max(lists),
            "yardstick, CPU ms": 1000 * median(yardsticks), "yardsticks": median(lists) / median(yardsticks),
            "by generators, CPU ms": 1000 * median(generated), "of the first ten": fmean(shares),
            "all lists, CPU s": count * fmean(firsts), "a rehearsal, CPU s": count * fmean(rehearsals)}


def _first(matcher: Matcher, actor: Profile, query: Query) -> set[str]:
    return {item.profile.id for item in matcher.suggest(actor, query).suggestions}


@contextmanager
def _scoring_whom_generators_find() -> Iterator[None]:
    usual = candidates.SCORE_ALL_UP_TO
    candidates.SCORE_ALL_UP_TO = 0
    try:
        yield
    finally:
        candidates.SCORE_ALL_UP_TO = usual


def _cpu(work: Callable[[], object]) -> float:
    start = process_time()
    work()
    return process_time() - start


if __name__ == "__main__":
    main()
