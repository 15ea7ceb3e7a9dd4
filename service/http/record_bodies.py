"""Records as bodies: named as the columns of an import are, flat or nested, and described as far as that is typed."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, TypeAlias

from pydantic import ConfigDict, JsonValue, RootModel, model_validator
from pydantic_core import PydanticCustomError

from data.files.cells import LONGEST_ITEM, LONGEST_LINE, LONGEST_TEXT, MOST_ITEMS
from data.files.columns import ACTOR_COLUMNS, COOPERATION_COLUMNS, CellKind, Layout, Place
from data.wording.texts import render

MOST_FIELDS = 200

JsonSchema: TypeAlias = dict[str, Any]


def _text(longest: int) -> JsonSchema:
    return {"type": ["string", "number", "null"], "maxLength": longest}


def _list(longest: int) -> JsonSchema:
    return {"anyOf": [{"type": "array", "items": _text(longest), "maxItems": MOST_ITEMS}, _text(LONGEST_TEXT)]}


TEXTS: JsonSchema = {"type": "object", "additionalProperties": _text(LONGEST_TEXT)}
VALUES: Mapping[CellKind, JsonSchema] = {
    CellKind.ID: _text(LONGEST_LINE),
    CellKind.IDS: _list(LONGEST_LINE),
    CellKind.LINE: _text(LONGEST_LINE),
    CellKind.TEXT: _text(LONGEST_TEXT),
    CellKind.CODE: _text(LONGEST_ITEM),
    CellKind.CODES: _list(LONGEST_ITEM),
    CellKind.LANGUAGES: _list(LONGEST_ITEM),
    CellKind.LINK: {"type": ["string", "null"], "maxLength": LONGEST_LINE},
    CellKind.BUSINESS_ID: {"type": ["string", "null"], "maxLength": LONGEST_ITEM},
    CellKind.MARKERS: _list(LONGEST_ITEM),
    CellKind.CHOICE: {"type": ["string", "null"], "maxLength": LONGEST_LINE},
    CellKind.NUMBER: {"type": ["integer", "string", "null"], "minimum": 0, "maxLength": LONGEST_LINE},
    CellKind.DAY: {"type": ["string", "null"], "maxLength": LONGEST_LINE},
    CellKind.FIRST_DAY: {"type": ["string", "integer", "null"], "maxLength": LONGEST_LINE},
    CellKind.LAST_DAY: {"type": ["string", "integer", "null"], "maxLength": LONGEST_LINE},
}


def record_schema(layout: Layout, example: JsonValue) -> JsonSchema:
    """Return the JSON schema of a record, by the canonical names of its columns; other names are taken besides."""
    flat = {column.name: {**VALUES[column.kind], "description": render(column.meaning, "en")}
            for column in layout.columns}
    nested: dict[str, JsonSchema] = {}
    for column in layout.columns:
        if column.translations:
            flat[column.name] = {"anyOf": [flat[column.name], TEXTS]}
            _insert(nested, column.translations, TEXTS)
        if len(column.place) > 1 and column.place[-1]:
            _insert(nested, column.place, VALUES[column.kind])
    for name, schema in nested.items():
        flat[name] = {"anyOf": [*flat[name]["anyOf"], schema]} if name in flat else schema
    return {"properties": flat, "additionalProperties": True, "minProperties": 1, "maxProperties": MOST_FIELDS,
            "examples": [example]}


def _insert(nested: dict[str, JsonSchema], place: Place, schema: JsonSchema) -> None:
    """Put a schema where a value stands in a nested record: under a name, or under one in an object."""
    name, *inner = place
    if not inner:
        nested[name] = schema
        return
    holder = nested.setdefault(name, {"type": "object", "properties": {}, "additionalProperties": TEXTS[
        "additionalProperties"]})
    holder["properties"][inner[0]] = schema


def few_fields(record: dict[str, object]) -> dict[str, object]:
    """Refuse masses of nested fields: telling what is wrong with each would take long."""
    count, waiting = 0, [record]
    while waiting and count <= MOST_FIELDS:
        values = waiting.pop().values()
        count += len(values)
        waiting += [value for value in values if isinstance(value, dict)]
    if count > MOST_FIELDS:
        raise PydanticCustomError("too_long", "too many fields", {"max_length": MOST_FIELDS})
    return record


class RecordRequest(RootModel[dict[str, object]]):
    """A record; what stands in it is read as a row of a file is."""

    @model_validator(mode="after")
    def _has_some_fields(self) -> RecordRequest:
        if not self.root:
            raise PydanticCustomError("too_short", "no fields")
        few_fields(self.root)
        return self


class ProfileRequest(RecordRequest):
    """A profile, flat or nested, as GET /v1/actors/{actor} shows it.

    Columns have their other names, too, and with a language behind it a text is in that language: `description_fi`.
    Codes, labels and synonyms are understood.
    """

    model_config = ConfigDict(json_schema_extra=record_schema(ACTOR_COLUMNS, {
        "name": "Kielikahvila Kaiku", "sector": "ngo", "municipalities": ["Rovaniemi"], "themes": ["meeting_places"],
        "descriptions": {"fi": "Kielikahvila kotona oleville vanhemmille"}}))


class CooperationRequest(RecordRequest):
    """A cooperation, flat or nested; columns have their other names, too."""

    model_config = ConfigDict(json_schema_extra=record_schema(COOPERATION_COLUMNS, {
        "members": ["lapin-yliopisto", "rovaniemen-kaupunki"], "title": "Language café", "since": "2026-01-15"}))
