"""What somebody has written is not lost when it cannot be taken: the answer shows it, and sends it again."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from html import unescape

import pytest
from playwright.sync_api import Browser, expect

from data.database.connection import Database
from data.tenancy.api_keys import SCOPES, Key, Keys
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from service.web.written import LARGEST
from tests.browser import findings, is_too_wide, opened, served
from tests.clients import TestClient
from tests.test_service_http_dependencies import new_key, store_two_networks
from tests.test_service_web import EVIL, OWN

DRAFT = "/en/network/rules/draft"
TEXT = f"# A long thought.\r\n[[rules]]\r\n{EVIL}"


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory) -> Settings:
    return Settings(home=tmp_path_factory.mktemp("written"), encoder="hashing")


@pytest.fixture(scope="module")
def database(settings: Settings) -> Iterator[Database]:
    with closing(Database(settings.database_url)) as opened_database:
        store_two_networks(opened_database)
        yield opened_database


@pytest.fixture(scope="module")
def service(settings: Settings, database: Database) -> Iterator[TestClient]:
    """A service with keys."""
    new_key(database, "default", *SCOPES)
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture
def client(service: TestClient) -> TestClient:
    """A client of it; nobody is signed in."""
    service.cookies.clear()
    return service


def fields_again(page: str) -> dict[str, str]:
    """Return what the form sends that stands on a page to send everything again."""
    form = page[page.index(' enctype="'):]
    form = form[:form.index("</form>")]
    return {name: unescape(value) for name, value in re.findall(r'name="([^"]*)" value="([^"]*)"', form)}


def test_a_draft_is_kept_when_nobody_is_signed_in_any_more(client: TestClient, database: Database) -> None:
    sent = {"content": TEXT, "note": "For a trial", "do": "store"}
    refused = client.post(DRAFT, files={name: (None, value) for name, value in sent.items()}, headers=OWN)
    assert refused.status_code == 403
    assert "Nothing is stored yet, and nothing is lost" in refused.text
    assert f'action="{DRAFT}" enctype="multipart/form-data"' in refused.text
    again = fields_again(refused.text)
    assert again == sent
    assert "<script>alert" not in refused.text
    client.post("/en/sign-in", data={"key": new_key(database, "default", *SCOPES)}, headers=OWN)
    look = client.post(DRAFT, data={**again, "do": "look"}, headers=OWN)
    assert look.status_code == 422  # it is a draft with a fault, which is told beside the text
    assert "A long thought." in look.text


@pytest.mark.parametrize(("path", "field"), [
    ("/actors/a/profile", "description_fi"), ("/actors/a/requests", "text"),
    ("/actors/a/others/b/introduction", "message")])
def test_so_is_every_other_text(path: str, field: str, client: TestClient) -> None:
    words = "Words that took a long time to find."
    refused = client.post(f"/en{path}", data={field: words, "read": "x"}, headers=OWN)
    assert refused.status_code == 403
    assert fields_again(refused.text)[field] == words
    assert f">\n{words}</textarea>" in refused.text


def test_whoever_is_somebody_else_now_is_shown_it_as_well(client: TestClient, database: Database) -> None:
    key = Keys(database).create(Key("", "default", "x", frozenset({"read", "write"}), "", now(), actor="b"))
    client.post("/en/sign-in", data={"key": key}, headers=OWN)
    refused = client.post("/en/actors/a/contact", data={"name": "Anna of the integration team"}, headers=OWN)
    assert refused.status_code == 403
    assert "This page is not open to you" in refused.text
    assert fields_again(refused.text) == {"name": "Anna of the integration team"}


def test_what_is_too_long_can_be_copied(client: TestClient, database: Database) -> None:
    client.post("/en/sign-in", data={"key": new_key(database, "default", *SCOPES)}, headers=OWN)
    refused = client.post(DRAFT, data={"content": TEXT, "note": "far too long " * 20}, headers=OWN)
    assert refused.status_code == 422
    assert "It has not been stored." in refused.text
    assert "A long thought." in refused.text
    assert "Send it again" not in refused.text


@pytest.mark.parametrize("headers", [{}, {"Origin": "https://evil.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_nothing_that_another_site_sends_stands_on_a_page(headers: dict[str, str], client: TestClient) -> None:
    refused = client.post(DRAFT, data={"content": "Words of somebody else."}, headers=headers)
    assert refused.status_code == 403
    assert "Words of somebody else." not in refused.text


def test_nor_do_files_or_secrets_or_what_is_very_large(client: TestClient) -> None:
    for path, sent in (("/network/imports/list", {"files": {"upload": ("a.csv", b"name;town", "text/csv")}}),
                       ("/sign-in", {"data": {"key": "kumppani_0 and a secret of many signs"}}),
                       ("/network/rules/draft", {"data": {"content": "word " * (LARGEST // 5)}})):
        refused = client.post(f"/en{path}", headers=OWN, **sent)
        assert refused.status_code == 403, path
        assert "Send it again" not in refused.text, path


def test_signing_in_elsewhere_and_sending_it_again(chromium: Browser, database: Database, settings: Settings) -> None:
    key = new_key(database, "default", *SCOPES)
    with (served(settings) as address,
          opened(chromium, 320, scripts=True, may_fail=True) as page):
        page.goto(f"{address}/sv{DRAFT.removeprefix('/en')}")
        page.locator("#key").fill(key)
        page.locator("#key").press("Enter")
        page.locator("#content").fill(f"# En lång tanke.\n{page.locator('#content').input_value()}")
        page.context.clear_cookies()
        page.locator("[value=store]").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert findings(page) == []
        assert not is_too_wide(page)
        page.locator("#key").fill(key)
        with page.expect_popup() as other:
            page.locator("#key").press("Enter")
        other.value.wait_for_load_state()
        page.locator("main form[action$='/draft'] button").click()
        expect(page).to_have_url(re.compile(r"/network/rules/1$"))
        expect(page.locator("pre")).to_contain_text("En lång tanke.")
