"""`webhooks …`: addresses that are told what happens in a network."""

from __future__ import annotations

from typing import Annotated

import typer

from service.cli.shell import Shell

WebhookId = Annotated[str, typer.Argument(metavar="ID", help="Id of the webhook; “kumppani webhooks list” shows it.")]


def list_webhooks(shell: Shell) -> None:
    """List the webhooks of the network (--network), and how each does."""
    from service.cli.actions import webhooks

    webhooks.list_webhooks(shell)


def add(
    shell: Shell,
    url: Annotated[str, typer.Argument(metavar="URL", help="Where messages are sent: https://…, or http:// on this "
                                                           "machine.")],
) -> None:
    """Tell an address what happens in the network (--network) from now on; the secret of its messages is shown once."""
    from service.cli.actions import webhooks

    webhooks.add(shell, url)


def remove(shell: Shell, webhook: WebhookId) -> None:
    """Tell an address nothing any more."""
    from service.cli.actions import webhooks

    webhooks.remove(shell, webhook)


def resume(shell: Shell, webhook: WebhookId) -> None:
    """Send again at once to an address that was given up, from where it had come."""
    from service.cli.actions import webhooks

    webhooks.resume(shell, webhook)
