"""A browser for the tests of the pages: Debian's Chromium, led by Playwright, and axe-core for accessibility."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from time import sleep

import pytest
import uvicorn
from playwright.sync_api import Browser, Page, sync_playwright

from service.app.composition import create_app
from service.settings import Settings
from tests.networks import ROOT

CHROMIUM = Path("/usr/bin/chromium")
AXE = ROOT / "tests/npm/node_modules/axe-core/axe.min.js"
# What axe-core must find nothing of: WCAG 2.2 at levels A and AA, and its own good habits.
RUN_AXE = """async () => (await axe.run()).violations.map(
    rule => `${rule.id}: ${rule.help}: ${rule.nodes.slice(0, 3).map(node => node.html.slice(0, 160)).join(" | ")}`)"""
# What the console says of a page with the status of an error.
REFUSED = "Failed to load resource: the server responded with a status of 4"
WIDTHS, SCHEMES = (320, 768, 1280), ("light", "dark")
# Journeys in every language, each begun in another width and mode, and looked over in every width on the way.
JOURNEYS = (("fi", 320, "dark"), ("sv", 768, "light"), ("en", 1280, "dark"))
# Wider than the window by more than a rounded pixel.
IS_TOO_WIDE = "document.documentElement.scrollWidth > document.documentElement.clientWidth + 1"


@contextmanager
def browser() -> Iterator[Browser]:
    """Give a browser; where it has not been installed, the test fails and says how that is done."""
    missing = [str(path) for path in (CHROMIUM, AXE) if not path.exists()]
    if missing:
        pytest.fail(f"The tests of the pages need {', '.join(missing)}: run “make browser”.", pytrace=False)
    with sync_playwright() as playwright:
        chromium = playwright.chromium.launch(executable_path=CHROMIUM, args=["--no-sandbox"])
        yield chromium
        chromium.close()


@contextmanager
def served(settings: Settings) -> Iterator[str]:
    """Serve an installation on a free port from this process, and give its address."""
    server = uvicorn.Server(uvicorn.Config(create_app(settings), port=0, log_config=None, access_log=False, ws="none"))
    thread = threading.Thread(target=server.run)
    thread.start()
    try:
        while not server.started:
            assert thread.is_alive()
            sleep(0.05)
        yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    finally:
        server.should_exit = True
        thread.join()


@contextmanager
def opened(chromium: Browser, width: int = 1280, scheme: str = "light", *, scripts: bool = False,
           live: bool = False, may_fail: bool = False) -> Iterator[Page]:
    """Give an empty page; whatever the console says on it fails the test.

    Args:
        chromium: the browser.
        width: of the window, in pixels.
        scheme: light or dark.
        scripts: whether the policy of the pages is set aside, so that axe-core can be run on them.
        live: whether the scripts of the pages run under their policy; with neither of the two no script runs.
        may_fail: whether pages are refused: of that the console speaks.
    """
    context = chromium.new_context(viewport={"width": width, "height": 900}, bypass_csp=scripts,
                                   color_scheme="dark" if scheme == "dark" else "light",
                                   java_script_enabled=scripts or live)
    page = context.new_page()
    messages: list[str] = []
    page.on("console", lambda message: messages.append(message.text))
    page.on("pageerror", lambda error: messages.append(str(error)))
    yield page
    context.close()
    assert [message for message in messages if not (may_fail and message.startswith(REFUSED))] == []


def findings(page: Page) -> list[str]:
    """Return what axe-core finds on a page."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE.read_text(encoding="utf-8"))
    found: list[str] = page.evaluate(RUN_AXE)
    return found


def is_too_wide(page: Page) -> bool:
    """Tell whether a page scrolls sideways."""
    return bool(page.evaluate(IS_TOO_WIDE))


def look_over(page: Page) -> None:
    """Fail if anything stands in somebody's way on a page: axe-core sees it as it is, and it fits in every width."""
    assert findings(page) == []
    size = page.viewport_size
    assert size is not None
    for width in WIDTHS:
        page.set_viewport_size({"width": width, "height": size["height"]})
        assert not is_too_wide(page), width
    page.set_viewport_size(size)
