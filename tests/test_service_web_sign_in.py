"""Signing in to the pages and out again: what the browser holds, what ends it, and where it leads."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from datetime import timedelta
from pathlib import Path

import pytest
from sqlalchemy import select

from data.database.connection import Database
from data.database.tables import SIGN_INS
from data.records.network import Network
from data.records.relations import Opinion, OpinionKind
from data.store.backups import write_backup
from data.tenancy.api_keys import Key, Keys
from data.tenancy.sign_ins import LONGEST, Door, SignIns
from data.tenancy.tokens import claims_for, mint
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from service.web.sign_in_page import own_page
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network

OWN = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
PLATFORM = {"Origin": "https://platform.example", "Sec-Fetch-Site": "cross-site"}
PEOPLE = (actor("a", themes=("employment",)), actor("b", themes=("employment",)), actor("c", sector="municipality"))


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Three actors, of whom one has said something in confidence, and no key yet."""
    settings = Settings(home=tmp_path)
    store_network(settings.database_url, Network(PEOPLE, opinions=(Opinion("a", "b", OpinionKind.NEVER),)))
    with closing(Database(settings.database_url)) as opened:
        yield opened


@pytest.fixture
def platform(database: Database) -> str:
    """A key of the whole network that may do everything."""
    return make_key(database, "read", "write", "confidential", "coordinate", "erase")


@pytest.fixture
def client(tmp_path: Path, platform: str) -> Iterator[TestClient]:
    """A browser at the service."""
    assert platform
    with TestClient(create_app(Settings(home=tmp_path, encoder="hashing"))) as opened:
        yield opened


def make_key(database: Database, *scopes: str, actor: str = "", days: int | None = None) -> str:
    ends = now() + timedelta(days=days) if days else None
    return Keys(database).create(Key("", "default", "Koordinaattori", frozenset(scopes), "", now(), ends, actor=actor))


def token_for(database: Database, key: str, actor: str, *scopes: str) -> str:
    voucher = Keys(database).find(key, now())
    return mint(key, claims_for(actor, voucher, scopes, now(), timedelta(minutes=5)), voucher)


