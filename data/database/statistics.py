"""Which columns of text PostgreSQL may keep statistics of.

ANALYZE copies values of rows into the server's own catalogue, where they outlive their rows and every sweeping of the
tables. Every column of text stands in one of the two lists; a new one of ids or words gets `SET STATISTICS 0` in its
migration.
"""

from __future__ import annotations

from collections.abc import Iterator

from data.database.tables import ACTORS, BLOCKS, COOPERATIONS, OPINIONS, OUTCOMES

# Those that the planner gains by, and that hold no ids of actors and no words of people: names of networks, times by
# which rows are removed, and words of our own.
WITH_STATISTICS = frozenset({
    "networks.name", "keys.network", "keys.created", "keys.expires", "keys.revoked", "answers.network",
    "answers.created", "erasures.network", "sweeps.network", "sweeps.place", "introductions.network",
    "introductions.deadline", "contacts.network", "events.network", "events.happened", "events.kind", "follows.network",
    "lists.network", "lists.shown", "rule_sets.network", "activations.network", "audit.network", "audit.what",
    *(f"{table.name}.network" for table in (ACTORS, COOPERATIONS, BLOCKS, OPINIONS, OUTCOMES)),
})


def _of_records() -> Iterator[str]:
    for table in (ACTORS, COOPERATIONS, BLOCKS, OPINIONS, OUTCOMES):
        yield from (f"{table.name}.{column}" for column in ("key", "document", "digest"))


# Those of ids, words, and digests by which somebody could check a guess.
WITHOUT_STATISTICS = frozenset({
    *_of_records(), "networks.id", "networks.settings", "networks.version", "keys.id", "keys.name", "keys.scopes",
    "keys.digest", "keys.rate", "answers.key", "answers.request", "answers.headers", "answers.body", "erasures.actor",
    "erasures.receipt", "erasures.erased", "erasures.key_id", "sweeps.id", "introductions.id", "introductions.actor",
    "introductions.other", "introductions.message", "introductions.asked", "introductions.answer",
    "introductions.answered", "introductions.withdrawn", "introductions.actor_outcome", "introductions.other_outcome",
    "introductions.reminded", "contacts.actor", "contacts.name", "contacts.email", "contacts.phone", "events.actor",
    "events.other", "events.document", "follows.actor", "follows.other", "follows.since", "lists.id", "lists.actor",
    "lists.document", "rule_sets.content", "rule_sets.note", "rule_sets.created", "rule_sets.author", "activations.at",
    "activations.author", "audit.at", "audit.author", "audit.details", "audit.hash",
})
