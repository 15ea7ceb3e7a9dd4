"""Histories hold nothing of the future; questions and answers are those worked out by hand."""

from __future__ import annotations

from datetime import date, timedelta

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from data.records.profiles import Profile
from evaluation.datasets.dataset import Period
from evaluation.datasets.tasks import Case, call_cases, partner_cases
from tests.holdouts import END, FUTURE, PAST, START, tiny
from tests.networks import actor, together

PERIOD = Period(START, END)


def in_words(cases: tuple[Case, ...], ids: list[str]) -> dict[str, tuple[str, str]]:
    """Return each question as its id → (relevant ids, excluded ids)."""
    return {case.question.id: ("".join(ids[row] for row in case.relevant),
                               "".join(ids[row] for row in case.question.excluded)) for case in cases}


def test_new_partners_are_asked_for_and_old_ones_left_out() -> None:
    history = tiny().before(START)
    ids = [one.id for one in history.network.actors]
    assert in_words(partner_cases(tiny(), history, PERIOD), ids) == {
        "a": ("cd", "ab"), "b": ("e", "abc"), "c": ("ad", "bc"), "d": ("ac", "de"), "e": ("b", "de")}


def test_a_project_is_asked_about_without_its_members_and_days() -> None:
    history = tiny().before(START)
    [case] = call_cases(tiny(), history, PERIOD)
    ids = [one.id for one in history.network.actors]
    assert in_words((case,), ids) == {"0:Refugees at work": ("cd", "a")}
    assert case.question.project is not None
    assert (case.question.project.members, case.question.project.since) == ((), None)
    assert ids[case.question.seeker] == "a"


def test_a_call_needs_a_known_lead_and_two_known_others() -> None:
    without_lead = tiny(cooperations=(*PAST, together("a", "c", "d", since=START)))
    assert call_cases(without_lead, without_lead.before(START), PERIOD) == ()
    assert [case.question.id for case in call_cases(tiny(), tiny().before(START), PERIOD)] == ["0:Refugees at work"]


def test_partners_met_before_are_not_new_and_newcomers_do_not_ask() -> None:
    repeated_partner = tiny(cooperations=(*PAST, together("a", "b", "f", since=START)))
    cases = partner_cases(repeated_partner, repeated_partner.before(START), PERIOD)
    ids = [one.id for one in repeated_partner.before(START).network.actors]
    assert in_words(cases, ids) == {"a": ("f", "ab"), "b": ("f", "abc")}


def test_a_history_knows_actors_and_cooperations_of_before_its_day_only() -> None:
    history = tiny().before(START)
    assert history.network.cooperations == PAST
    assert "g" not in {one.id for one in history.network.actors}
    assert history.past.periods == {}
    assert "g" not in history.past.known_since
    assert tiny().before(END).network.cooperations == (*PAST, *FUTURE)


def test_profiles_are_described_by_what_was_known() -> None:
    def describe(profile: Profile, cooperations: tuple[object, ...]) -> Profile:
        return actor(profile.id, capacity=len(cooperations))

    counts = {one.id: one.capacity for one in tiny(describe=describe).before(START).network.actors}
    assert counts == {"a": 1, "b": 2, "c": 1, "d": 1, "e": 1, "f": 0}


@given(st.integers(0, 1500))
def test_what_happens_later_changes_no_history(days: int) -> None:
    day = date(2019, 6, 1) + timedelta(days)
    assert tiny().before(day).network == tiny().until(day).before(day).network


@given(st.integers(0, 1200), st.integers(1, 600))
def test_answers_are_known_actors_that_are_not_excluded(start: int, length: int) -> None:
    first = date(2019, 6, 1) + timedelta(start)
    period = Period(first, first + timedelta(length))
    history = tiny().before(first)
    for cases in (partner_cases(tiny(), history, period), call_cases(tiny(), history, period)):
        for case in cases:
            assert len(case.relevant) > 0
            assert not np.intersect1d(case.relevant, case.question.excluded).size
            assert case.relevant.max() < len(history.network.actors)
