"""`vocabulary`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.options import AsOf
from service.cli.shell import Shell

KEYWORDS = "keywords"


def vocabulary(
    shell: Shell,
    as_of: AsOf,
    name: Annotated[str | None, typer.Argument(
        metavar="NAME", help="A vocabulary, such as themes, or “keywords”.")] = None,
    word: Annotated[str | None, typer.Argument(metavar="WORD", help="A code, label or synonym in it.")] = None,
    mentioned_in: Annotated[str | None, typer.Option(
        metavar="TEXT", help="Show only what the text speaks of, in any of the three languages.")] = None,
) -> None:
    """List the vocabularies, show one as a tree, or look up what a word stands for.

    A municipality is shown with its region and the authorities it belongs to on the day. “keywords” shows the words of
    profiles that are no themes, how often each occurs, and which theme it may be.
    """
    from service.cli.actions.keywords import show_keywords
    from service.cli.actions.vocabulary import list_vocabularies, look_up, show_tree

    if mentioned_in is not None and (name is None or word is not None):
        raise typer.BadParameter("It goes with a NAME and without a WORD.", param_hint="--mentioned-in")
    if name == KEYWORDS and (word is not None or mentioned_in is not None):
        raise typer.BadParameter("They are shown all together: leave out WORD and --mentioned-in.", param_hint="NAME")
    if name is None:
        list_vocabularies(shell)
    elif name == KEYWORDS:
        show_keywords(shell)
    elif word is None:
        show_tree(shell, name, shell.day(as_of), mentioned_in)
    else:
        look_up(shell, name, word, shell.day(as_of))
