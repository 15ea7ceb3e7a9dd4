from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from itertools import product
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from data.errors import UnknownActor, UnknownCode
from data.records.network import Network
from data.records.profiles import Coverage, Profile, Wish
from data.wording.texts import Labels
from matcher import candidates as candidates_module
from matcher.asking.counterparts import Counterparts
from matcher.asking.query import Filters, Query, make_filters
from matcher.candidates import GENERATORS, Search, find_candidates
from matcher.engine import Matcher
from matcher.errors import QueryRefused
from matcher.rehearsal import rehearse
from matcher.rules.model import Effect, Rule, RuleBook, SideCondition
from matcher.scoring import weigh
from matcher.snapshot import Parts, Snapshot
from matcher.suggestions import Ledger
from matcher.terms import TERMS
from models.arrays import Float32Array
from models.encoders import CachedEncoder, HashingEncoder
from models.indexes import open_index
from tests.gears import examples
from tests.networks import (
    ESPOO,
    LAHTI,
    OULU,
    ROOT,
    ROVANIEMI,
    TODAY,
    actor,
    finland,
    full_weights,
    idea_of,
    shipped_rules,
    shipped_weights,
    snapshot,
    together,
)

TEXTS = ["language café with volunteers", "language café in the library", "job search for engineers",
         "recruiting engineers from abroad", "sewing circle for women", "football for young newcomers"]
SECTORS = ["ngo", "culture_sport", "employment_authority", "company", "migrant_association", "culture_sport"]


def small_network(rules: RuleBook | None = None) -> Snapshot:
    actors = [actor(f"a{number}", descriptions={"en": words}, sector=sector)
              for number, (words, sector) in enumerate(zip(TEXTS, SECTORS, strict=True))]
    cooperations = [together("a0", "a2"), together("a2", "a3")]
    return snapshot(*actors, cooperations=cooperations, rules=shipped_rules() if rules is None else rules)


