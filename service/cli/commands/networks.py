"""`network …`: several networks on one installation, apart from each other."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

import typer

from service.cli.shell import Shell

NetworkName = Annotated[str, typer.Argument(metavar="NAME", help="Name of the network: a–z, 0–9, “-” and “_”.")]


def zone(word: str) -> ZoneInfo:
    """Return the time zone of a name."""
    try:
        return ZoneInfo(word)
    except (ValueError, OSError, LookupError) as error:
        raise typer.BadParameter(f"“{word}” is not a time zone. Write it as Europe/Helsinki.") from error


@dataclass(frozen=True)
class OwnSettings:
    """What a network has of its own; what is left out is as the installation has it."""

    vocabulary: Annotated[Path | None, typer.Option(metavar="DIR", help="Folder of its vocabulary.")] = None
    rules: Annotated[Path | None, typer.Option(metavar="FILE", help="File of its rules.")] = None
    weights: Annotated[Path | None, typer.Option(metavar="FILE", help="File or name of its weights.")] = None
    timezone: Annotated[ZoneInfo | None, typer.Option(
        metavar="ZONE", parser=zone, help="Time zone whose calendar counts, such as Europe/Helsinki.")] = None

    def as_dict(self) -> dict[str, str]:
        """Return those that are given; paths hold wherever the program is started from."""
        paths = {"vocabulary": self.vocabulary, "rules": self.rules, "weights": self.weights}
        own = {name: str(path.resolve() if path.exists() else path) for name, path in paths.items() if path}
        return own | ({"timezone": str(self.timezone)} if self.timezone else {})


def list_networks(shell: Shell) -> None:
    """List the networks, with the number of their actors and the settings of their own."""
    from service.cli.actions import networks

    networks.list_networks(shell)


def add(shell: Shell, name: NetworkName, own: OwnSettings) -> None:
    """Make an empty network beside the others, with a vocabulary, rules and weights of its own if it needs them."""
    from service.cli.actions import networks

    networks.add(shell, name, own.as_dict())


def change(shell: Shell, name: NetworkName, own: OwnSettings) -> None:
    """Give a network other settings of its own; those that are left out are as the installation has them."""
    from service.cli.actions import networks

    networks.change(shell, name, own.as_dict())


def remove(
    shell: Shell,
    name: NetworkName,
    confirmed: Annotated[bool, typer.Option("--yes", help="Needed: nothing of it can be brought back.")] = False,
) -> None:
    """Remove a network with its records and keys."""
    if not confirmed:
        raise typer.BadParameter("Everything in the network would be removed. Add --yes if that is what you want; "
                                 "“kumppani network backup” keeps a copy.")
    from service.cli.actions import networks

    networks.remove(shell, name)


def backup(
    shell: Shell,
    name: NetworkName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file.")],
) -> None:
    """Write a network with its records, settings and keys to one file, while the service goes on."""
    from service.cli.actions import networks

    networks.backup(shell, name, file)


def history(
    shell: Shell,
    name: NetworkName,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="A new file, JSON Lines.")],
) -> None:
    """Write which lists were shown, with the chance of each place, and what came of them, to learn from."""
    from service.cli.actions import networks

    networks.history(shell, name, file)


def restore(
    shell: Shell,
    file: Annotated[Path, typer.Argument(metavar="FILE", help="Written by “kumppani network backup”.")],
    name: Annotated[str | None, typer.Option("--as", metavar="NAME", help="Another name for it.")] = None,
    with_keys: Annotated[bool, typer.Option(
        "--with-keys", help="Let its keys open it again; some may have been revoked since.")] = False,
    without_log: Annotated[bool, typer.Option(
        "--without-log", help="Leave its audit log out, which then need not hold; the new log says so.")] = False,
    digest: Annotated[str, typer.Option(
        metavar="DIGEST", help="Refuse the file if it has another digest than “kumppani network backup” said.")] = "",
) -> None:
    """Add the network that a file holds to the installation; a file that was changed is refused."""
    from data.store.backups import Restoring
    from service.cli.actions import networks

    networks.restore(shell, file, name, Restoring(with_keys, without_log, digest.strip()))
