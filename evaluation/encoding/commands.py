"""Train the encoder for Finnish, Swedish and English, and compare encoders."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaluation.encoding.size import Size
from evaluation.shell import CommandShell, Figures

if TYPE_CHECKING:
    from rich.table import Table

ENCODERS_TO_COMPARE = "static,sentence-transformers,tfidf,hashing"
# Below stand shares and seconds, above megabytes and speeds.
SMALL = 20
BEST_FIRST = ("en", "fi", "sv")


def train(
    shell: CommandShell,
    size: Size,
    out: Annotated[Path, typer.Option(metavar="DIR", help="Folder for the encoder and what it is made from.")],
    data: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Folder of the texts.", show_default="the one that is shipped")] = None,
) -> None:
    """Train an encoder for Finnish, Swedish and English, which is to be used as KUMPPANI_ENCODER_MODEL=DIR/int8.

    One concept in twenty is held out, so that “kumppani encoder evaluate” can measure what was not learned. The folders
    DIR/ridge and DIR/polished hold what stood before the last steps; vectors of the teacher are kept in
    DIR/teacher.db for the next time.
    """
    from data.encoder import encoder_folder
    from evaluation.encoding.building import build
    from evaluation.encoding.corpus import read_corpus
    from models.encoders import CachedEncoder, open_encoder
    from models.training.folder import as_floats, quantise, write_folder

    corpus, _ = read_corpus(data or encoder_folder())
    out.mkdir(parents=True, exist_ok=True)
    teacher = CachedEncoder(open_encoder("sentence-transformers"), out / "teacher.db")
    tokenizer, tables = build(corpus, teacher, size, _stage(shell))
    for name, table in tables.items():
        write_folder(out / name, tokenizer, as_floats(table), BEST_FIRST)
    write_folder(out / "int8", tokenizer, quantise([*tables.values()][-1]), BEST_FIRST)
    megabytes = sum(file.stat().st_size for file in (out / "int8").iterdir()) / 1e6
    figures = {"folder": str(out / "int8"), "pieces": size.pieces, "dimension": size.dimension, "megabytes": megabytes}
    shell.answer(Figures(figures), lambda: shell.out.say(
        f"{out / 'int8'}: {size.pieces} pieces, {size.dimension} dimensions, {megabytes:.1f} MB"))


def evaluate(
    shell: CommandShell,
    encoders: Annotated[str, typer.Option(
        metavar="NAMES", help="Encoders, separated by commas; NAME=MODEL names a model, too, of tfidf the folder of "
                              "its texts.")] = ENCODERS_TO_COMPARE,
    data: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Folder of the texts.", show_default="the one that is shipped")] = None,
) -> None:
    """Compare encoders: whether they find the same in another language, whether lists depend on it, what they cost."""
    from data.encoder import encoder_folder
    from data.vocabularies.catalogue import open_vocabularies
    from evaluation.encoding.corpus import read_corpus
    from evaluation.encoding.costs import kinds_of_text, measure_costs
    from evaluation.encoding.invariance import measure_invariance
    from evaluation.encoding.measures import Questions, measure, read_reform, read_themes
    from evaluation.encoding.peers import open_any_encoder

    models = {name: name.partition("=")[::2] for name in (part.strip() for part in encoders.split(","))}
    by_name = {name: open_any_encoder(*parts) for name, parts in models.items()}
    _, held_out = read_corpus(data or encoder_folder())
    questions, vocabularies = Questions(held_out, read_themes(), read_reform()), open_vocabularies()
    kinds, values = kinds_of_text(held_out), {}
    for name, encoder in by_name.items():
        with _stage(shell)(name, None):
            values[name] = {**measure(encoder.encode, questions), **measure_invariance(encoder, vocabularies),
                            **measure_costs(*models[name], kinds)}
    shell.answer(Figures(values), lambda: shell.out.wide(_table(values)))


def _stage(shell: CommandShell) -> Callable[[str, int | None], AbstractContextManager[Callable[[int], None]]]:
    from data.wording.texts import Labels, Text

    return lambda name, total: shell.progress(Text(Labels({"en": name})), total)


def _table(values: Mapping[str, Mapping[str, float]]) -> Table:
    from rich.table import Table

    table = Table(box=None, pad_edge=False)
    table.add_column("", no_wrap=True)
    for name in values:
        table.add_column(name, justify="right", overflow="fold")
    for figure in next(iter(values.values())):
        table.add_row(figure, *(_number(own[figure]) for own in values.values()))
    return table


def _number(value: float) -> str:
    return f"{value:,.0f}" if value >= SMALL else f"{value:.3f}"
