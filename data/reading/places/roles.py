"""What part a place plays in a text: a place of work, or where somebody comes from, has a head office, saw a model."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Container, Iterable, Mapping, Sequence, Set
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

from data.reading.phrases import AnyEnding, Found, Phrases
from data.reading.places.names import Form
from data.reading.words import WordedText

WORK, PARTNER, SERVED, ORIGIN, REFUSED = "work", "partner", "served", "origin", "refused"
# What only bears the name of a place.
NAMESAKES = frozenset(("street", "surname", "document", "organisation", "language", "storage"))

FARTHEST = 40  # words between a place and what is said of it
_WORDS_BETWEEN = {"next": 0, "near": 2, "clause": FARTHEST, "sentence": FARTHEST}
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
        begin: with the preposition before it, in characters.
        start, end: without it.
        space: where the place before it ends and the one after it begins: what words tell reaches no farther.
        form: of the first of them.
        is_extent: whether another place says how far from it something reaches: "från Sideby till Karleby".
    """

    begin: int
    start: int
    end: int
    space: tuple[int, int]
    form: Form
    is_extent: bool = False


@dataclass(frozen=True, slots=True)
class Part:
    """A part that words beside a place give to it."""

    role: str
    force: Force


_MERE_ORIGIN = Part(ORIGIN, Force.OTHER)


@dataclass(frozen=True, slots=True)
class Cue:
    """What words beside a place tell.

    Attributes:
        part: the part that they give to the place.
        is_before: whether they stand before it, not after it.
        within: how far away ("next", "near", "clause", "sentence").
        form: the form the place must stand in; None if it does not matter.
    """

    part: Part
    is_before: bool
    within: str
    form: Form | None


@dataclass(frozen=True)
class PlaceRoles:
    """Finds the parts that the places of one text play, by words beside them.

    Attributes:
        cues: what words tell.
        contrasts: words that begin a clause that says something else ("but").
        worded: the text.
    """

    cues: Phrases[Cue]
    contrasts: Container[str]
    worded: WordedText

    def parts(self, spot: Spot) -> frozenset[Part]:
        """Return the parts that a place plays other than work; none where the words beside it speak of work.

        What stands in the form of an origin is one where the text names another place, unless the words beside it speak
        of people who are served or sought.
        """
        first, last = self.worded.words_within(spot.start, spot.end)
        begin, _ = self.worded.words_within(spot.begin, spot.end)
        space = self.worded.words_within(*spot.space)
        sentence = self.worded.words_within(*self.worded.sentence(spot.start, spot.end))
        clause = self._clause(spot, first, last)
        parts = {_MERE_ORIGIN} if spot.form is Form.FROM and not spot.is_extent else set()
        for found in self._around(max(first - FARTHEST, space[0]), min(last + FARTHEST, space[1])):
            cue, start, end = found.value, found.first, found.last
            within = sentence if cue.within == "sentence" else clause
            is_beside = end <= first if cue.is_before else start >= last
            between = max(begin - end, 0) if cue.is_before else start - last
            is_near = within[0] <= start < end <= within[1] and is_beside and between <= _WORDS_BETWEEN[cue.within]
            if is_near and cue.form in {None, spot.form}:
                parts.add(cue.part)
        return _weighed(parts)

    def _clause(self, spot: Spot, first: int, last: int) -> tuple[int, int]:
        """Return the words of the clause of a place: contrasts part clauses as signs do."""
        begin, end = self.worded.words_within(*self.worded.clause(spot.start, spot.end))
        contrasts = self._contrasts
        before, after = bisect_left(contrasts, first), bisect_left(contrasts, last)
        return (max(begin, contrasts[before - 1]) if before else begin,
                min(end, contrasts[after]) if after < len(contrasts) else end)

    @cached_property
    def _contrasts(self) -> Sequence[int]:
        return [number for number, word in enumerate(self.worded.words) if word.letters in self.contrasts]

    def _around(self, first: int, last: int) -> Sequence[Found[Cue]]:
        return self._found[bisect_left(self._numbers, first):bisect_right(self._numbers, last)]

    @cached_property
    def _found(self) -> Sequence[Found[Cue]]:
        return list(self.cues.all(self.worded.words))

    @cached_property
    def _numbers(self) -> Sequence[int]:
        return [item.first for item in self._found]


def open_cues(rows: Iterable[Mapping[str, str]]) -> Phrases[Cue]:
    """Return what the rows of place_cues.csv tell."""
    return Phrases(((row["cue"], Cue(Part(row["role"], Force(row["force"])), is_before, row["within"],
                                     Form[row["form"].upper()] if row["form"] else None))
                   for row in rows for is_before in _SIDES[row["side"]]), AnyEnding())


def _weighed(parts: Set[Part]) -> frozenset[Part]:
    """Return the parts that hold beside each other: a refusal outweighs work, which outweighs all else."""
    roles = {part.role for part in parts}
    if REFUSED in roles:
        return frozenset(part for part in parts if part.role == REFUSED)
    if WORK in roles:
        return frozenset()
    if SERVED in roles:
        return frozenset(part for part in parts if part.role not in {SERVED, PARTNER} and part != _MERE_ORIGIN)
    return frozenset(parts)
