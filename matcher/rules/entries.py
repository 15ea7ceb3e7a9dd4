"""One entry of a rule file, checked and turned into a rule."""

from __future__ import annotations

import math
import string
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from typing import Any

from data.errors import DataError
from data.files.cells import language
from data.records.profiles import Coverage, Status
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels, Text, text
from data.wording.words import nearest as nearest_names
from matcher.rules.model import GROUPS, PAIR_SAME, SIDE_FIELDS, Effect, PairCondition, Rule, SideCondition

KEYS = ("name", "group", "valid_from", "valid_until", "sentence", "sentence_of_both", "seeker", "candidate", "pair",
        "effect")
PAIR_KEYS = ("same", "different", "shared_themes", "max_km", "min_km", "neighbours", "known_partners", "blocked",
             "dismissed", "own_partner")
# What an actor has said in confidence: it may leave candidates out of its own list, and nothing more.
CONFIDENTIAL = ("dismissed", "own_partner")
EFFECT_KEYS = ("exclude", "points", "waives")
# 20 log-odds are a chance of a billion to two: more could only hide everything else.
MOST_POINTS = 20
PLACEHOLDERS = {"seeker", "candidate"}


class Flaw(Exception):
    """Something wrong in an entry, on its way to the reader of the file, which knows the line.

    Args:
        word: what to look for in the file, to name the line.
        what: what is wrong.
        cure: what to do.
    """

    def __init__(self, word: str, what: Text, cure: Text) -> None:
        super().__init__(word)
        self.word = word
        self.what = what
        self.cure = cure


def read_rule(entry: Mapping[str, Any], vocabularies: Vocabularies) -> Rule:
    """Return the rule of an entry.

    Raises:
        Flaw: the first thing wrong with it.
    """
    _known_keys(entry, KEYS)
    name = entry.get("name")
    if not isinstance(name, str) or not name.strip():
        raise Flaw("name", text("The rule has no name."), text("Give it a name of its own."))
    rule = Rule(
        name=name,
        sentence=_sentence(entry.get("sentence"), vocabularies.languages),
        sentence_of_both=(_sentence(entry["sentence_of_both"], vocabularies.languages)
                          if "sentence_of_both" in entry else None),
        effect=_effect(_table(entry, "effect")),
        seeker=_side(_table(entry, "seeker"), vocabularies),
        candidate=_side(_table(entry, "candidate"), vocabularies),
        pair=_pair(_table(entry, "pair"), vocabularies),
        valid_from=_day(entry, "valid_from"),
        valid_until=_day(entry, "valid_until"),
        group=_group(entry.get("group", "")),
    )
    if rule.valid_from and rule.valid_until and rule.valid_from > rule.valid_until:
        raise Flaw("valid_until", text("The rule ends before it begins."), text("Correct one of the two days."))
    if rule.group and rule.effect.points <= 0:
        raise Flaw("group", text("The rule is of a group, but adds no points."),
                   text("Let it add points, or leave the group out."))
    confidential = [key for key in CONFIDENTIAL if getattr(rule.pair, key) is not None]
    if confidential and not rule.effect.exclude:
        raise Flaw(confidential[0], text("What an actor has said in confidence would be seen by the other side."),
                   text("Let the rule exclude, or leave the condition out."))
    return rule


def _group(word: object) -> str:
    if word not in ("", *GROUPS):
        raise Flaw("group", text("Unknown word '{word}'.", word=str(word)), nearest(str(word), GROUPS))
    return str(word)


def _known_keys(table: Mapping[str, Any], choices: Sequence[str]) -> None:
    for key in table:
        if key not in choices:
            raise Flaw(key, text("Unknown key '{key}'.", key=key), nearest(key, choices))


def nearest(word: str, choices: Sequence[str]) -> Text:
    """Return the cure for an unknown word: the nearest allowed one, or all of them."""
    near = nearest_names(word, choices)
    if near:
        return text("Did you mean {code}?", code=near[0])
    return text("Write one of {codes}.", codes=tuple(choices))


def _table(entry: Mapping[str, Any], key: str) -> Mapping[str, Any]:
    value = entry.get(key, {})
    if not isinstance(value, dict):
        raise Flaw(key, text("“{key}” is not a table.", key=key),
                      text("Write it as a table: {line}", line=f"[rules.{key}]"))
    return value


def _day(entry: Mapping[str, Any], key: str) -> date | None:
    value = entry.get(key)
    if value is None:
        return None
    if not isinstance(value, date) or isinstance(value, datetime):
        raise Flaw(key, text("“{key}” is not a day.", key=key),
                      text("Write it without quotes, as in {line}", line=f"{key} = 2026-01-01"))
    return value


def _sentence(value: object, languages: Sequence[str]) -> Labels:
    if not isinstance(value, dict) or not all(isinstance(words, str) and words.strip() for words in value.values()):
        raise Flaw("sentence", text("The rule has no sentences."),
                      text("Write one per language in this table: {line}", line="[rules.sentence]"))
    missing = tuple(language for language in languages if language not in value)
    if missing:
        raise Flaw("sentence", text("The sentence is missing in: {languages}.", languages=missing),
                      text("People read the reason in every language of the network; add it."))
    for words in value.values():
        _check_placeholders(words)
    return Labels(dict(value))


