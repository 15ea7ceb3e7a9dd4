"""Folders of reference tables: Finland's, a foreign one, and broken ones."""

import shutil
from pathlib import Path

import pytest

from data.errors import VocabularyRefused
from data.vocabularies.catalogue import open_vocabularies

FOREIGN = Path(__file__).parent / "foreign"


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    return shutil.copytree(FOREIGN, tmp_path / "tables")


def change(path: Path, old: str, new: str) -> None:
    content = path.read_text(encoding="utf-8")
    assert old in content
    path.write_text(content.replace(old, new), encoding="utf-8")


def test_finland_has_what_the_sources_say() -> None:
    finland = open_vocabularies()
    assert finland.languages == ("fi", "sv", "en")
    sizes = {name: len(words) for name, words in finland.by_name().items()}
    assert sizes == {"sectors": 18, "themes": 80, "regions": 19, "municipalities": 308, "ely": 16, "edc": 10,
                     "wellbeing_county": 23, "employment_area": 46}


def test_another_country_brings_data_and_no_code() -> None:
    foreign = open_vocabularies(FOREIGN)
    assert (foreign.name, foreign.languages) == ("alphabet", ("en", "de"))
    assert foreign.themes.resolve("Willkommen") == "arrival"
    assert foreign.sectors["choir"].group == "civil"
    assert foreign.places.region_of["A2-01"] == "A2"
    assert foreign.places.points == {}
    assert foreign.places.neighbours("A1") == frozenset()


def test_the_version_follows_the_tables(folder: Path) -> None:
    before = open_vocabularies(folder).version
    change(folder / "themes.csv", "homes", "houses")
    assert open_vocabularies(folder).version != before


def test_a_table_of_names_and_one_of_forms_are_optional(folder: Path) -> None:
    change(folder / "vocabulary.toml", "[themes]", '[themes]\nnames = "more/names.csv"\nforms = "more/forms.csv"')
    with pytest.raises(VocabularyRefused, match="missing"):
        open_vocabularies(folder)
    (folder / "more").mkdir()
    (folder / "more" / "names.csv").write_text("code,name\narrival;housing,Obdach\n,obdach house\n,=Obdachs\n", "utf-8")
    (folder / "more" / "forms.csv").write_text("word,ends_compounds,forms\nobdach,yes,obdäche\n", "utf-8")
    opened = open_vocabularies(folder)
    assert set(opened.themes.codes_in("Notobdäche")) == {"arrival", "housing"}
    assert opened.themes.codes_in("obdäche house, Obdachs") == ()
    change(folder / "more" / "names.csv", "arrival;", "nowhere;")
    with pytest.raises(VocabularyRefused, match="“nowhere” of “Obdach”"):
        open_vocabularies(folder)


@pytest.mark.parametrize(("file", "old", "new", "message"), [
    ("vocabulary.toml", "[themes]", "[subjects]", "themes"),
    ("vocabulary.toml", "[themes]", "[themes", "not valid TOML"),
    ("vocabulary.toml", "towns.csv", "villages.csv", "The table is missing"),
    ("vocabulary.toml", "2029-12-31", '"2029"', "is not a date"),
    ("themes.csv", "housing,Housing", "arrival,Housing", "appears twice"),
    ("themes.csv", "Wohnen,arrival", "Wohnen,nowhere", "missing or leads in a circle"),
    ("themes.csv", "parent", "above", "parent"),
    ("towns.csv", "Aton,Aton,A1", "Aton,Aton,A9", "not in its table"),
    ("towns.csv", "A1,x,z", "A1,q,z", "not in its table"),
    ("towns.csv", "A1,x,z", "A1,x,z,more,and more", "cannot be used"),
])
def test_a_broken_folder_is_refused_with_a_cure(folder: Path, file: str, old: str, new: str, message: str) -> None:
    change(folder / file, old, new)
    with pytest.raises(VocabularyRefused, match=message) as failure:
        open_vocabularies(folder)
    assert str(failure.value.cure)


def test_a_folder_that_is_none(tmp_path: Path) -> None:
    for path in (tmp_path, tmp_path / "missing", FOREIGN / "vocabulary.toml"):
        with pytest.raises(VocabularyRefused, match="no vocabulary here"):
            open_vocabularies(path)


def test_a_table_in_another_encoding_is_refused(folder: Path) -> None:
    (folder / "regions.csv").write_bytes("key,title_en,title_de\nA1,Süd,Süd\n".encode("latin-1"))
    with pytest.raises(VocabularyRefused, match="cannot be used"):
        open_vocabularies(folder)
