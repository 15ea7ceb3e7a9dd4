"""A list that people have, read as far as it is known: records, contact data, and the questions that are open."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from pathlib import Path

from data.errors import Problem
from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS, COOPERATION_COLUMNS, Layout
from data.files.importing import Reading, RejectedRow, read_actor_rows, read_cooperation_rows
from data.files.rows import Row, excerpt, is_blank
from data.intake.columns.mapped import apply, count_left_out
from data.intake.columns.mapping import HeaderMapping, find_target, propose
from data.intake.contacts import ListedContact, separate
from data.intake.duplicates.comparing import Certainty
from data.intake.duplicates.names import ids_of_name, name_key
from data.intake.duplicates.pairs import Pair, Similarity, find_pairs
from data.intake.duplicates.pairs import questions as pair_questions
from data.intake.duplicates.settling import settle as settle_pairs
from data.intake.members import settle_members
from data.intake.questions import KEEP, LEAVE_OUT, SECTOR, Answers, Question, Topic, proposals
from data.intake.tables.table import Table, read_table
from data.intake.words.hints import Nearest
from data.intake.words.keywords import KeywordCount
from data.intake.words.settling import Settled
from data.intake.words.settling import settle as settle_words
from data.records.documents import AnyRecord
from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text

NAME = "name"
NO_CONTACTS = Layout(())


@dataclass(frozen=True)
class Ground:
    """What a list is read against.

    Attributes:
        vocabularies: the codes.
        today: the day after which nothing can have been confirmed.
        stored: the actors of the network.
        kept: ids of those that stay, which new ones may be part of.
        answers: what is known already.
        nearest: gives the nearest codes by meaning.
        similarity: cosines of what actors do; None leaves it out.
    """

    vocabularies: Vocabularies
    today: date
    stored: Sequence[Profile]
    kept: Collection[str]
    answers: Answers
    nearest: Nearest
    similarity: Similarity | None = None

    def knowing(self, answers: Answers) -> Ground:
        """Return the same with further answers, which stand before earlier ones."""
        return replace(self, answers=self.answers.and_then(answers))

    def keeping(self, ids: Collection[str]) -> Ground:
        """Return the same where only these actors stay."""
        return replace(self, kept=ids)


@dataclass(frozen=True)
class ListOfActors:
    """A list of actors as far as it is read.

    Attributes:
        table: as it stands in the file.
        mapping: what its headers mean.
        reading: the good rows as profiles, whose ids may be made of their names, and the others with their problems;
            where questions are open, as if they were answered with what is likely.
        contacts: id in the reading → how the actor is reached.
        questions: what is open.
        pairs: actors that may be one.
        kept: the words that became keywords.
        notes: what else was made of words.
        rows: id in the reading → its row.
    """

    table: Table
    mapping: HeaderMapping
    reading: Reading[Profile]
    contacts: Mapping[str, ListedContact]
    questions: tuple[Question, ...]
    pairs: tuple[Pair, ...] = ()
    kept: tuple[KeywordCount, ...] = ()
    notes: tuple[Text, ...] = ()
    rows: Mapping[str, Row] = field(default_factory=dict)

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without whose answers something would be guessed or lost."""
        is_nameless = NAME not in {target.partition("_")[0] for target in self.mapping.targets.values()}
        return tuple(question for question in self.questions if is_nameless or not is_optional(question))

    @property
    def left_out(self) -> Mapping[str, int]:
        """How many cells are not taken, by their headers."""
        unknown = {question.about[0]: question.rows for question in self.questions if question.topic is Topic.COLUMN}
        return {**count_left_out(self.table, self.mapping), **unknown}


@dataclass(frozen=True)
class SettledList:
    """What is stored of a list.

    Attributes:
        profiles: each actor once, with its id in the network.
        contacts: by these ids.
        told: what was left out where rows told of one actor twice.
    """

    profiles: tuple[Profile, ...]
    contacts: Mapping[str, ListedContact]
    told: tuple[Text, ...] = ()


@dataclass(frozen=True)
class ListOfCooperations:
    """A list of cooperations as far as it is read; see `ListOfActors`."""

    table: Table
    mapping: HeaderMapping
    reading: Reading[Cooperation]
    questions: tuple[Question, ...]

    @property
    def needed(self) -> tuple[Question, ...]:
        """The questions without whose answers something would be guessed or lost."""
        return tuple(question for question in self.questions if not is_optional(question))


