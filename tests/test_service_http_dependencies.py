"""Keys over HTTP: who has none, or the wrong one, gets nothing, and no network is reached from another's key."""

from __future__ import annotations

import logging
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from httpx2 import Response
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.activity.idea_requests import IdeaRequest
from data.database.connection import Database
from data.governance.audit_log import Signature
from data.introductions.contacts import Contact, Contacts
from data.introductions.introduction import Introduction
from data.introductions.table import IntroductionTable
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import SCOPES, Key, Keys
from data.tenancy.networks import Networks
from matcher.defaults import RULES
from service.app.composition import create_app
from service.clock import now
from service.runtime.admission.addresses import origin_of
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import examples
from tests.networks import actor
from tests.test_service_http_openapi import DESCRIPTION
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE, look

RULES_TEXT = RULES.read_text(encoding="utf-8")
OPEN = {"/v1", "/healthz", "/readyz"}
PLACES = {"actor": "a", "other": "b", "name": "themes", "cooperation": "0" * 16, "introduction": "0" * 32,
          "idea_request": "0" * 32, "number": "1", "rehearsal": "0" * 32, "receipt": "0" * 32}
HERE = Network((actor("a", descriptions={"fi": "Kielikahvila"}), actor("b")))
THERE = Network((replace(actor("secret-one"), name="Salaseura 1", descriptions={"fi": "Salaisuus"}),
                 replace(actor("secret-two"), name="Salaseura 2"), replace(actor("a"), name="Salainen a")))


def new_key(database: Database, network: str = "default", *scopes: str, rate: str = "", days: int = 1) -> str:
    time = now()
    return Keys(database).create(
        Key("", network, "test", frozenset(scopes or SCOPES), rate, time - timedelta(days=2),
            time + timedelta(days=days)))


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Database]]:
    """A service over two networks, with keys, and its database."""
    settings = Settings(home=tmp_path_factory.mktemp("keys"), encoder="hashing", index="exact", rate="1000000/minute")
    with closing(Database(settings.database_url)) as database:
        Networks(database).add("other")
        Store(database).replace(HERE)
        Store(database, "other").replace(THERE)
        for network, other in (("default", "b"), ("other", "secret-one")):
            confide(database, network, other)
        for name, note in (("default", ""), ("other", "Salaseura 1")):
            with Store(database, name).writing() as transaction:
                transaction.rule_sets.draft(RULES_TEXT, note, "", Signature("command line", now()))
        new_key(database)
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            yield client, database


def confide(database: Database, network: str, other: str) -> None:
    """Let the actor “a” of a network have contact data, and two requests of another actor."""
    request = Introduction("0" * 32, other, "a", f"Pyyntö: {network}", now(), now().date() + timedelta(days=9))
    contact = Contact("Salainen a" if network == "other" else "A", "a@example.org")
    with Store(database, network).writing() as transaction:
        Contacts(transaction).put("a", contact)
        IntroductionTable(transaction).add(request)
        transaction.idea_requests.add(IdeaRequest("0" * 32, other, f"Idea: {network}", {}, now(), None, ("a",)))


def store_two_networks(database: Database) -> None:
    """Store two networks in which actors have something that is kept from others: “default” and “other”."""
    Networks(database).add("other")
    for name, network, other in (("default", HERE, "b"), ("other", THERE, "secret-one")):
        Store(database, name).replace(network)
        confide(database, name, other)


def confidences(database: Database, network: str) -> tuple[Contact, Introduction]:
    with Store(database, network).reading() as session:
        return Contacts(session).of("a"), IntroductionTable(session).find("a", "0" * 32)


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def every_request() -> list[tuple[str, str]]:
    return [(method, path.format(**PLACES)) for path, methods in DESCRIPTION["paths"].items() if path not in OPEN
            for method in methods]


