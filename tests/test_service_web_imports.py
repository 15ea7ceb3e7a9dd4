"""Bringing a list by the pages: what is read and asked, answered, mended, stored and undone; without a browser."""

from __future__ import annotations

import html
import io
import json
import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import pytest
from httpx2 import Response
from openpyxl import Workbook

from data.records.network import Network
from data.wording.texts import LANGUAGES
from service.app.composition import create_app
from service.settings import Settings
from service.web.list_forms import name_of_answer
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_web import EVIL, OWN, demand_plain

LIST, IMPORTS = "/en/network/imports/list", "/en/network/imports"
FIELD = re.compile(r'<(input|button)[^>]*\bname="([^"]*)"[^>]*>')
SELECT = re.compile(r'<select[^>]*\bname="([^"]*)"[^>]*>(.*?)</select>', re.DOTALL)
CHOSEN = re.compile(r'<option value="([^"]*)" selected>')
VALUE = re.compile(r'\bvalue="([^"]*)"')
HEADERS = ("Organisaation nimi", "Tyyppi", "Paikkakunta", "Mitä tehdään", "Yhteyshenkilö", "Sähköposti", "Muuta")
PAIR = name_of_answer(("pair", "villa-a", "villa-a"))
ROWS = (("Kaiku ry", "järjestö", "Lahti", "Kielikahvila äideille", "Anna Esimerkki", "anna@kaiku.example", "x"),
        ("Moniheli", "järjestö / yhdistys", "Hki", "Neuvontaa", None, None, None),
        ("Villa A", "jarjesto", "Turku", None, None, None, None))


def workbook(*rows: tuple[object, ...], headers: tuple[str, ...] = HEADERS) -> bytes:
    book = Workbook()
    sheet = book.worksheets[0]
    for row in (("Yhteistyökumppanit 2026",), (), headers, *rows):
        sheet.append(list(row))
    stream = io.BytesIO()
    book.save(stream)
    return stream.getvalue()


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path, encoder="hashing")
    store_network(settings.database_url, Network((replace(actor("villa-a"), name="Villa A ry"), actor("b"))))
    with TestClient(create_app(settings)) as client:
        yield client


def bring(client: TestClient, content: bytes, name: str = "lista.xlsx", language: str = "en") -> Response:
    return client.post(f"/{language}/network/imports/list", headers=OWN, files={"upload": (name, content)})


def fields_of(page: str) -> dict[str, str]:
    """Return what a browser would send of the form with which a list is gone on with."""
    form = page[page.index('enctype="multipart/form-data"'):]
    found: dict[str, str] = {}
    for match in FIELD.finditer(form):
        kind, name = match[1], html.unescape(match[2])
        value = VALUE.search(match[0])
        is_off = kind == "button" or (('type="radio"' in match[0] or 'type="checkbox"' in match[0]) and (
            " checked" not in match[0]))
        if not is_off:
            found[name] = html.unescape(value[1]) if value else ""
    for name, options in SELECT.findall(form):
        chosen = CHOSEN.search(options)
        found[html.unescape(name)] = html.unescape(chosen[1]) if chosen else ""
    return found


def send(client: TestClient, fields: Mapping[str, str], **more: str) -> Response:
    parts = [(name, (None, value)) for name, value in {**fields, **more}.items()]
    return client.post(LIST, headers=OWN, files=parts, follow_redirects=False)


def stored(client: TestClient) -> dict[str, Any]:
    return {item["id"]: item for item in client.get("/v1/actors", params={"limit": 100}).json()["actors"]}


