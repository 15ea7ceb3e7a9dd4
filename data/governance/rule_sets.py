"""Rules that a network stores: numbered, never changed, one of them in use; what was in use before is known."""

from __future__ import annotations

import hashlib
import json
from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Connection, Table, bindparam, delete, func, insert, select

from data.database.revisions import count_change
from data.database.tables import ACTIVATIONS, AUDIT, RULE_SETS, time_text
from data.errors import LogBroken, RecordChanged, RuleSetRefused, UnknownRuleSet
from data.governance.audit_log import AuditEvent, Signature, append, last_details
from data.wording.actions import Action
from data.wording.texts import step, text

# What stands for the rules of the file that the settings name.
OF_THE_FILE = 0


@dataclass(frozen=True, slots=True)
class RuleText:
    """Stored rules as they are read: a number and TOML."""

    number: int
    content: str


@dataclass(frozen=True, slots=True)
class StoredRules:
    """One set of rules.

    Attributes:
        number: 1 for the first of the network.
        content: TOML.
        note: what it is for, in the words of its author.
        signature: who stored it, and when.
        activations: who put it to use, and when; oldest first.
    """

    number: int
    content: str
    note: str
    signature: Signature
    activations: tuple[Signature, ...] = ()


_IN_USE = (select(ACTIVATIONS.c.rule_set).where(ACTIVATIONS.c.network == bindparam("network"))
           .order_by(ACTIVATIONS.c.number.desc()).limit(bindparam("count")))


