"""What was understood of an idea, with the words it came from; it can be sent back changed."""

from __future__ import annotations

from collections.abc import Mapping

from pydantic import Field

from data.reading.mention import Aspect
from service.schemas.base import Schema

# Lists of what was understood: the attribute of a brief, and the aspect that its codes are of.
BRIEF: Mapping[str, tuple[str, Aspect]] = {
    "regions": ("regions", Aspect.REGION), "municipalities": ("municipalities", Aspect.MUNICIPALITY),
    "sectors": ("sectors", Aspect.KIND), "themes": ("themes", Aspect.THEME),
    "languages": ("languages", Aspect.LANGUAGE), "people": ("people", Aspect.PEOPLE),
    "not_regions": ("refused_regions", Aspect.REGION),
    "not_municipalities": ("refused_municipalities", Aspect.MUNICIPALITY),
    "not_sectors": ("refused_sectors", Aspect.KIND),
}


class MentionDocument(Schema):
    """Words of a text, and what they stand for."""

    aspect: Aspect
    codes: list[str] = Field(description="Of the vocabulary of that aspect; empty for “nationwide”.")
    labels: list[str] = Field(description="The names of the codes, for people.")
    words: str = Field(examples=["kielikahvila"])
    start: int = Field(description="Where the words begin in the text, in characters (code points of Unicode).")
    end: int = Field(description="Where they end; this character is not among them.")
    refused: bool = Field(description="Whether the text says that this is not wanted.")
    alternatives: list[str] = Field(description="Codes of what the words could mean besides.")
    alternative_labels: list[str] = Field(description="Their names, for people.")


class UnderstoodDocument(Schema):
    """What an idea asks for, as codes. Sent back with the text it stands instead of what is read from it."""

    regions: list[str] = Field(description="Where the work is to be done.")
    municipalities: list[str]
    nationwide: bool = Field(description="Whether the work is to be done everywhere.")
    sectors: list[str] = Field(description="Kinds of partners wanted.")
    themes: list[str]
    languages: list[str] = Field(description="Of the work, ISO 639-1, or 639-3 where it has none.")
    people: list[str] = Field(description="Whom it serves.")
    not_regions: list[str] = Field(description="Local and regional actors of these places are left out.")
    not_municipalities: list[str]
    not_sectors: list[str] = Field(description="Actors of these kinds are left out.")
    labels: dict[str, dict[str, str]] = Field(description="The names of the codes in these lists, for people.")
    mentions: list[MentionDocument] = Field(description="Each word that was understood, in the order of the text.")
