"""The journeys of the pages by the keyboard alone, with and without scripts: the focus is seen, and never lost."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.records.network import Network
from service.settings import Settings
from tests.browser import opened, served
from tests.gears import in_gear
from tests.keyboard import Keyboard
from tests.networks import ROVANIEMI, actor
from tests.stores import store_network
from tests.test_service_http_rules import STRICT
from tests.test_service_web_browser import LIST, PAGES
from tests.test_service_web_imports import ROWS, workbook

# Each with scripts and without, in another language each.
WAYS = in_gear(quick=(("fi", True), ("sv", False)), thorough=(("fi", True), ("sv", False), ("en", True), ("fi", False)))
WALKED = in_gear(quick=(LIST, "/network/gaps?theme=employment&region=19", "/network/rules/draft", f"{LIST}/profile"),
                 thorough=tuple(page for page in PAGES if page != "/components"))


@pytest.fixture
def small(tmp_path: Path) -> Iterator[str]:
    """Where a service over four actors is found, which may be written to."""
    settings = Settings(home=tmp_path, encoder="hashing", index="exact")
    people = (replace(actor(name, themes=("employment",), municipalities=(ROVANIEMI,)), name=f"Villa {name.upper()}")
              for name in "abcd")
    store_network(settings.database_url, Network(tuple(people)))
    with served(settings) as address:
        yield address


@pytest.mark.parametrize("place", WALKED)
def test_every_stop_is_seen_and_there_is_a_way_out(place: str, chromium: Browser, address: str) -> None:
    with opened(chromium, 320, may_fail=True) as page:
        page.emulate_media(reduced_motion="reduce")
        page.goto(f"{address}/sv{place}")
        keyboard = Keyboard(page)
        assert keyboard.walk()
        assert keyboard.faults == []


@pytest.mark.parametrize(("language", "live"), WAYS)
def test_an_actor_answers_follows_and_asks(language: str, live: bool, chromium: Browser, small: str) -> None:
    with opened(chromium, 1280 if live else 768, live=live) as page:
        keyboard = begin(page, f"{small}/{language}/")
        keyboard.write(page.locator("#q"), "Villa A")
        page.keyboard.press("Enter")
        keyboard.press(page.locator(f"main a[href='/{language}/actors/a']"))
        expect(page).to_have_url(f"{small}/{language}/actors/a")
        card = page.locator("article", has=page.locator("a[href$='/others/b']")).first
        answer(keyboard, page, "useful", live=live)
        keyboard.press(page.locator("#said [value=undo]"))
        expect(page).to_have_url(re.compile("done=undone"))
        assert keyboard.has_place() or not live
        keyboard.press(card.locator("[name=follow]"))
        expect(card.locator("[name=follow]")).to_have_attribute("value", "no")
        assert keyboard.has_place() or not live
        keyboard.press(card.locator("details.wide summary"))
        expect(card.locator("table")).to_be_visible()
        keyboard.press(card.locator("[name=follow]"), back=True)
        expect(card.locator("[name=follow]")).to_have_attribute("value", "yes")
        ask(keyboard, page)
        keyboard.press(page.locator(".langs a[lang=fi]"))
        expect(page.locator("html")).to_have_attribute("lang", "fi")
        keyboard.press(page.locator("[value=withdraw]"))
        expect(page.locator("[value=withdraw]")).to_have_count(0)
        assert keyboard.faults == []


@pytest.mark.parametrize(("language", "live"), WAYS)
def test_an_idea_is_corrected_and_shared(language: str, live: bool, chromium: Browser, small: str) -> None:
    with opened(chromium, 768 if live else 320, live=live) as page:
        keyboard = begin(page, f"{small}/{language}/actors/a/idea")
        keyboard.write(page.locator("#text"), "Ett språkkafé för mammor i Rovaniemi, utan kommuner.")
        keyboard.press(page.locator("main form .btn").first)
        chips = page.locator(".read .chip")
        expect(chips.first).to_be_visible()
        count = chips.count()
        keyboard.press(chips.first.get_by_role("button"), "Space")
        expect(chips).to_have_count(count - 1)
        keyboard.write(page.locator("#word"), "Oulu")
        page.keyboard.press("Enter")
        expect(chips).to_have_count(count)
        keyboard.press(page.locator("[name=share]").first, "Space")
        keyboard.press(page.locator("form[action$='/requests'] .btn"))
        page.wait_for_url("**/requests*")
        expect(page.locator("#made")).to_be_visible()
        withdrawal = page.locator("details:has(form[action$='/withdrawal'])")
        keyboard.press(withdrawal.locator("summary"))
        keyboard.press(withdrawal.locator("button"))
        expect(page.locator("form[action$='/withdrawal']")).to_have_count(0)
        assert keyboard.faults == []


@pytest.mark.parametrize(("language", "live"), WAYS)
def test_a_profile_is_mended_and_confirmed(language: str, live: bool, chromium: Browser, small: str) -> None:
    with opened(chromium, 320 if live else 1280, live=live, may_fail=True) as page:
        keyboard = begin(page, f"{small}/{language}/actors/a/profile")
        keyboard.write(page.locator("#description_sv"), "Vi ordnar språkkaféer.")
        keyboard.write(page.locator("#municipality_words"), "Zzzstad")
        page.keyboard.press("Enter")
        keyboard.press(page.locator(".note.bad a[href='#municipality_words']"))
        expect(page.locator("#municipality_words")).to_be_focused()
        keyboard.write(page.locator("#municipality_words"), "Uleåborg")
        keyboard.press(page.locator("form[action$='/profile'] .btn").first)
        expect(page.locator("#done")).to_be_visible()
        expect(page.locator("#description_sv")).to_have_value("Vi ordnar språkkaféer.")
        keyboard.press(page.locator("#confirm button"))
        page.wait_for_url("**done=confirmed*")
        assert keyboard.faults == []


@pytest.mark.parametrize(("language", "live"), WAYS)
def test_rules_are_drafted_rehearsed_and_put_to_use(language: str, live: bool, chromium: Browser, small: str) -> None:
    with opened(chromium, 1280 if live else 320, live=live) as page:
        keyboard = begin(page, f"{small}/{language}/network/rules")
        keyboard.press(page.locator("main a[href$='/rules/draft']").first)
        keyboard.write(page.locator("#content"), STRICT)
        keyboard.press(page.locator("[value=store]"))
        page.wait_for_url("**/rules/1")
        keyboard.press(page.locator("form[action$='/rehearsals'] button"))
        page.wait_for_url("**/rehearsals/*")
        while page.locator("progress").count() and not live:
            page.reload()
        keyboard.press(page.locator("#has-read"), "Space")
        keyboard.press(page.locator("form[action$='/activation'] button"))
        expect(page.locator("#done")).to_be_visible()
        keyboard.press(page.locator("form[action$='/rollback'] button"))
        expect(page.locator("form[action$='/rollback'] button")).to_contain_text("1")
        assert keyboard.faults == []


@pytest.mark.parametrize(("language", "live"), WAYS)
def test_an_introduction_is_answered(language: str, live: bool, chromium: Browser, small: str) -> None:
    with opened(chromium, 320 if live else 768, live=live) as page:
        keyboard = begin(page, f"{small}/{language}/actors/a")
        ask(keyboard, page)
        page.goto(f"{small}/{language}/actors/b")
        keyboard.press(page.locator(".nav a[href$='/introductions']"))
        keyboard.press(page.locator("main a[href*='/introductions/']"))
        keyboard.press(page.locator("main a[href*='/contact?answer=']"))
        keyboard.write(page.locator("#name"), "Ben")
        keyboard.write(page.locator("#phone"), "+358 40 1234567")
        page.keyboard.press("Enter")
        keyboard.press(page.locator("[value=accept]"))
        expect(page.get_by_role("link", name="anna@a.example")).to_be_visible()
        keyboard.press(page.locator("[value=met]"))
        expect(page.locator("[value=met]")).to_have_attribute("aria-pressed", "true")
        assert keyboard.faults == []


@pytest.mark.parametrize(("language", "live"), WAYS)
def test_a_list_is_mended_brought_in_and_undone(language: str, live: bool, chromium: Browser, small: str,
                                                tmp_path: Path) -> None:
    file = tmp_path / "lista.xlsx"
    file.write_bytes(workbook(*ROWS, ("Outo", "järjestö", "Zzzlinna", None, None, None, None)))
    with opened(chromium, 1280 if live else 320, live=live, may_fail=True) as page:
        keyboard = begin(page, f"{small}/{language}/network/imports")
        keyboard.reach(page.locator("#upload"))
        page.locator("#upload").set_input_files(file)  # the browser's own window
        keyboard.press(page.locator("main form .btn").first)
        keyboard.press(page.locator("[value=store]"))
        keyboard.press(page.get_by_role("alert").locator("a").first)
        keyboard.write(page.locator("input[name^='other:']").last, "Hämeenlinna")
        keyboard.press(page.locator("[value=store]"))
        expect(page.locator("#stored")).to_be_visible()
        keyboard.press(page.locator("tbody summary").first)
        keyboard.press(page.locator("tbody button").first)
        expect(page.locator("#undone")).to_be_visible()
        assert keyboard.faults == []


def begin(page: Page, place: str) -> Keyboard:
    """Open a page without smooth scrolling, on the way of which nothing is seen."""
    page.emulate_media(reduced_motion="reduce")
    page.goto(place)
    return Keyboard(page)


def answer(keyboard: Keyboard, page: Page, kind: str, *, live: bool) -> None:
    """Say what one thinks of the second actor, on its card."""
    card = page.locator("article", has=page.locator("a[href$='/others/b']")).first
    if not live:
        keyboard.skip()
    if not card.locator(".answers").is_visible():
        keyboard.press(card.locator(".tuck:has(.answers) summary"))
    keyboard.press(card.locator(f"[value={kind}]"), "Space")
    expect(page.locator("#said")).to_be_visible()
    assert keyboard.has_place() or not live


def ask(keyboard: Keyboard, page: Page) -> None:
    """Ask the second actor for an introduction, with the contact data that this takes first."""
    keyboard.press(page.locator("article a[href$='/others/b/introduction']").first)
    page.wait_for_url("**/introduction")
    if page.locator("main a.btn[href*='/contact?ask=b']").count():
        keyboard.press(page.locator("main a.btn[href*='/contact?ask=b']"))
        keyboard.write(page.locator("#name"), "Anna")
        keyboard.write(page.locator("#email"), "anna@a.example")
        page.keyboard.press("Enter")
    page.wait_for_url("**/introduction")
    keyboard.write(page.locator("#message"), "Shall we talk?")
    keyboard.press(page.locator("main form .btn"))
    expect(page.locator(".letter")).to_be_visible()
