"""The demo network: organisations of Finnish integration work, from public web pages; see `SOURCES.md`."""

from __future__ import annotations

from pathlib import Path


def actors_file() -> Path:
    """Return the path of the 211 actors, a CSV file for `data.files.importing.read_actors`."""
    return Path(__file__).parent / "actors_finland.csv"


def names_file() -> Path:
    """Return the path of 125 of the actors' names in Swedish, a CSV file for `data.files.demo`."""
    return Path(__file__).parent / "names_finland.csv"


def cooperations_file() -> Path:
    """Return the path of the 45 cooperations, a CSV file for `data.files.importing.read_cooperations`."""
    return Path(__file__).parent / "cooperations_finland.csv"


def part_of_file() -> Path:
    """Return the path of which actors are part of others, a CSV file for `data.files.demo`."""
    return Path(__file__).parent / "part_of_finland.csv"


def descriptions_file() -> Path:
    """Return the path of 70 of the actors' descriptions in Finnish and Swedish, with the themes they speak of: CSV."""
    return Path(__file__).parent / "descriptions_finland.csv"
