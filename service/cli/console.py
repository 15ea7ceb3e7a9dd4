"""A terminal that shows words as they are: no markup, and no control sequences from anybody's data."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from typing import NoReturn, TextIO

from rich import console as rich_console
from rich.padding import Padding
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn
from rich.segment import Segment
from rich.text import Text as Line

from service.schemas.base import Schema

WIDEST = 100

# Control codes, lone surrogates, and signs that turn the direction of the text around them.
_UNSAFE = re.compile("[\x00-\x09\x0b-\x1f\x7f-\x9f\ud800-\udfff\u200e\u200f\u2028-\u202e\u2066-\u2069]")
_UNSAFE_IN_JSON = re.compile("[\x7f-\x9f\ud800-\udfff\u2028-\u202e\u2066-\u2069]")


def clean(words: str) -> str:
    """Return words that cannot act on a terminal."""
    return _UNSAFE.sub("\N{REPLACEMENT CHARACTER}", words)


class Console(rich_console.Console):
    """A console for people: bold is all the decoration there is, and it carries no meaning of its own."""

    def __init__(self, *, stderr: bool = False) -> None:
        super().__init__(stderr=stderr, markup=False, emoji=False, highlight=False)

    def render(self, renderable: rich_console.RenderableType,
               options: rich_console.ConsoleOptions | None = None) -> Iterable[Segment]:
        """Yield the parts of something to be shown, cleaned: whatever is shown passes through here."""
        for segment in super().render(renderable, options):
            yield segment if segment.control else segment._replace(text=clean(segment.text))

    def on_broken_pipe(self) -> NoReturn:
        """Let the command end by itself; see `service.cli.framing.open_shell`."""
        raise BrokenPipeError

    def say(self, words: str, style: str = "") -> None:
        """Print one line, which is not broken: it stays one line for `grep`, and an id in it can be copied."""
        self.print(Line(words.replace("\n", " "), style=style), soft_wrap=True)

    def paragraph(self, words: str, style: str = "", indent: int = 0) -> None:
        """Print text that is broken into lines."""
        self.wide(Padding(Line(words, style=style), (0, 0, 0, indent)))

    def wide(self, renderable: rich_console.RenderableType) -> None:
        """Print something as wide as the terminal, but no wider than can be read, and without blanks at line ends."""
        with self.capture() as capture:
            self.print(renderable, width=min(self.width, WIDEST))
        self.file.writelines(f"{line.rstrip()}\n" for line in capture.get().split("\n")[:-1])


@contextmanager
def progress_bar(console: Console, task: str, total: int | None) -> Iterator[Callable[[int], None]]:
    """Show a bar on a terminal, nothing elsewhere; yields what is to be called with the number done so far."""
    columns = (TextColumn("{task.description}", markup=False), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console, transient=True, disable=not console.is_terminal) as progress:
        number = progress.add_task(task, total=total)
        yield lambda count: progress.update(number, completed=count)


def write_json(result: Schema, stream: TextIO) -> None:
    """Write a result as JSON in UTF-8, whatever the encoding of the terminal."""
    document = json.dumps(result.model_dump(mode="json"), ensure_ascii=False, indent=2)
    stream.flush()
    stream.buffer.write(_UNSAFE_IN_JSON.sub(lambda sign: f"\\u{ord(sign[0]):04x}", document).encode() + b"\n")
    stream.buffer.flush()
