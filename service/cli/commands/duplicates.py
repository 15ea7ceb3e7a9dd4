"""`duplicates list`, `merge` and `differ`: actors that may be one."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.options import ActorIdArgument, Limit
from service.cli.shell import Shell


def list_duplicates(shell: Shell, limit: Limit = 20) -> None:
    """List actors of the network that may be one, the surest first, with reasons and both sides."""
    from service.cli.actions import duplicates

    duplicates.list_duplicates(shell, limit)


def merge(
    shell: Shell,
    kept: Annotated[str, typer.Argument(metavar="KEEP", help="Id of the actor that is left.")],
    gone: Annotated[str, typer.Argument(metavar="GONE", help="Id of the actor that becomes it.")],
) -> None:
    """Make one actor of two: the first holds where both say something, and the id of the second leads to it."""
    from service.cli.actions import duplicates

    duplicates.merge(shell, kept, gone)


def differ(shell: Shell, actor: ActorIdArgument, other: ActorIdArgument) -> None:
    """Note that two actors are two: they are not listed any more."""
    from service.cli.actions import duplicates

    duplicates.differ(shell, actor, other)
