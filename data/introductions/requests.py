"""Asking to be introduced, and answering: who may, how often, and what has to be given first.

No refusal depends on whether a request was declined, or on who has blocked the asker: it would tell so.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4

from data.activity.events import EventKind
from data.errors import ContactMissing, IntroductionRefused
from data.introductions.contacts import Contact, Contacts
from data.introductions.introduction import Introduction, IntroductionOutcome
from data.introductions.table import IntroductionTable
from data.records.profiles import Profile, Status
from data.store.sessions import Session
from data.store.transactions import Transaction
from data.wording.actions import Action
from data.wording.texts import step, text

# What an actor may have open at once, and ask within 30 days.
MOST_OPEN = 10
MOST_REQUESTS = 30
REQUESTS_WITHIN = timedelta(days=30)
# What an actor may be asked at once: those whom everybody knows are not to be flooded.
MOST_WAITING = 20
# The same actor is not asked again before.
AGAIN_AFTER = timedelta(days=90)
# Capacity is for so long used up by an introduction.
YEAR = timedelta(days=365)


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
        self._leaving = transaction.planned_erasures.all
        self._now = now

    def ask(self, actor: str, other: str, message: str, deadline: date) -> Introduction:
        """Ask another actor to be introduced.

        Raises:
            UnknownActor: one of the two is not there.
            ContactMissing: the asker has given no contact data.
            IntroductionRefused: it may not ask, or not ask this actor, or not now.
        """
        asker, addressee = self._actor(actor), self._actor(other)
        self._demand_contact(actor)
        self._demand_no_block(actor, other)
        mine = self._table.asked_by(actor)
        self._demand_once(mine, actor, other)
        self._demand_few(mine)
        self._demand_reachable(addressee)
        for profile in (asker, addressee):
            self._demand_capacity(profile)
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
        self._demand_contact(actor)
        if self._contacts.given(request.actor) is None:
            raise ContactMissing(text("“{actor}” has taken its contact data back.", actor=request.actor), "",
                                 text("Nothing can be shared unless it gives them again."))
        for side in (actor, request.actor):
            self._demand_capacity(self._actor(side))
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

    def _demand_contact(self, actor: str) -> None:
        contact = self._contacts.find(actor)
        if contact is None:
            raise ContactMissing(text("“{actor}” has given no contact data.", actor=actor), "",
                                 step(Action.GIVE_CONTACT, "Give them first.", actor=actor))
        if contact.source:
            raise ContactMissing(text("The contact data of “{actor}” come from a list and were not confirmed.",
                                      actor=actor), "",
                                 step(Action.GIVE_CONTACT, "Give them first.", actor=actor))

    def _demand_no_block(self, actor: str, other: str) -> None:
        """Refuse what an actor has parted from itself; who has blocked it, it is not told."""
        if self._table.blocks_among([(actor, other)]):
            raise IntroductionRefused(text("“{actor}” has blocked “{other}”.", actor=actor, other=other), "",
                                      text("Lift the block first."))

    def _demand_once(self, mine: list[Introduction], actor: str, other: str) -> None:
        for item in mine:
            if item.other == other and item.is_open(self._now):
                raise IntroductionRefused(text("“{actor}” has asked “{other}” already.", actor=actor, other=other), "",
                                          text("Wait for an answer until {day}.", day=item.deadline))
            if item.other == other:
                self._demand_past(item.ends(self._now.tzinfo) + AGAIN_AFTER)
        for item in self._table.asked_by(other):
            if item.other == actor and item.is_open(self._now):
                raise IntroductionRefused(text("“{actor}” has asked “{other}” already.", actor=other, other=actor), "",
                                          text("Accept that request."))
            if item.other == actor and item.is_accepted:
                self._demand_past(item.ends(self._now.tzinfo) + AGAIN_AFTER)

    def _demand_past(self, day: date) -> None:
        if self._now.date() < day:
            raise IntroductionRefused(text("The same actor cannot be asked again so soon."), "",
                                      text("Ask again on {day} or later.", day=day))

    def _demand_few(self, mine: list[Introduction]) -> None:
        still_open = [item for item in mine if item.is_open(self._now)]
        if len(still_open) >= MOST_OPEN:
            raise IntroductionRefused(
                text("Too many requests are open already: {count}.", count=len(still_open)), "",
                text("Withdraw one, or ask again after {day}.", day=min(item.deadline for item in still_open)))
        recent = [item for item in mine if item.asked > self._now - REQUESTS_WITHIN]
        if len(recent) >= MOST_REQUESTS:
            day = (recent[MOST_REQUESTS - 1].asked + REQUESTS_WITHIN).astimezone(self._now.tzinfo).date()
            day += timedelta(days=1)
            raise IntroductionRefused(
                text("Too many requests were made within {days} days: {count}.", days=REQUESTS_WITHIN.days,
                     count=len(recent)), "", text("Ask again on {day} or later.", day=day))

    def _demand_reachable(self, addressee: Profile) -> None:
        if addressee.status is not Status.ACTIVE or addressee.id in self._leaving():
            raise IntroductionRefused(text("“{actor}” takes no part in the network now.", actor=addressee.id), "",
                                      text("Choose another actor."))
        waiting = [item for item in self._table.asked_of(addressee.id) if item.is_open(self._now)]
        if len(waiting) >= MOST_WAITING:  # no day is named: it would tell of the requests of others
            raise IntroductionRefused(text("“{actor}” has been asked by as many as it can be at once.",
                                           actor=addressee.id), "",
                                      text("Ask again in some days, or choose another actor."))

    def _demand_capacity(self, profile: Profile) -> None:
        if profile.capacity is None:
            return
        if self._table.accepted_since(profile.id, self._now - YEAR) >= profile.capacity:
            raise IntroductionRefused(
                text("“{actor}” takes on no more partnerships now.", actor=profile.id), "",
                text("This changes with the capacity in its profile, or when introductions are a year old."))


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
