from __future__ import annotations

from dataclasses import replace
from datetime import date
from math import asin, cos, exp, log, radians, sin, sqrt

import numpy as np
import pytest

from data.records.profiles import Coverage, Profile, Wish
from data.records.relations import Opinion, OpinionKind
from data.wording.texts import LANGUAGES, render
from matcher.ledger import Bookkeeper
from matcher.scoring import term_values, weigh
from matcher.snapshot import Snapshot
from matcher.terms import TERMS
from models.ranker import AdditiveRanker
from tests.networks import (
    ESPOO,
    HELSINKI,
    LAHTI,
    MARIEHAMN,
    OULU,
    ROVANIEMI,
    TODAY,
    TURKU,
    actor,
    full_weights,
    snapshot,
    together,
    value,
)


class TestSimilarity:
    def test_identical_texts_are_one_and_usual_ones_zero(self) -> None:
        one = actor("one", descriptions={"en": "language cafés for newcomers"})
        twin = actor("twin", descriptions={"en": "language cafés for newcomers"})
        other = actor("other", descriptions={"en": "quantum steel mill"})
        network = snapshot(one, twin, other)
        assert value("profile_similarity", one, twin, network) == pytest.approx(1, abs=1e-6)
        assert value("profile_similarity", one, other, network) == 0

    def test_the_scale_begins_at_the_mean_cosine_of_different_actors(self) -> None:
        texts = ["youth work in suburbs", "youth work in schools", "steel mill", "youth clubs and suburbs"]
        actors = [actor(f"a{number}", descriptions={"en": words}) for number, words in enumerate(texts)]
        network = snapshot(*actors)
        vectors = network.features.vectors.astype(float)
        cosines = vectors @ vectors.T
        usual = (cosines.sum() - 4) / 12
        expected = max(0.0, (cosines[0, 1] - usual) / (1 - usual))
        assert value("profile_similarity", actors[0], actors[1], network) == pytest.approx(expected, abs=1e-6)

    def test_without_text_nothing_is_similar(self) -> None:
        assert value("profile_similarity", actor("one"), actor("two")) == 0

    def test_a_needed_theme_that_is_offered_counts_by_its_rarity(self) -> None:
        seeker = actor("seeker", needs=Wish({}, ("mentoring", "youth")))
        offering = actor("offering", offers=Wish({}, ("mentoring",)))
        working = actor("working", themes=("mentoring",))
        crowd = [actor(f"crowd{number}", themes=("youth",)) for number in range(5)]
        network = snapshot(seeker, offering, working, *crowd)
        n = 8
        rarity = {theme: log((n + 1) / (count + 1)) / log(n + 1) for theme, count in (("mentoring", 1), ("youth", 5))}
        share = rarity["mentoring"] / (rarity["mentoring"] + rarity["youth"])
        assert value("needs_met", seeker, offering, network) == pytest.approx(share)
        assert value("needs_met", seeker, working, network) == pytest.approx(0.5 * share)
        assert value("needs_met", offering, seeker, network) == 0

    def test_a_need_in_words_meets_an_offer_in_words(self) -> None:
        seeker = actor("seeker", needs=Wish({"en": "rooms for evening courses"}))
        offering = actor("offering", offers=Wish({"en": "rooms for evening courses"}))
        assert value("needs_met", seeker, offering) == pytest.approx(1, abs=1e-6)

    def test_rare_shared_themes_count_more_and_parents_less(self) -> None:
        one, two = actor("one", themes=("mentoring", "youth")), actor("two", themes=("mentoring", "youth"))
        cousin = actor("cousin", themes=("entrepreneurship",))
        crowd = [actor(f"crowd{number}", themes=("youth",)) for number in range(6)]
        network = snapshot(one, two, cousin, *crowd)

        def rarity(count: int) -> float:
            return log(10 / (count + 1)) / log(10)

        own, parents = rarity(2) + rarity(8), rarity(3) + rarity(8)  # parents: employment, families
        likelihood = 0.7 * own + 0.3 * (own + parents)
        assert value("shared_themes", one, two, network) == pytest.approx(likelihood)
        assert value("shared_themes", one, cousin, network) == pytest.approx(0.3 * rarity(3))
        assert value("shared_themes", one, actor("none"), network) == 0


