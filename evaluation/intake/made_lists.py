"""The eight lists that were made in the manner of real ones, as the files that people would bring.

Workbooks stand in the collection as text: cells are set apart by “|”, lines that begin with “!” say what a sheet is
like. `'003` is a number kept as text, `=SUM(…)` a formula, other numbers are numbers.
"""

from __future__ import annotations

import csv
import re
import shutil
import subprocess
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from data import collections

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.worksheet.worksheet import Worksheet

NAMES = ("municipal", "association", "partners", "newsletter", "register", "survey", "platform", "old")
WORKBOOKS = NAMES[:5]
ENCODINGS = {"survey": "utf-8-sig", "old": "cp1252"}
SIGN = "!"

_NUMBER = re.compile(r"0|[1-9][0-9]*")


@dataclass(frozen=True)
class Truth:
    """An actor that stands twice.

    Attributes:
        row: its name in the list.
        same: the id of the actor of the demo network, or the name of the other row.
    """

    row: str
    same: str


def folder() -> Path:
    """Return the folder of the lists; its README says how they were made."""
    return collections.lists_folder() / "eight"


def truths(name: str) -> list[Truth]:
    """Return which rows of a list are actors that stand in it twice, or in the demo network."""
    with (folder() / "truth.csv").open(encoding="utf-8", newline="") as file:
        return [Truth(row["row"], row["same"]) for row in csv.DictReader(file) if row["list"] == name]


def write_list(name: str, target: Path) -> Path:
    """Write a list into a folder as the file that people would bring, and return it."""
    if name in WORKBOOKS:
        path = target / f"{name}.xlsx"
        workbook((folder() / f"{name}.txt").read_text(encoding="utf-8")).save(path)
        return path
    [source] = (path for path in folder().glob(f"{name}.*") if path.suffix in (".csv", ".json"))
    path = target / source.name
    path.write_text(source.read_text(encoding="utf-8"), encoding=ENCODINGS.get(name, "utf-8"), newline="")
    return path


def by_libreoffice(path: Path, target: Path) -> Path | None:
    """Return a workbook as LibreOffice writes it; None where it is not installed."""
    program = shutil.which("soffice")
    if not program:
        return None
    subprocess.run([program, f"-env:UserInstallation=file://{target}/profile", "--headless",  # noqa: S603 – our own words
                    "--convert-to", "xlsx", "--outdir", str(target), str(path)],
                   check=True, capture_output=True, timeout=120)
    return target / path.name


def workbook(description: str) -> Workbook:
    """Return the workbook that a text describes."""
    from openpyxl import Workbook

    book = Workbook()
    book.remove(book.worksheets[0])
    merged: list[tuple[Worksheet, str]] = []
    for line in description.splitlines():
        if not line.startswith(SIGN):
            book.worksheets[-1].append(_values(line))
            continue
        key, _, value = line.removeprefix(SIGN).strip().partition(" ")
        if key == "sheet":
            book.create_sheet(value)
        elif key == "merged":
            merged.append((book.worksheets[-1], value))
        elif key == "hidden":
            book.worksheets[-1].sheet_state = "hidden"
    for sheet, cells in merged:
        sheet.merge_cells(cells)
    return book


def _values(line: str) -> list[str | int | None]:
    """Return the cells of a line: numbers as numbers, unless a sign before them keeps them as text."""
    return [int(words) if _NUMBER.fullmatch(words) else words.removeprefix("'") or None for words in line.split("|")]
