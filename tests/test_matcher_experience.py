"""The terms learned from past projects: values worked out by hand, sentences, and networks that know little."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import log, radians, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.profiles import Profile, Wish
from data.records.relations import Cooperation
from data.wording.texts import render
from matcher.asking.query import Query
from matcher.context import Pair, log_lift
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from matcher.terms import HISTORY, TERMS
from matcher.terms.experience import expected, interest_of_features
from models.smoothing import PENALTY
from tests.gears import examples
from tests.networks import LAHTI, TODAY, TURKU, actor, full_weights, idea_of, snapshot, together, value

EARTH_RADIUS_KM = 6371.0088


def years_ago(years: float) -> date:
    return TODAY - timedelta(days=round(365.25 * years))


def work(members: str, title: str = "", years: float = 0, themes: Sequence[str] = ()) -> Cooperation:
    return replace(together(*members, since=years_ago(years), title=title), themes=tuple(themes))


def network_of(*cooperations: Cooperation, attention: Mapping[str, float] | None = None,
               actors: Sequence[Profile] = ()) -> Snapshot:
    """A network of a, b, c and d."""
    members = actors or [actor(name) for name in "abcd"]
    return snapshot(*members, cooperations=cooperations, weights=replace(full_weights(), attention=attention or {}))


def all_values(term: str, network: Snapshot, seeker: str = "a") -> list[float]:
    return [value(term, network.actor(seeker), other, network) for other in network.network.actors]


THREE = (work("ab", "café", 1), work("bc", "steel", 4), work("bcd", "river", 8))


# Each word stands in two of the four: the cosine of the first two is 1/2, so that their kernel is 1/4.
FOUR = (work("ab", "café choir", 1), work("bc", "café steel", 4), work("bcd", "river steel", 8),
        work("a", "choir river"))


class TestSimilarProjects:
    """Of participations and one more for everyone, a has 2 of 11, b 4, c 3, d 2 in three projects."""

    def test_without_words_in_common_everyone_counts_by_experience(self) -> None:
        likely = [2 / 11, 4 / 11, 3 / 11, 2 / 11]
        expected_values = [log(item / (sum(likely) / 4)) for item in likely]
        assert all_values("similar_projects", network_of(*THREE)) == pytest.approx(expected_values)

    def test_the_likest_project_speaks_for_its_members(self) -> None:
        network = network_of(*FOUR, attention={"smoothing": 1e-9})
        seeker = replace(network.actor("d"), needs=Wish({"en": "café steel"}))
        features = network.features_of(seeker)
        kernel = np.array([[1, 1, 0, 1], [1, 4, 1, 0], [0, 1, 4, 1], [1, 0, 1, 4]]) / 4
        kernel[0, 0] = 1.0
        weights = np.linalg.solve(kernel + PENALTY * np.eye(4), [1 / 4, 1, 1 / 4, 0])
        ab, bc, bcd, alone = weights.tolist()
        assert bc > ab > 0 > alone
        likely = [max(0, ab + alone), ab + bc + bcd, bc + bcd, bcd]
        likelihoods = np.exp(expected(features, network.on(TODAY).context))
        assert likelihoods.tolist() == pytest.approx([item / (sum(likely) / 4) for item in likely], abs=1e-5)

    def test_own_projects_that_count_thrice(self) -> None:
        network = network_of(*FOUR, attention={"own": 2.0, "smoothing": 1e-9})
        plain = network_of(*FOUR, attention={"smoothing": 1e-9})
        seeker = replace(network.actor("d"), needs=Wish({"en": "river steel"}))
        likely, plainly = (np.exp(expected(one.features_of(seeker), one.on(TODAY).context))
                           for one in (network, plain))
        assert likely[3] / likely[0:1].max(initial=1e-12) >= plainly[3] / plainly[0:1].max(initial=1e-12)
        context = network.on(TODAY).context
        interest = interest_of_features(network.features_of(seeker), context)
        weights = context.past_projects.forerunners(interest)
        weights_with_traits = context.past_projects.weights_by_traits(interest, (2.0, 0.0, 0.0, 0.0))
        took_part = [at for at, item in enumerate(context.past_projects.cooperations) if "d" in item.members]
        assert weights_with_traits[took_part] == pytest.approx(3 * weights[took_part])

    def test_it_is_the_same_from_both_sides_of_one_question(self) -> None:
        network = network_of(*THREE, attention={"own": log(3)}).with_weights(full_weights())
        for row in Matcher(network).explain(network.actor("a"), network.actor("d"), TODAY).ledger.rows:
            if row.term in TERMS and TERMS[row.term].answers_question:
                assert row.forward == row.backward == row.points

    def test_the_sentence_names_the_projects_that_count_most(self) -> None:
        network = network_of(*FOUR, work("b", "choir river café"), work("c", "football"), work("d", "football"),
                             attention={"own": 1.0})
        words = sentence("similar_projects", network, "a", "b")
        assert words == "B took part in projects like the next one of A: choir river café, river steel, and café steel."
        assert sentence("similar_projects", network, "c", "a") == (
            "A took part in projects like the next one of C: choir river and café choir.")

    def test_the_sentence_for_one_that_took_part_in_nothing(self) -> None:
        assert sentence("similar_projects", network_of(work("ab")), "a", "d") == (
            "D has not taken part in projects like the next one of A.")


def sentence(term: str, network: Snapshot, seeker: str, candidate: str, language: str = "en") -> str:
    rows = {profile.id: row for row, profile in enumerate(network.network.actors)}
    one, other = network.actor(seeker), network.actor(candidate)
    pair = Pair(one, other, rows[seeker], rows[candidate], network.on(TODAY).context, network.network.actors)
    return render(TERMS[term].sentence(pair), language)


class TestPaths:
    def test_a_walk_over_a_partner(self) -> None:
        # Today's projects of two: from a to b 1/2, shared over the two projects of b; on to a and to c 1/2 each.
        # What b keeps: 1/2 of its mass over each of its two projects.
        network = network_of(work("ab"), work("bc"))
        mass = {"a": 1 / 4 * 1 / 2, "b": 1 / 4 * (1 / 2 + 1 / 2), "c": 1 / 4 * 1 / 2, "d": 0.0}
        assert all_values("common_paths", network) == pytest.approx(
            [log(item / mass["b"] + 0.01) for item in mass.values()])

    def test_small_and_recent_projects_are_nearer(self) -> None:
        network = network_of(work("ab"), work("bc"), work("bd", years=1.5))
        values = all_values("common_paths", network)
        # Of b's ways on, that to d has half the ease of that to c.
        shares = [np.exp(item) - 0.01 for item in values]
        assert shares[3] / shares[2] == pytest.approx(0.5, rel=1e-3)
        larger = network_of(work("ab"), work("bc"), work("bde"), actors=[actor(name) for name in "abcde"])
        shares = [np.exp(item) - 0.01 for item in all_values("common_paths", larger)]
        assert shares[3] / shares[2] == pytest.approx(2 / 3)

    def test_no_way_is_one_hundredth(self) -> None:
        assert value("common_paths", *ends(network_of(work("ab")), "a", "d")) == pytest.approx(log(0.01))


def ends(network: Snapshot, seeker: str, candidate: str) -> tuple[Profile, Profile, Snapshot]:
    return network.actor(seeker), network.actor(candidate), network


class TestWordsAndTopics:
    """Of five projects each word stands in two: all words weigh the same, and cosines are those of sets."""

    PROJECTS = (work("a", "café choir"), work("b", "café steel"), work("c", "steel choir", 1.5), work("c", "river"),
                work("d", "river"))

    def test_cosines_of_words(self) -> None:
        network = network_of(*self.PROJECTS)
        # c: steel and choir of one project, river of another with twice the length: (1, 1, √2) / 2.
        assert all_values("shared_words", network) == pytest.approx([1, 1 / 2, 1 / 2 / sqrt(2), 0])
        assert all_values("shared_words", network, "d") == pytest.approx([0, 0, 1 / sqrt(2), 1])

    def test_what_is_looked_for_comes_before_what_was_done(self) -> None:
        network = network_of(*self.PROJECTS)
        seeker = replace(network.actor("a"), needs=Wish({"en": "a river"}))
        assert [value("shared_words", seeker, other, network) for other in network.network.actors] == pytest.approx(
            [0, 0, 1 / sqrt(2), 1])

    def test_topics_of_older_projects_count_less(self) -> None:
        network = network_of(*self.PROJECTS)
        # c: 1/2 of (steel, choir) of 1.5 years ago, and river.
        length = sqrt(1 / 4 + 1)
        assert all_values("shared_topics", network) == pytest.approx([1, 1 / 2, 1 / 4 / length, 0], abs=1e-3)
        assert all_values("shared_topics", network, "d") == pytest.approx([0, 0, 1 / length, 1], abs=1e-3)

    def test_an_idea_is_about_its_words(self) -> None:
        network = network_of(*self.PROJECTS)
        seeker = idea_of("river")
        assert [value("shared_words", seeker, other, network) for other in network.network.actors] == pytest.approx(
            [0, 0, 1 / sqrt(2), 1])
        assert value("shared_topics", seeker, network.actor("d"), network) == pytest.approx(1)

    def test_several_texts_are_one_question(self) -> None:
        network = network_of(*self.PROJECTS)
        seeker = replace(network.actor("d"), needs=Wish({"en": "café", "fi": "steel"}))
        assert value("shared_words", seeker, network.actor("b"), network) == pytest.approx(1)
        assert value("shared_topics", seeker, network.actor("b"), network) == pytest.approx(1)


class TestOfTheCandidate:
    NETWORK = network_of(work("ab", years=2), work("bc", years=7), work("bc", years=3))

    @pytest.mark.parametrize(("term", "values"), [
        ("recent_work", [1 / 4, 1 / 4, 1 / 8, 0]),
        ("experience", [log(2), log(3), log(2), 0]),
        ("long_standing", [2, 3, 3, 0]),
    ])
    def test_values_whoever_asks(self, term: str, values: list[float]) -> None:
        for seeker in "abcd":
            assert all_values(term, self.NETWORK, seeker) == pytest.approx(values, abs=2e-3)

    def test_a_project_of_today_is_recent_work_in_full(self) -> None:
        assert value("recent_work", *ends(network_of(work("ab")), "c", "a")) == 1

    @pytest.mark.parametrize(("term", "candidate", "words"), [
        ("experience", "a", "A has worked with one partner."),
        ("experience", "b", "B has worked with 2 partners."),
        ("long_standing", "b", "B has worked with others for about 7 years."),
        ("recent_work", "a", "A has lately begun to work with others."),
        ("recent_work", "c", "C has worked with others, but no recent project is known."),
    ])
    def test_sentences(self, term: str, candidate: str, words: str) -> None:
        assert sentence(term, self.NETWORK, "d", candidate) == words

    @pytest.mark.parametrize(("years", "words"), [
        (0.3, "A has worked with others for less than a year."),
        (0.8, "A has worked with others for about a year."),
        (1.8, "A has worked with others for about 2 years."),
    ])
    def test_round_numbers_of_years(self, years: float, words: str) -> None:
        assert sentence("long_standing", network_of(work("ab", years=years)), "b", "a") == words


class TestTies:
    """Ties of today count 1: a – b, a – c and c – d; the sector and the place of d are unknown.

    Of ends of ties with both known, a's group has three and the other one.
    """

    LIFT = (log((2 + 5) / (9 / 4 + 5)), log((1 + 5) / (3 / 4 + 5)))

    def test_sectors(self) -> None:
        actors = [actor("a"), actor("b", sector="company"), actor("c"), actor("d", sector="")]
        network = network_of(work("ab"), work("ac"), work("cd"), actors=actors)
        own, other = self.LIFT
        assert all_values("sector_ties", network) == pytest.approx([own, other, own, 0])
        assert all_values("sector_ties", network, "b") == pytest.approx([other, log(5 / (1 / 4 + 5)), other, 0])
        assert all_values("sector_ties", network, "d") == [0, 0, 0, 0]
        assert sentence("sector_ties", network, "a", "b").startswith("How often these sectors work together: ")

    def test_areas(self) -> None:
        actors = [actor("a"), actor("b", municipalities=(TURKU,)), actor("c"), actor("d", municipalities=())]
        network = network_of(work("ab"), work("ac"), work("cd"), actors=actors)
        own, other = self.LIFT
        assert all_values("country_ties", network) == pytest.approx([own, other, own, 0])
        assert all_values("country_ties", network, "d") == [0, 0, 0, 0]
        assert sentence("country_ties", network, "a", "b") == (
            "How often actors of these areas work together: Uusimaa – Southwest Finland.")

    def test_a_group_nobody_is_in_and_no_ties_at_all_say_nothing(self) -> None:
        from scipy.sparse import csr_array

        lift = log_lift(csr_array((3, 3)), np.array([0, 2, -1]), 3)
        np.testing.assert_array_equal(lift, np.zeros((4, 4)))

    @settings(max_examples=examples(30))
    @given(st.lists(st.tuples(st.integers(0, 5), st.integers(0, 5), st.floats(0.01, 9)), max_size=12),
           st.lists(st.integers(-1, 2), min_size=6, max_size=6))
    def test_lift_against_lists(self, ties: list[tuple[int, int, float]], groups: list[int]) -> None:
        from scipy.sparse import csr_array

        strength = np.zeros((6, 6))
        for one, other, how in ties:
            if one != other:
                strength[one, other] = strength[other, one] = how
        lift = log_lift(csr_array(strength), np.array(groups), 3)
        strengths = [(groups[i], groups[j], strength[i, j]) for i in range(6) for j in range(6)
                     if groups[i] >= 0 and groups[j] >= 0]
        total = max(1.0, sum(how for _, _, how in strengths))
        ends_of = [sum(how for one, _, how in strengths if one == group) for group in range(3)]
        for one in range(3):
            for other in range(3):
                strength_between = sum(how for i, j, how in strengths if (i, j) == (one, other))
                chance = ends_of[one] * ends_of[other] / total
                assert lift[one, other] == pytest.approx(log((strength_between + 5) / (chance + 5)))
        assert not lift[-1].any()
        assert not lift[:, -1].any()


class TestProximity:
    @pytest.mark.parametrize(("kilometres", "expected_value"), [(0, 1.0), (100, 0.534), (1000, 0.302), (20_000, 0.0)])
    def test_distances(self, kilometres: float, expected_value: float) -> None:
        network = snapshot(actor("a"), actor("b"))
        one, other = (network.features_of(network.actor(name)) for name in "ab")
        start = np.array([[radians(0), radians(25)]])
        end = start + np.array([[0, kilometres / EARTH_RADIUS_KM]])
        values = TERMS["proximity"].value(replace(one, points=start), replace(other, points=end),
                                          network.on(TODAY).context)
        assert values == pytest.approx([expected_value], abs=1e-3)

    def test_the_same_place_and_an_unknown_one(self) -> None:
        nowhere = actor("nowhere", municipalities=(), coverage=None)
        assert value("proximity", actor("a"), actor("b")) == 1
        assert value("proximity", actor("a"), nowhere) == value("proximity", nowhere, actor("a"))
        assert value("proximity", actor("a"), nowhere) == pytest.approx(0.302, abs=1e-3)

    def test_sentences(self) -> None:
        network = snapshot(actor("a"), actor("b", municipalities=(LAHTI,)), actor("c", municipalities=()))
        assert sentence("proximity", network, "a", "b") in {
            f"They are about {distance} km from each other." for distance in range(95, 106)}
        assert sentence("proximity", network, "a", "c") == "How far they are from each other is not known."


NETWORKS = {
    "no cooperation": (),
    "no text": (work("ab"), work("bc", years=3), work("a", years=1)),
    "no members": (together("x", "y", since=years_ago(1), title="of others"),),
    "no dates": (together("a", "b"), together("b", "c"), together("c", "d"), together("a", "d")),
    "words, no themes": TestWordsAndTopics.PROJECTS,
    "themes": (work("ab", "café", 1, ("youth",)), work("bc", "café", 2, ("youth", "housing")), work("a", "", 3),
               work("cd", "", 4)),
}


@pytest.mark.parametrize("cooperations", NETWORKS.values(), ids=NETWORKS)
class TestNetworksThatKnowLittle:
    """Warnings are errors here: nothing may be divided by zero."""

    def test_every_question_is_answered_with_finite_numbers(self, cooperations: Sequence[Cooperation]) -> None:
        network = network_of(*cooperations).with_weights(full_weights())
        asking = [*network.network.actors, idea_of("café", themes=("youth",)), Profile("", ""),
                  replace(network.actor("a"), needs=Wish({"en": "café"}, ("housing",))), actor("draft")]
        for profile in asking:
            answer = Matcher(network).suggest(profile, Query(TODAY, known_partners=True))
            assert len(answer.suggestions) == 4
            assert all(np.isfinite(item.ledger.score) for item in answer.suggestions)

    def test_a_candidate_that_is_not_stored_gets_nothing(self, cooperations: Sequence[Cooperation]) -> None:
        network = network_of(*cooperations).with_weights(full_weights())
        for seeker in (network.actor("a"), actor("draft"), Profile("", "")):
            for name in set(HISTORY) - {"sector_ties", "country_ties"}:
                assert value(name, seeker, actor("new"), network) == 0, name

    def test_the_sentences_can_be_said(self, cooperations: Sequence[Cooperation]) -> None:
        network = network_of(*cooperations).with_weights(full_weights())
        explanation = Matcher(network).explain(idea_of("café"), actor("new"), TODAY)
        assert all(str(row.sentence).endswith(".") for row in explanation.ledger.rows)


def test_an_empty_network_answers_with_nobody() -> None:
    network = snapshot(weights=full_weights())
    answer = Matcher(network).suggest(idea_of("café"), Query(TODAY))
    assert answer.suggestions == ()
    explanation = Matcher(network).explain(actor("a"), actor("b"), TODAY)
    assert np.isfinite(explanation.ledger.score)


def test_what_begins_after_the_day_changes_no_term() -> None:
    future = work("acd", "café choir", -0.01, ("youth",))
    today, later = network_of(*TestWordsAndTopics.PROJECTS), network_of(future, *TestWordsAndTopics.PROJECTS)
    for name in TERMS:
        assert all_values(name, today) == all_values(name, later), name
    # Days later it counts; only for how long they have worked with others, and who lives where, stay as they were.
    day, same = TODAY + timedelta(days=30), {"long_standing", "sector_ties", "country_ties"}
    for name in set(HISTORY) - same:
        values, former = ([value(name, network.actor("a"), network.actor(other), network, day) for other in "bcd"]
                          for network in (later, today))
        assert values != former, name


def test_the_terms_of_history_are_those_that_history_changes() -> None:
    actors = [actor("a"), actor("b", sector="company"), actor("c", municipalities=(TURKU,)), actor("d")]
    network = network_of(*TestWordsAndTopics.PROJECTS, *THREE, work("ac", years=1), work("cd", years=2), actors=actors)
    unknown = network_of(actors=actors)
    changing = {name for name in TERMS if any(all_values(name, network, one) != all_values(name, unknown, one)
                                              for one in "abcd")}
    assert changing == set(HISTORY)


def test_what_is_expected_of_all_actors_is_the_term_of_each() -> None:
    network = network_of(*THREE, attention={"own": 1.0})
    features = network.features_of(network.actor("c"))
    assert interest_of_features(features, network.on(TODAY).context).row == 2
    likelihoods = expected(features, network.on(TODAY).context)
    assert likelihoods.tolist() == pytest.approx(all_values("similar_projects", network, "c"))
    assert np.exp(likelihoods).mean() == pytest.approx(1)
