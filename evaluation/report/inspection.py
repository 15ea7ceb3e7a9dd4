"""What only the ranking can tell of itself: curves, candidates, what each term brings, and lists with their ledgers.

`python -m evaluation.report.inspection OUT` adds it to the report of a run of `kumppani evaluate` in which `kumppani`
took part.
"""

from __future__ import annotations

import argparse
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from data.errors import DataError
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import render
from evaluation.baselines.kumppani import weights_before
from evaluation.datasets import open_dataset
from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Case
from evaluation.encoding.invariance import measure_invariance
from evaluation.learning import candidate_values, open_snapshot
from evaluation.learning.windows import seeker_of, without_confirmations
from evaluation.metrics.bootstrap import RESAMPLES, Estimate, estimate, resampled_means
from evaluation.metrics.exposure import NEWCOMER as SMALL
from evaluation.metrics.exposure import describe_actors
from evaluation.metrics.ranking import LIST_LENGTH, METRICS, RANKING_LENGTH, judge
from evaluation.report import write_report
from evaluation.report.languages import write_languages
from evaluation.report.sections import CandidateRecall, Curve, Example, ExampleSuggestion, Sections, write_sections
from evaluation.runs.ranking import PADDING, Holdout, open_holdout, rank
from evaluation.runs.results import read_results
from matcher.candidates import GENERATORS, PER_ORIGIN, Search
from matcher.engine import Matcher
from matcher.features import IntArray
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.encoders import DEFAULT, open_encoder
from models.errors import ModelError

QUESTIONS = 300
SEED = 0
CURVE_POINTS = 21
EXAMPLES = 3
EXAMPLE_LENGTH = 5
METRIC, OPENNESS = "ndcg@10", "small_or_new"
NEWCOMER = "newcomer"
# Points given to actors that are new, to see what that costs.
NEWCOMER_POINTS = (1.0, 2.0, 3.0, 4.0, 5.0, 6.0, 8.0)
ORACLE_PROJECTS = 5


@dataclass(frozen=True)
class Look:
    """One question with the values of the terms of its candidates.

    Attributes:
        case: the question and its answers.
        rows: [candidates] rows, ascending.
        values: [candidates, terms], the mean of both sides.
        rows_by_generator: generator to the rows it found.
    """

    case: Case
    rows: IntArray
    values: Float64Array
    rows_by_generator: Mapping[str, IntArray]


def main() -> None:
    """Look inside our ranking on the dataset and split of a run, and write its report again."""
    parser = argparse.ArgumentParser(description="Add what our ranking tells of itself to the report of a run.")
    parser.add_argument("out", type=Path, help="folder that kumppani evaluate wrote into")
    parser.add_argument("--data", type=Path, default=None, help="folder of the dataset, if it was given to the run")
    options = parser.parse_args()
    try:
        results = read_results(options.out / "results.json")
        holdout = open_holdout(open_dataset(results.dataset, options.data), results.split, results.tasks)
        for task in holdout.cases:
            write_sections(options.out, task, look_inside(holdout, task))
        write_languages(options.out, measure_invariance(open_encoder(DEFAULT), open_vocabularies()))
        write_report(options.out, results)
    except (DataError, ModelError) as error:
        parser.exit(1, f"{error}\n")


def look_inside(holdout: Holdout, task: str) -> Sections:
    """Return what our ranking tells of itself, from a sample of the questions of a task that is always the same."""
    history = without_confirmations(holdout.history)
    weights = weights_before(holdout.history)
    matcher = Matcher(open_snapshot(history, weights))
    weighing, terms = matcher.snapshot.ranker.terms, _columns(matcher)
    slopes = np.array([weights.terms[name] for name in terms])
    looks = [_look(matcher, history, case, terms) for case in _sample(holdout.cases[task])]
    changes = {**_ablation(terms, weighing, slopes), **_openness(terms, slopes)}
    counts = describe_actors(history).cooperations
    qualities = {change: _quality([_figures(look, of_change, counts) for look in looks])
                 for change, of_change in changes.items()}
    searches = [look for look in looks if look.case.question.project is None]
    if searches:
        oracle_looks = [_with_oracle(holdout, matcher, history, look, slopes) for look in searches]
        qualities[f"an oracle names up to {ORACLE_PROJECTS} of the next projects"] = _quality(
            [_figures(look, np.ones(1), counts) for look in oracle_looks])
    return Sections(_curves(looks, terms, slopes), _recall(looks), qualities,
                    tuple(_examples(looks, slopes, counts, matcher, history)))


def _columns(matcher: Matcher) -> tuple[str, ...]:
    """Return the terms that weigh something, and the one by which openness is tried."""
    return tuple(dict.fromkeys((*matcher.snapshot.ranker.terms, NEWCOMER)))


def _look(matcher: Matcher, history: History, case: Case, terms: Sequence[str]) -> Look:
    snapshot = matcher.snapshot
    rows, values = candidate_values(snapshot, history, case.question, terms)
    mask = np.ones(len(snapshot.features), dtype=np.bool_)
    mask[case.question.excluded] = False
    search = Search(snapshot.features_of(seeker_of(history, case.question)), mask, snapshot, snapshot.on(history.day))
    by_generator = {name: np.flatnonzero(are_found) for name, are_found in search.found.items()}
    return Look(case, rows, values, by_generator)


