"""Which tests run in one worker, and when: those of a module together, as they share what is heavy to make.

What takes longest begins first, so that at the end no worker waits for another one. Many tests wait for a browser, a
server or another process: there is one worker more than cores.

The marks of pytest-xdist for groups do nothing with the pytest of today, which names tests in another way.
"""

from __future__ import annotations

import os
from collections import Counter

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.gears import is_thorough

# Modules that open the same models, and read the same texts.
TOGETHER = {f"tests/test_{name}.py": "encoders" for name in (
    "evaluation_encoding", "evaluation_encoding_ranking", "models_sentence_transformers", "models_static")}
# What takes minutes in thorough, longest first; the others come by the number of their tests.
LONG = (*(f"tests/test_{name}.py" for name in (
    "service_web_browser", "service_http_writes_killed", "service_http_stateful", "service_web_keyboard",
    "service_several_processes", "service_http_introductions",
    "service_http_writes", "service_http_remembering", "matcher_reference", "matcher_engine", "service_http_erasure",
    "service_app_server", "supply_chain", "service_web_sign_in_browser", "evaluation_end_to_end", "service_web",
    "evaluation_learning", "evaluation_judging", "data_intake_fuzz", "matcher_snapshot", "matcher_rows", "documents")),
        "encoders")
# Modules of few tests that take long and share nothing.
APART = ("tests/test_service_http_writes_killed.py",)


class Scheduling(LoadScopeScheduling):  # type: ignore[misc]
    """Gives a worker the tests of a module, or of modules that belong together, at a time."""

    def _split_scope(self, nodeid: str) -> str:
        return unit_of(nodeid)


def unit_of(test: str) -> str:
    """Return the name of what a test is a part of: one worker runs all of it."""
    module = test.partition("::")[0]
    if "[postgresql" in test and not is_thorough():
        return "postgresql"  # few enough for one server
    return test if module in APART else TOGETHER.get(module, module)


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Let what takes longest begin first."""
    sizes = Counter(unit_of(item.nodeid) for item in items)
    places = {module: place for place, module in enumerate(LONG)}

    def key(item: pytest.Item) -> tuple[int, int]:
        unit = unit_of(item.nodeid)
        return places.get(unit.partition("::")[0], len(LONG)), -sizes[unit]

    items.sort(key=key)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_auto_num_workers() -> int:
    """Return how many workers there are with `-n auto`."""
    return 1 + (os.cpu_count() or 1)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Give out tests in our way, in the order that they have."""
    config.option.loadscopereorder = False
    return Scheduling(config, log)
