"""The parts of the README that are generated: `python -m tests.readme` brings them up to date, a test compares them."""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path

from data.files.columns import ACTORS
from matcher import defaults
from matcher.terms import TERMS
from models.ranker import read_weights
from service.cli.exits import ExitCode
from service.settings import Settings
from tests.networks import ROOT

README = ROOT / "README.md"
EXAMPLE = ("suggest", "rovalan-setlementti-ry-monikulttuurikeskus-moninet")


def settings() -> str:
    """Return the table of settings."""
    rows = ((f"`KUMPPANI_{name.upper()}`", _default(field.default), field.description or "")
            for name, field in Settings.model_fields.items())
    return _table(("setting", "default", "what it is"), rows)


def columns() -> str:
    """Return the table of the columns of a directory of actors."""
    rows = ((f"`{column.name}`", str(column.meaning), "yes" if column.required else "") for column in ACTORS.columns)
    return _table(("column", "what to write", "required"), rows)


def terms() -> str:
    """Return the table of the terms and their weights."""
    weights = read_weights(defaults.WEIGHTS, tuple(TERMS)).terms
    rows = ((f"`{name}`", str(term.description), f"{weights[name]:g}") for name, term in TERMS.items())
    return _table(("term", "what it says", "weight"), rows)


def exits() -> str:
    """Return the sentence of the exit codes."""
    return "Exit codes: " + "; ".join(f"{code.value} – {code.meaning}" for code in ExitCode) + "."


def example() -> str:
    """Return what the command prints for one actor, as a block of text."""
    with tempfile.TemporaryDirectory() as home:
        environment = os.environ | {"KUMPPANI_HOME": home, "NO_COLOR": "1", "COLUMNS": "80"}
        for words in (("import", "--demo"), (*EXAMPLE, "--limit", "3")):
            done = subprocess.run([sys.executable, "-m", "service.cli.main", *words], env=environment, cwd=ROOT,  # noqa: S603
                                  capture_output=True, encoding="utf-8", check=True)
    return f"```console\n$ kumppani {' '.join(EXAMPLE)} --limit 3\n{done.stdout}```"


def figures() -> str:
    """Return the table of the speeds of this machine."""
    done = subprocess.run([sys.executable, "-m", "evaluation.benchmarks.speed"], cwd=ROOT, capture_output=True,
                          encoding="utf-8", check=True)
    return f"```console\n$ python -m evaluation.benchmarks.speed\n{done.stdout}```"


def load() -> str:
    """Return the tables of the service under load on this machine."""
    done = subprocess.run([sys.executable, "-m", "evaluation.benchmarks.load", "--postgresql"], cwd=ROOT,
                          capture_output=True, encoding="utf-8", check=True)
    return f"```console\n$ python -m evaluation.benchmarks.load --postgresql\n{done.stdout}```"


def encoders() -> str:
    """Return the table that compares encoders."""
    done = subprocess.run([sys.executable, "-m", "service.cli.main", "encoder", "evaluate"], cwd=ROOT,
                          capture_output=True, encoding="utf-8", check=True, env=os.environ | {"COLUMNS": "100"})
    return f"```console\n$ kumppani encoder evaluate\n{done.stdout}```"


def mentions() -> str:
    """Return how well themes are found in texts."""
    done = subprocess.run([sys.executable, "-m", "evaluation.mentions"], cwd=ROOT, capture_output=True,
                          encoding="utf-8", check=True)
    return f"```console\n$ python -m evaluation.mentions\n{done.stdout}```"


GENERATED: Mapping[str, Callable[[], str]] = {
    "settings": settings, "columns": columns, "terms": terms, "exits": exits, "mentions": mentions,
}


# What depends on the machine, if only in the last digit; it is made anew, not compared.
MEASURED: Mapping[str, Callable[[], str]] = {"example": example, "encoders": encoders, "figures": figures, "load": load}


def generated(parts: Mapping[str, Callable[[], str]] = GENERATED) -> str:
    """Return the README with some of its parts made anew."""
    words = README.read_text(encoding="utf-8")
    for name, make in parts.items():
        pattern = rf"(<!-- begin: {name} -->\n).*?(<!-- end: {name} -->)"
        words, count = re.subn(pattern, lambda found: f"{found[1]}{make()}\n{found[2]}", words, flags=re.DOTALL)  # noqa: B023
        if count != 1:
            raise ValueError(f"The README has {count} parts called {name}.")
    return words


def shell_lines(document: Path = README) -> list[str]:
    """Return the lines of a document's shell blocks."""
    blocks = re.findall(r"```sh\n(.*?)```", document.read_text(encoding="utf-8"), flags=re.DOTALL)
    return [line for block in blocks for line in block.splitlines()]


def _table(head: Iterable[str], rows: Iterable[Iterable[str]]) -> str:
    head = tuple(head)
    lines = [head, ("---",) * len(head), *rows]
    return "\n".join("| " + " | ".join(line) + " |" for line in lines)


def _default(value: object) -> str:
    if isinstance(value, Path) and value.is_absolute():
        return f"`{value.relative_to(ROOT)}`"
    return f"`{value}`" if str(value) else "empty"


if __name__ == "__main__":
    README.write_text(generated({**GENERATED, **MEASURED}), encoding="utf-8")