def _curves(looks: Sequence[Look], terms: Sequence[str], slopes: Float64Array) -> dict[str, Curve]:
    values = np.concatenate([look.values for look in looks])
    importance = np.abs((values - values.mean(axis=0)) * slopes).mean(axis=0)
    order = [at for at in np.argsort(-importance, kind="stable") if slopes[at]]
    return {terms[at]: _curve(terms[at], values[:, at], float(slopes[at]), float(importance[at])) for at in order}


def _curve(term: str, values: Float64Array, slope: float, importance: float) -> Curve:
    along = np.linspace(values.min(), values.max(), CURVE_POINTS)
    score_term = TERMS[term]
    return Curve(render(score_term.title, "en"), render(score_term.method, "en"), importance,
                 tuple((float(value), float(value * slope)) for value in along))


def _recall(looks: Sequence[Look]) -> CandidateRecall:
    by = {name: _estimate([_share(look, look.rows_by_generator[name]) for look in looks]) for name in GENERATORS}
    return CandidateRecall(PER_ORIGIN, by, _estimate([_share(look, look.rows) for look in looks]))


def _share(look: Look, rows: IntArray) -> float:
    return float(np.isin(look.case.relevant, rows).mean())


def _ablation(terms: Sequence[str], weighing: Sequence[str], slopes: Float64Array) -> dict[str, Float64Array]:
    """Return the weights as they are, and without each term (the others as they are)."""
    without = {f"without {name}": np.where(np.array(terms) == name, 0.0, slopes) for name in weighing}
    return {"all terms": slopes, **without}


def _openness(terms: Sequence[str], slopes: Float64Array) -> dict[str, Float64Array]:
    """Return the weights with more and more points for actors that are new; a term of one side counts half."""
    return {f"{points:+g} points for newcomers": np.where(np.array(terms) == NEWCOMER, slopes + 2 * points, slopes)
            for points in NEWCOMER_POINTS}


def _with_oracle(holdout: Holdout, matcher: Matcher, history: History, look: Look, slopes: Float64Array) -> Look:
    """Return a search for partners as if it were known what the seeker's next projects will be about.

    No ranking can know it; it shows where the ceiling is. The points of an actor are those for the project that it
    fits best, the only value of the look.
    """
    question, period = look.case.question, holdout.dataset.periods[holdout.split]
    name = history.network.actors[question.seeker].id
    projects = [item for item in holdout.dataset.during(period) if name in item.members][:ORACLE_PROJECTS]
    best = np.full(len(matcher.snapshot.features), -np.inf)
    for item in projects:
        question_ = replace(question, project=replace(item, members=(), since=None, until=None))
        rows, values = candidate_values(matcher.snapshot, history, question_, _columns(matcher))
        best[rows] = np.maximum(best[rows], values @ slopes)
    rows = np.flatnonzero(np.isfinite(best))
    return replace(look, rows=rows, values=best[rows, None])


def _figures(look: Look, slopes: Float64Array, counts: IntArray) -> tuple[float, float]:
    """Return the NDCG@10 of a list, and the share of it that is given to actors small or new."""
    scores = np.full(len(counts), -np.inf)
    scores[look.rows] = look.values @ slopes
    best, first = rank(scores, look.case)
    rows = np.append(best, np.full(RANKING_LENGTH - len(best), PADDING))
    judgements = judge(rows[None, :], [look.case.relevant], np.array([first]))
    return float(METRICS[METRIC].function(judgements)[0]), float(np.mean(counts[best[:LIST_LENGTH]] <= SMALL))


def _quality(figures: Sequence[tuple[float, float]]) -> dict[str, Estimate]:
    gains, shares = zip(*figures, strict=True)
    return {METRIC: _estimate(gains), OPENNESS: _estimate(shares)}


def _examples(looks: Sequence[Look], slopes: Float64Array, counts: IntArray, matcher: Matcher,
              history: History) -> Iterator[Example]:
    """Yield the lists with the highest figures, then lists without a hit."""
    figures = np.array([_figures(look, slopes, counts)[0] for look in looks])
    best = np.argsort(-figures, kind="stable")[:EXAMPLES]
    worst = np.flatnonzero(figures == 0)[:EXAMPLES]
    for at in (*best.tolist(), *worst.tolist()):
        yield _example(looks[at], slopes, matcher, history, good=bool(figures[at]))


def _example(look: Look, slopes: Float64Array, matcher: Matcher, history: History, *, good: bool) -> Example:
    question = look.case.question
    seeker = seeker_of(history, question)
    first = look.rows[np.argsort(-(look.values @ slopes), kind="stable")[:EXAMPLE_LENGTH]]
    suggestions = tuple(_suggestion(matcher, history, look.case, int(row)) for row in first)
    return Example(question.project.title if question.project else seeker.name, seeker.name, good, suggestions)


def _suggestion(matcher: Matcher, history: History, case: Case, row: int) -> ExampleSuggestion:
    actor = history.network.actors[row]
    ledger = matcher.explain(seeker_of(history, case.question), actor, history.day).ledger
    rows = tuple((render(item.sentence, "en"), item.points) for item in ledger.rows)
    return ExampleSuggestion(actor.name, bool(np.isin(row, case.relevant)), rows)


def _sample(cases: tuple[Case, ...]) -> list[Case]:
    positions = np.random.default_rng(SEED).permutation(len(cases))[:QUESTIONS]
    return [cases[at] for at in np.sort(positions)]


def _estimate(values: Sequence[float]) -> Estimate:
    figures = np.array(values)
    return estimate(figures, resampled_means(figures, RESAMPLES))


if __name__ == "__main__":
    main()
