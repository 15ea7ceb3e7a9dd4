"""Webhooks: addresses that are told what happens in a network, event after event.

What is to be sent is not copied anywhere: each address has its place among the events (`data.activity.events`), which
are written in the transactions of what they tell, and forgotten when those are erased whom they tell of.
"""

from __future__ import annotations

import secrets
from base64 import b64encode
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import urlsplit

from sqlalchemy import ColumnElement, Connection, Row, delete, insert, select, tuple_, update

from data.database.tables import EVENTS, WEBHOOKS, time_text
from data.errors import UnknownWebhook, WebhookRefused
from data.wording.actions import Action
from data.wording.texts import step, text

LONGEST_URL = 2_000
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
# As Standard Webhooks writes secrets.
SECRET_PREFIX = "whsec_"  # noqa: S105 - no secret, but what all begin with
SECRET_BYTES = 32
# After a failure it is tried again after 5 seconds, and each time after twice as long, an hour at most.
FIRST_PAUSE, LONGEST_PAUSE = timedelta(seconds=5), timedelta(hours=1)
# Given up when nothing has come through for so long; then nothing is sent until somebody resumes it.
PATIENCE = timedelta(days=5)


@dataclass(frozen=True, slots=True)
class Webhook:
    """An address that is told what happens.

    Attributes:
        id: 16 hexadecimal digits.
        url: the address.
        secret: what its messages are signed with, as Standard Webhooks writes it.
        created: since when it is told what happens, UTC.
        position: revision and place of the last event that it has got.
        attempts: how often the next event was sent in vain.
        next_try: nothing is sent before, UTC.
        failing_since: when sending began to fail, UTC; None if it does not.
        given_up: when nothing was sent any more, UTC; None as long as it is.
        trouble: why the last attempt failed; empty if it did not.
    """

    id: str
    url: str
    secret: str
    created: datetime
    position: tuple[int, int]
    attempts: int
    next_try: datetime
    failing_since: datetime | None
    given_up: datetime | None
    trouble: str


