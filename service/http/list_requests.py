"""The shapes of lists that people bring: the file as it is, and what was answered about it."""

from __future__ import annotations

from base64 import b64decode
from typing import Annotated

from pydantic import BeforeValidator, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from data.intake.formats import SourceFormat
from data.intake.questions import Answers, Topic, key_of
from service.schemas.requests import PRINTABLE, SOMETHING, RequestModel

LARGEST_FILE = 20 * 1024 * 1024
LONGEST_NAME = 200
LONGEST_CELL = 2000
MOST_ANSWERS = 5000
_BASE64 = "^[A-Za-z0-9+/]*={0,2}$"
Word = Annotated[str, PRINTABLE, Field(max_length=LONGEST_CELL)]


def _decoded(content: object) -> object:
    if not isinstance(content, str):
        return content
    try:
        return b64decode(content, validate=True)
    except ValueError as error:
        raise PydanticCustomError("base64", "not Base64") from error


class AnswerRequest(RequestModel):
    """What was answered to a question."""

    topic: Topic
    about: list[Word] = Field(min_length=1, max_length=2, description="As in the question.")
    answer: Word = Field(description="The value of a choice, or another one that is known there; empty leaves it open.")


class ListRequest(RequestModel):
    """A list of actors that nobody made for us, or a document of a source."""

    file: Annotated[str, PRINTABLE, SOMETHING] = Field(
        max_length=LONGEST_NAME, examples=["yhteystiedot.csv"],
        description="Its name; the ending tells the format: .xlsx, .csv, .json, .jsonl.")
    content: Annotated[bytes, BeforeValidator(_decoded), WithJsonSchema(
        {"type": "string", "contentEncoding": "base64", "pattern": _BASE64})] = Field(
            max_length=LARGEST_FILE, examples=["bmltaSxrdW50YQpLYWlrdSxMYWh0aQo="], description="The file, in Base64.")
    format: SourceFormat = Field(SourceFormat.LIST, description=(
        "Its shape: a list of any kind, or what a source publishes; “eura” is one of cooperations, the others are of "
        "actors."))
    sheet: Word = Field("", description="Name of the sheet; the first that looks like a table if empty.")
    answers: list[AnswerRequest] = Field([], max_length=MOST_ANSWERS)

    @property
    def known(self) -> Answers:
        """The answers that are given."""
        return Answers({key_of(item.topic, item.about): item.answer for item in self.answers if item.answer})


class ListImportRequest(ListRequest):
    """A list that is to be stored."""

    skip_invalid: bool = Field(False, description="Whether the good rows are taken if others have faults or are open.")
