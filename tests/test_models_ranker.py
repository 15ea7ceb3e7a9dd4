"""Weights and the additive ranker."""

import json
import math
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.arrays import Float64Array
from models.errors import InputRefused, WeightsRefused
from models.ranker import (
    AdditiveRanker,
    Weights,
    log_odds_to_probability,
    read_weights,
    write_weights,
)

TERMS = ("need_meets_offer", "distance", "same_theme")
CONTENT: dict[str, Any] = {
    "format": "kumppani-weights/2",
    "version": "2026-01",
    "origin": "hand-set",
    "note": "Asetettu työpajassa",
    "base": -3,
    "terms": {"distance": -0.5, "same_theme": 1, "need_meets_offer": 2.25},
    "attention": {"age": -0.5, "words": 2},
    "card": {"until": "2020-01-01"},
}


LEVELS = st.just(()) | st.sets(st.floats(-1e9, 1e9), min_size=3, max_size=3).map(lambda floats: tuple(sorted(floats)))


def weights(**terms: float) -> Weights:
    return Weights("1", "hand-set", "", -3.0, terms)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    path = tmp_path / "weights.json"
    path.write_text(json.dumps(CONTENT))
    return path


def test_weights_come_in_the_order_expected(path: Path) -> None:
    weights_ = read_weights(path, TERMS)
    assert list(weights_.terms.items()) == [("need_meets_offer", 2.25), ("distance", -0.5), ("same_theme", 1.0)]
    assert (weights_.version, weights_.origin, weights_.base) == ("2026-01", "hand-set", -3.0)
    assert weights_.note == "Asetettu työpajassa"
    assert weights_.attention == {"age": -0.5, "words": 2.0}
    assert weights_.card == {"until": "2020-01-01"}
    assert AdditiveRanker(weights_).terms == TERMS


@given(
    terms=st.dictionaries(st.text("abc", min_size=1), st.floats(allow_nan=False, allow_infinity=False)),
    base=st.floats(-1e9, 1e9),
    attention=st.dictionaries(st.text("xy", min_size=1), st.floats(allow_nan=False, allow_infinity=False)),
    words=st.dictionaries(st.text("until", min_size=1), st.text(st.characters(codec="utf-8"))),
    levels=LEVELS,
)
def test_weights_come_back_as_written(tmp_path_factory: pytest.TempPathFactory, terms: dict[str, float], base: float,
                                      attention: dict[str, float], words: dict[str, str],
                                      levels: tuple[float, ...]) -> None:
    path = tmp_path_factory.mktemp("weights") / "weights.json"
    original = Weights("v", "learned", " ".join(words.values()), base, terms, attention, words, levels)
    write_weights(path, original)
    copy = read_weights(path, list(terms))
    assert copy == original
    assert copy.fingerprint == original.fingerprint


def content_with(**changes: object) -> str:
    return json.dumps(CONTENT | changes)


def with_term(name: str, weight: object) -> str:
    return content_with(terms=CONTENT["terms"] | {name: weight})


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("", "not valid JSON"),
        ("{", "not valid JSON"),
        ("[]", "the format is not kumppani-weights/2"),
        ("null", "the format"),
        (content_with(format="kumppani-weights/1"), "the format"),
        (content_with(extra=1), r"the keys differ: missing \[\], unknown \['extra'\]"),
        (json.dumps({"format": "kumppani-weights/2"}), "the keys differ: missing"),
        (content_with(version=3), "'version' is not text"),
        (content_with(note=None), "'note' is not text"),
        (content_with(origin="guessed"), "'origin' is 'guessed'"),
        (content_with(origin=["learned"]), "'origin' is"),
        (content_with(terms=[1, 2, 3]), "'terms' is not an object"),
        (content_with(attention=[]), "'attention' is not an object"),
        (content_with(card="learned"), "'card' is not an object"),
        (content_with(attention={"age": "old"}), "'age' is 'old', not a finite number"),
        (content_with(attention={"age": True}), "not a finite number"),
        (content_with().replace('"card"', '"cart"'), r"missing \['card'\], unknown \['cart'\]"),
        (content_with(terms={"distance": 1}), r"the terms differ: missing \['need_meets_offer', 'same_theme'\]"),
        (with_term("surprise", 1), r"unknown \['surprise'\]"),
        (with_term("distance", "1"), "'distance' is '1', not a finite number"),
        (with_term("distance", None), "not a finite number"),
        (with_term("distance", True), "not a finite number"),
        (with_term("distance", 10**400), "not a finite number"),
        (with_term("distance", float("nan")), "not valid JSON"),
        (with_term("distance", float("inf")), "not valid JSON"),
        (content_with(levels="high"), "'levels' is not a list of 3 numbers"),
        (content_with(levels=[0, 1]), "'levels' is not a list of 3 numbers"),
        (content_with(levels=[0, 1, "2"]), "'levels' is '2', not a finite number"),
        (content_with(levels=[0, 1, 1]), "the numbers of 'levels' do not ascend"),
        (content_with(base=False), "'base' is False"),
        (content_with().replace("-0.5", "1e999"), "not a finite number"),
        (content_with().replace('"same_theme"', '"distance"'), "a key occurs twice"),
        (content_with().replace('"note"', '"version"'), "a key occurs twice"),
    ],
)
def test_weights_that_could_mislead_are_refused(path: Path, text: str, match: str) -> None:
    path.write_text(text)
    with pytest.raises(WeightsRefused, match=match) as refusal:
        read_weights(path, TERMS)
    assert refusal.value.where == str(path)
    assert refusal.value.cure.startswith("Correct the file")


