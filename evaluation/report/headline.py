"""The headline of a run, for the documents: `python -m evaluation.report.headline OUT [PAGE]`.

Writes one table per task from OUT/results.json between the marks `<!-- begin: benchmark -->` and
`<!-- end: benchmark -->`; whatever else stands in the file is left as it is.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path

from data.errors import DataError
from evaluation.errors import EvaluationError
from evaluation.metrics.bootstrap import Estimate
from evaluation.report.figures import NOTHING, interval, number, with_sign
from evaluation.report.markdown import escape
from evaluation.report.overview import TASK_QUESTIONS
from evaluation.report.systems import FIRST, best_first, verdict
from evaluation.runs.results import Results, TaskResult, read_results
from evaluation.runs.scoring import is_ours
from models.artefacts import write_bytes
from models.errors import ModelError

PAGE = Path("docs", "evaluation.md")
BEGIN = "<!-- begin: benchmark -->\n"
END = "<!-- end: benchmark -->"

COLUMNS: Mapping[str, str] = {
    FIRST: "NDCG@10 (95 % interval)",
    "recall@100": "recall@100",
    "mrr": "MRR",
    "gini": "Gini",
    "coverage": "coverage",
    "small_or_new": "small or new",
}
"""The metrics that are shown, and what they are called there."""


class MarksMissing(EvaluationError):
    """A file has no place for the headline, or more than one."""


def main(arguments: Sequence[str] | None = None) -> None:
    """Write the headline of a run into a page."""
    parser = argparse.ArgumentParser(prog="python -m evaluation.report.headline", description=main.__doc__)
    parser.add_argument("out", type=Path, metavar="OUT", help="folder of the run, with its results.json")
    parser.add_argument("page", type=Path, nargs="?", default=PAGE, metavar="PAGE",
                        help=f"file that has the marks; default: {PAGE}")
    options = parser.parse_args(arguments)
    try:
        update(options.page, read_results(options.out / "results.json"))
    except (DataError, ModelError) as error:
        sys.exit(str(error))


def update(path: Path, results: Results) -> None:
    """Put the headline of a run between the marks of a file.

    Raises:
        MarksMissing: the file cannot be read, or does not have each mark once, in order.
    """
    cure = f"Give a file with one line “{BEGIN.strip()}” and, below it, one line “{END}”."
    try:
        words = path.read_text(encoding="utf-8")
    except (OSError, ValueError) as error:
        raise MarksMissing("This file cannot be read.", str(path), cure) from error
    head, begin, rest = words.partition(BEGIN)
    _, end, tail = rest.partition(END)
    if not end or BEGIN in rest or END in head + tail:
        raise MarksMissing("This file has no single place for the headline.", str(path), cure)
    write_bytes(path, f"{head}{begin}{headline(results)}\n{end}{tail}".encode())


def headline(results: Results) -> str:
    """Return a table per task, what sets our system apart from the best of the others, and how it was made."""
    blocks = [block for task, result in results.tasks.items() for block in (_title(task, result), _table(result))]
    differences = [f"- {task}: {_difference(result)}" for task, result in results.tasks.items() if _is_compared(result)]
    return "\n\n".join((*blocks, *(["\n".join(differences)] if differences else ()), _origin(results)))


def _title(task: str, result: TaskResult) -> str:
    question = f": {TASK_QUESTIONS[task]}" if task in TASK_QUESTIONS else ""
    return f"**{escape(task)}**{question} ({result.cases:,} questions)"


def _table(result: TaskResult) -> str:
    rows = ((escape(name), *_figures(result.systems[name])) for name in best_first(result))
    head = (("system", *COLUMNS.values()), ("---", *["---:"] * len(COLUMNS)))
    return "\n".join(map(_row, (*head, *rows)))


def _figures(metrics: Mapping[str, Estimate]) -> Iterator[str]:
    for metric in COLUMNS:
        figure = number(metrics[metric].mean) if metric in metrics else NOTHING
        yield f"{figure} ({interval(metrics[metric])})" if metric == FIRST else figure


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _is_compared(result: TaskResult) -> bool:
    return is_ours(result.reference) and any(not is_ours(name) for name in result.comparisons)


def _difference(result: TaskResult) -> str:
    """Return what our system has over the best of the others, which is chosen by the same figures."""
    other = next(name for name in best_first(result) if name in result.comparisons and not is_ours(name))
    one = result.comparisons[other][FIRST]
    ends = f"{with_sign(one.difference.low)} to {with_sign(one.difference.high)}"
    return (f"{escape(result.reference)} minus {escape(other)}, the best of the others: "
            f"{with_sign(one.difference.mean)} NDCG@10 ({ends}), {verdict(one)}.")


def _origin(results: Results) -> str:
    last = date.fromisoformat(results.until) - timedelta(days=1)
    questions = ", ".join(f"{result.cases:,} ({task})" for task, result in results.tasks.items())
    return (
        f"Made by `kumppani evaluate --dataset {results.dataset} --split {results.split}`, version "
        f"{results.versions['kumppani']}: {results.actors:,} actors and {results.cooperations:,} cooperations known "
        f"before {results.start}, and what began from then to {last}; questions: {questions}. Intervals come from "
        f"{results.settings['resamples']:,.0f} random draws of the questions."
    )


if __name__ == "__main__":
    main()
