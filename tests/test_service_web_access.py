"""Who may open which page: every route of the pages × everybody who may be signed in, or not."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from contextlib import closing

import pytest
from fastapi.routing import iter_route_contexts
from httpx2 import Response

from data.database.connection import Database
from data.tenancy.api_keys import SCOPES, Key, Keys
from service.app.composition import UNTOLD, create_app
from service.clock import now
from service.settings import Settings
from service.web.application import create_pages
from tests.clients import TestClient
from tests.test_service_http_dependencies import new_key, store_two_networks

OWN_PAGE = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
# Each page stands once: a new one fails until somebody has decided who may open it.
PAGES: Mapping[str, str] = {
    "open": """
        get /accessibility | get /privacy | get /actors/{actor}/accessibility | get /actors/{actor}/privacy
        get /network/accessibility | get /network/privacy | get /sign-in | get /components""",
    "frame": "get /embed/actors/{actor} | post /embed/actors/{actor}",
    "door": """
        post /sign-in | post /sign-in/token | post /sign-in/letter | get /sign-in/openid | get /sign-in/openid/return
        get /sign-in/link | post /sign-in/link | post /sign-out""",
    "read": "get / | get /search | get /idea | get /ranking | get /others/{other}",
    "look": """
        get /actors/{actor} | get /actors/{actor}/search | get /actors/{actor}/idea | get /actors/{actor}/ranking
        get /actors/{actor}/others/{other}""",
    "oversee": """
        get /network | get /network/gaps | get /network/exposure | get /network/search | get /network/idea
        get /network/ranking | get /network/others/{other}""",
    "confide": """
        get /actors/{actor}/answers | get /actors/{actor}/profile | get /actors/{actor}/introductions
        get /actors/{actor}/introductions/{introduction}
        get /actors/{actor}/others/{other}/introduction | get /actors/{actor}/contact | get /actors/{actor}/feed
        get /actors/{actor}/requests | get /actors/{actor}/requests/{name}/shares""",
    "act": """
        post /actors/{actor}/opinions/{other} | post /actors/{actor}/follows/{other}
        post /actors/{actor}/profile | post /actors/{actor}/profile/confirmation
        post /actors/{actor}/introductions/{introduction} | post /actors/{actor}/introductions/{introduction}/outcome
        post /actors/{actor}/others/{other}/introduction | post /actors/{actor}/contact
        post /actors/{actor}/contact/removal
        post /actors/{actor}/requests | post /actors/{actor}/requests/{name}/closure
        post /actors/{actor}/requests/{name}/withdrawal | post /actors/{actor}/requests/{name}/shares""",
    "coordinate": """
        get /network/imports | post /network/imports/list | post /network/imports/{number}/undo | get /network/rules
        get /network/rules/draft | post /network/rules/draft | post /network/rules/rollback
        get /network/rules/{number} | post /network/rules/{number}/removal | post /network/rules/{number}/activation
        post /network/rules/{number}/rehearsals | get /network/rules/{number}/rehearsals/{name}
        post /network/rules/{number}/rehearsals/{name}/end""",
    "administer": "get /network/keys | post /network/keys | post /network/keys/{key}/revocation",
}
# Which keys open it: scopes of keys to the whole network.
WIDE = (*SCOPES, "read confidential", "write confidential")
OPENERS: Mapping[str, frozenset[str]] = {
    "read": frozenset({"read", "read confidential"}), "look": frozenset({"read", "read confidential"}),
    "oversee": frozenset({"read", "read confidential"}),
    "confide": frozenset({"confidential", "read confidential", "write confidential"}),
    "act": frozenset({"write confidential"}), "coordinate": frozenset({"coordinate"}),
    "administer": frozenset({"admin"}),
}
# What keys of the actor “a” open of “a”, and of “b”.
OWN: Mapping[str, frozenset[str]] = {"own": frozenset({"read", "look", "confide", "act"}),
                                     "own that reads": frozenset({"read", "look", "confide"})}
OTHERS = frozenset({"read"})
NOBODY = ("nobody", "signed out", "revoked", "expired", "nonsense")
PLACES = {"number": "0", "name": "ab", "key": "0123456789abcdef", "introduction": "0" * 32}


def pages() -> dict[tuple[str, str], str]:
    """Return what kind of page each route is."""
    return {tuple(words.split()): kind for kind, lines in PAGES.items()  # type: ignore[misc]
            for line in lines.strip().splitlines() for words in line.split("|")}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A service over two networks, and the cookie of everybody who may be signed in."""
    settings = Settings(home=tmp_path_factory.mktemp("access"), encoder="hashing", index="exact", rate="1000000/minute",
                        wrong_keys="1000000/minute")
    with closing(Database(settings.database_url)) as database:
        store_two_networks(database)
        keys = {words: new_key(database, "default", *words.split()) for words in WIDE}
        for name, scopes in (("own", {"read", "write"}), ("own that reads", {"read"})):
            keys[name] = Keys(database).create(Key("", "default", "x", frozenset(scopes), "", now(), actor="a"))
        keys |= {name: new_key(database, "default") for name in ("signed out", "revoked", "expired")}
        keys["there"] = new_key(database, "other")
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            cookies = {name: sign_in(client, key) for name, key in keys.items()}
            client.post("/fi/sign-out", headers={**OWN_PAGE, "Cookie": cookies["signed out"]})
            Keys(database).revoke("default", keys["revoked"].split("_")[1], now())
            Keys(database).rotate("default", keys["expired"].split("_")[1], now(), now())
            yield client, {**cookies, "nobody": "", "nonsense": "kumppani=x"}


