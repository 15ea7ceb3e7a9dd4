"""How often a key may ask, and how many wrong keys may come from one address."""

from __future__ import annotations

from functools import cache, lru_cache
from hashlib import sha256
from threading import Lock

from limits import RateLimitItem, parse

from data.tenancy.api_keys import Key
from data.wording.texts import text
from service.errors import RateRefused, TooManyRequests, TooManyWrongKeys
from service.runtime.admission.addresses import origin_of
from service.runtime.admission.leases import Leases
from service.runtime.admission.moving_windows import MovingWindows
from service.runtime.setting_values import fault_of_rate

MOST_RIGHT_KEYS = 10_000


def read_rate(word: str) -> RateLimitItem:
    """Return a rate such as "600/minute".

    Raises:
        RateRefused: this is none, or lets nobody ask.
    """
    fault = fault_of_rate(word)
    if fault is not None:
        raise RateRefused(fault, "", text("Write a number and a time, as in {example}.", example="600/minute"))
    return parse(word)


class RateLimits:
    """Counts what each key asks: of this process, and where others serve, too, of all together.

    Args:
        usual: the rate of keys that have none of their own.
        leases: what this process may let pass of what all together may.

    Raises:
        RateRefused: it is no rate.
    """

    def __init__(self, usual: str, leases: Leases) -> None:
        self._usual = read_rate(usual)
        self._counts = MovingWindows()
        self._read = cache(parse)  # as it was stored: an earlier version took more
        self._leases = leases

    def spend_at_once(self, key: Key) -> bool:
        """Count a request of a key, unless the database has to be asked, which takes time; tell whether it is counted.

        Raises:
            TooManyRequests: see `spend`.
        """
        if not self._leases.spend_at_once(_holder(key.id, key.actor)):
            return False
        rate = self._rate_of(key)
        if not self._counts.hit(rate, key.id, key.actor):
            raise _too_many(rate)
        return True

    def spend(self, key: Key) -> None:
        """Count a request of a key; the tokens of each actor count for themselves.

        Raises:
            TooManyRequests: it has asked too often.
        """
        rate = self._rate_of(key)
        if not (self._counts.hit(rate, key.id, key.actor)
                and self._leases.spend(_holder(key.id, key.actor), rate.amount, rate.get_expiry())):
            raise _too_many(rate)

    def _rate_of(self, key: Key) -> RateLimitItem:
        return self._read(key.rate) if key.rate else self._usual


class WrongKeys:
    """Counts the wrong keys of each address, in the memory of this process.

    Keys that were right are known by their digests, so that nobody is locked out by whoever shares his address.

    Args:
        rate: how many may come from one address.

    Raises:
        RateRefused: it is no rate.
    """

    def __init__(self, rate: str) -> None:
        self._rate = read_rate(rate)
        self._counts = MovingWindows()
        self._right = dict[bytes, None]()
        self._turn = Lock()

    def demand(self, token: str, address: str) -> None:
        """Refuse to look at one more key of an address from which too many wrong ones have come.

        Raises:
            TooManyWrongKeys: they have, and this one has not been right before.
        """
        if _digest(token) not in self._right and not self._counts.test(self._rate, origin_of(address)):
            raise TooManyWrongKeys(
                text("More wrong keys have come from this address than may: {rate}.", rate=str(self._rate)), "",
                text("Ask again after the seconds that the header Retry-After names."), self._rate.get_expiry())

    def count(self, token: str, address: str) -> None:
        """Count a wrong key."""
        with self._turn:
            self._right.pop(_digest(token), None)
        self._counts.hit(self._rate, origin_of(address))

    def trust(self, token: str) -> None:
        """Remember that a key or token is right; those that come often are not forgotten for those that come once."""
        with self._turn:
            self._right.pop(_digest(token), None)
            self._right[_digest(token)] = None
            while len(self._right) > MOST_RIGHT_KEYS:
                del self._right[next(iter(self._right))]


def _digest(token: str) -> bytes:
    return sha256(token.encode("utf-8", "replace")).digest()


def _too_many(rate: RateLimitItem) -> TooManyRequests:
    return TooManyRequests(text("The key has asked more often than it may: {rate}.", rate=str(rate)), "",
                           text("Ask again after the seconds that the header Retry-After names."), rate.get_expiry())


@lru_cache(MOST_RIGHT_KEYS)
def _holder(key: str, actor: str) -> str:
    return sha256(f"{key} {actor}".encode("utf-8", "replace")).hexdigest()
