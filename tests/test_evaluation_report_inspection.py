"""What the ranking tells of itself agrees with what it does."""

from __future__ import annotations

import math
import re
import sys
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.datasets.tasks import Case, Question
from evaluation.report import inspection
from evaluation.report.inspection import (
    NEWCOMER,
    NEWCOMER_POINTS,
    ORACLE_PROJECTS,
    Look,
    _figures,
    _openness,
    look_inside,
    main,
)
from evaluation.report.sections import Sections
from evaluation.runs.ranking import open_holdout
from evaluation.runs.results import write_results
from matcher.candidates import GENERATORS
from tests.test_evaluation_learning import lively
from tests.test_evaluation_report import results


@pytest.fixture(scope="module")
def sections() -> Sections:
    return look_inside(open_holdout(lively(), "validation"), "partner")


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
    assert max(estimate.mean for estimate in sections.recall.generators.values()) <= 1


def test_every_term_is_left_out_once_and_openness_and_the_ceiling_are_measured(sections: Sections) -> None:
    changes = {f"{points:+g} points for newcomers" for points in NEWCOMER_POINTS}
    ceiling = {f"an oracle names up to {ORACLE_PROJECTS} of the next projects"}
    assert set(sections.ablation) == {"all terms", *(f"without {term}" for term in sections.curves)} | changes | ceiling


def test_more_points_for_newcomers_give_them_more_places() -> None:
    """Of twenty newcomers none is suggested first; with points enough, nobody else."""
    random = np.random.default_rng(0)
    counts = np.repeat([1, 9], 20)
    values = np.column_stack([counts / 9 + random.random(40) / 10, (counts <= 1) / 2])
    question = Question("q", 39, None, np.array([39]))
    look = Look(Case(question, np.array([0, 30])), np.arange(39), values[:39], {})
    plain = np.array([1.0, 0.0])
    shares = [_figures(look, slopes, counts)[1] for slopes in (plain, *_openness(("x", NEWCOMER), plain).values())]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert shares[-1] == 1


def test_the_oracle_is_for_partners_only() -> None:
    ablation = look_inside(open_holdout(lively(), "validation"), "call").ablation
    assert not any("oracle" in change for change in ablation)


def test_examples_are_good_lists_then_bad_ones_with_ledgers(sections: Sections) -> None:
    assert [example.good for example in sections.examples] == sorted((e.good for e in sections.examples), reverse=True)
    for example in sections.examples:
        scores = [suggestion.score for suggestion in example.suggestions]
        assert scores == pytest.approx(sorted(scores, reverse=True))
        assert any(suggestion.hit for suggestion in example.suggestions) or not example.good


def test_the_report_says_whether_the_language_of_a_profile_matters(tmp_path: Path,
                                                                   monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(inspection, "open_dataset", lambda *_: lively())
    monkeypatch.setattr(inspection, "look_inside", lambda *_: Sections({}, None, {}, ()))
    monkeypatch.setattr(inspection, "measure_invariance", lambda *_: {"same lists, with themes: overlap@10": 0.921})
    write_results(tmp_path / "results.json", replace(results(), split="validation"))
    monkeypatch.setattr(sys, "argv", ["looking_inside", str(tmp_path)])
    main()
    report = (tmp_path / "report.md").read_text(encoding="utf-8")
    assert re.search(r"same lists, with themes: overlap@10 +\| +0\.921", report)


def test_a_folder_without_a_run_is_refused_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                                    capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(sys, "argv", ["looking_inside", str(tmp_path)])
    with pytest.raises(SystemExit) as ending:
        main()
    assert ending.value.code == 1
    assert "results.json" in capsys.readouterr().err