class TestJourney:
    def test_a_list_with_wrong_headers_is_in_after_one_look(self, client: TestClient) -> None:
        page = bring(client, workbook(*ROWS))
        assert page.status_code == 200
        assert "Sheet “Sheet”, header on line 3." in page.text
        assert "Villa A ry" in page.text  # side by side
        assert "lista.xlsx" in page.text
        assert len(stored(client)) == 2  # nothing is stored by looking
        done = send(client, {**fields_of(page.text), PAIR: "same"}, do="store")
        assert (done.status_code, done.headers["Location"]) == (303, f"{IMPORTS}?stored=1#stored")
        actors = stored(client)
        assert set(actors) == {"villa-a", "b", "kaiku-ry", "moniheli"}
        assert actors["kaiku-ry"]["municipalities"][0]["label"] == "Lahti"
        assert "Anna" not in json.dumps(actors)
        again = client.get(done.headers["Location"])
        assert "import 1" in again.text
        assert "lista.xlsx" in again.text

    def test_what_changes_of_whom_is_shown_before(self, client: TestClient) -> None:
        row = ("B", "järjestö", "Helsinki", "Neuvontaa", None, None, None)
        page = bring(client, workbook(row)).text
        table = page[page.index('id="changed"'):]
        cells = re.findall(r"<t[dh][^>]*>([^<]*)</t[dh]>", table[:table.index("</table>")])
        assert cells[4:] == ["B", "what the actor does", "–", "Neuvontaa"]

    def test_the_list_goes_on_in_another_language(self, client: TestClient) -> None:
        page = bring(client, workbook(*ROWS)).text
        assert 'form="list" formaction="/sv/network/imports/list"' in page
        fields = {**fields_of(page), "do": "read"}
        answer = client.post("/sv/network/imports/list", headers=OWN, data=fields)
        assert answer.status_code == 200
        assert "lista.xlsx" in answer.text
        assert '<html lang="sv">' in answer.text

    @pytest.mark.parametrize("do", ["read", "store"])
    def test_what_stood_chosen_is_no_answer_before_the_list_is_in(self, client: TestClient, do: str) -> None:
        """Reading again, going on in another language, importing too early: the questions stay, and nothing is lost."""
        first = fields_of(bring(client, workbook(*ROWS, (None, "järjestö", "Lahti", "", None, None, None))).text)
        second = send(client, first, do=do).text
        assert fields_of(second)[PAIR] == first[PAIR] == "different"
        assert 'name="change"' not in second
        assert [name for name in fields_of(second) if name.startswith("answer:")] == [
            name for name in first if name.startswith("answer:")]

    @pytest.mark.parametrize(("name", "town", "expected"), [
        ("Villa A", "Turku", "different"), ("Villa A rf", "", "same"), ("Villa Aa", "Helsinki", "")])
    def test_another_actor_is_never_given_up_unasked(self, client: TestClient, name: str, town: str,
                                                     expected: str) -> None:
        fields = fields_of(bring(client, workbook((name, "yhdistys", town, "", None, None, None))).text)
        pairs = {key: value for key, value in fields.items() if key.startswith("answer:%5B%22pair%22")}
        assert list(pairs.values()) == [expected][:bool(expected)]

    def test_which_of_two_rows_is_kept_is_told_openly(self, client: TestClient) -> None:
        rows = (("Kaiku ry", "järjestö", "Lahti", "Kuoro", None, None, None),
                ("Kaiku", "järjestö", "Lahti", "Kuoro ja pitkä selitys", None, None, None))
        page = bring(client, workbook(*rows)).text
        told = re.search(r'<div class="note">.*?</div>', page, re.DOTALL)
        assert told
        assert "“Kuoro ja pitkä selitys” is kept and “Kuoro” is left out." in told[0]

    def test_it_is_undone(self, client: TestClient) -> None:
        send(client, fields_of(bring(client, workbook(*ROWS)).text), do="store")
        done = client.post(f"{IMPORTS}/1/undo", headers=OWN, follow_redirects=False)
        assert done.status_code == 303
        assert set(stored(client)) == {"villa-a", "b"}
        assert "undone" in client.get(IMPORTS).text
        assert client.post(f"{IMPORTS}/1/undo", headers=OWN).status_code == 409
        assert client.post(f"{IMPORTS}/7/undo", headers=OWN).status_code == 404

    def test_the_same_list_again_asks_nothing(self, client: TestClient) -> None:
        content = workbook(*ROWS[:2])
        send(client, fields_of(bring(client, content).text), do="store")
        page = bring(client, content).text
        assert not [name for name, value in fields_of(page).items() if name.startswith("answer:") and value]
        assert send(client, fields_of(page), do="store").headers["Location"] == f"{IMPORTS}?stored=0#stored"

    def test_what_an_earlier_list_has_answered_is_shown_and_asked_again(self, client: TestClient) -> None:
        headers = ("Nimi", "Tyyppi", "Kunta", "Ala")
        first = bring(client, workbook(("Kaiku ry", "töllö", "Lahti", "x"), headers=headers)).text
        assert "of earlier lists" not in first
        [word] = [name for name in fields_of(first) if name.startswith("other:") and "%C3%B6" in name]
        assert send(client, {**fields_of(first), word: "ngo"}, do="store").status_code == 303
        second = bring(client, workbook(("Moniheli", "Töllö", "Turku", "x"), headers=headers)).text
        assert "word “töllö”: <strong>NGO or foundation</strong>" in second
        [again] = [html.unescape(name) for name in re.findall(r'name="change" value="(again:[^"]*word[^"]*)"', second)]
        third = send(client, fields_of(second), change=again).text
        assert word in fields_of(third)
        assert "NGO or foundation</strong>" not in third
        fourth = send(client, {**fields_of(third), word: "company"}, do="store")
        assert fourth.status_code == 303
        assert stored(client)["moniheli"]["sector"]["code"] == "company"

    def test_what_was_chosen_otherwise_counts(self, client: TestClient) -> None:
        fields = fields_of(bring(client, workbook(*ROWS)).text)
        send(client, {**fields, PAIR: "different"}, do="store")
        assert len(stored(client)) == 5

    def test_an_answer_can_be_asked_again(self, client: TestClient) -> None:
        first = fields_of(bring(client, workbook(*ROWS)).text)
        second = send(client, {**first, PAIR: "merge"}, do="read").text
        [pair] = [PAIR]
        assert fields_of(second)[pair] == "merge"
        told = second[second.index("What you have answered"):]
        assert "Villa A – Villa A ry: <strong>the same actor, and what is known stays</strong>" in told
        assert "fieldset" not in second
        assert "fieldset" in send(client, fields_of(second), change=pair).text


    def test_what_was_understood_wrongly_is_changed(self, client: TestClient) -> None:
        fields = fields_of(bring(client, workbook(("Kaiku ry", "järjestö", "Lahti"), ("Moniheli", "järjestö", "Turku"),
                                                  headers=("Nimi", "Tyyppi", "Paikkakunta"))).text)
        [column] = [name for name, value in fields.items() if "paikkakunta" in name]
        assert fields[column] == ""  # as it was understood; nothing is answered by that
        page = send(client, {**fields, column: "-"}, do="read").text
        assert fields_of(page)[column] == "-"
        assert send(client, fields_of(page), do="store").status_code == 303
        assert stored(client)["kaiku-ry"]["municipalities"] == []

    def test_what_was_not_changed_is_not_answered(self, client: TestClient) -> None:
        content = workbook(("Kaiku ry", "järjestö", None), headers=("Nimi", "sector", "Kunta"))
        send(client, fields_of(bring(client, content).text), do="store")
        later = workbook(("Moniheli", "järjestö", "Turku"), headers=("Nimi", "sector", "Kunta"))
        send(client, fields_of(bring(client, later).text), do="store")
        assert stored(client)["moniheli"]["municipalities"][0]["label"] == "Turku"


