"""What a text refuses: “no companies, please”, “Ei taas Helsinkiin”, “Inte ett projekt till i Helsingfors”."""

from __future__ import annotations

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import dropwhile, takewhile
from pathlib import Path

from data.reading.clauses import Sentence, sentences_of
from data.reading.little_words import LittleWords, Role, languages_of, open_little_words
from data.reading.phrases import LIST, Endings, Found, Phrases, rows_of
from data.reading.words import Word, words_of

REFUSALS, SPELLINGS = "refusals.csv", "negation_spellings.csv"
# Of how many words a part of a list between commas has at most, and a sentence that “not there again” can refer to.
PART, SHORT = 4, 10
# Of fewer words than this are a place and what joins it to another: “ja Turun seudulla”.
PLACE = 4
# Of how many words a clause is that denies a place and says nothing else: “ei Oulussa”.
BARE = 2

# Of how many words an interjection has at most, before which something can be denied: “inga företag, tack, utan …”.
ASIDE = 2

Span = tuple[int, int]
Clause = tuple[Word, ...]


class Where(StrEnum):
    """Where refusing words stand: anywhere in a clause, at its beginning, or before a colon.

    `ONWARD` and `WITHOUT` stand anywhere and refuse only what follows them next, not where the clause says that
    something is; `WITHOUT` refuses nothing in a clause that denies (“we cannot do it without the parish”).
    `ELSEWHERE` refuses the places after it (“muualla kuin Turun seudulla”), `BACKWARD` what stands before it
    (“companies excluded”).
    """

    ANYWHERE = "anywhere"
    START = "start"
    ALONE = "alone"
    ONWARD = "onward"
    WITHOUT = "without"
    ELSEWHERE = "elsewhere"
    BACKWARD = "backward"


@dataclass(frozen=True, slots=True)
class _Condition:
    """On what refusing words depend; a word with a star stands for all that end like it.

    Attributes:
        followed: what the next word must be; empty: any.
        not_followed: what the next word must not be.
        without: words of which the clause has none.
        not_preceded: what the word before them must not be.
        preceded: what the word before them must be; empty: any.
        not_after: words of which the clause before “but” has none: “there is one in Kotka, but nothing in Kouvola”.
    """

    followed: tuple[str, ...]
    not_followed: tuple[str, ...]
    without: frozenset[str]
    not_preceded: tuple[str, ...]
    preceded: tuple[str, ...]
    not_after: frozenset[str]

    def holds(self, clause: Clause, first: int, last: int, letters: Set[str]) -> bool:
        """Return whether refusing words refuse in a clause of some letters, whatever stands before it."""
        before = clause[first - 1].letters if first else ""
        following = clause[last].letters if last < len(clause) else ""
        return ((not self.followed or _fits(following, self.followed)) and not _fits(following, self.not_followed)
                and not _fits(before, self.not_preceded) and (not self.preceded or _fits(before, self.preceded))
                and self.without.isdisjoint(letters))


