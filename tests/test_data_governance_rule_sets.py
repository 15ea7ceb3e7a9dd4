"""Stored rules: numbered, never changed, one of them in use."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.database.connection import Database
from data.errors import LogBroken, RecordChanged, RuleSetRefused, UnknownRuleSet
from data.governance.audit_log import AuditEvent, AuditLog, Signature
from data.governance.rule_sets import RuleSets, RuleText
from data.store.backups import Restoring, restore_backup, write_backup
from data.store.store import Store, StoredState
from data.tenancy.networks import Networks
from tests.gears import examples
from tests.test_data_store import alter

SIGNATURE = Signature("command line", datetime(2026, 11, 27, 12, tzinfo=UTC))
Result = TypeVar("Result")


def do(database: Database, work: Callable[[RuleSets], Result], network: str = "default") -> Result:
    with Store(database, network).writing() as transaction:
        return work(transaction.rule_sets)


def draft(database: Database, content: str, network: str = "default") -> int:
    return do(database, lambda sets: sets.draft(content, f"note of {content}", "version", SIGNATURE), network).number


def activate(database: Database, number: int, event: AuditEvent = AuditEvent.RULES_ACTIVATED,
             network: str = "default") -> None:
    do(database, lambda sets: sets.activate(number, "version", event, SIGNATURE), network)


def remove(database: Database, number: int) -> None:
    do(database, lambda sets: sets.remove(number, SIGNATURE))


def active(database: Database, network: str = "default") -> int:
    return do(database, RuleSets.active, network)


def test_they_are_numbered_and_kept_as_they_are(database: Database) -> None:
    assert (active(database), do(database, RuleSets.count)) == (0, 0)
    assert [draft(database, content) for content in ("one", "two")] == [1, 2]
    rules = do(database, lambda sets: sets.get(1))
    assert (rules.content, rules.note, rules.signature, rules.activations) == ("one", "note of one", SIGNATURE, ())
    assert [item.number for item in do(database, lambda sets: sets.page(10))] == [2, 1]
    assert [item.number for item in do(database, lambda sets: sets.page(1, 2))] == [1]
    assert active(database) == 0
    with pytest.raises(UnknownRuleSet, match="number 3"):
        do(database, lambda sets: sets.get(3))


def test_one_is_in_use_and_the_one_before_is_known(database: Database) -> None:
    draft(database, "one")
    draft(database, "two")
    with pytest.raises(RuleSetRefused, match="nothing to go back to"):
        do(database, RuleSets.former)
    activate(database, 1)
    assert (active(database), do(database, RuleSets.former)) == (1, 0)
    activate(database, 2)
    activate(database, 2)
    assert (active(database), do(database, RuleSets.former)) == (2, 1)
    activate(database, 0)
    assert (active(database), do(database, RuleSets.former)) == (0, 2)
    assert len(do(database, lambda sets: sets.get(2)).activations) == 1


def test_who_knows_of_others_is_refused(database: Database) -> None:
    draft(database, "one")
    activate(database, 1)
    do(database, lambda sets: sets.demand_active(1))
    with pytest.raises(RecordChanged, match="number 1 are in use"):
        do(database, lambda sets: sets.demand_active(0))


def test_only_what_was_never_in_use_is_removed_and_its_number_is_not_given_again(database: Database) -> None:
    for content in ("one", "two", "three"):
        draft(database, content)
    activate(database, 1)
    activate(database, 2)
    for number in (1, 2):
        with pytest.raises(RuleSetRefused, match="are or were in use"):
            remove(database, number)
    remove(database, 3)
    with pytest.raises(UnknownRuleSet):
        remove(database, 3)
    assert draft(database, "four") == 4


def test_everything_is_logged(database: Database) -> None:
    draft(database, "secret words")
    draft(database, "two")
    activate(database, 1)
    do(database, lambda sets: sets.remove(2, SIGNATURE))
    activate(database, 0, AuditEvent.RULES_ROLLED_BACK)
    entries = AuditLog(database).page("default", 0, 10)[1]
    one, two = (hashlib.sha256(content.encode()).hexdigest() for content in ("secret words", "two"))
    assert [(entry.what, entry.details) for entry in entries] == [
        ("rules-drafted", {"number": 1, "rules": "version", "content": one}),
        ("rules-drafted", {"number": 2, "rules": "version", "content": two}),
        ("rules-activated", {"number": 1, "rules": "version", "before": 0}), ("rules-removed", {"number": 2}),
        ("rules-rolled-back", {"number": 0, "rules": "version", "before": 1})]


def test_networks_have_their_own(database: Database) -> None:
    Networks(database).add("other")
    draft(database, "one")
    activate(database, 1)
    assert (active(database, "other"), do(database, RuleSets.count, "other")) == (0, 0)
    assert draft(database, "theirs", "other") == 1
    assert do(database, lambda sets: sets.get(1)).content == "one"
    Networks(database).remove("other")
    assert active(database) == 1


class TestState:
    def test_a_reader_sees_the_rules_in_use_and_reads_no_record_again(self, database: Database) -> None:
        store = Store(database)
        first = store.read_after(StoredState())
        assert first.rules is None
        draft(database, "one")
        assert store.read_after(first) is first
        activate(database, 1)
        second = store.read_after(first)
        assert second.rules == RuleText(1, "one")
        assert second.records is first.records
        assert store.read_after(second) is second
        activate(database, 0)
        assert store.read_after(second).rules is None

    def test_a_network_of_the_same_name_has_others(self, database: Database) -> None:
        Networks(database).add("other")
        draft(database, "one", "other")
        activate(database, 1, network="other")
        before = Store(database, "other").read_after(StoredState())
        Networks(database).remove("other")
        Networks(database).add("other")
        assert Store(database, "other").read_after(before).rules is None


def test_they_are_in_a_backup(database: Database, tmp_path: Path) -> None:
    draft(database, "one")
    draft(database, "two")
    activate(database, 1)
    write_backup(database, "default", tmp_path / "backup")
    restore_backup(database, tmp_path / "backup", "copy")
    assert active(database, "copy") == 1
    assert do(database, lambda sets: sets.page(10), "copy") == do(database, lambda sets: sets.page(10))


@settings(max_examples=examples(30), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(steps=st.lists(st.tuples(st.sampled_from(["draft", "activate", "back", "remove"]), st.integers(0, 4)),
                      max_size=15))
def test_any_sequence_leaves_the_state_of_a_simple_model(steps: list[tuple[str, int]]) -> None:
    database = Database("sqlite://")
    numbers: set[int] = set()
    history, last = [0], 0
    for what, number in steps:
        if what == "draft":
            last += 1
            assert draft(database, "x") == last
            numbers.add(last)
        elif what == "activate" and number in {0, *numbers}:
            activate(database, number)
            history += [number] * (number != history[-1])
        elif what == "back" and len(history) > 1:
            former = do(database, RuleSets.former)
            assert former == history[-2]
            activate(database, former, AuditEvent.RULES_ROLLED_BACK)
            history.append(former)
        elif what == "remove" and number in numbers - set(history):
            remove(database, number)
            numbers.remove(number)
        assert active(database) == history[-1]
        assert {item.number for item in do(database, lambda sets: sets.page(100))} == numbers
    AuditLog(database).check("default")
    database.close()


def test_stored_rules_that_somebody_has_changed_are_noticed(database: Database, url: str, tmp_path: Path) -> None:
    for content in ("one", "two"):
        draft(database, content)
    do(database, RuleSets.check)
    alter(url, "UPDATE rule_sets SET content = 'three' WHERE number = 2")
    with pytest.raises(LogBroken, match="number 2 were changed"):
        do(database, RuleSets.check)
    write_backup(database, "default", tmp_path / "a.backup")
    Networks(database).add("other")
    draft(database, "another", "other")
    Networks(database).remove("other")
    with pytest.raises(LogBroken, match="number 2 were changed"):
        restore_backup(database, tmp_path / "a.backup", "other")
    restore_backup(database, tmp_path / "a.backup", "other", Restoring(without_log=True))
    do(database, RuleSets.check, "other")  # its log tells of other rules, and that these were restored
