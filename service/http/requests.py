"""The shapes of questions over HTTP: query parameters and bodies, with their bounds; unknown names are refused."""

from __future__ import annotations

from datetime import date, datetime
from typing import Annotated

from pydantic import BeforeValidator, ConfigDict, Field, WithJsonSchema
from pydantic_core import PydanticCustomError

from data.errors import Problem
from data.files.exporting.formats import Format
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import text
from matcher.asking.counterparts import Counterparts
from matcher.asking.query import FILTER_FIELDS, MAX_LIMIT, MAX_OFFSET, Filters, Query, make_filters
from service.errors import RequestRefused
from service.schemas.requests import NOT_BLANK, PRINTABLE, Id, RequestModel, composed_form, iso_day
from service.schemas.rules import LONGEST_RULES

MOST_WORDS = 50
LONGEST_WORD = 200
LONGEST_SEARCH = 500
LONGEST_TEXT = 5000
# Of times that are asked for; in any time zone they are times still.
FIRST_YEAR, LAST_YEAR = 1970, 9998

def left_out() -> None:
    """Return what stands for a parameter that is left out."""
    return


def _iso_moment(value: object) -> object:
    """Take a time of ISO 8601 with its zone, and nothing that pydantic would take besides."""
    if isinstance(value, datetime):
        return value
    try:
        moment = datetime.fromisoformat(str(value))
    except ValueError as error:
        raise PydanticCustomError("moment", "not a time") from error
    if moment.tzinfo is None or not FIRST_YEAR <= moment.year <= LAST_YEAR:
        raise PydanticCustomError("moment", "not a time with its zone")
    return moment


def _true_or_false(value: object) -> object:
    return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


# Only what is left out is None; who sends null is refused.
MomentOrNone = Annotated[datetime | None, BeforeValidator(_iso_moment),
                         WithJsonSchema({"type": "string", "format": "date-time"})]
DayOrToday = Annotated[date | None, BeforeValidator(iso_day), WithJsonSchema({"type": "string", "format": "date"})]
YesOrNo = Annotated[bool, Field(strict=True), BeforeValidator(_true_or_false)]
Word = Annotated[str, Field(max_length=LONGEST_WORD), PRINTABLE]
Words = Annotated[list[Word], Field(max_length=MOST_WORDS)]


class DatedQuestion(RequestModel):
    """A question whose answer depends on the day."""

    as_of: DayOrToday = Field(default_factory=left_out, examples=["2026-11-23"], description=(
        "The day the answer is for, ISO 8601; when left out, the day it is in the network's time zone."))

    def day(self, today: date) -> date:
        """Return the day the answer is for."""
        return today if self.as_of is None else self.as_of


class VocabularyQuestion(DatedQuestion):
    """A question for the terms of a vocabulary."""

    mentioned_in: Annotated[str, PRINTABLE, NOT_BLANK] = Field(
        "", min_length=1, max_length=LONGEST_TEXT, examples=["Mentorointia kotona oleville vanhemmille"],
        description="Only the terms that this text speaks of, by any of their names in any language.")


class RankedQuestion(RequestModel):
    """A question answered with a part of a list that is worked out as a whole, and anew each time."""

    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many to answer with.")
    offset: int = Field(0, ge=0, le=MAX_OFFSET, description=(
        "How many of the best to pass over. Parts are of one list as long as “versions” of the answers are the same."))


class FilteredQuestion(RequestModel):
    """A question about a part of the network.

    A filter takes codes, labels or synonyms in any language. Several values of one filter mean OR, several filters AND.
    """

    region: Words = Field(default_factory=list, description="Only actors of these regions.", examples=[["Uusimaa"]])
    sector: Words = Field(default_factory=list, description="Only actors of these sectors.", examples=[["ngo"]])
    theme: Words = Field(default_factory=list, examples=[["employment"]],
                         description="Only actors that work on these themes, or narrower ones.")
    language: Words = Field(default_factory=list, description="Only actors that work in these languages, ISO 639-1.",
                            examples=[["sv"]])
    not_region: Words = Field(default_factory=list, description="No actors of these regions.", examples=[["19"]])
    not_sector: Words = Field(default_factory=list, description="No actors of these sectors.", examples=[["company"]])
    not_theme: Words = Field(default_factory=list, examples=[["sports"]],
                             description="No actors that work on these themes, or narrower ones.")
    not_language: Words = Field(default_factory=list, description="No actors that work in these languages.",
                                examples=[["ru"]])

    def filters(self, vocabularies: Vocabularies) -> Filters:
        """Return the filters.

        Raises:
            UnknownCode: a word is in no vocabulary.
            AmbiguousCode: a word means several things.
        """
        include, exclude = ({name: tuple(getattr(self, prefix + name)) for name in FILTER_FIELDS}
                            for prefix in ("", "not_"))
        return make_filters(include, exclude, vocabularies)


