"""A question is worked out in one thread, and threads take turns."""

from __future__ import annotations

import gc
import sys

import numpy as np
import pytest
from threadpoolctl import threadpool_info, threadpool_limits

from service.runtime.threads import (
    OBJECTS_BETWEEN_LOOKS,
    TURN_SECONDS,
    look_for_cycles_seldom,
    take_turns_often,
    use_one_thread,
    without_looking_for_cycles,
)


def test_what_is_loaded_uses_one_thread() -> None:
    with threadpool_limits(2):  # gives back afterwards what there was before
        np.ones((2, 2)) @ np.ones((2, 2))
        use_one_thread()
        assert {library["num_threads"] for library in threadpool_info()} == {1}


def test_no_thread_keeps_the_interpreter_for_long() -> None:
    before = sys.getswitchinterval()
    try:
        take_turns_often()
        assert sys.getswitchinterval() == pytest.approx(TURN_SECONDS)
    finally:
        sys.setswitchinterval(before)


def test_cycles_are_looked_for_seldom() -> None:
    before = gc.get_threshold()
    try:
        look_for_cycles_seldom()
        assert gc.get_threshold() == (OBJECTS_BETWEEN_LOOKS, *before[1:])
    finally:
        gc.set_threshold(*before)


def _fail() -> None:
    with without_looking_for_cycles():
        assert not gc.isenabled()
        raise ValueError("anything")


def test_cycles_are_looked_for_again_whatever_happens() -> None:
    for was_looking in (True, False):
        (gc.enable if was_looking else gc.disable)()
        try:
            with pytest.raises(ValueError, match="anything"):
                _fail()
            assert gc.isenabled() == was_looking
        finally:
            gc.enable()
