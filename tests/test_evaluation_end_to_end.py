"""`kumppani evaluate` from the files of a dataset to the report, and the commands that the documents show."""

from __future__ import annotations

import json
import shlex
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from data.files.writers import write_actors, write_cooperations
from evaluation import baselines
from evaluation.baselines import SYSTEMS
from evaluation.datasets import cordis
from evaluation.judged import systems as judged_systems
from evaluation.metrics.exposure import EXPOSURE
from evaluation.metrics.ranking import METRICS
from tests.documents import shell_lines
from tests.judged import collection
from tests.networks import actor, together
from tests.terminal import Json, Terminal

REGIONS = {"a": "FI1B1", "b": "SE110", "c": "FI1C1", "d": "FI1B1", "e": "SE110", "f": "SE110"}
"""Organisations and their regions, two countries."""

PROJECTS = {  # the first of the members leads
    "Wool": ("2021-01-01", "ab"), "Yarn": ("2021-06-01", "bc"),
    "Stone": ("2021-09-01", "de"), "Marble": ("2022-01-01", "ef"),
    "Carpets": ("2023-02-01", "acd"), "Quarry": ("2023-03-01", "df"),
}
PERIOD = {"from": "2023-01-01", "until": "2024-01-01"}

PEERS = ("popular", "regional", "adamic-adar")

# Ranks of the first right answer, partner: a → c d, c → a d, d → a c f, f → d; call: Carpets, asked by a → c d.
# popular puts b and e (2 projects each) before a c d f (1 each): 2 2 2 4; 3.
# regional puts the seeker's region first, then its country: 1 1 1 4; 1.
# adamic-adar puts first who has a partner in common with the seeker: 1 1 1 1; 1.
FIRST_RANKS: Mapping[str, Mapping[str, tuple[int, ...]]] = {
    "partner": {"popular": (2, 2, 2, 4), "regional": (1, 1, 1, 4), "adamic-adar": (1, 1, 1, 1)},
    "call": {"popular": (3,), "regional": (1,), "adamic-adar": (1,)},
}


def parquet(path: Path, **columns: list[Any]) -> None:
    pyarrow.parquet.write_table(pyarrow.table(columns), path)


def benchmark(folder: Path) -> Path:
    """A folder in the layout of the shipped benchmark."""
    folder.mkdir()
    parquet(folder / "organisations.parquet", organisation_id=list(REGIONS), name=list(REGIONS.values()),
            country=[code[:2] for code in REGIONS.values()], nuts3=list(REGIONS.values()),
            nuts3_name=list(REGIONS.values()), lat=[60.0] * 6, lon=[25.0] * 6, sector=["HES"] * 6, sme=[False] * 6)
    parquet(folder / "projects.parquet", project_id=list(PROJECTS), title=list(PROJECTS),
            objective=[f"{title} for all" for title in PROJECTS], keywords=[""] * 6,
            signature_date=[day for day, _ in PROJECTS.values()], theme_codes=[["/1"]] * 6, theme_labels=[["/art"]] * 6)
    roles = [(title, one, "participant" if place else "coordinator")
             for title, (_, members) in PROJECTS.items() for place, one in enumerate(members)]
    projects, organisations, names = map(list, zip(*roles, strict=True))
    parquet(folder / "participations.parquet", project_id=projects, organisation_id=organisations, role=names)
    (folder / "splits.json").write_text(json.dumps({"validation": PERIOD, "test": PERIOD}), encoding="utf-8")
    return folder


def own_network(folder: Path) -> None:
    """The same, as files of an import; cooperations of the last year are judged by."""
    folder.mkdir()
    write_actors([actor(name) for name in REGIONS], folder / "actors.csv")
    write_cooperations([replace(together(*members, since=date.fromisoformat(day), title=title), lead=members[0])
                        for title, (day, members) in PROJECTS.items()], folder / "cooperations.csv")


