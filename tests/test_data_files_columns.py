"""Columns: headers of three languages, unknown ones, and where values stand in nested records."""

import pytest

from data.files.columns import (
    ACTOR_COLUMNS,
    BLOCK_COLUMNS,
    COOPERATION_COLUMNS,
    LANGUAGE_OF_WORD,
    Layout,
)
from data.wording.languages import known_languages
from data.wording.words import normalise


@pytest.mark.parametrize(("header", "name", "language"), [
    ("id", "id", ""), ("ID", "id", ""), ("Name FI", "name", "fi"), ("name_sv", "name", "sv"), ("nimi", "name", ""),
    ("Nimi_sv", "name", "sv"), ("namn", "name", ""), ("kind", "sector", ""), ("toimiala", "sector", ""),
    ("Sektori", "sector", ""), ("sektor", "sector", ""), ("municipality code", "municipalities", ""),
    ("kunta", "municipalities", ""), ("Kommun", "municipalities", ""), ("region_code", "regions", ""),
    ("maakunta", "regions", ""), ("landskap", "regions", ""), ("teemat", "themes", ""), ("teman", "themes", ""),
    ("kielet", "languages", ""), ("språk", "languages", ""), ("kuvaus_en", "description", "en"),
    ("beskrivning", "description", ""), ("päivitetty", "updated", ""), ("uppdaterad", "updated", ""),
    ("pa\u0308ivitetty", "updated", ""), ("source-url", "source", ""), ("needs_fi", "needs", "fi"),
    ("need_themes", "need_themes", ""), ("offers", "offers", ""), ("Wanted Sectors", "wanted_sectors", ""),
    ("description_ar", "description", "ar"), ("Tunnus (id)", "id", ""), ("Tunnus\n(id)", "id", ""),
    ("Nimi (name)", "name", ""), ("Kunta / kommun (municipality)", "", ""), ("Nimi (sv)", "name", "sv"),
    ("Nimi / Namn", "name", ""),
    ("Kunta|Kommun", "municipalities", ""), ("Nimi / Kunta", "", ""), ("Nimi / ", "name", ""),
    ("Nimi (ruotsiksi)", "", ""), ("id ()", "id", ""), ("(id)", "id", ""),
])
def test_headers_of_three_languages(header: str, name: str, language: str) -> None:
    column, found = ACTOR_COLUMNS.find(header) or (None, "")
    assert (column.name if column else "", found) == (name, language)


@pytest.mark.parametrize(("header", "name", "language"), [
    ("lead", "lead", ""), ("Coordinator", "lead", ""), ("vetäjä", "lead", ""), ("koordinoija", "lead", ""),
    ("samordnare", "lead", ""), ("description", "description", ""), ("kuvaus_fi", "description", "fi"),
    ("Beskrivning SV", "description", "sv"), ("themes", "themes", ""), ("teemat", "themes", ""),
    ("teman", "themes", ""), ("hanke", "title", ""), ("jäsenet", "members", ""),
])
def test_headers_of_cooperations(header: str, name: str, language: str) -> None:
    column = COOPERATION_COLUMNS.find(header)
    assert column is not None
    assert (column[0].name, column[1]) == (name, language)


@pytest.mark.parametrize("header", ["", "location_basis", "name_zz", "name_fin", "sector_fi", "line"])
def test_other_headers_mean_nothing(header: str) -> None:
    assert ACTOR_COLUMNS.find(header) is None


@pytest.mark.parametrize(("header", "near"), [
    ("languges", "languages"), ("kuvuas", "description"), ("desciption_fi", "description"), ("xyz", ""),
    ("tehmes" * 100_000, ""), ("kuvaus (mitä, missä, milloin, miten)", "description"), ("(themes)", "themes"),
])
def test_the_nearest_column(header: str, near: str) -> None:
    assert ACTOR_COLUMNS.nearest(header) == near


@pytest.mark.parametrize("layout", [ACTOR_COLUMNS, COOPERATION_COLUMNS, BLOCK_COLUMNS])
def test_a_header_and_a_place_belong_to_one_column(layout: Layout) -> None:
    for column in layout.columns:
        for header in (column.name, *column.aliases):
            assert layout.names[normalise(header)] is column, header
    assert len(layout.places) == len(layout.columns)


