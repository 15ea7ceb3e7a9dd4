"""Work that is done once: also when many threads ask for it together."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from time import sleep

import pytest

from matcher.single_flight import single_flight


def test_threads_that_ask_together_share_one_result() -> None:
    calls: list[object] = []

    def work() -> object:
        calls.append(None)
        sleep(0.05)  # long enough for the others to ask meanwhile
        return object()

    function = single_flight(work)
    assert not calls
    with ThreadPoolExecutor(8) as threads:
        results = list(threads.map(lambda _: function(), range(8)))
    assert len(calls) == 1
    assert len({id(one) for one in results}) == 1


def test_the_last_few_arguments_are_remembered() -> None:
    calls: list[int] = []

    def work(number: int) -> int:
        calls.append(number)
        return number * 2

    function = single_flight(work, size=2)
    assert [function(number) for number in (1, 2, 1, 3, 1, 2)] == [2, 4, 2, 6, 2, 4]
    assert calls == [1, 2, 3, 2]


def test_work_that_failed_is_tried_again() -> None:
    tries = iter([False, True])

    def work() -> str:
        if not next(tries):
            raise ValueError("not yet")
        return "done"

    function = single_flight(work)
    with pytest.raises(ValueError, match="not yet"):
        function()
    assert function() == "done"
