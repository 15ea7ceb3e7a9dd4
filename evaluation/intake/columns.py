"""How well the meaning of headers is proposed: `python -m evaluation.intake.columns`.

Judged on headers of lists against what a careful person says they mean, each with what stands below it and without.
Those marked as kept aside were not looked at while words of headers were gathered: `--aside` judges on them.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Sequence
from dataclasses import dataclass

from data.collections import lists_folder
from data.files.columns import CONTACT_COLUMNS, LAYOUTS, Layout
from data.files.rows import Row
from data.intake.columns.mapping import Certainty, propose
from data.intake.questions import Answers
from data.intake.tables.table import Table
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from evaluation.reading.counts import Count

WITH_CELLS, ALONE = "with cells", "header alone"


@dataclass(frozen=True)
class Header:
    """A header, and what a careful person says it means.

    Attributes:
        part: the kind of records, of `LAYOUTS`.
        language: it is written in.
        words: as it is written.
        meanings: the target, then others that are no errors.
        cells: what stands below it.
    """

    part: str
    language: str
    words: str
    meanings: tuple[str, ...]
    cells: tuple[str, ...]


def headers(*, aside: bool) -> list[Header]:
    """Return the headers that are kept aside, or the others."""
    with (lists_folder() / "headers.csv").open(encoding="utf-8", newline="") as file:
        return [Header(row["part"], row["language"], row["header"],
                       (row["meaning"], *filter(None, row["also"].split("|"))), tuple(row["cells"].split("|")))
                for row in csv.DictReader(file) if (row["aside"] == "yes") == aside]


def proposed(header: Header, cells: Sequence[str], vocabularies: Vocabularies) -> tuple[str, Certainty]:
    """Return what a header is taken for, as the only one of a table, and how sure that is."""
    layout = LAYOUTS[header.part]
    contacts = CONTACT_COLUMNS if header.part == "actors" else Layout(())
    rows = tuple(Row("", number, {header.words: cell}) for number, cell in enumerate(cells, 1))
    table = Table("", "", 1, (header.words,), rows)
    [meaning] = propose(table, layout, contacts, vocabularies, Answers()).meanings
    return meaning.target, meaning.certainty


def judge(header: Header, cells: Sequence[str], vocabularies: Vocabularies) -> Count:
    """Return whether a header is taken for what it means, for something else, or for nothing."""
    target, _ = proposed(header, cells, vocabularies)
    is_right = target in header.meanings
    return Count(int(is_right), int(bool(target) and not is_right), int(not is_right))


def main(arguments: Sequence[str] | None = None) -> None:
    """Print precision and recall of what headers are taken for, and what each of the others was taken for."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--aside", action="store_true", help="judge on the headers that are kept aside")
    judged, vocabularies = headers(aside=parser.parse_args(arguments).aside), open_vocabularies()
    known = sum(proposed(header, header.cells, vocabularies)[1] is Certainty.KNOWN for header in judged)
    sys.stdout.write(f"{len(judged)} headers, {known} of them known without a question\n")
    for name in (WITH_CELLS, ALONE):
        # Without cells there would be nothing to ask about.
        counts = [judge(header, header.cells if name == WITH_CELLS else ("–",), vocabularies) for header in judged]
        sys.stdout.write(f"{name:14}{sum(counts, Count())}\n")
        for header, count in zip(judged, counts, strict=True):
            if not count.right and name == WITH_CELLS:
                target = proposed(header, header.cells, vocabularies)[0]
                sys.stdout.write(f"  {header.words}: {target or 'nothing'} for {' or '.join(header.meanings)}\n")


if __name__ == "__main__":
    main()
