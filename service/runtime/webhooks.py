"""Webhooks are sent: event after event to each address, signed as Standard Webhooks says, until each has come through.

At least once, and to each address in the order in which things happened: one that does not come through holds up those
after it. Nothing but the status of an answer is read, no redirect is followed, and no proxy of the environment is used.
"""

from __future__ import annotations

import hmac
import logging
import ssl
from base64 import b64decode, b64encode
from collections.abc import Callable, Mapping
from contextlib import closing
from dataclasses import dataclass, field
from datetime import timedelta
from http import HTTPStatus
from http.client import HTTPConnection, HTTPException, HTTPSConnection
from importlib.metadata import version
from socket import SHUT_RDWR
from threading import Event as Flag
from threading import Timer
from time import monotonic
from typing import TypeAlias
from urllib.parse import SplitResult, urlsplit

from data.activity.webhooks import SECRET_PREFIX, Webhook
from data.store.store import Store
from service.clock import now
from service.schemas.events import event_message

LOG = logging.getLogger("kumppani.service")

# For one step of the connection, and for the whole of it, however slowly an answer trickles.
STEP_SECONDS = 5.0
SENDING_SECONDS = 15.0
# So long one address is sent to before others have their turn; its claim outlasts the last sending of a turn.
TURN_SECONDS = 20.0
CLAIM = timedelta(seconds=90)

Post: TypeAlias = Callable[[str, Mapping[str, str], bytes], int]


def signature(secret: str, message: str, timestamp: int, body: bytes) -> str:
    """Return the signature of a message: HMAC-SHA256 of its id, its time and its body (Standard Webhooks, v1).

    Args:
        secret: “whsec_” and the key in Base64.
        message: id.
        timestamp: when it is sent, in seconds since 1970.
        body: as it is sent.
    """
    key = b64decode(secret.removeprefix(SECRET_PREFIX))
    return "v1," + b64encode(hmac.digest(key, f"{message}.{timestamp}.".encode() + body, "sha256")).decode()


def post(url: str, headers: Mapping[str, str], body: bytes) -> int:
    """Send something to an address, and return the status of the answer.

    Raises:
        OSError, HTTPException: it does not answer, or not in time, or not in HTTP.
    """
    parts = urlsplit(url)
    with closing(_connection(parts)) as connection:
        connection.connect()
        timer = Timer(SENDING_SECONDS, _break_off, (connection,))
        timer.daemon = True
        timer.start()
        try:
            connection.request("POST", f"{parts.path or '/'}{'?' if parts.query else ''}{parts.query}", body,
                               dict(headers))
            return connection.getresponse().status
        finally:
            timer.cancel()


def _connection(parts: SplitResult) -> HTTPConnection:
    host = parts.hostname or ""  # there is one: see `data.activity.webhooks.demand_address`
    if parts.scheme == "https":
        return HTTPSConnection(host, parts.port, timeout=STEP_SECONDS, context=ssl.create_default_context())
    return HTTPConnection(host, parts.port, timeout=STEP_SECONDS)


def _break_off(connection: HTTPConnection) -> None:
    if connection.sock is not None:
        connection.sock.shutdown(SHUT_RDWR)


@dataclass(frozen=True)
class Courier:
    """Sends what happens to those that are to be told.

    Attributes:
        post: sends one message.
        stopping: set when the service stops: what has begun is finished, and nothing more is begun.
    """

    post: Post = post
    stopping: Flag = field(default_factory=Flag)

    def deliver(self, store: Store) -> None:
        """Send what is due in a network, for some time to each address.

        Raises:
            StoreRefused: the database cannot be used.
        """
        with store.reading() as session:
            due = session.webhooks.due(now())
        for webhook in due:
            if self.stopping.is_set():
                return
            with store.writing() as transaction:
                is_ours = transaction.webhooks.claim(webhook, now() + CLAIM)
            if is_ours:
                self._take_turn(store, webhook)

    def _take_turn(self, store: Store, webhook: Webhook) -> None:
        """Send to one address until nothing is left, something fails, or its time is over."""
        ends, position = monotonic() + TURN_SECONDS, webhook.position
        while not self.stopping.is_set() and monotonic() < ends:
            with store.reading() as session:
                event = next(iter(session.events.after(position, 1)), None)
                network_id = store.id_in(session.connection)
            if event is None:
                break
            message = event_message(event, store.name, network_id)
            trouble, for_good = self._send(webhook, message.id, message.model_dump_json().encode())
            position = event.revision, event.place
            with store.writing() as transaction:
                if trouble:
                    transaction.webhooks.note_failure(webhook.id, trouble, now(), for_good=for_good)
                    LOG.warning("network %s: webhook %s was not told: %s", store.name, webhook.id, trouble)
                    return
                if not transaction.webhooks.note_success(webhook.id, position):
                    return  # it was removed meanwhile
        with store.writing() as transaction:
            transaction.webhooks.release(webhook.id, now())

    def _send(self, webhook: Webhook, message: str, body: bytes) -> tuple[str, bool]:
        """Send a message; return what went wrong, empty for nothing, and whether it will stay so."""
        timestamp = int(now().timestamp())
        headers = {"Content-Type": "application/json", "User-Agent": f"Kumppani/{version('kumppani')}",
                   "webhook-id": message, "webhook-timestamp": str(timestamp),
                   "webhook-signature": signature(webhook.secret, message, timestamp, body)}
        try:
            status = self.post(webhook.url, headers, body)
        except (OSError, HTTPException, ValueError) as error:
            return f"{type(error).__name__}: {error}"[:200], False
        is_fine = HTTPStatus.OK <= status < HTTPStatus.MULTIPLE_CHOICES
        return ("" if is_fine else f"HTTP {status}"), status == HTTPStatus.GONE
