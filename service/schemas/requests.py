"""What is asked for, at every door: the base of its shapes, and the checks of texts, ids and days."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, BeforeValidator, ConfigDict, Field, GetJsonSchemaHandler
from pydantic_core import CoreSchema, PydanticCustomError

from data.wording.words import SHOWN, composed, shows

LONGEST_ID = 128

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
# Control and formatting signs that no word has, and halves of characters, which cannot be written in UTF-8.
_UNPRINTABLE = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]")


@dataclass(frozen=True)
class Check(AfterValidator):
    """A check of a text that can be described.

    Attributes:
        pattern: what a text that passes fits, as JSON Schema has it.
    """

    pattern: str = ""

    def __get_pydantic_json_schema__(self, core: CoreSchema, handler: GetJsonSchemaHandler) -> dict[str, Any]:
        """Return the schema of what is checked, with one pattern more."""
        schema = handler(core)
        if "pattern" in schema:
            return {**schema, "allOf": [*schema.get("allOf", ()), {"pattern": self.pattern}]}
        return {**schema, "pattern": self.pattern}


def printable(words: str) -> str:
    """Return words without signs that no text has."""
    if _UNPRINTABLE.search(words):
        raise PydanticCustomError("unprintable", "control character")
    return words


def _not_blank(words: str) -> str:
    if not shows(words):
        raise PydanticCustomError("blank", "blank text")
    return words


def composed_form(value: object) -> object:
    """Return words in the composed form; what is none, as it is."""
    return composed(value) if isinstance(value, str) else value


def something(words: str) -> str:
    """Return words that show something."""
    if not shows(words):
        raise PydanticCustomError("missing", "blank text")
    return words


def iso_day(value: object) -> object:
    """Refuse what pydantic would take besides ISO 8601: numbers since 1970, and times."""
    if isinstance(value, date):
        return value
    if not isinstance(value, str) or not _DAY.fullmatch(value):
        raise PydanticCustomError("day", "not a day")
    try:
        return date.fromisoformat(value)
    except ValueError as error:
        raise PydanticCustomError("day", "no such day") from error


PRINTABLE = Check(printable, r"^[^\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f]*$")
NOT_BLANK = Check(_not_blank, SHOWN)
SOMETHING = Check(something, SHOWN)
# Ids are stored in the composed form, whatever form a keyboard or a file system gives them.
Id = Annotated[str, Field(max_length=LONGEST_ID), BeforeValidator(composed_form), PRINTABLE]
Day = Annotated[date, BeforeValidator(iso_day)]


class RequestModel(BaseModel):
    """Base of all questions; by itself the question without parameters."""

    model_config = ConfigDict(frozen=True, extra="forbid")
