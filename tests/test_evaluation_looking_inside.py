"""What the ranking tells of itself agrees with what it does."""

from __future__ import annotations

import math

import pytest

from evaluation.looking_inside import look_inside
from evaluation.report.sections import Sections
from evaluation.running import open_round
from matcher.candidates import GENERATORS
from tests.test_evaluation_learning import lively


@pytest.fixture(scope="module")
def sections() -> Sections:
    return look_inside(open_round(lively(), "validation"), "partner")


def test_curves_are_values_times_weight_the_weightiest_first(sections: Sections) -> None:
    importance = [curve.importance for curve in sections.curves.values()]
    assert importance == sorted(importance, reverse=True)
    assert importance[0] > 0
    for curve in sections.curves.values():
        (low, _), (high, points) = curve.points[0], curve.points[-1]
        assert low <= high
        assert math.isfinite(points)


def test_no_generator_finds_more_than_all_together(sections: Sections) -> None:
    assert sections.recall is not None
    assert set(sections.recall.generators) == set(GENERATORS)
    assert sections.recall.together.mean == 1  # a small network is scored whole
    assert max(found.mean for found in sections.recall.generators.values()) <= 1


def test_every_term_is_left_out_once(sections: Sections) -> None:
    assert set(sections.ablation) == {"all terms", *(f"without {term}" for term in sections.curves)}


def test_examples_are_good_lists_then_bad_ones_with_ledgers(sections: Sections) -> None:
    assert [example.good for example in sections.examples] == sorted((e.good for e in sections.examples), reverse=True)
    for example in sections.examples:
        scores = [suggestion.score for suggestion in example.suggestions]
        assert scores == pytest.approx(sorted(scores, reverse=True))
        assert any(suggestion.hit for suggestion in example.suggestions) or not example.good
