"""JSON documents of sources, taken apart without trusting their shape: what is not there, or of another kind, is empty.

What a record lacks is told when its row is checked, as with any list.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any, TypeAlias

from data.files.objects.strict_json import JsonRefused, read_json
from data.files.readers import document_text
from data.files.rows import file_error
from data.wording.languages import known_languages

Record: TypeAlias = "Mapping[str, Any]"


def read_document(path: Path) -> object:
    """Return the value of a JSON document.

    Raises:
        RecordsRefused: the file cannot be read, is too large, or is no JSON that can be used.
    """
    try:
        return read_json(document_text(path))
    except JsonRefused as error:
        raise file_error(path, int(error.where or 0), error.what, error.cure) from error


def records_with(value: object, marks: frozenset[str]) -> Iterator[Record]:
    """Yield the objects of a document that have one of some keys, wherever they stand, but not those within them."""
    if isinstance(value, Mapping) and marks & value.keys():
        yield value
    elif isinstance(value, Mapping | list):
        for inner in value.values() if isinstance(value, Mapping) else value:
            yield from records_with(inner, marks)


def objects(record: Record, key: str) -> list[Record]:
    """Return the objects of a list."""
    value = record.get(key)
    return [item for item in value if isinstance(item, Mapping)] if isinstance(value, list) else []


def inner(record: Record, key: str) -> Record:
    """Return an object within a record."""
    value = record.get(key)
    return value if isinstance(value, Mapping) else {}


def words(record: Record, key: str) -> str:
    """Return a text."""
    value = record.get(key)
    return value.strip() if isinstance(value, str) else ""


def by_language(items: Iterable[Record], language: str = "language", value: str = "value") -> dict[str, str]:
    """Return texts by language, the first of each; those of languages that are none of ISO 639 are left out."""
    found: dict[str, str] = {}
    for item in items:
        name = words(item, language).lower()
        if words(item, value) and name in known_languages():
            found.setdefault(name, words(item, value))
    return found


def main_text(texts: Mapping[str, str]) -> str:
    """Return the text in Finnish, else the first."""
    return texts.get("fi") or next(iter(texts.values()), "")


def translated(column: str, texts: Mapping[str, str]) -> dict[str, str]:
    """Return texts by language as cells of ours: each under the column with its language."""
    return {f"{column}_{language}": words for language, words in texts.items()}


def as_keywords(names: Iterable[str]) -> list[str]:
    """Return names as keywords, each once; the signs that stand between keywords become dashes."""
    plain = (" – ".join(part.strip() for part in name.replace(";", ",").replace("|", ",").split(",") if part.strip())
             for name in names)
    return [*dict.fromkeys(filter(None, plain))]
