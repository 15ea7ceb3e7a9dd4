"""The pages in a browser: they can be used by everybody, without scripts, in every language, width and mode."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import product
from pathlib import Path
from struct import unpack
from urllib.parse import quote

import pytest
from playwright.sync_api import Browser, Page, expect

from data.records.network import Network
from data.wording.texts import LANGUAGES
from service.settings import Settings
from tests import browser as browsers
from tests import screenshots
from tests.browser import JOURNEYS, SCHEMES, WIDTHS, browser, is_too_wide, look_over, opened, served
from tests.gears import in_gear
from tests.networks import ROOT, actor
from tests.stores import store_network
from tests.test_service_http_rules import NO_NGO
from tests.test_service_web_imports import ROWS, workbook

LAPLAND = "lapin-yliopisto"
IDEA = "Ett språkkafé för mammor hemma med barn i Rovaniemi. Vi söker ett bibliotek, inte läroanstalter."
LIST = f"/actors/{LAPLAND}"
PAGES = ("/", "/components", "/search?q=kielikahvila", "/search?q=%20", LIST, f"{LIST}?region=19&page=2",
         f"{LIST}?region=21&language=se", f"{LIST}/idea", f"{LIST}/idea?text={quote(IDEA)}&word=zzzqqq",
         f"/idea?text={'a' * 2_001}", "/ranking", "/network", "/network?region=21", "/network/imports",
         "/network/exposure", "/network/keys", "/network/exposure?of=shown", "/network/rules", "/network/rules/0",
         "/network/rules/draft",
         "/network/gaps", "/network/gaps?theme=employment&region=19", "/network/gaps?theme=mental_health",
         "/accessibility", "/privacy", f"{LIST}/answers", f"{LIST}/others/rovaniemen-kaupunki", "/others/nobody",
         f"{LIST}/introductions", f"{LIST}/contact?ask=rovaniemen-kaupunki", f"{LIST}/feed",
         f"{LIST}/others/rovaniemen-kaupunki/introduction", f"{LIST}/profile", f"{LIST}/profile?done=saved",
         f"{LIST}/requests", f"/embed{LIST}")
LOOKS = tuple(product(LANGUAGES, WIDTHS, SCHEMES))
# Each page in one look, another one for each, so that all of them come up; thorough shows every page in every language,
# in all widths in the one with the longest words and in one width in the others, in light and dark by turns.
LONGEST = "fi"
CASES = in_gear(quick=tuple((page, language, ((width, scheme),)) for number, page in enumerate(PAGES)
                            for language, width, scheme in (LOOKS[5 * number % len(LOOKS)],)),
                thorough=tuple((page, language, tuple(
                    (width, SCHEMES[(number + place + at) % 2]) for at, width in enumerate(WIDTHS)
                    if language == LONGEST or at == (number + place) % len(WIDTHS)))
                               for number, page in enumerate(PAGES) for place, language in enumerate(LANGUAGES)))
EVIL = '"><script>document.title = "evil"</script><img src=x onerror="document.title = \'evil\'">'
WORDS = {"fi": ("Hae", "Katso tämän organisaation silmin", "Ei koskaan", "Kumoa", "Vastauksenne"),
         "sv": ("Sök", "Titta som den här organisationen", "Aldrig", "Ångra", "Era svar"),
         "en": ("Find", "Look as this organisation", "Never", "Undo", "Your answers")}


@pytest.mark.parametrize(("place", "language", "looks"), CASES)
def test_nothing_stands_in_the_way_of_anybody(place: str, language: str, looks: Sequence[tuple[int, str]],
                                              chromium: Browser, address: str) -> None:
    with opened(chromium, *looks[0], scripts=True, may_fail="nobody" in place or "aaa" in place) as page:
        page.goto(f"{address}/{language}{place}")
        page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
        for width, scheme in looks:
            page.set_viewport_size({"width": width, "height": 900})
            page.emulate_media(color_scheme="dark" if scheme == "dark" else "light")
            look_over(page)


@pytest.mark.parametrize("language", in_gear(quick=("sv",), thorough=LANGUAGES))
def test_find_my_organisation_and_answer(language: str, chromium: Browser, address: str) -> None:
    find, look, never, undo, answers = WORDS[language]
    with opened(chromium) as page:
        page.goto(f"{address}/{language}/")
        page.locator("#q").fill("Lapin yliopisto")
        page.get_by_role("button", name=find).click()
        page.locator("li", has=page.locator(f"a[href$='/others/{LAPLAND}']")).get_by_role("link", name=look).click()
        first = page.locator("article h3").first.inner_text()
        page.locator("article").first.get_by_role("button", name=never).click()
        expect(page.get_by_role("status")).to_contain_text(first)
        assert first not in page.locator("article h3").all_inner_texts()
        page.get_by_role("link", name=answers).click()
        expect(page.locator("main")).to_contain_text(never)
        page.get_by_role("button", name=undo).click()
        page.goto(f"{address}/{language}{LIST}")
        assert page.locator("article h3").first.inner_text() == first


@pytest.mark.parametrize("language", in_gear(quick=("sv",), thorough=LANGUAGES))
def test_nothing_of_the_table_of_needs_is_cut_off(language: str, chromium: Browser, address: str) -> None:
    idea = "Ett språkcafé i Rovaniemi för kvinnor, med sysselsättning och hobbyer: bibliotek och församling behövs"
    with opened(chromium, 320) as page:
        page.goto(f"{address}/{language}/idea?text={quote(idea)}")
        assert page.locator(".needs td.only").count() > 0
        assert page.locator(".scroll:has(.needs)").evaluate("box => box.scrollWidth - box.clientWidth") == 0


@pytest.mark.parametrize("language", in_gear(quick=("fi",), thorough=LANGUAGES))
def test_correct_what_was_read_of_an_idea(language: str, chromium: Browser, address: str) -> None:
    with opened(chromium, 320) as page:
        page.goto(f"{address}/{language}/idea")
        page.locator("#text").fill(IDEA)
        page.locator("main form .btn").click()
        chips = page.locator(".read .chip")
        count = chips.count()
        assert count >= 3
        chips.first.get_by_role("button").click()
        expect(chips).to_have_count(count - 1)
        page.locator("#word").fill("Oulu")
        page.locator("#word").press("Enter")
        expect(chips).to_have_count(count)
        page.locator(".langs a").nth(1).click()
        expect(page.locator("html")).to_have_attribute("lang", "sv")
        expect(chips).to_have_count(count)
        assert page.locator("article").count() > 0


@pytest.mark.parametrize(("language", "width", "scheme"), in_gear(
    quick=JOURNEYS[:1], thorough=JOURNEYS))
def test_bring_a_list_that_nobody_made_for_us(language: str, width: int, scheme: str, chromium: Browser,
                                              tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, encoder="hashing")
    store_network(settings.database_url, Network((replace(actor("villa-a"), name="Villa A ry"),)))
    file = tmp_path / "lista.xlsx"
    file.write_bytes(workbook(*ROWS, (None, "järjestö", "Lahti", None, None, None, None),
                              ("Outo", "järjestö", "Zzzlinna", None, None, None, None)))
    with served(settings) as address, opened(chromium, width, scheme, scripts=True, may_fail=True) as page:
        page.goto(f"{address}/{language}/network/imports")
        look_over(page)
        page.locator("#upload").set_input_files(file)
        page.locator("main form .btn").first.click()
        expect(page.locator("fieldset")).to_have_count(1)
        _look_into(page)
        page.locator("[value=store]").click()
        expect(page.get_by_role("alert")).to_be_visible()
        look_over(page)
        page.locator("input[name^='cell:']").fill("Uusi ry")
        page.locator("input[name^='other:']").last.fill("Hämeenlinna")
        page.locator("[value=store]").click()
        expect(page.locator("#stored")).to_be_visible()
        look_over(page)
        page.locator("tbody summary").click()
        look_over(page)
        page.locator("tbody button").click()
        expect(page.locator("#undone")).to_be_visible()
        expect(page.locator("tbody .tag")).to_be_visible()


@pytest.mark.parametrize(("language", "width", "scheme"), in_gear(
    quick=JOURNEYS[1:2], thorough=JOURNEYS))
def test_rehearse_a_rule_put_it_to_use_and_go_back(language: str, width: int, scheme: str, chromium: Browser,
                                                   tmp_path: Path, demo_network: Network) -> None:
    settings = Settings(home=tmp_path, encoder="hashing")
    store_network(settings.database_url, demo_network)
    with served(settings) as address, opened(chromium, width, scheme, scripts=True, may_fail=True) as page:
        page.goto(f"{address}/{language}/network")
        _draft_rules(page)
        expect(page).to_have_url(f"{address}/{language}/network/rules/1")
        page.locator("form[action$='/rehearsals'] button").click()
        expect(page.locator(".swing").first).to_be_visible(timeout=60_000)
        _look_into(page)
        page.locator("#has-read").check()
        page.locator("form[action$='/activation'] button").click()
        expect(page.locator("#done")).to_contain_text("1")
        _look_into(page)
        page.locator("form[action$='/rollback'] button").click()
        expect(page.locator("#done")).to_be_visible()
        expect(page.locator("form[action$='/rollback'] button")).to_contain_text("1")


def _draft_rules(page: Page) -> None:
    """Draft rules, first with a fault, and store them."""
    page.locator("a[href$='/network/rules']").first.click()
    page.locator("main a[href$='/rules/draft']").click()
    text, faulty = page.locator("#content").input_value(), NO_NGO.replace("exclude", "exclud")
    page.locator("#content").fill(text + faulty)
    page.locator("[value=store]").click()
    expect(page.get_by_role("alert")).to_contain_text("exclud")
    _look_into(page)
    assert page.locator("#content").input_value() == text + faulty
    page.locator("#content").fill(text + NO_NGO)
    page.locator("[value=look]").click()
    expect(page.locator(".diff tbody tr")).to_have_count(1)
    _look_into(page)
    page.locator("[value=store]").click()
    _look_into(page)


def _look_into(page: Page) -> None:
    """Look over a page with everything open."""
    page.evaluate("document.querySelectorAll('details').forEach(part => { part.open = true })")
    look_over(page)


def test_the_pictures_of_the_readme_are_those_of_the_pages(chromium: Browser, address: str, tmp_path: Path) -> None:
    screenshots.take(chromium, address, tmp_path)
    shown = (ROOT / "README.md").read_text(encoding="utf-8")
    for name, view in screenshots.VIEWS.items():
        assert f"(docs/pictures/{name})" in shown
        for folder in (tmp_path, screenshots.FOLDER):
            head = (folder / name).read_bytes()[:24]
            assert (head[:8], *unpack(">II", head[16:24])) == (b"\x89PNG\r\n\x1a\n", view.width, view.height)


@pytest.mark.parametrize(("language", "width", "scheme"), in_gear(quick=JOURNEYS[:2], thorough=JOURNEYS))
def test_ask_for_an_introduction_and_answer_it(language: str, width: int, scheme: str, chromium: Browser,
                                               tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, encoder="hashing")
    store_network(settings.database_url, Network(tuple(actor(name, themes=("employment",)) for name in "abc")))
    with served(settings) as address:
        start = f"{address}/{language}/actors"
        with opened(chromium, width, scheme) as page:
            introduction = _ask(page, start)
            assert not is_too_wide(page)
            _accept(page, start, introduction)
            page.goto(f"{start}/a/introductions/{introduction}")
            expect(page.get_by_role("link", name="+358 40 1234567")).to_be_visible()
        with opened(chromium, width, scheme, scripts=True) as page:
            for place in (f"a/introductions/{introduction}", "b/introductions", "a/contact", "b/feed"):
                page.goto(f"{start}/{place}")
                look_over(page)
                assert _is_plain(page)


def _ask(page: Page, start: str) -> str:
    """Let the first ask the second for an introduction, and return its id."""
    page.goto(f"{start}/a")
    page.locator("article a[href$='/others/b/introduction']").click()
    page.locator("main a[href*='/contact?ask=b']").click()
    page.locator("#name").fill("Anna")
    page.locator("#email").fill("anna@a.example")
    page.locator("main form .btn").click()
    page.locator("#message").fill(f"Hej! {EVIL}\n\nPassar ett samtal?")
    page.locator("main form .btn").click()
    expect(page.locator(".letter p")).to_have_count(2)
    expect(page.locator(".letter p").first).to_contain_text(EVIL)
    return page.url.rpartition("/")[2]


def _accept(page: Page, start: str, introduction: str) -> None:
    """Let the second find the request, accept it, and say what came of it."""
    page.goto(f"{start}/b")
    expect(page.locator(".nav .count")).to_contain_text("1")
    page.locator(".nav a[href$='/introductions']").click()
    page.locator(f"main a[href$='{introduction}']").click()
    expect(page.locator("main")).not_to_contain_text("anna@a.example")
    page.locator("main a[href*='/contact?answer=']").click()
    page.locator("#name").fill("Ben")
    page.locator("#phone").fill("+358 40 1234567")
    page.locator("main form .btn").click()
    page.locator("[value=accept]").click()
    expect(page.get_by_role("link", name="anna@a.example")).to_be_visible()
    page.locator("[value=met]").click()
    expect(page.locator("[value=met]")).to_have_attribute("aria-pressed", "true")
    expect(page.locator(".nav .count")).to_have_count(0)


def test_a_keyboard_is_enough_to_narrow_the_list(chromium: Browser, address: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{address}/en{LIST}")
        page.keyboard.press("Tab")
        expect(page.locator(".skip").first).to_be_focused()
        page.locator(".side fieldset summary").first.focus()
        page.keyboard.press("Enter")
        page.locator("input[name=region][value='21']").focus()
        page.keyboard.press("Space")
        page.locator("#theme").focus()
        page.keyboard.press("Tab")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**region=21**")
        expect(page.locator("input[name=region]:checked")).to_have_value("21")


def test_a_keyboard_is_enough_to_choose_on_the_map(chromium: Browser, address: str) -> None:
    with opened(chromium) as page:
        page.goto(f"{address}/fi{LIST}")
        page.get_by_role("link", name="Ohita kartta").focus()
        page.keyboard.press("Tab")
        expect(page.get_by_role("link", name="Ahvenanmaa")).to_be_focused()
        page.get_by_role("link", name="Lappi:").focus()
        page.keyboard.press("Enter")
        page.wait_for_url("**region=19")
        chosen = page.get_by_role("link", name=re.compile(r"^Lappi: \d+ toimijaa \(valittu\)$"))
        number = re.findall(r"\d+", chosen.get_attribute("aria-label") or "")
        assert number == [str(page.locator("article").count())]
        expect(chosen).to_have_attribute("aria-current", "true")
        expect(page.locator("input[name=region]:checked")).to_have_value("19")
        chosen.press("Enter")
        page.wait_for_url(f"**{LIST}")


@pytest.mark.parametrize("language", in_gear(quick=("sv",), thorough=LANGUAGES))
def test_a_region_without_a_theme_is_found_on_the_map(language: str, chromium: Browser, address: str) -> None:
    with opened(chromium, 320) as page:
        page.goto(f"{address}/{language}/network/gaps")
        page.locator("#theme").select_option("mental_health")
        page.locator("main form .btn").click()
        page.locator(".map a[id='m-19']").click()
        page.wait_for_url("**theme=mental_health&region=19")
        expect(page.locator(".map [aria-current]")).to_have_attribute("id", "m-19")
        page.goto(f"{address}/{language}/network")
        page.locator(".map a[id='m-19']").click()
        page.wait_for_url("**/network?region=19")
        expect(page.locator("#actors + table tbody tr")).to_have_count(8)


def test_no_text_of_others_becomes_a_part_of_a_page(chromium: Browser, tmp_path: Path) -> None:
    settings = Settings(home=tmp_path, encoder="hashing")
    people = tuple(replace(actor(name), name=f"{name} {EVIL}", descriptions={"fi": EVIL}, names={"sv": EVIL},
                           themes=("employment",), website="javascript:alert(1)") for name in "abc")
    store_network(settings.database_url, Network(people))
    with served(settings) as address, opened(chromium, scripts=True, may_fail=True) as page:
        for place in ("/actors/a?said=b", "/actors/a/others/b", "/search?q=a", f"/search?q={quote(EVIL)}", "/others/b",
                      f"/actors/a/idea?text={quote(EVIL)}&word={quote(EVIL)}", f"/actors/{quote(EVIL, safe='')}"):
            page.goto(f"{address}/fi{place}")
            assert _is_plain(page), place


def test_a_missing_browser_is_said_and_not_passed_over(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(browsers, "CHROMIUM", tmp_path / "chromium")
    with pytest.raises(pytest.fail.Exception, match="make browser"), browser():
        pass


def _is_plain(page: Page) -> bool:
    """Tell whether a page has no script but its own, no picture and its own title."""
    foreign = page.locator("script:not([src^='/static/kumppani.'][type=module]:empty), img, [onerror]")
    return foreign.count() == 0 and page.title() != "evil"
