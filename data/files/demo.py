"""The demo network as records: its actors with what stands in tables beside them: names, and what they are part of."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from pathlib import Path

from data import demo
from data.files.importing import Progress, Reading, read_actors
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies

LANGUAGE = "sv"


def read_demo_actors(vocabularies: Vocabularies, today: date, progress: Progress | None = None) -> Reading[Profile]:
    """Read the actors of the demo; see `read_actors`."""
    reading = read_actors(demo.actors_file(), vocabularies, today, progress)
    names, wholes = read_names(demo.names_file()), read_wholes(demo.part_of_file())
    return replace(reading, records=tuple(replace(_with_name(record, names), part_of=wholes.get(record.id, ""))
                                          for record in reading.records))


def read_names(path: Path) -> Mapping[str, str]:
    """Return the Swedish names in a CSV file, by the ids of their actors."""
    return _column(path, f"name_{LANGUAGE}")


def read_wholes(path: Path) -> Mapping[str, str]:
    """Return the ids of what actors are part of in a CSV file, by the ids of the actors."""
    return _column(path, "part_of")


def _column(path: Path, name: str) -> Mapping[str, str]:
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row[name] for row in csv.DictReader(file)}


def _with_name(actor: Profile, names: Mapping[str, str]) -> Profile:
    return replace(actor, names={LANGUAGE: names[actor.id], **actor.names}) if actor.id in names else actor
