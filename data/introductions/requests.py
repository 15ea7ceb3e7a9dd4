"""What is done about introductions: one is asked for, answered, withdrawn, and said what came of it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from uuid import uuid4

from data.activity.events import EventKind
from data.errors import ContactMissing, IntroductionRefused
from data.introductions.asking import Asking
from data.introductions.contacts import Contact, Contacts
from data.introductions.introduction import Introduction, IntroductionOutcome
from data.introductions.table import IntroductionTable
from data.store.sessions import Session
from data.store.transactions import Transaction
from data.wording.texts import text


class Introducing:
    """What can be done about introductions in a transaction.

    Args:
        transaction: one that writes.
        now: the time, in the time zone of the network, whose calendar counts.
    """

    def __init__(self, transaction: Transaction, now: datetime) -> None:
        self._actor = transaction.actor
        self._note = transaction.note
        self._table = IntroductionTable(transaction)
        self._contacts = Contacts(transaction)
        self._asking = Asking(transaction, now)
        self._now = now

    def ask(self, actor: str, other: str, message: str, deadline: date) -> Introduction:
        """Ask another actor to be introduced.

        Raises:
            UnknownActor: one of the two is not there.
            ContactMissing: the asker has given no contact data.
            IntroductionRefused: it may not ask, or not ask this actor, or not now.
        """
        self._asking.demand_may_ask(self._actor(actor), self._actor(other))
        introduction = Introduction(uuid4().hex, actor, other, message, self._now.astimezone(UTC), deadline)
        self._table.add(introduction)
        self._tell(EventKind.INTRODUCTION_ASKED, introduction)
        return introduction

    def accept(self, actor: str, introduction_id: str) -> Introduction:
        """Accept a request on behalf of who was asked; see `Introduction.accept`.

        Raises:
            UnknownIntroduction: it has not received it.
            ContactMissing: one of the two has no contact data.
            IntroductionRefused: it cannot be accepted any more, or one of the two takes on no more partnerships.
        """
        request = self._request_to(actor, introduction_id)
        introduction = request.accept(self._now)
        if request.is_accepted:
            return request
        self._asking.demand_contact(actor)
        if self._contacts.given(request.actor) is None:
            raise ContactMissing(text("“{actor}” has taken its contact data back.", actor=request.actor), "",
                                 text("Nothing can be shared unless it gives them again."))
        for side in (actor, request.actor):
            self._asking.demand_capacity(self._actor(side))
        self._table.change(introduction)
        self._tell(EventKind.INTRODUCTION_ACCEPTED, introduction)
        return introduction

    def decline(self, actor: str, introduction_id: str) -> Introduction:
        """Decline a request on behalf of who was asked; nobody is told, and nothing is counted that others see.

        Raises:
            UnknownIntroduction: it has not received it.
            IntroductionRefused: it cannot be declined any more.
        """
        return self._become(self._request_to(actor, introduction_id).decline(self._now))

    def withdraw(self, actor: str, introduction_id: str) -> Introduction:
        """Take a request back on behalf of who asked.

        Raises:
            UnknownIntroduction: it has not asked it.
            IntroductionRefused: it was accepted, or the deadline is over.
        """
        introduction = self._table.find(actor, introduction_id)
        if introduction.actor != actor:
            raise IntroductionRefused(text("Only who has asked can withdraw a request."), "",
                                      text("Accept or decline it."))
        return self._withdraw(introduction)

    def say(self, actor: str, introduction_id: str, outcome: IntroductionOutcome | None) -> Introduction:
        """Store what one side says came of an introduction; None takes it back.

        Raises:
            UnknownIntroduction: it takes part in none of this id.
            IntroductionRefused: it was not accepted.
        """
        return self._become(self._table.find(actor, introduction_id).say(actor, outcome))

    def part(self, actor: str, other: str) -> None:
        """Withdraw what an actor has asked of one that it blocks, so that it cannot be accepted any more."""
        for item in self._table.asked_by(actor):
            if item.other == other and item.is_open(self._now):
                self._withdraw(item)

    def _withdraw(self, introduction: Introduction) -> Introduction:
        after = introduction.withdraw(self._now)
        if not introduction.withdrawn:
            self._tell(EventKind.INTRODUCTION_WITHDRAWN, introduction)
        return self._become(after)

    def _tell(self, kind: EventKind, introduction: Introduction) -> None:
        self._note(kind, introduction.actor, introduction.other, {"introduction": introduction.id})

    def _become(self, introduction: Introduction) -> Introduction:
        self._table.change(introduction)
        return introduction

    def _request_to(self, actor: str, introduction_id: str) -> Introduction:
        introduction = self._table.find(actor, introduction_id)
        if introduction.other != actor:
            raise IntroductionRefused(text("Only who was asked can answer a request."), "", text("Withdraw it."))
        return introduction


def contact_of_other(session: Session, actor: str, introduction: Introduction) -> Contact | None:
    """Return the contact data of the other side that an actor may see.

    None until it was accepted, while one of the two blocks the other, and if the other side has taken them back.
    """
    if not introduction.is_accepted:
        return None
    other = introduction.other if actor == introduction.actor else introduction.actor
    if IntroductionTable(session).blocks_among([(actor, other), (other, actor)]):
        return None
    return Contacts(session).given(other)
