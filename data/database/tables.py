"""The tables of the store, as the newest migration leaves them; every record belongs to a network."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from itertools import islice
from typing import TypeVar

from sqlalchemy import (
    Column,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    Integer,
    LargeBinary,
    MetaData,
    String,
    Table,
    Text,
)

METADATA = MetaData()
# SQLite takes 32,766 parameters in one statement; some statements name each item twice.
MOST_KEYS = 10_000

Item = TypeVar("Item")


def _network_column() -> Column[str]:
    return Column("network", String, ForeignKey("networks.name", ondelete="CASCADE"), primary_key=True)


def _of_actor(column: str) -> ForeignKeyConstraint:
    return ForeignKeyConstraint(["network", column], ["actors.network", "actors.key"], ondelete="CASCADE")


def _records_table(name: str) -> Table:
    """Return a table of records, each a JSON document under its key.

    `digest` is the SHA-256 of the document with its kind, `revision` the network's revision that wrote it.
    """
    return Table(
        name, METADATA, _network_column(), Column("key", String, primary_key=True),
        Column("document", Text, nullable=False), Column("digest", String(64), nullable=False),
        Column("revision", Integer, nullable=False), Index(f"{name}_by_revision", "network", "revision"))


# `id` tells a network from another one that had its name before; `revision` counts the writes that changed something;
# `version` is the sum of all digests (see `Network.version`).
NETWORKS = Table(
    "networks", METADATA, Column("name", String, primary_key=True), Column("id", String(32), nullable=False),
    Column("settings", Text, nullable=False), Column("revision", Integer, nullable=False),
    Column("version", String(64), nullable=False))
ACTORS = _records_table("actors")
COOPERATIONS = _records_table("cooperations")
BLOCKS = _records_table("blocks")
OPINIONS = _records_table("opinions")
OUTCOMES = _records_table("outcomes")
# Of a key only the digest of its secret is kept, and the public key of the tokens it vouches for; `actor` is the one
# actor that it belongs to, NULL for none; `used` the day on which it was last used, as in 2026-11-27, NULL where none
# is known. Times are UTC, as in 2026-11-27T12:00:00+00:00.
KEYS = Table(
    "keys", METADATA, Column("id", String(16), primary_key=True),
    Column("network", String, ForeignKey("networks.name", ondelete="CASCADE"), nullable=False),
    Column("name", String, nullable=False), Column("scopes", String, nullable=False),
    Column("digest", String(64), nullable=False), Column("rate", String, nullable=False),
    Column("created", String(25), nullable=False), Column("expires", String(25)), Column("revoked", String(25)),
    Column("actor", String), Column("public_key", String(43)), Column("used", String(10)))
# What a write was answered, under the key that its sender gave it: sent again, it is answered and not done again.
ANSWERS = Table(
    "answers", METADATA, _network_column(), Column("key", String(64), primary_key=True),
    Column("request", String(64), nullable=False), Column("status", Integer, nullable=False),
    Column("headers", Text, nullable=False), Column("body", Text, nullable=False),
    Column("created", String(25), nullable=False))
# Which actors were erased, as `data.records.erased_names` has it: a backup from before must not bring them back.
# `key_id` tells which key made the name; empty for names from before there were keys. Not bound to the network's row,
# which it outlives.
ERASURES = Table(
    "erasures", METADATA, Column("network", String, primary_key=True), Column("actor", String(64), primary_key=True),
    Column("receipt", String(32), nullable=False), Column("erased", String(25), nullable=False),
    Column("key_id", String(16), nullable=False, server_default=""),
    Column("revision", Integer, nullable=False, server_default="0"))
# Which actors are to be erased, and on which day of the network's calendar; until then that can be taken back.
PLANNED_ERASURES = Table(
    "planned_erasures", METADATA, Column("network", String, primary_key=True),
    Column("actor", String, primary_key=True), Column("day", String(10), nullable=False), _of_actor("actor"))
# See `data.database.sweeps`; not bound to the network's row, which it outlives.
SWEEPS = Table(
    "sweeps", METADATA, Column("network", String, primary_key=True), Column("id", String(32), primary_key=True),
    Column("place", String(16), primary_key=True), Column("position", String(32), nullable=False, server_default=""))
# What is no record of the network, for no suggestion depends on it. It is bound to its actors: with them it goes.
INTRODUCTIONS = Table(
    "introductions", METADATA, Column("network", String, primary_key=True), Column("id", String(32), primary_key=True),
    Column("actor", String, nullable=False), Column("other", String, nullable=False),
    Column("message", Text, nullable=False), Column("asked", String(25), nullable=False),
    Column("deadline", String(10), nullable=False), Column("answer", String), Column("answered", String(25)),
    Column("withdrawn", String(25)), Column("actor_outcome", String), Column("other_outcome", String),
    Column("reminded", String, nullable=False), Column("lapse_noted", Integer, nullable=False, server_default="0"),
    _of_actor("actor"), _of_actor("other"),
    Index("introductions_by_actor", "network", "actor"), Index("introductions_by_other", "network", "other"))
CONTACTS = Table(
    "contacts", METADATA, Column("network", String, primary_key=True), Column("actor", String, primary_key=True),
    Column("name", String, nullable=False), Column("email", String, nullable=False),
    Column("phone", String, nullable=False), Column("source", String, nullable=False, server_default=""),
    _of_actor("actor"))
# What has happened, in the order of the network's revisions; `other` is an actor, or the id of a cooperation. Profiles
# and titles are not in it, so that it tells no more than what is stored now.
EVENTS = Table(
    "events", METADATA, _network_column(), Column("revision", Integer, primary_key=True),
    Column("place", Integer, primary_key=True), Column("happened", String(25), nullable=False),
    Column("kind", String(32), nullable=False), Column("actor", String, nullable=False),
    Column("other", String, nullable=False), Column("document", Text, nullable=False),
    Index("events_by_actor", "network", "actor"), Index("events_by_other", "network", "other"))
# Where events are sent to as they happen, how far each has come, and how it does. What is sent is read from the events
# themselves, so that nothing waits here that tells of anybody.
WEBHOOKS = Table(
    "webhooks", METADATA, _network_column(), Column("id", String(16), primary_key=True),
    Column("url", Text, nullable=False), Column("secret", String, nullable=False),
    Column("created", String(25), nullable=False), Column("revision", Integer, nullable=False),
    Column("place", Integer, nullable=False), Column("attempts", Integer, nullable=False),
    Column("next_try", String(25), nullable=False), Column("failing_since", String(25)),
    Column("given_up", String(25)), Column("trouble", String, nullable=False))
# Whose events an actor wants to see.
FOLLOWS = Table(
    "follows", METADATA, _network_column(), Column("actor", String, primary_key=True),
    Column("other", String, primary_key=True), Column("since", String(25), nullable=False),
    Index("follows_by_other", "network", "other"))
# Ideas that were made requests: kept with what was understood of them, and with whom they are shared.
IDEA_REQUESTS = Table(
    "idea_requests", METADATA, Column("network", String, primary_key=True), Column("id", String(32), primary_key=True),
    Column("actor", String, nullable=False), Column("idea", Text, nullable=False),
    Column("understood", Text, nullable=False), Column("made", String(25), nullable=False),
    Column("closed", String(25)), _of_actor("actor"), Index("idea_requests_by_actor", "network", "actor"))
IDEA_SHARES = Table(
    "idea_shares", METADATA, Column("network", String, primary_key=True),
    Column("request", String(32), primary_key=True), Column("other", String, primary_key=True),
    ForeignKeyConstraint(["network", "request"], ["idea_requests.network", "idea_requests.id"], ondelete="CASCADE"),
    _of_actor("other"), Index("idea_shares_by_other", "network", "other"))
# Which suggestions were shown to whom and how often, with the chance that each had to stand in its place.
LISTS = Table(
    "lists", METADATA, _network_column(), Column("id", String(32), primary_key=True),
    Column("shown", String(25), nullable=False), Column("actor", String, nullable=False),
    Column("document", Text, nullable=False), Column("content", String(16)),
    Column("showings", Integer, nullable=False, server_default="1"),
    Column("last_shown", String(25), nullable=False, server_default=""), Index("lists_by_actor", "network", "actor"),
    Index("lists_by_content", "network", "content", unique=True))
# Rules that are never changed once they are stored, and which of them were in use since when: number 0 stands for those
# of the file that the settings name.
RULE_SETS = Table(
    "rule_sets", METADATA, _network_column(), Column("number", Integer, primary_key=True, autoincrement=False),
    Column("content", Text, nullable=False), Column("note", Text, nullable=False),
    Column("created", String(25), nullable=False), Column("author", String, nullable=False))
ACTIVATIONS = Table(
    "activations", METADATA, _network_column(), Column("number", Integer, primary_key=True, autoincrement=False),
    Column("rule_set", Integer, nullable=False), Column("at", String(25), nullable=False),
    Column("author", String, nullable=False))
# See `data.governance.audit_log`; triggers refuse every change but an addition. Not bound to the network's row, which
# it outlives.
AUDIT = Table(
    "audit", METADATA, Column("network", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False), Column("at", String(25), nullable=False),
    Column("author", String, nullable=False), Column("what", String, nullable=False),
    Column("details", Text, nullable=False), Column("hash", String(64), nullable=False))
# Lists that were imported, and what each record was before: so that an import can be undone. `before` is the document
# that was there, if any; `after` the digest of what the import left, if anything.
IMPORTS = Table(
    "imports", METADATA, _network_column(), Column("number", Integer, primary_key=True, autoincrement=False),
    Column("at", String(25), nullable=False), Column("author", String, nullable=False),
    Column("file", String, nullable=False), Column("added", Integer, nullable=False),
    Column("changed", Integer, nullable=False), Column("removed", Integer, nullable=False),
    Column("undone", String(25)))
IMPORT_CHANGES = Table(
    "import_changes", METADATA, Column("network", String, primary_key=True),
    Column("number", Integer, primary_key=True, autoincrement=False), Column("kind", String, primary_key=True),
    Column("key", String, primary_key=True), Column("before", Text), Column("after", String(64)),
    ForeignKeyConstraint(["network", "number"], ["imports.network", "imports.number"], ondelete="CASCADE"))
# What people have answered about columns and words of their lists, for the next one; see `data.intake.questions`.
IMPORT_ANSWERS = Table(
    "import_answers", METADATA, _network_column(), Column("question", String, primary_key=True),
    Column("answer", String, nullable=False))
# The ids of actors that were merged with others, and whom they lead to; and who was said not to be one.
ALIASES = Table(
    "aliases", METADATA, Column("network", String, primary_key=True), Column("alias", String, primary_key=True),
    Column("actor", String, nullable=False), _of_actor("actor"), Index("aliases_by_actor", "network", "actor"))
DISTINCT_PAIRS = Table(
    "distinct_pairs", METADATA, Column("network", String, primary_key=True), Column("actor", String, primary_key=True),
    Column("other", String, primary_key=True), Column("since", String(25), nullable=False), _of_actor("actor"),
    _of_actor("other"), Index("distinct_pairs_by_other", "network", "other"))
# What was worked out from texts of the profiles; by a digest of the text, and by what tells encoders apart.
VECTORS = Table(
    "vectors", METADATA, _network_column(), Column("fingerprint", String(64), primary_key=True),
    Column("digest", LargeBinary, primary_key=True), Column("vector", LargeBinary, nullable=False))
# Which processes serve, when each was seen last, and how far it has come with each network, as JSON.
PROCESSES = Table(
    "processes", METADATA, Column("id", String(32), primary_key=True), Column("host", String, nullable=False),
    Column("pid", Integer, nullable=False), Column("started", String(25), nullable=False),
    Column("seen", String(25), nullable=False), Column("revisions", Text, nullable=False))
# What other rules would change: one that runs is seen each second by the process that works it out.
REHEARSALS = Table(
    "rehearsals", METADATA, _network_column(), Column("id", String(32), primary_key=True),
    Column("number", Integer, nullable=False), Column("place", Integer, nullable=False),
    Column("seen", String(25), nullable=False), Column("state", String(16), nullable=False),
    Column("lists", Integer, nullable=False), Column("compared", Integer, nullable=False),
    Column("question", Text, nullable=False), Column("result", Text))
# How often who has a key may ask: parts of it that processes have taken, each for some seconds; seconds since 1970.
RATE_LEASES = Table(
    "rate_leases", METADATA, Column("holder", String(64), primary_key=True), Column("at", Float, primary_key=True),
    Column("id", String(32), primary_key=True), Column("count", Integer, nullable=False),
    Column("ends", Float, nullable=False))
# Who is signed in to the pages: `id` is the digest of what the browser holds, `door` the way somebody came in, `key_id`
# the key that it came from, with which it ends.
SIGN_INS = Table(
    "sign_ins", METADATA, Column("id", String(64), primary_key=True),
    Column("network", String, ForeignKey("networks.name", ondelete="CASCADE"), nullable=False),
    Column("actor", String), Column("door", String(16), nullable=False), Column("scopes", String, nullable=False),
    Column("key_id", String(16), ForeignKey("keys.id", ondelete="CASCADE")),
    Column("began", String(25), nullable=False), Column("seen", String(25), nullable=False),
    Column("ends", String(25), nullable=False), _of_actor("actor"), Index("sign_ins_by_actor", "network", "actor"))
# What is good for signing in once, under its digest; of a token, which stands for itself, that it was used.
SIGN_IN_CODES = Table(
    "sign_in_codes", METADATA, Column("id", String(64), primary_key=True),
    Column("purpose", String(16), nullable=False),
    Column("network", String, ForeignKey("networks.name", ondelete="CASCADE")), Column("actor", String),
    Column("details", Text, nullable=False), Column("ends", String(25), nullable=False), _of_actor("actor"),
    Index("sign_in_codes_by_actor", "network", "actor"))
# What belongs to no network.
OF_THE_INSTALLATION = (PROCESSES, RATE_LEASES)
RECORDS = (ACTORS, COOPERATIONS, BLOCKS, OPINIONS, OUTCOMES)


def batches(items: Iterable[Item]) -> Iterator[list[Item]]:
    """Yield items in parts that fit into one statement."""
    remaining = iter(items)
    while batch := list(islice(remaining, MOST_KEYS)):
        yield batch


def time_text(time: datetime) -> str:
    """Return a time as it stands in a table; such texts are in the order of their times."""
    return time.astimezone(UTC).isoformat(timespec="seconds")
