"""All introductions of a network, for who builds on it: what those that asked may know of them, and nothing more.

A request that was declined is nowhere told from one that nobody has answered: not in its state, not in its place in the
list, and not in when anything is told of it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, time, timedelta
from enum import StrEnum
from typing import Protocol, TypeAlias

from sqlalchemy import ColumnElement, and_, not_, or_, select, update

from data.activity.events import EventKind
from data.database.tables import INTRODUCTIONS, time_text
from data.introductions.introduction import Introduction, IntroductionAnswer
from data.introductions.table import introduction_from
from data.store.sessions import Session
from data.store.transactions import Transaction

# Where an introduction stands in a list, the newest first: when it was asked, as it is stored, and its id.
Place: TypeAlias = tuple[str, str]

_ROW = INTRODUCTIONS.c
_ACCEPTED = and_(_ROW.answer.is_not(None), _ROW.answer == IntroductionAnswer.ACCEPTED.value)
_WITHDRAWN = and_(not_(_ACCEPTED), _ROW.withdrawn.is_not(None))
_UNANSWERED = and_(not_(_ACCEPTED), _ROW.withdrawn.is_(None))


class Asked(Protocol):
    """What has been asked."""

    @property
    def id(self) -> str:
        """Of the introduction."""

    @property
    def asked(self) -> datetime:
        """When, UTC."""


def place_of(introduction: Asked) -> Place:
    """Return where an introduction stands in a list."""
    return time_text(introduction.asked), introduction.id


def is_after(place: Place, other: Place) -> bool:
    """Tell whether a place in a list comes after another one."""
    return place[0] < other[0] or (place[0] == other[0] and place[1] > other[1])


class PublicState(StrEnum):
    """Where a request stands in the eyes of who has asked: one that was declined stays pending, then lapses."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which introductions of a network are asked for.

    Attributes:
        state: only those that stand so; None for all.
        since: only those that have stood so since a time or later, UTC; None for all.
        after: only those whose place in the list is after this one; None for all.
    """

    state: PublicState | None = None
    since: datetime | None = None
    after: Place | None = None


def list_introductions(session: Session, wanted: Wanted, now: datetime, limit: int) -> list[Introduction]:
    """Return introductions of a network, the newest first.

    Args:
        session: reads the network.
        wanted: which of them.
        now: the time, in the time zone of the network.
        limit: how many at most.
    """
    query = select(INTRODUCTIONS).where(_ROW.network == session.network)
    if wanted.state is not None:
        query = query.where(_states(now)[wanted.state])
    if wanted.since is not None:
        query = query.where(_since(wanted.since.astimezone(now.tzinfo), now))
    if wanted.after is not None:
        asked, introduction = wanted.after
        query = query.where(or_(_ROW.asked < asked, and_(_ROW.asked == asked, _ROW.id > introduction)))
    rows = session.connection.execute(query.order_by(_ROW.asked.desc(), _ROW.id).limit(limit))
    return list(map(introduction_from, rows))


def note_lapses(transaction: Transaction, now: datetime) -> int:
    """Note in what happens that requests have lapsed, each once, in the order of their deadlines; return how many.

    Args:
        transaction: one that writes.
        now: the time, in the time zone of the network.
    """
    due = [introduction_from(row) for row in transaction.connection.execute(
        select(INTRODUCTIONS).where(*_lapses(transaction, now)).order_by(_ROW.deadline, _ROW.id))]
    if due:
        transaction.connection.execute(update(INTRODUCTIONS).where(*_lapses(transaction, now)).values(lapse_noted=1))
        for item in due:
            transaction.note(EventKind.INTRODUCTION_LAPSED, item.actor, item.other, {"introduction": item.id})
    return len(due)


def have_lapsed(session: Session, now: datetime) -> bool:
    """Tell whether there are lapses to be noted."""
    return session.connection.execute(select(_ROW.id).where(*_lapses(session, now)).limit(1)).first() is not None


def _lapses(session: Session, now: datetime) -> tuple[ColumnElement[bool], ...]:
    return (_ROW.network == session.network, _ROW.lapse_noted == 0, _UNANSWERED,
            _ROW.deadline < now.date().isoformat())


def _states(now: datetime) -> Mapping[PublicState, ColumnElement[bool]]:
    """Return the condition of each state."""
    today = now.date().isoformat()
    return {PublicState.ACCEPTED: _ACCEPTED, PublicState.WITHDRAWN: _WITHDRAWN,
            PublicState.PENDING: and_(_UNANSWERED, _ROW.deadline >= today),
            PublicState.LAPSED: and_(_UNANSWERED, _ROW.deadline < today)}


def _since(since: datetime, now: datetime) -> ColumnElement[bool]:
    """Return the condition that an introduction has stood as it does since a time, in the network's zone, or later."""
    moment = time_text(since.astimezone(UTC))
    # A request lapses at the midnight after its deadline.
    last = since.date() - timedelta(days=1) if since.timetz().replace(tzinfo=None) == time.min else since.date()
    states = _states(now)
    return or_(and_(states[PublicState.ACCEPTED], _ROW.answered >= moment),
               and_(states[PublicState.WITHDRAWN], _ROW.withdrawn >= moment),
               and_(states[PublicState.PENDING], _ROW.asked >= moment),
               and_(states[PublicState.LAPSED], _ROW.deadline >= last.isoformat()))
