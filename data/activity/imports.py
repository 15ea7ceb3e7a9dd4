"""Lists that were imported into a network: when, what each record was before, and what was answered about them."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Connection, delete, func, insert, select, update

from data.database.tables import ACTORS, BLOCKS, IMPORT_ANSWERS, IMPORT_CHANGES, IMPORTS, OPINIONS, time_text
from data.errors import UnknownImport
from data.intake.questions import Answers
from data.records.keys import actors_in
from data.wording.actions import Action
from data.wording.texts import step, text

# Kinds of records that belong to the first actor of their keys.
_CONFIDENCES = frozenset({BLOCKS.name, OPINIONS.name})


@dataclass(frozen=True, slots=True)
class Import:
    """A list that was imported.

    Attributes:
        number: of the import, counted from 1 in its network.
        at: when, UTC.
        author: who imported it: the id of a key, or a word for who needs none.
        file: name of the file.
        added, changed, removed: how many records of all kinds.
        undone: when it was undone, UTC; None if it was not.
    """

    number: int
    at: datetime
    author: str
    file: str
    added: int
    changed: int
    removed: int
    undone: datetime | None = None


@dataclass(frozen=True, slots=True)
class RecordChange:
    """What an import did to a record.

    Attributes:
        kind: name of the table.
        key: of the record.
        before: the document that was there; None if there was none.
        after: digest of what the import left; None if it left nothing.
    """

    kind: str
    key: str
    before: str | None
    after: str | None


class ImportLog:
    """The imports of one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = IMPORTS.c.network == network

    def next_number(self) -> int:
        """Return the number of the next import."""
        last = self._connection.execute(select(func.max(IMPORTS.c.number)).where(self._here)).scalar()
        return (last or 0) + 1

    def add(self, entry: Import, changes: Iterable[RecordChange]) -> None:
        """Note an import and what it did."""
        self._connection.execute(insert(IMPORTS).values(
            network=self._network, number=entry.number, at=time_text(entry.at), author=entry.author, file=entry.file,
            added=entry.added, changed=entry.changed, removed=entry.removed))
        rows = [{"network": self._network, "number": entry.number, "kind": change.kind, "key": change.key,
                 "before": change.before, "after": change.after} for change in changes]
        if rows:
            self._connection.execute(insert(IMPORT_CHANGES), rows)

    def all(self) -> list[Import]:
        """Return the imports, the newest first."""
        rows = self._connection.execute(select(IMPORTS).where(self._here).order_by(IMPORTS.c.number.desc()))
        return [Import(row.number, datetime.fromisoformat(row.at), row.author, row.file, row.added, row.changed,
                       row.removed, datetime.fromisoformat(row.undone) if row.undone else None) for row in rows]

    def of(self, number: int) -> Import:
        """Return an import.

        Raises:
            UnknownImport: there is none of this number, or no more.
        """
        for entry in self.all():
            if entry.number == number:
                return entry
        raise UnknownImport(text("There is no import {number}.", number=number), "",
                            step(Action.LIST_IMPORTS, "Look at the list of imports."))

    def changes(self, number: int) -> list[RecordChange]:
        """Return what an import did to records, by kind and key; what tells of actors that are gone is forgotten."""
        rows = self._connection.execute(select(IMPORT_CHANGES).where(
            IMPORT_CHANGES.c.network == self._network, IMPORT_CHANGES.c.number == number).order_by(
                IMPORT_CHANGES.c.kind, IMPORT_CHANGES.c.key))
        return [RecordChange(row.kind, row.key, row.before, row.after) for row in rows]

    def changes_of(self, actor: str) -> list[tuple[int, RecordChange]]:
        """Return what imports did to records of an actor, with their numbers; not to what others say of it."""
        return [(entry.number, change) for entry in self.all() for change in self.changes(entry.number)
                if actor in (_actors_of(change.kind, change.key)[:1] if change.kind in _CONFIDENCES
                             else _actors_of(change.kind, change.key))]

    def note_undone(self, number: int, now: datetime) -> None:
        """Note that an import was undone; what it did to records is needed no more."""
        self._connection.execute(update(IMPORTS).where(self._here, IMPORTS.c.number == number).values(
            undone=time_text(now)))
        self._forget_changes(number)

    def forget_actors(self, actors: Collection[str]) -> int:
        """Forget what imports did to records that name an actor, whose words are among what was there before.

        Returns:
            How many changes were forgotten.
        """
        named = [change for entry in self.all() for change in self._naming(entry.number, actors)]
        for number, kind, key in named:
            self._connection.execute(delete(IMPORT_CHANGES).where(
                IMPORT_CHANGES.c.network == self._network, IMPORT_CHANGES.c.number == number,
                IMPORT_CHANGES.c.kind == kind, IMPORT_CHANGES.c.key == key))
        return len(named)

    def actors(self) -> frozenset[str]:
        """Return the ids of all actors that changes name, also of those that are gone."""
        keys = self._connection.execute(select(IMPORT_CHANGES.c.kind, IMPORT_CHANGES.c.key).where(
            IMPORT_CHANGES.c.network == self._network).distinct())
        return frozenset(actor for kind, key in keys for actor in _actors_of(kind, key))

    def forget_before(self, time: datetime) -> int:
        """Remove the imports from before a time, which cannot be undone then; return how many there were."""
        return self._connection.execute(delete(IMPORTS).where(self._here, IMPORTS.c.at < time_text(time))).rowcount

    def answers(self) -> Answers:
        """Return what has been answered about columns and words of earlier lists."""
        rows = self._connection.execute(select(IMPORT_ANSWERS).where(IMPORT_ANSWERS.c.network == self._network))
        return Answers({tuple(json.loads(row.question)): row.answer for row in rows})

    def remember(self, answers: Mapping[tuple[str, ...], str]) -> None:
        """Keep answers for the next list; later ones stand in the place of earlier ones."""
        rows = [{"network": self._network, "question": json.dumps(key, ensure_ascii=False), "answer": answer}
                for key, answer in answers.items()]
        for row in rows:
            self._connection.execute(delete(IMPORT_ANSWERS).where(
                IMPORT_ANSWERS.c.network == self._network, IMPORT_ANSWERS.c.question == row["question"]))
        if rows:
            self._connection.execute(insert(IMPORT_ANSWERS), rows)

    def _naming(self, number: int, actors: Collection[str]) -> list[tuple[int, str, str]]:
        rows = self._connection.execute(
            select(IMPORT_CHANGES.c.kind, IMPORT_CHANGES.c.key, IMPORT_CHANGES.c.before).where(
                IMPORT_CHANGES.c.network == self._network, IMPORT_CHANGES.c.number == number))
        # Within a text of a document the quotation marks would be escaped.
        parts = [json.dumps({"part_of": actor}, ensure_ascii=False)[1:-1] for actor in actors]
        return [(number, row.kind, row.key) for row in rows
                if not set(actors).isdisjoint(_actors_of(row.kind, row.key))
                or any(part in (row.before or "") for part in parts)]

    def _forget_changes(self, number: int) -> None:
        self._connection.execute(delete(IMPORT_CHANGES).where(
            IMPORT_CHANGES.c.network == self._network, IMPORT_CHANGES.c.number == number))


def _actors_of(kind: str, key: str) -> Sequence[str]:
    """Return the actors that the key of a record names."""
    return [key] if kind == ACTORS.name else actors_in(key)
