"""`kumppani evaluate --dataset judged`: its words, its JSON, its file, and what it refuses."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from evaluation.judged import systems
from evaluation.judged.ground import Ground
from evaluation.judged.systems import IN_USE, Lister, System
from matcher import defaults
from models.errors import MissingExtra
from service.cli.exits import ExitCode
from tests.judged import GRADES, collection
from tests.terminal import Terminal


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home").having(KUMPPANI_WEIGHTS="hand_set")


@pytest.fixture
def words(tmp_path: Path) -> tuple[str, ...]:
    return ("evaluate", "--dataset", "judged", "--data", str(collection(tmp_path / "tiny")),
            "--out", str(tmp_path / "out"))


def missing(_ground: Ground) -> Lister:
    raise MissingExtra.of("nothing", "evaluation")


class TestShipped:
    def test_the_figures_of_cheap_peers_on_the_shipped_collection(self, terminal: Terminal, tmp_path: Path) -> None:
        answer = terminal.json("evaluate", "--dataset", "judged", "--systems",
                               "same region,themes + region + kind,random", "--out", str(tmp_path))
        stored, ideas = answer["parts"]["stored actors"], answer["parts"]["ideas"]
        assert (stored["questions"], stored["checks"], ideas["questions"], ideas["checks"]) == (41, 82, 36, 36)
        assert stored["systems"]["themes + region + kind"]["ndcg@10"]["mean"] == pytest.approx(0.583, abs=0.0005)
        assert stored["systems"]["same region"]["ndcg@10"]["mean"] == pytest.approx(0.459, abs=0.0005)
        assert ideas["systems"]["random"]["ndcg@10"]["mean"] == pytest.approx(0.042, abs=0.0005)  # reads nothing
        assert stored["duel"]["best"] == "themes + region + kind"
        assert all(0 <= end <= 1 for part in answer["parts"].values() for own in part["systems"].values()
                   for one in own.values() for end in one.values())


class TestCommand:
    def test_the_verdict_stands_first_and_rows_are_named_by_their_weights(self, terminal: Terminal,
                                                                          words: tuple[str, ...]) -> None:
        outcome = terminal.run(*words, "--systems", f"{IN_USE},random", "--weights", "without_history")
        lines = outcome.stdout.splitlines()
        assert lines[0].startswith("Stored actors, 2 questions: the two best, ")
        text = " ".join(outcome.stdout.split())
        for name in ("kumppani (hand_set)", "kumppani (without_history)", "told by hand"):
            assert name in text
        assert "stored actors: 1 without a positive grade, which count for traps only." in text
        assert "* Fewer than 5 questions" in text

    def test_the_weights_of_the_setting_are_among_all_and_the_parts_are_theirs(
            self, terminal: Terminal, words: tuple[str, ...], monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(systems, "SYSTEMS", {"random": systems.SYSTEMS["random"]})
        mine = terminal.having(KUMPPANI_WEIGHTS="without_history")
        answer = mine.json(*words)
        name = "kumppani (without_history)"
        assert set(answer["systems"]) == {name, f"{name} as shown", f"{name} told by hand", "random"}
        assert answer["in_use"] == "kumppani (without_history)"
        assert "as “kumppani (without_history)” does:" in " ".join(mine.text(*words).split())

    def test_weights_that_were_taught_by_these_grades_are_named(self, terminal: Terminal, words: tuple[str, ...],
                                                                tmp_path: Path) -> None:
        file = tmp_path / "knowing.json"
        document = json.loads(defaults.WEIGHTS.read_text(encoding="utf-8"))
        file.write_text(json.dumps({**document, "card": {"dataset": "tiny"}}), encoding="utf-8")
        text = " ".join(terminal.text(*words, "--systems", "random", "--weights", f"{file},hand_set").split())
        assert "“kumppani (knowing)” was taught by these very grades: its figures flatter it." in text
        assert "“kumppani (hand_set)” was taught" not in text

    def test_it_writes_the_same_bytes_again(self, terminal: Terminal, words: tuple[str, ...], tmp_path: Path) -> None:
        file = tmp_path / "out" / "results.json"
        answer = terminal.json(*words, "--systems", "random,same region")
        first = file.read_bytes()
        terminal.json(*words, "--systems", "random,same region")
        assert file.read_bytes() == first
        assert json.loads(first) == {"format": 1, **answer}
        assert answer["collection"] == "tiny"

    def test_a_peer_whose_package_is_missing_is_left_out_and_said_so(self, terminal: Terminal, words: tuple[str, ...],
                                                                     monkeypatch: pytest.MonkeyPatch) -> None:
        both = {"lame": System(missing, "Nothing.", optional=True), "random": systems.SYSTEMS["random"]}
        monkeypatch.setattr(systems, "SYSTEMS", both)
        outcome = terminal.run(*words, "--json")
        assert "“lame” is left out. nothing: this package is not installed." in outcome.stderr
        assert set(json.loads(outcome.stdout)["left_out"]) == {"lame"}
        failure = terminal.failure(ExitCode.INSTALLATION, *words, "--systems", "lame")
        assert "pip install 'kumppani[evaluation]'" in failure["error"]["cure"]

    @pytest.mark.parametrize("option", [("--task", "all"), ("--split", "test")])
    def test_options_that_make_no_sense_are_refused(self, terminal: Terminal, words: tuple[str, ...],
                                                    option: tuple[str, str]) -> None:
        failure = terminal.failure(ExitCode.REFUSED, *words, *option)
        assert failure["error"]["what"] == f"Grades know no {option[0]}."

    def test_a_fault_names_file_and_line(self, terminal: Terminal, tmp_path: Path) -> None:
        folder = collection(tmp_path / "bad", grades=f"{GRADES}ant,fox,1\n")
        failure = terminal.failure(ExitCode.REFUSED, "evaluate", "--dataset", "judged", "--data", str(folder))
        assert failure["error"]["where"] == f"{folder / 'qrels.csv'}, line 7"

    def test_a_system_that_there_is_not(self, terminal: Terminal, words: tuple[str, ...]) -> None:
        failure = terminal.failure(ExitCode.REFUSED, *words, "--systems", "kumpani")
        assert "kumppani (hand_set)" in failure["error"]["cure"]
