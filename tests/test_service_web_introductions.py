"""Introductions, contact data and news by the pages: asked, answered, told to nobody else; without a browser."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.introductions import asking
from data.introductions.contacts import Contact, Contacts
from data.records.network import Network
from data.records.profiles import Status
from data.records.relations import Cooperation
from data.store.store import DEFAULT, Store
from data.tenancy.api_keys import Key, Keys
from data.wording.texts import LANGUAGES
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import ROVANIEMI, actor
from tests.stores import store_network
from tests.test_service_web import EVIL, OWN, demand_plain

PEOPLE = (actor("a", themes=("employment",)), actor("b", themes=("employment",), municipalities=(ROVANIEMI,)),
          actor("c"), replace(actor("full"), capacity=0), replace(actor("gone"), status=Status.INACTIVE))
ANNA, BEN = {"name": "Anna", "email": "anna@a.example"}, {"name": "Ben", "phone": "+358 40 1234567"}
ASK = "Haetaan tiloja\nkielikahvilalle.\n\nSopiiko puhelu?"
COUNT = re.compile(r'<span class="count">(\d+)<')


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    settings = Settings(home=tmp_path, encoder="hashing", erase_after_days=7)
    store_network(settings.database_url, Network(PEOPLE, (Cooperation(("b", "c"), "Kahvila"),)))
    return settings


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    with TestClient(create_app(settings)) as client:
        yield client


def post(client: TestClient, path: str, data: dict[str, str], language: str = "en") -> Response:
    return client.post(f"/{language}/actors/{path}", data=data, headers=OWN, follow_redirects=False)


def give(client: TestClient, *actors: str) -> None:
    for name in actors:
        data = {"name": name.title(), "email": f"{name}@example.org"}
        assert post(client, f"{name}/contact", data).status_code == 303


def asked(client: TestClient, by: str = "a", of: str = "b", message: str = ASK) -> str:
    """Ask by the form, and return the id of the introduction."""
    done = post(client, f"{by}/others/{of}/introduction", {"message": message})
    assert done.status_code == 303, done.text
    return done.headers["Location"].rpartition("/")[2]


def page(client: TestClient, path: str, language: str = "en") -> str:
    answer = client.get(f"/{language}/actors/{path}")
    assert answer.status_code == 200, answer.text
    return html.unescape(answer.text)


class TestJourney:
    def test_asked_accepted_and_only_the_two_see_contact_data(self, client: TestClient) -> None:
        first = page(client, "a/others/b/introduction")
        assert 'href="/en/actors/a/contact?ask=b"' in first
        assert "<textarea" not in first
        done = post(client, "a/contact", {**ANNA, "ask": "b"})
        assert (done.status_code, done.headers["Location"]) == (303, "/en/actors/a/others/b/introduction")
        form = page(client, "a/others/b/introduction")
        assert "If they accept, they see: Anna, anna@a.example." in form
        assert f'value="{(now().date() + timedelta(days=14)).isoformat()}"' in form
        introduction = asked(client)
        sent = page(client, f"a/introductions/{introduction}")
        assert "You asked B for an introduction" in sent
        assert "14 days left" in sent
        assert "<p>Haetaan tiloja\nkielikahvilalle.</p><p>Sopiiko puhelu?</p>" in sent

        received = page(client, f"b/introductions/{introduction}")
        assert "A would like to get to know you" in received
        assert "anna@a.example" not in received
        assert "To accept, give the contact data first" in received
        done = post(client, "b/contact", {**BEN, "answer": introduction})
        assert done.headers["Location"] == f"/en/actors/b/introductions/{introduction}"
        assert "If you accept, they see: Ben, +358 40 1234567." in page(client, f"b/introductions/{introduction}")
        assert "1234567" not in page(client, f"a/introductions/{introduction}")
        done = post(client, f"b/introductions/{introduction}", {"act": "accept"})
        assert done.headers["Location"] == f"/en/actors/b/introductions/{introduction}"
        assert 'href="mailto:anna@a.example"' in page(client, f"b/introductions/{introduction}")
        assert 'href="tel:+358401234567"' in page(client, f"a/introductions/{introduction}")
        for other in ("c/introductions", "c/others/a", "c/others/b", "a/others/b", "c", "c/search?q=Anna", "c/feed"):
            assert "anna@" not in page(client, other)
            assert "1234567" not in page(client, other)
        assert client.get(f"/en/actors/c/introductions/{introduction}").status_code == 404

    def test_who_was_asked_is_not_offered_again(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        places = (("a", "b", "Waits for their answer"), ("b", "a", "Waits for your answer"))
        for own, other, words in (*places, *((own, other, "You have been introduced") for own, other, _ in places)):
            if words == "You have been introduced":
                post(client, f"b/introductions/{introduction}", {"act": "accept"})
            for place in (own, f"{own}/others/{other}"):
                shown = page(client, place)
                assert f'href="/en/actors/{own}/others/{other}/introduction"' not in shown
                link = rf'href="/en/actors/{own}/introductions/{introduction}">(?:<svg.*?</svg>)?{words}<'
                assert re.search(link, shown), (place, words)
        assert 'href="/en/actors/c/others/b/introduction"' in page(client, "c/others/b")

    def test_who_took_a_request_back_or_declined_one_may_ask(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        post(client, f"b/introductions/{introduction}", {"act": "decline"})
        assert "Waits for their answer" in page(client, "a/others/b")
        assert "Ask for an introduction" in page(client, "b/others/a")
        post(client, f"a/introductions/{introduction}", {"act": "withdraw"})
        assert "Ask for an introduction" in page(client, "a/others/b")

    def test_declining_looks_like_silence(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        before = page(client, f"a/introductions/{introduction}"), page(client, "a/introductions")
        assert post(client, f"b/introductions/{introduction}", {"act": "decline"}).status_code == 303
        assert (page(client, f"a/introductions/{introduction}"), page(client, "a/introductions")) == before
        own = page(client, f"b/introductions/{introduction}")
        assert "You have declined" in own
        assert "they are not told" in own
        assert post(client, f"b/introductions/{introduction}", {"act": "accept"}).status_code == 303
        assert "How you reach them" in page(client, f"a/introductions/{introduction}")

    def test_a_block_looks_like_nothing(self, client: TestClient) -> None:
        give(client, "a", "b")
        assert client.put("/v1/actors/b/blocks/a").status_code < 300
        introduction = asked(client)
        assert "It waits for an answer" in page(client, f"a/introductions/{introduction}")
        assert client.get(f"/en/actors/b/introductions/{introduction}").status_code == 404
        assert introduction not in page(client, "b/introductions")
        assert not COUNT.search(page(client, "b"))

    def test_a_request_is_taken_back(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        assert post(client, f"a/introductions/{introduction}", {"act": "withdraw"}).status_code == 303
        assert "You took the request back." in page(client, f"a/introductions/{introduction}")
        assert "You can ask again on" in page(client, f"a/introductions/{introduction}")
        refused = post(client, f"b/introductions/{introduction}", {"act": "accept"})
        assert refused.status_code == 409
        assert "The request has been withdrawn." in refused.text
        again = post(client, "a/others/b/introduction", {"message": "Once more"})
        assert again.status_code == 409
        assert "cannot be asked again so soon" in again.text
        assert "Once more" in again.text

    def test_what_came_of_it_is_said_by_each_and_taken_back(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        refused = post(client, f"a/introductions/{introduction}/outcome", {"outcome": "met"})
        assert refused.status_code == 409
        post(client, f"b/introductions/{introduction}", {"act": "accept"})
        assert "You have not said what came of it." in page(client, "a/introductions")
        post(client, f"a/introductions/{introduction}/outcome", {"outcome": "working"})
        assert re.search(r'value="working" aria-pressed="true"', page(client, f"a/introductions/{introduction}"))
        assert '<span class="tag good">We work together</span>' in page(client, "a/introductions")
        assert 'aria-pressed="true"' not in page(client, f"b/introductions/{introduction}")
        post(client, f"a/introductions/{introduction}/outcome", {"outcome": "undo"})
        assert 'aria-pressed="true"' not in page(client, f"a/introductions/{introduction}")

    def test_how_many_wait_stands_in_the_navigation(self, client: TestClient) -> None:
        give(client, "a", "b", "c")
        asked(client)
        introduction = asked(client, by="c")
        for place in ("b", "b/search?q=x", "b/others/a", "b/introductions"):
            assert COUNT.findall(page(client, place)) == ["2"]
        post(client, f"b/introductions/{introduction}", {"act": "decline"})
        assert COUNT.findall(page(client, "b")) == ["1"]
        assert not COUNT.search(page(client, "a"))


class TestBounds:
    @pytest.mark.parametrize(("form", "field", "words"), [
        ({"message": " \n "}, "message", "Write what you would like to do together."),
        ({}, "message", "Write what you would like to do together."),
        ({"message": "x" * 2001}, "message", "Shorten it to 2,000 characters."),
        ({"message": "a\0"}, "message", "control character"),
        ({"message": "x", "deadline": "soon"}, "deadline", "This is not a day."),
        ({"message": "x", "deadline": "2020-01-01"}, "deadline", "The deadline cannot be on this day."),
        ({"message": "x", "deadline": "2099-01-01"}, "deadline", "The deadline cannot be on this day.")])
    def test_what_is_wrong_stands_beside_the_field(self, form: dict[str, str], field: str, words: str,
                                                   client: TestClient) -> None:
        give(client, "a")
        answer = post(client, "a/others/b/introduction", form)
        assert answer.status_code == 422
        assert re.search(rf'<p class="err" id="{field}-fault">[^<]*{re.escape(words)}', answer.text)
        assert f'href="#{field}"' in answer.text
        assert client.get("/v1/actors/a/introductions").json()["total"] == 0

    def test_a_message_far_too_long_is_kept(self, client: TestClient) -> None:
        give(client, "a")
        answer = post(client, "a/others/b/introduction", {"message": "x" * 50_000})
        assert answer.status_code == 422
        assert "x" * 50_000 + "</textarea>" in answer.text
        assert "Shorten it to 2,000 characters." in answer.text

    @pytest.mark.parametrize(("other", "status", "words"), [
        ("full", 409, "“Full” takes on no more partnerships now."), ("a", 422, ""), ("nobody", 404, ""),
        ("gone", 409, "“Gone” takes no part in the network now.")])
    def test_who_cannot_be_asked(self, other: str, status: int, words: str, client: TestClient) -> None:
        give(client, "a")
        answer = post(client, f"a/others/{other}/introduction", {"message": "x"})
        assert answer.status_code == status
        assert words in answer.text
        assert client.get("/v1/actors/a/introductions").json()["total"] == 0
        before = client.get(f"/en/actors/a/others/{other}/introduction")
        assert words in before.text
        assert "<textarea" not in before.text

    def test_nobody_is_asked_without_contact_data_or_twice_or_too_often(
            self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        assert post(client, "a/others/b/introduction", {"message": "x"}).status_code == 409
        give(client, "a", "b")
        asked(client)
        assert "“A” has asked “B” already." in post(client, "a/others/b/introduction", {"message": "x"}).text
        back = post(client, "b/others/a/introduction", {"message": "x"})
        assert "Accept that request." in back.text
        monkeypatch.setattr(asking, "MOST_OPEN", 1)
        more = post(client, "a/others/c/introduction", {"message": "x"})
        assert "Too many requests are open already: 1." in more.text

    def test_who_is_about_to_leave_is_not_asked(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        post(client, f"b/introductions/{introduction}", {"act": "accept"})
        assert client.delete("/v1/actors/b").status_code == 202
        assert client.get("/en/actors/a/others/b/introduction").status_code == 404
        assert post(client, "a/others/b/introduction", {"message": "x"}).status_code == 404
        assert "An actor that takes no part in the network now" in page(client, "a/introductions")
        assert "An actor that takes no part" in page(client, f"a/introductions/{introduction}")

    @pytest.mark.parametrize(("path", "data", "status"), [
        ("a/introductions/x", {"act": "accept"}, 422), (f"a/introductions/{'0' * 32}", {"act": "accept"}, 404),
        (f"a/introductions/{'0' * 32}", {"act": "burn"}, 422), (f"a/introductions/{'0' * 32}", {}, 422),
        (f"a/introductions/{'0' * 32}/outcome", {"outcome": "x"}, 422), ("z/contact", ANNA, 404),
        ("a/contact", {**ANNA, "answer": "//evil.example"}, 422),
        ("a/contact/removal", {"remove": "yes"}, 404), ("a/contact/removal", {}, 422)])
    def test_forms_that_no_page_sends(self, path: str, data: dict[str, str], status: int, client: TestClient) -> None:
        assert post(client, path, data).status_code == status

    @pytest.mark.parametrize("path", ["a/contact", "a/contact/removal", "a/others/b/introduction",
                                      f"a/introductions/{'0' * 32}", f"a/introductions/{'0' * 32}/outcome"])
    def test_other_sites_send_nothing(self, path: str, client: TestClient) -> None:
        headers = {"Origin": "https://evil.example", "Sec-Fetch-Site": "cross-site"}
        data = {**ANNA, "message": "x", "act": "accept", "outcome": "met", "remove": "yes"}
        assert client.post(f"/en/actors/{path}", data=data, headers=headers).status_code == 403

    def test_only_who_was_asked_answers(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        for act in ("accept", "decline"):
            assert post(client, f"a/introductions/{introduction}", {"act": act}).status_code == 409
        assert post(client, f"b/introductions/{introduction}", {"act": "withdraw"}).status_code == 409
        assert post(client, f"c/introductions/{introduction}", {"act": "accept"}).status_code == 404


class TestContact:
    @pytest.mark.parametrize(("form", "field", "words"), [
        ({"name": " ", "email": "a@b.fi"}, "name", "Say who answers"), ({"email": "a@b.fi"}, "name", "Say who answers"),
        ({"name": "A", "email": "a@b"}, "email", "This is not an e-mail address."),
        ({"name": "A"}, "email", "Neither an e-mail address nor a phone number is given."),
        ({"name": "A", "phone": "call me"}, "phone", "This is not a phone number."),
        ({"name": "=1+1", "email": "a@b.fi"}, "name", "formula"),
        ({"name": "A\r\nBcc: b@c.fi", "email": "a@b.fi"}, "name", "control character"),
        ({"name": "x" * 201, "email": "a@b.fi"}, "name", "Shorten it to 200 characters.")])
    def test_what_cannot_be_used_is_said_beside_the_field(self, form: dict[str, str], field: str, words: str,
                                                          client: TestClient) -> None:
        answer = post(client, "a/contact", form)
        assert answer.status_code == 422
        assert re.search(rf'<p class="err" id="{field}-fault">[^<]*{re.escape(words)}', answer.text)
        assert client.get("/v1/actors/a/contact").status_code == 404

    def test_all_that_is_missing_is_said_at_once(self, client: TestClient) -> None:
        answer = post(client, "a/contact", {"name": " "})
        assert re.findall(r'<p class="err" id="(\w+)-fault">([^<.]*)', answer.text) == [
            ("name", "Say who answers: a person, or a role such as “office”"),
            ("email", "Neither an e-mail address nor a phone number is given")]
        wrong = post(client, "a/contact", {"name": "", "phone": "call me"}).text
        assert re.findall(r'id="(\w+)-fault"', wrong) == ["name", "phone"]

    def test_who_asks_is_told_of_two_steps(self, client: TestClient) -> None:
        assert "Step 1 of 2" in page(client, "a/others/b/introduction")
        assert "Step 1 of 2" in page(client, "a/contact?ask=b")
        assert "Step 1 of 2" not in page(client, "a/contact")
        give(client, "a")
        assert "Step 1 of 2" not in page(client, "a/others/b/introduction")

    def test_given_changed_and_taken_back(self, client: TestClient) -> None:
        done = post(client, "a/contact", ANNA)
        assert done.headers["Location"] == "/en/actors/a/contact?said=saved"
        assert "Your contact data are stored." in client.get(done.headers["Location"]).text
        assert client.get("/v1/actors/a/contact").json() == {**ANNA, "phone": "", "source": ""}
        post(client, "a/contact", BEN)
        assert client.get("/v1/actors/a/contact").json()["name"] == "Ben"
        done = post(client, "a/contact/removal", {"remove": "yes"})
        assert "are removed" in client.get(done.headers["Location"]).text
        assert client.get("/v1/actors/a/contact").status_code == 404

    def test_taken_back_they_are_open_to_nobody(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        post(client, f"b/introductions/{introduction}", {"act": "accept"})
        assert "b@example.org" in page(client, f"a/introductions/{introduction}")
        post(client, "b/contact/removal", {"remove": "yes"})
        assert "b@example.org" not in page(client, f"a/introductions/{introduction}")
        assert "you have taken yours back" in page(client, f"b/introductions/{introduction}")

    def test_those_of_a_list_are_confirmed_by_saving_them(self, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database, Store(database, DEFAULT).writing() as transaction:
            Contacts(transaction).put("a", Contact("Anna", "anna@a.example", "", "lista.xlsx"))
        with TestClient(create_app(settings)) as client:
            assert "confirm them before you ask" in page(client, "a/others/b/introduction")
            assert post(client, "a/others/b/introduction", {"message": "x"}).status_code == 409
            form = page(client, "a/contact")
            assert "“lista.xlsx”" in form
            assert 'value="anna@a.example"' in form
            post(client, "a/contact", ANNA)
            asked(client)


class TestFeed:
    def test_it_says_what_to_do_when_nobody_is_followed(self, client: TestClient) -> None:
        assert "You follow nobody yet" in page(client, "a/feed")

    def test_news_of_the_followed_alone_the_newest_first(self, client: TestClient) -> None:
        post(client, "a/follows/b", {"follow": "yes"})
        for name, city in (("b", "Lahti"), ("c", "Turku")):
            body = {"name": name.title(), "sector": "ngo", "municipalities": [city]}
            answer = client.put(f"/v1/actors/{name}", json=body)
            assert answer.status_code < 300, answer.text
        feed = page(client, "a/feed")
        items = re.findall(r'<li><a href="([^"]*others/[^"]*)">([^<]*)<', feed)
        api = client.get("/v1/actors/a/feed", headers={"Accept-Language": "en"}).json()["items"]
        assert items == [(f"/en/actors/a/others/{item['actor_id']}", item["sentence"]) for item in api]
        assert items[0] == ("/en/actors/a/others/b", "B has changed its profile.")
        assert "You follow 1 organisation" in feed

    def test_older_news_are_led_to(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr("service.web.routes.feed.PER_PAGE", 1)
        for name in "bc":
            post(client, f"a/follows/{name}", {"follow": "yes"})
            client.put(f"/v1/actors/{name}", json={"name": name, "sector": "company", "municipalities": ["Lahti"]})
        first = page(client, "a/feed")
        older = re.search(r'href="(/en/actors/a/feed\?before=[\d.]+)"', first)
        assert older
        second = client.get(older[1]).text
        assert "c has changed its profile." in first
        assert "b has changed its profile." in second
        assert client.get("/en/actors/a/feed?before=x").status_code == 422


class TestPages:
    def test_with_keys_they_are_closed_to_whoever_is_nobody(self, settings: Settings) -> None:
        with TestClient(create_app(settings)) as client:
            give(client, "a", "b")
            introduction = asked(client)
        with closing(Database(settings.database_url)) as database:
            Keys(database).create(Key("", DEFAULT, "x", frozenset({"read"}), "", now(), None))
        with TestClient(create_app(settings)) as client:
            for place in ("introductions", f"introductions/{introduction}", "contact", "feed", "others/b/introduction"):
                answer = client.get(f"/en/actors/a/{place}", follow_redirects=False)
                assert answer.status_code in {303, 401, 403}
                assert "example.org" not in answer.text
                assert "kielikahvilalle" not in answer.text

    @pytest.mark.parametrize("language", LANGUAGES)
    def test_words_of_people_do_nothing_to_a_page(self, language: str, client: TestClient) -> None:
        give(client, "a")
        refused = post(client, "b/contact", {"name": EVIL, "email": EVIL, "phone": EVIL, "ask": EVIL}, language)
        done = post(client, "b/contact", {"name": EVIL, "email": "b@b.fi"}, language)
        assert done.status_code == 303
        introduction = asked(client, message=EVIL)
        refused_ask = post(client, "a/others/b/introduction", {"message": EVIL, "deadline": EVIL}, language)
        pages = [client.get(f"/{language}/actors/{place}").text
                 for place in (f"b/introductions/{introduction}", f"a/introductions/{introduction}", "b/contact")]
        post(client, f"b/introductions/{introduction}", {"act": "accept"})
        pages += [client.get(f"/{language}/actors/{place}").text
                  for place in (f"a/introductions/{introduction}", "b/introductions")]
        for shown in (refused.text, refused_ask.text, *pages):
            demand_plain(shown)
            assert "{{ 7*7 }}" in shown

    def test_the_languages_lead_to_the_same_introduction(self, client: TestClient) -> None:
        give(client, "a", "b")
        introduction = asked(client)
        titles = set()
        for language in LANGUAGES:
            shown = page(client, f"b/introductions/{introduction}", language)
            titles.add(re.search("<h1>(.*)</h1>", shown)[1])  # type: ignore[index]
            assert all(f'href="/{other}/actors/b/introductions/{introduction}"' in shown for other in LANGUAGES)
        assert len(titles) == len(LANGUAGES)
