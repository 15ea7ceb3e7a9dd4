"""Keys: shown once, kept as digests, valid until they expire or are revoked."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.database.connection import Database
from data.database.tables import KEYS
from data.errors import KeyRefused, UnknownNetwork
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from tests.gears import examples

NOW = datetime(2026, 11, 27, 12, tzinfo=UTC)
DAY = timedelta(days=1)


def a_key(network: str = "default", expires: datetime | None = None) -> Key:
    return Key("", network, "platform", frozenset({"read", "write"}), "60/minute", NOW, expires)


@pytest.fixture
def keys(database: Database) -> Keys:
    return Keys(database)


def test_a_key_is_found_by_its_secret(keys: Keys) -> None:
    assert not keys.exist()
    token = keys.create(a_key(expires=NOW + DAY))
    key = keys.find(token, NOW)
    assert (key.network, key.name, key.scopes, key.rate) == (
        "default", "platform", frozenset({"read", "write"}), "60/minute")
    assert (key.created, key.expires, key.revoked) == (NOW, NOW + DAY, None)
    assert keys.of("default") == (key,)
    assert keys.exist()


def test_the_secret_is_not_stored(keys: Keys, database: Database) -> None:
    secret = keys.create(a_key()).split("_", 2)[2]
    assert len(secret) == 43
    with database.reading() as connection:
        rows = str(connection.execute(KEYS.select()).all())
    assert secret not in rows
    assert len({keys.create(a_key()) for _ in range(20)}) == 20


def test_what_is_nearly_a_key_is_none(keys: Keys) -> None:
    token = keys.create(a_key())
    prefix, name, secret = token.split("_", 2)
    for wrong in ("", token[:-1], f"{token}x", f"x{token}", f"{prefix}_{name}_", f"{prefix}_{name}", name, secret,
                  f"{prefix}_{'0' * 16}_{secret}", token.upper(), f"{prefix}_{name}_{secret}\n", "kumppani__"):
        with pytest.raises(KeyRefused, match="not known, or is not valid"):
            keys.find(wrong, NOW)


def test_signs_that_a_database_does_not_take(keys: Keys) -> None:
    with pytest.raises(KeyRefused):
        keys.find("kumppani_\x00_secret", NOW)


@settings(max_examples=examples(50), suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.text(max_size=80))
def test_no_text_is_a_key(keys: Keys, token: str) -> None:
    with pytest.raises(KeyRefused):
        keys.find(token, NOW)


def test_it_expires(keys: Keys) -> None:
    token = keys.create(a_key(expires=NOW + DAY))
    keys.find(token, NOW + DAY - timedelta(seconds=1))
    with pytest.raises(KeyRefused):
        keys.find(token, NOW + DAY)


def test_a_revoked_key_opens_nothing(keys: Keys) -> None:
    token = keys.create(a_key())
    keys.revoke("default", keys.of("default")[0].id, NOW)
    with pytest.raises(KeyRefused):
        keys.find(token, NOW)
    assert keys.of("default")[0].revoked == NOW
    assert keys.exist()
    with pytest.raises(KeyRefused, match="no valid key"):
        keys.revoke("default", keys.of("default")[0].id, NOW)


def test_rotation_leaves_time_to_change(keys: Keys) -> None:
    old = keys.create(a_key(expires=NOW + 30 * DAY))
    name, later = keys.of("default")[0].id, NOW + 20 * DAY
    new = keys.rotate("default", name, later, later + 2 * DAY)
    assert keys.find(new, later).scopes == keys.find(old, later).scopes
    assert keys.find(new, later).expires == later + 30 * DAY
    keys.find(old, later + DAY)
    with pytest.raises(KeyRefused):
        keys.find(old, later + 2 * DAY)
    keys.find(new, later + 2 * DAY)


def test_a_key_is_rotated_once(keys: Keys) -> None:
    """A second time would take the days that the first one left for the lifetime of the next."""
    keys.create(a_key())
    name = keys.of("default")[0].id
    keys.rotate("default", name, NOW + DAY, NOW + 8 * DAY)
    with pytest.raises(KeyRefused, match="rotated already"):
        keys.rotate("default", name, NOW + 2 * DAY, NOW + 9 * DAY)


def test_rotation_does_not_lengthen_the_old_key(keys: Keys) -> None:
    old = keys.create(a_key(expires=NOW + DAY))
    keys.rotate("default", keys.of("default")[0].id, NOW, NOW + 7 * DAY)
    with pytest.raises(KeyRefused):
        keys.find(old, NOW + DAY)


def test_networks_do_not_share_keys(keys: Keys, database: Database) -> None:
    Networks(database).add("other")
    token = keys.create(a_key("other"))
    name = keys.of("other")[0].id
    assert keys.find(token, NOW).network == "other"
    assert keys.of("default") == ()
    for action in (lambda: keys.revoke("default", name, NOW), lambda: keys.rotate("default", name, NOW, NOW)):
        with pytest.raises(KeyRefused):
            action()
    keys.find(token, NOW)
    keys.create(a_key())
    Networks(database).remove("other")
    with pytest.raises(KeyRefused):
        keys.find(token, NOW)


@pytest.mark.parametrize(("name", "scopes", "message"), [
    ("", {"read"}, "needs a name"), ("x" * 101, {"read"}, "needs a name"), ("x", set(), "needs a scope"),
    ("x", {"read", "fly"}, "no scope “fly”"),
])
def test_keys_that_cannot_be_made(keys: Keys, name: str, scopes: set[str], message: str) -> None:
    with pytest.raises(KeyRefused, match=message):
        keys.create(Key("", "default", name, frozenset(scopes), "", NOW))


def test_a_network_that_is_not_there(keys: Keys) -> None:
    with pytest.raises(UnknownNetwork):
        keys.create(a_key("nowhere"))


def test_the_day_of_the_last_use_goes_forward(keys: Keys) -> None:
    name = keys.find(keys.create(a_key()), NOW).id
    assert keys.of("default")[0].used is None
    for day, noted in ((NOW, NOW), (NOW + DAY, NOW + DAY), (NOW, NOW + DAY)):
        keys.note_used({name: day.date(), "0" * 16: day.date()})
        assert keys.of("default")[0].used == noted.date()
    token = keys.rotate("default", name, NOW, NOW + DAY)
    assert keys.find(token, NOW).used is None
