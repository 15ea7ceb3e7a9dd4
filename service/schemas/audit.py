"""The audit log: in pages, over HTTP and on the command line alike, and checked."""

from __future__ import annotations

from datetime import datetime

from pydantic import Field, JsonValue

from data.governance.audit_log import AuditLog
from service.schemas.base import Schema


class LogEntry(Schema):
    """One entry of the audit log."""

    number: int
    at: datetime = Field(description="UTC.")
    author: str = Field(description="Id of a key, “command line”, or “service” where no key is needed.")
    what: str = Field(description="Such as rules-activated.")
    details: dict[str, JsonValue]
    hash: str = Field(description="SHA-256 of the hash before it, a line feed, and the JSON of [number, at, author, "
                                  "what, details as JSON text], keys sorted and without blanks.")


class AuditLogPage(Schema):
    """A part of the audit log, oldest first."""

    entries_in_all: int
    head: str = Field(description="Hash of the last entry; note it elsewhere, and the log up to it cannot be changed "
                                  "unnoticed. 64 zeros where there is none.")
    limit: int
    after: int
    entries: list[LogEntry]


class AuditLogCheck(Schema):
    """An audit log that holds."""

    network: str
    entries: int
    head: str


def log_page(log: AuditLog, network: str, after: int, limit: int) -> AuditLogPage:
    """Return up to `limit` entries of the log of a network that follow the one numbered `after`."""
    head, entries = log.page(network, after, limit)
    return AuditLogPage(entries_in_all=head.number, head=head.hash, limit=limit, after=after, entries=[
        LogEntry(number=entry.number, at=entry.at, author=entry.author, what=entry.what, details=dict(entry.details),
                 hash=entry.hash) for entry in entries])
