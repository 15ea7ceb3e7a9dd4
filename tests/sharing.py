"""What the tests open once in a process: it is shipped, and never changes. Each start of a service opened it anew."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import cache, cached_property
from pathlib import Path
from typing import Any

import pytest

from data.reading.reader import Reader, open_reader
from data.vocabularies.catalogue import FINLAND, Vocabularies, open_vocabularies
from models.encoders import static
from models.encoders.static import StaticEncoder


def share_what_is_shipped(patch: pytest.MonkeyPatch) -> None:
    """Let all that opens the vocabularies of Finland, their reader or the default encoder get those that are open."""
    _share_vocabularies(patch)
    _share_table(patch)


def _share_vocabularies(patch: pytest.MonkeyPatch) -> None:
    opened, read = cache(open_vocabularies), cache(lambda: open_reader(opened(FINLAND)))

    def open_shared(folder: Path = FINLAND) -> Vocabularies:
        return (opened if folder == FINLAND else open_vocabularies)(folder)

    def read_shared(vocabularies: Vocabularies) -> Reader:
        return read() if vocabularies is opened(FINLAND) else open_reader(vocabularies)

    _replace(open_vocabularies, open_shared, patch)
    _replace(open_reader, read_shared, patch)


def _replace(function: Callable[..., object], other: Callable[..., object], patch: pytest.MonkeyPatch) -> None:
    for module in tuple(sys.modules.values()):
        if module.__dict__.get(function.__name__) is function and module.__name__ != __name__:
            patch.setattr(module, function.__name__, other)


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