def test_a_nested_record_is_cut_into_the_same_cells_as_a_flat_one() -> None:
    deep = {"id": "a", "names": {"fi": "A"}, "descriptions": {"": "x", "sv": "y"},
            "needs": {"texts": {"fi": "tila", "": "?"}, "themes": ["t"]}}
    flat = {"id": "a", "name_fi": "A", "description": "x", "description_sv": "y", "needs_fi": "tila", "needs": "?",
            "need_themes": ["t"]}
    cut = [ACTOR_COLUMNS.split(record) for record in (deep, flat)]
    assert [unknown for _, unknown in cut] == [[], []]
    assert [[(cell.column.name, cell.language, cell.value) for cell in cells] for cells, _ in cut] == [
        [(cell.column.name, cell.language, cell.value) for cell in cut[1][0]]] * 2


def test_an_object_under_the_flat_name_is_taken_too() -> None:
    cells, unknown = ACTOR_COLUMNS.split({"description": {"fi": "x"}, "names": {"zz": "y"}, "sector": {"code": "ngo"}})
    [cell] = cells
    assert (cell.column.name, cell.language, cell.field) == ("description", "fi", "description.fi")
    assert unknown == ["names.zz", "sector.code"]


def test_an_object_of_any_depth_is_no_danger() -> None:
    deep: dict[str, object] = {}
    for _ in range(100_000):
        deep = {"needs": deep}
    assert ACTOR_COLUMNS.split(deep)[0] == []


@pytest.mark.parametrize("record", [{"sector": {}}, {"coverage": {}}, {"needs": {"themes": {}}}, {"id": {}}])
def test_an_object_without_anything_is_a_value_where_no_object_belongs(record: dict[str, object]) -> None:
    """Passed over in silence it would look as if it had been taken."""
    cells, unknown = ACTOR_COLUMNS.split(record)
    assert ([cell.value for cell in cells], unknown) == ([{}], [])


@pytest.mark.parametrize("record", [{"descriptions": {}}, {"names": {}}, {"name": {}}, {"kuvaus": {}}, {"needs": {}},
                                    {"needs": {"texts": {}, "themes": []}}, {"offers": {"texts": {}}}])
def test_one_without_texts_says_nothing(record: dict[str, object]) -> None:
    cells, unknown = ACTOR_COLUMNS.split(record)
    assert ([cell.value for cell in cells if cell.value], unknown) == ([], [])


def test_languages_are_those_of_iso_639() -> None:
    assert {"fi", "sv", "en", "ar", "so", "uk", "se"} <= known_languages().keys()
    assert "zz" not in known_languages()


def test_every_column_is_described() -> None:
    for layout in (ACTOR_COLUMNS, COOPERATION_COLUMNS, BLOCK_COLUMNS):
        assert all(str(column.meaning).endswith((".", "31.1.2026.")) for column in layout.columns)


class TestWordsOfTwoLanguages:
    @pytest.mark.parametrize(("values", "places"), [
        ({"nimi": "a", "namn": "b"}, {("names", "fi"): "a", ("names", "sv"): "b"}),
        ({"Namn": "b", "NIMI": "a"}, {("names", "fi"): "a", ("names", "sv"): "b"}),
        ({"kuvaus": "a", "beskrivning": "b"}, {("descriptions", "fi"): "a", ("descriptions", "sv"): "b"}),
        ({"tarpeet": "a", "behov": "b"}, {("needs", "texts", "fi"): "a", ("needs", "texts", "sv"): "b"}),
        ({"name": "c", "nimi": "a", "namn": "b"}, {("name",): "c", ("names", "fi"): "a", ("names", "sv"): "b"}),
        ({"nimi": "a"}, {("name",): "a"}),
        ({"namn": "b", "name_fi": "a"}, {("name",): "b", ("names", "fi"): "a"}),
    ])
    def test_headers_beside_each_other_are_languages(self, values: dict[str, object],
                                                     places: dict[tuple[str, ...], str]) -> None:
        row_cells, unknown = ACTOR_COLUMNS.split(values)
        assert {cell.column.place_in(cell.language): cell.value for cell in row_cells} == places
        assert not unknown

    @pytest.mark.parametrize("values", [{"tarve": "a", "tarpeet": "b"}, {"tunnus": "a", "id": "b"}])
    def test_others_stay_one_column(self, values: dict[str, object]) -> None:
        assert {cell.language for cell in ACTOR_COLUMNS.split(values)[0]} == {""}

    def test_every_word_of_a_language_is_an_alias_of_a_column_with_texts(self) -> None:
        for word in LANGUAGE_OF_WORD:
            found = ACTOR_COLUMNS.find(word)
            assert found
            assert found[0].translations
