"""`kumppani evaluate` on a tiny dataset: its tables, its JSON, its files, and what it refuses."""

from __future__ import annotations

import json
import math
from collections.abc import Mapping
from pathlib import Path

import pytest

from evaluation import baselines, datasets
from evaluation.baselines import System
from evaluation.metrics.exposure import EXPOSURE
from evaluation.metrics.ranking import METRICS
from evaluation.runs.ranking import open_holdout, run_system
from evaluation.runs.results import Results, from_json, read_results, to_json, write_results
from evaluation.runs.scoring import SLICE_METRICS, judge_holdout
from evaluation.shell import CommandShell
from matcher import defaults
from models.errors import ArtefactRefused
from service.cli import shell as service_shell
from service.cli.exits import ExitCode
from tests.holdouts import FUTURE, PAST, SPLIT, by_row, popular, seeing, tiny
from tests.terminal import Terminal

# In this order, so that the best one by NDCG@10 is not the first.
SYSTEMS: Mapping[str, System] = {
    "by-row": System(by_row, "Rows."),
    "popular": System(popular, "Popularity.", "nothing"),
}


IN_USE = "kumppani (hand_set)"
SILENT = {"precision@10", "recall@100"}
"""What says nothing in a network of six actors."""


@pytest.fixture
def terminal(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Terminal:
    monkeypatch.setattr(datasets, "DATASETS", {"tiny": lambda folder: tiny()})
    monkeypatch.setattr(baselines, "SYSTEMS", SYSTEMS)
    return Terminal(tmp_path / "home").having(KUMPPANI_WEIGHTS="hand_set")


@pytest.fixture
def words(tmp_path: Path) -> tuple[str, ...]:
    return ("evaluate", "--dataset", "tiny", "--out", str(tmp_path / "out"))


@pytest.fixture(scope="module")
def results(tmp_path_factory: pytest.TempPathFactory) -> Results:
    holdout, folder = open_holdout(tiny(), SPLIT), tmp_path_factory.mktemp("out")
    rankings = {name: run_system(holdout, name, one, folder) for name, one in SYSTEMS.items()}
    return judge_holdout(holdout, SYSTEMS, rankings)


class TestCommand:
    def test_a_task_without_questions_is_left_out_and_said_so(self, terminal: Terminal, words: tuple[str, ...],
                                                              monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(datasets, "DATASETS", {"tiny": lambda folder: tiny(cooperations=(*PAST, FUTURE[1]))})
        outcome = terminal.run(*words, "--json")
        assert set(json.loads(outcome.stdout)) == {"partner"}
        note = "The task “call” is left out, as it has no question. It takes a cooperation that begins"
        assert note in outcome.stderr

    def test_weights_of_ones_choice_are_judged_beside(self, terminal: Terminal, words: tuple[str, ...],
                                                      tmp_path: Path) -> None:
        file = tmp_path / "mine.json"
        file.write_bytes(defaults.WEIGHTS.read_bytes())
        answer = terminal.json(*words, "--systems", "popular", "--weights", f"hand_set, without_history,{file}")
        assert set(answer["partner"]) == {
            "popular", "kumppani (hand_set)", "kumppani (without_history)", "kumppani (mine)"}
        assert answer["call"]["kumppani (hand_set)"] == answer["call"]["kumppani (mine)"]
        description = read_results(tmp_path / "out" / "results.json").systems["kumppani (mine)"]["description"]
        assert "hand-set" in description
        failure = terminal.failure(ExitCode.INSTALLATION, *words, "--weights", "nothing.json")
        assert "nothing.json" in failure["error"]["where"]

    def test_the_weights_of_the_setting_are_judged_and_a_sentence_says_what_can_be_told(
            self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
        file = tmp_path / "ours.json"
        file.write_bytes(defaults.WEIGHTS.read_bytes())
        outcome = terminal.having(KUMPPANI_WEIGHTS=str(file)).run(*words, "--task", "partner")
        sentences = " ".join(outcome.stdout.partition("tiny, validation")[0].split())
        assert sentences.startswith("partner, 5 questions: the two best, “")
        assert "; with fewer than 6 questions nothing can be told from chance. " in sentences
        assert "The service ranks with the weights of “kumppani (ours)”." in sentences
        assert "recall@100 is left out: a list of 100 is not short in a network of 6 actors" in sentences
        read = read_results(tmp_path / "out" / "results.json")
        assert (read.in_use, set(read.left_out)) == ("kumppani (ours)", SILENT)
        assert set(read.systems) == {*SYSTEMS, "kumppani (ours)"}

    def test_weights_in_use_that_know_the_days_that_are_judged_are_left_out_and_said_so(
            self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
        file = tmp_path / "knowing.json"
        document = json.loads(defaults.LEARNED.read_text(encoding="utf-8"))
        document["card"] |= {"dataset": "tiny", "until": "2022-06-01"}
        file.write_text(json.dumps(document), encoding="utf-8")
        outcome = terminal.having(KUMPPANI_WEIGHTS=str(file)).run(*words, "--json")
        assert set(json.loads(outcome.stdout)["partner"]) == set(SYSTEMS)
        assert "“kumppani (knowing)” is left out." in outcome.stderr
        assert "2022-06-01" in outcome.stderr
        failure = terminal.having(KUMPPANI_WEIGHTS=str(file)).failure(
            ExitCode.REFUSED, *words, "--systems", "kumppani (knowing)")
        assert "2022-06-01" in failure["error"]["what"]

    def test_stopped_it_says_how_to_go_on(self, terminal: Terminal, words: tuple[str, ...],
                                          monkeypatch: pytest.MonkeyPatch) -> None:
        def interrupt(_history: object) -> None:
            raise KeyboardInterrupt

        monkeypatch.setattr(baselines, "SYSTEMS", {"stopped": System(interrupt, "Stops.")})  # type: ignore[arg-type]
        outcome = terminal.run(*words)
        assert outcome.exit_code == ExitCode.INTERRUPTED
        assert "Stopped. The same command goes on where it was." in outcome.stderr

    def test_a_folder_that_cannot_be_written_is_refused_before_anything_is_done(
            self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        failure = terminal.failure(ExitCode.REFUSED, *words, "--out", str(tmp_path / "file"))
        assert "--out" in failure["error"]["cure"]

    def test_json_is_task_system_metric_and_three_numbers(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        answer = terminal.json(*words)
        assert {task: set(systems) for task, systems in answer.items()} == {
            "partner": {IN_USE, *SYSTEMS}, "call": {IN_USE, *SYSTEMS}}
        for systems in answer.values():
            for metrics in systems.values():
                assert set(metrics) == {*METRICS, *EXPOSURE} - SILENT
                assert all(set(one) == {"mean", "low", "high"} for one in metrics.values())
                assert all(0 <= end <= 1 for name, one in metrics.items() if name != "novelty"
                           for end in one.values() if end is not None)
        # ranks 1 2 1 1 2 of the first right answer, see test_evaluation_runs_ranking
        assert answer["partner"]["by-row"]["mrr"]["mean"] == 0.8

    def test_some_of_it(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        answer = terminal.json(*words, "--task", "call", "--systems", "by-row")
        assert {task: list(systems) for task, systems in answer.items()} == {"call": ["by-row"]}

    def test_tables_for_people(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        output = terminal.text(*words)
        assert "tiny, validation (2022-01-01 up to 2023-01-01): 6 actors, 3 earlier cooperations" in output
        assert "partner: 5 questions" in output
        assert all(name in output for name in (*({*METRICS} - SILENT), *EXPOSURE, *SYSTEMS, IN_USE))
        assert "…" not in output
        assert max(map(len, output.splitlines())) <= 80

    def test_a_rerun_writes_the_same_bytes(self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
        terminal.text(*words)
        first = {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")}
        terminal.text(*words)
        assert {path.name: path.read_bytes() for path in (tmp_path / "out").rglob("*.*")} == first
        assert set(first) == {"results.json", "report.html", "report.md", "popular.npz", "by-row.npz",
                              f"{IN_USE}.npz"}

    @pytest.mark.parametrize(("extra", "choices"), [
        (("--dataset", "nothing"), "tiny"), (("--split", "test"), "validation"),
        (("--task", "friends"), "partner, call"), (("--systems", "popular,nobody"), "by-row, popular, all"),
        (("--systems", ""), "by-row, popular, all"),
    ])
    def test_unknown_names_are_refused_with_the_choices(self, extra: tuple[str, ...], choices: str,
                                                        terminal: Terminal, words: tuple[str, ...]) -> None:
        assert choices in terminal.failure(ExitCode.REFUSED, *words, *extra)["error"]["cure"]

    def test_a_leak_is_refused_in_words(self, terminal: Terminal, words: tuple[str, ...],
                                        monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(baselines, "SYSTEMS", {"seer": seeing(tiny())})
        assert terminal.failure(ExitCode.REFUSED, *words)["error"]["where"] == "seer"

    def test_the_shell_of_the_command_line_fits(self) -> None:
        fits: CommandShell = service_shell.Shell("en", as_json=False)
        assert all(callable(part) for part in (fits.answer, fits.progress, fits.out.wide, fits.out.say))


class TestJudging:
    def test_slices(self, results: Results) -> None:
        partner = {part.name: part for part in results.tasks["partner"].slices}
        assert partner["newcomer candidates"].cases == 4
        assert set(partner["universities"].systems["popular"]) == {*SLICE_METRICS} - SILENT
        of_slice, of_task = partner["all"].systems["by-row"], results.tasks["partner"].systems["by-row"]
        assert all(of_slice[metric] == of_task[metric] for metric in {*SLICE_METRICS} - SILENT)
        # newcomers only, in the order of rows: a → 2 3, b → 4 after 3, c → 0 3 of 0 3 4 5, d → 0 2 after 1 between
        ndcg = partner["newcomer candidates"].systems["by-row"]["ndcg@10"].mean
        second, third, ideal = 1 / math.log2(3), 0.5, 1 + 1 / math.log2(3)
        assert ndcg == pytest.approx((1 + second + 1 + (1 + third) / ideal) / 4)

    def test_the_best_system_is_compared_with_the_others(self, results: Results) -> None:
        result = results.tasks["partner"]
        assert result.systems["popular"]["ndcg@10"].mean > result.systems["by-row"]["ndcg@10"].mean
        assert (result.reference, set(result.comparisons)) == ("popular", {"by-row"})
        for metric, one in result.comparisons["by-row"].items():
            means = (result.systems[name][metric].mean for name in ("popular", "by-row"))
            assert one.difference.mean == pytest.approx(next(means) - next(means))
            assert one.wins + one.ties + one.losses == 5

    def test_ours_is_the_reference_where_it_takes_part(self, tmp_path: Path) -> None:
        holdout = open_holdout(tiny(), SPLIT)
        systems = {"popular": SYSTEMS["popular"], "kumppani (bad)": SYSTEMS["by-row"], IN_USE: SYSTEMS["popular"]}
        rankings = {name: run_system(holdout, name, system, tmp_path) for name, system in systems.items()}
        assert judge_holdout(holdout, systems, rankings).tasks["partner"].reference == IN_USE

    def test_what_a_report_needs(self, results: Results) -> None:
        assert (results.dataset, results.split, results.start, results.until) == (
            "tiny", SPLIT, "2022-01-01", "2023-01-01")
        assert (results.actors, results.cooperations, results.tasks["call"].cases) == (6, 3, 1)
        assert results.systems["popular"] == {"description": "Popularity.", "tuned": "nothing"}
        assert results.settings["resamples"] == 10_000
        assert results.versions["kumppani"]


class TestFile:
    def test_round_trip(self, results: Results, tmp_path: Path) -> None:
        path = tmp_path / "deep" / "results.json"
        write_results(path, results)
        read = read_results(path)
        assert to_json(read) == to_json(results)
        assert read.tasks["partner"].slices[0].name == "all"
        assert from_json(to_json(read)).tasks["partner"].comparisons == read.tasks["partner"].comparisons

    def test_what_is_no_number_is_null(self, results: Results, tmp_path: Path) -> None:
        other = next(iter(results.tasks["call"].comparisons))
        assert math.isnan(results.tasks["call"].comparisons[other]["mrr"].detectable)  # one question
        write_results(tmp_path / "results.json", results)
        document = json.loads((tmp_path / "results.json").read_text())
        assert document["tasks"]["call"]["comparisons"][other]["mrr"]["detectable"] is None
        assert math.isnan(read_results(tmp_path / "results.json").tasks["call"].comparisons[other]["mrr"].detectable)

    @pytest.mark.parametrize("content", ["", "[]", "{}", '{"format": 0}', '{"format": 1}', '{"format": 1, "tasks": 3}'])
    def test_what_cannot_be_read_is_refused(self, content: str, tmp_path: Path) -> None:
        path = tmp_path / "results.json"
        path.write_text(content)
        with pytest.raises(ArtefactRefused, match="kumppani evaluate"):
            read_results(path)
        with pytest.raises(ArtefactRefused):
            read_results(tmp_path / "nowhere.json")