class TestFaults:
    ROWS = ((None, "järjestö", "Lahti"), ("Moniheli", "järjestö", "Turku"))
    HEADERS = ("Nimi", "Tyyppi", "Kunta")

    def test_a_cell_is_mended_in_place(self, client: TestClient) -> None:
        page = bring(client, workbook(*self.ROWS, headers=self.HEADERS)).text
        fields = fields_of(page)
        refused = send(client, fields, do="store")
        assert refused.status_code == 422
        assert 'role="alert"' in refused.text
        links = re.findall(r'<li><a href="#([^"]+)">([^<]+)', refused.text)
        assert [field for field, _ in links][1:] == ["fault-1"]
        assert "Line 4, Nimi – järjestö; Lahti" in refused.text
        assert all(f'id="{field}"' in refused.text for field, _ in links)
        assert len(stored(client)) == 2
        [cell] = [name for name in fields if name.startswith("cell:")]
        assert (json.loads(unquote(cell.removeprefix("cell:"))), fields[cell]) == ([4, "Nimi"], "")
        assert send(client, {**fields, cell: "Kaiku ry"}, do="store").status_code == 303
        assert set(stored(client)) == {"villa-a", "b", "kaiku-ry", "moniheli"}

    def test_it_has_a_field_also_where_its_column_is_asked_about(self, client: TestClient) -> None:
        rows = (("Kaiku ry", "järjestö", "Lahti"), (None, "järjestö", "Turku"), ("Moniheli ry", "järjestö", "Turku"))
        page = bring(client, workbook(*rows, headers=("Toimija / taho", "Tyyppi", "Kunta"))).text
        assert "Toimija / taho" in page[page.index('id="columns"'):page.index('id="faults-of-rows"')]
        [cell] = [name for name in fields_of(page) if name.startswith("cell:")]
        assert json.loads(unquote(cell.removeprefix("cell:"))) == [5, "Toimija / taho"]

    def test_a_column_that_is_not_there_is_called_by_its_name(self, client: TestClient) -> None:
        content = workbook((None, "järjestö", "Lahti"), headers=("Kuvaus", "Tyyppi", "Kunta"))
        page = bring(client, content, language="fi").text
        assert "Rivi 4, toimijan nimi" in page
        assert 'for="fault-1"' not in page

    def test_or_the_row_is_left_out(self, client: TestClient) -> None:
        fields = fields_of(bring(client, workbook(*self.ROWS, headers=self.HEADERS)).text)
        assert send(client, fields, do="store", leave_out="yes").status_code == 303
        assert set(stored(client)) == {"villa-a", "b", "moniheli"}

    def test_so_is_one_that_is_still_asked_about(self, client: TestClient) -> None:
        rows = (("Kaiku ry", "järjestö", "2024-13-45"), ("Moniheli", "järjestö", "1.2.2025"))
        fields = fields_of(bring(client, workbook(*rows, headers=("Nimi", "Tyyppi", "Päivitetty"))).text)
        assert not [name for name in fields if name.startswith("cell:")]
        assert send(client, fields, do="store").status_code == 422
        assert send(client, fields, do="store", leave_out="yes").status_code == 303
        assert set(stored(client)) == {"villa-a", "b", "moniheli"}
        [word] = [name for name in fields if name.startswith("other:")]
        fields = fields_of(bring(client, workbook(*rows, headers=("Nimi", "Tyyppi", "Päivitetty"))).text)
        assert send(client, {**fields, word: "31.12.2024"}, do="store").status_code == 303
        assert set(stored(client)) == {"villa-a", "b", "moniheli", "kaiku-ry"}

    @pytest.mark.parametrize(("content", "name"), [
        (b"", "a.xlsx"), (b"PK", "a.xlsx"), (b"x", "a.pdf"), (b"", ""), (b"\xff\xfe\x00", "a.csv"), (b"x", "../../a"),
        (b" " * (4 * 1024 * 1024 + 1), "a.csv")])
    def test_files_that_are_no_lists_are_told_beside_the_field(self, content: bytes, name: str,
                                                               client: TestClient) -> None:
        page = bring(client, content, name)
        assert page.status_code in {422, 200} if name == "" else page.status_code == 422
        assert "id=\"upload\"" in page.text
        assert len(stored(client)) == 2

    @pytest.mark.parametrize("fields", [
        {}, {"content": "!!!"}, {"content": "eA==", "file": "a.csv", "answer:x": "y"},
        {"content": "eA==", "file": "a.csv", "answer:%5B%22word%22%5D": "y"},
        {"content": "eA==", "file": "a.csv", "again:%5B%22word%22%2C1%5D": "y"},
        {"content": "eA==", "file": "a.csv", "answer:%5B%22more%22%2C%22a%22%5D": "y"},
        {"content": "eA==", "file": "a.csv", "cell:%5B%22x%22%2C1%5D": "y"}, {"content": "eA==", "file": "x" * 3000},
        {"content": "eA==", "file": "a.csv", "cell:" + "[" * 1500: "y"}])
    def test_forms_that_no_page_sends_are_refused(self, fields: dict[str, str], client: TestClient) -> None:
        assert send(client, {"do": "store", **fields}).status_code == 422
        assert len(stored(client)) == 2

    def test_other_sites_bring_nothing(self, client: TestClient) -> None:
        page = client.post(LIST, headers={"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"},
                           files={"upload": ("a.xlsx", workbook(*ROWS))})
        assert page.status_code == 403


class TestPages:
    def test_words_of_a_list_do_nothing_to_the_page(self, client: TestClient) -> None:
        rows = ((EVIL, EVIL, EVIL, EVIL, EVIL, EVIL, EVIL),)
        pages = [bring(client, workbook(*rows, headers=(*HEADERS[:6], EVIL)), name).text for name in (EVIL, "a.xlsx")]
        for page in pages:
            demand_plain(page)
        assert "{{ 7*7 }}" in pages[1]

    def test_in_every_language(self, client: TestClient) -> None:
        titles = set()
        for language in LANGUAGES:
            assert client.get(f"/{language}/network/imports").status_code == 200
            page = bring(client, workbook(*ROWS), language=language)
            assert page.status_code == 200
            titles.add(re.search("<h1>(.*)</h1>", page.text)[1])  # type: ignore[index]
        assert len(titles) == len(LANGUAGES)
