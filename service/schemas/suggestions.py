"""Suggestions with their ledgers, and explanations of pairs."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from data.reading.mention import Aspect
from matcher.levels import FitLevel
from service.schemas.actors import ActorCard
from service.schemas.base import Points, Schema
from service.schemas.understood import UnderstoodDocument


class LedgerRow(Schema):
    """One addend of a score."""

    term: str = Field(description="“base”, the name of a term, or “rule:” and the name of a rule.",
                      examples=["same_municipality"])
    points: Points = Field(examples=[1.8])
    forward: Points = Field(description="The part as the seeker sees it.")
    backward: Points = Field(description="The part as the candidate sees it.")
    sentence: str = Field(description="The reason, for people.",
                          examples=["Same municipality: Rovaniemi."])


class FitScores(Schema):
    """The score of a pair and of each side, in log-odds and in words.

    The level is "very_good", "good", "possible" or "weak"; the weights in use say where each begins.
    """

    score: Points = Field(description="Sum of the ledger's points; the mean of forward and backward.")
    forward: Points = Field(description="The score as the seeker sees the candidate.")
    backward: Points = Field(description="The score as the candidate sees the seeker.")
    level: FitLevel = Field(description="What the score amounts to.")
    level_label: str = Field(description="The level for people.", examples=["Good fit"])
    forward_level: FitLevel = Field(description="What it amounts to as the seeker sees the candidate.")
    forward_level_label: str
    backward_level: FitLevel = Field(description="What it amounts to as the candidate sees the seeker.")
    backward_level_label: str


class NeedDocument(Schema):
    """One thing that an idea asks for."""

    aspect: Aspect = Field(description="What it is: theme, kind (of partner), people (whom it serves) or language.",
                           examples=["kind"])
    code: str = Field(description="Of the vocabulary of that aspect.", examples=["culture_sport"])
    label: str = Field(description="Its name, for people.")


class OtherActor(Schema):
    """Another actor that a suggestion stands for."""

    actor_id: str
    name: str


class SuggestionDocument(FitScores):
    """A suggested partner with the reasons."""

    actor_id: str
    name: str
    counterpart: bool = Field(description="Whether it is a statutory counterpart of who asks: an authority that has a "
                                          "duty by law where who asks is based, as a rule says.")
    share_lower: float = Field(ge=0, le=1, description=(
        "Share of the other possible partners that score lower. In networks of more than 100,000 actors, those that no "
        "generator found are not scored and count as lower."))
    probability: float = Field(gt=0, le=1, description=(
        "The chance that just this actor stands in this place: 1 unless the service draws one place of each list by "
        "lot, so that it can be learned how actors do who are seldom shown."))
    origins: list[str] = Field(description="What found the candidate: vectors, words, places, rules, graph, projects.")
    ledger: list[LedgerRow] = Field(description="The rows that add up to the score, the base first.")
    meets: list[NeedDocument] = Field(description="Which needs of the idea it meets; empty where no idea asks.")
    moved_up_for: NeedDocument | None = Field(description=(
        "The need for whose sake it stands higher in the list than by its score; null if it does not."))
    also: list[OtherActor] = Field(description=(
        "Actors further down that it stands for: units of one actor, or profiles of one kind and place that say nearly "
        "the same. At most one of them is among the first five."))
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
    """Suggested partners, best first.

    Where an idea asks, who meets a need that nobody above meets can stand higher than by its score, past those of the
    next level of fit at most. Scores do not change.
    """

    actor: ActorCard = Field(description="Who asks; for an idea that is nobody's, id and name are empty.")
    understood: UnderstoodDocument | None = Field(description="What was understood of an idea; null where none asks.")
    as_of: date
    total: int = Field(description="How many the whole list has.")
    limit: int
    offset: int
    suggestions: list[SuggestionDocument]
    counterparts: list[SuggestionDocument] = Field(description=(
        "The statutory counterparts of who asks, best first, 20 at most, if they are asked for apart; else empty."))
    open_needs: list[NeedDocument] = Field(description=(
        "The needs of the idea that none of the first ten of the list meets, nor a counterpart that is shown apart."))
    left_out: list[LeftOut]
    versions: VersionsDocument


class ExplanationDocument(FitScores):
    """One pair, looked at from both sides."""

    actor: ActorCard
    other: ActorCard
    as_of: date
    ledger: list[LedgerRow]
    left_out: list[LeftOut] = Field(description="The rules that leave the other out of this actor's suggestions.")
    set_aside: list[LeftOut] = Field(description="The rules that set other rules or terms aside for the pair.")
    versions: VersionsDocument
