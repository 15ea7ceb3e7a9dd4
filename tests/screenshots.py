"""The pictures of pages that the README shows: `python -m tests.screenshots` takes them anew, of the demo network."""

from __future__ import annotations

import tempfile
from collections.abc import Mapping
from pathlib import Path
from typing import NamedTuple
from urllib.parse import quote

from playwright.sync_api import Browser

from evaluation.benchmarks.speed import demo_network
from service.settings import Settings
from tests.browser import browser, opened, served
from tests.networks import ROOT
from tests.stores import store_network

FOLDER = ROOT / "docs" / "pictures"
IDEA = ("Suunnittelemme kielikahvilaa pienten lasten äideille Rovaniemellä. Etsimme kirjastoa ja järjestöä, jolla on "
        "tilat ja lastenhoito, emme oppilaitoksia.")


class View(NamedTuple):
    """What a picture shows: an address, and how wide and high the window is."""

    address: str
    width: int = 1280
    height: int = 1000


VIEWS: Mapping[str, View] = {
    "partners.png": View("/en/actors/rovalan-setlementti-ry-monikulttuurikeskus-moninet"),
    "idea.png": View(f"/fi/idea?text={quote(IDEA)}"),
}


def take(chromium: Browser, address: str, folder: Path) -> None:
    """Take the pictures of a service over the demo network."""
    for name, view in VIEWS.items():
        with opened(chromium, view.width) as page:
            page.set_viewport_size({"width": view.width, "height": view.height})
            page.goto(f"{address}{view.address}")
            page.screenshot(path=folder / name)


def main() -> None:
    """Take the pictures anew."""
    with tempfile.TemporaryDirectory() as home:
        settings = Settings(home=Path(home))
        store_network(settings.database_url, demo_network())
        with served(settings) as address, browser() as chromium:
            take(chromium, address, FOLDER)


if __name__ == "__main__":
    main()
