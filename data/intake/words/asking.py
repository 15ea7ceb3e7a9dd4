"""What is asked about the words of a list: once about each, those of the most rows first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import islice

from data.files.cells import CellRefused
from data.files.columns import CellKind, Column
from data.intake.questions import KEEP, LEAVE_OUT, Choice, Question, Topic
from data.intake.words.hints import Hint, Hints
from data.intake.words.kinds import KindsOfNames
from data.intake.words.meanings import READERS
from data.intake.words.outcomes import THEMES, Outcomes
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text

MOST_QUESTIONS = 1000  # nobody answers more; those of the most rows are asked
MOST_EXAMPLES = 5
SECTOR = "sector"
# Words of these columns say nothing that a keyword could keep.
_NO_KEYWORDS = frozenset((SECTOR, "coverage", "status", "languages"))


@dataclass(slots=True)
class WordCount:
    """The rows a word stands in, and whose they are."""

    word: str
    rows: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Count a row, of an actor of this name."""
        self.rows += 1
        if name and len(self.examples) < MOST_EXAMPLES and name not in self.examples:
            self.examples.append(name)


class Asking:
    """Makes questions of words that are open.

    Args:
        outcomes: what is known.
        vocabularies: the codes.
        hints: what may be meant.
    """

    def __init__(self, outcomes: Outcomes, vocabularies: Vocabularies, hints: Hints) -> None:
        self._outcomes, self._vocabularies, self._hints = outcomes, vocabularies, hints

    def about_words(self, counts: Mapping[tuple[str, str], WordCount]) -> list[Question]:
        """Return the questions about the words of the most rows, by column and word; those of most rows first."""
        most = sorted(counts.items(), key=lambda item: -item[1].rows)[:MOST_QUESTIONS]
        by_column: dict[str, list[WordCount]] = {}
        for (column, _), count in most:
            by_column.setdefault(column, []).append(count)
        questions = (question for name, own in by_column.items()
                     for question in self._of_column(self._outcomes.columns[name], own))
        return sorted(questions, key=lambda question: -question.rows)

    def about_sectors(self, counts: Mapping[str, WordCount]) -> Iterator[Question]:
        """Yield the questions about actors without a sector, with what their names say of it."""
        kinds = KindsOfNames(self._vocabularies.reading)
        for count in islice(counts.values(), MOST_QUESTIONS):
            sector = self._outcomes.columns[SECTOR]
            own = [Hint(code, text("its name says so")) for code in kinds.of(count.word)
                   if code in self._vocabularies.sectors]
            leave = Choice(LEAVE_OUT, text("leave this actor out"))
            yield _question(sector, count, own, (*self._all(sector, own), leave))

    def _of_column(self, column: Column, counts: Sequence[WordCount]) -> Iterator[Question]:
        words = [count.word for count in counts]
        for count, hints in zip(counts, self._hints.of(column, words), strict=True):
            possible = [Hint(code, text("it can mean this"), is_likely=False)
                        for code in self._outcomes.meanings.possible(column, count.word)]
            own = possible or hints
            yield _question(column, count, own, self._choices(column, count, own))

    def _choices(self, column: Column, count: WordCount, own: Sequence[Hint]) -> tuple[Choice, ...]:
        has_few = column.kind is CellKind.CHOICE or column.name == SECTOR
        choices = self._all(column, own) if has_few else tuple(
            Choice(hint.code, self._hints.label(column, hint.code), hint.reason) for hint in own)
        can_keep = column.kind not in READERS and column.name not in _NO_KEYWORDS and self._outcomes.keyword(count.word)
        keep = [Choice(KEEP, text("keep it as a keyword"))] if can_keep else []
        return (*choices, *keep, Choice(LEAVE_OUT, text("leave it out"), _fault_of(column, count.word)))

    def _all(self, column: Column, own: Sequence[Hint]) -> tuple[Choice, ...]:
        """Return all values of a column as choices, those that are near first."""
        reasons = {hint.code: hint.reason for hint in own}
        values = column.choices or self._vocabularies.by_name()[column.vocabulary].terms
        codes = (*reasons, *(code for code in values if code not in reasons))
        return tuple(Choice(code, self._hints.label(column, code), reasons.get(code)) for code in codes)


def _fault_of(column: Column, word: str) -> Text | None:
    """Return why a day, a number, an address or a business id cannot be read; None for other words."""
    try:
        READERS.get(column.kind, str)(word)
    except CellRefused as error:
        return error.what
    return None


def _question(column: Column, count: WordCount, hints: Sequence[Hint], choices: tuple[Choice, ...]) -> Question:
    proposal = hints[0].code if hints and hints[0].is_likely else ""
    if not hints and column.vocabulary == THEMES and any(choice.value == KEEP for choice in choices):
        proposal = KEEP
    return Question(Topic.WORD, (column.name, count.word), choices, proposal, tuple(count.examples), count.rows)
