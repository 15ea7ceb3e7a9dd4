"""A need of an idea: one of the things it asks for, which a partner can meet."""

from __future__ import annotations

from dataclasses import dataclass

from data.reading.mention import Aspect


@dataclass(frozen=True, slots=True)
class Need:
    """One thing that an idea asks for.

    Attributes:
        aspect: what it is: a theme, a kind of partner, people who are served, or a language of the work.
        code: of the vocabulary of that aspect.
    """

    aspect: Aspect
    code: str
