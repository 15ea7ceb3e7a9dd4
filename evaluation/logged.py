"""Other weights judged by what was shown: `python -m evaluation.logged HISTORY --shown-with FILE --weights FILE`.

Only places that were drawn by lot are looked at (`KUMPPANI_EXPLORE`): all stood in the same place of their lists, and
none for its score, so that neither the ranking of then nor the eye for what stands first speaks in the figure. It is
the chance that of two actors, one that was wanted and one that was not, the wanted one scores higher: the area under
the ROC curve (Hanley and McNeil 1982), 0.5 for a ranking that knows nothing.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import numpy as np
from sklearn.metrics import roc_auc_score

from data.errors import DataError
from data.history import EventKind
from data.records import OpinionKind
from evaluation.comparison import Estimate, estimate_of_lists
from evaluation.errors import EvaluationError
from evaluation.exposure import Counts
from matcher.exploration import PLACE
from matcher.shipped import weights_file
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.errors import ModelError
from models.ranker import Weights, read_weights

# What an actor says later than this is not put down to the list.
DAYS = 60
BASE = "base"
WANTED = frozenset({OpinionKind.USEFUL.value, OpinionKind.PARTNER.value})


class HistoryRefused(EvaluationError):
    """A history that nothing can be learned from."""


@dataclass(frozen=True, slots=True)
class Drawn:
    """An actor that was shown in a place drawn by lot.

    Attributes:
        actor: who was shown it.
        points: row of the sum → points, as they were then.
        wanted: whether `actor` said within `DAYS` that it was useful, a partner, or what has come of it.
    """

    actor: str
    points: Mapping[str, float]
    wanted: bool


def read_drawn(path: Path, weights: str) -> tuple[Drawn, ...]:
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
        return tuple(_drawn(records, answers, weights))
    except (OSError, ValueError, KeyError, TypeError, IndexError) as error:
        raise HistoryRefused(f"The history cannot be read: {error}.", str(path),
                             "Give a file that “kumppani network history” wrote.") from error


def _answers(records: Sequence[Mapping[str, Any]]) -> Iterator[tuple[tuple[str, str], list[datetime]]]:
    """Yield for each pair of actors when the one has said something good of the other."""
    found: dict[tuple[str, str], list[datetime]] = {}
    for record in records:
        good = record["record"] == "event" and (record["kind"] == EventKind.OUTCOME.value or (
            record["kind"] == EventKind.OPINION.value and record["document"]["kind"] in WANTED))
        if good:
            found.setdefault((record["actor"], record["other"]), []).append(datetime.fromisoformat(record["happened"]))
    yield from found.items()


def _drawn(records: Sequence[Mapping[str, Any]], answers: Mapping[tuple[str, str], list[datetime]],
           weights: str) -> Iterator[Drawn]:
    for record in records:
        if record["record"] == "list" and record["versions"]["weights"] == weights:
            at, shown = PLACE - 1 - record["asked"]["offset"], datetime.fromisoformat(record["shown"])
            if 0 <= at < len(record["places"]) and record["places"][at]["probability"] < 1:
                place = record["places"][at]
                said = answers.get((record["actor"], place["actor"]), ())
                wanted = any(shown <= when <= shown + timedelta(days=DAYS) for when in said)
                yield Drawn(record["actor"], place["points"], wanted)


def scores(drawn: Sequence[Drawn], then: Weights, now: Weights) -> Float64Array:
    """Return the scores that other weights give to what was shown, [n].

    Points of a term are its value times its weight, so that other weights make other points of it. A term that weighed
    nothing then left no value behind, and counts nothing here.
    """
    changed = {term: now.terms[term] / weight for term, weight in then.terms.items() if weight}
    return np.array([now.base + sum(points * changed.get(row, 1.0) for row, points in item.points.items()
                                    if row != BASE) for item in drawn])


def area(drawn: Sequence[Drawn], values: Float64Array) -> Estimate:
    """Return the area under the ROC curve, with an interval from resampling the actors that were shown something.

    Raises:
        HistoryRefused: none, or all, of those shown were wanted.
    """
    wanted = np.array([item.wanted for item in drawn], dtype=np.bool_)
    if not wanted.any() or wanted.all():
        raise HistoryRefused(f"Of {len(drawn)} places drawn by lot none, or every one, was wanted.", "",
                             "Wait until more has been shown with KUMPPANI_EXPLORE=true, and answered.")
    names, actors = np.unique([item.actor for item in drawn], return_inverse=True)

    def areas(counts: Counts) -> Float64Array:
        return np.array([_area(wanted, values, row[actors]) for row in counts])

    return estimate_of_lists(areas, len(names))


def _area(wanted: np.ndarray[Any, np.dtype[np.bool_]], values: Float64Array,
          times: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    """Return the area with each item counted some times; NaN where one kind is not among them."""
    there = times > 0
    if len(np.unique(wanted[there])) < 2:  # noqa: PLR2004 - wanted and not wanted
        return float("nan")
    return float(roc_auc_score(wanted[there], values[there], sample_weight=times[there]))


def main(arguments: Sequence[str] | None = None) -> None:
    """Judge weights by what was shown in the past."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.logged", description=main.__doc__)
    parser.add_argument("history", type=Path, metavar="HISTORY", help="file of “kumppani network history”")
    parser.add_argument("--shown-with", type=Path, required=True, metavar="FILE",
                        help="weights that the lists were shown with: a file, or the name of a shipped one")
    parser.add_argument("--weights", type=Path, required=True, metavar="FILE", help="weights to be judged")
    chosen = parser.parse_args(arguments)
    try:
        then, now = (read_weights(weights_file(path), tuple(TERMS)) for path in (chosen.shown_with, chosen.weights))
        drawn = read_drawn(chosen.history, then.fingerprint)
        for name, weights in (("as shown", then), ("judged", now)):
            found = area(drawn, scores(drawn, then, weights))
            sys.stdout.write(f"{found.mean:.3f} ({found.low:.3f}–{found.high:.3f})  {name}: {weights.version}\n")
    except (DataError, ModelError) as error:
        sys.exit(str(error))
    sys.stdout.write(f"{len(drawn)} places drawn by lot, {sum(item.wanted for item in drawn)} of them wanted\n")


if __name__ == "__main__":
    main()
