"""The map: its outlines, its shading, and the pages that have one."""

from __future__ import annotations

import gzip
import re
from collections import Counter
from pathlib import Path

import pytest

from data.records.network import Network
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES, render
from service.app.composition import create_app
from service.settings import Settings
from service.web.outlines import HEIGHT, WIDTH, outlines, spot_of
from service.web.views.maps import map_view, steps_of
from tests.clients import TestClient
from tests.networks import ROOT, ROVANIEMI, actor
from tests.stores import store_network

PLACES = open_vocabularies().places
LAPLAND = "lapin-yliopisto"
LARGEST_GZ = 5_000
NAMED = re.compile(r'<a id="m-(\d\d)" href="([^"]*)" class="([^"]*)"([^>]*) aria-label="([^"]*)"><title>')
ROWS = re.compile(r'<tr(?: class="chosen")?><th scope="row"><a href="[^"]*\?region=[^>]*>([^<]*)</a></th>'
                  r'<td class="num(?: none)?">(?:<strong>)?([^<]*)<')


class TestOutlines:
    def test_every_region_has_one(self) -> None:
        assert set(outlines()) == {term.code for term in PLACES.regions}
        assert len(outlines()) == 19

    def test_they_are_small(self) -> None:
        paths = "".join(outline.path for outline in outlines().values())
        assert len(gzip.compress(paths.encode())) <= LARGEST_GZ

    def test_a_town_lies_within_its_region(self) -> None:
        """Each of the largest towns of the regions, but for those on islands that are too small to be drawn."""
        for code, name in (("19", "Rovaniemi"), ("06", "Tampere"), ("01", "Helsinki"), ("17", "Oulu"),
                           ("12", "Joensuu"), ("18", "Kajaani"), ("11", "Kuopio"), ("13", "Jyväskylä")):
            town = next(term.code for term in PLACES.municipalities if render(term.labels, "fi") == name)
            spot = spot_of(PLACES.points["municipality", town])
            assert [region for region, outline in outlines().items() if _holds(outline.path, spot)] == [code], name

    def test_numbers_stand_in_their_regions(self) -> None:
        inside = {code for code, outline in outlines().items() if _holds(outline.path, (outline.x, outline.y + 0.1))}
        assert set(outlines()) - inside == {"21"}
        assert all(0 < outline.x < WIDTH and 0 < outline.y < HEIGHT for outline in outlines().values())

    def test_neighbours_share_their_border(self) -> None:
        """North Karelia and North Savo touch: the corners of the line between them are corners of both."""
        shared = set(_corners(outlines()["12"].path)) & set(_corners(outlines()["11"].path))
        assert len(shared) > 5


class TestShading:
    @pytest.mark.parametrize(("most", "steps"), [
        (0, []), (1, [(1, 1)]), (2, [(1, 1), (2, 2)]), (32, [(1, 1), (2, 3), (4, 7), (8, 15), (16, 32)]),
        (72, [(1, 2), (3, 5), (6, 13), (14, 30), (31, 72)])])
    def test_levels_reach_from_one_to_the_most(self, most: int, steps: list[tuple[int, int]]) -> None:
        assert [(step.low, step.high) for step in steps_of(most)] == steps

    def test_a_region_has_its_level_and_its_link(self) -> None:
        view = map_view(PLACES, {"19": 3, "01": 32}, lambda code: f"?{code}", {"19"}, "en", {ROVANIEMI: 3})
        assert view is not None
        levels = {region.label: (region.level, region.is_chosen, region.address) for region in view.regions}
        assert levels["Lapland"] == (2, True, "?19")
        assert levels["Uusimaa"] == (5, False, "?01")
        assert levels["Kainuu"] == (0, False, "?18")
        assert view.has_gaps
        assert [(dot.x, dot.y) for dot in view.dots] == [
            tuple(round(value, 1) for value in spot_of(PLACES.points["municipality", ROVANIEMI]))]

    def test_other_regions_have_no_map(self) -> None:
        foreign = open_vocabularies(ROOT / "tests/foreign").places
        assert map_view(foreign, {}, str, (), "en") is None