def sign_in(client: TestClient, key: str) -> str:
    answer = client.post("/fi/sign-in", data={"key": key}, headers=OWN_PAGE, follow_redirects=False)
    assert answer.status_code == 303, answer.text
    client.cookies.clear()
    return answer.headers["Set-Cookie"].split(";")[0]


def ask(client: TestClient, method: str, path: str, actor: str, cookie: str) -> Response:
    """Ask for a page in a way that changes nothing: forms are empty."""
    address = "/en" + path.format(**PLACES, actor=actor, other="b" if actor == "a" else "a")
    headers = {**(OWN_PAGE if method == "post" else {}), **({"Cookie": cookie} if cookie else {})}
    return client.request(method, address, headers=headers, follow_redirects=False)


def test_every_page_is_listed() -> None:
    routes = [(method.lower(), context.path) for context in iter_route_contexts(create_pages("fi", UNTOLD).routes)
              for method in context.methods or ()]
    assert sorted(routes) == sorted(pages())


@pytest.mark.parametrize(("method", "path"), [
    place for place, kind in pages().items() if kind not in ("open", "door", "frame")])
class TestMatrix:
    @pytest.mark.parametrize("actor", ["a", "b"])
    def test_keys_to_the_whole_network(self, actor: str, method: str, path: str,
                                       service: tuple[TestClient, dict[str, str]]) -> None:
        client, cookies = service
        for words in WIDE:
            answer = ask(client, method, path, actor, cookies[words])
            if words in OPENERS[pages()[method, path]]:
                assert answer.status_code in expected(method, path), (words, answer.text)
            else:
                demand_refusal(answer)

    @pytest.mark.parametrize("actor", ["a", "b"])
    def test_keys_of_one_actor(self, actor: str, method: str, path: str,
                               service: tuple[TestClient, dict[str, str]]) -> None:
        client, cookies = service
        for words, kinds in OWN.items():
            answer = ask(client, method, path, actor, cookies[words])
            if pages()[method, path] in (kinds if actor == "a" else OTHERS):
                assert answer.status_code in expected(method, path), (words, answer.text)
            else:
                demand_refusal(answer)

    def test_those_who_are_not_signed_in(self, method: str, path: str,
                                         service: tuple[TestClient, dict[str, str]]) -> None:
        client, cookies = service
        for words in NOBODY:
            answer = ask(client, method, path, "a", cookies[words])
            assert answer.status_code == 403, (words, answer.text)
            assert 'action="/en/sign-in"' in answer.text
            assert "Kielikahvila" not in answer.text
            assert "set-cookie" not in answer.headers

    def test_a_key_to_another_network_opens_nothing_of_this_one(self, method: str, path: str,
                                                                service: tuple[TestClient, dict[str, str]]) -> None:
        client, cookies = service
        answer = ask(client, method, path, "b", cookies["there"])  # there is no “b” there
        assert "Kielikahvila" not in answer.text
        assert "{actor}" not in path or answer.status_code >= 400


