"""The formats that records and lists are written in."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from pathlib import PurePath


class Format(StrEnum):
    """A format of files; its value is the ending of their names."""

    CSV = "csv"
    XLSX = "xlsx"
    JSONL = "jsonl"
    JSONLD = "jsonld"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.CSV: "text/csv",
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    Format.JSONL: "application/x-ndjson",
    Format.JSONLD: "application/ld+json",
}
_ENDINGS: Mapping[str, Format] = {**{f".{item}": item for item in Format}, ".ndjson": Format.JSONL,
                                  ".xlsm": Format.XLSX, ".json": Format.JSONL}


def format_of(path: PurePath) -> Format:
    """Return the format that a file has by the ending of its name; CSV if that says nothing."""
    return _ENDINGS.get(path.suffix.lower(), Format.CSV)