class TestSectors:
    @pytest.mark.parametrize(("sector", "expected"), [
        ("ngo", 0.0), ("migrant_association", 0.75), ("municipality", 1.0), ("company", 1.0),
    ])
    def test_groups_complement_each_other_more_than_sectors(self, sector: str, expected: float) -> None:
        one, two = actor("one", themes=("youth",)), actor("two", sector=sector, themes=("families",))
        assert value("sector_complement", one, two) == expected
        assert value("sector_complement", one, replace(two, themes=("housing",))) == expected / 2

    def test_twins_are_less_than_nothing(self) -> None:
        one, twin = (actor(name, descriptions={"en": "sewing circle"}) for name in ("one", "twin"))
        network = snapshot(one, twin, actor("other", descriptions={"en": "harbour logistics"}))
        assert value("sector_complement", one, twin, network) == pytest.approx(-1, abs=1e-6)

    def test_an_idea_has_no_sector_to_complete(self) -> None:
        assert value("sector_complement", Profile("", ""), actor("two"), snapshot(actor("two"))) == 0

    def test_a_sector_asked_for(self) -> None:
        seeker = actor("seeker", wanted_sectors=("company", "university"))
        assert value("wanted_sector", seeker, actor("two", sector="company")) == 1
        assert value("wanted_sector", seeker, actor("two")) == 0
        assert value("wanted_sector", actor("two", sector="company"), seeker) == 0

    @pytest.mark.parametrize(("one", "other", "expected"), [
        (("fi", "so"), ("so",), 1), (("fi",), ("sv",), -1), ((), ("sv",), 0), (("fi",), (), 0),
    ])
    def test_languages(self, one: tuple[str, ...], other: tuple[str, ...], expected: int) -> None:
        assert value("shared_languages", actor("one", languages=one), actor("two", languages=other)) == expected


class TestPlaces:
    def test_exactly_one_of_municipality_region_and_neighbour(self) -> None:
        helsinki, espoo, lahti = (actor(name, municipalities=(code,))
                                  for name, code in (("h", HELSINKI), ("e", ESPOO), ("l", LAHTI)))
        terms = ("same_municipality", "same_region", "neighbouring_region")
        assert [value(term, helsinki, actor("other")) for term in terms] == [1, 0, 0]
        assert [value(term, helsinki, espoo) for term in terms] == [0, 1, 0]
        assert [value(term, helsinki, lahti) for term in terms] == [0, 0, 1]
        assert [value(term, helsinki, actor("r", municipalities=(ROVANIEMI,))) for term in terms] == [0, 0, 0]

    @pytest.mark.parametrize("term", ["same_municipality", "same_region", "neighbouring_region", "same_authority",
                                      "nearness"])
    def test_the_seat_of_a_national_actor_says_nothing(self, term: str) -> None:
        national = actor("national", coverage=Coverage.NATIONAL)
        for code in (HELSINKI, ESPOO, LAHTI):
            local = actor("local", municipalities=(code,))
            assert value(term, local, national) == value(term, national, local) == 0

    def test_the_authority_is_that_of_the_day(self) -> None:
        lahti, lappeenranta = actor("l", municipalities=(LAHTI,)), actor("p", municipalities=("405",))
        assert value("same_authority", lahti, lappeenranta, as_of=date(2025, 12, 31)) == 0
        assert value("same_authority", lahti, lappeenranta, as_of=date(2026, 1, 1)) == 1

    def test_nearness_against_the_textbook_formula(self) -> None:
        helsinki, lahti = actor("h"), actor("l", municipalities=(LAHTI,))
        points = [snapshot(one).vocabularies.places.point_of(one.municipalities, ()) for one in (helsinki, lahti)]
        (lat1, lon1), (lat2, lon2) = [(radians(p.latitude), radians(p.longitude)) for p in points if p]
        half = sin((lat1 - lat2) / 2) ** 2 + cos(lat1) * cos(lat2) * sin((lon1 - lon2) / 2) ** 2
        kilometres = 2 * 6371.0088 * asin(sqrt(half))
        assert 95 < kilometres < 105
        assert value("nearness", helsinki, lahti) == pytest.approx(exp(-kilometres / 100))

    def test_nearness_ends_at_300_kilometres_and_needs_two_places(self) -> None:
        assert value("nearness", actor("h"), actor("r", municipalities=(ROVANIEMI,))) == 0
        assert value("nearness", actor("h"), actor("nowhere", municipalities=(), coverage=None)) == 0

    def test_a_region_alone_is_a_place_but_too_large_for_a_distance(self) -> None:
        regional = actor("r", municipalities=(), regions=("01",), coverage=Coverage.REGIONAL)
        assert value("same_region", actor("h"), regional) == 1
        assert value("nearness", actor("h"), regional) == 0

    def test_reach_depends_on_who_asks(self) -> None:
        espoo = actor("espoo", municipalities=(ESPOO,))
        regional = actor("regional", coverage=Coverage.REGIONAL)
        assert value("reach", espoo, regional) == 1
        assert value("reach", regional, espoo) == 0
        assert value("reach", actor("h"), actor("also in Helsinki")) == 1
        assert value("reach", actor("h"), actor("national", coverage=Coverage.NATIONAL)) == 0


