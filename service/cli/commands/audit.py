"""`audit show` and `audit verify`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.shell import Shell


def show(
    shell: Shell,
    after: Annotated[int, typer.Option(metavar="N", min=0, help="The number of the last entry known already.")] = 0,
    limit: Annotated[int, typer.Option(metavar="N", min=1, max=100_000, help="How many entries.")] = 1_000,
) -> None:
    """Show the audit log of the network (--network), oldest first; also of a network that was removed."""
    from service.cli.actions import audit

    audit.show(shell, after, limit)


def verify(
    shell: Shell,
    head: Annotated[str, typer.Option(metavar="HASH", help="A hash noted before, which must still be in it.")] = "",
) -> None:
    """Check that no entry of the audit log was changed or removed; only --head shows that none is missing at its end.

    Entries at the end can be taken away without a trace in the log itself: note the hash that this command prints
    somewhere else, and give it the next time.
    """
    from service.cli.actions import audit

    audit.verify(shell, head)
