"""What past cooperations say, against formulas written out over lists and dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import log

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records.profiles import Profile, Wish
from data.records.relations import Cooperation
from matcher import past_projects
from matcher.past_projects import TRAITS, Interest, PastProjects, cooperation_text, interest_of
from matcher.snapshot import Snapshot
from models.arrays import Float64Array
from models.smoothing import PENALTY
from tests.gears import examples
from tests.networks import ATTENTION, TODAY, TURKU, actor, finland, full_weights, snapshot, together

COEFFICIENTS = tuple(ATTENTION[name] for name in TRAITS)
SMOOTHING = ATTENTION["smoothing"]


def years_ago(years: int) -> date:
    return TODAY - timedelta(days=round(365.25 * years))


def work(members: str, words: str = "", years: int = 0, themes: Sequence[str] = ()) -> Cooperation:
    """A cooperation that began some years ago; the words are its title."""
    return replace(together(*members, since=years_ago(years), title=words), themes=tuple(themes))


ACTORS = (actor("a"), actor("b", sector="company"), actor("c", municipalities=(TURKU,)),
          actor("d", sector="", municipalities=()))
THREE = (work("ab", "café for newcomers", 1, ("youth",)), work("bc", "steel and newcomers", 4),
         work("bcd", "café of steel", 8, ("housing", "youth")))
SEVEN = (*THREE, work("acd", "café café", 0, ("housing",)), work("bd", "choir", 12),
         work("a", "choir for newcomers", 4), work("ab", "steel river", 4, ("mentoring",)))


def past_of(cooperations: Sequence[Cooperation], actors: Sequence[Profile] = ACTORS) -> PastProjects:
    return network_of(cooperations, actors).on(TODAY).context.past_projects


def network_of(cooperations: Sequence[Cooperation], actors: Sequence[Profile] = ACTORS) -> Snapshot:
    return snapshot(*actors, cooperations=cooperations, weights=full_weights())


class ByHand:
    """The same network as lists."""

    def __init__(self, cooperations: Sequence[Cooperation]) -> None:
        self.ids = [profile.id for profile in ACTORS]
        self.members = [set(item.members) for item in cooperations]
        self.ages = [0.0 if item.since is None else (TODAY - item.since).days / 365.25 for item in cooperations]
        self.counts = {name: sum(name in group for group in self.members) for name in self.ids}
        # How words become vectors is compared with its formula in the tests of the space itself.
        self.space = past_of(cooperations).space
        self.rows = self.space.words.toarray()

    def partners(self, name: str) -> set[str]:
        return {other for group in self.members if name in group for other in group} - {name}

    def traits(self, asks: str) -> list[dict[str, float]]:
        return [{
            "own": float(asks in group),
            "partners": len(group & self.partners(asks)) / len(group),
            "country": self.share(group, asks, "regions"),
            "sector": self.share(group, asks, "sector"),
        } for group in self.members]

    def share(self, group: set[str], asks: str, field: str) -> float:
        codes = {profile.id: getattr(profile, field) for profile in ACTORS}
        return sum(codes[name] == codes[asks] for name in group) / len(group) if codes.get(asks) else 0.0

    def weights_of(self, likeness: Float64Array, by: Sequence[int]) -> Float64Array:
        """Kernel ridge regression from some of the cooperations, solved anew; 0 for the others."""
        rows = self.rows[list(by)]
        solution = np.linalg.solve((rows @ rows.T) ** 2 + PENALTY * np.eye(len(by)), likeness[list(by)])
        weights = np.zeros(len(self.members))
        weights[list(by)] = solution
        return weights

    def forerunners(self, asks: str, texts: Sequence[str]) -> Float64Array:
        positions = range(len(self.members))
        if texts:
            cosines = self.rows @ self.space.words_of(texts).toarray().T
            return self.weights_of(cosines.max(axis=1, initial=0.0) ** 2, positions)
        own = [at for at, group in enumerate(self.members) if asks in group]
        left_out = [self.weights_of((self.rows @ self.rows[at]) ** 2, [other for other in positions if other != at])
                    for at in own]
        weights = np.mean(left_out, axis=0) if own else np.zeros(len(self.members))
        weights[own] = 0.0
        return weights

    def weights_by_traits(self, asks: str, texts: Sequence[str]) -> list[float]:
        factors = [1 + sum(ATTENTION[name] * value for name, value in item.items()) for item in self.traits(asks)]
        return [weight * one if weight > 0 else weight
                for weight, one in zip(self.forerunners(asks, texts).tolist(), factors, strict=True)]

    def expected(self, weights: Sequence[float]) -> list[float]:
        """Ln of (the raised weights of the cooperations of each, and a share of all participations) over its mean."""
        total = sum(count + 1 for count in self.counts.values())
        likely = [max(0.0, sum(weight for weight, group in zip(weights, self.members, strict=True) if name in group))
                  + SMOOTHING * (self.counts[name] + 1) / total for name in self.ids]
        return [log(value / (sum(likely) / len(likely))) for value in likely]

    def paths(self, asks: str) -> list[float]:
        def step(masses: dict[str, float]) -> dict[str, float]:
            return {name: sum(0.5 ** (age / 1.5) / len(group) * sum(masses[other] for other in group)
                              for group, age in zip(self.members, self.ages, strict=True) if name in group)
                    for name in self.ids}

        first = step({name: float(name == asks) for name in self.ids})
        over = {name: 0.0 if name == asks else mass / max(1, self.counts[name]) for name, mass in first.items()}
        second = step(over)
        largest = max(second.values())
        return [log((second[name] / largest if largest else 0.0) + 0.01) for name in self.ids]


def asked_by(row: int, *texts: str) -> Interest:
    context = network_of(THREE).on(TODAY).context
    sector, country = (int(context.sectors[row]), int(context.countries[row])) if row >= 0 else (-1, -1)
    return Interest(row, texts, sector, country)


QUESTIONS = [asked_by(0), asked_by(1), asked_by(2), asked_by(3), asked_by(0, "steel cafés and choir"),
             asked_by(2, "choir for newcomers", "newcomers", "unheard of"), asked_by(-1, "café"), asked_by(-1),
             asked_by(3, "steel"), asked_by(1, "nothing known")]


@pytest.mark.parametrize("cooperations", [THREE, SEVEN], ids=["without words", "with words"])
@pytest.mark.parametrize("interest", QUESTIONS, ids=str)
class TestAgainstFormulas:
    def test_traits(self, interest: Interest, cooperations: Sequence[Cooperation]) -> None:
        expected = ByHand(cooperations).traits(name_of(interest))
        traits = past_of(cooperations).traits(interest)
        for column, name in enumerate(TRAITS):
            np.testing.assert_allclose(traits[:, column], [item[name] for item in expected], rtol=0, atol=1e-9,
                                       err_msg=name)

    def test_forerunners_and_what_is_expected(self, interest: Interest, cooperations: Sequence[Cooperation]) -> None:
        by_hand, past = ByHand(cooperations), past_of(cooperations)
        weights = by_hand.weights_by_traits(name_of(interest), interest.texts)
        np.testing.assert_allclose(past.weights_by_traits(interest, COEFFICIENTS), weights, rtol=0, atol=1e-5)
        np.testing.assert_allclose(past.expected(interest, COEFFICIENTS, SMOOTHING), by_hand.expected(weights),
                                   rtol=0, atol=1e-4)

    def test_paths(self, interest: Interest, cooperations: Sequence[Cooperation]) -> None:
        expected = ByHand(cooperations).paths(name_of(interest))
        np.testing.assert_allclose(past_of(cooperations).paths(interest.row), expected, rtol=0, atol=1e-9)


def name_of(interest: Interest) -> str:
    return ACTORS[interest.row].id if interest.row >= 0 else "nobody"


def test_what_two_forerunners_say_alike_counts_once() -> None:
    """A copy of a forerunner halves the weight of each and leaves their sum nearly as it was."""
    interest = asked_by(-1, "choir river")
    others = ("steel café", "steel café mill", "mill football", "football", "choir river mill")
    single = past_of([work("ab", "choir river"), *(work("cd", title) for title in others)])
    double = past_of([work("ab", "choir river"), *single.cooperations])
    one, two = single.forerunners(interest), double.forerunners(interest)
    first, copies = max(one), sorted(two)[-2:]
    assert copies[0] == pytest.approx(copies[1])
    assert first < sum(copies) < 1.4 * first


def test_forerunners_are_looked_for_among_the_newest(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(past_projects, "MOST_FORERUNNERS", 4)
    past = past_of(SEVEN)
    newest = np.sort(np.argsort(past.ages, kind="stable")[:4])
    for interest in QUESTIONS:
        weights = past.forerunners(interest)
        assert not np.delete(weights, newest).any()
    assert past.forerunners(asked_by(0, "choir for newcomers"))[newest].any()


def test_the_texts_of_seven_share_words_and_those_of_three_do_not() -> None:
    """Else the comparisons above would compare zeros."""
    assert past_of(THREE).space.words.shape[1] == 0
    assert past_of(SEVEN).space.words.shape[1] >= 4


def test_a_text_is_title_descriptions_and_every_label_of_the_themes() -> None:
    item = replace(together("a", "b", title="Kielikahvila"), descriptions={"fi": "kahvia", "en": "coffee"},
                   themes=("youth", "no such theme"))
    labels = finland().themes.labels("youth").texts.values()
    assert cooperation_text(item, finland()) == " . ".join(("Kielikahvila", "kahvia", "coffee", *labels))
    assert {"Nuoret"} <= set(labels)


class TestInterest:
    PROFILE = actor("a", themes=("youth",), descriptions={"en": "we sing", "fi": "  "})

    def test_a_stored_actor_that_looks_for_nothing_asks_about_its_past(self) -> None:
        assert self.interest(self.PROFILE, 3) == Interest(3, (), 1, 2)

    def test_what_it_looks_for_comes_first_with_the_names_of_its_themes(self) -> None:
        seeking = replace(self.PROFILE, needs=Wish({"en": "rooms", "fi": " ", "sv": "rum"}, ("housing",)))
        labels = tuple(finland().themes.labels("housing").texts.values())
        expected = (" . ".join(("rooms", *labels)), " . ".join(("rum", *labels)))
        assert self.interest(seeking, 3) == Interest(3, expected, 1, 2)

    def test_themes_alone_are_asked_for_by_their_names(self) -> None:
        interest = self.interest(replace(self.PROFILE, needs=Wish({}, ("housing", "no such theme"))), 3)
        assert len(interest.texts) == 1
        assert all(label in interest.texts[0] for label in finland().themes.labels("housing").texts.values())

    def test_one_that_is_not_stored_asks_about_what_it_does(self) -> None:
        labels = finland().themes.labels("youth").texts.values()
        assert self.interest(self.PROFILE, -1) == Interest(-1, (" . ".join(("we sing", *labels)),), 1, 2)

    def test_one_without_past_work_asks_about_what_it_does(self) -> None:
        past = past_of([together("a", "b")], (*ACTORS, actor("newcomer")))
        newcomer = len(ACTORS)
        assert self.interest(self.PROFILE, newcomer, past).texts == self.interest(self.PROFILE, -1, past).texts
        assert self.interest(self.PROFILE, 0, past).texts == ()

    @staticmethod
    def interest(profile: Profile, row: int, past: PastProjects | None = None) -> Interest:
        return interest_of(profile, row, past or past_of(SEVEN), finland(), 1, 2)


def test_spans_and_numbers_of_partners() -> None:
    past = past_of([*THREE, replace(together("c", "nobody known"), until=years_ago(2))], (*ACTORS, actor("e")))
    assert past.years_since_last.tolist() == pytest.approx([1, 1, 2, 8, np.inf], abs=2e-3)
    assert past.years_since_first.tolist() == pytest.approx([1, 8, 8, 8, 0], abs=2e-3)
    assert past.partner_counts.tolist() == [1, 3, 2, 2, 0]
    assert past.counts.tolist() == [1, 3, 3, 1, 0]
    assert past.sizes.tolist() == [2, 2, 3, 1]


def test_the_age_is_that_of_the_first_day_and_that_of_an_undated_one_is_five_years() -> None:
    long_one = together("a", "b", since=years_ago(6), until=years_ago(2))
    former = together("a", "b", until=years_ago(3))
    future = together("a", "b", until=TODAY + timedelta(days=900))
    past = past_of([long_one, former, future, together("a", "b")])
    assert past.ages.tolist() == pytest.approx([6, 3, 0, 5], abs=2e-3)


def test_each_question_has_its_own_answer() -> None:
    """Answers are kept; a kept one must not be that of another question."""
    past = past_of(SEVEN)
    one = [past.expected(interest, COEFFICIENTS, SMOOTHING) for interest in QUESTIONS]
    repetition = [past_of(SEVEN).expected(interest, COEFFICIENTS, SMOOTHING) for interest in QUESTIONS]
    other = past.expected(QUESTIONS[0], (0.0,) * len(TRAITS), SMOOTHING)
    np.testing.assert_array_equal(one, repetition)
    assert not np.allclose(other, one[0])


WORDS = st.text("ab c", max_size=6)
WORKS = st.lists(st.builds(work, st.sets(st.sampled_from("abcd"), min_size=1).map("".join), WORDS, st.integers(0, 40),
                           st.lists(st.sampled_from(["youth", "housing"]), max_size=2)), max_size=6)
NUMBERS = st.floats(-20, 20)


@settings(max_examples=examples(40))
@given(WORKS, st.sampled_from(QUESTIONS), st.lists(NUMBERS, min_size=len(TRAITS), max_size=len(TRAITS)),
       st.floats(1e-6, 100))
def test_the_mean_of_all_actors_is_one_and_only_forerunners_that_speak_for_it_are_raised(
        cooperations: list[Cooperation], interest: Interest, coefficients: list[float], smoothing: float) -> None:
    past = past_of(cooperations)
    weights, by_traits = past.forerunners(interest), past.weights_by_traits(interest, tuple(coefficients))
    assert (by_traits[weights <= 0] == weights[weights <= 0]).all()
    assert (by_traits >= weights).all()
    assert np.exp(past.expected(interest, tuple(coefficients), smoothing)).mean() == pytest.approx(1.0)


@settings(max_examples=examples(25))
@given(WORKS, st.sampled_from(QUESTIONS))
def test_everything_said_is_a_finite_number(cooperations: list[Cooperation], interest: Interest) -> None:
    past = past_of(cooperations)
    for values in (past.traits(interest), past.paths(interest.row), past.shared_topics(interest),
                   past.shared_words(interest), past.expected(interest, COEFFICIENTS, SMOOTHING)):
        assert np.isfinite(values).all()


@settings(max_examples=examples(25))
@given(WORKS, WORKS, st.sampled_from(QUESTIONS), st.integers(1, 4000))
def test_what_begins_after_the_day_changes_nothing(early: list[Cooperation], late: list[Cooperation],
                                                   interest: Interest, days: int) -> None:
    later = [replace(item, since=TODAY + timedelta(days=days)) for item in late]
    one, other = past_of(early), past_of([*later, *early])
    np.testing.assert_array_equal(one.traits(interest), other.traits(interest))
    np.testing.assert_array_equal(one.paths(interest.row), other.paths(interest.row))
    np.testing.assert_array_equal(one.expected(interest, COEFFICIENTS, SMOOTHING),
                                  other.expected(interest, COEFFICIENTS, SMOOTHING))
