"""Networks in which nobody differs, or in which there is hardly anybody: every question has an answer of numbers.

What is divided by is what such a network makes zero: how many there are, how they differ, what they have in common.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import fields, is_dataclass, replace

import numpy as np
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.records.profiles import Profile, Wish
from data.records.relations import Block, Cooperation, Opinion, OpinionKind, Outcome, OutcomeKind
from matcher import defaults
from matcher.asking.idea import brief_of, idea
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.rehearsal import rehearse
from matcher.rules.model import RuleBook
from matcher.snapshot import Snapshot
from matcher.terms import TERMS
from models.ranker import Weights, read_weights
from tests.gears import examples
from tests.networks import TODAY, actor, finland, full_weights, shipped_rules, snapshot

WORDS = "Kielikahvila kotona oleville vanhemmille"
# Of those that ask and are asked, all alike: from one of whom nothing is known to one of whom all is.
ALIKE: Mapping[str, Mapping[str, object]] = {
    "nothing": {"sector": "", "municipalities": (), "coverage": None},
    "a place": {},
    "a text": {"descriptions": {"fi": WORDS}},
    "everything": {"descriptions": {"fi": WORDS, "en": "Language café"}, "themes": ("meeting_places",),
                   "languages": ("fi", "sv"), "needs": Wish({"fi": WORDS}, ("employment",)),
                   "offers": Wish({"fi": WORDS}, ("employment",)), "wanted_sectors": ("ngo",), "capacity": 0,
                   "groups": ("migrant-led",), "updated": TODAY, "website": "https://a.fi"},
}
WEIGHTS: Mapping[str, Weights] = {
    "full": full_weights(),
    **{path.stem: read_weights(path, tuple(TERMS)) for path in (
        defaults.WEIGHTS, defaults.LEARNED, defaults.LEARNED_WITHOUT_HISTORY, defaults.JUDGED)}}
QUESTIONS = ("", "kielikahvila", "?!", "a " * 200)


def alike(name: str, traits: Mapping[str, object]) -> Profile:
    """An actor that differs from others of the same traits by its id alone."""
    return replace(actor(name, **{trait: value for trait, value in traits.items() if trait != "name"}), name="Actor")


@st.composite
def networks(draw: st.DrawFn) -> Snapshot:
    """Up to three actors that are all alike, with what they have had to do with each other."""
    ids = [f"actor{number}" for number in range(draw(st.integers(0, 3)))]
    one = alike("", ALIKE[draw(st.sampled_from(sorted(ALIKE)))])
    actors = [replace(one, id=name) for name in ids]
    pairs = [(one, other) for one in ids for other in ids if one != other]
    some = st.lists(st.sampled_from(pairs), unique=True, max_size=3) if pairs else st.just([])
    days = st.sampled_from([None, TODAY])
    works = [Cooperation(tuple(sorted(pair)), draw(st.sampled_from(["", "Hanke"])), draw(days), draw(days))
             for pair in draw(some)]
    if len(ids) == 1 and draw(st.booleans()):
        works.append(Cooperation((ids[0],), "Alone"))
    return snapshot(
        *actors, cooperations=list({(work.members, work.title, work.since): work for work in works}.values()),
        blocks=[Block(*pair) for pair in draw(some)],
        opinions=[Opinion(*pair, draw(st.sampled_from(list(OpinionKind)))) for pair in draw(some)],
        outcomes=[Outcome(*pair, OutcomeKind.MET) for pair in draw(some)],
        rules=draw(st.sampled_from([RuleBook(), shipped_rules()])),
        weights=WEIGHTS[draw(st.sampled_from(sorted(WEIGHTS)))])


def demand_numbers(value: object, where: str = "") -> None:
    """Demand that every number in an answer is one."""
    if isinstance(value, float | np.floating):
        assert math.isfinite(value), where
    elif is_dataclass(value) and not isinstance(value, Profile):
        for field in fields(value):
            demand_numbers(getattr(value, field.name), f"{where}.{field.name}")
    elif isinstance(value, Mapping):
        for name, inner in value.items():
            demand_numbers(inner, f"{where}.{name}")
    elif isinstance(value, tuple | list):
        for inner in value:
            demand_numbers(inner, where)


@settings(max_examples=examples(60), suppress_health_check=list(HealthCheck))
@given(network=networks(), diversity=st.sampled_from([0.0, 0.5, 1.0]), known=st.booleans(),
       lot=st.sampled_from(["", "lot"]))
def test_every_question_has_an_answer_of_numbers(network: Snapshot, diversity: float, known: bool, lot: str) -> None:
    matcher = Matcher(network)
    query = Query(TODAY, diversity=diversity, known_partners=known, lot=lot)
    strangers = [idea(words, brief_of(network.reader.read(words)), finland()) for words in QUESTIONS if words.strip()]
    seekers = [*network.network.actors, *strangers, actor("stranger"), Profile("", "")]
    for seeker in seekers:
        answer = matcher.suggest(seeker, query)
        demand_numbers(answer)
        for item in (*answer.suggestions, *answer.counterparts):
            assert 0 <= item.share_lower <= 1
            assert 0 < item.probability <= 1
            assert abs(item.ledger.score - sum(row.points for row in item.ledger.rows)) < 1e-9
        rows, totals = matcher.rank(seeker, TODAY)
        assert len(rows) == len(totals)
        assert np.isfinite(totals).all()
    for one in network.network.actors:
        for other in network.network.actors:
            if one is not other:
                demand_numbers(matcher.explain(one, other, TODAY))
    for words in QUESTIONS:
        hits = matcher.search(words, Filters(), 10)
        demand_numbers(hits)
        assert all(0 <= hit.score <= 1 for hit in hits)


@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(network=networks())
def test_rules_can_be_rehearsed(network: Snapshot) -> None:
    trial = network.with_rules(shipped_rules())
    rehearsal = rehearse(Matcher(network), Matcher(trial), Query(TODAY))
    assert rehearsal.lists == len(network.network.actors)
    demand_numbers(rehearsal)


@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(one=networks(), other=networks())
def test_a_network_can_become_another_small_one(one: Snapshot, other: Snapshot) -> None:
    """Everybody goes, and others come: what is taken over is empty, or all there is."""
    after = one.follow(other.network)
    for seeker in other.network.actors:
        demand_numbers(Matcher(after).suggest(seeker, Query(TODAY)))
    demand_numbers(Matcher(after).search("kielikahvila", Filters(), 10))


def test_all_that_are_alike_are_found() -> None:
    for count in (1, 2, 3):
        network = snapshot(*(alike(f"a{number}", ALIKE["a text"]) for number in range(count)))
        assert len(Matcher(network).search("kielikahvila", Filters(), 10)) == count