def test_missing_or_binary_file_is_refused(tmp_path: Path) -> None:
    with pytest.raises(WeightsRefused, match="cannot be read"):
        read_weights(tmp_path / "nowhere.json", TERMS)
    (tmp_path / "binary.json").write_bytes(b"\xff\xfe")
    with pytest.raises(WeightsRefused, match="not valid JSON"):
        read_weights(tmp_path / "binary.json", TERMS)


@pytest.mark.parametrize("weight", [math.nan, math.inf])
def test_weights_that_are_not_finite_are_not_written(tmp_path: Path, weight: float) -> None:
    with pytest.raises(WeightsRefused, match="not a finite number"):
        write_weights(tmp_path / "weights.json", weights(distance=weight))
    with pytest.raises(WeightsRefused, match="not a finite number"):
        write_weights(tmp_path / "weights.json", Weights("1", "learned", "", 0.0, {}, {"age": weight}))
    with pytest.raises(WeightsRefused, match="do not ascend"):
        write_weights(tmp_path / "weights.json", Weights("1", "learned", "", 0.0, {}, levels=(2.0, 1.0, 0.0)))
    assert not list(tmp_path.iterdir())


def test_levels_may_be_left_out_of_a_file(path: Path) -> None:
    assert read_weights(path, TERMS).levels == ()
    path.write_text(content_with(levels=[-2, -0.5, 1]))
    assert read_weights(path, TERMS).levels == (-2.0, -0.5, 1.0)


def test_fingerprint_follows_the_content_and_not_the_order() -> None:
    assert weights(a=1.0, b=2.0).fingerprint == weights(b=2.0, a=1.0).fingerprint
    others = [weights(a=1.0, b=2.5), weights(a=1.0), Weights("2", "hand-set", "", -3.0, {"a": 1.0, "b": 2.0}),
              Weights("1", "hand-set", "", -3.0, {"a": 1.0, "b": 2.0}, {"age": 1.0}),
              Weights("1", "hand-set", "", -3.0, {"a": 1.0, "b": 2.0}, {}, {"until": "2020-01-01"}),
              Weights("1", "hand-set", "", -3.0, {"a": 1.0, "b": 2.0}, levels=(0.0, 1.0, 2.0))]
    assert len({each.fingerprint for each in [weights(a=1.0, b=2.0), *others]}) == 7
    assert len(weights().fingerprint) == 16


def test_weights_cannot_be_changed_from_outside() -> None:
    terms, attention, card = {"a": 1.0}, {"age": 1.0}, {"until": "2020-01-01"}
    weights_ = Weights("1", "learned", "", 0.0, terms, attention, card)
    terms["a"], attention["age"], card["until"] = 2.0, 2.0, ""
    assert (weights_.terms["a"], weights_.attention["age"], weights_.card["until"]) == (1.0, 1.0, "2020-01-01")
    for mapping in (weights_.terms, weights_.attention, weights_.card):
        with pytest.raises(TypeError):
            mapping["a"] = 3.0  # type: ignore[index]


