"""Records as JSON values, and back: one serialiser, made of the types themselves."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache
from typing import Any, TypeAlias, TypeVar, get_args

from pydantic import TypeAdapter

from data.records.profiles import Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome

Record: TypeAlias = Profile | Cooperation | Block | Opinion | Outcome
Document: TypeAlias = dict[str, Any]

AnyRecord = TypeVar("AnyRecord", bound=Record)


@cache
def _adapters() -> Mapping[type[object], TypeAdapter[Any]]:
    return {kind: TypeAdapter(kind) for kind in get_args(Record)}


def document_of(record: Record) -> Document:
    """Return a record as JSON values, nested as its type is, with every field."""
    document: Document = _adapters()[type(record)].dump_python(record, mode="json")
    return document


def record_of(kind: type[AnyRecord], document: Mapping[str, Any]) -> AnyRecord:
    """Return the record of values that were checked before; input from elsewhere goes through `data.files`.

    Raises:
        ValueError: they do not fit the type.
    """
    record: AnyRecord = _adapters()[kind].validate_python(document)
    return record


def parse_record(kind: type[AnyRecord], content: str) -> AnyRecord:
    """Return the record that stands in a store as JSON; fields that it lacks have their defaults.

    Raises:
        ValueError: this is no such document.
    """
    record: AnyRecord = _adapters()[kind].validate_json(content, strict=True)
    return record
