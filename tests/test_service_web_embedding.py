"""Suggestions within pages of platforms: an element and a frame, on a page of another origin with a strict policy."""

from __future__ import annotations

import base64
import hashlib
import re
from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import dataclass, replace
from datetime import timedelta
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import Key, Keys
from data.tenancy.tokens import claims_for, mint
from data.wording.texts import LANGUAGES, render, text
from service.app.composition import create_app
from service.clock import now
from service.runtime.setting_values import faults_of
from service.settings import Settings
from service.web.assets import FOLDER, asset_address
from tests.browser import findings, opened, served
from tests.clients import TestClient
from tests.listening import listening
from tests.networks import ROVANIEMI, actor
from tests.stores import store_network

EVIL = '<img src=x onerror="document.title = \'evil\'">'
NAMES = {"b": "Ystäväkahvila", "c": "Kotoutujien seura", "d": EVIL}
PEOPLE = (actor("a", themes=("employment",), municipalities=(ROVANIEMI,)),
          *(replace(actor(key, themes=("employment",), municipalities=(ROVANIEMI,)), name=name,
                    descriptions={"fi": "Auttaa työnhaussa."}) for key, name in NAMES.items()))
STRICT = ("default-src 'none'; script-src {service} 'self'; connect-src {service}; frame-src {service}; "
          "form-action {service}; base-uri 'none'; require-trusted-types-for 'script'; trusted-types 'none'")
WORDS = {"fi": ("Teille", "Yhteistä: Työllistyminen"), "sv": ("För er", "Gemensamt: Sysselsättning"),
         "en": ("For you", "Shared: Employment")}
# How many bytes the element may have.
LARGEST = 7_000


@dataclass
class Host:
    """A page of a platform: what it says and under which policy, changed by each test."""

    origin: str
    body: str = ""
    policy: str = ""
    script: str = ""


@contextmanager
def host() -> Iterator[Host]:
    """Serve a page of another origin."""
    class Page(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            is_script = self.path == "/host.js"
            self.send_response(204 if self.path == "/favicon.ico" else 200)
            self.send_header("Content-Type", "text/javascript" if is_script else "text/html; charset=utf-8")
            self.send_header("Content-Security-Policy", around.policy)
            self.end_headers()
            if self.path != "/favicon.ico":
                self.wfile.write((around.script if is_script else around.body).encode())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Page)
    around = Host(f"http://127.0.0.1:{server.server_address[1]}")
    with listening(server):
        yield around


@pytest.fixture(scope="module")
def site() -> Iterator[Host]:
    with host() as site:
        yield site


@pytest.fixture(scope="module")
def settings(tmp_path_factory: pytest.TempPathFactory, site: Host) -> Settings:
    """A service with keys that knows the platform."""
    settings = Settings(home=tmp_path_factory.mktemp("embedding"), encoder="hashing", origins=site.origin,
                        embed_ancestors=site.origin)
    store_network(settings.database_url, Network(PEOPLE))
    return settings


@pytest.fixture(scope="module")
def vouching(settings: Settings) -> str:
    """The key of the platform."""
    with closing(Database(settings.database_url)) as database:
        return Keys(database).create(Key("", "default", "x", frozenset({"read", "confidential", "write"}), "", now(),
                                         None))


@pytest.fixture(scope="module")
def service(settings: Settings, vouching: str) -> Iterator[str]:
    assert vouching
    with served(settings) as address:
        yield address


@pytest.fixture(scope="module")
def client(settings: Settings, vouching: str) -> Iterator[TestClient]:
    assert vouching
    with TestClient(create_app(settings)) as client:
        yield client


@pytest.fixture
def token(settings: Settings, vouching: str) -> str:
    return token_for("a", settings, vouching)


def token_for(name: str, settings: Settings, key: str, ago: timedelta = timedelta(0)) -> str:
    with closing(Database(settings.database_url)) as database:
        voucher = Keys(database).find(key, now())
    return mint(key, claims_for(name, voucher, ["read"], now() - ago, timedelta(minutes=5)), voucher)


def element(service: str, attributes: str) -> str:
    digest = base64.b64encode(hashlib.sha384((FOLDER / "embed.js").read_bytes()).digest()).decode()
    return (f'<!DOCTYPE html><html lang="en"><title>Platform</title>'
            f'<script type="module" src="{service}/static/embed.js" integrity="sha384-{digest}" '
            f'crossorigin="anonymous"></script><script src="/host.js" defer></script>'
            f'<main><h1>Platform</h1><kumppani-suggestions {attributes}></kumppani-suggestions></main></html>')


