"""The description of the API, and the API held against it."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import jsonschema_rs
import pytest
import schemathesis
from hypothesis import HealthCheck, assume, settings
from schemathesis.checks import CHECKS

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import SCOPES, Key, Keys
from service.app.composition import create_app
from service.clock import now
from service.http.openapi import ERRORS, PROBLEM_TYPE, TAGS, WORDS, operations
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import examples, is_thorough
from tests.stores import store_network

DESCRIPTION = create_app(Settings()).openapi()
PATHS = ("/v1", "/v1/network", "/v1/imports", "/v1/imports/{number}", "/v1/imports/previews", "/v1/imports/lists",
         "/v1/imports/actors", "/v1/imports/cooperations", "/v1/exports/actors", "/v1/exports/cooperations",
         "/v1/cooperations", "/v1/cooperations/{cooperation}", "/v1/actors", "/v1/actors/{actor}",
         "/v1/actors/{actor}/export", "/v1/erasures/{receipt}", "/v1/actors/{actor}/opinions",
         "/v1/actors/{actor}/opinions/{other}", "/v1/actors/{actor}/blocks", "/v1/actors/{actor}/blocks/{other}",
         "/v1/actors/{actor}/outcomes", "/v1/actors/{actor}/outcomes/{other}", "/v1/actors/{actor}/follows",
         "/v1/actors/{actor}/follows/{other}", "/v1/actors/{actor}/feed", "/v1/actors/{actor}/contact",
         "/v1/actors/{actor}/introductions", "/v1/actors/{actor}/introductions/{introduction}",
         "/v1/actors/{actor}/introductions/{introduction}/acceptance",
         "/v1/actors/{actor}/introductions/{introduction}/refusal",
         "/v1/actors/{actor}/introductions/{introduction}/withdrawal",
         "/v1/actors/{actor}/introductions/{introduction}/outcome", "/v1/introductions", "/v1/introductions/reminders",
         "/v1/events", "/v1/actors/{actor}/suggestions", "/v1/suggestions", "/v1/actors/{actor}/explanations/{other}",
         "/v1/search", "/v1/vocabularies", "/v1/vocabularies/{name}", "/v1/duplicates", "/v1/ranking", "/v1/rules",
         "/v1/rules/rollback", "/v1/rules/{number}", "/v1/rules/{number}/activation", "/v1/rules/{number}/rehearsals",
         "/v1/rules/{number}/rehearsals/{rehearsal}", "/v1/audit", "/healthz", "/readyz", "/v1/tokens",
         "/v1/actors/{actor}/erasure", "/v1/actors/{actor}/requests", "/v1/actors/{actor}/requests/{idea_request}",
         "/v1/actors/{actor}/requests/{idea_request}/closure", "/v1/actors/{actor}/requests/{idea_request}/shares")
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


@schemathesis.serializer("application/x-ndjson", "text/csv",
                         "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet")
def json_lines(_context: object, value: object) -> bytes:
    """Lines as they are made up; anything else is a line of its own."""
    if isinstance(value, bytes):
        return value
    return value.encode("utf-8", "replace") if isinstance(value, str) else json.dumps(value).encode()


@schema.parametrize()
@settings(max_examples=EXAMPLES, derandomize=True, database=None,
          suppress_health_check=list(HealthCheck))
def test_whatever_is_asked_is_answered_as_described(case: schemathesis.Case[Any],
                                                    service: tuple[TestClient, str]) -> None:
    # Of an unknown parameter that is an empty list or object nothing is sent: there is nothing to be refused.
    assume(not any(value in ([], {}) for value in (case.query or {}).values()))
    client, token = service
    checks: list[Any] = CHECKS.get_by_names(CONFORMS)
    case.call_and_validate(checks=checks, app=client.app, headers={"Authorization": f"Bearer {token}"})


def titles_in(part: object, place: tuple[str, ...]) -> Iterator[tuple[str, tuple[str, ...]]]:
    """Yield every title of a description, and where it stands; what may be sent is no title."""
    if isinstance(part, list):
        for item in part:
            yield from titles_in(item, place)
    elif isinstance(part, dict):
        if isinstance(part.get("title"), str):
            yield part["title"], place
        for name, item in part.items():
            if name not in WORDS:
                yield from titles_in(item, (*place, name))


def texts_in(part: object, place: tuple[str, ...]) -> list[tuple[tuple[str, ...], dict[str, Any]]]:
    """Return the schemas of all texts in a part of a description, besides those that others are named by."""
    if isinstance(part, list):
        return [text for item in part for text in texts_in(item, place)]
    if not isinstance(part, dict):
        return []
    own = [(place, part)] if part.get("type") == "string" and not {"enum", "const"} & set(part) else []
    return own + [text for name, item in part.items() if name not in WORDS
                  for text in texts_in(item, (*place, name))]


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

    def test_no_name_stands_twice(self) -> None:
        """Generators make names of the names of schemas, of titles, and of the fields that hold objects or choices."""
        schemas = DESCRIPTION["components"]["schemas"]
        titles = [title for title, place in titles_in(DESCRIPTION, ()) if place[-2:] != ("info",)]
        inline = [f"{name}{field.title().replace('_', '')}" for name, schema in schemas.items()
                  for field, inner in schema.get("properties", {}).items() if "enum" in inner or "properties" in inner]
        assert len({name.lower() for name in (*schemas, *inline)}) == len(schemas) + len(inline)
        assert set(titles) <= {*schemas, DESCRIPTION["info"]["title"]}
        assert len(set(titles)) == len(titles)

    @pytest.mark.parametrize(("path", "method", "parameter"), [
        (path, method, parameter) for path, methods in DESCRIPTION["paths"].items()
        for method, operation in methods.items() for parameter in operation.get("parameters", ())
        if not parameter["required"]], ids=str)
    def test_what_a_parameter_is_by_itself_may_be_sent(self, path: str, method: str,
                                                       parameter: dict[str, Any]) -> None:
        """Generated clients send defaults; an empty one would say something else than none: which language, say."""
        if "default" in parameter["schema"]:
            assert parameter["schema"]["default"] not in ("", None)
        assert (parameter["in"], parameter["schema"].get("default")) != ("header", "")

    def test_defaults_are_answered_as_nothing(self, demo_client: TestClient) -> None:
        for path in ("/v1/actors", "/v1/cooperations", "/v1/vocabularies/themes", "/v1/ranking",
                     "/v1/actors/rovaniemen-kaupunki/suggestions"):
            parameters = DESCRIPTION["paths"][path.replace("themes", "{name}").replace(
                "rovaniemen-kaupunki", "{actor}")]["get"]["parameters"]
            defaults = {item["name"]: item["schema"]["default"] for item in parameters
                        if item["in"] == "query" and "default" in item["schema"]}
            answer = demo_client.get(path, params={name: str(value).lower() if isinstance(value, bool) else value
                                                   for name, value in defaults.items()})
            assert answer.json() == demo_client.get(path).json()

    @pytest.mark.parametrize("words", ["a\x00b", "\x1b[31m", "\x7f", "x\x9f"])
    def test_patterns_are_as_tight_as_the_service(self, words: str) -> None:
        """Every text that is sent has a pattern, a format or a choice of values, and those of words refuse these."""
        texts = [(place, schema) for path, methods in DESCRIPTION["paths"].items()
                 for name, operation in methods.items() for parameter in operation.get("parameters", ())
                 if parameter["in"] in ("query", "path")
                 for place, schema in texts_in(parameter["schema"], (path, name))]
        for name in ("SuggestionRequest", "Idea", "UnderstoodRequest", "RuleDraftRequest", "OpinionRequest",
                     "OutcomeRequest", "ContactRequest", "IntroductionRequest"):
            texts += texts_in(DESCRIPTION["components"]["schemas"][name]["properties"], (name,))
        assert len(texts) > 100
        for place, schema in texts:
            patterns = [schema.get("pattern"), *(part.get("pattern") for part in schema.get("allOf", ()))]
            assert any(pattern and not re.search(pattern, words) for pattern in patterns) or "format" in schema or (
                place[0] == "/v1/vocabularies/{name}"), place

    def test_a_profile_is_typed(self) -> None:
        fields = DESCRIPTION["components"]["schemas"]["ProfileRequest"]["properties"]
        assert set(fields) >= set(DESCRIPTION["components"]["schemas"]["ProfileDocument"]["properties"]) - {"id"}
        assert fields["themes"]["anyOf"][0]["type"] == "array"
        assert fields["capacity"]["type"] == ["integer", "string", "null"]
        body = DESCRIPTION["paths"]["/v1/actors/{actor}"]["put"]["requestBody"]["content"]["application/json"]
        assert body["schema"] == {"$ref": "#/components/schemas/ProfileRequest"}

    @pytest.mark.parametrize("actor", ["rovaniemen-kaupunki", "lapin-yliopisto"])
    def test_what_is_shown_may_be_sent_back(self, actor: str, demo_client: TestClient) -> None:
        profile = demo_client.get(f"/v1/actors/{actor}").json()["profile"]
        schema = {**DESCRIPTION["components"]["schemas"]["ProfileRequest"], "components": DESCRIPTION["components"]}
        jsonschema_rs.validate(schema, profile)

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
