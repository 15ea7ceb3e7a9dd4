"""The ranker whose score is a sum a person can read, and its weights."""

import hashlib
import json
import math
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from pathlib import Path
from types import MappingProxyType
from typing import Any, Literal, Protocol, get_args

import numpy as np

from models.arrays import Float64Array
from models.artefacts import parse_json, write_json
from models.errors import InputRefused, WeightsRefused

FORMAT = "kumppani-weights/2"
Origin = Literal["hand-set", "learned"]

_KEYS = {"format", "version", "origin", "note", "base", "terms", "attention", "card"}
# Left out of files that were written before, or whose levels have not been measured.
_OPTIONAL_KEYS = {"levels", "complements"}
_LEVELS = 3
_LARGEST = sys.float_info.max


@dataclass(frozen=True)
class Weights:
    """What the additive ranker multiplies with.

    Attributes:
        version: the name of this set of weights, for people.
        origin: whether people set the weights or they were learned from cooperations.
        note: why they are what they are.
        base: log-odds of a pair whose terms are all zero.
        terms: term name to weight, log-odds per unit of the term, in the order of the columns.
        attention: trait of a past cooperation to how much it counts when forerunners of the next one are looked for.
        card: what the weights were learned from, when and with which figures; "until" is the first day that they know
            nothing of (ISO 8601). Empty for weights set by hand.
        complements: sector of who asks ("" when unknown, as for ideas) to sector of the other to log-odds: how well the
            second completes the first. Empty where nothing was learned of it.
        levels: where the levels of a score begin in words, three log-odds, ascending; empty for the usual ones.
    """

    version: str
    origin: Origin
    note: str
    base: float
    terms: Mapping[str, float]
    attention: Mapping[str, float] = field(default_factory=dict)
    card: Mapping[str, str] = field(default_factory=dict)
    levels: tuple[float, ...] = ()
    complements: Mapping[str, Mapping[str, float]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        """Keep own copies of the mappings that nobody can change."""
        for name in ("terms", "attention", "card"):
            object.__setattr__(self, name, MappingProxyType(dict(getattr(self, name))))
        tables = {one: MappingProxyType(dict(others)) for one, others in self.complements.items()}
        object.__setattr__(self, "complements", MappingProxyType(tables))

    @property
    def fingerprint(self) -> str:
        """Sixteen hexadecimal digits over the whole content; the order of the terms does not count."""
        canonical = json.dumps(_as_json(self), sort_keys=True, separators=(",", ":"))
        return hashlib.sha256(canonical.encode()).hexdigest()[:16]


def read_weights(path: Path, expected_terms: Sequence[str]) -> Weights:
    """Return the weights in the file `path`, their terms in the order of `expected_terms`.

    Raises:
        WeightsRefused: the file is missing, malformed, not finite, or for another list of terms.
    """
    content = _content(path)
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        raise _refusal(path, f"the format is not {FORMAT}")
    _check_names(path, "keys", set(content) - _OPTIONAL_KEYS, _KEYS)
    _check_texts(path, content)
    for key in ("terms", "attention", "card"):
        if not isinstance(content[key], dict):
            raise _refusal(path, f"{key!r} is not an object")
    _check_names(path, "terms", set(content["terms"]), set(expected_terms))
    terms = {name: _number(path, name, content["terms"][name]) for name in expected_terms}
    base = _number(path, "base", content["base"])
    attention = {name: _number(path, name, value) for name, value in content["attention"].items()}
    card = {name: str(value) for name, value in content["card"].items()}
    levels = _levels(path, content.get("levels", []))
    complements = _complements(path, content.get("complements", {}))
    return Weights(content["version"], content["origin"], content["note"], base, terms, attention, card, levels,
                   complements)


def write_weights(path: Path, weights: Weights) -> None:
    """Write `weights` to `path` atomically, for `read_weights`.

    Raises:
        WeightsRefused: a weight is not finite, or the levels are not three numbers that ascend.
    """
    for name, weight in (("base", weights.base), *weights.terms.items(), *weights.attention.items()):
        _number(path, name, weight)
    _levels(path, list(weights.levels))
    _complements(path, _plain(weights.complements))
    write_json(path, _as_json(weights))


class Ranker(Protocol):
    """Turns the values of terms into points, so that a score is base plus points."""

    @property
    def base(self) -> float:
        """Log-odds of a pair whose terms are all zero."""

    @property
    def terms(self) -> tuple[str, ...]:
        """The names of the columns, in order."""

    def points(self, values: Float64Array) -> Float64Array:
        """Return log-odds [n, t] for term values [n, t]; a score is `base` plus the sum of its row.

        Raises:
            InputRefused: the values have another shape or are not finite.
        """

    def points_of(self, terms: Sequence[str], values: Float64Array) -> Float64Array:
        """Return log-odds [n, k] for the values [n, k] of some terms, of which any may come more than once.

        Raises:
            InputRefused: a value is not finite.
        """


class AdditiveRanker:
    """The ranker whose points are value times weight; a term that weighs nothing is not among its columns."""

    def __init__(self, weights: Weights) -> None:
        self.weights = weights
        self.base = weights.base
        weighing = {name: weight for name, weight in weights.terms.items() if weight}
        self.terms = tuple(weighing)
        self._column_weights = np.array(list(weighing.values()), dtype=np.float64)

    def points(self, values: Float64Array) -> Float64Array:
        """Return log-odds [n, t]; see `Ranker`."""
        matrix = np.asarray(values, dtype=np.float64)
        if matrix.ndim != 2 or matrix.shape[1] != len(self.terms):  # noqa: PLR2004 - a matrix has two axes
            what = f"the shape is {matrix.shape}, not (n, {len(self.terms)})"
            raise InputRefused(what, "values", f"Give one column for each of: {', '.join(self.terms)}.")
        return _weigh(matrix, self._column_weights)

    def points_of(self, terms: Sequence[str], values: Float64Array) -> Float64Array:
        """Return log-odds [n, k]; see `Ranker`."""
        return _weigh(values, np.array([self.weights.terms[term] for term in terms], dtype=np.float64))


def _weigh(values: Float64Array, weights: Float64Array) -> Float64Array:
    if not np.isfinite(values).all():
        raise InputRefused("a value is not finite", "values", "Give 0 where a term has nothing to say.")
    # Adding zero turns the -0.0 of a negative weight into 0.0, which is what a ledger should show.
    points: Float64Array = values * weights
    points += 0.0
    return points


def log_odds_to_probability(score: float) -> float:
    """Return the probability, 0 to 1, whose log-odds are `score`."""
    # Halving keeps the exponential out of it, which would overflow for scores below -709.
    return 0.5 * (1.0 + math.tanh(score / 2.0))


def _as_json(weights: Weights) -> dict[str, Any]:
    return {
        "format": FORMAT,
        "version": weights.version,
        "origin": weights.origin,
        "note": weights.note,
        "base": weights.base,
        "terms": dict(weights.terms),
        "attention": dict(weights.attention),
        "card": dict(weights.card),
        **({"levels": list(weights.levels)} if weights.levels else {}),
        **({"complements": _plain(weights.complements)} if weights.complements else {}),
    }


def _content(path: Path) -> object:
    try:
        return parse_json(path.read_bytes())
    except OSError as error:
        raise _refusal(path, f"the file cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise _refusal(path, f"not valid JSON ({error})") from error


def _check_names(path: Path, what: str, names: set[str], expected: set[str]) -> None:
    if names != expected:
        missing, unknown = sorted(expected - names), sorted(names - expected)
        raise _refusal(path, f"the {what} differ: missing {missing}, unknown {unknown}")


def _check_texts(path: Path, content: Mapping[str, object]) -> None:
    for key in ("version", "note"):
        if not isinstance(content[key], str):
            raise _refusal(path, f"{key!r} is not text")
    if content["origin"] not in get_args(Origin):
        raise _refusal(path, f"'origin' is {content['origin']!r}, not one of {get_args(Origin)}")


def _number(path: Path, name: str, value: object) -> float:
    # JSON's true is an int in Python; a whole number too long for a float is as bad as infinity.
    if isinstance(value, bool) or not isinstance(value, int | float) or not abs(value) <= _LARGEST:
        raise _refusal(path, f"{name!r} is {value!r}, not a finite number")
    return float(value)


def _levels(path: Path, value: object) -> tuple[float, ...]:
    if not isinstance(value, list) or len(value) not in (0, _LEVELS):
        raise _refusal(path, f"'levels' is not a list of {_LEVELS} numbers")
    levels = tuple(_number(path, "levels", number) for number in value)
    if any(one >= other for one, other in pairwise(levels)):
        raise _refusal(path, "the numbers of 'levels' do not ascend")
    return levels


def _complements(path: Path, value: object) -> dict[str, dict[str, float]]:
    if not isinstance(value, dict) or not all(isinstance(others, dict) for others in value.values()):
        raise _refusal(path, "'complements' is not an object of objects")
    return {one: {other: _number(path, f"complements {one} {other}", number) for other, number in others.items()}
            for one, others in value.items()}


def _plain(tables: Mapping[str, Mapping[str, float]]) -> dict[str, dict[str, float]]:
    return {one: dict(others) for one, others in tables.items()}


def _refusal(path: Path, what: str) -> WeightsRefused:
    return WeightsRefused(what, str(path), "Correct the file, or restore the weights of this version of the program.")
