"""`suggest`, `search` and `explain`."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from service.cli.options import ActorIdArgument, AsOf, FilterOptions, Limit, PageOptions, SeekerOptions
from service.cli.shell import Shell


def suggest(
    shell: Shell, seeker: SeekerOptions, page: PageOptions, filters: FilterOptions,
    everybody: Annotated[bool, typer.Option(
        "--all", help="Instead of ID: the lists of all active actors, to --out.")] = False,
    out: Annotated[Path | None, typer.Option(
        metavar="FILE", help="With --all: JSON Lines, one list a line, as the service answers it. Where the file holds "
                             "the first of these lists already, it is gone on with.")] = None,
) -> None:
    """Suggest partners for an actor, an idea or a profile, with reasons.

    Words for regions, sectors and themes may be codes, labels or synonyms in any language; see “kumppani vocabulary”.
    """
    if everybody != (out is not None):
        raise typer.BadParameter("--all and --out FILE go together.")
    if everybody and out is not None:
        seeker.demand_nobody()
        from service.cli.actions import all_suggestions

        all_suggestions.suggest_to_all(shell, out, page, filters)
        return
    seeker.check()
    from service.cli.actions import suggestions

    suggestions.suggest(shell, seeker, page, filters)


def search(
    shell: Shell,
    words: Annotated[list[str], typer.Argument(metavar="WORDS…", help="Words in any language, or part of a name.")],
    filters: FilterOptions,
    limit: Limit = 10,
) -> None:
    """Find actors by words: names, themes, places and what they do."""
    from service.cli.actions import suggestions

    suggestions.search(shell, " ".join(words), filters, limit)


def explain(shell: Shell, actor: ActorIdArgument, other: ActorIdArgument, as_of: AsOf) -> None:
    """Show every reason for or against one pair, from both sides."""
    from service.cli.actions import suggestions

    suggestions.explain(shell, actor, other, shell.day(as_of))
