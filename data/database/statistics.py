"""Which columns of text PostgreSQL may keep statistics of.

ANALYZE copies values of rows into the server's own catalogue, where they outlive their rows and every sweeping of the
tables. Every column of text stands in one of the two tables below; a new one of ids or words gets `SET STATISTICS 0`
in its migration.
"""

from __future__ import annotations

from collections.abc import Mapping

# Those that the planner gains by, and that hold no ids of actors and no words of people: names of networks, times by
# which rows are removed, and words of our own.
WITH_STATISTICS: Mapping[str, tuple[str, ...]] = {
    "networks": ("name",),
    "actors": ("network",),
    "cooperations": ("network",),
    "blocks": ("network",),
    "opinions": ("network",),
    "outcomes": ("network",),
    "keys": ("network", "created", "expires", "revoked"),
    "answers": ("network", "created"),
    "erasures": ("network",),
    "sweeps": ("network", "place"),
    "introductions": ("network", "deadline"),
    "contacts": ("network",),
    "events": ("network", "happened", "kind"),
    "follows": ("network",),
    "lists": ("network", "shown", "last_shown"),
    "rule_sets": ("network",),
    "activations": ("network",),
    "audit": ("network", "what"),
    "imports": ("network", "at"),
    "import_changes": ("network", "kind"),
    "import_answers": ("network",),
    "aliases": ("network",),
    "distinct_pairs": ("network",),
    "planned_erasures": ("network", "day"),
    "webhooks": ("network",),
    "vectors": ("network",),
    "processes": ("seen",),
    "rehearsals": ("network", "seen", "state"),
    "rate_leases": (),
    "sign_ins": ("network", "ends"),
    "sign_in_codes": ("purpose", "ends"),
    "idea_requests": ("network",),
    "idea_shares": ("network",),
}
# Those of ids, words, and digests by which somebody could check a guess.
WITHOUT_STATISTICS: Mapping[str, tuple[str, ...]] = {
    "networks": ("id", "settings", "version"),
    "actors": ("key", "document", "digest"),
    "cooperations": ("key", "document", "digest"),
    "blocks": ("key", "document", "digest"),
    "opinions": ("key", "document", "digest"),
    "outcomes": ("key", "document", "digest"),
    "keys": ("id", "name", "scopes", "digest", "rate", "actor", "public_key", "used"),
    "answers": ("key", "request", "headers", "body"),
    "erasures": ("actor", "receipt", "erased", "key_id"),
    "sweeps": ("id", "position"),
    "introductions": ("id", "actor", "other", "message", "asked", "answer", "answered", "withdrawn", "actor_outcome",
                      "other_outcome", "reminded"),
    "contacts": ("actor", "name", "email", "phone", "source"),
    "events": ("actor", "other", "document"),
    "follows": ("actor", "other", "since"),
    "lists": ("id", "actor", "document", "content"),
    "rule_sets": ("content", "note", "created", "author"),
    "activations": ("at", "author"),
    "audit": ("at", "author", "details", "hash"),
    "imports": ("author", "file", "undone"),
    "import_changes": ("key", "before", "after"),
    "import_answers": ("question", "answer"),
    "aliases": ("alias", "actor"),
    "distinct_pairs": ("actor", "other", "since"),
    "planned_erasures": ("actor",),
    "webhooks": ("id", "url", "secret", "created", "next_try", "failing_since", "given_up", "trouble"),
    "vectors": ("fingerprint", "digest", "vector"),
    "processes": ("id", "host", "started", "revisions"),
    "rehearsals": ("id", "question", "result"),
    "rate_leases": ("holder", "id"),
    "sign_ins": ("id", "actor", "door", "scopes", "key_id", "began", "seen"),
    "sign_in_codes": ("id", "network", "actor", "details"),
    "idea_requests": ("id", "actor", "idea", "understood", "made", "closed"),
    "idea_shares": ("request", "other"),
}
