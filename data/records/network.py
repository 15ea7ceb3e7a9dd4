"""All records of one community of actors."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from data.records.digests import digest, shorten, sum_digests
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome


@dataclass(frozen=True)
class Network:
    """All records of one community of actors.

    Attributes:
        actors: profiles, sorted by id.
        cooperations: what they did together.
        blocks: pairs that must not meet.
        opinions: what they have said of each other.
        outcomes: what has come of their contacts.
    """

    actors: tuple[Profile, ...] = ()
    cooperations: tuple[Cooperation, ...] = ()
    blocks: tuple[Block, ...] = ()
    opinions: tuple[Opinion, ...] = ()
    outcomes: tuple[Outcome, ...] = ()

    @cached_property
    def version(self) -> str:
        """A short text that changes if and only if a record changes.

        The first 12 digits of the sum of all digests modulo 2**256, so that a store can keep it up to date with what
        changed alone.
        """
        kinds = (self.actors, self.cooperations, self.blocks, self.opinions, self.outcomes)
        return shorten(sum_digests(digest(record) for records in kinds for record in records))