class TestElement:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_shows_suggestions_under_a_strict_policy(self, language: str, chromium: Browser, service: str,
                                                        site: Host, token: str) -> None:
        fit, shared = WORDS[language]
        site.policy = STRICT.format(service=service)
        site.body = element(service, f'actor="a" lang="{language}" token="{token}" link="/orgs/{{id}}"')
        with opened(chromium, live=True) as page:
            page.goto(site.origin)
            cards = page.locator("kumppani-suggestions li")
            expect(cards).to_have_count(3)
            assert sorted(cards.get_by_role("heading").all_inner_texts()) == sorted(NAMES.values())
            expect(cards.first).to_contain_text(fit)
            expect(cards.first).to_contain_text(shared)
            expect(cards.get_by_role("link").first).to_have_attribute("href", re.compile(f"^{site.origin}/orgs/[bcd]$"))
            assert page.locator("kumppani-suggestions img").count() == 0
            assert page.title() == "Platform"

    def test_it_is_accessible(self, chromium: Browser, service: str, site: Host, token: str) -> None:
        site.policy, site.body = "", element(service, f'actor="a" lang="en" level="2" token="{token}"')
        with opened(chromium, 320, scripts=True) as page:
            page.goto(site.origin)
            expect(page.get_by_role("heading", level=2)).to_have_count(3)
            assert findings(page) == []

    def test_a_page_can_dress_it(self, chromium: Browser, service: str, site: Host, token: str) -> None:
        site.policy = STRICT.format(service=service)
        site.body = element(service, f'actor="a" lang="en" token="{token}"')
        site.script = """document.querySelector("main").style.setProperty("--kumppani-ink", "rgb(1, 2, 3)");"""
        with opened(chromium, live=True) as page:
            page.goto(site.origin)
            expect(page.locator("kumppani-suggestions li").first).to_have_css("color", "rgb(1, 2, 3)")
            page.evaluate("document.querySelector('kumppani-suggestions').lang = 'sv'")
            expect(page.locator("kumppani-suggestions li").first).to_contain_text("För er")
        site.script = ""

    def test_a_token_that_has_ended_is_told_to_the_page_and_replaced(self, chromium: Browser, service: str, site: Host,
                                                                     settings: Settings, vouching: str) -> None:
        site.policy = STRICT.format(service=service)
        old, new = (token_for("a", settings, vouching, ago) for ago in (timedelta(hours=1), timedelta(0)))
        site.body = element(service, f'actor="a" lang="fi" token="{old}"')
        site.script = f"""document.addEventListener("kumppani-failed", event => {{
            document.title = `failed: ${{event.detail.status}}`;
            event.target.setAttribute("token", "{new}");
        }});"""
        with opened(chromium, live=True, may_fail=True) as page:
            page.goto(site.origin)
            expect(page.locator("kumppani-suggestions li")).to_have_count(3)
            expect(page).to_have_title("failed: 401")
        site.script = ""

    def test_what_cannot_be_fetched_is_said(self, chromium: Browser, service: str, site: Host) -> None:
        site.policy, site.body = STRICT.format(service=service), element(service, 'actor="a" lang="sv" token="x.y.z"')
        with opened(chromium, live=True, may_fail=True) as page:
            page.goto(site.origin)
            expect(page.locator("kumppani-suggestions").get_by_role("status")).to_have_text(
                "Förslagen kunde inte hämtas.")

    def test_a_page_that_is_not_named_is_answered_nothing(self, client: TestClient, token: str, site: Host) -> None:
        for origin, allowed in ((site.origin, site.origin), ("https://evil.example", None)):
            answer = client.get("/v1/actors/a/suggestions", headers={"Origin": origin,
                                                                     "Authorization": f"Bearer {token}"})
            assert answer.headers.get("Access-Control-Allow-Origin") == allowed

    def test_every_page_may_load_the_script_and_check_it(self, client: TestClient) -> None:
        for address, age in (("/static/embed.js", "max-age=3600"), (asset_address("embed.js"), "immutable")):
            answer = client.get(address, headers={"Origin": "https://elsewhere.example"})
            assert answer.content == (FOLDER / "embed.js").read_bytes()
            assert answer.headers["Access-Control-Allow-Origin"] == "*"
            assert answer.headers["Cross-Origin-Resource-Policy"] == "cross-origin"
            assert age in answer.headers["Cache-Control"]
            assert answer.headers["Content-Type"].startswith("text/javascript")
        assert "Access-Control-Allow-Origin" not in client.get(asset_address("kumppani.css")).headers
        assert client.get("/static/kumppani.css").status_code == 404
        assert (FOLDER / "embed.js").stat().st_size <= LARGEST

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_its_words_are_those_of_the_pages(self, language: str) -> None:
        script = (FOLDER / "embed.js").read_text(encoding="utf-8")
        words = script.partition(f"  {language}: {{")[2].partition("},")[0]
        for message in (text("Who should we work with?"), text("Shared"), text("They bring"),
                        text("The network has nobody to suggest to you yet.")):
            assert f'"{render(message, language)}"' in words
        for side in (text("For you: {level}", level=""), text("For them: {level}", level="")):
            assert f'"{render(side, language).rstrip(": ")}"' in words


