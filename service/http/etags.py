"""Entity tags, and the headers that make a request depend on them (RFC 9110, sections 8.8.3 and 13.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable
from hashlib import sha256

from data.records.digests import digest
from data.records.profiles import Profile
from data.store.transactions import Expected
from data.wording.texts import text
from service.errors import ConditionRefused
from service.schemas.actors import ActorDocument

ANY = "*"
WEAK = "W/"
MOST_LETTERS = 8_000

_TAG = re.compile(r'(?:W/)?"[\x21\x23-\x7e\x80-\xff]*"')
_LIST = re.compile(rf"[\s,]*(?:{_TAG.pattern}\s*(?:,[\s,]*|$))+")
_OURS = re.compile(r'"([0-9a-f]{64})(?:\.[0-9a-f]{16})?"')


def tag_of(actor: Profile, document: ActorDocument) -> str:
    """Return the entity tag of an actor as it is shown: of its record, and of the words that it is shown in."""
    return tag_of_body(actor, document.model_dump_json().encode())


def tag_of_body(actor: Profile, body: bytes) -> str:
    """Return the same for the JSON of the document."""
    return f'"{digest(actor)}.{sha256(body).hexdigest()[:16]}"'


def read_tags(header: str) -> frozenset[str]:
    """Return the tags of a condition, in their quotation marks, or “*” alone; none if it cannot be understood."""
    words = header.strip()
    if words == ANY:
        return frozenset({ANY})
    return frozenset(_TAG.findall(words)) if len(words) <= MOST_LETTERS and _LIST.fullmatch(words) else frozenset()


def expectation(if_match: str, if_none_match: str) -> Expected | None:
    """Return the state that the headers of a write expect; None if they expect nothing.

    Args:
        if_match: tags of which the actor must have one, or “*” for any actor that is there; a weak tag is none that it
            has. Empty if the header is not there.
        if_none_match: tags of which the actor must have none, also weakly compared, or “*” for an actor that is not
            there; empty if the header is not there.

    Raises:
        ConditionRefused: they cannot be understood, or both say something.
    """
    if not if_match and not if_none_match:
        return None
    tags = read_tags(if_match or if_none_match)
    if not tags or (if_match and if_none_match):
        raise ConditionRefused(
            text("The condition cannot be understood."), "",
            text("Send “If-Match” with the ETag that the actor was read with, or “If-None-Match: *” for a new one."))
    if ANY in tags:
        return Expected(differs=bool(if_match))
    return Expected(_digests(tags)) if if_match else Expected(_digests(map(_strong, tags)), differs=True)


def _strong(tag: str) -> str:
    return tag.removeprefix(WEAK)


def _digests(tags: Iterable[str]) -> frozenset[str]:
    """Return the digests of the records that tags stand for, in whatever words they were shown."""
    matches = map(_OURS.fullmatch, tags)
    return frozenset(match[1] for match in matches if match)
