"""Rule files: TOML, checked as a whole, with every fault named by line."""

from __future__ import annotations

import hashlib
import math
import string
import tomllib
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date, datetime
from difflib import get_close_matches
from typing import Any, NamedTuple

from data.errors import DataError
from data.records import Coverage, Status
from data.texts import Labels, Text, text
from data.vocabularies import Vocabularies
from matcher.errors import RuleFault, RulesRefused
from matcher.rules.model import PAIR_SAME, SIDE_FIELDS, Effect, PairCondition, Rule, RuleBook, SideCondition
from matcher.terms import TERMS

FORMAT = "kumppani-rules/1"
KEYS = ("name", "valid_from", "valid_until", "sentence", "seeker", "candidate", "pair", "effect")
PAIR_KEYS = ("same", "different", "shared_themes", "max_km", "min_km", "neighbours", "known_partners", "blocked")
EFFECT_KEYS = ("exclude", "points", "waives")
PLACEHOLDERS = {"seeker", "candidate"}


class Fault(NamedTuple):
    """Something wrong in a rule: the word to look for in the file, what, and the cure."""

    word: str
    what: Text
    cure: Text


class _Faulty(Exception):  # noqa: N818 - internal: carries one fault up to the rule it belongs to
    def __init__(self, word: str, what: Text, cure: Text) -> None:
        super().__init__(word)
        self.fault = Fault(word, what, cure)


def parse_rules(content: str, vocabularies: Vocabularies, where: str) -> RuleBook:
    """Return the rules of a file.

    Args:
        content: the file's text.
        vocabularies: what codes, labels and synonyms are looked up in.
        where: name of the file, for messages.

    Raises:
        RulesRefused: with every fault, its line and its cure.
    """
    try:
        document = tomllib.loads(content)
    except tomllib.TOMLDecodeError as error:
        fault = RuleFault(text("This is not valid TOML: {reason}.", reason=str(error)), where,
                          text("Correct the line named."))
        raise _refused((fault,), where) from error
    rules, faults = _rules(document, vocabularies, content, where)
    if faults:
        raise _refused(tuple(faults), where)
    return RuleBook(rules, hashlib.sha256(content.encode()).hexdigest()[:12])


def _refused(faults: tuple[RuleFault, ...], where: str) -> RulesRefused:
    return RulesRefused(faults, text("The rule file has faults and is not used."), where, text("Mend each of them."))


def _rules(document: Mapping[str, Any], vocabularies: Vocabularies, content: str,
           where: str) -> tuple[tuple[Rule, ...], list[RuleFault]]:
    if document.get("format") != FORMAT:
        fault = RuleFault(text("The format is not “{format}”.", format=FORMAT), f"{where}:1",
                          text("Begin the file with this line: {line}", line=f'format = "{FORMAT}"'))
        return (), [fault]
    lines = _lines_of_rules(content)
    entries = document.get("rules", [])
    if not _is_list_of_tables(entries):
        fault = RuleFault(text("“rules” is not a list of tables."), where,
                          text("Begin each rule with this line: {line}", line="[[rules]]"))
        return (), [fault]
    rules: list[Rule] = []
    faults: list[RuleFault] = []
    for number, entry in enumerate(entries):
        try:
            rules.append(_rule(entry, vocabularies))
        except _Faulty as error:
            faults.append(_located(error.fault, content, lines[number:number + 2], where))
    for number, fault in _contradictions(rules) if not faults else ():
        faults.append(_located(fault, content, lines[number:number + 2], where))
    return tuple(rules), faults


def _is_list_of_tables(value: object) -> bool:
    return isinstance(value, list) and all(isinstance(item, dict) for item in value)


def _lines_of_rules(content: str) -> list[int]:
    """Return the line of each [[rules]], counted from 1."""
    lines = enumerate(content.splitlines(), start=1)
    return [number for number, line in lines if line.replace(" ", "").startswith("[[rules]]")]


def _located(fault: Fault, content: str, lines: Sequence[int], where: str) -> RuleFault:
    """Name the line of the word within the rule that begins at lines[0], or the rule's first line."""
    rows = content.splitlines()
    first = lines[0] if lines else 1
    last = lines[1] - 1 if len(lines) > 1 else len(rows)
    found = (number for number in range(first, last + 1) if fault.word and fault.word in rows[number - 1])
    return RuleFault(fault.what, f"{where}:{next(found, first)}", fault.cure)


