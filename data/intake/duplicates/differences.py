"""What two profiles say differently, in the words of people: labels where there are codes."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from data.files.columns import ACTOR_COLUMNS, CellKind, Column
from data.files.rows import excerpt
from data.intake.labels import COVERAGES, STATUSES, label_of
from data.records.merging import Side
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import language_name
from data.wording.texts import Labels, Text

Named: TypeAlias = Labels | Text | str

_COLUMNS: Mapping[str, Column] = {".".join(filter(None, column.place)): column for column in ACTOR_COLUMNS.columns}
_TRANSLATED: Mapping[str, Column] = {
    column.translations[0]: column for column in ACTOR_COLUMNS.columns if column.translations}
_CHOICES: Mapping[str, Mapping[str, Text]] = {"coverage": COVERAGES, "status": STATUSES}


@dataclass(frozen=True, slots=True)
class Difference:
    """What two profiles say in one field.

    Attributes:
        field: its name, such as “website” or “descriptions.fi”.
        label: what people call it.
        one, other: what they say, long words cut; nothing for nothing.
    """

    field: str
    label: Text | str
    one: tuple[Named, ...]
    other: tuple[Named, ...]


def difference_of(side: Side, vocabularies: Vocabularies) -> Difference:
    """Return what two profiles say in one field in words."""
    one, other = (_named(side.field, values, vocabularies) for values in (side.kept, side.gone))
    return Difference(side.field, _label(side.field), one, other)


def _label(field: str) -> Text | str:
    if field in _COLUMNS:
        return label_of(_COLUMNS[field].name) or field
    place, _, language = field.rpartition(".")
    return (label_of(_TRANSLATED[place].name, language) if place in _TRANSLATED else None) or field


def _named(field: str, values: Sequence[str], vocabularies: Vocabularies) -> tuple[Named, ...]:
    column = _COLUMNS.get(field)
    if column is None:
        return tuple(map(excerpt, values))
    if column.vocabulary:
        terms = vocabularies.by_name()[column.vocabulary]
        return tuple(terms.labels(value) if value in terms else value for value in values)
    if column.kind is CellKind.LANGUAGES:
        return tuple(map(language_name, values))
    return tuple(_CHOICES.get(field, {}).get(value) or excerpt(value) for value in values)
