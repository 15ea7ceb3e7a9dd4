"""A snapshot refuses records made with another vocabulary, and follows a network that changes."""

import gc
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date
from types import CodeType, FunctionType, ModuleType
from uuid import uuid4
from weakref import ref

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.network import Network
from data.records.profiles import Profile
from data.records.relations import Cooperation
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.errors import SnapshotRefused
from matcher.scoring import weigh
from matcher.snapshot import Snapshot
from tests.gears import examples
from tests.networks import ESPOO, TODAY, TURKU, actor, finland, full_weights, shipped_rules, snapshot, together


def test_a_theme_of_a_cooperation_that_is_in_no_vocabulary_is_refused() -> None:
    work = replace(together("a", "b"), themes=("employment", "alchemy"))
    with pytest.raises(SnapshotRefused, match=r"^Project: .* has no theme “alchemy”"):
        snapshot(actor("a"), actor("b"), cooperations=[work])
    nameless = Cooperation(("a", "b"), "", themes=("alchemy",))
    with pytest.raises(SnapshotRefused, match="a, b: "):
        snapshot(actor("a"), actor("b"), cooperations=[nameless])
    variants = replace(work, themes=("employment",))
    assert snapshot(actor("a"), actor("b"), cooperations=[variants]).network.cooperations == (variants,)


TEXTS = ("Kielikahvila kirjastossa", "Mentorointia nuorille", "")
profiles = st.builds(
    lambda number, words, theme, place, languages: actor(
        f"a{number}", descriptions={"fi": words}, themes=theme, municipalities=(place,), languages=languages),
    st.integers(0, 6), st.sampled_from(TEXTS), st.sampled_from([(), ("employment",), ("sports", "women_groups")]),
    st.sampled_from([ESPOO, TURKU]), st.sampled_from([("fi",), ("fi", "sv"), ()]))
networks = st.lists(profiles, min_size=1, max_size=5, unique_by=lambda profile: profile.id)


def network_of(actors: Sequence[Profile]) -> Network:
    ids = sorted(profile.id for profile in actors)
    return Network(tuple(sorted(actors, key=lambda profile: profile.id)),
                   (together(ids[0], ids[-1], title="Kielikahvila"),) if len(ids) > 1 else ())


def answers(network: Snapshot) -> list[object]:
    """Everything that is answered for everybody, with numbers that may differ in the last digits taken apart."""
    matcher = Matcher(network)
    rows: list[object] = []
    for profile in network.network.actors:
        suggestions = matcher.suggest(profile, Query(TODAY, limit=100)).suggestions
        rows += [(profile.id, item.profile.id, item.origins, [row.points for row in item.ledger.rows])
                 for item in suggestions]
    for words in ("kieli", "nuoret", "Espoo"):
        rows += [(words, item.profile.id, [item.score]) for item in matcher.search(words, Filters(), 100)]
    return rows


@settings(max_examples=examples(15))
@given(first=networks, second=networks, third=networks)
def test_a_snapshot_that_follows_answers_as_one_opened_anew(first: list[Profile], second: list[Profile],
                                                            third: list[Profile]) -> None:
    successor = snapshot(*first, weights=full_weights(), rules=shipped_rules())
    for actors in (second, third):
        successor = successor.follow(network_of(actors))
    anew = snapshot(*third, cooperations=network_of(third).cooperations, weights=full_weights(), rules=shipped_rules())
    assert successor.versions == anew.versions
    assert [item[:-1] for item in answers(successor)] == [item[:-1] for item in answers(anew)]  # type: ignore[index]
    for row, right in zip(answers(successor), answers(anew), strict=True):
        np.testing.assert_allclose(row[-1], right[-1], atol=1e-6)  # type: ignore[index]


def test_only_new_texts_are_encoded() -> None:
    network = snapshot(actor("a", descriptions={"fi": "Vanha"}), actor("b", descriptions={"fi": "Toinen"}))
    encoded_texts: list[str] = []
    encode = network.encoder.encode
    network.encoder.encode = lambda texts, progress=None: encoded_texts.extend(texts) or encode(texts, progress)  # type: ignore[func-returns-value, method-assign]
    other = network.follow(network_of([*network.network.actors, actor("c", descriptions={"fi": "Uusi"})]))
    assert encoded_texts == ["Uusi"]
    assert [profile.id for profile in network.network.actors] == ["a", "b"]
    assert [profile.id for profile in other.network.actors] == ["a", "b", "c"]


def test_a_change_with_an_unknown_code_is_refused() -> None:
    network = snapshot(actor("a"))
    with pytest.raises(SnapshotRefused, match="alchemy"):
        network.follow(network_of([actor("b", themes=("alchemy",))]))
    assert finland().themes.find("alchemy") == ()


def words_held(thing: object) -> Iterator[str]:
    """Yield every text that can be reached from a thing, but for those of modules, of classes and of code."""
    seen, left = set[int](), [thing]
    while left:
        held = left.pop()
        if id(held) in seen or isinstance(held, (ModuleType, type, CodeType)):
            continue
        seen.add(id(held))
        if isinstance(held, str):
            yield held
        elif isinstance(held, FunctionType):  # what it was made with, not what its module knows
            left += [held.__closure__, held.__defaults__, held.__kwdefaults__]
        else:
            left += [*gc.get_referents(held), *(held if isinstance(held, dict) else ())]


