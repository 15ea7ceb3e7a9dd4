"""`kumppani evaluate`: nothing heavy is imported before the command runs."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaluation.shell import CommandShell, Figures, Paper

if TYPE_CHECKING:
    from rich.table import Table

    from evaluation.baselines import System
    from evaluation.datasets.dataset import History
    from evaluation.judged.collection import Collection
    from evaluation.judged.results import JudgedResults
    from evaluation.runs.ranking import Holdout, Progress, Rankings
    from evaluation.runs.results import Results, TaskResult

ALL = "all"
VALIDATION = "validation"
JUDGED, NETWORK = "judged", "network"
COLUMNS = 3
"""How many metrics of exposure stand side by side: their names are long, and a terminal has 80 columns."""


@dataclass(frozen=True)
class EvaluationOptions:
    """Who is judged, and on what."""

    dataset: Annotated[str, typer.Option(
        metavar="NAME", help="Dataset to judge on: cordis, network, or judged, where partners were graded.")] = "cordis"
    data: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Folder of the dataset.", show_default="the one that is shipped")] = None
    task: Annotated[str | None, typer.Option(
        metavar="NAME", help="partner, call or all.", show_default=ALL)] = None
    split: Annotated[str | None, typer.Option(
        metavar="NAME", help="validation or test.", show_default=VALIDATION)] = None
    systems: Annotated[str, typer.Option(metavar="NAMES", help="Systems, separated by commas, or all.")] = ALL
    weights: Annotated[str, typer.Option(
        metavar="NAMES", help="Judge our ranking with these weights, too: hand_set, with_history, without_history or "
                              "files, separated by commas.")] = ""


def evaluate(
    shell: CommandShell,
    options: EvaluationOptions,
    out: Annotated[Path, typer.Option(
        metavar="DIR", help="Folder for rankings and results.")] = Path("evaluation-results"),
) -> None:
    """Judge how good suggestions are, against cooperation that really came about, or against grades (judged).

    Every system learns from what was known on the eve of the period, ranks all actors, and is compared with what
    happened then. Rows of ours are named by their weights; those that the service uses (KUMPPANI_WEIGHTS) are among
    them. Rankings are kept in the folder: a run that was stopped goes on where it was, and what has not
    changed is not computed again. results.json holds everything that was found; report.html and report.md show it.

    Where partners were graded (judged), nothing is learned, and results.json is all that is written.
    """
    if options.dataset == JUDGED:
        evaluate_judged(shell, options, out)
    else:
        evaluate_history(shell, options, out)


def evaluate_history(shell: CommandShell, options: EvaluationOptions, out: Path) -> None:
    """Judge by cooperation that came about after a day."""
    from evaluation.baselines import SYSTEMS
    from evaluation.baselines.kumppani import system_with_weights
    from evaluation.datasets.tasks import NEEDS, TASKS
    from evaluation.errors import english

    tasks = choose("task", options.task or ALL, TASKS)
    in_use, one = system_with_weights(shell.settings.weights, _vocabulary(options))
    choices = {in_use: one, **SYSTEMS}  # the entry of the registry knows what to do about days that are judged
    systems = {name: choices[name] for name in choose("system", options.systems, choices)}
    systems |= dict(system_with_weights(Path(name.strip())) for name in options.weights.split(",") if name.strip())
    with shell.progress(english("opening the dataset")):
        holdout = _open_holdout(options, tasks)
    if options.systems == ALL:
        _leave_out_leak(shell, systems, in_use, holdout.history)
    for task in [task for task in tasks if task not in holdout.cases]:
        shell.note(english(f"The task “{task}” is left out, as it has no question. It takes {NEEDS[task]}."))
    try:
        results = judge(shell, holdout, systems, out, in_use)
    except KeyboardInterrupt:
        shell.note(english("Stopped. The same command goes on where it was."))
        raise
    shell.answer(Figures(results.figures()), lambda: show(results, shell.out))


def evaluate_judged(shell: CommandShell, options: EvaluationOptions, out: Path) -> None:
    """Judge by the grades of a judged collection.

    Raises:
        ChoiceRefused: an option makes no sense here, or there is no such system.
        DatasetRefused: the collection has a fault.
        ModelError: no system could answer, or weights cannot be used.
    """
    from data.collections import finland_folder
    from evaluation.datasets.network import vocabulary_of
    from evaluation.errors import ChoiceRefused
    from evaluation.judged.answering import answer_in_turn
    from evaluation.judged.collection import open_collection
    from evaluation.judged.results import answer, judge, judged_figures
    from evaluation.judged.systems import SYSTEMS, own_systems, taught_on
    from evaluation.report import check_packages
    from evaluation.report.judged import show_judged
    from evaluation.runs.ranking import check_folder
    from matcher import defaults

    for name, value in (("task", options.task), ("split", options.split)):
        if value is not None:
            raise ChoiceRefused(f"Grades know no --{name}.", "", "Leave it out: all questions are judged, at one time.")
    vocabulary = vocabulary_of(options.data or finland_folder())
    in_use = defaults.weights_file(shell.settings.weights, vocabulary)
    files = [defaults.weights_file(Path(name)) for name in filter(None, map(str.strip, options.weights.split(",")))]
    choices = {**own_systems(in_use), **SYSTEMS}
    systems = {name: choices[name] for name in choose("system", options.systems, choices)}
    for file in files:
        systems |= own_systems(file)
    collection = open_collection(options.data)
    check_packages()
    check_folder(out)
    lists, left_out = answer_in_turn(shell, systems, len(collection.questions), partial(answer, collection))
    taught = {name for file in (in_use, *files) if taught_on(file) == collection.name for name in own_systems(file)}
    results = replace(judge(collection, systems, lists, left_out, next(iter(own_systems(in_use)))),
                      taught_here=tuple(name for name in lists if name in taught))
    _report_judged(shell, collection, in_use, results, out)
    shell.answer(Figures(judged_figures(results)), lambda: show_judged(results, shell.out))


def _report_judged(shell: CommandShell, collection: Collection, in_use: Path, results: JudgedResults,
                   out: Path) -> None:
    """Write the results and the report, with a close look at the ranking in use if it answered."""
    from evaluation.errors import english
    from evaluation.judged.examples import look_at
    from evaluation.judged.results import write_judged
    from evaluation.judged.systems import own_matcher
    from evaluation.report.judged_document import write_judged_report

    write_judged(out / "results.json", results)
    with shell.progress(english("Writing the report")):
        look = look_at(collection, own_matcher(in_use, collection.ground)) if results.in_use else None
        write_judged_report(out, results, look)


def _leave_out_leak(shell: CommandShell, systems: dict[str, System], in_use: str, history: History) -> None:
    """Take the weights in use out of `systems`, and say so, if they were learned from days that are judged."""
    from evaluation.baselines.kumppani import FixedWeights
    from evaluation.errors import LeakageFound, english

    factory = systems[in_use].factory
    try:
        if isinstance(factory, FixedWeights):
            factory.check(history)
    except LeakageFound as error:
        del systems[in_use]
        shell.note(english(f"“{in_use}” is left out. {error}"))


def _vocabulary(options: EvaluationOptions) -> Path:
    """Return the folder of a network's vocabulary; a benchmark has one of its own, which lies nowhere."""
    from evaluation.datasets.network import vocabulary_of

    return vocabulary_of(options.data) if options.dataset == NETWORK and options.data else Path(options.dataset)


