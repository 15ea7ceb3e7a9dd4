"""`import`, `check`, `imports list` and `imports undo`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.intake.formats import SourceFormat
from service.cli.options import ACTORS_HELP, ImportOptions, RelationOptions, Shape
from service.cli.shell import Shell


def import_files(shell: Shell, options: ImportOptions, relations: RelationOptions) -> None:
    """Import a directory of actors: all of it, or nothing when there is a problem.

    Actors with the same id are replaced by those of the file, others are kept. Every problem is shown with file, line
    and field. The texts are encoded at once, so that the first question is answered fast.
    """
    options.check(relations)
    from service.cli.actions import imports

    imports.import_files(shell, options, relations)


def check(
    shell: Shell,
    files: Annotated[list[Path], typer.Argument(metavar="FILE…", help=ACTORS_HELP)],
    relations: RelationOptions,
    form: Shape = SourceFormat.LIST,
) -> None:
    """Check files without importing anything."""
    from service.cli.actions import checks

    checks.check(shell, files, relations, form)


def list_imports(shell: Shell) -> None:
    """List the lists that were imported, the newest first."""
    from service.cli.actions import import_log

    import_log.list_imports(shell)


def undo(
    shell: Shell,
    number: Annotated[int, typer.Argument(metavar="N", min=1,
                                          help="Number of the import; “kumppani imports list” shows it.")],
) -> None:
    """Put back what an import has added, changed or removed, as long as nobody has built on it since."""
    from service.cli.actions import import_log

    import_log.undo(shell, number)
