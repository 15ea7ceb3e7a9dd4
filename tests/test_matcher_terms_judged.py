"""The terms that judges' reasons call for: out of reach, national expertise, kinds that complete each other."""

from __future__ import annotations

from dataclasses import replace

import pytest

from data.records.profiles import Coverage, Profile
from data.wording.texts import LANGUAGES, render
from matcher.context import Pair
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from matcher.terms import TERMS
from tests.networks import (
    ESPOO,
    HELSINKI,
    LAHTI,
    OULU,
    ROVANIEMI,
    TODAY,
    actor,
    default_weights,
    finland,
    full_weights,
    idea_of,
    snapshot,
    value,
)

NATIONAL, REGIONAL = Coverage.NATIONAL, Coverage.REGIONAL


def sentence(term: str, seeker: Profile, candidate: Profile, network: Snapshot, language: str = "en") -> str:
    rows = [int(network.features_of(profile).row[0]) for profile in (seeker, candidate)]
    pair = Pair(seeker, candidate, rows[0], rows[1], network.on(TODAY).context, network.network.actors)
    return render(TERMS[term].sentence(pair), language)


class TestOutOfReach:
    @pytest.mark.parametrize(("candidate", "expected"), [
        (actor("same", municipalities=(ESPOO,)), 0),
        (actor("near-local", municipalities=(LAHTI,)), 1),
        (actor("near", municipalities=(LAHTI,), coverage=REGIONAL), 0.5),
        (actor("near-unknown", municipalities=(LAHTI,), coverage=None), 0.5),
        (actor("far", municipalities=(OULU,), coverage=REGIONAL), 1),
        (actor("national", municipalities=(OULU,), coverage=NATIONAL), 0),
        (actor("nowhere", municipalities=()), 0),
    ])
    def test_counts_how_far_the_other_works_from_the_place(self, candidate: Profile, expected: float) -> None:
        assert value("out_of_reach", actor("seeker", municipalities=(HELSINKI,)), candidate) == expected

    def test_nobody_is_out_of_reach_of_who_works_nationwide_or_says_no_place(self) -> None:
        far = actor("far", municipalities=(OULU,))
        assert value("out_of_reach", actor("seeker", coverage=NATIONAL), far) == 0
        assert value("out_of_reach", idea_of("choir"), far) == 0

    def test_an_authority_reaches_all_of_its_area(self) -> None:
        """The regional state authority of Kainuu sits in Oulu, and the wellbeing county of Lahti knows no other."""
        asked = idea_of("choir", municipalities=("205",), regions=("18",))
        centre = actor("centre", sector="development_centre", municipalities=(OULU,), coverage=REGIONAL)
        school = actor("school", sector="vocational_school", municipalities=(OULU,), coverage=REGIONAL)
        assert value("out_of_reach", asked, centre) == 0
        assert value("out_of_reach", asked, school) == 0.5
        assert value("out_of_reach", idea_of("choir", municipalities=(LAHTI,), regions=("07",)), centre) == 1

    def test_an_idea_reaches_whom_its_place_lets_it_reach(self) -> None:
        asked = idea_of("choir", regions=("19",))
        assert value("out_of_reach", asked, actor("far")) == 1
        assert value("out_of_reach", asked, actor("home", municipalities=(ROVANIEMI,))) == 0


class TestThemes:
    def test_expertise_counts_for_who_works_nationwide(self) -> None:
        seeker, local = actor("seeker", themes=("youth",)), actor("local", themes=("youth",))
        national = replace(local, id="national", name="National", coverage=NATIONAL)
        network = snapshot(seeker, local, national, actor("other", themes=("sports",)))
        assert value("national_expertise", seeker, national, network) == 1
        twice = actor("twice", themes=("youth", "sports"))
        rarity = {term.code: network.on(TODAY).context.theme_rarity[at] for at, term in enumerate(finland().themes)}
        assert value("national_expertise", twice, national, network) == pytest.approx(
            rarity["youth"] / (rarity["youth"] + rarity["sports"]))
        assert value("national_expertise", seeker, local, network) == 0
        assert value("national_expertise", national, seeker, network) == 0
        assert sentence("national_expertise", seeker, national, network).startswith(
            "National does such work nationwide: ")



class TestKinds:
    def test_a_pair_has_what_the_table_says_of_its_kinds(self) -> None:
        ngo, city = actor("ngo"), actor("city", sector="municipality")
        network = snapshot(ngo, city).with_weights(full_weights())
        assert value("complementary_kinds", ngo, city, network) == 0.75
        assert value("complementary_kinds", city, ngo, network) == 0.35
        assert value("complementary_kinds", city, city, network) == 0

    def test_ideas_have_a_row_of_their_own_and_unknown_kinds_say_nothing(self) -> None:
        ngo, unknown = actor("ngo"), actor("unknown", sector="")
        network = snapshot(ngo, unknown).with_weights(full_weights())
        asked = idea_of("choir")
        assert value("complementary_kinds", asked, ngo, network) == 0.15
        assert value("complementary_kinds", asked, unknown, network) == 0
        assert value("complementary_kinds", ngo, unknown, network) == 0

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_it_is_said_whether_they_need_each_other(self, language: str) -> None:
        ngo, city, school = actor("ngo"), actor("city", sector="municipality"), actor("school", sector="university")
        network = snapshot(ngo, city, school).with_weights(full_weights())
        asked = idea_of("choir")
        said = {sentence("complementary_kinds", one, other, network, language)
                for one, other in ((ngo, city), (school, ngo), (asked, ngo), (asked, city))}
        assert len(said) == 4

    def test_state_bodies_complete_each_other_and_companies_seldom_anybody(self) -> None:
        """What rules said before, the table that was learned from judged partners says."""
        one, two = (actor(name, sector="state_agency", descriptions={"en": "integration policy"})
                    for name in ("one", "two"))
        network = snapshot(one, two, actor("firm", sector="company")).with_weights(default_weights())
        for seeker in (one, idea_of("choir")):
            assert value("complementary_kinds", seeker, two, network) > 1
            assert value("complementary_kinds", seeker, network.actor("firm"), network) < -2
        terms = {row.term for row in Matcher(network).explain(one, two, TODAY).ledger.rows}
        assert "complementary_kinds" in terms
        assert "sector_complement" not in terms
