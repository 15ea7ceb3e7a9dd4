"""Entity tags, and the headers that make a write depend on them (RFC 9110, sections 8.8.3 and 13.1)."""

from __future__ import annotations

import re

from data.records.digests import digest
from data.records.profiles import Profile
from data.store.transactions import Expected
from data.wording.texts import text
from service.errors import ConditionRefused

_TAG = re.compile(r'"([0-9a-f]{64})"')
ANY = "*"


def tag_of(actor: Profile) -> str:
    """Return the entity tag of an actor."""
    return f'"{digest(actor)}"'


def expectation(if_match: str, if_none_match: str) -> Expected | None:
    """Return the state that the headers of a write expect; None if they expect nothing.

    Args:
        if_match: one strong tag, or “*” for any actor that is there; empty if the header is not there.
        if_none_match: “*” for an actor that is not there; empty if the header is not there.

    Raises:
        ConditionRefused: they say something else, or both say something.
    """
    if if_match and if_none_match:
        raise _refusal()
    if if_none_match:
        if if_none_match != ANY:
            raise _refusal()
        return Expected()
    if not if_match:
        return None
    match = _TAG.fullmatch(if_match)
    if not match and if_match != ANY:
        raise _refusal()
    return Expected(match[1] if match else ANY)


def _refusal() -> ConditionRefused:
    return ConditionRefused(
        text("The condition cannot be understood."), "",
        text("Send “If-Match” with the ETag that the actor was read with, or “If-None-Match: *” for a new one."))
