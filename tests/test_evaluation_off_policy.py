"""Weights judged by what was shown: only by what the lot has shown, against counting pairs by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation.off_policy import Drawn, HistoryRefused, area, main, read_drawn, scores
from matcher.exploration import PLACE
from models.ranker import write_weights
from tests.networks import shipped_weights

THEN = shipped_weights()
TERM, OTHER = "shared_themes", "same_municipality"


def shown(actor: str, other: str, points: dict[str, float], chance: float = 0.1, **more: object) -> dict[str, Any]:
    places = [{"actor": f"x{at}", "score": 1.0, "probability": 1.0, "points": {"base": 1.0}} for at in range(PLACE - 1)]
    return {"record": "list", "id": "0", "shown": "2026-11-01T12:00:00+00:00", "actor": actor, "asked": {"offset": 0},
            "versions": {"weights": THEN.fingerprint},
            "places": [*places, {"actor": other, "score": 0.0, "probability": chance, "points": points}], **more}


def said(actor: str, other: str, day: str, kind: str = "opinion", opinion: str = "useful") -> dict[str, Any]:
    return {"record": "event", "kind": kind, "actor": actor, "other": other, "happened": f"{day}T12:00:00+00:00",
            "document": {"kind": opinion}}


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history of five lists with a place drawn by lot, three of which count."""
    records = [
        shown("a", "b", {"base": -1.0, TERM: 2.0}), said("a", "b", "2026-11-05"),
        shown("a", "c", {"base": -1.0, TERM: 1.0, "rule:x": 0.5}), said("a", "c", "2026-11-05", opinion="never"),
        shown("d", "b", {"base": -1.0, OTHER: 1.0}), said("d", "b", "2026-10-05"), said("d", "b", "2027-03-05"),
        shown("e", "b", {"base": -1.0}, chance=1.0), said("e", "b", "2026-11-05"),
        shown("a", "b", {"base": -1.0, TERM: 2.0}), shown("e", "", {"base": -1.0}),
        shown("e", "b", {"base": -1.0}, shown="2027-02-01T12:00:00+00:00"),
        shown("e", "b", {"base": -1.0}, versions={"weights": "other"}),
        shown("e", "b", {"base": -1.0}, asked={"offset": 20}),
        said("x", "y", "2026-11-05", kind="joined") | {"document": None},
    ]
    path = tmp_path / "history.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def test_what_the_lot_has_shown_and_what_came_of_it(history: Path) -> None:
    assert read_drawn(history, THEN.fingerprint) == (
        Drawn("a", {"base": -1.0, TERM: 2.0}, True), Drawn("a", {"base": -1.0, TERM: 1.0, "rule:x": 0.5}, False),
        Drawn("d", {"base": -1.0, OTHER: 1.0}, False))


def test_an_outcome_tells_that_it_was_wanted(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    records = [shown("a", "b", {}), said("a", "b", "2026-11-20", kind="outcome", opinion="met"),
               said("x", "y", "2027-01-20", kind="changed")]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert [item.wanted for item in read_drawn(path, THEN.fingerprint)] == [True]


def test_points_follow_the_weights() -> None:
    drawn = (Drawn("a", {"base": THEN.base, TERM: 2.0, OTHER: 0.4, "rule:x": 0.5}, True),)
    now = replace(THEN, base=0.25, terms={**THEN.terms, TERM: THEN.terms[TERM] / 2, OTHER: 0.0})
    assert scores(drawn, THEN, THEN) == pytest.approx([THEN.base + 2.9])
    assert scores(drawn, THEN, now) == pytest.approx([0.25 + 1.0 + 0.5])


def test_the_area_is_how_often_the_wanted_one_of_two_scores_higher() -> None:
    random = np.random.default_rng(3)
    values = random.normal(size=60).round(1)
    drawn = tuple(Drawn(f"a{number % 12}", {}, bool(chosen)) for number, chosen in enumerate(random.random(60) < 0.4))
    pairs = [(values[i], values[j]) for i, j in product(range(60), repeat=2)
             if drawn[i].wanted and not drawn[j].wanted and drawn[i].actor == drawn[j].actor]
    found = area(drawn, values)
    assert found.mean == pytest.approx(sum((one > other) + 0.5 * (one == other) for one, other in pairs) / len(pairs))
    assert found.low < found.mean < found.high
    offsets = np.array([float(number % 12) for number in range(60)])
    assert area(drawn, values + 10 * offsets) == found  # what all lists of a seeker have in common decides nothing


@pytest.mark.parametrize("wanted", [[], [True], [True, True], [False, False]])
def test_without_both_kinds_nothing_can_be_said(wanted: list[bool]) -> None:
    with pytest.raises(HistoryRefused, match="nobody was shown both"):
        area(tuple(Drawn("a", {}, kind) for kind in wanted), np.zeros(len(wanted)))


def test_the_command(history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worse = tmp_path / "worse.json"
    write_weights(worse, replace(THEN, version="worse", terms={**THEN.terms, TERM: -THEN.terms[TERM]}))
    main([str(history), "--shown-with", "hand_set", "--weights", str(worse)])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0].startswith("1.000 (")
    assert lines[1].startswith("0.000 (")
    assert lines[1].endswith(f"judged: {worse}")
    assert lines[2] == "3 places drawn by lot, 1 of them wanted"


@pytest.mark.parametrize("content", ["no JSON", "[1]", '{"record": "list"}', ""])
def test_what_cannot_be_judged_is_refused(content: str, tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(SystemExit, match=r"history cannot be read|nobody was shown both"):
        main([str(path), "--shown-with", "hand_set", "--weights", "hand_set"])
    with pytest.raises(HistoryRefused):
        read_drawn(tmp_path / "nowhere", "")