@dataclass(frozen=True)
class _Refusing:
    """The refusing words of one language."""

    phrases: Mapping[Where, Phrases[_Condition]]
    little_words: LittleWords
    spellings: Mapping[str, str]

    def spelled(self, clause: Clause) -> Clause:
        """Return the words of a clause as the tables spell them: “dont” is “don't”."""
        return tuple(replace(word, letters=self.spellings.get(word.letters, word.letters).replace("’", "'"))
                     for word in clause)

    def taken_away(self, parts: Sequence[Clause], at: int) -> Iterator[Clause]:
        """Give what the words of a part of a sentence refuse that refuse only what follows them next."""
        part = parts[at]
        without, onward = (self._ends(where, part) for where in (Where.WITHOUT, Where.ONWARD))
        if without and self._denies(part):
            without = {}
        elif 0 in without and any(map(self._denies, self._beside(parts, at))):
            del without[0]
        for first in self._backward(part):
            yield part[self._start_before(part, first, is_own=bool(at)):first]
            onward.pop(first, None)
        elsewhere = [last for last in self._ends(Where.ELSEWHERE, part).values() if last < len(part)]
        ends = self._ends_of_places(part) if elsewhere else ()
        for start in elsewhere:
            yield part[start:_next(ends, start, len(part))]
        starts = {first: last for first, last in (without | onward).items() if last < len(part)}
        if starts:
            stops = sorted({*self._beyond(part), *starts})
            for start in starts.values():
                yield part[start:_next(stops, start, len(part))]

    def _ends(self, where: Where, part: Clause) -> dict[int, int]:
        """Return the numbers of the first words of refusing words, each with that of the word after their last."""
        letters = _letters(part)
        return {first: max(found.last for found in here) for first in range(len(part))
                if (here := self._at(where, part, first, letters))}

    def _backward(self, part: Clause) -> Iterator[int]:
        """Give where words begin that refuse what stands before them: at the end of a part, or after a sure ending."""
        letters = _letters(part)
        return (first for first in range(1, len(part)) if any(
            found.value.preceded or found.last == len(part)
            for found in self._at(Where.BACKWARD, part, first, letters)))

    def _start_before(self, part: Clause, end: int, *, is_own: bool) -> int:
        """Return where that begins which ends before a word: a part of its own, or a word with those joined to it."""
        if is_own and end <= PART:
            return 0
        start = end - 1
        while start and (self._joins(part[start - 1]) or self._joins(part[start])):
            start -= 1
        return start

    def _ends_of_places(self, part: Clause) -> Sequence[int]:
        """Return where places end that stand in a case, but those that “and” or “or” joins to another one."""
        ends = [found.last for found in self.little_words.find(Role.CASE, part)]
        return [end for end, later in zip(ends, (*ends[1:], len(part) + PLACE), strict=True)
                if later - end >= PLACE or not self._joins(part[end])]

    def _joins(self, word: Word) -> bool:
        return any(self.little_words.are(role, word) for role in (Role.AND, Role.OR))

    def _denies(self, part: Clause) -> bool:
        """Return whether a part denies something or calls it hard: “without” in it, or beside it, refuses nothing."""
        return self.has(Role.NEGATION, part) or self.has(Role.IMPOSSIBLE, part)

    def _beside(self, parts: Sequence[Clause], at: int) -> Sequence[Clause]:
        """Return the parts that speak of what a part begins to say: those before “utan”, the one after “without”."""
        if self.little_words.are(Role.INSTEAD, parts[at][0]):  # “inte …, tack, utan …”
            passed_over = tuple(takewhile(lambda number: len(parts[number]) <= ASIDE, range(at - 1, 0, -1)))
            return (*parts[max(at - len(passed_over) - 1, 0):at], *(parts[1:2] if not at else ()))
        return parts[1:2] if not at else ()

    def _beyond(self, part: Clause) -> Iterator[int]:
        """Give the prepositions, verbs and the like that end what refusing words reach."""
        return (found.first for role in (Role.PLACE, Role.SUBORDINATE, Role.WITH, Role.BEYOND)
                for found in self.little_words.find(role, part))

    def refuse(self, clause: Clause, before: Clause, is_before_colon: bool) -> bool:
        """Return whether a clause refuses what it speaks of, or what comes after its colon.

        Args:
            clause: the words.
            before: the clause that it turns away from; empty if it does not.
            is_before_colon: whether a colon comes after it.
        """
        after_conjunction, letters = self._after_conjunction(clause), _letters(clause)
        return (any(self._starts(clause, first, _letters(before)) for first in {0, after_conjunction})
                or any(self._at(Where.ANYWHERE, clause, first, letters) for first in range(len(clause)))
                or (is_before_colon and self._are_all(Where.ALONE, clause[after_conjunction:])))

    def parts(self, clause: Clause) -> Iterator[Clause]:
        """Give a clause in parts, cut before words such as “but”, and where a refusal is added to what is wanted."""
        first = 0
        for at in range(1, len(clause)):
            turns = self.little_words.are(Role.TURN, clause[at]) and not self._ends_refusing_words(clause, at)
            if turns or self._adds_refusal(clause, at):
                yield clause[first:at]
                first = at
        yield clause[first:]

    def _ends_refusing_words(self, clause: Clause, at: int) -> bool:
        """Return whether a word such as “but” is the last of refusing words: “anywhere but”."""
        phrases = self.phrases.get(Where.ONWARD)
        return phrases is not None and any(found.last == at + 1 for found in phrases.at(clause, at - 1))

    def has(self, role: Role, clause: Clause) -> bool:
        """Return whether a clause has a word or a phrase of a role."""
        return bool(self.little_words.find(role, clause))

    def _adds_refusal(self, clause: Clause, at: int) -> bool:
        is_joined = self.little_words.are(Role.AND, clause[at]) or self.little_words.are(Role.OR, clause[at])
        return is_joined and (self._starts(clause[at:], 0) or self._starts(clause[at + 1:], 0)
                              or self._refuses_from(clause, at + 1))

    def _refuses_from(self, clause: Clause, at: int) -> bool:
        """Return whether a clause goes on with a refusal of its own: “… and we don't want companies”."""
        firsts = (at, at + 1) if at < len(clause) and self.little_words.are(Role.WE, clause[at]) else (at,)
        return any(self.has(Role.NEGATION, clause[first:first + 2]) and self._at(Where.ANYWHERE, clause, first)
                   for first in firsts if first < len(clause))

    def _after_conjunction(self, clause: Clause) -> int:
        leads = clause and (self.little_words.are(Role.TURN, clause[0]) or self.little_words.are(Role.AND, clause[0]))
        return 1 if leads else 0

    def _starts(self, clause: Clause, first: int, before: Set[str] = frozenset()) -> bool:
        """Return whether a clause begins, at a word of this number, with words that refuse what comes after them."""
        return first < len(clause) and any(found.last < len(clause) and found.value.not_after.isdisjoint(before)
                                           for found in self._at(Where.START, clause, first))

    def _at(self, where: Where, clause: Clause, first: int,
            letters: Set[str] | None = None) -> Sequence[Found[_Condition]]:
        """Return the refusing words that begin with a word of this number, if what they depend on holds."""
        found = list(self.phrases[where].at(clause, first)) if where in self.phrases else []
        of_clause = _letters(clause) if found and letters is None else letters or frozenset()
        return [one for one in found if one.value.holds(clause, first, one.last, of_clause)]

    def _are_all(self, where: Where, clause: Clause) -> bool:
        phrases = self.phrases.get(where)
        return bool(clause) and phrases is not None and any(
            found.last == len(clause) for found in phrases.at(clause, 0))


