"""A list that people have, read as far as it is known: records, contact data, and the questions that are open."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from data.errors import Problem, UnknownActor
from data.files.cells import ActorIds
from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS, COOPERATION_COLUMNS, Layout
from data.files.importing import Reading, RejectedRow, read_actor_rows, read_cooperation_rows
from data.files.rows import Row, excerpt, words_of
from data.intake.columns.mapped import apply
from data.intake.columns.mapping import HeaderMapping, propose
from data.intake.contacts import separate
from data.intake.duplicates.names import ids_of_name, name_key
from data.intake.duplicates.pairs import find_pairs
from data.intake.duplicates.pairs import questions as pair_questions
from data.intake.lists import Ground, ListOfActors, ListOfCooperations
from data.intake.members import settle_members, with_partners
from data.intake.questions import LEAVE_OUT, SECTOR, Answers, Topic, proposals
from data.intake.remembered import remembered_for
from data.intake.row_names import NAME, id_of, name_of
from data.intake.sources import Reader, list_reader
from data.intake.tables.table import Table
from data.intake.words.emptiness import means_nothing
from data.intake.words.settling import Settled
from data.intake.words.settling import settle as settle_words
from data.records.documents import AnyRecord
from data.records.profiles import Profile
from data.wording.texts import Text, text
from data.wording.words import normalise

ACTORS = ACTOR_COLUMNS, CONTACT_COLUMNS
COOPERATIONS = COOPERATION_COLUMNS, Layout(())


@dataclass(frozen=True)
class _Understanding:
    """What the headers and the words of a table mean, each with its questions, and the answers by which that is so."""

    mapping: HeaderMapping
    words: Settled
    answers: Answers


def read_list(path: Path, ground: Ground, sheet: str = "", read: Reader | None = None) -> ListOfActors:
    """Read a list of actors.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        ground: what it is read against.
        sheet: name of the sheet; the first that looks like a table when empty.
        read: what reads the file; None for a list that nobody made for us.

    Raises:
        RecordsRefused: the file as a whole cannot be read, or an answer names no column.
    """
    table = (read or list_reader(ACTOR_COLUMNS))(path, ground.known_to_sources(ground.stored), sheet)
    return _actors(table, _understand(table, ACTORS, ground), ground)


def without_open(list_of_actors: ListOfActors, ground: Ground) -> ListOfActors:
    """Return a list by what is answered alone.

    Nothing that is likely is taken for an answer, and rows that may be an actor which is there already are left out.
    """
    table = list_of_actors.table
    read = _actors(table, _by_answers(table, ACTORS, ground), ground)
    asked = {key for question in read.questions if question.topic is Topic.PAIR for key in question.about}
    problems = _problems_of(read, asked, ground.kept)
    rejects = (RejectedRow(read.rows[key], (problem,)) for key, problem in problems.items())
    in_order = sorted((*read.reading.rejects, *rejects), key=lambda reject: reject.row.line)
    records = tuple(record for record in read.reading.records if record.id not in problems)
    return replace(read, reading=replace(read.reading, records=records, rejects=tuple(in_order)))


def read_cooperation_list(path: Path, ground: Ground, actors: Sequence[Profile], ids: Mapping[str, str],
                          sheet: str = "", read: Reader | None = None) -> ListOfCooperations:
    """Read a list of cooperations, whose members are named by their ids or names.

    Args:
        path: CSV, XLSX, JSON Lines or JSON.
        ground: what it is read against.
        actors: that may be members: those of the network, and those that come with it.
        ids: ids in the list of actors that comes with it → theirs in the network.
        sheet: name of the sheet; the first that looks like a table when empty.
        read: what reads the file; None for a list that nobody made for us.

    Raises:
        RecordsRefused: the file as a whole cannot be read, or an answer names no column.
    """
    table = (read or list_reader(COOPERATION_COLUMNS))(path, ground.known_to_sources(actors), sheet)
    return _cooperations(table, _understand(table, COOPERATIONS, ground), ground, actors, ids)


def cooperations_without_open(list_of_cooperations: ListOfCooperations, ground: Ground, actors: Sequence[Profile],
                              ids: Mapping[str, str]) -> ListOfCooperations:
    """Return a list by what is answered alone; see `without_open` and `read_cooperation_list`."""
    table = list_of_cooperations.table
    return _cooperations(table, _by_answers(table, COOPERATIONS, ground), ground, actors, ids)


def _actors(table: Table, understanding: _Understanding, ground: Ground) -> ListOfActors:
    mapping, words = understanding.mapping, understanding.words
    taken, left = _without_left_out(words.rows, table, ground.answers)
    separated = separate(row for row, _ in taken)
    rows, written = _with_ids(separated.rows), [original for _, original in taken]
    reading = read_actor_rows(table.file, rows, ground.vocabularies, ground.today, ground.kept)
    contacts = {id_of(rows[number]): contact for number, contact in separated.contacts.items()}
    domains = {key: contact.domain for key, contact in contacts.items() if contact.domain}
    made = {id_of(row) for row, given in zip(rows, separated.rows, strict=True) if not id_of(given)}
    pairs = find_pairs(reading.records, ground.stored, ground.similarity, understanding.answers, domains, made)
    asked = pair_questions(pairs, ground.vocabularies)
    by_id = _by_id(reading, rows, written)
    reading = replace(reading, warnings=(*reading.warnings, *separated.warnings),
                      rejects=_as_written(reading, rows, written))
    return ListOfActors(
        table, mapping, reading, contacts, (*mapping.questions, *words.questions, *asked), pairs, words.kept,
        (*table.told, *words.notes, *left), by_id, remembered_for(table, ground.earlier, ground.vocabularies))


def _cooperations(table: Table, understanding: _Understanding, ground: Ground, actors: Sequence[Profile],
                  ids: Mapping[str, str]) -> ListOfCooperations:
    mapping, words = understanding.mapping, understanding.words
    members = settle_members(words.rows, actors, ids, understanding.answers)
    rows, told = with_partners(members.rows) if table.source else (members.rows, ())
    reading = read_cooperation_rows(table.file, rows, _ids(actors), ground.vocabularies)
    reading = replace(reading, rejects=_as_written(reading, members.rows, table.rows))
    return ListOfCooperations(
        table, mapping, reading, (*mapping.questions, *words.questions, *members.questions), words.kept,
        (*table.told, *told, *words.notes), remembered_for(table, ground.earlier, ground.vocabularies))


def _understand(table: Table, layouts: tuple[Layout, Layout], ground: Ground) -> _Understanding:
    """Return what a table means as far as it is known, and beyond that as it is likely.

    What is likely is presumed, so that all questions are asked at once and not those about words after those about
    columns; nothing is stored before they are answered.
    """
    mapping = propose(table, *layouts, ground.vocabularies, ground.answers)
    presumed = ground.answers.and_then(proposals(mapping.questions))
    rows = _rows(table, layouts, ground, presumed)
    words = settle_words(rows, layouts[0], ground.vocabularies, presumed, ground.nearest)
    presumed = presumed.and_then(proposals(words.questions))
    settled = settle_words(rows, layouts[0], ground.vocabularies, presumed, ground.nearest)
    return _Understanding(mapping, replace(settled, questions=words.questions), presumed)


def _by_answers(table: Table, layouts: tuple[Layout, Layout], ground: Ground) -> _Understanding:
    mapping = propose(table, *layouts, ground.vocabularies, ground.answers)
    rows = _rows(table, layouts, ground, ground.answers)
    words = settle_words(rows, layouts[0], ground.vocabularies, ground.answers, ground.nearest)
    return _Understanding(mapping, words, ground.answers)


def _rows(table: Table, layouts: tuple[Layout, Layout], ground: Ground, answers: Answers) -> tuple[Row, ...]:
    rows = apply(table, propose(table, *layouts, ground.vocabularies, answers))
    return _with_known_sectors(rows, ground.stored) if layouts is ACTORS else rows


def _with_known_sectors(rows: Iterable[Row], stored: Sequence[Profile]) -> tuple[Row, ...]:
    """Return rows in which an actor that says nothing of its kind has that of the stored one which it surely is."""
    sectors: defaultdict[tuple[str, str], set[str]] = defaultdict(set)
    for actor in stored:
        for key in (("id", actor.id), ("number", actor.business_id),
                    *((kind, read(name)) for name in {actor.name, *actor.names.values()}
                      for kind, read in (("name", normalise), ("key", name_key)))):
            sectors[key].add(actor.sector)
    return tuple(_with_sector(row, sectors) if _says_nothing(row.values.get(SECTOR)) else row for row in rows)


def _with_sector(row: Row, sectors: Mapping[tuple[str, str], Collection[str]]) -> Row:
    name = name_of(row)
    keys = (("id", id_of(row)), ("number", words_of(row.values.get("business_id"))), ("name", normalise(name)),
            ("key", name_key(name)))
    known = next((sectors[key] for key in keys if key[1] and len(sectors.get(key, ())) == 1), ())
    return replace(row, values={**row.values, SECTOR: next(iter(known))}) if known else row


def _says_nothing(value: object) -> bool:
    return not words_of(value) or means_nothing(words_of(value))


def _without_left_out(rows: Sequence[Row], table: Table,
                      answers: Answers) -> tuple[list[tuple[Row, Row]], tuple[Text, ...]]:
    """Return the rows with what is written in them, and notes, without actors of no kind that are to be left out."""
    pairs = list(zip(rows, table.rows, strict=True))
    left = {id(row): name_of(row) for row in rows if _says_nothing(row.values.get(SECTOR))
            and answers.get(Topic.WORD, SECTOR, name_of(row)) == LEAVE_OUT}
    notes = tuple(text("“{name}” is left out, as answered.", name=excerpt(name)) for name in left.values())
    return [(row, original) for row, original in pairs if id(row) not in left], notes


def _with_ids(rows: Iterable[Row]) -> list[Row]:
    """Return rows that have an id each; one made of the name is no other row's."""
    entries = list(rows)
    taken = {id_of(row) for row in entries}
    made = []
    for row in entries:
        name = name_of(row)
        if not id_of(row) and name:
            key = next(candidate for candidate in ids_of_name(name) if candidate not in taken)
            taken.add(key)
            row = replace(row, values={"id": key, **{header: value for header, value in row.values.items()  # noqa: PLW2901
                                                     if header != "id"}})
        made.append(row)
    return made


