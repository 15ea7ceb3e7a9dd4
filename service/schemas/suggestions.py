"""Suggestions with their ledgers, and explanations of pairs."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from service.schemas.actors import ActorCard
from service.schemas.base import Points, Schema


class LedgerRow(Schema):
    """One addend of a score."""

    term: str = Field(description="“base”, the name of a term, or “rule:” and the name of a rule.",
                      examples=["same_municipality"])
    points: Points = Field(examples=[1.8])
    forward: Points = Field(description="The part as the seeker sees it.")
    backward: Points = Field(description="The part as the candidate sees it.")
    sentence: str = Field(description="The reason, for people.",
                          examples=["Both are based in the same municipality: Rovaniemi."])


class SuggestionDocument(Schema):
    """A suggested partner with the reasons."""

    actor_id: str
    name: str
    score: Points = Field(description="Sum of the ledger's points; the mean of forward and backward.")
    forward: Points = Field(description="The score as the seeker sees the candidate.")
    backward: Points = Field(description="The score as the candidate sees the seeker.")
    share_lower: float = Field(ge=0, le=1, description=(
        "Share of the other possible partners that score lower. In networks of more than 5,000 actors, those that no "
        "generator found are not scored and count as lower."))
    probability: float = Field(gt=0, le=1, description=(
        "The chance that just this actor stands in this place: 1 unless the service draws one place of each list by "
        "lot, so that it can be learned how actors do who are seldom shown."))
    origins: list[str] = Field(description="What found the candidate: vectors, words, places, rules, graph, projects.")
    ledger: list[LedgerRow] = Field(description="The rows that add up to the score, the base first.")
    actor: ActorCard


class LeftOut(Schema):
    """An actor for which a rule does something without points, and why."""

    actor_id: str
    name: str
    rule: str
    sentence: str


class VersionsDocument(Schema):
    """What an answer rests on; each changes if and only if that part does."""

    software: str
    data: str
    vocabulary: str
    weights: str
    rules: str
    encoder: str


class SuggestionPage(Schema):
    """Suggested partners, best first."""

    actor: ActorCard = Field(description="Who asks; for an idea, id and name are empty.")
    as_of: date
    total: int = Field(description="How many could be suggested in all.")
    limit: int
    offset: int
    suggestions: list[SuggestionDocument]
    left_out: list[LeftOut]
    versions: VersionsDocument


class ExplanationDocument(Schema):
    """One pair, looked at from both sides."""

    actor: ActorCard
    other: ActorCard
    as_of: date
    score: Points
    forward: Points
    backward: Points
    ledger: list[LedgerRow]
    left_out: list[LeftOut] = Field(description="The rules that leave the other out of this actor's suggestions.")
    set_aside: list[LeftOut] = Field(description="The rules that set other rules or terms aside for the pair.")
    versions: VersionsDocument
