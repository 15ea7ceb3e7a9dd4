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
from evaluation.metrics.ranking import RANKING_LENGTH
from evaluation.runs.ranking import Holdout, check_folder, open_holdout, rank, read_rankings, run_system
from models.arrays import Float64Array
from tests.holdouts import FUTURE, PAST, SPLIT, by_row, case, constant, popular, rows, tiny

Factory = Callable[[History], Scorer]


@pytest.fixture(scope="module")
def holdout() -> Holdout:
    return open_holdout(tiny(), SPLIT)


class TestRank:
    def test_by_score_then_row(self) -> None:
        scores = np.array([9.0, 1.0, 5.0, 5.0, -np.inf, np.inf])
        best, first = rank(scores, case([3, 4], [0]))
        assert best.tolist() == [5, 2, 3, 1, 4]
        assert first == 3

    def test_minus_infinity_is_last_in_the_order_of_rows(self) -> None:
        scores = np.array([-np.inf, 0.0, -np.inf, 1.0])
        assert rank(scores, case([2], [1]))[0].tolist() == [3, 0, 2]
        assert rank(scores, case([2], [1]))[1] == 3

    @given(st.lists(st.sampled_from([-np.inf, 0.0, 0.25, 0.5, 1.0]), min_size=3, max_size=3 * RANKING_LENGTH),
           st.data())
    def test_against_sorting_everything(self, numbers: list[float], data: st.DataObject) -> None:
        some_rows = st.sets(st.integers(0, len(numbers) - 1), min_size=1, max_size=len(numbers) - 1)
        excluded = data.draw(some_rows)
        relevant = data.draw(some_rows.map(lambda drawn_rows: drawn_rows - excluded).filter(bool))
        expected = [row for row in sorted(range(len(numbers)), key=lambda row: (-numbers[row], row))
                    if row not in excluded]
        best, first = rank(np.array(numbers), case(sorted(relevant), sorted(excluded)))
        assert best.tolist() == expected[:RANKING_LENGTH]
        assert first == 1 + min(expected.index(row) for row in relevant)


class TestRun:
    def test_rankings(self, holdout: Holdout, tmp_path: Path) -> None:
        by_task = run_system(holdout, "by row", System(by_row, "rows"), tmp_path)
        # a asks: itself and b are left out; c and d are right
        assert by_task["partner"].rows[0].tolist()[:6] == [2, 3, 4, 5, -1, -1]
        assert by_task["partner"].first.tolist() == [1, 2, 1, 1, 2]
        assert by_task["call"].rows[0].tolist()[:5] == [1, 2, 3, 4, 5]
        assert by_task["call"].first.tolist() == [2]
        assert by_task["partner"].rows.dtype == np.int32

    def test_a_stored_ranking_is_not_made_again(self, holdout: Holdout, tmp_path: Path) -> None:
        calls: list[int] = []

        def counting(history: History) -> Scorer:
            calls.append(len(history.network.actors))
            return by_row(history)

        system = System(counting, "rows")
        one = run_system(holdout, "x", system, tmp_path)
        count = len(calls)
        other = run_system(holdout, "x", system, tmp_path)
        assert len(calls) == count
        assert all((one[task].rows == other[task].rows).all() for task in one)
        run_system(holdout, "x", replace(system, tuned="anew"), tmp_path)
        assert len(calls) > count

    def test_the_system_learns_once_for_all_tasks(self, holdout: Holdout, tmp_path: Path) -> None:
        histories: list[History] = []

        def counting(history: History) -> Scorer:
            histories.append(history)
            return by_row(history)

        run_system(holdout, "x", System(counting, "rows"), tmp_path)
        assert sum(history is holdout.history for history in histories) == 1

    @pytest.mark.parametrize("other_dataset", [
        tiny(cooperations=(*PAST[:2], replace(PAST[2], title="Other"), *FUTURE)),
        tiny(cooperations=(*PAST, FUTURE[0], replace(FUTURE[1], members=("b", "d")))),
        replace(tiny(), name="other"),
    ])
    def test_other_records_other_key(self, other_dataset: Dataset, holdout: Holdout, tmp_path: Path) -> None:
        calls: list[str] = []

        def counting(history: History) -> Scorer:
            calls.append("again")
            return by_row(history)

        run_system(holdout, "x", System(counting, "rows"), tmp_path)
        calls.clear()
        run_system(open_holdout(other_dataset, SPLIT), "x", System(counting, "rows"), tmp_path)
        assert calls

    def test_a_rerun_gives_the_same_bytes(self, holdout: Holdout, tmp_path: Path) -> None:
        files = []
        for folder in ("one", "two"):
            run_system(holdout, "popular", System(popular, "x"), tmp_path / folder)
            files.append([path.read_bytes() for path in sorted((tmp_path / folder).rglob("*.npz"))])
        assert len(files[0]) == 2
        assert files[0] == files[1]

    @pytest.mark.parametrize("damage", [lambda data: b"", lambda data: data[:50], lambda data: b"x" + data[1:50]])
    def test_a_damaged_file_is_made_again(self, damage: Callable[[bytes], bytes], holdout: Holdout,
                                          tmp_path: Path) -> None:
        system = System(by_row, "rows")
        run_system(holdout, "x", system, tmp_path)
        path = tmp_path / "partner" / "x.npz"
        content = path.read_bytes()
        path.write_bytes(damage(content))
        run_system(holdout, "x", system, tmp_path)
        assert path.read_bytes() == content

    def test_files_can_be_read_by_numpy(self, holdout: Holdout, tmp_path: Path) -> None:
        run_system(holdout, "x", System(by_row, "rows"), tmp_path)
        with np.load(tmp_path / "call" / "x.npz") as archive:
            assert archive["rows"].shape == (1, RANKING_LENGTH)
            assert read_rankings(tmp_path / "call" / "x.npz", str(archive["key"])) is not None
        assert read_rankings(tmp_path / "call" / "x.npz", "another") is None

    def test_progress_counts_all_questions(self, holdout: Holdout, tmp_path: Path) -> None:
        calls: list[tuple[str, int, int]] = []
        run_system(holdout, "x", System(by_row, "rows"), tmp_path, lambda *arguments: calls.append(arguments))
        assert calls == [("x", count, 6) for count in range(1, 7)]

    def test_what_was_done_before_a_stop_is_kept(self, holdout: Holdout, tmp_path: Path) -> None:
        def stopping(name: str, count: int, total: int) -> None:
            if count == total:
                raise KeyboardInterrupt

        with pytest.raises(KeyboardInterrupt):
            run_system(holdout, "x", System(by_row, "rows"), tmp_path, stopping)
        assert [path.parent.name for path in tmp_path.rglob("*.npz")] == ["partner"]
        totals: list[int] = []
        run_system(holdout, "x", System(by_row, "rows"), tmp_path, lambda _name, _count, total: totals.append(total))
        assert totals == [1]

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

    def test_a_system_is_imported_by_name(self, holdout: Holdout, tmp_path: Path) -> None:
        by_name = run_system(holdout, "one", System("tests.holdouts:by_row", "rows"), tmp_path)
        direct = run_system(holdout, "two", System(by_row, "rows"), tmp_path)
        assert (by_name["partner"].rows == direct["partner"].rows).all()


