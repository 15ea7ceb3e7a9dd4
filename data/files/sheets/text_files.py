"""Text files: their encoding, and their lines.

UTF-8, UTF-16 with a byte order mark, or Windows-1252. Bytes that fit no encoding, or two by halves, are refused.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from itertools import count, islice
from pathlib import Path
from typing import BinaryIO, TextIO

from data.errors import RecordsRefused
from data.files.rows import file_error
from data.files.sheets.encodings import NAMES_OF_ENCODINGS, likeliest_encoding
from data.wording.texts import text

MAXIMUM_LINE = 2**20  # characters

_CHUNK = 2**20
MOST_CHUNKS = 4  # in which the signs of an old encoding are looked for
_UTF16 = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)
_UTF8_PAIR = re.compile(rb"\xc3[\x80-\xbf]")


def lines_of(path: Path, stream: TextIO) -> Iterator[str]:
    """Yield the lines of a text, never more than one bounded line in memory.

    Raises:
        RecordsRefused: a line is longer than `MAXIMUM_LINE`, or is no text.
    """
    for number in count(1):
        line = stream.readline(MAXIMUM_LINE + 1)
        if not line:
            return
        if len(line) > MAXIMUM_LINE:
            raise file_error(path, number, text("The line is longer than {limit} characters.", limit=MAXIMUM_LINE),
                             text("Write one record per line."))
        if "\0" in line:
            raise file_error(path, number, text("The line holds NUL characters: this is not a text file."),
                             text("Save it as CSV in UTF-8, as .xlsx or as JSON Lines."))
        yield line


def encoding_of(path: Path) -> str:
    """Return the encoding of a text file.

    Raises:
        RecordsRefused: its bytes fit none.
    """
    with path.open("rb") as stream:
        start = stream.read(2)
    if start.startswith(_UTF16):
        candidates: tuple[str, ...] = ("utf-16",)
    else:
        candidates = ("utf-8-sig",) if _holds_utf8_pairs(path) else ("utf-8-sig", "cp1252")
    for encoding in candidates:
        if _decodes(path, encoding):
            return encoding if encoding != "cp1252" else _checked_cp1252(path)
    raise _unreadable(path, _likeliest(path) if "cp1252" in candidates else "")


def _checked_cp1252(path: Path) -> str:
    """Return Windows-1252 unless the file makes more sense in another encoding of one byte, in which it was written."""
    likeliest = _likeliest(path)
    if likeliest != "cp1252":
        raise _unreadable(path, likeliest)
    return likeliest


def _likeliest(path: Path) -> str:
    with path.open("rb") as stream:
        return likeliest_encoding(b"".join(islice(_chunks(stream), MOST_CHUNKS)))


def _unreadable(path: Path, encoding: str) -> RecordsRefused:
    if encoding in NAMES_OF_ENCODINGS:
        return file_error(path, 0, text("The characters are those of {encoding}, as an old program writes them.",
                                        encoding=NAMES_OF_ENCODINGS[encoding]),
                          text("Open the file in that encoding and save it in UTF-8."))
    return file_error(path, 0,
                      text("The characters cannot be read: this is neither UTF-8 nor Windows-1252 throughout."),
                      text("Save the file in UTF-8."))


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    return iter(lambda: stream.read(_CHUNK), b"")


def _holds_utf8_pairs(path: Path) -> bool:
    """Return whether letters such as “ä” stand in UTF-8: one broken byte must not turn them all into “Ã¤”."""
    with path.open("rb") as stream:
        return any(_UTF8_PAIR.search(chunk) for chunk in _chunks(stream))


def _decodes(path: Path, encoding: str) -> bool:
    try:
        with path.open(encoding=encoding) as stream:
            while stream.read(_CHUNK):
                pass
    except UnicodeError:
        return False
    return True
