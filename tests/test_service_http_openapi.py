"""The description of the API, and the API held against it."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest
import schemathesis
from hypothesis import HealthCheck, assume, settings
from schemathesis.checks import CHECKS

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import SCOPES, Key, Keys
from service.app.composition import create_app
from service.clock import now
from service.http.openapi import ERRORS, PROBLEM_TYPE, TAGS, operations
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import examples, is_thorough
from tests.stores import store_network

DESCRIPTION = create_app(Settings()).openapi()
PATHS = ("/", "/v1/network", "/v1/imports/actors", "/v1/imports/cooperations", "/v1/cooperations",
         "/v1/cooperations/{cooperation}", "/v1/actors", "/v1/actors/{actor}",
         "/v1/actors/{actor}/export", "/v1/actors/{actor}/opinions", "/v1/actors/{actor}/opinions/{other}",
         "/v1/actors/{actor}/blocks", "/v1/actors/{actor}/blocks/{other}", "/v1/actors/{actor}/outcomes",
         "/v1/actors/{actor}/outcomes/{other}", "/v1/actors/{actor}/follows", "/v1/actors/{actor}/follows/{other}",
         "/v1/actors/{actor}/feed", "/v1/actors/{actor}/contact",
         "/v1/actors/{actor}/introductions", "/v1/actors/{actor}/introductions/{introduction}",
         "/v1/actors/{actor}/introductions/{introduction}/acceptance",
         "/v1/actors/{actor}/introductions/{introduction}/refusal",
         "/v1/actors/{actor}/introductions/{introduction}/withdrawal",
         "/v1/actors/{actor}/introductions/{introduction}/outcome", "/v1/introductions/reminders",
         "/v1/actors/{actor}/suggestions", "/v1/suggestions",
             "/v1/actors/{actor}/explanations/{other}", "/v1/search", "/v1/vocabularies", "/v1/vocabularies/{name}",
             "/v1/ranking", "/v1/rules", "/v1/rules/rollback", "/v1/rules/{number}", "/v1/rules/{number}/activation",
         "/v1/rules/{number}/rehearsals", "/v1/rules/{number}/rehearsals/{rehearsal}", "/v1/audit", "/healthz",
         "/readyz")
# Not among them: that whatever has the right form is accepted, since words can be in no vocabulary.
CONFORMS = ("not_a_server_error", "status_code_conformance", "content_type_conformance", "response_headers_conformance",
            "response_schema_conformance", "negative_data_rejection", "unsupported_method")
EXAMPLES = examples(100)
schema = schemathesis.openapi.from_dict(DESCRIPTION)
# Quick leaves out the cases that are worked out for every limit of every schema, a thousand and more.
schema.config.phases.coverage.enabled = is_thorough()


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory, demo_network: Network) -> Iterator[tuple[TestClient, str]]:
    """A service over the demo network that may be written to, and a key that allows everything."""
    configuration = Settings(home=tmp_path_factory.mktemp("fuzzed"), encoder="hashing", index="exact",
                             rate="1000000/minute")
    store_network(configuration.database_url, demo_network)
    with closing(Database(configuration.database_url)) as database:
        token = Keys(database).create(Key("", "default", "test", frozenset(SCOPES), "", now()))
    with TestClient(create_app(configuration), raise_server_exceptions=False) as client:
        yield client, token


@schemathesis.serializer("application/x-ndjson")
def json_lines(_context: object, value: object) -> bytes:
    """Lines as they are made up; anything else is a line of its own."""
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()


@schema.parametrize()
@settings(max_examples=EXAMPLES, deadline=None, derandomize=True, database=None,
          suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_is_answered_as_described(case: schemathesis.Case[Any],
                                                    service: tuple[TestClient, str]) -> None:
    # Of an unknown parameter that is an empty list or object nothing is sent: there is nothing to be refused.
    assume(not any(value in ([], {}) for value in (case.query or {}).values()))
    client, token = service
    checks: list[Any] = CHECKS.get_by_names(CONFORMS)
    case.call_and_validate(checks=checks, app=client.app, headers={"Authorization": f"Bearer {token}"})


class TestDescription:
    def test_it_is_served(self, demo_client: TestClient) -> None:
        assert demo_client.get("/openapi.json").json() == DESCRIPTION
        assert DESCRIPTION["openapi"].startswith("3.1.")
        assert DESCRIPTION["info"]["title"] == "Kumppani"

    def test_everything_is_in_it(self) -> None:
        assert set(DESCRIPTION["paths"]) == set(PATHS)

    @pytest.mark.parametrize("operation", list(operations(DESCRIPTION)), ids=lambda operation: operation["operationId"])
    def test_an_operation_is_described(self, operation: dict[str, Any]) -> None:
        assert operation["summary"]
        assert operation["description"].endswith(".")
        assert set(operation["tags"]) < {tag["name"] for tag in TAGS}
        assert all(parameter.get("description") for parameter in operation.get("parameters", ()))
        errors = {int(status): answer for status, answer in operation["responses"].items() if status >= "400"}
        assert {421, 422, 500, 503} <= set(errors) <= set(ERRORS)
        for answer in errors.values():
            assert answer["content"] == {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}

    def test_schemas_have_names_of_their_own(self) -> None:
        """Where two have one name, both are named after the modules they stand in."""
        assert [name for name in DESCRIPTION["components"]["schemas"] if "__" in name] == []

    def test_operations_have_names_of_their_own(self) -> None:
        names = [operation["operationId"] for operation in operations(DESCRIPTION)]
        assert "suggest_for_actor" in names
        assert len(set(names)) == len(names)

    @pytest.mark.parametrize("example", DESCRIPTION["components"]["schemas"]["SuggestionRequest"]["examples"])
    def test_examples_of_bodies_are_answered(self, example: dict[str, Any], demo_client: TestClient) -> None:
        answer = demo_client.post("/v1/suggestions", json=example)
        assert answer.status_code == 200
        assert answer.json()["suggestions"]

    @pytest.mark.parametrize(("path", "name", "example"), [
        (path, parameter["name"], example)
        for path, methods in DESCRIPTION["paths"].items() for parameter in methods.get("get", {}).get("parameters", ())
        if parameter["in"] == "query" and "{number}" not in path for example in parameter["schema"].get("examples", ())
    ])
    def test_examples_of_parameters_are_answered(self, path: str, name: str, example: str | list[str],
                                                 demo_client: TestClient) -> None:
        places = {"actor": "rovalan-setlementti-ry-monikulttuurikeskus-moninet", "other": "rovaniemen-kaupunki",
                  "name": "themes"}
        parameters = {"q": "x"} if path == "/v1/search" else {}
        answer = demo_client.get(path.format(**places), params={**parameters, name: example})
        assert answer.status_code == 200, answer.text
