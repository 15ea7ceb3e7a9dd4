"""The command line as tests call it: within the process, or as a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from typer.testing import CliRunner, Result

from service.cli.main import app
from tests.networks import ROOT

MONINET = "rovalan-setlementti-ry-monikulttuurikeskus-moninet"
ROVANIEMI = "rovaniemen-kaupunki"
DAY = "2026-11-23"

Json: TypeAlias = Any


@dataclass(frozen=True)
class Terminal:
    """A terminal of 80 columns without colour, in an installation of its own."""

    home: Path
    extra: tuple[tuple[str, str], ...] = ()

    @property
    def environment(self) -> dict[str, str]:
        settings = {"KUMPPANI_HOME": str(self.home), "KUMPPANI_ENCODER": "hashing", "KUMPPANI_INDEX": "exact"}
        return {**settings, "COLUMNS": "80", "NO_COLOR": "1", "LC_ALL": "C.UTF-8", **dict(self.extra)}

    def having(self, **variables: str) -> Terminal:
        """The same terminal with other environment variables."""
        return Terminal(self.home, (*self.extra, *variables.items()))

    def run(self, *words: str) -> Result:
        unset = dict.fromkeys(("KUMPPANI_LANGUAGE", "KUMPPANI_DATABASE", "KUMPPANI_RULES"))
        return CliRunner(env={**unset, **self.environment}).invoke(app, words)

    def text(self, *words: str) -> str:
        """What a command prints that succeeds and has nothing else to say."""
        result = self.run(*words)
        assert (result.exit_code, result.stderr) == (0, ""), result.stderr
        return result.stdout

    def json(self, *words: str) -> Json:
        return json.loads(self.text(*words, "--json"))

    def failure(self, code: int, *words: str) -> Json:
        """What a command says as JSON that fails with an exit code; stdout stays empty."""
        result = self.run(*words, "--json")
        assert (result.exit_code, result.stdout) == (code, ""), result.output
        failure = json.loads(result.stderr)
        assert failure["error"].keys() == {"what", "where", "cure"}
        assert all(failure["error"][part] for part in ("what", "cure"))
        return failure

    def process(self, words: Sequence[str], stdout: int = subprocess.PIPE) -> subprocess.CompletedProcess[str]:
        """A command as a process of its own."""
        return subprocess.run([sys.executable, "-m", "service.cli.main", *words], env=self.environment, cwd=ROOT,  # noqa: S603
                              encoding="utf-8", check=False, timeout=60, stderr=subprocess.PIPE, stdout=stdout)