class TestDemoNetwork:
    """Over every ordered pair of the real actors."""

    def test_rows_sum_to_the_score_and_swapping_the_actors_swaps_the_sides(self, demo_matcher: Matcher) -> None:
        """What answers the question of the one who asks alone has no other side, and is left aside there."""
        network = demo_matcher.snapshot
        view = network.on(TODAY)
        sides = []
        for seeker in network.network.actors:
            one = network.features_of(seeker)
            scores = weigh(one, network.features, view.context, network.ranker).under(view.rules)
            forward, backward = (scores.base + side.sum(axis=1) for side in (scores.forward, scores.backward))
            np.testing.assert_allclose(scores.totals, (forward + backward) / 2, rtol=0, atol=1e-9)
            mirrored = [name not in TERMS or not TERMS[name].answers_question for name in scores.names]
            sides.append(tuple(side[:, mirrored].sum(axis=1) for side in (scores.forward, scores.backward)))
        forward, backward = np.array([side[0] for side in sides]), np.array([side[1] for side in sides])
        np.testing.assert_allclose(forward, backward.T, rtol=0, atol=1e-9)

    def test_every_ledger_sums_to_its_score(self, demo_matcher: Matcher) -> None:
        network = demo_matcher.snapshot
        count = len(network.network.actors)
        for seeker in network.network.actors:
            for page in range(0, count, 100):
                answer = demo_matcher.suggest(seeker, Query(TODAY, limit=100, offset=page, known_partners=True))
                for item in answer.suggestions:
                    rows = item.ledger.rows
                    assert abs(item.ledger.score - (item.ledger.forward + item.ledger.backward) / 2) < 1e-9
                    assert rows[0].term == "base"
                    assert all(row.points or row.forward or row.backward for row in rows[1:])

    def test_ledgers_agree_with_explanations_both_ways(self, demo_matcher: Matcher) -> None:
        for seeker in demo_matcher.snapshot.network.actors[::10]:
            for item in demo_matcher.suggest(seeker, Query(TODAY, limit=5)).suggestions:
                ledger = demo_matcher.explain(seeker, item.profile, TODAY).ledger
                back = demo_matcher.explain(item.profile, seeker, TODAY).ledger
                assert ledger.score == pytest.approx(item.ledger.score, abs=1e-9)
                (forth, away), (one, other) = _mirrored(ledger), _mirrored(back)
                assert (one, other) == pytest.approx((away, forth), abs=1e-9)

    def test_every_actor_sees_its_own_authorities(self, demo_matcher: Matcher) -> None:
        """All of them when they stand apart; most local and regional actors also on a first page of ten that mixes."""
        on_first_page = []
        for seeker in demo_matcher.snapshot.network.actors:
            mixed, apart = (demo_matcher.suggest(seeker, Query(TODAY, limit=100, known_partners=True,
                                                               counterparts=value))
                            for value in (Counterparts.MIXED, Counterparts.APART))
            ranks = {item.profile.id: rank for rank, item in enumerate(mixed.suggestions) for row in item.ledger.rows
                     if row.term.startswith("rule:statutory") and row.forward}
            assert set(ranks) <= {item.profile.id for item in apart.counterparts}
            if ranks and seeker.coverage in (Coverage.LOCAL, Coverage.REGIONAL):
                on_first_page.append(max(ranks.values()) < 10)
        assert len(on_first_page) == 152
        assert sum(on_first_page) >= 148

    def test_suggestions_are_of_the_sector_of_the_seeker_about_as_often_as_judged_partners(
            self, demo_matcher: Matcher) -> None:
        sectors = {actor.id: actor.sector for actor in demo_matcher.snapshot.network.actors}
        with (ROOT / "data" / "collections" / "finland" / "qrels.csv").open(encoding="utf-8") as file:
            best = [(row["seeker_id"], row["candidate_id"]) for row in csv.DictReader(file) if row["grade"] == "3"]
        judged = np.mean([sectors[seeker] == sectors[candidate] for seeker, candidate in best])
        suggested = _share_of_twins(demo_matcher)
        assert abs(suggested - judged) < 0.05
        by_hand = Matcher(demo_matcher.snapshot.with_weights(shipped_weights()))
        assert _share_of_twins(by_hand) < 0.05  # they were set so that sectors complement each other

    def test_pages_put_together_are_the_whole_list(self, demo_matcher: Matcher) -> None:
        seeker = demo_matcher.snapshot.network.actors[7]
        suggestions = demo_matcher.suggest(seeker, Query(TODAY, limit=60)).suggestions
        pages = [demo_matcher.suggest(seeker, Query(TODAY, limit=20, offset=offset)).suggestions
                 for offset in (0, 20, 40)]
        assert tuple(item for page in pages for item in page) == suggestions

    @pytest.mark.parametrize("as_of", [date(1, 1, 1), date(2025, 12, 31), date(9999, 12, 31)])
    def test_any_day_can_be_asked_for(self, demo_matcher: Matcher, as_of: date) -> None:
        assert demo_matcher.suggest(demo_matcher.snapshot.network.actors[0], Query(as_of)).suggestions


def _mirrored(ledger: Ledger) -> tuple[float, float]:
    """Return both sides of a ledger without what answers the question of the one who asks alone."""
    rows = [row for row in ledger.rows if row.term not in TERMS or not TERMS[row.term].answers_question]
    return sum(row.forward for row in rows), sum(row.backward for row in rows)


def _share_of_twins(matcher: Matcher) -> float:
    """Which share of the first five is of the sector of the one who asks."""
    return float(np.mean([item.profile.sector == seeker.sector for seeker in matcher.snapshot.network.actors
                          for item in matcher.suggest(seeker, Query(TODAY, limit=5)).suggestions]))


