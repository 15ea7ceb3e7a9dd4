"""Learning finds what was put in, its gradients are those of finite differences, and it never sees the days judged."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import cast

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.optimize import approx_fprime

from data.records.relations import Cooperation
from evaluation.baselines.kumppani import kumppani, weights_before
from evaluation.datasets.dataset import Dataset, Period
from evaluation.datasets.tasks import call_cases, partner_cases
from evaluation.errors import LeakageFound, QuestionsRefused
from evaluation.learning import attention, candidate_values, learn, open_snapshot, weighing, with_all, with_history
from evaluation.learning import without_history as profiles_alone
from evaluation.learning.ascent import CandidateLists, ascend
from evaluation.learning.attention import learn_attention
from evaluation.learning.weighing import learn_base, learn_weights
from evaluation.learning.windows import months_before, seeker_of, windows
from evaluation.runs.leakage import check_system
from matcher import defaults
from matcher.context import Context
from matcher.features import Features
from matcher.past_projects import TRAITS
from matcher.terms import HISTORY, TERMS, ScoreTerm
from matcher.terms.experience import SMOOTHING, expected
from models.arrays import Float64Array
from models.ranker import read_weights
from tests.holdouts import tiny
from tests.networks import actor, finland, together

DAY = date(2022, 1, 1)


def choices(random: np.random.Generator, terms: int = 3, questions: int = 60) -> CandidateLists:
    """Questions in which the candidate with the highest first term is right."""
    values = random.normal(size=(questions, 15, terms)).astype(np.float32)
    return CandidateLists.of(list(values), [np.array([row[:, 0].argmax()]) for row in values], [1] * questions)


def slope_by_differences(function: Callable[[Float64Array], float], at: Float64Array) -> Float64Array:
    return np.asarray(approx_fprime(at, function, 1e-3))


class TestLists:
    def test_ndcg_is_that_of_the_metric(self) -> None:
        random = np.random.default_rng(0)
        lengths, scores = [30, 4, 12], random.normal(size=(3, 30))
        relevant = [np.array([2, 7, 11]), np.array([0, 3]), np.array([5])]
        lists = CandidateLists.of([np.zeros((length, 2), dtype=np.float32) for length in lengths], relevant, [5, 2, 1])
        expected = []
        for row, length, right, count in zip(scores, lengths, relevant, (5, 2, 1), strict=True):
            best = np.argsort(-row[:length], kind="stable")[:10]
            gain = sum(1 / np.log2(place + 2) for place, at in enumerate(best) if at in right)
            expected.append(gain / sum(1 / np.log2(place + 2) for place in range(min(10, count))))
        assert lists.ndcg(scores) == pytest.approx(np.mean(expected))

    def test_without_questions_it_is_zero(self) -> None:
        assert CandidateLists.of([], [], []).ndcg(np.zeros((0, 0))) == 0.0


class TestAscent:
    def test_the_top_of_a_hill_on_the_grid_is_found(self) -> None:
        grid = [0.0, 1.0, 2.0, 3.0]
        best = ascend(lambda values: -float(np.abs(values - [2.0, 0.0, 3.0]).sum()), np.zeros(3), [grid] * 3)
        assert best.tolist() == [2.0, 0.0, 3.0]

    def test_what_brings_nothing_stays(self) -> None:
        best = ascend(lambda values: float(values @ [0.0, 5.0]), np.zeros(2), [[1.0], [1.0]])
        assert best.tolist() == [0.0, 1.0]


@given(st.integers(0, 10_000))
def test_the_gradient_of_the_weights_is_that_of_finite_differences(seed: int) -> None:
    random = np.random.default_rng(seed)
    items, at = choices(random), random.normal(size=3)
    slope = weighing._loss(items, at)[1]
    assert slope == pytest.approx(slope_by_differences(lambda x: weighing._loss(items, x)[0], at), abs=1e-2)


def test_the_trait_that_leads_to_the_right_actors_is_found() -> None:
    random = np.random.default_rng(1)
    sums = np.abs(random.normal(size=(60, 20, len(TRAITS) + 2))).astype(np.float32)
    right = [np.array([row[:, 2].argmax()]) for row in sums]
    coefficients = learn_attention([CandidateLists.of(list(sums), right, [1] * len(sums))])
    assert set(coefficients) == {*TRAITS, SMOOTHING}
    assert coefficients[list(TRAITS)[1]] == max(attention.COEFFICIENTS)
    assert max(coefficients[name] for name in TRAITS if name != list(TRAITS)[1]) <= 0.5


def test_what_the_attention_learns_from_is_what_the_ranking_expects() -> None:
    dataset = lively()
    history = dataset.before(date(2021, 7, 1))
    coefficients = dict(zip((*TRAITS, SMOOTHING), (2.0, 0.5, 1.0, 0.25, 0.7), strict=True))
    snapshot = open_snapshot(history, with_all(with_history(), coefficients))
    context = snapshot.on(history.day).context
    for task in (partner_cases, call_cases):
        for case in task(dataset, history, dataset.periods["validation"]):
            seeker = snapshot.features_of(seeker_of(history, case.question))
            sums = attention.look_back(context, seeker, case)
            likelihoods = np.log(attention.expected(sums, np.array(list(coefficients.values()))))
            right = np.delete(expected(seeker, context), case.question.excluded)
            np.testing.assert_allclose(likelihoods - likelihoods.mean(), right - right.mean(), rtol=0, atol=1e-4)


def test_the_term_that_decides_weighs_most_and_none_is_negative() -> None:
    weights = learn_weights([choices(np.random.default_rng(2), questions=100)])
    assert weights[0] > 10 * max(weights[1:])
    assert (weights >= 0).all()


def test_a_term_that_never_differs_weighs_nothing() -> None:
    items = choices(np.random.default_rng(3))
    constant = replace(items, values=np.concatenate([items.values, np.full((60, 15, 1), 7, np.float32)], axis=2))
    assert learn_weights([constant])[-1] == 0


def test_the_base_makes_the_mean_chance_the_share_of_right_candidates() -> None:
    items, weights = choices(np.random.default_rng(4)), np.array([2.0, 0.5, 0.0])
    points = items.values @ weights + learn_base([items], weights)
    assert (1 / (1 + np.exp(-points))).mean() == pytest.approx(1 / 15, rel=1e-4)


@pytest.mark.parametrize(("months", "expected"), [
    (0, date(2024, 4, 1)), (3, date(2024, 1, 1)), (4, date(2023, 12, 1)), (6, date(2023, 10, 1)),
    (28, date(2021, 12, 1)),
])
def test_months_before(months: int, expected: date) -> None:
    assert months_before(date(2024, 4, 1), months) == expected


def lively() -> Dataset:
    """Twelve actors in two circles whose members meet again and again, each with words of its own."""
    ids = [f"a{number:02d}" for number in range(12)]
    random, cooperations = np.random.default_rng(5), []
    for month in range(1, 37):
        circle = ids[:6] if month % 2 else ids[6:]
        members = sorted(random.choice(circle, 3, replace=False).tolist())
        day = date(2019 + (month - 1) // 12, (month - 1) % 12 + 1, 15)
        words = "choir singing music culture" if month % 2 else "work language course employment"
        cooperation = together(*members, since=day, title=f"{words} {month}")
        cooperations.append(replace(cooperation, lead=members[0], descriptions={"en": words}))
    return Dataset("lively", finland(), tuple(actor(name) for name in ids), tuple(cooperations),
                   {"validation": Period(date(2021, 7, 1), DAY)})


def later(dataset: Dataset) -> Dataset:
    """The same past, with a future."""
    surprise = Cooperation(("a00", "a11"), "Surprise", DAY)
    return replace(dataset, cooperations=(*dataset.cooperations, surprise))


def test_windows_roll_back_from_the_day_and_know_nothing_of_their_own_period() -> None:
    periods = list(windows(lively(), DAY, 3))
    assert [window.history.day for window in periods] == [date(2021, 7, 1), date(2021, 1, 1), date(2020, 7, 1)]
    for window in periods:
        assert all(item.since < window.history.day for item in window.history.network.cooperations if item.since)


def test_weights_are_learned_from_before_the_day_only() -> None:
    dataset = lively()
    weights = learn(dataset, DAY, with_history())
    assert weights == learn(later(dataset).until(DAY), DAY, with_history())
    assert (weights.origin, weights.card["until"], weights.card["dataset"]) == ("learned", "2022-01-01", "lively")
    assert set(weights.attention) == {*TRAITS, SMOOTHING}
    assert weights.terms["similar_projects"] + weights.terms["shared_words"] + weights.terms["shared_topics"] > 0


def test_without_history_no_term_of_history_weighs_anything() -> None:
    weights = learn(lively(), DAY, profiles_alone())
    assert {name: weights.terms[name] for name in HISTORY} == dict.fromkeys(HISTORY, 0.0)
    assert weights.attention == {}


def test_a_past_without_questions_is_refused() -> None:
    with pytest.raises(QuestionsRefused, match="longer past"):
        learn(tiny().until(date(2020, 1, 1)), date(2020, 1, 1), with_history())


def test_what_a_project_looks_for_is_its_text_and_its_themes() -> None:
    history = tiny().before(DAY)
    [case] = call_cases(tiny(), history, Period(DAY, date(2023, 1, 1)))
    seeker = seeker_of(history, case.question)
    assert (seeker.id, seeker.needs.texts) == ("a", {"": "Refugees at work"})
    partner = partner_cases(tiny(), history, Period(DAY, date(2023, 1, 1)))[0]
    assert seeker_of(history, partner.question) == history.network.actors[partner.question.seeker]


def test_candidates_are_never_those_left_out() -> None:
    dataset = lively()
    history = dataset.before(date(2021, 7, 1))
    snapshot = open_snapshot(history, with_all(with_history(), dict.fromkeys(TRAITS, 0.1)))
    for case in partner_cases(dataset, history, dataset.periods["validation"]):
        rows, values = candidate_values(snapshot, history, case.question, with_history())
        assert not np.intersect1d(rows, case.question.excluded).size
        assert values.shape == (len(rows), len(with_history()))
        assert np.isfinite(values).all()


class TestKumppani:
    def test_shipped_weights_are_not_judged_on_days_they_were_learned_from(self) -> None:
        until = date.fromisoformat(read_weights(defaults.LEARNED, tuple(TERMS)).card["until"])
        dataset = replace(lively(), name="cordis")
        assert until > DAY
        assert weights_before(dataset.before(DAY)).card["until"] == DAY.isoformat()

    def test_other_networks_are_ranked_with_the_shipped_weights(self) -> None:
        assert weights_before(lively().before(DAY)) == read_weights(defaults.LEARNED, tuple(TERMS))

    def test_a_past_too_short_is_ranked_with_the_weights_set_by_hand(self) -> None:
        short = replace(lively().until(date(2019, 2, 1)), name="cordis")
        assert weights_before(short.before(date(2019, 2, 1))).origin == "hand-set"

    def test_scores_are_those_of_the_product(self) -> None:
        dataset = lively()
        history = dataset.before(date(2021, 7, 1))
        score = kumppani(history)
        for case in partner_cases(dataset, history, dataset.periods["validation"])[:3]:
            scores = score(case.question)
            assert np.isneginf(scores[case.question.seeker])
            assert np.isfinite(np.delete(scores, case.question.seeker)).all()


@pytest.mark.parametrize("path", [defaults.LEARNED, defaults.LEARNED_WITHOUT_HISTORY])
def test_the_shipped_weights_say_what_they_were_learned_from(path: object) -> None:
    weights = read_weights(path, tuple(TERMS))  # type: ignore[arg-type]
    assert weights.origin == "learned"
    assert {"dataset", "until", "windows", "partner: questions and their NDCG@10", "by hand"} <= set(weights.card)
    assert min(weights.terms.values()) >= 0


class TestPlantedTerm:
    """A term that holds the future is found out by the alarm, and the same ranking without it passes."""

    def test_an_honest_ranking_passes(self) -> None:
        check_system("kumppani", kumppani, lively(), date(2021, 7, 1))

    def test_a_term_that_sees_the_future_is_refused(self, monkeypatch: pytest.MonkeyPatch) -> None:
        dataset, day = lively(), date(2021, 7, 1)
        later_on = [set(item.members) for item in dataset.cooperations if item.since and item.since >= day]

        def peeking(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
            pairs = ((one.id, other.id) for one in seeker.profiles for other in candidate.profiles)
            return np.array([float(any({one, other} <= members for members in later_on)) for one, other in pairs])

        monkeypatch.setitem(cast("dict[str, ScoreTerm]", TERMS), "similar_projects",
                            replace(TERMS["similar_projects"], value=peeking))
        with pytest.raises(LeakageFound, match="kumppani"):
            check_system("kumppani", kumppani, dataset, day)
