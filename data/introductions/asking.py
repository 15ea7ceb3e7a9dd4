"""Who may ask to be introduced to whom, how often, and what has to be given first.

No refusal depends on whether a request was declined, or on who has blocked the asker: it would tell so.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from data.errors import ContactMissing, IntroductionRefused
from data.introductions.contacts import Contacts
from data.introductions.introduction import Introduction
from data.introductions.table import IntroductionTable
from data.records.profiles import Profile, Status
from data.store.sessions import Session
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


class Asking:
    """Whether an actor may ask another one.

    Args:
        session: where introductions and contact data are read.
        now: the time, in the time zone of the network, whose calendar counts.
    """

    def __init__(self, session: Session, now: datetime) -> None:
        self._table = IntroductionTable(session)
        self._contacts = Contacts(session)
        self._leaving = session.planned_erasures.all
        self._now = now

    def demand_may_ask(self, asker: Profile, addressee: Profile) -> None:
        """Refuse a request that cannot be made.

        Raises:
            ContactMissing: the asker has given no contact data.
            IntroductionRefused: it may not ask, or not ask this actor, or not now.
        """
        self.demand_contact(asker.id)
        self._demand_no_block(asker.id, addressee.id)
        mine = self._table.asked_by(asker.id)
        self._demand_once(mine, asker.id, addressee.id)
        self._demand_few(mine)
        self._demand_reachable(addressee)
        for profile in (asker, addressee):
            self.demand_capacity(profile)

    def demand_contact(self, actor: str) -> None:
        """Refuse an actor that has given or confirmed no contact data.

        Raises:
            ContactMissing: it has not.
        """
        contact = self._contacts.find(actor)
        if contact is None:
            raise ContactMissing(text("“{actor}” has given no contact data.", actor=actor), "",
                                 step(Action.GIVE_CONTACT, "Give them first.", actor=actor))
        if contact.source:
            raise ContactMissing(text("The contact data of “{actor}” come from a list and were not confirmed.",
                                      actor=actor), "",
                                 step(Action.GIVE_CONTACT, "Give them first.", actor=actor))

    def demand_capacity(self, profile: Profile) -> None:
        """Refuse an actor that takes on no more partnerships.

        Raises:
            IntroductionRefused: it does not.
        """
        if profile.capacity is None:
            return
        if self._table.accepted_since(profile.id, self._now - YEAR) >= profile.capacity:
            raise IntroductionRefused(
                text("“{actor}” takes on no more partnerships now.", actor=profile.id), "",
                text("This changes with the capacity in its profile, or when introductions are a year old."))

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
