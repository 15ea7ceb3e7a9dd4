"""The report on a judged collection: a chart of chances, and lists with grades and reasons."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest

from evaluation.judged.collection import Collection, open_collection
from evaluation.judged.examples import Look, look_at
from evaluation.judged.results import answer, judge
from evaluation.judged.systems import own_matcher, own_systems
from evaluation.report.judged_document import write_judged_report
from matcher import defaults

NAME = "kumppani (judged)"


@pytest.fixture(scope="module")
def few() -> Collection:
    """Two actors and two ideas of the shipped collection."""
    whole = open_collection(None)
    stored = [question for question in whole.questions if question.idea is None][:2]
    ideas = [question for question in whole.questions if question.idea is not None][:2]
    asking = {question.id for question in (*stored, *ideas)}
    return replace(whole, questions=(*stored, *ideas), traps=tuple(trap for trap in whole.traps if trap.asks in asking))


@pytest.fixture(scope="module")
def look(few: Collection) -> Look:
    return look_at(few, own_matcher(defaults.JUDGED, few.ground))


def test_lists_come_with_grades_and_reasons(few: Collection, look: Look) -> None:
    by_name = {question.profile.name: question for question in few.questions if question.idea is None}
    names = {actor.name: actor.id for actor in few.ground.network.actors}
    assert [len(look.stored), len(look.ideas)] == [2, 2]
    assert look.stored[0].ndcg >= look.stored[1].ndcg
    for example in look.stored:
        question = by_name[example.title]
        assert len(example.rows) == 10
        for row in example.rows:
            assert row.grade == question.grades.get(names[row.name])
            assert row.reason == question.reasons.get(names[row.name], "")
            assert row.sentences
    assert {example.text for example in look.ideas} == {
        question.idea.text for question in few.questions if question.idea}


def test_every_pair_is_looked_at(few: Collection, look: Look) -> None:
    actors = len(few.ground.network.actors)
    assert len(look.scores) == len(look.grades) == 2 * (actors - 1) + 2 * actors
    assert look.grades.sum() == sum(sum(question.grades.values()) for question in few.questions)
    assert np.isfinite(look.scores).all()


def test_the_report_tells_them(few: Collection, look: Look, tmp_path: Path) -> None:
    systems = own_systems(defaults.JUDGED)
    lists = {name: answer(few, system) for name, system in systems.items()}
    results = judge(few, systems, lists, {}, NAME)
    write_judged_report(tmp_path, results, look)
    words, page = ((tmp_path / name).read_text(encoding="utf-8") for name in ("report.md", "report.html"))
    for told in ("Chances and what became of them", look.stored[0].title, look.stored[0].rows[0].sentences[0]):
        assert told in words
        assert told.replace("&", "&amp;") in page
    assert "why, says the reader" in words.partition("Ten ideas")[0]
    assert "why, says the reader" not in words.partition("Ten ideas")[2]
    assert "reliability" in page
    write_judged_report(tmp_path, replace(results, in_use=""), None)
    assert "Ten actors" not in (tmp_path / "report.md").read_text(encoding="utf-8")
