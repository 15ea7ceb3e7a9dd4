"""The shapes of answers, the same on the command line (`--json`) and over HTTP; field names are stable."""

from __future__ import annotations

from datetime import date
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from data.export import profile_document
from data.records import Profile
from data.texts import Labels, render
from data.vocabularies import Vocabularies
from matcher import answer as answers

Points = Annotated[float, Field(description="Log-odds: 0 is even, +1 makes a good partnership 2.7 times as likely.")]


class Schema(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Named(Schema):
    """A code with its name in the language asked for."""

    code: str = Field(examples=["municipality"])
    label: str = Field(examples=["Municipality or city"])


class ActorCard(Schema):
    """An actor in short."""

    id: str
    name: str
    sector: Named | None
    municipalities: list[Named]
    regions: list[Named]
    coverage: str | None
    themes: list[Named]


class LedgerRow(Schema):
    """One addend of a score."""

    term: str = Field(description="“base”, the name of a term, or “rule:” and the name of a rule.",
                      examples=["same_municipality"])
    points: Points = Field(examples=[1.8])
    forward: Points = Field(description="The part as the seeker sees it.")
    backward: Points = Field(description="The part as the candidate sees it.")
    sentence: str = Field(description="The reason, for people.",
                          examples=["Both are based in the same municipality: Rovaniemi."])


class Suggestion(Schema):
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


class Versions(Schema):
    """What an answer rests on; each changes if and only if that part does."""

    software: str
    data: str
    vocabulary: str
    weights: str
    rules: str
    encoder: str


class Suggestions(Schema):
    """Suggested partners, best first."""

    actor: ActorCard = Field(description="Who asks; for an idea, id and name are empty.")
    as_of: date
    total: int = Field(description="How many could be suggested in all.")
    limit: int
    offset: int
    suggestions: list[Suggestion]
    left_out: list[LeftOut]
    versions: Versions


class Explanation(Schema):
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
    versions: Versions


class FoundActor(Schema):
    """One answer of a search."""

    score: float = Field(ge=0, le=1)
    actor: ActorCard


class Actors(Schema):
    """A page of the network's actors, in the order of their ids."""

    total: int = Field(description="How many pass the filters in all.")
    limit: int
    offset: int
    actors: list[ActorCard]


class WishDocument(Schema):
    """What an actor needs or offers."""

    texts: dict[str, str]
    themes: list[str]


class ProfileDocument(Schema):
    """A profile with codes, as it can be imported."""

    id: str
    name: str
    names: dict[str, str]
    sector: str
    municipalities: list[str]
    regions: list[str]
    coverage: str | None
    themes: list[str]
    languages: list[str]
    descriptions: dict[str, str]
    needs: WishDocument
    offers: WishDocument
    wanted_sectors: list[str]
    capacity: int | None
    groups: list[str]
    status: str
    source: str
    updated: date | None


class Actor(Schema):
    """An actor with all that is known of it."""

    actor: ActorCard
    profile: ProfileDocument
    labels: dict[str, dict[str, str]] = Field(description="Vocabulary → code → name, for every code of the profile.")


class Fault(Schema):
    """One thing wrong with a request."""

    line: int | None = Field(None, description="Of a body with many, counted from 1.")
    field: str = Field(description="The parameter, or the path of the body's field.")
    what: str
    cure: str


class Problem(Schema):
    """An error, as RFC 9457 describes it."""

    type: str = Field(description="A URI that programs can rely on.")
    title: str = Field(description="The kind of problem, for people.")
    status: int
    detail: str = Field(description="What happened this time.")
    instance: str = Field(description="The path asked for.")
    cure: str = Field(description="What to do next.")
    problems: list[Fault] = Field(description="All that is wrong with a request, as far as it can be told at once.")


class Writer:
    """Puts answers into words of one language.

    Args:
        vocabularies: where labels come from.
        language: ISO 639-1.
    """

    def __init__(self, vocabularies: Vocabularies, language: str) -> None:
        self._vocabularies = vocabularies
        self._language = language

    def card(self, profile: Profile) -> ActorCard:
        """Return an actor in short."""
        places, themes = self._vocabularies.places, self._vocabularies.themes
        sector = self._named(profile.sector, self._vocabularies.sectors.labels(profile.sector))
        return ActorCard(
            id=profile.id,
            name=render(profile.label, self._language) if profile.name else "",
            sector=sector if profile.sector else None,
            municipalities=[self._named(code, places.municipalities.labels(code)) for code in profile.municipalities],
            regions=[self._named(code, places.regions.labels(code)) for code in profile.regions],
            coverage=profile.coverage,
            themes=[self._named(code, themes.labels(code)) for code in profile.themes],
        )

    def suggestions(self, answer: answers.Answer, as_of: date, limit: int, offset: int) -> Suggestions:
        """Return an answer."""
        return Suggestions(
            actor=self.card(answer.seeker), as_of=as_of, total=answer.total, limit=limit, offset=offset,
            suggestions=[self._suggestion(item) for item in answer.suggestions],
            left_out=[self._left_out(item) for item in answer.rejections],
            versions=Versions(**answer.versions.as_dict()),
        )

    def explanation(self, found: answers.Explanation, as_of: date) -> Explanation:
        """Return the explanation of a pair."""
        return Explanation(
            actor=self.card(found.seeker), other=self.card(found.candidate), as_of=as_of,
            score=found.ledger.score, forward=found.ledger.forward, backward=found.ledger.backward,
            ledger=self._ledger(found.ledger),
            left_out=[self._left_out(item) for item in found.rejections],
            set_aside=[self._left_out(item) for item in found.waivers],
            versions=Versions(**found.versions.as_dict()),
        )

    def found(self, items: tuple[answers.Found, ...]) -> list[FoundActor]:
        """Return the answers of a search."""
        return [FoundActor(score=item.score, actor=self.card(item.profile)) for item in items]

    def actor(self, profile: Profile) -> Actor:
        """Return an actor with all that is known of it."""
        vocabularies = self._vocabularies.named()
        codes = {
            "sectors": {profile.sector, *profile.wanted_sectors} - {""},
            "themes": {*profile.themes, *profile.needs.themes, *profile.offers.themes},
            "regions": set(profile.regions),
            "municipalities": set(profile.municipalities),
        }
        labels = {name: {code: render(vocabularies[name].labels(code), self._language) for code in sorted(found)}
                  for name, found in codes.items()}
        return Actor(actor=self.card(profile), profile=ProfileDocument(**profile_document(profile)), labels=labels)

    def _named(self, code: str, labels: Labels) -> Named:
        return Named(code=code, label=render(labels, self._language))

    def _suggestion(self, item: answers.Suggestion) -> Suggestion:
        return Suggestion(
            actor_id=item.profile.id, name=render(item.profile.label, self._language), score=item.ledger.score,
            forward=item.ledger.forward, backward=item.ledger.backward, share_lower=item.share_lower,
            probability=item.probability, origins=list(item.origins), ledger=self._ledger(item.ledger),
            actor=self.card(item.profile),
        )

    def _ledger(self, ledger: answers.Ledger) -> list[LedgerRow]:
        return [LedgerRow(term=row.term, points=row.points, forward=row.forward, backward=row.backward,
                          sentence=render(row.sentence, self._language)) for row in ledger.rows]

    def _left_out(self, item: answers.Rejection) -> LeftOut:
        return LeftOut(actor_id=item.profile.id, name=render(item.profile.label, self._language), rule=item.rule,
                       sentence=render(item.sentence, self._language))
