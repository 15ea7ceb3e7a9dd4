"""Systems answer the questions of a holdout; their rankings are kept in files that count only where the key fits."""

from __future__ import annotations

import hashlib
import io
import json
import zipfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from importlib.metadata import version
from pathlib import Path
from tempfile import TemporaryFile
from typing import TypeAlias

import numpy as np
import numpy.typing as npt

from evaluation.baselines import Scorer, System
from evaluation.datasets.dataset import Dataset, History, Period
from evaluation.datasets.tasks import NEEDS, TASKS, Case
from evaluation.errors import ChoiceRefused, FolderRefused, QuestionsRefused, ScoresRefused
from evaluation.metrics.ranking import RANKING_LENGTH
from evaluation.runs.leakage import check_rankings, check_system
from evaluation.threads import map_in_threads
from matcher.features import IntArray
from models.arrays import Float64Array, array_from_bytes, array_to_bytes
from models.artefacts import write_bytes

Int32Array: TypeAlias = npt.NDArray[np.int32]

Progress: TypeAlias = Callable[[str, int, int], None]
"""Called with the name of a system, the number of questions answered so far, and their total."""

PADDING = -1


@dataclass(frozen=True)
class Holdout:
    """The questions of one dataset and split, held out from what systems learn from.

    Attributes:
        dataset: where they come from.
        split: name of its period.
        history: what was known on the eve of the period.
        cases: task to its questions, at least one each.
        version: a short text that changes with any record of the history or any case (SHA-256, 16 digits).
    """

    dataset: Dataset
    split: str
    history: History
    cases: Mapping[str, tuple[Case, ...]]
    version: str


@dataclass(frozen=True)
class Rankings:
    """What a system answered to the q questions of a task.

    Attributes:
        rows: [q, RANKING_LENGTH] rows of the best, best first, padded with -1.
        first: [q] rank of the first relevant actor in the full ranking, from 1.
    """

    rows: Int32Array
    first: Int32Array


def open_holdout(dataset: Dataset, split: str, tasks: Iterable[str] = tuple(TASKS)) -> Holdout:
    """Build the history and the questions of a split.

    A task without a question in the period is left out.

    Raises:
        ChoiceRefused: the dataset has no such split, or there is no such task.
        QuestionsRefused: no task has a question in the period.
    """
    if split not in dataset.periods:
        raise ChoiceRefused.among(f"split of {dataset.name}", split, dataset.periods)
    period = dataset.periods[split]
    history = dataset.before(period.start)
    all_cases = {task: _cases(dataset, history, period, task) for task in tasks}
    cases = {task: own for task, own in all_cases.items() if own}
    if not cases:
        needs = "; ".join(f"{task}: {NEEDS[task]}" for task in all_cases)
        raise QuestionsRefused(
            f"There is no question from {period.start} up to {period.until}, which is not included. It takes {needs}.",
            f"{dataset.name}, {split}", "Choose another task or split, or a dataset with more dated cooperations.")
    return Holdout(dataset, split, history, cases, _version(history, cases))


