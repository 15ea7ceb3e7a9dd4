"""Which rules and weights a network is answered with, held against what the audit log says of them.

Files change without anybody telling; what was activated is logged already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from data.database.connection import Database
from data.governance.audit_log import AuditEvent, AuditLog, Details, Head, last_details
from data.governance.rule_sets import RuleSets

RULES = (AuditEvent.RULES_ACTIVATED, AuditEvent.RULES_ROLLED_BACK, AuditEvent.RULES_FOUND)


@dataclass(frozen=True, slots=True)
class InUse:
    """What a network is answered with.

    Attributes:
        number: of the stored rules; 0 for those of a file.
        rules: version of the rules.
        weights: version of the weights.
    """

    number: int
    rules: str
    weights: str


def news_of(connection: Connection, network: str, in_use: InUse) -> Mapping[AuditEvent, Details]:
    """Return what the log does not say yet of what was found in use, as entries to be.

    Rules that have given way to others while they were being opened are no news.
    """
    news: dict[AuditEvent, Details] = {}
    if (RuleSets(connection, network).active() == in_use.number
            and last_details(connection, network, RULES).get("rules") != in_use.rules):
        news[AuditEvent.RULES_FOUND] = {"number": in_use.number, "rules": in_use.rules}
    if last_details(connection, network, (AuditEvent.WEIGHTS_FOUND,)).get("weights") != in_use.weights:
        news[AuditEvent.WEIGHTS_FOUND] = {"weights": in_use.weights}
    return news


def check_log(database: Database, network: str, earlier: str = "") -> Head:
    """Check the log of a network, and the stored rules that it tells of; return the last entry.

    Args:
        database: where they are.
        network: its name.
        earlier: a hash that was read from the log before; empty if none was.

    Raises:
        LogBroken: the log does not hold, is not guarded, or tells of other rules than are stored.
    """
    head = AuditLog(database).check(network, earlier)
    with database.reading() as connection:
        RuleSets(connection, network).check()
    return head
