"""A question is worked out in one thread."""

from __future__ import annotations

import numpy as np
from threadpoolctl import threadpool_info, threadpool_limits

from service.runtime.threads import use_one_thread


def test_what_is_loaded_uses_one_thread() -> None:
    with threadpool_limits(2):  # gives back afterwards what there was before
        np.ones((2, 2)) @ np.ones((2, 2))
        use_one_thread()
        assert {library["num_threads"] for library in threadpool_info()} == {1}
