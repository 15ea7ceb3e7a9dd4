"""Which kinds of actors a text wants as partners, and which it refuses.

A kind is wanted where its name stands in a sentence that asks (“haemme …”, “… , hör av er”, “Partners: …”), as what is
asked for: not as the asker (“our association”), a room (“in parish halls”) or a by-word (“a firm that knows cities”).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from itertools import accumulate
from pathlib import Path

from data.reading.clauses import Sentence, Word, covers, sentences_of, words_of
from data.reading.little_words import LittleWords, Role, languages_of, open_little_words
from data.reading.mention import Aspect, Mention
from data.reading.phrases import LIST, Endings, Found, Phrases, open_endings, rows_of
from data.reading.refusals import RefusalReader, Span, open_refusals
from data.vocabularies.catalogue import Vocabularies

KINDS, CUES = "kinds.csv", "cues.csv"
# How many words before a name one such as “someone” can stand that makes “from the city” somebody who is asked for.
OPENER_BEFORE = 3


class Reach(StrEnum):
    """Where names stand that a cue asks for: after it, before it, after it in a question; nowhere, if it misleads."""

    AFTER = "after"
    BEFORE = "before"
    QUESTION = "question"
    NEVER = "never"


class Use(StrEnum):
    """What a name with an ending is used as.

    `OBJECT` is asked for; `MAYBE` is, unless a noun follows that it belongs to; `OWNER` is, where somebody of it is;
    the others say where, whence, whither or of whom something is.
    """

    WRITTEN_OUT = ""
    OBJECT = "object"
    MAYBE = "maybe"
    OWNER = "owner"
    PLACE = "place"
    FROM = "from"
    INTO = "into"
    TO = "to"
    AS = "as"
    OURS = "ours"


# How many words after “kuntien”, and after “kunnan” or “parish”, one such as “edustajia” or “people” can stand that
# makes them asked for.
LIST_OF_OWNERS, HOLDER_AFTER = 8, 3


@dataclass(frozen=True, slots=True)
class Kind:
    """What a name stands for: sector codes, and what it could mean besides; no codes where it is no kind at all."""

    codes: tuple[str, ...]
    alternatives: tuple[str, ...]


@dataclass(frozen=True)
class _Tongue:
    """What is known of one language."""

    names: Phrases[Kind]
    cues: Mapping[Reach, Phrases[Reach]]
    little_words: LittleWords


@dataclass(frozen=True)
class KindReader:
    """Finds kinds of actors that texts want or refuse.

    Attributes:
        tongues: what is known of each language.
        refusals: finds what is refused.
    """

    tongues: Mapping[str, _Tongue]
    refusals: RefusalReader

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the kinds that a text asks for and, marked so, those it refuses, in order.

        Where no kind is asked for there is none, whatever kinds are spoken of.
        """
        refused = self.refusals.spans(text)
        mentions = {mention for tongue in self._tongues(words_of(text)) for mention in _mentions(text, tongue, refused)}
        return tuple(sorted(_longest(mentions), key=lambda mention: mention.start))

    def names(self, text: str) -> tuple[Span, ...]:
        """Return where kinds of actors are named in a text, asked for or not, and what only looks like one."""
        words = words_of(text)
        return tuple((words[name.first].start, words[name.last - 1].end) for tongue in self._tongues(words)
                     for name in tongue.names.find(words))

    def _tongues(self, words: Sequence[Word]) -> Iterator[_Tongue]:
        spoken = languages_of(words, self.refusals.little_words)
        return (self.tongues[language] for language in spoken if language in self.tongues)


def open_kinds(folder: Path, vocabularies: Vocabularies) -> KindReader:
    """Read names and cues from `kinds.csv`, `cues.csv`, `endings.csv` and `little_words.csv` of a folder.

    Columns of `kinds.csv`: codes (of the vocabulary of sectors; those that it does not know are left out; none for what
    only looks like a kind), alternatives, language, words; of `cues.csv`: language, reach, words. Words are phrases as
    in `data.reading.phrases`.
    """
    endings, little_words = open_endings(folder), open_little_words(folder)
    names: dict[str, list[tuple[str, Kind]]] = defaultdict(list)
    cues: dict[tuple[str, Reach], list[tuple[str, Reach]]] = defaultdict(list)
    for row in rows_of(folder / KINDS):
        kind = Kind(_known(row["codes"], vocabularies), _known(row["alternatives"], vocabularies))
        names[row["language"]] += ((words, kind) for words in row["words"].split(LIST))
    for row in rows_of(folder / CUES):
        reach = Reach(row["reach"])
        cues[row["language"], reach] += ((words, reach) for words in row["words"].split(LIST))
    tongues = {language: _Tongue(
                   Phrases(names[language], endings.get(language, Endings({}))),
                   {reach: Phrases((*cues[language, reach], *cues[language, Reach.NEVER]), Endings({}))
                    for reach in Reach if reach is not Reach.NEVER}, of_language)
               for language, of_language in little_words.items()}
    return KindReader(tongues, open_refusals(folder))


