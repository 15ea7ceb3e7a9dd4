"""What part a place plays in a text: a place of work, or where somebody comes from, has a head office, saw a model."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from data.reading.place_names import Form
from data.reading.words import WordedText

WORK, PARTNER = "work", "partner"

WORDS_BETWEEN = 2


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
class _Cue:
    """Words that give a part to a place: on one side of it, so near, if it stands in that form."""

    part: Part
    side: str
    within: str
    form: str
    pattern: re.Pattern[str]

    def holds(self, before: str, after: str, form: Form) -> bool:
        """Return whether the words stand before or after a place, as asked for."""
        if self.form and self.form != form.name.casefold():
            return False
        return (self.side != "after" and bool(self.pattern.search(before))
                or self.side == "around" and bool(self.pattern.search(after))
                or self.side == "after" and bool(self.pattern.search(after)))


@dataclass(frozen=True)
class PlaceRoles:
    """Finds the parts that places play, by words beside them."""

    cues: Sequence[_Cue]

    def parts(self, worded: WordedText, spot: Spot) -> frozenset[Part]:
        """Return the parts that a place plays other than work; none where the words beside it speak of work."""
        around = {"clause": _sides(worded, spot, worded.clause(spot.start, spot.end)),
                  "sentence": _sides(worded, spot, worded.sentence(spot.start, spot.end))}
        parts = frozenset(cue.part for cue in self.cues
                          if cue.holds(*around["sentence" if cue.within == "sentence" else "clause"], spot.form))
        return frozenset() if any(part.role == WORK for part in parts) else parts


def open_roles(rows: Iterable[Mapping[str, str]]) -> PlaceRoles:
    """Return the parts that the rows of place_cues.csv tell of."""
    cues = defaultdict(list)
    for row in rows:
        key = (Part(row["role"], Force(row["force"])), row["side"], row["within"], row["form"])
        cues[key].append(row["cue"])
    return PlaceRoles(tuple(_Cue(*key, pattern) for key, words in cues.items()
                            for pattern in _patterns(words, key[1], key[2])))


def phrase(words: str) -> str:
    """Return the expression of a phrase in small letters; where a word has a star it goes on ("head office*")."""
    return r"[\W_]+".join(re.escape(word).replace(r"\*", r"\w*") for word in words.split())


def _patterns(words: Sequence[str], side: str, within: str) -> Iterator[re.Pattern[str]]:
    either = rf"\b(?:{'|'.join(map(phrase, words))})\b"
    if within in {"clause", "sentence"}:
        yield re.compile(either)
        return
    between = rf"(?:[\W_]+\w+){{0,{WORDS_BETWEEN}}}[\W_]*" if within == "near" else r"[\W_]*"
    if side != "after":
        yield re.compile(rf"{either}{between}$")
    if side != "before":
        yield re.compile(rf"^[\W_]*(?:\w+[\W_]+){{0,{WORDS_BETWEEN if within == 'near' else 0}}}{either}")


def _sides(worded: WordedText, spot: Spot, bounds: tuple[int, int]) -> tuple[str, str]:
    return (worded.text[bounds[0]:spot.start].casefold(), worded.text[spot.end:bounds[1]].casefold())
