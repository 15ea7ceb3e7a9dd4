"""`POST /v1/suggestions` with an idea: what is understood is shown, and can be sent back."""

from __future__ import annotations

import time
import unicodedata
from typing import Any

import pytest

from data.wording.texts import LANGUAGES
from tests.clients import TestClient
from tests.networks import HELSINKI, ROVANIEMI

Json = Any
PATH = "/v1/suggestions"
WORDS = ("Kielikahvila venäjänkielisille naisille ruotsiksi ja viittomakielellä Rovaniemellä, mukaan järjestöjä. "
         "Ei yrityksiä. Ei Helsinkiin.")
OWNER = "rovaniemen-kaupunki"


def post(client: TestClient, language: str = "en", /, **body: Json) -> Json:
    response = client.post(PATH, json=body, headers={"Accept-Language": language})
    assert response.status_code == 200, response.text
    return response.json()


def faults(client: TestClient, idea: Json) -> dict[str, str]:
    """Which fields are refused, and how they can be mended."""
    response = client.post(PATH, json={"idea": idea})
    assert (response.status_code, response.json()["type"]) == (422, "urn:kumppani:problem:request-refused")
    return {problem["field"]: problem["cure"] for problem in response.json()["problems"]}


def ids(answer: Json) -> list[str]:
    return [item["actor_id"] for item in answer["suggestions"]]


class TestUnderstood:
    def test_what_is_read_is_in_the_answer(self, demo_client: TestClient) -> None:
        understood = post(demo_client, idea={"text": WORDS})["understood"]
        assert (understood["municipalities"], understood["sectors"]) == ([ROVANIEMI], ["ngo"])
        assert (understood["not_sectors"], understood["not_municipalities"]) == (["company"], [HELSINKI])
        assert {"women", "speakers:ru"} <= set(understood["people"])
        assert "sv" in understood["languages"]
        assert "language_cafe" in understood["themes"]
        assert not understood["nationwide"]
        assert all(WORDS[one["start"]:one["end"]] == one["words"] for one in understood["mentions"])

    @pytest.mark.parametrize(("language", "label"), [("fi", "Naiset"), ("sv", "Kvinnor"), ("en", "Women")])
    def test_in_the_language_of_the_answer(self, language: str, label: str, demo_client: TestClient) -> None:
        understood = post(demo_client, language, idea={"text": WORDS})["understood"]
        assert understood["labels"]["people"]["women"] == label

    def test_a_profile_has_nothing_to_be_understood(self, demo_client: TestClient) -> None:
        assert post(demo_client, profile={"sector": "ngo"})["understood"] is None
        assert demo_client.get(f"/v1/actors/{OWNER}/suggestions").json()["understood"] is None

    def test_what_is_refused_is_left_out(self, demo_client: TestClient) -> None:
        answer = post(demo_client, idea={"text": WORDS}, limit=100, counterparts="mixed")
        actors = [item["actor"] for item in answer["suggestions"]]
        assert actors
        for actor in actors:
            assert actor["sector"]["code"] != "company"
            at_home = HELSINKI in {place["code"] for place in actor["municipalities"]}
            assert not at_home or actor["coverage"] in ("national", "international")
        assert any(HELSINKI in {place["code"] for place in actor["municipalities"]} for actor in actors)

    def test_lists_of_its_own_stand_instead_of_what_is_read(self, demo_client: TestClient) -> None:
        understood = post(demo_client, idea={"text": WORDS, "regions": ["Åbo"], "sectors": ["kunta"],
                                             "themes": ["sports"]})["understood"]
        assert (understood["municipalities"], understood["sectors"], understood["themes"]) == (
            ["853"], ["municipality"], ["sports"])
        assert understood["not_sectors"] == ["company"]

    @pytest.mark.parametrize("words", [
        "👩\u200d🍳🎉 Kielikahvila Kajaanissa 🎉, ei yrityksiä", "Kielikahvila\r\nKajaanissa\r\n- ei yrityksiä\r\n",
        unicodedata.normalize("NFD", "Språkcafé i Åbo för mödrar, inga företag"),
        ("Äitien kielikahvila Jyväskylässä, ei yrityksiä 🎉\r\n" * 400)[:20_000],
    ], ids=["emoji", "CRLF", "accents apart", "20,000 characters"])
    def test_spans_are_those_of_the_text_that_was_sent(self, words: str, demo_client: TestClient) -> None:
        begin = time.perf_counter()
        mentions = post(demo_client, idea={"text": words})["understood"]["mentions"]
        assert time.perf_counter() - begin < 20  # seconds; it takes one at most on an idle machine
        assert {"theme", "municipality", "kind"} <= {one["aspect"] for one in mentions}
        assert all(words[one["start"]:one["end"]] == one["words"] != "" for one in mentions)

    def test_one_character_too_many(self, demo_client: TestClient) -> None:
        assert faults(demo_client, {"text": "x" * 20_001}) == {"idea.text": "Shorten it to 20,000 characters."}