class TestSuggest:
    def test_best_first_and_ties_by_id(self) -> None:
        network = snapshot(*(actor(name) for name in ("d", "b", "c", "a")), rules=shipped_rules())
        answer = Matcher(network).suggest(network.actor("b"), Query(TODAY))
        assert [item.profile.id for item in answer.suggestions] == ["a", "c", "d"]
        assert answer.total == 3

    def test_the_answer_does_not_depend_on_the_order_of_the_records(self) -> None:
        network = small_network()
        parts = Parts(finland(), HashingEncoder(), shipped_rules(), shipped_weights(), "faiss")
        other = Snapshot(Network(network.network.actors, network.network.cooperations[::-1]), parts)
        query = Query(TODAY)
        assert ([item.profile.id for item in Matcher(network).suggest(network.actor("a0"), query).suggestions]
                == [item.profile.id for item in Matcher(other).suggest(other.actor("a0"), query).suggestions])

    def test_a_profile_that_is_not_stored_gets_what_a_stored_copy_gets(self) -> None:
        network = small_network()
        answer = Matcher(network).suggest(network.actor("a4"), Query(TODAY))
        draft = Matcher(network).suggest(replace(network.actor("a4"), id=""), Query(TODAY))
        scores = {item.profile.id: item.ledger.score for item in draft.suggestions}
        for item in answer.suggestions:
            assert item.ledger.score == pytest.approx(scores[item.profile.id])

    def test_an_edited_profile_is_looked_at_as_it_is_now(self) -> None:
        network = small_network()
        draft = replace(network.actor("a4"), descriptions={"en": TEXTS[5]})
        points, points_of_draft = ({row.term: row.points for row in Matcher(network).explain(
            profile, network.actor("a5"), TODAY).ledger.rows} for profile in (network.actor("a4"), draft))
        assert points_of_draft["profile_similarity"] > points["profile_similarity"] + 1
        assert "a4" not in {item.profile.id for item in Matcher(network).suggest(draft, Query(TODAY)).suggestions}

    def test_an_idea_finds_who_works_on_it_in_the_sector_and_region_wanted(self) -> None:
        network = small_network()
        words = idea_of("engineers from abroad looking for work", sectors=("company",), regions=("01",))
        first = Matcher(network).suggest(words, Query(TODAY)).suggestions[0]
        assert first.profile.id == "a3"
        assert {"profile_similarity", "needs_met", "wanted_sector", "same_region"} <= {
            row.term for row in first.ledger.rows}

    def test_share_lower_counts_the_network(self) -> None:
        network = small_network(RuleBook())
        answer = Matcher(network).suggest(actor("new"), Query(TODAY))
        scores = [item.ledger.score for item in answer.suggestions]
        assert [item.share_lower for item in answer.suggestions] == [
            pytest.approx(sum(other < one - 1e-12 for other in scores) / (len(scores) - 1)) for one in scores]

    def test_an_empty_network_answers_with_nothing(self) -> None:
        network = snapshot()
        assert Matcher(network).suggest(actor("a"), Query(TODAY)).suggestions == ()
        assert Matcher(network).search("anything", Filters(), 5) == ()

    def test_actors_without_any_text_are_suggested_by_place_and_sector(self) -> None:
        network = snapshot(actor("a"), actor("b", sector="municipality"), actor("c", municipalities=(ROVANIEMI,)),
                           rules=shipped_rules())
        answer = Matcher(network).suggest(network.actor("a"), Query(TODAY))
        assert [item.profile.id for item in answer.suggestions] == ["b", "c"]

    def test_diversity_brings_other_sectors_forward_without_changing_a_score(self) -> None:
        companies = [actor(f"company{number}", sector="company") for number in range(3)]
        network = snapshot(*companies, actor("university", sector="university", municipalities=(LAHTI,)))
        plain = Matcher(network).suggest(actor("seeker"), Query(TODAY)).suggestions
        suggestions = Matcher(network).suggest(actor("seeker"), Query(TODAY, diversity=0.5)).suggestions
        assert [item.profile.id for item in plain] == ["company0", "company1", "company2", "university"]
        assert [item.profile.id for item in suggestions] == ["company0", "university", "company1", "company2"]
        one, other = ({item.profile.id: item.ledger for item in items} for items in (plain, suggestions))
        assert one == other

    def test_unknown_actor(self) -> None:
        with pytest.raises(UnknownActor, match="nobody"):
            small_network().actor("nobody")


