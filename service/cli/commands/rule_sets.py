"""`rules list`, `show`, `draft`, `activate`, `rollback` and `remove`: rules that the network stores."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import AsOf
from service.cli.shell import Shell

NumberArgument = Annotated[int, typer.Argument(
    metavar="N", min=1, help="Number of the rules; “kumppani rules list” shows it.")]

ExpectedOption = Annotated[int | None, typer.Option(
    "--expected", metavar="N", min=0, help="Refuse if other rules than these are in use now; 0 for those of the file.")]


def list_rules(shell: Shell) -> None:
    """List the rules that the network (--network) stores, and which of them are in use."""
    from service.cli.actions import rule_sets

    rule_sets.list_rules(shell)


def show(shell: Shell, number: NumberArgument, as_of: AsOf) -> None:
    """Show stored rules: their text, and each rule in short."""
    from service.cli.actions import rule_sets

    rule_sets.show(shell, number, shell.day(as_of))


def draft(
    shell: Shell,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="TOML; see the rules shipped for an example.")],
    note: Annotated[str, typer.Option(metavar="TEXT", help="What they are for, without names of people.")] = "",
) -> None:
    """Store the rules of a file, without using them yet."""
    from service.cli.actions import rule_sets

    rule_sets.draft(shell, file, note)


def activate(
    shell: Shell,
    number: Annotated[int, typer.Argument(metavar="N", min=0, help="Number of the rules; 0 for those of the file.")],
    expected: ExpectedOption = None,
) -> None:
    """Put stored rules to use; a running service follows within a second or two."""
    from service.cli.actions import rule_sets

    rule_sets.activate(shell, number, expected)


def roll_back(shell: Shell, expected: ExpectedOption = None) -> None:
    """Put the rules to use that were in use before those of now; done twice, it leads back again."""
    from service.cli.actions import rule_sets

    rule_sets.roll_back(shell, expected)


def remove(shell: Shell, number: NumberArgument) -> None:
    """Remove stored rules that were never in use."""
    from service.cli.actions import rule_sets

    rule_sets.remove(shell, number)
