"""Exposure: who is shown, worked out by hand."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.vocabularies.regions import RegionModel
from data.vocabularies.vocabulary import Term, Vocabulary
from data.wording.texts import Labels, text
from evaluation.metrics.exposure import EXPOSURE, ActorTraits, Counts, TopLists, country, describe_actors, top_lists
from matcher.features import UNKNOWN
from models.inequality import gini_of
from tests.holdouts import START, case, rows, tiny
from tests.networks import actor

ACTORS = ActorTraits(sector=rows([0, 0, 1, UNKNOWN]), country=rows([0, 1, 1, 0]),
                     cooperations=rows([0, 1, 3, 7]), total=7)
LISTS = TopLists(rows([1, 2, -1, 2, 3, -1]).reshape(2, 3), seekers=rows([0, 1]), rankable=4, actors=ACTORS)
EACH_ONCE: Counts = np.ones((1, 2), dtype=np.int64)


def value(metric: str, counts: Counts = EACH_ONCE, lists: TopLists = LISTS) -> list[float]:
    return list(EXPOSURE[metric].function(lists, counts))


class TestByHand:
    @pytest.mark.parametrize(("metric", "expected"), [
        ("coverage", 3 / 4),
        # exposures 0 1 1 2: Σ (2i - 5) x = -1·1 + 1·1 + 3·2 = 6; n Σ x = 16
        ("gini", 6 / 16),
        # 0→1 same, 0→2 other, 1→2 other, 1→3 unknown
        ("cross_sector", 2 / 3),
        # 0→1 other, 0→2 other, 1→2 same, 1→3 other
        ("cross_country", 3 / 4),
        ("small_or_new", 1 / 4),
        # -log2 of 2/8, 4/8, 4/8, 8/8
        ("novelty", (2 + 1 + 1 + 0) / 4),
    ])
    def test_value(self, metric: str, expected: float) -> None:
        assert value(metric) == [pytest.approx(expected)]

    def test_a_list_that_is_drawn_twice_counts_twice(self) -> None:
        counts = np.array([[2, 0], [1, 1]])
        assert value("cross_sector", counts) == pytest.approx([1 / 2, 2 / 3])
        assert value("coverage", counts) == pytest.approx([2 / 4, 3 / 4])
        assert value("gini", counts) == pytest.approx([(1 * 2 + 3 * 2) / (4 * 4), 6 / 16])

    def test_nobody_is_suggested(self) -> None:
        no_lists = TopLists(rows([-1, -1]).reshape(1, 2), rows([0]), 0, ACTORS)
        for metric in EXPOSURE:
            assert np.isnan(value(metric, np.ones((1, 1), dtype=np.int64), no_lists)).all(), metric

    def test_no_pair_with_known_sectors(self) -> None:
        unknown = TopLists(rows([3]).reshape(1, 1), rows([0]), 4, ACTORS)
        assert np.isnan(value("cross_sector", np.ones((1, 1), dtype=np.int64), unknown)).all()


class TestGini:
    def test_even_and_uneven(self) -> None:
        assert gini_of(rows([5, 5, 5, 5]), 4) == 0
        assert gini_of(rows([0, 0, 0, 9]), 4) == gini_of(rows([9]), 4) == pytest.approx(3 / 4)

    @given(st.lists(st.integers(0, 50), min_size=1, max_size=20).filter(any))
    def test_it_is_half_the_relative_mean_difference(self, numbers: list[int]) -> None:
        differences = sum(abs(one - other) for one in numbers for other in numbers)
        expected = differences / (2 * len(numbers) * sum(numbers))
        assert gini_of(rows(numbers), len(numbers)) == pytest.approx(expected)


class TestActors:
    def test_what_is_known_of_them(self) -> None:
        traits = describe_actors(tiny().before(START))
        assert traits.cooperations.tolist() == [1, 2, 1, 1, 1, 0]
        assert traits.total == 3
        assert traits.sector[1] == traits.sector[2] != traits.sector[0]

    def test_the_country_is_the_root_of_the_tree(self) -> None:
        terms = [Term("FI", Labels({})), Term("FI1", Labels({}), "FI"), Term("FI1B", Labels({}), "FI1")]
        regions = Vocabulary("regions", text("region"), {term.code: term for term in terms})
        assert [country(actor("x", regions=codes), regions) for codes in (("FI1B",), ("FI",), ("XX", "FI1B"), ())] == [
            "FI", "FI", "XX", ""]

    def test_regions_without_broader_ones_are_their_own_countries(self) -> None:
        places: RegionModel = tiny().vocabularies.places
        homes = [country(profile, places.regions) for profile in tiny().actors]
        assert homes[0] == homes[1] != homes[2]
        assert homes[-1] == ""

    def test_rankable_are_those_not_excluded_everywhere(self) -> None:
        cases = (case([2], [0, 1]), case([2], [0, 3], seeker=3))
        lists = top_lists(rows(list(range(12)) * 2).reshape(2, 12), cases, ACTORS)
        assert lists.rankable == 3
        assert lists.rows.shape == (2, 10)
        assert lists.seekers.tolist() == [0, 3]


@given(st.integers(1, 30))
def test_gini_grows_when_one_gets_more(times: int) -> None:
    values = [gini_of(rows([1, 1, 1 + extra]), 3) for extra in range(times)]
    assert all(one < other for one, other in pairwise(values))