class TestHistory:
    def test_work_together_halves_every_five_years(self) -> None:
        network = snapshot(actor("a"), actor("b"), actor("c"), actor("d"), cooperations=[
            together("a", "b", since=date(2019, 1, 1), until=date(2021, 11, 22)),
            together("a", "c", since=date(2025, 1, 1), until=date(2027, 1, 1)),
            together("a", "d"),
        ])
        a, b, c, d = network.network.actors
        assert value("past_cooperation", a, b, network) == pytest.approx(0.5, abs=1e-3)
        assert value("past_cooperation", a, c, network) == 1
        assert value("past_cooperation", a, d, network) == 0.5
        assert value("past_cooperation", b, c, network) == 0

    def test_the_future_is_unknown(self) -> None:
        network = snapshot(actor("a"), actor("b"), cooperations=[together("a", "b", since=date(2024, 1, 1))])
        a, b = network.network.actors
        assert value("past_cooperation", a, b, network, as_of=date(2023, 12, 31)) == 0
        assert value("past_cooperation", a, b, network, as_of=date(2024, 1, 1)) == 1

    def test_shared_partners_are_those_of_adamic_and_adar(self) -> None:
        network = snapshot(*(actor(name) for name in "abcde"), cooperations=[
            together("a", "c"), together("b", "c"), together("a", "d"), together("b", "d"), together("d", "e")])
        a, b = network.network.actors[:2]
        assert value("shared_partners", a, b, network) == pytest.approx(1 / log(3) + 1 / log(4))
        assert value("shared_partners", a, actor("new"), network) == 0
        assert value("shared_partners", a, a, network) == 0


class TestReadiness:
    @pytest.mark.parametrize(("day", "expected"), [
        (None, 0), (TODAY, 1), (date(2026, 1, 1), 1), (date(2023, 11, 23), 0), (date(2010, 1, 1), -1),
    ])
    def test_freshness(self, day: date | None, expected: float) -> None:
        stale = actor("two", updated=day)
        assert value("freshness", actor("one"), stale) == pytest.approx(expected, abs=4e-3)
        assert value("freshness", stale, actor("one")) == 0

    @pytest.mark.parametrize(("capacity", "expected"), [(None, 0), (0, -1), (1, 1), (7, 1)])
    def test_capacity(self, capacity: int | None, expected: int) -> None:
        assert value("capacity", actor("one"), actor("two", capacity=capacity)) == expected


FULL = [
    actor("a", descriptions={"en": "evening classes for newcomers"}, themes=("mentoring", "youth"), languages=("fi",),
          needs=Wish({"en": "rooms"}, ("volunteering",)), offers=Wish({"en": "teachers"}, ("finnish_l2",)),
          capacity=0, updated=date(2021, 1, 1), wanted_sectors=("company",)),
    actor("b", descriptions={"en": "evening classes for newcomers and youth"}, themes=("entrepreneurship", "youth"),
          languages=("sv",), needs=Wish({"en": "teachers"}, ("finnish_l2",)), offers=Wish({"en": "rooms"}),
          sector="company", capacity=2, updated=date(2022, 5, 1)),
    actor("c", sector="municipality", municipalities=(ESPOO,), languages=("fi", "sv"), themes=("families",)),
    actor("d", municipalities=(LAHTI,), coverage=Coverage.REGIONAL, descriptions={"en": "evening classes"}),
    actor("e", municipalities=("405",), coverage=Coverage.REGIONAL),
    actor("f", municipalities=(), coverage=Coverage.NATIONAL, capacity=1, themes=("families", "sports")),
    actor("g", municipalities=(MARIEHAMN,)), actor("j", coverage=Coverage.REGIONAL),
    actor("h", municipalities=(TURKU,)), actor("i", municipalities=(OULU,)),
]
HISTORY = [together("a", "c", title="Evening school"), together("b", "c", until=date(2020, 1, 1), title="Sewing"),
           together("a", "b", since=date(2020, 1, 1), title="Evening choir"), together("c", "d", title="Sewing school")]


