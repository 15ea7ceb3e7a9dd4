"""Writes: each is done once, in one transaction, also if it is sent again with the same `Idempotency-Key`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Annotated, TypeAlias

from anyio.to_thread import run_sync
from fastapi import Depends, Header, Request, Response

from data.activity.idempotency import Reply
from data.errors import UnknownContact, UnknownOpinion
from data.governance.audit_log import Signature
from data.records.erased_names import ErasedNames
from data.store.sessions import Session
from data.store.transactions import Transaction, unknown_actors
from data.wording.texts import text
from service.clock import now
from service.errors import RequestRepeated
from service.http.dependencies import (
    NetworkToAct,
    NetworkToCoordinate,
    NetworkToRemind,
    NetworkToWrite,
    knows,
    signature_of,
)
from service.runtime.erasure_keys import erased_names
from service.runtime.served_network import ServedNetwork

Change: TypeAlias = Callable[[Transaction], Reply]

IdempotencyKey: TypeAlias = Annotated[str, Header(max_length=64, pattern="^[!-~]*$", description=(
    "A name for this write, chosen by the sender: sent again within a day, it is answered and not done again."))]


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A request by which it is known when it is sent again.

    Attributes:
        key: what its sender calls it; empty if it has no name.
        digest: of everything that decides what is done; of its content nothing else is kept.
        language: in which it is answered.
    """

    key: str
    digest: str
    language: str


class Write:
    """A write that is asked for.

    Args:
        request: the request.
        network: what is written to.
        key: its Idempotency-Key; empty if it has none.
    """

    def __init__(self, request: Request, network: ServedNetwork, key: str) -> None:
        self._request = request
        self._key = key
        self.network = network

    @property
    def signature(self) -> Signature:
        """Who asks, and when."""
        return signature_of(self._request)

    def knows(self, actor: str) -> bool:
        """Tell whether who asks is told what an actor keeps from others."""
        return knows(self._request, actor)

    @property
    def erased_names(self) -> ErasedNames:
        """By which those are recognised that were erased.

        Raises:
            SettingsRefused, StoreRefused: see `erased_names`.
        """
        return erased_names(self._request.app.state.installation.settings)

    @property
    def belongs_to_actor(self) -> bool:
        """Whether an actor asks for itself, with a key that is its own."""
        return bool(self._request.state.asker and self._request.state.asker.actor)

    async def perform(self, change: Change, content: bytes | None = None) -> Response:
        """Answer with what a change returns, or with what the request was answered the first time.

        Args:
            change: is given the transaction; nothing is kept of it if it raises an error.
            content: stands for the body of a request that was read piece by piece.

        Raises:
            RequestRepeated: the key came before with another request.
        """
        return await self.prepare(lambda: change, content)

    async def speak(self, change: Change, actor: str, *others: str) -> Response:
        """Perform a change of what an actor says of others, or keeps to itself; see `perform`.

        Who is not told what the actor keeps from others is answered the same whether or not it said so before, and
        none of them is there for it that is to be erased.

        Args:
            change: what is done.
            actor: id of who says it.
            others: ids of those that it is about.
        """
        return await self.perform_among(change if self.knows(actor) else partial(_quietly, change), actor, *others)

    async def perform_among(self, change: Change, *actors: str) -> Response:
        """Perform a change that is about actors, if they are there as far as who asks is told; see `perform`.

        Raises:
            UnknownActor: one of them is not.
        """
        return await self.perform(partial(self._among_shown, actors, change))

    def _among_shown(self, actors: Iterable[str], change: Change, transaction: Transaction) -> Reply:
        known = transaction.actor_revisions(actors).keys() - self._hidden(transaction)
        unknown = set(actors) - known
        if unknown:
            raise unknown_actors(sorted(unknown))
        return change(transaction)

    def _hidden(self, session: Session) -> frozenset[str]:
        """Return the ids of the actors that are to be erased, of which who asks is not told."""
        return frozenset(actor for actor in session.planned_erasures.all() if not self.knows(actor))

    def ids_to_name(self, session: Session) -> frozenset[str]:
        """Return the ids of the actors that new records may name, as far as who asks is told that they are there."""
        return frozenset(session.actor_ids()) - self._hidden(session)

    def ids_of_wholes(self, session: Session) -> frozenset[str]:
        """Return the ids that profiles may be part of: also those that stored units name, which may be sent back."""
        units = self.network.snapshot.network.actors
        return self.ids_to_name(session) | {unit.part_of for unit in units}.intersection(session.actor_ids())

    async def prepare(self, check: Callable[[], Change], content: bytes | None = None) -> Response:
        """Check what is to be written, and perform the change that the check returns; see `perform`.

        The check runs in the thread of the write, before its transaction: neither those who read nor other writers wait
        for it. Writers wait for each other here, so that those who read keep their threads.
        """
        fingerprint = self._fingerprint(await self._request.body() if content is None else content)
        work = partial(self._do, check, fingerprint)
        reply = await run_sync(work, limiter=self._request.app.state.writers)
        return Response(reply.body or None, reply.status, dict(reply.headers),
                        "application/json" if reply.body else None)

    def _do(self, check: Callable[[], Change], fingerprint: Fingerprint) -> Reply:
        if not fingerprint.key:
            return self.network.write(check())
        since = now() - timedelta(days=self._request.app.state.installation.settings.keep_answers_days)
        with self.network.store.reading() as session:
            former = former_reply(session, fingerprint, since)
        if former is not None:  # what was done is not checked again: it may not be right any more
            return former
        return self.network.write(partial(perform_once, check(), fingerprint, since))

    def _fingerprint(self, content: bytes) -> Fingerprint:
        request = self._request
        conditions = (request.headers.get(name, "") for name in ("if-match", "if-none-match"))
        # Another one may not be told what this one is.
        told = str(self.knows(request.path_params.get("actor", "")))
        line = "\n".join((request.method, str(request.url.path), str(request.url.query), *conditions, told))
        digest = hashlib.sha256(line.encode(errors="surrogatepass") + b"\n" + content).hexdigest()
        return Fingerprint(self._key, digest, request.state.language)


