"""What became of the files of an import."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field

from data.activity.imports import Import
from service.schemas.base import Schema
from service.schemas.problems import FileProblem


class Rejects(Schema):
    """Where the rows stand that were left out."""

    file: str
    rows: int
    written_to: str


class FileImportReport(Schema):
    """What an import did, in records of all kinds."""

    number: int | None = Field(description="Of the import, by which it can be undone; null if it changed nothing.")
    actors: int = Field(description="Profiles taken from the file.")
    cooperations: int
    blocks: int
    added: int
    changed: int
    unchanged: int
    removed: int
    rejects: list[Rejects]
    problems: list[FileProblem] = Field(description="Of the rows that were left out.")
    warnings: list[FileProblem]


class FileCheck(Schema):
    """A file without problems."""

    file: str
    records: int


class FileCheckReport(Schema):
    """The files that were checked."""

    files: list[FileCheck]
    warnings: list[FileProblem]


class ImportCard(Schema):
    """A list that was imported; counts are of records of all kinds."""

    number: int
    at: datetime
    author: str = Field(description="Who imported it: the id of a key, or a word for who needs none.")
    file: str
    added: int
    changed: int
    removed: int
    undone: datetime | None


class ImportPage(Schema):
    """The lists that were imported, the newest first."""

    imports: list[ImportCard]


class Undoing(Schema):
    """What undoing an import did, in records of all kinds."""

    number: int
    added: int
    changed: int
    removed: int


def import_card(entry: Import) -> ImportCard:
    """Describe an import."""
    return ImportCard(number=entry.number, at=entry.at, author=entry.author, file=entry.file, added=entry.added,
                      changed=entry.changed, removed=entry.removed, undone=entry.undone)
