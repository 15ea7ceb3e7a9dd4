"""Ids that people cannot tell apart."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.database.connection import Database
from data.errors import RecordsRefused
from data.records.network import Network
from data.store.store import Store
from data.wording.look_alikes import look, look_alikes
from data.wording.words import shows
from tests.networks import actor

ALIKE = [("inari-ry", "іnari-ry"), ("oulu", "оulu"), ("OULU", "oulu"), ("Äiti-ry", "äiti-ry"), ("café", "саfé"),
         ("espoo", "espоо"), ("sato", "ѕato"), ("αlpha", "ɑlpha"), ("ölpo", "ӧlpo"),
         (r"a\101-ry", r"A\101-ry"), (r"å\1", r"Å\1")]


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_letters_of_other_scripts_and_case_look_alike(one: str, other: str) -> None:
    assert one != other
    assert look(one) == look(other)
    assert look_alikes([one], [other]) == {one: (other,)}
    assert look_alikes([one, other], []) == {one: (other,), other: (one,)}


@pytest.mark.parametrize(("one", "other"), [
    ("aiti-ry", "äiti-ry"), ("a1", "al"), ("o", "0"), ("sarna", "sama"), ("a-b", "a_b"), ("сосна", "сосны"),
    ("år", "är"),
])
def test_what_can_be_told_apart_stays(one: str, other: str) -> None:
    assert look_alikes([one], [other]) == {}


@given(st.text())
def test_a_look_looks_like_itself(word: str) -> None:
    assert look(look(word)) == look(word)


@pytest.mark.parametrize(("words", "right"), [
    ("a", True), ("–", True), ("★", True), ("", False), (" \n", False), ("\u00ad\u200b", False), ("\u3164", False),
    ("\u2800", False), ("\u202e", False),
])
def test_what_shows_something(words: str, *, right: bool) -> None:
    assert shows(words) == right


@pytest.mark.parametrize(("one", "other"), ALIKE)
def test_a_new_id_that_looks_like_a_stored_one_is_refused(store: Store, one: str, other: str) -> None:
    store.upsert(Network((actor(one),)))
    with pytest.raises(RecordsRefused, match="told apart") as refusal:
        store.upsert(Network((actor(other), actor("fine"))))
    assert str(refusal.value.problems[0].what) == f"The id “{other}” looks like “{one}”."
    assert {one} == {item.id for item in store.read().actors} & {one, other, "fine"}
    store.upsert(Network((actor(one, capacity=3),)))
    store.replace(Network((actor(other),)))  # in the place of what it looks like
    with pytest.raises(RecordsRefused, match="told apart"):
        store.replace(Network((actor("new"), actor("nеw"))))
    assert [item.id for item in store.read().actors] == [other]