def _quietly(change: Change, transaction: Transaction) -> Reply:
    """Do a change, and answer the same whether something was there before or not."""
    try:
        reply = change(transaction)
    except (UnknownContact, UnknownOpinion):
        return Reply(204, {})
    return replace(reply, status=200) if reply.status == 201 else reply  # noqa: PLR2004 - created


def perform_once(change: Change, fingerprint: Fingerprint, since: datetime, transaction: Transaction) -> Reply:
    """Do a change and keep what it is answered, or return what the same request was answered meanwhile.

    Raises:
        RequestRepeated: the key came before with another request.
    """
    transaction.replies.forget_before(since)
    former = former_reply(transaction, fingerprint, since)
    if former is not None:
        return former
    reply = change(transaction)
    reply = Reply(reply.status, {**reply.headers, "Content-Language": fingerprint.language}, reply.body)
    transaction.replies.keep(fingerprint.key, fingerprint.digest, reply, now())
    return reply


def former_reply(session: Session, fingerprint: Fingerprint, since: datetime) -> Reply | None:
    """Return what the same request was answered since a time; None if it did not come.

    Raises:
        RequestRepeated: the key came with another request.
    """
    former = session.replies.find(fingerprint.key, since)
    if former is None:
        return None
    digest, reply = former
    if digest != fingerprint.digest:
        raise RequestRepeated(text("The Idempotency-Key came before with another request."), "",
                              text("Give each request a key of its own."))
    return reply


async def network_write(request: Request, network: NetworkToWrite, idempotency_key: IdempotencyKey = "") -> Write:
    """Return the write that a request asks for, of a key that may write."""
    return Write(request, network, idempotency_key)


async def actor_write(request: Request, network: NetworkToAct, idempotency_key: IdempotencyKey = "") -> Write:
    """Return the write that a request asks for in the name of an actor."""
    return Write(request, network, idempotency_key)


async def coordinator_write(request: Request, network: NetworkToCoordinate,
                            idempotency_key: IdempotencyKey = "") -> Write:
    """Return the write that a request asks for, of a key that may coordinate."""
    return Write(request, network, idempotency_key)


async def reminder_write(request: Request, network: NetworkToRemind, idempotency_key: IdempotencyKey = "") -> Write:
    """Return the write that a request asks for, of a key that may remind actors."""
    return Write(request, network, idempotency_key)


NetworkWrite: TypeAlias = Annotated[Write, Depends(network_write)]
ActorWrite: TypeAlias = Annotated[Write, Depends(actor_write)]
CoordinatorWrite: TypeAlias = Annotated[Write, Depends(coordinator_write)]
ReminderWrite: TypeAlias = Annotated[Write, Depends(reminder_write)]
