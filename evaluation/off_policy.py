"""Other weights judged by what was shown: `python -m evaluation.off_policy HISTORY --shown-with FILE --weights FILE`.

Only places that were drawn by lot are looked at (`KUMPPANI_EXPLORE`): all stood in the same place of their lists, and
none for its score, so that neither the ranking of then nor the eye for what stands first speaks in the figure. It is
the chance that of two actors that the same actor was shown, one that it wanted and one that it did not, the wanted one
scores higher: the area under the ROC curve (Hanley and McNeil 1982) within each seeker, whose scores are on one scale;
0.5 for a ranking that knows nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np

from data.activity.events import EventKind
from data.errors import DataError
from data.records.relations import OpinionKind
from evaluation.errors import EvaluationError
from evaluation.metrics.bootstrap import Estimate, estimate_of_lists
from evaluation.metrics.exposure import Counts
from matcher.arrangement.exploration import PLACE
from matcher.defaults import weights_file
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.errors import ModelError
from models.ranker import Weights, read_weights

# What an actor says later than this is not put down to the list; lists that are younger are not judged yet.
DAYS = 60
BASE = "base"
GOOD = frozenset({OpinionKind.USEFUL.value, OpinionKind.PARTNER.value})


class HistoryRefused(EvaluationError):
    """A history that nothing can be learned from."""


@dataclass(frozen=True, slots=True)
class LotPlace:
    """An actor that was shown in a place drawn by lot.

    Attributes:
        actor: who was shown it.
        points: row of the sum → points, as they were then.
        was_useful: whether `actor` said within `DAYS` that it was useful, a partner, or what has come of it.
    """

    actor: str
    points: Mapping[str, float]
    was_useful: bool


def read_lot_places(path: Path, weights: str) -> tuple[LotPlace, ...]:
    """Return who was shown by lot, from a file that `kumppani network history` wrote.

    Args:
        path: of the file.
        weights: version of the weights that lists must have been shown with.

    Raises:
        HistoryRefused: it cannot be read.
    """
    try:
        records = [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
        answers = dict(_answers(records))
        return tuple(_lot_places(records, answers, weights))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise HistoryRefused(f"The history cannot be read: {error}.", str(path),
                             "Give a file that “kumppani network history” wrote.") from error


def _answers(records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], list[datetime]]]:
    """Yield for each pair of actors when the one has said something good of the other."""
    moments: dict[tuple[str, str], list[datetime]] = {}
    for record in records:
        good = record["record"] == "event" and (record["kind"] == EventKind.OUTCOME.value or (
            record["kind"] == EventKind.OPINION.value and record["document"]["kind"] in GOOD))
        if good:
            pair = record["actor"], record["other"]
            moments.setdefault(pair, []).append(datetime.fromisoformat(record["happened"]))
    yield from moments.items()


def _lot_places(records: Sequence[Mapping[str, Any]], answers: Mapping[tuple[str, str], list[datetime]],
                weights: str) -> Iterator[LotPlace]:
    """Yield whom the lot has shown: each once a day, however often the list was loaded; not who is gone since."""
    lists = [record for record in records if record["record"] == "list" and record["versions"]["weights"] == weights]
    if not lists:
        return
    keys, last = set[tuple[str, str, date]](), max(map(_time, records)) - timedelta(days=DAYS)
    for record in lists:
        moment, at = _time(record), PLACE - 1 - record["asked"]["offset"]
        if 0 <= at < len(record["places"]) and moment <= last:
            place = record["places"][at]
            key = (record["actor"], place["actor"], moment.date())
            is_judgeable = place["actor"] and place["points"] and place["probability"] < 1  # the first kept no points
            if is_judgeable and key not in keys:
                keys.add(key)
                moments = answers.get(key[:2], ())
                yield LotPlace(record["actor"], place["points"],
                               any(moment <= when <= moment + timedelta(days=DAYS) for when in moments))


def _time(record: Mapping[str, Any]) -> datetime:
    return datetime.fromisoformat(record["shown" if record["record"] == "list" else "happened"])


def scores(places: Sequence[LotPlace], old: Weights, new: Weights) -> Float64Array:
    """Return the scores that other weights give to what was shown, [n].

    Points of a term are its value times its weight, so that other weights make other points of it. A term that weighed
    nothing then left no value behind, and counts nothing here.
    """
    factors = {term: new.terms[term] / weight for term, weight in old.terms.items() if weight}
    return np.array([new.base + sum(points * factors.get(row, 1.0) for row, points in item.points.items()
                                    if row != BASE) for item in places])


def area(places: Sequence[LotPlace], values: Float64Array) -> Estimate:
    """Return the area under the ROC curve within seekers, with an interval from resampling the seekers.

    Args:
        places: who was shown.
        values: their scores, [n].

    Raises:
        HistoryRefused: no seeker was shown both an actor that it wanted and one that it did not.
    """
    of_seekers: defaultdict[str, list[tuple[bool, float]]] = defaultdict(list)
    for item, value in zip(places, values.tolist(), strict=True):
        of_seekers[item.actor].append((item.was_useful, value))
    pairs = np.array([_pairs(of_seekers[seeker]) for seeker in sorted(of_seekers)]).reshape(-1, 2)
    if not pairs[:, 1].sum():
        raise HistoryRefused(f"{len(places)} places were drawn by lot and can be judged, and nobody was shown both one "
                             "that was wanted and one that was not.", "",
                             "Wait until more has been shown with KUMPPANI_EXPLORE=true, and answered.")

    def areas(counts: Counts) -> Float64Array:
        right, total = (counts @ pairs).T
        return np.asarray(np.divide(right, total, out=np.full(len(total), np.nan), where=total > 0))

    return estimate_of_lists(areas, len(of_seekers))


def _pairs(values: Sequence[tuple[bool, float]]) -> tuple[float, int]:
    """Return in how many pairs of a wanted and an unwanted one the wanted scores higher, ties as half, and how many."""
    good, others = (np.array([value for useful, value in values if useful is kind]) for kind in (True, False))
    higher, same = good[:, None] > others, good[:, None] == others
    return float(higher.sum() + 0.5 * same.sum()), higher.size


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge weights by what was shown in the past."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.off_policy", description=main.__doc__)
    parser.add_argument("history", type=Path, metavar="HISTORY", help="file of “kumppani network history”")
    parser.add_argument("--shown-with", type=Path, required=True, metavar="FILE",
                        help="weights that the lists were shown with: a file, or the name of a shipped one")
    parser.add_argument("--weights", type=Path, required=True, metavar="FILE", help="weights to be judged")
    options = parser.parse_args(arguments)
    try:
        old, new = (read_weights(weights_file(path), tuple(TERMS)) for path in (options.shown_with, options.weights))
        places = read_lot_places(options.history, old.fingerprint)
        for name, path, weights in (("as shown", options.shown_with, old), ("judged", options.weights, new)):
            estimate = area(places, scores(places, old, weights))
            sys.stdout.write(f"{estimate.mean:.3f} ({estimate.low:.3f}–{estimate.high:.3f})  {name}: {path}\n")
    except (DataError, ModelError) as error:
        sys.exit(str(error))
    sys.stdout.write(f"{len(places)} places drawn by lot, {sum(item.was_useful for item in places)} of them wanted\n")


if __name__ == "__main__":
    main()
