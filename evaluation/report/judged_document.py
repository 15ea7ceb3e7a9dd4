"""The report on a judged collection: figures, what a score is worth, and lists with grades and reasons."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

from evaluation.judged.examples import JudgedExample, Look
from evaluation.judged.reliability import Bin, reliability
from evaluation.judged.results import FIRST, JudgedResults, PartResult
from evaluation.report.charts import reliability_chart
from evaluation.report.figures import figure_cell, number
from evaluation.report.judged import COLUMNS, MAIN, verdicts
from evaluation.report.markdown import to_markdown
from evaluation.report.page import to_html
from evaluation.report.parts import Document, Part, Table, TableCell, words
from models.artefacts import write_bytes

NOT_JUDGED = "not judged"


def write_judged_report(folder: Path, results: JudgedResults, look: Look | None) -> None:
    """Write report.html and report.md into the folder of a run.

    Args:
        folder: that of the run.
        results: what was found.
        look: a close look at the ranking in use; None where it did not answer.

    Raises:
        MissingExtra: a package that reports are made with is not installed.
    """
    document = Document(f"Kumppani: judged by grades, {results.collection}", tuple(_parts(results, look)))
    for name, content in (("report.html", to_html(document)), ("report.md", to_markdown(document))):
        write_bytes(folder / name, content.encode())


def _parts(results: JudgedResults, look: Look | None) -> Iterator[Part]:
    yield Part(2, "In short", (*verdicts(results), f"{results.actors} actors, as of {results.as_of}."))
    for name in MAIN:
        if name in results.parts:
            yield Part(2, name.capitalize(), tables=(_systems(name, results.parts[name]),))
    if results.in_use:
        yield Part(2, "Parts of the questions", tables=(_slices(results),))
    if look is not None:
        yield from _close(look)


def _systems(title: str, part: PartResult) -> Table:
    order = sorted(part.systems, key=lambda system: -part.systems[system][FIRST].mean)
    rows = tuple((words(name), *(figure_cell(part.systems[name][metric]) for metric in COLUMNS)) for name in order)
    return Table(f"{title}: {part.questions} questions, {part.checks} traps", ("system", *COLUMNS.values()), rows)


def _slices(results: JudgedResults) -> Table:
    rows = tuple((words(name), words(str(part.questions)),
                  *(figure_cell(part.systems[results.in_use][metric]) for metric in COLUMNS))
                 for name, part in results.parts.items() if name not in MAIN and results.in_use in part.systems)
    return Table(f"As “{results.in_use}” does", ("part", "questions", *COLUMNS.values()), rows)


def _close(look: Look) -> Iterator[Part]:
    bins = reliability(look.scores, look.grades)
    meaning = ("A score is the log-odds of a good partner, grade 2 or 3: of the pairs with some chance, that share "
               "should turn out good. Weights that were taught by these grades are flattered here; “python -m "
               "evaluation.learning --dataset judged” tells it for questions that were left out.")
    yield Part(2, "What a score is worth", (meaning,), (_reliability(bins),), (reliability_chart(bins),))
    for title, examples in (("Ten actors", look.stored), ("Ten ideas", look.ideas)):
        if examples:
            yield Part(2, title, ("From the best list to the worst, at even distances.",))
            yield from map(_example, examples)


def _reliability(bins: Sequence[Bin]) -> Table:
    rows = tuple((words(f"{one.low:.2f} to {one.high:.2f}"), words(f"{one.pairs:,}"), words(number(one.expected)),
                  words(number(one.observed))) for one in bins)
    return Table("Chances and what became of them", ("chance", "pairs", "mean chance", "share of good partners"), rows)


def _example(example: JudgedExample) -> Part:
    heads = ("partner", "grade", "level", "why, says the ranking", "why, says the reader")
    rows = [(words(f"{place}. {row.name}"), words(NOT_JUDGED if row.grade is None else str(row.grade)),
             words(row.level), TableCell(row.sentences), words(row.reason))
            for place, row in enumerate(example.rows, start=1)]
    shown = len(heads) if any(row.reason for row in example.rows) else len(heads) - 1
    table = Table(f"NDCG@10 {number(example.ndcg)}", heads[:shown], tuple(row[:shown] for row in rows),
                  frozenset({0, 2, 3, 4}))
    return Part(3, example.title, (example.text,) if example.text else (), (table,))