class TestFrame:
    def test_it_is_shown_where_the_settings_say_so(self, chromium: Browser, service: str, site: Host,
                                                   token: str) -> None:
        site.policy = STRICT.format(service=service)
        site.body = (f'<!DOCTYPE html><html lang="fi"><title>Platform</title><h1>Platform</h1>'
                     f'<form method="post" action="{service}/fi/embed/actors/a" target="kumppani">'
                     f'<input type="hidden" name="token" value="{token}"><button>Näytä</button></form>'
                     f'<iframe name="kumppani" title="Ehdotukset"></iframe></html>')
        with opened(chromium, live=True) as page:
            page.goto(site.origin)
            page.get_by_role("button").click()
            frame = page.frame_locator("iframe")
            expect(frame.locator("article")).to_have_count(3)
            expect(frame.locator("h1")).to_have_text("Kenen kanssa kannattaisi tehdä yhteistyötä?")
            assert token not in (page.frame(name="kumppani") or page.main_frame).url
            assert frame.locator("nav, script").count() == 0
            assert frame.locator("a").all_inner_texts() == ["Kaikki ehdotukset uudessa ikkunassa"]

    def test_a_token_opens_the_page_of_its_actor_alone(self, client: TestClient, token: str, settings: Settings,
                                                       vouching: str) -> None:
        old = token_for("a", settings, vouching, timedelta(hours=1))
        for name, given, status in (("a", token, 200), ("b", token, 403), ("a", old, 403), ("a", "x.y.z", 403),
                                    ("a", vouching, 403), ("a", "", 403), ("nobody", token, 403)):
            answer = client.post(f"/en/embed/actors/{name}", data={"token": given},
                                 headers={"Origin": "https://platform.example", "Sec-Fetch-Site": "cross-site"})
            assert answer.status_code == status, (name, given)
            assert ("Ystäväkahvila" in answer.text) == (status == 200)
            assert "set-cookie" not in answer.headers
        assert client.get("/en/embed/actors/a").status_code == 403
        assert client.get(f"/en/embed/actors/a?token={token}").status_code == 403

    def test_everything_else_is_never_shown_in_a_frame(self, client: TestClient, token: str, site: Host) -> None:
        answer = client.post("/sv/embed/actors/a", data={"token": token})
        assert f"frame-ancestors {site.origin};" in answer.headers["Content-Security-Policy"]
        refused = client.get("/sv/embed/actors/a")
        assert f"frame-ancestors {site.origin};" in refused.headers["Content-Security-Policy"]
        for place in ("/sv/", "/sv/accessibility", "/sv/actors/a", "/sv/sign-in", "/sv/embed", "/sv/actors/embed/x"):
            assert "frame-ancestors 'none';" in client.get(place).headers["Content-Security-Policy"]

    def test_nobody_may_show_it_unless_the_settings_say_so(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        store_network(settings.database_url, Network(PEOPLE))
        with TestClient(create_app(settings)) as client:
            answer = client.get("/en/embed/actors/a")
            assert answer.status_code == 200
            assert "frame-ancestors 'none';" in answer.headers["Content-Security-Policy"]
            assert "&lt;img src=x" in answer.text
            assert client.get("/en/embed/actors/nobody").status_code == 404
            assert client.get("/en/embed/actors/a", headers={"Sec-Fetch-Site": "cross-site"}).status_code == 403

    @pytest.mark.parametrize("value", ["*", "https://a.example; script-src *", "https://a.example/path", "'self'"])
    def test_what_is_no_origin_is_refused(self, value: str) -> None:
        assert "embed_ancestors" in faults_of(Settings(embed_ancestors=value))
        assert faults_of(Settings(embed_ancestors="https://a.example, http://localhost:3000")) == {}
