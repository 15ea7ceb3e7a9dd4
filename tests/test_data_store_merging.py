"""Two stored actors become one: nothing of third ones is lost, and the earlier id leads to the one that is kept."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing, contextmanager
from dataclasses import replace
from datetime import UTC, date, datetime
from pathlib import Path
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import inspect, select

from data.activity.events import EventKind
from data.activity.impressions import Impression, Place
from data.database.connection import Database
from data.database.tables import METADATA
from data.errors import KeyRefused, RecordsRefused, UnknownActor
from data.governance.audit_log import AuditEvent, AuditLog, Signature
from data.introductions.contacts import Contact, Contacts
from data.introductions.introduction import Introduction
from data.introductions.table import IntroductionTable
from data.records.erased_names import ErasedNames
from data.records.merging import losses_of, merge_profiles, sides_of
from data.records.network import Network
from data.records.profiles import Profile, Wish
from data.records.relations import Block, Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind
from data.store.backups import restore_backup, write_backup
from data.store.merging import Merged, demand_two, merge_actors
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from tests.databases import migrated_file
from tests.gears import examples
from tests.networks import actor, together

NOW = datetime(2026, 11, 29, 12, tzinfo=UTC)
SIGNATURE = Signature("somebody", NOW)
NAMES = ErasedNames(("k" * 32,))
KEPT, GONE = "kept", "gone"


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def merge(store: Store, kept: str = KEPT, gone: str = GONE) -> Merged:
    with store.writing() as transaction:
        return merge_actors(transaction, kept, gone, SIGNATURE)


def stored(store: Store, *records: Profile | Cooperation | Block | Opinion | Outcome) -> None:
    kinds = (Profile, Cooperation, Block, Opinion, Outcome)
    store.upsert(Network(*(tuple(record for record in records if isinstance(record, kind))
                           for kind in kinds)))  # type: ignore[arg-type]


def four(store: Store, *records: Cooperation | Block | Opinion | Outcome) -> None:
    stored(store, actor(KEPT), actor(GONE), actor("a"), actor("b"), *records)


class TestProfiles:
    def test_the_kept_one_holds_and_gets_what_it_lacks(self) -> None:
        kept = actor("k", themes=("employment",), descriptions={"fi": "Oma"}, website="https://k.fi",
                     needs=Wish({"fi": "x"}, ("employment",)), capacity=0)
        gone = actor("g", themes=("digital_skills", "employment"), descriptions={"fi": "Muu", "sv": "Egen"},
                     website="https://g.fi", business_id="0201256-6", needs=Wish({"sv": "y"}, ("digital_skills",)),
                     capacity=5)
        one = merge_profiles(kept, gone)
        assert one == replace(
            kept, themes=("employment", "digital_skills"), descriptions={"fi": "Oma", "sv": "Egen"},
            business_id="0201256-6", needs=Wish({"fi": "x", "sv": "y"}, ("employment", "digital_skills")))
        assert {side.field for side in losses_of(kept, gone)} == {"id", "name", "descriptions.fi", "website",
                                                                  "capacity"}
        assert {side.field for side in sides_of(kept, gone)} > {"themes", "descriptions.sv", "business_id"}

    def test_nobody_becomes_part_of_itself(self, store: Store) -> None:
        stored(store, actor(KEPT, part_of="a"), actor(GONE), actor("a", part_of=GONE), actor("b", part_of=GONE))
        merge(store)
        assert {one.id: one.part_of for one in store.read().actors} == {KEPT: "", "a": KEPT, "b": KEPT}

    def test_the_whole_of_the_other_one_is_taken_over(self, store: Store) -> None:
        stored(store, actor(KEPT), actor(GONE, part_of="a"), actor("a"))
        merge(store)
        assert {one.id: one.part_of for one in store.read().actors} == {KEPT: "a", "a": ""}

    def test_a_unit_merged_with_its_whole_is_part_of_nothing(self, store: Store) -> None:
        stored(store, actor(KEPT, part_of=GONE), actor(GONE))
        merge(store)
        assert [one.part_of for one in store.read().actors] == [""]


class TestRecords:
    def test_cooperations_move_unite_or_go(self, store: Store) -> None:
        lead = replace(together(GONE, "a", "b", title="Lead"), lead=GONE)
        four(store, together(KEPT, GONE, title="Two"), together(KEPT, GONE, "a", title="Three"), lead,
             replace(together(KEPT, "a", title="Same"), descriptions={"fi": "x"}),
             replace(together(GONE, "a", title="Same"), descriptions={"fi": "y", "sv": "z"}, until=date(2026, 1, 1)))
        merged = merge(store)
        assert {item.title for item in store.read().cooperations} == {"Three", "Lead", "Same"}
        by_title = {item.title: item for item in store.read().cooperations}
        assert by_title["Three"].members == ("a", KEPT)
        assert (by_title["Lead"].members, by_title["Lead"].lead) == (("a", "b", KEPT), KEPT)
        assert by_title["Same"].descriptions == {"fi": "x", "sv": "z"}
        assert by_title["Same"].until == date(2026, 1, 1)
        assert (merged.cooperations, merged.dropped) == (3, 2)

    def test_of_two_statements_the_later_holds_and_of_one_day_that_of_the_kept_one(self, store: Store) -> None:
        def said(one: str, other: str, kind: OpinionKind, day: date | None) -> Opinion:
            return Opinion(one, other, kind, said=day)

        first, later = date(2026, 1, 1), date(2026, 2, 1)
        four(store, said(KEPT, "a", OpinionKind.USEFUL, first), said(GONE, "a", OpinionKind.PARTNER, later),
             said("b", KEPT, OpinionKind.USEFUL, first), said("b", GONE, OpinionKind.NEVER, first),
             said(GONE, "b", OpinionKind.NOT_NOW, None), said(KEPT, GONE, OpinionKind.PARTNER, later),
             Block(GONE, "a"), Block("a", GONE), Block("a", KEPT), Block(GONE, KEPT),
             Outcome(GONE, "a", OutcomeKind.MET, said=first))
        merged = merge(store)
        network = store.read()
        assert {(item.actor, item.other): item.kind for item in network.opinions} == {
            (KEPT, "a"): OpinionKind.PARTNER, ("b", KEPT): OpinionKind.USEFUL, (KEPT, "b"): OpinionKind.NOT_NOW}
        assert set(network.blocks) == {Block(KEPT, "a"), Block("a", KEPT)}
        assert network.outcomes == (Outcome(KEPT, "a", OutcomeKind.MET, said=first),)
        assert merged.dropped == 5

    def test_the_version_is_that_of_what_is_stored(self, store: Store) -> None:
        four(store, together(GONE, "a"))
        merge(store)
        assert store.version == Network(*(getattr(store.read(), name) for name in (
            "actors", "cooperations", "blocks", "opinions", "outcomes"))).version


class TestIds:
    def test_the_earlier_id_leads_to_the_kept_one_over_any_number_of_steps(self, store: Store) -> None:
        four(store)
        assert merge(store, "a", "b").gone == "b"
        merge(store, GONE, "a")
        merge(store, KEPT, GONE)
        with store.reading() as session:
            assert session.aliases.all() == {"b": KEPT, "a": KEPT, GONE: KEPT}
            assert session.aliases.resolve("b") == session.aliases.resolve(KEPT) == KEPT
            assert session.aliases.of(KEPT) == ("a", "b", GONE)

    def test_what_was_done_is_not_done_again(self, store: Store) -> None:
        four(store, together(GONE, "a"))
        merge(store)
        before = store.read()
        assert merge(store) == Merged(KEPT, GONE)
        assert merge(store, GONE, KEPT).kept == KEPT
        assert store.read() == before

    def test_nobody_who_is_not_there_can_be_merged(self, store: Store) -> None:
        four(store)
        for kept, gone in ((KEPT, "x"), ("x", GONE)):
            with pytest.raises(UnknownActor):
                merge(store, kept, gone)

    @pytest.mark.parametrize("new", [GONE, GONE.upper()])
    def test_a_new_actor_cannot_take_an_earlier_id(self, store: Store, new: str) -> None:
        four(store)
        merge(store)
        with pytest.raises(RecordsRefused) as caught:
            store.upsert(Network((actor(new),)))
        assert KEPT in str(caught.value.problems[0]) or GONE in str(caught.value.problems[0])

    def test_a_network_in_the_place_of_all_may_use_every_id(self, store: Store) -> None:
        four(store)
        merge(store)
        store.replace(Network((actor(GONE),)))
        with store.reading() as session:
            assert session.aliases.all() == {}

    def test_an_earlier_id_goes_with_its_actor(self, store: Store) -> None:
        four(store)
        merge(store)
        with store.writing() as transaction:
            transaction.distinct_pairs.add([("a", KEPT)], NOW)
            transaction.erase(KEPT, NAMES, NOW)
        with store.reading() as session:
            assert session.aliases.all() == {}
            assert session.distinct_pairs.all() == {}

    def test_an_erased_one_does_not_come_back_by_its_earlier_id(self, store: Store, database: Database,
                                                                 tmp_path: Path) -> None:
        four(store)
        write_backup(database, store.name, tmp_path / "backup")
        merge(store)
        with store.writing() as transaction:
            receipt = transaction.erase(KEPT, NAMES, NOW)
            assert transaction.erase(GONE, NAMES, NOW).id == receipt.id
        Networks(database).remove(store.name)
        restore_backup(database, tmp_path / "backup", names=NAMES)
        assert {one.id for one in store.read().actors} == {"a", "b"}

    def test_it_comes_back_from_a_backup(self, store: Store, database: Database, tmp_path: Path) -> None:
        four(store)
        merge(store)
        with store.writing() as transaction:
            transaction.distinct_pairs.add([("b", "a")], NOW)
        write_backup(database, store.name, tmp_path / "backup")
        restore_backup(database, tmp_path / "backup", "other")
        with Store(database, "other").reading() as session:
            assert session.aliases.all() == {GONE: KEPT}
            assert session.distinct_pairs.all() == {("a", "b"): NOW}

    def test_it_is_in_the_audit_log_without_a_name(self, store: Store, database: Database) -> None:
        four(store)
        merge(store)
        _, entries = AuditLog(database).page(store.name, 0, 10)
        assert entries[-1].what == AuditEvent.ACTORS_MERGED
        assert not {KEPT, GONE} & set(str(entries[-1].details).replace("'", " ").split())


class TestPairs:
    def test_two_that_are_known_to_be_two(self, store: Store) -> None:
        four(store)
        with store.writing() as transaction:
            assert transaction.distinct_pairs.add([("b", "a"), ("a", "b"), (GONE, "a"), (KEPT, GONE)], NOW) == 3
            assert transaction.distinct_pairs.add([("a", "b")], NOW) == 0
            assert demand_two(transaction, "a", "b") == ("a", "b")
            with pytest.raises(UnknownActor):
                demand_two(transaction, "a", "a")
        merge(store)
        with store.reading() as session:
            assert set(session.distinct_pairs.all()) == {("a", "b"), ("a", KEPT)}
            assert session.distinct_pairs.of("a") == ("b", KEPT)


class TestActivity:
    def test_contact_data_move_where_there_are_none(self, store: Store) -> None:
        four(store)
        with store.writing() as transaction:
            Contacts(transaction).put(GONE, Contact("G"))
            Contacts(transaction).put("a", Contact("A"))
        merge(store)
        with store.reading() as session:
            contacts = Contacts(session)
            assert (contacts.find(KEPT), contacts.given(KEPT)) == (Contact("G", source=GONE), None)
        merge(store, "a", KEPT)
        with store.reading() as session:
            assert Contacts(session).find("a") == Contact("A")

    def test_its_keys_open_nothing_of_the_kept_one(self, store: Store, database: Database) -> None:
        four(store)
        key = Keys(database).create(Key("", store.name, "n", frozenset({"read"}), "", NOW, actor=GONE))
        merge(store)
        with pytest.raises(KeyRefused):
            Keys(database).find(key, NOW)

    @pytest.mark.parametrize("leaving", [KEPT, GONE])
    def test_who_is_to_be_erased_is_not_merged(self, store: Store, leaving: str) -> None:
        four(store)
        with store.writing() as transaction:
            transaction.planned_erasures.plan(leaving, date(2026, 12, 24))
        with pytest.raises(UnknownActor):
            merge(store)
        with store.reading() as session:
            assert {KEPT, GONE} <= session.actor_ids()
            assert set(session.planned_erasures.all()) == {leaving}

    def test_introductions_move(self, store: Store) -> None:
        four(store)
        with store.writing() as transaction:
            table = IntroductionTable(transaction)
            for asker, other in ((GONE, "a"), ("b", GONE), (KEPT, GONE), (GONE, KEPT)):
                table.add(Introduction(uuid4().hex, asker, other, "Hei", NOW, date(2026, 12, 24)))
        merge(store)
        with store.reading() as session:
            table = IntroductionTable(session)
            assert [(item.actor, item.other) for item in (*table.asked_by(KEPT), *table.asked_of(KEPT))] == [
                (KEPT, "a"), ("b", KEPT)]

    def test_follows_move_once(self, store: Store) -> None:
        four(store)
        with store.writing() as transaction:
            for one, other in ((GONE, "a"), (KEPT, "a"), ("b", GONE), (GONE, KEPT), (KEPT, GONE)):
                transaction.follows.add(one, other, NOW)
        merge(store)
        with store.reading() as session:
            assert list(session.follows.of_actor(KEPT)) == ["a"]
            assert list(session.follows.of_actor("b")) == [KEPT]

    def test_events_tell_of_the_kept_one_and_of_each_thing_once(self, store: Store) -> None:
        four(store)
        stored(store, together(KEPT, "a", title="Same"))
        stored(store, together(GONE, "a", title="Same"), together(GONE, "b", title="Other"),
               together(KEPT, GONE, title="Two"), Opinion("b", GONE, OpinionKind.USEFUL))
        merge(store)
        with store.reading() as session:
            events = list(session.events.all())
        assert not any(GONE in (event.actor, event.other, str(event.document)) for event in events)
        joined = [event.actor for event in events if event.kind is EventKind.JOINED]
        assert sorted(joined) == ["a", "b", KEPT]
        works = [(event.actor, event.other) for event in events if event.kind is EventKind.COOPERATES]
        assert len(works) == len(set(works)) == 4
        (opinion,) = [event for event in events if event.kind is EventKind.OPINION]
        assert opinion.document is not None
        assert opinion.document["other"] == opinion.other == KEPT

    def test_lists_that_were_shown_name_everybody_once(self, store: Store) -> None:
        four(store)
        places = tuple(Place(name, 1.0, 0.5, {}) for name in (GONE, "b", KEPT))
        with store.writing() as transaction:
            lists = [Impression(uuid4().hex, NOW, name, {}, {}, places) for name in ("a", KEPT, GONE)]
            transaction.impressions.keep(lists, *store.head_in(transaction.connection))
        merge(store)
        with store.reading() as session:
            kept = {(item.actor, tuple(place.actor for place in item.places)) for item in session.impressions.all()}
        assert kept == {("a", (KEPT, "b", "")), (KEPT, ("", "b", ""))}


IDS = (KEPT, GONE, "a", "b", "c")
pairs = st.tuples(st.sampled_from(IDS), st.sampled_from(IDS)).filter(lambda pair: pair[0] != pair[1])
days = st.none() | st.dates(date(2026, 1, 1), date(2026, 1, 3))
networks = st.builds(
    lambda wholes, cooperations, blocks, opinions: Network(
        tuple(actor(name, part_of=wholes.get(name, ""), keywords=(name,)) for name in IDS),
        tuple({(*item.members, item.title): item for item in cooperations}.values()),
        tuple(set(blocks)), tuple({(item.actor, item.other): item for item in opinions}.values())),
    st.dictionaries(st.sampled_from(("b", "c")), st.sampled_from((KEPT, GONE, "a"))),
    st.lists(st.builds(lambda members, title: together(*members, title=title),
                       st.sets(st.sampled_from(IDS), min_size=2), st.sampled_from("pq")), max_size=6),
    st.lists(pairs.map(lambda pair: Block(*pair)), max_size=6),
    st.lists(st.builds(lambda pair, kind, day: Opinion(pair[0], pair[1], kind, said=day), pairs,
                       st.sampled_from(list(OpinionKind)), days), max_size=8))


@contextmanager
def new_store(folder: Path) -> Iterator[Store]:
    with closing(Database(migrated_file(folder / f"{uuid4().hex}.db"))) as database:
        yield Store(database)


@given(network=networks)
@settings(max_examples=examples(40), suppress_health_check=list(HealthCheck))
def test_nothing_of_third_ones_is_lost(tmp_path_factory: pytest.TempPathFactory, network: Network) -> None:
    def now(name: str) -> str:
        return KEPT if name == GONE else name

    with new_store(tmp_path_factory.mktemp("merged")) as store:
        store.upsert(network)
        merged = merge(store)
        after = store.read()
        assert store.version == replace(after).version
        counts = [len(getattr(network, name)) - len(getattr(after, name))
                  for name in ("actors", "cooperations", "blocks", "opinions")]
        assert counts[0] == 1
        assert sum(counts[1:]) == merged.dropped
    expected = {(tuple(sorted({now(member) for member in item.members})), item.title) for item in network.cooperations}
    assert {(item.members, item.title) for item in after.cooperations} == {
        item for item in expected if len(item[0]) > 1}
    assert {(block.actor, block.other) for block in after.blocks} == {
        (now(block.actor), now(block.other)) for block in network.blocks} - {(KEPT, KEPT)}
    said = {(now(item.actor), now(item.other)) for item in network.opinions} - {(KEPT, KEPT)}
    assert {(item.actor, item.other) for item in after.opinions} == said
    assert {one.id for one in after.actors} == set(IDS) - {GONE}
    assert all(one.part_of != GONE for one in after.actors)
    (kept,) = [one for one in after.actors if one.id == KEPT]
    assert kept.keywords == (KEPT, GONE)


def test_no_table_names_the_actor_that_is_gone(store: Store, database: Database) -> None:
    """Every table is looked at, so that a new one is not forgotten."""
    four(store, together(GONE, "a"), Block(GONE, "a"), Opinion("a", GONE, OpinionKind.USEFUL))
    merge(store)
    with database.reading() as connection:
        assert set(inspect(connection).get_table_names()) >= {table.name for table in METADATA.sorted_tables}
        for table in METADATA.sorted_tables:
            rows = [tuple(row) for row in connection.execute(select(table))]
            assert table.name in ("aliases", "answers") or GONE not in str(rows), table.name
