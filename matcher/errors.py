"""What can go wrong when matching: each error says what, where, and what to do next."""

from __future__ import annotations

from data.errors import DataError, Problem
from data.wording.texts import Text


class MatchError(DataError):
    """Base of all errors of this package."""


class QueryRefused(MatchError):
    """A question that cannot be answered as it was asked."""


class SnapshotRefused(MatchError):
    """Parts that do not belong together: another encoder, another vocabulary, other terms."""


class RulesRefused(MatchError):
    """A rule file with faults; none of its rules is used.

    Args:
        faults: one message per fault, with its line.
    """

    def __init__(self, faults: tuple[RuleFault, ...], what: Text, where: str, cure: Text) -> None:
        super().__init__(what, where, cure)
        self.faults = faults

    def located(self) -> tuple[Problem, ...]:
        """Return the faults with the file and the line of each."""
        return tuple(_problem(fault) for fault in self.faults)


class RuleFault(MatchError):
    """One fault of a rule file."""


def _problem(fault: RuleFault) -> Problem:
    file, _, line = fault.where.rpartition(":")
    place = (file, int(line)) if line.isdecimal() else (fault.where, 0)
    return Problem(*place, "", fault.what, fault.cure)
