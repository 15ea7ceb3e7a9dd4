"""`rules check` and `rules rehearse`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.commands.options import AsOf, Limit
from service.shell import Shell


def check(
    shell: Shell,
    as_of: AsOf,
    file: Annotated[Path | None, typer.Argument(metavar="FILE", help="TOML; see the rules shipped for an example.",
                                                show_default="the rules in use")] = None,
) -> None:
    """Check a rule file, and list its rules."""
    from service.terminal import rules

    rules.check(shell, file, as_of)


def rehearse(
    shell: Shell,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="The rules to be tried.")],
    as_of: AsOf,
    limit: Limit = 10,
) -> None:
    """Show what a rule file would change, before it is switched on.

    The lists of all active actors are made with the rules in use and with those of the file, and compared.
    """
    from service.terminal import rules

    rules.rehearse(shell, file, as_of, limit)
