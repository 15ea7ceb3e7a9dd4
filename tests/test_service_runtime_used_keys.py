"""On which day keys were used: one note a day for each."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta

import pytest

from data.errors import StoreBusy
from data.wording.texts import text
from service.runtime.admission import used_keys
from service.runtime.admission.used_keys import UsedKeys

TODAY = datetime(2026, 11, 29, 12, tzinfo=UTC)


class Noted:
    """What is stored, once it can be."""

    def __init__(self, failures: int = 0) -> None:
        self.days: list[Mapping[str, date]] = []
        self.failures = failures

    def note_used(self, days: Mapping[str, date]) -> None:
        if self.failures:
            self.failures -= 1
            raise StoreBusy(text("Somebody else writes."), "", text("Wait."))
        self.days.append(dict(days))


def test_a_key_is_noted_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    noted, time = Noted(), TODAY
    monkeypatch.setattr(used_keys, "now", lambda: time)
    used = UsedKeys(noted)  # type: ignore[arg-type]
    for _ in range(3):
        used.note("a")
        used.store()
    used.note("b")
    used.store()
    time += timedelta(days=1)
    used.note("a")
    used.store()
    today = TODAY.date()
    assert noted.days == [{"a": today}, {"b": today}, {"a": today + timedelta(days=1)}]


def test_what_cannot_be_stored_is_stored_later() -> None:
    noted = Noted(failures=1)
    used = UsedKeys(noted)  # type: ignore[arg-type]
    used.note("a")
    used.store()
    used.note("b")
    used.store()
    assert [sorted(days) for days in noted.days] == [["a", "b"]]
