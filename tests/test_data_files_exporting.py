"""Formats of export: what Excel opens, what schema.org calls things, and that all of it comes back."""

import csv
import io
import json
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.demo import actors_file
from data.errors import DataError
from data.files.exporting.formats import Format
from data.files.exporting.separated import FORMS
from data.files.exporting.tables import Listing, Table, Value
from data.files.exporting.workbooks import SAMPLE, escape, xlsx_pieces
from data.files.importing import read_actors, read_cooperations
from data.files.sheets.sheet_xml import unescape
from data.files.writers import actor_pieces, cooperation_pieces, table_pieces, write_actors
from data.records.profiles import Coverage, Profile, Status, Wish
from data.records.relations import Cooperation
from data.wording.texts import LANGUAGES
from tests.test_data_files_writers import FINLAND, LINES, PER_LANGUAGE, ROUND_TRIP, TODAY, codes, demand_whole, profiles

FULL = Profile(
    "007", "Kaiku", "ngo", {"sv": "Eko"}, ("091", "049"), ("01", "19"), Coverage.REGIONAL, ("employment",),
    ("fi", "sv"), {"": "Plain", "fi": "Kielikahvila"}, Wish({"fi": "Tila"}, ("culture_arts",)), Wish({"": "Apu"}),
    ("municipality",), 0, ("migrant-led",), Status.INACTIVE, "https://kaiku.fi/me", date(2026, 1, 31), "CITY",
    "0201256-6", "https://kaiku.fi", ("ompelu", "tee"))


def written(folder: Path, records: list[Profile], form: Format, language: str = "fi") -> Path:
    path = folder / f"a.{form}"
    path.write_bytes(b"".join(actor_pieces(records, form, FINLAND, language)))
    return path


class TestRoundTrip:
    @ROUND_TRIP
    @given(directory=st.lists(profiles(), min_size=1, max_size=3, unique_by=lambda profile: profile.id))
    @pytest.mark.parametrize("form", Format)
    @pytest.mark.parametrize("language", ["fi", "en"])
    def test_actors(self, tmp_path: Path, form: Format, language: str, directory: list[Profile]) -> None:
        demand_whole(read_actors(written(tmp_path, directory, form, language), FINLAND, TODAY), directory)

    @ROUND_TRIP
    @given(data=st.data())
    @pytest.mark.parametrize("form", Format)
    def test_cooperations(self, tmp_path: Path, form: Format, data: st.DataObject) -> None:
        members = data.draw(st.lists(st.sampled_from("abcdef"), unique=True, min_size=2).map(sorted).map(tuple))
        since = data.draw(st.none() | st.dates())
        cooperation = Cooperation(members, data.draw(LINES), since, since, data.draw(LINES),
                                  data.draw(st.sampled_from(["", *members])), data.draw(PER_LANGUAGE),
                                  data.draw(codes("themes")))
        path = tmp_path / f"c.{form}"
        path.write_bytes(b"".join(cooperation_pieces([cooperation], form, FINLAND, "sv")))
        reading = read_cooperations(path, "abcdef", FINLAND)
        assert reading.all_or_nothing() == (cooperation,)
        assert reading.warnings == ()

    @pytest.mark.parametrize("form", Format)
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_the_demo(self, tmp_path: Path, form: Format, language: str) -> None:
        records = read_actors(actors_file(), FINLAND, TODAY).records
        assert read_actors(written(tmp_path, list(records), form, language), FINLAND,
                           TODAY).all_or_nothing() == records

    @pytest.mark.parametrize("form", Format)
    def test_every_field(self, tmp_path: Path, form: Format) -> None:
        default = Profile("", "")
        assert not [name for name in Profile.__slots__ if getattr(FULL, name) == getattr(default, name)]
        assert read_actors(written(tmp_path, [FULL], form), FINLAND, TODAY).all_or_nothing() == (FULL,)

    @pytest.mark.parametrize("form", [Format.CSV, Format.XLSX])
    def test_a_list_that_no_cell_holds_is_told(self, tmp_path: Path, form: Format) -> None:
        actor = Profile("long", "A", "ngo", keywords=tuple(f"{number:03}{'x' * 190}" for number in range(200)))
        with pytest.raises(DataError, match="keywords") as refusal:
            written(tmp_path, [actor], form)
        assert refusal.value.where == "long"
        assert read_actors(written(tmp_path, [actor], Format.JSONL), FINLAND, TODAY).all_or_nothing() == (actor,)


