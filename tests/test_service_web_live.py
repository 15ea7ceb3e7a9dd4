"""Parts of pages that are swapped in place: the same journeys as without the script, faster, and said aloud."""

from __future__ import annotations

import re

from playwright.sync_api import Browser, Page, expect

from service.web.assets import FOLDER
from tests.browser import opened

LAPLAND = "lapin-yliopisto"
LIST = f"/en/actors/{LAPLAND}"
LARGEST = 3_000
SAID = "body > p[role=status]"


def test_the_script_is_small() -> None:
    assert (FOLDER / "kumppani.js").stat().st_size <= LARGEST


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
