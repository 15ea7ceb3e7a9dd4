"""How often a key may ask."""

from __future__ import annotations

from functools import cache

from limits import RateLimitItem, parse
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from data.tenancy.api_keys import Key
from data.wording.texts import text
from service.errors import RateRefused, TooManyRequests


def read_rate(word: str) -> RateLimitItem:
    """Return a rate such as "600/minute".

    Raises:
        RateRefused: this is none.
    """
    try:
        return parse(word)
    except ValueError as error:
        raise RateRefused(text("“{rate}” is no rate.", rate=word), "",
                          text("Write a number and a time, as in {example}.", example="600/minute")) from error


class RateLimits:
    """Counts what each key asks, in the memory of this process.

    Args:
        usual: the rate of keys that have none of their own.

    Raises:
        RateRefused: it is no rate.
    """

    def __init__(self, usual: str) -> None:
        self._usual = read_rate(usual)
        self._counts = MovingWindowRateLimiter(MemoryStorage())
        self._read = cache(read_rate)

    def spend(self, key: Key) -> None:
        """Count a request of a key.

        Raises:
            TooManyRequests: it has asked too often.
        """
        rate = self._read(key.rate) if key.rate else self._usual
        if not self._counts.hit(rate, key.id):
            raise TooManyRequests(
                text("The key has asked more often than it may: {rate}.", rate=str(rate)), "",
                text("Ask again after the seconds that the header Retry-After names."), rate.get_expiry())
