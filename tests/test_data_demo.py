"""The demo network imports without a problem."""

import csv
from collections import Counter
from dataclasses import replace
from datetime import date

from data.demo import actors_file, cooperations_file, names_file, part_of_file
from data.files.demo import read_demo_actors, read_names, read_wholes
from data.files.importing import read_actors, read_cooperations
from data.vocabularies.catalogue import open_vocabularies

TODAY = date(2026, 11, 23)


def test_the_demo_has_211_actors_and_only_warns_of_columns_for_readers() -> None:
    reading = read_actors(actors_file(), open_vocabularies(), TODAY)
    assert len(reading.all_or_nothing()) == 211
    assert [(warning.field, warning.line) for warning in reading.warnings] == [
        ("location_basis", 1), ("languages_basis", 1), ("source_note", 1)]
    turku = reading.records[0]
    assert (turku.sector, turku.municipalities, turku.regions) == ("municipality", ("853",), ("02",))
    assert turku.names["en"].startswith("City of Turku")
    assert turku.source.startswith("https://")


def test_the_demo_has_45_cooperations_of_its_actors() -> None:
    actors = [actor.id for actor in read_actors(actors_file(), open_vocabularies(), TODAY).records]
    reading = read_cooperations(cooperations_file(), actors, open_vocabularies())
    records = reading.all_or_nothing()
    assert len(records) == 45
    assert reading.warnings == ()
    assert (records[0].since, records[0].until) == (date(2023, 1, 1), date(2027, 12, 31))
    assert all(len(record.members) == 2 for record in records)


def test_names_and_what_actors_are_part_of_come_in_and_nothing_else_changes() -> None:
    plain = read_actors(actors_file(), open_vocabularies(), TODAY)
    named = read_demo_actors(open_vocabularies(), TODAY)
    names, wholes = read_names(names_file()), read_wholes(part_of_file())
    assert {record.id: record.names["sv"] for record in named.records if "sv" in record.names} == names
    assert {record.id: record.part_of for record in named.records if record.part_of} == wholes
    assert set(wholes.values()) == {"pietarsaaren-kaupunki"}
    assert (named.file, named.warnings, named.problems) == (plain.file, plain.warnings, plain.problems)
    for one, other in zip(named.records, plain.records, strict=True):
        assert replace(one, names=other.names, part_of="") == other
        assert {language: name for language, name in one.names.items() if language != "sv"} == other.names
        assert one.name == other.name


def test_every_name_says_how_sure_it_is() -> None:
    with names_file().open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert len({row["id"] for row in rows}) == len(rows) == 125
    assert all(row[column] == row[column].strip() != "" for row in rows for column in row)
    counts = Counter(row["confidence"] for row in rows)
    assert counts == {"verified": 50, "derived": 40, "classification only": 9, "general knowledge": 26}
    sources = (names_file().parent / "SOURCES.md").read_text(encoding="utf-8")
    assert all(f"| `{word}` | {count} |" in sources for word, count in counts.items())


def test_the_sources_are_shipped_with_it() -> None:
    assert "Use it to try the program" in (actors_file().parent / "SOURCES.md").read_text(encoding="utf-8")
