"""`actor …`: what a person is entitled to, for who runs an installation and has no program at hand."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.shell import Shell

ActorName = Annotated[str, typer.Argument(metavar="ID", help="Id of an actor.")]


def export(
    shell: Shell,
    actor: ActorName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, JSON.")],
) -> None:
    """Write everything that is held of an actor to a file, with how it is used and what is withheld, and why."""
    from service.cli.actions import actors

    actors.export(shell, actor, file)


def erase(
    shell: Shell,
    actor: ActorName,
    confirmed: Annotated[bool, typer.Option("--yes", help="Needed: nothing of it can be brought back.")] = False,
) -> None:
    """Erase an actor with everything that tells of it, out of every file, and show the receipt."""
    if not confirmed:
        raise typer.BadParameter("Everything that is held of the actor would be erased. Add --yes if that is what you "
                                 "want; “kumppani actor export” hands it out before.")
    from service.cli.actions import actors

    actors.erase(shell, actor)


def receipt(
    shell: Shell,
    receipt_id: Annotated[str, typer.Argument(metavar="RECEIPT", help="Id of a receipt of an erasure.")],
) -> None:
    """Show the receipt of an erasure, and whether nothing is left in any file."""
    from service.cli.actions import actors

    actors.show_receipt(shell, receipt_id)
