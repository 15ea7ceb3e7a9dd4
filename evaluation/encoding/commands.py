"""Train the encoder for Finnish, Swedish and English, and compare encoders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

import typer

from evaluation.shell import Shell

if TYPE_CHECKING:
    from rich.table import Table

OURS = "static"
COMPARED = "static,sentence-transformers,hashing"


@dataclass(frozen=True)
class Figures:
    """Encoder to figure to value."""

    values: Mapping[str, Mapping[str, float]]

    def model_dump(self, *, mode: str) -> Mapping[str, Any]:
        """Return the figures as plain values."""
        return self.values


def train(
    shell: Shell,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the encoder and what it is made from.")],
    data: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Folder of the texts.", show_default="the one that is shipped")] = None,
    pieces: Annotated[int, typer.Option(min=1_000, help="Word pieces: rows of the table.")] = 64_000,
    dimension: Annotated[int, typer.Option(min=16, max=384, help="Numbers in a vector.")] = 256,
    steps: Annotated[int, typer.Option(
        min=0, help="Steps of the polish; with 0 the result is the same to the byte every time.")] = 800,
) -> None:
    """Train an encoder for Finnish, Swedish and English, which is to be used as KUMPPANI_ENCODER_MODEL=DIR/int8.

    One concept in twenty is held out, so that “kumppani encoder evaluate” can measure what was not learned. The folders
    DIR/ridge and DIR/polished hold what stood before the last steps; vectors of the teacher are kept in
    DIR/teacher.db for the next time.
    """
    from data.encoder import encoder_folder
    from evaluation.encoding.building import Size, build, write
    from evaluation.encoding.corpus import read_corpus
    from models.encoders import CachedEncoder, open_encoder

    corpus, _ = read_corpus(data or encoder_folder())
    out.mkdir(parents=True, exist_ok=True)
    teacher = CachedEncoder(open_encoder("sentence-transformers"), out / "teacher.db")
    size = Size(pieces=pieces, dimension=dimension, steps=steps)
    tokenizer, tables = build(corpus, teacher, size, _stage(shell))
    for name, table in tables.items():
        write(out / name, tokenizer, table, quantised=False)
    write(out / "int8", tokenizer, [*tables.values()][-1], quantised=True)
    shell.out.say(f"{out / 'int8'}: {tokenizer.get_vocab_size()} pieces, {dimension} dimensions")


def evaluate(
    shell: Shell,
    encoders: Annotated[str, typer.Option(
        metavar="NAMES", help="Encoders, separated by commas; NAME=MODEL names a model, too.")] = COMPARED,
    data: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Folder of the texts.", show_default="the one that is shipped")] = None,
) -> None:
    """Compare encoders: whether they find the same thing in another language, and whether lists depend on it."""
    from data.encoder import encoder_folder
    from data.vocabularies import open_vocabularies
    from evaluation.encoding.corpus import read_corpus
    from evaluation.encoding.invariance import measure_invariance
    from evaluation.encoding.measures import Questions, measure, read_reform, read_themes
    from models.encoders import open_encoder

    names = [part.strip() for part in encoders.split(",")]
    opened = {name: open_encoder(*name.split("=", 1)) for name in names}
    _, held_out = read_corpus(data or encoder_folder())
    asked, vocabularies = Questions(held_out, read_themes(), read_reform()), open_vocabularies()
    values = {}
    for name, encoder in opened.items():
        with _stage(shell)(name, None):
            values[name] = measure(encoder.encode, asked) | measure_invariance(encoder, vocabularies)
    shell.answer(Figures(values), lambda: shell.out.wide(_table(values)))


def _stage(shell: Shell) -> Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]:
    from data.texts import Labels, Text

    return lambda name, total: shell.progress(Text(Labels({"en": name})), total)


def _table(values: Mapping[str, Mapping[str, float]]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in values:
        table.add_column(name, justify="right")
    for figure in next(iter(values.values())):
        table.add_row(figure, *(f"{found[figure]:.3f}" for found in values.values()))
    return table