class ExportQuestion(RequestModel):
    """In which format something is exported."""

    format: Annotated[Format | None, WithJsonSchema({"type": "string", "enum": list(Format)})] = Field(
        default_factory=left_out, examples=["xlsx"],
        description="The format of the file; when left out, the one that Accept asks for, else jsonl.")


class ActorsExportQuestion(FilteredQuestion, ExportQuestion):
    """Which actors are exported, and how."""


class CooperationsExportQuestion(ExportQuestion):
    """Which cooperations are exported, and how."""

    actor: Id = Field(
        "", max_length=128, examples=["rovaniemen-kaupunki"], description="Only those that this actor takes part in.")


class RehearsalQuestion(DatedQuestion):
    """How the lists are asked for that a rehearsal compares."""

    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many of the first of each list are compared.")


class ReportQuestion(RequestModel):
    """How much of a rehearsal is reported."""

    changes: int = Field(100, ge=0, le=10_000, description="How many of the lists that change most are listed.")


class LogQuestion(RequestModel):
    """A question for a part of the audit log."""

    after: int = Field(0, ge=0, le=2**31 - 1, description="The number of the last entry that is known already.")
    limit: int = Field(100, ge=1, le=1_000, description="How many to answer with.")


class RuleDraftRequest(RequestModel):
    """Rules to be stored."""

    content: Annotated[str, PRINTABLE] = Field(
        min_length=1, max_length=LONGEST_RULES, description="TOML, as in a rule file.",
        examples=['format = "kumppani-rules/1"\n'])
    note: Annotated[str, PRINTABLE] = Field(
        "", max_length=LONGEST_WORD, description="What they are for; it names no people, as it stays.")


class ActivationRequest(RequestModel):
    """What a change of the rules in use expects."""

    model_config = ConfigDict(strict=True)

    expected: int = Field(ge=0, le=2**31 - 1, description=(
        "The number of the rules in use, as far as the sender knows; nothing is done if others are."))


class ImportQuestion(RequestModel):
    """How actors are imported."""

    skip_invalid: YesOrNo = Field(default=False, description="Whether the good lines are taken if others have faults; "
                                                             "else all are taken, or none.")


class SearchQuestion(FilteredQuestion):
    """A question in words."""

    q: Annotated[str, PRINTABLE, NOT_BLANK] = Field(
        min_length=1, max_length=LONGEST_SEARCH, examples=["Finnish courses for parents at home"],
        description="Words in any language; they are looked for as words and by their meaning.")
    limit: int = Field(10, ge=1, le=MAX_LIMIT, description="How many to answer with.")


class SuggestionsQuestion(FilteredQuestion, RankedQuestion, DatedQuestion):
    """How partners are asked for."""

    known_partners: YesOrNo = Field(default=False, description="Whether those it has worked with may be suggested too.")
    diversity: float = Field(0.0, ge=0, le=1, description="From 0, the best first, to 1, as many sectors as there are "
                                                          "first. Scores stay as they are.")

    counterparts: Counterparts = Field(Counterparts.MIXED, strict=False, description=(
        "Where the statutory counterparts of who asks stand: mixed, in the list; apart, in a list of their own; none, "
        "nowhere."))

    def query(self, vocabularies: Vocabularies, today: date) -> Query:
        """Return the question as the matcher takes it.

        Raises:
            UnknownCode: a filter's word is in no vocabulary.
            AmbiguousCode: a filter's word means several things.
        """
        return Query(self.day(today), self.limit, self.offset, self.filters(vocabularies), self.known_partners,
                     self.diversity, self.counterparts)


def of_this_id(record: dict[str, object], actor: str) -> dict[str, object]:
    """Return a record with the id that its address gives.

    Raises:
        RequestRefused: the record names another one.
    """
    if composed_form(record.get("id", actor)) != actor:
        problem = Problem("", 0, "id", text("The address gives another id: “{actor}”.", actor=actor),
                          text("Leave the id out, or send the profile to its own address."))
        raise RequestRefused((problem,), text("The profile cannot be used."), "", text("Correct what is listed."))
    return {**record, "id": actor}
