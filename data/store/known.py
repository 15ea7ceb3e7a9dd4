"""The records of a table as they were last read, to which those are added that have changed since."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Mapping
from dataclasses import dataclass, field

from data.records.documents import Record


@dataclass(frozen=True)
class KnownRecords:
    """The records of a table.

    Attributes:
        by_key: in no order.
        keys: sorted.
        in_order: the records, sorted by their keys.
    """

    by_key: Mapping[str, Record] = field(default_factory=dict)
    keys: tuple[str, ...] = ()
    in_order: tuple[Record, ...] = ()

    @classmethod
    def of(cls, by_key: Mapping[str, Record]) -> KnownRecords:
        """Return records by their keys."""
        keys = tuple(sorted(by_key))
        return cls(by_key, keys, tuple(by_key[key] for key in keys))

    def with_changes(self, changes: Mapping[str, Record]) -> KnownRecords:
        """Return the records after some have been added or changed: the same, if none has."""
        if not changes:
            return self
        by_key = {**self.by_key, **changes}
        if len(by_key) == len(self.by_key):
            known = [*self.in_order]
            for key, record in changes.items():
                known[bisect_left(self.keys, key)] = record
            return KnownRecords(by_key, self.keys, tuple(known))
        keys, in_order, start = list[str](), list[Record](), 0
        for key in sorted(changes):
            end = bisect_left(self.keys, key, start)
            keys += (*self.keys[start:end], key)
            in_order += (*self.in_order[start:end], changes[key])
            start = end + (key in self.by_key)
        return KnownRecords(by_key, (*keys, *self.keys[start:]), (*in_order, *self.in_order[start:]))
