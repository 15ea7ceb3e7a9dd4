"""What the followed have done, the newest first, as a page shows it: day by day."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, tzinfo
from itertools import groupby

from data.wording.texts import render
from service.runtime.feed import News


@dataclass(frozen=True, slots=True)
class NewsLine:
    """Something that an actor, given by its id, has done: a sentence."""

    actor: str
    sentence: str


@dataclass(frozen=True, slots=True)
class NewsDay:
    """What was done on a day."""

    day: date
    lines: tuple[NewsLine, ...]


def days_of(news: Sequence[News], zone: tzinfo, language: str) -> tuple[NewsDay, ...]:
    """Return news by days, in their order.

    Args:
        news: what was done.
        zone: whose days count.
        language: of the words.
    """
    return tuple(NewsDay(day, tuple(NewsLine(item.event.actor, render(item.sentence, language)) for item in items))
                 for day, items in groupby(news, lambda item: item.event.happened.astimezone(zone).date()))
