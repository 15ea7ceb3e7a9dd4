"""Actors by name in a list of cooperations: the ids they stand for, and questions about names that are not known."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from rapidfuzz.fuzz import token_set_ratio
from rapidfuzz.process import extract

from data.files import cells
from data.files.cells import CellRefused
from data.files.columns import COOPERATION_COLUMNS, CellKind
from data.files.rows import Row, excerpt
from data.intake.duplicates.names import name_key
from data.intake.questions import LEAVE_OUT, Answers, Choice, Question, Topic
from data.records.profiles import Profile
from data.wording.texts import Labels, text
from data.wording.words import normalise

COLUMN = "members"  # under which names of all columns of members are asked about, once each
LIKELY, LEAST = 90, 60  # per cent of the words of two names
MOST_CHOICES = 5
MOST_QUESTIONS = 1000
NAMING = (CellKind.ID, CellKind.IDS)


@dataclass(frozen=True)
class SettledMembers:
    """Rows of cooperations with ids in place of names that are known, and questions about the others."""

    rows: tuple[Row, ...]
    questions: tuple[Question, ...]


def settle_members(rows: Iterable[Row], actors: Sequence[Profile], ids: Mapping[str, str],
                   answers: Answers) -> SettledMembers:
    """Put ids in the place of names.

    Args:
        rows: of cooperations, with our headers.
        actors: that may be members.
        ids: other ids of theirs, in the list that they come with → theirs.
        answers: what is known already, under the topic WORD and the column “members”; one that names none of the actors
            counts as none.
    """
    settling = _Settling(actors, ids, answers)
    return SettledMembers(tuple(map(settling.row, rows)), tuple(settling.questions()))


class _Settling:
    def __init__(self, actors: Sequence[Profile], ids: Mapping[str, str], answers: Answers) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._ids = {**{key: key for key in self._actors}, **ids}
        self._answers = answers
        self._by_name = _unambiguous((name, actor.id) for actor in actors
                                     for name in {normalise(name) for name in _names(actor)})
        self._by_key = _unambiguous((key, actor.id) for actor in actors for key in set(map(name_key, _names(actor))))
        self._open: dict[str, int] = {}

    def row(self, row: Row) -> Row:
        values = dict(row.values)
        asked: set[str] = set()
        for header, value in row.values.items():
            found = COOPERATION_COLUMNS.find(header)
            if found and found[0].kind in NAMING:
                values[header] = self._cell(value, asked)
        for word in asked:
            self._open[word] = self._open.get(word, 0) + 1
        return replace(row, values=values)

    def _cell(self, value: object, asked: set[str]) -> object:
        try:
            names = [cells.line(item) for item in cells.items(value, lambda word: self._find(word) is not None)]
        except CellRefused:  # the check of the row says what is wrong with it
            return value
        found = {name: self._find(name) for name in names}
        asked.update(name for name, actor in found.items() if actor is None)
        return "; ".join(name if found[name] is None else str(found[name]) for name in names if found[name] != "")

    def _find(self, name: str) -> str | None:
        """Return the id that a name stands for, empty for one that is left out; None if it is not known."""
        if name in self._ids:
            return self._ids[name]
        answer = self._answers.get(Topic.WORD, COLUMN, name)
        if answer == LEAVE_OUT:
            return ""
        if answer in self._actors:
            return answer
        return self._by_name.get(normalise(name)) or self._by_key.get(name_key(name))

    def questions(self) -> Iterator[Question]:
        names = {actor.id: actor.name for actor in self._actors.values()}
        for word in sorted(self._open, key=lambda word: (-self._open[word], word))[:MOST_QUESTIONS]:
            near = extract(word, names, scorer=token_set_ratio, processor=normalise, limit=MOST_CHOICES,
                           score_cutoff=LEAST)
            choices = (*(Choice(key, self._label(key)) for _, _, key in near),
                       Choice(LEAVE_OUT, text("leave it out")))
            proposal = near[0][2] if near and near[0][1] >= LIKELY else ""
            yield Question(Topic.WORD, (COLUMN, word), choices, proposal, (), self._open[word])

    def _label(self, key: str) -> Labels:
        actor = self._actors[key]
        return Labels({"": f"{excerpt(actor.name)} ({actor.id})"})


def _names(actor: Profile) -> tuple[str, ...]:
    return (actor.name, *actor.names.values())


def _unambiguous(pairs: Iterable[tuple[str, str]]) -> Mapping[str, str]:
    """Return what each name stands for; a name of several actors stands for none."""
    owners: dict[str, set[str]] = {}
    for name, owner in pairs:
        owners.setdefault(name, set()).add(owner)
    return {name: next(iter(ids)) for name, ids in owners.items() if name and len(ids) == 1}
