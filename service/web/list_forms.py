"""The form of a list that is brought: the file, what was answered about it, and cells that were mended.

All of it travels with the form. The service keeps nothing of a list before it is imported.
"""

from __future__ import annotations

import json
from base64 import b64decode, b64encode
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path, PurePath
from urllib.parse import quote, unquote

from fastapi import Request
from starlette.datastructures import FormData, UploadFile

from data.files.rows import Row, words_of
from data.intake.questions import Answers, Topic, key_of
from data.intake.sources import Known, Reader
from data.intake.tables.table import Table
from data.wording.texts import text
from service.errors import FormRefused

LARGEST_FILE = 4 * 1024 * 1024
MOST_FIELDS = 7_500
LONGEST_NAME = 200
LONGEST_VALUE = 2_000
ANSWER, OTHER, CELL, AGAIN = "answer:", "other:", "cell:", "again:"
LIKELY = "likely:"  # what stood chosen in a field before anybody touched it


@dataclass(frozen=True)
class ListForm:
    """A list that is brought.

    Attributes:
        file: its name.
        content: the file.
        sheet: the sheet that is read; the first that looks like a table when empty.
        answers: what was answered.
        untouched: what stood chosen and was left so: no answer before the list is imported.
        cells: (line, header) → what stands there instead.
        asked_again: questions whose answers of earlier lists do not count.
        leaves_out: whether rows with faults are left out.
        stores: whether it is to be stored now.
    """

    file: str = ""
    content: bytes = b""
    sheet: str = ""
    answers: Answers = field(default_factory=Answers)
    untouched: Answers = field(default_factory=Answers)
    cells: Mapping[tuple[int, str], str] = field(default_factory=dict)
    asked_again: frozenset[tuple[str, ...]] = frozenset()
    leaves_out: bool = False
    stores: bool = False

    @property
    def agreed(self) -> ListForm:
        """The same where what stood chosen is answered, too."""
        return replace(self, answers=self.answers.and_then(self.untouched), untouched=Answers())

    @property
    def encoded(self) -> str:
        """The file in Base64."""
        return b64encode(self.content).decode("ascii")

    @property
    def kept(self) -> tuple[tuple[str, str], ...]:
        """The names and values of hidden fields that say again what was answered and mended."""
        answers = ((name_of_answer(key), value) for key, value in self.answers.values.items())
        cells = ((name_of_cell(*place), value) for place, value in self.cells.items())
        return (*answers, *cells, *((name_of_again(key), "yes") for key in sorted(self.asked_again)))

    def corrected(self, read: Reader) -> Reader:
        """Return what reads the file with the cells that were mended."""
        def read_mended(path: Path, known: Known, sheet: str) -> Table:
            table = read(path, known, sheet)
            return replace(table, file=self.file, rows=tuple(map(self._mended, table.rows)))
        return read_mended

    def _mended(self, row: Row) -> Row:
        mended = {header: value for (line, header), value in self.cells.items()
                  if line == row.line and header in row.values and value != words_of(row.values[header])}
        problems = tuple(problem for problem in row.problems if problem.field not in mended)
        return replace(row, file=self.file, values={**row.values, **mended}, problems=problems)


def name_of_answer(key: Iterable[str]) -> str:
    """Return the name of the field that answers a question."""
    return ANSWER + _written([*key])


def name_of_likely(name: str) -> str:
    """Return the name of the field that says what stands chosen in the field of an answer."""
    return name.replace(ANSWER, LIKELY, 1)


def name_of_again(key: Iterable[str]) -> str:
    """Return the name of the field that asks a question again that an earlier list has answered."""
    return AGAIN + _written([*key])


def name_of_cell(line: int, header: str) -> str:
    """Return the name of the field in which a cell is mended."""
    return CELL + _written([line, header])


def _written(parts: Sequence[str | int]) -> str:
    """Return parts as a name without the quotation marks and line ends that browsers write otherwise in names."""
    return quote(json.dumps([*parts], ensure_ascii=False), safe="")


async def read_form(request: Request) -> ListForm:
    """Return the list that a form brings.

    Raises:
        FormRefused: there is none, it is too large, or the form is not one of ours.
    """
    async with request.form(max_files=1, max_fields=MOST_FIELDS, max_part_size=2 * LARGEST_FILE) as form:
        upload = form.get("upload")
        if isinstance(upload, UploadFile):
            if not upload.filename:
                raise FormRefused(text("No file was chosen."), "upload", text("Choose the file with your list."))
            content = _bounded(await upload.read(LARGEST_FILE + 1))
            return ListForm(PurePath(upload.filename).name[:LONGEST_NAME], content)
        return _form(form)


def _form(form: FormData) -> ListForm:
    words = [(name, value) for name, value in form.multi_items() if isinstance(value, str)]
    if any(len(value) > LONGEST_VALUE for name, value in words if name != "content"):
        raise malformed()
    values = dict(words)
    try:
        content = _bounded(b64decode(values.get("content", ""), validate=True))
        answers, likely = dict(_answers(words, (ANSWER, OTHER))), dict(_answers(words, (LIKELY,)))
        cells, again = dict(_cells(words)), frozenset(_asked_again(words))
    except (ValueError, TypeError, RecursionError) as error:
        raise malformed() from error
    dropped = values.get("change", "")
    kept = {key: value for key, value in answers.items() if name_of_answer(key) != dropped}
    untouched = {key: value for key, value in kept.items() if likely.get(key) == value}
    answered = {key: value for key, value in kept.items() if key not in untouched}
    return ListForm(values.get("file", "")[:LONGEST_NAME], content, values.get("sheet", ""), Answers(answered),
                    Answers(untouched), cells, again, "leave_out" in values, values.get("do") == "store")


def _asked_again(words: Iterable[tuple[str, str]]) -> Iterator[tuple[str, ...]]:
    """Yield the keys of the questions that are asked again: those of hidden fields, and that of the button."""
    for name, value in words:
        field_name = value if name == "change" else name
        if field_name.startswith(AGAIN):
            yield _key(field_name.removeprefix(AGAIN))


def _answers(words: Iterable[tuple[str, str]], kinds: Sequence[str]) -> Iterator[tuple[tuple[str, ...], str]]:
    """Yield the answers; what is written stands before what is chosen, and comes after it in the form."""
    for name, value in words:
        kind = next((kind for kind in kinds if name.startswith(kind)), "")
        if kind and value.strip():
            yield _key(name.removeprefix(kind)), value.strip()


def _key(written: str) -> tuple[str, ...]:
    topic, *about = json.loads(unquote(written))
    if not about or not all(isinstance(part, str) for part in about):
        raise ValueError("no question has this name")
    return key_of(Topic(topic), about)


def _cells(words: Iterable[tuple[str, str]]) -> Iterator[tuple[tuple[int, str], str]]:
    for name, value in words:
        if name.startswith(CELL):
            line, header = json.loads(unquote(name.removeprefix(CELL)))
            if not isinstance(line, int) or not isinstance(header, str):
                raise ValueError("no cell has this name")
            yield (line, header), value.strip()


def _bounded(content: bytes) -> bytes:
    if len(content) > LARGEST_FILE:
        raise FormRefused(text("The file is too large: at most {size} MB are read here.", size=LARGEST_FILE // 1024**2),
                          "upload", text("Leave out pictures and other sheets, or bring the list in parts, as an actor "
                                         "that comes again is recognised. “kumppani import” takes larger files."))
    return content


def malformed() -> FormRefused:
    """Return the error for a form that no page of ours sends."""
    return FormRefused(text("The form cannot be read."), "", text("Begin again with the file."))
