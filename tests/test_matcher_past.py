"""What past cooperations say, against formulas written out over lists and dictionaries."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, timedelta
from math import exp, log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.records import Cooperation, Profile, Wish
from matcher.past import TRAITS, Interest, PastWork, cooperation_text, interest_of
from matcher.snapshot import Snapshot
from models.arrays import Float64Array
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


def past_of(cooperations: Sequence[Cooperation], actors: Sequence[Profile] = ACTORS) -> PastWork:
    return opened(cooperations, actors).on(TODAY).world.past


def opened(cooperations: Sequence[Cooperation], actors: Sequence[Profile] = ACTORS) -> Snapshot:
    return snapshot(*actors, cooperations=cooperations, weights=full_weights())


class ByHand:
    """The same network as lists; a row of cooperations is a dict of words, of themes or of topics."""

    def __init__(self, cooperations: Sequence[Cooperation]) -> None:
        self.ids = [profile.id for profile in ACTORS]
        self.members = [set(item.members) for item in cooperations]
        self.themes = [item.themes for item in cooperations]
        self.ages = [0.0 if item.since is None else (TODAY - item.since).days / 365.25 for item in cooperations]
        self.counts = {name: sum(name in group for group in self.members) for name in self.ids}
        # How words become vectors is compared with its formula in the tests of the space itself.
        self.space = past_of(cooperations).space
        self.rows = self.space.words.toarray()

    def partners(self, name: str) -> set[str]:
        return {other for group in self.members if name in group for other in group} - {name}

    def words(self, texts: Sequence[str]) -> list[Float64Array]:
        return list(self.space.words_of(texts).toarray())

    def on_span(self, rows: Sequence[Float64Array]) -> list[Float64Array]:
        """With as many topics as cooperations, topics are the words within the span of what the cooperations say."""
        projector = np.linalg.pinv(self.rows) @ self.rows if self.rows.shape[1] else np.zeros((0, 0))
        return [unit(row @ projector) for row in rows]

    def theme_row(self, codes: Sequence[str]) -> dict[str, float]:
        found: dict[str, float] = {}
        for code in codes:
            named = sum(code in themes for themes in self.themes)
            if named:
                found[code] = found.get(code, 0.0) + log((1 + len(self.themes)) / (1 + named))
        return found

    def traits(self, asks: str, texts: Sequence[str], themes: Sequence[str]) -> list[dict[str, float]]:
        own = [at for at, group in enumerate(self.members) if asks in group]
        asked = self.words(texts) if texts else [self.rows[at] for at in own]
        topics = self.on_span(asked)
        whole = unit(np.sum(topics, axis=0)) if topics else np.zeros(self.rows.shape[1])
        if not texts:
            whole = unit(np.sum([unit(row) for row in asked], axis=0)) if asked else whole
        codes = themes if texts or not own else [code for at in own for code in self.themes[at]]
        return [self.trait(at, asks, asked, topics, whole, codes) for at in range(len(self.members))]

    def trait(self, at: int, asks: str, asked: Sequence[Float64Array], topics: Sequence[Float64Array],
              whole: Float64Array, codes: Sequence[str]) -> dict[str, float]:
        row, group = self.rows[at], self.members[at]
        cosines = [float(row @ other) for other in asked]
        topic = float(row @ whole)
        partners = sum(1 / log(1 + len(self.partners(other))) for other in group & self.partners(asks))
        crowd = sum(float(row @ other) ** 2 for other in self.rows)
        return {
            "words_best": log(max(cosines, default=0.0) + 0.02),
            "words_mean": log(sum(cosines) / max(1, len(cosines)) + 0.02),
            "topics": topic,
            "topics_squared": max(topic, 0.0) ** 2,
            "topics_best": max((float(row @ other) for other in topics), default=0.0),
            "themes": cosine(self.theme_row(sorted(set(self.themes[at]))), self.theme_row(codes)),
            "partners": log(partners + 0.05),
            "own": float(asks in group),
            "age": self.ages[at],
            "size": log(len(group)),
            "country": self.share(at, asks, "regions"),
            "sector": self.share(at, asks, "sector"),
            "crowding": log(crowd) if crowd else 0.0,
            "experience": sum(log(1 + self.counts[name]) for name in group) / len(group),
        }

    def share(self, at: int, asks: str, field: str) -> float:
        known = {profile.id: getattr(profile, field) for profile in ACTORS}
        if not known.get(asks):
            return 0.0
        return float(sum(known[name] == known[asks] for name in self.members[at])) / len(self.members[at])

    def attention(self, traits: Sequence[dict[str, float]]) -> list[float]:
        weights = [exp(sum(ATTENTION[name] * value for name, value in item.items())) for item in traits]
        return [weight / sum(weights) for weight in weights]

    def expected(self, attention: Sequence[float]) -> list[float]:
        """Ln of (attention of the cooperations of each, and a share of all participations) over its mean."""
        everything = sum(count + 1 for count in self.counts.values())
        likely = [sum(weight for weight, group in zip(attention, self.members, strict=True) if name in group)
                  + SMOOTHING * (self.counts[name] + 1) / everything for name in self.ids]
        return [log(value / (sum(likely) / len(likely))) for value in likely]

    def paths(self, asks: str) -> list[float]:
        def step(masses: dict[str, float]) -> dict[str, float]:
            return {name: sum(0.5 ** (age / 1.5) / len(group) * sum(masses[other] for other in group)
                              for group, age in zip(self.members, self.ages, strict=True) if name in group)
                    for name in self.ids}

        first = step({name: float(name == asks) for name in self.ids})
        over = {name: 0.0 if name == asks else mass / max(1, self.counts[name]) for name, mass in first.items()}
        second = step(over)
        most = max(second.values())
        return [log((second[name] / most if most else 0.0) + 0.01) for name in self.ids]


def unit(row: Float64Array) -> Float64Array:
    length = sqrt(float(row @ row)) if len(row) else 0.0
    return row / length if length > 1e-9 else np.zeros(len(row))


def cosine(one: dict[str, float], other: dict[str, float]) -> float:
    lengths = sqrt(sum(value ** 2 for value in one.values()) * sum(value ** 2 for value in other.values()))
    return sum(value * other.get(name, 0.0) for name, value in one.items()) / lengths if lengths else 0.0


def asked_by(row: int, *texts: str, themes: Sequence[str] = ()) -> Interest:
    world = opened(THREE).on(TODAY).world
    sector, country = (int(world.sectors[row]), int(world.countries[row])) if row >= 0 else (-1, -1)
    return Interest(row, texts, tuple(themes), sector, country)


QUESTIONS = [asked_by(0), asked_by(1), asked_by(2), asked_by(3),
             asked_by(0, "steel cafés and choir", themes=("youth",)),
             asked_by(2, "choir for newcomers", "newcomers", "unheard of"), asked_by(-1, "café", themes=("housing",)),
             asked_by(-1), asked_by(-1, themes=("youth", "housing")), asked_by(3, "steel", themes=("mentoring",))]


@pytest.mark.parametrize("cooperations", [THREE, SEVEN], ids=["without words", "with words"])
@pytest.mark.parametrize("interest", QUESTIONS, ids=str)
class TestAgainstFormulas:
    def test_traits(self, interest: Interest, cooperations: Sequence[Cooperation]) -> None:
        by_hand = ByHand(cooperations)
        expected = by_hand.traits(name_of(interest), interest.texts, interest.themes)
        found = past_of(cooperations).traits(interest)
        for column, name in enumerate(TRAITS):
            np.testing.assert_allclose(found[:, column], [item[name] for item in expected], rtol=0, atol=1e-9,
                                       err_msg=name)

    def test_attention_and_what_is_expected(self, interest: Interest, cooperations: Sequence[Cooperation]) -> None:
        by_hand, past = ByHand(cooperations), past_of(cooperations)
        attention = by_hand.attention(by_hand.traits(name_of(interest), interest.texts, interest.themes))
        np.testing.assert_allclose(past.attention(interest, COEFFICIENTS), attention, rtol=0, atol=1e-9)
        np.testing.assert_allclose(past.expected(interest, COEFFICIENTS, SMOOTHING), by_hand.expected(attention),
                                   rtol=0, atol=1e-9)

    def test_paths(self, interest: Interest, cooperations: Sequence[Cooperation]) -> None:
        expected = ByHand(cooperations).paths(name_of(interest))
        np.testing.assert_allclose(past_of(cooperations).paths(interest.row), expected, rtol=0, atol=1e-9)


def name_of(interest: Interest) -> str:
    return ACTORS[interest.row].id if interest.row >= 0 else "nobody"


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
        assert interest_of(self.PROFILE, 3, 1, 2) == Interest(3, (), ("youth",), 1, 2)

    def test_what_it_looks_for_comes_first(self) -> None:
        seeking = replace(self.PROFILE, needs=Wish({"en": "rooms", "fi": " ", "sv": "rum"}, ("housing",)))
        assert interest_of(seeking, 3, 1, 2) == Interest(3, ("rooms", "rum"), ("housing",), 1, 2)

    def test_one_that_is_not_stored_asks_about_what_it_does(self) -> None:
        assert interest_of(self.PROFILE, -1, 1, 2) == Interest(-1, ("we sing",), ("youth",), 1, 2)


def test_spans_and_numbers_of_partners() -> None:
    past = past_of([*THREE, replace(together("c", "nobody known"), until=years_ago(2))], (*ACTORS, actor("e")))
    assert past.years_since_last.tolist() == pytest.approx([1, 1, 2, 8, np.inf], abs=2e-3)
    assert past.years_since_first.tolist() == pytest.approx([1, 8, 8, 8, 0], abs=2e-3)
    assert past.partner_counts.tolist() == [1, 3, 2, 2, 0]
    assert past.counts.tolist() == [1, 3, 3, 1, 0]
    assert past.sizes.tolist() == [2, 2, 3, 1]


def test_the_age_is_that_of_the_first_day_and_that_of_an_undated_one_is_five_years() -> None:
    long_one = together("a", "b", since=years_ago(6), until=years_ago(2))
    ended = together("a", "b", until=years_ago(3))
    ahead = together("a", "b", until=TODAY + timedelta(days=900))
    past = past_of([long_one, ended, ahead, together("a", "b")])
    assert past.ages.tolist() == pytest.approx([6, 3, 0, 5], abs=2e-3)


def test_each_question_has_its_own_answer() -> None:
    """Answers are kept; a kept one must not be that of another question."""
    past = past_of(SEVEN)
    kept = [past.expected(interest, COEFFICIENTS, SMOOTHING) for interest in QUESTIONS]
    again = [past_of(SEVEN).expected(interest, COEFFICIENTS, SMOOTHING) for interest in QUESTIONS]
    other = past.expected(QUESTIONS[0], (0.0,) * len(TRAITS), SMOOTHING)
    np.testing.assert_array_equal(kept, again)
    assert not np.allclose(other, kept[0])


WORDS = st.text("ab c", max_size=6)
WORKS = st.lists(st.builds(work, st.sets(st.sampled_from("abcd"), min_size=1).map("".join), WORDS, st.integers(0, 40),
                           st.lists(st.sampled_from(["youth", "housing"]), max_size=2)), max_size=6)
NUMBERS = st.floats(-20, 20)


@settings(max_examples=40, deadline=None)
@given(WORKS, st.sampled_from(QUESTIONS), st.lists(NUMBERS, min_size=len(TRAITS), max_size=len(TRAITS)),
       st.floats(1e-6, 100))
def test_attention_sums_to_one_and_the_mean_of_all_actors_is_one(
        cooperations: list[Cooperation], interest: Interest, coefficients: list[float], smoothing: float) -> None:
    past = past_of(cooperations)
    attention = past.attention(interest, tuple(coefficients))
    assert (attention >= 0).all()
    assert attention.sum() == pytest.approx(1.0 if cooperations else 0.0)
    assert np.exp(past.expected(interest, tuple(coefficients), smoothing)).mean() == pytest.approx(1.0)


@settings(max_examples=25, deadline=None)
@given(WORKS, st.sampled_from(QUESTIONS))
def test_everything_said_is_a_finite_number(cooperations: list[Cooperation], interest: Interest) -> None:
    past = past_of(cooperations)
    for values in (past.traits(interest), past.paths(interest.row), past.topics_of(interest), past.actor_topics,
                   past.shared_words(interest, np.arange(4)), past.expected(interest, COEFFICIENTS, SMOOTHING)):
        assert np.isfinite(values).all()


@settings(max_examples=25, deadline=None)
@given(WORKS, WORKS, st.sampled_from(QUESTIONS), st.integers(1, 4000))
def test_what_begins_after_the_day_changes_nothing(before: list[Cooperation], after: list[Cooperation],
                                                   interest: Interest, days: int) -> None:
    later = [replace(item, since=TODAY + timedelta(days=days)) for item in after]
    one, other = past_of(before), past_of([*later, *before])
    np.testing.assert_array_equal(one.traits(interest), other.traits(interest))
    np.testing.assert_array_equal(one.paths(interest.row), other.paths(interest.row))
    np.testing.assert_array_equal(one.expected(interest, COEFFICIENTS, SMOOTHING),
                                  other.expected(interest, COEFFICIENTS, SMOOTHING))
