"""Two stored actors become one: what either says and what is said of it is of the one that is kept; nothing is lost.

What the two say of each other goes; so does what they did together, if nobody else was with them. Where both say
something of a third one, or a third one of both, the later holds, and of one day what is said of the kept one.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from typing import TypeAlias, TypeVar

from sqlalchemy import Table, select

from data.database.tables import ACTORS, BLOCKS, COOPERATIONS, OPINIONS, OUTCOMES, batches
from data.errors import UnknownActor
from data.governance.audit_log import AuditEvent, Signature, append
from data.records.documents import AnyRecord, parse_record
from data.records.keys import actors_in, cooperation_key, pair_key, short_key
from data.records.merging import merge_profiles
from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Block, Cooperation, Opinion, Outcome
from data.store.moving import move_activity
from data.store.transactions import Transaction
from data.tenancy.api_keys import end_keys_of
from data.wording.texts import text

Said = TypeVar("Said", Block, Opinion, Outcome)

Statement = TypeVar("Statement", Opinion, Outcome)
Moves: TypeAlias = "Mapping[str, str]"  # key of a cooperation before → its key afterwards; empty for none


@dataclass(frozen=True, slots=True)
class Merged:
    """What became of two actors.

    Attributes:
        kept: id of the one that is left.
        gone: id that leads to it now.
        cooperations: how many cooperations name the kept one now that named the other one.
        statements: how many blocks, opinions and outcomes do.
        dropped: how many cooperations, blocks, opinions and outcomes are gone: they said the same, or were of the two.
    """

    kept: str
    gone: str
    cooperations: int = 0
    statements: int = 0
    dropped: int = 0


def merge_actors(transaction: Transaction, kept: str, gone: str, signature: Signature) -> Merged:
    """Make one actor of two; earlier ids may be given, and what was done before is not done again.

    Raises:
        UnknownActor: one of the two is not there, or is to be erased: its wish is not that of another one.
    """
    kept_id, gone_id = transaction.aliases.resolve(kept), transaction.aliases.resolve(gone)
    profiles = transaction.actor(kept_id), transaction.actor(gone_id)
    if kept_id == gone_id:
        return Merged(kept_id, gone)
    _demand_staying(transaction, kept_id, gone_id)
    merge = _Merge(transaction, kept_id, gone_id)
    network, removals = merge.records(*profiles)
    move_activity(transaction, kept_id, gone_id, {short_key(key): short_key(new) if new else ""
                                                  for key, new in merge.moves.items()})
    # Whoever has a key of the one is not yet known to be of the other.
    end_keys_of(transaction.connection, transaction.network, [gone_id], signature.at)
    result = transaction.rewrite(network, removals)
    append(transaction.connection, transaction.network, AuditEvent.ACTORS_MERGED,
           {"cooperations": len(network.cooperations)}, signature)
    statements = len(network.blocks) + len(network.opinions) + len(network.outcomes)
    # Of what is removed, the actor is gone in any case, and what is added says it in other words.
    return Merged(kept_id, gone_id, len(network.cooperations), statements, result.removed - 1 - result.added)


def _demand_staying(transaction: Transaction, *actors: str) -> None:
    """Refuse actors that are to be erased as if they were gone: for others they are."""
    leaving = transaction.planned_erasures.all().keys() & set(actors)
    if leaving:
        raise UnknownActor(text("There are no such actors: {ids}.", ids=tuple(sorted(leaving))), "",
                           text("Import the actors first, or correct the ids."))


def demand_two(transaction: Transaction, one: str, other: str) -> tuple[str, str]:
    """Return the ids of two actors that are there, also where earlier ones are given.

    Raises:
        UnknownActor: one is not there or is to be erased, or both are the same.
    """
    ids = transaction.aliases.resolve(one), transaction.aliases.resolve(other)
    for actor in ids:
        transaction.actor(actor)
    _demand_staying(transaction, *ids)
    if ids[0] == ids[1]:
        raise UnknownActor(text("“{one}” and “{other}” are one actor.", one=one, other=other), "",
                           text("Name two that are there."))
    return ids


class _Merge:
    """The records that tell of an actor, as they are when it has become another one.

    Args:
        transaction: that writes.
        kept: id of the actor that is left.
        gone: id of the one that becomes it.
    """

    def __init__(self, transaction: Transaction, kept: str, gone: str) -> None:
        self._transaction = transaction
        self._kept = kept
        self._gone = gone
        self.moves: dict[str, str] = {}

    def records(self, kept: Profile, gone: Profile) -> tuple[Network, Mapping[Table, Sequence[str]]]:
        """Return the records that are written, and the keys of those that go, by their tables."""
        cooperations, blocks = self._naming(COOPERATIONS, Cooperation), self._naming(BLOCKS, Block)
        opinions, outcomes = self._naming(OPINIONS, Opinion), self._naming(OUTCOMES, Outcome)
        profile, units = self._profiles(kept, gone)
        network = Network(
            (profile, *units), tuple(self._cooperations(cooperations.values())),
            tuple({pair_key(block): block for block in self._of_two(blocks.values())}.values()),
            tuple(self._latest(OPINIONS, opinions.values())), tuple(self._latest(OUTCOMES, outcomes.values())))
        return network, {ACTORS: [self._gone], COOPERATIONS: list(cooperations), BLOCKS: list(blocks),
                         OPINIONS: list(opinions), OUTCOMES: list(outcomes)}

    def _profiles(self, kept: Profile, gone: Profile) -> tuple[Profile, list[Profile]]:
        """Return the kept profile, and those of the units of the other one, of which it is no part itself."""
        profile = merge_profiles(kept, gone)
        units = [replace(unit, part_of=self._kept) for unit in self._transaction.units(self._gone)
                 if unit.id != self._kept]
        whole = profile.part_of
        while whole and whole != self._kept:
            new = next((unit for unit in units if unit.id == whole), None)
            whole = (new or self._transaction.actor(whole)).part_of
        return (replace(profile, part_of="") if whole else profile), units

    def _cooperations(self, records: Iterable[Cooperation]) -> Iterator[Cooperation]:
        united: dict[str, Cooperation] = {}
        for record in records:
            members = tuple(sorted({self._now(member) for member in record.members}))
            moved = replace(record, members=members, lead=self._now(record.lead))
            key = cooperation_key(moved) if len(members) > 1 else ""
            self.moves[cooperation_key(record)] = key
            if key:
                former = united.get(key) or self._transaction.cooperation_like(moved)
                united[key] = _unite(former, moved) if former else moved
        yield from united.values()

    def _of_two(self, records: Iterable[Said]) -> Iterator[Said]:
        """Yield statements as they are now, without those of the two of each other."""
        for record in records:
            moved = replace(record, actor=self._now(record.actor), other=self._now(record.other))
            if moved.actor != moved.other:
                yield moved

    def _latest(self, table: Table, records: Iterable[Statement]) -> Iterator[Statement]:
        """Yield statements as they are now, of several about the same pair the latest."""
        latest: dict[str, Statement] = {}
        for record in self._of_two(records):
            former = latest.get(pair_key(record)) or self._stored(table, record)
            is_later = former is None or (record.said or date.min) > (former.said or date.min)
            latest[pair_key(record)] = record if former is None or is_later else former
        yield from latest.values()

    def _stored(self, table: Table, record: Statement) -> Statement | None:
        return next(iter(self._documents(table, type(record), [pair_key(record)]).values()), None)

    def _naming(self, table: Table, kind: type[AnyRecord]) -> dict[str, AnyRecord]:
        """Return the records that name the actor which goes, by their keys."""
        keys = self._transaction.connection.execute(
            select(table.c.key).where(table.c.network == self._transaction.network)).scalars()
        return self._documents(table, kind, [key for key in keys if self._gone in actors_in(key)])

    def _documents(self, table: Table, kind: type[AnyRecord], keys: Iterable[str]) -> dict[str, AnyRecord]:
        return {row.key: parse_record(kind, row.document) for some in batches(keys)
                for row in self._transaction.connection.execute(
                    select(table.c.key, table.c.document).where(
                        table.c.network == self._transaction.network, table.c.key.in_(some)).order_by(table.c.key))}

    def _now(self, actor: str) -> str:
        return self._kept if actor == self._gone else actor


def _unite(one: Cooperation, other: Cooperation) -> Cooperation:
    """Return a cooperation that is told of twice; where both say something, the first holds."""
    return replace(one, until=one.until or other.until, source=one.source or other.source, lead=one.lead or other.lead,
                   descriptions={**other.descriptions, **one.descriptions},
                   themes=tuple(dict.fromkeys((*one.themes, *other.themes))))
