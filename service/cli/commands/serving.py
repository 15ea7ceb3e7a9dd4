"""`serve`, `settings` and `doctor`."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.shell import Shell


def serve(
    shell: Shell,
    host: Annotated[str | None, typer.Option(metavar="ADDRESS", help="Where to listen.",
                                             show_default="setting KUMPPANI_HOST")] = None,
    port: Annotated[int | None, typer.Option(metavar="N", min=0, max=65535, help="0 takes any free one.",
                                             show_default="setting KUMPPANI_PORT")] = None,
    workers: Annotated[int, typer.Option(metavar="N", min=1, max=64,
                                         help="How many processes answer; several need PostgreSQL.")] = 1,
) -> None:
    """Serve the HTTP API, and a page of links to it."""
    from service.app.server import serve as serve_alone
    from service.app.workers import serve_by_workers

    shell.warn_of_unknown_settings()
    options = {"host": host, "port": port}
    chosen = shell.settings.model_copy(update={name: value for name, value in options.items() if value is not None})
    if workers > 1:
        serve_by_workers(chosen, workers)
    else:
        serve_alone(chosen)


def doctor(shell: Shell) -> None:
    """Look over the installation: database, networks, encoder, keys, room on disk; say what is wrong and what to do."""
    from service.cli.actions.doctor import examine

    examine(shell)


def settings(shell: Shell) -> None:
    """List the settings: environment variables, what they mean, their defaults and the values in use."""
    from service.cli.actions.settings import show_settings

    show_settings(shell)