def contents(folder: Path) -> Mapping[str, bytes]:
    return {str(path.relative_to(folder)): path.read_bytes() for path in folder.rglob("*.*")}


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def words(tmp_path: Path) -> tuple[str, ...]:
    return ("evaluate", "--data", str(benchmark(tmp_path / "benchmark")), "--split", "test",
            "--systems", ",".join(PEERS), "--out", str(tmp_path / "out"))


def test_figures_are_those_worked_out_by_hand(terminal: Terminal, words: tuple[str, ...]) -> None:
    answer: Json = terminal.json(*words)
    assert list(answer) == list(FIRST_RANKS)
    for task, systems in answer.items():
        assert tuple(systems) == PEERS
        for name, metrics in systems.items():
            assert set(metrics) == {*METRICS, *EXPOSURE} - {"precision@10", "recall@100"}  # of six actors
            assert all(set(one) == {"mean", "low", "high"} for one in metrics.values())
            ranks = FIRST_RANKS[task][name]
            assert metrics["mrr"]["mean"] == pytest.approx(sum(1 / rank for rank in ranks) / len(ranks), abs=1e-6)


def test_a_second_run_goes_on_and_ends_with_the_same_bytes(terminal: Terminal, words: tuple[str, ...],
                                                           tmp_path: Path) -> None:
    out = tmp_path / "out"
    answer = terminal.json(*words)
    first, rankings = contents(out), sorted(out.rglob("*.npz"))
    assert [path.relative_to(out).as_posix() for path in rankings] == sorted(
        f"{task}/{name}.npz" for task in FIRST_RANKS for name in PEERS)
    victim, *rest = rankings
    victim.unlink()
    times = [path.stat().st_mtime_ns for path in rest]
    assert terminal.json(*words) == answer
    assert [path.stat().st_mtime_ns for path in rest] == times
    assert contents(out) == first


def test_another_process_writes_the_same_bytes(terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
    terminal.text(*words)
    elsewhere = tmp_path / "elsewhere"
    outcome = terminal.having(PYTHONHASHSEED="7").process([*words[:-1], str(elsewhere)])
    assert (outcome.returncode, outcome.stderr) == (0, "")
    assert contents(elsewhere) == contents(tmp_path / "out")


def test_the_report_lies_beside_the_figures(terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
    terminal.text(*words)
    page, plain = ((tmp_path / "out" / name).read_text(encoding="utf-8") for name in ("report.html", "report.md"))
    assert page.startswith("<!doctype html>")
    assert "<title>Kumppani: evaluation on cordis, test</title>" in page
    assert "| regional | " in plain
    assert "0.812 (" in plain  # its MRR, (1 + 1 + 1 + 1/4) / 4


class TestCommandsOfTheDocuments:
    LINES = tuple(line for line in shell_lines() if line.startswith("kumppani evaluate "))

    @pytest.fixture(autouse=True)
    def folders(self, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        """What the commands name, as small as can be; light systems for all there are."""
        own_network(tmp_path / "my-network")
        folder = benchmark(tmp_path / "my-benchmark")
        collection(tmp_path / "judging")
        monkeypatch.setattr(cordis, "cordis_folder", lambda: folder)
        monkeypatch.setattr(baselines, "SYSTEMS", {name: SYSTEMS[name] for name in (*PEERS, "bm25")})
        monkeypatch.setattr(judged_systems, "SYSTEMS", {"random": judged_systems.SYSTEMS["random"]})
        monkeypatch.chdir(tmp_path)

    def test_there_are_some(self) -> None:
        assert len(self.LINES) == 4

    @pytest.mark.parametrize("line", LINES)
    def test_they_work(self, line: str, terminal: Terminal) -> None:
        outcome = terminal.run(*shlex.split(line, comments=True)[1:])
        assert outcome.exit_code == 0, outcome.output
        assert Path("evaluation-results", "results.json").exists()
        assert "judged" in line or Path("evaluation-results", "report.html").exists()
