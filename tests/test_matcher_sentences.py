"""Reasons in words: they say what, read for ideas as for actors, and are said once for both sides."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from data.records.network import Network
from data.records.profiles import Coverage, Profile, Wish
from data.wording.texts import LANGUAGES, Labels, Text, render, text
from matcher.asking.idea import Brief, idea
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rules.model import RuleBook
from matcher.snapshot import Snapshot
from tests.networks import (
    ESPOO,
    HELSINKI,
    OULU,
    ROVANIEMI,
    TODAY,
    actor,
    finland,
    full_weights,
    shipped_rules,
    snapshot,
)


def reasons(network: Snapshot, seeker: Profile, candidate: str, language: str = "en") -> dict[str, str]:
    """Every sentence of a pair, by term."""
    ledger = Matcher(network).explain(seeker, network.actor(candidate), TODAY).ledger
    return {row.term: render(row.sentence, language) for row in ledger.rows}


def reason(term: str, one: Profile, other: Profile, *more: Profile, rules: RuleBook | None = None) -> str:
    network = snapshot(one, other, *more, rules=rules, weights=full_weights() if rules is None else None)
    return reasons(network, network.actor(one.id), other.id)[term]


class TestBothSides:
    @pytest.mark.parametrize(("own", "other", "sentence"), [
        (date(2026, 5, 1), date(2026, 5, 1), "Both profiles were last confirmed on May 1, 2026."),
        (date(2026, 5, 1), date(2026, 6, 2),
         "The profiles were last confirmed on Jun 2, 2026 (Other) and on May 1, 2026 (Own)."),
        (None, date(2026, 6, 2), "The profile of Other was last confirmed on Jun 2, 2026."),
        (date(2026, 5, 1), None, "The profile of Own was last confirmed on May 1, 2026."),
    ])
    def test_when_profiles_were_confirmed(self, own: date | None, other: date | None, sentence: str) -> None:
        assert reason("freshness", actor("own", updated=own), actor("other", updated=other)) == sentence

    def test_reach_is_said_once(self) -> None:
        one, other = (actor(name, coverage=Coverage.NATIONAL, sector=sector)
                      for name, sector in (("one", "ngo"), ("other", "university")))
        rules = shipped_rules()
        assert reason("rule:national-reach", one, other, rules=rules) == "Both cover the whole country."
        assert reason("rule:national-reach", actor("local"), other, rules=rules) == (
            "Other covers the whole country.")

    def test_themes_are_named_once(self) -> None:
        one, other = (actor(name, themes=("mentoring",), coverage=Coverage.NATIONAL) for name in ("one", "other"))
        more = actor("more", themes=("sports",))
        assert reason("national_expertise", one, other, more) == "In common, nationwide: Mentoring."

    def test_a_shared_authority_is_named_once(self) -> None:
        one, other = actor("one"), actor("other", sector="municipality")
        sentence = reason("rule:statutory-municipality", one, other, rules=shipped_rules())
        assert sentence.startswith("Other promotes integration")
        assert "One" not in sentence


class TestWhatIsInCommon:
    def test_the_rarest_theme_that_both_name(self) -> None:
        one, other = (actor(name, themes=("employment", "mentoring"), descriptions={"en": "Work for engineers"})
                      for name in ("one", "other"))
        more = [actor(f"more-{number}", themes=("employment",)) for number in range(5)]
        assert reason("profile_similarity", one, other, *more) == (
            "Close to each other in content, above all: Mentoring.")

    def test_a_theme_that_only_the_descriptions_speak_of(self) -> None:
        one, other = (actor(name, descriptions={"en": f"{name} has football for everybody"})
                      for name in ("one", "other"))
        assert reason("profile_similarity", one, other, actor("more", descriptions={"en": "Taxes"})) == (
            "Close to each other in content, above all: Sports and physical activity.")

    def test_a_broader_theme(self) -> None:
        one, other = (actor(name, themes=(theme,), descriptions={"en": "Zzz yyy xxx"})
                      for name, theme in (("one", "finnish_l2"), ("other", "swedish_integration")))
        themes = finland().themes
        common = set(themes.ancestors("finnish_l2")) & set(themes.ancestors("swedish_integration"))
        assert common
        sentence = reason("profile_similarity", one, other, actor("more", descriptions={"en": "Www"}))
        assert any(themes.labels(code).in_language("en") in sentence for code in common)

    def test_nothing_that_can_be_named(self) -> None:
        one, other = (actor(name, descriptions={"en": "Zzz yyy xxx"}) for name in ("one", "other"))
        assert reason("profile_similarity", one, other, actor("more", descriptions={"en": "Www"})) == (
            "The descriptions are near each other in meaning, though they share no theme.")

    def test_which_need_is_met(self) -> None:
        one = actor("one", needs=Wish({"en": "We look for mentoring"}))
        other = actor("other", offers=Wish({}, ("mentoring",)), descriptions={"en": "Something else"})
        assert reason("needs_met", one, other) == "Other offers or works on what One needs: Mentoring."

    def test_only_regions_that_touch_are_called_neighbours(self) -> None:
        one = actor("one", municipalities=(ROVANIEMI, HELSINKI))
        sentence = reason("neighbouring_region", one, actor("other", municipalities=(OULU,)))
        assert sentence == "Neighbouring regions: Lapland – North Ostrobothnia."


BRIEF = Brief(themes=("mentoring", "language_cafe"), regions=("19",), sectors=("ngo",))


class TestIdeas:
    """An idea has no seat and works nowhere: it is to be done in a place."""

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_every_sentence_begins_with_a_capital_and_is_not_about_a_seat(self, language: str,
                                                                          demo_network: Network) -> None:
        parts = demo_network.actors[::7]
        network = snapshot(*parts, rules=shipped_rules(), weights=full_weights())
        briefs = (BRIEF, replace(BRIEF, regions=(), is_nationwide=True))
        answers = [Matcher(network).suggest(idea("Kielikahvila och mentoring for mothers", brief, finland()),
                                            Query(TODAY, limit=100)) for brief in briefs]
        sentences = {render(row.sentence, language) for answer in answers for item in answer.suggestions
                     for row in item.ledger.rows}
        assert len(sentences) > 50
        for sentence in sentences:
            assert sentence[0].isupper(), sentence
            assert sentence.endswith("."), sentence
            assert not any(words in sentence for words in (
                "dea toimii", "dén finns", "dén verkar", "dea is based", "dea works")), sentence

    def test_the_duties_of_authorities(self) -> None:
        network = snapshot(actor("a", sector="development_centre", municipalities=(ROVANIEMI,)), rules=shipped_rules())
        seeker = idea("mentoring", BRIEF, finland())
        sentences = [reasons(network, seeker, "a", language)["rule:statutory-regional-authority"]
                     for language in LANGUAGES]
        assert sentences == [
            "A on valtion aluehallinnon viranomainen, joka tukee kotoutumisen edistämistä samalla alueella.",
            "A är den regionala statliga myndighet som stöder främjandet av integration i samma område.",
            "A is the regional state authority that supports the promotion of integration in the same area."]

    def test_the_sector_that_is_looked_for(self) -> None:
        network = snapshot(actor("a", municipalities=(ESPOO,)))
        assert reasons(network, idea("mentoring", BRIEF, finland()), "a")["wanted_sector"] == (
            "The idea looks for a partner in this sector: NGO or foundation.")


class TestCapitals:
    def test_a_text_at_the_beginning_begins_with_a_capital(self) -> None:
        assert render(Text("{who} waits for {whom}.", {"who": text("the idea"), "whom": text("the idea")}), "en") == (
            "The idea waits for the idea.")

    def test_a_name_stays_as_it_is_spelled(self) -> None:
        assert render(Text("{who} waits.", {"who": Labels({"": "eKielikahvila"})}), "en") == "eKielikahvila waits."
