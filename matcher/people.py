"""Whom the actors of a network serve: read from their descriptions and the names of their themes when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from copy import copy
from functools import cache, partial

from data.reading.languages import SPEAKERS
from data.reading.reader import Reader
from data.records.profiles import Profile


class PeopleServed:
    """Knows whom stored actors serve: codes of people, or `speakers:` and a language. What was read once is kept.

    Args:
        reader: gives what reads texts.
    """

    def __init__(self, reader: Callable[[], Reader]) -> None:
        self._reader = reader
        self._known: dict[str, frozenset[str]] = {}
        self._of_theme = cache(partial(_in_theme, reader))

    def follow(self, gone: Iterable[str]) -> PeopleServed:
        """Return the same for a network in which actors, given by their ids, have changed or are not any more."""
        other = copy(self)
        other._known = self._known.copy()
        for actor in gone:
            other._known.pop(actor, None)
        return other

    def of(self, actor: Profile) -> frozenset[str]:
        """Return whom a stored actor serves; those who speak the languages that it works in are among them."""
        if actor.id not in self._known:
            self._known[actor.id] = self._read(actor)
        return self._known[actor.id]

    def _read(self, actor: Profile) -> frozenset[str]:
        read = self._reader().people_in
        speakers = frozenset(f"{SPEAKERS}{language}" for language in actor.languages)
        return speakers.union(*map(read, actor.descriptions.values()), *map(self._of_theme, actor.themes))


def _in_theme(open_reader: Callable[[], Reader], theme: str) -> frozenset[str]:
    reader = open_reader()
    names = reader.vocabularies.themes.labels(theme).texts.values()
    return frozenset[str]().union(*map(reader.people_in, names))
