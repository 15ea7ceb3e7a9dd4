"""What was understood of a text, each with the words it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum


class Aspect(StrEnum):
    """What a mention is about."""

    REGION = "region"
    MUNICIPALITY = "municipality"
    NATIONWIDE = "nationwide"
    KIND = "kind"
    THEME = "theme"
    LANGUAGE = "language"
    PEOPLE = "people"


@dataclass(frozen=True, slots=True)
class Mention:
    """Words of a text, and what they stand for.

    Attributes:
        aspect: what they are about.
        codes: of the vocabulary of that aspect; several where the words stand for all of them ("both Savos"). Empty for
            `NATIONWIDE`.
        start, end: where the words stand in the text, in characters; the end is not among them.
        is_refused: whether the text says that this is not wanted.
        alternatives: what the words could mean besides; not empty where they are ambiguous.
    """

    aspect: Aspect
    codes: tuple[str, ...]
    start: int
    end: int
    is_refused: bool = False
    alternatives: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understanding:
    """What was understood of a text.

    Attributes:
        mentions: in the order of the text.
    """

    mentions: tuple[Mention, ...] = ()

    def codes(self, aspect: Aspect, *, refused: bool = False) -> tuple[str, ...]:
        """Return the codes of an aspect that are wanted, or those refused, in the order of the text, each once."""
        return tuple(dict.fromkeys(code for mention in self._of(aspect, refused) for code in mention.codes))

    @property
    def is_nationwide(self) -> bool:
        """Whether the text says that the work is to be done everywhere."""
        return any(self._of(Aspect.NATIONWIDE, refused=False))

    def _of(self, aspect: Aspect, refused: bool) -> Iterator[Mention]:
        return (mention for mention in self.mentions if mention.aspect is aspect and mention.is_refused is refused)
