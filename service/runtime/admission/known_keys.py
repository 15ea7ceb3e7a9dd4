"""Keys that were right not long ago: what reads is answered without asking the database for its key again."""

from __future__ import annotations

from dataclasses import dataclass, replace
from hashlib import sha256
from math import inf
from threading import Lock
from time import monotonic

from data.tenancy.api_keys import Key, Keys
from service.clock import now
from service.runtime.following import LONGEST_BLINDNESS

CAPACITY = 10_000


@dataclass(frozen=True, slots=True)
class _Known:
    """A key or token that was right, and when that was seen last, in seconds of `monotonic`."""

    key: Key
    seen: float


class KnownKeys:
    """Keys and tokens by their digests, each for some seconds since it was seen to be valid in the database."""

    def __init__(self) -> None:
        self._known: dict[bytes, _Known] = {}
        self._turn = Lock()
        self._reviewed = -inf

    def find(self, token: str) -> Key | None:
        """Return the key that was given, if it was right not long ago and has not ended since."""
        known = self._known.get(_digest(token))
        if known is None or monotonic() - known.seen > LONGEST_BLINDNESS or not known.key.is_valid(now()):
            return None
        return known.key

    def add(self, token: str, key: Key, seen: float) -> None:
        """Remember a key that was found in the database; the one that was added first is forgotten for it.

        Args:
            token: as it was sent.
            key: what it is.
            seen: seconds of `monotonic` before it was looked for.
        """
        with self._turn:
            if seen > self._reviewed:  # else it may have been revoked meanwhile
                self._known[_digest(token)] = _Known(key, seen)
            while len(self._known) > CAPACITY:
                del self._known[next(iter(self._known))]

    def review(self, keys: Keys) -> None:
        """Forget those that are not valid in the database any more, and know the others for longer.

        Raises:
            StoreRefused: the database cannot be used.
        """
        with self._turn:
            before, self._reviewed = dict(self._known), monotonic()
        valid = keys.valid_among({known.key.id for known in before.values()}, now()) if before else frozenset()
        with self._turn:
            for digest, known in before.items():
                if known.key.id in valid:
                    self._known[digest] = replace(known, seen=self._reviewed)
                else:
                    self._known.pop(digest, None)


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()