def test_nothing_is_held_of_an_actor_that_is_gone() -> None:
    name, tale = f"Sirkka-{uuid4().hex}", f"Tarina{uuid4().hex}"
    guest = replace(actor("guest"), name=name, descriptions={"fi": f"Kielikahvila ja {tale} maahanmuuttajille"})
    others = [actor(f"a{number}", descriptions={"fi": words}) for number, words in enumerate(TEXTS)]
    before = snapshot(*others, guest, weights=full_weights(), rules=shipped_rules())
    for profile in before.network.actors:
        Matcher(before).suggest(profile, Query(TODAY))
        before.people_of(profile)
    Matcher(before).search(tale, Filters(), 10)
    after = before.follow(network_of([*others, actor("b")]))
    Matcher(after).suggest(others[0], Query(TODAY))
    traces = (name, tale, tale.casefold())
    assert all(any(trace in words for words in words_held(before)) for trace in traces)
    assert [words for words in words_held(after) if any(trace in words for trace in traces)] == []


def test_a_snapshot_that_nobody_asks_any_more_is_gone_at_once() -> None:
    """It would stay in memory until Python looks for cycles, and what is erased with it."""
    actors = [actor(f"a{number}", descriptions={"fi": words}) for number, words in enumerate(TEXTS)]
    before = snapshot(*actors, cooperations=[together("a0", "a1")], weights=full_weights(), rules=shipped_rules())
    follower = before.follow(network_of([*actors, actor("b")]))
    for network in (before, before.without_opinions(), before.with_rules(before.rules), follower):
        matcher = Matcher(network)
        matcher.suggest(actors[0], Query(TODAY))
        matcher.explain(actors[0], actors[1], TODAY)
        matcher.without_opinions.search("kieli", Filters(), 10)
    followed = follower.follow(network_of([*actors[1:], actor("b")]))
    held = [ref(part) for network in (before, follower) for part in (
        network, network.features, network.on(TODAY).context, network.on(TODAY).context.past_projects)]
    gc.disable()
    try:
        del before, follower, network, matcher
        assert [dead() for dead in held] == [None] * len(held)
    finally:
        gc.enable()
    assert Matcher(followed).suggest(actors[1], Query(TODAY)).total


def test_two_that_were_compared_do_not_keep_each_other() -> None:
    network = snapshot(actor("a"), actor("b"), rules=shipped_rules(), weights=full_weights())
    one, other = (network.features_of(profile) for profile in network.actors)
    context = network.on(TODAY).context
    weigh(one, other, context, network.ranker).under(network.on(TODAY).rules)
    held = ref(one), ref(other)
    gc.disable()
    try:
        del one, other
        assert [dead() for dead in held] == [None, None]
    finally:
        gc.enable()


def test_of_cooperations_those_alone_are_told_anew_that_differ() -> None:
    first, second, third = (together("a", "b", title=title) for title in ("Yksi", "Kaksi", "Kolme"))
    actors = actor("a"), actor("b"), actor("c")
    moved = replace(third, members=("b", "c"))
    ways: tuple[list[Cooperation], ...] = ([first, second], [first, third, second], [third], [], [moved, first])
    network = snapshot(*actors, cooperations=[second])
    for cooperations in ways:
        network = network.follow(Network(actors, tuple(cooperations)))
        right = snapshot(*actors, cooperations=cooperations).on(TODAY).context.graph
        graph = network.on(TODAY).context.graph
        assert graph.cooperations == tuple(cooperations)
        np.testing.assert_array_equal(graph.strength.todense(), right.strength.todense())
        np.testing.assert_array_equal(graph.members.todense(), right.members.todense())


def test_the_graph_has_whoever_comes_in_where_it_stands() -> None:
    first, second = together("b", "c", title="Yksi"), together("a", "b", title="Kaksi", since=date(2020, 1, 1))
    network = snapshot(actor("b"), actor("c"), cooperations=[first, second])  # one is not there yet
    ways = (("b c", [first]), ("b c d", [first]), ("b c d", [first, second]), ("a b c d", [first, second]),
            ("a aa b c d", [first, second]), ("a aa b c d f", [second, together("aa", "f")]), ("a b", [second]),
            ("a b x", [second, first]))
    for names, cooperations in ways:
        ids = names.split()
        network = network.follow(Network(tuple(map(actor, ids)), tuple(cooperations)))
        right = snapshot(*map(actor, ids), cooperations=cooperations)
        graph, other = network.on(TODAY).context.graph, right.on(TODAY).context.graph
        rows = network.rows_of(ids)
        for name in ("strength", "adjacency"):
            np.testing.assert_array_equal(getattr(graph, name).toarray()[np.ix_(rows, rows)],
                                          getattr(other, name).toarray())
        np.testing.assert_array_equal(graph.members.toarray()[rows], other.members.toarray())
        np.testing.assert_array_equal(graph.shares[rows], other.shares)
