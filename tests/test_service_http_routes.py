"""Questions over HTTP, and what is answered."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from typing import Any, TypeAlias

import pytest
from babel import Locale
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.database.connection import Database
from data.records.network import Network
from data.records.profiles import Profile
from data.tenancy.api_keys import Key, Keys
from matcher.candidates import GENERATORS
from matcher.engine import Matcher
from matcher.levels import FitLevel
from matcher.terms import TERMS
from models.ranker import Weights, write_weights
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import examples
from tests.networks import actor, finland
from tests.stores import store_network

Document: TypeAlias = "dict[str, Any]"

MONINET = "rovalan-setlementti-ry-monikulttuurikeskus-moninet"
ROVANIEMI = "rovaniemen-kaupunki"
SUGGESTIONS = f"/v1/actors/{MONINET}/suggestions"
DAY = "2026-11-23"
WORDS = {"sentence", "name", "label", "level_label", "forward_level_label", "backward_level_label", "description"}


def ask(client: TestClient, address: str, reader: str = "en", **parameters: str | float | list[str]) -> Document:
    response = client.get(address, params=parameters, headers={"Accept-Language": reader})
    assert response.status_code == 200, response.text
    assert response.headers["content-language"] == reader
    answer: Document = response.json()
    return answer


def post(client: TestClient, **body: object) -> Document:
    response = client.post("/v1/suggestions", json={"as_of": DAY, **body})
    assert response.status_code == 200, response.text
    answer: Document = response.json()
    return answer


def without_words(value: object) -> object:
    if isinstance(value, dict):
        return {key: without_words(inner) for key, inner in value.items() if key not in WORDS}
    return [without_words(inner) for inner in value] if isinstance(value, list) else value


def words(value: object) -> Iterator[str]:
    if isinstance(value, dict):
        yield from (str(inner) for key, inner in value.items() if key in WORDS)
        value = list(value.values())
    if isinstance(value, list):
        for inner in value:
            yield from words(inner)


class TestActors:
    def test_pages_are_in_the_order_of_ids_and_complete(self, demo_client: TestClient, demo_network: Network) -> None:
        pages = [ask(demo_client, "/v1/actors", limit=100)]
        while pages[-1]["next"]:
            pages.append(ask(demo_client, "/v1/actors", limit=100, cursor=pages[-1]["next"]))
        assert [len(page["actors"]) for page in pages] == [100, 100, 11]
        assert {page["total"] for page in pages} == {211}
        assert [actor["id"] for page in pages for actor in page["actors"]] == [item.id for item in demo_network.actors]

    @pytest.mark.parametrize(("parameters", "admits"), [
        ({"region": "Lapland"}, lambda actor: "19" in actor.regions),
        ({"region": ["19", "Kainuu"]}, lambda actor: {"19", "18"} & set(actor.regions)),
        ({"not_region": "19"}, lambda actor: "19" not in actor.regions),
        ({"sector": "ngo", "language": "sv"}, lambda actor: actor.sector == "ngo" and "sv" in actor.languages),
        ({"sector": "ngo", "not_language": "SV"}, lambda actor: actor.sector == "ngo" and "sv" not in actor.languages),
        ({"theme": "talent_boost", "not_sector": "municipality"},
         lambda actor: "talent_boost" in actor.themes and actor.sector != "municipality"),
    ])
    def test_filters(self, parameters: dict[str, Any], admits: Callable[[Profile], object],
                     demo_client: TestClient, demo_network: Network) -> None:
        expected = [actor.id for actor in demo_network.actors if admits(actor)]
        answer = ask(demo_client, "/v1/actors", limit=100, **parameters)
        assert expected
        assert answer["total"] == len(expected)
        assert [actor["id"] for actor in answer["actors"]] == expected[:100]

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_lists_say_all_that_a_card_shows(self, language: str, demo_client: TestClient,
                                             demo_network: Network) -> None:
        """Of lists, searches and suggestions alike: nobody has to ask for each actor by itself."""
        profiles = {profile.id: profile for profile in demo_network.actors}
        hits = ask(demo_client, "/v1/search", language, q="kielikahvila", limit=20)["actors"]
        cards = [*ask(demo_client, "/v1/actors", language, limit=100)["actors"], *(hit["actor"] for hit in hits),
                 *(item["actor"] for item in ask(demo_client, SUGGESTIONS, language, limit=100)["suggestions"])]
        assert sum(card["description"] is not None for card in cards) > 100
        for card in cards:
            profile = profiles[card["id"]]
            assert card["website"] == profile.website
            assert (card["description"] is None) == (not profile.descriptions)
            if card["description"]:
                spoken = card["description"]["language"]
                assert card["description"]["words"] == profile.descriptions[spoken]
                assert spoken == language or language not in profile.descriptions
            assert [item["code"] for item in card["languages"]] == list(profile.languages)
            assert all(item["label"] == str(Locale(language).languages[item["code"]]) for item in card["languages"])

    def test_who_has_said_nothing_has_no_description(self, demo_client: TestClient) -> None:
        silent = post(demo_client, profile={"name": "A", "sector": "ngo"}, limit=1)["actor"]
        assert (silent["description"], silent["languages"]) == (None, [])
        spoken = post(demo_client, profile={"name": "A", "sector": "ngo", "description_sv": "Kurser"}, limit=1)["actor"]
        assert spoken["description"] == {"words": "Kurser", "language": "sv"}
        linked = post(demo_client, profile={"name": "A", "sector": "ngo", "website": "https://a.fi"}, limit=1)["actor"]
        assert linked["website"] == "https://a.fi"

    def test_an_actor_is_shown_whole(self, demo_client: TestClient, demo_network: Network) -> None:
        profile = next(actor for actor in demo_network.actors if actor.id == MONINET)
        answer = ask(demo_client, f"/v1/actors/{MONINET}", "sv")
        assert answer["profile"]["name"] == profile.name
        assert answer["profile"]["names"] == dict(profile.names)
        assert answer["profile"]["descriptions"] == dict(profile.descriptions)
        assert list(answer["labels"]["themes"]) == sorted(profile.themes)
        assert answer["labels"]["regions"] == {"19": "Lappland"}
        assert answer["actor"]["id"] == MONINET

    def test_an_actor_shown_can_be_asked_for_again(self, demo_client: TestClient) -> None:
        profile = ask(demo_client, f"/v1/actors/{MONINET}")["profile"]
        list_of_actor = ask(demo_client, SUGGESTIONS, as_of=DAY)
        assert post(demo_client, profile=profile) == list_of_actor


class TestSuggestions:
    def test_every_score_is_the_sum_of_its_ledger(self, demo_client: TestClient) -> None:
        for item in ask(demo_client, SUGGESTIONS, limit=100)["suggestions"]:
            for side, total in (("points", "score"), ("forward", "forward"), ("backward", "backward")):
                assert sum(row[side] for row in item["ledger"]) == item[total]
            assert item["score"] == pytest.approx((item["forward"] + item["backward"]) / 2, abs=1e-9)

    @settings(max_examples=examples(12), derandomize=True, suppress_health_check=[HealthCheck.too_slow])
    @given(size=st.integers(23, 100), diversity=st.sampled_from([0, 0.4, 1]), row=st.integers(0, 210))
    def test_pages_together_are_one_big_page(self, size: int, diversity: float, row: int, demo_client: TestClient,
                                             demo_network: Network) -> None:
        address = f"/v1/actors/{demo_network.actors[row].id}/suggestions"

        def read(limit: int) -> list[Any]:
            pages = [ask(demo_client, address, limit=limit, offset=offset, diversity=diversity, as_of=DAY)
                     for offset in range(0, 211, limit)]
            assert {page["total"] for page in pages} == {len([item for page in pages for item in page["suggestions"]])}
            return [item for page in pages for item in page["suggestions"]]

        assert read(size) == read(100)

    def test_language_changes_words_and_nothing_else(self, demo_client: TestClient) -> None:
        fi, sv, en = (ask(demo_client, SUGGESTIONS, language, as_of=DAY) for language in ("fi", "sv", "en"))
        assert without_words(fi) == without_words(sv) == without_words(en)
        assert len({tuple(words(answer)) for answer in (fi, sv, en)}) == 3

    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_needs_of_an_idea_are_named(self, language: str, demo_client: TestClient) -> None:
        words = "Kielikahvila naisille Oulussa kirjaston kanssa, venäjäksi"
        body = {"as_of": DAY, "idea": {"text": words}, "limit": 40}
        answer = demo_client.post("/v1/suggestions", json=body, headers={"Accept-Language": language}).json()
        labels = {("theme", "language_cafe"): finland().themes.labels("language_cafe").in_language(language),
                  ("people", "women"): {"fi": "Naiset", "sv": "Kvinnor", "en": "Women"}[language],
                  ("language", "ru"): {"fi": "venäjä", "sv": "ryska", "en": "Russian"}[language]}
        needs = [need for item in answer["suggestions"] for need in item["meets"]]
        told = {(need["aspect"], need["code"]): need["label"] for need in [*needs, *answer["open_needs"]]}
        assert labels.items() <= told.items()
        met = {need["code"] for item in answer["suggestions"][:10] for need in item["meets"]}
        assert not met & {need["code"] for need in answer["open_needs"]}
        assert all(item["moved_up_for"] in item["meets"] for item in answer["suggestions"] if item["moved_up_for"])

    def test_who_is_part_of_another_is_named_with_it(self, demo_client: TestClient) -> None:
        body = {"text": "", "themes": ["swedish_integration", "quota_refugees"], "regions": ["15"]}
        suggestions = post(demo_client, idea=body, limit=100)["suggestions"]
        row = next(item for item in suggestions if len(item["also"]) > 2)
        group = {"pietarsaaren-kaupunki", "luodon-kunta", "kruunupyyn-kunta", "pedersoren-kunta",
                 "uudenkaarlepyyn-kaupunki"}
        assert {row["actor_id"], *(other["actor_id"] for other in row["also"])} == group
        assert len(group & {item["actor_id"] for item in suggestions[:5]}) <= 1

    def test_filters_leave_scores_as_they_are(self, demo_client: TestClient) -> None:
        scores = {item["actor_id"]: item["score"] for item in ask(demo_client, SUGGESTIONS, limit=100)["suggestions"]}
        answer = ask(demo_client, SUGGESTIONS, region=["19", "17"], not_sector="municipality", limit=100)["suggestions"]
        assert answer
        assert all({"19", "17"} & {region["code"] for region in item["actor"]["regions"]} for item in answer)
        assert all(item["actor"]["sector"]["code"] != "municipality" for item in answer)
        assert all(item["score"] == scores[item["actor_id"]] for item in answer if item["actor_id"] in scores)

    def test_known_partners_are_left_out_unless_asked_for(self, demo_client: TestClient, demo_network: Network) -> None:
        cooperation = next(item for item in demo_network.cooperations if item.since is not None)
        one, other = cooperation.members[:2]
        address = f"/v1/actors/{one}/suggestions"
        without, also = (ask(demo_client, address, as_of=DAY, limit=100, known_partners=choice) for choice in
                         ("false", "true"))
        assert (other, "not-known-partners") in {(item["actor_id"], item["rule"]) for item in without["left_out"]}
        assert other not in {item["actor_id"] for item in also["left_out"]}
        assert also["total"] > without["total"]

    @pytest.mark.parametrize("day", ["0001-01-01", "1999-12-31", "2025-12-31", "9999-12-31"])
    def test_any_day_can_be_asked_for(self, day: str, demo_client: TestClient) -> None:
        answer = ask(demo_client, SUGGESTIONS, as_of=day)
        assert answer["as_of"] == day
        assert answer["total"] > 0
        assert ask(demo_client, f"/v1/actors/{MONINET}/explanations/{ROVANIEMI}", as_of=day)["as_of"] == day

    def test_diversity_changes_the_order_only(self, demo_client: TestClient) -> None:
        plain, mixed = (ask(demo_client, SUGGESTIONS, limit=100, diversity=value)["suggestions"] for value in (0, 1))
        ledgers = {item["actor_id"]: item["ledger"] for item in plain}
        sectors = [item["actor"]["sector"]["code"] for item in mixed[:8]]
        assert len(set(sectors)) == 8
        assert all(item["ledger"] == ledgers[item["actor_id"]] for item in mixed if item["actor_id"] in ledgers)

    def test_statutory_counterparts_mixed_apart_or_nowhere(self, demo_client: TestClient) -> None:
        mixed, apart, none = (ask(demo_client, SUGGESTIONS, as_of=DAY, limit=100, counterparts=value)
                              for value in ("mixed", "apart", "none"))
        assert mixed == ask(demo_client, SUGGESTIONS, as_of=DAY, limit=100)
        assert [item["actor_id"] for item in apart["counterparts"]] == [
            item["actor_id"] for item in mixed["suggestions"] if item["counterpart"]]
        assert {**apart, "counterparts": []} == none
        assert none["total"] == mixed["total"] - len(apart["counterparts"]) < mixed["total"]
        body = {"profile": {"sector": "ngo", "municipalities": ["Rovaniemi"]}}
        assert post(demo_client, **body, counterparts="apart")["counterparts"]
        assert not post(demo_client, **body)["counterparts"]
        assert demo_client.get(SUGGESTIONS, params={"counterparts": "first"}).status_code == 422

    def test_names_are_those_of_the_readers_language_and_the_own_one_stays(self, demo_client: TestClient) -> None:
        address = f"/v1/actors/{ROVANIEMI}"
        names = {language: ask(demo_client, address, language)["actor"]["name"] for language in ("fi", "sv", "en")}
        assert names == {"fi": "Rovaniemen kaupunki", "sv": "Rovaniemi stad", "en": "City of Rovaniemi"}
        profile = ask(demo_client, address, "sv")["profile"]
        assert profile["name"] == "Rovaniemen kaupunki"
        assert profile["names"] == {"sv": "Rovaniemi stad", "en": "City of Rovaniemi"}

    def test_levels_say_what_scores_amount_to(self, demo_client: TestClient) -> None:
        items = ask(demo_client, SUGGESTIONS, "fi", as_of=DAY, limit=100)["suggestions"]
        for side in ("", "forward_", "backward_"):
            levels = {item[f"{side}level"]: item[f"{side}level_label"] for item in items}
            assert levels.items() <= {"very_good": "Sopii erittäin hyvin", "good": "Sopii hyvin",
                                      "possible": "Voi sopia", "weak": "Sopii heikosti"}.items()
            order = sorted(items, key=lambda item: -item[f"{side.rstrip('_') or 'score'}"])
            ranks = [list(FitLevel).index(item[f"{side}level"]) for item in order]
            assert ranks == sorted(ranks)

    def test_an_explanation_is_the_ledger_of_the_suggestion(self, demo_client: TestClient) -> None:
        suggestion = ask(demo_client, SUGGESTIONS, as_of=DAY)["suggestions"][0]
        answer = ask(demo_client, f"/v1/actors/{MONINET}/explanations/{suggestion['actor_id']}", as_of=DAY)
        assert (answer["ledger"], answer["score"]) == (suggestion["ledger"], suggestion["score"])
        assert answer["left_out"] == []

    def test_an_actor_is_not_its_own_partner(self, demo_client: TestClient) -> None:
        answer = ask(demo_client, f"/v1/actors/{MONINET}/explanations/{MONINET}", as_of=DAY)
        assert "not-oneself" in {item["rule"] for item in answer["left_out"]}

    def test_an_idea_finds_those_who_do_such_work(self, demo_client: TestClient, demo_network: Network) -> None:
        profiles = {actor.id: actor for actor in demo_network.actors}
        answer = post(demo_client, idea={"themes": ["Finnish as a second language"]}, limit=3)
        assert answer["actor"]["id"] == ""
        assert all("finnish_l2" in profiles[item["actor_id"]].themes for item in answer["suggestions"])

    def test_an_unsaved_profile_is_kept_nowhere(self, demo_client: TestClient) -> None:
        before = ask(demo_client, "/v1/actors")
        answer = post(demo_client, profile={"id": "brand-new", "name": "Uusi", "kind": "NGO", "kunta": "Turku"})
        assert answer["actor"]["municipalities"] == [{"code": "853", "label": "Turku"}]
        assert ask(demo_client, "/v1/actors") == before
        assert demo_client.get("/v1/actors/brand-new").status_code == 404

    def test_options_in_a_body_mean_what_they_mean_in_a_query(self, demo_client: TestClient) -> None:
        profile = ask(demo_client, f"/v1/actors/{MONINET}")["profile"]
        options: Document = {"limit": 4, "offset": 3, "sector": ["ngo", "company"], "not_region": ["Uusimaa"],
                             "diversity": 0.5, "as_of": "2024-05-05"}
        assert post(demo_client, profile=profile, known_partners=True, **options) == ask(
            demo_client, SUGGESTIONS, known_partners="true", **options)


class TestSearch:
    def test_a_name_is_found_first(self, demo_client: TestClient) -> None:
        answer = ask(demo_client, "/v1/search", q="MoniNet", limit=5)
        assert answer["actors"][0]["actor"]["id"] == MONINET
        assert 1 <= len(answer["actors"]) <= 5
        scores = [item["score"] for item in answer["actors"]]
        assert scores == sorted(scores, reverse=True)

    def test_filters_apply(self, demo_client: TestClient) -> None:
        hits = ask(demo_client, "/v1/search", q="suomen kieli", not_sector="ngo", limit=100)["actors"]
        assert hits
        assert all(item["actor"]["sector"]["code"] != "ngo" for item in hits)

    def test_words_that_nobody_uses_find_nobody(self, demo_client: TestClient) -> None:
        assert ask(demo_client, "/v1/search", q="…")["actors"] == []


class TestVocabularies:
    def test_every_vocabulary_of_the_list_can_be_opened(self, demo_client: TestClient) -> None:
        vocabularies = ask(demo_client, "/v1/vocabularies")["vocabularies"]
        assert {item["name"] for item in vocabularies} == set(finland().by_name())
        for item in vocabularies:
            assert len(ask(demo_client, f"/v1/vocabularies/{item['name']}")["terms"]) == item["terms"]

    def test_terms_carry_every_name(self, demo_client: TestClient) -> None:
        terms = {term["code"]: term for term in ask(demo_client, "/v1/vocabularies/themes", "sv")["terms"]}
        term = terms["finnish_l2"]
        assert term["label"] == term["labels"]["sv"]
        assert set(term["labels"]) == {"fi", "sv", "en"}
        assert term["broader"] in terms
        assert (term["region"], term["areas"]) == (None, [])

    def test_terms_that_a_text_speaks_of(self, demo_client: TestClient) -> None:
        path = "/v1/vocabularies/themes"
        terms = ask(demo_client, path, mentioned_in="Integrationsutbildningar för papperslösa")["terms"]
        assert [term["code"] for term in terms] == ["integration_training", "undocumented"]
        assert ask(demo_client, path, mentioned_in="nothing of the kind")["terms"] == []
        assert demo_client.get(path, params={"mentioned_in": " "}).status_code == 422

    @pytest.mark.parametrize(("day", "vocabulary"), [("2025-12-31", "ely"), ("2026-01-01", "edc")])
    def test_municipalities_have_the_authorities_of_the_day(self, day: str, vocabulary: str,
                                                            demo_client: TestClient) -> None:
        terms = ask(demo_client, "/v1/vocabularies/municipalities", as_of=day)["terms"]
        rovaniemi = next(term for term in terms if term["code"] == "698")
        areas = {area["kind"]: area for area in rovaniemi["areas"]}
        assert rovaniemi["region"] == {"code": "19", "label": "Lapland"}
        assert areas["regional_authority"]["vocabulary"] == vocabulary
        assert set(areas) == {"regional_authority", "wellbeing_county", "employment_area"}


class TestRanking:
    def test_it_tells_every_term_and_rule_in_use(self, demo_client: TestClient, demo_matcher: Matcher) -> None:
        ranking = ask(demo_client, "/v1/ranking", as_of="2024-06-01")
        weights = demo_matcher.snapshot.weights
        assert {term["name"]: term["weight"] for term in ranking["terms"]} == dict(weights.terms)
        assert list(TERMS) == [term["name"] for term in ranking["terms"]]
        assert all(term[part] for term in ranking["terms"] for part in ("title", "description", "method", "unit"))
        by_hand = {term["name"] for term in ranking["terms"] if term["origin"] == "hand-set"}
        assert by_hand == set(weights.card["by hand"].split(", "))
        assert {term["origin"] for term in ranking["terms"]} == {"hand-set", weights.origin}
        assert "judged" in ranking["weights"]["explanation"]
        assert ranking["base"] == weights.base
        assert [item["name"] for item in ranking["origins"]] == list(GENERATORS)
        assert [rule["name"] for rule in ranking["rules"]] == [rule.name for rule in demo_matcher.snapshot.rules.rules]
        assert all(re.search(r"[{}]", rule["sentence"]) is None for rule in ranking["rules"])
        assert "a person decides" in ranking["statement"][0]

    @pytest.mark.parametrize(("day", "in_force"), [("2024-06-01", True), ("2026-06-01", False)])
    def test_rules_are_in_force_on_their_days(self, day: str, in_force: bool, demo_client: TestClient) -> None:
        rules = {rule["name"]: rule for rule in ask(demo_client, "/v1/ranking", as_of=day)["rules"]}
        assert rules["programme-2023-2024-talent-boost"]["in_force"] is in_force
        assert rules["not-oneself"]["in_force"]
        assert rules["not-oneself"]["exclude"]

    def test_it_follows_the_configuration(self, demo_settings: Settings, tmp_path: Path) -> None:
        weights = Weights("mine", "learned", "Because {of} this.", -1.0, dict.fromkeys(TERMS, 0.25))
        write_weights(tmp_path / "mine.json", weights)
        with TestClient(create_app(demo_settings.model_copy(update={"weights": tmp_path / "mine.json"}))) as client:
            ranking = ask(client, "/v1/ranking")
        assert (ranking["base"], ranking["weights"]["note"]) == (-1.0, "Because {of} this.")
        assert {(term["weight"], term["origin"]) for term in ranking["terms"]} == {(0.25, "learned")}


class TestHealth:
    def test_alive_and_ready(self, demo_client: TestClient, demo_matcher: Matcher) -> None:
        assert ask(demo_client, "/healthz") == {"status": "alive"}
        assert ask(demo_client, "/readyz") == {"status": "ready"}
        network = ask(demo_client, "/v1/network")
        versions = demo_matcher.snapshot.versions.as_dict()
        assert network == {"name": "default", "actors": 211, "cooperations": 45, "rules": 0,
                           "versions": {**versions, "data": network["versions"]["data"]}}
        assert network["versions"]["data"] != versions["data"]  # that could be guessed from

    def test_not_ready_before_the_network_is_open(self, demo_settings: Settings) -> None:
        client = TestClient(create_app(demo_settings))
        assert client.get("/healthz").status_code == 200
        for address in ("/readyz", "/v1/actors", "/v1"):
            response = client.get(address)
            assert (response.status_code, response.json()["type"]) == (503, "urn:kumppani:problem:not-ready")

    def test_nothing_is_shared_between_applications(self, demo_settings: Settings, demo_client: TestClient) -> None:
        assert TestClient(create_app(demo_settings)).get("/readyz").status_code == 503
        assert demo_client.get("/readyz").status_code == 200


class TestHome:
    @pytest.mark.parametrize("language", ["fi", "sv", "en"])
    def test_every_link_can_be_followed(self, language: str, demo_client: TestClient) -> None:
        response = demo_client.get("/v1", headers={"Accept-Language": language})
        assert f'<html lang="{language}">' in response.text
        links = re.findall(r'href="([^"]+)"', response.text)
        assert {"/openapi.json", "/v1/ranking", "/healthz"} < set(links)
        assert [demo_client.get(link).status_code for link in links] == [200] * len(links)

    def test_without_actors_it_says_so(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        store_network(settings.database_url, Network())
        with TestClient(create_app(settings)) as client:
            page = client.get("/v1").text
            links = re.findall(r'href="([^"]+)"', page)
            assert [client.get(link).status_code for link in links] == [200] * len(links)
        assert "There are no actors yet." in page
        assert not any("/actors/" in link for link in links)

    def test_with_keys_only_that_is_a_link_which_needs_none(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        store_network(settings.database_url, Network((actor("a"), actor("b"))))
        with TestClient(create_app(settings)) as client:
            assert "needs a key" not in client.get("/v1").text
            with closing(Database(settings.database_url)) as database:
                Keys(database).create(Key("", "default", "x", frozenset({"read"}), "", now(), None))
            page = client.get("/v1").text
        assert set(re.findall(r'href="([^"]+)"', page)) == {"/openapi.json", "/healthz", "/readyz"}
        assert "What is listed here needs a key" in page
        assert "no actors" not in page

    def test_it_loads_nothing_from_elsewhere(self, demo_client: TestClient) -> None:
        page = demo_client.get("/v1").text
        assert re.search(r"https?://|<script|<link|<img", page) is None

    @pytest.mark.parametrize("address", ["/docs", "/redoc"])
    def test_pages_that_would_load_from_elsewhere_are_off(self, address: str, demo_client: TestClient) -> None:
        assert demo_client.get(address).status_code == 404


class TestHeaders:
    @pytest.mark.parametrize("address", ["/v1", "/v1/actors", "/openapi.json", "/nowhere", "/v1/search"])
    def test_every_answer_has_them(self, address: str, demo_client: TestClient) -> None:
        headers = demo_client.get(address, headers={"Accept-Language": "sv"}).headers
        assert headers["content-language"] == "sv"
        assert headers["vary"] == "Accept-Language"
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["referrer-policy"] == "no-referrer"
        assert headers["cache-control"] == "no-store"

    def test_the_setting_decides_where_no_language_is_asked_for(self, demo_settings: Settings) -> None:
        with TestClient(create_app(demo_settings.model_copy(update={"language": "fi"}))) as client:
            assert client.get("/v1/actors").headers["content-language"] == "fi"
            assert ask(client, "/v1/actors", "sv")

    def test_the_log_has_the_pattern_of_the_path_and_not_the_question(self, demo_client: TestClient,
                                                       caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "kumppani.service")
        demo_client.get("/v1/search", params={"q": "turvakoti"})
        demo_client.get("/v1/actors/a%0Ab")
        demo_client.get("/turvakoti")
        assert [record.getMessage().rpartition(" ms")[0].rsplit(" ", 1)[0] for record in caplog.records] == [
            "GET /v1/search 200", "GET /v1/actors/{actor} 404", "- - 404"]
