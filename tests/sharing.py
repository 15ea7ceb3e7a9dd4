"""What the quick gear opens once in a process: it is shipped, and never changes. Thorough opens it again and again."""

from __future__ import annotations

import sys
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest

from data.vocabularies.catalogue import FINLAND, Vocabularies, open_vocabularies
from models.encoders import static
from models.encoders.static import StaticEncoder


def share_what_is_shipped(patch: pytest.MonkeyPatch) -> None:
    """Let everything that opens the vocabularies of Finland or the default encoder get those that are open."""
    _share_vocabularies(patch)
    _share_table(patch)


def _share_vocabularies(patch: pytest.MonkeyPatch) -> None:
    opened = cache(open_vocabularies)

    def open_shared(folder: Path = FINLAND) -> Vocabularies:
        return (opened if folder == FINLAND else open_vocabularies)(folder)

    for module in tuple(sys.modules.values()):
        if module.__dict__.get("open_vocabularies") is open_vocabularies and module.__name__ != __name__:
            patch.setattr(module, "open_vocabularies", open_shared)


def _share_table(patch: pytest.MonkeyPatch) -> None:
    load = StaticEncoder.__dict__["_table"].func

    @cache
    def shipped() -> Any:  # noqa: ANN401 - the library is loaded late
        return load(StaticEncoder())

    def table(encoder: StaticEncoder) -> Any:  # noqa: ANN401
        return shipped() if encoder.__dict__["_folder"] == static.BUNDLED_FOLDER else load(encoder)

    shared = cached_property(table)
    shared.__set_name__(StaticEncoder, "_table")
    patch.setattr(StaticEncoder, "_table", shared)