def _known(codes: str, vocabularies: Vocabularies) -> tuple[str, ...]:
    return tuple(code for code in codes.split(LIST) if code in vocabularies.sectors.terms)


def _mentions(text: str, tongue: _Tongue, refused: Sequence[Span]) -> Iterator[Mention]:
    is_list_asked = is_asked = is_answered = False
    for sentence in sentences_of(text):
        reading = _Reading(sentence, tongue, refused)
        is_continued = (is_list_asked and sentence.is_item) or is_answered or (is_asked and reading.goes_on())
        is_asked = False
        for name in reading.names():
            mention = _mention(name, sentence.words)
            if not name.value.codes:
                continue
            if covers(refused, mention.start, mention.end):
                if reading.is_refused(name):
                    yield replace(mention, is_refused=True)
            elif reading.is_asked(name, is_continued=is_continued):
                is_asked = True
                yield mention
        is_list_asked = (is_list_asked and sentence.is_item) or (sentence.opens_list and reading.ends_with_cue())
        is_answered = reading.is_bare_question()


def _mention(name: Found[Kind], words: Sequence[Word]) -> Mention:
    return Mention(Aspect.KIND, name.value.codes, words[name.first].start, words[name.last - 1].end,
                   alternatives=name.value.alternatives)


def _longest(mentions: set[Mention]) -> Iterator[Mention]:
    """Give the mentions that lie in no longer one; of those of the same words, one."""
    by_span: dict[Span, Mention] = {(mention.start, mention.end): mention for mention in mentions}
    return (mention for span, mention in by_span.items()
            if not any(other != span and covers([other], *span) for other in by_span))


