"""Lists, points, rejections, counterparts and origins are those that are worked out pair by pair."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records.profiles import Coverage, Profile, Status, Wish
from data.records.relations import Block, Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind
from matcher.asking.counterparts import Counterparts
from matcher.asking.idea import Brief, idea
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.rules.model import RuleBook
from matcher.rules.reading import parse_rules
from matcher.scoring import weigh
from matcher.snapshot import Snapshot
from matcher.terms.similarity import closeness
from tests.gears import examples, in_gear
from tests.networks import (
    ESPOO,
    HELSINKI,
    LAHTI,
    MARIEHAMN,
    ROVANIEMI,
    TODAY,
    TURKU,
    actor,
    default_weights,
    finland,
    full_weights,
    shipped_rules,
    shipped_weights,
    snapshot,
)
from tests.reference_scoring import Pairs

SENTENCE = 'sentence = {fi = "a", sv = "a", en = "a"}'
# Every kind of condition, with every kind of effect, some of which set others aside.
OTHER_RULES = f"""
format = "kumppani-rules/1"
[[rules]]
name = "far"
{SENTENCE}
pair = {{min_km = 150, different = ["sector_group"]}}
effect = {{exclude = true}}
[[rules]]
name = "near"
{SENTENCE}
pair = {{max_km = 60, different = ["municipality"]}}
effect = {{points = 1.25}}
[[rules]]
name = "themes"
{SENTENCE}
pair = {{shared_themes = ["employment"], known_partners = false}}
effect = {{points = 0.5}}
[[rules]]
name = "neighbours"
{SENTENCE}
seeker = {{coverage = ["local", "regional"]}}
candidate = {{language = ["sv"], not = {{sector = ["company"]}}}}
pair = {{neighbours = true, same = ["sector"]}}
effect = {{waives = ["themes", "shared_themes", "far", "feedback", "out_of_reach"]}}
[[rules]]
name = "partners"
{SENTENCE}
pair = {{known_partners = true}}
effect = {{waives = ["past_cooperation", "near"]}}
[[rules]]
name = "counterpart"
group = "counterpart"
{SENTENCE}
candidate = {{sector = ["municipality", "employment_authority"]}}
pair = {{same = ["employment_area"]}}
effect = {{points = 2.0}}
"""
THEMES = ("employment", "mentoring", "youth", "meeting_places")
WORDS = ("Kielikahvila vanhemmille", "jobs for engineers", "nuorten mentorointi ja jalkapallo", "ompelupiiri naisille",
         "language café in the library with volunteers")
WEIGHTS = {"by hand": shipped_weights, "default": default_weights, "full": full_weights}


def other_rules() -> RuleBook:
    return parse_rules(OTHER_RULES, finland(), "other.toml")


def demand_the_same(matcher: Matcher, seeker: Profile, query: Query) -> None:
    """Demand that a list is the one worked out pair by pair, whatever page of it is asked for."""
    query = replace(query, is_arranged=False, limit=100)
    pairs = Pairs(seeker, query, matcher.snapshot)
    expected = pairs.whole_list()
    answers = [matcher.suggest(seeker, replace(query, offset=offset))
               for offset in range(0, len(expected.rows) + 1, 100)]
    items = [item for answer in answers for item in answer.suggestions]
    assert [item.profile.id for item in items] == [row.profile.id for row in expected.rows]
    assert answers[0].total == len(expected.rows)
    assert [(item.profile.id, item.rule) for item in answers[0].rejections] == expected.rejections
    assert [item.profile.id for item in answers[0].counterparts] == [row.profile.id for row in expected.counterparts]
    for item, row in zip([*items, *answers[0].counterparts], [*expected.rows, *expected.counterparts], strict=True):
        points = {addend.term: (addend.forward, addend.backward) for addend in item.ledger.rows[1:]}
        for name, sides in row.points.items():
            assert points.get(name, (0.0, 0.0)) == pytest.approx(sides, abs=1e-6), name
        assert set(points) <= set(row.points)
        assert item.ledger.score == pytest.approx(row.score, abs=1e-6)
        assert item.is_counterpart == row.is_counterpart
    if seeker.status == "active":
        for name, ids in pairs.origins().items():
            assert {item.profile.id for item in items if name in item.origins} == ids & {
                item.profile.id for item in items}, name


@st.composite
def actors(draw: st.DrawFn, name: str) -> Profile:
    """An actor of few codes, so that many have something in common."""
    def some(values: Sequence[str], most: int = 2) -> tuple[str, ...]:
        return tuple(draw(st.lists(st.sampled_from(values), unique=True, max_size=most)))

    texts = st.sampled_from(({}, {"fi": WORDS[0]}, {"fi": WORDS[2]}, {"fi": WORDS[3]}, {"en": WORDS[1]}, {
        "en": WORDS[4], "fi": WORDS[0]}))
    wishes = st.builds(Wish, texts, st.sampled_from(((), ("youth",), ("employment", "mentoring"))))
    return actor(
        name, sector=draw(st.sampled_from(["", "ngo", "company", "municipality", "employment_authority"])),
        municipalities=some([HELSINKI, ESPOO, TURKU, LAHTI, ROVANIEMI, MARIEHAMN]), themes=some(THEMES, 3),
        coverage=draw(st.sampled_from((None, *Coverage))), languages=some(["fi", "sv", "en"]),
        descriptions=draw(texts), needs=draw(wishes), offers=draw(wishes), wanted_sectors=some(["ngo", "company"]),
        capacity=draw(st.sampled_from([None, 0, 2])),
        status=draw(st.sampled_from((Status.ACTIVE, Status.ACTIVE, Status.INACTIVE))),
        updated=draw(st.sampled_from([None, TODAY, date(2024, 5, 1), date(2019, 1, 1)])))


@st.composite
def networks(draw: st.DrawFn) -> Callable[[], Snapshot]:
    """What makes a network: up to seven actors, what they have done, and what they have said of each other."""
    ids = [f"a{number}" for number in range(draw(st.integers(2, 7)))]
    some = st.lists(st.sampled_from([(one, other) for one in ids for other in ids if one != other]), unique=True,
                    max_size=4)
    days = st.sampled_from([None, date(2020, 1, 1), date(2025, 6, 1), TODAY])
    works = {tuple(sorted(pair)): Cooperation(tuple(sorted(pair)), draw(st.sampled_from(WORDS)), draw(days))
             for pair in draw(some)}
    return partial(
        snapshot, *(draw(actors(name)) for name in ids), cooperations=list(works.values()),
        blocks=[Block(*pair) for pair in draw(some)[:1]],
        opinions=[Opinion(*pair, draw(st.sampled_from(list(OpinionKind)))) for pair in draw(some)],
        outcomes=[Outcome(*pair, draw(st.sampled_from(list(OutcomeKind)))) for pair in draw(some)[:1]],
        rules=draw(st.sampled_from([RuleBook(), shipped_rules(), other_rules()])),
        weights=WEIGHTS[draw(st.sampled_from(sorted(WEIGHTS)))]())


queries = st.builds(
    Query, st.sampled_from([TODAY, date(2025, 1, 1), date(2024, 6, 1)]), known_partners=st.booleans(),
    counterparts=st.sampled_from(Counterparts), filters=st.sampled_from(
        [Filters(), Filters({"sector": frozenset({"ngo", "municipality"})}),
         Filters({}, {"theme": frozenset({"youth"})}),
         Filters(shun=frozenset({("municipality", HELSINKI)}))]))


@settings(max_examples=examples(60), suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_lists_of_made_up_networks(data: st.DataObject) -> None:
    network = data.draw(networks())()
    stored = data.draw(st.sampled_from(network.network.actors))
    matcher = Matcher(data.draw(st.sampled_from([network, network.without_opinions(), network.hiding(
        frozenset({network.network.actors[-1].id}))])))
    seeker = data.draw(st.sampled_from([
        stored, replace(stored, sector="ngo", themes=("youth",), municipalities=(TURKU,), regions=("02",)),
        idea("Kielikahvila", Brief(themes=("employment",)), finland()),
        idea("Kielikahvila", Brief(themes=("employment",)), finland(), stored), Profile("", "")]))
    demand_the_same(matcher, seeker, data.draw(queries))


@pytest.mark.parametrize("weights", sorted(WEIGHTS))
def test_lists_of_the_demo(demo_matcher: Matcher, weights: str) -> None:
    network = demo_matcher.snapshot.with_weights(WEIGHTS[weights]())
    first = sorted(WEIGHTS).index(weights)  # others for each
    for seeker in network.network.actors[first::in_gear(quick=105, thorough=15)]:
        demand_the_same(Matcher(network), seeker, Query(TODAY, counterparts=Counterparts.APART))


def test_scores_of_some_are_those_of_all(demo_matcher: Matcher) -> None:
    """Whoever else is looked at: a filter that few pass copies their rows, one that many pass leaves others out."""
    network = demo_matcher.snapshot
    view, some = network.on(TODAY), np.array([3, 17, 100, 208])
    for seeker in network.network.actors[::20]:
        one = network.features_of(seeker)
        whole, part = (weigh(one, features, view.context, network.ranker).under(view.rules).totals
                       for features in (network.features, network.features.take(some)))
        np.testing.assert_array_equal(whole[some], part)


def test_equals_come_in_the_order_of_the_ids_wherever_they_stand() -> None:
    """The same profiles have the same score to the last bit, among others of all lengths."""
    twins = [replace(actor(f"t{number:03d}", descriptions={"fi": WORDS[0]}, themes=("youth",)), name="Twin")
             for number in range(0, 99, 7)]
    others = [replace(actor(f"t{number:03d}", descriptions={"en": WORDS[1]}, municipalities=(TURKU,)), name="Other")
              for number in range(99) if number % 7]
    network = snapshot(*twins, *others, weights=full_weights(), rules=shipped_rules())
    answer = Matcher(network).suggest(actor("new", descriptions={"fi": WORDS[0]}, themes=("youth",)),
                                      Query(TODAY, is_arranged=False, limit=100))
    ids = [item.profile.id for item in answer.suggestions if item.profile.name == "Twin"]
    assert ids == sorted(ids)
    assert len(ids) == len(twins)
    assert len({item.ledger.score for item in answer.suggestions if item.profile.name == "Twin"}) == 1


def test_closeness_is_that_of_64_bits(demo_matcher: Matcher) -> None:
    features, context = demo_matcher.snapshot.features, demo_matcher.snapshot.on(TODAY).context
    wide, usual = features.vectors.astype(np.float64), context.usual_similarity
    expected = np.clip((wide @ wide.T - usual) / (1 - usual), 0.0, 1.0)
    values = np.array([closeness(row[None], features.vectors, context) for row in features.vectors])
    np.testing.assert_allclose(values, expected, rtol=0, atol=2e-7)
    np.testing.assert_array_equal(values, values.T)