class TestSentBack:
    @pytest.mark.parametrize("language", LANGUAGES)
    @pytest.mark.parametrize("words", [
        WORDS, "Mentorering i hela landet", "Homes for 🎉", "Kielikahvila Savossa sorania ja kurmandžia puhuville",
        "We look for authorities. Not in Lapland."])
    def test_unchanged_it_gives_the_same_list(self, words: str, language: str, demo_client: TestClient) -> None:
        first = post(demo_client, language, idea={"text": words}, limit=20)
        assert post(demo_client, language, idea={"text": words, "understood": first["understood"]}, limit=20) == first

    @pytest.mark.parametrize("change", [
        {"municipalities": ["Åbo"]}, {"municipalities": [], "nationwide": True}, {"sectors": ["company"],
        "not_sectors": []}, {"themes": ["Employment"]}, {"not_municipalities": []}, {"not_regions": ["19"]}])
    def test_changed_it_gives_another_list(self, change: Json, demo_client: TestClient) -> None:
        first = post(demo_client, idea={"text": WORDS}, limit=100)
        second = post(demo_client, idea={"text": WORDS, "understood": {**first["understood"], **change}}, limit=100)
        assert ids(second) != ids(first)
        assert second["understood"]["mentions"] == first["understood"]["mentions"]

    def test_it_stands_instead_of_all_that_is_read(self, demo_client: TestClient) -> None:
        understood = post(demo_client, idea={"text": WORDS, "understood": {"people": ["Kvinnor", "women"],
                                                                           "languages": ["Ruotsi"]}})["understood"]
        assert (understood["people"], understood["languages"]) == (["women"], ["sv"])
        assert understood["sectors"] == understood["not_sectors"] == understood["themes"] == []

    def test_words_that_nobody_knows_are_named_all_at_once(self, demo_client: TestClient) -> None:
        cures = faults(demo_client, {"text": "x", "understood": {
            "regions": ["Lappi", "Lapppi"], "municipalities": ["Helsinky"], "sectors": ["ngoo"],
            "themes": ["emploiment"], "languages": ["Swedsh"], "people": ["womem", "xyzzy", "speakers:zz"],
            "not_regions": ["Lapppi"], "not_municipalities": ["Helsinky"], "not_sectors": ["ngoo"]}})
        near = {"regions.1": "Lapland", "municipalities.0": "Helsinki", "sectors.0": "ngo", "themes.0": "employment",
                "languages.0": "swedish", "people.0": "women", "people.1": "asylum_seekers", "people.2": "two letters",
                "not_regions.0": "Lapland", "not_municipalities.0": "Helsinki", "not_sectors.0": "ngo"}
        assert set(cures) == {f"idea.understood.{field}" for field in near}
        assert all(word in cures[f"idea.understood.{field}"] for field, word in near.items())

    def test_no_more_faults_are_told_than_help(self, demo_client: TestClient) -> None:
        assert len(faults(demo_client, {"text": "x", "understood": {"sectors": ["zzzz"] * 50}})) == 20

    @pytest.mark.parametrize(("understood", "field"), [
        ({"nationwide": "yes"}, "idea.understood.nationwide"), ({"regions": "19"}, "idea.understood.regions"),
        ({"place": ["19"]}, "idea.understood.place"), ({"people": [1]}, "idea.understood.people.0"),
        ([], "idea.understood")])
    def test_other_faults(self, understood: Json, field: str, demo_client: TestClient) -> None:
        assert set(faults(demo_client, {"text": "x", "understood": understood})) == {field}

    @pytest.mark.parametrize("lists", [{"themes": ["sports"]}, {"regions": ["19"]}, {"sectors": ["ngo"]}])
    def test_either_this_or_lists_of_its_own(self, lists: Json, demo_client: TestClient) -> None:
        assert faults(demo_client, {"text": "x", "understood": {}, **lists}) == {
            "idea": "Change “understood”, or leave it out."}


class TestOwner:
    def test_it_is_not_suggested_to_itself_and_its_place_counts(self, demo_client: TestClient) -> None:
        answer = post(demo_client, idea={"text": "Mentorointia", "actor": OWNER}, limit=100)
        assert answer["actor"]["id"] == OWNER
        assert [place["code"] for place in answer["actor"]["municipalities"]] == [ROVANIEMI]
        assert OWNER not in ids(answer)
        assert OWNER in ids(post(demo_client, idea={"text": "Mentorointia Rovaniemellä"}, limit=100))

    def test_the_place_of_the_idea_goes_before_that_of_its_owner(self, demo_client: TestClient) -> None:
        answer = post(demo_client, idea={"text": "Mentorointia Turussa", "actor": OWNER})
        assert [place["label"] for place in answer["actor"]["municipalities"]] == ["Turku"]

    def test_it_is_not_the_list_of_its_owner(self, demo_client: TestClient) -> None:
        own = demo_client.get(f"/v1/actors/{OWNER}/suggestions").json()
        assert ids(post(demo_client, idea={"text": "Mentorointia", "actor": OWNER})) != ids(own)

    def test_an_actor_that_is_not_stored(self, demo_client: TestClient) -> None:
        assert set(faults(demo_client, {"text": "x", "actor": "nobody-of-the-kind"})) == {"idea.actor"}