def is_optional(question: Question) -> bool:
    """Tell whether nothing is lost or guessed without an answer.

    A theme that is not known is kept as a keyword, and a column that is like none of ours is told to be left out.
    """
    if question.topic is Topic.WORD:
        return question.proposal == KEEP
    return question.topic is Topic.COLUMN and not question.proposal


def read_list(path: Path, ground: Ground, sheet: str = "") -> ListOfActors:
    """Read a list of actors.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        ground: what it is read against.
        sheet: name of the sheet; the first that looks like a table when empty.

    Raises:
        RecordsRefused: the file as a whole cannot be read, or an answer names no column.
    """
    table = read_table(path, ACTOR_COLUMNS, sheet)
    mapping, words, presumed = _understand(table, (ACTOR_COLUMNS, CONTACT_COLUMNS), ground)
    kept, left = _without_left_out(words.rows, ground.answers)
    separated = separate(kept)
    rows = _with_ids(separated.rows)
    reading = read_actor_rows(table.file, rows, ground.vocabularies, ground.today, ground.kept)
    contacts = {_id(rows[number]): contact for number, contact in separated.contacts.items()}
    domains = {key: contact.domain for key, contact in contacts.items() if contact.domain}
    pairs = find_pairs(reading.records, ground.stored, ground.similarity, presumed, domains)
    asked = pair_questions(pair for pair in pairs if pair.certainty is not Certainty.SURE)
    reading = replace(reading, warnings=(*reading.warnings, *separated.warnings), rejects=_as_written(reading, table))
    return ListOfActors(
        table, mapping, reading, contacts,
        ground.answers.open((*mapping.questions, *words.questions, *asked)), pairs, words.kept, (*words.notes, *left),
        {_id(row): row for row in rows})


def settle_list(list_of_actors: ListOfActors, ground: Ground) -> SettledList:
    """Return what is stored of a list whose needed questions are answered.

    Of an actor that is stored already, what a table has no column for stays as it is.
    """
    records = list_of_actors.reading.records
    settlement = settle_pairs(records, ground.stored, list_of_actors.pairs, ground.answers)
    contacts = {settlement.id_of(row): list_of_actors.contacts[record.id] for row, record in enumerate(records)
                if record.id in list_of_actors.contacts}
    stored = {actor.id: actor for actor in ground.stored}
    profiles = (completed(profile, stored.get(profile.id), list_of_actors) for profile in settlement.profiles)
    return SettledList(tuple(profiles), contacts, settlement.told)


def completed(profile: Profile, stored: Profile | None, list_of_actors: ListOfActors) -> Profile:
    """Return a profile of a table with what is stored where the table has no column; records of JSON are whole."""
    if stored is None or not list_of_actors.table.header_line:
        return profile
    found = (find_target(target, (ACTOR_COLUMNS,)) for target in list_of_actors.mapping.targets.values())
    told = {column.place[0] for column, _ in filter(None, found)} | {"id", "name", "status"}
    told |= {"names"} if "name" in told else set()
    told |= {"regions"} if "municipalities" in told else set()
    told |= {"keywords"} if list_of_actors.kept else set()
    return replace(profile, **{item.name: getattr(stored, item.name) for item in fields(Profile)
                               if item.name not in told})


def without_open(list_of_actors: ListOfActors) -> ListOfActors:
    """Return a list without the rows that questions keep open: those that may be an actor which is there already."""
    held = {key for question in list_of_actors.questions if question.topic is Topic.PAIR for key in question.about}
    reading = list_of_actors.reading
    rejects = tuple(RejectedRow(list_of_actors.rows[record.id], (_may_be_another(list_of_actors.rows[record.id]),))
                    for record in reading.records if record.id in held)
    return replace(list_of_actors, reading=replace(
        reading, records=tuple(record for record in reading.records if record.id not in held),
        rejects=(*reading.rejects, *rejects)))


def read_cooperation_list(path: Path, ground: Ground, actors: Sequence[Profile], sheet: str = "") -> ListOfCooperations:
    """Read a list of cooperations, whose members are named by their ids or names.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        ground: what it is read against.
        actors: that may be members: those of the network, and those that come with it.
        sheet: name of the sheet; the first that looks like a table when empty.

    Raises:
        RecordsRefused: the file as a whole cannot be read, or an answer names no column.
    """
    table = read_table(path, COOPERATION_COLUMNS, sheet)
    mapping, words, presumed = _understand(table, (COOPERATION_COLUMNS, NO_CONTACTS), ground)
    members = settle_members(words.rows, actors, presumed)
    reading = read_cooperation_rows(table.file, members.rows, _ids(actors), ground.vocabularies)
    reading = replace(reading, rejects=_as_written(reading, table))
    questions = ground.answers.open((*mapping.questions, *words.questions, *members.questions))
    return ListOfCooperations(table, mapping, reading, questions)


