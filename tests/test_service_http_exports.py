"""Records as files over HTTP, and files as bodies of imports: what goes out comes in again."""

import csv
import io
import json
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from httpx2 import Response

from data.clock import today
from data.database.connection import Database
from data.files.exporting.formats import MEDIA_TYPES, Format
from data.files.importing import read_actors, read_cooperations
from data.introductions.contacts import Contact, Contacts
from data.records.network import Network
from data.records.profiles import Profile, Wish
from data.records.relations import Cooperation
from data.store.store import Store
from service.app.composition import create_app
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import TODAY, actor, finland
from tests.stores import store_network, stored_network
from tests.test_service_http_problems import refusal

START = Network(
    (replace(actor("007"), name="=> Äiti; isä", descriptions={"": "-1", "sv": "Språkcafé"},
             needs=Wish({"fi": "Tila"}), updated=date(2026, 1, 31), website="https://kaiku.fi", keywords=("ompelu",)),
     actor("a"), actor("b", municipalities=("698",))),
    (Cooperation(("007", "a"), "Café", date(2026, 1, 15), lead="a", descriptions={"fi": "x"}),
     Cooperation(("a", "b"), "P")))
KINDS = ("actors", "cooperations")
CSV, XLSX = MEDIA_TYPES[Format.CSV], MEDIA_TYPES[Format.XLSX]


def installation(folder: Path) -> Settings:
    """An installation with the network of these tests, and contact data that are in no file."""
    settings = Settings(home=folder, encoder="hashing", index="exact")
    store_network(settings.database_url, START)
    with closing(Database(settings.database_url)) as database, Store(database).writing() as transaction:
        Contacts(transaction).put("a", Contact("Salainen Henkilö", "salainen@example.org"))
    return settings


@pytest.fixture(scope="module")
def still(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, Settings]]:
    """A service in which nothing is stored by any test, and its settings."""
    settings = installation(tmp_path_factory.mktemp("still"))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client, settings


@pytest.fixture
def reader(still: tuple[TestClient, Settings]) -> Iterator[TestClient]:
    client, settings = still
    yield client
    assert stored_network(settings.database_url) == START


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return installation(tmp_path)


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def post(client: TestClient, kind: str, content: bytes, form: str, **parameters: str) -> Response:
    response: Any = client.post(f"/v1/imports/{kind}", content=content, params=parameters,
                                headers={"Content-Type": form})
    return response  # type: ignore[no-any-return]


def workbook(*rows: list[object]) -> bytes:
    book, content = openpyxl.Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    book.save(content)
    return content.getvalue()


def table(*rows: list[object]) -> bytes:
    content = io.StringIO()
    csv.writer(content, delimiter=";").writerows([["" if cell is None else cell for cell in row] for row in rows])
    return content.getvalue().encode("cp1252")


def array(*rows: list[object]) -> bytes:
    header, *others = rows
    return json.dumps([{str(name): value for name, value in zip(header, row, strict=True) if value is not None}
                       for row in others], indent=1).encode()


BODIES: dict[str, Callable[..., bytes]] = {CSV: table, XLSX: workbook, "application/json": array}


