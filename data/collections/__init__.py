"""Benchmarks: networks to measure suggestions on; each folder says of itself where it comes from."""

from __future__ import annotations

from pathlib import Path


def cordis_folder() -> Path:
    """Return the folder of the organisations and projects of Horizon Europe, four files in Parquet and JSON."""
    return Path(__file__).parent / "cordis"


def finland_folder() -> Path:
    """Return the folder of the graded partners in the demo network of Finland, files in CSV, JSON and JSON Lines."""
    return Path(__file__).parent / "finland"


def parallel_folder() -> Path:
    """Return the folder of the ideas that are told in three languages each, a file in JSON Lines."""
    return Path(__file__).parent / "parallel"


def places_folder() -> Path:
    """Return the folder of the texts that say where work is to happen, a file in JSON Lines."""
    return Path(__file__).parent / "places"


def lists_folder() -> Path:
    """Return the folder of what lists of organisations are judged on; its README says what is in it."""
    return Path(__file__).parent / "lists"


def searches_folder() -> Path:
    """Return the folder of the words that actors are looked for with, a file in CSV."""
    return Path(__file__).parent / "searches"
