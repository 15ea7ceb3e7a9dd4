"""A request of one actor to be introduced to another one: what can become of it, and what each side sees of it.

Declining is silent. What the asker sees depends on the deadline, on an acceptance and on its own withdrawal only, so
that a request that was declined looks like one that nobody has answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta, tzinfo
from enum import StrEnum

from data.errors import IntroductionRefused
from data.wording.texts import text


class IntroductionAnswer(StrEnum):
    """What was answered."""

    ACCEPTED = "accepted"
    DECLINED = "declined"


class IntroductionState(StrEnum):
    """Where a request stands, in the eyes of one side."""

    PENDING = "pending"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    LAPSED = "lapsed"


class Side(StrEnum):
    """Whether an actor has asked, or was asked."""

    ASKED = "asked"
    RECEIVED = "received"


class IntroductionOutcome(StrEnum):
    """What came of an introduction, as one side says."""

    MET = "met"
    WORKING = "working"
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Introduction:
    """A request to be introduced.

    Attributes:
        id: 32 hexadecimal digits.
        actor: who asks.
        other: who is asked.
        message: of the asker.
        asked: when, UTC.
        deadline: the last day, in the time zone of the network, on which it can be answered.
        answer: None for none.
        answered: when, UTC.
        withdrawn: when the asker took it back, UTC.
        actor_outcome, other_outcome: what each side has said of it; None for nothing.
    """

    id: str
    actor: str
    other: str
    message: str
    asked: datetime
    deadline: date
    answer: IntroductionAnswer | None = None
    answered: datetime | None = None
    withdrawn: datetime | None = None
    actor_outcome: IntroductionOutcome | None = None
    other_outcome: IntroductionOutcome | None = None

    @property
    def is_accepted(self) -> bool:
        """Whether both sides want it."""
        return self.answer is IntroductionAnswer.ACCEPTED

    def is_open(self, now: datetime) -> bool:
        """Tell whether it still waits for an answer, as far as the asker can know."""
        return self._in_public(now) is IntroductionState.PENDING

    def stands_since(self, now: datetime) -> datetime:
        """Return since when it stands as it does at a time, as far as the asker can know, UTC.

        Args:
            now: the time, in the time zone of the network: what lapses does so at its midnight.
        """
        over = datetime.combine(self.deadline + timedelta(days=1), time.min, now.tzinfo).astimezone(UTC)
        since = {IntroductionState.ACCEPTED: self.answered, IntroductionState.WITHDRAWN: self.withdrawn,
                 IntroductionState.LAPSED: over}
        return since.get(self._in_public(now)) or self.asked

    def ends(self, zone: tzinfo | None) -> date:
        """Return the day on which it has ended, or will end if nothing happens, as far as the asker can know."""
        ended = self.answered if self.is_accepted else self.withdrawn
        return ended.astimezone(zone).date() if ended else self.deadline

    def seen_by(self, actor: str, now: datetime) -> IntroductionView:
        """Return what one of the two sides may see of it at a time."""
        if actor == self.actor:
            return self._view(Side.ASKED, self._in_public(now), self.answered if self.is_accepted else None)
        state = IntroductionState(self.answer.value) if self.answer else self._in_public(now)
        return self._view(Side.RECEIVED, state, self.answered)

    def told_of(self, actor: str, now: datetime) -> IntroductionView:
        """Return what is told of it to who acts for one of the two sides and is not told what they keep.

        That is nothing the asker may not see, no words of the other side, and not what came of it.
        """
        view = replace(self, answer=self.answer if self.is_accepted else None,
                       answered=self.answered if self.is_accepted else None).seen_by(actor, now)
        return replace(view, message=self.message if actor == self.actor else "", outcome=None)

    def accept(self, now: datetime) -> Introduction:
        """Return it accepted; who has declined may still think better of it.

        Raises:
            IntroductionRefused: it was withdrawn, or the deadline is over.
        """
        if self.is_accepted:
            return self
        self._demand_open(now)
        return replace(self, answer=IntroductionAnswer.ACCEPTED, answered=now.astimezone(UTC))

    def decline(self, now: datetime) -> Introduction:
        """Return it declined.

        Raises:
            IntroductionRefused: it was accepted or withdrawn, or the deadline is over.
        """
        if self.answer is IntroductionAnswer.DECLINED:
            return self
        self._demand_open(now)
        return replace(self, answer=IntroductionAnswer.DECLINED, answered=now.astimezone(UTC))

    def withdraw(self, now: datetime) -> Introduction:
        """Return it withdrawn.

        Raises:
            IntroductionRefused: it was accepted, or the deadline is over.
        """
        if self.withdrawn:
            return self
        self._demand_open(now)
        return replace(self, withdrawn=now.astimezone(UTC))

    def say(self, actor: str, outcome: IntroductionOutcome | None) -> Introduction:
        """Return it with what one side says came of it; None takes back what it has said.

        Raises:
            IntroductionRefused: it was not accepted.
        """
        if not self.is_accepted:
            raise IntroductionRefused(text("The two have not been introduced to each other."), "",
                                      text("Say what came of it when the request has been accepted."))
        return (replace(self, actor_outcome=outcome) if actor == self.actor else
                replace(self, other_outcome=outcome))

    def _in_public(self, now: datetime) -> IntroductionState:
        if self.is_accepted:
            return IntroductionState.ACCEPTED
        if self.withdrawn:
            return IntroductionState.WITHDRAWN
        return IntroductionState.PENDING if now.date() <= self.deadline else IntroductionState.LAPSED

    def _demand_open(self, now: datetime) -> None:
        reasons = {IntroductionState.ACCEPTED: text("The request has been accepted already."),
                   IntroductionState.WITHDRAWN: text("The request has been withdrawn."),
                   IntroductionState.LAPSED: text("The deadline was {day}.", day=self.deadline)}
        reason = reasons.get(self._in_public(now))
        if reason:
            raise IntroductionRefused(reason, "", text("Nothing can be changed any more."))

    def _view(self, side: Side, state: IntroductionState, time: datetime | None) -> IntroductionView:
        asks = side is Side.ASKED
        return IntroductionView(self.id, side, self.other if asks else self.actor, self.message, self.asked,
                                self.deadline, state, time, self.actor_outcome if asks else self.other_outcome)


@dataclass(frozen=True, slots=True)
class IntroductionView:
    """What one side may see of an introduction.

    Attributes:
        id: of the introduction.
        side: whether it has asked, or was asked.
        other: id of the other side.
        message: of the asker.
        asked: when, UTC.
        deadline: the last day on which it can be answered.
        state: where it stands; an asker does not see that it was declined.
        answered: when, UTC; None as long as this side does not know of an answer.
        outcome: what this side has said came of it; None for nothing.
    """

    id: str
    side: Side
    other: str
    message: str
    asked: datetime
    deadline: date
    state: IntroductionState
    answered: datetime | None
    outcome: IntroductionOutcome | None
