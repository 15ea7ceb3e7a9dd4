"""The audit log: shown, and checked."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from data.database.connection import Database
from data.governance.audit_log import AuditLog
from data.governance.configuration_log import check_log
from data.tenancy.networks import Networks
from data.wording.texts import text, texts
from service.cli.actions.database import open_database
from service.cli.shell import Shell
from service.schemas.audit import AuditLogCheck, AuditLogPage, log_page

_EMPTY = text("The log has no entry yet.")


def show(shell: Shell, after: int, limit: int) -> None:
    """Show a part of the log."""
    with _open_network(shell) as database:
        answer = log_page(AuditLog(database), shell.settings.network, after, limit)
    shell.answer(answer, lambda: _show(answer, shell))


def _show(answer: AuditLogPage, shell: Shell) -> None:
    if not answer.entries_in_all:
        shell.out.say(shell.words(_EMPTY))
    for entry in answer.entries:
        shell.out.say(f"{entry.number}  {entry.at.isoformat()}  {entry.what}  ({entry.author})", style="bold")
        shell.out.say("    " + ", ".join(f"{name}: {value}" for name, value in entry.details.items()))
        shell.out.say(f"    {entry.hash}")


def verify(shell: Shell, earlier_head: str) -> None:
    """Check the log and the stored rules that it tells of, and say how long it is and how it ends."""
    network = shell.settings.network
    with _open_network(shell) as database:
        head = check_log(database, network, earlier_head.strip())
    answer = AuditLogCheck(network=network, entries=head.number, head=head.hash)
    holds = texts("{count} entry, and the chain holds. Note its end elsewhere: {head}",
                  "{count} entries, and the chain holds. Note its end elsewhere: {head}",
                  count=head.number, head=head.hash)
    shell.answer(answer, lambda: shell.out.say(shell.words(holds if head.number else _EMPTY)))


@contextmanager
def _open_network(shell: Shell) -> Iterator[Database]:
    """Give the database; refuses a network that there is not and was not."""
    with open_database(shell) as database:
        if shell.settings.network not in AuditLog(database).networks():
            Networks(database).settings(shell.settings.network)
        yield database
