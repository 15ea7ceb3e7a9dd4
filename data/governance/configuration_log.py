"""Which rules and weights a network is answered with, held against what the audit log says of them.

Files change without anybody telling; what was activated is logged already.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from sqlalchemy import Connection

from data.database.connection import Database
from data.governance.audit_log import AuditLog, Details, Event, Head, last_details
from data.governance.rule_sets import RuleSets

RULES = (Event.RULES_ACTIVATED, Event.RULES_ROLLED_BACK, Event.RULES_FOUND)


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


def news_of(connection: Connection, network: str, found: InUse) -> Mapping[Event, Details]:
    """Return what the log does not say yet of what was found in use, as entries to be.

    Rules that have given way to others while they were being opened are no news.
    """
    news: dict[Event, Details] = {}
    if (RuleSets(connection, network).active() == found.number
            and last_details(connection, network, RULES).get("rules") != found.rules):
        news[Event.RULES_FOUND] = {"number": found.number, "rules": found.rules}
    if last_details(connection, network, (Event.WEIGHTS_FOUND,)).get("weights") != found.weights:
        news[Event.WEIGHTS_FOUND] = {"weights": found.weights}
    return news


def check_log(database: Database, network: str, noted: str = "") -> Head:
    """Check the log of a network, and the stored rules that it tells of; return the last entry.

    Args:
        database: where they are.
        network: its name.
        noted: a hash that was read from the log before; empty if none was.

    Raises:
        LogBroken: the log does not hold, is not guarded, or tells of other rules than are stored.
    """
    head = AuditLog(database).check(network, noted)
    with database.reading() as connection:
        RuleSets(connection, network).check()
    return head
