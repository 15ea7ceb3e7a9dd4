"""How well a few words find actors of the demo network, and what the search makes of kinds, places and themes."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from data.records.network import Network
from data.records.profiles import Coverage, Profile
from evaluation import searches
from evaluation.searches import PARTS, rank, read_queries, shares
from matcher.asking.query import Filters
from matcher.engine import Matcher
from tests.networks import ROVANIEMI, actor, snapshot

KUOPIO = "297"


def found(words: str, *actors: Profile) -> Sequence[str]:
    return [hit.profile.id for hit in Matcher(snapshot(*actors)).search(words, Filters(), 10)]


def test_half_of_the_queries_is_kept_aside() -> None:
    assert [sum(query.part == part for query in read_queries()) for part in PARTS] == [50, 50]


def test_each_query_has_somebody_who_is_right(demo_network: Network) -> None:
    assert [query.words for query in read_queries() if not any(map(query.is_met_by, demo_network.actors))] == []


@pytest.mark.parametrize("part", PARTS)
def test_right_actors_come_first(part: str, demo_matcher: Matcher) -> None:
    first, among = shares([rank(query, demo_matcher) for query in read_queries() if query.part == part])
    assert first >= 0.9
    assert among >= 0.95


class TestNamed:
    @pytest.mark.parametrize("words", ["yhdistys Rovaniemi", "yhdistyksiä Rovaniemellä", "förening i Rovaniemi",
                                       "NGO Lapland", "järjestöt Lapissa", "organisationer i Lappland",
                                       "yhdistys Rovaniemmellä", "NGO Rovaneimi"])
    def test_a_kind_and_a_place_beside_it_count_together(self, words: str) -> None:
        assert found(words, actor("elsewhere", sector="ngo", municipalities=(KUOPIO,)),
                     actor("other-kind", sector="company", municipalities=(ROVANIEMI,)),
                     actor("right", sector="ngo", municipalities=(ROVANIEMI,)))[0] == "right"

    def test_a_town_lies_in_its_region_and_who_works_in_all_of_it_works_in_the_town(self) -> None:
        in_town = actor("town", sector="ngo", municipalities=(ROVANIEMI,))
        regional = actor("region", sector="ngo", regions=("19",), coverage=Coverage.REGIONAL)
        far = actor("far", sector="ngo", municipalities=(KUOPIO,))
        assert found("yhdistys Rovaniemi", far, regional, in_town) == ["town", "region", "far"]
        assert set(found("yhdistys Lappi", far, regional, in_town)[:2]) == {"town", "region"}

    def test_a_name_comes_before_who_is_of_its_kind_and_place(self) -> None:
        named = replace(actor("named", sector="company", municipalities=(KUOPIO,)),
                        name="Rovaniemen yhdistys Sateenkaari")
        other = actor("other", sector="ngo", municipalities=(ROVANIEMI,))
        assert found("Rovaniemen yhdistys Sateenkaari", other, named)[0] == "named"


def test_the_command_prints_a_line_per_part_and_language(capsys: pytest.CaptureFixture[str]) -> None:
    searches.main()
    lines = [line for line in capsys.readouterr().out.splitlines() if not line.startswith("not first")]
    assert [line.split()[:2] for line in lines] == [
        [part, language] for part in PARTS for language in ("fi", "sv", "en", "all")]