def test_points_are_value_times_weight() -> None:
    ranker = AdditiveRanker(weights(near=2.0, far=-0.5))
    points = ranker.points(np.array([[1.0, 0.0], [0.5, 4.0]]))
    np.testing.assert_array_equal(points, [[2.0, 0.0], [1.0, -2.0]])
    assert not np.signbit(points[0]).any()
    assert (ranker.base, ranker.terms) == (-3.0, ("near", "far"))


def test_a_term_that_weighs_nothing_is_no_column() -> None:
    ranker = AdditiveRanker(weights(near=2.0, unused=0.0, far=-0.5, also_unused=-0.0))
    assert ranker.terms == ("near", "far")
    np.testing.assert_array_equal(ranker.points(np.array([[1.0, 4.0]])), [[2.0, -2.0]])
    assert AdditiveRanker(weights(unused=0.0)).points(np.zeros((3, 0))).shape == (3, 0)


@given(
    values=st.lists(st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3), min_size=1, max_size=5),
    numbers=st.lists(st.floats(-1e6, 1e6), min_size=3, max_size=3),
)
def test_score_is_base_plus_the_sum_of_points(values: list[list[float]], numbers: list[float]) -> None:
    ranker = AdditiveRanker(weights(**dict(zip(TERMS, numbers, strict=True))))
    weighing = [column for column, number in enumerate(numbers) if number]
    points = ranker.points(np.array(values)[:, weighing])
    for row, value in zip(points, values, strict=True):
        assert row.tolist() == [value[column] * numbers[column] for column in weighing]
        assert ranker.base + row.sum() == pytest.approx(-3.0 + np.dot(value, numbers), abs=1e-3)


def test_points_of_some_terms_are_those_of_their_columns() -> None:
    ranker = AdditiveRanker(weights(near=2.0, far=-0.5))
    values = np.array([[1.0, 4.0, 0.0], [0.5, 0.0, 3.0]])
    points = ranker.points_of(["far", "near", "far"], values)
    np.testing.assert_array_equal(points, [[-0.5, 8.0, 0.0], [-0.25, 0.0, -1.5]])
    with pytest.raises(InputRefused):
        ranker.points_of(["far"], np.array([[np.nan]]))


def test_no_candidates_give_no_points() -> None:
    assert AdditiveRanker(weights(near=1.0)).points(np.zeros((0, 1))).shape == (0, 1)


@pytest.mark.parametrize("values", [np.zeros((2, 3)), np.zeros(2), np.array([[np.nan, 1.0]]), np.array([[1, np.inf]])])
def test_values_that_do_not_fit_are_refused(values: Float64Array) -> None:
    with pytest.raises(InputRefused):
        AdditiveRanker(weights(near=1.0, far=1.0)).points(values)


@pytest.mark.parametrize(("score", "right"), [(0.0, 0.5), (math.log(3), 0.75), (-math.log(3), 0.25), (800.0, 1.0)])
def test_probability_of_log_odds(score: float, right: float) -> None:
    assert log_odds_to_probability(score) == pytest.approx(right, abs=1e-12)


@given(st.floats(allow_nan=False))
def test_probability_is_symmetric_and_within_bounds(score: float) -> None:
    assert 0.0 <= log_odds_to_probability(score) <= 1.0
    assert log_odds_to_probability(score) + log_odds_to_probability(-score) == pytest.approx(1.0)


def test_complements_are_read_as_they_are_written(tmp_path: Path) -> None:
    table = {"ngo": {"municipality": 0.5, "ngo": -0.25}, "": {"ngo": 1.0}}
    path = tmp_path / "weights.json"
    plain = Weights("1", "learned", "", -3.0, dict.fromkeys(TERMS, 1.0))
    write_weights(path, replace(plain, complements=table))
    assert read_weights(path, TERMS).complements == table
    assert read_weights(path, TERMS).fingerprint != plain.fingerprint


@pytest.mark.parametrize("table", [[], {"ngo": 1}, {"ngo": {"ngo": "much"}}, {"ngo": {"ngo": True}}])
def test_complements_that_are_no_table_of_numbers_are_refused(path: Path, table: object) -> None:
    path.write_text(json.dumps({**CONTENT, "complements": table}))
    with pytest.raises(WeightsRefused, match="complements"):
        read_weights(path, TERMS)