class TestCsv:
    @pytest.mark.parametrize(("language", "delimiter", "number"), [("fi", ";", "1,5"), ("sv", ";", "1,5"),
                                                                  ("en", ",", "1.5")])
    def test_it_is_as_the_excel_of_the_reader_has_it(self, language: str, delimiter: str, number: str) -> None:
        rows: list[list[Value]] = [[1.5, "ä"], [-2, date(2026, 1, 31)], [None, datetime(2026, 1, 31, 8, 30)]]  # noqa: DTZ001
        table = Table("", ["a", "b"], rows)
        content = b"".join(table_pieces([table], Format.CSV, language))
        assert content.startswith(b"\xef\xbb\xbfa")
        assert list(csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=delimiter)) == [
            ["a", "b"], [number, "ä"], ["'-2", "2026-01-31"], ["", "2026-01-31 08:30:00"]]

    def test_a_code_alone_keeps_its_zero_in_excel(self) -> None:
        rows = [[Listing(("091",)), Listing(("091", "049")), Listing(("employment",)), Listing(())]]
        content = b"".join(table_pieces([Table("", "abcd", rows)], Format.CSV, "en"))
        assert content.decode("utf-8-sig").splitlines()[1] == "091;,091;049,employment,"


class TestXlsx:
    def test_openpyxl_opens_it(self, tmp_path: Path) -> None:
        words = ["=1+1", "'=1", "+358 40 1", "@a", "_x0041_", " x ", "\ufffe", "00123", "a\nb"]
        rows: list[list[Value]] = [[word, 1.25, date(2026, 1, 31)] for word in words]
        rows.append(["x", 7, date(1899, 5, 1)])
        table = Table("Sivu", ["teksti", "luku", "päivä"], rows)
        path = tmp_path / "a.xlsx"
        path.write_bytes(b"".join(table_pieces([table], Format.XLSX, "fi")))
        sheet = openpyxl.load_workbook(path)["Sivu"]
        assert (sheet.freeze_panes, sheet.auto_filter.ref) == ("A2", f"A1:C{len(words) + 2}")
        assert {cell.data_type for cell in sheet["A"]} == {"s"}
        assert [unescape(str(cell.value)) for cell in sheet["A"]][1:] == [
            *("''=1" if word == "'=1" else word for word in words), "x"]
        assert sheet["A2"].quotePrefix
        assert sheet["A9"].number_format == "@"
        assert (sheet["B2"].value, sheet["B2"].number_format) == (1.25, "0.00")
        assert (sheet["C2"].value, sheet["C2"].is_date) == (datetime(2026, 1, 31), True)  # noqa: DTZ001
        assert sheet["C11"].value == "1899-05-01"
        assert all(cell.font.bold for cell in sheet[1])
        assert 8 <= sheet.column_dimensions["A"].width <= 60

    def test_pandas_opens_it(self, tmp_path: Path) -> None:
        frame = pd.read_excel(written(tmp_path, [FULL], Format.XLSX), dtype={"id": str})
        assert [frame[name][0] for name in ("id", "municipalities", "capacity")] == ["007", "091;049", 0]
        assert frame.loc[0, "updated"] == pd.Timestamp(2026, 1, 31)
        assert frame.loc[0, "description_fi"] == "Kielikahvila"

    def test_rows_are_made_while_they_are_written(self) -> None:
        alive = 0

        def rows() -> Iterator[list[str]]:
            nonlocal alive
            for number in range(3 * SAMPLE):
                alive = number
                yield [str(number)]

        pieces = xlsx_pieces([Table("a", ["a"], rows()), Table("b", ["b"], (["x"] for _ in range(1)))])
        content = io.BytesIO(b"".join(pieces))
        assert alive == 3 * SAMPLE - 1
        assert [sheet.max_row for sheet in openpyxl.load_workbook(content)] == [3 * SAMPLE + 1, 2]

    def test_what_a_sheet_cannot_hold_is_told(self, monkeypatch: pytest.MonkeyPatch) -> None:
        with pytest.raises(DataError, match="more signs than a cell"):
            b"".join(xlsx_pieces([Table("a", ["a"], [["x" * 32_768]])]))
        monkeypatch.setattr("data.files.exporting.workbooks.MOST_ROWS", 3)
        assert b"".join(xlsx_pieces([Table("a", ["a"], [["x"]] * 2)]))
        with pytest.raises(DataError, match="there are more"):
            b"".join(xlsx_pieces([Table("a", ["a"], [["x"]] * 3)]))

    @ROUND_TRIP
    @given(st.text())
    def test_escapes_are_taken_back(self, words: str) -> None:
        assert unescape(escape(words)) == words


def linked(folder: Path, document: Any, name: str = "a.jsonld") -> Path:  # noqa: ANN401
    (folder / name).write_text(json.dumps(document), encoding="utf-8")
    return folder / name


