"""Which actors are part of others, where a table beside the actors says so."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

from data.files.importing import Reading
from data.records.profiles import Profile


def with_units(reading: Reading[Profile], path: Path) -> Reading[Profile]:
    """Return a reading in which actors are part of those that a table names: CSV with the columns id and part_of.

    Raises:
        OSError: the table is missing.
        KeyError: it lacks a column.
    """
    with path.open(encoding="utf-8", newline="") as file:
        wholes = {row["id"]: row["part_of"] for row in csv.DictReader(file)}
    return replace(reading, records=tuple(
        replace(actor, part_of=wholes.get(actor.id, actor.part_of)) for actor in reading.records))
