"""The frame of a report: what was measured and how to read it, what the alarm found, and what each metric means."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from evaluation.metrics.exposure import EXPOSURE
from evaluation.metrics.ranking import METRICS
from evaluation.report.figures import NOTHING
from evaluation.report.parts import Part, Table, words
from evaluation.report.verdicts import verdict
from evaluation.runs import leakage
from evaluation.runs.results import Results

TASK_QUESTIONS: Mapping[str, str] = {
    "partner": "who will be a new partner of an actor",
    "call": "who will take part in a project",
}
"""What the questions of a task ask."""


def measured_part(results: Results) -> Part:
    """Return what was measured, on what, and how to read it."""
    reading = (
        f"Every system learned from what was known before {results.start}, ranked all actors for every question, and "
        f"is judged by what came about from then until {results.until}, which is not included. "
        f"Beside each figure stands its {results.settings['level']:.0%} interval: how far it could have come out "
        "otherwise with other questions of the same kind, judged by random draws of these ones. "
        f"A star (★) marks the best figure of those it is compared with, and {NOTHING} stands where there was nothing "
        "to measure."
    )
    return Part(2, "What was measured", (*sentences(results), reading), (_facts(results), _systems(results)))


def sentences(results: Results) -> Iterator[str]:
    """Yield whether the questions of each task suffice to tell systems apart, what is in use and what is left out."""
    for task, result in results.tasks.items():
        yield f"{task}, {verdict(result.duel)}"
    if results.in_use:
        yield f"The service ranks with the weights of “{results.in_use}”."
    for metric, reason in results.left_out.items():
        yield f"{metric} is left out: {reason}."


def alarm_part(results: Results) -> Part:
    """Return what the alarm checked: without its silence there would be no results."""
    checks = (
        f"Before rankings were made, a sample of the dataset around {results.start} was built three times: as it is, "
        "cut off at that day, and under pseudonyms. Its records, and the scores that each system gave to up to "
        f"{leakage.QUESTIONS_ASKED} questions of each task, were the same every time: there, nothing that came later "
        "and nothing that is looked up elsewhere reached a system."
    )
    perfect = (
        f"No system put all right answers first in more than {leakage.TOO_OFTEN:.0%} of the questions, which would be "
        f"too good to be true. Counted are questions with at least {leakage.FEWEST_RANKABLE} actors to rank, where "
        f"there are at least {leakage.FEWEST_QUESTIONS} of them."
    )
    silent = "The alarm was silent; had it not been, the run would have been refused and this report not written."
    return Part(2, "Alarm: does the future leak?", (silent, checks, perfect))


def glossary_part() -> Part:
    """Return what each metric means, from the tables of metrics themselves."""
    rows = tuple((words(name), words(entry.description), words(f"{entry.direction} is better"), words(entry.empty),
                  words(entry.kind))
                 for table in (METRICS, EXPOSURE) for name, entry in table.items())
    columns = ("metric", "what it says", "direction", "empty case", "measured")
    return Part(2, "Glossary", (), (Table("The metrics", columns, rows, frozenset(range(len(columns)))),))


def _facts(results: Results) -> Table:
    facts = {
        "dataset": results.dataset,
        "period": f"{results.split}: {results.start} until {results.until} (not included)",
        "actors known on the eve": f"{results.actors:,}",
        "cooperations known on the eve": f"{results.cooperations:,}",
        **{f"questions: {task}" + (f" ({TASK_QUESTIONS[task]})" if task in TASK_QUESTIONS else ""): f"{result.cases:,}"
           for task, result in results.tasks.items()},
        "settings": ", ".join(f"{name} {value:,g}" if name != "seed" else f"{name} {value:.0f}"
                              for name, value in results.settings.items()),
        "versions": ", ".join(f"{name} {value}" for name, value in results.versions.items()),
    }
    return Table("The run", ("what", "value"), tuple((words(name), words(value)) for name, value in facts.items()),
                 frozenset({0, 1}))


def _systems(results: Results) -> Table:
    rows = tuple((words(name), words(system["description"]), words(system["tuned"] or "nothing"))
                 for name, system in results.systems.items())
    return Table("The systems", ("system", "what it does", "what was tuned on the validation period"), rows,
                 frozenset({0, 1, 2}))
