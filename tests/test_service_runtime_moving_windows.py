"""What is counted within the time that ends now: as a list of all times would have it."""

from __future__ import annotations

from unittest.mock import patch

from hypothesis import given
from hypothesis import strategies as st
from limits import RateLimitItem, parse

from service.runtime.admission import moving_windows
from service.runtime.admission.moving_windows import MovingWindows

RATES = (parse("3/minute"), parse("2/10 seconds"))


@given(st.lists(st.tuples(st.integers(0, 40), st.sampled_from(RATES), st.sampled_from("ab"), st.booleans())))
def test_it_lets_pass_what_a_list_of_all_times_would(steps: list[tuple[int, RateLimitItem, str, bool]]) -> None:
    windows, passed, time = MovingWindows(), list[tuple[RateLimitItem, str, int]](), 0
    for pause, rate, holder, is_counted in steps:
        time += pause
        may = sum(item[:2] == (rate, holder) and time - item[2] <= rate.get_expiry() for item in passed) < rate.amount
        with patch.object(moving_windows, "monotonic", lambda now=time: float(now)):
            assert (windows.hit if is_counted else windows.test)(rate, holder) is may
        if may and is_counted:
            passed.append((rate, holder, time))


def test_who_has_not_come_for_long_is_forgotten() -> None:
    windows = MovingWindows()
    with patch.object(moving_windows, "monotonic", lambda: 0.0):
        for number in range(100):
            windows.hit(RATES[0], f"{number}")
    with patch.object(moving_windows, "monotonic", lambda: 61.0):
        for _ in range(150):
            windows.hit(RATES[0], "one")
    assert list(windows._of_rates[RATES[0]]) == [("one",)]
