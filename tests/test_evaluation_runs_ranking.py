"""Running systems: the order of a ranking, files that count only where their key fits, and what is refused."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from evaluation.baselines import Scorer, System
from evaluation.datasets.dataset import Dataset, History
from evaluation.errors import ChoiceRefused, FolderRefused, QuestionsRefused, ScoresRefused
from evaluation.metrics.ranking import KEPT
from evaluation.runs.ranking import Round, check_folder, open_round, rank, read_rankings, run_system
from models.arrays import Float64Array
from tests.holdouts import FUTURE, PAST, SPLIT, by_row, case, constant, popular, rows, tiny

Factory = Callable[[History], Scorer]


@pytest.fixture(scope="module")
def asked() -> Round:
    return open_round(tiny(), SPLIT)


class TestRank:
    def test_by_score_then_row(self) -> None:
        scores = np.array([9.0, 1.0, 5.0, 5.0, -np.inf, np.inf])
        ranked, first = rank(scores, case([3, 4], [0]))
        assert ranked.tolist() == [5, 2, 3, 1, 4]
        assert first == 3

    def test_minus_infinity_is_last_in_the_order_of_rows(self) -> None:
        scores = np.array([-np.inf, 0.0, -np.inf, 1.0])
        assert rank(scores, case([2], [1]))[0].tolist() == [3, 0, 2]
        assert rank(scores, case([2], [1]))[1] == 3

    @given(st.lists(st.sampled_from([-np.inf, 0.0, 0.25, 0.5, 1.0]), min_size=3, max_size=3 * KEPT), st.data())
    def test_against_sorting_everything(self, numbers: list[float], data: st.DataObject) -> None:
        everyone = st.sets(st.integers(0, len(numbers) - 1), min_size=1, max_size=len(numbers) - 1)
        excluded = data.draw(everyone)
        relevant = data.draw(everyone.map(lambda found: found - excluded).filter(bool))
        expected = [row for row in sorted(range(len(numbers)), key=lambda row: (-numbers[row], row))
                    if row not in excluded]
        ranked, first = rank(np.array(numbers), case(sorted(relevant), sorted(excluded)))
        assert ranked.tolist() == expected[:KEPT]
        assert first == 1 + min(expected.index(row) for row in relevant)


class TestRun:
    def test_rankings(self, asked: Round, tmp_path: Path) -> None:
        found = run_system(asked, "by row", System(by_row, "rows"), tmp_path)
        # a asks: itself and b are left out; c and d are right
        assert found["partner"].rows[0].tolist()[:6] == [2, 3, 4, 5, -1, -1]
        assert found["partner"].first.tolist() == [1, 2, 1, 1, 2]
        assert found["call"].rows[0].tolist()[:5] == [1, 2, 3, 4, 5]
        assert found["call"].first.tolist() == [2]
        assert found["partner"].rows.dtype == np.int32

    def test_a_stored_ranking_is_not_made_again(self, asked: Round, tmp_path: Path) -> None:
        calls: list[int] = []

        def counted(history: History) -> Scorer:
            calls.append(len(history.network.actors))
            return by_row(history)

        system = System(counted, "rows")
        made = run_system(asked, "x", system, tmp_path)
        before = len(calls)
        again = run_system(asked, "x", system, tmp_path)
        assert len(calls) == before
        assert all((made[task].rows == again[task].rows).all() for task in made)
        run_system(asked, "x", replace(system, tuned="anew"), tmp_path)
        assert len(calls) > before

    def test_the_system_learns_once_for_all_tasks(self, asked: Round, tmp_path: Path) -> None:
        histories: list[History] = []

        def counted(history: History) -> Scorer:
            histories.append(history)
            return by_row(history)

        run_system(asked, "x", System(counted, "rows"), tmp_path)
        assert sum(history is asked.history for history in histories) == 1

    @pytest.mark.parametrize("changed", [
        tiny(cooperations=(*PAST[:2], replace(PAST[2], title="Other"), *FUTURE)),
        tiny(cooperations=(*PAST, FUTURE[0], replace(FUTURE[1], members=("b", "d")))),
        replace(tiny(), name="other"),
    ])
    def test_other_records_other_key(self, changed: Dataset, asked: Round, tmp_path: Path) -> None:
        calls: list[str] = []

        def counted(history: History) -> Scorer:
            calls.append("again")
            return by_row(history)

        run_system(asked, "x", System(counted, "rows"), tmp_path)
        calls.clear()
        run_system(open_round(changed, SPLIT), "x", System(counted, "rows"), tmp_path)
        assert calls

    def test_a_rerun_gives_the_same_bytes(self, asked: Round, tmp_path: Path) -> None:
        files = []
        for folder in ("one", "two"):
            run_system(asked, "popular", System(popular, "x"), tmp_path / folder)
            files.append([path.read_bytes() for path in sorted((tmp_path / folder).rglob("*.npz"))])
        assert len(files[0]) == 2
        assert files[0] == files[1]

    @pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:50], lambda data: b"x" + data[1:50]])
    def test_a_damaged_file_is_made_again(self, damage: Callable[[bytes], bytes], asked: Round,
                                          tmp_path: Path) -> None:
        system = System(by_row, "rows")
        run_system(asked, "x", system, tmp_path)
        path = tmp_path / "partner" / "x.npz"
        whole = path.read_bytes()
        path.write_bytes(damage(whole))
        run_system(asked, "x", system, tmp_path)
        assert path.read_bytes() == whole

    def test_files_can_be_read_by_numpy(self, asked: Round, tmp_path: Path) -> None:
        run_system(asked, "x", System(by_row, "rows"), tmp_path)
        with np.load(tmp_path / "call" / "x.npz") as stored:
            assert stored["rows"].shape == (1, KEPT)
            assert read_rankings(tmp_path / "call" / "x.npz", str(stored["key"])) is not None
        assert read_rankings(tmp_path / "call" / "x.npz", "another") is None

    def test_progress_counts_all_questions(self, asked: Round, tmp_path: Path) -> None:
        told: list[tuple[str, int, int]] = []
        run_system(asked, "x", System(by_row, "rows"), tmp_path, lambda *said: told.append(said))
        assert told == [("x", done, 6) for done in range(1, 7)]

    def test_what_was_done_before_a_stop_is_kept(self, asked: Round, tmp_path: Path) -> None:
        def stopping(name: str, done: int, total: int) -> None:
            if done == total:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_system(asked, "x", System(by_row, "rows"), tmp_path, stopping)
        assert [path.parent.name for path in tmp_path.rglob("*.npz")] == ["partner"]
        told: list[int] = []
        run_system(asked, "x", System(by_row, "rows"), tmp_path, lambda _name, _done, total: told.append(total))
        assert told == [1]

    def test_the_fingerprint_follows_the_files_it_rests_on(self, tmp_path: Path,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
        package = tmp_path / "resting"
        package.mkdir()
        for name in ("__init__.py", "weights.json"):
            (package / name).write_text("{}")
        monkeypatch.syspath_prepend(tmp_path)
        system = System(by_row, "rows", sources=("resting",))
        first = system.fingerprint
        assert first == system.fingerprint != replace(system, sources=()).fingerprint
        (package / "weights.json").write_text("[]")
        assert system.fingerprint != first

    def test_a_system_is_imported_by_name(self, asked: Round, tmp_path: Path) -> None:
        by_name = run_system(asked, "one", System("tests.holdouts:by_row", "rows"), tmp_path)
        direct = run_system(asked, "two", System(by_row, "rows"), tmp_path)
        assert (by_name["partner"].rows == direct["partner"].rows).all()


class TestRefusal:
    @pytest.mark.parametrize(("scores", "words"), [
        (np.array([1.0, np.nan, 0, 0, 0, 0]), "not a number"),
        (np.zeros(5), "shape"),
        (np.zeros((6, 1)), "shape"),
    ])
    def test_scores_that_cannot_be_ranked(self, scores: Float64Array, words: str, asked: Round,
                                          tmp_path: Path) -> None:
        with pytest.raises(ScoresRefused, match=words) as refused:
            run_system(asked, "broken", System(constant(scores), "x"), tmp_path)
        assert refused.value.where == "broken"
        assert list(tmp_path.rglob("*.npz")) == []

    def test_an_unknown_split_names_the_choices(self) -> None:
        with pytest.raises(ChoiceRefused, match="Choose one of: validation"):
            open_round(tiny(), "test")

    def test_an_unknown_task_names_the_choices(self) -> None:
        with pytest.raises(ChoiceRefused, match="partner, call"):
            open_round(tiny(), SPLIT, ("friends",))

    def test_a_task_without_questions_is_left_out(self) -> None:
        assert set(open_round(tiny(cooperations=(*PAST, FUTURE[1])), SPLIT).cases) == {"partner"}

    def test_no_questions_at_all(self) -> None:
        with pytest.raises(QuestionsRefused, match=r"from 2022-01-01 up to 2023-01-01.* call: a cooperation .* lead"):
            open_round(tiny(cooperations=(*PAST, FUTURE[1])), SPLIT, ("call",))

    @pytest.mark.parametrize("inside", ["", "deeper"])
    def test_a_folder_that_nothing_can_be_written_into(self, inside: str, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(FolderRefused, match=r"file.* Name another folder with --out"):
            check_folder(tmp_path / "file" / inside)
        check_folder(tmp_path / "new" / "folder")
        assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_rankings_of_few_actors_are_padded(tmp_path: Path) -> None:
    found = run_system(open_round(tiny(), SPLIT, ("call",)), "x", System(by_row, "rows"), tmp_path)
    assert (found["call"].rows[0, 5:] == -1).all()
    assert rows([1, 2, 3, 4, 5]).tolist() == found["call"].rows[0, :5].tolist()
