"""Documents of sources over HTTP: looked at, asked about, stored."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from data.records.network import Network
from service.app.composition import create_app
from service.settings import Settings
from tests.clients import TestClient
from tests.contracts.source import FILES, FRIENDS, KOTKA
from tests.stores import store_network, stored_network
from tests.test_service_http_problems import refusal


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    store_network(settings.database_url, Network((KOTKA, FRIENDS)))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def body(form: str, file: str, **more: object) -> dict[str, Any]:
    return {"file": file, "format": form, "content": base64.b64encode((FILES / file).read_bytes()).decode(), **more}


def test_companies_are_looked_at_and_stored(client: TestClient, settings: Settings) -> None:
    seen = client.post("/v1/imports/previews", json=body("prh", "prh_companies.json")).json()
    assert (seen["actors"], seen["cooperations"]) == (2, 0)
    (question,) = [item for item in seen["questions"] if item["needed"]]
    assert question["about"] == ["sector", "Julkinen osakeyhtiö"]
    refusal(client.post("/v1/imports/lists", json=body("prh", "prh_companies.json")), 409, "questions-open")
    answers = [{"topic": "word", "about": question["about"], "answer": "company"}]
    report = client.post("/v1/imports/lists", json=body("prh", "prh_companies.json", answers=answers)).json()
    assert (report["added"], report["refused"]) == (3, 0)
    assert len(stored_network(settings.database_url).actors) == 5


def test_projects_become_cooperations(client: TestClient, settings: Settings) -> None:
    seen = client.post("/v1/imports/previews", json=body("eura", "eura_projects.csv")).json()
    assert (seen["actors"], seen["cooperations"]) == (0, 1)
    assert seen["list_read"]["notes"]
    report = client.post("/v1/imports/lists", json=body("eura", "eura_projects.csv")).json()
    assert (report["number"], report["added"]) == (1, 1)
    (project,) = stored_network(settings.database_url).cooperations
    assert project.members == ("kotkan-kaupunki", "ystavat")
    assert client.delete("/v1/imports/1").json()["removed"] == 1


@pytest.mark.parametrize("form", ["ptv", "prh", "eura", "jsonld"])
def test_a_wrong_file_is_a_problem_of_the_request(client: TestClient, settings: Settings, form: str) -> None:
    before = stored_network(settings.database_url)
    wrong = {"file": "other.json", "format": form, "content": base64.b64encode(b'{"companies": []}').decode()}
    for address in ("/v1/imports/previews", "/v1/imports/lists"):
        assert client.post(address, json=wrong).status_code == 422
    assert stored_network(settings.database_url) == before


def test_an_unknown_format_is_a_problem_of_the_request(client: TestClient) -> None:
    assert client.post("/v1/imports/previews", json=body("lists", "eura_projects.csv")).status_code == 422
