"""Benchmarks: networks with a dated history, to measure suggestions on; each folder has a `SOURCES.md`."""

from __future__ import annotations

from pathlib import Path


def cordis_folder() -> Path:
    """Return the folder of the organisations and projects of Horizon Europe, four files in Parquet and JSON."""
    return Path(__file__).parent / "cordis"