class TestPages:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_table_of_the_network_has_what_the_map_has(self, language: str, demo_client: TestClient,
                                                           demo_network: Network) -> None:
        page = demo_client.get(f"/{language}/network").text
        counts = Counter(code for item in demo_network.actors for code in item.regions)
        names = {term.code: render(term.labels, language) for term in PLACES.regions}
        rows = dict(ROWS.findall(page))
        assert rows == {names[code]: str(counts[code]) for code in names}
        drawn = {code: words.rpartition(" ")[0] for code, _, _, _, words in NAMED.findall(page)}
        assert drawn == {code: f"{names[code]}: {counts[code]}" for code in names}
        assert re.findall(r">(\d+)</text>", page).count("72") == 1

    def test_a_region_shows_its_actors(self, demo_client: TestClient, demo_network: Network) -> None:
        page = demo_client.get("/en/network?region=19").text
        names = set(re.findall(r'<th scope="row"><a href="/en/actors/([^"]*)"', page))
        assert names == {item.id for item in demo_network.actors if "19" in item.regions}
        assert "<h1>Lapland</h1>" in page
        assert re.search(r'<a id="m-19"[^>]* aria-current="true" aria-label="Lapland: \d+ actors \(chosen\)"', page)
        assert ">✓ 8</text>" in page

    def test_a_region_that_there_is_not_is_refused(self, demo_client: TestClient) -> None:
        answer = demo_client.get("/en/network?region=zz")
        assert answer.status_code == 422
        assert "zz" in answer.text

    def test_a_region_of_the_list_is_added_and_taken_away(self, demo_client: TestClient) -> None:
        page = demo_client.get(f"/en/actors/{LAPLAND}?region=19&theme=employment&page=2").text
        links = {code: href.replace("&amp;", "&") for code, href, _, _, _ in NAMED.findall(page)}
        assert links["19"] == f"/en/actors/{LAPLAND}?theme=employment"
        assert links["01"] == f"/en/actors/{LAPLAND}?region=19&region=01&theme=employment"
        assert len(links) == 19
        chosen = [code for code, _, _, attributes, _ in NAMED.findall(page) if "aria-current" in attributes]
        assert chosen == ["19"]

    @pytest.mark.parametrize("filters", ["", "sector=ngo", "theme=employment&sector=municipality"])
    def test_a_region_of_the_list_counts_whom_the_list_has_with_it(self, filters: str,
                                                                   demo_client: TestClient) -> None:
        page = demo_client.get(f"/en/actors/{LAPLAND}?{filters}").text
        regions = NAMED.findall(page)
        for code, href, _, _, words in regions:
            total = re.search(r"(\d+) actors?, best fit first", demo_client.get(href.replace("&amp;", "&")).text)
            count = re.search(r": (\d+) actor", words)
            assert total
            assert (count[1] if count else "0") == total[1], words
            option = re.search(rf'name="region" value="{code}"[^>]*>[^<]*<span class="num">(\d+)<', page)
            assert option is None or option[1] == total[1]
        assert "how many of those whom the list suggests" in page

    def test_a_theme_is_counted_by_region(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        store_network(settings.database_url, Network((
            actor("a", themes=("employment",), municipalities=(ROVANIEMI,)), actor("b"))))
        with TestClient(create_app(settings)) as client:
            page = client.get("/en/network/gaps?theme=employment").text
            words = {code: (href, words) for code, href, _, _, words in NAMED.findall(page)}
            assert words["19"] == ("?theme=employment&amp;region=19", "Lapland: 1 actor")
            assert words["18"] == ("?theme=employment&amp;region=18", "Kainuu: nobody")
            assert 'class="map"' not in client.get("/en/network/gaps").text

    def test_whose_lines_they_are_is_said(self, demo_client: TestClient) -> None:
        for place in ("/network", f"/actors/{LAPLAND}", "/network/gaps?theme=employment"):
            assert "© Maanmittauslaitos (CC BY 4.0)" in demo_client.get(f"/fi{place}").text


def _corners(path: str) -> list[tuple[int, int]]:
    corners = []
    for part in path.split("z")[:-1]:
        x = y = 0
        numbers = list(map(int, re.findall(r"-?\d+", part)))
        for right, down in zip(numbers[::2], numbers[1::2], strict=True):
            x, y = x + right, y + down
            corners.append((x, y))
    return corners


def _holds(path: str, spot: tuple[float, float]) -> bool:
    """Tell whether a point lies in one of the rings of a path."""
    x, y = spot
    is_in = False
    for part in path.split("z")[:-1]:
        ring = _corners(part + "z")
        for (left, top), (right, bottom) in zip(ring, [*ring[1:], ring[0]], strict=True):
            if (top > y) != (bottom > y) and x < left + (y - top) * (right - left) / (bottom - top):
                is_in = not is_in
    return is_in
