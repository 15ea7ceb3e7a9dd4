"""Actors that may be one, and what was decided about them."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Literal

from pydantic import Field

from data.intake.duplicates.comparing import Certainty
from data.intake.duplicates.differences import Difference, difference_of
from data.intake.duplicates.pairs import Pair
from data.records.merging import sides_of
from data.store.merging import Merged
from data.wording.texts import render
from service.schemas.actors import ActorCard, ActorDocument
from service.schemas.base import Schema
from service.schemas.writer import Writer

How = Literal["sure", "likely"]
_HOW: dict[Certainty, How] = {Certainty.SURE: "sure", Certainty.LIKELY: "likely"}

MOST_PAIRS = 1_000


class LookAlike(Schema):
    """An actor that is stored and may be the one that was written."""

    actor_id: str
    name: str
    certainty: How
    reasons: list[str] = Field(description="What speaks for it, in sentences.")


class StoredActorDocument(ActorDocument):
    """An actor as it was stored, and whom it looks like."""

    look_alikes: list[LookAlike] = Field(description=(
        "Of a new actor: stored ones that may be the same, the surest first. Nothing was refused for them."))


class FieldSides(Schema):
    """What two actors say in one field, in words: labels where there are codes."""

    field: str = Field(examples=["website"])
    label: str = Field(description="What people call the field.")
    first: str = Field(description="Empty for nothing.")
    second: str = Field(description="Empty for nothing.")


class DuplicatePair(Schema):
    """Two stored actors that may be one."""

    first: ActorCard
    second: ActorCard
    certainty: How
    reasons: list[str] = Field(description="What speaks for it, in sentences.")
    differences: list[FieldSides] = Field(description="Where both say something and not the same, first.")


class DuplicatePage(Schema):
    """Pairs that may be one, the surest first."""

    total: int
    pairs: list[DuplicatePair] = Field(description=f"{MOST_PAIRS} at most.")


class DuplicateDecision(Schema):
    """What was decided about two actors."""

    decision: Literal["merge", "different"]
    first: str = Field(description="Id; of two that were merged, of the one that is left.")
    second: str = Field(description="Id; of two that were merged, the one that leads to the first now.")
    cooperations: int = Field(0, description="How many cooperations moved to the first.")
    statements: int | None = Field(0, description=(
        "How many blocks, opinions and outcomes moved to the first; null where a key is not told what actors keep from "
        "others."))
    dropped: int | None = Field(0, description=(
        "How many of all these are gone, as they said the same or were of the two; null as before."))


def page_of(pairs: list[Pair], writer: Writer, language: str, most: int = MOST_PAIRS) -> DuplicatePage:
    """Return the first pairs in words."""
    return DuplicatePage(total=len(pairs), pairs=[
        DuplicatePair(
            first=writer.card(pair.one), second=writer.card(pair.other), certainty=_HOW[pair.certainty],
            reasons=[render(reason, language) for reason in pair.reasons],
            differences=[_in_words(difference_of(side, writer.vocabularies), language)
                         for side in sides_of(pair.one, pair.other) if side.field != "id"])
        for pair in pairs[:most]])


def _in_words(difference: Difference, language: str) -> FieldSides:
    first, second = ("; ".join(render(value, language) for value in side)
                     for side in (difference.one, difference.other))
    return FieldSides(field=difference.field, label=render(difference.label, language), first=first, second=second)


def look_alikes_of(pairs: Iterable[Pair], language: str) -> list[LookAlike]:
    """Return the actors that new ones look like, in words."""
    return [LookAlike(actor_id=pair.other.id, name=render(pair.other.label, language), certainty=_HOW[pair.certainty],
                      reasons=[render(reason, language) for reason in pair.reasons]) for pair in pairs]


def decision_of(merged: Merged, *, is_told: bool) -> DuplicateDecision:
    """Return what became of two actors that were merged, and of what they keep from others for who is told of that."""
    statements, dropped = (merged.statements, merged.dropped) if is_told else (None, None)
    return DuplicateDecision(decision="merge", first=merged.kept, second=merged.gone,
                             cooperations=merged.cooperations, statements=statements, dropped=dropped)
