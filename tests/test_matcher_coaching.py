"""The coach: what a field that is missing would open, worked out on networks small enough to count by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.records.profiles import Profile, Wish
from data.records.relations import Block
from matcher.asking.query import Query
from matcher.coaching import DONORS, FIELDS, Advice, advise, fitting
from matcher.engine import Matcher
from matcher.levels import FitLevel, level, level_begins
from models.ranker import Weights
from tests.networks import OULU, TODAY, TURKU, actor, shipped_rules, snapshot

# A common language decides alone: unknown counts half, so that only who tells it fits well.
BY_LANGUAGE = Weights("language", "hand-set", "", -1.0, {"shared_languages": 1.0}, {}, {}, (-1.5, 0.0, 2.0), {})
BY_PLACE = Weights("place", "hand-set", "", -1.0, {"same_municipality": 1.0}, {}, {}, (-1.5, 0.0, 2.0), {})


def _full(name: str, **changes: object) -> Profile:
    """An actor that lacks nothing."""
    return replace(actor(name, languages=("fi",), themes=("employment", "peer_support", "meeting_places"),
                         descriptions={"fi": "Tuemme työnhaussa ja järjestämme vertaistukea. " * 3},
                         needs=Wish({"fi": "Kumppaneita"}), offers=Wish({"fi": "Tiloja"}), wanted_sectors=("ngo",),
                         capacity=2, updated=TODAY), **changes)  # type: ignore[arg-type]


class TestAdvice:
    def test_whoever_lacks_nothing_gets_no_advice(self) -> None:
        network = snapshot(_full("a"), _full("b"))
        assert advise(network, network.actor("a"), TODAY) == ()

    def test_a_gain_is_how_many_more_fit_well(self) -> None:
        network = snapshot(_full("a", languages=()), _full("b"), _full("c"), _full("d", languages=("sv",)),
                           weights=BY_LANGUAGE)
        assert fitting(network, network.actor("a"), TODAY) == 0
        assert advise(network, network.actor("a"), TODAY) == (Advice("languages", 2, 3),)

    def test_a_gain_is_the_median_over_those_who_lend(self) -> None:
        rare = [_full(name, languages=("so",)) for name in ("b", "c")]
        common = [_full(name) for name in ("d", "e", "f", "g")]
        network = snapshot(_full("a", languages=()), *rare, *common, weights=BY_LANGUAGE)
        # Five lend, in the order of the ids as all are alike: two gain the two of Somali, three the four of Finnish.
        assert advise(network, network.actor("a"), TODAY) == (Advice("languages", 4, DONORS),)

    def test_who_is_of_the_same_kind_lends_first(self) -> None:
        others = [_full(f"u{number}", sector="university", languages=("sv",)) for number in range(DONORS)]
        own = [_full(f"z{number}") for number in range(DONORS)]
        network = snapshot(_full("a", languages=()), *others, *own, weights=BY_LANGUAGE)
        assert advise(network, network.actor("a"), TODAY) == (Advice("languages", DONORS, DONORS),)

    def test_the_own_place_is_never_lent_by_oneself(self) -> None:
        network = snapshot(_full("a", municipalities=(), regions=()), _full("b", municipalities=(TURKU,)),
                           _full("c", municipalities=(TURKU,)), _full("d", municipalities=(OULU,)), weights=BY_PLACE)
        assert advise(network, network.actor("a"), TODAY) == (Advice("municipalities", 2, 3),)

    def test_what_nobody_has_filled_cannot_be_told_and_comes_last(self) -> None:
        network = snapshot(actor("a"), actor("b"))
        advice = advise(network, network.actor("a"), TODAY)
        unknown = [item.field for item in advice if item.gain is None]
        assert unknown == [item.field for item in advice][-len(unknown):]
        assert set(unknown) == set(FIELDS) - {"municipalities", "coverage", "updated"}
        assert {item.donors for item in advice if item.gain is None} == {0}

    def test_an_old_profile_is_measured_as_confirmed_today(self) -> None:
        weights = Weights("fresh", "hand-set", "", -1.0, {"freshness": 2.0}, {}, {}, (-1.5, 0.0, 2.0), {})
        network = snapshot(_full("a", updated=date(2020, 1, 1)), _full("b"), _full("c", updated=date(2020, 1, 1)),
                           weights=weights)
        assert advise(network, network.actor("a"), TODAY) == (Advice("updated", 1, 1),)

    def test_the_same_question_has_the_same_answer(self) -> None:
        network = snapshot(*(actor(f"a{number}", languages=("fi",) if number % 2 else ()) for number in range(20)))
        assert advise(network, network.actor("a0"), TODAY) == advise(network, network.actor("a0"), TODAY)


class TestFitting:
    def test_only_those_count_who_may_be_suggested(self) -> None:
        everybody = (_full("a"), _full("b"), _full("c"), _full("d"))
        assert fitting(snapshot(*everybody, weights=BY_LANGUAGE), everybody[0], TODAY) == 3
        hidden = snapshot(*everybody, weights=BY_LANGUAGE).hiding(frozenset({"b"}))
        assert fitting(hidden, everybody[0], TODAY) == 2

    def test_who_is_left_out_by_a_rule_does_not_count(self) -> None:
        everybody = (_full("a"), _full("b"), _full("c"))
        blocked = snapshot(*everybody, blocks=[Block("c", "a")], rules=shipped_rules(), weights=BY_LANGUAGE)
        assert fitting(blocked, everybody[0], TODAY) == 1

    def test_it_is_what_the_list_says(self, demo_matcher: Matcher) -> None:
        seeker = demo_matcher.snapshot.actor("lapin-yliopisto")
        answer = demo_matcher.suggest(seeker, Query(TODAY, limit=100, is_arranged=False))
        levels = [level(item.ledger.score, item.ledger.thresholds) for item in answer.suggestions]
        good = sum(item in (FitLevel.GOOD, FitLevel.VERY_GOOD) for item in levels)
        assert 0 < good < 100
        assert fitting(demo_matcher.snapshot, seeker, TODAY) == good


def test_a_level_begins_where_scores_come_to_it() -> None:
    thresholds = (-2.0, -1.0, 0.5)
    for item in (FitLevel.POSSIBLE, FitLevel.GOOD, FitLevel.VERY_GOOD):
        begins = level_begins(item, thresholds)
        assert level(begins, thresholds) is item
        assert level(begins - 1e-9, thresholds) is not item
    assert level(level_begins(FitLevel.WEAK, thresholds), thresholds) is FitLevel.WEAK
