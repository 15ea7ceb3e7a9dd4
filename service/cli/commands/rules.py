"""`rules check` and `rules rehearse`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsOf, Limit
from service.cli.shell import Shell


def check(
    shell: Shell,
    as_of: AsOf,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="TOML; see the rules shipped for an example.",
                                                show_default="the rules in use")] = None,
) -> None:
    """Check a rule file, and list its rules."""
    from service.cli.actions import rules

    rules.check(shell, file, shell.day(as_of))


def rehearse(
    shell: Shell,
    as_of: AsOf,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="The rules to be tried.")] = None,
    stored: Annotated[int | None, typer.Option(
        "--stored", metavar="N", min=1, help="Try these stored rules in place of a file.")] = None,
    limit: Limit = 10,
) -> None:
    """Show what the rules of a file, or stored ones, would change before they are put to use.

    The lists of all active actors are made with the rules in use and with the others, and compared.
    """
    from service.cli.actions import rules

    candidate = file or stored
    if candidate is None or (file and stored):
        raise typer.BadParameter("Give either a FILE or --stored.", param_hint="FILE")
    rules.rehearse(shell, candidate, shell.day(as_of), limit)
