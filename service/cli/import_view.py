"""What became of a list, for people and as JSON."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from data.errors import Problem
from data.files.importing import Reading
from data.intake.lists import SettledList
from data.store.imports import Imported
from data.wording.texts import Text, render, text, texts
from service.cli.failures import faults
from service.cli.shell import Shell
from service.runtime.lists import Lists
from service.schemas.imports import FileImportReport, ListReport, Rejects, list_report, return_of

MOST_WORDS = 10
MOST_OF_A_KIND = 3


def show_import(shell: Shell, lists: Lists, readings: Sequence[Reading[Any]], settled: SettledList,
                rejects: list[Rejects], imported: Imported) -> None:
    """Say what was imported, what was made of it, and what was not taken."""
    problems: tuple[Problem, ...] = tuple(problem for reading in readings for problem in reading.problems)
    warnings: tuple[Problem, ...] = tuple(warning for reading in readings for warning in reading.warnings)
    # The extra columns of the demo are known: they say how sure its facts are.
    warnings = warnings if lists.actors or lists.cooperations else ()
    warnings += tuple(Problem("", 0, "id", return_of(actor, erased), text("Erase it if that is not its wish."))
                      for actor, erased in imported.returned.items())
    if not shell.as_json:
        shell.warn(_few_of_each(warnings))
        for count in _more(warnings):
            shell.note(count)
        shell.list_problems(problems)
    result = imported.result
    _, cooperations, blocks = readings
    answer = FileImportReport(
        number=imported.number, actors=len(settled.profiles), cooperations=len(cooperations.records),
        blocks=len(blocks.records), added=result.added, changed=result.changed, unchanged=result.unchanged,
        removed=result.removed, list_read=_list(lists, settled, imported, shell.language),
        rejects=rejects, problems=faults(problems, shell.language), warnings=faults(warnings, shell.language))
    shell.answer(answer, lambda: _show(shell, answer))


def _list(lists: Lists, settled: SettledList, imported: Imported, language: str) -> ListReport | None:
    """Describe what was made of the list of actors, or of that of cooperations where there is none."""
    read = lists.actors or lists.cooperations
    return list_report(read.table.file, read, settled, imported.contacts, language) if read else None


def _show(shell: Shell, answer: FileImportReport) -> None:
    for message in (*_summary(answer), *(_made_of(answer.list_read) if answer.list_read else ())):
        shell.out.say(render(message, shell.language))


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


def _made_of(report: ListReport) -> Iterator[Text | str]:
    """Say what was made of a list, as far as somebody might have expected otherwise."""
    if report.sheet:
        yield text("The table was read from the sheet “{sheet}”, with its header in row {row}.", sheet=report.sheet,
                   row=str(report.header_line))
    if report.other_sheets:
        yield text("Other sheets were not read: {names}. --sheet names one.", names=tuple(report.other_sheets))
    if report.blank_rows or report.repeated_rows:
        yield text("Rows passed over – empty: {blank}, said before: {repeated}.", blank=report.blank_rows,
                   repeated=report.repeated_rows)
    if report.contacts:
        yield texts("Contact data of {count} actor were kept; nobody sees them before the actor has confirmed them.",
                    "Contact data of {count} actors were kept; nobody sees them before the actors have confirmed them.",
                    count=report.contacts)
    if report.left_out:
        yield text("Columns not taken: {names}.", names=tuple(report.left_out))
    if report.keywords:
        yield text("Kept as keywords, since no theme is called so: {words}.", words=_few(list(report.keywords)))
    yield from report.notes


def _few_of_each(warnings: Sequence[Problem]) -> Iterator[Problem]:
    """Yield the first warnings of each kind: many rows may lack the same."""
    for group in _by_kind(warnings):
        yield from group[:MOST_OF_A_KIND]


def _more(warnings: Sequence[Problem]) -> Iterator[Text]:
    for group in _by_kind(warnings):
        if len(group) > MOST_OF_A_KIND:
            yield texts("The same of {count} further row; --json tells all.",
                        "The same of {count} further rows; --json tells all.", count=len(group) - MOST_OF_A_KIND)


def _by_kind(warnings: Sequence[Problem]) -> Iterator[list[Problem]]:
    kinds: dict[str, list[Problem]] = {}
    for warning in warnings:
        kinds.setdefault(str(warning.what.template), []).append(warning)
    yield from kinds.values()


def _few(words: Sequence[str]) -> tuple[str, ...]:
    return (*words[:MOST_WORDS], *(("…",) if len(words) > MOST_WORDS else ()))
