"""The headline of a run: its tables, its place in a file, and the one that stands in the documents."""

from __future__ import annotations

import math
import re
from dataclasses import replace
from pathlib import Path

import pytest

from evaluation.baselines import SYSTEMS
from evaluation.datasets.tasks import TASKS
from evaluation.metrics.bootstrap import Comparison, Estimate
from evaluation.report.figures import NOTHING
from evaluation.report.headline import BEGIN, COLUMNS, END, PAGE, MarksMissing, headline, main, update
from evaluation.runs.results import Results, TaskResult, write_results
from tests.networks import ROOT

ENCODING = frozenset({"minilm"})
"""Systems that need a model and much time; a figure of them may be missing."""


def estimates(**means: float) -> dict[str, Estimate]:
    """What a system reached; 0.5 where nothing else is said."""
    values = dict.fromkeys(COLUMNS, 0.5) | {name.replace("_at_", "@"): mean for name, mean in means.items()}
    return {name: Estimate(mean, mean - 0.01, mean + 0.01) for name, mean in values.items()}


def comparisons_of(low: float, mean: float, high: float) -> dict[str, Comparison]:
    return {"ndcg@10": Comparison(Estimate(mean, low, high), 3, 2, 1, 0.1)}


def task_result(**comparisons: dict[str, Comparison]) -> TaskResult:
    systems = {"popular": estimates(ndcg_at_10=0.1, gini=0.9, coverage=math.nan), "als": estimates(ndcg_at_10=0.2),
               "kumppani (with_history)": estimates(ndcg_at_10=0.3, small_or_new=0.25)}
    return TaskResult(1234, systems, (), "kumppani (with_history)", comparisons)


@pytest.fixture
def results() -> Results:
    call = task_result(popular=comparisons_of(0.1, 0.2, 0.3), als=comparisons_of(-0.01, 0.1, 0.21))
    return Results("cordis", "test", "2024-10-01", "2025-04-01", 27000, 8000, {"resamples": 10_000},
                   {"kumppani": "0.1.0"}, {}, {"call": call})


def rows_of(block: str) -> list[list[list[str]]]:
    """The tables of a piece of Markdown: rows of cells, each table without its line of dashes."""
    blocks = re.findall(r"(?:^\|.*\|$\n?)+", block, flags=re.MULTILINE)
    tables = [[line.strip("| ").split(" | ") for line in table.splitlines()] for table in blocks]
    for head, dashes, *_ in tables:
        assert set("".join(dashes)) == {"-", ":"}
        assert len(dashes) == len(head)
    return [[head, *rows] for head, _, *rows in tables]


class TestTable:
    def test_best_first_and_the_first_metric_with_its_interval(self, results: Results) -> None:
        (head, *rows), = rows_of(headline(results))
        assert head == ["system", *COLUMNS.values()]
        assert rows == [
            ["kumppani (with_history)", "0.300 (0.290–0.310)", "0.500", "0.500", "0.500", "0.500", "0.250"],
            ["als", "0.200 (0.190–0.210)", "0.500", "0.500", "0.500", "0.500", "0.500"],
            ["popular", "0.100 (0.090–0.110)", "0.500", "0.500", "0.900", NOTHING, "0.500"],
        ]

    def test_tasks_stand_one_after_the_other(self, results: Results) -> None:
        words = headline(replace(results, tasks={"partner": task_result(), "own": task_result()}))
        assert len(rows_of(words)) == 2
        assert words.index("**partner**: who will be a new partner of an actor (1,234 questions)") < words.index(
            "**own** (1,234 questions)")


class TestDifference:
    def test_ours_is_set_against_the_best_of_the_others(self, results: Results) -> None:
        assert ("\n- call: kumppani (with_history) minus als, the best of the others: +0.100 NDCG@10 (−0.010 to "
                "+0.210), not told apart.\n") in headline(results)

    @pytest.mark.parametrize(("low", "high", "verdict"), [(0.01, 0.2, "better"), (-0.2, -0.01, "worse")])
    def test_it_says_who_is_better(self, results: Results, low: float, high: float, verdict: str) -> None:
        task = task_result(popular=comparisons_of(low, (low + high) / 2, high))
        assert f"), {verdict}.\n" in headline(replace(results, tasks={"call": task}))

    @pytest.mark.parametrize("task", [
        replace(task_result(), comparisons={}), replace(task_result(als=comparisons_of(0, 1, 2)), reference="popular")])
    def test_without_ours_or_without_others_there_is_none(self, results: Results, task: TaskResult) -> None:
        assert "minus" not in headline(replace(results, tasks={"call": task}))