class TestFilters:
    ACTORS = (
        actor("a", themes=("talent_boost",), languages=("fi", "sv")),
        actor("b", themes=("youth",), languages=("fi",), sector="company", municipalities=(ESPOO,)),
        actor("c", themes=("talent_boost", "youth"), languages=("so",), municipalities=(LAHTI,)),
    )

    @pytest.mark.parametrize(("include", "exclude", "expected"), [
        ({}, {}, "abc"),
        ({"region": ("Nyland",)}, {}, "ab"),
        ({"region": ("Uusimaa", "Päijät-Häme")}, {}, "abc"),
        ({"theme": ("Työllistyminen",)}, {}, "ac"),
        ({"theme": ("employment",)}, {"theme": ("Nuoret",)}, "a"),
        ({"sector": ("company",)}, {}, "b"),
        ({}, {"sector": ("company",)}, "ac"),
        ({"language": ("sv", "so")}, {"region": ("01",)}, "c"),
        ({"language": ("et",)}, {}, ""),
    ])
    def test_include_and_exclude(self, include: dict[str, tuple[str, ...]], exclude: dict[str, tuple[str, ...]],
                                 expected: str) -> None:
        network = snapshot(*self.ACTORS)
        query = Query(TODAY, filters=make_filters(include, exclude, finland()))
        answer = Matcher(network).suggest(Profile("", ""), query)
        assert sorted(item.profile.id for item in answer.suggestions) == sorted(expected)
        assert answer.total == len(expected)

    def test_unknown_words_are_refused_with_the_nearest(self) -> None:
        with pytest.raises(UnknownCode, match=r"Unknown theme 'talent bost'. Did you mean talent_boost\?"):
            make_filters({"theme": ("talent bost",)}, {}, finland())


class TestQuery:
    @pytest.mark.parametrize("changes", [{"limit": 0}, {"limit": 101}, {"offset": -1}, {"offset": 10_001},
                                         {"diversity": 1.1}, {"diversity": -0.1}, {"diversity": float("nan")}])
    def test_bounds(self, changes: dict[str, float]) -> None:
        with pytest.raises(QueryRefused, match="Give a number from"):
            Query(TODAY, **changes)  # type: ignore[arg-type]

    @pytest.mark.parametrize("words", ["", "  \n "])
    def test_an_idea_needs_words_or_themes(self, words: str) -> None:
        with pytest.raises(QueryRefused, match="neither text nor themes"):
            idea_of(words)
        assert idea_of(words, themes=("youth",)).needs == Wish({}, ("youth",))

    def test_an_idea_has_an_end(self) -> None:
        with pytest.raises(QueryRefused, match="Shorten"):
            idea_of("x" * 20_001)


def named(key: str, name: str, **changes: object) -> Profile:
    return replace(actor(key, **changes), name=name)


