"""Rule files: TOML, checked as a whole, with every fault named by line."""

from __future__ import annotations

import hashlib
import re
import tomllib
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import LANGUAGES, text
from matcher import defaults
from matcher.errors import RuleFault, RulesRefused
from matcher.rules.entries import Flaw, nearest, read_rule
from matcher.rules.model import Rule, RuleBook
from matcher.terms import TERMS

FORMAT = "kumppani-rules/1"
# A parser takes time that grows with the square of what is bounded here.
LONGEST_FILE = 2**20  # characters
MOST_KEY_PARTS = 10
MOST_RULES = 1000
_KEY_PART = r"""(?:[\w-]++|"(?:\\.|[^"\\\n])*+"|'[^'\n]*+')"""
# A key of too many parts, or what else could be taken for one: texts, closed or not, comments, other words.
_LONG_KEY = re.compile(
    rf"(?P<key>{_KEY_PART}(?:[ \t]*+\.[ \t]*+{_KEY_PART}){{{MOST_KEY_PARTS}}})"
    r"""|\"{3}(?:\\.|[^\\])*?(?:\"{3}|\Z)|'{3}.*?(?:'{3}|\Z)"""
    r"""|"(?:\\.|[^"\\\n])*+"?|'[^'\n]*+'?|\#[^\n]*+|[\w-]++""", re.DOTALL)
# Where the parser says in its message that it stopped.
_END_OF_MESSAGE = re.compile(r"\(at (line (?P<line>\d+), column \d+|end of document)\)$")


def parse_rules(content: str, vocabularies: Vocabularies, where: str) -> RuleBook:
    """Return the rules of a file, with the protective rules that hold in every network before them.

    Args:
        content: the file's text.
        vocabularies: what codes, labels and synonyms are looked up in.
        where: name of the file, for messages.

    Raises:
        RulesRefused: with every fault, its line and its cure.
    """
    protective = _protective()
    general = replace(vocabularies, languages=LANGUAGES)
    first = _parse(protective, general, defaults.PROTECTIVE_RULES.name, ())
    rules = _parse(content, vocabularies, where, first)
    return RuleBook((*first, *rules), version_of(content))


def version_of(content: str) -> str:
    """Return the version of rules from their text, which may have faults; see `RuleBook`."""
    return hashlib.sha256((_protective() + content).encode()).hexdigest()[:12]


@cache
def protective_names() -> frozenset[str]:
    """Return the names of the rules that protect people, which hold in every network."""
    return frozenset(rule["name"] for rule in tomllib.loads(_protective())["rules"])


def _protective() -> str:
    return defaults.PROTECTIVE_RULES.read_text(encoding="utf-8")


def _parse(content: str, vocabularies: Vocabularies, where: str, others: tuple[Rule, ...]) -> tuple[Rule, ...]:
    bound = _fault_of_bounds(content, where)
    if bound:
        raise _refusal((bound,), where)
    try:
        document = tomllib.loads(content)
    except (ValueError, RecursionError) as error:  # TOML's own, numbers that are too long, nested too deep
        raise _refusal((_fault_of_toml(error, content, where),), where) from error
    rules, faults = _rules(document, vocabularies, content, where, others)
    if faults:
        raise _refusal(tuple(faults), where)
    return rules


def _fault_of_bounds(content: str, where: str) -> RuleFault | None:
    """Return what would keep the parser busy for long, before it is asked."""
    if len(content) > LONGEST_FILE:
        return RuleFault(text("The text is longer than {limit} characters.", limit=LONGEST_FILE), where,
                         text("Shorten it."))
    match = next((match for match in _LONG_KEY.finditer(content) if match["key"]), None)
    if match:
        return RuleFault(text("A key has more than {limit} parts.", limit=MOST_KEY_PARTS),
                         f"{where}:{content.count(chr(10), 0, match.start()) + 1}", text("Correct the line named."))
    return None


def _fault_of_toml(error: Exception, content: str, where: str) -> RuleFault:
    what, position = text("This is not valid TOML: {reason}.", reason=str(error)), _END_OF_MESSAGE.search(str(error))
    if position is None:
        return RuleFault(what, where, text("Correct what is named, or begin anew with the rules that come along."))
    return RuleFault(what, f"{where}:{position['line'] or len(content.splitlines())}", text("Correct the line named."))