def test_the_way_to_pages_is_shown_to_those_who_may_open_them(service: tuple[TestClient, dict[str, str]]) -> None:
    client, cookies = service
    page = ask(client, "get", "/network", "", cookies["read"]).text
    assert 'href="/en/network/gaps"' in page
    assert 'href="/en/network/rules"' not in page
    assert 'href="/en/network/rules"' in ask(client, "get", "/network/rules", "", cookies["coordinate"]).text


@pytest.mark.parametrize(("method", "path"), [place for place, kind in pages().items() if kind == "open"])
def test_what_is_open_is_so_to_everybody(method: str, path: str, service: tuple[TestClient, dict[str, str]]) -> None:
    client, cookies = service
    for words, cookie in cookies.items():
        answer = ask(client, method, path, "b", cookie)
        assert answer.status_code == 200, (words, answer.text)
        assert "Kielikahvila" not in answer.text


@pytest.mark.parametrize("method", ["get", "post"])
def test_who_is_signed_in_is_shown_nothing_in_a_frame(method: str, service: tuple[TestClient, dict[str, str]]) -> None:
    """What opens it is a token in the form of the page around: `tests/test_service_web_embedding.py`."""
    client, cookies = service
    for words, cookie in cookies.items():
        answer = ask(client, method, "/embed/actors/{actor}", "a", cookie)
        assert answer.status_code == 403, words
        assert "Kielikahvila" not in answer.text


def expected(method: str, path: str) -> set[int]:
    """What is answered to those who are admitted: forms are empty, and a rehearsal is none that there is."""
    return {404, 422} if method == "post" or "{name}" in path else {200, 303}


def demand_refusal(answer: Response) -> None:
    """Demand that a page says that it is not open to who is signed in."""
    assert answer.status_code == 403, answer.text
    assert "This page is not open to you" in answer.text
    assert "Sign out" in answer.text
    assert "Kielikahvila" not in answer.text


@pytest.mark.parametrize("path", [path for (_, path), kind in pages().items() if kind == "confide"])
def test_who_may_look_and_not_act_is_shown_no_form(path: str, service: tuple[TestClient, dict[str, str]]) -> None:
    client, cookies = service
    for who in ("own that reads", "read confidential"):
        forms = re.findall(r'method="post" action="([^"]*)"', ask(client, "get", path, "a", cookies[who]).text)
        assert set(forms) <= {"/en/sign-out"}, who


@pytest.mark.parametrize("path", ["others/{other}/introduction", "contact", "profile"])
def test_who_may_look_and_not_act_is_told_so(path: str, service: tuple[TestClient, dict[str, str]]) -> None:
    client, cookies = service
    for who, is_told in (("own that reads", True), ("read confidential", True), ("own", False)):
        page = ask(client, "get", f"/actors/{{actor}}/{path}", "a", cookies[who]).text
        assert ("what you are signed in with does not allow to write" in page) is is_told, who


def test_a_key_of_keys_leads_to_a_page_that_says_what_it_opens(service: tuple[TestClient, dict[str, str]]) -> None:
    client, cookies = service
    page = ask(client, "get", "/network/keys", "", cookies["admin"]).text
    assert "Your key manages keys" in page
    for closed in ('href="/en/network"', 'href="/en/network/gaps"', 'href="/en/network/idea"'):
        assert closed not in page


@pytest.mark.parametrize(("who", "acts"), [
    ("own", True), ("write confidential", False), ("own that reads", False), ("read confidential", False),
    ("read", False)])
def test_only_who_may_act_is_shown_buttons(who: str, acts: bool,
                                           service: tuple[TestClient, dict[str, str]]) -> None:
    client, cookies = service
    paths = "/actors/{actor}", "/actors/{actor}/others/{other}"
    pages = [ask(client, "get", path, "a", cookies[who]) for path in paths]
    if who == "write confidential":  # it reads nothing of the network, so that there is no page to show them on
        assert [page.status_code for page in pages] == [403, 403]
        return
    for page in pages:
        assert page.status_code == 200
        for words in ('name="opinion"', 'name="follow"', '/introduction"|/introductions/[0-9a-f]{32}'):
            assert bool(re.search(words, page.text)) is acts, words
