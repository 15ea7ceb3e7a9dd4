"""`key …`: the keys that programs use the service with."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from data.wording.words import composed
from service.cli.shell import Shell

KeyId = Annotated[str, typer.Argument(metavar="ID", help="Id of the key; “kumppani key list” shows it.")]


def list_keys(shell: Shell) -> None:
    """List the keys of the network (--network), without their secrets."""
    from service.cli.actions import api_keys

    api_keys.list_keys(shell)


def create(
    shell: Shell,
    name: Annotated[str, typer.Argument(metavar="NAME", help="What the key is for.")],
    scope: Annotated[list[str] | None, typer.Option(
        metavar="SCOPE", help="What it allows: read, write, coordinate, admin, confidential or erase; may be repeated.",
        show_default="all that the key of an actor can have, with --actor; else it has to be given")] = None,
    actor: Annotated[str, typer.Option(metavar="ID", show_default="the whole network", help=(
        "The one actor that the key belongs to: it reads what all may read and what is this actor's own, and acts for "
        "it alone."))] = "",
    days: Annotated[int | None, typer.Option(min=1, max=3650, help="For how many days it is valid.",
                                             show_default="for ever")] = None,
    rate: Annotated[str, typer.Option(metavar="RATE", help="How often it may ask, such as 600/minute.",
                                      show_default="setting KUMPPANI_RATE")] = "",
) -> None:
    """Make a key to the network (--network), or to one actor of it; it is shown once."""
    from service.cli.actions import api_keys

    if not (scope or actor):
        raise typer.BadParameter("Give a --scope, or the --actor that the key belongs to.")
    api_keys.create(shell, api_keys.KeyWish(name, frozenset(scope or ()), composed(actor), days, rate))


def rotate(
    shell: Shell,
    key: KeyId,
    days: Annotated[int, typer.Option("--overlap", metavar="DAYS", min=0, max=365,
                                      help="For how many days the old key is still valid.")] = 7,
) -> None:
    """Make a new key that allows the same, and let the old one expire."""
    from service.cli.actions import api_keys

    api_keys.rotate(shell, key, days)


def token(
    shell: Shell,
    actor: Annotated[str, typer.Argument(metavar="ACTOR", help="Id of the actor that the token belongs to.")],
    key_file: Annotated[Path, typer.Option("--key", metavar="FILE", help=(
        "A file with the key that vouches for it, which needs the scopes read and confidential; - for standard "
        "input."))] = Path("-"),
    scope: Annotated[list[str] | None, typer.Option(
        metavar="SCOPE", help="What it allows: read, write or erase; may be repeated.",
        show_default="what the key allows of these")] = None,
    minutes: Annotated[int, typer.Option(min=1, max=15, help="For how many minutes it is valid.")] = 15,
) -> None:
    """Mint a token: for some minutes, a key that belongs to one actor, for a browser."""
    from service.cli.actions import api_keys

    api_keys.mint_token(shell, key_file, actor, scope, minutes)


def revoke(shell: Shell, key: KeyId) -> None:
    """Make a key open nothing from now on."""
    from service.cli.actions import api_keys

    api_keys.revoke(shell, key)