class TestJsonLd:
    def test_it_says_what_schema_org_has_words_for(self, tmp_path: Path) -> None:
        document = json.loads(written(tmp_path, [FULL], Format.JSONLD, "sv").read_text(encoding="utf-8"))
        assert document["@context"][0] == "https://schema.org"
        node, = document["@graph"]
        assert (node["@type"], node["@id"]) == ("Organization", "urn:kumppani:actor:007")
        assert node["name"] == ["Kaiku", {"@value": "Eko", "@language": "sv"}]
        assert (node["url"], node["taxID"]) == ("https://kaiku.fi", "0201256-6")
        assert [place["name"] for place in node["areaServed"]] == ["Helsingfors", "Esbo", "Nyland", "Lappland"]
        assert node["parentOrganization"] == {"@id": "urn:kumppani:actor:CITY"}
        assert node["seeks"]["category"][0]["termCode"] == "culture_arts"
        assert {name for name in node if name.startswith("kumppani:")} == {
            f"kumppani:{name}" for name in ("sector", "coverage", "wanted_sectors", "capacity", "groups", "status",
                                            "source", "updated")}
        bare, = json.loads(b"".join(actor_pieces([Profile("a", "A")], Format.JSONLD, FINLAND, "en")))["@graph"]
        assert bare == {"@type": "Organization", "@id": "urn:kumppani:actor:a", "name": "A"}

    def test_organisations_of_others(self, tmp_path: Path) -> None:
        page = {"@context": "https://schema.org", "@graph": [
            {"@type": "WebSite", "name": "Sivut"}, {"@type": "Person", "name": "Maija Meikäläinen"},
            {"@type": ["NGO"], "@id": "https://kaiku.fi/#org", "name": {"@value": "Kaiku ry", "@language": "fi-FI"},
             "url": "https://kaiku.fi/", "vatID": "FI02012566", "keywords": "ompelu, tee",
             "address": {"@type": "PostalAddress", "addressLocality": "Rovaniemi", "streetAddress": "Katu 1"},
             "areaServed": [{"@type": "City", "name": "Rovaniemi"}, "Lappi"], "knowsLanguage": [
                 "fi", {"@type": "Language", "name": "Swedish"}],
             "knowsAbout": "Työllistyminen", "employee": {"@type": "Person", "email": "m@kaiku.fi"},
             "contactPoint": {"@type": "ContactPoint", "telephone": "1"}, "email": "m@kaiku.fi"}]}
        reading = read_actors(linked(tmp_path, page), FINLAND, TODAY, required=("name", "sector"))
        assert reading.all_or_nothing() == (Profile(
            "", "Kaiku ry", "ngo", {"fi": "Kaiku ry"}, ("698",), ("19",), themes=("employment",),
            languages=("fi", "sv"), business_id="0201256-6", website="https://kaiku.fi", keywords=("ompelu", "tee")),)
        assert "kaiku.fi" not in str(reading.warnings)

    def test_one_alone_and_several_in_an_array(self, tmp_path: Path) -> None:
        node = {"@context": "https://schema.org", "@type": "Museum", "@id": "urn:kumppani:actor:m", "name": "M",
                "address": {"addressLocality": "Oulu"}, "areaServed": {"@type": "Country", "name": "Finland"}}
        for document in (node, [node]):
            record, = read_actors(linked(tmp_path, document), FINLAND, TODAY).all_or_nothing()
            assert (record.id, record.sector, record.coverage) == ("m", "culture_sport", "national")

    def test_what_is_not_known_is_told(self, tmp_path: Path) -> None:
        node = {"@type": "NGO", "@id": "urn:kumppani:actor:m", "name": "M", "slogan": "Yhdessä"}
        reading = read_actors(linked(tmp_path, [node]), FINLAND, TODAY)
        assert [problem.field for problem in reading.warnings] == ["slogan"]

    @pytest.mark.parametrize("document", [[], {}, {"@graph": []}, {"@type": "Person", "name": "M"}, [1], "x"])
    def test_documents_without_organisations(self, tmp_path: Path, document: object) -> None:
        reading_or_error: object
        try:
            reading_or_error = read_actors(linked(tmp_path, document), FINLAND, TODAY).all_or_nothing()
        except DataError as error:
            reading_or_error = error
        assert isinstance(reading_or_error, DataError)

    @ROUND_TRIP
    @given(document=st.recursive(
        st.none() | st.booleans() | st.text(max_size=4) | st.integers(-9, 9),
        lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from([
            "@type", "@id", "@value", "@language", "name", "description", "areaServed", "identifier", "propertyID",
            "value", "knowsAbout", "termCode", "seeks", "category", "address", "addressLocality", "parentOrganization",
            "keywords", "member", "knowsLanguage"]), inner, max_size=5), max_leaves=12))
    def test_anything_is_read_or_told(self, tmp_path_factory: pytest.TempPathFactory, document: object) -> None:
        folder = tmp_path_factory.getbasetemp()
        for read, kind in ((lambda path: read_actors(path, FINLAND, TODAY), "NGO"),
                           (lambda path: read_cooperations(path, "ab", FINLAND), "Project")):
            node = {**document, "@type": kind} if isinstance(document, dict) else document
            try:
                reading: Any = read(linked(folder, [node]))
            except DataError:
                continue
            assert reading.records or reading.problems


def test_every_format_of_every_form_has_its_language() -> None:
    assert set(FORMS) == set(LANGUAGES)


def test_the_old_door_writes_as_the_name_says(tmp_path: Path) -> None:
    for suffix in ("csv", "xlsx", "jsonl", "ndjson"):
        write_actors([FULL], tmp_path / f"b.{suffix}")
        assert read_actors(tmp_path / f"b.{suffix}", FINLAND, TODAY).all_or_nothing() == (FULL,)
