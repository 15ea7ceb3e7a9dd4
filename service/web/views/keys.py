"""Keys as a coordinator sees them: what each opens, whose it is, and whether it is valid still."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from data.records.profiles import Profile
from data.tenancy.api_keys import SCOPES, Key
from data.wording.texts import Text, render, text

SCOPE_WORDS: Mapping[str, Text] = {
    "read": text("see what all members may see"),
    "write": text("change actors and what they say"),
    "coordinate": text("bring lists, settle duplicates, change rules"),
    "admin": text("make and revoke keys, read the log"),
    "confidential": text("be told what actors keep from others"),
    "erase": text("erase actors"),
}


@dataclass(frozen=True, slots=True)
class ScopeChoice:
    """A scope that can be given."""

    name: str
    words: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class KeyLine:
    """A key.

    Attributes:
        id: the part of it that may be shown.
        name: what it is for.
        scopes: what it opens.
        actor: the name of the one actor that it belongs to; empty for a key of the whole network.
        made_and_valid: when it was made, and until when it is valid, in words.
        used: on which day it was last used; None if none is known.
        is_valid: whether it opens anything now.
        is_own: whether it is the one that who looks is signed in with.
        is_last_of_admins: whether no other valid key can make and revoke keys.
    """

    id: str
    name: str
    scopes: tuple[str, ...]
    actor: str
    made_and_valid: str
    used: date | None
    is_valid: bool
    is_own: bool
    is_last_of_admins: bool


def scope_choices(allowed: Collection[str], chosen: Collection[str], language: str) -> tuple[ScopeChoice, ...]:
    """Return the scopes that somebody can give.

    Args:
        allowed: those that he or she has.
        chosen: those that are ticked.
        language: ISO 639-1.
    """
    return tuple(ScopeChoice(name, render(SCOPE_WORDS[name], language), name in chosen)
                 for name in SCOPES if name in allowed)


def key_lines(keys: Sequence[Key], own: str, profiles: Mapping[str, Profile], now: datetime, zone: ZoneInfo,
              language: str) -> tuple[KeyLine, ...]:
    """Return keys as they are shown: valid ones first, the newest of them first.

    Args:
        keys: those of the network.
        own: id of the one that who looks is signed in with.
        profiles: actors by id.
        now: the time.
        zone: whose calendar says what day it was.
        language: ISO 639-1.
    """
    ordered = sorted(keys, key=lambda key: (not key.is_valid(now), -key.created.timestamp(), key.id))
    admins = [key.id for key in keys if key.is_valid(now) and "admin" in key.scopes and not key.actor]
    return tuple(
        KeyLine(key.id, key.name, tuple(name for name in SCOPES if name in key.scopes),
                _name_of(key.actor, profiles, language), render(_made_and_valid(key, now, zone), language), key.used,
                key.is_valid(now), key.id == own, admins == [key.id]) for key in ordered)


def _name_of(actor: str, profiles: Mapping[str, Profile], language: str) -> str:
    return render(profiles[actor].label, language) if actor in profiles else actor


def _day(time: datetime, zone: ZoneInfo) -> date:
    return time.astimezone(zone).date()


def _made_and_valid(key: Key, now: datetime, zone: ZoneInfo) -> Text:
    made = _day(key.created, zone)
    if key.revoked:
        return text("made on {made}, revoked on {day}", made=made, day=_day(key.revoked, zone))
    if key.expires is None:
        return text("made on {made}, valid until it is revoked", made=made)
    if key.is_valid(now):
        return text("made on {made}, valid until {day}", made=made, day=_day(key.expires, zone))
    return text("made on {made}, expired on {day}", made=made, day=_day(key.expires, zone))
