"""Who is shown how often, and who connects the others: values by hand, and the pages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from data.records.network import Network
from data.records.profiles import Status
from data.records.relations import Cooperation
from service.app.composition import create_app
from service.runtime.answering import exposure
from service.runtime.answering.exposure import Exposure
from service.settings import Settings
from service.web.views.bridges import Separation, bridges_view
from service.web.views.exposure import exposure_view
from tests.clients import TestClient
from tests.networks import ROVANIEMI, actor, finland
from tests.stores import store_network
from tests.test_service_http_writes import CAFE
from tests.test_service_web_rules import words

EXPOSURE = "/en/network/exposure"


class TestSeparation:
    @pytest.mark.parametrize(("groups", "expected", "sizes"), [
        ([], {}, []),
        (["ab"], {}, [2]),
        (["a", "aa"], {}, []),  # nobody works together alone
        (["ab", "bc"], {"b": [{"a"}, {"c"}]}, [3]),
        (["ab", "bc", "ca"], {}, [3]),
        (["abc", "cde"], {"c": [{"a", "b"}, {"d", "e"}]}, [5]),
        (["abcd", "ab"], {}, [4]),
        (["ab", "ac", "ad"], {"a": [{"b"}, {"c"}, {"d"}]}, [4]),
        (["ab", "bc", "cd", "xy"], {"b": [{"a"}, {"c", "d"}], "c": [{"a", "b"}, {"d"}]}, [4, 2]),
        (["abx", "bcx", "cd"], {"c": [{"a", "b", "x"}, {"d"}]}, [5]),
    ])
    def test_by_hand(self, groups: list[str], expected: dict[str, list[set[str]]], sizes: list[int]) -> None:
        found = Separation(groups)
        assert parts_in(found) == {name: sorted(map(sorted, parts)) for name, parts in expected.items()}
        assert found.sizes == sizes
        assert found.lost == {name: sum(map(len, parts)) - max(map(len, parts)) for name, parts in expected.items()}

    def test_as_by_taking_each_away(self) -> None:
        groups = ["abc", "cd", "de", "ef", "fd", "fg", "gh", "hi", "ig", "gj", "jk", "lm", "mn"]
        people = sorted(set("".join(groups)))
        expected = {}
        for person in people:
            before, after = parts_of(groups, people), parts_of([group.replace(person, "") for group in groups], people)
            of_person = next(part for part in before if person in part)
            left = sorted(sorted(part) for part in after if part < of_person and part != {person})
            if len(left) > 1:
                expected[person] = left
        found = Separation(groups)
        assert parts_in(found) == expected
        assert set(expected) == {"c", "d", "f", "g", "j", "m"}
        assert found.sizes == [11, 3]

    def test_a_long_chain_is_no_trouble(self) -> None:
        found = Separation([(f"a{number}", f"a{number + 1}") for number in range(2_000)])
        assert (len(found.lost), found.sizes, max(found.lost.values())) == (1_999, [2_001], 1_000)


def parts_in(found: Separation) -> dict[str, list[list[str]]]:
    return {person: sorted(map(sorted, found.parts_without(person))) for person in found.lost}


def parts_of(groups: list[str], people: list[str]) -> list[set[str]]:
    """The connected parts, by joining what has somebody in common until nothing has."""
    parts = [{person} for person in people]
    for group in filter(None, groups):
        joined = set(group).union(*(part for part in parts if part & set(group)))
        parts = [*(part for part in parts if not part & joined), joined]
    return parts


class TestBridges:
    def test_whoever_cuts_off_most_comes_first(self) -> None:
        people = [replace(actor(name), name=f"Name {name}") for name in "abcdefgh"]
        cooperations = [Cooperation(tuple(pair), "x") for pair in ("ab", "bc", "cd", "de", "ef", "df")]
        view = bridges_view(people, cooperations, "en")
        assert (view.connected, view.parts, view.largest, view.more) == (6, 1, 6, 0)
        assert [(bridge.code, bridge.lost) for bridge in view.bridges] == [("c", 2), ("d", 2), ("b", 1)]
        assert view.bridges[0].cuts[0].names == (("a", "Name a"), ("b", "Name b"))

    def test_who_is_hidden_connects_nobody(self) -> None:
        people = [actor(name) for name in "ab"]
        view = bridges_view(people, [Cooperation(("a", "b", "gone"), "x"), Cooperation(("b", "gone"), "y")], "en")
        assert (view.connected, view.bridges) == (2, ())


class TestExposure:
    def test_shares_by_hand(self) -> None:
        people = [actor(f"n{number}", languages=("fi",)) for number in range(6)]
        people += [actor(f"m{number}", sector="municipality", languages=("fi", "sv"), municipalities=(ROVANIEMI,))
                   for number in range(6)]
        people[0] = replace(people[0], languages=())
        places = Exposure({"n0": 3, "n1": 3, "m0": 9, "m1": 5, "x": 7}, 20)
        view = exposure_view(places, people, finland(), "en")
        assert (view.places, view.actors, view.seen, view.half, len(view.unseen)) == (20, 12, 4, 2, 8)
        tables = {table.title: {row.label: (row.actors, row.places, round(row.actor_share), round(row.place_share),
                                            row.reading) for row in table.rows} for table in view.tables}
        assert tables == {
            "By region": {"Lapland": (6, 14, 50, 70, "often"), "Uusimaa": (6, 6, 50, 30, "seldom")},
            "By kind": {"Municipality or city": (6, 14, 50, 70, "often"),
                        "NGO or foundation": (6, 6, 50, 30, "seldom")},
            "By language of service": {"Finnish": (11, 17, 92, 85, "even"), "Swedish": (6, 14, 50, 70, "often"),
                                       "not told": (1, 3, 8, 15, "few")}}
        assert [(row.actor_x, row.place_x) for row in view.tables[0].rows] == [(70.1, 43.3), (70.1, 97)]

    def test_small_groups_are_not_judged_and_nothing_is_divided_by_nothing(self) -> None:
        view = exposure_view(Exposure({}, 0), [actor("a")], finland(), "en")
        assert (view.places, view.half, view.seen) == (0, 0, 0)
        assert view.tables[0].rows[0].reading == "few"


class TestPage:
    @pytest.fixture
    def client(self, tmp_path: Path) -> Iterator[TestClient]:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact")
        people = (*(actor(name) for name in "abc"), actor("m", sector="municipality", municipalities=("049",)),
                  replace(actor("z"), status=Status.INACTIVE))
        store_network(settings.database_url, Network(people))
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            yield client

    def test_the_places_are_those_of_the_lists_over_http(self, client: TestClient) -> None:
        lists = [client.get(f"/v1/actors/{name}/suggestions?limit=10").json()["suggestions"] for name in "abcm"]
        places = sum(map(len, lists))
        page = words(client.get(EXPOSURE).text)
        assert places == 12
        assert "The first ten of 4 lists, as of today" in page
        assert f"places in all lists {places}" in page
        assert "of 4 actors stand in a list 4" in page
        assert "Who stands in no list Everybody stands in one at least." in page

    def test_lists_that_were_shown_count_as_often(self, client: TestClient) -> None:
        assert "No list of an actor has been shown yet" in client.get(f"{EXPOSURE}?of=shown").text
        for _ in range(3):
            client.get("/v1/actors/m/suggestions?limit=2")
        while not re.search("3 lists?, shown from", page := words(client.get(f"{EXPOSURE}?of=shown").text)):
            pass
        assert "places in all lists 6" in page
        assert "of 4 actors stand in a list 2" in page

    def test_a_large_network_is_not_worked_out(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(exposure, "MOST_ACTORS", 3)
        page = client.get(EXPOSURE).text
        assert "In a network of more than 3 actors the lists of everybody are not worked out" in page
        assert "Lists that were shown" in page

    def test_what_was_written_counts(self, client: TestClient) -> None:
        assert "of 4 actors" in words(client.get(EXPOSURE).text)
        assert client.put("/v1/actors/cafe", json=CAFE).status_code == 201
        assert "of 5 actors" in words(client.get(EXPOSURE).text)

    def test_bridges_stand_among_the_gaps(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path / "b", encoder="hashing", index="exact")
        people = tuple(actor(name) for name in "abcd")
        cooperations = tuple(Cooperation(tuple(pair), "x") for pair in ("ab", "bc"))
        store_network(settings.database_url, Network(people, cooperations))
        with TestClient(create_app(settings)) as client:
            page = words(client.get("/en/network/gaps").text)
        assert "3 actors have a known partner. All of them are connected, over one another." in page
        assert "Actor Would be cut off Who that would be B 1 C" in page