def _refusal(faults: tuple[RuleFault, ...], where: str) -> RulesRefused:
    return RulesRefused(faults, text("The rule file has faults and is not used."), where, text("Correct each of them."))


def _rules(document: Mapping[str, Any], vocabularies: Vocabularies, content: str, where: str,
           others: tuple[Rule, ...]) -> tuple[tuple[Rule, ...], list[RuleFault]]:
    fault = _fault_of_form(document, where)
    if fault:
        return (), [fault]
    lines = _lines_of_rules(content)
    rules: list[Rule] = []
    faults: list[RuleFault] = []
    for number, entry in enumerate(document.get("rules", [])):
        try:
            rules.append(read_rule(entry, vocabularies))
        except Flaw as error:
            faults.append(_at_line(error, content, lines[number:number + 2], where))
    for number, contradiction in _contradictions(rules, others) if not faults else ():
        faults.append(_at_line(contradiction, content, lines[number:number + 2], where))
    return tuple(rules), faults


def _fault_of_form(document: Mapping[str, Any], where: str) -> RuleFault | None:
    if document.get("format") != FORMAT:
        return RuleFault(text("The format is not “{format}”.", format=FORMAT), f"{where}:1",
                         text("Begin the file with this line: {line}", line=f'format = "{FORMAT}"'))
    unknown = [key for key in document if key not in ("format", "rules")]
    if unknown:
        return RuleFault(text("Unknown key '{key}'.", key=unknown[0]), where, nearest(unknown[0], ("format", "rules")))
    entries = document.get("rules", [])
    if not isinstance(entries, list) or not all(isinstance(item, dict) for item in entries):
        return RuleFault(text("“rules” is not a list of tables."), where,
                         text("Begin each rule with this line: {line}", line="[[rules]]"))
    if len(entries) > MOST_RULES:
        return RuleFault(text("There are more than {limit} rules.", limit=MOST_RULES), where,
                         text("Leave out those that do not apply any more."))
    return None


def _lines_of_rules(content: str) -> list[int]:
    """Return the line of each [[rules]], counted from 1."""
    lines = enumerate(content.splitlines(), start=1)
    return [number for number, line in lines if line.replace(" ", "").startswith("[[rules]]")]


def _at_line(fault: Flaw, content: str, lines: Sequence[int], where: str) -> RuleFault:
    """Name the line of the word within the rule that begins at lines[0], or the rule's first line."""
    rows = content.splitlines()
    first = lines[0] if lines else 1
    last = lines[1] - 1 if len(lines) > 1 else len(rows)
    matches = (number for number in range(first, last + 1) if fault.word and fault.word in rows[number - 1])
    return RuleFault(fault.what, f"{where}:{next(matches, first)}", fault.cure)


def _contradictions(rules: Sequence[Rule], others: tuple[Rule, ...]) -> Iterator[tuple[int, Flaw]]:
    protective_names = {rule.name for rule in others}
    names = {rule.name for rule in rules}
    for number, rule in enumerate(rules):
        if any(_overlap(rule, other) for other in (*others, *rules[:number]) if other.name == rule.name):
            yield number, Flaw(rule.name, text("Two rules called “{name}” apply on the same day.", name=rule.name),
                               text("Give one of them another name, or days that do not overlap."))
        for name in rule.effect.waives:
            if name in protective_names:
                yield number, Flaw(name, text("“{name}” protects people and cannot be set aside.", name=name),
                                   text("Leave it out."))
            elif any(other.effect.waives for other in rules if other.name == name):
                yield number, Flaw(name, text("“{name}” sets something aside itself.", name=name),
                                   text("Give it an end, or a narrower condition, instead of setting it aside."))
            elif name == rule.name or (name not in names and name not in TERMS):
                yield number, Flaw(name, text("“{name}” is neither another rule nor a term.", name=name),
                                   nearest(name, (*sorted(names - {rule.name}), *TERMS)))


def _overlap(one: Rule, other: Rule) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_until or date.max, other.valid_until or date.max)
    return begins <= ends