def _rule(entry: Mapping[str, Any], vocabularies: Vocabularies) -> Rule:
    _known_keys(entry, KEYS)
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise _Faulty("name", text("The rule has no name."), text("Give it a name of its own."))
    rule = Rule(
        name=name,
        sentence=_sentence(entry.get("sentence"), vocabularies.languages),
        effect=_effect(_table(entry, "effect")),
        seeker=_side(_table(entry, "seeker"), vocabularies),
        candidate=_side(_table(entry, "candidate"), vocabularies),
        pair=_pair(_table(entry, "pair"), vocabularies),
        valid_from=_day(entry, "valid_from"),
        valid_until=_day(entry, "valid_until"),
    )
    if rule.valid_from and rule.valid_until and rule.valid_from > rule.valid_until:
        raise _Faulty("valid_until", text("The rule ends before it begins."), text("Correct one of the two days."))
    return rule


def _known_keys(table: Mapping[str, Any], allowed: Sequence[str]) -> None:
    for key in table:
        if key not in allowed:
            raise _Faulty(key, text("unknown key '{key}':", key=key), _nearest(key, allowed))


def _nearest(word: str, allowed: Sequence[str]) -> Text:
    near = get_close_matches(word, allowed, n=1)
    if near:
        return text("did you mean {code}?", code=near[0])
    return text("write one of {codes}.", codes=tuple(allowed))


