"""The contract of `data.intake.sources.Source`. A subclass gives `form`, `files` and `members`."""

from __future__ import annotations

import json
import random
import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any, ClassVar

import pytest

from data.errors import RecordsRefused
from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS, COOPERATION_COLUMNS
from data.intake.lists import AnyList, Ground
from data.intake.questions import Answers
from data.intake.reading import read_cooperation_list, read_list
from data.intake.sources import SOURCES, Known, Source, SourceFormat, is_of_cooperations
from data.intake.words.hints import nothing_near
from data.records.profiles import Profile
from tests.networks import ROOT, actor, finland

FILES = ROOT / "tests" / "sources"
ADDRESSES = re.compile(r"[^\s\"]+@[^\s\"]+|52341|Maija|Meikäläinen")
KOTKA = replace(actor("kotkan-kaupunki", sector="municipality", municipalities=("285",), business_id="0160225-7"),
                name="Kotkan kaupunki")
FRIENDS = replace(actor("ystavat"), name="Kymen Ystävyysseura ry")


def ground(*stored: Profile) -> Ground:
    return Ground(finland(), date(2026, 11, 29), stored, {item.id for item in stored}, Answers(), nothing_near)


def read(form: SourceFormat, path: Path, *stored: Profile) -> AnyList:
    source = SOURCES[form]()
    against = ground(*stored)
    if is_of_cooperations(form):
        return read_cooperation_list(path, against, stored, {}, "", source.read)
    return read_list(path, against, "", source.read)


class SourceContract:
    """Its table is that of any list: only headers of ours, no persons, and a clear word for what is not its own."""

    form: ClassVar[SourceFormat]
    files: ClassVar[tuple[str, ...]]

    @pytest.fixture
    def source(self) -> Source:
        return SOURCES[self.form]()

    def paths(self) -> Iterator[Path]:
        yield from (FILES / name for name in self.files)

    def test_its_rows_are_told_apart(self, source: Source) -> None:
        for path in self.paths():
            table = source.read(path, Known(finland(), (KOTKA, FRIENDS)), "")
            assert table.rows
            assert len({row.line for row in table.rows}) == len(table.rows)

    def test_no_row_is_refused_and_no_column_asked_about(self) -> None:
        for path in self.paths():
            read_once = read(self.form, path, KOTKA, FRIENDS)
            assert read_once.mapping.questions == ()
            open_words = {question.about[-1] for question in read_once.needed}
            problems = [problem for reject in read_once.reading.rejects for problem in reject.problems]
            assert [problem for problem in problems if not any(word in str(problem.what) for word in open_words)] == []

    def test_nobody_is_in_it(self, source: Source) -> None:
        for path in self.paths():
            table = source.read(path, Known(finland(), (KOTKA, FRIENDS)), "")
            assert not ADDRESSES.search(json.dumps([dict(row.values) for row in table.rows], default=str))
            assert [header for header in table.headers if CONTACT_COLUMNS.find(header)] == []

    @pytest.mark.parametrize("content", [
        "", "{}", "[]", "null", "3", '"text"', "{", "[[[[[[[[[[[[]]]]]]]]]]]]",
        '{"itemList": [{"id": "a", "name": "b"}]}', "<html><body>404</body></html>", '{"companies": []}',
        '{"companies": [{"businessId": 3}]}',
        '{"organizationNames": []', "a;b\n1;2\n", "\0\1\2"])
    def test_what_is_not_its_own_is_refused(self, source: Source, content: str, tmp_path: Path) -> None:
        path = tmp_path / "other.csv"
        path.write_text(content, encoding="utf-8")
        with pytest.raises(RecordsRefused) as refusal:
            source.read(path, Known(finland()), "")
        assert str(refusal.value.cure)

    def test_a_missing_file_is_refused(self, source: Source, tmp_path: Path) -> None:
        with pytest.raises(RecordsRefused):
            source.read(tmp_path / "none.json", Known(finland()), "")

    def test_its_field_table_names_columns_of_ours(self, source: Source) -> None:
        assert source.layout in (ACTOR_COLUMNS, COOPERATION_COLUMNS)
        names = {column.name for column in source.layout.columns}
        assert {field.column for field in source.fields} - names == {""}
        assert source.schema
        assert source.licence


class DocumentContract(SourceContract):
    """Of sources of JSON: whatever stands in a document in the place of what should, it is read or refused."""

    SPOILT: ClassVar[tuple[Any, ...]] = (None, 3, True, "x", "", [], {}, [None, 3, "x", []], {"a": 1}, "9" * 3000)

    def test_any_place_may_hold_anything(self, tmp_path: Path) -> None:
        chance = random.Random(20261129)
        for path in self.paths():
            document = json.loads(path.read_text(encoding="utf-8"))
            places = [*_places(document)]
            for number in range(60):
                spoilt = json.loads(json.dumps(document))
                _spoil(spoilt, chance.choice(places), chance.choice(self.SPOILT))
                target = tmp_path / f"{number}.json"
                target.write_text(json.dumps(spoilt), encoding="utf-8")
                try:
                    read(self.form, target, KOTKA)
                except RecordsRefused as refusal:
                    assert str(refusal.cure)  # noqa: PT017


def _places(value: object, way: tuple[Any, ...] = ()) -> Iterator[tuple[Any, ...]]:
    entries = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, inner in entries:
        yield (*way, key)
        yield from _places(inner, (*way, key))


def _spoil(value: Any, way: tuple[Any, ...], other: object) -> None:  # noqa: ANN401 – any JSON
    for key in way[:-1]:
        value = value[key]
    value[way[-1]] = other
