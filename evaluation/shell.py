"""What the command line hands to the commands of this package."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Protocol


class Paper(Protocol):
    """Where the answer is shown to people."""

    def say(self, words: str, style: str = "") -> None:
        """Print one line."""

    def wide(self, renderable: Any) -> None:  # noqa: ANN401 - whatever rich can show
        """Print something as wide as the terminal."""


class OwnSettings(Protocol):
    """What an installation is told, as far as it is judged."""

    @property
    def weights(self) -> Path:
        """The weights that the service ranks with: a file, or the name of one that is shipped."""


class CommandShell(Protocol):
    """What the command line hands to a command."""

    @property
    def settings(self) -> OwnSettings:
        """The settings of the installation."""

    @property
    def language(self) -> str:
        """Language of the answer, ISO 639-1."""

    @property
    def out(self) -> Paper:
        """The terminal or file that gets the answer."""

    def answer(self, result: Any, show: Callable[[], None]) -> None:  # noqa: ANN401 - whatever has `model_dump`
        """Print a result as JSON, or call what shows it to people."""

    def note(self, message: Any) -> None:  # noqa: ANN401 - a text of the command line
        """Say something on stderr that is not part of the answer."""

    def progress(self, task: Any, total: int | None = None) -> AbstractContextManager[Callable[[int], None]]:  # noqa: ANN401
        """Show a bar on stderr; gives what is to be called with the number done so far."""


@dataclass(frozen=True)
class Figures:
    """An answer that is plain values already."""

    values: Mapping[str, Any]

    def model_dump(self, *, mode: str) -> Mapping[str, Any]:
        """Return the values; there is one mode only."""
        return self.values
