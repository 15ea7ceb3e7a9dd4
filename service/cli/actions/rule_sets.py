"""Stored rules on the command line: listed, drafted, removed, put to use and rolled back."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from data.governance.audit_log import COMMAND_LINE, Signature
from data.governance.rule_sets import OF_THE_FILE, RuleSets
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from data.wording.texts import Text, text
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from service.cli.actions.rules import show_rule_cards
from service.cli.shell import Shell
from service.clock import now
from service.runtime.loading import open_rules, open_store, read_rule_file
from service.runtime.rule_sets import activate_rules, list_rule_sets, roll_back_rules, rule_set_in_full
from service.schemas.rules import RuleSetCard, RuleSetDocument, RuleSetPage

MOST_RULE_SETS = 1_000


def list_rules(shell: Shell) -> None:
    """Show the stored rules of the network."""
    with open_store(shell.settings) as (store, _), store.reading() as session:
        answer = list_rule_sets(session.rule_sets, MOST_RULE_SETS)
    shell.answer(answer, lambda: _show(answer, shell))


def _show(answer: RuleSetPage, shell: Shell) -> None:
    for card in answer.rules:
        _show_card(card, shell)
    if answer.active == OF_THE_FILE:
        shell.out.say(shell.words(text("The rules in use are those of the file in the settings.")))


def _show_card(card: RuleSetCard, shell: Shell) -> None:
    shell.out.say(f"{card.number}: {shell.words(_state(card))}", style="bold")
    shell.out.say("    " + shell.words(text("version {version}, stored on {day} ({author})", version=card.version,
                                            day=card.created.date(), author=card.author)))
    if card.note:
        shell.out.paragraph(card.note, indent=4)


def show(shell: Shell, number: int, as_of: date) -> None:
    """Show stored rules in full."""
    with open_store(shell.settings) as (store, settings), store.reading() as session:
        sets = session.rule_sets
        rules, active = sets.get(number), sets.active()
    answer = rule_set_in_full(rules, active, open_vocabularies(settings.vocabulary), as_of, shell.language)
    shell.answer(answer, lambda: _show_in_full(answer, shell))


def _show_in_full(answer: RuleSetDocument, shell: Shell) -> None:
    _show_card(answer, shell)
    shell.out.say("")
    show_rule_cards(answer.rules, shell)
    for fault in answer.problems:
        shell.out.say(f"rules {answer.number}:{fault.line or ''}: {fault.what} {fault.cure}")
    shell.out.say("")
    for line in answer.content.splitlines():
        shell.out.say(line.expandtabs())


def _state(card: RuleSetCard) -> Text:
    if card.state == "draft":
        return text("draft")
    last = card.activations[-1].at.date()
    return (text("in use since {day}", day=last) if card.state == "active" else
            text("in use before, last from {day}", day=last))


def draft(shell: Shell, path: Path, note: str) -> None:
    """Store the rules of a file."""
    content = read_rule_file(path)
    with open_store(shell.settings) as (store, own):
        version = parse_rules(content, open_vocabularies(own.vocabulary), str(path)).version  # nobody waits for this
        with store.writing() as transaction:
            rules = transaction.rule_sets.draft(content, note, version, Signature(COMMAND_LINE, now()))
    shell.confirm(text("The rules were stored with the number {number}. Next: kumppani rules activate {number}",
                       number=str(rules.number)))


def remove(shell: Shell, number: int) -> None:
    """Remove stored rules that were never in use."""
    with open_store(shell.settings) as (store, _), store.writing() as transaction:
        transaction.rule_sets.remove(number, Signature(COMMAND_LINE, now()))
    shell.confirm(text("The rules with the number {number} were removed.", number=str(number)))


def activate(shell: Shell, number: int, expected: int | None) -> None:
    """Put stored rules to use, or those of the file."""
    with _writing(shell) as (sets, signature, vocabularies, of_the_file):
        _demand(sets, expected)
        active = activate_rules(sets, number, vocabularies, of_the_file, signature)
    shell.confirm(_in_use(active))


def roll_back(shell: Shell, expected: int | None) -> None:
    """Put the rules to use that were in use before."""
    with _writing(shell) as (sets, signature, vocabularies, of_the_file):
        _demand(sets, expected)
        active = roll_back_rules(sets, vocabularies, of_the_file, signature)
    shell.confirm(_in_use(active))


def _demand(sets: RuleSets, expected: int | None) -> None:
    if expected is not None:
        sets.demand_active(expected)


def _in_use(number: int) -> Text:
    if number == OF_THE_FILE:
        return text("The rules in use are those of the file in the settings.")
    return text("The rules with the number {number} are in use.", number=str(number))


@contextmanager
def _writing(shell: Shell) -> Iterator[tuple[RuleSets, Signature, Vocabularies, RuleBook]]:
    """Give what rules are changed with in one transaction; vocabularies and the file are read before it."""
    with open_store(shell.settings) as (store, own):
        vocabularies = open_vocabularies(own.vocabulary)
        of_the_file = open_rules(own.rules, vocabularies)
        with store.writing() as transaction:
            yield transaction.rule_sets, Signature(COMMAND_LINE, now()), vocabularies, of_the_file
