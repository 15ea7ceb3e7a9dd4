"""What part a place plays in a text: a place of work, or where somebody comes from, has a head office, saw a model."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.reading.place_names import Form
from data.reading.words import WordedText

WORK, PARTNER = "work", "partner"

WORDS_BETWEEN = 2

_SIDES = {"before": (True,), "after": (False,), "around": (True, False)}


class Force(StrEnum):
    """When a part other than work takes a place out of what was understood."""

    ALWAYS = "always"
    OTHER = "other"
    WIDER = "wider"


@dataclass(frozen=True, slots=True)
class Spot:
    """Where one place stands, or several that are named in a row.

    Attributes:
        start, end: in characters, the preposition before it among them.
        form: of the first of them.
    """

    start: int
    end: int
    form: Form


@dataclass(frozen=True, slots=True)
class Part:
    """A part that words beside a place give to it."""

    role: str
    force: Force


@dataclass(frozen=True, slots=True)
class Cue:
    """Words that give a part to a place.

    Attributes:
        part: what they give.
        is_before: whether they stand before the place, not after it.
        within: how far away ("next", "near", "clause", "sentence").
        form: the form the place must stand in; None if it does not matter.
        pattern: finds the words in what stands on that side.
    """

    part: Part
    is_before: bool
    within: str
    form: Form | None
    pattern: re.Pattern[str]

    def holds(self, sides: Mapping[str, tuple[str, str]], form: Form) -> bool:
        """Return whether the words stand there, seeing what is before and after the place in its clause or sentence."""
        before, after = sides["sentence" if self.within == "sentence" else "clause"]
        return self.form in {None, form} and bool(self.pattern.search(before if self.is_before else after))


@dataclass(frozen=True)
class PlaceRoles:
    """Finds the parts that places play, by words beside them."""

    cues: Sequence[Cue]

    def parts(self, worded: WordedText, spot: Spot) -> frozenset[Part]:
        """Return the parts that a place plays other than work; none where the words beside it speak of work."""
        sides = {"clause": _sides(worded, spot, worded.clause(spot.start, spot.end)),
                 "sentence": _sides(worded, spot, worded.sentence(spot.start, spot.end))}
        parts = frozenset(cue.part for cue in self.cues if cue.holds(sides, spot.form))
        return frozenset() if any(part.role == WORK for part in parts) else parts


def open_roles(rows: Iterable[Mapping[str, str]]) -> PlaceRoles:
    """Return the parts that the rows of place_cues.csv tell of."""
    cues: defaultdict[tuple[Part, bool, str, Form | None], list[str]] = defaultdict(list)
    for row in rows:
        part, form = Part(row["role"], Force(row["force"])), Form[row["form"].upper()] if row["form"] else None
        for is_before in _SIDES[row["side"]]:
            cues[part, is_before, row["within"], form].append(row["cue"])
    return PlaceRoles(tuple(Cue(*key, _pattern(words, key[2], is_before=key[1])) for key, words in cues.items()))


def phrase(words: str) -> str:
    """Return the expression of a phrase in small letters; where a word has a star it goes on ("head office*")."""
    return r"[\W_]+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())


def _pattern(words: Sequence[str], within: str, *, is_before: bool) -> re.Pattern[str]:
    either = rf"\b(?:{'|'.join(map(phrase, words))})\b"
    if within in {"clause", "sentence"}:
        return re.compile(either)
    between = WORDS_BETWEEN if within == "near" else 0
    return re.compile(rf"{either}(?:[\W_]+\w+){{0,{between}}}[\W_]*$" if is_before else
                      rf"^[\W_]*(?:\w+[\W_]+){{0,{between}}}{either}")


def _sides(worded: WordedText, spot: Spot, bounds: tuple[int, int]) -> tuple[str, str]:
    before, after = worded.text[bounds[0]:spot.start], worded.text[spot.end:bounds[1]]
    return unicodedata.normalize("NFC", before).casefold(), unicodedata.normalize("NFC", after).casefold()