def _understand(table: Table, layouts: tuple[Layout, Layout], ground: Ground) -> tuple[HeaderMapping, Settled, Answers]:
    """Return the mapping of the headers and the words, each with its questions, and the answers presumed for the rest.

    What is likely is presumed, so that all questions are asked at once and not those about words after those about
    columns; nothing is stored before they are answered.
    """
    layout, contacts = layouts
    mapping = propose(table, layout, contacts, ground.vocabularies, ground.answers)
    presumed = ground.answers.and_then(proposals(mapping.questions))
    rows = apply(table, propose(table, layout, contacts, ground.vocabularies, presumed))
    rows = _with_known_sectors(rows, ground.stored)
    words = settle_words(rows, layout, ground.vocabularies, presumed, ground.nearest)
    presumed = presumed.and_then(proposals(words.questions))
    settled = settle_words(rows, layout, ground.vocabularies, presumed, ground.nearest)
    return mapping, replace(settled, questions=words.questions), presumed


def _with_known_sectors(rows: Iterable[Row], stored: Sequence[Profile]) -> tuple[Row, ...]:
    """Return rows in which an actor that says nothing of its kind has that of the stored one of its name."""
    sectors: dict[str, set[str]] = {}
    for actor in stored:
        for key in {name_key(name) for name in (actor.name, *actor.names.values())}:
            sectors.setdefault(key, set()).add(actor.sector)
    return tuple(replace(row, values={**row.values, SECTOR: next(iter(known))})
                 if len(known := sectors.get(name_key(_name(row)), set())) == 1 and is_blank(row.values.get(SECTOR))
                 else row for row in rows)


def _without_left_out(rows: Iterable[Row], answers: Answers) -> tuple[tuple[Row, ...], tuple[Text, ...]]:
    """Return the rows without the actors of no known kind of which was answered that they are left out, and the notes."""
    entries = tuple(rows)
    left = {row.line: _name(row) for row in entries if is_blank(row.values.get(SECTOR))
            and answers.get(Topic.WORD, SECTOR, _name(row)) == LEAVE_OUT}
    notes = tuple(text("“{name}” is left out, as answered.", name=excerpt(name)) for name in left.values())
    return tuple(row for row in entries if row.line not in left), notes


def _with_ids(rows: Iterable[Row]) -> list[Row]:
    """Return rows that have an id each; one made of the name is no other row's."""
    entries = list(rows)
    taken = {_id(row) for row in entries}
    made = []
    for row in entries:
        name = _name(row)
        if not _id(row) and name:
            key = next(candidate for candidate in ids_of_name(name) if candidate not in taken)
            taken.add(key)
            row = replace(row, values={"id": key, **{header: value for header, value in row.values.items()  # noqa: PLW2901
                                                     if header != "id"}})
        made.append(row)
    return made


def _as_written(reading: Reading[AnyRecord], table: Table) -> tuple[RejectedRow, ...]:
    """Return the rejected rows as they stand in the file, to be corrected and read again."""
    rows = {row.line: row for row in table.rows}
    return tuple(RejectedRow(rows.get(reject.row.line, reject.row), _told_once(reject))
                 for reject in reading.rejects)


def _told_once(reject: RejectedRow) -> tuple[Problem, ...]:
    """Return the problems of a row; of one without a name not that it has no id, which would be made of the name."""
    is_nameless = not _name(reject.row) and any(problem.field == NAME for problem in reject.problems)
    return tuple(problem for problem in reject.problems
                 if not (is_nameless and problem.field == "id" and not _id(reject.row)))


def _id(row: Row) -> str:
    return str(row.values.get("id") or "").strip()


def _name(row: Row) -> str:
    names = (str(row.values.get(header) or "").strip() for header in row.values
             if header == NAME or header.startswith(f"{NAME}_"))
    return next(filter(None, names), "")


def _ids(actors: Iterable[Profile]) -> Collection[str]:
    return frozenset(actor.id for actor in actors)


def _may_be_another(row: Row) -> Problem:
    return Problem(row.file, row.line, NAME, text("This may be an actor that is there already."),
                   text("Answer the question about it."))
