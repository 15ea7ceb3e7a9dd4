"""The page of keys: made and shown once, given on no further than one's own, and revoked; without a browser."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import SCOPES, Key, Keys
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_http_dependencies import bearer
from tests.test_service_web import OWN
from tests.test_service_web_rules import words

KEYS = "/en/network/keys"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path, encoder="hashing", index="exact")
    store_network(settings.database_url, Network((actor("a"), actor("b"))))
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False, headers=OWN) as client:
        yield client


def make(client: TestClient, name: str = "platform", scope: tuple[str, ...] = ("read",), **fields: str) -> Response:
    return client.post(KEYS, data={"name": name, "scope": list(scope), **fields})


def secret_in(page: str) -> str:
    found = re.search(r'id="secret">([^<]+)<', page)
    return found[1] if found else ""


def sign_in(client: TestClient, key: str) -> None:
    assert client.post("/en/sign-in", data={"key": key}, follow_redirects=False).status_code == 303


def key_of(settings: Settings, *scopes: str) -> str:
    with closing(Database(settings.database_url)) as database:
        return Keys(database).create(Key("", "default", "mine", frozenset(scopes), "", now()))


class TestMaking:
    def test_the_first_key_closes_the_pages_and_opens_them(self, client: TestClient) -> None:
        page = client.get(KEYS).text
        assert "There is no key yet" in page
        assert page.count(" checked") == len(SCOPES)
        made = make(client, "everything", SCOPES)
        key = secret_in(made.text)
        assert re.fullmatch(r"kumppani_[0-9a-f]{16}_[\w-]{43}", key)
        assert made.headers["Cache-Control"] == "no-store"
        while client.get(KEYS).status_code != 403:
            pass
        assert client.get("/v1/actors", headers=bearer(key)).status_code == 200
        sign_in(client, key)
        told = client.get(KEYS).text
        assert key not in told
        assert "you are signed in with it" in told
        assert "read, write, coordinate, admin, confidential, erase the whole network" in words(told)

    def test_it_is_logged_with_who_did_it_and_without_its_name(self, settings: Settings, client: TestClient) -> None:
        own = key_of(settings, "admin", "read")
        sign_in(client, own)
        make(client, "platform", days="30")
        entry = client.get("/v1/audit", headers=bearer(own)).json()["entries"][-1]
        assert (entry["what"], entry["author"]) == ("key-created", own.split("_")[1])
        assert "platform" not in str(entry)
        assert "until" in words(client.get(KEYS).text)

    def test_one_of_an_actor_by_its_name(self, settings: Settings, client: TestClient) -> None:
        key = secret_in(make(client, scope=("read", "write"), actor="B").text)
        with closing(Database(settings.database_url)) as database:
            found = Keys(database).find(key, now())
        assert (found.actor, found.scopes) == ("b", frozenset({"read", "write", "erase"}))

    @pytest.mark.parametrize(("fields", "place", "told"), [
        ({"name": " "}, "name", "Say in up to 100 characters what the key is for."),
        ({"scope": ()}, "scope", "A key needs a scope."),
        ({"scope": ("read", "rule")}, "scope", "You can give on only what you may do yourself."),
        ({"actor": "nobody"}, "actor", "There is not one actor with this id or name."),
        ({"actor": "a", "scope": ("read", "admin")}, "scope", "A key of one actor allows to read"),
        ({"days": "soon"}, "days", "Write a number of days from 1 to 3,650, or leave it empty."),
        ({"days": "0"}, "days", "Write a number of days"), ({"days": "٣"}, "days", "Write a number of days")])
    def test_faults_stand_beside_their_fields(self, fields: dict[str, str], place: str, told: str,
                                              client: TestClient) -> None:
        page = make(client, **{"name": "kept", **fields})  # type: ignore[arg-type]
        assert page.status_code == 422
        assert f'href="#{place}"' in page.text
        assert told in words(page.text)
        assert 'id="secret"' not in page.text
        assert "None yet." in page.text
        assert place == "name" or 'value="kept"' in page.text

    def test_nobody_gives_on_more_than_he_or_she_has(self, settings: Settings, client: TestClient) -> None:
        sign_in(client, key_of(settings, "admin", "read"))
        page = client.get(KEYS).text
        assert re.findall(r'name="scope" value="(\w+)"', page) == ["read", "admin"]
        assert make(client, scope=("read", "confidential")).status_code == 422
        assert secret_in(make(client, scope=("read", "admin")).text)


class TestUse:
    def test_the_day_of_the_last_use_is_shown(self, settings: Settings, client: TestClient) -> None:
        sign_in(client, key_of(settings, "admin", "read"))
        key = secret_in(make(client).text)
        assert "not yet" in words(client.get(KEYS).text)
        assert client.get("/v1/actors", headers=bearer(key)).status_code == 200
        pages = (client.get(KEYS).text for _ in range(1000))
        assert any(f'<time datetime="{now().date()}"' in page and "not yet" not in words(page) for page in pages)


class TestRevoking:
    def test_it_opens_nothing_any_more(self, settings: Settings, client: TestClient) -> None:
        sign_in(client, key_of(settings, "admin", "read"))
        key = secret_in(make(client).text)
        page = client.post(f"{KEYS}/{key.split('_')[1]}/revocation")
        assert "The key opens nothing any more." in page.text
        assert re.search(r"revoked on \w+ \d+, \d{4}", words(page.text))
        assert client.get("/v1/actors", headers=bearer(key)).status_code == 401
        assert client.post(f"{KEYS}/{key.split('_')[1]}/revocation").status_code == 404

    def test_what_it_costs_is_said_before(self, settings: Settings, client: TestClient) -> None:
        sign_in(client, key_of(settings, "admin", "read"))
        last = "No other key opens this page"
        assert words(client.get(KEYS).text).count(last) == 1
        make(client, scope=("admin",))
        page = words(client.get(KEYS).text)
        assert page.count("It opens nothing from then on") == 2
        assert page.count("You are signed in with it, and will be signed out.") == 1
        assert last not in page

    def test_ones_own_signs_out(self, settings: Settings, client: TestClient) -> None:
        own = key_of(settings, "admin", "read")
        sign_in(client, own)
        page = client.post(f"{KEYS}/{own.split('_')[1]}/revocation")
        assert page.status_code == 403
        assert 'action="/en/sign-in"' in page.text

    def test_a_name_is_no_markup(self, client: TestClient, settings: Settings) -> None:
        sign_in(client, key_of(settings, "admin"))
        make(client, "<b>bold</b>", ("admin",))
        assert "<b>" not in client.get(KEYS).text