class RuleSets:
    """The stored rules of a network, in the transaction of a connection.

    Args:
        connection: of a transaction; one that writes for whatever changes something.
        network: the name of a network that is there.
    """

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network

    def active(self) -> int:
        """Return the number of the rules in use; `OF_THE_FILE` if none of the stored ones are."""
        return (self._in_use(1) or [OF_THE_FILE])[0]

    def former(self) -> int:
        """Return the number of the rules that were in use before those of now.

        Raises:
            RuleSetRefused: none were.
        """
        last = self._in_use(2)
        if not last:
            raise RuleSetRefused(text("No stored rules have been in use: there is nothing to go back to."), "",
                                 text("Activate some first."))
        return last[1] if len(last) > 1 else OF_THE_FILE

    def count(self) -> int:
        """Return how many there are."""
        return self._connection.execute(
            select(func.count()).select_from(RULE_SETS).where(RULE_SETS.c.network == self._network)).scalar_one()

    def page(self, limit: int, before: int | None = None) -> tuple[StoredRules, ...]:
        """Return some of them, newest first: of all, or of those with a lower number."""
        query = select(RULE_SETS).where(RULE_SETS.c.network == self._network)
        if before is not None:
            query = query.where(RULE_SETS.c.number < before)
        rows = self._connection.execute(query.order_by(RULE_SETS.c.number.desc()).limit(limit))
        activations = self._activations()
        return tuple(_stored_rules(row, activations) for row in rows)

    def get(self, number: int) -> StoredRules:
        """Return one of them.

        Raises:
            UnknownRuleSet: there is none of this number.
        """
        row = self._connection.execute(select(RULE_SETS).where(*self._this(number))).one_or_none()
        if row is None:
            raise UnknownRuleSet(text("There are no stored rules with the number {number}.", number=str(number)), "",
                                 step(Action.LIST_RULES, "Look at the list of the stored rules."))
        return _stored_rules(row, self._activations())

    def draft(self, content: str, note: str, version: str, signature: Signature) -> StoredRules:
        """Store rules that have been checked, and return them; they are not in use.

        Args:
            content: TOML.
            note: what they are for.
            version: of the rules, as answers name it.
            signature: who does it, and when.
        """
        # A number that was removed is not given again: the log speaks of it.
        last = last_details(self._connection, self._network, (AuditEvent.RULES_DRAFTED,)).get("number", 0)
        number = 1 + max(last, self._highest(RULE_SETS))
        self._connection.execute(insert(RULE_SETS).values(
            network=self._network, number=number, content=content, note=note, created=time_text(signature.at),
            author=signature.author))
        self._log(AuditEvent.RULES_DRAFTED, signature, number=number, rules=version, content=_digest(content))
        return StoredRules(number, content, note, signature)

    def remove(self, number: int, signature: Signature) -> None:
        """Remove rules that were never in use.

        Raises:
            UnknownRuleSet: there are none of this number.
            RuleSetRefused: they are or were in use.
        """
        if self.get(number).activations:
            raise RuleSetRefused(text("The rules with the number {number} are or were in use.", number=str(number)), "",
                                 text("They are kept, so that it can be seen what answers rested on."))
        self._connection.execute(delete(RULE_SETS).where(*self._this(number)))
        self._log(AuditEvent.RULES_REMOVED, signature, number=number)

    def activate(self, number: int, version: str, event: AuditEvent, signature: Signature) -> None:
        """Put rules to use, which have been checked; nothing happens to those that are in use already.

        Args:
            number: of stored rules; `OF_THE_FILE` for those of the file.
            version: of the rules, as answers name it.
            event: `RULES_ACTIVATED` or `RULES_ROLLED_BACK`.
            signature: who does it, and when.
        """
        before = self.active()
        if number == before:
            return
        self._connection.execute(insert(ACTIVATIONS).values(
            network=self._network, number=self._highest(ACTIVATIONS) + 1, rule_set=number, at=time_text(signature.at),
            author=signature.author))
        count_change(self._connection, self._network)
        self._log(event, signature, number=number, rules=version, before=before)

    def demand_active(self, expected: int) -> None:
        """Refuse to go on if other rules are in use than the writer knows of.

        Raises:
            RecordChanged: others are.
        """
        number = self.active()
        if number != expected:
            raise RecordChanged(text("Meanwhile the rules with the number {number} are in use.",
                                     number=str(number)), "",
                                text("Look at them, and decide what shall become of them."))

    def check(self) -> None:
        """Compare the stored rules with what the log says was drafted.

        The first version with a log did not note what was drafted: those rules are not compared.

        Raises:
            LogBroken: some have been changed since.
        """
        expected: dict[int, str | None] = {}
        for row in self._connection.execute(
                select(AUDIT.c.what, AUDIT.c.details).where(AUDIT.c.network == self._network).order_by(AUDIT.c.number)):
            details = json.loads(row.details)
            if row.what == AuditEvent.RULES_DRAFTED:
                expected[details["number"]] = details.get("content")
            elif row.what == AuditEvent.NETWORK_RESTORED and not details["taken_over"]:
                expected = {}  # it came with rules of another log
        rows = self._connection.execute(
            select(RULE_SETS.c.number, RULE_SETS.c.content).where(RULE_SETS.c.network == self._network))
        digests = {row.number: _digest(row.content) for row in rows}
        faulty = [number for number, digest in digests.items() if expected.get(number) not in (None, digest)]
        if faulty:
            raise LogBroken(text("The stored rules with the number {number} were changed.", number=str(faulty[0])),
                            self._network, text("Compare them with a copy of the store from before."))

    def _in_use(self, count: int) -> list[int]:
        """Return the numbers of the rules that were put to use last, the newest first."""
        return list(self._connection.execute(_IN_USE, {"network": self._network, "count": count}).scalars())

    def _activations(self) -> Mapping[int, tuple[Signature, ...]]:
        activations: defaultdict[int, tuple[Signature, ...]] = defaultdict(tuple)
        for row in self._connection.execute(select(ACTIVATIONS).where(ACTIVATIONS.c.network == self._network)
                                            .order_by(ACTIVATIONS.c.number)):
            activations[row.rule_set] += (Signature(row.author, datetime.fromisoformat(row.at)),)
        return activations

    def _highest(self, table: Table) -> int:
        highest = self._connection.execute(select(func.max(table.c.number)).where(table.c.network == self._network))
        return highest.scalar() or 0

    def _this(self, number: int) -> tuple[ColumnElement[bool], ...]:
        return RULE_SETS.c.network == self._network, RULE_SETS.c.number == number

    def _log(self, event: AuditEvent, signature: Signature, **details: object) -> None:
        append(self._connection, self._network, event, details, signature)


def rules_in_use(connection: Connection, network: str) -> RuleText | None:
    """Return the stored rules that are in use; None where those of the file are."""
    sets = RuleSets(connection, network)
    number = sets.active()
    return None if number == OF_THE_FILE else RuleText(number, sets.get(number).content)


def _stored_rules(row: Any, activations: Mapping[int, tuple[Signature, ...]]) -> StoredRules:  # noqa: ANN401 - a row
    signature = Signature(row.author, datetime.fromisoformat(row.created))
    return StoredRules(row.number, row.content, row.note, signature, activations.get(row.number, ()))


def _digest(content: str) -> str:
    return hashlib.sha256(content.encode()).hexdigest()
