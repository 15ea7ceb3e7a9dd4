"""The names of the shapes that lists come in."""

from __future__ import annotations

from enum import StrEnum


class SourceFormat(StrEnum):
    """What shape a list has: `LIST` is any that nobody made for us, the others are those of `SOURCES`."""

    LIST = "list"
    PTV = "ptv"
    PRH = "prh"
    EURA = "eura"
    JSONLD = "jsonld"
