"""Actors that stand for the same: units of one actor, and near-identical profiles of one place."""

from __future__ import annotations

from itertools import combinations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.records.network import Network
from matcher.arrangement.grouping import FIRST, LEAST_COSINE, are_peers, groups_of, others_of, stand_apart
from matcher.snapshot import Snapshot
from tests.networks import ESPOO, LAHTI, actor, snapshot

WORDS = {"en": "Member of the joint programme of five municipalities."}
SAME = {"descriptions": WORDS, "themes": ("sports",), "sector": "municipality"}
GROUPS = st.lists(st.integers(0, 6), max_size=30)


def groups(network: Snapshot) -> list[set[str]]:
    """The groups of several, as ids."""
    found = groups_of(network.features.profiles, network.features.vectors)
    ids = [profile.id for profile in network.features.profiles]
    sets = [{name for name, group in zip(ids, found, strict=True) if group == first} for first in sorted(set(found))]
    return [one for one in sets if len(one) > 1]


class TestGroups:
    @pytest.mark.parametrize(("changes", "is_same"), [
        ({}, True),
        ({"municipalities": (ESPOO,)}, True),  # another town of the region
        ({"municipalities": (LAHTI,)}, False),
        ({"sector": "ngo"}, False),
        ({"themes": ("sports", "families")}, False),
        ({"themes": ()}, False),
        ({"descriptions": {}}, False),
        ({"descriptions": {"en": "Loans skates to schools."}}, False),
        ({"names": {"sv": "Annat"}, "languages": ("fi",), "capacity": 3}, True),
    ])
    def test_profiles_of_one_kind_place_and_theme_that_say_the_same(self, changes: dict[str, object],
                                                                    is_same: bool) -> None:
        network = snapshot(actor("a", **SAME), actor("b", **{**SAME, **changes}))
        assert groups(network) == ([{"a", "b"}] if is_same else [])

    def test_without_themes_descriptions_or_kind_nothing_is_known_to_be_the_same(self) -> None:
        nothing: list[dict[str, object]] = [
            {"themes": ()}, {"descriptions": {}}, {"descriptions": {"en": "  "}}, {"sector": ""}]
        for gone in nothing:
            assert groups(snapshot(*(actor(name, **{**SAME, **gone}) for name in "ab"))) == []

    def test_units_of_an_actor_whether_or_not_it_is_there(self) -> None:
        units = [actor(name, part_of="city", sector=sector) for name, sector in (("a", "ngo"), ("b", "culture_sport"))]
        assert groups(snapshot(*units)) == [{"a", "b"}]
        whole = snapshot(*units, actor("city", municipalities=(LAHTI,)), actor("d", part_of="b"), actor("e"))
        assert groups(whole) == [{"a", "b", "city", "d"}]

    def test_whoever_is_like_a_unit_is_of_its_group(self) -> None:
        network = snapshot(actor("a", part_of="c", **SAME), actor("b", **SAME), actor("c", municipalities=(LAHTI,)))
        assert groups(network) == [{"a", "b", "c"}]

    def test_those_of_the_demo(self, demo_network: Network) -> None:
        jakobstad = {"luodon-kunta", "kruunupyyn-kunta", "pedersoren-kunta", "uudenkaarlepyyn-kaupunki",
                     "pietarsaaren-kaupunki"}
        found = groups(snapshot(*demo_network.actors))
        assert jakobstad in found
        assert sorted(map(sorted, found)) == sorted(map(sorted, [
            jakobstad, {"kemin-kaupunki", "tornion-kaupunki"}, {"savon-ammattiopisto", "yla-savon-ammattiopisto"}]))

    def test_peers_share_kind_themes_and_a_place(self, demo_network: Network) -> None:
        for first, second in combinations(demo_network.actors[:60], 2):
            expected = (first.sector == second.sector and set(first.themes) == set(second.themes) != set()
                        and bool(set(first.regions) & set(second.regions)))
            assert are_peers(first, second) == expected
        assert 0.875 < LEAST_COSINE < 1

    def test_nobody_has_no_groups(self) -> None:
        vectors = np.eye(1, dtype=np.float32)
        assert groups_of([], vectors[:0]) == []
        assert groups_of([actor("a")], vectors) == [0]


class TestStandApart:
    @given(GROUPS)
    def test_the_first_are_of_different_groups(self, own: list[int]) -> None:
        order = stand_apart(own)
        assert sorted(order) == list(range(len(own)))
        head = [own[place] for place in order[:min(FIRST, len(set(own)))]]
        assert len(set(head)) == len(head)
        rest = order[len(head):]
        assert order[:len(head)] == sorted(order[:len(head)])
        assert rest == sorted(rest)

    @given(GROUPS)
    def test_whoever_comes_first_of_a_group_by_score_does_so_in_the_list(self, own: list[int]) -> None:
        shown = [own[place] for place in stand_apart(own)]
        assert list(dict.fromkeys(shown)) == list(dict.fromkeys(own))

    def test_the_others_follow_right_after_the_fifth(self) -> None:
        assert stand_apart([0, 0, 0, 1, 2, 3, 4, 5]) == [0, 3, 4, 5, 6, 1, 2, 7]
        assert stand_apart([0, 1, 2, 3, 4, 0, 0, 5]) == list(range(8))
        assert stand_apart([0, 0, 1]) == [0, 2, 1]

    @given(GROUPS)
    def test_the_first_of_each_group_names_the_others(self, own: list[int]) -> None:
        others = others_of(own)
        assert all(own.index(own[first]) == first for first in others)
        assert sorted([*others, *(place for places in others.values() for place in places)]) == [
            place for place, group in enumerate(own) if own.count(group) > 1]
        assert all(own[place] == own[first] and place > first for first, places in others.items() for place in places)
