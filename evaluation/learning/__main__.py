"""`python -m evaluation.learning`: learn weights of the ranking, and say what they weigh and how good they are.

From a judged collection (`--dataset judged`) the file judged.json, from a dataset of cooperations the two files
with_history.json and without_history.json.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import numpy as np
from rich.progress import Progress

from evaluation.datasets import open_dataset
from evaluation.judged.collection import Collection, open_collection
from evaluation.judged.reliability import level_thresholds, reliability
from evaluation.judged.systems import told_profile
from evaluation.learning import learn, with_history, without_history
from evaluation.learning.graded import GradedList
from evaluation.learning.judged import (
    CrossValidation,
    Lesson,
    cross_validate,
    learn_from,
    open_lesson,
    rule_points,
    weights_of,
)
from evaluation.metrics.bootstrap import estimate, resampled_means
from matcher import defaults
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.ranker import Weights, read_weights, write_weights

JUDGED = "judged"


def main() -> None:
    """Learn, write, and print the weights."""
    parser = argparse.ArgumentParser(description="Learn the weights of the ranking from judged partners, or from what "
                                                 "happened before a day.")
    parser.add_argument("--dataset", default="cordis", help="judged, cordis or network")
    parser.add_argument("--data", type=Path, default=None, help="folder of the dataset; the shipped one without it")
    parser.add_argument("--until", type=date.fromisoformat, default=None,
                        help="first day to know nothing of; the start of the test period without it")
    parser.add_argument("--towards", type=Path, default=defaults.WEIGHTS,
                        help="weights that those learned from judged partners are drawn to, such as those learned from "
                             "the cooperations of the same network; those set by hand without it")
    parser.add_argument("--propose-rules", action="store_true",
                        help="say which points judged partners propose for the rules; nothing is written")
    parser.add_argument("--out", type=Path, default=defaults.LEARNED.parent,
                        help="folder for the files; without it that of the shipped ones")
    options = parser.parse_args()
    options.out.mkdir(parents=True, exist_ok=True)
    if options.dataset == JUDGED:
        towards = read_weights(defaults.weights_file(options.towards), tuple(TERMS))
        collection = open_collection(options.data)
        if options.propose_rules:
            _propose(collection, towards)
        else:
            _learn_from_grades(collection, towards, options.out)
    else:
        _learn_from_history(options.dataset, options.data, options.until, options.out)


def _learn_from_history(name: str, data: Path | None, day: date | None, out: Path) -> None:
    dataset = open_dataset(name, data)
    until = day or dataset.periods["test"].start
    files = {defaults.LEARNED.name: with_history(), defaults.LEARNED_WITHOUT_HISTORY.name: without_history()}
    for file, terms in files.items():
        _write(out / file, learn(dataset.until(until), until, terms, _say))


def _learn_from_grades(collection: Collection, towards: Weights, out: Path) -> None:
    lesson = _lesson(collection, towards)
    with Progress() as progress:
        task = progress.add_task("Leaving out each question in turn", total=len(lesson.lists))
        found = cross_validate(lesson, lambda count: progress.update(task, completed=count))
    fit = learn_from(lesson, lesson.lists)
    as_read = [graded for graded in open_lesson(collection, towards, {}).lists if graded.is_idea]
    parts = {f"{what}: questions and NDCG@10 left out": _figure(found.values_of(lists))
             for what, lists in {**_parts(lesson), "ideas as the program reads them": as_read}.items() if lists}
    signs = dict(zip(lesson.columns.terms, found.same_sign().tolist(), strict=False))
    card = {**parts, "drawn to": f"{towards.origin} {towards.version}",
            "signs that stay": ", ".join(f"{name} {share:.0%}" for name, share in signs.items()),
            "by hand": ", ".join(name for name, weight in lesson.towards.terms.items()
                                 if weight and name not in lesson.columns.terms)}
    _write(out / defaults.JUDGED.name, replace(weights_of(fit, lesson, collection, card), levels=level_thresholds()))
    _say_reliability(lesson, found)


def _propose(collection: Collection, towards: Weights) -> None:
    rules = [rule for rule in collection.ground.rules.in_force(collection.ground.as_of) if rule.effect.points]
    lesson = _lesson(collection, towards, [rule.name for rule in rules])
    proposal = rule_points(learn_from(lesson, lesson.lists), lesson.columns)
    _say("rule: points now → points that the grades propose")
    for rule in rules:
        _say(f"  {rule.name}: {rule.effect.points:+.1f} → {proposal[rule.name]:+.1f}")


def _lesson(collection: Collection, towards: Weights, rules: Sequence[str] = ()) -> Lesson:
    profiles = {question.id: told_profile(question, collection.ground) for question in collection.questions}
    return open_lesson(collection, towards, profiles, rules)


def _parts(lesson: Lesson) -> dict[str, list[GradedList]]:
    return {"stored actors": [graded for graded in lesson.lists if not graded.is_idea],
            "ideas told by hand": [graded for graded in lesson.lists if graded.is_idea]}


def _figure(values: Float64Array) -> str:
    value = estimate(values, resampled_means(values[:, None])[:, 0])
    return f"{len(values)}, {value.mean:.3f} ({value.low:.3f} to {value.high:.3f})"


def _say_reliability(lesson: Lesson, found: CrossValidation) -> None:
    scores = np.concatenate([found.scores[graded.question] for graded in lesson.lists])
    grades = np.concatenate([graded.grades for graded in lesson.lists])
    _say("chance of a grade of 2 or more, by weights that were not learned from the question: pairs, mean, share")
    for one in reliability(scores, grades):
        _say(f"  {one.low:.2f} to {one.high:.2f}: {one.pairs}, {one.expected:.3f}, {one.observed:.3f}")


def _write(path: Path, weights: Weights) -> None:
    write_weights(path, weights)
    _say(f"{path}:")
    for name, value in {**weights.card, **{term: f"{weight:.3f}" for term, weight in weights.terms.items()}}.items():
        _say(f"  {name}: {value}")


def _say(words: str) -> None:
    print(words, flush=True)  # noqa: T201 - printing is what the command is for


if __name__ == "__main__":
    main()
