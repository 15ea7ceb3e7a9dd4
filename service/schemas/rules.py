"""Rules, and sets of rules that are stored."""

from __future__ import annotations

from datetime import date, datetime
from typing import Literal

from pydantic import Field

from data.wording.texts import render
from matcher.rules.model import Rule
from service.schemas.base import Schema
from service.schemas.problems import Fault

# So many characters a text of rules that is sent may have.
LONGEST_RULES = 80_000


class RuleCard(Schema):
    """A rule in short."""

    name: str
    effect: str = Field(description="exclude, points or waives.")
    points: float
    waives: list[str]
    valid_from: date | None
    valid_until: date | None
    in_force: bool = Field(description="On the day asked for.")
    sentence: str


class Rules(Schema):
    """A rule file without faults."""

    file: str
    version: str
    as_of: date
    rules: list[RuleCard]


class RuleSetUse(Schema):
    """When rules were put to use, and by whom."""

    at: datetime = Field(description="UTC.")
    author: str = Field(description="Id of a key, “command line”, or “service” where no key is needed.")


class RuleSetCard(Schema):
    """Stored rules in short."""

    number: int = Field(description="1 for the first; 0 stands for the rules of the file in the settings.")
    version: str = Field(description="What answers that rest on them show as the version of the rules.")
    state: Literal["draft", "active", "former"] = Field(description="“former” if they were in use before.")
    note: str
    created: datetime = Field(description="UTC.")
    author: str = Field(description="Id of a key, “command line”, or “service” where no key is needed.")
    activations: list[RuleSetUse] = Field(description="Oldest first.")


class RuleSetDocument(RuleSetCard):
    """Stored rules in full."""

    content: str = Field(description="TOML.")
    rules: list[RuleCard] = Field(description="With those that protect people, which hold in every network.")
    problems: list[Fault] = Field(description="Why they cannot be used any more; the vocabulary may have changed.")


class RuleSetPage(Schema):
    """The stored rules of a network, newest first."""

    active: int = Field(description="Number of those in use; 0 for the rules of the file in the settings.")
    total: int
    limit: int
    next: str = Field(description="The cursor of the next page; empty at the end.")
    rules: list[RuleSetCard]


def rule_card(rule: Rule, as_of: date, language: str) -> RuleCard:
    """Return a rule in short."""
    effect = rule.effect
    kind = "exclude" if effect.exclude else "waives" if effect.waives else "points"
    return RuleCard(name=rule.name, effect=kind, points=effect.points, waives=list(effect.waives),
                    valid_from=rule.valid_from, valid_until=rule.valid_until, in_force=rule.in_force(as_of),
                    sentence=render(rule.sentence, language))
