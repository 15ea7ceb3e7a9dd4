"""What the ranking weighs and why, told from the configuration in use."""

from __future__ import annotations

import inspect
from datetime import date

from pydantic import Field

from data.wording.texts import Text, Value, render, text
from matcher.arrangement.exploration import LAST, PLACE
from matcher.asking.idea import MAX_IDEA_CHARACTERS
from matcher.asking.query import MAX_LIMIT, MAX_OFFSET
from matcher.candidates import GENERATORS, PER_ORIGIN, SCORE_ALL_UP_TO
from matcher.rules.model import Effect, Rule
from matcher.snapshot import Snapshot
from matcher.terms import TERMS
from service.schemas.base import Points, Schema
from service.schemas.suggestions import VersionsDocument


class Weighing(Schema):
    """Where the weights come from."""

    version: str
    origin: str = Field(description="“hand-set” by people, or “learned” from cooperations or from judged partners.")
    note: str
    explanation: str


class WeighedTerm(Schema):
    """One term of the score."""

    name: str
    title: str
    description: str
    method: str
    unit: str
    weight: Points = Field(description="Log-odds per unit of the term.")
    origin: str = Field(description="Of the weight: “hand-set” or “learned”.")


class RankingRule(Schema):
    """One rule."""

    name: str
    sentence: str
    effect: str
    exclude: bool
    points: Points
    waives: list[str] = Field(description="Names of the rules and terms that it sets aside.")
    valid_from: date | None
    valid_until: date | None
    in_force: bool = Field(description="On the day asked for.")


class CandidateOrigin(Schema):
    """One way in which candidates are found."""

    name: str
    description: str


class Limits(Schema):
    """What is looked at, and how much can be asked for."""

    scored_all_up_to: int = Field(description="Up to this many actors that pass the filters, every one is scored.")
    candidates_per_origin: int = Field(description="Above that, each origin brings at most this many.")
    limit: int
    offset: int
    idea_characters: int


class Ranking(Schema):
    """The main parameters of the ranking."""

    as_of: date
    statement: list[str] = Field(description="What the ranking is for and what it does not do.")
    base: Points = Field(description="Where every pair starts.")
    weights: Weighing
    terms: list[WeighedTerm]
    rules: list[RankingRule]
    origins: list[CandidateOrigin]
    limits: Limits
    versions: VersionsDocument


STATEMENT = (
    text("Kumppani only makes suggestions between organisations; a person decides."),
    text("The score of a pair is a sum of base, terms and rules, in log-odds. Each suggestion shows every row."),
    text("A pair is scored from both sides, and the score is the mean of the two."),
    text("The order is by score, then by id. Asked for diversity, sectors take turns; scores stay as they are."),
    text("For an idea, who meets a need that nobody above meets can stand higher, past those of the next level of fit "
         "at most. The row says so."),
    text("Of actors that stand for the same, such as the units of a city, at most one is among the first five. It "
         "names the others."),
    text("Nobody can pay for a place, and what readers look at does not change the order."),
)
BY_LOT = text("One place of each list, number {place}, is drawn by lot each day from the places {place} to {last}, so "
              "that it can be learned how actors do who are seldom shown.", place=PLACE, last=LAST)
ORIGINS = {
    "hand-set": text("The weights have been set by hand; they are a judgement and not a measurement."),
    "learned": text("The weights have been learned from cooperations that took place."),
}
JUDGED = text("The weights have been learned from partners that readers have judged.")


def describe_ranking(snapshot: Snapshot, as_of: date, language: str, *, by_lot: bool) -> Ranking:
    """Return what the ranking of a snapshot weighs.

    Args:
        snapshot: the configuration in use.
        as_of: the day for which the rules are told to be in force or not.
        language: ISO 639-1.
        by_lot: whether one place of each list is drawn by lot.
    """
    return Ranking(
        as_of=as_of,
        statement=[render(sentence, language) for sentence in (*STATEMENT, *([BY_LOT] if by_lot else []))],
        base=snapshot.weights.base,
        weights=_weighing(snapshot, language),
        terms=[_term(name, snapshot, language) for name in snapshot.weights.terms],
        rules=[ranking_rule(rule, as_of, language) for rule in snapshot.rules.rules],
        origins=[CandidateOrigin(name=name, description=render(_documentation(generate), language))
                 for name, generate in GENERATORS.items()],
        limits=Limits(scored_all_up_to=SCORE_ALL_UP_TO, candidates_per_origin=PER_ORIGIN, limit=MAX_LIMIT,
                      offset=MAX_OFFSET, idea_characters=MAX_IDEA_CHARACTERS),
        versions=VersionsDocument(**snapshot.versions.as_dict()),
    )


def ranking_rule(rule: Rule, as_of: date, language: str) -> RankingRule:
    """Return a rule in words.

    Args:
        rule: the rule.
        as_of: the day for which it is told to be in force or not.
        language: ISO 639-1.
    """
    sides = {"seeker": text("the seeker"), "candidate": text("the candidate")}
    sentence = render(Text(rule.sentence, sides), language)
    return RankingRule(
        name=rule.name, sentence=sentence[:1].upper() + sentence[1:], effect=render(_effect(rule.effect), language),
        exclude=rule.effect.exclude, points=rule.effect.points, waives=list(rule.effect.waives),
        valid_from=rule.valid_from, valid_until=rule.valid_until, in_force=rule.in_force(as_of),
    )


def _weighing(snapshot: Snapshot, language: str) -> Weighing:
    weights = snapshot.weights
    # The note is the file's own words: doubled braces keep them from being read as places for values.
    note = Text(weights.note.replace("{", "{{").replace("}", "}}"))
    return Weighing(version=weights.version, origin=weights.origin, note=render(note, language),
                    explanation=render(JUDGED if "grades" in weights.card else ORIGINS[weights.origin], language))


def _term(name: str, snapshot: Snapshot, language: str) -> WeighedTerm:
    term = TERMS[name]
    title, description, method, unit = (render(words, language)
                                        for words in (term.title, term.description, term.method, term.unit))
    weights = snapshot.weights
    is_by_hand = name in weights.card.get("by hand", "").split(", ")
    return WeighedTerm(name=name, title=title, description=description, method=method, unit=unit,
                       weight=weights.terms[name], origin="hand-set" if is_by_hand else weights.origin)


def _effect(effect: Effect) -> Text:
    if effect.exclude:
        return text("The candidate is left out of the suggestions.")
    if effect.waives:
        return text("These rules or terms are set aside: {names}.", names=waived_names(effect))
    return text("{points} points on the side where it holds; the sum counts the mean of both sides.",
                points=effect.points)


def waived_names(effect: Effect) -> tuple[Value, ...]:
    """Return what a rule sets aside: titles of terms, names of rules."""
    return tuple(TERMS[name].title if name in TERMS else name for name in effect.waives)


def _documentation(function: object) -> Text:
    return Text(" ".join((inspect.getdoc(function) or "").split()))