@dataclass(frozen=True)
class RefusalReader:
    """Finds what texts refuse.

    Attributes:
        refusing: refusing words by language.
        little_words: by language.
    """

    refusing: Mapping[str, _Refusing]
    little_words: Mapping[str, LittleWords]

    def spans(self, text: str) -> tuple[Span, ...]:
        """Return the stretches of a text that say what is not wanted, in order, in characters.

        A refusal is a clause (“inga företag”, “Yrityksiä emme ota mukaan”) with the rest of its list, and with the
        clause before it if it says “there” or “them”; after a colon it is the items of the list. That something is not
        so, not known or not to be had (“rahaa ei ole”, “we are not lawyers”) is no refusal.
        """
        sentences = sentences_of(text)
        return tuple(sorted({span for reading in self._readings(text) for span in reading.spans(sentences)}))

    def corrected(self, text: str) -> tuple[Span, ...]:
        """Return the stretches of a text that it denies and corrects, in order: “Emme ole Oulussa”, before “vaan”.

        They refuse a place, no kind of partners: “we are not a school but a club”.
        """
        sentences = sentences_of(text)
        return tuple(sorted({span for reading in self._readings(text) for span in reading.corrected(sentences)}))

    def _readings(self, text: str) -> Iterator[_Reading]:
        languages = languages_of(words_of(text), self.little_words)
        return (_Reading(text, self.refusing[language]) for language in languages if language in self.refusing)