class TestExports:
    @pytest.mark.parametrize("form", Format)
    def test_files_are_read_again(self, form: Format, reader: TestClient, tmp_path: Path) -> None:
        for kind in KINDS:
            response = reader.get(f"/v1/exports/{kind}", params={"format": form}, headers={"Accept-Language": "fi"})
            assert response.status_code == 200
            assert response.headers["content-type"].partition(";")[0] == MEDIA_TYPES[form]
            day = today()
            assert response.headers["content-disposition"] == (
                f'attachment; filename="default-{day}-{kind}.{form}"')
            assert int(response.headers["content-length"]) == len(response.content)
            (tmp_path / f"{kind}.{form}").write_bytes(response.content)
            assert b"salainen" not in response.content
        ids = [profile.id for profile in START.actors]
        assert read_actors(tmp_path / f"actors.{form}", finland(), TODAY).all_or_nothing() == START.actors
        records = read_cooperations(tmp_path / f"cooperations.{form}", ids, finland()).all_or_nothing()
        assert sorted(records, key=lambda record: record.title) == list(START.cooperations)

    @pytest.mark.parametrize(("language", "header"), [("fi", "id;name;"), ("sv", "id;name;"), ("en", "id,name,")])
    def test_csv_is_as_the_excel_of_the_reader_has_it(self, language: str, header: str, reader: TestClient) -> None:
        response = reader.get("/v1/exports/actors?format=csv", headers={"Accept-Language": language})
        assert response.content.decode("utf-8").startswith(f"\ufeff{header}")
        assert "'=> Äiti" in response.text

    def test_xlsx_is_opened_by_others(self, reader: TestClient) -> None:
        content = io.BytesIO(reader.get("/v1/exports/actors?format=xlsx").content)
        assert pd.read_excel(content, dtype=str)["id"].tolist() == ["007", "a", "b"]
        assert openpyxl.load_workbook(content).worksheets[0]["A2"].value == "007"

    @pytest.mark.parametrize(("accept", "form"), [
        ("text/csv", "csv"), ("application/ld+json, text/csv;q=0.5", "jsonld"),
        ("text/csv;q=0.5, application/*", "jsonl"), ("*/*", "jsonl"),
        ("text/html", "jsonl"), ("", "jsonl"), ("text/csv;q=0", "jsonl"), ("text/csv;q=x", "csv"),
        (XLSX, "xlsx"), ("TEXT/CSV ; header=present", "csv"), (",;,=", "jsonl")])
    def test_accept_chooses_the_format(self, accept: str, form: str, reader: TestClient) -> None:
        response = reader.get("/v1/exports/actors", headers={"Accept": accept})
        assert response.headers["content-disposition"].endswith(f'.{form}"')
        assert "Accept" in response.headers["vary"].split(", ")
        named = reader.get("/v1/exports/actors?format=jsonld", headers={"Accept": accept})
        assert named.headers["content-disposition"].endswith('.jsonld"')

    def test_filters(self, reader: TestClient) -> None:
        lines = reader.get("/v1/exports/actors?region=Lappi").text.splitlines()
        assert [json.loads(line)["id"] for line in lines] == ["b"]
        lines = reader.get("/v1/exports/cooperations?actor=b").text.splitlines()
        assert [json.loads(line)["title"] for line in lines] == ["P"]

    @pytest.mark.parametrize("query", ["format=pdf", "format=", "format=csv&format=xlsx", "limit=1", "region=Nowhere"])
    def test_what_cannot_be_asked(self, query: str, reader: TestClient) -> None:
        assert reader.get(f"/v1/exports/actors?{query}").status_code == 422

    def test_a_list_that_no_cell_holds_is_told_before_anything_is_sent(self, client: TestClient) -> None:
        words = [f"{number:03}{'x' * 190}" for number in range(200)]
        assert client.put("/v1/actors/long", json={"name": "L", "sector": "ngo", "keywords": words}).status_code == 201
        problem = refusal(client.get("/v1/exports/actors?format=csv"), 422, "value-refused")
        assert "keywords" in problem["detail"]
        assert client.get("/v1/exports/actors").status_code == 200

    def test_an_empty_network(self, tmp_path: Path) -> None:
        with TestClient(create_app(Settings(home=tmp_path / "new", encoder="hashing", index="exact"))) as client:
            for form in Format:
                for kind in KINDS:
                    assert client.get(f"/v1/exports/{kind}", params={"format": form}).status_code == 200


