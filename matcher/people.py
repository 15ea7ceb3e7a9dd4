"""Whom the actors of a network serve: read from their descriptions and the names of their themes when it is asked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import cache

from data.reading.languages import SPEAKERS
from data.reading.reader import Reader
from data.records.profiles import Profile


class PeopleServed:
    """Knows whom actors serve: codes of people, or `speakers:` and a language. What was read once is kept.

    Args:
        actors: in the order of their rows.
        reader: gives what reads texts.
    """

    def __init__(self, actors: Sequence[Profile], reader: Callable[[], Reader]) -> None:
        self._actors = actors
        self._reader = reader
        self.of_row = cache(self._of_row)
        self._of_theme = cache(self._in_theme)

    def _of_row(self, row: int) -> frozenset[str]:
        """Return whom an actor serves; those who speak the languages that it works in are among them."""
        actor, read = self._actors[row], self._reader().people_in
        speakers = frozenset(f"{SPEAKERS}{language}" for language in actor.languages)
        return speakers.union(*map(read, actor.descriptions.values()), *map(self._of_theme, actor.themes))

    def _in_theme(self, theme: str) -> frozenset[str]:
        reader = self._reader()
        names = reader.vocabularies.themes.labels(theme).texts.values()
        return frozenset[str]().union(*map(reader.people_in, names))