def sign_in(client: TestClient, key: str, address: str = "") -> str:
    """Sign in with a key, and return where that leads."""
    answer = client.post("/en/sign-in", data={"key": key, "next": address}, headers=OWN, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    return answer.headers["Location"]


def rows(database: Database) -> list[tuple[str, ...]]:
    with database.reading() as connection:
        return [tuple(row) for row in connection.execute(select(SIGN_INS))]


class TestKeys:
    def test_a_key_of_an_actor_opens_what_is_its_own(self, client: TestClient, database: Database) -> None:
        assert sign_in(client, make_key(database, "read", "write", actor="a")) == "/en/"
        answer = client.get("/en/")
        assert answer.url.path == "/en/actors/a"
        assert "You are signed in as A." in answer.text
        assert "Change who looks" not in answer.text
        assert client.get("/en/actors/a/answers").status_code == 200
        assert client.get("/en/actors/b").status_code == 403

    @pytest.mark.parametrize(("address", "leads"), [
        ("/en/network/gaps", "/en/"), ("/en/actors/b", "/en/"),
        ("/en/actors/a/idea?text=x", "/en/actors/a/idea?text=x"), ("/en/search?q=network", "/en/search?q=network")])
    def test_it_does_not_lead_to_pages_of_others(self, address: str, leads: str, client: TestClient,
                                                 database: Database) -> None:
        assert sign_in(client, make_key(database, "read", actor="a"), address) == leads

    def test_a_key_of_the_network_looks_through_all_eyes(self, client: TestClient, platform: str) -> None:
        sign_in(client, platform)
        page = client.get("/en/actors/a").text
        assert "You are signed in with the key “Koordinaattori”." in page
        assert "Change who looks" in page
        assert "This service has no keys" not in client.get("/en/").text

    def test_what_is_said_in_confidence_is_for_those_who_may_know(self, client: TestClient, database: Database,
                                                                 platform: str) -> None:
        sign_in(client, make_key(database, "read"))
        assert 'href="/en/actors/a/others/b"' in client.get("/en/actors/a").text
        assert 'value="undo"' not in client.get("/en/actors/a/others/b").text
        sign_in(client, platform)
        assert 'href="/en/actors/a/others/b"' not in client.get("/en/actors/a").text
        assert 'value="undo"' in client.get("/en/actors/a/others/b").text

    def test_a_wrong_key_is_told_beside_the_field(self, client: TestClient) -> None:
        answer = client.post("/sv/sign-in", data={"key": "kumppani_0_x", "next": "/sv/search"}, headers=OWN)
        assert answer.status_code == 403
        assert 'aria-invalid="true"' in answer.text
        assert 'name="next" value="/sv/search"' in answer.text
        assert "kumppani_0_x" not in answer.text
        assert client.post("/sv/sign-in", data={"key": " "}, headers=OWN).status_code == 422
        assert not client.cookies

    def test_too_many_wrong_keys_are_not_looked_at(self, tmp_path: Path, platform: str) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", wrong_keys="2/minute")
        with TestClient(create_app(settings)) as client:
            statuses = [client.post("/fi/sign-in", data={"key": key}, headers=OWN, follow_redirects=False).status_code
                        for key in ("x", "y", platform)]
        assert statuses == [403, 403, 429]

    def test_forms_of_elsewhere_are_refused(self, client: TestClient, platform: str) -> None:
        for path in ("/en/sign-in", "/en/sign-out"):
            assert client.post(path, data={"key": platform}, headers=PLATFORM).status_code == 403
        assert not client.cookies


class TestTokens:
    def test_a_link_of_a_platform_leads_to_a_page_without_its_token(self, client: TestClient, database: Database,
                                                                    platform: str) -> None:
        token = token_for(database, platform, "a", "write")
        answer = client.get(f"/fi/sign-in?token={token}&next=/fi/actors/a/idea", follow_redirects=False,
                            headers={"Sec-Fetch-Site": "cross-site"})
        assert (answer.status_code, answer.headers["Location"]) == (303, "/fi/actors/a/idea")
        assert client.get("/fi/actors/a/answers").status_code == 200
        assert client.post("/fi/actors/a/follows/c", data={"follow": "yes"}, headers=OWN).status_code == 200

    def test_so_does_a_form_on_its_page(self, client: TestClient, database: Database, platform: str) -> None:
        token = token_for(database, platform, "a")
        answer = client.post("/fi/sign-in/token", data={"token": token}, headers=PLATFORM, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/fi/")
        assert client.post("/fi/actors/a/follows/c", data={"follow": "yes"}, headers=OWN).status_code == 403

    def test_a_token_works_once(self, client: TestClient, database: Database, platform: str) -> None:
        token = token_for(database, platform, "a")
        client.get(f"/en/sign-in?token={token}")
        again = client.get(f"/en/sign-in?token={token}", follow_redirects=False)
        assert again.status_code == 303  # clicked twice: the same browser is signed in
        client.cookies.clear()
        again = client.get(f"/en/sign-in?token={token}", follow_redirects=False)
        assert again.status_code == 403
        assert "The platform&#39;s link is not valid any more" in again.text
        assert client.post("/en/sign-in", data={"key": token}, headers=OWN).status_code == 403

    @pytest.mark.parametrize("token", ["x", "a.b.c", ""])
    def test_what_is_no_token_is_refused(self, token: str, client: TestClient) -> None:
        assert client.post("/en/sign-in/token", data={"token": token}, headers=PLATFORM).status_code in {403, 422}

    def test_a_key_in_the_address_is_no_token(self, client: TestClient, platform: str) -> None:
        assert client.get(f"/en/sign-in?token={platform}").status_code == 403
        assert not client.cookies


class TestCookies:
    def test_nothing_is_held_before_signing_in(self, client: TestClient) -> None:
        for path in ("/", "/en/", "/en/sign-in", "/en/accessibility", "/en/actors/a", "/static/x.css"):
            assert "set-cookie" not in client.get(path).headers

    def test_on_plain_http_it_is_of_this_site_alone(self, client: TestClient, platform: str) -> None:
        answer = client.post("/en/sign-in", data={"key": platform}, headers=OWN, follow_redirects=False)
        name, *parts = answer.headers["Set-Cookie"].split("; ")
        assert name.startswith("kumppani=")
        assert sorted(parts) == ["HttpOnly", "Path=/", "SameSite=lax"]
        assert len(name) == len("kumppani=") + 43  # 256 bits

    @pytest.mark.parametrize(("headers", "settings"), [
        ({"Origin": "https://127.0.0.1:8000"}, {}), ({"X-Forwarded-Proto": "https"}, {}),
        ({}, {"public_address": "https://kumppani.example"})])
    def test_over_tls_it_goes_nowhere_else(self, headers: dict[str, str], settings: dict[str, str], tmp_path: Path,
                                           platform: str) -> None:
        with TestClient(create_app(Settings(home=tmp_path, encoder="hashing", **settings))) as client:  # type: ignore[arg-type]
            answer = client.post("/en/sign-in", data={"key": platform}, headers={**OWN, **headers},
                                 follow_redirects=False)
            name, *parts = answer.headers["Set-Cookie"].split("; ")
            assert name.startswith("__Host-kumppani=")
            assert sorted(parts) == ["HttpOnly", "Path=/", "SameSite=lax", "Secure"]
            assert client.get("/en/network", headers={"Cookie": name}).status_code == 200
            out = client.post("/en/sign-out", headers={**OWN, **headers, "Cookie": name}, follow_redirects=False)
            assert "Max-Age=0" in out.headers["Set-Cookie"]
            assert client.get("/en/network", headers={"Cookie": name}).status_code == 403

    def test_over_tls_one_that_anybody_could_have_set_counts_for_nothing(self, client: TestClient,
                                                                        platform: str) -> None:
        sign_in(client, platform)
        assert client.get("/en/network").status_code == 200
        assert client.get("/en/network", headers={"X-Forwarded-Proto": "https"}).status_code == 403

    def test_the_database_has_a_digest_alone(self, client: TestClient, database: Database, platform: str) -> None:
        sign_in(client, platform)
        secret = client.cookies["kumppani"]
        assert len(rows(database)) == 1
        assert secret not in str(rows(database))

    def test_a_cookie_opens_nothing_for_programs(self, client: TestClient, platform: str) -> None:
        sign_in(client, platform)
        assert client.get("/v1/actors").status_code == 401


class TestEnds:
    def test_signing_out(self, client: TestClient, database: Database, platform: str) -> None:
        sign_in(client, platform)
        cookie = {"Cookie": f"kumppani={client.cookies['kumppani']}"}
        answer = client.post("/en/sign-out", headers=OWN)
        assert answer.url.path == "/en/sign-in"
        assert "You are signed out" in answer.text
        assert not client.cookies
        assert rows(database) == []
        assert client.get("/en/network", headers=cookie).status_code == 403

    def test_whoever_signs_in_anew_is_not_who_was_there_before(self, client: TestClient, database: Database,
                                                               platform: str) -> None:
        sign_in(client, platform)
        first = client.cookies["kumppani"]
        sign_in(client, platform)
        assert client.cookies["kumppani"] != first
        assert len(rows(database)) == 1

    def test_a_key_that_is_revoked_ends_what_came_from_it(self, client: TestClient, database: Database,
                                                          platform: str) -> None:
        other = make_key(database, "read", "confidential")
        client.get(f"/en/sign-in?token={token_for(database, other, 'a')}")
        assert client.get("/en/actors/a/answers").status_code == 200
        Keys(database).revoke("default", other.split("_")[1], now())
        assert client.get("/en/actors/a/answers").status_code == 403
        sign_in(client, platform)
        assert client.get("/en/network").status_code == 200
        Keys(database).revoke("default", platform.split("_")[1], now())
        assert client.get("/en/network").status_code == 403

    def test_so_does_an_erasure(self, client: TestClient, database: Database, platform: str) -> None:
        client.get(f"/en/sign-in?token={token_for(database, platform, 'a')}")
        assert client.get("/en/actors/a/answers").status_code == 200
        erased = client.delete("/v1/actors/a", headers={"Authorization": f"Bearer {platform}"})
        assert erased.status_code == 200, erased.text
        assert client.get("/en/actors/a/answers").status_code == 403
        assert rows(database) == []

    def test_an_export_says_who_is_signed_in_for_an_actor(self, client: TestClient, database: Database,
                                                          platform: str) -> None:
        client.get(f"/en/sign-in?token={token_for(database, platform, 'a')}")
        sign_ins = {name: client.get(f"/v1/actors/{name}/export", headers={
            "Authorization": f"Bearer {platform}"}).json()["sign_ins"] for name in "ab"}
        assert [item.keys() for item in sign_ins["a"]] == [{"began", "seen", "ends"}]
        assert sign_ins["b"] == []

    def test_a_backup_has_nobody_signed_in(self, database: Database, platform: str, tmp_path: Path) -> None:
        SignIns(database, timedelta(hours=1)).begin(Door.KEY, Keys(database).find(platform, now()), now())
        assert len(rows(database)) == 1
        write_backup(database, "default", tmp_path / "backup.db")
        with closing(Database(f"sqlite:///{tmp_path / 'backup.db'}")) as copy:
            assert rows(copy) == []

    def test_time_does(self, database: Database, platform: str) -> None:
        key, sign_ins, begun = Keys(database).find(platform, now()), SignIns(database, timedelta(hours=2)), now()
        secret = sign_ins.begin(Door.KEY, key, begun)
        assert sign_ins.find(secret, begun + timedelta(minutes=119))
        assert sign_ins.find(secret, begun + timedelta(minutes=121)) is None
        for hours in range(0, 24 * LONGEST.days, 1):
            sign_ins.note_seen(secret, begun + timedelta(hours=hours))
        assert sign_ins.find(secret, begun + LONGEST - timedelta(minutes=1))
        assert sign_ins.find(secret, begun + LONGEST) is None
        assert sign_ins.forget_ended(begun + LONGEST) == 1

    def test_a_key_that_expires_does(self, database: Database) -> None:
        key = Keys(database).find(make_key(database, "read", days=1), now())
        sign_ins, begun = SignIns(database, timedelta(days=14)), now()
        secret = sign_ins.begin(Door.KEY, key, begun)
        assert sign_ins.find(secret, begun + timedelta(hours=23))
        assert sign_ins.find(secret, begun + timedelta(hours=25)) is None


class TestNext:
    @pytest.mark.parametrize("address", [
        "/fi/", "/sv/actors/a?region=19&page=2", "/en", "/en/actors/%C3%A4/idea?text=a%0Ab"])
    def test_pages_of_ours(self, address: str) -> None:
        assert own_page(address) == address

    @pytest.mark.parametrize("address", [
        "https://evil.example/", "//evil.example", "/\\evil.example", "/fi\\evil", "/fi/\nLocation: x", "javascript:x",
        "fi/", "/v1/actors", "/fi/sign-in", "/sv/sign-out", "/fi.evil.example", "/de/", "/fi/ a", "/fi/" + "a" * 2_000])
    def test_nothing_else(self, address: str) -> None:
        assert own_page(address) == ""

    def test_signing_in_leads_to_the_page_that_was_asked_for(self, client: TestClient, platform: str) -> None:
        page = client.get("/en/network/gaps?theme=employment").text
        assert 'name="next" value="/en/network/gaps?theme=employment"' in page
        assert sign_in(client, platform, "/en/network/gaps?theme=employment") == "/en/network/gaps?theme=employment"
        assert sign_in(client, platform, "//evil.example/fi/") == "/en/"

    @pytest.mark.parametrize(("scopes", "address"), [
        (("read",), "/en/"), (("coordinate",), "/en/network/rules"), (("admin",), "/en/network/keys"),
        (("read", "coordinate", "admin"), "/en/")])
    def test_or_to_the_first_that_is_open(self, scopes: tuple[str, ...], address: str, client: TestClient,
                                          database: Database) -> None:
        assert sign_in(client, make_key(database, *scopes)) == address
        if "read" not in scopes:
            assert "it needs the scope “read”" in client.get("/en/search").text
        assert client.get(address).status_code == 200


class TestWithoutKeys:
    def test_there_is_nothing_to_sign_in_to(self, demo_client: TestClient) -> None:
        for answer in (demo_client.get("/sv/sign-in", follow_redirects=False),
                       demo_client.post("/sv/sign-in", data={"key": "x"}, headers=OWN, follow_redirects=False),
                       demo_client.post("/sv/sign-out", headers=OWN, follow_redirects=False)):
            assert (answer.status_code, answer.headers["Location"]) == (303, "/sv/")
        assert "Sign in" not in demo_client.get("/en/").text
