"""What a write is answered: done once, also if it is asked for again with the same `Idempotency-Key`."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import TypeAlias

from anyio.to_thread import run_sync
from fastapi import Request, Response

from data.activity.idempotency import Answers, Reply
from data.store.transactions import Transaction
from data.wording.texts import text
from service.clock import now
from service.errors import RequestRepeated
from service.runtime.served_network import OpenNetwork

Change: TypeAlias = Callable[[Transaction], Reply]


@dataclass(frozen=True, slots=True)
class Asked:
    """A write as it was asked for.

    Attributes:
        key: what its sender calls it; empty if it has no name.
        request: a digest of everything that decides what is done.
        language: in which it is answered.
    """

    key: str
    request: str
    language: str

    @classmethod
    def of(cls, request: Request, key: str, body: bytes = b"") -> Asked:
        """Return a request as it is remembered; of its content only a digest is."""
        conditions = (request.headers.get(name, "") for name in ("if-match", "if-none-match"))
        described = "\n".join((request.method, str(request.url.path), str(request.url.query), *conditions))
        digest = hashlib.sha256(described.encode(errors="surrogatepass") + b"\n" + body).hexdigest()
        return cls(key, digest, request.state.language)


async def answer_write(request: Request, network: OpenNetwork, asked: Asked, change: Change) -> Response:
    """Do what is asked, in one transaction, or repeat what it was answered the first time.

    Writers wait for each other here, so that those who read keep their threads.

    Raises:
        RequestRepeated: the key came before with another request.
        DataError: what `change` refuses; nothing is kept then.
    """
    remembered = timedelta(days=request.app.state.installation.settings.keep_answers_days)
    work = partial(network.write, partial(_once, asked, change, remembered))
    reply: Reply = await run_sync(work, limiter=request.app.state.writers)
    return Response(reply.body or None, reply.status, dict(reply.headers), "application/json" if reply.body else None)


def _once(asked: Asked, change: Change, remembered: timedelta, transaction: Transaction) -> Reply:
    if not asked.key:
        return change(transaction)
    time = now()
    answers = Answers(transaction.connection, transaction.network)
    answers.forget_before(time - remembered)
    known = answers.find(asked.key)
    if known is None:
        done = change(transaction)
        reply = Reply(done.status, {**done.headers, "Content-Language": asked.language}, done.body)
        answers.keep(asked.key, asked.request, reply, time)
        return reply
    request, reply = known
    if request != asked.request:
        raise RequestRepeated(text("The Idempotency-Key came before with another request."), "",
                              text("Give each request a key of its own."))
    return reply
