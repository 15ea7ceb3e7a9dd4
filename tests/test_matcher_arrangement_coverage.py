"""Needs of an idea: who meets them, and who stands higher because of it, never past one who fits much better."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.mention import Aspect
from matcher.arrangement.coverage import BONUS, FIRST, MOST_LEVELS, NeedCheck, cover, open_needs
from matcher.asking.idea import Brief
from matcher.asking.needs import Need
from matcher.asking.query import Filters, Query
from matcher.levels import DEFAULT_THRESHOLDS, FitLevel, level
from models.ranker import log_odds_to_probability
from tests.networks import TODAY, actor, snapshot

NEEDS = tuple(Need(Aspect.THEME, code) for code in "abcd")
A, B, C, D = NEEDS
LEVELS = tuple(FitLevel)


@st.composite
def candidates(draw: st.DrawFn) -> tuple[list[float], list[tuple[Need, ...]]]:
    """Scores, the highest first, and the needs that each candidate meets."""
    scores = sorted(draw(st.lists(st.floats(-6, 6), max_size=12)), reverse=True)
    sets = st.sets(st.sampled_from(NEEDS)).map(lambda own: tuple(need for need in NEEDS if need in own))
    return scores, draw(st.lists(sets, min_size=len(scores), max_size=len(scores)))


def rank(score: float) -> int:
    return LEVELS.index(level(score, DEFAULT_THRESHOLDS))


def gain(at: int, above: Sequence[int], scores: Sequence[float], meets: Sequence[tuple[Need, ...]]) -> float:
    covered = {need for other in above for need in meets[other]}
    return log_odds_to_probability(scores[at]) * (1.0 + (BONUS if set(meets[at]) - covered else 0.0))


@given(candidates())
def test_each_place_goes_to_the_highest_gain_among_those_near_the_best(
        found: tuple[list[float], list[tuple[Need, ...]]]) -> None:
    scores, meets = found
    picks = cover(scores, DEFAULT_THRESHOLDS, meets)
    order = [pick.at for pick in picks]
    assert sorted(order) == list(range(len(scores)))
    for place, at in enumerate(order):
        rest = order[place:]
        best = min(rank(scores[other]) for other in rest)
        assert rank(scores[at]) <= best + MOST_LEVELS
        near = [other for other in rest if rank(scores[other]) <= best + MOST_LEVELS]
        assert gain(at, order[:place], scores, meets) == max(gain(other, order[:place], scores, meets)
                                                             for other in near)


@given(candidates())
def test_who_passes_others_does_so_for_a_need_that_nobody_above_meets(
        found: tuple[list[float], list[tuple[Need, ...]]]) -> None:
    scores, meets = found
    picks = cover(scores, DEFAULT_THRESHOLDS, meets)
    for place, pick in enumerate(picks):
        passes = [other.at for other in picks[place + 1:] if other.at < pick.at]
        assert (pick.needed_for is not None) == bool(passes)
        if pick.needed_for:
            assert pick.needed_for in meets[pick.at]
            assert all(pick.needed_for not in meets[other.at] for other in picks[:place])


@given(candidates())
def test_without_needs_the_order_is_by_score(found: tuple[list[float], list[tuple[Need, ...]]]) -> None:
    scores, _ = found
    assert [pick.at for pick in cover(scores, DEFAULT_THRESHOLDS, [()] * len(scores))] == list(range(len(scores)))


def test_a_need_is_met_before_the_third_of_a_kind() -> None:
    """Chances .60, .57, .55, .50: the last has .75 with the bonus, and the others have it no more after the first."""
    scores = [0.405, 0.282, 0.201, 0.0]
    picks = cover(scores, DEFAULT_THRESHOLDS, [(A,), (A,), (A,), (B,)])
    assert [(pick.at, pick.needed_for) for pick in picks] == [(0, None), (3, B), (1, None), (2, None)]


def test_nobody_passes_one_who_fits_better_by_two_levels() -> None:
    """Very good, very good, possible: the last stays where it is, though its gain could be higher."""
    thresholds = (-10.0, 0.05, 0.1)
    picks = cover([0.2, 0.11, 0.0], thresholds, [(A,), (A,), (B,)])
    assert [pick.at for pick in picks] == [0, 1, 2]
    assert [pick.at for pick in cover([0.2, 0.11, 0.06], thresholds, [(A,), (A,), (B,)])] == [0, 2, 1]


def test_open_needs_are_those_nobody_meets() -> None:
    assert open_needs(NEEDS, [(A, C), (), (C,)]) == (B, D)
    assert open_needs(NEEDS, []) == NEEDS
    assert open_needs((), [()]) == ()
    assert FIRST == 10


class TestNeedCheck:
    @pytest.mark.parametrize(("changes", "aspect", "code", "is_met"), [
        ({"themes": ("language_cafe",)}, Aspect.THEME, "language_cafe", True),
        ({"themes": ("language_cafe",)}, Aspect.THEME, "language_learning", True),
        ({"themes": ("language_learning",)}, Aspect.THEME, "language_cafe", False),
        ({"sector": "company"}, Aspect.KIND, "company", True),
        ({"sector": "company"}, Aspect.KIND, "ngo", False),
        ({"languages": ("so", "fi")}, Aspect.LANGUAGE, "so", True),
        ({"languages": ()}, Aspect.LANGUAGE, "so", False),
        ({"languages": ("so",)}, Aspect.PEOPLE, "speakers:so", True),
        ({"descriptions": {"fi": "Autamme yksin tulleita alaikäisiä."}}, Aspect.PEOPLE, "unaccompanied_minors", True),
        ({"descriptions": {"sv": "Vi hjälper kvinnor."}}, Aspect.PEOPLE, "women", True),
        ({"descriptions": {"sv": "Vi hjälper kvinnor."}}, Aspect.PEOPLE, "men_fathers", False),
        ({"themes": ("women_groups",)}, Aspect.PEOPLE, "women", True),
        ({"themes": ("sports",)}, Aspect.PEOPLE, "women", False),
    ])
    def test_a_need_is_met_by_what_the_profile_says(self, changes: dict[str, object], aspect: Aspect, code: str,
                                                    is_met: bool) -> None:
        need, other = Need(aspect, code), Need(Aspect.KIND, "no_such_kind")
        one = actor("a", **changes)
        assert NeedCheck((other, need), snapshot(one)).met_by(one) == ((need,) if is_met else ())

    def test_needs_come_in_the_order_of_the_idea(self) -> None:
        one = actor("a", themes=("sports", "families"), languages=("fi",))
        needs = (Need(Aspect.LANGUAGE, "fi"), Need(Aspect.THEME, "sports"), Need(Aspect.KIND, "ngo"))
        assert NeedCheck(needs, snapshot(one)).met_by(one) == needs
        assert NeedCheck((), snapshot(one)).met_by(one) == ()


def test_a_brief_asks_for_what_it_needs_and_leaves_out_what_it_refuses() -> None:
    brief = Brief(sectors=("ngo",), themes=("sports", "sports"), languages=("fi",), people=("women",),
                  regions=("01",), refused_sectors=("company",))
    query = brief.ask(Query(TODAY, limit=3, filters=Filters(exclude={"sector": frozenset({"university"})})))
    assert query.needs == (Need(Aspect.THEME, "sports"), Need(Aspect.KIND, "ngo"), Need(Aspect.PEOPLE, "women"),
                           Need(Aspect.LANGUAGE, "fi"))
    assert query.filters.exclude == {"sector": {"university", "company"}}
    assert query.limit == 3
    assert Brief().ask(Query(TODAY)) == Query(TODAY)