class TestAdmission:
    @pytest.mark.parametrize(("method", "path"), every_request())
    def test_nothing_is_answered_without_a_valid_key(self, method: str, path: str,
                                                     installation: tuple[TestClient, Database]) -> None:
        client, database = installation
        response = client.request(method, path)
        refusal(response, 401, "key-missing")
        assert response.headers["www-authenticate"] == "Bearer"
        for token in ("nonsense", new_key(database, days=-1), new_key(database)[:-1]):
            refusal(client.request(method, path, headers=bearer(token)), 401, "key-refused")

    @pytest.mark.parametrize("path", sorted(OPEN))
    def test_some_pages_need_none_and_name_nobody(self, path: str, installation: tuple[TestClient, Database]) -> None:
        client, _ = installation
        response = client.get(path)
        assert response.status_code == 200
        assert "secret-one" not in response.text
        assert "/v1/actors/a/" not in response.text

    def test_a_key_may_write_without_reading(self, installation: tuple[TestClient, Database]) -> None:
        client, database = installation
        headers = bearer(new_key(database, "default", "write"))
        assert client.put("/v1/actors/new", json=CAFE, headers=headers).status_code == 201
        refusal(client.get("/v1/actors/new", headers=headers), 403, "scope-missing")
        refusal(client.delete("/v1/actors/new", headers=headers), 403, "scope-missing")
        eraser = bearer(new_key(database, "default", "erase"))
        assert client.delete("/v1/actors/new", headers=eraser).status_code == 200

    def test_a_revoked_key_is_refused_from_then_on(self, installation: tuple[TestClient, Database]) -> None:
        client, database = installation
        token = new_key(database)
        assert client.get("/v1/actors", headers=bearer(token)).status_code == 200
        Keys(database).revoke("default", token.split("_")[1], now())
        refusal(client.get("/v1/actors", headers=bearer(token)), 401, "key-refused")

    def test_the_first_key_closes_a_running_service(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact")
        with TestClient(create_app(settings)) as client, closing(Database(settings.database_url)) as database:
            assert client.get("/v1/actors").status_code == 200
            token = new_key(database)
            refusal(client.get("/v1/actors"), 401, "key-missing")
            assert client.get("/v1/actors", headers=bearer(token)).status_code == 200

    def test_no_secret_is_in_the_log(self, installation: tuple[TestClient, Database],
                                     caplog: pytest.LogCaptureFixture) -> None:
        client, database = installation
        token = new_key(database)
        caplog.set_level(logging.DEBUG)
        client.get("/v1/actors", headers=bearer(token))
        client.get(f"/v1/actors/{token}", headers=bearer(f"{token}x"))
        messages = [record.getMessage() for record in caplog.records if record.name.startswith("kumppani")]
        assert len(messages) == 2
        assert token.split("_", 2)[2] not in str(messages)


class TestRates:
    def test_who_asks_too_often_has_to_wait(self, installation: tuple[TestClient, Database]) -> None:
        client, database = installation
        token = new_key(database, rate="3/hour")
        answers = [client.get("/v1/network", headers=bearer(token)) for _ in range(4)]
        assert [item.status_code for item in answers] == [200, 200, 200, 429]
        refusal(answers[3], 429, "too-many-requests")
        assert 0 < int(answers[3].headers["retry-after"]) <= 3600
        assert client.get("/v1/network", headers=bearer(new_key(database))).status_code == 200

    def test_a_rate_that_is_none_is_refused_at_the_start(self, tmp_path: Path) -> None:
        with pytest.raises(Exception, match="“often” is no rate"), TestClient(
                create_app(Settings(home=tmp_path, encoder="hashing", rate="often"))):
            pass


class TestNetworks:
    @settings(max_examples=examples(150), suppress_health_check=[HealthCheck.function_scoped_fixture])
    @given(data=st.data())
    def test_nothing_of_a_network_is_reached_with_another_ones_key(self, data: st.DataObject,
                                                                   installation: tuple[TestClient, Database]) -> None:
        """Whatever is asked or written: no word of the other network comes back, and nothing changes there."""
        client, database = installation
        before = Store(database, "other").read(), confidences(database, "other")
        headers = bearer(new_key(database))
        ids = st.sampled_from(["a", "b", "secret-one", "secret-two", "Salaseura", "../other", "other"])
        method, path = data.draw(st.sampled_from([
            (method, path) for path, methods in DESCRIPTION["paths"].items() for method in methods]))
        address = path.format(**{**PLACES, "actor": data.draw(ids), "other": data.draw(ids)})
        parameters: dict[str, Any] = {"q": "Salaseura"} if path == "/v1/search" else {}
        body = {**CAFE, "members": ["secret-one", "secret-two"]} if data.draw(st.booleans()) else {
            "idea": {"text": "Salaisuus Salaseura"}}
        response = client.request(method, address, params=parameters, headers=headers,
                                  json=body if method in ("post", "put") else None)
        assert response.status_code < 500
        assert not any(name in response.text for name in ("Salaseura 1", "Salaseura 2", "Salainen a", "Pyyntö: other"))
        assert (Store(database, "other").read(), confidences(database, "other")) == before

    def test_each_key_opens_its_own(self, installation: tuple[TestClient, Database]) -> None:
        client, database = installation
        here, there = (bearer(new_key(database, name)) for name in ("default", "other"))
        assert client.put("/v1/actors/a", json=CAFE, headers=here).status_code in (200, 201)
        for headers, network, name in ((here, "default", CAFE["name"]), (there, "other", "Salainen a")):
            assert client.get("/v1/network", headers=headers).json()["name"] == network
            assert client.get("/v1/actors/a", headers=headers).json()["profile"]["name"] == name

    def test_one_that_cannot_be_opened_does_not_stop_the_others(self, tmp_path: Path, caplog: pytest.LogCaptureFixture,
                                                                monkeypatch: pytest.MonkeyPatch) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact")
        with closing(Database(settings.database_url)) as database:
            Networks(database).add("broken", {"rules": str(tmp_path / "nowhere.toml")})
            good, bad = new_key(database), new_key(database, "broken")
            with TestClient(create_app(settings)) as client:
                assert client.get("/readyz").status_code == 200
                assert client.get("/v1/network", headers=bearer(good)).status_code == 200
                body = refusal(client.get("/v1/network", headers=bearer(bad)), 503, "not-ready")
                assert "nowhere" not in str(body)
                assert caplog.text.count("nowhere.toml") == 1  # it is not tried at every request
                monkeypatch.setattr("service.runtime.installation.RETRY_SECONDS", 0.0)
                Networks(database).change("broken", {})
                assert client.get("/v1/network", headers=bearer(bad)).status_code == 200

    def test_settings_that_change_are_followed(self, installation: tuple[TestClient, Database]) -> None:
        client, database = installation
        Networks(database).add("changing")
        headers = bearer(new_key(database, "changing"))
        assert client.get("/v1/ranking", headers=headers).json()["weights"]["origin"] == "learned"
        Networks(database).change("changing", {"weights": "hand_set"})
        look(client)
        assert client.get("/v1/ranking", headers=headers).json()["weights"]["origin"] == "hand-set"

    def test_networks_may_have_rules_of_their_own(self, installation: tuple[TestClient, Database],
                                                  tmp_path: Path) -> None:
        client, database = installation
        first, second = RULES.read_text(encoding="utf-8").split("[[rules]]")[:2]
        (tmp_path / "rules.toml").write_text(f"{first}[[rules]]{second}", encoding="utf-8")
        Networks(database).add("ruled", {"rules": str(tmp_path / "rules.toml"), "weights": "hand_set"})
        ranking = client.get("/v1/ranking", headers=bearer(new_key(database, "ruled"))).json()
        usual = client.get("/v1/ranking", headers=bearer(new_key(database))).json()
        assert "statutory-municipality" not in {rule["name"] for rule in ranking["rules"]}
        assert "statutory-municipality" in {rule["name"] for rule in usual["rules"]}
        assert ranking["weights"]["origin"] == "hand-set"
        assert usual["weights"]["origin"] == "learned"


class TestStrangers:
    """A service without keys answers its own machine, and no page of another site that somebody there looks at."""

    @pytest.mark.parametrize("headers", [
        {"X-Forwarded-For": "8.8.8.8"}, {"Forwarded": "for=8.8.8.8"}, {"X-Real-IP": "8.8.8.8"},
        {"X-Forwarded-Host": "kumppani.example"}, {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "https://evil.example"}, {"Origin": "null"}, {"Origin": "http://["},
        {"Origin": "http://localhost.evil.example"}, {"Origin": "http://127.0.0.1@evil.example"},
        {"Origin": "http://localhost:8000", "Sec-Fetch-Site": "cross-site"},
    ])
    def test_who_comes_from_elsewhere(self, headers: dict[str, str], demo_client: TestClient) -> None:
        for method, address in (("GET", "/v1/actors"), ("DELETE", "/v1/actors/rovaniemen-kaupunki")):
            refusal(demo_client.request(method, address, headers=headers), 401, "key-missing")
        assert demo_client.get("/v1/actors/rovaniemen-kaupunki").status_code == 200

    @pytest.mark.parametrize("origin", ["http://localhost:3000", "http://127.0.0.1", "http://[::1]:8000"])
    def test_pages_of_the_same_machine_may_read(self, origin: str, demo_client: TestClient) -> None:
        assert demo_client.get("/v1/actors", headers={"Origin": origin}).status_code == 200
        assert demo_client.get("/v1/actors", headers={"Sec-Fetch-Site": "same-site"}).status_code == 200

    @pytest.mark.parametrize("headers", [
        {"Origin": "http://localhost:3000"}, {"Origin": "http://127.0.0.1"}, {"Origin": "http://127.0.0.1:80"},
        {"Origin": "http://localhost:8000"}, {"Sec-Fetch-Site": "same-site"}, {"Sec-Fetch-Site": "cross-site"},
    ])
    @pytest.mark.parametrize(("method", "path"), [
        (method, path) for method, path in every_request() if method != "get"])
    def test_they_change_nothing(self, method: str, path: str, headers: dict[str, str],
                                 demo_client: TestClient) -> None:
        refusal(demo_client.request(method, path, headers=headers), 401, "key-missing")

    @pytest.mark.parametrize("kind", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x",
                                      "Text/Plain;charset=UTF-8"])
    @pytest.mark.parametrize(("method", "path"), [(method, path) for method, path in every_request()
                                                  if method in ("post", "put")])
    def test_forms_change_nothing(self, method: str, path: str, kind: str, demo_client: TestClient) -> None:
        response = demo_client.request(method, path, headers={"Content-Type": kind}, content=b'{"x": "="}')
        refusal(response, 415, "kind-refused")

    def test_pages_of_its_own_may_write(self, demo_client: TestClient) -> None:
        headers = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
        response = demo_client.post("/v1/suggestions", json={"idea": {"text": "Kielikahvila"}}, headers=headers)
        assert response.status_code == 200

    def test_pages_of_named_origins_may_write(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact", origins="http://localhost:3000")
        headers = {"Origin": "http://localhost:3000", "Sec-Fetch-Site": "same-site"}
        with TestClient(create_app(settings)) as client:
            assert client.put("/v1/actors/a", json=CAFE, headers=headers).status_code == 201


class TestNames:
    """A page of another site may have a name that is made to lead to this machine: only the header Host tells."""

    @pytest.mark.parametrize("host", ["evil.example:8000", "evil.example", "localhost.evil.example", "127.0.0.1.nip.io",
                                      "127.0.0.2", "0", "localhost@evil.example", "[::2]", "", ":8000",
                                      "localhost:8000:1", "[::1", "localhost:x", "testserver", "localhost."])
    @pytest.mark.parametrize("path", ["/v1", "/v1/actors", "/v1/actors/rovaniemen-kaupunki/export", "/healthz",
                                      "/readyz"])
    def test_without_keys_it_answers_to_those_of_its_own_machine(self, host: str, path: str,
                                                                 demo_client: TestClient) -> None:
        refusal(demo_client.get(path, headers={"Host": host}), 421, "host-refused")

    @pytest.mark.parametrize("host", ["localhost", "LocalHost:3000", "127.0.0.1:8000", "127.0.0.1", "[::1]:80"])
    def test_these_are_they(self, host: str, demo_client: TestClient) -> None:
        assert demo_client.get("/v1/actors", headers={"Host": host}).status_code == 200

    def test_nothing_is_written_under_another_one(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact", hosts="evil.example")
        with TestClient(create_app(settings)) as client:
            response = client.put("/v1/actors/a", json=CAFE, headers={"Host": "evil.example"})
            assert "key" in refusal(response, 421, "host-refused")["cure"]
            assert client.get("/v1/actors").json()["total"] == 0

    def test_with_keys_it_answers_to_every_name_unless_some_are_named(
            self, installation: tuple[TestClient, Database], tmp_path: Path) -> None:
        client, database = installation
        headers = {**bearer(new_key(database)), "Host": "any.example"}
        assert client.get("/v1/network", headers=headers).status_code == 200
        settings = Settings(home=tmp_path, encoder="hashing", index="exact", hosts="Kumppani.example, other.example")
        with closing(Database(settings.database_url)) as database:
            token = new_key(database)
            with TestClient(create_app(settings)) as named:
                for host, status in (("kumppani.example", 200), ("OTHER.example:443", 200), ("evil.example", 421),
                                     ("127.0.0.1:8000", 421), ("x.kumppani.example", 421)):
                    response = named.get("/v1/network", headers={**bearer(token), "Host": host})
                    assert response.status_code == status
                assert "KUMPPANI_HOSTS" in refusal(
                    named.get("/v1", headers={"Host": "evil.example"}), 421, "host-refused")["cure"]
                assert named.get("/healthz", headers={"Host": "10.0.0.5"}).status_code == 200

    def test_the_first_key_opens_other_names(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact")
        with TestClient(create_app(settings)) as client, closing(Database(settings.database_url)) as database:
            headers = {**bearer(new_key(database)), "Host": "kumppani.example"}
            look(client)
            assert client.get("/v1/network", headers=headers).status_code == 200


class TestWrongKeys:
    @pytest.fixture
    def guarded(self, tmp_path: Path) -> Iterator[tuple[Callable[[str, str], Response], Database]]:
        """Asks a service that looks at three wrong keys of an address, with a key and from an address."""
        settings = Settings(home=tmp_path, encoder="hashing", index="exact", wrong_keys="3/hour")
        with closing(Database(settings.database_url)) as database:
            new_key(database)
            app = create_app(settings)
            with TestClient(app):
                yield lambda token, address: TestClient(app, client=(address, 1)).get(
                    "/v1/network", headers=bearer(token)), database

    def test_those_of_one_address_are_bounded(self, guarded: tuple[Callable[[str, str], Response], Database],
                                              monkeypatch: pytest.MonkeyPatch) -> None:
        ask, database = guarded
        right, new = new_key(database), new_key(database)
        assert ask(right, "192.0.2.1").status_code == 200
        assert [ask(f"wrong{number}", "192.0.2.1").status_code for number in range(4)] == [401, 401, 401, 429]
        assert ask(right, "192.0.2.1").status_code == 200  # whoever shares the address goes on working
        assert ask(new, "192.0.2.2").status_code == 200
        monkeypatch.setattr(Keys, "find", lambda *_: pytest.fail("the database was asked"))
        for token in ("wrong", "kumppani_0123456789abcdef_x", right[:-1], new_key(database)):
            refused = ask(token, "192.0.2.1")
            refusal(refused, 429, "too-many-wrong-keys")
            assert 0 < int(refused.headers["retry-after"]) <= 3600

    def test_one_that_is_revoked_is_wrong_from_then_on(
            self, guarded: tuple[Callable[[str, str], Response], Database]) -> None:
        ask, database = guarded
        token = new_key(database)
        assert ask(token, "192.0.2.1").status_code == 200
        Keys(database).revoke("default", token.split("_")[1], now())
        assert [ask(token, "192.0.2.1").status_code for _ in range(4)] == [401, 401, 401, 429]

    @pytest.mark.parametrize(("first", "second", "same"), [
        ("2001:db8::1", "2001:db8::ffff:1", True), ("2001:db8::1", "2001:db8:0:1::1", False),
        ("::ffff:192.0.2.1", "192.0.2.1", True), ("192.0.2.1", "192.0.2.2", False), ("fe80::1%eth0", "fe80::2", True)])
    def test_addresses_of_one_owner_count_together(self, first: str, second: str, same: bool) -> None:
        assert (origin_of(first) == origin_of(second)) == same


class TestOrigins:
    def test_pages_of_other_sites_may_ask_only_if_they_are_named(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", index="exact", origins="https://alusta.example")
        asks = {"Origin": "https://alusta.example", "Access-Control-Request-Method": "PUT",
                "Access-Control-Request-Headers": "authorization,if-match"}
        with TestClient(create_app(settings)) as client:
            preflight = client.options("/v1/actors/a", headers=asks)
            assert preflight.headers["access-control-allow-origin"] == "https://alusta.example"
            other = client.options("/v1/actors/a", headers={**asks, "Origin": "https://evil.example"})
            assert "access-control-allow-origin" not in other.headers
            assert client.get("/v1/actors", headers=asks).headers["access-control-allow-origin"]
        with TestClient(create_app(settings.model_copy(update={"origins": ""}))) as client:
            assert "access-control-allow-origin" not in client.get("/v1/actors", headers=asks).headers