OPINIONS = [Opinion("a", "b", OpinionKind.USEFUL), Opinion("b", "d", OpinionKind.NEVER),
            Opinion("d", "a", OpinionKind.USEFUL), Opinion("d", "b", OpinionKind.NOT_RELEVANT)]


def full_network() -> Snapshot:
    return snapshot(*FULL, cooperations=HISTORY, opinions=OPINIONS, weights=full_weights())


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_row_of_every_pair_has_a_sentence(language: str) -> None:
    network = full_network()
    view = network.on(TODAY)
    names = set()
    for seeker in network.network.actors:
        features = network.features_of(seeker)
        scores = weigh(features, network.features, view.context, network.ranker).under(view.rules)
        books = Bookkeeper(features, network, view)
        for position in range(len(network.network.actors)):
            for row in books.ledger(network.features, position, scores).rows:
                sentence = render(row.sentence, language)
                assert sentence.endswith(".")
                assert "{" not in sentence
                names.add(row.term)
    assert names == {"base", *TERMS}


def test_a_term_that_weighs_nothing_is_in_no_ledger() -> None:
    weights = full_weights()
    weighing = {name: 0.0 if name == "reach" else weight for name, weight in weights.terms.items()}
    network = full_network().with_weights(replace(weights, terms=weighing))
    view, one = network.on(TODAY), network.features_of(network.network.actors[0])
    scores = weigh(one, network.features, view.context, network.ranker).under(view.rules)
    assert AdditiveRanker(weights).terms == tuple(TERMS)
    assert scores.names == tuple(name for name in TERMS if name != "reach")


def test_one_seeker_and_many_candidates_give_the_values_of_single_pairs() -> None:
    network = full_network()
    context, names = network.on(TODAY).context, tuple(TERMS)
    for seeker in network.network.actors:
        one = network.features_of(seeker)
        together = term_values(one, network.features, context, names)
        pairs = [term_values(one, network.features_of(other), context, names) for other in network.network.actors]
        for side in (0, 1):
            single = np.concatenate([pair[side] for pair in pairs])
            np.testing.assert_allclose(together[side], single, rtol=0, atol=1e-12)


def test_mutual_terms_are_the_same_from_both_sides_or_say_so() -> None:
    network = full_network()
    context, names = network.on(TODAY).context, tuple(TERMS)
    directed_names = set()
    for one in network.network.actors:
        forward, backward = term_values(network.features_of(one), network.features, context, names)
        directed_names |= {name for column, name in enumerate(names)
                           if not np.allclose(forward[:, column], backward[:, column])}
    assert directed_names == {name for name, term in TERMS.items() if not term.mutual}


def test_a_term_that_answers_the_one_who_asks_has_another_value_when_the_other_asks() -> None:
    """Else it need not say so."""
    network = full_network()
    context, names = network.on(TODAY).context, [name for name, term in TERMS.items() if term.answers_question]
    actors = network.network.actors
    tables = np.array([term_values(network.features_of(one), network.features, context, names)[0] for one in actors])
    same = {name for at, name in enumerate(names) if np.allclose(tables[:, :, at], tables[:, :, at].T)}
    assert names
    assert same <= {"shared_words"}


@pytest.mark.parametrize("name", list(TERMS))
def test_every_term_tells_what_it_is_and_how_it_comes_about(name: str) -> None:
    term = TERMS[name]
    assert term.value.__name__ == name
    assert str(term.description).endswith(".")
    assert str(term.method).endswith(".")


def test_all_terms_are_zero_for_an_unknown_seeker() -> None:
    network = snapshot(replace(FULL[2], languages=(), sector="municipality"))
    empty = Profile("", "")
    directed_at_the_candidate = {"freshness", "capacity", "newcomer"}
    # Scales that begin elsewhere: a typical distance, and the least share of the closest.
    elsewhere = {"proximity": 1 - log(1001) / log(20_001), "common_paths": log(0.01)}
    for name in set(TERMS) - directed_at_the_candidate:
        number = value(name, empty, network.network.actors[0], network)
        assert number == pytest.approx(elsewhere.get(name, 0.0), abs=1e-12), name
