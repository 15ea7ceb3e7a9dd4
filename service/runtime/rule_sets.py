"""Stored rules as they are shown and put to use, over HTTP and on the command line alike."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from data.governance.audit_log import AuditEvent, Signature
from data.governance.rehearsals import StoredRehearsal
from data.governance.rule_sets import OF_THE_FILE, RuleSets, RuleText, StoredRules
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import render
from matcher.asking.query import Query
from matcher.errors import RulesRefused
from matcher.rules.model import RuleBook
from matcher.rules.reading import version_of
from service.runtime.answering.rehearsals import result_of
from service.runtime.loading import read_rules, rules_of
from service.runtime.served_network import ServedNetwork
from service.schemas.problems import Fault
from service.schemas.rehearsals import RehearsalReport, rehearsal_report
from service.schemas.rules import RuleSetCard, RuleSetDocument, RuleSetPage, RuleSetUse, rule_card


def rule_set_card(rules: StoredRules, active: int) -> RuleSetCard:
    """Return stored rules in short.

    Args:
        rules: the rules.
        active: number of those in use.
    """
    state = "active" if rules.number == active else "former" if rules.activations else "draft"
    return RuleSetCard.model_validate({
        "number": rules.number, "version": version_of(rules.content), "state": state, "note": rules.note,
        "created": rules.signature.at, "author": rules.signature.author,
        "activations": [RuleSetUse(at=use.at, author=use.author) for use in rules.activations]})


def rule_set_in_full(rules: StoredRules, active: int, vocabularies: Vocabularies, as_of: date,
                     language: str) -> RuleSetDocument:
    """Return stored rules with their text, and each of their rules in short, or why they cannot be used.

    Args:
        rules: the rules.
        active: number of those in use.
        vocabularies: of the network.
        as_of: the day on which rules are said to be in force.
        language: fi, sv or en.
    """
    cards, problems = [], []
    try:
        book = read_rules(RuleText(rules.number, rules.content), vocabularies)
        cards = [rule_card(rule, as_of, language) for rule in book.rules]
    except RulesRefused as error:
        problems = [Fault(line=item.line or None, field=item.field, what=render(item.what, language),
                          cure=render(item.cure, language)) for item in error.located()]
    return RuleSetDocument(**rule_set_card(rules, active).model_dump(), content=rules.content, rules=cards,
                           problems=problems)


def list_rule_sets(sets: RuleSets, limit: int, before: int | None = None) -> RuleSetPage:
    """Return some of the stored rules of a network, newest first: all, or those before a number."""
    active = sets.active()
    return RuleSetPage(active=active, total=sets.count(), limit=limit, next="",
                       rules=[rule_set_card(rules, active) for rules in sets.page(limit, before)])


def activate_rules(sets: RuleSets, number: int, vocabularies: Vocabularies, of_the_file: RuleBook,
                   signature: Signature) -> int:
    """Put rules to use, and return their number.

    Raises:
        UnknownRuleSet: there are none of this number.
        RulesRefused: they cannot be used with the vocabularies any more.
    """
    book = _book(sets, number, vocabularies, of_the_file)
    sets.activate(number, book.version, AuditEvent.RULES_ACTIVATED, signature)
    return number


def roll_back_rules(sets: RuleSets, vocabularies: Vocabularies, of_the_file: RuleBook, signature: Signature) -> int:
    """Put the rules to use that were in use before those of now, and return their number.

    Raises:
        RuleSetRefused: none were.
        RulesRefused: they cannot be used with the vocabularies any more.
    """
    number = sets.former()
    book = _book(sets, number, vocabularies, of_the_file)
    sets.activate(number, book.version, AuditEvent.RULES_ROLLED_BACK, signature)
    return number


def rehearse_rules(network: ServedNetwork, number: int, query: Query) -> StoredRehearsal:
    """Begin to compare the lists of all active actors under the rules in use and under stored ones.

    Raises:
        UnknownRuleSet: there are none of this number.
        RulesRefused: they cannot be used with the vocabularies any more.
        RehearsalRunning: another one has not ended yet.
    """
    with network.store.reading() as session:
        rules = session.rule_sets.get(number)
    return network.rehearse(read_rules(RuleText(number, rules.content), network.vocabularies), query)


def report_of(stored: StoredRehearsal, network: ServedNetwork, most: int, language: str) -> RehearsalReport | None:
    """Return what a rehearsal has found; None until it is done.

    Args:
        stored: the rehearsal.
        network: where it was.
        most: how many of the lists that change most are told.
        language: of names, ISO 639-1.

    Raises:
        UnknownRehearsal: it names actors that are gone.
    """
    result = result_of(stored, network.matcher.snapshot)
    if result is None or stored.finding is None:
        return None
    shortened = replace(result, changes=result.changes[:most])
    report = rehearsal_report(shortened, Query(stored.day, stored.limit), stored.finding.rules, network.vocabularies,
                              language)
    return report.model_copy(update={"changed": len(result.changes)})


def _book(sets: RuleSets, number: int, vocabularies: Vocabularies, of_the_file: RuleBook) -> RuleBook:
    rules = None if number == OF_THE_FILE else RuleText(number, sets.get(number).content)
    return rules_of(rules, vocabularies, of_the_file)
