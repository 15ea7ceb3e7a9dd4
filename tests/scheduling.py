"""Which tests run in one worker: those of a module, as they share what is heavy to make.

The marks of pytest-xdist for groups do nothing with the pytest of today, which names tests in another way.
"""

from __future__ import annotations

import pytest
from xdist.remote import Producer
from xdist.scheduler import LoadScopeScheduling

from tests.gears import is_thorough

# Modules that open the same models, and read the same texts.
TOGETHER = {f"tests/test_{name}.py": "encoders" for name in (
    "evaluation_encoding", "evaluation_encoding_ranking", "models_sentence_transformers", "models_static")}
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


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Producer) -> Scheduling:
    """Give out tests in our way."""
    return Scheduling(config, log)
