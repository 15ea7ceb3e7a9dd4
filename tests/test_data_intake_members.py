"""Members of cooperations by name: known, answered, asked about."""

from __future__ import annotations

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.files.rows import Row
from data.intake.members import SettledMembers, settle_members
from data.intake.questions import LEAVE_OUT, Answers, Topic, key_of
from tests.lists import stored

ACTORS = (stored("a", "Turun Silta ry", names={"sv": "Åbo Bro rf"}), stored("b", "Oulun kaupunki"),
          stored("c", "Silta"), stored("d", "SILTA"), stored("e", "Helsingin seurakuntayhtymä"))


def settle(*values: Mapping[str, object], ids: Mapping[str, str] | None = None,
           answers: Mapping[str, str] | None = None) -> SettledMembers:
    rows = [Row("c.csv", number, value) for number, value in enumerate(values, 2)]
    known = {key_of(Topic.WORD, ("members", word)): value for word, value in (answers or {}).items()}
    return settle_members(rows, ACTORS, ids or {}, Answers(known))


def members(cell: object, **more: Mapping[str, str]) -> object:
    return settle({"members": cell}, **more).rows[0].values["members"]


@pytest.mark.parametrize(("cell", "expected"), [
    ("a; b", "a; b"), ("Turun Silta ry|Oulun kaupunki", "a; b"), ("Åbo Bro rf; b", "a; b"), ("turun  silta", "a"),
    (["Turun Silta ry", "b"], "a; b"), ("", ""), (None, ""), ("Silta; b", "Silta; b"), ("Muu", "Muu"),
])
def test_names_that_are_known_become_ids(cell: object, expected: str) -> None:
    assert members(cell) == expected


def test_a_cell_that_cannot_be_read_stays_as_it_is() -> None:
    result = settle({"members": [{"id": "a"}]}, {"members": 3})
    assert [row.values["members"] for row in result.rows] == [[{"id": "a"}], "3"]


def test_ids_of_the_list_stand_before_those_of_the_network() -> None:
    assert members("1; a", ids={"1": "b", "a": "e"}) == "b; e"


def test_answers_hold_and_those_that_fit_no_longer_count_as_none() -> None:
    assert members("Kaupunki; Muu; a", answers={"kaupunki": "b", "Muu": LEAVE_OUT}) == "b; a"
    result = settle({"members": "Kaupunki"}, answers={"Kaupunki": "gone"})
    assert [question.about for question in result.questions] == [("members", "Kaupunki")]


def test_each_name_is_asked_about_once_those_of_most_rows_first() -> None:
    result = settle({"actor_a": "Uusi yhdistys", "actor_b": "Uusi yhdistys"}, {"members": "Uusi yhdistys; Toinen"},
                    {"lead": "Toinen", "title": "Kolmas"}, {"lead": "Uusi yhdistys"})
    assert [(question.about, question.rows) for question in result.questions] == [
        (("members", "Uusi yhdistys"), 3), (("members", "Toinen"), 2)]


def test_the_nearest_is_proposed_where_it_is_likely() -> None:
    questions = settle({"members": "Helsingin seurakuntayhtmä; Aivan toinen; Silta"}).questions
    choices = {question.about[1]: [choice.value for choice in question.choices] for question in questions}
    assert {question.about[1]: question.proposal for question in questions}.items() >= {
        "Helsingin seurakuntayhtmä": "e", "Aivan toinen": ""}.items()
    assert (choices["Aivan toinen"], choices["Helsingin seurakuntayhtmä"][0]) == ([LEAVE_OUT], "e")
    assert set(choices["Silta"]) >= {"c", "d", LEAVE_OUT}


@given(cells=st.lists(st.lists(st.sampled_from([*"abe", "Turun Silta ry", "Oulun kaupunki", "x", "y z"]), max_size=4),
                      max_size=4))
def test_every_name_becomes_an_id_or_is_asked_about(cells: list[list[str]]) -> None:
    result = settle(*({"members": "; ".join(names)} for names in cells))
    asked = {question.about[1] for question in result.questions}
    for names, row in zip(cells, result.rows, strict=True):
        settled = str(row.values["members"]).split("; ") if names else []
        assert len(settled) == len(names)
        assert all(word in "abe" or word in asked for word in settled)
    assert asked == {name for names in cells for name in names if name in {"x", "y z"}}