class _Reading:
    """A sentence, read in one language."""

    def __init__(self, sentence: Sentence, tongue: _Tongue, refused: Sequence[Span]) -> None:
        self._words = sentence.words
        self._is_question = sentence.is_question
        self._names = tongue.names.find(self._words)
        self._little = tongue.little_words
        cues = {reach: [cue for cue in phrases.find(self._words) if cue.value is reach]
                for reach, phrases in tongue.cues.items()}
        self._before = cues[Reach.BEFORE]
        self._after = [*cues[Reach.AFTER], *(cues[Reach.QUESTION] if sentence.is_question else ())]
        self._starts = [*(cue.last for cue in self._after), *self._after_refusal(refused)]
        self._subordinate = {found.first for found in self._little.find(Role.SUBORDINATE, self._words)}
        if sentence.is_question:
            self._subordinate.discard(0)  # “Who in the parishes …?”
        self._asker = {found.first for found in self._little.find(Role.ASKER, self._words)}
        self._ends = set(accumulate(map(len, sentence.clauses)))
        self._of_names = {at for name in self._names for at in range(name.first, name.last)}
        self._is_address = (sentence.is_exclamation or sentence.is_question) and all(
            at in self._of_names or self._is_joint(at) or self._is(Role.ARTICLE, at) or self._is(Role.FOLLOWS, at)
            for at in range(len(self._words)))

    def _after_refusal(self, refused: Sequence[Span]) -> Iterator[int]:
        """Give the numbers of the words after a “but” that says what is wanted instead of what is refused."""
        for at, word in enumerate(self._words):
            if self._little.are(Role.TURN, word) and any(
                    self._words[0].start <= end <= word.start for _, end in refused):
                yield at + 1

    def names(self) -> list[Found[Kind]]:
        """Return the names of kinds in the sentence."""
        return self._names

    def goes_on(self) -> bool:
        """Return whether the sentence adds to the one before: “Or an association that …”."""
        return self._is_joint(0)

    def is_bare_question(self) -> bool:
        """Return whether the sentence only asks who, so that the next one says it: “Who? The library and …”."""
        return self._is_question and any(cue.first == 0 and cue.last == len(self._words) for cue in self._after)

    def ends_with_cue(self) -> bool:
        """Return whether a cue stands in the last clause, so that it asks for the items that follow."""
        start = self._clause_start(len(self._words) - 1)
        return any(cue.first >= start for cue in self._after)

    def is_asked(self, name: Found[Kind], *, is_continued: bool) -> bool:
        """Return whether a name stands where it is asked for: after a cue, before one, in a list or as an address."""
        starts = [start for start in self._starts if start <= name.first]
        ends = [cue.first for cue in self._before if name.last <= cue.first]
        if not (starts or ends or is_continued or self._is_address):
            return False
        if any(self._clause_start(end) == self._clause_start(name.first) for end in ends):
            starts += [at + 1 for at in self._subordinate if 0 < at < name.first]  # “if the police would like to come”
        start = max(starts, default=0)
        return self._is_partner(name, start) and not self._is_by_the_way(name, start, Role.PLACE)

    def is_refused(self, name: Found[Kind]) -> bool:
        """Return whether a name in a refused clause is what is refused."""
        start = max(self._clause_start(name.first), *(start for start in (0, *self._starts) if start <= name.first))
        return self._is_partner(name, start) and not self._is_by_the_way(name, start, Role.ROOM)

    def _is_partner(self, name: Found[Kind], asked_from: int) -> bool:
        """Return whether a name stands in a form and beside words that make it somebody, not a place nor an owner."""
        before = self._joined_to(name)
        if before is not None and before.use == name.use:
            return self._is_partner(before, asked_from)
        use = Use(name.use)
        if use in (Use.OWNER, Use.PLACE):
            return self._has_holder(name, LIST_OF_OWNERS) if use is Use.OWNER else self._is(Role.HAVING, name.first - 1)
        if use in (Use.FROM, Use.INTO, Use.TO):
            return self._has_opener(name.first, OPENER_BEFORE) or (
                use is Use.FROM and (name.first == asked_from > 0 or self._is(Role.OPENER, name.last)))
        first = name.first - self._is(Role.DEFINITE, name.first - 1)
        opens_clause = self._clause_start(first) == first > asked_from
        if use is Use.MAYBE or (use in (Use.OBJECT, Use.WRITTEN_OUT) and opens_clause):
            return self._ends_phrase(name) or (use is Use.MAYBE and (
                self._has_opener(name.first, 1) or self._has_holder(name, HOLDER_AFTER)))
        return use in (Use.OBJECT, Use.WRITTEN_OUT)

    def _is_by_the_way(self, name: Found[Kind], start: int, place: Role) -> bool:
        """Return whether words between a cue and a name make the name a by-word: “in”, “who”, “our”."""
        by_the_way: Role | None = None
        for at in range(start, name.first):
            by_the_way = self._kept(by_the_way, at)
            if at in self._subordinate or at in self._asker:
                by_the_way = Role.SUBORDINATE
            elif (self._is(place, at) or self._is(Role.WITH, at)) and self._has_opener(at, OPENER_BEFORE - 1):
                by_the_way = None
            elif self._is(place, at) and not (
                    self._is_joint(at - 1) and (at - 2 in self._of_names or self._repeats(at, start - 1))):
                by_the_way = by_the_way or Role.PLACE
        return self._kept(by_the_way, name.first) is not None

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
        return any(self._is(Role.HOLDER, at) for at in holders)

    def _joined_to(self, name: Found[Kind]) -> Found[Kind] | None:
        """Return the name that a name is joined to by a word such as “and” alone."""
        joint = name.first - 1
        return next((other for other in self._names if other.last == joint and self._is_joint(joint)), None)

    def _is_joint(self, at: int) -> bool:
        return any(self._is(role, at) for role in (Role.AND, Role.OR, Role.ADDS))

    def _ends_phrase(self, name: Found[Kind]) -> bool:
        at = name.last
        is_before_cue = any(cue.first == at for cue in (*self._before, *self._after))
        return (at >= len(self._words) or at in self._ends or is_before_cue or self._is_joint(at)
                or self._is(Role.FOLLOWS, at) or self._is(Role.TURN, at) or self._is(Role.US, at + 1))

    def _clause_start(self, at: int) -> int:
        return max((end for end in self._ends if end <= at), default=0)

    def _is(self, role: Role, at: int) -> bool:
        return 0 <= at < len(self._words) and self._little.are(role, self._words[at])
