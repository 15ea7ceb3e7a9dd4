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
    start = list(_first_lines(lines))
    separator = separator_of(start, known)
    reader = csv.reader(chain(_without_telling_line(start), lines), delimiter=separator, strict=True)
    while True:
        line = reader.line_num + 1
        try:
            yield line, next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            raise file_error(path, line, text("The row cannot be divided into cells: {reason}.", reason=str(error)),
                             text("Look for a quotation mark not closed, or not doubled inside a text.")) from error


def _without_telling_line(start: list[str]) -> list[str]:
    """Return lines with a blank one, which keeps the numbers of the others, in the place of that of the separator."""
    first = next((number for number, line in enumerate(start) if line.strip()), None)
    if first is None or not _SEPARATOR_LINE.fullmatch(start[first]):
        return start
    return [*start[:first], "\n", *start[first + 1:]]


def _first_lines(lines: Iterable[str]) -> Iterator[str]:
    """Yield the lines that the header may stand in."""
    size = 0
    for line in lines:
        yield line
        size += len(line)
        if size > LONGEST_START:
            return


def separator_of(lines: Iterable[str], known: Callable[[Iterable[object]], int]) -> str:
    """Return the separator under which most headers are known; else the one told, or that most records share.

    Args:
        lines: of the file, of which the first `LONGEST_START` characters are looked at.
        known: cells → how many of them are headers that are known.
    """
    written = list(_first_lines(lines))
    start = _without_telling_line(written)
    match = next((_SEPARATOR_LINE.fullmatch(line) for line in written if line.strip()), None)
    told = match[1] if match else ""
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
