"""The profile of an actor: what its form stores, what it tells of faults and of others' changes, and the coach."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from html import unescape
from pathlib import Path
from typing import Any

import pytest

from data.records.network import Network
from data.records.profiles import Profile, Wish
from data.wording.texts import render
from matcher.coaching import FIELDS, Advice
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from service.web.profile_forms import differing, form_of, record_of_form
from service.web.views.coach import ADVICE, TOLD, gain_in_words
from service.web.views.profiles import TITLES
from tests.clients import TestClient
from tests.networks import ROVANIEMI, TODAY, TURKU, actor, finland
from tests.stores import store_network
from tests.test_service_web import EVIL, OWN

OWN_PAGE = "/en/actors/a/profile"
FULL = replace(
    actor("a"), name="Kaiku", names={"sv": "Ekot", "uk": "Луна"}, municipalities=(ROVANIEMI,), regions=("19", "02"),
    themes=("employment", "peer_support"), languages=("fi", "so"), descriptions={"fi": "Kielikahvila.", "": "Café."},
    needs=Wish({"en": "Partners"}, ("health_wellbeing",)), offers=Wish({}, ("meeting_places",)),
    wanted_sectors=("university",), capacity=3, groups=("migrant-led",), keywords=("kahvila", "puutarha"), website="https://kaiku.example",
    source="register", updated=date(2025, 3, 1), part_of="b", business_id="0201256-6")


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    """A client of a service over three actors, of which the first has filled every field."""
    settings = Settings(home=tmp_path, encoder="hashing")
    store_network(settings.database_url, Network((FULL, actor("b"), actor("c", languages=("fi",)))))
    with TestClient(create_app(settings)) as client:
        yield client


def _fields(page: str) -> dict[str, Any]:
    """Return what a browser would send of the form of the profile as it is."""
    form = page[page.index('class="sheet" aria-labelledby="data"'):page.index('id="others"')]
    fields: dict[str, Any] = {name: unescape(value) for name, value in re.findall(
        r'<input (?:id="\w+" )?(?:type="hidden" )?name="(\w+)"(?: type="\w+")? value="([^"]*)"', form)}
    fields |= {name: unescape(value) for name, value in re.findall(
        r'(?s)<textarea [^>]*?name="(\w+)"[^>]*>\n(.*?)</textarea>', form)}
    for name, inner in re.findall(r'(?s)<select id="\w+" name="(\w+)"[^>]*>(.*?)</select>', form):
        chosen = re.search(r'value="([^"]*)" selected', inner)
        fields[name] = chosen[1] if chosen else ""
    for name, value in re.findall(r'<input type="checkbox" name="(\w+)" value="([^"]*)" checked>', form):
        fields.setdefault(name, []).append(value)
    return fields


def _profile(client: TestClient) -> dict[str, Any]:
    return dict(client.get("/v1/actors/a").json()["profile"])


class TestForm:
    def test_sent_as_it_is_it_changes_nothing_but_the_day(self, client: TestClient) -> None:
        before = _profile(client)
        answer = client.post(OWN_PAGE, data=_fields(client.get(OWN_PAGE).text), headers=OWN, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, f"{OWN_PAGE}?done=saved#done")
        assert _profile(client) == {**before, "updated": now().date().isoformat()}
        assert "Your profile is stored and confirmed" in client.get(answer.headers["Location"]).text

    def test_what_is_written_and_chosen_is_stored(self, client: TestClient) -> None:
        fields = _fields(client.get(OWN_PAGE).text)
        fields |= {"description_sv": "Vi ordnar\r\nspråkcaféer.", "sector": "university", "coverage": "national",
                   "municipality": [], "municipality_words": "Åbo; Rovaniemi", "theme": ["health_wellbeing"],
                   "language": ["sv"], "language_words": "arabia, uk", "capacity": "0", "keywords": "kahvila; nuoret",
                   "need_en": "", "need_fi": "Koulu", "website": "kaiku.example/fi", "status": "inactive",
                   "name_sv": "Ekot rf"}
        assert client.post(OWN_PAGE, data=fields, headers=OWN).status_code == 200
        profile = _profile(client)
        assert profile["descriptions"] == {"fi": "Kielikahvila.", "sv": "Vi ordnar\nspråkcaféer.", "": "Café."}
        assert profile["names"] == {"sv": "Ekot rf", "uk": "Луна"}
        assert (profile["sector"], profile["coverage"], profile["status"]) == ("university", "national", "inactive")
        assert profile["municipalities"] == [TURKU, ROVANIEMI]
        assert profile["regions"] == ["02", "19"]
        assert (profile["themes"], profile["languages"]) == (["health_wellbeing"], ["sv", "ar", "uk"])
        assert profile["needs"] == {"texts": {"fi": "Koulu"}, "themes": ["health_wellbeing"]}
        assert (profile["capacity"], profile["keywords"]) == (0, ["kahvila", "nuoret"])
        assert profile["website"] == "https://kaiku.example/fi"
        assert (profile["part_of"], profile["source"]) == ("b", "register")

    def test_a_region_goes_with_the_municipality_that_brought_it(self, client: TestClient) -> None:
        fields = {**_fields(client.get(OWN_PAGE).text), "municipality": []}
        assert fields["region"] == ["02"]
        client.post(OWN_PAGE, data=fields, headers=OWN)
        assert _profile(client)["regions"] == ["02"]

    def test_every_fault_stands_beside_its_field_and_in_the_summary(self, client: TestClient) -> None:
        before = _profile(client)
        fields = _fields(client.get(OWN_PAGE).text)
        fields |= {"name": "", "name_fi": "", "name_sv": "", "name_en": "", "website": "no page", "capacity": "many",
                   "municipality_words": "Rovaniemy", "language_words": "zzzqqq", "description_en": "Kept as written",
                   "business_id": "1"}
        answer = client.post(OWN_PAGE, data=fields, headers=OWN)
        assert answer.status_code == 422
        for field in ("website", "capacity", "municipality_words", "language_words", "business_id"):
            assert f'<li><a href="#{field}">' in answer.text
            assert re.search(rf'id="{field}" [^>]*="[^"]*{field}-fault" aria-invalid="true"', answer.text)
            assert f'id="{field}-fault"' in answer.text
        assert "Did you mean" in answer.text
        assert "Kept as written" in answer.text
        assert 'value="no page"' in answer.text
        assert _profile(client) == before

    def test_a_code_that_there_is_not_is_told_beside_its_choices(self, client: TestClient) -> None:
        fields = {**_fields(client.get(OWN_PAGE).text), "theme": ["nothing_known"], "sector": ""}
        answer = client.post(OWN_PAGE, data=fields, headers=OWN)
        assert answer.status_code == 422
        for field in ("theme", "sector"):
            assert f'<li><a href="#{field}">' in answer.text
            assert f'id="{field}"' in answer.text

    def test_what_others_write_meanwhile_is_told_and_nothing_is_lost(self, client: TestClient) -> None:
        fields = {**_fields(client.get(OWN_PAGE).text), "description_en": "Mine"}
        other = {**_profile(client), "descriptions": {"en": "Theirs"}, "themes": ["health_wellbeing"],
                 "source": "other"}
        assert client.put("/v1/actors/a", json=other).status_code == 200
        answer = client.post(OWN_PAGE, data=fields, headers=OWN)
        assert answer.status_code == 409
        assert '<a href="#description_en">What you do, in English</a>: Theirs' in answer.text
        assert '<a href="#theme">Themes</a>: Health' in answer.text
        assert "Mine" in answer.text
        assert _profile(client)["descriptions"] == {"en": "Theirs"}
        again = client.post(OWN_PAGE, data=_fields(answer.text), headers=OWN, follow_redirects=False)
        assert again.status_code == 303
        assert _profile(client)["descriptions"] == {"fi": "Kielikahvila.", "en": "Mine"}
        assert _profile(client)["source"] == "other"

    def test_words_of_others_are_no_markup(self, client: TestClient) -> None:
        fields = {**_fields(client.get(OWN_PAGE).text), "description_fi": EVIL, "name": EVIL, "keywords": EVIL}
        for answer in (client.post(OWN_PAGE, data=fields, headers=OWN), client.get(OWN_PAGE)):
            assert "<script>alert" not in answer.text
            assert "<img src=x" not in answer.text
            assert "49" not in answer.text.partition("{{ 7*7 }}")[0][-20:]

    def test_only_own_pages_send_the_form(self, client: TestClient) -> None:
        fields = _fields(client.get(OWN_PAGE).text)
        assert client.post(OWN_PAGE, data=fields, headers={"Origin": "https://evil.example"}).status_code == 403
        assert client.post(f"{OWN_PAGE}/confirmation", data={"read": fields["read"]},
                           headers={"Origin": "https://evil.example"}).status_code == 403

    def test_nobody_is_added_by_it(self, client: TestClient) -> None:
        fields = _fields(client.get(OWN_PAGE).text)
        assert client.post("/en/actors/nobody/profile", data=fields, headers=OWN).status_code == 404


class TestConfirmation:
    def test_one_click_confirms_and_changes_nothing_else(self, client: TestClient) -> None:
        before, page = _profile(client), client.get(OWN_PAGE).text
        assert "Last confirmed on" in page
        answer = client.post(f"{OWN_PAGE}/confirmation", data={"read": _fields(page)["read"]}, headers=OWN)
        assert "Your profile is confirmed." in answer.text
        assert "Last confirmed today." in answer.text
        assert _profile(client) == {**before, "updated": now().date().isoformat()}

    def test_what_has_changed_meanwhile_is_not_confirmed_unseen(self, client: TestClient) -> None:
        read = _fields(client.get(OWN_PAGE).text)["read"]
        client.put("/v1/actors/a", json={**_profile(client), "themes": ["health_wellbeing"]})
        answer = client.post(f"{OWN_PAGE}/confirmation", data={"read": read}, headers=OWN)
        assert "Your profile is confirmed." not in answer.text
        assert _profile(client)["updated"] == "2025-03-01"


class TestCoach:
    def test_each_step_leads_to_a_field_and_says_what_it_opens(self, client: TestClient) -> None:
        page = client.get("/en/actors/b/profile").text
        for title, anchor in ADVICE.values():
            if render(title, "en") in unescape(page):
                assert f'href="#{anchor}"' in page
                assert f'id="{anchor}"' in page
        assert "Tell in which languages you serve" in page
        assert "2 of 10 points are told." in page

    def test_whoever_describes_its_work_is_asked_for_the_other_languages(self, client: TestClient) -> None:
        long = "Kielikahvila ja vertaistukea. " * 4
        client.put("/v1/actors/a", json={**_profile(client), "descriptions": {"fi": long}})
        page = client.get(OWN_PAGE).text
        assert "Describe your work in Swedish, too" in page
        assert "Describe your work in Finnish, too" not in page

    @pytest.mark.parametrize(("gain", "words"), [
        (None, "not known yet"), (0, "hardly change"), (1, "1 more actor would"), (7, "7 more actors would"),
        (-2, "2 actors fewer would")])
    def test_a_gain_is_said_as_it_is(self, gain: int | None, words: str) -> None:
        assert words in render(gain_in_words(Advice("themes", gain, 5)), "en")

    def test_every_field_that_counts_has_its_words(self) -> None:
        assert set(ADVICE) == set(TOLD) == set(FIELDS)

    def test_others_see_the_card_through_other_eyes(self, client: TestClient) -> None:
        page = client.get(OWN_PAGE).text
        assert 'href="/en/actors/a/others/a">Kaiku</a>' in page
        assert "Through the eyes of" in page
        assert "of the 2 actors that are suggested to you first" in page


def test_a_form_of_a_profile_makes_its_record_again() -> None:
    form = form_of(FULL, "", finland())
    assert differing(form, form) == ()
    assert set(TITLES) == set(type(form).model_fields) - {"read"}
    other = form.model_copy(update={"theme": ["health_wellbeing"], "name": "Else"})
    assert differing(form, other) == ("name", "theme")
    record = record_of_form(form, replace(FULL, source="later"), finland())
    assert record["source"] == "later"


def test_an_actor_with_little_said_has_a_page(client: TestClient) -> None:
    little = Profile(id="d", name="D", sector="ngo", updated=TODAY)
    client.put("/v1/actors/d", json={"id": "d", "name": little.name, "sector": "ngo"})
    page = client.get("/en/actors/d/profile").text
    assert "It is not known when your profile was last confirmed." in page


@pytest.mark.parametrize("actor_id", ["lapin-yliopisto", "rovaniemen-kaupunki"])
def test_the_card_is_shown_through_the_eyes_of_the_first_of_the_list(actor_id: str, demo_client: TestClient) -> None:
    own = unescape(demo_client.get(f"/en/actors/{actor_id}").text)
    profile = unescape(demo_client.get(f"/en/actors/{actor_id}/profile").text)
    first = re.search(r'<h3 id="n-1"><a [^>]*>([^<]*)<', own)
    assert first
    assert f"Through the eyes of {first[1]}, who is suggested to you first." in profile
