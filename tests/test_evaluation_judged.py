"""Judging by grades: figures worked out by hand, peers, slices, and the verdict."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.judged import peers
from evaluation.judged.collection import Collection, JudgedQuestion, Trap, open_collection
from evaluation.judged.ground import Ground
from evaluation.judged.metrics import (
    good_at_5,
    graded_ndcg_at_10,
    is_kept,
    mean_of,
    share_of,
    unjudged_at_10,
)
from evaluation.judged.results import answer, judge, judged_figures, write_judged
from evaluation.judged.slices import slices
from evaluation.judged.systems import IN_USE, SYSTEMS, Lister, System, told_profile
from evaluation.report.verdicts import verdict
from models.arrays import Float32Array
from tests.judged import collection

LIST = ["bee", "dog", "cat", "elk"]
GRADES = {"bee": 3, "cat": 1, "dog": 0}


def in_order(*ids: str) -> System:
    """A system that gives everybody the same list."""
    def lister(_ground: Ground) -> Lister:
        def best(question: JudgedQuestion, count: int) -> Sequence[str]:
            return [one for one in ids if one != question.id][:count]

        return best

    return System(lister, "An order.")


@pytest.fixture
def tiny(tmp_path: Path) -> Collection:
    return open_collection(collection(tmp_path / "tiny"))


class TestMetrics:
    def test_graded_ndcg_by_hand(self) -> None:
        """Gains 7 at rank 1 and 1 at rank 3; the ideal has the 1 at rank 2."""
        expected = (7 + 1 / math.log2(4)) / (7 + 1 / math.log2(3))
        assert graded_ndcg_at_10(LIST, GRADES) == pytest.approx(expected, abs=1e-12)
        assert graded_ndcg_at_10(["bee", "cat"], GRADES) == pytest.approx(1.0, abs=1e-12)
        assert graded_ndcg_at_10(["elk"], GRADES) == 0.0

    def test_only_the_first_ten_count_and_the_ideal_is_of_the_whole_network(self) -> None:
        others = [f"other{number}" for number in range(10)]
        assert graded_ndcg_at_10([*others, "bee"], {"bee": 3}) == 0.0
        many = {f"good{number}": 1 for number in range(12)}
        assert graded_ndcg_at_10(list(many), many) == pytest.approx(1.0, abs=1e-12)

    def test_a_question_without_a_positive_grade_has_no_value(self) -> None:
        assert math.isnan(graded_ndcg_at_10(LIST, {"bee": 0}))
        assert math.isnan(graded_ndcg_at_10(LIST, {}))

    def test_good_partners_among_the_first_five(self) -> None:
        assert good_at_5(["a", "b", "c"], {"a": 3, "b": 2, "c": 1}) == pytest.approx(2 / 5)
        assert good_at_5(["x"] * 5 + ["a"], {"a": 3}) == 0.0

    def test_a_grade_of_zero_is_a_judgement(self) -> None:
        assert unjudged_at_10(LIST, GRADES) == pytest.approx(1 / 4)
        assert unjudged_at_10([], GRADES) == 0.0

    @pytest.mark.parametrize(("must", "must_not", "top", "kept"), [
        (("bee",), (), 1, True),
        (("dog",), (), 1, False),
        (("bee", "dog"), ("cat",), 2, True),
        (("bee", "dog"), ("cat",), 3, False),
        ((), ("elk",), 3, True),
    ])
    def test_a_trap_is_kept_as_a_whole(self, must: tuple[str, ...], must_not: tuple[str, ...], top: int,
                                       kept: bool) -> None:
        assert is_kept(Trap("ant", must, must_not, top), LIST) is kept


class TestIntervals:
    @pytest.mark.parametrize("values", [[1.0, 1.0, 1.0], [0.0, 1.0], [0.1] * 7, [0.9, 1.0, 1.0, 1.0]])
    def test_of_shares_they_stay_within_0_and_1(self, values: list[float]) -> None:
        for one in (mean_of(np.array(values)), share_of(np.array(values), np.ones(len(values)))):
            assert 0 <= one.low <= one.mean + 1e-12
            assert one.mean - 1e-12 <= one.high <= 1
            assert one.mean == pytest.approx(np.mean(values))

    def test_questions_without_a_value_are_left_out(self) -> None:
        assert mean_of(np.array([0.5, math.nan])).mean == 0.5
        assert math.isnan(mean_of(np.array([math.nan])).low)

    def test_checks_of_one_list_are_weighed_by_their_number(self) -> None:
        one = share_of(np.array([3.0, 0.0, 0.0]), np.array([3.0, 1.0, 0.0]))
        assert one.mean == pytest.approx(3 / 4)
        assert (one.low, one.high) == (0.0, 1.0)
        assert math.isnan(share_of(np.zeros(2), np.zeros(2)).mean)


class TestPeers:
    @pytest.mark.parametrize(("name", "lists"), [
        ("same region", {"ant": ["bee", "cat", "dog", "elk"], "dog": ["cat", "ant", "bee", "elk"]}),
        ("shared themes", {"ant": ["bee", "cat", "dog", "elk"], "cafe": ["cat", "ant", "bee", "dog", "elk"]}),
        ("themes + region + kind", {"ant": ["bee", "cat", "dog", "elk"], "dog": ["cat", "ant", "elk", "bee"]}),
    ])
    def test_what_is_shared_decides_then_the_id(self, tiny: Collection, name: str, lists: dict[str, list[str]]) -> None:
        found = answer(tiny, SYSTEMS[name])
        assert {question: found[question] for question in lists} == lists

    def test_words_decide_among_equal_sums_only(self, tiny: Collection) -> None:
        pytest.importorskip("bm25s")
        lists = answer(tiny, SYSTEMS["log themes + region + kind + words"])
        assert lists["ant"][0] == "bee"
        assert lists["dog"][0] == "cat"

    def test_words_that_nobody_uses_find_nobody(self, tiny: Collection) -> None:
        pytest.importorskip("bm25s")
        question = tiny.questions[-1]
        assert question.idea is not None
        strange = replace(question, idea=replace(question.idea, text="xyzzy"))
        lister = SYSTEMS["bm25"].open(tiny.ground)
        assert lister(strange, 10) == ["ant", "bee", "cat", "dog", "elk"]
        assert "dog" in lister(replace(question, idea=replace(question.idea, text="Dog")), 1)

    def test_e5_is_asked_with_the_words_it_was_trained_with(self, tiny: Collection,
                                                            monkeypatch: pytest.MonkeyPatch) -> None:
        """A stub stands for the model: vectors of questions and of who names sports alone are the same."""
        texts: list[str] = []

        class Stub:
            languages = ("en",)

            def encode(self, words: Sequence[str]) -> Float32Array:
                texts.extend(words)
                alike = [one.startswith("query: ") or ("port" in one and "amil" not in one) for one in words]
                return np.array([[1, 0] if one else [0, 1] for one in alike], np.float32)

        opened: list[tuple[str, ...]] = []

        def open_stub(*name: str) -> Stub:
            opened.append(name)
            return Stub()

        monkeypatch.setattr(peers, "open_encoder", open_stub)
        lists = answer(tiny, SYSTEMS["e5"])
        assert opened == [("sentence-transformers", "intfloat/multilingual-e5-small")]
        assert [one.partition(" ")[0] for one in texts] == ["passage:"] * 5 + ["query:"] * 4
        assert texts[-1] == "query: sports for families"
        assert lists["cafe"] == ["dog", "ant", "bee", "cat", "elk"]
        assert lists["dog"] == ["ant", "bee", "cat", "elk"]

    def test_chance_is_the_same_each_time_and_another_for_each_question(self, tiny: Collection) -> None:
        lists = answer(tiny, SYSTEMS["random"])
        assert lists == answer(tiny, SYSTEMS["random"])
        assert all(question not in own for question, own in lists.items())
        assert {len(own) for question, own in lists.items() if question != "cafe"} == {4}

    def test_an_idea_told_by_hand_has_the_places_kinds_and_themes_of_the_reader(self, tiny: Collection) -> None:
        profile = told_profile(tiny.questions[-1], tiny.ground)
        assert (profile.regions, profile.wanted_sectors, profile.themes) == (("02",), ("municipality",), ("sports",))
        assert profile.needs.themes == ("sports",)
        assert profile.descriptions == {"": "sports for families"}

    def test_our_ranking_leaves_known_partners_in_and_the_seeker_out(self, tiny: Collection) -> None:
        lists = answer(tiny, SYSTEMS[IN_USE])
        assert set(lists["ant"]) == {"bee", "cat", "dog", "elk"}


class TestResults:
    def test_figures_by_hand(self, tiny: Collection) -> None:
        """Ant: 7 at rank 1, 1 at rank 2. Dog: its one partner at rank 3. Elk has none, and falls into its trap."""
        systems = {"order": in_order("ant", "bee", "cat", "dog", "elk")}
        results = judge(tiny, systems, {name: answer(tiny, one) for name, one in systems.items()}, {})
        part = results.parts["stored actors"]
        figures = part.systems["order"]
        assert (part.questions, part.unanswerable, part.checks, part.few) == (3, 1, 2, True)
        assert figures["ndcg@10"].mean == pytest.approx((1 + 1 / 2) / 2, abs=1e-12)
        assert figures["good@5"].mean == pytest.approx(1 / 5)
        assert figures["traps"].mean == pytest.approx(1 / 2)
        assert figures["unjudged@10"].mean == pytest.approx((1 / 4 + 3 / 4) / 2)
        assert part.duel is None
        assert verdict(part.duel) == "there are no two systems to be told apart."

    def test_two_systems_are_told_apart_or_not(self, tiny: Collection) -> None:
        systems = {"good": in_order("bee", "cat", "dog"), "bad": in_order("elk", "ant", "dog", "cat", "bee")}
        results = judge(tiny, systems, {name: answer(tiny, one) for name, one in systems.items()}, {})
        words = verdict(results.parts["stored actors"].duel)
        assert words.startswith("2 questions: the two best, “good” and “bad”, differ by 0.")
        assert words.endswith(" NDCG@10; with fewer than 6 questions nothing can be told from chance.")

    def test_told_by_hand_answers_ideas_only_and_is_no_rival(self, tiny: Collection) -> None:
        systems = {"order": in_order("elk"), "told": replace(in_order("dog", "cat"), told_by_hand=True)}
        lists = {name: answer(tiny, one) for name, one in systems.items()}
        results = judge(tiny, systems, lists, {})
        assert set(lists["told"]) == {"cafe"}
        assert set(results.parts["stored actors"].systems) == {"order"}
        assert results.parts["ideas"].systems["told"]["ndcg@10"].mean == pytest.approx(1.0)
        assert results.parts["ideas"].duel is None

    def test_a_list_as_shown_is_judged_everywhere_and_is_no_rival(self, tiny: Collection) -> None:
        systems = {"order": in_order("elk"), "shown": replace(in_order("bee", "cat", "dog"), as_shown=True)}
        results = judge(tiny, systems, {name: answer(tiny, one) for name, one in systems.items()}, {})
        for part in results.parts.values():
            assert set(part.systems) == {"order", "shown"}
            assert part.duel is None

    def test_as_shown_the_first_are_the_same_in_another_order(self) -> None:
        collection = open_collection(None)
        shown, by_score = (SYSTEMS[name].open(collection.ground) for name in (f"{IN_USE} as shown", IN_USE))
        questions = [question for question in collection.questions if question.idea][:8]
        lists = [(shown(question, 50), by_score(question, 50)) for question in questions]
        assert all(set(one) == set(other) for one, other in lists)
        assert any(one != other for one, other in lists)

    def test_the_same_results_are_the_same_bytes(self, tiny: Collection, tmp_path: Path) -> None:
        systems = {"order": in_order("bee", "cat")}
        for name in ("one.json", "other.json"):
            lists = {system: answer(tiny, one) for system, one in systems.items()}
            write_judged(tmp_path / name, judge(tiny, systems, lists, {}))
        assert (tmp_path / "one.json").read_bytes() == (tmp_path / "other.json").read_bytes()

    def test_what_is_no_number_is_null(self, tiny: Collection) -> None:
        systems = {"order": in_order("bee")}
        document = judged_figures(judge(tiny, systems, {"order": answer(tiny, systems["order"])}, {"e5": "no model"}))
        assert document["parts"]["ideas"]["systems"]["order"]["traps"] == {"mean": None, "low": None, "high": None}
        assert document["left_out"] == {"e5": "no model"}


class TestSlices:
    def test_every_question_stands_in_those_it_belongs_to(self, tiny: Collection) -> None:
        assert slices(tiny.questions, tiny.ground.vocabularies) == {
            "stored actors": (0, 1, 2), "ideas": (3,),
            "kind of actor: civil society": (0, 2), "kind of actor: public": (1,),
            "reach: local or regional": (0, 2), "reach: unknown": (1,), "ideas: local or regional": (3,),
            "ideas in en": (3,), "group: migrant associations": (2,),
        }
