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
from data.wording.texts import Labels, Text, text, texts
from data.wording.words import normalise

COLUMN = "members"  # under which names of all columns of members are asked about, once each
LEAST_MEMBERS = 2
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


def with_partners(rows: Sequence[Row]) -> tuple[tuple[Row, ...], tuple[Text, ...]]:
    """Return settled rows of projects without those that have one member once names are left out, and what is told."""
    kept = tuple(row for row in rows if len(str(row.values.get("members") or "").split(";")) >= LEAST_MEMBERS)
    return kept, told_alone(len(rows) - len(kept))


def told_alone(count: int) -> tuple[Text, ...]:
    """Return what is told of projects that are no cooperations."""
    told = texts("{count} project tells of no two actors of the network and was passed over.",
                 "{count} projects tell of no two actors of the network and were passed over.", count=count)
    return (told,) if count else ()


class ActorNames:
    """The names and ids that actors go by; see `settle_members`."""

    def __init__(self, actors: Sequence[Profile], ids: Mapping[str, str], answers: Answers) -> None:
        self._names = {actor.id: normalise(actor.name) for actor in actors}
        self._ids = {**{key: key for key in self._names}, **ids}
        self._answers = answers
        self._by_name = _unambiguous((name, actor.id) for actor in actors
                                     for name in {normalise(name) for name in _names(actor)})
        self._by_key = _unambiguous((key, actor.id) for actor in actors for key in set(map(name_key, _names(actor))))

    def find(self, name: str) -> str | None:
        """Return the id that a name stands for, empty for one that is left out; None if it is not known."""
        if name in self._ids:
            return self._ids[name]
        answer = self._answers.get(Topic.WORD, COLUMN, name)
        if answer == LEAVE_OUT:
            return ""
        if answer in self._names:
            return answer
        return self._by_name.get(normalise(name)) or self._by_key.get(name_key(name))

    def near(self, name: str, least: float = LEAST) -> list[tuple[str, float]]:
        """Return the ids of actors with names like this one, and how like they are in per cent, the likest first."""
        near = extract(normalise(name), self._names, scorer=token_set_ratio, limit=MOST_CHOICES, score_cutoff=least)
        return [(key, score) for _, score, key in near]


class _Settling:
    def __init__(self, actors: Sequence[Profile], ids: Mapping[str, str], answers: Answers) -> None:
        self._actors = {actor.id: actor for actor in actors}
        self._names = ActorNames(actors, ids, answers)
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
            names = [cells.line(item) for item in cells.items(value, lambda word: self._names.find(word) is not None)]
        except CellRefused:  # the check of the row says what is wrong with it
            return value
        found = {name: self._names.find(name) for name in names}
        asked.update(name for name, actor in found.items() if actor is None)
        return "; ".join(name if found[name] is None else str(found[name]) for name in names if found[name] != "")

    def questions(self) -> Iterator[Question]:
        for word in sorted(self._open, key=lambda word: (-self._open[word], word))[:MOST_QUESTIONS]:
            near = self._names.near(word)
            choices = (*(Choice(key, self._label(key)) for key, _ in near), Choice(LEAVE_OUT, text("leave it out")))
            proposal = near[0][0] if near and near[0][1] >= LIKELY else ""
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
