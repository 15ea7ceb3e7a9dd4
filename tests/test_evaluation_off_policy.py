"""Weights judged by what was shown: only by what the lot has shown, against counting pairs by hand."""

from __future__ import annotations

import json
from dataclasses import replace
from itertools import product
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from evaluation.off_policy import HistoryRefused, LotPlace, area, main, read_lot_places, scores
from matcher.arrangement.exploration import PLACE
from models.ranker import write_weights
from tests.networks import shipped_weights

OLD = shipped_weights()
TERM, OTHER = "shared_themes", "same_municipality"


def listing(actor: str, other: str, points: dict[str, float], chance: float = 0.1, **details: object) -> dict[str, Any]:
    places = [{"actor": f"x{at}", "score": 1.0, "probability": 1.0, "points": {"base": 1.0}} for at in range(PLACE - 1)]
    return {"record": "list", "id": "0", "shown": "2026-11-01T12:00:00+00:00", "actor": actor, "asked": {"offset": 0},
            "versions": {"weights": OLD.fingerprint},
            "places": [*places, {"actor": other, "score": 0.0, "probability": chance, "points": points}], **details}


def remark(actor: str, other: str, day: str, kind: str = "opinion", opinion: str = "useful") -> dict[str, Any]:
    return {"record": "event", "kind": kind, "actor": actor, "other": other, "happened": f"{day}T12:00:00+00:00",
            "document": {"kind": opinion}}


@pytest.fixture
def history(tmp_path: Path) -> Path:
    """A history of five lists with a place drawn by lot, three of which count."""
    records = [
        listing("a", "b", {"base": -1.0, TERM: 2.0}), remark("a", "b", "2026-11-05"),
        listing("a", "c", {"base": -1.0, TERM: 1.0, "rule:x": 0.5}), remark("a", "c", "2026-11-05", opinion="never"),
        listing("d", "b", {"base": -1.0, OTHER: 1.0}), remark("d", "b", "2026-10-05"), remark("d", "b", "2027-03-05"),
        listing("e", "b", {"base": -1.0}, chance=1.0), remark("e", "b", "2026-11-05"),
        listing("a", "b", {"base": -1.0, TERM: 2.0}), listing("e", "", {"base": -1.0}),
        listing("e", "b", {"base": -1.0}, shown="2027-02-01T12:00:00+00:00"),
        listing("e", "b", {"base": -1.0}, versions={"weights": "other"}),
        listing("e", "b", {"base": -1.0}, asked={"offset": 20}),
        remark("x", "y", "2026-11-05", kind="joined") | {"document": None},
    ]
    path = tmp_path / "history.jsonl"
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    return path


def test_what_the_lot_has_shown_and_what_came_of_it(history: Path) -> None:
    assert read_lot_places(history, OLD.fingerprint) == (
        LotPlace("a", {"base": -1.0, TERM: 2.0}, True), LotPlace("a", {"base": -1.0, TERM: 1.0, "rule:x": 0.5}, False),
        LotPlace("d", {"base": -1.0, OTHER: 1.0}, False))


def test_an_outcome_tells_that_it_was_wanted(tmp_path: Path) -> None:
    path = tmp_path / "history.jsonl"
    records = [listing("a", "b", {"base": 1.0}), listing("a", "x", {}),
               remark("a", "b", "2026-11-20", kind="outcome", opinion="met"),
               remark("x", "y", "2027-01-20", kind="changed")]
    path.write_text("\n".join(map(json.dumps, records)), encoding="utf-8")
    assert [item.was_useful for item in read_lot_places(path, OLD.fingerprint)] == [True]


def test_points_follow_the_weights() -> None:
    places = (LotPlace("a", {"base": OLD.base, TERM: 2.0, OTHER: 0.4, "rule:x": 0.5}, True),)
    new = replace(OLD, base=0.25, terms={**OLD.terms, TERM: OLD.terms[TERM] / 2, OTHER: 0.0})
    assert scores(places, OLD, OLD) == pytest.approx([OLD.base + 2.9])
    assert scores(places, OLD, new) == pytest.approx([0.25 + 1.0 + 0.5])


def test_the_area_is_how_often_the_wanted_one_of_two_scores_higher() -> None:
    random = np.random.default_rng(3)
    values = random.normal(size=60).round(1)
    places = tuple(LotPlace(f"a{number % 12}", {}, bool(useful))
                   for number, useful in enumerate(random.random(60) < 0.4))
    pairs = [(values[i], values[j]) for i, j in product(range(60), repeat=2)
             if places[i].was_useful and not places[j].was_useful and places[i].actor == places[j].actor]
    estimate = area(places, values)
    wins = sum((one > other) + 0.5 * (one == other) for one, other in pairs)
    assert estimate.mean == pytest.approx(wins / len(pairs))
    assert estimate.low < estimate.mean < estimate.high
    offsets = np.array([float(number % 12) for number in range(60)])
    assert area(places, values + 10 * offsets) == estimate  # what all lists of a seeker have in common decides nothing


@pytest.mark.parametrize("useful", [[], [True], [True, True], [False, False]])
def test_without_both_kinds_nothing_can_be_said(useful: list[bool]) -> None:
    with pytest.raises(HistoryRefused, match="nobody was shown both"):
        area(tuple(LotPlace("a", {}, kind) for kind in useful), np.zeros(len(useful)))


def test_the_command(history: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    worse = tmp_path / "worse.json"
    write_weights(worse, replace(OLD, version="worse", terms={**OLD.terms, TERM: -OLD.terms[TERM]}))
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
        read_lot_places(tmp_path / "nowhere", "")
