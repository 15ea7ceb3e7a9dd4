"""The place that is drawn by lot: who may be drawn, and with what chance everyone stands where they stand."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Sequence
from unittest.mock import patch

import pytest

from matcher.arrangement.exploration import LAST, PLACE, explore
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.suggestions import Suggestion
from tests.networks import TODAY


def every_draw(length: int, barred: Collection[int] = ()) -> list[tuple[list[int], list[float]]]:
    """The list for each draw that can happen, all of which are equally likely."""
    count = max(1, sum(item not in barred for item in range(PLACE - 1, min(length, LAST))))
    lists = []
    for winner in range(count):
        with patch("matcher.arrangement.exploration.hashlib.sha256") as digest:
            digest.return_value.digest.return_value = winner.to_bytes(32)
            lists.append(explore(range(length), "lot", barred))
    return lists


@pytest.mark.parametrize("length", [0, 1, 4, 5, 6, 20, 50, 51, 80])
def test_the_chances_are_how_often_each_stands_where_it_stands(length: int) -> None:
    draws = every_draw(length)
    counts = Counter((place, item) for order, _ in draws for place, item in enumerate(order))
    for order, chances in draws:
        assert sorted(order) == list(range(length))
        assert order[:PLACE - 1] == list(range(min(length, PLACE - 1)))
        rest = order[PLACE:]
        assert rest == sorted(rest)
        assert chances == pytest.approx([counts[place, item] / len(draws) for place, item in enumerate(order)])


@pytest.mark.parametrize("barred", [{4}, {5, 7}, {3, 60}, set(range(4, 11)), set(range(4, 12)), set(range(5, 12))])
def test_who_is_barred_is_never_drawn_and_the_chances_are_right(barred: set[int]) -> None:
    draws = every_draw(12, barred)
    counts = Counter((place, item) for order, _ in draws for place, item in enumerate(order))
    drawn = {order[PLACE - 1] for order, _ in draws}
    assert len(draws) == 1 or drawn == set(range(PLACE - 1, 12)) - barred
    for order, chances in draws:
        assert sorted(order) == list(range(12))
        assert chances == pytest.approx([counts[place, item] / len(draws) for place, item in enumerate(order)])


def test_without_a_lot_nothing_is_drawn() -> None:
    assert explore([3, 1, 2, 5, 4, 0, 6], "") == ([3, 1, 2, 5, 4, 0, 6], [1.0] * 7)


def test_lots_draw_each_place_about_as_often() -> None:
    counts = Counter(explore(range(100), f"lot {number}")[0][PLACE - 1] for number in range(4600))
    assert set(counts) == set(range(PLACE - 1, LAST))
    assert max(abs(times - 100) for times in counts.values()) < 50


def places_barred(plain: Sequence[Suggestion]) -> set[int]:
    """The places of those whom one of the first four stands for."""
    ids = [item.profile.id for item in plain]
    return {ids.index(other.id) for item in plain[:PLACE - 1] for other in item.also}


def test_pages_of_a_list_have_one_order(demo_matcher: Matcher) -> None:
    profile = demo_matcher.snapshot.actor("rovaniemen-kaupunki")
    plain = demo_matcher.suggest(profile, Query(TODAY, limit=60)).suggestions
    barred = places_barred(plain)
    lot = next(str(number) for number in range(100) if explore(range(60), str(number), barred)[0][PLACE - 1] > 10)
    suggestions = demo_matcher.suggest(profile, Query(TODAY, limit=60, lot=lot)).suggestions
    pages = [item for offset in (0, 7, 14) for item in demo_matcher.suggest(
        profile, Query(TODAY, limit=7, offset=offset, lot=lot)).suggestions]
    assert pages == list(suggestions[:21])
    assert [item.profile.id for item in suggestions] != [item.profile.id for item in plain]
    assert {item.profile.id: item.ledger for item in suggestions} == {item.profile.id: item.ledger for item in plain}
    assert suggestions[PLACE - 1].probability == 1 / (46 - len(barred))
    varied = [demo_matcher.suggest(profile, Query(TODAY, limit=60, diversity=0.5, lot=own)).suggestions
              for own in ("", lot)]
    assert varied[1][PLACE - 1].probability == 1 / (46 - len(places_barred(varied[0])))
