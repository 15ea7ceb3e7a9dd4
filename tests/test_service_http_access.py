"""Who may ask for what: every address × every kind of key × one's own actor and another one."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import closing
from datetime import timedelta

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.tenancy.api_keys import SCOPES, Key, Keys
from data.tenancy.tokens import claims_for, mint
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from tests.access_table import accesses
from tests.clients import TestClient
from tests.test_service_http_dependencies import OPEN, PLACES, bearer, new_key, store_two_networks
from tests.test_service_http_openapi import DESCRIPTION
from tests.test_service_http_problems import refusal

# What all members may see; what an actor keeps for itself; what is done in its name; and so on. Each address stands
# once: a new one fails until somebody has decided who may ask for it.
ROUTES: Mapping[str, str] = {
    "read": """
        get /v1/network | get /v1/cooperations | get /v1/actors | get /v1/actors/{actor} | get /v1/search
        get /v1/actors/{actor}/suggestions | post /v1/suggestions | get /v1/actors/{actor}/explanations/{other}
        get /v1/vocabularies | get /v1/vocabularies/{name} | get /v1/ranking
        get /v1/suggestions | get /v1/exports/actors | get /v1/exports/cooperations | get /v1/erasures/{receipt}""",
    "confide": """
        get /v1/actors/{actor}/opinions | get /v1/actors/{actor}/blocks | get /v1/actors/{actor}/outcomes
        get /v1/actors/{actor}/follows | get /v1/actors/{actor}/feed | get /v1/actors/{actor}/contact
        get /v1/actors/{actor}/introductions | get /v1/actors/{actor}/introductions/{introduction}
        get /v1/actors/{actor}/requests | get /v1/actors/{actor}/requests/{idea_request}
        get /v1/actors/{actor}/export | get /v1/actors/{actor}/erasure""",
    "act": """
        put /v1/actors/{actor} | put /v1/actors/{actor}/opinions/{other} | delete /v1/actors/{actor}/opinions/{other}
        put /v1/actors/{actor}/blocks/{other} | delete /v1/actors/{actor}/blocks/{other}
        put /v1/actors/{actor}/outcomes/{other} | delete /v1/actors/{actor}/outcomes/{other}
        put /v1/actors/{actor}/follows/{other} | delete /v1/actors/{actor}/follows/{other}
        put /v1/actors/{actor}/contact | delete /v1/actors/{actor}/contact | post /v1/actors/{actor}/introductions
        post /v1/actors/{actor}/requests | put /v1/actors/{actor}/requests/{idea_request}/closure
        put /v1/actors/{actor}/requests/{idea_request}/shares
        delete /v1/actors/{actor}/requests/{idea_request}
        put /v1/actors/{actor}/introductions/{introduction}/acceptance
        put /v1/actors/{actor}/introductions/{introduction}/refusal
        put /v1/actors/{actor}/introductions/{introduction}/withdrawal
        put /v1/actors/{actor}/introductions/{introduction}/outcome
        delete /v1/actors/{actor}/introductions/{introduction}/outcome""",
    "watch": "get /v1/introductions | get /v1/events",
    "erase": "delete /v1/actors/{actor} | delete /v1/actors/{actor}/erasure",
    "write": """
        post /v1/imports/actors | post /v1/imports/cooperations | post /v1/cooperations
        delete /v1/cooperations/{cooperation}""",
    "coordinate": """
        get /v1/imports | delete /v1/imports/{number} | post /v1/imports/previews | post /v1/imports/lists
        get /v1/duplicates | post /v1/duplicates
        get /v1/rules | post /v1/rules | post /v1/rules/rollback | get /v1/rules/{number} | delete /v1/rules/{number}
        post /v1/rules/{number}/activation | post /v1/rules/{number}/rehearsals
        get /v1/rules/{number}/rehearsals/{rehearsal} | delete /v1/rules/{number}/rehearsals/{rehearsal}""",
    "remind": "post /v1/introductions/reminders",
    "administer": "get /v1/audit",
    "vouch": "post /v1/tokens",
}
# Which keys open it: scopes of keys to the whole network, each a key of its own or several in one.
OPENERS: Mapping[str, frozenset[str]] = {
    "read": frozenset({"read", "read confidential"}),
    "confide": frozenset({"confidential", "read confidential", "coordinate confidential"}),
    "watch": frozenset({"confidential", "read confidential", "coordinate confidential"}),
    "act": frozenset({"write"}), "erase": frozenset({"erase"}), "write": frozenset({"write"}),
    "coordinate": frozenset({"coordinate", "coordinate confidential"}),
    "remind": frozenset({"coordinate confidential"}), "administer": frozenset({"admin"}),
    "vouch": frozenset({"read confidential"}),
}
WIDE = (*SCOPES, "read confidential", "coordinate confidential")
# Which keys of the actor “a” open what is of “a”, and what is of “b” or of nobody.
ACTING = frozenset({"read", "confide", "act", "erase"})
OWN = {"own key": ACTING, "own token": ACTING,
       "own key that reads": frozenset({"read", "confide"}), "own token that reads": frozenset({"read", "confide"})}
OTHERS = frozenset({"read"})
DEAD = ("expired", "revoked", "expired token", "token of a revoked key", "token of another network",
        "token of nobody's key", "nonsense")


def operations() -> dict[tuple[str, str], str]:
    """Return what kind of question each operation is."""
    return {tuple(words.split()): kind for kind, lines in ROUTES.items()  # type: ignore[misc]
            for line in lines.strip().splitlines() for words in line.split("|")}


def token_of(database: Database, key: str, actor: str, *scopes: str, **changes: object) -> str:
    voucher = Keys(database).find(key, now())
    claims = claims_for(actor, voucher, scopes, now(), timedelta(minutes=15))
    return mint(key, claims.model_copy(update=changes), voucher)


def id_of(key: str) -> str:
    return key.split("_")[1]


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, dict[str, str]]]:
    """A service over two networks, and a key or token of every kind."""
    settings = Settings(home=tmp_path_factory.mktemp("access"), encoder="hashing", index="exact", rate="1000000/minute",
                        wrong_keys="1000000/minute")
    with closing(Database(settings.database_url)) as database:
        store_two_networks(database)
        keys = {words: new_key(database, "default", *words.split()) for words in WIDE}
        voucher, there, gone, ended = (new_key(database, name) for name in ("default", "other", "default", "default"))
        for name, scopes in (("own key", {"read", "write"}), ("own key that reads", {"read"})):
            keys[name] = Keys(database).create(Key("", "default", "x", frozenset(scopes), "", now(), actor="a"))
        past = int(now().timestamp()) - 901
        keys |= {"own token": token_of(database, voucher, "a", "read", "write", "erase"),
                 "own token that reads": token_of(database, voucher, "a"), "expired": new_key(database, days=-1),
                 "revoked": ended, "expired token": token_of(database, voucher, "a", iat=past, exp=past + 900),
                 "token of a revoked key": token_of(database, gone, "a", "write"), "nonsense": "a.b.c",
                 "token of another network": token_of(database, voucher, "a", network="other"), "there": there,
                 "token of nobody's key": "x".join(token_of(database, voucher, "a").rsplit(".", 1)[:1]) + ".AAAA"}
        for key in (gone, ended):
            Keys(database).revoke("default", id_of(key), now())
        with TestClient(create_app(settings), raise_server_exceptions=False) as client:
            yield client, keys


def ask(client: TestClient, method: str, path: str, actor: str, key: str) -> Response:
    """Ask for something in a way that changes little: without a body, and an actor only as it never was."""
    other = "b" if actor == "a" else "a"
    address = path.format(**{**PLACES, "actor": actor, "other": other})
    headers = {**bearer(key), **({"If-Match": '"x"'} if (method, path) == ("delete", "/v1/actors/{actor}") else {})}
    return client.request(method, address, params={"q": "x"} if path == "/v1/search" else {}, headers=headers)


def test_every_address_is_listed() -> None:
    described = {(method, path) for path, methods in DESCRIPTION["paths"].items() if path not in OPEN
                 for method in methods}
    assert described == set(operations())


def test_each_asks_for_one_kind_of_access() -> None:
    """Two would be counted twice, and both would have to be open."""
    listed = [operation for some in accesses().values() for operation in some]
    assert len(set(listed)) == len(listed) == len(operations())


@pytest.mark.parametrize(("method", "path"), operations())
class TestMatrix:
    @pytest.mark.parametrize("actor", ["a", "b"])
    def test_keys_to_the_whole_network(self, actor: str, method: str, path: str,
                                       service: tuple[TestClient, dict[str, str]]) -> None:
        client, keys = service
        kind = operations()[method, path]
        for words in WIDE:
            response = ask(client, method, path, actor, keys[words])
            if words in OPENERS[kind]:
                assert response.status_code not in (401, 403), (words, response.text)
            else:
                refusal(response, 403, "scope-missing")

    @pytest.mark.parametrize("actor", ["a", "b"])
    def test_keys_and_tokens_of_one_actor(self, actor: str, method: str, path: str,
                                          service: tuple[TestClient, dict[str, str]]) -> None:
        client, keys = service
        kind = operations()[method, path]
        for words, kinds in OWN.items():
            response = ask(client, method, path, actor, keys[words])
            if kind in (kinds if actor == "a" else OTHERS):
                assert response.status_code not in (401, 403), (words, response.text)
            elif kind in kinds:
                assert "another actor" in refusal(response, 403, "other-actor")["detail"]
            else:
                refusal(response, 403, "scope-missing")

    def test_those_that_open_nothing(self, method: str, path: str, service: tuple[TestClient, dict[str, str]]) -> None:
        client, keys = service
        refusal(client.request(method, path.format(**PLACES)), 401, "key-missing")
        for words in DEAD:
            refusal(ask(client, method, path, "a", keys[words]), 401, "key-refused")

    def test_a_key_to_another_network_opens_nothing_of_this_one(self, method: str, path: str,
                                                                service: tuple[TestClient, dict[str, str]]) -> None:
        client, keys = service
        response = ask(client, method, path, "b", keys["there"])  # there is no “b” there
        assert "Kielikahvila" not in response.text
        assert "{actor}" not in path or response.status_code >= 400

    def test_it_is_described(self, method: str, path: str) -> None:
        kind, security = operations()[method, path], DESCRIPTION["paths"][path][method]["security"]
        actors = any(kind in kinds for kinds in OWN.values())
        assert security == [{"key": []}, *([{"token": []}] if actors else [])]


@pytest.mark.parametrize(("method", "path"), [place for place, kind in operations().items()
                                              if kind in ("read", "confide") and place[0] == "get"])
def test_what_is_admitted_is_answered(method: str, path: str, service: tuple[TestClient, dict[str, str]]) -> None:
    client, keys = service
    answers = {ask(client, method, path, "a", keys[words]).status_code
               for words in ("own key", "own token", "read confidential")}
    # What can be taken back, the matrix has taken back.
    may_be_gone = "contact" in path or "{idea_request}" in path
    assert answers <= ({404} if "erasure" in path else {200, 404} if may_be_gone else {200})


def test_schemes_are_described() -> None:
    schemes = DESCRIPTION["components"]["securitySchemes"]
    assert (schemes["key"]["scheme"], schemes["token"]["bearerFormat"]) == ("bearer", "JWT")
