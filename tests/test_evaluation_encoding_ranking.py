"""The whole ranking with one encoder and another, on a network that is made up."""

from __future__ import annotations

from dataclasses import replace

import pytest

from evaluation.baselines.kumppani import kumppani
from evaluation.datasets.tasks import TASKS
from evaluation.encoding import ranking
from evaluation.encoding.ranking import main, measure_ranking
from evaluation.runs.ranking import open_holdout
from evaluation.runs.tuning import measure
from models.encoders import DEFAULT, open_encoder
from tests.test_evaluation_learning import lively


def test_with_the_default_encoder_it_is_the_product() -> None:
    """Under the name of the benchmark, whose later days the shipped weights know: both learn their own."""
    holdout = open_holdout(replace(lively(), name="cordis"), "validation", tuple(TASKS))
    scorer = kumppani(holdout.history)
    right = {task: measure(holdout, task, scorer) for task in holdout.cases}
    assert measure_ranking(holdout, open_encoder(DEFAULT)) == right


def test_the_command_prints_a_line_per_encoder(monkeypatch: pytest.MonkeyPatch,
                                               capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(ranking, "open_dataset", lambda _name, _folder: lively())
    main(["hashing=64", "static"])
    lines = [line.partition("  ") for line in capsys.readouterr().out.splitlines()]
    assert [name for _, _, name in lines] == ["hashing=64", "static"]
    for figures, _, _ in lines:
        assert all(0 <= float(figure.split()[1]) <= 1 for figure in figures.split(", "))
