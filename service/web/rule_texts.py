"""Texts of rules: those in use, stored ones and drafts, read, with what is wrong in them told line by line."""

from __future__ import annotations

from dataclasses import dataclass

from data.governance.rule_sets import OF_THE_FILE, RuleText
from data.wording.texts import Text, render, text
from matcher.errors import RulesRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from service.runtime.loading import read_rule_file, read_rules
from service.schemas.rules import LONGEST_RULES
from service.web.viewers import Viewer


@dataclass(frozen=True, slots=True)
class Complaint:
    """What is wrong, in words, with the line where it is in one; 0 else."""

    line: int
    words: str


@dataclass(frozen=True)
class ReadRules:
    """Rules as they can be shown, or why they cannot be used."""

    content: str
    book: RuleBook | None
    complaints: tuple[Complaint, ...] = ()


def content_of(viewer: Viewer, number: int) -> str:
    """Return the text of rules.

    Raises:
        UnknownRuleSet: there are none of this number.
        RulesRefused: the file in the settings cannot be read any more.
    """
    if number == OF_THE_FILE:
        return read_rule_file(viewer.installation.settings.of_network(viewer.network.own).rules)
    with viewer.network.store.reading() as session:
        return session.rule_sets.get(number).content


def read_set(viewer: Viewer, number: int) -> ReadRules:
    """Return stored rules, or those of the file.

    Raises:
        UnknownRuleSet: there are none of this number.
        RulesRefused: the file in the settings cannot be read any more.
    """
    content = content_of(viewer, number)
    if number == OF_THE_FILE:
        return ReadRules(content, viewer.network.rules_of_the_file)
    try:
        return ReadRules(content, read_rules(RuleText(number, content), viewer.network.vocabularies))
    except RulesRefused as error:
        return ReadRules(content, None, _complaints(error, content, viewer.language))


def read_draft(viewer: Viewer, content: str) -> ReadRules:
    """Return rules as somebody has written them."""
    if len(content) > LONGEST_RULES:
        words = render(text("The text is longer than {limit} characters.", limit=LONGEST_RULES), viewer.language)
        return ReadRules(content, None, (Complaint(0, words),))
    try:
        return ReadRules(content, parse_rules(content, viewer.network.vocabularies, "rules"))
    except RulesRefused as error:
        return ReadRules(content, None, _complaints(error, content, viewer.language))


def _complaints(error: RulesRefused, content: str, language: str) -> tuple[Complaint, ...]:
    """Return what is wrong with a text, each with the line where it is, and the words that stand there."""
    lines = content.splitlines()

    def words(what: Text, cure: Text, line: int) -> str:
        there = lines[line - 1].strip() if 0 < line <= len(lines) else ""
        told = " ".join((render(what, language), render(cure, language)))
        return f"{told} – {there}" if there else told

    located = error.located()
    if not located:
        return (Complaint(0, words(error.what, error.cure, 0)),)
    return tuple(Complaint(item.line, words(item.what, item.cure, item.line)) for item in located)
