"""What a run costs: the CPU seconds of all its processes, told at its end."""

from __future__ import annotations

import pytest

from tests.processes import seconds_not_waited_for, seconds_waited_for

KEY = "seconds_not_waited_for"
# Of workers, which tell it when they end.
_TOLD: list[float] = []


def pytest_sessionfinish(session: pytest.Session) -> None:
    """Let a worker tell what no clock of the process that started it will show."""
    told = getattr(session.config, "workeroutput", None)
    if told is not None:
        told[KEY] = seconds_not_waited_for()


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: object) -> None:
    """Take what a worker has told."""
    _TOLD.append(getattr(node, "workeroutput", {}).get(KEY, 0.0))


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the sum: this process and all it has waited for, workers among them, and what was told beside."""
    seconds = seconds_waited_for() + seconds_not_waited_for() + sum(_TOLD)
    terminalreporter.write_line(f"CPU seconds of this run, of all its processes: {seconds:.0f}")
