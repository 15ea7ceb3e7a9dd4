"""Lists that people bring, read against a network and stored: what the command line and HTTP share."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import date, datetime
from pathlib import Path
from tempfile import TemporaryDirectory

from data.activity.imports import Import
from data.database.tables import time_text
from data.errors import Problem
from data.files.columns import ACTOR_COLUMNS, COOPERATION_COLUMNS
from data.governance.audit_log import Signature
from data.intake.lists import AnyList, Ground, ListOfActors, ListOfCooperations
from data.intake.questions import LEAVE_OUT, SECTOR, Answers, Question, Sameness, Topic
from data.intake.reading import cooperations_without_open, read_cooperation_list, read_list, without_open
from data.intake.sources import SourceFormat, reader_of
from data.intake.storing import settle_list
from data.introductions.contacts import Contact, Contacts
from data.records.erased_names import ErasedNames
from data.records.profiles import Profile
from data.store.imports import Imported, import_records, undo_import
from data.store.sessions import Session
from data.store.transactions import Transaction, WriteResult
from data.wording.words import normalise
from matcher.asking.nearest import open_nearest
from matcher.snapshot import Parts, Snapshot


@dataclass(frozen=True)
class Lists:
    """The lists of one import as far as they are read; None for one that was not given.

    Attributes:
        actors, cooperations: the lists.
        ground: what they were read against.
    """

    actors: ListOfActors | None
    cooperations: ListOfCooperations | None
    ground: Ground

    @property
    def main(self) -> AnyList:
        """The list of actors, or that of cooperations where there is none; one of the two is read."""
        return next(part for part in (self.actors, self.cooperations) if part is not None)

    @property
    def questions(self) -> tuple[Question, ...]:
        """What is open, the columns first."""
        return _each_once(question for part in self._parts for question in part.questions)

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without whose answers something would be guessed or lost."""
        return _each_once(question for part in self._parts for question in part.needed)

    @property
    def other_problems(self) -> tuple[Problem, ...]:
        """The problems of rows in fields that no needed question is about."""
        asked = {question.about[0] for question in self.needed}
        return tuple(problem for part in self._parts for problem in part.reading.problems if problem.field not in asked)

    @property
    def _parts(self) -> tuple[ListOfActors | ListOfCooperations, ...]:
        return tuple(part for part in (self.actors, self.cooperations) if part is not None)


def ground_of(session: Session, parts: Parts | Snapshot, today: date, stored: Sequence[Profile],
              answers: Answers, asked_again: Collection[tuple[str, ...]] = ()) -> Ground:
    """Return what lists are read against: a network, and what has been answered of earlier lists and of this one.

    Args:
        session: of the network.
        parts: what its actors are worked with.
        today: the day after which nothing can have been confirmed.
        stored: its actors.
        answers: about this list.
        asked_again: keys of questions whose answers of earlier lists do not count.
    """
    earlier = session.imports.answers().without(asked_again)
    known = earlier.and_then(session.distinct_pairs.answers()).and_then(answers)
    return Ground(parts.vocabularies, today, stored, frozenset(actor.id for actor in stored), known,
                  open_nearest(parts.vocabularies, parts.encoder), earlier=earlier.without(answers.values))


@contextmanager
def as_file(name: str, content: bytes) -> Iterator[Path]:
    """Give a file that was sent, under a name of ours with its ending, for as long as it is read."""
    with TemporaryDirectory() as folder:
        path = Path(folder, f"list{Path(name).suffix.lower()[:8]}")
        path.write_bytes(content)
        yield path


def read_lists(actors: Path | None, cooperations: Path | None, ground: Ground, sheet: str = "",
               form: SourceFormat = SourceFormat.LIST) -> Lists:
    """Read a list of actors, and one of cooperations between them and those of the network.

    Args:
        actors, cooperations: the files; None for one that is not given.
        ground: what they are read against.
        sheet: of the first of the two, the sheet with the table; the first that looks like one when empty.
        form: the shape of the file of what the source tells of.

    Raises:
        RecordsRefused: a file as a whole cannot be read, or an answer names no column.
    """
    list_of_actors = read_list(actors, ground, sheet, reader_of(form, ACTOR_COLUMNS)) if actors else None
    list_of_cooperations = read_cooperation_list(
        cooperations, ground, *_members(list_of_actors, ground), "" if actors else sheet,
        reader_of(form, COOPERATION_COLUMNS)) if cooperations else None
    return Lists(list_of_actors, list_of_cooperations, ground)


