"""Lists read and validated without storing anything."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

from data.errors import Problem, RecordsRefused
from data.files.columns import ACTOR_COLUMNS
from data.files.importing import Reading, RejectedRow, read_blocks
from data.files.rows import Row
from data.intake.formats import SourceFormat
from data.intake.lists import Ground, ListOfActors, ListOfCooperations
from data.intake.questions import Answers, Topic
from data.intake.reading import cooperations_without_open, read_cooperation_list, read_list, without_open
from data.intake.sources import reader_of
from data.intake.storing import settle_list
from data.intake.words.hints import nothing_near
from data.records.profiles import Profile
from data.wording.texts import Text, text, texts
from service.cli.actions.imports import refuse_problems
from service.cli.failures import faults
from service.cli.options import RelationOptions
from service.cli.shell import Shell
from service.runtime.loading import open_store, vocabularies_of
from service.schemas.imports import FileCheck, FileCheckReport


def check(shell: Shell, paths: Sequence[Path], relations: RelationOptions,
          form: SourceFormat = SourceFormat.LIST) -> None:
    """Read and validate; cooperations and blocks may refer to actors of the files and of the store."""
    vocabularies = vocabularies_of(shell.settings)
    ground = Ground(vocabularies, shell.today(), (), (), Answers(), nothing_near)
    actors: list[Profile] = []
    readings: list[Reading[Any]] = [_read_or_reject(path, ground, actors, form) for path in paths]
    if relations.cooperations or relations.blocks:
        with open_store(shell.settings) as (store, _):
            actors += store.read().actors
        readings += _read_relations(relations, ground, actors)
    warnings = tuple(warning for reading in readings for warning in reading.warnings)
    if not shell.as_json:
        shell.warn(warnings)
    refuse_problems(readings, _cure(readings))
    files = [FileCheck(file=item.file, records=len(item.records)) for item in readings if item.file]
    answer = FileCheckReport(files=files, warnings=faults(warnings, shell.language))
    shell.answer(answer, lambda: _show(answer, shell))


def _read_or_reject(path: Path, ground: Ground, actors: list[Profile], form: SourceFormat) -> Reading[Profile]:
    """Read a file; one that cannot be read at all counts as a rejected row, so that the next file is checked too."""
    try:
        read = read_list(path, ground, read=reader_of(form, ACTOR_COLUMNS))
    except RecordsRefused as error:
        return _rejected(Reading(path.name, ()), error.problems)
    actors += settle_list(read, ground).profiles
    return _with_questions(read, without_open(read, ground).reading) if read.needed else read.reading


def _read_relations(relations: RelationOptions, ground: Ground, actors: Sequence[Profile]) -> list[Reading[Any]]:
    readings: list[Reading[Any]] = []
    if relations.cooperations:
        read = read_cooperation_list(relations.cooperations, ground, actors, {})
        by_answers = cooperations_without_open(read, ground, actors, {}).reading
        readings.append(_with_questions(read, by_answers) if read.needed else read.reading)
    if relations.blocks:
        readings.append(read_blocks(relations.blocks, frozenset(actor.id for actor in actors)))
    return readings


def _with_questions(read: ListOfActors | ListOfCooperations, by_answers: Reading[Any]) -> Reading[Any]:
    """Return what is wrong while nothing is answered; what no row tells is told as a question: an import would ask."""
    told = {problem.field for problem in by_answers.problems}
    cure = text("“kumppani import” asks about it, or takes --answers.")
    asked = tuple(Problem(read.table.file, 0, question.about[0], question.sentence, cure) for question in read.needed
                  if question.topic is not Topic.PAIR and question.about[0] not in told)
    return _rejected(replace(by_answers, records=read.reading.records), asked)


def _rejected(reading: Reading[Any], problems: Sequence[Problem]) -> Reading[Any]:
    rejects = (RejectedRow(Row(reading.file, 0, {}), tuple(problems)),) if problems else ()
    return Reading(reading.file, reading.records, reading.warnings, (*rejects, *reading.rejects))


def _cure(readings: Sequence[Reading[Any]]) -> Text:
    if any(problem.line for reading in readings for problem in reading.problems):
        return text("Correct the rows; “kumppani import --skip-invalid” would leave them out.")
    return text("Correct the file, or name another one.")


def _show(answer: FileCheckReport, shell: Shell) -> None:
    for item in answer.files:
        shell.out.say(shell.words(texts("{file}: {count} record, no problems.", "{file}: {count} records, no problems.",
                                         count=item.records, file=item.file)))
