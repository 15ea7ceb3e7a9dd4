"""Lists as they are shown: the same rows with the same scores, on whatever pages; needs early, groups once."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.reading.mention import Aspect
from data.records.network import Network
from data.records.profiles import Coverage
from matcher.arrangement.coverage import HEAD, MOST_LEVELS
from matcher.arrangement.exploration import LAST, PLACE
from matcher.arrangement.grouping import FIRST
from matcher.asking.idea import Brief, idea
from matcher.asking.needs import Need
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.levels import FitLevel, level
from matcher.suggestions import Suggestion, SuggestionList
from tests.gears import examples
from tests.networks import LAHTI, ROVANIEMI, TODAY, actor, finland, shipped_rules, snapshot

LEVELS = tuple(FitLevel)
WORDS = "a sports club and a library for women"
THEMES = ("sports", "culture_arts", "families", "housing", "language_cafe", "employment")
KINDS = ("ngo", "culture_sport", "company", "university", "faith_community")
BRIEFS = st.builds(Brief, themes=st.lists(st.sampled_from(THEMES), min_size=1, max_size=4).map(tuple),
                   sectors=st.lists(st.sampled_from(KINDS), max_size=3).map(tuple),
                   languages=st.sampled_from([(), ("sv",), ("fi", "ar")]), people=st.sampled_from([(), ("women",)]),
                   regions=st.sampled_from([(), ("01",), ("15",)]))
SLOWLY = settings(max_examples=examples(20), derandomize=True,
                  suppress_health_check=[HealthCheck.too_slow])


def ask(matcher: Matcher, brief: Brief, **query: object) -> SuggestionList:
    asked = brief.ask(Query(TODAY, **query))  # type: ignore[arg-type]
    return matcher.suggest(idea(WORDS, brief, finland()), asked)


def ids(items: tuple[Suggestion, ...]) -> list[str]:
    return [item.profile.id for item in items]


def rank(item: Suggestion) -> int:
    return LEVELS.index(level(item.ledger.score, item.ledger.thresholds))


def bare(item: Suggestion) -> Suggestion:
    """A suggestion without what its place says of it."""
    return replace(item, moved_up_for=None, also=())


class TestIdeas:
    @SLOWLY
    @given(brief=BRIEFS)
    def test_the_same_rows_with_the_same_scores(self, brief: Brief, demo_matcher: Matcher) -> None:
        shown, by_score = (ask(demo_matcher, brief, limit=100, is_arranged=value) for value in (True, False))
        scores = [item.ledger.score for item in by_score.suggestions]
        assert scores == sorted(scores, reverse=True)
        assert {item.profile.id: bare(item) for item in shown.suggestions} == {
            item.profile.id: item for item in by_score.suggestions}
        assert ids(shown.suggestions)[LAST:] == ids(by_score.suggestions)[LAST:]

    @SLOWLY
    @given(brief=BRIEFS, limit=st.integers(3, 40))
    def test_pages_make_up_the_list(self, brief: Brief, limit: int, demo_matcher: Matcher) -> None:
        whole = ask(demo_matcher, brief, limit=100)
        pages = [ask(demo_matcher, brief, limit=limit, offset=offset) for offset in range(0, 100, limit)]
        assert [item for page in pages for item in page.suggestions][:100] == list(whole.suggestions)
        assert {page.open_needs for page in pages} == {whole.open_needs}

    @SLOWLY
    @given(brief=BRIEFS)
    def test_no_one_passes_one_who_fits_better_by_two_levels_but_the_others_of_its_group(
            self, brief: Brief, demo_matcher: Matcher) -> None:
        shown = ask(demo_matcher, brief, limit=100).suggestions
        others = {other.id for item in shown for other in item.also}
        for place, item in enumerate(shown):
            assert all(rank(item) - rank(below) <= MOST_LEVELS for below in shown[place + 1:]
                       if below.profile.id not in others)

    @SLOWLY
    @given(brief=BRIEFS)
    def test_who_is_moved_up_meets_the_need_and_stands_higher_than_by_score(
            self, brief: Brief, demo_matcher: Matcher) -> None:
        shown, by_score = (ask(demo_matcher, brief, limit=100, is_arranged=value).suggestions
                           for value in (True, False))
        order = ids(by_score)
        for place, item in enumerate(shown):
            if item.moved_up_for:
                assert item.moved_up_for in item.meets
                assert place < order.index(item.profile.id) < HEAD
        assert not any(item.moved_up_for or item.also for item in by_score)

    @SLOWLY
    @given(brief=BRIEFS)
    def test_open_needs_are_those_that_none_of_the_first_ten_meets(self, brief: Brief, demo_matcher: Matcher) -> None:
        answer = ask(demo_matcher, brief, limit=10)
        met = {need for item in answer.suggestions for need in item.meets}
        assert answer.open_needs == tuple(need for need in brief.needs if need not in met)

    def test_asked_for_variety_sectors_take_turns_and_not_needs(self, demo_matcher: Matcher) -> None:
        brief = Brief(themes=("sports",), sectors=("company", "university"))
        answer = ask(demo_matcher, brief, limit=60, diversity=0.5)
        assert not any(item.moved_up_for for item in answer.suggestions)
        assert any(item.meets for item in answer.suggestions)

    def test_seven_clubs_do_not_hide_the_library(self) -> None:
        clubs = [actor(f"club-{number}", themes=("sports",), sector="culture_sport") for number in range(7)]
        library = actor("library", themes=("culture_arts",), municipalities=(LAHTI,), coverage=Coverage.REGIONAL)
        network = snapshot(*clubs, library)
        brief = Brief(themes=("sports", "culture_arts"), sectors=("culture_sport",), regions=("01",))
        shown, by_score = (ask(Matcher(network), brief, is_arranged=value) for value in (True, False))
        assert ids(by_score.suggestions)[-1] == "library"
        assert ids(shown.suggestions)[1] == "library"
        assert shown.suggestions[1].moved_up_for == Need(Aspect.THEME, "culture_arts")
        assert shown.open_needs == ()

    def test_a_counterpart_that_is_shown_apart_meets_needs(self) -> None:
        city = actor("city", sector="municipality", municipalities=(ROVANIEMI,))
        answer = ask(Matcher(snapshot(city)), Brief(themes=("sports",), sectors=("municipality",)))
        assert answer.open_needs == (Need(Aspect.THEME, "sports"),)


class TestGroups:
    @SLOWLY
    @given(row=st.integers(0, 210), lot=st.sampled_from(["", "a", "b", "c"]), diversity=st.sampled_from([0.0, 0.6]))
    def test_at_most_one_of_a_group_stands_in_the_first_five(self, row: int, lot: str, diversity: float,
                                                             demo_matcher: Matcher, demo_network: Network) -> None:
        query = Query(TODAY, limit=100, known_partners=True, lot=lot, diversity=diversity)
        shown = demo_matcher.suggest(demo_network.actors[row], query).suggestions
        places = {name: place for place, name in enumerate(ids(shown))}
        for place, item in enumerate(shown):
            assert all(max(FIRST, place + 1) <= places[other.id] < LAST for other in item.also)
        pages = [demo_matcher.suggest(demo_network.actors[row], replace(query, limit=20, offset=offset)).suggestions
                 for offset in range(0, 100, 20)]
        assert [item for page in pages for item in page] == list(shown)

    def test_one_stands_for_the_others_which_follow_after_the_fifth(self) -> None:
        units = [actor(f"unit-{number}", part_of="city", themes=("sports", "families")) for number in range(3)]
        others = [actor(f"other-{number}", themes=("sports",)) for number in range(6)]
        seeker = actor("seeker", themes=("sports", "families"))
        network = snapshot(seeker, actor("city"), *units, *others, rules=shipped_rules())
        answer = Matcher(network).suggest(seeker, Query(TODAY, limit=20)).suggestions
        first = answer[0]
        assert first.profile.id == "unit-0"
        assert [other.id for other in first.also] == ["unit-1", "unit-2", "city"]
        assert ids(answer)[1:5] == ["other-0", "other-1", "other-2", "other-3"]
        assert ids(answer)[5:7] == ["unit-1", "unit-2"]
        assert not any(item.also for item in answer[1:])

    @pytest.mark.parametrize("lot", [str(number) for number in range(12)])
    def test_nobody_is_drawn_whose_group_stands_above(self, lot: str) -> None:
        units = [actor(f"unit-{number:02}", part_of="city", themes=("sports", "families")) for number in range(30)]
        others = [actor(f"other-{number}", themes=("sports",)) for number in range(8)]
        seeker = actor("seeker", themes=("sports", "families"))
        network = snapshot(seeker, *units, *others, rules=shipped_rules())
        answer = Matcher(network).suggest(seeker, Query(TODAY, limit=50, lot=lot)).suggestions
        assert answer[PLACE - 1].profile.id.startswith("other-")
        assert answer[PLACE - 1].probability == pytest.approx(1 / 5)