@dataclass(frozen=True)
class _Reading:
    """A text, read in one language."""

    text: str
    refusing: _Refusing

    def spans(self, sentences: Sequence[Sentence]) -> Iterator[Span]:
        is_list_refused = False
        for number, sentence in enumerate(sentences):
            parts = self._parts(sentence)
            refused = self._refused(parts)
            if is_list_refused and sentence.is_item:
                yield _span(sentence.words)
            else:
                is_list_refused = len(parts) - 1 in refused and self._is_heading(sentence, parts)
            yield from (_span(parts[at]) for at in refused)
            yield from self._taken_away(parts)
            if 0 in refused and number and self.refusing.has(Role.BACK, parts[0]):
                yield from self._sentence_before(sentences[number - 1])

    def _parts(self, sentence: Sentence) -> Sequence[Clause]:
        return [part for clause in sentence.clauses for part in self.refusing.parts(self.refusing.spelled(clause))]

    def _taken_away(self, parts: Sequence[Clause]) -> Iterator[Span]:
        """Give what is taken away within parts of a sentence (“a choir without companies”), with the rest of a list."""
        for at, part in enumerate(parts):
            for words in self.refusing.taken_away(parts, at):
                yield _span(words)
                if words[-1] is part[-1]:
                    yield from (_span(parts[later]) for later in self._list_after(parts, at))

    def _is_heading(self, sentence: Sentence, parts: Sequence[Clause]) -> bool:
        """Tell whether what the end of a sentence says is said of the items below: “We do not want:”.

        A line with a refusal of its own at its end is none: “Språk: svenska, inte finska”.
        """
        is_whole = len(parts) == 1 or self._is_before_colon(parts[-1])
        return sentence.opens_list and not sentence.is_item and is_whole

    def corrected(self, sentences: Sequence[Sentence]) -> Iterator[Span]:
        """Give the parts of sentences that deny something, alone or before what is so instead."""
        little_words = self.refusing.little_words
        for sentence in sentences:
            parts = self._parts(sentence)
            for part, following in zip(parts, (*parts[1:], ()), strict=True):
                denied = list(dropwhile(lambda word: not little_words.are(Role.NEGATION, word), part))
                is_corrected = following and little_words.are(Role.INSTEAD, following[0])
                is_bare = len(denied) == len(part) and len(self.text[slice(*_span(part))].split()) == BARE
                if denied and (is_corrected or is_bare) and not self.refusing.has(Role.ONLY, part):
                    yield denied[0].start, part[-1].end

    def _refused(self, parts: Sequence[Clause]) -> set[int]:
        """Return the numbers of the parts of a sentence that are refused."""
        refused: set[int] = set()
        for at, part in enumerate(parts):
            is_before_colon = self._is_before_colon(part)
            before = parts[at - 1] if at and self._turns(part) else ()
            if self.refusing.refuse(part, before, is_before_colon):
                refused |= {at, *self._list_after(parts, at), *self._list_before(parts, at)}
                refused |= set(self._after_colon(parts, at)) if is_before_colon else set()
                refused |= {at - 1} if at and self.refusing.has(Role.BACK, part) else set()
        return refused

    def _list_after(self, parts: Sequence[Clause], at: int) -> range:
        """Return the numbers of the parts that go on with a list, up to the one with “or”."""
        for last in range(at + 1, len(parts)):
            if len(parts[last]) > PART or self._turns(parts[last]):
                break
            if self.refusing.has(Role.OR, parts[last]):
                return range(at + 1, last + 1)
        return range(0)

    def _after_colon(self, parts: Sequence[Clause], at: int) -> Iterator[int]:
        return takewhile(lambda number: not self._turns(parts[number]), range(at + 1, len(parts)))

    def _list_before(self, parts: Sequence[Clause], at: int) -> range:
        """Return the numbers of the parts that begin a list which ends with “or” in a part."""
        first = at
        if self.refusing.has(Role.OR, parts[at]):
            while first and len(parts[first - 1]) == 1:
                first -= 1
        return range(first, at)

    def _turns(self, part: Clause) -> bool:
        return self.refusing.little_words.are(Role.TURN, part[0])

    def _is_before_colon(self, part: Clause) -> bool:
        return self.text[part[-1].end:].lstrip()[:1] == ":"

    def _sentence_before(self, sentence: Sentence) -> Iterator[Span]:
        if len(sentence.words) <= SHORT and not sentence.is_item:
            yield _span(sentence.words)


def open_refusals(folder: Path) -> RefusalReader:
    """Read refusing words from `refusals.csv` and `little_words.csv` of a folder.

    Columns of `refusals.csv`: language; where (see `Where`); words; followed_by, not_followed_by: of the next word,
    `*ia` for every word that ends so; without: words that the clause has none of; not_preceded_by, preceded_by: of the
    word before; not_after: words that the clause before “but” has none of.
    Columns of `negation_spellings.csv`: language, words, read_as.
    """
    little_words = open_little_words(folder)
    phrases: dict[str, dict[Where, list[tuple[str, _Condition]]]] = defaultdict(lambda: defaultdict(list))
    for row in rows_of(folder / REFUSALS):
        condition = _Condition(_list(row["followed_by"]), _list(row["not_followed_by"]),
                               frozenset(_list(row["without"])), _list(row["not_preceded_by"]),
                               _list(row["preceded_by"]), frozenset(_list(row["not_after"])))
        phrases[row["language"]][Where(row["where"])] += ((words, condition) for words in _list(row["words"]))
    spellings: dict[str, dict[str, str]] = defaultdict(dict)
    for row in rows_of(folder / SPELLINGS):
        spellings[row["language"]] |= dict.fromkeys(_list(row["words"]), row["read_as"])
    refusing = {language: _Refusing({where: Phrases(rows, Endings({})) for where, rows in of_language.items()},
                                    little_words[language], spellings[language])
                for language, of_language in phrases.items() if language in little_words}
    return RefusalReader(refusing, little_words)


def _next(numbers: Sequence[int], number: int, otherwise: int) -> int:
    """Return the first of some numbers, in order, that is greater than one; another where none is."""
    at = bisect_right(numbers, number)
    return numbers[at] if at < len(numbers) else otherwise


def _letters(clause: Clause) -> Set[str]:
    return frozenset(word.letters for word in clause)


def _span(words: Clause) -> Span:
    return words[0].start, words[-1].end


def _list(cell: str) -> tuple[str, ...]:
    return tuple(cell.split(LIST)) if cell else ()


def _fits(word: str, patterns: tuple[str, ...]) -> bool:
    return any(word.endswith(pattern[1:]) if pattern.startswith("*") else word == pattern for pattern in patterns)
