"""What became of the files of an import."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from pydantic import Field

from data.activity.imports import Import
from data.intake.lists import AnyList, ListOfCooperations, SettledList
from data.intake.question_files import question_document
from data.intake.questions import Topic
from data.intake.remembered import note_of
from data.store.imports import Imported
from data.wording.texts import Text, render, text
from service.schemas.base import Schema
from service.schemas.problems import Fault, FileProblem

MOST_PROBLEMS = 1_000


class Rejects(Schema):
    """Where the rows stand that were left out."""

    file: str
    rows: int
    written_to: str


class ListReport(Schema):
    """What was made of a list."""

    file: str
    sheet: str = Field(description="Empty where there are none.")
    header_line: int
    other_sheets: list[str] = Field(description="That can be seen, and were not read.")
    columns: dict[str, str] = Field(description="Header of the list → column; “-” for one that was left out.")
    left_out: dict[str, int] = Field(description="Header → how many cells below it were not taken.")
    blank_rows: int
    repeated_rows: int
    remarks: list[str] = Field(description="Lines above and below the table, which were not taken.")
    keywords: dict[str, int] = Field(description="Words that became keywords → rows.")
    contacts: int = Field(description=(
        "Actors whose contact data the list holds; once it is imported, those of which they were stored: an actor "
        "that has some keeps them."))
    notes: list[str] = Field(
        description="What else was made of words and rows, and which answers of earlier lists were used.")


class FileImportReport(Schema):
    """What an import did, in records of all kinds."""

    number: int | None = Field(description="Of the import, by which it can be undone; null if it changed nothing.")
    actors: int = Field(description="Profiles taken from the file.")
    cooperations: int
    blocks: int
    added: int
    changed: int
    unchanged: int
    removed: int
    list_read: ListReport | None = Field(description="What was made of the list of actors, else of cooperations.")
    rejects: list[Rejects]
    problems: list[FileProblem] = Field(description="Of the rows that were left out.")
    warnings: list[FileProblem]


class FileCheck(Schema):
    """A file without problems."""

    file: str
    records: int


class FileCheckReport(Schema):
    """The files that were checked."""

    files: list[FileCheck]
    warnings: list[FileProblem]


class ImportCard(Schema):
    """A list that was imported; counts are of records of all kinds."""

    number: int
    at: datetime
    author: str = Field(description="Who imported it: the id of a key, or a word for who needs none.")
    file: str
    added: int
    changed: int
    removed: int
    undone: datetime | None


class ImportPage(Schema):
    """The lists that were imported, the newest first."""

    imports: list[ImportCard]


class Undoing(Schema):
    """What undoing an import did, in records of all kinds."""

    number: int
    added: int
    changed: int
    removed: int


def import_card(entry: Import) -> ImportCard:
    """Describe an import."""
    return ImportCard(number=entry.number, at=entry.at, author=entry.author, file=entry.file, added=entry.added,
                      changed=entry.changed, removed=entry.removed, undone=entry.undone)


def list_report(file: str, read: AnyList, settled: SettledList, contacts: int, language: str) -> ListReport:
    """Describe what was made of a list, and of how many actors contact data are in it or were stored, in a language."""
    table = read.table
    return ListReport(
        file=file, sheet=table.sheet, header_line=table.header_line,
        other_sheets=[sheet.name for sheet in table.other_sheets], columns=read.mapping.targets,
        left_out=dict(read.left_out), blank_rows=table.skipped.blank, repeated_rows=len(table.skipped.repeated),
        remarks=[note.text for note in table.skipped.notes], keywords={item.word: item.count for item in read.kept},
        contacts=contacts, notes=[render(note, language) for note in (
            *read.notes, *settled.told, *([note_of(read.remembered)] if read.remembered else []))])


class ChoiceDocument(Schema):
    """An answer that can be given."""

    value: str
    label: str
    reason: str = Field(description="Why it comes into question; empty where that is plain.")


class QuestionDocument(Schema):
    """What is not known of a list."""

    topic: Topic
    about: list[str] = Field(description="The header; or the column and the word; or two actors.")
    question: str
    rows: int = Field(description="How many rows it is about.")
    examples: list[str]
    choices: list[ChoiceDocument] = Field(description="The likeliest first; others may be answered that are known.")
    answer: str = Field(description="The likely one; empty without one.")
    needed: bool = Field(description="Whether nothing is stored before it is answered.")


class ListPreview(Schema):
    """What would be made of a list."""

    list_read: ListReport
    questions: list[QuestionDocument]
    actors: int = Field(description="That would be stored if the likely answers were given.")
    cooperations: int = Field(description="That would be stored, of a list of them.")
    problems: list[Fault] = Field(description="Of rows that would be refused.")


class ListImport(Schema):
    """What the import of a list did; counts are of records."""

    number: int | None = Field(description="Of the import, by which it can be undone; null if it changed nothing.")
    added: int
    changed: int
    unchanged: int
    refused: int
    list_read: ListReport
    problems: list[Fault] = Field(description="Of the rows that were left out.")
    warnings: list[str] = Field(description="Of actors that were erased and come back by it.")


def list_preview(file: str, read: AnyList, settled: SettledList, language: str) -> ListPreview:
    """Describe what would be made of a list."""
    needed = {question.key for question in read.needed}
    return ListPreview(
        list_read=list_report(file, read, settled, len(settled.contacts), language), actors=len(settled.profiles),
        cooperations=len(read.reading.records) if isinstance(read, ListOfCooperations) else 0,
        questions=[QuestionDocument.model_validate({**question_document(question, language),
                                                    "needed": question.key in needed})
                   for question in read.questions],
        problems=_faults(read, language))


def list_import(file: str, read: AnyList, settled: SettledList, imported: Imported, language: str) -> ListImport:
    """Describe what the import of a list did."""
    result = imported.result
    return ListImport(
        number=imported.number, added=result.added, changed=result.changed, unchanged=result.unchanged,
        refused=len(read.reading.rejects), list_read=list_report(file, read, settled, imported.contacts, language),
        problems=_faults(read, language), warnings=returns_of(imported.returned, language))


def return_of(actor: str, erased: datetime) -> Text:
    """Say that an actor which was erased comes back by an import."""
    return text("“{actor}” was erased on {day}; it comes back by this import.", actor=actor, day=erased.date())


def returns_of(returned: Mapping[str, datetime], language: str) -> list[str]:
    """Say which actors that were erased come back by an import, in a language."""
    return [render(return_of(actor, erased), language) for actor, erased in returned.items()]


def _faults(read: AnyList, language: str) -> list[Fault]:
    return [Fault(line=problem.line, field=problem.field, what=render(problem.what, language),
                  cure=render(problem.cure, language)) for problem in read.reading.problems[:MOST_PROBLEMS]]
