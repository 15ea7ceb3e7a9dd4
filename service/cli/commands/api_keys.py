"""`key …`: the keys that programs use the service with."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.shell import Shell

KeyId = Annotated[str, typer.Argument(metavar="ID", help="Id of the key; “kumppani key list” shows it.")]


def list_keys(shell: Shell) -> None:
    """List the keys of the network (--network), without their secrets."""
    from service.cli.actions import api_keys

    api_keys.list_keys(shell)


def create(
    shell: Shell,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")],
    scope: Annotated[list[str], typer.Option(
        metavar="SCOPE", help="What it allows: read, write, coordinate or admin; may be repeated.")],
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="For how many days it is valid.",
                                             show_default="for ever")] = None,
    rate: Annotated[str, typer.Option(metavar="RATE", help="How often it may ask, such as 600/minute.",
                                      show_default="setting KUMPPANI_RATE")] = "",
) -> None:
    """Make a key to the network (--network); it is shown once."""
    from service.cli.actions import api_keys

    api_keys.create(shell, name, frozenset(scope), days, rate)


def rotate(
    shell: Shell,
    key: KeyId,
    days: Annotated[int, typer.Option("--overlap", metavar="DAYS", min=0, max=365,
                                      help="For how many days the old key is still valid.")] = 7,
) -> None:
    """Make a new key that allows the same, and let the old one expire."""
    from service.cli.actions import api_keys

    api_keys.rotate(shell, key, days)


def revoke(shell: Shell, key: KeyId) -> None:
    """Make a key open nothing from now on."""
    from service.cli.actions import api_keys

    api_keys.revoke(shell, key)
