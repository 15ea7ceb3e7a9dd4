"""Evaluation where there is hardly anything to judge: what cannot be measured is no number, and nothing else fails."""

from __future__ import annotations

import math
from pathlib import Path

import numpy as np
import pytest

from evaluation.judged.metrics import METRICS, mean_of, measure, share_of
from evaluation.judging.agreement import agreements, weighted_kappa
from evaluation.metrics import bootstrap
from evaluation.metrics.exposure import EXPOSURE, ActorTraits, TopLists
from models.inequality import gini_of
from models.lexical import LexicalIndex
from models.smoothing import Smoother
from models.topics import TopicSpace
from tests.gears import in_gear
from tests.terminal import Terminal

SIZES = (0, 1, 2, 3)
ACTORS = "id,name,sector,municipalities,themes\n" + "".join(
    f"a{number},Sama,ngo,Helsinki,employment\n" for number in range(3))
WORKS = {
    "partner": "members,title,since\na0; a1,Hanke,2020-01-01\na0; a2,Hanke,2024-05-01\n",
    "call": "members,title,since,lead\na0; a1,Hanke,2020-01-01,a0\na0; a1; a2,Hanke,2024-05-01,a0\n",
}
SYSTEMS = in_gear(quick="kumppani (judged),popular", thorough=(
    "kumppani (judged),kumppani (with_history),popular,recent,regional,bm25,tfidf,lsa-popular,nearest-projects,"
    "adamic-adar,resource-allocation,als,random"))


@pytest.mark.parametrize("size", SIZES)
def test_means_and_intervals_of_equal_values(size: int) -> None:
    values = np.ones(size)
    means = bootstrap.resampled_means(values[:, None], resamples=9)
    assert means.shape == (9, 1)
    expected = 1.0 if size else math.nan
    for estimate in (bootstrap.estimate(values, means[:, 0]), mean_of(values), share_of(values, values)):
        assert [estimate.mean, estimate.low, estimate.high] == pytest.approx([expected] * 3, nan_ok=True)
    comparison = bootstrap.compare(values, values, means[:, 0], means[:, 0])
    assert (comparison.wins, comparison.ties, comparison.losses) == (0, size, 0)
    assert math.isnan(share_of(np.zeros(size), np.zeros(size)).mean)


@pytest.mark.parametrize("size", SIZES)
def test_exposure_of_lists_of_nobody_and_of_all(size: int) -> None:
    nothing = np.zeros(size, dtype=np.int64)
    traits = ActorTraits(nothing, nothing, nothing, 0)
    for rows in (np.full((size, 10), -1), np.tile(np.arange(size), (size, 1)) if size else np.zeros((0, 10), np.int64)):
        lists = TopLists(rows.astype(np.int64), np.arange(size), size, traits)
        for metric in EXPOSURE.values():
            values = metric.function(lists, np.ones((2, size), dtype=np.int64))
            assert values.shape == (2,)
            assert not np.isinf(values).any()


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("grade", [0, 3])
def test_graded_lists_of_equal_grades(size: int, grade: int) -> None:
    names = [str(number) for number in range(size)]
    for metric in METRICS.values():
        value = measure(metric, names, dict.fromkeys(names, grade))
        assert math.isnan(value) or 0 <= value <= 1
        assert math.isnan(value) == (not grade or not size)


@pytest.mark.parametrize("size", SIZES)
def test_judges_that_agree_on_everything_or_on_nothing(size: int) -> None:
    assert math.isnan(weighted_kappa([1] * size, [1] * size, 2))
    empty = list(agreements({"one": {}, "other": {}}))
    assert (empty[0].pairs, math.isnan(empty[0].same), math.isnan(empty[0].near)) == (0, True, True)


@pytest.mark.parametrize("size", SIZES)
@pytest.mark.parametrize("words", ["", "sana", "sama sana kaikilla"])
def test_models_of_equal_texts(size: int, words: str) -> None:
    index = LexicalIndex([str(number) for number in range(size)], [words] * size)
    similarities = index.similarities("sana")
    assert similarities.shape == (size,)
    assert np.isfinite(similarities).all()
    assert (similarities > 0).all() == (words != "" or not size)
    assert np.isfinite(TopicSpace.fit([words] * size).topics).all()
    assert np.isfinite(Smoother.fit(np.ones((size, size), dtype=np.float32)).inverse).all()
    assert gini_of(np.ones(size, dtype=np.int64), size) == pytest.approx(0.0 if size else math.nan, nan_ok=True)


@pytest.mark.parametrize("task", WORKS)
def test_a_network_of_three_that_are_alike_is_judged(task: str, tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text(ACTORS, encoding="utf-8")
    (tmp_path / "cooperations.csv").write_text(WORKS[task], encoding="utf-8")
    result = Terminal(tmp_path / "home").run(
        "evaluate", "--dataset", "network", "--data", str(tmp_path), "--task", "all", "--split", "test", "--systems",
        SYSTEMS, "--out", str(tmp_path / "out"))
    assert result.exit_code == 0, result.output
    assert "nan" not in result.stdout.lower()


@pytest.mark.parametrize(("actors", "works", "message"), [
    ("id,name\n", WORKS["partner"], "no rows"), ("id,name\na0,A\n", "members,title,since\n", "no rows"),
    (ACTORS, "members,title,since\na0; a1,Hanke,2024-05-01\n", "no question")])
def test_what_cannot_be_judged_is_refused(actors: str, works: str, message: str, tmp_path: Path) -> None:
    (tmp_path / "actors.csv").write_text(actors, encoding="utf-8")
    (tmp_path / "cooperations.csv").write_text(works, encoding="utf-8")
    result = Terminal(tmp_path / "home").run("evaluate", "--dataset", "network", "--data", str(tmp_path), "--out",
                                             str(tmp_path / "out"))
    assert result.exit_code == 1, result.output
    assert message in " ".join(result.stderr.split())