def _as_written(reading: Reading[AnyRecord], rows: Sequence[Row], originals: Sequence[Row]) -> tuple[RejectedRow, ...]:
    """Return the rejected rows as they stand in the file, to be corrected and read again."""
    written = {id(row): original for row, original in zip(rows, originals, strict=True)}
    return tuple(RejectedRow(written[id(reject.row)], _told_once(reject)) for reject in reading.rejects)


def _by_id(reading: Reading[AnyRecord], rows: Sequence[Row], originals: Sequence[Row]) -> dict[str, Row]:
    """Return id → row as it stands in the file: of several, that of the record, and not one that was rejected."""
    rejected = {id(reject.row) for reject in reading.rejects}
    pairs = sorted(zip(rows, originals, strict=True), key=lambda pair: id(pair[0]) not in rejected)
    return {id_of(row): original for row, original in pairs}


def _told_once(reject: RejectedRow) -> tuple[Problem, ...]:
    """Return the problems of a row; of one without a name not that it has no id, which would be made of the name."""
    is_nameless = not name_of(reject.row) and any(problem.field == NAME for problem in reject.problems)
    return tuple(problem for problem in reject.problems
                 if not (is_nameless and problem.field == "id" and not id_of(reject.row)))


def _problems_of(read: ListOfActors, asked: Collection[str], kept: Collection[str]) -> dict[str, Problem]:
    """Return what is wrong with records that may be actors which are there, and with units of those: id → problem."""
    problems = {record.id: _may_be_another(read.rows[record.id]) for record in read.reading.records
                if record.id in asked}
    while more := dict(_units(read, problems, kept)):
        problems |= more
    return problems


def _units(read: ListOfActors, gone: Collection[str], kept: Collection[str]) -> Iterator[tuple[str, Problem]]:
    left = [record for record in read.reading.records if record.id not in gone]
    known = ActorIds({*kept, *_ids(left)})
    for record in left:
        row = read.rows[record.id]
        try:
            known.read(record.part_of)
        except UnknownActor as error:
            yield record.id, Problem(row.file, row.line, "part_of", error.what, error.cure)


def _ids(actors: Iterable[Profile]) -> Collection[str]:
    return frozenset(actor.id for actor in actors)


def _may_be_another(row: Row) -> Problem:
    return Problem(row.file, row.line, NAME, text("This may be an actor that is there already."),
                   text("Answer the question about it."))
