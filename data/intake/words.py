"""The words of a list: those that are known stay, the others are asked about, once each, with the nearest known.

A theme that nobody knows never refuses a row: its word becomes a keyword until somebody says what it stands for.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import islice

from data.files.cells import CellRefused
from data.files.columns import Column, CellKind, Layout
from data.files.rows import Row, excerpt
from data.intake.hints import Hint, Hints, Nearest
from data.intake.keywords import KeywordCount
from data.intake.kinds import KindsOfNames
from data.intake.meanings import KEYWORDS, PLACES, SINGLE, WORDY, Meaning, Meanings, as_keyword, columns_of, joined
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Choice, Question, Topic
from data.records.profiles import Coverage
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text, texts
from data.wording.words import normalise

MOST_QUESTIONS = 1000  # nobody answers more; those of the most rows are asked
MOST_EXAMPLES = 5
MOST_NOTES = 100

SECTOR, COVERAGE = "sector", "coverage"
COVERAGES = tuple(map(str, Coverage))
# Words of these columns say nothing that a keyword could keep.
_NO_KEYWORDS = frozenset((SECTOR, COVERAGE, "status", "languages"))
_NOTHING = frozenset(map(normalise, (
    "ei tietoa", "ei tiedossa", "ei ole", "ei", "puuttuu", "tyhjä", "ei mitään", "tuntematon", "ei määritelty",
    "ei ilmoitettu", "ei vastausta", "ei saatavilla", "uppgift saknas", "saknas", "inga", "ingen", "inget", "okänd",
    "okänt", "vet ej", "ej angivet", "n/a", "na", "none", "null", "nil", "nan", "unknown", "not known", "not available",
    "no answer", "empty", "tbd")))
_SIGNS_FOR_NOTHING = re.compile(r"[-–—?.…*/_xX\s]+")


@dataclass(frozen=True)
class Settled:
    """A list whose words are settled as far as they can be.

    Attributes:
        rows: the rows, with codes for words that are known in lists only, and unknown themes among the keywords.
        questions: what is asked, those about most rows first.
        kept: the words that became keywords, with the rows they stand in.
        notes: what else was made of words.
    """

    rows: tuple[Row, ...]
    questions: tuple[Question, ...] = ()
    kept: tuple[KeywordCount, ...] = ()
    notes: tuple[Text, ...] = ()


def settle(rows: Sequence[Row], layout: Layout, vocabularies: Vocabularies, answers: Answers,
           nearest: Nearest) -> Settled:
    """Settle the words of a list.

    Args:
        rows: with our headers.
        layout: the columns.
        vocabularies: the codes.
        answers: what is known already; an answer that fits no longer counts as none.
        nearest: gives the nearest codes by meaning.
    """
    settling = _Settling(layout, vocabularies, answers)
    settled = tuple(map(settling.row, rows))
    return Settled(settled, tuple(settling.questions(Hints(vocabularies, nearest))), settling.kept,
                   tuple(settling.notes()))


@dataclass(slots=True)
class _Count:
    """The rows a word stands in, and whose they are."""

    word: str
    rows: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        self.rows += 1
        if name and len(self.examples) < MOST_EXAMPLES and name not in self.examples:
            self.examples.append(name)


@dataclass(frozen=True, slots=True)
class _Outcome:
    """What becomes of a word: a meaning, and whether it is asked about; without a meaning it stays where it is."""

    meaning: Meaning | None
    is_open: bool = False


class _Settling:
    """The words of the rows so far."""

    def __init__(self, layout: Layout, vocabularies: Vocabularies, answers: Answers) -> None:
        self._layout, self._answers = layout, answers
        self._meanings = Meanings(layout, vocabularies)
        self._vocabularies = vocabularies
        self._kinds = KindsOfNames(vocabularies.reading)
        self._keeps = KEYWORDS in layout.names
        self._columns: dict[str, Column | None] = {}
        self._outcomes: dict[tuple[str, str], _Outcome] = {}
        self._open: dict[tuple[str, str], _Count] = {}
        self._nameless: dict[str, _Count] = {}  # names of rows without a sector
        self._kept: dict[str, _Count] = {}
        self._read: dict[tuple[str, str], Text] = {}
        self._lost: dict[str, None] = {}
        self._nothing: dict[str, int] = {}

    def row(self, row: Row) -> Row:
        """Return a row with its words settled, and remember what is open."""
        values = dict(_flat(row.values, self._layout))
        name = next((str(value).strip() for header, value in values.items()
                     if value and self._column(header) is self._layout.names.get("name")), "")
        faulty = {problem.field for problem in row.problems}
        gains: list[Meaning] = []
        words: set[tuple[str, str]] = set()
        for header, value in values.items():
            column = self._column(header)
            if column is None or excerpt(header) in faulty:
                continue
            if self._is_nothing(value):
                values[header] = ""
            elif column.kind in WORDY:
                values[header], gain = self._cell(column, value, words)
                gains.append(gain)
        for key in words:
            self._count(key, name)
        self._gain(values, joined(gains), name)
        return replace(row, values=values)

    def _column(self, header: str) -> Column | None:
        if header not in self._columns:
            meaning = self._layout.find(header)
            self._columns[header] = meaning[0] if meaning else None
        return self._columns[header]

    def _is_nothing(self, value: object) -> bool:
        if not isinstance(value, str) or not (word := value.strip()):
            return False
        is_nothing = _SIGNS_FOR_NOTHING.fullmatch(word) is not None or normalise(word) in _NOTHING
        if is_nothing:
            self._nothing[word] = self._nothing.get(word, 0) + 1
        return is_nothing

    def _cell(self, column: Column, value: object, seen: set[tuple[str, str]]) -> tuple[object, Meaning]:
        """Return what a cell becomes, and what of it belongs into other columns; adds the words that are open."""
        try:
            words = self._meanings.words(column, value)
        except CellRefused:  # the check of the row says why
            return value, ()
        own: list[str] = []
        others: list[Meaning] = []
        for word in words:
            if self._is_nothing(word):
                continue
            outcome = self._outcome(column, word)
            if outcome.is_open or columns_of(outcome.meaning or (), KEYWORDS):
                seen.add((column.name, word))
            own += [word] if outcome.meaning is None else columns_of(outcome.meaning, column.name)
            others.append(tuple(pair for pair in outcome.meaning or () if pair[0] != column.name))
        entries = list(dict.fromkeys(own))
        return entries if isinstance(value, list | tuple) else "; ".join(entries), joined(others)

    def _outcome(self, column: Column, word: str) -> _Outcome:
        key = column.name, word
        if key not in self._outcomes:
            self._outcomes[key] = self._decide(column, word)
        return self._outcomes[key]

    def _decide(self, column: Column, word: str) -> _Outcome:
        meaning = self._meanings.of(column, word)
        if meaning is not None:
            if not self._meanings.is_plain(column, word):
                self._read[key_of_word(column, word)] = self._reading(column, word, meaning)
            return _Outcome(meaning)
        answered = self._answered(column, word)
        if answered is not None:
            return _Outcome(answered)
        if column.vocabulary != "themes":
            return _Outcome(None, is_open=True)
        keyword = as_keyword(word) if self._keeps else ""
        if not keyword:
            self._lost[word] = None
        return _Outcome(((KEYWORDS, keyword),) if keyword else (), is_open=True)

    def _answered(self, column: Column, word: str) -> Meaning | None:
        """Return what a word stands for by its answer; None without one that fits."""
        answer = self._answers.get(Topic.WORD, column.name, word)
        if answer in (None, LEAVE_OUT):
            return None if answer is None else ()
        if answer == KEEP:
            keyword = as_keyword(word) if self._keeps else ""
            return ((KEYWORDS, keyword),) if keyword else None
        meanings = [self._meanings.of(column, code.strip()) for code in str(answer).split(";") if code.strip()]
        known = [meaning for meaning in meanings if meaning is not None]
        fits = len(known) == len(meanings) > 0 and (column.kind not in SINGLE or len(known) == 1)
        return joined(known) if fits else None

    def _reading(self, column: Column, word: str, meaning: Meaning) -> Text:
        hints = Hints(self._vocabularies, _nothing_near)
        labels = tuple(hints.label(self._layout.names[normalise(name)], value) if name != KEYWORDS else value
                       for name, value in meaning)
        return text("“{word}” is read as {meaning}.", word=excerpt(word), meaning=labels)

    def _count(self, key: tuple[str, str], name: str) -> None:
        column, word = key
        outcome = self._outcomes[key]
        if outcome.is_open:
            self._open.setdefault((column, normalise(word) or word), _Count(word)).add(name)
        for keyword in columns_of(outcome.meaning or (), KEYWORDS):
            self._kept.setdefault(normalise(keyword), _Count(keyword)).add(name)

    def _gain(self, values: dict[str, object], gain: Meaning, name: str) -> None:
        """Put values into the columns they belong in."""
        self._add_places(values, gain)
        self._add(values, KEYWORDS, columns_of(gain, KEYWORDS))
        if columns_of(gain, COVERAGE):
            self._widen(values, columns_of(gain, COVERAGE)[0])
        sector = self._layout.names.get(SECTOR)
        if sector and sector.required and name and not any(
                value for header, value in values.items() if self._column(header) is sector):
            self._add_sector(values, sector, name)

    def _add_places(self, values: dict[str, object], gain: Meaning) -> None:
        """Add regions and municipalities; among regions those of all municipalities of the row must be then."""
        towns, regions = columns_of(gain, "municipalities"), columns_of(gain, "regions")
        had_regions = bool(self._entries(values, "regions"))
        self._add(values, "municipalities", towns)
        self._add(values, "regions", regions)
        if not (regions and not had_regions) and not (towns and had_regions):
            return
        of_towns = towns if had_regions else self._entries(values, "municipalities")
        homes = (self._vocabularies.places.region_of.get(self._code("municipalities", code)) for code in of_towns)
        self._add(values, "regions", tuple(home for home in homes if home))

    def _code(self, column: str, word: str) -> str:
        meaning = self._meanings.of(self._layout.names[column], word) or ()
        return next(iter(columns_of(meaning, column)), "")

    def _entries(self, values: Mapping[str, object], column: str) -> tuple[str, ...]:
        """Return the entries of a settled cell."""
        value = values.get(self._header(values, column), "")
        entries = value if isinstance(value, list | tuple) else str(value or "").split(";")
        return tuple(word for entry in entries if (word := str(entry).strip()))

    def _header(self, values: Mapping[str, object], column: str) -> str:
        return next((header for header in values if self._column(header) is self._layout.names.get(column)), column)

    def _add(self, values: dict[str, object], column: str, entries: tuple[str, ...]) -> None:
        """Add entries to a list; one of keywords keeps its own as they are."""
        if not entries:
            return
        header = self._header(values, column)
        before = values.get(header)
        if isinstance(before, list | tuple):
            values[header] = [*before, *(entry for entry in entries if entry not in before)]
        else:
            written = [before.strip(" ;")] if isinstance(before, str) and before.strip(" ;") else []
            known = self._entries(values, column)
            values[header] = "; ".join((*written, *(entry for entry in entries if entry not in known)))

    def _widen(self, values: dict[str, object], coverage: str) -> None:
        """Write how far the work reaches, unless it reaches farther or is not clear."""
        header = self._header(values, COVERAGE)
        before = str(values.get(header) or "")
        if not before or (before in COVERAGES and COVERAGES.index(before) < COVERAGES.index(coverage)):
            values[header] = coverage

    def _add_sector(self, values: dict[str, object], sector: Column, name: str) -> None:
        answered = columns_of(self._answered(sector, name) or (), SECTOR)
        if answered:
            values[self._header(values, SECTOR)] = answered[0]
        else:
            self._nameless.setdefault(normalise(name) or name, _Count(name)).add(name)

    @property
    def kept(self) -> tuple[KeywordCount, ...]:
        """The words that became keywords, the commonest first."""
        counts = (KeywordCount(count.word, count.rows) for count in self._kept.values())
        return tuple(sorted(counts, key=lambda count: (-count.count, count.word)))

    def questions(self, hints: Hints) -> Iterator[Question]:
        """Yield the questions, those about most rows first; of words, then of actors without a sector."""
        asked: dict[str, list[_Count]] = {}
        for (column, _), count in self._asked():
            asked.setdefault(column, []).append(count)
        questions = [_question(self._layout.names[name], count, own, self._choices(self._layout.names[name], count, own,
                                                                                   hints))
                     for name, counts in asked.items()
                     for count, own in zip(counts, self._hints(self._layout.names[name], counts, hints), strict=True)]
        yield from sorted(questions, key=lambda question: -question.rows)
        for count in islice(self._nameless.values(), MOST_QUESTIONS):
            own = tuple(Hint(code, text("its name says so")) for code in self._kinds.of(count.word)
                        if code in self._vocabularies.sectors)
            sector = self._layout.names[SECTOR]
            yield _question(sector, count, own, _with_all(sector, own, hints, self._vocabularies))

    def _asked(self) -> list[tuple[tuple[str, str], _Count]]:
        return sorted(self._open.items(), key=lambda item: -item[1].rows)[:MOST_QUESTIONS]

    def _hints(self, column: Column, counts: Sequence[_Count], hints: Hints) -> list[tuple[Hint, ...]]:
        words = [count.word for count in counts]
        possible = [tuple(Hint(code, text("it can mean this"), is_likely=False)
                          for code in self._meanings.possible(column, word)) for word in words]
        return [own or found for own, found in zip(possible, hints.of(column, words), strict=True)]

    def _choices(self, column: Column, count: _Count, own: Sequence[Hint], hints: Hints) -> tuple[Choice, ...]:
        few = column.kind is CellKind.CHOICE or column.name == SECTOR
        choices = (_with_all(column, own, hints, self._vocabularies) if few else
                   tuple(Choice(hint.code, hints.label(column, hint.code), hint.reason) for hint in own))
        can_keep = self._keeps and column.name not in _NO_KEYWORDS and as_keyword(count.word)
        return (*choices, *([Choice(KEEP, text("keep it as a keyword"))] if can_keep else ()),
                Choice(LEAVE_OUT, text("leave it out")))

    def notes(self) -> Iterator[Text]:
        """Yield what was made of words besides."""
        if self._nothing:
            cells = sum(self._nothing.values())
            yield texts("{count} cell is read as empty: {words}.", "{count} cells are read as empty: {words}.",
                        count=cells, words=tuple(f"“{excerpt(word)}”" for word in islice(self._nothing, 10)))
        yield from islice(self._read.values(), MOST_NOTES)
        for word in islice(self._lost, MOST_NOTES):
            yield text("“{word}” cannot be kept as a keyword and is left out.", word=excerpt(word))
        more = len(self._open) - MOST_QUESTIONS, len(self._nameless) - MOST_QUESTIONS
        if max(more) > 0:
            yield texts("{count} further word is not asked about.", "{count} further words are not asked about.",
                        count=sum(number for number in more if number > 0))


def key_of_word(column: Column, word: str) -> tuple[str, str]:
    """Return what a word of a column is counted by."""
    return column.name, normalise(word) or word


def _nothing_near(_vocabulary: str, words: Sequence[str]) -> Sequence[Sequence[str]]:
    return [()] * len(words)


def _flat(values: Mapping[str, object], layout: Layout) -> Iterator[tuple[str, object]]:
    """Yield the values of a record under the headers of columns; what means no column stays as it is."""
    for header, value in values.items():
        cells, unknown = layout.split({header: value}) if isinstance(value, Mapping) else ([], [header])
        if unknown:
            yield header, value
        else:
            yield from ((cell.column.header(cell.language), cell.value) for cell in cells)


def _question(column: Column, count: _Count, hints: Sequence[Hint], choices: tuple[Choice, ...]) -> Question:
    proposal = hints[0].code if hints and hints[0].is_likely else ""
    if not proposal and column.vocabulary == "themes" and any(choice.value == KEEP for choice in choices):
        proposal = KEEP if not hints else ""
    return Question(Topic.WORD, (column.name, count.word), choices, proposal, tuple(count.examples), count.rows)


def _with_all(column: Column, own: Sequence[Hint], hints: Hints, vocabularies: Vocabularies) -> tuple[Choice, ...]:
    """Return the values of a column with few of them as choices, those that are near first."""
    reasons = {hint.code: hint.reason for hint in own}
    values = column.choices or vocabularies.by_name()[column.vocabulary].terms
    return tuple(Choice(code, hints.label(column, code), reasons.get(code)) for code in (*reasons, *(
        code for code in values if code not in reasons)))
