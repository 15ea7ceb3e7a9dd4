"""What is stored of a list: each actor once, under its id in the network, with what is known of it besides."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping
from dataclasses import fields, replace
from typing import Any

from data.files.columns import ACTOR_COLUMNS
from data.intake.columns.mapping import Certainty, find_target
from data.intake.contacts import ListedContact
from data.intake.duplicates.settling import settle
from data.intake.lists import Ground, ListOfActors, SettledList
from data.records.profiles import Profile, Status, Wish

_NOTHING: tuple[object, ...] = ("", None, (), {})


def settle_list(list_of_actors: ListOfActors, ground: Ground) -> SettledList:
    """Return what is stored of a list whose needed questions are answered.

    Of an actor that is stored already, what a table says nothing of stays as it is.
    """
    records = list_of_actors.reading.records
    settlement = settle(records, ground.stored, list_of_actors.pairs, ground.answers, ground.vocabularies)
    ids = {record.id: settlement.id_of(row) for row, record in enumerate(records)}
    wholes: defaultdict[str, set[str]] = defaultdict(set)
    for record in records:
        wholes[ids[record.id]].add(record.part_of)
    stored = {actor.id: actor for actor in ground.stored}
    profiles = (_with_whole(profile, wholes[profile.id], ids) for profile in settlement.profiles)
    completed_ones = tuple(completed(profile, stored.get(profile.id), list_of_actors) for profile in profiles)
    contacts: dict[str, ListedContact] = {}
    for key, contact in list_of_actors.contacts.items():
        if key in ids:
            contacts[ids[key]] = _with_gaps_filled(contacts.get(ids[key], contact), contact)
    names = {profile.id: profile.name for profile in completed_ones}
    named = {actor: replace(contact, name=contact.name or names[actor]) for actor, contact in contacts.items()}
    return SettledList(completed_ones, named, settlement.told, ids)


def _with_gaps_filled(contact: ListedContact, other: ListedContact) -> ListedContact:
    """Return the contact data of the first row of an actor, with what they lack from another one."""
    return ListedContact(contact.name or other.name, contact.email or other.email, contact.phone or other.phone)


def _with_whole(profile: Profile, told: Collection[str], ids: Mapping[str, str]) -> Profile:
    """Return a profile that is part of what its rows say, under the id that has in the network."""
    whole = ids.get(profile.part_of, profile.part_of) if profile.part_of in told else profile.part_of
    return replace(profile, part_of="" if whole == profile.id else whole)


def completed(profile: Profile, stored: Profile | None, list_of_actors: ListOfActors) -> Profile:
    """Return a profile of a table with what is stored where the table says nothing: no cell of it takes anything away.

    Records of JSON are whole. Texts in other languages stay, and keywords that words of other columns have given come
    besides. A source knows kinds of actors only roughly: the stored one stays.
    """
    table = list_of_actors.table
    if stored is None or not table.is_partial:
        return profile
    found = (find_target(meaning.target, (ACTOR_COLUMNS,)) for meaning in list_of_actors.mapping.meanings
             if meaning.certainty not in (Certainty.OPEN, Certainty.EMPTY))
    places = {(*column.translations, language) if language else column.place
              for column, language in filter(None, found)}
    whole = replace(profile, **{item.name: _completed((item.name,), getattr(profile, item.name),
                                                      getattr(stored, item.name), places)
                                for item in fields(Profile)})
    return replace(whole, sector=stored.sector) if table.source else whole


def _completed(place: tuple[str, ...], new: Any, stored: Any, told: Collection[tuple[str, ...]]) -> Any:  # noqa: ANN401
    """Return a value of a place in a profile, by the places that the table has columns for."""
    if isinstance(new, Wish):
        return Wish(_completed((*place, "texts"), new.texts, stored.texts, told),
                    _completed((*place, "themes"), new.themes, stored.themes, told))
    if isinstance(new, Mapping):
        return {**stored, **new}
    if place not in told:
        if place == ("keywords",):
            return tuple(dict.fromkeys((*stored, *new)))
        if new is Status.ACTIVE:  # said of every actor of which nothing is said
            return stored
    return stored if new in _NOTHING else new
