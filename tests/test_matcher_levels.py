"""How well two actors fit, in words."""

from __future__ import annotations

import math
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.wording.texts import LANGUAGES, render
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.levels import DEFAULT_THRESHOLDS, LEVEL_LABELS, FitLevel, level, thresholds_of
from tests.networks import TODAY, actor, shipped_weights, snapshot

SCORES = st.floats(-50, 50)
THRESHOLDS = st.sets(st.floats(-10, 10), min_size=3, max_size=3).map(lambda numbers: tuple(sorted(numbers)))


def test_the_usual_thresholds_are_chances() -> None:
    chances = [1 / (1 + math.exp(-score)) for score in DEFAULT_THRESHOLDS]
    assert chances == pytest.approx([0.12, 0.27, 0.5], abs=1e-6)


@pytest.mark.parametrize(("score", "right"), [
    (-9.0, FitLevel.WEAK), (-1.01, FitLevel.WEAK), (-1.0, FitLevel.POSSIBLE), (0.4, FitLevel.POSSIBLE),
    (0.5, FitLevel.GOOD), (1.99, FitLevel.GOOD), (2.0, FitLevel.VERY_GOOD), (40.0, FitLevel.VERY_GOOD),
])
def test_the_level_of_a_score(score: float, right: FitLevel) -> None:
    assert level(score, (-1.0, 0.5, 2.0)) == right


@given(one=SCORES, other=SCORES, thresholds=THRESHOLDS)
def test_a_higher_score_has_no_lower_level(one: float, other: float, thresholds: tuple[float, ...]) -> None:
    levels = [list(FitLevel).index(level(score, thresholds)) for score in sorted((one, other))]
    assert levels == sorted(levels, reverse=True)


def test_every_level_has_its_words_in_every_language() -> None:
    assert [render(label, "fi") for label in LEVEL_LABELS.values()] == [
        "Sopii erittäin hyvin", "Sopii hyvin", "Voi sopia", "Sopii heikosti"]
    assert [render(label, "sv") for label in LEVEL_LABELS.values()] == [
        "Passar mycket bra", "Passar bra", "Kan passa", "Passar mindre bra"]
    for language in LANGUAGES:
        assert len({render(LEVEL_LABELS[item], language) for item in FitLevel}) == len(FitLevel)


def test_the_weights_say_where_levels_begin() -> None:
    assert thresholds_of(shipped_weights()) == (shipped_weights().levels or DEFAULT_THRESHOLDS)
    weights = replace(shipped_weights(), levels=(-3.0, -2.0, -1.0))
    network = snapshot(actor("a"), actor("b", sector="municipality"), weights=weights)
    ledger = Matcher(network).suggest(network.actor("a"), Query(TODAY)).suggestions[0].ledger
    assert ledger.thresholds == (-3.0, -2.0, -1.0)
    assert all(one < other for one, other in pairwise(ledger.thresholds))