def check_folder(folder: Path) -> None:
    """Make a folder for rankings and results; refused now rather than when there is something to keep.

    Raises:
        FolderRefused: nothing can be written there.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with TemporaryFile(dir=folder):
            pass
    except OSError as error:
        raise FolderRefused(f"Nothing can be written here: {error.strerror or error}.", str(folder),
                            "Name another folder with --out.") from error


def run_system(holdout: Holdout, name: str, system: System, folder: Path,
               progress: Progress = lambda _name, _count, _total: None) -> dict[str, Rankings]:
    """Return the rankings of a system by task, from `folder`/<task>/<name>.npz where the key fits, else made now.

    The system learns once, and only if something has to be made; it has to pass the alarm first.

    Raises:
        LeakageFound: the system knows what it cannot know.
        ScoresRefused: its scores cannot be ranked.
    """
    keys = {task: _key(holdout, task, name, system) for task in holdout.cases}
    files = {task: read_rankings(_path(folder, task, name), key) for task, key in keys.items()}
    usable = {task: rankings for task, rankings in files.items() if rankings is not None}
    fresh = {}
    for task, rankings in _make(holdout, name, system, [task for task in keys if task not in usable], progress):
        write_rankings(_path(folder, task, name), rankings, keys[task])
        fresh[task] = rankings
    return {task: (usable | fresh)[task] for task in keys}


def rank(scores: Float64Array, case: Case) -> tuple[IntArray, int]:
    """Return the RANKING_LENGTH best rows, best first, and the rank of the first relevant row in the full ranking.

    Ranks count from 1. Higher scores come first and equal ones in the order of rows; excluded rows are left out.
    """
    rows = np.delete(np.arange(len(scores)), case.question.excluded)
    values, relevant = scores[rows], scores[case.relevant]
    best = relevant.max()
    row = case.relevant[relevant == best][0]
    first = 1 + np.count_nonzero(values > best) + np.count_nonzero(values[:np.searchsorted(rows, row)] == best)
    return rows[_best(values)], int(first)


def write_rankings(path: Path, rankings: Rankings, key: str) -> None:
    """Write rankings as .npz, atomically; the same rankings and key give the same bytes."""
    arrays = {"key": np.array(key), "rows": rankings.rows, "first": rankings.first}
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, array in arrays.items():
            entry = zipfile.ZipInfo(f"{name}.npy")  # dated 1980, unlike what numpy.savez writes
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, array_to_bytes(array))
    path.parent.mkdir(parents=True, exist_ok=True)
    write_bytes(path, buffer.getvalue())


def read_rankings(path: Path, key: str) -> Rankings | None:
    """Return stored rankings; None when they have to be made: there are none, damaged ones, or those of another key."""
    try:
        with zipfile.ZipFile(path) as archive:
            stored_key, rows, first = (array_from_bytes(archive.read(f"{name}.npy"))
                                       for name in ("key", "rows", "first"))
    except (OSError, ValueError, KeyError, zipfile.BadZipFile):
        return None
    return Rankings(rows.astype(np.int32), first.astype(np.int32)) if str(stored_key) == key else None


def _best(values: Float64Array) -> IntArray:
    """Return the positions of the RANKING_LENGTH best values in order; of equal ones the first."""
    if len(values) > RANKING_LENGTH:
        threshold = np.partition(values, len(values) - RANKING_LENGTH)[len(values) - RANKING_LENGTH]
        better = np.flatnonzero(values > threshold)
        positions = np.concatenate([better, np.flatnonzero(values == threshold)[:RANKING_LENGTH - len(better)]])
    else:
        positions = np.arange(len(values))
    return positions[np.lexsort((positions, -values[positions]))]


def _cases(dataset: Dataset, history: History, period: Period, task: str) -> tuple[Case, ...]:
    if task not in TASKS:
        raise ChoiceRefused.among("task", task, TASKS)
    return TASKS[task](dataset, history, period)


def _make(holdout: Holdout, name: str, system: System, tasks: list[str],
          progress: Progress) -> Iterator[tuple[str, Rankings]]:
    """Yield the rankings of each task as soon as they are there."""
    if not tasks:
        return
    factory = system.load()
    check_system(name, factory, holdout.dataset, holdout.history.day)
    scorer = factory(holdout.history)
    total, count = sum(len(holdout.cases[task]) for task in tasks), 0
    for task in tasks:
        tell = partial(_tell, progress, name, count, total)
        rankings = _rank_all(holdout, task, name, scorer, tell)
        check_rankings(name, rankings.rows, holdout.cases[task], len(holdout.history.network.actors))
        yield task, rankings
        count += len(holdout.cases[task])


def _tell(progress: Progress, name: str, past: int, total: int, count: int) -> None:
    progress(name, past + count, total)


def _rank_all(holdout: Holdout, task: str, name: str, scorer: Scorer, progress: Callable[[int], None]) -> Rankings:
    cases, size = holdout.cases[task], len(holdout.history.network.actors)
    rows = np.full((len(cases), RANKING_LENGTH), PADDING, dtype=np.int32)
    first = np.zeros(len(cases), dtype=np.int32)
    for number, (best, first[number]) in enumerate(_answers(scorer, cases, size, name)):
        rows[number, :len(best)] = best
        progress(number + 1)
    return Rankings(rows, first)


def _answers(scorer: Scorer, cases: Sequence[Case], size: int, name: str) -> Iterator[tuple[IntArray, int]]:
    def answer(case: Case) -> tuple[IntArray, int]:
        return rank(_check(scorer(case.question), size, name, case.question.id), case)

    yield answer(cases[0])  # with all cores, as it may have to open what the others find open
    yield from map_in_threads(answer, cases[1:])


def _check(scores: Float64Array, size: int, name: str, question: str) -> Float64Array:
    if scores.shape != (size,):
        raise ScoresRefused(f"It gave scores of the shape {scores.shape} to the question “{question}”, where {size} "
                            "actors are to be ranked.", name, "Give one score per actor of history.network.actors.")
    if np.isnan(scores).any():
        raise ScoresRefused(f"It gave a score that is not a number to the question “{question}”.", name,
                            "Give every actor a number; -inf for one that must stand last.")
    return scores


def _path(folder: Path, task: str, name: str) -> Path:
    return folder / task / f"{name}.npz"


def _version(history: History, cases: Mapping[str, tuple[Case, ...]]) -> str:
    digest = hashlib.sha256(f"{history.day} {history.network.version}".encode())
    for task, own in cases.items():
        for case in own:
            question = case.question
            digest.update(f"{task} {question.id} {question.seeker} {question.project}".encode())
            digest.update(question.excluded.tobytes() + b"|" + case.relevant.tobytes())
    return digest.hexdigest()[:16]


def _key(holdout: Holdout, task: str, name: str, system: System) -> str:
    parts = {"dataset": holdout.dataset.name, "records": holdout.version, "split": holdout.split, "task": task,
             "system": name, "fingerprint": system.fingerprint, "program": version("kumppani")}
    return hashlib.sha256(json.dumps(parts, sort_keys=True).encode()).hexdigest()
