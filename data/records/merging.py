"""Two profiles of one actor put together, and what they say differently."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from typing import Any

from data.records.profiles import Profile, Wish

# What an actor is known by, and what is decided elsewhere.
_NOT_UNITED = frozenset({"id", "status"})


@dataclass(frozen=True, slots=True)
class Side:
    """What two profiles say in one field.

    Attributes:
        field: its name, such as “website” or “descriptions.fi”.
        kept: the values of the one that is kept; empty for nothing.
        gone: those of the other one; empty for nothing.
    """

    field: str
    kept: tuple[str, ...]
    gone: tuple[str, ...]


def merge_profiles(kept: Profile, gone: Profile) -> Profile:
    """Return the profile of an actor that two profiles tell of.

    Where both say something, the kept one holds; lists are united, and texts in languages that it lacks are added.
    """
    values = {field.name: _united(getattr(kept, field.name), getattr(gone, field.name))
              for field in fields(Profile) if field.name not in _NOT_UNITED}
    if values["part_of"] in (kept.id, gone.id):
        values["part_of"] = ""
    return replace(kept, **values)


def sides_of(kept: Profile, gone: Profile) -> tuple[Side, ...]:
    """Return the fields in which two profiles say something and not the same, those that are lost by merging first."""
    sides = [Side(name, one, other) for name, one, other in _shown(kept, gone) if one != other]
    return tuple(sorted(sides, key=lambda side: not (side.kept and side.gone)))


def losses_of(kept: Profile, gone: Profile) -> tuple[Side, ...]:
    """Return what the other profile says in the place of which the kept one holds when they are merged."""
    return tuple(side for side in sides_of(kept, gone) if side.kept and side.gone and not _is_list(side.field))


def _is_list(field: str) -> bool:
    return isinstance(_values(Profile("", "")).get(field), tuple)


def _united(kept: Any, gone: Any) -> Any:  # noqa: ANN401 - values of any field
    if isinstance(kept, tuple):
        return tuple(dict.fromkeys((*kept, *gone)))
    if isinstance(kept, Mapping):
        return {**gone, **kept}
    if isinstance(kept, Wish):
        return Wish(_united(kept.texts, gone.texts), _united(kept.themes, gone.themes))
    return gone if kept in ("", None) else kept


def _shown(kept: Profile, gone: Profile) -> list[tuple[str, tuple[str, ...], tuple[str, ...]]]:
    ours, theirs = _values(kept), _values(gone)
    return [(name, _words(ours.get(name)), _words(theirs.get(name))) for name in dict.fromkeys((*ours, *theirs))]


def _values(profile: Profile) -> dict[str, Any]:
    """Return the values of a profile by their fields; texts in several languages are fields of their own."""
    values: dict[str, Any] = {}
    for field in fields(Profile):
        value = getattr(profile, field.name)
        if isinstance(value, Wish):
            values[f"{field.name}.themes"] = value.themes
            value = value.texts
        values |= ({f"{field.name}.{language}": words for language, words in value.items()}
                   if isinstance(value, Mapping) else {field.name: value})
    return values


def _words(value: Any) -> tuple[str, ...]:  # noqa: ANN401 - values of any field
    if isinstance(value, tuple):
        return value
    return () if value in ("", None) else (str(value),)
