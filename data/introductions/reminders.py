"""What actors are to be reminded of: that a request waits for an answer, and to say what came of an introduction."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import bindparam, select, update

from data.database.tables import INTRODUCTIONS, time_text
from data.introductions.introduction import Introduction, IntroductionAnswer
from data.introductions.table import IntroductionTable, introduction_from
from data.store.sessions import Session

# Of so many introductions at once.
MOST_AT_ONCE = 100
ANSWER_DUE_WITHIN = timedelta(days=3)
OUTCOME_AFTER = timedelta(days=30)


class ReminderKind(StrEnum):
    """What an actor is reminded of."""

    ANSWER = "answer"
    OUTCOME = "outcome"


@dataclass(frozen=True, slots=True)
class Reminder:
    """Something an actor is to be reminded of.

    Attributes:
        kind: to answer, or to say what came of it.
        introduction: id.
        actor: who is to be reminded.
        other: the other side.
        deadline: the last day for the answer; None for an outcome.
    """

    kind: ReminderKind
    introduction: str
    actor: str
    other: str
    deadline: date | None


def take_reminders(session: Session, now: datetime) -> tuple[Reminder, ...]:
    """Return what actors are to be reminded of now, and note that it was handed out: it is not handed out again.

    A request that is not shown to whom it was sent, as it has blocked the asker, is nothing to remind of meanwhile.

    Args:
        session: one that writes.
        now: the time, in the time zone of the network, whose calendar counts.
    """
    here, columns = INTRODUCTIONS.c.network == session.network, INTRODUCTIONS.c
    today, kinds = now.date(), ReminderKind
    waiting = (columns.answer.is_(None) & columns.withdrawn.is_(None) & (columns.reminded == "")
               & columns.deadline.between(today.isoformat(), (today + ANSWER_DUE_WITHIN).isoformat()))
    met = ((columns.answer == IntroductionAnswer.ACCEPTED.value) & (columns.answered <= time_text(now - OUTCOME_AFTER))
           & (columns.reminded != kinds.OUTCOME.value)
           & (columns.actor_outcome.is_(None) | columns.other_outcome.is_(None)))
    due = [introduction_from(row) for row in session.connection.execute(select(INTRODUCTIONS).where(
        here, waiting | met).order_by(columns.deadline, columns.id))]
    blocks = IntroductionTable(session).blocks_among((item.other, item.actor) for item in due)
    visible = [item for item in due if item.is_accepted or (item.other, item.actor) not in blocks][:MOST_AT_ONCE]
    if visible:
        session.connection.execute(
            update(INTRODUCTIONS).where(here, columns.id == bindparam("at")).values(reminded=bindparam("kind")),
            [{"at": item.id, "kind": (kinds.OUTCOME if item.is_accepted else kinds.ANSWER).value} for item in visible])
    return tuple(reminder for item in visible for reminder in _of(item))


def reminders_given(session: Session, actor: str, introductions: Collection[str]) -> dict[str, ReminderKind]:
    """Return of what an actor was reminded last, for those of some introductions of which it was.

    That the other side was reminded to answer is not told: it would tell that it had not declined.

    Args:
        session: of the network.
        actor: its id.
        introductions: ids of those that the actor may see.
    """
    columns = INTRODUCTIONS.c
    rows = session.connection.execute(select(columns.id, columns.reminded).where(
        columns.network == session.network, columns.reminded != "", (columns.other == actor) | (
            (columns.actor == actor) & (columns.reminded == ReminderKind.OUTCOME.value))).order_by(columns.id))
    return {row.id: ReminderKind(row.reminded) for row in rows if row.id in introductions}


def _of(item: Introduction) -> Iterator[Reminder]:
    if not item.is_accepted:
        yield Reminder(ReminderKind.ANSWER, item.id, item.other, item.actor, item.deadline)
        return
    for actor, other, outcome in ((item.actor, item.other, item.actor_outcome),
                                  (item.other, item.actor, item.other_outcome)):
        if outcome is None:
            yield Reminder(ReminderKind.OUTCOME, item.id, actor, other, None)
