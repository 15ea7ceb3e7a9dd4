"""Which records stand in which table."""

from __future__ import annotations

from collections.abc import Mapping

from sqlalchemy import Table

from data.database.tables import ACTORS, BLOCKS, COOPERATIONS, OPINIONS, OUTCOMES
from data.records.documents import Record
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome

KINDS: Mapping[Table, type[Record]] = {
    ACTORS: Profile, COOPERATIONS: Cooperation, BLOCKS: Block, OPINIONS: Opinion, OUTCOMES: Outcome}
