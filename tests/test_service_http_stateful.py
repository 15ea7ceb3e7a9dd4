"""The whole API with a key, in any order: whatever has been written before, answers are as described."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, given, seed, settings
from hypothesis import strategies as st
from schemathesis.checks import CHECKS
from schemathesis.core.result import Ok

from data.database.connection import Database
from data.governance.audit_log import AuditLog
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import SCOPES, Key, Keys
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.snapshot import Parts, Snapshot
from models.encoders import HashingEncoder
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import in_gear
from tests.networks import TODAY, actor, default_weights, finland, shipped_rules
from tests.stores import store_network
from tests.test_service_http_openapi import DESCRIPTION  # where it also stands how bodies of imports are sent

SEQUENCES, STEPS = in_gear(quick=20, thorough=200), 24
# Both begin anew, with other sequences, until everything below has been done, and favour then what has not yet been;
# the first sequences of thorough favour nothing.
SEEDS: tuple[int | None, ...] = in_gear(quick=tuple(range(10)), thorough=(None, *range(3)))
FAVOUR = 8
WRITES = (("PUT", "/v1/actors/{actor}", 200), ("PUT", "/v1/actors/{actor}", 201),
          ("DELETE", "/v1/actors/{actor}", 200), ("POST", "/v1/cooperations", 201),
          ("DELETE", "/v1/cooperations/{cooperation}", 204), ("POST", "/v1/imports/actors", 200),
          ("POST", "/v1/rules", 201), ("POST", "/v1/rules/{number}/activation", 200),
          ("POST", "/v1/rules/{number}/rehearsals", 202), ("GET", "/v1/actors/{actor}/export", 200),
          ("GET", "/v1/actors/{actor}/suggestions", 200))
IDS = tuple("abcdef")
# Not among them: that what has the wrong form is refused, since good bodies are put in the place of some.
CONFORMS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
            "response_schema_conformance")
SCHEMA = schemathesis.openapi.from_dict(DESCRIPTION)
OPERATIONS = [result.ok() for result in SCHEMA.get_all_operations() if isinstance(result, Ok)]

ids = st.sampled_from(IDS)
profiles = st.fixed_dictionaries({
    "name": st.sampled_from(["Kahvila", "Ä 🙂", "x" * 200]), "sector": st.sampled_from(["ngo", "municipality"]),
    "municipalities": st.sampled_from([["Espoo"], ["Turku", "091"], []]),
    "themes": st.sampled_from([["employment"], ["Talent Boost", "sports"], []]),
    "descriptions": st.sampled_from([{"fi": "Kielikahvila"}, {"sv": "Språkcafé", "en": "Café"}, {}]),
    "status": st.sampled_from(["active", "inactive"])})
# Rules that name nothing: lists stay what the shipped rules make them only where those are in use again at the end.
rule_texts = st.sampled_from(['format = "kumppani-rules/1"', 'format = "kumppani-rules/1" # other'])
GOOD_BODIES: dict[tuple[str, str], st.SearchStrategy[Any]] = {
    ("PUT", "/v1/actors/{actor}"): profiles,
    ("PUT", "/v1/actors/{actor}/opinions/{other}"): st.fixed_dictionaries(
        {"opinion": st.sampled_from(["useful", "not_now", "not_relevant", "partner", "never"])}),
    ("PUT", "/v1/actors/{actor}/outcomes/{other}"): st.one_of(
        st.just({"outcome": "met"}), st.builds(lambda title: {"outcome": "working", "project": title},
                                               st.sampled_from(["", "p", "q"]))),
    ("PUT", "/v1/actors/{actor}/contact"): st.sampled_from([
        {"name": "Toimisto", "email": "toimisto@example.org"}, {"name": "Ä 🙂", "phone": "+358 40 1234567"}]),
    ("POST", "/v1/actors/{actor}/introductions"): st.fixed_dictionaries({"other": ids, "message": st.just("Hei 🙂")}),
    ("PUT", "/v1/actors/{actor}/introductions/{introduction}/outcome"): st.fixed_dictionaries(
        {"outcome": st.sampled_from(["met", "working", "nothing"])}),
    ("POST", "/v1/actors/{actor}/requests"): st.builds(
        lambda others: {"text": "Kielikahvila 🙂", "shared_with": others}, st.lists(ids, max_size=3)),
    ("POST", "/v1/duplicates"): st.fixed_dictionaries({
        "decision": st.sampled_from(["merge", "different"]), "first": ids, "second": ids}),
    ("POST", "/v1/tokens"): st.fixed_dictionaries({"actor": ids}),
    ("POST", "/v1/rules"): st.fixed_dictionaries({"content": rule_texts}),
    ("POST", "/v1/rules/{number}/activation"): st.fixed_dictionaries({"expected": st.integers(0, 3)}),
    ("POST", "/v1/rules/rollback"): st.fixed_dictionaries({"expected": st.integers(0, 3)}),
    ("POST", "/v1/cooperations"): st.builds(lambda members, title: {"members": members, "title": title},
                                            st.lists(ids, min_size=2, max_size=4, unique=True), st.sampled_from("pqr")),
    ("POST", "/v1/imports/cooperations"): st.lists(
        st.builds(lambda members, title: json.dumps({"members": members, "title": title}),
                  st.lists(ids, min_size=2, max_size=3, unique=True), st.sampled_from("pqr")),
        min_size=1, max_size=4).map("\n".join),
    ("POST", "/v1/imports/actors"): st.lists(st.builds(lambda key, profile: {**profile, "id": key}, ids, profiles),
                                             min_size=1, max_size=5, unique_by=lambda item: item["id"]).map(
        lambda items: "\n".join(json.dumps(item) for item in items)),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, str, Database]]:
    """A service over four actors, a key that allows everything, and its database."""
    configuration = Settings(home=tmp_path_factory.mktemp("stateful"), encoder="hashing", index="exact",
                             rate="1000000/minute")
    store_network(configuration.database_url, Network(tuple(actor(name) for name in IDS[:4])))
    with closing(Database(configuration.database_url)) as database:
        token = Keys(database).create(Key("", "default", "test", frozenset(SCOPES), "", now()))
        with TestClient(create_app(configuration), raise_server_exceptions=False) as client:
            yield client, token, database


def test_any_sequence_of_requests_is_answered_as_described(service: tuple[TestClient, str, Database]) -> None:
    client, token, database = service
    checks: list[Any] = CHECKS.get_by_names(CONFORMS)
    counts: Counter[tuple[str, str, int]] = Counter()

    @settings(max_examples=SEQUENCES, derandomize=True, database=None,
              suppress_health_check=list(HealthCheck))
    @given(data=st.data())
    def run(data: st.DataObject) -> None:
        cooperations: list[str] = []
        introductions: list[str] = []
        for _ in range(STEPS):
            operation = data.draw(operations)
            case = data.draw(operation.as_strategy())
            improve(case, cooperations, introductions, data)
            response = case.call_and_validate(checks=checks, app=client.app,
                                              headers={"Authorization": f"Bearer {token}"})
            counts[operation.method.upper(), operation.path, response.status_code] += 1
            if operation.path == "/v1/cooperations" and response.status_code in (200, 201):
                document = response.json()
                cooperations += [item["id"] for item in document.get("cooperations", [document])]
            if operation.path == "/v1/actors/{actor}/introductions" and response.status_code in (200, 201):
                document = response.json()
                introductions += [item["id"] for item in document.get("introductions", [document])]

    for number in SEEDS:
        missing = {(method, path) for method, path, status in WRITES if not counts[method, path, status]}
        operations = st.sampled_from(OPERATIONS + (0 if number is None else FAVOUR) * [
            operation for operation in OPERATIONS if (operation.method.upper(), operation.path) in missing])
        if missing:
            (run if number is None else seed(number)(run))()
    assert sum(counts.values()) >= SEQUENCES * STEPS
    for write in WRITES:
        assert counts[write], write
    headers = {"Authorization": f"Bearer {token}"}
    active = client.get("/v1/network", headers=headers).json()["rules"]
    back = client.post("/v1/rules/0/activation", json={"expected": active}, headers=headers)
    assert back.status_code == 200
    compare_with_the_store(client, token, Store(database).read())
    AuditLog(database).check("default")


def improve(case: schemathesis.Case[Any], cooperations: list[str], introductions: list[str],
            data: st.DataObject) -> None:
    """Put ids that may be there, and bodies that are good, in the place of most of what was made up.

    What is drawn does not depend on what was answered: the same draws have to be possible when a failure is looked for
    again.
    """
    chances, choice = data.draw(st.lists(st.integers(0, 4), min_size=6, max_size=6)), data.draw(st.integers(0, 1000))
    if "number" in (case.path_parameters or {}) and chances[0]:
        case.path_parameters["number"] = choice % 4
    choices = {"actor": IDS, "other": IDS, "cooperation": tuple(cooperations),
               "introduction": tuple(introductions)}
    for (name, ids), chance in zip(choices.items(), chances, strict=False):
        if name in (case.path_parameters or {}) and ids and chance:
            case.path_parameters[name] = ids[(choice + (name == "other")) % len(ids)]
    good = data.draw(GOOD_BODIES.get((case.operation.method.upper(), case.operation.path), st.none()))
    if good is not None and chances[4]:
        case.body = good
        if isinstance(good, str):
            case.media_type = "application/x-ndjson"
    if case.headers is not None and chances[5]:
        for name in ("if-match", "if-none-match", "idempotency-key"):
            case.headers.pop(name, None)


def compare_with_the_store(client: TestClient, token: str, network: Network) -> None:
    """After all of it the service answers what the stored records say, worked out apart from it."""
    parts = Parts(finland(), HashingEncoder(), shipped_rules(), default_weights(), "exact")
    matcher = Matcher(Snapshot(network, parts))
    for profile in network.actors:
        answer = client.get(f"/v1/actors/{profile.id}/suggestions", params={"as_of": str(TODAY), "limit": 100},
                            headers={"Authorization": f"Bearer {token}"}).json()
        right = matcher.suggest(profile, Query(TODAY, limit=100)).suggestions
        assert [(item["actor_id"], round(item["score"], 6)) for item in answer["suggestions"]] == [
            (item.profile.id, round(item.ledger.score, 6)) for item in right]
