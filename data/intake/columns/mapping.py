"""What the columns of a list mean: known by their names, answered by people, or asked with a proposal.

A known name is certain unless what stands below it says otherwise (municipalities below “Alue”). What is neither known
nor answered is a question; nothing of it is taken before it is answered.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum

from data.errors import Problem, RecordsRefused
from data.files.columns import CONTACT_COLUMNS, COOPERATION_COLUMNS, LAYOUTS, PROBLEM_COLUMN, CellKind, Column, Layout
from data.files.rows import excerpt, words_of
from data.intake.columns.contents import Contents, are_names
from data.intake.columns.guesses import Guess, guesses, holds_another, holds_none
from data.intake.columns.header_words import ACTOR_PATTERNS, COOPERATION_PATTERNS, language_named, language_of
from data.intake.labels import label_of
from data.intake.questions import LEAVE_OUT, Answers, Choice, Question, Topic
from data.intake.tables.nested import find_nested, is_known
from data.intake.tables.table import Table
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import LANGUAGES, Labels, Text, text
from data.wording.words import normalise

EXAMPLES = 3
LISTS = frozenset({CellKind.CODES, CellKind.IDS, CellKind.LANGUAGES, CellKind.MARKERS})
# Columns besides those of lists and texts that several headers may fill, and what stands between their cells.
JOINED: Mapping[str, str] = {"contact_name": " ", "contact_phone": ", "}


class Certainty(StrEnum):
    """How it is known what a header means."""

    KNOWN = "known"
    ANSWERED = "answered"
    EMPTY = "empty"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class Meaning:
    """What a header means.

    Attributes:
        header: as it is written.
        target: the canonical header of ours, with its language (“name_sv”), or `LEAVE_OUT`; of an open one the
            proposal, empty without one.
        certainty: how that is known; nothing stands below a header that is `EMPTY`.
    """

    header: str
    target: str
    certainty: Certainty


@dataclass(frozen=True)
class HeaderMapping:
    """What the headers of a table mean.

    Attributes:
        meanings: of each header, in the order of the table.
        questions: one for each that is open.
        joints: target → what stands between the cells of several headers; None where they make a list, and no entry
            where only one of them can be taken.
    """

    meanings: tuple[Meaning, ...]
    questions: tuple[Question, ...]
    joints: Mapping[str, str | None]

    @property
    def targets(self) -> dict[str, str]:
        """The settled meanings: header → target."""
        return {meaning.header: meaning.target for meaning in self.meanings if meaning.certainty is not Certainty.OPEN}

    @property
    def left_out(self) -> tuple[str, ...]:
        """The headers whose cells are not taken."""
        return tuple(header for header, target in self.targets.items() if target == LEAVE_OUT)

    def headers_of(self, target: str) -> tuple[str, ...]:
        """Return the headers that mean a column of ours, for messages in the words of the list."""
        return tuple(header for header, meaning in self.targets.items() if meaning == target)


def propose(table: Table, layout: Layout, contacts: Layout, vocabularies: Vocabularies,
            answers: Answers) -> HeaderMapping:
    """Return what the headers of a table mean, and the questions that are open.

    Args:
        table: the table.
        layout: the columns of its records.
        contacts: the columns of contact data; an empty layout where there are none.
        vocabularies: what words in cells are looked up in.
        answers: those given, under the topic COLUMN; one for lists of other records counts as none.

    Raises:
        RecordsRefused: an answer names no column.
    """
    return _Proposal(table, (layout, contacts), vocabularies, answers).mapping()


def find_target(name: str, layouts: Sequence[Layout]) -> tuple[Column, str] | None:
    """Return the column that a canonical header or an alias means, and its language."""
    found = (layout.find(name) or find_nested(name, layout) for layout in layouts)
    return next(filter(None, found), None)


class _Proposal:
    """What is known of the headers of one table, while it is made out."""

    def __init__(self, table: Table, layouts: Sequence[Layout], vocabularies: Vocabularies, answers: Answers) -> None:
        self._table = table
        self._layouts = layouts
        self._answers = answers
        self._contents = Contents(vocabularies)
        self._patterns = COOPERATION_PATTERNS if layouts[0] is COOPERATION_COLUMNS else ACTOR_PATTERNS
        self._columns = {column.name: column for each in layouts for column in each.columns}
        self._cells = {header: table.column(header) for header in table.headers}
        self._guesses: dict[str, list[Guess]] = {}

    def mapping(self) -> HeaderMapping:
        settled = {header: meaning for header in self._table.headers if (meaning := self._settled(header))}
        self._keep_surest(settled)
        unsettled = [header for header in self._table.headers if header not in settled]
        proposals = self._proposals(unsettled, {meaning.target: header for header, meaning in settled.items()})
        meanings = [settled.get(header) or Meaning(header, proposals.get(header, ""), Certainty.OPEN)
                    for header in self._table.headers]
        meanings = _with_languages(meanings, self._columns)
        questions = tuple(self._question(meaning, meanings) for meaning in meanings
                          if meaning.certainty is Certainty.OPEN)
        return HeaderMapping(tuple(meanings), questions, _joints(meanings, self._columns))

    def _settled(self, header: str) -> Meaning | None:
        answer = self._answers.get(Topic.COLUMN, header)
        if answer is not None and not self._is_of_other_records(answer):
            return Meaning(header, self._target(header, answer), Certainty.ANSWERED)
        if normalise(header) == PROBLEM_COLUMN:
            return Meaning(header, LEAVE_OUT, Certainty.KNOWN)
        target = self._known(header)
        if not self._cells[header]:
            return Meaning(header, target or LEAVE_OUT, Certainty.EMPTY)
        is_own = normalise(header) == normalise(target)
        if not target or (not is_own and holds_another(target, self._cells[header], self._contents)):
            return None
        return Meaning(header, target, Certainty.KNOWN)

    def _known(self, header: str) -> str:
        """Return the target of a header that is known; a nested one of JSON is its own, since it is read as it is."""
        found = find_target(header, self._layouts)
        if found:
            return found[0].header(found[1])
        cells = self._cells[header]
        is_nested = bool(cells) and all(isinstance(cell, Mapping) for cell in cells) and any(
            all(is_known(header, cell, layout) for cell in cells) for layout in self._layouts)
        return header if is_nested else ""

    def _is_of_other_records(self, answer: str) -> bool:
        """Tell whether an answer was given for a list of other records, and counts as none here."""
        return find_target(answer, self._layouts) is None and find_target(
            answer, (*LAYOUTS.values(), CONTACT_COLUMNS)) is not None

    def _target(self, header: str, answer: str) -> str:
        found = find_target(answer, self._layouts)
        if answer == LEAVE_OUT or found:
            return found[0].header(found[1]) if found else LEAVE_OUT
        what = text("“{answer}” is no column.", answer=excerpt(answer))
        cure = text("Choose one of these: {names}.", names=(*self._columns, LEAVE_OUT))
        problem = Problem(self._table.file, self._table.header_line, excerpt(header), what, cure)
        raise RecordsRefused((problem,), what, excerpt(header), cure)

    def _keep_surest(self, settled: dict[str, Meaning]) -> None:
        """Leave of several known headers of one column, where only one can be taken, the surest."""
        known: dict[str, list[Meaning]] = {}
        for meaning in _with_languages(tuple(settled.values()), self._columns):
            if meaning.target != LEAVE_OUT and meaning.certainty is not Certainty.EMPTY:
                known.setdefault(meaning.target, []).append(meaning)
        for target, meanings in known.items():
            for loser in self._losers(target, meanings):
                del settled[loser.header]

    def _losers(self, target: str, meanings: Sequence[Meaning]) -> list[Meaning]:
        if self._is_joined(target):
            return []
        ranked = sorted(meanings, key=lambda meaning: (
            meaning.certainty is not Certainty.ANSWERED, normalise(meaning.header) in ("nimi", "namn", "name"),
            normalise(meaning.header) != normalise(target)))
        return [meaning for meaning in ranked[1:] if meaning.certainty is not Certainty.ANSWERED]

    def _is_joined(self, target: str) -> bool:
        column = self._columns.get(target)
        found = find_target(target, self._layouts)
        column = column or (found[0] if found else None)
        return column is None or target in JOINED or column.kind in (*LISTS, CellKind.TEXT)

    def _proposals(self, headers: Sequence[str], taken: Mapping[str, str]) -> dict[str, str]:
        """Return header → proposal, the likeliest first, none for a column that another header has."""
        self._guesses = {header: guesses(header, self._cells[header], self._layouts, self._patterns, self._contents)
                         for header in headers}
        order = sorted(((guess, header) for header in headers for guess in self._guesses[header]),
                       key=lambda one: -one[0].score)
        proposals: dict[str, str] = {}
        used = dict(taken)
        for guess, header in order:
            target = self._free(header, guess.target, used) if header not in proposals else ""
            if target:
                proposals[header] = target
                used[target] = header
        rest = [header for header in headers if header not in proposals]
        return {**proposals, **self._names(rest, used)}

    def _names(self, headers: Sequence[str], used: Mapping[str, str]) -> dict[str, str]:
        """Return header → proposal for names: where none is called so, and that of a person beside another name."""
        own = next((name for name in ("name", "title") if name in self._columns), "")
        has_own = any(target == own or target.startswith(f"{own}_") for target in used)
        if not has_own:
            likely = [header for header in headers if are_names(self._cells[header])]
            reason = text("The cells hold names.")
        else:
            own = "contact_name"
            likely = [header for header in headers if any(guess.target == "name" for guess in self._guesses[header])]
            reason = text("Another column has the name of the actor.")
        if not likely or own not in self._columns or own in used:
            return {}
        self._guesses[likely[0]].append(Guess(own, 0, reason))
        return {likely[0]: own}

    def _free(self, header: str, target: str, used: Mapping[str, str]) -> str:
        """Return the target that a header can have; empty where another header has it in the same language.

        What another header has is joined with its own cells, so that they have to hold words of that kind.
        """
        column = self._columns.get(target)
        if target in used and holds_none(target, self._cells[header], self._contents):
            return ""
        if column is None or not column.translations:
            return target if target not in used or self._is_joined(target) else ""
        named = language_named(header)
        if not named and (target not in used or self._is_joined(target)):
            return target
        language = named or language_of(header)
        other = language_of(used[target]) if target in used else ""
        full = column.header(language)
        is_another = bool(named or (language and other and language != other))
        return full if is_another and full not in used else ""

    def _question(self, meaning: Meaning, meanings: Iterable[Meaning]) -> Question:
        taken = {other.target for other in meanings if other.certainty in (Certainty.KNOWN, Certainty.ANSWERED)}
        reasons = {guess.target: guess.reason for guess in self._guesses[meaning.header]}
        likely = [meaning.target, *(target for target in reasons if target not in taken)]
        others = [name for name in self._columns if name not in taken or self._is_joined(name)]
        values = dict.fromkeys(filter(None, (*likely, *others, LEAVE_OUT)))
        cells = self._cells[meaning.header]
        return Question(
            Topic.COLUMN, (meaning.header,), tuple(self._choice(value, reasons) for value in values), meaning.target,
            tuple(dict.fromkeys(excerpt(words_of(cell)) for cell in cells))[:EXAMPLES], len(cells))

    def _choice(self, value: str, reasons: Mapping[str, Text]) -> Choice:
        if value == LEAVE_OUT:
            return Choice(value, text("left out"), reasons.get(value))
        found = find_target(value, self._layouts)
        name = label_of(found[0].name, found[1]) if found else None
        label: Labels | Text = name or (found[0].meaning if found else Labels({"": value}))
        return Choice(value, label, reasons.get(value) or reasons.get(found[0].name if found else ""))


def _language(meaning: Meaning) -> str:
    """Return the language of the texts below a header; none for a canonical one, which has none."""
    return "" if normalise(meaning.header) == normalise(meaning.target) else language_of(meaning.header)


def _with_languages(meanings: Sequence[Meaning], columns: Mapping[str, Column]) -> list[Meaning]:
    """Take headers of one text in several languages, “Organisaation nimi” beside “Namn”, for its texts in them."""
    languages: dict[str, set[str]] = {}
    for meaning in meanings:
        base, _, language = meaning.target.rpartition("_")
        name = base if base in columns and language in LANGUAGES else meaning.target
        if meaning.certainty is not Certainty.EMPTY and name in columns and columns[name].translations:
            languages.setdefault(name, set()).add(_language(meaning) if name == meaning.target else language)
    return [replace(meaning, target=columns[meaning.target].header(_language(meaning)))
            if len(languages.get(meaning.target, ())) > 1 else meaning for meaning in meanings]


def _joints(meanings: Sequence[Meaning], columns: Mapping[str, Column]) -> dict[str, str | None]:
    joints: dict[str, str | None] = {}
    for target in {meaning.target for meaning in meanings}:
        base, _, language = target.rpartition("_")
        column = columns.get(target) or (columns.get(base) if language in LANGUAGES else None)
        if target in JOINED:
            joints[target] = JOINED[target]
        elif column and column.kind is CellKind.TEXT:
            joints[target] = "\n"
        elif column and column.kind in LISTS:
            joints[target] = None
    return joints