class TestRefusal:
    @pytest.mark.parametrize(("scores", "words"), [
        (np.array([1.0, np.nan, 0, 0, 0, 0]), "not a number"),
        (np.zeros(5), "shape"),
        (np.zeros((6, 1)), "shape"),
    ])
    def test_scores_that_cannot_be_ranked(self, scores: Float64Array, words: str, holdout: Holdout,
                                          tmp_path: Path) -> None:
        with pytest.raises(ScoresRefused, match=words) as refusal:
            run_system(holdout, "broken", System(constant(scores), "x"), tmp_path)
        assert refusal.value.where == "broken"
        assert list(tmp_path.rglob("*.npz")) == []

    def test_an_unknown_split_names_the_choices(self) -> None:
        with pytest.raises(ChoiceRefused, match="Choose one of: validation"):
            open_holdout(tiny(), "test")

    def test_an_unknown_task_names_the_choices(self) -> None:
        with pytest.raises(ChoiceRefused, match="partner, call"):
            open_holdout(tiny(), SPLIT, ("friends",))

    def test_a_task_without_questions_is_left_out(self) -> None:
        assert set(open_holdout(tiny(cooperations=(*PAST, FUTURE[1])), SPLIT).cases) == {"partner"}

    def test_no_questions_at_all(self) -> None:
        with pytest.raises(QuestionsRefused, match=r"from 2022-01-01 up to 2023-01-01.* call: a cooperation .* lead"):
            open_holdout(tiny(cooperations=(*PAST, FUTURE[1])), SPLIT, ("call",))

    @pytest.mark.parametrize("name", ["", "deeper"])
    def test_a_folder_that_nothing_can_be_written_into(self, name: str, tmp_path: Path) -> None:
        (tmp_path / "file").write_text("")
        with pytest.raises(FolderRefused, match=r"file.* Name another folder with --out"):
            check_folder(tmp_path / "file" / name)
        check_folder(tmp_path / "new" / "folder")
        assert list((tmp_path / "new" / "folder").iterdir()) == []


def test_rankings_of_few_actors_are_padded(tmp_path: Path) -> None:
    by_task = run_system(open_holdout(tiny(), SPLIT, ("call",)), "x", System(by_row, "rows"), tmp_path)
    assert (by_task["call"].rows[0, 5:] == -1).all()
    assert rows([1, 2, 3, 4, 5]).tolist() == by_task["call"].rows[0, :5].tolist()
