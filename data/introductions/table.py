"""The stored introductions of a network."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import fields
from datetime import date, datetime, timedelta
from math import nan
from typing import Any

from sqlalchemy import ColumnElement, delete, func, insert, select, update

from data.database.tables import BLOCKS, INTRODUCTIONS, time_text
from data.errors import UnknownIntroduction
from data.introductions.introduction import (
    Introduction,
    IntroductionAnswer,
    IntroductionOutcome,
    IntroductionState,
    IntroductionView,
)
from data.records.keys import pair_key
from data.records.relations import Block
from data.store.sessions import Session
from data.wording.actions import Action
from data.wording.texts import step, text

WINDOW = timedelta(days=90)


class IntroductionTable:
    """The introductions of a network.

    Args:
        session: one that writes for what writes.
    """

    def __init__(self, session: Session) -> None:
        self._connection = session.connection
        self._network = session.network
        self._here = INTRODUCTIONS.c.network == session.network

    def find(self, actor: str, introduction_id: str) -> Introduction:
        """Return an introduction that an actor takes part in and may see.

        Raises:
            UnknownIntroduction: there is none.
        """
        introductions = self._select(INTRODUCTIONS.c.id == introduction_id, _involves(actor))
        introduction = next(iter(self._visible(actor, introductions)), None)
        if introduction is None:
            raise UnknownIntroduction(
                text("“{actor}” has no introduction “{introduction}”.", actor=actor, introduction=introduction_id), "",
                step(Action.LIST_INTRODUCTIONS, "Look at the list of its introductions.", actor=actor))
        return introduction

    def seen_by(self, actor: str, now: datetime) -> list[IntroductionView]:
        """Return what an actor may see of its introductions at a time, the newest first."""
        return [item.seen_by(actor, now) for item in self._visible(actor, self._select(_involves(actor)))]

    def asked_by(self, actor: str) -> list[Introduction]:
        """Return what an actor has asked, the newest first."""
        return self._select(INTRODUCTIONS.c.actor == actor)

    def asked_of(self, actor: str) -> list[Introduction]:
        """Return what an actor was asked, the newest first, with what it is not shown."""
        return self._select(INTRODUCTIONS.c.other == actor)

    def waiting_for(self, actor: str, now: datetime) -> int:
        """Return how many requests wait for an answer of an actor, of those that it is shown.

        Args:
            actor: id of who was asked.
            now: the time, in the time zone of the network.
        """
        row = INTRODUCTIONS.c
        return len(self._visible(actor, self._select(
            row.other == actor, row.answer.is_(None), row.withdrawn.is_(None), row.deadline >= now.date().isoformat())))

    def accepted_since(self, actor: str, time: datetime) -> int:
        """Return how many introductions of an actor, from either side, were accepted on the day of a time or later."""
        midnight = time.replace(hour=0, minute=0, second=0)
        return self._connection.execute(select(func.count()).where(
            self._here, _involves(actor), INTRODUCTIONS.c.answer == IntroductionAnswer.ACCEPTED.value,
            INTRODUCTIONS.c.answered >= time_text(midnight))).scalar_one()

    def add(self, introduction: Introduction) -> None:
        """Store a new introduction of two actors that are there."""
        self._connection.execute(insert(INTRODUCTIONS).values(
            network=self._network, reminded="", lapse_noted=0, **_row(introduction)))

    def change(self, introduction: Introduction) -> None:
        """Store another state of an introduction."""
        self._connection.execute(update(INTRODUCTIONS).where(
            self._here, INTRODUCTIONS.c.id == introduction.id).values(_row(introduction)))

    def forget_before(self, day: date) -> int:
        """Remove the introductions whose deadline was before a day; return how many there were."""
        return self._connection.execute(delete(INTRODUCTIONS).where(
            self._here, INTRODUCTIONS.c.deadline < day.isoformat())).rowcount

    def blocks_among(self, pairs: Iterable[tuple[str, str]]) -> set[tuple[str, str]]:
        """Return those of some pairs whose first actor has blocked the second."""
        keys = {pair_key(Block(*pair)): pair for pair in pairs}
        query = select(BLOCKS.c.key).where(BLOCKS.c.network == self._network, BLOCKS.c.key.in_(keys))
        return {keys[key] for key in self._connection.execute(query).scalars()}

    def states(self, now: datetime) -> Counter[IntroductionState]:
        """Return how many introductions stand where, in the eyes of who was asked."""
        alike = INTRODUCTIONS.c.answer, INTRODUCTIONS.c.withdrawn.is_not(None), INTRODUCTIONS.c.deadline
        counts: Counter[IntroductionState] = Counter()
        for answer, withdrawn, deadline, count in self._connection.execute(
                select(*alike, func.count()).where(self._here).group_by(*alike)):
            one = Introduction("", "a", "b", "", now, date.fromisoformat(deadline),
                               IntroductionAnswer(answer) if answer else None, withdrawn=now if withdrawn else None)
            counts[one.seen_by("b", now).state] += count
        return counts

    def unanswered_share(self, now: datetime) -> float:
        """Return the share of requests that nobody answered, 0 to 1.

        Of those that were not withdrawn and whose deadline was over within the last 90 days; NaN without any.
        """
        query = select(INTRODUCTIONS.c.answer).where(
            self._here, INTRODUCTIONS.c.withdrawn.is_(None), INTRODUCTIONS.c.deadline < now.date().isoformat(),
            INTRODUCTIONS.c.deadline >= (now.date() - WINDOW).isoformat())
        answers = list(self._connection.execute(query).scalars())
        return sum(not answer for answer in answers) / len(answers) if answers else nan

    def _visible(self, actor: str, introductions: list[Introduction]) -> list[Introduction]:
        """Leave out what comes from actors that the actor has blocked, unless it accepted it."""
        pairs = ((actor, item.actor) for item in introductions if item.actor != actor)
        blocks = {other for _, other in self.blocks_among(pairs)}
        return [item for item in introductions if item.is_accepted or item.actor not in blocks]

    def _select(self, *conditions: ColumnElement[bool]) -> list[Introduction]:
        order = INTRODUCTIONS.c.asked.desc(), INTRODUCTIONS.c.id
        return [introduction_from(row) for row in self._connection.execute(
            select(INTRODUCTIONS).where(self._here, *conditions).order_by(*order))]


def introduction_from(row: Any) -> Introduction:  # noqa: ANN401 - a row of the table
    """Return a stored introduction."""
    return Introduction(
        row.id, row.actor, row.other, row.message, datetime.fromisoformat(row.asked), date.fromisoformat(row.deadline),
        IntroductionAnswer(row.answer) if row.answer else None, _time(row.answered), _time(row.withdrawn),
        _outcome(row.actor_outcome), _outcome(row.other_outcome))


def _involves(actor: str) -> ColumnElement[bool]:
    return (INTRODUCTIONS.c.actor == actor) | (INTRODUCTIONS.c.other == actor)


def _row(introduction: Introduction) -> dict[str, str | None]:
    return {item.name: _column_value(getattr(introduction, item.name)) for item in fields(introduction)}


def _column_value(value: str | date | None) -> str | None:
    if isinstance(value, datetime):
        return time_text(value)
    return value.isoformat() if isinstance(value, date) else value and str(value)


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None


def _outcome(value: str | None) -> IntroductionOutcome | None:
    return IntroductionOutcome(value) if value else None