class TestImports:
    ROWS: tuple[list[object], ...] = (
        ["id", "name", "sector", "kunnat", "updated"], ["x", "Äiti", "ngo", "Rovaniemi", "2026-01-31"],
        ["007", "Äiti; isä", "ngo", "091", None])

    @pytest.mark.parametrize("kind", BODIES)
    def test_each_row_is_answered(self, kind: str, client: TestClient, settings: Settings) -> None:
        response = post(client, "actors", BODIES[kind](*self.ROWS), kind)
        assert response.status_code == 200, response.text
        assert [(line["line"], line["id"], line["result"]) for line in response.json()["lines"]] == [
            (2, "x", "added"), (9 if kind == "application/json" else 3, "007", "changed")]
        profile = next(item for item in stored_network(settings.database_url).actors if item.id == "x")
        assert profile == Profile("x", "Äiti", "ngo", municipalities=("698",), regions=("19",),
                                  updated=date(2026, 1, 31))

    @pytest.mark.parametrize("kind", BODIES)
    def test_cooperations(self, kind: str, client: TestClient, settings: Settings) -> None:
        rows = (["actor_a", "actor_b", "title", "since"], ["a", "b", "P", None],
                ["007", "b", "Ä", "2026"])
        answer = post(client, "cooperations", BODIES[kind](*rows), kind).json()
        assert [line["result"] for line in answer["lines"]] == ["unchanged", "added"]
        assert len(stored_network(settings.database_url).cooperations) == 3

    @pytest.mark.parametrize("kind", BODIES)
    def test_all_or_nothing_and_the_good_ones_if_asked_for(self, kind: str, client: TestClient,
                                                           settings: Settings) -> None:
        rows = (["id", "name", "sector", "colour"], ["x", "X", "ngoo", None], ["y", "Y", "ngo", None],
                ["z", "Z", "ngo", "red"])
        body = BODIES[kind](*rows)
        problems = refusal(post(client, "actors", body, kind), 422, "records-refused")["problems"]
        assert {problem["field"] for problem in problems} == {"sector", "colour"}
        assert stored_network(settings.database_url) == START
        if kind == "application/json":  # in a table an unknown column is one of every row
            answer = post(client, "actors", body, kind, skip_invalid="true").json()
            assert [line["result"] for line in answer["lines"]] == ["refused", "added", "refused"]

    @pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
    @pytest.mark.parametrize("kind", KINDS)
    def test_what_was_exported_changes_nothing(self, form: Format, kind: str, reader: TestClient) -> None:
        content = reader.get(f"/v1/exports/{kind}", params={"format": form}).content
        answer = post(reader, kind, content, MEDIA_TYPES[form]).json()
        assert {line["result"] for line in answer["lines"]} == {"unchanged"}

    def test_corrected_rejects_keep_their_column(self, client: TestClient) -> None:
        body = table(["id", "name", "sector", "problem"], ["x", "X", "ngo", "a.csv:2: ngoo"])
        assert post(client, "actors", body, "text/csv").json()["added"] == 1

    @pytest.mark.parametrize(("content", "kind"), [
        (b"", "text/csv"), (b"id,name\n", "text/csv"), (b'id,name\n"x', "text/csv"), (b"\x00", "text/csv"),
        (b"PK\x03\x04", XLSX), (b"", XLSX), (b"id,name", XLSX), (b"", "application/json"), (b"[]", "application/json"),
        (b"{}", "application/json"), (b"[1]", "application/json"), (b"[{]", "application/json"),
        (b'[{"id": "\xe4"}]', "application/json"), (b'"x"', "application/json"),
        (b'[{"id": "x", "id": "y", "name": "X", "sector": "ngo"}]', "application/json"),
        (b"[" * 50 + b"]" * 50, "application/json"), (b'[{"id": "x", "capacity": NaN}]', "application/json")])
    @pytest.mark.parametrize("path", KINDS)
    def test_bodies_that_are_none(self, content: bytes, kind: str, path: str, reader: TestClient) -> None:
        problem = refusal(post(reader, path, content, kind), 422, "records-refused")
        assert "/" not in problem["detail"]

    @pytest.mark.parametrize(("bound", "words"), [("MOST_LINES", "more than 1 lines"), ("MOST_CELLS", "cells")])
    def test_bounds(self, bound: str, words: str, reader: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(f"service.http.row_bodies.{bound}", 1)
        for kind in (CSV, XLSX):
            problem = refusal(post(reader, "actors", BODIES[kind](*self.ROWS), kind), 422, "records-refused")
            assert words in problem["detail"]
        refusal(post(reader, "actors", array(*self.ROWS), "application/json"), 422, "records-refused")

    def test_a_repeated_import_is_answered_once(self, client: TestClient) -> None:
        headers = {"Idempotency-Key": "import", "Content-Type": "text/csv"}
        body = table(*self.ROWS)
        first, again = (client.post("/v1/imports/actors", content=body, headers=headers) for _ in range(2))
        assert first.json() == again.json()
        other = client.post("/v1/imports/actors", content=body, headers={**headers, "Content-Type": "application/json"})
        assert other.status_code == 422
