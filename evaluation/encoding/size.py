"""How large an encoder is; it says so to the command line, too, and therefore imports nothing heavy."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

import typer


@dataclass(frozen=True)
class Size:
    """What decides how large an encoder is, how good, and how long its building takes."""

    pieces: Annotated[int, typer.Option(min=1_000, help="Word pieces: rows of the table.")] = 64_000
    dimension: Annotated[int, typer.Option(min=16, max=384, help="Numbers in a vector.")] = 256
    taught: Annotated[int, typer.Option(
        min=0, help="English titles that the teacher is asked for, beside labels and parallel titles.")] = 30_000
    steps: Annotated[int, typer.Option(
        min=0, help="Steps of each polish; with 0 the result is the same to the byte every time.")] = 700