class TestSearch:
    @pytest.mark.parametrize(("words", "expected"), [
        ("language cafés", "a0"), ("rekrytoinnit", ""), ("recruiting engineer", "a3"), ("a4", "a4"),
    ])
    def test_words_find_inflected_words(self, words: str, expected: str) -> None:
        network = snapshot(*(replace(item, name=item.id) for item in small_network().network.actors))
        hits = Matcher(network).search(words, Filters(), 3)
        assert (hits[0].profile.id if expected else "") == expected

    @pytest.mark.parametrize("word", ["kielikahvila", "språkcafé", "language café"])
    def test_a_theme_is_found_by_a_synonym_in_any_language(self, word: str) -> None:
        network = snapshot(actor("café", themes=("language_cafe",)), actor("other", themes=("housing",)))
        assert [item.profile.id for item in Matcher(network).search(word, Filters(), 1)] == ["café"]

    def test_nothing_fits(self) -> None:
        assert Matcher(small_network()).search("%%%", Filters(), 5) == ()

    @pytest.mark.parametrize(("words", "expected"), [
        ("Oulu", {"oulu"}), ("oulussa", {"oulu"}), ("Rauma", {"rauma"}), ("Ii", {"ii"}), ("Inari", {"inari"}),
        ("Lahti", {"lahti"}), ("koulu", {"school"}), ("liitto", {"union"}), ("museo", {"museum"}),
    ])
    def test_names_are_found_whole_or_by_their_beginning(self, words: str, expected: set[str]) -> None:
        matcher = Matcher(snapshot(
            actor("oulu", names={"fi": "Oulun tupa"}, municipalities=(OULU,)),
            actor("school", names={"fi": "Peruskoulu"}),
            actor("rauma", names={"fi": "Rauman tupa"}), actor("trauma", names={"fi": "Traumakeskus"}),
            actor("ii", names={"fi": "Iin tupa Ii"}), actor("union", names={"fi": "Suomen liitto ja Kuntaliitto"}),
            actor("inari", names={"fi": "Inarin tupa"}), actor("museum", names={"fi": "Seminaarin museo"}),
            actor("lahti", municipalities=(LAHTI,)), actor("lapinlahti", names={"fi": "Lapinlahden ja Lapinlahti"})))
        assert {hit.profile.id for hit in matcher.search(words, Filters(), 10) if hit.score > 0.1} == expected

    @pytest.mark.parametrize("words", ["kurssi", "kurssit", "kursseja", "suomen kurssi"])
    def test_the_last_part_of_a_compound_is_found(self, words: str) -> None:
        network = snapshot(actor("a", descriptions={"fi": "Järjestämme kielikursseja"}),
                           actor("b", descriptions={"fi": "Ohjaamme jalkapalloa"}))
        assert [hit.profile.id for hit in Matcher(network).search(words, Filters(), 1)] == ["a"]

    @pytest.mark.parametrize("count", [1, 2, 5])
    @pytest.mark.parametrize("words", ["Kielikahvila", "kielikahvilat"])
    def test_a_network_of_equal_texts_is_searched(self, count: int, words: str) -> None:
        network = snapshot(*(named(f"a{number}", "Kielikahvila", descriptions={"fi": "Kielikahvila"})
                             for number in range(count)))
        hits = Matcher(network).search(words, Filters(), 10)
        assert [hit.profile.id for hit in hits] == [f"a{number}" for number in range(count)]
        assert all(0 < hit.score <= 1 for hit in hits)
        assert Matcher(network).search("xyzzy", Filters(), 10) == ()

    @pytest.mark.parametrize(("typed", "written"), [
        ("cafe", "Café"), ("Abo", "Åbo"), ("hameenlinna", "Hämeenlinna"), ("Lodz", "Łódź"), ("orsted", "Ørsted"),
        ("tyo", "työ"),
    ])
    def test_words_are_found_without_their_accents_but_after_those_spelled_so(self, typed: str, written: str) -> None:
        matcher = Matcher(snapshot(*(named(f"{place}-{kind}", name if kind == "named" else "Tupa",
                                           descriptions={} if kind == "named" else {"": f"{name} ja muuta"})
                                     for place, name in (("a", written), ("b", typed)) for kind in ("named", "told")),
                                   *(named(f"other{number}", f"Toinen {number}") for number in range(20))))
        for words, first in ((typed, "b"), (written, "a")):
            ids = [hit.profile.id for hit in matcher.search(words, Filters(), 10)]
            assert set(ids) == {"a-named", "a-told", "b-named", "b-told"}
            for kind in ("named", "told"):
                assert next(item for item in ids if item.endswith(kind)) == f"{first}-{kind}"

    @pytest.mark.parametrize("sign", ["\u00ad", "\u200b", "\u200d", "\u2060", "\ufeff", "\u034f"])
    def test_signs_that_show_nothing_cut_no_words(self, sign: str) -> None:
        clean = snapshot(named("a", "Mentorointia", descriptions={"fi": "Mentorointia maahanmuuttajille"}),
                         named("b", "Jalkapalloa"))
        cut = snapshot(named("a", f"Men{sign}torointia",
                             descriptions={"fi": f"Mento{sign}rointia maahan{sign}muuttajille"}),
                       named("b", "Jalkapalloa"))
        right = Matcher(clean).search("mentorointi maahanmuuttajille", Filters(), 5)
        for network, words in ((cut, "mentorointi maahanmuuttajille"),
                               (clean, f"mentor{sign}ointi maahan{sign}muuttajille")):
            hits = Matcher(network).search(words, Filters(), 5)
            assert [(hit.profile.id, hit.score) for hit in hits] == [(hit.profile.id, hit.score) for hit in right]

    @pytest.mark.parametrize("words", ["kielikahvila", "nuoret", "kirjasto kieli"])
    def test_who_fits_alike_comes_in_the_order_of_the_ids(self, words: str) -> None:
        """Their texts differ in their own names alone, so that their scores differ in the last digits at most."""
        text = "Kielikahvila kirjastossa ja mentorointia nuorille"
        network = snapshot(*(actor(f"a{number:02d}", descriptions={"fi": text}) for number in range(34)))
        ids = [item.profile.id for item in Matcher(network).search(words, Filters(), 100)]
        assert len(ids) > 1
        assert ids == sorted(ids)


