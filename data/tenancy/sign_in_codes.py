"""What is good for signing in once: links that are sent, tokens that have not come yet, ways to a provider and back."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum

from sqlalchemy import delete, insert, select
from sqlalchemy.exc import IntegrityError

from data.database.connection import Database
from data.database.tables import SIGN_IN_CODES, time_text
from data.tenancy.sign_ins import digest_of

LIFE = timedelta(minutes=15)


class Purpose(StrEnum):
    """What a code is for."""

    LETTER = "letter"
    TOKEN = "token"  # noqa: S105 - a name, not a secret
    OPENID = "openid"


@dataclass(frozen=True, slots=True)
class Code:
    """What a code stands for.

    Attributes:
        network, actor: whom it lets in; empty where that is not known yet.
        details: what else was noted, in the form of whoever made it.
    """

    network: str = ""
    actor: str = ""
    details: str = ""


class SignInCodes:
    """The codes of a database, each kept as a digest."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def make(self, purpose: Purpose, code: Code, now: datetime) -> str:
        """Note something that is good once within `LIFE`, forget what has ended, and return the secret for it."""
        secret = secrets.token_urlsafe(32)
        with self._database.noting() as connection:
            connection.execute(delete(SIGN_IN_CODES).where(SIGN_IN_CODES.c.ends <= time_text(now)))
            connection.execute(insert(SIGN_IN_CODES).values(
                id=digest_of(secret), purpose=purpose.value, network=code.network or None, actor=code.actor or None,
                details=code.details, ends=time_text(now + LIFE)))
        return secret

    def find(self, purpose: Purpose, secret: str, now: datetime) -> Code | None:
        """Return what a secret is good for, without using it up; None if for nothing."""
        with self._database.reading() as connection:
            row = connection.execute(select(SIGN_IN_CODES).where(
                SIGN_IN_CODES.c.id == digest_of(secret), SIGN_IN_CODES.c.purpose == purpose.value,
                SIGN_IN_CODES.c.ends > time_text(now))).one_or_none()
        return Code(row.network or "", row.actor or "", row.details) if row else None

    def use(self, purpose: Purpose, secret: str, now: datetime) -> Code | None:
        """Return what a secret is good for, and use it up; of two who try at once one gets it."""
        code = self.find(purpose, secret, now)
        if code is None:
            return None
        with self._database.noting() as connection:
            is_first = connection.execute(delete(SIGN_IN_CODES).where(
                SIGN_IN_CODES.c.id == digest_of(secret))).rowcount == 1
        return code if is_first else None

    def spend(self, token: str, ends: datetime) -> bool:
        """Note that a token was used, and tell whether it was the first time.

        Args:
            token: as it was sent.
            ends: when it stops being valid by itself.
        """
        values = {"id": digest_of(token), "purpose": Purpose.TOKEN.value, "details": "", "ends": time_text(ends)}
        with self._database.noting() as connection:
            try:
                with connection.begin_nested():
                    connection.execute(insert(SIGN_IN_CODES).values(values))
            except IntegrityError:
                return False
        return True

    def forget_ended(self, now: datetime) -> int:
        """Remove those that have ended; return how many there were."""
        with self._database.noting() as connection:
            return connection.execute(delete(SIGN_IN_CODES).where(SIGN_IN_CODES.c.ends <= time_text(now))).rowcount
