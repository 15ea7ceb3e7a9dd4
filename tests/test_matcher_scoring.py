"""Scores and ledgers where every term weighs something, as learned weights have it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path

import numpy as np
import pytest

from data.records.profiles import Coverage, Profile, Wish
from data.wording.texts import LANGUAGES, render
from matcher import defaults
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.ledger import Bookkeeper
from matcher.past_projects import TRAITS
from matcher.rules.model import RuleBook
from matcher.scoring import term_values, weigh
from matcher.snapshot import Snapshot
from matcher.suggestions import Ledger
from matcher.terms import TERMS
from matcher.terms.experience import SMOOTHING
from models.ranker import read_weights
from tests.networks import (
    LAHTI,
    TODAY,
    TURKU,
    actor,
    full_weights,
    idea_of,
    shipped_rules,
    snapshot,
    together,
)

ACTORS = (
    actor("a", themes=("youth",), languages=("fi",), descriptions={"en": "youth clubs"}, updated=date(2025, 1, 1)),
    actor("b", sector="company", needs=Wish({"en": "a choir"}, ("mentoring",)), capacity=1),
    actor("c", sector="municipality", municipalities=(TURKU,), themes=("youth", "mentoring"), languages=("sv",)),
    actor("d", municipalities=(LAHTI,), coverage=Coverage.REGIONAL, offers=Wish({"en": "a choir"}, ("mentoring",))),
    actor("e", sector="", municipalities=(), coverage=None),
)
WORK = (
    replace(together("a", "b", since=date(2025, 1, 1), title="Youth choir"), themes=("youth",)),
    replace(together("b", "c", "d", since=date(2022, 1, 1), title="Choir of the river"), themes=("mentoring",)),
    together("c", "d", since=date(2020, 1, 1), title="River bank"),
    together("a", "c", since=date(2026, 1, 1), title="Bank of clubs"),
    together("a", "x", since=date(2019, 1, 1), title="Clubs"),
)
ASKING = (*ACTORS, replace(ACTORS[1], needs=Wish({"en": "river"})), actor("draft", descriptions={"en": "a choir"}),
          idea_of("a choir by the river", themes=("youth",)), Profile("", ""))


@cache
def network(rules: bool = False) -> Snapshot:
    return snapshot(*ACTORS, cooperations=WORK, weights=full_weights(), rules=shipped_rules() if rules else RuleBook())


def whole_list(matcher: Matcher, seeker: Profile, as_of: date = TODAY) -> dict[str, Ledger]:
    answer = matcher.suggest(seeker, Query(as_of, limit=100, known_partners=True))
    return {item.profile.id: item.ledger for item in answer.suggestions}


@pytest.mark.parametrize("seeker", ASKING, ids=lambda profile: profile.id or "idea")
@pytest.mark.parametrize("rules", [False, True], ids=["no rules", "rules"])
class TestEveryPair:
    def test_rows_add_up_to_the_score_on_both_sides(self, seeker: Profile, rules: bool) -> None:
        snapshot = network(rules)
        view, one = snapshot.on(TODAY), snapshot.features_of(seeker)
        scores = weigh(one, snapshot.features, view.context, snapshot.ranker).under(view.rules)
        books = Bookkeeper(one, snapshot, view)
        for position, total in enumerate(scores.totals):
            ledger = books.ledger(snapshot.features, position, scores)
            assert sum(row.points for row in ledger.rows) == pytest.approx(total, abs=1e-9)
            assert ledger.score == pytest.approx(total, abs=1e-9)
            assert ledger.forward == pytest.approx(sum(row.forward for row in ledger.rows), abs=1e-9)
            assert (ledger.forward + ledger.backward) / 2 == pytest.approx(total, abs=1e-9)

    def test_points_are_value_times_weight(self, seeker: Profile, rules: bool) -> None:
        snapshot = network(rules)
        view, one = snapshot.on(TODAY), snapshot.features_of(seeker)
        scores = weigh(one, snapshot.features, view.context, snapshot.ranker).under(view.rules)
        forward, backward = term_values(one, snapshot.features, view.context, tuple(TERMS))
        weights = np.array(list(snapshot.weights.terms.values()))
        waivers = {name for rule in view.rules.rules for name in rule.effect.waives}
        columns = [column for column, name in enumerate(TERMS) if name not in waivers]
        np.testing.assert_allclose(scores.forward[:, columns], (forward * weights)[:, columns], rtol=0, atol=1e-12)
        np.testing.assert_allclose(scores.backward[:, columns], (backward * weights)[:, columns], rtol=0, atol=1e-12)

    def test_an_explanation_is_the_row_of_the_list(self, seeker: Profile, rules: bool) -> None:
        matcher = Matcher(network(rules))
        ledgers = whole_list(matcher, seeker)
        assert len(ledgers) >= len(ACTORS) - 2
        for name, ledger in ledgers.items():
            explanation = matcher.explain(seeker, matcher.snapshot.actor(name), TODAY).ledger
            assert [row.term for row in explanation.rows] == [row.term for row in ledger.rows]
            assert [str(row.sentence) for row in explanation.rows] == [str(row.sentence) for row in ledger.rows]
            for side in ("points", "forward", "backward"):
                assert [getattr(row, side) for row in explanation.rows] == pytest.approx(
                    [getattr(row, side) for row in ledger.rows], abs=1e-9)

    def test_the_bare_ranking_has_the_totals_of_the_list(self, seeker: Profile, rules: bool) -> None:
        matcher = Matcher(network(rules))
        rows, totals = matcher.rank(seeker, TODAY)
        scores = {ACTORS[row].id: total for row, total in zip(rows.tolist(), totals.tolist(), strict=True)}
        assert rows.tolist() == sorted(rows.tolist())
        assert set(scores) == {profile.id for profile in ACTORS} - {seeker.id}
        # Only rules keep an actor from being suggested to itself; the bare ranking never holds it.
        list_scores = {name: ledger.score for name, ledger in whole_list(matcher, seeker).items() if name != seeker.id}
        assert {name: scores[name] for name in list_scores} == pytest.approx(list_scores, abs=1e-9)
        assert rules or set(list_scores) == set(scores)


def test_the_one_who_asks_decides_the_terms_of_its_question() -> None:
    """What is asked is not averaged with what the other would have asked; all else is mirrored."""
    matcher = Matcher(network())
    differing = set()
    for one in ACTORS:
        for other in ACTORS:
            forth, back = (matcher.explain(seeker, candidate, TODAY).ledger.rows
                           for seeker, candidate in ((one, other), (other, one)))
            reverse = {row.term: (row.backward, row.forward) for row in back}
            for row in forth:
                if (row.forward, row.backward) != pytest.approx(reverse.get(row.term, (0, 0)), abs=1e-9):
                    differing.add(row.term)
    assert differing <= {name for name, term in TERMS.items() if term.answers_question}
    assert {"similar_projects", "shared_topics", "common_paths"} <= differing


@pytest.mark.parametrize("path", [defaults.WEIGHTS, defaults.JUDGED, defaults.LEARNED,
                                  defaults.LEARNED_WITHOUT_HISTORY],
                         ids=lambda path: path.stem)
def test_shipped_weights_answer_the_demo_network(demo_matcher: Matcher, path: Path) -> None:
    weights = read_weights(path, tuple(TERMS))
    matcher = Matcher(demo_matcher.snapshot.with_weights(weights))
    weighing = {name for name, weight in weights.terms.items() if weight}
    assert weighing
    assert {*weights.attention} in ({*TRAITS, SMOOTHING}, set())
    assert bool(weights.card.keys() & {"until", "grades"}) is (weights.origin == "learned")
    for seeker in (*matcher.snapshot.network.actors[::25], idea_of("kielikahvila")):
        for item in matcher.suggest(seeker, Query(TODAY, limit=20, known_partners=True)).suggestions:
            rows = item.ledger.rows
            assert sum(row.points for row in rows) == pytest.approx(item.ledger.score, abs=1e-9)
            assert {row.term for row in rows if row.term in TERMS} <= weighing
            for language in LANGUAGES:
                assert not any("{" in render(row.sentence, language) for row in rows)


def test_another_day_is_another_ranking() -> None:
    matcher = Matcher(network())
    early, late = (matcher.rank(ACTORS[0], day) for day in (date(2018, 1, 1), TODAY))
    assert early[0].tolist() == late[0].tolist()
    assert not np.allclose(early[1], late[1])


def test_other_weights_leave_the_first_snapshot_alone() -> None:
    first = network()
    scores = Matcher(first).rank(ACTORS[0], TODAY)[1]
    weights = full_weights()
    terms = {name: 2 * weight for name, weight in weights.terms.items()}
    other = first.with_weights(replace(weights, base=-8.0, terms=terms))
    other_scores = Matcher(other).rank(ACTORS[0], TODAY)[1]
    np.testing.assert_allclose(other_scores, 2 * scores, rtol=0, atol=1e-9)
    np.testing.assert_array_equal(Matcher(first).rank(ACTORS[0], TODAY)[1], scores)
    assert other.versions.weights != first.versions.weights
    assert (other.versions.data, other.versions.encoder) == (first.versions.data, first.versions.encoder)
    assert other.features is first.features
    assert other.index is first.index


def test_other_attention_makes_another_question_of_the_same_past() -> None:
    first = network()
    other = first.with_weights(replace(full_weights(), attention={"own": 4.0, "smoothing": 0.01}))
    terms = ("similar_projects", "shared_topics")
    values = [term_values(snapshot.features_of(ACTORS[0]), snapshot.features, snapshot.on(TODAY).context, terms)[0]
              for snapshot in (first, other)]
    assert not np.allclose(values[0][:, 0], values[1][:, 0])
    np.testing.assert_array_equal(values[0][:, 1], values[1][:, 1])
    assert other.on(TODAY).context.past_projects is first.on(TODAY).context.past_projects
