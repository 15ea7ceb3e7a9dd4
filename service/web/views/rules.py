"""Rules for people: what each does in words, how two sets differ, and what a rehearsal has found."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from difflib import unified_diff
from typing import Literal, TypeAlias

from data.governance.audit_log import COMMAND_LINE, SERVICE
from data.wording.texts import Text, render, text
from matcher.rules.model import Effect, Rule, RuleBook
from matcher.rules.reading import protective_names
from service.schemas.ranking import ranking_rule, waived_names
from service.schemas.rehearsals import Exposure, RehearsalReport

# So many lines of either text are compared; more would keep a processor busy for long.
MOST_LINES = 3_000
MOST_NAMED = 10

RuleState: TypeAlias = Literal["in force", "ended", "to come"]
Kind: TypeAlias = Literal["added", "changed", "removed"]


@dataclass(frozen=True, slots=True)
class RuleLine:
    """A rule in words.

    Attributes:
        name: as it stands in the text.
        sentence: what readers are told.
        effect: what it does.
        holds: from when until when.
        state: on the day asked for.
        makes_counterparts: whether whoever it gives points to is a statutory counterpart.
        protects: whether it holds in every network and cannot be changed.
    """

    name: str
    sentence: str
    effect: str
    holds: str
    state: RuleState
    makes_counterparts: bool
    protects: bool


@dataclass(frozen=True, slots=True)
class Difference:
    """A rule that differs between two sets: what it does in each, in words; empty where it is not in one."""

    name: str
    sentence: str
    kind: Kind
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedLine:
    """A line that stands in one of two texts only: in which, its number there, and its words."""

    is_new: bool
    number: int
    words: str


@dataclass(frozen=True)
class Differences:
    """How two sets of rules differ.

    Attributes:
        rules: those that differ, in the order of the newer set, then those that are gone.
        same: how many are the same in both.
        lines: that differ between the texts, comments included.
        are_too_many: whether the texts are too long to be compared line by line.
    """

    rules: tuple[Difference, ...]
    same: int
    lines: tuple[ChangedLine, ...]
    are_too_many: bool


@dataclass(frozen=True, slots=True)
class Swing:
    """How many places in lists a group or an actor gains; negative where it loses them.

    Attributes:
        code: of an actor, its id.
        left, width: of its bar, in percent; nothing in the middle.
    """

    code: str
    label: str
    places: int
    left: float
    width: float


@dataclass(frozen=True)
class RehearsalView:
    """What a rehearsal has found.

    Attributes:
        report: all of it.
        unchanged: how many lists stay as they are.
        groups: title → how the groups of that kind do, those whose places change most first.
        gaining, losing: actors, those that gain or lose most first.
        more_gaining, more_losing: how many there are besides.
    """

    report: RehearsalReport
    unchanged: int
    groups: Mapping[str, tuple[Swing, ...]]
    gaining: tuple[Swing, ...]
    losing: tuple[Swing, ...]
    more_gaining: int
    more_losing: int


def rule_lines(book: RuleBook, as_of: date, language: str) -> tuple[RuleLine, ...]:
    """Return rules in words: those of the network first, then those that hold in every network.

    Args:
        book: the rules.
        as_of: the day on which they hold or not.
        language: ISO 639-1.
    """
    lines = [_line(rule, as_of, language) for rule in book.rules]
    return tuple(sorted(lines, key=lambda line: line.protects))


def _line(rule: Rule, as_of: date, language: str) -> RuleLine:
    state: RuleState = ("in force" if rule.in_force(as_of) else
                        "ended" if rule.valid_until and rule.valid_until < as_of else "to come")
    return RuleLine(rule.name, ranking_rule(rule, as_of, language).sentence, render(_effect(rule.effect), language),
                    render(_holds(rule), language), state, bool(rule.group), rule.name in protective_names())


def _effect(effect: Effect) -> Text:
    if effect.exclude:
        return text("leaves the actor out")
    if effect.waives:
        return text("sets aside: {names}", names=waived_names(effect))
    if abs(effect.points) == 1:
        return text("adds one point") if effect.points > 0 else text("takes away one point")
    if effect.points < 0:
        return text("takes away {points} points", points=-effect.points)
    return text("adds {points} points", points=effect.points)


def _holds(rule: Rule) -> Text:
    if rule.valid_from and rule.valid_until:
        return text("from {start} to {end}", start=rule.valid_from, end=rule.valid_until)
    if rule.valid_from:
        return text("from {start} on", start=rule.valid_from)
    if rule.valid_until:
        return text("until {end}", end=rule.valid_until)
    return text("always")


def differences(now: tuple[RuleBook, str], then: tuple[RuleBook, str], language: str) -> Differences:
    """Return how two sets of rules differ.

    Args:
        now: the rules in use, and their text.
        then: others, and their text.
        language: ISO 639-1.
    """
    before, after = _named(now[0].rules), _named(then[0].rules)
    changed = [_difference(before.get(key), rule, language) for key, rule in after.items() if before.get(key) != rule]
    gone = [Difference(rule.name, _sentence(rule, language), "removed", _words(rule, language), "")
            for key, rule in before.items() if key not in after]
    texts = [content.splitlines() for content in (now[1], then[1])]
    are_too_many = max(map(len, texts)) > MOST_LINES
    return Differences((*changed, *gone), sum(before.get(key) == rule for key, rule in after.items()),
                       () if are_too_many else tuple(_changed_lines(*texts)), are_too_many)


def _named(rules: Iterable[Rule]) -> dict[tuple[str, int], Rule]:
    """Return rules by name; of rules that follow each other in time under one name, by their place, too."""
    counts: Counter[str] = Counter()
    named = {}
    for rule in rules:
        named[rule.name, counts[rule.name]] = rule
        counts[rule.name] += 1
    return named


def _difference(before: Rule | None, after: Rule, language: str) -> Difference:
    sentence, words = _sentence(after, language), _words(after, language)
    if before is None:
        return Difference(after.name, sentence, "added", "", words)
    was = _words(before, language)
    if was != words:
        return Difference(after.name, sentence, "changed", was, words)
    other = _sentence(before, language)
    if other != sentence:
        return Difference(after.name, sentence, "changed", other, sentence)
    other_pairs = text("{effect}, but for other pairs, or in other words: see the lines below", effect=words)
    return Difference(after.name, sentence, "changed", words, render(other_pairs, language))


def _words(rule: Rule, language: str) -> str:
    return render(text("{effect}, {time}", effect=_effect(rule.effect), time=_holds(rule)), language)


def _sentence(rule: Rule, language: str) -> str:
    return ranking_rule(rule, date.max, language).sentence


def _changed_lines(before: Sequence[str], after: Sequence[str]) -> Iterator[ChangedLine]:
    old = new = 0
    for line in unified_diff(before, after, n=0, lineterm=""):
        if line.startswith("@@"):
            old, new = (_first(part) for part in line.split()[1:3])
        elif line.startswith("-") and old:
            yield ChangedLine(is_new=False, number=old, words=line[1:])
            old += 1
        elif line.startswith("+") and new:
            yield ChangedLine(is_new=True, number=new, words=line[1:])
            new += 1


def _first(part: str) -> int:
    """Return the first line of a part such as “-12,3”; an empty part begins after it, and has no line."""
    start, _, count = part[1:].partition(",")
    return int(start) + (count == "0")


def author_words(author: str) -> Text:
    """Return who has done something: a key, the command line, or somebody without a key."""
    if author == COMMAND_LINE:
        return text("the command line")
    if author == SERVICE:
        return text("somebody without a key")
    return text("key {id}", id=author)


def rehearsal_view(report: RehearsalReport, language: str) -> RehearsalView:
    """Return what a rehearsal has found.

    Args:
        report: what it found.
        language: ISO 639-1.
    """
    titles = {"region": text("By region"), "sector": text("By kind"), "coverage": text("By how far they reach"),
              "group": text("By group")}
    groups = {render(title, language): _swings(report.exposure[name]) for name, title in titles.items()
              if report.exposure[name]}
    largest = max((abs(item.places) for item in report.places), default=1)
    swings = [_swing(item.actor_id, item.name, item.places, largest) for item in report.places]
    gaining = [swing for swing in swings if swing.places > 0]
    losing = [swing for swing in reversed(swings) if swing.places < 0]
    return RehearsalView(report, report.lists - report.changed, groups, tuple(gaining[:MOST_NAMED]),
                         tuple(losing[:MOST_NAMED]), max(0, len(gaining) - MOST_NAMED),
                         max(0, len(losing) - MOST_NAMED))


def _swings(groups: Sequence[Exposure]) -> tuple[Swing, ...]:
    largest = max(abs(group.places) for group in groups)
    return tuple(_swing(group.code, group.label, group.places, largest) for group in groups)


def _swing(code: str, label: str, places: int, largest: int) -> Swing:
    width = round(48 * abs(places) / largest, 1)
    return Swing(code, label, places, round(50 - width, 1) if places < 0 else 50, width)
