"""The words of a list: those that are known stay, the others are asked about, once each, with the nearest known.

A theme that nobody knows never refuses a row: its word becomes a keyword until somebody says what it stands for.
"""

from __future__ import annotations

from collections.abc import Hashable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import islice
from typing import TypeVar

from data.files.cells import CellRefused
from data.files.columns import CellKind, Column, Layout
from data.files.rows import Row, excerpt
from data.intake.questions import Answers, Question
from data.intake.words.asking import MOST_QUESTIONS, SECTOR, Asking, WordCount
from data.intake.words.emptiness import is_only_signs, means_nothing
from data.intake.words.hints import Hints, Nearest
from data.intake.words.keywords import KeywordCount
from data.intake.words.meanings import KEYWORDS, WORDY, Meaning, columns_of, joined
from data.intake.words.outcomes import Outcome, Outcomes
from data.records.profiles import Coverage
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text, texts
from data.wording.words import normalise

Key = TypeVar("Key", bound=Hashable)

MOST_NOTES = 100
NAME = "name"
NAMING = frozenset((CellKind.ID, CellKind.IDS, CellKind.MARKERS))
COVERAGE = "coverage"
COVERAGES = tuple(map(str, Coverage))


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
    questions = tuple(settling.questions(Hints(vocabularies, nearest)))
    return Settled(settled, questions, settling.kept, tuple(settling.notes()))


