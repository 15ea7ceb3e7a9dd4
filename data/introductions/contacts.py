"""How an actor can be reached: kept apart from its profile, since profiles are shown to all readers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import ColumnElement, Connection, delete, func, insert, or_, select

from data.database.tables import CONTACTS
from data.errors import UnknownContact
from data.store.sessions import Session
from data.tenancy.sign_ins import end_letters
from data.wording.actions import Action
from data.wording.texts import step, text


@dataclass(frozen=True, slots=True)
class Contact:
    """Contact data of an actor.

    Attributes:
        name: of a person, or of a role.
        email, phone: where it is reached; empty when it has not said.
        source: the list they come from, if the actor has not given or confirmed them itself: they are shown to nobody
            then but to those who may see everything of the actor.
    """

    name: str
    email: str = ""
    phone: str = ""
    source: str = ""


class Contacts:
    """The contact data in a network.

    Args:
        session: one that writes for what writes.
    """

    def __init__(self, session: Session) -> None:
        self._connection = session.connection
        self._network = session.network

    def find(self, actor: str) -> Contact | None:
        """Return the contact data of an actor; None if it has given none."""
        row = self._connection.execute(select(CONTACTS).where(*self._of(actor))).one_or_none()
        return Contact(row.name, row.email, row.phone, row.source) if row else None

    def given(self, actor: str) -> Contact | None:
        """Return the contact data that an actor has given itself; None if it has not, or others did."""
        contact = self.find(actor)
        return contact if contact and not contact.source else None

    def of(self, actor: str) -> Contact:
        """Return the contact data of an actor.

        Raises:
            UnknownContact: it has given none.
        """
        contact = self.find(actor)
        if contact is None:
            raise _unknown(actor)
        return contact

    def put(self, actor: str, contact: Contact) -> None:
        """Store contact data in the place of what an actor, which is there, has given before.

        Whoever was signed in by a link to another e-mail address is so no longer.
        """
        before = self.find(actor)
        if before and before.email.lower() != contact.email.lower():
            end_letters(self._connection, self._network, [actor])
        self._connection.execute(delete(CONTACTS).where(*self._of(actor)))
        self._connection.execute(insert(CONTACTS).values(network=self._network, actor=actor, **asdict(contact)))

    def add(self, contacts: Mapping[str, Contact]) -> int:
        """Store contact data of actors, which are there, where there are none; return how many were new."""
        known = set(self._connection.execute(
            select(CONTACTS.c.actor).where(CONTACTS.c.network == self._network)).scalars())
        new = {actor: contact for actor, contact in contacts.items() if actor not in known}
        for actor, contact in new.items():
            self.put(actor, contact)
        return len(new)

    def remove_of(self, source: str) -> int:
        """Remove the contact data that come from a list and were not confirmed; return how many there were."""
        here = CONTACTS.c.network == self._network, CONTACTS.c.source == source
        end_letters(self._connection, self._network,
                    self._connection.execute(select(CONTACTS.c.actor).where(*here)).scalars().all())
        return self._connection.execute(delete(CONTACTS).where(*here)).rowcount

    def remove(self, actor: str) -> None:
        """Remove the contact data of an actor.

        Raises:
            UnknownContact: it has given none.
        """
        if not self._connection.execute(delete(CONTACTS).where(*self._of(actor))).rowcount:
            raise _unknown(actor)
        end_letters(self._connection, self._network, [actor])

    def _of(self, actor: str) -> tuple[ColumnElement[bool], ...]:
        return CONTACTS.c.network == self._network, CONTACTS.c.actor == actor


def actors_reached_at(connection: Connection, email: str) -> Sequence[tuple[str, str]]:
    """Return the networks and ids of the actors that are reached at an e-mail address, in small letters or large."""
    is_it = or_(CONTACTS.c.email == email, func.lower(CONTACTS.c.email) == email.lower())
    rows = connection.execute(select(CONTACTS.c.network, CONTACTS.c.actor).where(
        is_it, CONTACTS.c.email != "").order_by(CONTACTS.c.network, CONTACTS.c.actor))
    return [(row.network, row.actor) for row in rows]


def _unknown(actor: str) -> UnknownContact:
    return UnknownContact(text("“{actor}” has given no contact data.", actor=actor), "",
                          step(Action.GIVE_CONTACT, "Give them first.", actor=actor))