def few_candidates(monkeypatch: pytest.MonkeyPatch, score_all_up_to: int, per_origin: int) -> None:
    """Choose candidates in a small network as in a large one."""
    monkeypatch.setattr(candidates_module, "SCORE_ALL_UP_TO", score_all_up_to)
    monkeypatch.setattr(candidates_module, "PER_ORIGIN", per_origin)
    monkeypatch.setattr(candidates_module, "_best", partial(candidates_module._best, count=per_origin))


class TestCandidates:
    def test_in_a_small_network_everyone_is_looked_at(self) -> None:
        network = small_network()
        seeker = network.features_of(network.actor("a0"))
        candidates = find_candidates(Search(seeker, np.ones(6, dtype=np.bool_), network, network.on(TODAY)))
        assert candidates.rows.tolist() == [0, 1, 2, 3, 4, 5]
        assert candidates.remainder == 0

    def test_origins_are_told(self) -> None:
        network = small_network()
        seeker = network.features_of(network.actor("a0"))
        candidates = find_candidates(Search(seeker, np.ones(6, dtype=np.bool_), network, network.on(TODAY)))
        assert set(candidates.origins(2)) >= {"graph", "places"}
        assert "graph" in candidates.origins(3)
        assert set(candidates.origins(1)) >= {"vectors", "words", "places"}

    def test_in_a_large_network_only_what_a_generator_finds(self, monkeypatch: pytest.MonkeyPatch) -> None:
        few_candidates(monkeypatch, 2, per_origin=1)
        network = snapshot(*(replace(item, municipalities=(), regions=()) for item in small_network().network.actors),
                           cooperations=[together("a0", "a5")])
        seeker = actor("seeker", descriptions={"en": TEXTS[1]}, municipalities=())
        mask = np.array([True] * 5 + [False])
        candidates = find_candidates(Search(network.features_of(seeker), mask, network, network.on(TODAY)))
        assert {row: candidates.origins(row) for row in candidates.rows.tolist()} == {0: ("words",), 1: ("vectors",)}
        assert candidates.remainder == 3
        answer = Matcher(network).suggest(seeker, Query(TODAY))
        assert answer.suggestions[0].share_lower == 1.0

    def test_a_filter_leaves_room_for_the_best_of_those_it_admits(self, monkeypatch: pytest.MonkeyPatch) -> None:
        few_candidates(monkeypatch, 0, per_origin=2)
        network = small_network()
        seeker = network.features_of(network.actor("a0"))
        mask = np.array([False, False, False, True, True, True])
        candidates = find_candidates(Search(seeker, mask, network, network.on(TODAY)))
        assert candidates.rows.tolist() == [3, 5]

    def test_a_partner_outside_all_other_lists_is_found_by_the_graph(self, monkeypatch: pytest.MonkeyPatch) -> None:
        few_candidates(monkeypatch, 0, per_origin=2)
        network = small_network()
        seeker = network.features_of(network.actor("a0"))
        candidates = find_candidates(Search(seeker, np.ones(6, dtype=np.bool_), network, network.on(TODAY)))
        assert {2, 3} <= set(candidates.rows.tolist())
        assert candidates.origins(3) == ("graph",)

    def test_partners_are_all_looked_at_and_partners_of_partners_only_the_best(
            self, monkeypatch: pytest.MonkeyPatch) -> None:
        few_candidates(monkeypatch, 0, per_origin=2)
        names = ("a", "b", "c", "d", "far", "near", "x", "y")
        network = snapshot(*(actor(name, municipalities=()) for name in names), cooperations=[
            together("a", "b"), together("a", "c"), together("a", "d"), together("b", "near"), together("c", "near"),
            together("d", "far"), together("b", "x"), together("c", "y")])
        seeker = network.features_of(network.actor("a"))
        candidates = find_candidates(Search(seeker, np.arange(8) != 0, network, network.on(TODAY)))
        by_graph = [names[row] for row in np.flatnonzero(candidates.search.found["graph"])]
        # Of a partner's share near gets 1/ln 4 twice, far 1/ln 3, x and y 1/ln 4 each.
        assert by_graph == ["b", "c", "d", "far", "near"]

    def test_past_projects_name_candidates_where_they_are_weighed(self) -> None:
        hand_set = small_network()
        view, seeker = hand_set.on(TODAY), hand_set.features_of(hand_set.actor("a0"))
        mask = np.ones(6, dtype=np.bool_)
        assert GENERATORS["projects"](Search(seeker, mask, hand_set, view)).tolist() == []
        full = hand_set.with_weights(full_weights())
        # Two of the cooperations are of a2, one each of a0 and a3; the others have none and are not named.
        rows = GENERATORS["projects"](Search(seeker, mask, full, full.on(TODAY)))
        assert sorted(rows.tolist()) == [0, 2, 3]

    def test_texts_name_candidates_only_where_they_are_weighed(self, monkeypatch: pytest.MonkeyPatch) -> None:
        few_candidates(monkeypatch, 0, per_origin=1)
        network_, mask = small_network(), np.ones(6, dtype=np.bool_)
        seeker = network_.features_of(replace(network_.actor("a0"), needs=Wish({"en": TEXTS[3]})))
        ids_by_generator = {}
        for terms in ((), ("profile_similarity",), ("needs_met",), ("profile_similarity", "needs_met")):
            weights = replace(shipped_weights(), terms={name: float(name in terms) for name in TERMS})
            network = network_.with_weights(weights)
            view = network.on(TODAY)
            ids_by_generator[terms] = {name: set(GENERATORS[name](Search(seeker, mask, network, view)).tolist())
                                       for name in ("vectors", "words")}
        assert ids_by_generator == {
            (): {"vectors": set(), "words": set()},
            ("profile_similarity",): {"vectors": {0}, "words": {0}},
            ("needs_met",): {"vectors": {3}, "words": set()},
            ("profile_similarity", "needs_met"): {"vectors": {0, 3}, "words": {0}},
        }

    def test_each_generator_names_rows_of_the_network_once(self) -> None:
        network = small_network()
        view = network.on(TODAY)
        asking = (network.actor("a0"), Profile("", ""), actor("draft", needs=Wish({"en": "café"})))
        masks = (np.ones(6, dtype=np.bool_), np.array([True, False, True, True, False, True]))
        for seeker, mask in product(asking, masks):
            for name, generate in GENERATORS.items():
                rows = generate(Search(network.features_of(seeker), mask, network, view))
                assert mask[rows].all(), name
                assert len(set(rows.tolist())) == len(rows), name
                assert ((rows >= 0) & (rows < 6)).all(), name


