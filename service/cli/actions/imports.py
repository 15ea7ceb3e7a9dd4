"""Files into the store, or into a list of what is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

from data.demo import actors_file, cooperations_file
from data.errors import DataError, Problem, RecordsRefused
from data.files.demo import read_demo_actors
from data.files.importing import MOST_PROBLEMS, Reading, RejectedRow, read_actors, read_blocks, read_cooperations
from data.files.rows import Row
from data.files.writers import JSON_SUFFIXES, write_rejects
from data.governance.audit_log import COMMAND_LINE, Signature
from data.records.documents import AnyRecord
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation
from data.store.imports import Imported, import_records
from data.store.store import Store
from data.store.transactions import Transaction
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from data.wording.texts import Text, text, texts
from matcher.profile_text import encoded_texts
from matcher.snapshot import Parts, Snapshot
from service.cli.failures import faults
from service.cli.options import ImportOptions, RelationOptions
from service.cli.shell import Shell
from service.cli.ways import WAYS
from service.clock import now, today
from service.runtime.loading import open_encoders, open_parts, open_store, vocabularies_of
from service.schemas.imports import FileCheck, FileCheckReport, FileImportReport, Rejects

JSON_INPUTS = (*JSON_SUFFIXES, ".json")

FileReader = Callable[[Path, Callable[[int], None]], Reading[AnyRecord]]


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

    @property
    def network(self) -> Network:
        """The good records."""
        return Network(self.actors.records, self.cooperations.records, self.blocks.records)


def import_files(shell: Shell, options: ImportOptions, relations: RelationOptions) -> None:
    """Read, validate, store and encode."""
    path, relations = _with_demo(options, relations)
    with open_store(shell.settings) as (store, settings):
        vocabularies = open_vocabularies(settings.vocabulary)
        # First: what could not be answered is not to be stored.
        parts = open_parts(settings, vocabularies, open_encoders(settings))
        former = store.read()
        day, kept = today(settings.timezone), _ids(() if options.replace and path else former.actors)
        reader = _demo_reader(vocabularies, day) if options.demo else _actors_reader(vocabularies, day, kept)
        actors = _read(shell, path, reader)
        ids = kept | _ids(actors.records)
        files = Files(actors, *_read_relations(shell, relations, ids, vocabularies))
        if not options.demo:  # its extra columns are known: they say how sure its facts are
            _warn(shell, files.readings)
        _check_problems(files, options)
        rejects = _write_rejects(shell, files, (path, relations.cooperations, relations.blocks), options.rejects)
        done = _store(store, files, options)
        network = store.read()
    _tell(shell, files, rejects, done)
    _encode(shell, network, parts)


def _store(store: Store, files: Files, options: ImportOptions) -> Imported:
    with store.writing() as transaction:
        network = _replacement(files, store.read_in(transaction)) if options.replace else files.network
        write = Transaction.replace if options.replace else Transaction.upsert
        return import_records(transaction, files.name, Signature(COMMAND_LINE, now()),
                              lambda writer: write(writer, network))


def _check_problems(files: Files, options: ImportOptions) -> None:
    if not options.skip_invalid:
        _refuse_problems(files.readings, text("Nothing was imported. Correct the rows, or leave them out with "
                                              "--skip-invalid."))
    elif any(reading.rejects and not reading.records for reading in files.readings):
        _refuse_problems(files.readings, text("Nothing was imported, since a file has no good row."))


def _replacement(files: Files, network: Network) -> Network:
    """Return the network with each kind of record that a file was given for replaced by the file's.

    Cooperations and blocks for which there is no file, and opinions and outcomes, stay, so that nobody's wish not to
    be suggested is lost by importing a directory; those that name an actor who is gone go with it.
    """
    actors = files.actors.records if files.actors.file else network.actors
    ids = _ids(actors)
    cooperations = files.cooperations.records if files.cooperations.file else tuple(
        item for item in network.cooperations if set(item.members) <= ids)
    blocks = files.blocks.records if files.blocks.file else tuple(
        item for item in network.blocks if {item.actor, item.other} <= ids)
    opinions = tuple(item for item in network.opinions if {item.actor, item.other} <= ids)
    outcomes = tuple(item for item in network.outcomes if {item.actor, item.other} <= ids)
    return Network(actors, cooperations, blocks, opinions, outcomes)


def check(shell: Shell, paths: Sequence[Path], relations: RelationOptions) -> None:
    """Read and validate; cooperations and blocks may refer to actors of the files and of the store."""
    vocabularies = vocabularies_of(shell.settings)
    readings: list[Reading[Any]] = [_read_or_reject(shell, path, vocabularies) for path in paths]
    if relations.cooperations or relations.blocks:
        with open_store(shell.settings) as (store, _):
            actors = store.read().actors
        ids = _ids((*actors, *(actor for reading in readings for actor in reading.records)))
        readings += _read_relations(shell, relations, ids, vocabularies)
    _warn(shell, readings)
    _refuse_problems(readings, _cure(readings))
    files = [FileCheck(file=item.file, records=len(item.records)) for item in readings if item.file]
    answer = FileCheckReport(files=files, warnings=faults(_warnings(readings), shell.language))
    shell.answer(answer, lambda: _show_check(answer, shell))



def _cure(readings: Sequence[Reading[Any]]) -> Text:
    if any(problem.line for reading in readings for problem in reading.problems):
        return text("Correct the rows; “kumppani import --skip-invalid” would leave them out.")
    return text("Correct the file, or name another one.")


def _with_demo(options: ImportOptions, relations: RelationOptions) -> tuple[Path | None, RelationOptions]:
    if options.demo:
        return actors_file(), RelationOptions(cooperations=cooperations_file())
    return options.file, relations


def _actors_reader(vocabularies: Vocabularies, today: date,
                   actors: Collection[str] | None = None) -> FileReader[Profile]:
    return lambda file, advance: read_actors(file, vocabularies, today, advance, actors=actors)


def _demo_reader(vocabularies: Vocabularies, today: date) -> FileReader[Profile]:
    return lambda _file, advance: read_demo_actors(vocabularies, today, advance)


def _read_or_reject(shell: Shell, path: Path, vocabularies: Vocabularies) -> Reading[Profile]:
    """Read a file; one that cannot be read at all counts as a rejected row, so that the next file is checked too."""
    try:
        return _read(shell, path, _actors_reader(vocabularies, shell.today()))
    except RecordsRefused as error:
        return Reading(path.name, (), rejects=(RejectedRow(Row(path.name, 0, {}), error.problems),))


def _read_relations(shell: Shell, relations: RelationOptions, actors: Collection[str],
                    vocabularies: Vocabularies) -> tuple[Reading[Cooperation], Reading[Block]]:
    def cooperations(file: Path, advance: Callable[[int], None]) -> Reading[Cooperation]:
        return read_cooperations(file, actors, vocabularies, advance)

    return (_read(shell, relations.cooperations, cooperations),
            _read(shell, relations.blocks, lambda file, advance: read_blocks(file, actors, advance)))


def _read(shell: Shell, path: Path | None, reader: FileReader[AnyRecord]) -> Reading[AnyRecord]:
    if path is None:
        return Reading("", ())
    with shell.progress(text("Reading {file}", file=path.name)) as advance:
        return reader(path, advance)


def _ids(actors: Iterable[Profile]) -> frozenset[str]:
    return frozenset(actor.id for actor in actors)


def _refuse_problems(readings: Sequence[Reading[Any]], cure: Text) -> None:
    """Refuse all files when there is a problem in one of them; the error carries every problem of every file."""
    problems = tuple(problem for reading in readings for problem in reading.problems)
    if problems:
        raise RecordsRefused(
            problems[:MOST_PROBLEMS],
            texts("{count} problem was found.", "{count} problems were found.", count=len(problems)),
            ", ".join(reading.file for reading in readings if reading.rejects), cure)


def _write_rejects(shell: Shell, files: Files, paths: Sequence[Path | None], choice: Path | None) -> list[Rejects]:
    """Write the rejected rows of each file beside it, or those of the actors where it is wanted."""
    rejects = []
    for reading, path in zip(files.readings, paths, strict=True):
        if reading.rejects and path is not None:
            target = choice if choice and reading is files.actors else _beside(path)
            _refuse_existing(target)
            _write(reading, target, shell.language)
            rejects.append(Rejects(file=reading.file, rows=len(reading.rejects), written_to=str(target)))
    return rejects


def _beside(path: Path) -> Path:
    return path.with_name(f"{path.stem}.rejected{'.jsonl' if path.suffix.lower() in JSON_INPUTS else '.csv'}")


def _refuse_existing(target: Path) -> None:
    """Refuse to write over a file: it may hold rows that somebody has corrected."""
    if target.exists():
        raise DataError(text("There is a file of rejected rows already."), str(target),
                        text("Nothing was imported. Move it away, or name another file with --rejects."))


def _write(reading: Reading[Any], target: Path, language: str) -> None:
    try:
        write_rejects(reading.rejects, target, language, WAYS)
    except OSError as error:
        raise DataError(text("The file cannot be written: {reason}.", reason=error.strerror or str(error)), str(target),
                        text("Nothing was imported. Name another file with --rejects.")) from error


def _tell(shell: Shell, files: Files, rejects: list[Rejects], done: Imported) -> None:
    """Say what was imported, and what was not."""
    tally = done.result
    problems = tuple(problem for reading in files.readings for problem in reading.problems)
    if not shell.as_json:
        shell.list_problems(problems)
    answer = FileImportReport(
        number=done.number,
        actors=len(files.actors.records), cooperations=len(files.cooperations.records),
        blocks=len(files.blocks.records), added=tally.added, changed=tally.changed,
        unchanged=tally.unchanged, removed=tally.removed, rejects=rejects,
        problems=faults(problems, shell.language), warnings=faults(_warnings(files.readings), shell.language))
    shell.answer(answer, lambda: _show_import(answer, shell))


def _warnings(readings: Iterable[Reading[Any]]) -> tuple[Problem, ...]:
    return tuple(warning for reading in readings for warning in reading.warnings)


def _warn(shell: Shell, readings: Iterable[Reading[Any]]) -> None:
    if not shell.as_json:
        shell.warn(_warnings(readings))


def _show_import(answer: FileImportReport, shell: Shell) -> None:
    for message in _summary(answer):
        shell.out.say(shell.words(message))


def _summary(answer: FileImportReport) -> Iterator[Text]:
    yield text("Read – actors: {actors}, cooperations: {cooperations}, blocks: {blocks}.", actors=answer.actors,
               cooperations=answer.cooperations, blocks=answer.blocks)
    yield text("Records added: {added}, changed: {changed}, unchanged: {unchanged}, removed: {removed}.",
               added=answer.added, changed=answer.changed, unchanged=answer.unchanged, removed=answer.removed)
    if answer.number:
        yield text("This was import {number}; “kumppani imports undo {number}” takes it back.",
                   number=str(answer.number))
    for item in answer.rejects:
        yield texts("{count} row of {file} was left out; it is listed with its problems in {target}",
                    "{count} rows of {file} were left out; they are listed with their problems in {target}",
                    count=item.rows, file=item.file, target=item.written_to)


def _show_check(answer: FileCheckReport, shell: Shell) -> None:
    for item in answer.files:
        shell.out.say(shell.words(texts("{file}: {count} record, no problems.", "{file}: {count} records, no problems.",
                                         count=item.records, file=item.file)))


def _encode(shell: Shell, network: Network, parts: Parts) -> None:
    """Encode what has not been encoded before, so that the first question finds all vectors in the cache."""
    texts_to_encode = {words for actor in network.actors
                       for words in encoded_texts(actor, parts.vocabularies, parts.encoder.languages)}
    with shell.progress(text("Encoding the texts"), len(texts_to_encode)) as advance:
        Snapshot(network, parts, advance)
    if not shell.as_json:
        shell.note(text("Next: kumppani suggest {actor}", actor=network.actors[0].id))
