"""A suggested actor as a card: who, where, what they do, why, what is shared, what they bring."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

from data.intake.labels import COVERAGES
from data.records.relations import OpinionKind
from data.wording.texts import Text, render, text
from matcher.levels import FitLevel
from service.schemas.actors import ActorCard, WordsInLanguage
from service.schemas.base import CodeLabel
from service.schemas.suggestions import FitScores, LedgerRow, SuggestionDocument
from service.web.views.sums import Sum, sum_of

MOST_REASONS = 3
MOST_PLACES = 3
RULE = "rule:"
# The line of shared themes below the reasons names them already.
NAMED_BELOW = "shared_themes"
# How a level is said of one side, and the radius of its half of the sign, of 14.
SIDES: Mapping[FitLevel, tuple[Text, float]] = {
    FitLevel.VERY_GOOD: (text("very good"), 14),
    FitLevel.GOOD: (text("good"), 9.5),
    FitLevel.POSSIBLE: (text("possible"), 5),
    FitLevel.WEAK: (text("weak"), 2.5),
}


@dataclass(frozen=True, slots=True)
class Fit:
    """How well a pair fits: the level in words, and what it is for each side, with the radii of the two half discs."""

    label: str
    ours: str
    theirs: str
    our_radius: float
    their_radius: float


@dataclass(frozen=True, slots=True)
class Card:
    """A suggested actor.

    Attributes:
        id, name: of the actor.
        facts: place, kind and reach, in the order in which they are said.
        description: what it does, and the language that is told in.
        fit: how well it fits.
        why: two or three sentences.
        shared, brings: names of the themes of both, and of those that only it has.
        also: names of others that it stands for.
        meets: the needs of an idea that it meets.
        moved_up: the need for which it stands higher than by its score; empty if it does not.
        sum: the whole sum.
        opinion: what the viewer has said of it; empty for nothing.
        is_followed: whether the viewer follows it.
        introduction: the one that makes asking for another one needless; None if there is none.
    """

    id: str
    name: str
    facts: tuple[str, ...]
    description: WordsInLanguage | None
    fit: Fit
    why: tuple[str, ...]
    shared: tuple[str, ...]
    brings: tuple[str, ...]
    also: tuple[str, ...]
    meets: tuple[str, ...]
    moved_up: str
    sum: Sum
    opinion: str
    is_followed: bool
    introduction: IntroductionSign | None = None


@dataclass(frozen=True, slots=True)
class IntroductionSign:
    """An introduction beside the other side of it: its id, where it stands in words, and whether both want it."""

    id: str
    words: str
    is_met: bool


@dataclass(frozen=True, slots=True)
class Standing:
    """What the viewer has said and asked for.

    Attributes:
        opinions: by the id of the other.
        follows: ids of those that are followed.
        introductions: by the id of the other, those that wait for an answer or were accepted.
    """

    opinions: Mapping[str, OpinionKind]
    follows: Collection[str]
    introductions: Mapping[str, IntroductionSign]


NO_STANDING = Standing({}, (), {})


def card_of(item: SuggestionDocument, seeker: ActorCard, standing: Standing, language: str) -> Card:
    """Return a suggestion as a card."""
    shared, brings = themes_of(item.actor, seeker)
    return Card(
        id=item.actor_id, name=item.name, facts=facts_of(item.actor, language), description=item.actor.description,
        fit=fit_of(item, language), why=why(item.ledger, has_shared=bool(shared)), shared=shared, brings=brings,
        also=tuple(other.name for other in item.also), meets=tuple(dict.fromkeys(need.label for need in item.meets)),
        moved_up=item.moved_up_for.label if item.moved_up_for else "", sum=sum_of(item.ledger),
        opinion=standing.opinions.get(item.actor_id, ""), is_followed=item.actor_id in standing.follows,
        introduction=standing.introductions.get(item.actor_id))


def facts_of(actor: ActorCard, language: str) -> tuple[str, ...]:
    """Return where an actor is, what kind it is and how far it reaches, as far as that is known."""
    place = ", ".join(_places(actor))
    reach = render(COVERAGES[actor.coverage], language) if actor.coverage else ""
    return tuple(fact for fact in (place, actor.sector.label if actor.sector else "", reach) if fact)


def _places(actor: ActorCard) -> list[str]:
    near: Sequence[CodeLabel] = actor.municipalities
    if not near or len(near) > MOST_PLACES:
        near = actor.regions
    return [place.label for place in near[:MOST_PLACES]]


def themes_of(actor: ActorCard, seeker: ActorCard) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the names of an actor's themes: those that both have, and those that only it has."""
    own = {theme.code for theme in seeker.themes}
    return (tuple(theme.label for theme in actor.themes if theme.code in own),
            tuple(theme.label for theme in actor.themes if theme.code not in own))


def fit_of(scores: FitScores, language: str) -> Fit:
    """Return how well a pair fits, in words and as the two halves of the sign."""
    (ours, our_radius), (theirs, their_radius) = SIDES[scores.forward_level], SIDES[scores.backward_level]
    return Fit(scores.level_label, render(ours, language), render(theirs, language), our_radius, their_radius)


def why(ledger: Sequence[LedgerRow], *, has_shared: bool = False) -> tuple[str, ...]:
    """Return the sentences of the rows that count most for a pair, the weightiest first.

    Args:
        ledger: the rows, the base first.
        has_shared: whether shared themes are named beside.
    """
    reasons = [row.sentence for row in ledger[1:] if row.points > 0 and not (has_shared and row.term == NAMED_BELOW)]
    return tuple(reasons[:MOST_REASONS])


def duty(item: SuggestionDocument) -> str:
    """Return why an authority is a statutory counterpart: the sentence of its rule, or its first reason."""
    of_rules = (row.sentence for row in item.ledger if row.term.startswith(RULE))
    return next(of_rules, next(iter(why(item.ledger)), ""))
