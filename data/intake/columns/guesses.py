"""What an unknown header may mean: by how it is spelled, by its words, and by what stands below it."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from rapidfuzz import process
from rapidfuzz.distance import OSA

from data.files.columns import Layout
from data.intake.columns.contents import Contents, are_long_texts
from data.intake.columns.header_words import Patterns, spoken_of
from data.intake.questions import LEAVE_OUT
from data.wording.texts import Text, text
from data.wording.words import is_near, normalise

LIKELY = 0.5  # a guess below is none
SPELLED, SAID, HELD, UNMISTAKABLE, LONG, AGREED = 0.75, 0.8, 0.75, 0.95, 0.55, 0.1
LONGEST_HEADER = 300  # characters
SHORTEST = 5  # letters; in shorter names a slip makes another word
MOST = 0.7  # share of cells that says what a column holds
FEW = 0.1  # share of cells below which it does not hold a kind
SHAPES = frozenset({"contact_email", "contact_phone", "website", "business_id"})
WORDS = frozenset({"municipalities", "regions", "sector", "themes", "languages"})

_BRACKETS = re.compile(r"\([^()]*\)")


@dataclass(frozen=True, slots=True)
class Guess:
    """What a header may mean.

    Attributes:
        target: a column without its language, or `LEAVE_OUT`.
        score: how likely it is, from 0 to about 1.
        reason: why.
    """

    target: str
    score: float
    reason: Text


def guesses(header: str, cells: Sequence[object], layouts: Sequence[Layout], patterns: Patterns,
            contents: Contents) -> list[Guess]:
    """Return what a header may mean, the likeliest first.

    Args:
        header: as it is written.
        cells: what stands below it, without empty ones.
        layouts: whose columns may be meant.
        patterns: of words in headers.
        contents: tells what cells hold.
    """
    shares = contents.shares(cells)
    held = _held(shares, cells)
    # Of “address.municipality” the last name says what it is.
    name = header.rpartition(".")[2].strip() if "." in header else header
    said = _said(name, patterns) or _said(header, patterns)
    found = [_doubted(guess, held) for guess in (_spelled(name, layouts), said) if guess]
    best: dict[str, Guess] = {}
    for guess in (*found, *held):
        before = best.get(guess.target)
        score = max(guess.score, before.score) + AGREED if before else guess.score
        best[guess.target] = Guess(guess.target, score, before.reason if before else guess.reason)
    known = {LEAVE_OUT, *(column.name for layout in layouts for column in layout.columns)}
    return sorted((guess for guess in best.values() if guess.target in known and guess.score >= LIKELY),
                  key=lambda guess: -guess.score)


def holds_another(target: str, cells: Sequence[object], contents: Contents) -> bool:
    """Tell whether cells hold words of another kind than those that their header promises."""
    if target not in WORDS:
        return False
    shares = contents.shares(cells)
    others = max((share for kind, share in shares.items() if kind in WORDS | SHAPES), default=0)
    return shares.get(target, 0) <= FEW and others >= MOST


def holds_none(target: str, cells: Sequence[object], contents: Contents) -> bool:
    """Tell whether a column takes words of a kind, and hardly any cell holds one."""
    return target in WORDS and contents.shares(cells).get(target, 0) <= FEW


def _spelled(header: str, layouts: Sequence[Layout]) -> Guess | None:
    words = normalise(_BRACKETS.sub("", header[:LONGEST_HEADER])) or normalise(header[:LONGEST_HEADER])
    names = {name: column for layout in layouts for name, column in layout.names.items() if len(name) >= SHORTEST}
    near = process.extractOne(words, names.keys(), scorer=OSA.normalized_similarity) if names else None
    if not near or not is_near(words, near[0]):
        return None
    return Guess(names[near[0]].name, SPELLED * near[1], text("It is spelled like “{name}”.", name=near[0]))


def _said(header: str, patterns: Patterns) -> Guess | None:
    target = spoken_of(header[:LONGEST_HEADER], patterns)
    return Guess(target, SAID, text("The header speaks of it.")) if target else None


def _doubted(guess: Guess, held: Sequence[Guess]) -> Guess:
    """Return a guess from the header, for less where the cells hold words of another kind."""
    kinds = {other.target for other in held} & (WORDS | SHAPES)
    is_doubtful = guess.target in WORDS and kinds and guess.target not in kinds
    return replace(guess, score=guess.score / 2) if is_doubtful else guess


def _held(shares: dict[str, float], cells: Sequence[object]) -> list[Guess]:
    count = len(cells)
    held = [Guess(target, share * (UNMISTAKABLE if target in SHAPES else HELD),
                  text("The cells hold it: {share} % of {count}.", share=round(100 * share), count=count))
            for target, share in shares.items() if share >= MOST and (target in SHAPES or count > 1)]
    if are_long_texts(cells):
        held.append(Guess("description", LONG, text("The cells hold sentences.")))
    return held
