"""Signing in in a browser: by a link in a letter and by a key, with the keyboard alone, in every language and look."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from data.database.connection import Database
from data.introductions.contacts import Contact, Contacts
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from service.clock import now
from service.settings import Settings
from tests.browser import JOURNEYS, look_over, opened, served
from tests.gears import in_gear
from tests.mail import MailServer, mail_server
from tests.networks import actor
from tests.stores import store_network

OUT = {"fi": "Olette kirjautuneet ulos", "sv": "Ni är utloggade", "en": "You are signed out"}


@pytest.fixture
def post() -> Iterator[MailServer]:
    with mail_server() as server:
        yield server


@pytest.fixture
def key(tmp_path: Path) -> str:
    """A key of those who coordinate, to a network of two actors, one of which is reached at an address."""
    url = Settings(home=tmp_path).database_url
    store_network(url, Network((actor("a"), actor("b"))))
    with closing(Database(url)) as database:
        with Store(database).writing() as transaction:
            Contacts(transaction).put("a", Contact("Vastaanotto", "info@a.example"))
        return Keys(database).create(Key("", "default", "Lapin koordinaattori", frozenset({"read", "coordinate"}), "",
                                         now()))


@pytest.fixture
def address(tmp_path: Path, key: str, post: MailServer) -> Iterator[str]:
    assert key
    settings = Settings(home=tmp_path, encoder="hashing", smtp_host="127.0.0.1", smtp_port=post.port,
                        smtp_encryption="none", smtp_sender="k@example.org", public_address="http://127.0.0.1:1",
                        oidc_issuer="http://127.0.0.1:9", oidc_client_id="x", operator="Hanke",
                        operator_email="hanke@example.org")
    with served(settings) as served_at:
        yield served_at


@pytest.mark.parametrize(("language", "width", "scheme"), in_gear(quick=JOURNEYS[:2], thorough=JOURNEYS))
def test_in_by_a_letter_and_out_again(language: str, width: int, scheme: str, chromium: Browser, address: str,
                                      post: MailServer) -> None:
    with opened(chromium, width, scheme, scripts=True, may_fail=True) as page:
        page.goto(f"{address}/{language}/actors/a/idea")
        look_over(page)
        assert page.context.cookies() == []
        page.locator("#email").fill("info@a.example")
        page.locator("form[action$='/sign-in/letter'] button").click()
        expect(page.locator("main [role=status]")).to_be_visible()
        look_over(page)
        found = re.search(r"http://127\.0\.0\.1:1(/\S+)", post.next()[1].get_content())
        assert found
        page.goto(address + found[1])
        look_over(page)
        page.locator("main button").click()
        expect(page).to_have_url(f"{address}/{language}/actors/a/idea")
        look_over(page)
        page.goto(f"{address}/{language}/network")
        expect(page.get_by_role("alert")).to_be_visible()
        look_over(page)
        page.locator(".eyes button").click()
        expect(page.locator("main")).to_contain_text(OUT[language])
        look_over(page)
        assert page.context.cookies() == []
        page.goto(address + found[1])
        expect(page.get_by_role("alert")).to_be_visible()
        look_over(page)


def test_in_by_a_key_with_the_keyboard_alone_and_without_scripts(chromium: Browser, address: str, key: str) -> None:
    with opened(chromium, may_fail=True) as page:
        page.goto(f"{address}/sv/network/gaps")
        reach(page, "#key")
        page.keyboard.insert_text("kumppani_0_0")
        page.keyboard.press("Enter")
        expect(page.locator("#key-error")).to_be_visible()
        assert page.locator("#key").input_value() == ""
        reach(page, "#key")
        page.keyboard.insert_text(key)
        page.keyboard.press("Enter")
        expect(page).to_have_url(f"{address}/sv/network/gaps")
        expect(page.locator(".eyes")).to_contain_text("Lapin koordinaattori")
        assert [cookie["httpOnly"] for cookie in page.context.cookies()] == [True]
        reach(page, ".eyes button")
        page.keyboard.press("Enter")
        expect(page.locator("main")).to_contain_text(OUT["sv"])


def test_under_the_policy_of_the_pages_nothing_is_held_back(chromium: Browser, address: str, key: str) -> None:
    with opened(chromium, live=True, may_fail=True) as page:
        page.goto(f"{address}/en/")
        page.locator("#key").fill(key)
        page.get_by_role("button", name="Sign in with the key").click()
        expect(page.locator(".eyes")).to_contain_text("You are signed in with the key")
        page.get_by_role("button", name="Sign out").click()
        expect(page.locator("main")).to_contain_text("You are signed out")


def reach(page: Page, selector: str) -> None:
    """Go on by the tabulator until something has the focus."""
    for _ in range(30):
        if page.locator(f"{selector}:focus").count():
            return
        page.keyboard.press("Tab")
    raise AssertionError(selector)
