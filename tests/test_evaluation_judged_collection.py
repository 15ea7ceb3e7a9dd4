"""Judged collections: what is read, what is refused, and the one that is shipped."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from sklearn.metrics import cohen_kappa_score

from data.collections import finland_folder
from evaluation.datasets.errors import DatasetRefused
from evaluation.judged.collection import Collection, PlacesAndKinds, open_collection
from tests.judged import GRADES, IDEA, TRAPS, collection


@pytest.fixture(scope="module")
def shipped() -> Collection:
    return open_collection(None)


def refusal(folder: Path) -> DatasetRefused:
    with pytest.raises(DatasetRefused) as caught:
        open_collection(folder)
    return caught.value


class TestReading:
    def test_stored_actors_come_before_ideas_with_their_grades(self, tmp_path: Path) -> None:
        found = open_collection(collection(tmp_path))
        assert [question.id for question in found.questions] == ["ant", "dog", "elk", "cafe"]
        assert found.questions[0].grades == {"bee": 3, "cat": 1, "dog": 0}
        assert found.ground.as_of == date(2026, 11, 28)
        assert found.depth == 10

    def test_an_idea_is_what_the_program_reads_and_what_a_reader_took_from_it(self, tmp_path: Path) -> None:
        idea = open_collection(collection(tmp_path)).questions[-1]
        assert set(idea.profile.themes) == {"sports", "families"}
        assert idea.profile.regions == ()
        assert idea.idea is not None
        assert idea.idea.understood.regions == ("02",)
        assert idea.idea.understood.themes == ("sports",)

    def test_what_is_refused_and_what_is_no_error(self, tmp_path: Path) -> None:
        told = {**IDEA["understood"], "languages": ["fi", "ckb"], "regions_ok": ["01"], "municipalities_ok": ["091"],
                "kinds_ok": ["ngo"], "not": {"regions": ["19"], "municipalities": ["049"], "kinds": ["company"]}}
        idea = open_collection(collection(tmp_path, ideas=[{**IDEA, "understood": told}])).questions[-1].idea
        assert idea is not None
        assert idea.understood.languages == ("fi", "ckb")
        assert idea.understood.refused == PlacesAndKinds(("19",), ("049",), ("company",))
        assert idea.understood.right_besides == PlacesAndKinds(("01",), ("091",), ("ngo",))

    def test_ideas_or_actors_alone_are_enough(self, tmp_path: Path) -> None:
        folder = collection(tmp_path, traps=())
        (folder / "ideas.jsonl").unlink()
        (folder / "traps.jsonl").unlink()
        assert len(open_collection(folder).questions) == 3

    def test_a_collection_looks_as_deep_as_its_traps(self, tmp_path: Path) -> None:
        trap = {"asks": "ant", "must": ["bee"], "top": 25}
        assert open_collection(collection(tmp_path, traps=[trap])).depth == 25


class TestRefusals:
    @pytest.mark.parametrize(("row", "what"), [
        ("ant,fox,1", "There is no actor “fox” in the network."),
        ("fox,ant,1", "There is no actor “fox” in the network."),
        ("ant,elk,4", "“4” is no grade."),
        ("ant,elk,-1", "“-1” is no grade."),
        ("ant,elk,1.5", "“1.5” is no grade."),
        ("ant,elk,", "“grade” is missing."),
        ("ant,bee,2", "The pair ant and bee has been graded before."),
        ("ant,ant,2", "ant is graded as its own partner."),
    ])
    def test_a_row_of_grades(self, tmp_path: Path, row: str, what: str) -> None:
        error = refusal(collection(tmp_path, grades=f"{GRADES}{row}\n"))
        assert str(error.what) == what
        assert error.where == f"{tmp_path / 'qrels.csv'}, line 7"
        assert str(error.cure)

    @pytest.mark.parametrize(("change", "what"), [
        ({"text": " "}, "“text” is missing."),
        ({"lang": None}, "“lang” is missing."),
        ({"id": "ant"}, "The id “ant” is taken."),
        ({"grades": {"fox": 1}}, "There is no actor “fox” in the network."),
        ({"grades": {"bee": 7}}, "“7” is no grade."),
        ({"grades": {"bee": True}}, "“True” is no grade."),
        ({"grades": ["bee"]}, "“grades” is no JSON object."),
        ({"understood": {"themes": ["nothing"]}}, "“nothing” among “themes” is no code of themes."),
        ({"understood": {"regions": "02"}}, "“regions” is no list of texts."),
        ({"understood": {"national": "yes"}}, "“national” is neither true nor false."),
        ({"understood": {"not": ["company"]}}, "“not” is no JSON object."),
        ({"understood": {"not": {"kinds": ["company", "nobody"]}}}, "“nobody” among “kinds” is no code of sectors."),
        ({"understood": {"kinds_ok": ["nobody"]}}, "“nobody” among “kinds_ok” is no code of sectors."),
        ({"understood": {"languages": ["Finnish"]}}, "“Finnish” among “languages” is no code of a language."),
    ])
    def test_an_idea(self, tmp_path: Path, change: Mapping[str, Any], what: str) -> None:
        error = refusal(collection(tmp_path, ideas=[{**IDEA, **change}]))
        assert (str(error.what), error.where) == (what, f"{tmp_path / 'ideas.jsonl'}, line 1")

    def test_the_same_idea_twice(self, tmp_path: Path) -> None:
        error = refusal(collection(tmp_path, ideas=[IDEA, IDEA]))
        assert (str(error.what), error.where) == ("The id “cafe” is taken.", f"{tmp_path / 'ideas.jsonl'}, line 2")

    def test_the_same_candidate_twice_in_an_idea(self, tmp_path: Path) -> None:
        folder = collection(tmp_path)
        (folder / "ideas.jsonl").write_text('{"id": "x", "lang": "en", "text": "y", "grades": {"bee": 1, "bee": 2}}')
        assert "a key occurs twice" in str(refusal(folder))

    @pytest.mark.parametrize(("trap", "what"), [
        ({"asks": "ant", "top": 5}, "The trap names nobody."),
        ({"asks": "ant", "must": [], "must_not": [], "top": 5}, "The trap names nobody."),
        ({"asks": "bee", "must": ["ant"], "top": 5}, "Nobody with the id “bee” asks in this collection."),
        ({"asks": "ant", "must_not": ["fox"], "top": 5}, "There is no actor “fox” in the network."),
        ({"asks": "ant", "must": ["bee"]}, "“top” is no place in a list."),
        ({"asks": "ant", "must": ["bee"], "top": 0}, "“top” is no place in a list."),
        ({"asks": "ant", "must": ["bee"], "top": 101}, "“top” is no place in a list."),
    ])
    def test_a_trap(self, tmp_path: Path, trap: Mapping[str, Any], what: str) -> None:
        error = refusal(collection(tmp_path, traps=[TRAPS[0], trap]))
        assert (str(error.what), error.where) == (what, f"{tmp_path / 'traps.jsonl'}, line 2")

    def test_a_missing_column(self, tmp_path: Path) -> None:
        error = refusal(collection(tmp_path, grades="seeker_id,candidate_id\nant,bee\n"))
        assert str(error.what) == "The column “grade” is missing."

    def test_a_day_that_is_none(self, tmp_path: Path) -> None:
        assert "“as_of” is no day." in str(refusal(collection(tmp_path, as_of="last week")))

    def test_a_folder_without_questions(self, tmp_path: Path) -> None:
        error = refusal(collection(tmp_path, grades="seeker_id,candidate_id,grade\n", ideas=()))
        assert str(error.what) == "There is no question."

    def test_a_network_that_is_not_there(self, tmp_path: Path) -> None:
        folder = collection(tmp_path)
        (folder / "actors.csv").unlink()
        assert str(refusal(folder).what) == "The network of the collection is not there."

    def test_a_folder_that_is_none(self, tmp_path: Path) -> None:
        assert "The file cannot be read" in str(refusal(tmp_path / "nowhere"))


class TestShipped:
    def test_it_holds_what_its_page_says(self, shipped: Collection) -> None:
        stored = [question for question in shipped.questions if question.idea is None]
        grades = Counter(grade for question in stored for grade in question.grades.values())
        assert (len(stored), grades) == (41, {3: 215, 2: 489, 1: 838})
        ideas = [question for question in shipped.questions if question.idea is not None]
        assert sum(len(question.grades) for question in ideas) == 857
        assert Counter(question.idea.language for question in ideas if question.idea) == {"fi": 14, "sv": 12, "en": 10}
        assert len(shipped.traps) == 118
        assert any(question.idea.understood.refused.kinds for question in ideas if question.idea)
        assert any(question.idea.understood.languages for question in ideas if question.idea)

    def test_two_readers_agree_as_its_page_says(self, shipped: Collection) -> None:
        """Over all pairs of the seekers that both graded; who is not listed has the grade 0."""
        with (finland_folder() / "qrels_second_judge.csv").open(encoding="utf-8", newline="") as file:
            second = {(row["seeker_id"], row["candidate_id"]): int(row["grade"]) for row in csv.DictReader(file)}
        first = {question.id: question.grades for question in shipped.questions}
        seekers = {seeker for seeker, _ in second}
        pairs = [(seeker, actor) for seeker in sorted(seekers) for actor in shipped.ground.ids if actor != seeker]
        grades = ([first[seeker].get(actor, 0) for seeker, actor in pairs], [second.get(pair, 0) for pair in pairs])
        assert len(seekers) == 6
        assert cohen_kappa_score(*grades, weights="quadratic") == pytest.approx(0.92, abs=0.005)
        assert cohen_kappa_score(*grades, weights="linear") == pytest.approx(0.85, abs=0.005)