class _Settling:
    """The words of the rows so far."""

    def __init__(self, layout: Layout, vocabularies: Vocabularies, answers: Answers) -> None:
        self._layout, self._vocabularies = layout, vocabularies
        self._outcomes = Outcomes(layout, vocabularies, answers)
        self._columns: dict[str, Column | None] = {}
        self._open: dict[tuple[str, str], WordCount] = {}
        self._nameless: dict[str, WordCount] = {}  # names of rows without a sector
        self._kept: dict[str, WordCount] = {}
        self._nothing: dict[str, int] = {}
        self._refused: set[str] = set()  # columns of the row that cannot be read: they stay as they are

    def row(self, row: Row) -> Row:
        """Return a row with its words settled, and remember what is open."""
        values = dict(_flat(row.values, self._layout))
        name = next((str(value).strip() for header, value in values.items()
                     if value and self._column(header) is self._outcomes.columns.get(NAME)), "")
        faulty = {problem.field for problem in row.problems}
        self._refused.clear()
        gains: list[Meaning] = []
        words: dict[tuple[str, str], Outcome] = {}
        for header, value in values.items():
            column = self._column(header)
            if column is None or excerpt(header) in faulty:
                continue
            if isinstance(value, str) and _is_nothing(column, value.strip()):
                self._count_nothing(value.strip())
                values[header] = ""
            elif column.kind in WORDY:
                values[header], gain = self._cell(column, value, words)
                gains.append(gain)
        for outcome in words.values():
            self._count(outcome, name)
        self._gain(values, joined(gains), name)
        return replace(row, values=values)

    def _column(self, header: str) -> Column | None:
        if header not in self._columns:
            meaning = self._layout.find(header)
            self._columns[header] = meaning[0] if meaning else None
        return self._columns[header]

    def _count_nothing(self, word: str) -> None:
        self._nothing[word] = self._nothing.get(word, 0) + 1

    def _cell(self, column: Column, value: object, seen: dict[tuple[str, str], Outcome]) -> tuple[object, Meaning]:
        """Return what a cell becomes, and what of it belongs into other columns; adds the words to count."""
        try:
            words = self._outcomes.meanings.words(column, value)
        except CellRefused:  # the check of the row says why
            self._refused.add(column.name)
            return value, ()
        entries: dict[str, None] = {}
        others: dict[tuple[str, str], None] = {}
        for word in words:
            outcome = self._outcomes.of(column, word)
            if outcome.is_nothing:
                self._count_nothing(word)
            entries.update(dict.fromkeys(outcome.own))
            others.update(dict.fromkeys(outcome.others))
            if outcome.is_open or outcome.others:
                seen.setdefault(outcome.key, outcome)
        return list(entries) if isinstance(value, list | tuple) else "; ".join(entries), tuple(others)

    def _count(self, outcome: Outcome, name: str) -> None:
        if outcome.is_open:
            _counted(self._open, outcome.key, outcome.word).add(name)
        for keyword in outcome.keywords:
            _counted(self._kept, outcome.key[1], keyword).add(name)

    def _gain(self, values: dict[str, object], gain: Meaning, name: str) -> None:
        """Put values into the columns they belong in."""
        self._add_places(values, gain)
        self._add(values, KEYWORDS, columns_of(gain, KEYWORDS))
        if columns_of(gain, COVERAGE):
            self._widen(values, columns_of(gain, COVERAGE)[0])
        sector = self._outcomes.columns.get(SECTOR)
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
        self._add(values, "regions", tuple(dict.fromkeys(home for home in homes if home)))

    def _code(self, column: str, word: str) -> str:
        meaning = self._outcomes.meanings.of(self._outcomes.columns[column], word) or ()
        return next(iter(columns_of(meaning, column)), "")

    def _entries(self, values: Mapping[str, object], column: str) -> tuple[str, ...]:
        """Return the entries of a settled cell."""
        value = values.get(self._header(values, column), "")
        entries = value if isinstance(value, list | tuple) else str(value or "").split(";")
        return tuple(word for entry in entries if (word := str(entry).strip()))

    def _header(self, values: Mapping[str, object], column: str) -> str:
        return next((header for header in values if self._column(header) is self._outcomes.columns.get(column)), column)

    def _add(self, values: dict[str, object], column: str, entries: tuple[str, ...]) -> None:
        """Add entries to a list; one of keywords keeps its own as they are."""
        if not entries or column in self._refused:
            return
        header = self._header(values, column)
        before = values.get(header)
        if not isinstance(before, str | list | tuple | None):  # the check of the row says why it is no list
            return
        if isinstance(before, list | tuple):
            values[header] = [*before, *(entry for entry in entries if entry not in before)]
        else:
            written = [words] if before and (words := before.strip(" ;")) else []
            known = self._entries(values, column)
            values[header] = "; ".join((*written, *(entry for entry in entries if entry not in known)))

    def _widen(self, values: dict[str, object], coverage: str) -> None:
        """Write how far the work reaches, unless it reaches farther or is not clear."""
        header = self._header(values, COVERAGE)
        before = str(values.get(header) or "")
        if not before or (before in COVERAGES and COVERAGES.index(before) < COVERAGES.index(coverage)):
            values[header] = coverage

    def _add_sector(self, values: dict[str, object], sector: Column, name: str) -> None:
        answered = self._outcomes.answered(sector, name)
        if answered is not None:
            values[self._header(values, SECTOR)] = next(iter(columns_of(answered, SECTOR)), "")
        else:
            self._nameless.setdefault(normalise(name) or name, WordCount(name)).add(name)

    @property
    def kept(self) -> tuple[KeywordCount, ...]:
        """The words that became keywords, the commonest first."""
        counts = (KeywordCount(count.word, count.rows) for count in self._kept.values())
        return tuple(sorted(counts, key=lambda count: (-count.count, count.word)))

    def questions(self, hints: Hints) -> Iterator[Question]:
        """Yield the questions about words, then those about actors without a sector."""
        asking = Asking(self._outcomes, self._vocabularies, hints)
        yield from asking.about_words(self._open)
        yield from asking.about_sectors(self._nameless)

    def notes(self) -> Iterator[Text]:
        """Yield what was made of words besides."""
        if self._nothing:
            cells = sum(self._nothing.values())
            words = tuple(text("“{words}”", words=excerpt(word)) for word in islice(self._nothing, 10))
            yield texts("{count} cell is read as empty: {words}.", "{count} cells are read as empty: {words}.",
                        count=cells, words=words)
        yield from islice(self._outcomes.readings.values(), MOST_NOTES)
        for word in islice(self._outcomes.lost, MOST_NOTES):
            yield text("“{word}” cannot be kept as a keyword and is left out.", word=excerpt(word))
        more = len(self._open) - MOST_QUESTIONS, len(self._nameless) - MOST_QUESTIONS
        if max(more) > 0:
            yield texts("{count} further word is not asked about.", "{count} further words are not asked about.",
                        count=sum(number for number in more if number > 0))


def _is_nothing(column: Column, word: str) -> bool:
    """Return whether a cell says that there is nothing; what only names something may have any words."""
    may_say_no = column.kind in NAMING or column.kind is CellKind.CHOICE or column.name == NAME
    return is_only_signs(word) if may_say_no else means_nothing(word)


def _counted(counts: dict[Key, WordCount], key: Key, word: str) -> WordCount:
    count = counts.get(key)
    if count is None:
        count = counts[key] = WordCount(word)
    return count


def _flat(values: Mapping[str, object], layout: Layout) -> Iterator[tuple[str, object]]:
    """Yield the values of a record under the headers of columns; what means no column stays as it is."""
    for header, value in values.items():
        cells, unknown = layout.split({header: value}) if isinstance(value, Mapping) else ([], [header])
        if unknown:
            yield header, value
        else:
            yield from ((cell.column.header(cell.language), cell.value) for cell in cells)