def _open_holdout(options: EvaluationOptions, tasks: Sequence[str]) -> Holdout:
    from evaluation.datasets import open_dataset
    from evaluation.runs.ranking import open_holdout

    return open_holdout(open_dataset(options.dataset, options.data), options.split or VALIDATION, tasks)


def judge(shell: CommandShell, holdout: Holdout, systems: Mapping[str, System], out: Path,
          in_use: str = "") -> Results:
    """Let systems answer the questions, write results.json and the report into `out`, and return what was found.

    Raises:
        LeakageFound: the dataset or a system knows of the future.
        FolderRefused: nothing can be written into `out`.
        MissingExtra: a package that reports are made with is not installed; said before anything is computed.
    """
    from evaluation.errors import english
    from evaluation.report import check_packages, write_report
    from evaluation.runs.leakage import check_history
    from evaluation.runs.ranking import check_folder
    from evaluation.runs.results import write_results
    from evaluation.runs.scoring import judge_holdout

    check_packages()
    check_folder(out)
    check_history(holdout.dataset, holdout.history.day)
    rankings = {name: _run(shell, holdout, name, system, out) for name, system in systems.items()}
    with shell.progress(english("figures and report")):
        results = judge_holdout(holdout, systems, rankings, in_use if in_use in systems else "")
        write_results(out / "results.json", results)
        write_report(out, results)
    return results


def choose(kind: str, words: str, choices: Mapping[str, object]) -> tuple[str, ...]:
    """Return the names that `words` asks for, in the order asked; “all” asks for every choice.

    Raises:
        ChoiceRefused: one of them is no choice.
    """
    from evaluation.errors import ChoiceRefused

    names = tuple(dict.fromkeys(part.strip() for part in words.split(",")))
    if names == (ALL,):
        return tuple(choices)
    for name in names:
        if name not in choices:
            raise ChoiceRefused.among(kind, name, (*choices, ALL))
    return names


def show(results: Results, paper: Paper) -> None:
    """Print tables per task: how good the lists are, and who is shown; each figure with its 95 % interval."""
    from rich.text import Text

    from evaluation.metrics.exposure import EXPOSURE
    from evaluation.report.overview import sentences
    from evaluation.report.systems import measured

    for sentence in sentences(results):
        paper.wide(Text(sentence))
    paper.say(f"{results.dataset}, {results.split} ({results.start} up to {results.until}): "
              f"{results.actors} actors, {results.cooperations} earlier cooperations")
    for task, result in results.tasks.items():
        paper.say("")
        paper.say(f"{task}: {result.cases} questions", style="bold")
        for metrics in (measured(result), *_parts(tuple(EXPOSURE))):
            paper.wide(_table(result, metrics))


def _run(shell: CommandShell, holdout: Holdout, name: str, system: System, out: Path) -> dict[str, Rankings]:
    from data.wording.texts import Labels, Text
    from evaluation.runs.ranking import run_system

    total = sum(map(len, holdout.cases.values()))
    with shell.progress(Text(Labels({"en": name})), total) as advance:
        return run_system(holdout, name, system, out, _as_progress(advance))


def _as_progress(advance: Callable[[int], None]) -> Progress:
    return lambda _name, count, _total: advance(count)


def _parts(metrics: Sequence[str]) -> list[Sequence[str]]:
    return [metrics[start:start + COLUMNS] for start in range(0, len(metrics), COLUMNS)]


def _table(result: TaskResult, metrics: Sequence[str]) -> Table:
    from rich.table import Table

    from evaluation.metrics.ranking import METRICS
    from evaluation.report.figures import interval, number

    table = Table("system", box=None, pad_edge=False)
    for metric in metrics:
        table.add_column(metric, justify="right", no_wrap=True)
    first = metrics[0]
    order = result.systems if first not in METRICS else sorted(
        result.systems, key=lambda name: -result.systems[name][first].mean)
    for name in order:
        estimates = (result.systems[name][metric] for metric in metrics)
        table.add_row(name, *(f"{number(one.mean)}\n{interval(one)}" for one in estimates))
    return table

