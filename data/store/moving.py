"""What goes on around an actor, moved to the one that it was merged with."""

from __future__ import annotations

import json
from collections.abc import Mapping

from sqlalchemy import and_, delete, or_, select, update

from data.activity.events import EventKind
from data.database.tables import CONTACTS, EVENTS, FOLLOWS, INTRODUCTIONS, LISTS
from data.store.sessions import Session


def move_activity(session: Session, kept: str, gone: str, cooperations: Mapping[str, str]) -> None:
    """Let everything that is kept of an actor besides its records be kept of another one.

    What each has done to the other goes; contact data of the kept one hold.

    Args:
        session: one that writes.
        kept, gone: ids of actors that are there.
        cooperations: ids of cooperations that name the one that goes → their ids afterwards, empty where there is none.
    """
    session.aliases.add(gone, kept)
    session.distinct_pairs.move(gone, kept)
    session.imports.forget_actors([gone])
    _move_events(session, kept, gone)
    _move_cooperations(session, cooperations)
    _move_follows(session, kept, gone)
    _move_introductions(session, kept, gone)
    session.idea_requests.move(gone, kept)
    _move_lists(session, kept, gone)
    _move_contact(session, kept, gone)


def _move_contact(session: Session, kept: str, gone: str) -> None:
    """Let contact data be those of the kept one where it has none, which then has to confirm them."""
    here = CONTACTS.c.network == session.network
    if not session.connection.execute(select(CONTACTS.c.actor).where(here, CONTACTS.c.actor == kept)).first():
        session.connection.execute(update(CONTACTS).where(here, CONTACTS.c.actor == gone).values(
            actor=kept, source=gone))


def _move_events(session: Session, kept: str, gone: str) -> None:
    here, columns = EVENTS.c.network == session.network, EVENTS.c
    both = and_(columns.actor.in_([kept, gone]), columns.other.in_([kept, gone]))
    # That the other one joined is no news of the kept one.
    session.connection.execute(delete(EVENTS).where(here, or_(both, and_(
        columns.actor == gone, columns.kind == EventKind.JOINED.value))))
    rows = session.connection.execute(select(EVENTS).where(here, or_(columns.actor == gone, columns.other == gone)))
    for row in rows.all():
        said = json.loads(row.document)
        moved = {name: kept if name in ("actor", "other") and value == gone else value
                 for name, value in said.items()} if said else said
        session.connection.execute(update(EVENTS).where(
            here, columns.revision == row.revision, columns.place == row.place).values(
                actor=kept if row.actor == gone else row.actor, other=kept if row.other == gone else row.other,
                document=json.dumps(moved, ensure_ascii=False)))


def _move_cooperations(session: Session, cooperations: Mapping[str, str]) -> None:
    """Let events tell of cooperations by their new ids, once of each and of whoever takes part in it."""
    here, columns = EVENTS.c.network == session.network, EVENTS.c
    of_kind = columns.kind == EventKind.COOPERATES.value
    session.events.forget_cooperations([old for old, new in cooperations.items() if not new])
    for old, new in cooperations.items():
        session.connection.execute(update(EVENTS).where(here, of_kind, columns.other == old).values(other=new))
    seen: set[tuple[str, str]] = set()
    rows = session.connection.execute(select(EVENTS).where(
        here, of_kind, columns.other.in_(set(cooperations.values()))).order_by(columns.revision, columns.place))
    for row in rows.all():
        if (row.actor, row.other) in seen:
            session.connection.execute(delete(EVENTS).where(
                here, columns.revision == row.revision, columns.place == row.place))
        seen.add((row.actor, row.other))


def _move_follows(session: Session, kept: str, gone: str) -> None:
    here, columns = FOLLOWS.c.network == session.network, FOLLOWS.c
    rows = session.connection.execute(select(FOLLOWS).where(here, or_(columns.actor == gone, columns.other == gone)))
    moved = {(kept if row.actor == gone else row.actor, kept if row.other == gone else row.other): row.since
             for row in rows.all()}
    session.follows.forget_actors([gone])
    known = {(row.actor, row.other) for row in session.connection.execute(select(FOLLOWS).where(here))}
    new = [{"network": session.network, "actor": actor, "other": other, "since": since}
           for (actor, other), since in moved.items() if actor != other and (actor, other) not in known]
    if new:
        session.connection.execute(FOLLOWS.insert(), new)


def _move_introductions(session: Session, kept: str, gone: str) -> None:
    here, columns = INTRODUCTIONS.c.network == session.network, INTRODUCTIONS.c
    session.connection.execute(delete(INTRODUCTIONS).where(
        here, columns.actor.in_([kept, gone]), columns.other.in_([kept, gone])))
    for column in (columns.actor, columns.other):
        session.connection.execute(update(INTRODUCTIONS).where(here, column == gone).values({column.name: kept}))


def _move_lists(session: Session, kept: str, gone: str) -> None:
    """Let lists that were shown name the kept one, once each; in its own list it is nobody."""
    here = LISTS.c.network == session.network
    session.connection.execute(update(LISTS).where(here, LISTS.c.actor == gone).values(actor=kept))
    word = json.dumps(gone, ensure_ascii=False)
    rows = session.connection.execute(select(LISTS).where(here, or_(
        LISTS.c.actor == kept, LISTS.c.document.contains(word, autoescape=True))))
    for row in rows.all():
        content = json.loads(row.document)
        names = [kept if place[0] == gone else place[0] for place in content["places"]]
        seen = {row.actor}
        for place, name in zip(content["places"], names, strict=True):
            place[0] = "" if name in seen else name
            seen.add(name)
        session.connection.execute(update(LISTS).where(here, LISTS.c.id == row.id).values(
            document=json.dumps(content, ensure_ascii=False)))