class Webhooks:
    """The webhooks of one network, in the transaction of a connection."""

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = WEBHOOKS.c.network == network

    def all(self) -> tuple[Webhook, ...]:
        """Return all of them, the oldest first."""
        query = select(WEBHOOKS).where(self._here).order_by(WEBHOOKS.c.created, WEBHOOKS.c.id)
        return tuple(map(_webhook, self._connection.execute(query)))

    def add(self, url: str, now: datetime) -> Webhook:
        """Add an address, and return it with a new secret; it is told what happens from now on.

        Raises:
            WebhookRefused: nothing is sent to such an address.
        """
        demand_address(url)
        columns = EVENTS.c.revision, EVENTS.c.place
        newest = self._connection.execute(select(*columns).where(EVENTS.c.network == self._network).order_by(
            *(column.desc() for column in columns)).limit(1)).first()
        revision, place = newest or (0, 0)
        secret = SECRET_PREFIX + b64encode(secrets.token_bytes(SECRET_BYTES)).decode()
        webhook = secrets.token_hex(8)
        self._connection.execute(insert(WEBHOOKS).values(
            network=self._network, id=webhook, url=url, secret=secret, created=time_text(now), revision=revision,
            place=place, attempts=0, next_try=time_text(now), failing_since=None, given_up=None, trouble=""))
        return self.get(webhook)

    def get(self, webhook: str) -> Webhook:
        """Return one of them.

        Raises:
            UnknownWebhook: there is none of this id.
        """
        row = self._connection.execute(select(WEBHOOKS).where(*self._this(webhook))).one_or_none()
        if row is None:
            raise _unknown(webhook)
        return _webhook(row)

    def remove(self, webhook: str) -> None:
        """Tell an address nothing any more.

        Raises:
            UnknownWebhook: there is none of this id.
        """
        if not self._connection.execute(delete(WEBHOOKS).where(*self._this(webhook))).rowcount:
            raise _unknown(webhook)

    def resume(self, webhook: str, now: datetime) -> None:
        """Try again at once, from where it had come; what was forgotten meanwhile is not sent.

        Raises:
            UnknownWebhook: there is none of this id.
        """
        if not self._change(webhook, attempts=0, next_try=time_text(now), failing_since=None, given_up=None,
                            trouble=""):
            raise _unknown(webhook)

    def due(self, now: datetime) -> tuple[Webhook, ...]:
        """Return those that something is to be sent to now."""
        waiting = select(EVENTS.c.revision).where(
            EVENTS.c.network == self._network,
            tuple_(EVENTS.c.revision, EVENTS.c.place) > tuple_(WEBHOOKS.c.revision, WEBHOOKS.c.place)).exists()
        query = select(WEBHOOKS).where(self._here, WEBHOOKS.c.given_up.is_(None),
                                       WEBHOOKS.c.next_try <= time_text(now), waiting)
        return tuple(map(_webhook, self._connection.execute(query.order_by(WEBHOOKS.c.next_try, WEBHOOKS.c.id))))

    def claim(self, webhook: Webhook, until: datetime) -> bool:
        """Let nobody else send to an address before a time, and tell whether nobody else was faster."""
        return self._change(webhook.id, WEBHOOKS.c.next_try == time_text(webhook.next_try),
                            next_try=time_text(until))

    def note_success(self, webhook: str, position: tuple[int, int]) -> bool:
        """Note that an address has got an event; tell whether it is still to be told anything."""
        revision, place = position
        return self._change(webhook, revision=revision, place=place, attempts=0, failing_since=None, trouble="")

    def release(self, webhook: str, now: datetime) -> None:
        """Let the next event be sent at once, by whomever."""
        self._change(webhook, next_try=time_text(now))

    def note_failure(self, webhook: str, trouble: str, now: datetime, *, for_good: bool = False) -> None:
        """Note that an event did not get through: it is sent again later, or nothing is sent any more.

        Args:
            webhook: id.
            trouble: why.
            now: the time.
            for_good: whether the address itself says that it wants nothing any more.
        """
        row = self._connection.execute(select(WEBHOOKS).where(*self._this(webhook))).one_or_none()
        if row is None:  # it was removed meanwhile
            return
        before = _webhook(row)
        since = before.failing_since or now
        pause = min(FIRST_PAUSE * 2 ** min(before.attempts, 10), LONGEST_PAUSE)
        is_over = for_good or now - since >= PATIENCE
        self._change(webhook, attempts=before.attempts + 1, failing_since=time_text(since), trouble=trouble,
                     next_try=time_text(now + pause), given_up=time_text(now) if is_over else None)

    def _change(self, webhook: str, *conditions: ColumnElement[bool], **values: Any) -> bool:  # noqa: ANN401 - of columns
        change = update(WEBHOOKS).where(*self._this(webhook), *conditions).values(**values)
        return self._connection.execute(change).rowcount == 1

    def _this(self, webhook: str) -> tuple[ColumnElement[bool], ...]:
        return self._here, WEBHOOKS.c.id == webhook


def demand_address(url: str) -> None:
    """Refuse an address that nothing is sent to.

    Messages are sent by HTTPS, or to the same machine. Addresses of private networks are taken: only who runs the
    installation names any, and what is told is often told within one house.

    Raises:
        WebhookRefused: this is one.
    """
    cure = text("Name an address that begins with https://, or with http://127.0.0.1 for a program on this machine.")
    if not url.isascii() or not url.isprintable() or " " in url or len(url) > LONGEST_URL:
        raise WebhookRefused(text("This is no address of the web."), url[:LONGEST_URL], cure)
    try:
        parts = urlsplit(url)
        has_place = bool(parts.hostname) and parts.port != 0
    except ValueError:
        raise WebhookRefused(text("This is no address of the web."), url, cure) from None
    if parts.username is not None or parts.password is not None or parts.fragment:
        raise WebhookRefused(text("An address that is told what happens has no user, password or fragment."), url,
                             text("Leave it out: each message is signed."))
    if not has_place or not (parts.scheme == "https" or (parts.scheme == "http" and parts.hostname in LOOPBACK)):
        raise WebhookRefused(text("Nothing is sent to this address."), url, cure)


def _unknown(webhook: str) -> UnknownWebhook:
    return UnknownWebhook(text("The network has no webhook “{webhook}”.", webhook=webhook), "",
                          step(Action.LIST_WEBHOOKS, "Look at the list of webhooks."))


def _webhook(row: Row[Any]) -> Webhook:
    return Webhook(row.id, row.url, row.secret, datetime.fromisoformat(row.created), (row.revision, row.place),
                   row.attempts, datetime.fromisoformat(row.next_try), _time(row.failing_since), _time(row.given_up),
                   row.trouble)


def _time(value: str | None) -> datetime | None:
    return datetime.fromisoformat(value) if value else None
