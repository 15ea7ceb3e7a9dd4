"""`export …` and `template`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.files.exporting.formats import Format, format_of
from service.cli.options import ExtentOptions, FileOptions, FilterOptions, PageOptions
from service.cli.shell import Shell


def actors(shell: Shell, extent: ExtentOptions, file: FileOptions, filters: FilterOptions) -> None:
    """Write profiles to a file, from which “kumppani import” reads the same ones.

    CSV has the separator and the decimal comma of the reader's language (--lang), as the Excel of that country has.
    """
    extent.check()
    file.check(shell.as_json)
    from service.cli.actions import exports

    exports.export_actors(shell, extent, file, filters)


def cooperations(shell: Shell, extent: ExtentOptions, file: FileOptions) -> None:
    """Write cooperations to a file, all or those that some actors take part in.

    “kumppani import --cooperations” reads the same ones.
    """
    extent.check()
    file.check(shell.as_json)
    from service.cli.actions import exports

    exports.export_cooperations(shell, extent, file)


def suggestions(shell: Shell, extent: ExtentOptions, file: FileOptions, page: PageOptions,
                filters: FilterOptions) -> None:
    """Write the lists of actors to one file: a row per pair, with its place, its fit from both sides and the reasons.

    With --all they are the lists of all active actors. XLSX has a summary on a second sheet. JSON Lines hold every row
    of every score.
    """
    extent.check()
    file.check(shell.as_json)
    if file.format is Format.JSONLD:
        raise typer.BadParameter("Suggestions are written as csv, xlsx or jsonl.", param_hint="--format")
    from service.cli.actions import exports

    exports.export_suggestions(shell, extent, file, page, filters)


def template(shell: Shell, file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, .xlsx.")]) -> None:
    """Write an empty list of actors to be filled in with Excel: headers, choices and explanations in --lang."""
    if format_of(file) is not Format.XLSX:
        raise typer.BadParameter("The name of the file has to end in .xlsx.")
    from service.cli.actions import exports

    exports.write_template(shell, file)
