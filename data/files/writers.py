"""Records to files, and back: what is written here is read again to equal records."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any

from data.files.columns import ACTOR_COLUMNS, BLOCK_COLUMNS, COOPERATION_COLUMNS, Layout
from data.files.exporting.files import write_pieces
from data.files.exporting.formats import Format, format_of
from data.files.exporting.lines import line_pieces
from data.files.exporting.linked import LinkedWriter, linked_pieces
from data.files.exporting.separated import FORMS, CsvForm, csv_pieces
from data.files.exporting.tables import Table, Value, record_table
from data.files.exporting.workbooks import xlsx_pieces
from data.records.documents import Record, document_of
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, render, text

ACTORS, COOPERATIONS, BLOCKS = text("Actors"), text("Cooperations"), text("Blocks")


def actor_pieces(profiles: Sequence[Profile], form: Format, vocabularies: Vocabularies,
                 language: str) -> Iterator[bytes]:
    """Yield profiles as the bytes of a file.

    Args:
        profiles: read more than once.
        form: JSON-LD holds them as organisations of schema.org.
        vocabularies: of their codes.
        language: of the reader, whose Excel opens CSV; headers and codes are the same in every language.

    Raises:
        CellRefused: a list of a profile is too long for a cell of a table.
    """
    if form is Format.JSONLD:
        return linked_pieces(map(LinkedWriter(vocabularies, language).organisation, profiles))
    return _pieces(profiles, ACTOR_COLUMNS, ACTORS, form, language)


def cooperation_pieces(cooperations: Sequence[Cooperation], form: Format, vocabularies: Vocabularies,
                       language: str) -> Iterator[bytes]:
    """Yield cooperations as the bytes of a file; see `actor_pieces`. JSON-LD holds them as projects of schema.org."""
    if form is Format.JSONLD:
        return linked_pieces(map(LinkedWriter(vocabularies, language).project, cooperations))
    return _pieces(cooperations, COOPERATION_COLUMNS, COOPERATIONS, form, language)


def table_pieces(tables: Sequence[Table], form: Format, language: str) -> Iterator[bytes]:
    """Yield tables as the bytes of a workbook, or the first one as CSV of a language."""
    return xlsx_pieces(tables) if form is Format.XLSX else csv_pieces(tables[0], FORMS[language])


def write_actors(profiles: Iterable[Profile], path: Path) -> None:
    """Write profiles as CSV, XLSX or JSON Lines, as the name of the file says; it appears whole or not at all."""
    write_pieces(path, _pieces(tuple(profiles), ACTOR_COLUMNS, ACTORS, format_of(path), "en"))


def write_cooperations(cooperations: Iterable[Cooperation], path: Path) -> None:
    """Write cooperations as CSV, XLSX or JSON Lines, as the name of the file says; it appears whole or not at all."""
    write_pieces(path, _pieces(tuple(cooperations), COOPERATION_COLUMNS, COOPERATIONS, format_of(path), "en"))


def write_blocks(blocks: Iterable[Block], path: Path) -> None:
    """Write blocks as CSV, XLSX or JSON Lines; the file appears whole or not at all."""
    write_pieces(path, _pieces(tuple(blocks), BLOCK_COLUMNS, BLOCKS, format_of(path), "en"))


def write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[Value]]) -> None:
    """Write a table as CSV that a spreadsheet reads; what it might run as a formula is made harmless."""
    write_pieces(path, csv_pieces(Table("", headers, rows), CsvForm()))


def write_lines(path: Path, documents: Iterable[Mapping[str, Any]]) -> None:
    """Write documents as JSON Lines; the file appears whole or not at all."""
    write_pieces(path, line_pieces(documents))


def _pieces(records: Sequence[Record], layout: Layout, title: Text, form: Format, language: str) -> Iterator[bytes]:
    if form is Format.JSONL:
        return line_pieces(map(document_of, records))
    return table_pieces([record_table(render(title, language), layout, records)], form, language)
