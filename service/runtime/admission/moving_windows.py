"""How often somebody has done something within the time that ends now, in the memory of this process."""

from __future__ import annotations

from collections import OrderedDict, defaultdict, deque
from threading import Lock
from time import monotonic
from typing import TypeAlias

from limits import RateLimitItem

# Who has done something, the last one last, and when.
_Times: TypeAlias = "OrderedDict[tuple[str, ...], deque[float]]"


class MovingWindows:
    """Counts exactly, each holder for itself, and forgets what is over.

    The strategies of `limits` start a thread every hundredth of a second to forget, and take longer the more they have
    counted.
    """

    def __init__(self) -> None:
        self._of_rates: defaultdict[RateLimitItem, _Times] = defaultdict(OrderedDict)
        self._turn = Lock()

    def hit(self, rate: RateLimitItem, *holder: str) -> bool:
        """Tell whether somebody may do something once more, and count it if so.

        Args:
            rate: how often within how long.
            holder: who does it.
        """
        with self._turn:
            holders, begin = self._of_rates[rate], monotonic() - rate.get_expiry()
            times = holders.setdefault(holder, deque())
            _forget(times, begin)
            may = len(times) < rate.amount
            if may:
                times.append(monotonic())
                holders.move_to_end(holder)
            _forget_first(holders, begin)
            return may

    def test(self, rate: RateLimitItem, *holder: str) -> bool:
        """Tell whether somebody may do something once more; nothing is counted."""
        with self._turn:
            times = self._of_rates[rate].get(holder, deque())
            _forget(times, monotonic() - rate.get_expiry())
            return len(times) < rate.amount


def _forget(times: deque[float], begin: float) -> None:
    """Forget what was before a time."""
    while times and times[0] < begin:
        times.popleft()


def _forget_first(holders: _Times, begin: float) -> None:
    """Forget who has done nothing for longest, if that was before a time: one goes with each that may come."""
    first = next(iter(holders))
    if not holders[first] or holders[first][-1] < begin:
        del holders[first]
