"""Nested records as flat ones: what stands deeper gets the names on the way to it, with dots between them."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from data.files.columns import DEEPEST_PLACE, Column, Layout, Place


def flat(values: Mapping[str, object], layouts: Sequence[Layout]) -> dict[str, object]:
    """Return a record whose objects are taken apart, unless a layout knows them as they are."""
    return {".".join(place): inner for name, value in values.items()
            for place, inner in _leaves((name,), value, layouts)}


def _leaves(place: Place, value: object, layouts: Sequence[Layout]) -> Iterator[tuple[Place, object]]:
    is_known_whole = len(place) == 1 and any(is_known(place[0], value, layout) for layout in layouts)
    if not isinstance(value, Mapping) or not value or len(place) == DEEPEST_PLACE or is_known_whole:
        yield place, value
        return
    for key, inner in value.items():
        yield from _leaves((*place, str(key)), inner, layouts)


def is_known(name: str, value: object, layout: Layout) -> bool:
    """Tell whether a layout knows all of what stands under a name of a record."""
    cells, unknown = layout.split({name: value})
    return bool(cells) and not unknown


def find_nested(header: str, layout: Layout) -> tuple[Column, str] | None:
    """Return the column that a header with dots means, and its language: “contact.email”, “names.sv”."""
    if "." not in header:
        return None
    value: object = ""
    name, *deeper = header.split(".")
    for key in reversed(deeper):
        value = {key: value}
    cells, unknown = layout.split({name: value})
    return (cells[0].column, cells[0].language) if len(cells) == 1 and not unknown else None
