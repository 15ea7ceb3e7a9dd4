"""Webhooks: listed, added, removed and resumed."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

from data.activity.webhooks import Webhook
from data.governance.audit_log import COMMAND_LINE, AuditEvent, Signature, append
from data.store.store import Store
from data.store.transactions import Transaction
from data.wording.texts import Text, text
from service.cli.actions.database import open_database
from service.cli.shell import Shell
from service.clock import now
from service.schemas.installation import NewWebhook, WebhookCard, WebhookList


def list_webhooks(shell: Shell) -> None:
    """Show the webhooks of the network."""
    with open_database(shell) as database, Store(database, shell.settings.network).reading() as session:
        cards = [_card(webhook) for webhook in session.webhooks.all()]
    shell.answer(WebhookList(network=shell.settings.network, webhooks=cards), lambda: _show(cards, shell))


def _card(webhook: Webhook) -> WebhookCard:
    return WebhookCard(id=webhook.id, url=webhook.url, created=webhook.created, failing_since=webhook.failing_since,
                       given_up=webhook.given_up, attempts=webhook.attempts, trouble=webhook.trouble)


def _show(cards: list[WebhookCard], shell: Shell) -> None:
    if not cards:
        shell.out.say(shell.words(text("Nobody is told what happens. Add an address with “kumppani webhooks add "
                                       "URL”.")))
    for card in cards:
        shell.out.say(f"{card.id}  {card.url}", style="bold")
        shell.out.say("    " + shell.words(_state(card)))
        if card.trouble:
            shell.out.paragraph(card.trouble, indent=4)


def _state(card: WebhookCard) -> Text:
    if card.given_up:
        return text("given up on {day}", day=card.given_up.date())
    if card.failing_since:
        day = card.failing_since.date()
        return text("failing since {day}; attempts in vain: {count}", day=day, count=card.attempts)
    return text("told since {day}", day=card.created.date())


def add(shell: Shell, url: str) -> None:
    """Add a webhook, and show its secret."""
    with _writing(shell) as transaction:
        webhook = transaction.webhooks.add(url, now())
        _log(transaction, AuditEvent.WEBHOOK_ADDED, webhook)
    answer = NewWebhook(id=webhook.id, secret=webhook.secret)
    shell.answer(answer, lambda: shell.out.say(f"{webhook.id}  {webhook.secret}"))
    shell.note(text("Keep the secret in a safe place: it is not shown again. Who receives the messages checks with it "
                    "that they come from here."))


def remove(shell: Shell, webhook: str) -> None:
    """Remove a webhook."""
    with _writing(shell) as transaction:
        webhooks = transaction.webhooks
        _log(transaction, AuditEvent.WEBHOOK_REMOVED, webhooks.get(webhook))
        webhooks.remove(webhook)
    shell.confirm(text("The webhook “{webhook}” is told nothing any more.", webhook=webhook))


def resume(shell: Shell, webhook: str) -> None:
    """Send again."""
    with _writing(shell) as transaction:
        transaction.webhooks.resume(webhook, now())
    shell.confirm(text("The webhook “{webhook}” is sent to again, from where it had come.", webhook=webhook))


@contextmanager
def _writing(shell: Shell) -> Iterator[Transaction]:
    with open_database(shell) as database, Store(database, shell.settings.network).writing() as transaction:
        yield transaction


def _log(transaction: Transaction, event: AuditEvent, webhook: Webhook) -> None:
    """Log it with its host alone: an address may hold what is nobody's business."""
    append(transaction.connection, transaction.network, event,
           {"webhook": webhook.id, "host": urlsplit(webhook.url).hostname or ""}, Signature(COMMAND_LINE, now()))
