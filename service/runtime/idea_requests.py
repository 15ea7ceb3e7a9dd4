"""Ideas made requests: what may be kept and shared, and what of it whom is shown."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from uuid import uuid4

from data.activity.idea_requests import IdeaRequest
from data.errors import Problem
from data.store.sessions import Session
from data.store.transactions import Transaction, unknown_actors
from data.wording.texts import Text, text, texts
from matcher.asking.idea import Brief
from matcher.snapshot import Snapshot
from service.clock import now
from service.errors import RequestRefused
from service.schemas.idea_requests import IdeaRequestDocument, IdeaRequestList, codes_of, request_document
from service.schemas.writer import Writer

# What an actor may have open at once, and with how many it may share one: those whom everybody knows are not to be
# flooded.
MOST_OPEN = 20
MOST_SHARES = 20


def make_request(transaction: Transaction, actor: str, words: str, brief: Brief, others: Sequence[str],
                 known: Collection[str]) -> IdeaRequest:
    """Keep an idea of an actor, share it, and return it.

    Args:
        transaction: that writes.
        actor: id of whose it is.
        words: its text.
        brief: what it asks for.
        others: ids of those that are to see it.
        known: ids of the actors that are there, as far as who asks is told.

    Raises:
        UnknownActor: one of them is not there.
        RequestRefused: it is shared with its owner or with too many, or too many are open.
    """
    shares = _shares(actor, others, known)
    if transaction.idea_requests.count_open(actor) >= MOST_OPEN:
        raise _refusal("text", text("{limit} requests are open.", limit=MOST_OPEN),
                       text("Close or withdraw one of them first."))
    request = IdeaRequest(uuid4().hex, actor, words, codes_of(brief), now(), None, shares)
    transaction.idea_requests.add(request)
    return request


def share_request(transaction: Transaction, actor: str, request: str, others: Sequence[str],
                  known: Collection[str]) -> IdeaRequest:
    """Let those see a request that are named, and nobody else, and return it.

    Those who are about to leave are not among those whom a request names: they see it on if they saw it.

    Args:
        transaction: that writes.
        actor: id of whose it is.
        request: its id.
        others: ids of those that are to see it.
        known: ids of the actors that are there, as far as who asks is told.

    Raises:
        UnknownIdeaRequest: the actor has made none of this id.
        UnknownActor, RequestRefused: see `make_request`.
    """
    before = next((item for item in transaction.idea_requests.of_actor(actor) if item.id == request), None)
    untold = transaction.planned_erasures.all().keys() & set(before.shared_with if before else ())
    return transaction.idea_requests.share(actor, request, {*_shares(actor, others, known), *untold})


def _shares(actor: str, others: Sequence[str], known: Collection[str]) -> tuple[str, ...]:
    """Return those that are to see a request of an actor, sorted; see `make_request` for what is refused."""
    shares = tuple(sorted(set(others)))
    unknown = sorted({actor, *shares}.difference(known))
    if unknown:
        raise unknown_actors(unknown)
    if actor in shares:
        raise _refusal("shared_with", text("An idea is not shared with whose it is."), text("Leave it out."))
    if len(shares) > MOST_SHARES:
        raise _refusal("shared_with", texts("It would be shared with {count} actor.",
                                            "It would be shared with {count} actors.", count=len(shares)),
                       text("Choose {limit} at most.", limit=MOST_SHARES))
    return shares


def requests_seen(session: Session, snapshot: Snapshot, actor: str, writer: Writer) -> IdeaRequestList:
    """Return the requests that an actor sees: its own, and those of others that are not about to leave."""
    own, shared = session.idea_requests.of_actor(actor), session.idea_requests.shared_with(actor)
    return IdeaRequestList(
        own=[request_seen(item, snapshot, writer) for item in own],
        shared=[request_seen(item, snapshot, writer) for item in shared if item.actor not in snapshot.hidden])


def request_seen(request: IdeaRequest, snapshot: Snapshot, writer: Writer) -> IdeaRequestDocument:
    """Return a request as it is shown; actors that are about to leave are told of to themselves alone."""
    profiles = {profile.id: profile for profile in snapshot.shown()}
    profiles[request.actor] = snapshot.actor(request.actor)
    return request_document(request, profiles, snapshot.reader, writer)


def _refusal(field: str, what: Text, cure: Text) -> RequestRefused:
    return RequestRefused((Problem("", 0, field, what, cure),), text("The request cannot be made in this way."), "",
                          text("Correct what is listed."))
