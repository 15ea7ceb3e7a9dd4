"""Weights learned from grades: the loss, its calibration, and that what was learned ranks as it was learned."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression

from evaluation.judged.collection import Collection, open_collection
from evaluation.judged.metrics import graded_ndcg_at_10
from evaluation.judged.reliability import EDGES, level_thresholds, reliability
from evaluation.learning import judged
from evaluation.learning.graded import GradedList
from evaluation.learning.judged import Lesson, cross_validate, learn_from, open_lesson, rule_points, weights_of
from evaluation.learning.listwise import Prior, calibrate, learn, listwise, ndcg_at_10, scale_of
from matcher.engine import Matcher
from models.arrays import Float64Array
from models.ranker import log_odds_to_probability
from tests.networks import shipped_weights

RANDOM = np.random.default_rng(20261128)


def graded(count: int = 30, columns: int = 3, fixed: float = 0.0) -> GradedList:
    values = RANDOM.normal(size=(count, columns))
    grades = np.clip(np.round(values[:, 0] - 0.5 * values[:, 1] + RANDOM.normal(size=count) * 0.5), 0, 3)
    grades[0] = 3  # a list has a right answer
    return GradedList("q", is_idea=False, values=values, fixed=fixed * values[:, 2], grades=grades)


LISTS = [graded() for _ in range(12)]


def loss(lists: list[GradedList], prior: Prior, weights: Float64Array) -> float:
    """The listwise loss, written anew from its formula."""
    total = 0.0
    for one in lists:
        gains = 2 ** one.grades - 1
        scores = one.values @ weights + one.fixed
        likely = np.exp(scores) / np.exp(scores).sum()
        total -= (gains / gains.sum() * np.log(likely)).sum()
    return float(total / len(lists) + prior.ridge * ((prior.scale * (weights - prior.weights)) ** 2).sum())


class TestListwise:
    @pytest.mark.parametrize("ridge", [0.001, 0.1])
    def test_no_other_weights_have_a_lower_loss(self, ridge: float) -> None:
        lists = [graded(fixed=0.7) for _ in range(8)]
        prior = Prior(np.array([1.0, 0.0, -1.0]), scale_of(lists), ridge)
        best = listwise(lists, prior, 1.0, prior.weights)
        for step in np.vstack([np.eye(3), -np.eye(3)]) * 0.05:
            assert loss(lists, prior, best + step) > loss(lists, prior, best)

    def test_a_strong_ridge_keeps_the_weights_where_they_are_drawn_to(self) -> None:
        prior = Prior(np.array([0.3, -0.2, 0.1]), scale_of(LISTS), 1e6)
        assert listwise(LISTS, prior, 1.0, np.zeros(3)) == pytest.approx(prior.weights, abs=1e-4)

    def test_what_decides_the_grades_is_found(self) -> None:
        lists = [graded() for _ in range(120)]
        weights = learn(lists, Prior(np.zeros(3), scale_of(lists), 0.001)).weights
        # The grades are made of the first column and minus half the second; the third has no say.
        assert weights / weights[0] == pytest.approx([1, -0.5, 0], abs=0.15)

    def test_fixed_points_are_counted_in_the_units_of_the_score(self) -> None:
        """What is fixed is not scaled: a fit with fixed points ranks by base + values @ weights + fixed."""
        lists = [graded(fixed=0.5) for _ in range(10)]
        fit = learn(lists, Prior(np.zeros(3), scale_of(lists), 0.01))
        expected = fit.base + lists[0].values @ fit.weights + lists[0].fixed
        assert fit.scores(lists[0]) == pytest.approx(expected)
        _, slope = calibrate(lists, fit.weights)
        assert slope == pytest.approx(1, abs=0.05)


class TestCalibration:
    def test_it_is_the_logistic_regression_without_penalty(self) -> None:
        weights = np.array([1.0, -0.5, 0.0])
        base, slope = calibrate(LISTS, weights)
        sums = np.concatenate([one.values @ weights for one in LISTS])
        good = np.concatenate([one.grades >= 2 for one in LISTS])
        model = LogisticRegression(C=1e9, tol=1e-8).fit(sums[:, None], good)
        assert (base, slope) == pytest.approx((model.intercept_[0], model.coef_[0, 0]), abs=2e-3)

    def test_bins_tell_how_many_turned_out_good(self) -> None:
        scores = np.array([-10.0, -10.0, 0.1, 0.2, 5.0])
        bins = reliability(scores, np.array([0, 2, 3, 1, 2]))
        assert sum(one.pairs for one in bins) == 5
        assert [(one.pairs, one.observed) for one in bins if one.pairs] == [(2, 0.5), (2, 0.5), (1, 1.0)]
        assert bins[-1].expected == pytest.approx(log_odds_to_probability(5.0))

    @given(st.lists(st.floats(-700, 700), min_size=1, max_size=40))
    def test_every_pair_is_in_one_bin(self, scores: list[float]) -> None:
        bins = reliability(np.array(scores), np.zeros(len(scores)))
        assert sum(one.pairs for one in bins) == len(scores)
        assert (bins[0].low, bins[-1].high, len(bins)) == (0.0, 1.0, len(EDGES) - 1)

    def test_levels_begin_at_their_chances(self) -> None:
        assert [log_odds_to_probability(one) for one in level_thresholds()] == pytest.approx(
            [0.15, 0.35, 0.6], abs=1e-4)


@given(st.lists(st.integers(0, 3), min_size=1, max_size=25).filter(any))
def test_the_quality_is_that_of_the_metric(grades: list[int]) -> None:
    scores = np.arange(len(grades))[::-1].astype(float)
    one = GradedList("q", is_idea=False, values=np.zeros((len(grades), 0)), fixed=np.zeros(len(grades)),
                     grades=np.array(grades, dtype=float))
    ids = [str(at) for at in range(len(grades))]
    assert ndcg_at_10(one, scores) == pytest.approx(graded_ndcg_at_10(ids, dict(zip(ids, grades, strict=True))))


@pytest.fixture(scope="module")
def few() -> Collection:
    """Three actors and three ideas of the shipped collection."""
    whole = open_collection(None)
    stored = [question for question in whole.questions if question.idea is None][:3]
    ideas = [question for question in whole.questions if question.idea is not None][:3]
    return replace(whole, questions=(*stored, *ideas))


@pytest.fixture(scope="module")
def lesson(few: Collection) -> Lesson:
    return open_lesson(few, shipped_weights(), {})


class TestTheShippedNetwork:
    def test_what_was_learned_ranks_as_it_was_learned(self, few: Collection, lesson: Lesson) -> None:
        """Terms, rules and the table of kinds of a weight file give the scores of the fit, for actors and ideas."""
        fit = learn(lesson.lists, lesson.prior(lesson.lists, 0.02))
        weights = weights_of(fit, lesson, few, {"why": "test"})
        matcher = Matcher(few.ground.snapshot.with_weights(weights))
        for question, one in zip(few.questions, lesson.lists, strict=True):
            rows, scores = matcher.rank(question.profile, few.ground.as_of)
            assert len(rows) == len(one.grades)
            assert scores == pytest.approx(fit.scores(one), abs=5e-3)
        assert (weights.origin, weights.card["dataset"], weights.card["why"]) == ("learned", few.name, "test")
        assert weights.terms["past_cooperation"] == shipped_weights().terms["past_cooperation"]
        assert weights.terms["sector_complement"] == 0

    def test_a_question_left_out_has_no_say(self, few: Collection, lesson: Lesson,
                                            monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(judged, "RIDGES", (0.02,))
        first = lesson.lists[0]
        turned = replace(lesson, lists=[replace(first, grades=3 - first.grades), *lesson.lists[1:]])
        found, other = cross_validate(lesson), cross_validate(turned)
        assert other.scores[first.question] == pytest.approx(found.scores[first.question])
        changed = lesson.lists[1].question
        assert other.scores[changed] != pytest.approx(found.scores[changed])
        assert found.values_of([first])[0] == pytest.approx(ndcg_at_10(first, found.scores[first.question]))
        assert ((found.same_sign() >= 0) & (found.same_sign() <= 1)).all()

    def test_rules_keep_their_points_unless_a_proposal_is_asked_for(self, few: Collection,
                                                                    monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(judged, "RIDGES", (1e9,))
        asked = open_lesson(few, shipped_weights(), {}, ["statutory-municipality", "far-apart"])
        drawn = rule_points(learn_from(asked, asked.lists), asked.columns)
        points = {rule.name: rule.effect.points for rule in few.ground.rules.in_force(few.ground.as_of)}
        assert set(drawn) == {"statutory-municipality", "far-apart"}
        assert drawn["statutory-municipality"] / drawn["far-apart"] == pytest.approx(
            points["statutory-municipality"] / points["far-apart"], rel=1e-2)