@settings(max_examples=examples(30))
@given(st.data())
def test_the_score_of_a_pair_does_not_depend_on_who_else_is_looked_at(data: st.DataObject) -> None:
    network = small_network()
    sectors = data.draw(st.sets(st.sampled_from(SECTORS), min_size=1))
    ledgers = {item.profile.id: item.ledger for item in
               Matcher(network).suggest(network.actor("a0"), Query(TODAY)).suggestions}
    query = Query(TODAY, filters=Filters({"sector": frozenset(sectors)}))
    for item in Matcher(network).suggest(network.actor("a0"), query).suggestions:
        assert item.ledger == ledgers[item.profile.id]


class TestRehearsal:
    def test_who_gains_and_who_loses(self) -> None:
        current = small_network()
        rule = Rule("more-sport", Labels({"en": "x", "fi": "x", "sv": "x"}), Effect(points=50.0),
                    candidate=SideCondition({"sector": frozenset({"culture_sport"})}))
        trial = current.with_rules(RuleBook((*current.rules.rules, rule), "draft"))
        calls: list[int] = []
        rehearsal = rehearse(Matcher(current), Matcher(trial), Query(TODAY, limit=1), calls.append)
        assert rehearsal.lists == 6
        assert calls == [1, 2, 3, 4, 5, 6]
        assert sum(rehearsal.places.values()) == 0
        assert rehearsal.exposure(lambda profile: (profile.sector,))["culture_sport"] > 0
        assert all(change.gained[0].sector == "culture_sport" for change in rehearsal.changes)

    def test_the_same_rules_change_nothing(self) -> None:
        network = small_network()
        rehearsal = rehearse(Matcher(network), Matcher(network.with_rules(network.rules)), Query(TODAY))
        assert rehearsal.changes == ()
        assert rehearsal.places == {}

    def test_other_rules_leave_the_first_snapshot_alone(self) -> None:
        network = small_network()
        answer = Matcher(network).suggest(network.actor("a0"), Query(TODAY))
        other = network.with_rules(RuleBook())
        assert other.versions.rules == "none"
        assert other.versions.data == network.versions.data
        assert Matcher(network).suggest(network.actor("a0"), Query(TODAY)) == answer
        assert len(Matcher(other).suggest(network.actor("a0"), Query(TODAY)).suggestions) == 6


