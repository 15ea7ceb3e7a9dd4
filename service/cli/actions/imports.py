"""Lists into the store: read, asked about, written, encoded."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from data.demo import actors_file, cooperations_file
from data.errors import DataError, Problem, RecordsRefused
from data.files.demo import read_demo_actors
from data.files.exporting.files import free_path
from data.files.exporting.rejects import rejects_path, write_rejects
from data.files.importing import MOST_PROBLEMS, Reading, read_blocks, read_cooperations
from data.governance.audit_log import COMMAND_LINE, Signature
from data.intake.lists import Ground, SettledList
from data.intake.question_files import read_answers
from data.intake.questions import Answers, Question, Topic, key_of
from data.intake.sources import is_of_cooperations
from data.intake.storing import settle_list
from data.intake.words.hints import nothing_near
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.store.imports import Imported
from data.store.store import Store
from data.store.transactions import Transaction
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import Text, text, texts
from matcher.profile_text import encoded_texts
from matcher.snapshot import Parts, Snapshot
from service.cli.actions.database import LEFT, sweep_files
from service.cli.asking import ask, can_ask, write_questions
from service.cli.import_view import show_import
from service.cli.options import ImportOptions, RelationOptions
from service.cli.shell import Shell
from service.cli.ways import WAYS
from service.clock import now, today
from service.runtime.erasure_keys import erased_names
from service.runtime.lists import Lists, ground_of, lists_without_open, read_lists, store_import
from service.runtime.loading import open_encoder_for, open_parts, open_store
from service.schemas.imports import Rejects


@dataclass(frozen=True, slots=True)
class Files:
    """What the files of one import hold; one that was not given holds nothing."""

    actors: Reading[Profile]
    cooperations: Reading[Cooperation]
    blocks: Reading[Block]

    @property
    def readings(self) -> tuple[Reading[Any], ...]:
        """All of them, in the order they were read."""
        return self.actors, self.cooperations, self.blocks

    @property
    def name(self) -> str:
        """The names of the files."""
        return ", ".join(reading.file for reading in self.readings if reading.file)


def import_files(shell: Shell, options: ImportOptions, relations: RelationOptions) -> None:
    """Read, ask, store and encode."""
    with open_store(shell.settings) as (store, settings):
        sweep_files(shell)  # what somebody left who was killed
        # First: what could not be answered is not to be stored.
        parts = open_parts(settings, open_vocabularies(settings.vocabulary), open_encoder_for(settings), store)
        day, stored = today(settings.timezone), store.read().actors
        if options.demo:
            _import_demo(shell, store, parts, options)
        else:
            with store.reading() as session:
                ground = ground_of(session, parts, day, stored, _answers(options))
            if options.replace and _paths(options, relations)[0]:
                ground = ground.keeping(())
            _import_lists(shell, store, ground, options, relations)
        is_swept = sweep_files(shell)
        _encode(shell, store.read(), parts)
    if not is_swept:
        shell.note(LEFT)


def _import_demo(shell: Shell, store: Store, parts: Parts, options: ImportOptions) -> None:
    vocabularies = parts.vocabularies
    with shell.progress(text("Reading {file}", file=actors_file().name)) as advance:
        actors = read_demo_actors(vocabularies, shell.today(), advance)
        cooperations = read_cooperations(cooperations_file(), _ids(actors.records), vocabularies)
    lists = Lists(None, None, Ground(vocabularies, shell.today(), (), (), Answers(), nothing_near))
    settled = SettledList(actors.records, {})
    files = Files(actors, cooperations, Reading("", ()))
    imported = _store(shell, store, lists, files, settled, options)
    show_import(shell, lists, files.readings, settled, [], imported)


def _import_lists(shell: Shell, store: Store, ground: Ground, options: ImportOptions,
                  relations: RelationOptions) -> None:
    lists = _answered(shell, options, relations, ground)
    settled = settle_list(lists.actors, lists.ground) if lists.actors else SettledList((), {})
    ids = frozenset(ground.kept) | _ids(settled.profiles)
    nothing: Reading[Any] = Reading("", ())
    files = Files(lists.actors.reading if lists.actors else nothing,
                  lists.cooperations.reading if lists.cooperations else nothing,
                  read_blocks(relations.blocks, ids) if relations.blocks else nothing)
    _check_problems(files, options)
    rejects = _write_rejects(shell, files, _paths(options, relations), options.rejects)
    imported = _store(shell, store, lists, files, settled, options)
    show_import(shell, lists, files.readings, settled, rejects, imported)


def _answered(shell: Shell, options: ImportOptions, relations: RelationOptions, ground: Ground) -> Lists:
    """Return the lists once every needed question is answered.

    Raises:
        RecordsRefused: questions are open and nobody is there to answer; they stand in a file.
    """
    actors, cooperations, _ = _paths(options, relations)
    asked: dict[tuple[str, ...], Question] = {}
    while True:
        with shell.progress(text("Reading {file}", file=_source(options, relations).name)):
            lists = read_lists(actors, cooperations, ground, options.sheet, options.form)
        if can_ask(shell) and lists.questions:
            answers, goes_on = ask(shell, lists.questions)
            asked |= {question.key: question for question in lists.questions}
            ground = ground.knowing(answers)
            if goes_on:
                continue  # an answer about a column opens questions about its words
            lists = read_lists(actors, cooperations, ground, options.sheet, options.form)
        if lists.needed and options.skip_invalid:
            return lists_without_open(lists)
        if lists.needed:
            answered = [replace(asked[key], proposal=answer) for key, answer in ground.answers.values.items()
                        if key in asked and asked[key] not in lists.questions]
            raise write_questions(shell, lists, answered, _source(options, relations), options.questions)
        return lists


def _paths(options: ImportOptions, relations: RelationOptions) -> tuple[Path | None, Path | None, Path | None]:
    """Return the files of actors, of cooperations and of blocks.

    Raises:
        DataError: the source tells of cooperations, and another file of them is given.
    """
    if not is_of_cooperations(options.form):
        return options.file, relations.cooperations, relations.blocks
    if relations.cooperations:
        raise DataError(text("“{format}” is a list of cooperations itself.", format=options.form.value),
                        str(relations.cooperations), text("Import the two files one after the other."))
    return None, options.file, relations.blocks


def _source(options: ImportOptions, relations: RelationOptions) -> Path:
    """Return the file that is named where one is meant; there is one at least."""
    return next(path for path in (options.file, relations.cooperations, relations.blocks) if path is not None)


def _answers(options: ImportOptions) -> Answers:
    """Return the answers that the command line gives."""
    answers = read_answers(options.answers) if options.answers else Answers()
    pairs = (entry.rpartition("=")[::2] for entry in options.map or ())
    return answers.and_then(Answers({key_of(Topic.COLUMN, (header,)): column.strip() for header, column in pairs}))


def _store(shell: Shell, store: Store, lists: Lists, files: Files, settled: SettledList,
           options: ImportOptions) -> Imported:
    new = Network(settled.profiles, files.cooperations.records, files.blocks.records)
    names = erased_names(shell.settings)
    with store.writing() as transaction:
        network = _replacement(files, new, store.read_in(transaction)) if options.replace else new
        write = Transaction.replace if options.replace else Transaction.upsert
        return store_import(transaction, lists, files.name, Signature(COMMAND_LINE, now()),
                            lambda writer: write(writer, network), names)


def _replacement(files: Files, new: Network, network: Network) -> Network:
    """Return the network with each kind of record that a file was given for replaced by the file's.

    Cooperations and blocks for which there is no file, and opinions and outcomes, stay, so that nobody's wish not to
    be suggested is lost by importing a directory; those that name an actor who is gone go with it.
    """
    actors = new.actors if files.actors.file else network.actors
    ids = _ids(actors)
    cooperations = new.cooperations if files.cooperations.file else tuple(
        item for item in network.cooperations if set(item.members) <= ids)
    blocks = new.blocks if files.blocks.file else tuple(
        item for item in network.blocks if {item.actor, item.other} <= ids)
    opinions = tuple(item for item in network.opinions if {item.actor, item.other} <= ids)
    outcomes = tuple(item for item in network.outcomes if {item.actor, item.other} <= ids)
    return Network(actors, cooperations, blocks, opinions, outcomes)


def _check_problems(files: Files, options: ImportOptions) -> None:
    if not options.skip_invalid:
        refuse_problems(files.readings, text("Nothing was imported. Correct the rows, or leave them out with "
                                             "--skip-invalid."))
    elif any(reading.rejects and not reading.records for reading in files.readings):
        refuse_problems(files.readings, text("Nothing was imported, since a file has no good row."))


def refuse_problems(readings: Sequence[Reading[Any]], cure: Text) -> None:
    """Refuse all files when there is a problem in one of them; the error carries every problem of every file."""
    problems: tuple[Problem, ...] = tuple(problem for reading in readings for problem in reading.problems)
    if problems:
        raise RecordsRefused(
            problems[:MOST_PROBLEMS],
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)),
            ", ".join(reading.file for reading in readings if reading.rejects), cure)


def _write_rejects(shell: Shell, files: Files, paths: Sequence[Path | None], choice: Path | None) -> list[Rejects]:
    """Write the rejected rows of each file beside it, or those of the actors where it is wanted.

    No file is written over: it may hold rows that somebody has corrected.
    """
    rejects = []
    for reading, path in zip(files.readings, paths, strict=True):
        if reading.rejects and path is not None:
            target = free_path(choice) if choice and reading is files.actors else rejects_path(path)
            _write(reading, target, path, shell.language)
            rejects.append(Rejects(file=reading.file, rows=len(reading.rejects), written_to=str(target)))
    return rejects


def _write(reading: Reading[Any], target: Path, source: Path, language: str) -> None:
    try:
        write_rejects(reading.rejects, target, source, language, WAYS)
    except OSError as error:
        raise DataError(text("The file cannot be written: {reason}.", reason=error.strerror or str(error)), str(target),
                        text("Nothing was imported. Name another file with --rejects.")) from error


def _ids(actors: Iterable[Profile]) -> frozenset[str]:
    return frozenset(actor.id for actor in actors)


def _encode(shell: Shell, network: Network, parts: Parts) -> None:
    """Encode what has not been encoded before, so that the first question finds all vectors in the cache."""
    texts_to_encode = {words for actor in network.actors
                       for words in encoded_texts(actor, parts.vocabularies, parts.encoder.languages)}
    with shell.progress(text("Encoding the texts"), len(texts_to_encode)) as advance:
        Snapshot(network, parts, advance)
    if not shell.as_json:
        shell.note(text("Next: kumppani suggest {actor}", actor=network.actors[0].id))
