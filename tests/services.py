"""The service as a process of its own."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager


@contextmanager
def running_service(environment: Mapping[str, str]) -> Iterator[int]:
    """Run the service of an installation on a free port, which is given, until the block ends."""
    with started_service(environment) as (process, port):
        yield port
        process.terminate()
        process.communicate(timeout=30)


@contextmanager
def started_service(environment: Mapping[str, str], *options: str) -> Iterator[tuple[subprocess.Popen[str], int]]:
    """Start the service of an installation on a free port; whatever is left of it when the block ends is killed."""
    command = [sys.executable, "-m", "service.cli.main", "serve", "--port", "0", *options]
    with subprocess.Popen(command, env=dict(environment), stderr=subprocess.PIPE, text=True) as process:  # noqa: S603
        assert process.stderr is not None
        line = process.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+) ", line)
        try:
            assert match, line + process.stderr.read()
            yield process, int(match[1])
        finally:
            process.kill()