def _check_placeholders(words: str) -> None:
    try:
        # A conversion or a format ("{seeker:>9}") counts into the name, so that only plain names pass.
        names = {name + (f"!{conversion}" if conversion else "") + (f":{spec}" if spec else "")
                 for _, name, spec, conversion in string.Formatter().parse(words) if name is not None}
    except ValueError as error:
        raise Flaw(words, text("The braces in the sentence do not match."),
                      text("Write {{seeker}} or {{candidate}}, or leave braces out.")) from error
    if not names <= PLACEHOLDERS:
        raise Flaw(words, text("Unknown placeholder in the sentence: {names}.", names=tuple(names - PLACEHOLDERS)),
                      text("Write {{seeker}} or {{candidate}}, or leave braces out."))


def _effect(table: Mapping[str, Any]) -> Effect:
    _known_keys(table, EFFECT_KEYS)
    exclude, points, waives = table.get("exclude", False), table.get("points", 0), table.get("waives", [])
    if not isinstance(exclude, bool):
        raise Flaw("exclude", text("“{key}” is neither true nor false.", key="exclude"), text("Write true or false."))
    if isinstance(points, bool) or not isinstance(points, int | float) or not abs(points) <= MOST_POINTS:
        raise Flaw("points", text("“{key}” is not a number from {lowest} to {highest}.", key="points",
                                  lowest=-MOST_POINTS, highest=MOST_POINTS),
                   text("Write log-odds such as 1.5 or -0.5."))
    if sum((exclude, points != 0, bool(waives))) != 1:
        raise Flaw("effect", text("A rule has exactly one effect."),
                      text("Write one of {codes}.", codes=EFFECT_KEYS))
    return Effect(exclude, float(points), _words("waives", waives))


def _words(key: str, value: object) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(word, str) for word in value):
        raise Flaw(key, text("“{key}” is not a list of words.", key=key),
                      text("Write it in brackets: {line}", line=f'{key} = ["…"]'))
    return tuple(value)


def _side(table: Mapping[str, Any], vocabularies: Vocabularies) -> SideCondition:
    _known_keys(table, (*SIDE_FIELDS, "not"))
    negation = table.get("not", {})
    if not isinstance(negation, dict):
        raise Flaw("not", text("“{key}” is not a table.", key="not"),
                      text("Write it as a table: {line}", line="[rules.seeker.not]"))
    _known_keys(negation, SIDE_FIELDS)
    side = SideCondition(_code_sets({key: value for key, value in table.items() if key != "not"}, vocabularies),
                         _code_sets(negation, vocabularies))
    for key, codes in side.include.items():
        if codes & side.exclude.get(key, frozenset()):
            raise Flaw(key, text("“{key}” is both wanted and not wanted.", key=key), text("Keep one of the two."))
    return side


def _code_sets(table: Mapping[str, Any], vocabularies: Vocabularies) -> dict[str, frozenset[str]]:
    return {key: _codes(key, _words(key, value), vocabularies) for key, value in table.items()}


def _codes(key: str, words: Sequence[str], vocabularies: Vocabularies) -> frozenset[str]:
    if not words:
        raise Flaw(key, text("“{key}” is empty, so the condition could never be met.", key=key),
                      text("Give a value, or leave the line out."))
    resolve = _resolvers(vocabularies)[key]
    try:
        codes = frozenset(resolve(word) for word in words)
    except DataError as error:
        raise Flaw(key, error.what, error.cure) from error
    return vocabularies.themes.with_narrower(codes) if key == "theme" else codes


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
        "language": language,
    }


def _one_of(word: str, choices: Sequence[str]) -> str:
    if word not in choices:
        raise DataError(text("Unknown word '{word}'.", word=word), "", nearest(word, choices))
    return word


def _pair(table: Mapping[str, Any], vocabularies: Vocabularies) -> PairCondition:
    _known_keys(table, PAIR_KEYS)
    choices = (*PAIR_SAME, *vocabularies.places.kinds)
    same, different = (_common("same", table, choices), _common("different", table, choices))
    if same & different:
        raise Flaw("different", text("Something is to be both the same and different."), text("Keep one of the two."))
    themes = _words("shared_themes", table.get("shared_themes", []))
    pair = PairCondition(
        same=same, different=different,
        shared_themes=_codes("theme", themes, vocabularies) if themes else frozenset(),
        max_km=_kilometres(table, "max_km"), min_km=_kilometres(table, "min_km"),
        neighbours=_yes_or_no(table, "neighbours"), known_partners=_yes_or_no(table, "known_partners"),
        blocked=_yes_or_no(table, "blocked"), dismissed=_yes_or_no(table, "dismissed"),
        own_partner=_yes_or_no(table, "own_partner"),
    )
    if pair.max_km is not None and pair.min_km is not None and pair.min_km > pair.max_km:
        raise Flaw("max_km", text("The least distance is larger than the greatest."),
                      text("Correct one of the two."))
    return pair


def _common(key: str, table: Mapping[str, Any], choices: Sequence[str]) -> frozenset[str]:
    words = _words(key, table.get(key, []))
    for word in words:
        if word not in choices:
            raise Flaw(word, text("Unknown word '{word}'.", word=word), nearest(word, choices))
    return frozenset(words)


def _kilometres(table: Mapping[str, Any], key: str) -> float | None:
    value = table.get(key)
    if value is None:
        return None
    if isinstance(value, bool) or not isinstance(value, int | float) or not 0 <= value < math.inf:
        raise Flaw(key, text("“{key}” is not a number of kilometres.", key=key),
                      text("Write a number that is not negative."))
    return float(value)


def _yes_or_no(table: Mapping[str, Any], key: str) -> bool | None:
    value = table.get(key)
    if value is not None and not isinstance(value, bool):
        raise Flaw(key, text("“{key}” is neither true nor false.", key=key), text("Write true or false."))
    return value
