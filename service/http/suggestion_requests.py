"""Questions for partners of someone who is not stored: a profile, or an idea with what it asks for."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import Annotated, Self

from pydantic import AfterValidator, ConfigDict, Field, JsonValue, model_validator
from pydantic_core import PydanticCustomError

from data.errors import DataError, Problem, RecordsRefused, UnknownActor
from data.files.profiles import draft_profile
from data.reading.mention import Aspect
from data.reading.reader import Reader
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from matcher.asking.idea import MAX_IDEA_CHARACTERS, AskedIdea, Brief, code_of, idea, read_idea
from matcher.snapshot import Snapshot
from service.http.record_bodies import few_fields
from service.http.requests import SuggestionsQuestion, Words
from service.runtime.validation_messages import refused
from service.schemas.requests import PRINTABLE, Id, RequestModel
from service.schemas.understood import BRIEF


class UnderstoodRequest(RequestModel):
    """What an idea asks for, as an answer shows it; codes, labels and synonyms are understood in any language."""

    model_config = ConfigDict(strict=True)

    regions: Words = Field(default_factory=list)
    municipalities: Words = Field(default_factory=list)
    nationwide: bool = False
    sectors: Words = Field(default_factory=list)
    themes: Words = Field(default_factory=list)
    languages: Words = Field(default_factory=list)
    people: Words = Field(default_factory=list)
    not_regions: Words = Field(default_factory=list)
    not_municipalities: Words = Field(default_factory=list)
    not_sectors: Words = Field(default_factory=list)
    labels: dict[str, JsonValue] = Field(default_factory=dict, description="May be sent back; it is not looked at.")
    mentions: list[JsonValue] = Field(default_factory=list, description="May be sent back; it is not looked at.")

    def brief(self, reader: Reader, where: str) -> Brief:
        """Return it as the matcher takes it.

        Args:
            reader: knows the words.
            where: the field of the body that it stands in.

        Raises:
            RequestRefused: words are in no vocabulary or mean several things; each is named.
        """
        codes: dict[str, tuple[str, ...]] = {}
        problems: list[Problem] = []
        for field, (attribute, aspect) in BRIEF.items():
            codes[attribute], faults = _codes(getattr(self, field), aspect, reader, f"{where}.{field}")
            problems += faults
        if problems:
            raise refused(problems)
        return Brief(**codes, is_nationwide=self.nationwide)


def _codes(words: Sequence[str], aspect: Aspect, reader: Reader, where: str) -> tuple[tuple[str, ...], list[Problem]]:
    """Return the codes that words stand for, each once, and what is wrong with the others."""
    codes: dict[str, None] = {}
    problems: list[Problem] = []
    for number, word in enumerate(words):
        try:
            codes[code_of(word, aspect, reader)] = None
        except DataError as error:
            problems.append(Problem("", 0, f"{where}.{number}", error.what, error.cure))
    return tuple(codes), problems


class Idea(RequestModel):
    """A project or an idea that looks for partners; codes, labels and synonyms are understood in any language."""

    model_config = ConfigDict(strict=True)

    text: Annotated[str, PRINTABLE] = Field(
        "", max_length=MAX_IDEA_CHARACTERS, description="What it is about, in any language.")
    themes: Words = Field(default_factory=list, description="What it needs, instead of what is read from the text.")
    regions: Words = Field(default_factory=list, description=(
        "Where it takes place, instead of what is read from the text; regions or municipalities."))
    sectors: Words = Field(default_factory=list, description="Whom it looks for, instead of what is read.")
    understood: UnderstoodRequest | None = Field(None, description=(
        "What it asks for, instead of all that is read from the text: as an answer shows it, changed or not."))
    actor: Id = Field(
        "", max_length=128, examples=["rovaniemen-kaupunki"], description=(
            "Id of the stored actor whose idea it is: its places count where the idea names none, and it is not "
            "suggested to itself."))

    def asked(self, snapshot: Snapshot) -> AskedIdea:
        """Return the idea with what it asks for.

        Raises:
            UnknownCode: a word is in no vocabulary.
            AmbiguousCode: a word means several things.
            RequestRefused: words of `understood` are in no vocabulary or mean several things.
        """
        vocabularies = snapshot.vocabularies
        asked = read_idea(self.text, snapshot.reader, vocabularies, themes=self.themes, regions=self.regions,
                          sectors=self.sectors)
        if self.understood is None:
            return asked
        return replace(asked, brief=self.understood.brief(snapshot.reader, "idea.understood"))

    @model_validator(mode="after")
    def _either_lists_or_understood(self) -> Self:
        if self.understood is not None and (self.themes or self.regions or self.sectors):
            raise PydanticCustomError("understood_or_lists", "understood or lists")
        return self


ONE_OF_TWO: dict[str, JsonValue] = {
    "oneOf": [{"required": ["profile"]}, {"required": ["idea"]}],
    "examples": [
        {"idea": {"text": "A language café for parents at home, run together with a library",
                  "themes": ["finnish_l2", "meeting_places"], "regions": ["Lapland"]}, "limit": 5},
        {"profile": {"sector": "ngo", "municipalities": ["Rovaniemi"], "themes": ["meeting_places"],
                     "needs": {"texts": {"en": "Rooms and teachers for evening courses"}}}, "known_partners": True},
    ],
}


class SuggestionRequest(SuggestionsQuestion):
    """A question for partners of someone who is not stored: exactly one of `profile` and `idea`."""

    model_config = ConfigDict(strict=True, json_schema_extra=ONE_OF_TWO)

    profile: Annotated[dict[str, object], AfterValidator(few_fields)] = Field(
        default_factory=dict, min_length=1,
        description="A profile, flat or nested, as GET /v1/actors/{actor} shows it; every field may be left out. "
                    "Codes, labels and synonyms are understood.")
    idea: Idea = Field(default_factory=Idea)

    @model_validator(mode="after")
    def _either_profile_or_idea(self) -> Self:
        if len(self.model_fields_set & {"profile", "idea"}) != 1:
            raise PydanticCustomError("profile_or_idea", "profile or idea")
        return self

    def asked(self, snapshot: Snapshot) -> AskedIdea | None:
        """Return the idea; None where a profile asks. See `Idea.asked`."""
        return None if "profile" in self.model_fields_set else self.idea.asked(snapshot)

    def seeker(self, asked: AskedIdea | None, vocabularies: Vocabularies, today: date,
               actor: Callable[[str], Profile]) -> Profile:
        """Return who asks.

        Args:
            asked: the idea, or None.
            vocabularies: what words are understood by.
            today: the day it is.
            actor: gives the stored actor of an id, as far as who asks is told of it.

        Raises:
            RecordsRefused: the profile has faults.
            QueryRefused: the idea is empty.
            RequestRefused: the idea is said to be of an actor that is not stored.
        """
        if asked is None:
            return _draft(self.profile, vocabularies, today)
        owner = _owner(self.idea.actor, actor) if self.idea.actor else None
        return idea(asked.words, asked.brief, vocabularies, owner)


def _owner(name: str, actor: Callable[[str], Profile]) -> Profile:
    try:
        return actor(name)
    except UnknownActor as error:
        raise refused([Problem("", 0, "idea.actor", error.what, error.cure)]) from error


def _draft(record: dict[str, object], vocabularies: Vocabularies, today: date) -> Profile:
    try:
        return draft_profile(record, vocabularies, today)
    except RecordsRefused as error:
        problems = tuple(replace(problem, field=f"profile.{problem.field}".rstrip(".")) for problem in error.problems)
        raise RecordsRefused(problems, error.what, error.where, error.cure) from error
