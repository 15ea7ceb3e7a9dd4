"""What is kept of one network besides its records, within a transaction."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import Connection, select

from data.activity.aliases import Aliases
from data.activity.distinct_pairs import DistinctPairs
from data.activity.events import Events
from data.activity.follows import Follows
from data.activity.idea_requests import IdeaRequests
from data.activity.idempotency import Replies
from data.activity.imports import ImportLog
from data.activity.impressions import Impressions
from data.activity.planned_erasures import PlannedErasures
from data.activity.webhooks import Webhooks
from data.database.tables import ACTORS, batches
from data.governance.rule_sets import RuleSets
from data.store.erasures import Erasures


class Session:
    """One network, in the transaction of a connection.

    Args:
        connection: of a transaction; one that writes for what writes.
        network: the name of a network that is there.
    """

    def __init__(self, connection: Connection, network: str) -> None:
        self.connection = connection
        self.network = network

    @property
    def aliases(self) -> Aliases:
        """Earlier ids of actors."""
        return Aliases(self.connection, self.network)

    @property
    def distinct_pairs(self) -> DistinctPairs:
        """Who looks like one and is two."""
        return DistinctPairs(self.connection, self.network)

    @property
    def events(self) -> Events:
        """What has happened in the network."""
        return Events(self.connection, self.network)

    @property
    def follows(self) -> Follows:
        """Who follows whom."""
        return Follows(self.connection, self.network)

    @property
    def idea_requests(self) -> IdeaRequests:
        """The ideas that were made requests."""
        return IdeaRequests(self.connection, self.network)

    @property
    def impressions(self) -> Impressions:
        """The lists that were shown."""
        return Impressions(self.connection, self.network)

    @property
    def imports(self) -> ImportLog:
        """The lists that were imported."""
        return ImportLog(self.connection, self.network)

    @property
    def planned_erasures(self) -> PlannedErasures:
        """Which actors are to be erased, and when."""
        return PlannedErasures(self.connection, self.network)

    @property
    def replies(self) -> Replies:
        """What writes were answered."""
        return Replies(self.connection, self.network)

    @property
    def erasures(self) -> Erasures:
        """Who was erased."""
        return Erasures(self.connection, self.network)

    @property
    def webhooks(self) -> Webhooks:
        """Where the events are sent to."""
        return Webhooks(self.connection, self.network)

    @property
    def rule_sets(self) -> RuleSets:
        """The stored rules."""
        return RuleSets(self.connection, self.network)

    def actor_ids(self) -> frozenset[str]:
        """Return the ids of the stored actors."""
        return frozenset(self.connection.execute(
            select(ACTORS.c.key).where(ACTORS.c.network == self.network)).scalars())

    def actor_revisions(self, ids: Iterable[str]) -> dict[str, int]:
        """Return for those of some ids that stored actors have which revision wrote them last."""
        here = select(ACTORS.c.key, ACTORS.c.revision).where(ACTORS.c.network == self.network)
        return {row.key: row.revision for batch in batches(sorted(ids))
                for row in self.connection.execute(here.where(ACTORS.c.key.in_(batch)))}
