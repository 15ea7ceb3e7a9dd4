"""The lists of the whole network to a file, which is gone on with where it ends."""

from __future__ import annotations

import json
import os
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import IO

from data.errors import DataError
from data.records.profiles import Profile
from data.wording.texts import text, texts
from matcher.asking.counterparts import Counterparts
from matcher.asking.query import Query, make_filters
from service.cli.actions.suggestions import open_network
from service.cli.options import FilterOptions, PageOptions
from service.cli.shell import Shell
from service.runtime.answering.all_lists import list_line, seekers_after, worked_out_side_by_side
from service.schemas.writer import Writer


def suggest_to_all(shell: Shell, file: Path, page: PageOptions, filters: FilterOptions) -> None:
    """Write the lists of all active actors, a line each, behind those that the file holds already."""
    with _open(file) as lines:
        matcher = open_network(shell)
        vocabularies = matcher.snapshot.vocabularies
        query = Query(shell.day(page.as_of), page.limit, page.offset,
                      make_filters(filters.requirements(), filters.exclusions(), vocabularies), page.known_partners,
                      page.diversity, page.counterparts or Counterparts.MIXED)
        line_of = partial(list_line, matcher, query, Writer(vocabularies, shell.language))
        seekers = seekers_after(matcher.snapshot)
        there = _count_there(lines, seekers, line_of, file)
        with (worked_out_side_by_side(line_of, seekers[there:]) as new,
              shell.progress(text("Asking for the lists"), len(seekers)) as advance):
            for number, line in enumerate(new, there + 1):
                lines.write(line)
                advance(number)
    shell.confirm(texts("The list of {count} actor is in {file}, {new} of them new.",
                        "The lists of {count} actors are in {file}, {new} of them new.",
                        count=len(seekers), file=str(file), new=len(seekers) - there))


def _open(file: Path) -> IO[bytes]:
    """Open a file to read what it holds, and to write behind that.

    Raises:
        DataError: it cannot be opened or written.
    """
    try:
        return file.open("a+b")
    except OSError as error:
        raise DataError(text("The file cannot be written: {reason}.", reason=error.strerror or str(error)), str(file),
                        text("Name another file.")) from error


def _count_there(lines: IO[bytes], seekers: Sequence[Profile], line_of: Callable[[Profile], bytes],
                 file: Path) -> int:
    """Return how many lists a file holds; a line that is not whole, as somebody was stopped at it, is cut off.

    Raises:
        DataError: it holds something else, or lists of another question or of another state of the network.
    """
    lines.seek(0)
    count, end, first, last = 0, 0, b"", b""
    for line in lines:
        if not line.endswith(b"\n"):
            break
        first, last = first or line, line
        count, end = count + 1, end + len(line)
    known = {seeker.id: place for place, seeker in enumerate(seekers)}
    if count and not (known.get(_seeker_of(last)) == count - 1
                      and first == line_of(seekers[0]) and last == line_of(seekers[count - 1])):
        raise DataError(text("The file holds something else than the first lists of this question."), str(file),
                        text("Name a new file: the network has changed, or something else is asked for now."))
    if lines.seek(0, os.SEEK_END) != end:
        lines.truncate(end)
    return count


def _seeker_of(line: bytes) -> str:
    try:
        return str(json.loads(line)["actor"]["id"])
    except (ValueError, TypeError, KeyError, RecursionError):
        return ""
