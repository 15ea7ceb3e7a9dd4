"""A sentence, read for the kinds of actors that it asks for or refuses."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import cached_property
from itertools import accumulate

from data.reading.clauses import Sentence, covers
from data.reading.kinds.tables import Cue, Kind, Reach, Tongue, Use
from data.reading.little_words import Role
from data.reading.phrases import Found, Phrases
from data.reading.refusals import Span

# How many words before a name one such as “someone” can stand that makes “from the city” somebody who is asked for.
OPENER_BEFORE = 3
# How many words after “kuntien”, and after “kunnan” or “parish”, one such as “edustajia” or “people” can stand that
# makes them asked for.
LIST_OF_OWNERS, HOLDER_AFTER = 8, 3
# How many words can stand between a negation and the cue after it, and between a cue and the negation after it.
NEGATED_WITHIN, NEGATED_BEFORE = 2, 1

_TOPICS = frozenset((Use.OBJECT, Use.WRITTEN_OUT, Use.MAYBE, Use.SUBJECT))


class KindSentence:
    """A sentence, read in one language.

    Args:
        sentence: its words and clauses.
        tongue: what is known of the language.
        refused: the stretches of the text that refuse; cues within ask for nothing.
    """

    def __init__(self, sentence: Sentence, tongue: Tongue, refused: Sequence[Span]) -> None:
        self._words, self._refused = sentence.words, refused
        self._names = tongue.names.find(self._words)
        self._little = tongue.little_words
        self._of_names = {at for name in self._names for at in range(name.first, name.last)}
        self._bounds = (0, *accumulate(map(len, sentence.clauses)))
        self._ends = set(self._bounds[1:])
        self._told = {found.first for found in self._little.find(Role.TOLD, self._words)}
        self._follows = {found.first for found in self._little.find(Role.FOLLOWS, self._words)}
        self._persons = {found.first for found in self._little.find(Role.PERSON, self._words)}
        self._holders = {found.first for found in self._little.find(Role.HOLDER, self._words)}
        cues = {reach: list(self._cues(reach, phrases)) for reach, phrases in tongue.cues.items()}
        self._is_question = sentence.is_question
        asking = {reach: [cue for cue in found if not (self._lies_in(refused, cue) or self._is_denied(cue))]
                  for reach, found in cues.items()}
        self._before = sorted(cue.first for cue in asking[Reach.BEFORE])
        self._beside = {cue.first for cue in asking[Reach.BESIDE]}
        self._after = [*asking[Reach.AFTER], *(asking[Reach.QUESTION] if sentence.is_question else ())]
        self._starts = sorted((*map(self._start_after, self._after), *self._after_refusal(refused)))
        self._of_refusal = sorted(cue.last for cue in cues[Reach.AFTER] if self._lies_in(refused, cue))
        self._subordinate = {found.first for found in self._little.find(Role.SUBORDINATE, self._words)}
        if sentence.is_question:
            self._subordinate.discard(0)  # “Who in the parishes …?”
        self._conjunctions = sorted(self._subordinate)
        self._asker = {found.first for found in self._little.find(Role.ASKER, self._words)}
        self._is_address = self._addresses(sentence) or self._names_someone() or self._lists()

    def _cues(self, reach: Reach, phrases: Phrases[Cue]) -> Iterator[Found[Cue]]:
        return (cue for cue in phrases.find(self._words)
                if cue.value.reach is reach and not (cue.value.is_of_plans and self._is_told_by(cue.last)))

    def _is_told_by(self, at: int) -> bool:
        """Return whether the sentence tells what was or is done before the end of the clause of a word."""
        return bool(self._told) and min(self._told) < self._clause_end(at - 1)

    def _lies_in(self, refused: Sequence[Span], found: Found[Cue] | Found[Kind]) -> bool:
        return covers(refused, self._words[found.first].start, self._words[found.last - 1].end)

    def _is_denied(self, cue: Found[Cue]) -> bool:
        """Return whether a negation right before or after a cue makes it ask for nothing: “we aren't really after”."""
        near = range(cue.first - NEGATED_WITHIN - 1, cue.last + NEGATED_BEFORE + 1)
        return not self._is_question and any(
            self._is(Role.NEGATION, at) and not self._is(Role.ONLY, at + 1)
            and self._clause_start(at) == self._clause_start(cue.first) and self._reaches(at, cue)
            and not self._turns_after(at) for at in near)

    def _turns_after(self, at: int) -> bool:
        turn = bisect_left(self._turning, at)
        return turn < len(self._turning) and self._turning[turn] < self._clause_end(at)

    @cached_property
    def _turning(self) -> Sequence[int]:
        return [at for at in range(len(self._words)) if self._is(Role.TURN, at)]

    def _reaches(self, negation: int, cue: Found[Cue]) -> bool:
        before, after = range(negation + 1, cue.first), range(cue.last, negation)
        between = before if negation < cue.first else after
        near = NEGATED_WITHIN if negation < cue.first else NEGATED_BEFORE
        begins_anew = negation < cue.first and any(self._is(Role.WE, at) for at in range(negation + 1, cue.first + 1))
        return len(between) <= near and not (cue.first <= negation < cue.last) and not begins_anew and not any(
            self._is_joint(at) or self._is(Role.TURN, at) or at in self._of_names for at in between)

    def _start_after(self, cue: Found[Cue]) -> int:
        """Return the number of the word that what a cue asks for begins with: a “that” belongs to the cue."""
        return cue.last + self._is(Role.THAT, cue.last)

    def _addresses(self, sentence: Sentence) -> bool:
        """Return whether a sentence is nothing but names, asked or called: “Trade unions? A local choir?”."""
        others = [at for at in range(len(self._words)) if not self._belongs_to_names(at)]
        is_question = sentence.is_question and len(others) == 1 and self._describes_name(others[0])
        return is_question or (not others and (sentence.is_exclamation or sentence.is_question))

    def _names_someone(self) -> bool:
        """Return whether a sentence is nothing but somebody of some names: “And someone from the city.”."""
        return any(self._is(Role.SOMEONE, at) for at in range(len(self._words))) and all(
            self._belongs_to_names(at) or self._is(Role.SOMEONE, at) or self._is(Role.PLACE, at)
            for at in range(len(self._words)))

    def _lists(self) -> bool:
        """Return whether a sentence that tells nothing lists any of several kinds: “a parish, two sports clubs”."""
        listed = [name for name in self._names if name.value.codes and any(
            self._is(Role.ARTICLE, at) and not self._is(Role.DEFINITE, at) and not self._is(Role.PLACE, at - 1)
            for at in (name.first - 1, name.first - 2))]
        return len(listed) > 1 and not self._told

    def _belongs_to_names(self, at: int) -> bool:
        return at in self._of_names or at in self._holders or self._is_joint(at) or (
            self._is(Role.ARTICLE, at) or at in self._follows)

    def _describes_name(self, at: int) -> bool:
        """Return whether a word stands before a name as “local” does, not as a verb."""
        name = next((name for name in self._names if name.first == at + 1), None)
        return name is not None and (self._is(Role.ARTICLE, at - 1) or (
            at == 0 and Use(name.use) in (Use.OBJECT, Use.WRITTEN_OUT)))

    def _after_refusal(self, refused: Sequence[Span]) -> Iterator[int]:
        """Give the numbers of the words after a “but” that says what is wanted instead of what is refused."""
        for at, word in enumerate(self._words):
            if self._little.are(Role.TURN, word) and any(
                    self._words[0].start <= end <= word.start for _, end in refused):
                yield at + 1

    def wanted(self, *, is_continued: bool) -> Iterator[Found[Kind]]:
        """Give the names of kinds that the sentence asks for; `is_continued`: what stands before it asks already."""
        return (name for name in self._names if name.value.codes and not self._lies_in(self._refused, name)
                and self._is_asked(name, is_continued=is_continued))

    def refused(self) -> Iterator[Found[Kind]]:
        """Give the names of kinds that the sentence refuses."""
        return (name for name in self._names if name.value.codes and self._lies_in(self._refused, name)
                and self._is_refused(name))

    @property
    def is_cue(self) -> bool:
        """Whether the sentence says nothing else than that something is asked for: “Wanted!”."""
        return any(cue.last - cue.first == len(self._words) for cue in self._after)

    @property
    def goes_on(self) -> bool:
        """Whether the sentence goes on with what the one before asks for: “Also a choir.”; not if it tells anything."""
        return self._is(Role.FURTHER, 0) and not self._told

    def ends_with_cue(self) -> bool:
        """Return whether a cue stands in the last clause, so that it asks for the items that follow."""
        start = self._clause_start(len(self._words) - 1)
        return any(cue.first >= start for cue in self._after)

    def _is_asked(self, name: Found[Kind], *, is_continued: bool) -> bool:
        """Return whether a name stands where it is asked for: after a cue, before one, in a list or as an address."""
        if name.first in self._standing_beside:
            start = max(self._clause_start(name.first), name.first - OPENER_BEFORE)
            return self._is_partner(name, start) and not self._is_by_the_way(name, start, Role.PLACE)
        if name.last <= self._pointing_back:
            return self._is_topic(name)
        after, cue = self._start_before(name), self._cue_after(name)
        if after is None and cue is None and not (is_continued or self._is_address):
            return False
        start = after or 0
        if cue is not None and self._clause_start(cue) == self._clause_start(name.first):
            # “if the police would like to come”
            start = max(start, (_last(self._conjunctions, name.first - 1) or -1) + 1)
        return self._is_partner(name, start) and not self._is_by_the_way(name, start, Role.PLACE)

    def _is_refused(self, name: Found[Kind]) -> bool:
        """Return whether a name in a refused clause is what is refused."""
        starts = (_last(self._starts, name.first) or 0, _last(self._of_refusal, name.first) or 0)
        start = max(self._clause_start(name.first), *starts, self._start_of_refusal(name))
        is_topic = Use(name.use) in _TOPICS and (self._is(Role.NEGATION, name.last)
                                                 or self._is(Role.NEGATION, name.last + 1))
        return (is_topic or self._is_partner(name, start)) and not self._is_by_the_way(name, start, Role.ROOM)

    def _start_of_refusal(self, name: Found[Kind]) -> int:
        """Return the number of the first word of the shortest refusal that a name lies in."""
        first, last = self._words[name.first].start, self._words[name.last - 1].end
        begin = max(start for start, end in self._refused if start <= first and last <= end)
        return bisect_right(self._word_ends, begin)

    @cached_property
    def _word_ends(self) -> Sequence[int]:
        return [word.end for word in self._words]

    def _is_topic(self, name: Found[Kind]) -> bool:
        """Return whether a name is what its clause speaks of, somebody and no by-word."""
        start = self._clause_start(name.first)
        is_somebody = Use(name.use) in _TOPICS or self._is_partner(name, start)
        return is_somebody and not self._is_by_the_way(name, start, Role.PLACE)

    @cached_property
    def _pointing_back(self) -> int:
        """The number of the first word of a clause that asks for “them”, who stand before it; -1 if none does."""
        clauses = set(map(self._clause_start, (*(cue.first for cue in self._after), *self._before)))
        starts = (self._clause_start(found.first) for found in self._little.find(Role.THEM, self._words))
        return next((start for start in starts if start in clauses), -1)

    def _start_before(self, name: Found[Kind]) -> int | None:
        """Return where what a cue asks for begins, up to a name; None if none does.

        None does from another clause, if that of the name says “already” after it.
        """
        start, already = _last(self._starts, name.first), _last(self._already, self._clause_end(name.first) - 1)
        is_there = already is not None and already >= name.last
        return None if start is not None and start < self._clause_start(name.first) and is_there else start

    def _cue_after(self, name: Found[Kind]) -> int | None:
        """Return where a cue stands that asks for what is before it; None if none reaches a name.

        None does from another clause, if a clause between turns (“but”) or that of the name tells something.
        """
        number = bisect_left(self._before, name.last)
        cue = self._before[number] if number < len(self._before) else None
        if cue is None or self._clause_start(cue) == self._clause_start(name.first):
            return cue
        turn = _last(self._turns, cue)
        is_parted = (turn is not None and turn >= name.last) or self._clause_start(name.first) in self._telling
        return None if is_parted else cue

    @cached_property
    def _already(self) -> Sequence[int]:
        return [at for at in range(len(self._words)) if self._is(Role.ALREADY, at)]

    @cached_property
    def _turns(self) -> Sequence[int]:
        return [at for at in self._bounds if self._is(Role.TURN, at)]

    @cached_property
    def _telling(self) -> Set[int]:
        """The first words of the clauses that tell what was or is done."""
        return set(map(self._clause_start, self._told))

    @cached_property
    def _standing_beside(self) -> Set[int]:
        """The first words of the names that a cue follows, or others joined to it: “kirjaston ja seuran kanssa”."""
        beside: set[int] = set()
        for name in reversed(self._names):
            following = {name.last, name.last + self._is_joint(name.last)}
            if name.last in self._beside or not beside.isdisjoint(following):
                beside.add(name.first)
        return beside

    def _is_partner(self, name: Found[Kind], asked_from: int) -> bool:
        """Return whether a name stands in a form and beside words that make it somebody, not a place nor an owner."""
        name = self._head_of_row(name)
        use = Use(name.use)
        if use in (Use.OWNER, Use.PLACE):
            return self._has_holder(name, LIST_OF_OWNERS) if use is Use.OWNER else self._is(Role.HAVING, name.first - 1)
        if use in (Use.FROM, Use.INTO, Use.TO):
            return self._has_opener(name.first, OPENER_BEFORE) or (
                use is Use.FROM and (name.first == asked_from > 0 or name.first - 1 in self._persons
                                     or self._is(Role.OPENER, name.last)))
        first = name.first - self._is(Role.DEFINITE, name.first - 1)
        if use is Use.SUBJECT and first == asked_from > 0:
            return True
        opens_clause = self._clause_start(first) == first > asked_from
        if use in (Use.MAYBE, Use.SUBJECT) or (use in (Use.OBJECT, Use.WRITTEN_OUT) and opens_clause):
            return self._ends_phrase(name) or (use in (Use.MAYBE, Use.SUBJECT) and (
                self._has_opener(name.first, 1) or self._has_holder(name, HOLDER_AFTER)))
        return use in (Use.OBJECT, Use.WRITTEN_OUT)

    def _is_by_the_way(self, name: Found[Kind], start: int, place: Role) -> bool:
        """Return whether words between a cue and a name make the name a by-word: “in”, “who”, “our”."""
        by_the_way: Role | None = None
        for at in range(start, name.first):
            by_the_way = self._kept(by_the_way, at)
            if at in self._subordinate or at in self._asker:
                by_the_way = Role.SUBORDINATE
            elif self._leads_to_somebody(at, place) or (self._is(Role.WITH, at) and by_the_way is Role.PLACE):
                by_the_way = None
            elif self._is(place, at) and not (
                    self._is_joint(at - 1) and (at - 2 in self._of_names or self._repeats(at, start - 1))):
                by_the_way = by_the_way or Role.PLACE
        return self._kept(by_the_way, name.first) is not None

    def _leads_to_somebody(self, at: int, place: Role) -> bool:
        """Return whether a preposition stands after somebody: “someone in the”, “a nurse from the”."""
        if self._is(Role.WHENCE, at) and at - 1 in self._persons:
            return True
        return (self._is(place, at) or self._is(Role.WITH, at)) and self._has_opener(at, OPENER_BEFORE - 1)

    def _repeats(self, at: int, other: int) -> bool:
        """Return whether two words are the same: “looking for …, and for …”."""
        return other >= 0 and self._words[at].letters == self._words[other].letters

    def _kept(self, by_the_way: Role | None, at: int) -> Role | None:
        """Return what is left of a by-word at a word: it ends with its clause, or where something is added."""
        governs_name = by_the_way is Role.PLACE and at - 1 in self._of_names
        if at in self._ends and not governs_name:
            return None
        is_joined = self._is_joint(at - 1)
        if self._is(Role.ADDS, at - 1) or (is_joined and self._is(Role.ARTICLE, at)):
            return None
        if is_joined and by_the_way is Role.PLACE and at - 2 not in self._of_names:
            return None
        return by_the_way

    def _has_opener(self, before: int, words: int) -> bool:
        return any(self._is(Role.OPENER, at) for at in range(max(before - words, 0), before))

    def _has_holder(self, name: Found[Kind], words: int) -> bool:
        holders = range(name.last, min(name.last + words, len(self._words)))
        return not self._holders.isdisjoint(holders)

    def _head_of_row(self, name: Found[Kind]) -> Found[Kind]:
        """Return the first of the names of one form that are joined by words such as “and” alone."""
        before = self._by_last.get(name.first - 1)
        while before is not None and before.use == name.use and self._is_joint(name.first - 1):
            name, before = before, self._by_last.get(before.first - 1)
        return name

    @cached_property
    def _by_last(self) -> Mapping[int, Found[Kind]]:
        return {name.last: name for name in self._names}

    def _is_joint(self, at: int) -> bool:
        return any(self._is(role, at) for role in (Role.AND, Role.OR, Role.ADDS))

    def _ends_phrase(self, name: Found[Kind]) -> bool:
        at = name.last
        is_before_cue = at in self._cue_starts
        return (at >= len(self._words) or at in self._ends or is_before_cue or self._is_joint(at)
                or at in self._follows or self._is(Role.TURN, at) or self._is(Role.US, at + 1))

    @cached_property
    def _cue_starts(self) -> Set[int]:
        return {*self._before, *self._beside, *(cue.first for cue in self._after)}

    def _clause_start(self, at: int) -> int:
        return self._bounds[bisect_right(self._bounds, at) - 1]

    def _clause_end(self, at: int) -> int:
        return self._bounds[min(bisect_right(self._bounds, at), len(self._bounds) - 1)]

    def _is(self, role: Role, at: int) -> bool:
        return 0 <= at < len(self._words) and self._little.are(role, self._words[at])


def _last(numbers: Sequence[int], at: int) -> int | None:
    """Return the last of some sorted numbers up to one."""
    number = bisect_right(numbers, at)
    return numbers[number - 1] if number else None
