"""`vocabulary`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.options import AsOf
from service.cli.shell import Shell


def vocabulary(
    shell: Shell,
    as_of: AsOf,
    name: Annotated[str | None, typer.Argument(metavar="NAME", help="A vocabulary, such as themes.")] = None,
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="A code, label or synonym in it.")] = None,
    mentioned_in: Annotated[str | None, typer.Option(
        metavar="TEXT", help="Show only what the text speaks of, in any of the three languages.")] = None,
) -> None:
    """List the vocabularies, show one as a tree, or look up what a word stands for.

    A municipality is shown with its region and the authorities it belongs to on the day.
    """
    from service.cli.actions.vocabulary import list_vocabularies, look_up, show_tree

    if mentioned_in is not None and (name is None or word is not None):
        raise typer.BadParameter("It goes with a NAME and without a WORD.", param_hint="--mentioned-in")
    if name is None:
        list_vocabularies(shell)
    elif word is None:
        show_tree(shell, name, shell.day(as_of), mentioned_in)
    else:
        look_up(shell, name, word, shell.day(as_of))
