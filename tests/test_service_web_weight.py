"""How much the pages weigh: style sheets, scripts, and each page with all that it loads."""

from __future__ import annotations

import gzip
import re

import pytest

from data.wording.texts import LANGUAGES
from service.web.assets import FOLDER
from tests.clients import TestClient
from tests.gears import in_gear
from tests.test_service_web import PAGES

LARGEST_PAGE = 150_000
LARGEST_SHEET, LARGEST_SHEET_GZ = 32_000, 9_000
LOADED = re.compile(r'(?:href|src)="(/static/[^"]+)"')


@pytest.mark.parametrize("name", ["kumppani.css", "coordinator.css"])
def test_style_sheets_are_small(name: str) -> None:
    content = minified((FOLDER / name).read_text(encoding="utf-8")).encode()
    assert len(content) <= LARGEST_SHEET
    assert len(gzip.compress(content)) <= LARGEST_SHEET_GZ


@pytest.mark.parametrize("language", in_gear(quick=("fi",), thorough=LANGUAGES))
def test_every_page_weighs_little_with_all_that_it_loads(language: str, demo_client: TestClient) -> None:
    weights = {}
    for place in PAGES:
        page = demo_client.get(f"/{language}{place}")
        loaded = {address: len(demo_client.get(address).content) for address in LOADED.findall(page.text)}
        assert loaded, place
        weights[place] = len(page.content) + sum(loaded.values())
    assert {place: weight for place, weight in weights.items() if weight > LARGEST_PAGE} == {}


def test_only_coordinators_load_their_style_sheet(demo_client: TestClient) -> None:
    assert "/static/coordinator." in demo_client.get("/fi/network").text
    assert "/static/coordinator." not in demo_client.get("/fi/").text


def minified(sheet: str) -> str:
    """Return a style sheet without its comments and the blanks that say nothing."""
    return re.sub(r"\s*([{};,>])\s*", r"\1", re.sub(r"(?s)/\*.*?\*/", "", sheet)).strip()
