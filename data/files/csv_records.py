"""CSV: cut into records by the separator under which most headers are known."""

from __future__ import annotations

import csv
import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator
from itertools import chain, islice
from pathlib import Path

from data.files.rows import Records, file_error
from data.wording.texts import text

LONGEST_START = 2**16  # characters, in which the header is looked for
DELIMITERS = ",;\t|"
MOST_RECORDS = 60  # in which the header is looked for

_QUOTATION = re.compile('"[^"]*"')
# What Excel is told of a file in its first line.
_SEPARATOR_LINE = re.compile(r'"?sep=([,;\t|])"?[,;\t|\s]*', re.IGNORECASE)


def csv_records(path: Path, lines: Iterator[str], known: Callable[[Iterable[object]], int]) -> Records:
    """Yield line and cells of each record.

    Args:
        path: the file.
        lines: its lines.
        known: cells → how many of them are headers that are known.

    Raises:
        RecordsRefused: a record cannot be cut into cells.
    """
    start, told = _start(lines)
    reader = csv.reader(chain(start, lines), delimiter=_delimiter(start, told, known), strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise file_error(path, line, text("The row cannot be divided into cells: {reason}.", reason=str(error)),
                             text("Look for a quotation mark not closed, or not doubled inside a text.")) from error


def separator_of(lines: Iterator[str], known: Callable[[Iterable[object]], int]) -> str:
    """Return the sign that separates the cells; see `csv_records`."""
    return _delimiter(*_start(lines), known)


def _start(lines: Iterator[str]) -> tuple[list[str], str]:
    """Return the lines that the header may stand in, and the separator that they tell; empty for none.

    The line that tells it is no record; a blank one in its place keeps the numbers of the others.
    """
    start = list(_first_lines(lines))
    first = next((number for number, line in enumerate(start) if line.strip()), 0)
    told = _SEPARATOR_LINE.fullmatch(start[first]) if start else None
    return ([*start[:first], "\n", *start[first + 1:]], told[1]) if told else (start, "")


def _first_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that the header may stand in."""
    size = 0
    for line in lines:
        yield line
        size += len(line)
        if size > LONGEST_START:
            return


def _delimiter(start: list[str], told: str, known: Callable[[Iterable[object]], int]) -> str:
    """Return the separator under which most headers are known; else the one told, or that most records share."""
    words = _QUOTATION.sub("", "".join(start))

    def evidence(delimiter: str) -> tuple[int, bool, int, int, int]:
        records = list(_whole_records(start, delimiter))
        widths = Counter(len(cells) for cells in records if len(cells) > 1)
        width, times = max(widths.items(), key=lambda item: (item[1], item[0]), default=(0, 0))
        return max(map(known, records), default=0), delimiter == told, times, width, words.count(delimiter)

    return max(DELIMITERS, key=evidence)


def _whole_records(start: list[str], delimiter: str) -> Iterator[list[str]]:
    """Yield the first records, as far as the lines can be divided so."""
    records = csv.reader(start, delimiter=delimiter, strict=True)
    try:
        yield from islice(records, MOST_RECORDS)
    except csv.Error:
        return
