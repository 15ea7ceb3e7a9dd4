"""Parts of pages that are swapped in place: the same journeys as without the script, faster, and said aloud."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path
from threading import Event

import pytest
from playwright.sync_api import Browser, Page, expect

from data.records.network import Network
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rehearsal import Rehearsal, rehearse
from service.runtime.answering import rehearsals
from service.settings import Settings
from service.web.assets import FOLDER
from tests.browser import opened, served
from tests.stores import store_network
from tests.test_service_http_rules import ACTORS, STRICT

LAPLAND = "lapin-yliopisto"
LIST = f"/en/actors/{LAPLAND}"
LARGEST = 3_000
SAID = "body > p[role=status]"


def test_the_script_is_small() -> None:
    assert (FOLDER / "kumppani.js").stat().st_size <= LARGEST
    assert (FOLDER / "renewing.js").stat().st_size <= LARGEST / 2


def test_a_region_of_the_map_narrows_the_list_in_place(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True) as page:
        page.goto(f"{address}{LIST}")
        _mark(page)
        everybody = page.locator("article h3").all_inner_texts()
        page.get_by_role("link", name="Åland: 8 actors").press("Enter")
        expect(page).to_have_url(f"{address}{LIST}?region=21")
        expect(page.locator("#m-21")).to_have_attribute("aria-current", "true")
        expect(page.locator("#m-21")).to_be_focused()
        expect(page.locator(SAID)).to_contain_text("best fit first")
        expect(page.locator(".langs a[lang=sv]")).to_have_attribute("href", f"/sv/actors/{LAPLAND}?region=21")
        assert page.locator("article h3").all_inner_texts() != everybody
        assert _is_marked(page)
        page.go_back()
        expect(page.locator("#m-21")).not_to_have_attribute("aria-current", "true")
        assert page.locator("article h3").all_inner_texts() == everybody
        page.go_forward()
        expect(page.locator("#m-21")).to_have_attribute("aria-current", "true")
        assert _is_marked(page)


def test_the_form_of_the_filters_leads_to_the_same_address(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True) as page:
        page.goto(f"{address}{LIST}")
        _mark(page)
        page.locator("#theme").select_option("employment")
        page.get_by_role("button", name="Filter the list").press("Enter")
        expect(page).to_have_url(f"{address}{LIST}?theme=employment")
        expect(page.get_by_role("button", name="Filter the list")).to_be_focused()
        page.get_by_role("link", name="Clear filters").click()
        expect(page).to_have_url(f"{address}{LIST}")
        assert _is_marked(page)


def test_an_answer_is_given_and_undone_in_place(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True) as page:
        page.goto(f"{address}{LIST}")
        _mark(page)
        first = page.locator("article h3").first.inner_text()
        page.get_by_role("button", name="Never").first.click()
        expect(page.locator(SAID)).to_contain_text(f"You said “never” of {first}.")
        expect(page.locator("#said")).to_be_focused()
        assert first not in page.locator("article h3").all_inner_texts()
        page.locator("#said").get_by_role("button").click()
        expect(page.locator("article h3").first).to_have_text(first)
        expect(page.get_by_role("button", name="Useful").first).to_be_focused()
        assert _is_marked(page)
        page.reload()
        expect(page.locator("article h3").first).to_have_text(first)


def test_following_stays_where_it_is(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True) as page:
        page.goto(f"{address}{LIST}/others/rovaniemen-kaupunki")
        _mark(page)
        page.get_by_role("button", name=re.compile("^Follow(?! no)")).click()
        expect(page.get_by_role("button", name="Follow no longer")).to_be_focused()
        page.get_by_role("button", name="Useful").click()
        expect(page.get_by_role("button", name="Useful")).to_have_attribute("aria-pressed", "true")
        assert _is_marked(page)
        page.goto(f"{address}{LIST}/answers")
        _mark(page)
        page.locator("li", has_text="City of Rovaniemi").get_by_role("button", name="Undo").click()
        expect(page.locator("h1")).to_be_focused()
        expect(page.locator("#all section").first).not_to_contain_text("City of Rovaniemi")
        page.get_by_role("button", name="Follow no longer").click()
        expect(page.locator("main")).to_contain_text("You follow nobody yet.")
        assert _is_marked(page)


def test_the_network_and_its_gaps(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True) as page:
        page.goto(f"{address}/en/network")
        _mark(page)
        page.get_by_role("link", name="Lapland", exact=True).first.click()
        expect(page.locator("h1")).to_have_text("Lapland")
        expect(page).to_have_title("The network: Lapland – Kumppani")
        expect(page.locator(SAID)).to_contain_text("8 actors of the network.")
        assert _is_marked(page)
        page.goto(f"{address}/en/network/gaps")
        _mark(page)
        page.locator("#theme").select_option("mental_health")
        page.get_by_role("button", name="Show").click()
        page.get_by_role("link", name="Lapland: nobody").click()
        expect(page.locator(SAID)).to_contain_text("Nobody works on Mental health and trauma in Lapland")
        assert _is_marked(page)


def test_what_is_refused_is_shown(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True, may_fail=True) as page:
        page.goto(f"{address}{LIST}")
        _mark(page)
        page.evaluate("document.querySelector('.answers [value=useful]').value = 'nothing'")
        page.get_by_role("button", name="Useful").first.click()
        expect(page.locator("h1")).to_be_focused()
        expect(page.locator(SAID)).to_have_text(page.locator("h1").inner_text())
        assert page.locator("article").count() == 0
        page.goto(f"{address}{LIST}")
        page.evaluate("document.querySelector('#theme option:nth-child(2)').value = 'zzz'")
        page.locator("#theme").select_option("zzz")
        page.get_by_role("button", name="Filter the list").click()
        page.wait_for_url("**theme=zzz**")
        expect(page.locator("h1")).to_be_visible()


@pytest.mark.parametrize("is_ready", [True, False])
def test_a_rehearsal_shows_how_far_it_is_and_what_it_found(chromium: Browser, tmp_path: Path, is_ready: bool,
                                                           monkeypatch: pytest.MonkeyPatch) -> None:
    further, to_the_end = Event(), Event()

    def go_on(now: Matcher, then: Matcher, query: Query, advance: Callable[[int], None]) -> Rehearsal:
        further.wait(30)
        advance(2)
        to_the_end.wait(30)
        if not is_ready:
            raise ValueError
        return rehearse(now, then, query, advance)

    monkeypatch.setattr(rehearsals, "rehearse", go_on)
    monkeypatch.setattr(rehearsals, "SECONDS_BETWEEN_NOTES", 0)
    settings = Settings(home=tmp_path, encoder="hashing")
    store_network(settings.database_url, Network(ACTORS))
    with served(settings) as address, opened(chromium, live=True) as page:
        page.goto(f"{address}/en/network/rules/draft")
        page.locator("#content").fill(STRICT)
        page.locator("[value=store]").click()
        page.locator("form[action$='/rehearsals'] button").click()
        page.get_by_role("link", name="Look again").focus()
        _mark(page)
        expect(page.locator("progress")).to_have_attribute("value", "0")
        further.set()
        expect(page.locator("progress")).to_have_attribute("value", "2")
        expect(page.get_by_role("link", name="Look again")).to_be_focused()
        expect(page.locator(SAID)).to_have_text("")
        to_the_end.set()
        told = "How much would change" if is_ready else "The rehearsal has failed."
        expect(page.locator("main")).to_contain_text(told)
        expect(page.locator("h1")).to_be_focused()
        expect(page.locator(SAID)).to_contain_text(told)
        assert _is_marked(page)


def test_other_links_and_forms_open_their_pages(chromium: Browser, address: str) -> None:
    with opened(chromium, live=True) as page:
        page.goto(f"{address}{LIST}")
        _mark(page)
        page.locator("article h3 a").first.click()
        page.wait_for_url("**/others/**")
        assert not _is_marked(page)
        page.goto(f"{address}{LIST}?region=19")
        _mark(page)
        page.locator(".langs a[lang=fi]").click()
        expect(page.locator("html")).to_have_attribute("lang", "fi")
        assert not _is_marked(page)


def _mark(page: Page) -> None:
    """Leave a mark that goes with the page."""
    page.evaluate("document.documentElement.dataset.mark = 'same'")


def _is_marked(page: Page) -> bool:
    return page.locator("html[data-mark=same]").count() == 1