def lists_without_open(lists: Lists) -> Lists:
    """Return lists by what is answered alone; see `without_open`."""
    actors = without_open(lists.actors, lists.ground) if lists.actors else None
    cooperations = (cooperations_without_open(lists.cooperations, lists.ground, *_members(actors, lists.ground))
                    if lists.cooperations else None)
    return Lists(actors, cooperations, lists.ground)


def store_import(transaction: Transaction, lists: Lists, file: str, signature: Signature,
                 write: Callable[[Transaction], WriteResult], names: ErasedNames) -> Imported:
    """Write the records of lists, the contact data that come with them, and what was answered.

    Args:
        transaction: that writes.
        lists: whose needed questions are answered.
        file: name of the list.
        signature: who imports it, and when.
        write: writes the records.
        names: by which those are recognised that were erased.
    """
    imported = import_records(transaction, file, signature, write)
    stored = transaction.actor_ids()
    contacts = settle_list(lists.actors, lists.ground).contacts if lists.actors else {}
    source = _source(file, time_text(signature.at))
    given = Contacts(transaction).add({actor: Contact(contact.name, contact.email, contact.phone, source)
                               for actor, contact in contacts.items() if actor in stored})
    values = lists.ground.answers.values
    own = _names(lists)
    transaction.imports.remember({key: answer for key, answer in values.items()
                                  if key[0] != Topic.PAIR and not (
                                      key[1] == SECTOR and (key[-1] in own or answer == LEAVE_OUT))})
    pairs = [key[1:3] for key, answer in values.items() if key[0] == Topic.PAIR and answer == Sameness.DIFFERENT]
    transaction.distinct_pairs.add([(one, other) for one, other in pairs if {one, other} <= stored], signature.at)
    return replace(imported, contacts=given, returned=returned_by(transaction, imported.result, names))


def returned_by(transaction: Transaction, result: WriteResult, names: ErasedNames) -> Mapping[str, datetime]:
    """Return the actors that were erased once and were added by a write, and when they were erased."""
    added = {key for key, effect in result.effects.items() if effect == "added"}
    return transaction.erasures.days_of(sorted(transaction.actor_ids() & added), names)


def undo_list(transaction: Transaction, number: int, signature: Signature) -> WriteResult:
    """Put back what an import has changed, added or removed, and remove the contact data that came with it.

    Raises:
        UnknownImport: there is none of this number.
        ImportRefused: it cannot be undone; see `undo_import`.
    """
    entry = transaction.imports.of(number)
    result = undo_import(transaction, number, signature)
    Contacts(transaction).remove_of(source_of(entry))
    return result


def source_of(entry: Import) -> str:
    """Return where contact data are said to come from that came with an import."""
    return _source(entry.file, time_text(entry.at))


def _source(file: str, at: str) -> str:
    return f"{file}, {at}"


def _names(lists: Lists) -> Collection[str]:
    """Return the names of the actors of a list: an answer about the kind of one is in its profile, and goes with it."""
    records = lists.actors.reading.records if lists.actors else ()
    return {normalise(profile.name) for profile in records}


def _each_once(questions: Iterable[Question]) -> tuple[Question, ...]:
    return tuple({question.key: question for question in questions}.values())


def _members(list_of_actors: ListOfActors | None, ground: Ground) -> tuple[Sequence[Profile], Mapping[str, str]]:
    """Return the actors that may be members, and the ids in a list → theirs."""
    kept = tuple(actor for actor in ground.stored if actor.id in ground.kept)
    if list_of_actors is None:
        return kept, {}
    settled = settle_list(list_of_actors, ground)
    ids = {profile.id for profile in settled.profiles}
    return (*settled.profiles, *(actor for actor in kept if actor.id not in ids)), settled.ids