def test_an_idea_is_encoded_once_though_it_is_description_and_need() -> None:
    encoded_texts: list[str] = []

    class Counting(HashingEncoder):
        def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
            encoded_texts.extend(texts)
            return super().encode(texts, progress)

    network = small_network()
    snapshot_ = Snapshot(network.network, Parts(finland(), Counting(), shipped_rules(), shipped_weights(), "exact"))
    encoded_texts.clear()
    snapshot_.features_of(idea_of("one text"))
    assert encoded_texts == ["one text"]


def test_questions_are_not_remembered(tmp_path: Path) -> None:
    network = small_network()
    memory = CachedEncoder(HashingEncoder(), tmp_path / "vectors.db")
    parts = Parts(finland(), HashingEncoder(), shipped_rules(), shipped_weights(), memory=memory)
    matcher = Matcher(Snapshot(network.network, parts))
    descriptions = [words for actor_ in network.network.actors for words in actor_.descriptions.values()]
    question = "something that nobody stored"
    matcher.search(question, Filters(), 5)
    matcher.suggest(idea_of(question), Query(TODAY))
    assert memory.keep_only(descriptions) == 0
    assert memory.keep_only([question]) == len(descriptions)


def test_an_idea_has_a_word_for_itself_in_every_sentence() -> None:
    network = snapshot(actor("national", themes=("language_cafe",)), actor("other"), rules=shipped_rules())
    answer = Matcher(network).suggest(idea_of("", themes=("language_cafe",)), Query(TODAY))
    sentences = {row.term: str(row.sentence) for row in answer.suggestions[0].ledger.rows}
    sentence = sentences["needs_met"]
    assert sentence.startswith("National offers or works on what the idea needs: ")


def test_versions_change_with_what_they_stand_for() -> None:
    network = small_network()
    smaller = snapshot(*network.network.actors[:5], rules=shipped_rules())
    assert network.versions.data != smaller.versions.data
    assert network.versions.vocabulary == smaller.versions.vocabulary == finland().version
    assert network.versions.encoder == HashingEncoder().fingerprint


def test_the_faiss_index_and_the_oracle_give_the_same_list() -> None:
    network = small_network()
    parts = Parts(finland(), HashingEncoder(), shipped_rules(), shipped_weights(), "faiss")
    other = Snapshot(network.network, parts)
    query = Query(TODAY, limit=100)
    for seeker in network.network.actors:
        assert Matcher(network).suggest(seeker, query) == Matcher(other).suggest(seeker, query)
    assert len(open_index("faiss", 512)) == 0


def test_coverage_words_are_those_of_the_record() -> None:
    assert actor("a", coverage=Coverage("national")).coverage == "national"
