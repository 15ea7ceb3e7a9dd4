"""Lists whose shapes are published: each source turns its document into a table of ours, and the flow of lists goes on.

A source is a module here with a `Source`, its name in `data.intake.formats`, and a line in `SOURCES`.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from importlib import import_module

from data.files.columns import COOPERATION_COLUMNS, Layout
from data.intake.formats import SourceFormat
from data.intake.sources.source import Known, Reader, Source
from data.intake.tables.table import read_table


def _of(module: str) -> Callable[[], Source]:
    def load() -> Source:
        source: Source = import_module(f"{__name__}.{module}").SOURCE
        return source
    return load


SOURCES: Mapping[SourceFormat, Callable[[], Source]] = {
    SourceFormat.PTV: _of("ptv"),
    SourceFormat.PRH: _of("prh"),
    SourceFormat.EURA: _of("eura"),
    SourceFormat.JSONLD: _of("linked"),
}


def reader_of(form: SourceFormat, layout: Layout) -> Reader:
    """Return what reads a file of records of a layout: the source, if it tells of these, else what reads any list."""
    source = SOURCES[form]() if form in SOURCES else None
    if source is not None and source.layout is layout:
        return source.read
    return list_reader(layout)


def list_reader(layout: Layout) -> Reader:
    """Return what reads a list that nobody made for us."""
    return lambda path, _known, sheet: read_table(path, layout, sheet)


def is_of_cooperations(form: SourceFormat) -> bool:
    """Tell whether a source tells of cooperations, and not of actors."""
    return form in SOURCES and SOURCES[form]().layout is COOPERATION_COLUMNS


__all__ = ["SOURCES", "Known", "Reader", "Source", "SourceFormat", "is_of_cooperations", "list_reader", "reader_of"]
