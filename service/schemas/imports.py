"""What became of the files of an import."""

from __future__ import annotations

from pydantic import Field

from service.schemas.base import Schema
from service.schemas.problems import FileProblem


class Rejects(Schema):
    """Where the rows stand that were left out."""

    file: str
    rows: int
    written_to: str


class FileImportReport(Schema):
    """What an import did, in records of all kinds."""

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
