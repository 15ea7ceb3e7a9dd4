"""What actors that were erased are known by: names that nobody can guess an id from without a key."""

from __future__ import annotations

import hashlib
import hmac
from dataclasses import dataclass

# What a name is marked with that was made before there were keys.
NO_KEY = ""
_ID_DIGITS = 16


@dataclass(frozen=True, slots=True)
class ErasedNames:
    """Names of erased actors, made with keys that are kept apart from the database and its backups.

    Names from before there were keys are plain SHA-256 of the ids. They cannot be made anew without the ids, and are
    recognised as well.

    Attributes:
        keys: secrets; the first one makes new names, all of them recognise their own.
    """

    keys: tuple[str, ...] = ()

    @property
    def key_id(self) -> str:
        """What tells the key of new names from others; `NO_KEY` where there is none."""
        return _id_of(self.keys[0]) if self.keys else NO_KEY

    @property
    def key_ids(self) -> frozenset[str]:
        """What the names that can be recognised are marked with."""
        return frozenset({NO_KEY, *map(_id_of, self.keys)})

    def of(self, actor: str) -> str:
        """Return the name of an actor, 64 digits: the HMAC-SHA-256 of its id under the first key.

        Raises:
            IndexError: there is no key.
        """
        return _name(self.keys[0], actor)

    def all_of(self, actor: str) -> frozenset[str]:
        """Return every name that an actor may have been given."""
        return frozenset({_name_without_key(actor), *(_name(key, actor) for key in self.keys)})


def _name(key: str, actor: str) -> str:
    return hmac.new(key.encode(), f"erased {actor}".encode(), hashlib.sha256).hexdigest()


def _name_without_key(actor: str) -> str:
    return hashlib.sha256(f"erased {actor}".encode()).hexdigest()


def _id_of(key: str) -> str:
    """Return what a key is known by; nothing of the key can be worked out from it."""
    return hmac.new(key.encode(), b"id of the key", hashlib.sha256).hexdigest()[:_ID_DIGITS]
