"""The demo network as records: its actors with the names that stand in a table beside them."""

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
    names = read_names(demo.names_file())
    return replace(reading, records=tuple(_with_name(record, names) for record in reading.records))


def read_names(path: Path) -> Mapping[str, str]:
    """Return the Swedish names in a CSV file, by the ids of their actors."""
    with path.open(encoding="utf-8", newline="") as file:
        return {row["id"]: row[f"name_{LANGUAGE}"] for row in csv.DictReader(file)}


def _with_name(actor: Profile, names: Mapping[str, str]) -> Profile:
    return replace(actor, names={LANGUAGE: names[actor.id], **actor.names}) if actor.id in names else actor