def test_it_says_how_it_was_made(results: Results) -> None:
    line = headline(results).splitlines()[-1]
    assert "--dataset cordis --split test`, version 0.1.0: 27,000 actors and 8,000 cooperations" in line
    assert "before 2024-10-01, and what began from then to 2025-03-31; questions: 1,234 (call)." in line
    assert "10,000 random draws" in line


class TestFile:
    def test_only_what_stands_between_the_marks_is_changed(self, results: Results, tmp_path: Path) -> None:
        write_results(tmp_path / "out" / "results.json", results)
        readme = tmp_path / "README.md"
        readme.write_text(f"# Å\n\n{BEGIN}old\n{END}\nend\n", encoding="utf-8")
        for _ in range(2):
            main([str(tmp_path / "out"), str(readme)])
            assert readme.read_text(encoding="utf-8") == f"# Å\n\n{BEGIN}{headline(results)}\n{END}\nend\n"

    def test_the_page_is_the_one_of_the_folder(self, results: Results, tmp_path: Path,
                                               monkeypatch: pytest.MonkeyPatch) -> None:
        write_results(tmp_path / "results.json", results)
        (tmp_path / PAGE.parent).mkdir()
        (tmp_path / PAGE).write_text(BEGIN + END, encoding="utf-8")
        monkeypatch.chdir(tmp_path)
        main(["."])
        assert "| kumppani (with_history) |" in (tmp_path / PAGE).read_text(encoding="utf-8")

    @pytest.mark.parametrize("content", ["", BEGIN, END, END + BEGIN, BEGIN + BEGIN + END, BEGIN + END + END,
                                         END + BEGIN + END])
    def test_a_file_without_one_place_is_refused_and_kept(self, content: str, results: Results, tmp_path: Path) -> None:
        (tmp_path / "README.md").write_text(content, encoding="utf-8")
        with pytest.raises(MarksMissing, match=r"README\.md.*begin: benchmark"):
            update(tmp_path / "README.md", results)
        assert (tmp_path / "README.md").read_text(encoding="utf-8") == content

    def test_what_is_missing_is_told_in_words(self, results: Results, tmp_path: Path) -> None:
        with pytest.raises(SystemExit, match="kumppani evaluate"):
            main([str(tmp_path)])
        write_results(tmp_path / "results.json", results)
        with pytest.raises(SystemExit, match="cannot be read"):
            main([str(tmp_path), str(tmp_path / "nowhere.md")])


class TestPage:
    """Not the figures, which take minutes to make: that they are all there."""

    @pytest.fixture
    def block(self) -> str:
        words = (ROOT / PAGE).read_text(encoding="utf-8")
        return words.partition(BEGIN)[2].partition(END)[0]

    def test_a_table_per_task_names_the_systems(self, block: str) -> None:
        tables = rows_of(block)
        assert len(tables) == len(TASKS)
        for head, *rows in tables:
            assert head == ["system", *COLUMNS.values()]
            names = {row[0] for row in rows}
            assert names <= set(SYSTEMS)
            assert {name for name in SYSTEMS if not name.startswith("kumppani")} - ENCODING <= names

    def test_the_figures_are_figures_and_the_best_comes_first(self, block: str) -> None:
        for _, *rows in rows_of(block):
            for _, ndcg, *others in rows:
                assert re.fullmatch(r"0\.\d{3} \(0\.\d{3}–0\.\d{3}\)", ndcg)
                assert all(re.fullmatch(r"[01]\.\d{3}", figure) for figure in others)
            means = [float(row[1].split()[0]) for row in rows]
            assert means == sorted(means, reverse=True)

    def test_it_is_of_the_period_that_nothing_was_tuned_on(self, block: str) -> None:
        assert "`kumppani evaluate --dataset cordis --split test`" in block
