"""Which themes actors name and their texts speak of, read when a sentence first asks and kept while the actor stays."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from copy import copy
from typing import Literal, TypeAlias

from data.records.profiles import Profile
from data.vocabularies.vocabulary import Vocabulary

Part: TypeAlias = Literal["work", "needs", "offers"]
Codes: TypeAlias = "dict[Part, tuple[str, ...]]"


class SpokenThemes:
    """Knows what stored actors name and their texts speak of; of others nothing is kept, except while one asks.

    Args:
        rows: id of each actor → its row.
        stored: the actors, row by row.
        themes: the themes that can be spoken of.
    """

    def __init__(self, rows: Mapping[str, int], stored: Sequence[Profile], themes: Vocabulary) -> None:
        self._rows = rows
        self._stored = stored
        self._themes = themes
        self._known: dict[str, Codes] = {}
        self._asking: tuple[Profile, Codes] | None = None

    def of(self, profile: Profile, part: Part) -> tuple[str, ...]:
        """Return the codes of the themes that a part of a profile names and of those its texts speak of, each once."""
        known = self._known_of(profile)
        if part not in known:
            themes, texts = _said(profile, part)
            spoken = (code for text in texts.values() for code in self._themes.codes_in(text))
            known[part] = tuple(dict.fromkeys((*themes, *spoken)))
        return known[part]

    def _known_of(self, profile: Profile) -> Codes:
        row = self._rows.get(profile.id)
        if row is not None and self._stored[row] is profile:
            return self._known.setdefault(profile.id, {})
        if self._asking and self._asking[0] is profile:
            return self._asking[1]
        return {}

    def for_question_of(self, profile: Profile) -> SpokenThemes:
        """Return the same for one question: what the one who asks says is read once, stored or not."""
        other = copy(self)
        other._asking = profile, {}
        return other

    def follow(self, rows: Mapping[str, int], stored: Sequence[Profile], gone: Iterable[str]) -> SpokenThemes:
        """Return the same for other actors; what was read of those that stayed as they were is taken over.

        Args:
            rows, stored: see above.
            gone: ids of those that changed or are not there any more.
        """
        other = SpokenThemes(rows, stored, self._themes)
        other._known = self._known.copy()
        for actor in gone:
            other._known.pop(actor, None)
        return other


def _said(profile: Profile, part: Part) -> tuple[Sequence[str], Mapping[str, str]]:
    """Return the themes that a part of a profile names, and its texts by language."""
    if part == "work":
        return profile.themes, profile.descriptions
    wish = profile.needs if part == "needs" else profile.offers
    return wish.themes, wish.texts
