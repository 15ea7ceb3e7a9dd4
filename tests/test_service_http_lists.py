"""Lists over HTTP: looked at, asked about, stored once they are answered, and undone."""

from __future__ import annotations

import base64
import io
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from data.records.network import Network
from service.app.composition import create_app
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network, stored_network
from tests.test_service_http_problems import refusal

ROWS: Sequence[Sequence[object]] = (
    ("Kumppanit, Kymenlaakso 2025",), (),
    ("Organisaation nimi", "Tyyppi", "Paikkakunta", "Aiheet", "Yhteyshenkilö", "S-posti", "Muuta"),
    ("Kotkan kaupunki", "kunta", "Kotka", "neuvonta", "Maija M.", "maija@kotka.fi", "soita ensin"),
    ("Kymenlaakson Martat ry", "järjestö", "Kotka / Kouvola", "ruokakulttuuri", "", "info@martat.fi", ""),
    ("Kouvolan srk", "srk", "Kouvola", "kerhotoiminta", "", "", ""))


def xlsx(rows: Sequence[Sequence[object]] = ROWS) -> str:
    book, stream = Workbook(), io.BytesIO()
    for row in rows:
        book.worksheets[0].append(list(row))
    book.save(stream)
    return base64.b64encode(stream.getvalue()).decode()


def listed(**more: object) -> dict[str, Any]:
    return {"file": "kumppanit.xlsx", "content": xlsx(), **more}


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    store_network(settings.database_url, Network((actor("a"),)))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def preview(client: TestClient, **more: object) -> dict[str, Any]:
    response = client.post("/v1/imports/previews", json=listed(**more), headers={"Accept-Language": "fi"})
    assert response.status_code == 200, response.text
    document: dict[str, Any] = response.json()
    return document


def answers(questions: Sequence[dict[str, Any]]) -> list[dict[str, Any]]:
    """The likely answers to questions, as somebody gives them who agrees."""
    return [{name: question[name] for name in ("topic", "about", "answer")} for question in questions]


def test_a_preview_tells_what_is_open_and_stores_nothing(client: TestClient, settings: Settings) -> None:
    before = stored_network(settings.database_url)
    document = preview(client)
    assert document["list_read"]["file"] == "kumppanit.xlsx"
    assert document["list_read"]["header_line"] == 3
    assert document["list_read"]["remarks"] == ["Kumppanit, Kymenlaakso 2025"]
    assert document["list_read"]["columns"]["Paikkakunta"] == "municipalities"
    about = {tuple(question["about"]): question for question in document["questions"]}
    assert about["Tyyppi",]["answer"] == "sector"
    assert about["Tyyppi",]["needed"]
    assert about["Muuta",]["answer"] == ""
    assert not about["Muuta",]["needed"]
    assert document["list_read"]["left_out"]["Muuta"] == 1
    assert stored_network(settings.database_url) == before


def test_a_list_with_open_questions_is_not_stored(client: TestClient, settings: Settings) -> None:
    before = stored_network(settings.database_url)
    answer = refusal(client.post("/v1/imports/lists", json=listed()), 409, "questions-open")
    assert {problem["field"] for problem in answer["problems"]} >= {"Tyyppi", "Aiheet"}
    assert stored_network(settings.database_url) == before


def test_an_answered_list_is_stored_known_the_next_time_and_undone(client: TestClient, settings: Settings) -> None:
    given = answers(preview(client)["questions"])
    response = client.post("/v1/imports/lists", json=listed(answers=given))
    assert response.status_code == 200, response.text
    report = response.json()
    assert (report["number"], report["added"], report["refused"]) == (1, 3, 0)
    assert report["list_read"]["contacts"] == 2
    stored = {item.id: item for item in stored_network(settings.database_url).actors}
    assert stored["kouvolan-srk"].sector == "faith_community"
    assert stored["kymenlaakson-martat-ry"].municipalities == ("285", "286")
    assert [question for question in preview(client)["questions"] if question["needed"]] == []
    again = client.post("/v1/imports/lists", json=listed()).json()
    assert (again["number"], again["unchanged"]) == (None, 3)
    assert client.get("/v1/actors/kotkan-kaupunki/contact").json()["source"].startswith("kumppanit.xlsx, ")
    assert [card["number"] for card in client.get("/v1/imports").json()["imports"]] == [1]
    assert client.delete("/v1/imports/1").json() == {"number": 1, "added": 0, "changed": 0, "removed": 3}
    assert [item.id for item in stored_network(settings.database_url).actors] == ["a"]
    refusal(client.delete("/v1/imports/1"), 409, "import-refused")
    refusal(client.delete("/v1/imports/2"), 404, "unknown-import")


def test_contact_data_of_a_list_are_not_handed_over_before_they_are_confirmed(client: TestClient) -> None:
    client.post("/v1/imports/lists", json=listed(answers=answers(preview(client)["questions"])))
    client.put("/v1/actors/a/contact", json={"name": "A", "email": "a@a.fi"})
    asked = client.post("/v1/actors/a/introductions", json={"other": "kotkan-kaupunki", "message": "Hei"})
    assert asked.status_code == 201, asked.text
    address = f"/v1/actors/kotkan-kaupunki/introductions/{asked.json()['id']}/acceptance"
    refusal(client.put(address), 409, "contact-missing")
    client.put("/v1/actors/kotkan-kaupunki/contact", json={"name": "Maija", "email": "maija@kotka.fi"})
    assert client.put(address).status_code == 200


def test_what_a_list_has_no_column_for_stays(client: TestClient, settings: Settings) -> None:
    given = answers(preview(client)["questions"])
    client.post("/v1/imports/lists", json=listed(answers=given))
    client.put("/v1/actors/kouvolan-srk", json={"name": "Kouvolan srk", "sector": "faith_community", "needs": "Tilaa"})
    client.post("/v1/imports/lists", json=listed())
    stored = {item.id: item for item in stored_network(settings.database_url).actors}["kouvolan-srk"]
    assert (dict(stored.needs.texts), stored.municipalities) == ({"": "Tilaa"}, ("286",))


@pytest.mark.parametrize(("changes", "status", "kind"), [
    ({"content": "%%%"}, 422, "request-refused"), ({"file": ""}, 422, "request-refused"),
    ({"content": base64.b64encode(b"PK\x03\x04 no zip").decode()}, 422, "records-refused"),
    ({"content": base64.b64encode(b"\n\n").decode(), "file": "a.csv"}, 422, "records-refused"),
    ({"sheet": "Toinen"}, 422, "records-refused"), ({"extra": 1}, 422, "request-refused"),
    ({"answers": [{"topic": "column", "about": ["Tyyppi"], "answer": "colour"}]}, 422, "records-refused"),
    ({"answers": [{"topic": "colour", "about": ["Tyyppi"], "answer": "name"}]}, 422, "request-refused")])
def test_faults(client: TestClient, changes: dict[str, object], status: int, kind: str) -> None:
    for address in ("/v1/imports/previews", "/v1/imports/lists"):
        refusal(client.post(address, json=listed(**changes)), status, kind)