def _table(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise _Faulty(key, text("“{key}” is not a table.", key=key),
                      text("Write it as a table: {line}", line=f"[rules.{key}]"))
    return value


def _day(entry: Mapping[str, Any], key: str) -> date | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise _Faulty(key, text("“{key}” is not a day.", key=key),
                      text("Write it without quotes, as in {line}", line=f"{key} = 2026-01-01"))
    return value


def _sentence(value: object, languages: Sequence[str]) -> Labels:
    if not isinstance(value, dict) or not all(isinstance(words, str) and words.strip() for words in value.values()):
        raise _Faulty("sentence", text("The rule has no sentences."),
                      text("Write one per language in this table: {line}", line="[rules.sentence]"))
    missing = tuple(language for language in languages if language not in value)
    if missing:
        raise _Faulty("sentence", text("The sentence is missing in: {languages}.", languages=missing),
                      text("People read the reason in every language of the network; add it."))
    for words in value.values():
        _check_placeholders(words)
    return Labels(dict(value))


def _check_placeholders(words: str) -> None:
    try:
        found = {name for _, name, _, _ in string.Formatter().parse(words) if name is not None}
    except ValueError as error:
        raise _Faulty(words, text("The braces in the sentence do not match."),
                      text("Write {{seeker}} or {{candidate}}, or leave braces out.")) from error
    if not found <= PLACEHOLDERS:
        raise _Faulty(words, text("Unknown placeholder in the sentence: {names}.", names=tuple(found - PLACEHOLDERS)),
                      text("Write {{seeker}} or {{candidate}}, or leave braces out."))


def _effect(table: Mapping[str, Any]) -> Effect:
    _known_keys(table, EFFECT_KEYS)
    exclude, points, waives = table.get("exclude", False), table.get("points", 0), table.get("waives", [])
    if not isinstance(exclude, bool):
        raise _Faulty("exclude", text("“{key}” is neither true nor false.", key="exclude"), text("Write true or false."))
    if isinstance(points, bool) or not isinstance(points, int | float) or not math.isfinite(points):
        raise _Faulty("points", text("“{key}” is not a number.", key="points"),
                      text("Write log-odds such as 1.5 or -0.5."))
    if sum((exclude, points != 0, bool(waives))) != 1:
        raise _Faulty("effect", text("A rule has exactly one effect."),
                      text("Write one of {codes}.", codes=EFFECT_KEYS))
    return Effect(exclude, float(points), _words("waives", waives))


def _words(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise _Faulty(key, text("“{key}” is not a list of words.", key=key),
                      text("Write it in brackets: {line}", line=f'{key} = ["…"]'))
    return tuple(value)


def _side(table: Mapping[str, Any], vocabularies: Vocabularies) -> SideCondition:
    _known_keys(table, (*SIDE_FIELDS, "not"))
    unwanted = table.get("not", {})
    if not isinstance(unwanted, dict):
        raise _Faulty("not", text("“{key}” is not a table.", key="not"),
                      text("Write it as a table: {line}", line="[rules.seeker.not]"))
    _known_keys(unwanted, SIDE_FIELDS)
    side = SideCondition(_code_sets({key: value for key, value in table.items() if key != "not"}, vocabularies),
                         _code_sets(unwanted, vocabularies))
    for key, codes in side.wanted.items():
        if codes & side.unwanted.get(key, frozenset()):
            raise _Faulty(key, text("“{key}” is both wanted and not wanted.", key=key), text("Keep one of the two."))
    return side


def _code_sets(table: Mapping[str, Any], vocabularies: Vocabularies) -> dict[str, frozenset[str]]:
    return {key: _codes(key, _words(key, value), vocabularies) for key, value in table.items()}


def _codes(key: str, words: Sequence[str], vocabularies: Vocabularies) -> frozenset[str]:
    if not words:
        raise _Faulty(key, text("“{key}” is empty, so that it could never hold.", key=key),
                      text("Name a value, or leave the line out."))
    resolve = _resolvers(vocabularies)[key]
    try:
        found = frozenset(resolve(word) for word in words)
    except DataError as error:
        raise _Faulty(key, error.what, error.cure) from error
    return vocabularies.themes.with_narrower(found) if key == "theme" else found


def _resolvers(vocabularies: Vocabularies) -> Mapping[str, Callable[[str], str]]:
    groups = tuple(dict.fromkeys(term.group for term in vocabularies.sectors))
    return {
        "sector": vocabularies.sectors.resolve,
        "sector_group": lambda word: _one_of(word, groups),
        "municipality": vocabularies.places.municipalities.resolve,
        "region": vocabularies.places.regions.resolve,
        "theme": vocabularies.themes.resolve,
        "coverage": lambda word: _one_of(word, tuple(Coverage)),
        "status": lambda word: _one_of(word, tuple(Status)),
        "group": str,
        "language": str,
    }


def _one_of(word: str, allowed: Sequence[str]) -> str:
    if word not in allowed:
        raise DataError(text("unknown word '{word}':", word=word), "", _nearest(word, allowed))
    return word


def _pair(table: Mapping[str, Any], vocabularies: Vocabularies) -> PairCondition:
    _known_keys(table, PAIR_KEYS)
    allowed = (*PAIR_SAME, *vocabularies.places.kinds)
    same, different = (_common("same", table, allowed), _common("different", table, allowed))
    if same & different:
        raise _Faulty("different", text("Something is to be both the same and different."), text("Keep one of the two."))
    themes = _words("shared_themes", table.get("shared_themes", []))
    pair = PairCondition(
        same=same, different=different,
        shared_themes=_codes("theme", themes, vocabularies) if themes else frozenset(),
        max_km=_kilometres(table, "max_km"), min_km=_kilometres(table, "min_km"),
        neighbours=_yes_or_no(table, "neighbours"), known_partners=_yes_or_no(table, "known_partners"),
        blocked=_yes_or_no(table, "blocked"),
    )
    if pair.max_km is not None and pair.min_km is not None and pair.min_km > pair.max_km:
        raise _Faulty("max_km", text("The least distance is larger than the greatest."),
                      text("Correct one of the two."))
    return pair


def _common(key: str, table: Mapping[str, Any], allowed: Sequence[str]) -> frozenset[str]:
    words = _words(key, table.get(key, []))
    for word in words:
        if word not in allowed:
            raise _Faulty(word, text("unknown word '{word}':", word=word), _nearest(word, allowed))
    return frozenset(words)


def _kilometres(table: Mapping[str, Any], key: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise _Faulty(key, text("“{key}” is not a number of kilometres.", key=key),
                      text("Write a number that is not negative."))
    return float(value)


def _yes_or_no(table: Mapping[str, Any], key: str) -> bool | None:
    value = table.get(key)
    if value is not None and not isinstance(value, bool):
        raise _Faulty(key, text("“{key}” is neither true nor false.", key=key), text("Write true or false."))
    return value


def _contradictions(rules: Sequence[Rule]) -> Iterator[tuple[int, Fault]]:
    names = {rule.name for rule in rules}
    for number, rule in enumerate(rules):
        if any(_overlap(rule, other) for other in rules[:number] if other.name == rule.name):
            yield number, Fault(rule.name, text("Two rules called “{name}” hold on the same day.", name=rule.name),
                                text("Give one of them another name, or days that do not overlap."))
        for waived in rule.effect.waives:
            if waived == rule.name or (waived not in names and waived not in TERMS):
                yield number, Fault(waived, text("“{name}” is no other rule and no term.", name=waived),
                                    _nearest(waived, (*sorted(names - {rule.name}), *TERMS)))


def _overlap(one: Rule, other: Rule) -> bool:
    begins = max(one.valid_from or date.min, other.valid_from or date.min)
    ends = min(one.valid_until or date.max, other.valid_until or date.max)
    return begins <= ends
