"""A profile as it is changed: checked as a row of a file is, and stored as a whole if nothing came in between."""

from __future__ import annotations

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import date

from data.files.profiles import REQUIRED, draft_profile
from data.records.digests import digest
from data.records.profiles import Profile
from data.store.transactions import Expected, Transaction, WriteResult
from service.runtime.served_network import ServedNetwork


def checked_profile(record: Mapping[str, object], network: ServedNetwork, actors: Collection[str]) -> Profile:
    """Return the profile of a record that is to be stored.

    Args:
        record: flat or nested, with codes, labels or synonyms.
        network: into which it goes.
        actors: ids that it may be part of.

    Raises:
        RecordsRefused: something is wrong; carries every problem with its field.
    """
    return draft_profile(record, network.vocabularies, network.today(), REQUIRED, actors)


def change_profile(profile: Profile, expected: Expected | None, transaction: Transaction) -> WriteResult:
    """Put a profile in the place of the stored one; none is added, so that who was erased does not come back.

    Raises:
        UnknownActor: there is no such actor.
        RecordChanged: it is not in the state that is expected.
    """
    transaction.actor(profile.id)
    return transaction.put(profile, expected)


def confirm_profile(actor: str, day: date, expected: Expected, transaction: Transaction) -> WriteResult:
    """Note that a profile is right as it stands, on a day.

    Raises:
        UnknownActor: there is no such actor.
        RecordChanged: it is not in the state that is expected: what was looked at is not what stands there.
    """
    return transaction.put(replace(transaction.actor(actor), updated=day), expected)


def as_read(state: str) -> Expected:
    """Return the expectation that an actor is as it was read; see `state_of`."""
    return Expected(frozenset({state}))


def state_of(profile: Profile) -> str:
    """Return what a profile is known by: the digest that is the first part of its ETag, 64 digits."""
    return digest(profile)
