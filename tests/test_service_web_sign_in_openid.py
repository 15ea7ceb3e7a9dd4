"""Signing in with a single sign-on, at a provider of ours: who is let in, and what is not believed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from time import time
from urllib.parse import parse_qs, urlsplit

import pytest
from httpx2 import Response, get
from joserfc.jwk import ECKey
from pydantic import SecretStr

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import Key, Keys
from service.app.composition import create_app
from service.clock import now
from service.runtime.setting_values import faults_of
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.provider import CLIENT, SECRET, Claims, ProviderServer, provider_server
from tests.stores import store_network

ADDRESS = "http://127.0.0.1:8000"
PEOPLE = (replace(actor("a"), business_id="0202248-1"), replace(actor("b"), business_id="1111111-1"),
          replace(actor("c"), business_id="1111111-1"))


@pytest.fixture
def provider() -> Iterator[ProviderServer]:
    with provider_server() as server:
        yield server


@pytest.fixture
def settings(tmp_path: Path, provider: ProviderServer) -> Settings:
    return Settings(home=tmp_path, encoder="hashing", public_address=ADDRESS, oidc_issuer=provider.issuer,
                    oidc_client_id=CLIENT, oidc_client_secret=SecretStr(SECRET), oidc_extra_scopes="profile",
                    oidc_actor_claim="organisation", oidc_role_claim="groups", oidc_coordinator_role="koordinaattorit",
                    language="fi")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    store_network(settings.database_url, Network(PEOPLE))
    with closing(Database(settings.database_url)) as database:
        Keys(database).create(Key("", "default", "x", frozenset({"read"}), "", now()))
    with TestClient(create_app(settings)) as opened:
        yield opened


def begin(client: TestClient, address: str = "") -> str:
    """Follow the link to the provider, and return where it leads back to."""
    answer = client.get("/sv/sign-in/openid", params={"next": address}, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    there = get(answer.headers["Location"], follow_redirects=False)
    assert there.status_code == 302
    return str(there.headers["Location"])


def come_back(client: TestClient, address: str) -> Response:
    return client.get(address.removeprefix(ADDRESS), follow_redirects=False)


def sign_in(client: TestClient, address: str = "") -> str:
    answer = come_back(client, begin(client, address))
    assert answer.status_code == 303, answer.text
    return str(answer.headers["Location"])


class TestJourney:
    def test_an_actor_is_known_by_its_id(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        assert 'href="/sv/sign-in/openid?next=' in client.get("/sv/sign-in").text
        assert sign_in(client, "/sv/actors/a/idea") == "/sv/actors/a/idea"
        assert client.get("/sv/actors/a/answers").status_code == 200
        assert client.get("/sv/actors/b").status_code == 403
        assert list(client.cookies) == ["kumppani"]
        asked = provider.asked[0]
        assert asked["redirect_uri"] == f"{ADDRESS}/fi/sign-in/openid/return"
        assert (asked["response_type"], asked["scope"]) == ("code", "openid profile")
        assert asked["code_challenge_method"] == "S256"

    def test_or_by_its_business_id(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = ["0202248-1"]
        assert sign_in(client) == "/sv/"
        assert client.get("/sv/").url.path == "/sv/actors/a"

    def test_a_coordinator_by_a_role(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["groups"] = ["muut", "koordinaattorit"]
        assert sign_in(client) == "/sv/"
        assert "Ni är inloggade som koordinator" in client.get("/sv/").text
        assert client.get("/sv/network/imports").status_code == 200
        assert client.get("/sv/actors/a").status_code == 200
        assert client.get("/sv/actors/a/answers").status_code == 403

    @pytest.mark.parametrize("claims", [
        {}, {"organisation": "nobody"}, {"organisation": "1111111-1"}, {"organisation": ["a", "b"]},
        {"organisation": {"id": "a"}}, {"organisation": ""}, {"groups": "koordinaattori"}, {"groups": None}])
    def test_whoever_is_nobody_here_is_told_so(self, claims: Claims, client: TestClient,
                                               provider: ProviderServer) -> None:
        provider.claims |= claims
        assert sign_in(client) == "/sv/sign-in?failed=unknown"
        assert "kumppani" not in client.cookies
        assert "Inloggningstjänsten känner er inte" in client.get("/sv/sign-in?failed=unknown").text


def _shift(claims: Claims, **changes: object) -> Claims:
    return {**claims, **changes}


class TestDisbelief:
    @pytest.mark.parametrize("changes", [
        {"nonce": "another"}, {"nonce": None}, {"aud": "another"}, {"aud": [CLIENT, "another"], "azp": "another"},
        {"iss": "https://evil.example"}, {"exp": int(time()) - 600}, {"iat": int(time()) + 86_400}, {"at_hash": "x"}])
    def test_a_token_that_is_not_for_this_question(self, changes: Claims, client: TestClient,
                                                   provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        provider.bend = lambda claims: _shift(claims, **changes)
        assert sign_in(client) == "/sv/sign-in?failed=provider"
        assert "kumppani" not in client.cookies

    @pytest.mark.parametrize("lacking", ["nonce", "sub", "exp", "aud", "iss", "iat"])
    def test_a_token_that_lacks_something(self, lacking: str, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        provider.bend = lambda claims: {name: value for name, value in claims.items() if name != lacking}
        assert sign_in(client) == "/sv/sign-in?failed=provider"

    def test_a_token_that_somebody_else_has_signed(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        provider.key = ECKey.generate_key("P-256", {"kid": "one"})
        assert sign_in(client) == "/sv/sign-in?failed=provider"

    def test_a_provider_that_names_itself_otherwise(self, client: TestClient, provider: ProviderServer) -> None:
        provider.says = {"issuer": "https://evil.example"}
        answer = client.get("/sv/sign-in/openid", follow_redirects=False)
        assert answer.headers["Location"] == "/sv/sign-in?failed=provider"

    def test_one_that_is_not_there(self, settings: Settings, client: TestClient) -> None:
        assert client
        with TestClient(create_app(settings.model_copy(update={"oidc_issuer": "http://127.0.0.1:9"}))) as other:
            answer = other.get("/sv/sign-in/openid", follow_redirects=False)
            assert answer.headers["Location"] == "/sv/sign-in?failed=provider"


class TestWay:
    def test_it_can_be_gone_once(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        address = begin(client)
        assert come_back(client, address).headers["Location"] == "/sv/"
        assert come_back(client, address).headers["Location"] == "/fi/sign-in?failed=provider"

    def test_another_browser_cannot_end_it(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        address = begin(client)
        client.cookies.clear()
        assert come_back(client, address).headers["Location"] == "/sv/sign-in?failed=provider"
        begin(client)
        assert come_back(client, address).headers["Location"] == "/fi/sign-in?failed=provider"

    def test_nor_can_a_page_invent_one(self, client: TestClient) -> None:
        begin(client)
        for query in ("", "?code=x&state=y", "?error=access_denied&state=y"):
            answer = client.get(f"/fi/sign-in/openid/return{query}", follow_redirects=False)
            assert answer.headers["Location"] == "/fi/sign-in?failed=provider"

    def test_whoever_says_no_there_is_led_back(self, client: TestClient) -> None:
        answer = client.get("/sv/sign-in/openid", follow_redirects=False)
        state = parse_qs(urlsplit(answer.headers["Location"]).query)["state"][0]
        back = client.get(f"/fi/sign-in/openid/return?error=access_denied&state={state}", follow_redirects=False)
        assert back.headers["Location"] == "/sv/sign-in?failed=provider"

    def test_an_answer_of_another_provider_is_refused(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        address = begin(client).rpartition("&iss=")[0] + "&iss=https://evil.example"
        assert come_back(client, address).headers["Location"] == "/sv/sign-in?failed=provider"

    def test_it_leads_to_pages_of_ours_alone(self, client: TestClient, provider: ProviderServer) -> None:
        provider.claims["organisation"] = "a"
        assert sign_in(client, "https://evil.example/") == "/sv/"

    def test_without_a_provider_there_is_none(self, settings: Settings, client: TestClient) -> None:
        assert client
        with TestClient(create_app(settings.model_copy(update={"oidc_issuer": ""}))) as other:
            assert other.get("/sv/sign-in/openid").status_code == 404
            assert "/sign-in/openid" not in other.get("/sv/sign-in").text


class TestSettings:
    def test_what_cannot_be_used(self) -> None:
        assert set(faults_of(Settings(oidc_issuer="https://x.example"))) == {"oidc_client_id", "public_address"}
        named = {"oidc_client_id": "x", "public_address": "https://y.example"}
        assert not faults_of(Settings(oidc_issuer="https://x.example", **named))  # type: ignore[arg-type]
        assert set(faults_of(Settings(oidc_issuer="http://x.example", **named))) == {"oidc_issuer"}  # type: ignore[arg-type]
        assert set(faults_of(Settings(oidc_coordinator_scopes="read,rule"))) == {"oidc_coordinator_scopes"}
