"""What stored records are known by, and which actors that names."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from typing import Any, TypeAlias

from data.records.relations import Block, Cooperation, Opinion, Outcome

Statement: TypeAlias = Block | Opinion | Outcome


def cooperation_key(cooperation: Cooperation) -> str:
    """Return what a cooperation is known by: its end is often learned later, so that it is no part of it."""
    since = cooperation.since.isoformat() if cooperation.since else None
    return json.dumps([list(cooperation.members), cooperation.title, since], ensure_ascii=False)


def cooperation_id(cooperation: Cooperation) -> str:
    """Return a short name of a cooperation, from what it is known by."""
    return short_key(cooperation_key(cooperation))


def short_key(key: str) -> str:
    """Return a short name of what something is known by, 16 hexadecimal digits."""
    return hashlib.sha256(key.encode()).hexdigest()[:16]


def pair_key(record: Statement) -> str:
    """Return what a block, an opinion or an outcome is known by: who says it, and of whom."""
    return json.dumps([record.actor, record.other], ensure_ascii=False)


def actors_in(key: str) -> Sequence[str]:
    """Return the actors that the key of a cooperation, block, opinion or outcome names."""
    parts: list[Any] = json.loads(key)
    members: list[str] = parts[0] if isinstance(parts[0], list) else parts
    return members
