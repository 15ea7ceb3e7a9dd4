"""Texts to train an encoder for Finnish, Swedish and English; see `SOURCES.md`."""

from __future__ import annotations

from pathlib import Path


def encoder_folder() -> Path:
    """Return the folder of the texts, five files in Parquet."""
    return Path(__file__).parent
