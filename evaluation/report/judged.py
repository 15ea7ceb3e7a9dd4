"""What judging by grades has found, for people: a verdict, a table per kind of question, and one of the slices."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import TYPE_CHECKING

from evaluation.judged.metrics import TRAPS
from evaluation.judged.results import FIRST, JudgedResults, PartResult
from evaluation.judged.slices import FEW, IDEAS, STORED
from evaluation.metrics.bootstrap import Estimate
from evaluation.report.figures import interval, number
from evaluation.report.verdicts import questions, verdict
from evaluation.shell import Paper

if TYPE_CHECKING:
    from rich.table import Table

MAIN = (STORED, IDEAS)
COLUMNS: Mapping[str, str] = {FIRST: "NDCG@10", "good@5": "good@5", TRAPS: "traps kept", "unjudged@10": "unjudged"}


def verdicts(results: JudgedResults) -> Iterator[str]:
    """Yield for stored actors and for ideas whether systems can be told apart, and who has seen the grades before."""
    for name in MAIN:
        if name in results.parts:
            yield f"{name.capitalize()}, {verdict(results.parts[name].duel)}"
    for name in results.taught_here:
        yield f"“{name}” was taught by these very grades: its figures flatter it."


def show_judged(results: JudgedResults, paper: Paper) -> None:
    """Print the verdict, the tables, and what was left out."""
    from rich.text import Text

    for sentence in verdicts(results):
        paper.wide(Text(sentence))
    for name in MAIN:
        if name in results.parts:
            part = results.parts[name]
            paper.say("")
            paper.say(f"{name}: {_count(part)}", style="bold")
            paper.wide(_systems(part))
    paper.say("")
    shown = _shown(results)
    paper.say(f"Parts of the questions, as “{shown}” does:", style="bold")
    paper.wide(_slices(results, shown))
    for line in _notes(results):
        paper.wide(Text(line))


def _count(part: PartResult) -> str:
    return f"{questions(part.questions)}, {part.checks} trap{'s' * (part.checks != 1)}"


def _shown(results: JudgedResults) -> str:
    """Return the system whose slices are shown: ours as the service runs it, else the first that answered."""
    return results.in_use or next(iter(results.systems))


def _systems(part: PartResult) -> Table:
    table = _table("system")
    for name in sorted(part.systems, key=lambda name: -part.systems[name][FIRST].mean):
        table.add_row(name, *(_cell(part.systems[name][metric]) for metric in COLUMNS))
    return table


def _slices(results: JudgedResults, system: str) -> Table:
    table = _table("part", "questions")
    for name, part in results.parts.items():
        if name not in MAIN and system in part.systems:
            count = f"{part.questions}{' *' * part.few}"
            table.add_row(name, count, *(_cell(part.systems[system][metric]) for metric in COLUMNS))
    return table


def _table(*head: str) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    for name in head:
        table.add_column(name, justify="left" if name == head[0] else "right")
    for name in COLUMNS.values():
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _cell(one: Estimate) -> str:
    return "\n".join(line for line in (number(one.mean), interval(one)) if line)


def _notes(results: JudgedResults) -> Iterator[str]:
    if any(part.few for part in results.parts.values()):
        yield f"* Fewer than {FEW} questions: neither the figure nor its interval says much."
    for name in MAIN:
        count = results.parts[name].unanswerable if name in results.parts else 0
        if count:
            yield f"{name}: {count} without a positive grade, which count for traps only."
    yield (f"{results.collection}, as of {results.as_of}, {results.actors} actors; known partners are in the "
           "lists; who was not judged counts as grade 0. Intervals: 95 %.")
