"""The two gears of the tests: quick, which every change goes through, and thorough, which leaves nothing out.

The environment variable `TESTS` chooses: `quick` when it is left out, or `thorough`.
"""

from __future__ import annotations

import os
from typing import TypeVar

QUICK, THOROUGH = "quick", "thorough"
GEARS = (QUICK, THOROUGH)
# How many examples quick makes up where thorough makes up so many; never fewer than a few.
SHARE, FEWEST = 10, 5
Choice = TypeVar("Choice")


def gear() -> str:
    """Return the gear that is asked for."""
    return os.environ.get("TESTS") or QUICK


def is_thorough() -> bool:
    return gear() == THOROUGH


def in_gear(*, quick: Choice, thorough: Choice) -> Choice:
    """Return what stands for the gear that is asked for."""
    return thorough if is_thorough() else quick


def examples(number: int) -> int:
    """Return how many examples are made up where thorough makes up so many."""
    return in_gear(quick=max(number // SHARE, min(number, FEWEST)), thorough=number)
