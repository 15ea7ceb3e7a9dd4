"""Whatever happens to a network, a snapshot that follows row by row answers as one that is opened anew."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from typing import TypeAlias

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.network import Network
from data.records.profiles import Coverage, Profile, Status, Wish
from data.records.relations import Block, Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind
from matcher.asking.idea import brief_of, idea
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from models.ranker import Weights
from tests.gears import examples
from tests.networks import (
    ESPOO,
    HELSINKI,
    OULU,
    TODAY,
    TURKU,
    actor,
    default_weights,
    finland,
    full_weights,
    shipped_rules,
    snapshot,
    together,
)

EARLIER = date(2020, 1, 1)
IDS = [f"a{number}" for number in range(7)]
TEXTS = ("Kielikahvila kirjastossa", "Mentorointia nuorille", "Nuoret ja työ, kieli ja koulutus", "")
IDEA = "Kielikahvila maahanmuuttajien nuorille Espoossa"

texts = st.sampled_from([{}, *({"fi": words} for words in TEXTS)])
themes = st.sampled_from([(), ("employment",), ("sports", "women_groups")])
wishes = st.builds(Wish, texts, themes)
# What a change may give a profile.
TRAITS: dict[str, st.SearchStrategy[object]] = {
    "descriptions": texts, "themes": themes, "needs": wishes, "offers": wishes,
    "municipalities": st.sampled_from([(), (HELSINKI,), (ESPOO, TURKU), (OULU,)]),
    "languages": st.sampled_from([(), ("fi",), ("fi", "sv"), ("so",)]),
    "sector": st.sampled_from(["", "ngo", "municipality", "university"]),
    "wanted_sectors": st.sampled_from([(), ("municipality",)]), "coverage": st.sampled_from([None, *Coverage]),
    "capacity": st.sampled_from([None, 0, 3]), "groups": st.sampled_from([(), ("migrant-led",)]),
    "status": st.sampled_from([*Status]), "updated": st.sampled_from([None, TODAY, EARLIER]),
    "name": st.sampled_from(["Åbo Kulttuuri", "Espoon kieliyhdistys", "Toivo"]),
    "names": st.sampled_from([{}, {"sv": "Öppna dörren"}]), "keywords": st.sampled_from([(), ("turvakoti",)])}

Step: TypeAlias = Callable[[Network], Network]


def put(name: str, traits: dict[str, object]) -> Step:
    """Add an actor, or change one that is there, which may be to call it something else or let it take part again."""
    def step(network: Network) -> Network:
        stored = {profile.id: profile for profile in network.actors}
        before = stored.get(name, actor(name))
        homes = tuple(finland().places.region_of[code] for code in traits.get("municipalities", ()))  # type: ignore[attr-defined]
        changed = replace(before, **traits)  # type: ignore[arg-type]
        stored[name] = replace(changed, regions=tuple(dict.fromkeys(homes))) if "municipalities" in traits else changed
        return replace(network, actors=in_order(stored.values()))
    return step


def remove(name: str) -> Step:
    """Remove an actor, with all that is said of it."""
    def step(network: Network) -> Network:
        def without(items: Sequence[Block | Opinion | Outcome]) -> tuple[object, ...]:
            return tuple(item for item in items if name not in (item.actor, item.other))

        return Network(tuple(profile for profile in network.actors if profile.id != name),
                       tuple(item for item in network.cooperations if name not in item.members),
                       *map(without, (network.blocks, network.opinions, network.outcomes)))  # type: ignore[arg-type]
    return step


def work(one: str, other: str, title: str, since: date | None) -> Step:
    """Let two work together, or end all that the first one did."""
    def step(network: Network) -> Network:
        if not are_there(network, one, other):
            return replace(network, cooperations=tuple(c for c in network.cooperations if one not in c.members))
        item: Cooperation = replace(together(one, other, title=title, since=since), themes=("employment",))
        return replace(network, cooperations=(*network.cooperations, item))
    return step


def say(one: str, other: str, kind: OpinionKind) -> Step:
    """Let one say something of another; who says the worst blocks it, and who works with it tells so."""
    def step(network: Network) -> Network:
        if not are_there(network, one, other):
            return replace(network, opinions=(), outcomes=())
        kept = tuple(item for item in network.opinions if (item.actor, item.other) != (one, other))
        blocks = (Block(one, other),) if kind is OpinionKind.NEVER else ()
        outcomes = (Outcome(one, other, OutcomeKind.WORKING),) if kind is OpinionKind.PARTNER else ()
        return replace(network, opinions=(*kept, Opinion(one, other, kind)), blocks=blocks, outcomes=outcomes)
    return step


def are_there(network: Network, one: str, other: str) -> bool:
    return one != other and {one, other} <= {profile.id for profile in network.actors}


def in_order(actors: object) -> tuple[Profile, ...]:
    return tuple(sorted(actors, key=lambda profile: profile.id))  # type: ignore[call-overload]


ids = st.sampled_from(IDS)
steps = st.one_of(
    st.builds(put, ids, st.fixed_dictionaries({}, optional=TRAITS)), st.builds(remove, ids),
    st.builds(work, ids, ids, st.sampled_from(TEXTS), st.sampled_from([None, EARLIER, TODAY])),
    st.builds(say, ids, ids, st.sampled_from([*OpinionKind])))


def answers(network: Snapshot) -> tuple[list[object], list[float]]:
    """Everything that is answered to everybody, to an idea and to those who search: what it says, and its numbers."""
    matcher, said, numbers = Matcher(network), list[object](), list[float]()
    questions = [*network.network.actors, idea(IDEA, brief_of(network.reader.read(IDEA)), network.vocabularies)]
    for profile in questions:
        for day in (TODAY, EARLIER):
            answer = matcher.suggest(profile, Query(day, limit=100))
            said.append((answer.total, answer.rejections, answer.versions,
                         [other.profile for other in answer.counterparts]))
            for item in answer.suggestions:
                said.append((profile.id, item.profile, item.origins, item.is_counterpart, item.moved_up_for,
                             {row.term: str(row.sentence) for row in item.ledger.rows}))
                by_term = sorted(item.ledger.rows, key=lambda row: row.term)
                numbers += [item.share_lower, item.ledger.score]
                numbers += [number for row in by_term for number in (row.points, row.forward, row.backward)]
    for words in ("kieli", "nuoret", "Espoo", "turvakoti", "öppna"):
        hits = matcher.search(words, Filters(), 100)
        said.append([hit.profile for hit in hits])
        numbers += [hit.score for hit in hits]
    said.append([network.people_of(profile) for profile in network.network.actors])
    return said, numbers


def anew(network: Network, weights: Weights) -> Snapshot:
    return snapshot(*network.actors, cooperations=network.cooperations, blocks=network.blocks,
                    opinions=network.opinions, outcomes=network.outcomes, rules=shipped_rules(), weights=weights)


@pytest.mark.parametrize("weights", [full_weights(), default_weights()], ids=["full", "default"])
@given(changes=st.lists(st.lists(steps, min_size=1, max_size=3), min_size=1, max_size=5), asks=st.booleans())
@settings(max_examples=examples(60))
def test_a_snapshot_that_follows_answers_as_one_opened_anew(weights: Weights, changes: list[list[Step]], *,
                                                            asks: bool) -> None:
    """Also where questions between the changes have made ready what is worked out when it is first asked for."""
    network = Network((actor("a0", descriptions={"fi": TEXTS[0]}), actor("a1", themes=("employment",)),
                       actor("a2", languages=("fi", "en"))), (together("a0", "a1", title=TEXTS[1]),))
    successor = anew(network, weights)
    for several in changes:
        if asks:
            answers(successor)
        for step in several:
            network = step(network)
        successor = successor.follow(network)
    (said, numbers), (right, right_numbers) = answers(successor), answers(anew(network, weights))
    assert said == right
    np.testing.assert_allclose(numbers, right_numbers, rtol=0, atol=1e-6)


def test_who_comes_in_stands_in_its_place_among_equals_and_in_no_other_row() -> None:
    names = [f"b{number}" for number in range(4)]
    same = {"descriptions": {"fi": TEXTS[0]}, "municipalities": (HELSINKI,)}
    first = snapshot(*(actor(name, **same) for name in names), rules=shipped_rules(), weights=full_weights(),
                     cooperations=[together("b0", "b1"), together("b1", "b3")])
    come = [actor(name, **same) for name in ("b9", "a", "b2x")]
    network = Network(in_order([*first.network.actors, *come]),
                      tuple(together("b1", other) for other in ("a", "b0", "b2x", "b3")))
    other = first.follow(network)
    assert [profile.id for profile in other.actors] == [*names, "a", "b2x", "b9"]
    assert other.places_by_id.tolist() == [1, 2, 3, 5, 0, 4, 6]
    assert other.shown() == network.actors
    assert other.by_id(np.array([6, 4, 0])).tolist() == [4, 0, 6]
    (said, numbers), (right, right_numbers) = answers(other), answers(anew(network, full_weights()))
    assert said == right
    np.testing.assert_allclose(numbers, right_numbers, rtol=0, atol=1e-6)
    last = other.follow(replace(network, actors=network.actors[1:], cooperations=()))
    assert last.actors == last.network.actors


@given(changes=st.lists(steps, min_size=1, max_size=4))
@settings(max_examples=examples(20))
def test_whoever_answers_from_what_was_before_is_not_disturbed(changes: list[Step]) -> None:
    network = Network(tuple(actor(name, descriptions={"fi": TEXTS[at % 3]}) for at, name in enumerate(IDS[:5])),
                      (together("a0", "a1"), together("a1", "a2")))
    first = anew(network, full_weights())
    before = answers(first)
    for step in changes:
        network = step(network)
        answers(first.follow(network))
    assert answers(first) == before


def test_what_does_not_differ_is_shared() -> None:
    """A change of one actor costs what it changes."""
    first = snapshot(*(actor(name, descriptions={"fi": TEXTS[0]}) for name in IDS), rules=shipped_rules())
    answers(first)
    changed = replace(first.network.actors[3], capacity=5)
    other = first.follow(replace(first.network, actors=(*first.network.actors[:3], changed, *first.network.actors[4:])))
    assert other.features.vectors is first.features.vectors
    assert other.features.municipalities is first.features.municipalities
    assert other.features.capacity.tolist()[3] == 5
    assert other.on(TODAY).context.graph is first.on(TODAY).context.graph
    assert other.features.spots is first.features.spots
