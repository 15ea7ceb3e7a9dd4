"""The pages without a browser: who is shown them, in which language, and what their forms do."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, quote

import pytest

from data.database.connection import Database
from data.records.network import Network
from data.records.relations import Cooperation
from data.tenancy.api_keys import Key, Keys
from data.wording.texts import LANGUAGES, render
from matcher.scoring import TermPoints, weigh
from service.app.composition import create_app
from service.clock import now
from service.schemas.kept_tables import NAMES, TABLES
from service.settings import Settings
from service.web.assets import FOLDER, asset_address
from tests.clients import TestClient
from tests.networks import ROVANIEMI, actor, finland
from tests.stores import store_network

LAPLAND = "lapin-yliopisto"
OWN = {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-origin"}
PAGES = ("/", "/components", "/search", "/search?q=kielikahvila", "/idea", "/idea?text=Kielikahvila+Rovaniemelle",
         "/ranking", "/network", "/network?region=19", "/network?sector=ngo&theme=employment&language=ar",
         "/network/imports", "/network/gaps", "/network/rules",
         "/network/rules/0", "/network/exposure", "/network/exposure?of=shown",
         "/network/rules/draft", "/network/keys", "/accessibility", "/network/privacy",
         "/network/gaps?theme=employment&region=19", "/network/idea", "/network/search?q=x", f"/actors/{LAPLAND}",
         f"/actors/{LAPLAND}?page=2&region=19", f"/actors/{LAPLAND}/idea?text=Kielikahvila",
         f"/actors/{LAPLAND}/search?q=Cultura", f"/actors/{LAPLAND}/answers",
         f"/actors/{LAPLAND}/introductions", f"/actors/{LAPLAND}/contact", f"/actors/{LAPLAND}/feed",
         f"/actors/{LAPLAND}/others/rovaniemen-kaupunki/introduction",
         f"/actors/{LAPLAND}/others/rovaniemen-kaupunki", f"/others/{LAPLAND}", f"/actors/{LAPLAND}/ranking",
         f"/actors/{LAPLAND}/others/{LAPLAND}", f"/actors/{LAPLAND}/profile",
         f"/actors/{LAPLAND}/profile?done=confirmed", f"/actors/{LAPLAND}/requests",
         f"/embed/actors/{LAPLAND}")
LINKS = re.compile(r'(?:href|action)="([^"#]+)"')
EVIL = '"><script>alert(1)</script><img src=x onerror=alert(1)>{{ 7*7 }}'


@pytest.fixture
def writable(tmp_path: Path) -> Iterator[TestClient]:
    """A client of a service over three actors, which may be written to."""
    settings = Settings(home=tmp_path, encoder="hashing")
    people = (actor("a", themes=("employment",)), actor("b", themes=("employment",), municipalities=(ROVANIEMI,)),
              actor("c", sector="municipality"))
    store_network(settings.database_url, Network(people))
    with TestClient(create_app(settings)) as client:
        yield client


class TestPages:
    @pytest.mark.parametrize("page", PAGES)
    def test_every_page_is_there_in_every_language(self, page: str, demo_client: TestClient) -> None:
        for language in LANGUAGES:
            answer = demo_client.get(f"/{language}{page}")
            assert answer.status_code == 200, answer.text
            assert f'<html lang="{language}">' in answer.text
            assert answer.headers["Content-Language"] == language
            assert "set-cookie" not in answer.headers

    @pytest.mark.parametrize(("filters", "passes"), [("", 1), ("?page=2", 1), ("?region=19", 2),
                                                     ("?region=19&sector=ngo&theme=employment", 2)])
    def test_actors_are_scored_once_more_for_the_numbers_of_filters_alone(
            self, filters: str, passes: int, demo_client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        weighed: list[TermPoints] = []

        def note(*asked: Any) -> TermPoints:  # noqa: ANN401 - handed on
            weighed.append(weigh(*asked))
            return weighed[-1]

        monkeypatch.setattr("matcher.engine.weigh", note)
        assert demo_client.get(f"/en/actors/{LAPLAND}{filters}").status_code == 200
        assert len(weighed) == passes

    @pytest.mark.parametrize("others", ["", "sector=ngo", "theme=employment&language=en"])
    def test_numbers_beside_regions_are_those_of_the_list_after_the_click(
            self, others: str, demo_client: TestClient) -> None:
        page = demo_client.get(f"/en/actors/{LAPLAND}?region=02&{others}").text
        for code in ("01", "02", "19"):
            lists = demo_client.get(
                f"/v1/actors/{LAPLAND}/suggestions?counterparts=apart&region={code}&{others}").json()
            assert f'name="region" value="{code}"' in page
            beside = re.search(rf'name="region" value="{code}"[^<]*<span class="num">(\d+)', page)
            assert beside is not None
            assert int(beside[1]) == lists["total"]

    def test_every_link_leads_somewhere(self, demo_client: TestClient) -> None:
        links = {link for page in PAGES for link in LINKS.findall(demo_client.get(f"/sv{page}").text)}
        own = sorted(link.replace("&amp;", "&") for link in links if link.startswith("/"))
        posts = ("/opinions/", "/follows/", "/profile/confirmation", "/imports/list", "/activation", "/rollback",
                 "/closure", "/withdrawal",
                 "/revocation", "/others/example")  # the last one stands for an actor on the page of components
        for link in own[:: max(1, len(own) // 60)]:
            if not any(part in link for part in posts):
                assert demo_client.get(link).status_code == 200, link

    def test_the_first_address_leads_to_the_language_that_is_asked_for(self, demo_client: TestClient) -> None:
        answer = demo_client.get("/", headers={"Accept-Language": "sv"}, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (307, "/sv/")

    @pytest.mark.parametrize(("address", "there"), [
        ("/fi", "/fi/"), ("/FI", "/fi/"), ("/FI/", "/fi/"), ("/SV/search?q=%C3%A4", "/sv/search?q=%C3%A4"),
        ("/fi?a=1", "/fi/?a=1"), ("/FI//evil.example", "/fi//evil.example")])
    def test_the_code_of_a_language_can_be_written_in_other_ways(self, address: str, there: str,
                                                                 demo_client: TestClient) -> None:
        answer = demo_client.get(address, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (307, there)

    @pytest.mark.parametrize("address", ["/xx/", "/xx", "/nothing/here", "/Fi/"])
    def test_browsers_are_told_in_a_page_that_there_is_nothing(self, address: str, demo_client: TestClient) -> None:
        browser = {"Accept": "text/html,application/xhtml+xml,*/*;q=0.8", "Accept-Language": "sv"}
        answer = demo_client.get(address, headers=browser)
        assert answer.status_code == 404
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Det finns ingen sida" in answer.text
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")
        assert demo_client.get(address).headers["Content-Type"] == "application/problem+json"
        assert demo_client.get("/v1" + address, headers=browser).headers["Content-Type"] == "application/problem+json"

    def test_the_languages_lead_to_the_same_page(self, demo_client: TestClient) -> None:
        page = demo_client.get(f"/fi/actors/{LAPLAND}?region=19&page=2").text
        assert f'href="/sv/actors/{LAPLAND}?region=19&amp;page=2"' in page

    def test_names_and_themes_are_in_the_language_of_the_page(self, demo_client: TestClient) -> None:
        assert "Lapplands universitet" in demo_client.get(f"/sv/actors/{LAPLAND}").text
        assert "University of Lapland" in demo_client.get(f"/en/actors/{LAPLAND}").text

    def test_a_description_in_another_language_is_said_to_be(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        people = (actor("a", themes=("employment",)),
                  replace(actor("b", themes=("employment",)), descriptions={"en": "We teach."}))
        store_network(settings.database_url, Network(people))
        with TestClient(create_app(settings)) as client:
            for place in ("/actors/a", "/actors/a/others/b", "/others/b", "/search?q=b"):
                page = client.get(f"/sv{place}").text
                assert '<span lang="en">We teach.</span> <span class="small soft">(på engelska)</span>' in page
                assert "(in English)" not in client.get(f"/en{place}").text

    def test_filters_in_the_address_narrow_the_list(self, demo_client: TestClient) -> None:
        page = demo_client.get(f"/en/actors/{LAPLAND}?region=21").text
        api = demo_client.get(f"/v1/actors/{LAPLAND}/suggestions?region=21&counterparts=apart",
                              headers={"Accept-Language": "en"}).json()
        assert [item["name"] for item in api["suggestions"]] == re.findall(r'<h3 id="n-\d+"><a [^>]*>([^<]*)<', page)
        assert re.search(r'value="21" checked', page)

    def test_an_empty_list_says_how_to_go_on(self, demo_client: TestClient) -> None:
        page = demo_client.get(f"/en/actors/{LAPLAND}?region=21&language=se").text
        assert "Nobody fits these choices" in page

    @pytest.mark.parametrize(("address", "status"), [
        ("/fi/actors/nobody", 404), ("/fi/nothing", 404), (f"/fi/actors/{LAPLAND}?page=0", 422),
        (f"/fi/actors/{LAPLAND}?region=nowhere", 422), ("/fi/others/nobody", 404)])
    def test_what_cannot_be_shown_is_said_in_a_page(self, address: str, status: int, demo_client: TestClient) -> None:
        answer = demo_client.get(address)
        assert answer.status_code == status
        assert answer.headers["Content-Type"].startswith("text/html")
        assert "Tätä ei voi näyttää" in answer.text


class TestIdeas:
    def test_chips_can_be_taken_away_and_added(self, demo_client: TestClient) -> None:
        first = demo_client.get("/en/idea?text=A+language+cafe+in+Rovaniemi").text
        token = re.search(r'name="drop" value="(municipalities\.\d+)"', first)
        assert token
        second = demo_client.get(f"/en/idea?text=A+language+cafe+in+Rovaniemi&drop={token[1]}&word=Turku").text
        assert 'aria-label="Take away Rovaniemi"' not in second
        assert re.search(r'name="take_back" value="municipalities\.853"', second)
        third = demo_client.get("/en/idea?text=A+cafe&add=municipalities.853&take_back=municipalities.853").text
        assert "Turku" not in re.sub(r"(?s)<section.*?partners.*", "", third)

    def test_what_is_not_known_is_said_beside_the_field(self, demo_client: TestClient) -> None:
        page = demo_client.get("/en/idea?text=A+cafe&word=zzzzqqqq").text
        assert "“zzzzqqqq” is not known here" in page
        assert 'aria-invalid="true"' in page

    @pytest.mark.parametrize("length", [2_001, 50_000])
    def test_a_long_text_is_kept_and_refused(self, length: int, demo_client: TestClient) -> None:
        answer = demo_client.get(f"/en/idea?text={'a' * length}")
        assert answer.status_code == 422
        assert "a" * length in answer.text
        assert 'href="#text"' in answer.text
        assert f"The text has {length:,} characters: shorten it to 2,000." in answer.text

    def test_long_words_of_a_search_are_kept_and_refused(self, demo_client: TestClient) -> None:
        answer = demo_client.get(f"/en/search?q={'a' * 4_000}")
        assert answer.status_code == 422
        assert f'value="{"a" * 4_000}"' in answer.text
        assert 'id="q-fault">The text has 4,000 characters: shorten it to 500.<' in answer.text
        assert 'href="#q"' in answer.text

    def test_a_long_word_elsewhere_leads_back(self, demo_client: TestClient) -> None:
        answer = demo_client.get(f"/en/idea?text=cafe&word={'a' * 4_000}")
        assert answer.status_code == 422
        assert "which has kept what you have written, and shorten it" in answer.text


class TestForms:
    def test_an_answer_counts_at_once_and_can_be_taken_back(self, writable: TestClient) -> None:
        answer = writable.post("/fi/actors/a/opinions/b", data={"opinion": "never", "query": "?page=1&evil=1"},
                               headers=OWN, follow_redirects=False)
        assert (answer.status_code, answer.headers["Location"]) == (303, "/fi/actors/a?page=1&said=b#said")
        page = writable.get(answer.headers["Location"]).text
        assert 'href="/fi/actors/a/others/b"' not in page
        assert writable.get("/v1/actors/a/opinions").json()["opinions"][0]["opinion"] == "never"
        assert ">B<" in writable.get("/fi/actors/a/answers").text
        writable.post("/fi/actors/a/opinions/b", data={"opinion": "undo"}, headers=OWN)
        assert 'href="/fi/actors/a/others/b"' in writable.get("/fi/actors/a").text

    def test_following_and_following_no_longer(self, writable: TestClient) -> None:
        writable.post("/sv/actors/a/follows/c", data={"follow": "yes"}, headers=OWN)
        assert [item["other"] for item in writable.get("/v1/actors/a/follows").json()["follows"]] == ["c"]
        answer = writable.post("/sv/actors/a/follows/c", data={"follow": "no", "back": "answers"}, headers=OWN)
        assert str(answer.url).endswith("/sv/actors/a/answers")
        assert writable.get("/v1/actors/a/follows").json()["follows"] == []

    @pytest.mark.parametrize("headers", [
        {}, {"Origin": "http://evil.example"}, {"Origin": "null"}, {"Origin": "http://127.0.0.1:9000"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "cross-site"}, {"Sec-Fetch-Site": "none"},
        {"Origin": "http://127.0.0.1:8000", "Sec-Fetch-Site": "same-site"}])
    def test_only_own_pages_may_send_them(self, headers: dict[str, str], writable: TestClient) -> None:
        answer = writable.post("/fi/actors/a/opinions/b", data={"opinion": "never"}, headers=headers)
        assert answer.status_code == 403
        assert writable.get("/v1/actors/a/opinions").json()["opinions"] == []

    @pytest.mark.parametrize(("path", "data", "words"), [
        ("opinions/b", {"opinion": "useful"}, "You said that B is useful."),
        ("opinions/b", {"opinion": "undo"}, "Your answer about B is taken back."),
        ("follows/b", {"follow": "yes"}, "You follow B now."),
        ("follows/b", {"follow": "no"}, "You follow B no longer.")])
    def test_what_was_done_is_said(self, path: str, data: dict[str, str], words: str, writable: TestClient) -> None:
        for place, form in (("opinions/b", {"opinion": "useful"}), ("follows/b", {"follow": "yes"}), (path, data)):
            answer = writable.post(f"/en/actors/a/{place}", data={**form, "query": "?done=undone&said=c"}, headers=OWN)
        said = re.search(r'(?s)id="said".*?<p>\s*(.*?)\s*</p>(.*?)</div></div>', answer.text)
        assert said
        assert said[1] == words
        assert ('value="undo"' in said[2]) is (data == {"opinion": "useful"})

    def test_nobody_is_said_to_be_left_out_of_its_own_list(self, writable: TestClient) -> None:
        assert "left out by" not in writable.get("/en/actors/a").text
        assert "own partner" not in writable.get("/en/actors/a").text
        writable.post("/en/actors/a/opinions/b", data={"opinion": "never"}, headers=OWN)
        assert "1 actor is left out by a rule" in writable.get("/en/actors/a").text

    @pytest.mark.parametrize(("path", "data", "status"), [
        ("/fi/actors/a/opinions/a", {"opinion": "never"}, 422), ("/fi/actors/a/opinions/b", {"opinion": "x"}, 422),
        ("/fi/actors/a/opinions/z", {"opinion": "never"}, 404), ("/fi/actors/a/follows/z", {"follow": "yes"}, 404),
        ("/fi/actors/a/opinions/b", {}, 422), ("/fi/actors/z/opinions/b", {"opinion": "never"}, 404),
        ("/fi/actors/a/opinions/b", {"opinion": "undo"}, 404), ("/fi/actors/a/follows/a", {"follow": "yes"}, 422)])
    def test_what_cannot_be_done_is_refused(self, path: str, data: dict[str, str], status: int,
                                            writable: TestClient) -> None:
        assert writable.post(path, data=data, headers=OWN).status_code == status


class TestEarlierIds:
    def test_the_page_of_a_merged_actor_leads_on(self, writable: TestClient) -> None:
        answer = writable.post("/v1/duplicates", json={"decision": "merge", "first": "b", "second": "a"})
        assert answer.status_code < 300, answer.text
        answer = writable.get("/fi/actors/a/idea")
        assert (answer.status_code, answer.url.path) == (200, "/fi/actors/b")


class TestDoors:
    def test_the_headers_keep_scripts_and_other_sites_out(self, demo_client: TestClient) -> None:
        for address in ("/fi/", "/fi/nothing", f"/fi/actors/{LAPLAND}"):
            headers = demo_client.get(address).headers
            policy = headers["Content-Security-Policy"]
            assert "default-src 'none'" in policy
            assert "unsafe" not in policy
            assert "frame-ancestors 'none'" in policy
            assert "require-trusted-types-for 'script'; trusted-types 'none'" in policy
            assert "script-src 'self'; connect-src 'self'" in policy
            assert headers["X-Content-Type-Options"] == "nosniff"
            assert headers["Cache-Control"] == "no-store"

    def test_static_files_are_kept_for_good_under_the_name_of_their_content(self, demo_client: TestClient) -> None:
        for path in FOLDER.iterdir():
            answer = demo_client.get(asset_address(path.name))
            assert answer.content == path.read_bytes()
            assert "immutable" in answer.headers["Cache-Control"]
            again = demo_client.get(asset_address(path.name), headers={"If-None-Match": answer.headers["ETag"]})
            assert again.status_code == 304
        assert demo_client.get("/static/kumppani.000000000000.css").status_code == 404

    @pytest.mark.parametrize("headers", [
        {"Host": "evil.example"}, {"X-Forwarded-For": "10.0.0.1"}, {"Sec-Fetch-Site": "cross-site"},
        {"Origin": "http://evil.example"}])
    def test_without_keys_only_this_machine_is_answered(self, headers: dict[str, str], demo_client: TestClient) -> None:
        for page in PAGES:
            answer = demo_client.get(f"/fi{page}", headers=headers)
            assert answer.status_code in {403, 421}
            assert "Lapin yliopisto" not in answer.text

    def test_with_keys_the_pages_are_closed(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        store_network(settings.database_url, Network((actor("a"), actor("b"))))
        with closing(Database(settings.database_url)) as database:
            Keys(database).create(Key("", "default", "x", frozenset({"read"}), "", now(), None))
        with TestClient(create_app(settings)) as client:
            for page in ("/", "/search?q=a", "/actors/a", "/network", "/idea?text=a", "/ranking", "/others/a"):
                answer = client.get(f"/en{page}")
                assert answer.status_code == 403
                assert "Sign in" in answer.text


class TestInjection:
    def test_no_text_of_the_network_or_of_the_address_becomes_markup(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing")
        people = tuple(replace(actor(name), name=EVIL + name, descriptions={"fi": EVIL, "": EVIL}, names={"sv": EVIL},
                               themes=("employment",), keywords=(EVIL,), website="javascript:alert(1)")
                       for name in "abc")
        store_network(settings.database_url, Network(people))
        with TestClient(create_app(settings)) as client:
            client.post("/fi/actors/a/opinions/b", data={"opinion": "useful"}, headers=OWN)
            client.post("/fi/actors/a/follows/b", data={"follow": "yes"}, headers=OWN)
            for page in ("/actors/a?said=b", "/actors/a/others/b", "/actors/a/answers", "/network", "/ranking",
                         "/others/b"):
                demand_plain(client.get(f"/fi{page}").text)
            for path, values in (("/search", {"q": EVIL}), ("/idea", {"text": EVIL}), ("/nothing", {"x": EVIL}),
                                 ("/idea", {"text": "x", "word": EVIL}), ("/idea", {"text": "x", "drop": EVIL}),
                                 ("/idea", {"text": "x", "add": f"themes.{EVIL}"}), ("/actors/a", {"region": EVIL}),
                                 ("/actors/a", {"said": EVIL}), (f"/actors/{quote(EVIL, safe='')}", {})):
                demand_plain(client.get(f"/fi{path}", params=values).text)


def demand_plain(page: str) -> None:
    """Demand that a page has its own script, no picture, and nothing of others that was taken for markup."""
    assert page.count(f'<script type="module" src="{asset_address("kumppani.js")}"></script>') == 1
    assert page.count("<script") == 1
    assert "<img" not in page
    assert "49" not in re.findall(r"onerror=alert\(1\)&gt;(..)", page)
    assert 'href="javascript' not in page


class TestGaps:
    def test_where_nobody_works_on_a_theme(self, writable: TestClient) -> None:
        page = writable.get("/en/network/gaps?theme=employment").text
        assert "Who works on Employment" in page
        rows = dict(re.findall(r'<th scope="row">([^<]*)</th><td class="num(?: none)?">(?:<strong>)?([^<]*)<', page))
        assert (rows["Lapland"], rows["Kainuu"]) == ("1", "nobody")
        assert len(rows) == 19

    def test_who_works_on_a_theme_is_named_the_nearest_first(self, demo_client: TestClient) -> None:
        def names(address: str) -> list[str]:
            page = demo_client.get(address).text
            return re.findall(r'class="name" href="/en/others/([^"]+)"', page[page.index('id="workers"'):])

        everywhere, near = (names(f"/en/network/gaps?theme=mental_health{region}") for region in ("", "&region=11"))
        profiles = {name: demo_client.get(f"/v1/actors/{name}").json()["actor"] for name in everywhere}
        assert sorted(everywhere) == sorted(near)
        assert all({theme["code"] for theme in profile["themes"]} for profile in profiles.values())
        where = [{region["code"] for region in profiles[name]["regions"]} for name in near]
        ranks = [0 if "11" in own else 1 if own & finland().places.neighbours("11") else 2 for own in where]
        assert ranks == sorted(ranks)
        assert len(set(ranks)) > 1

    def test_what_is_missing_in_a_region(self, writable: TestClient) -> None:
        page = writable.get("/en/network/gaps?region=19").text
        rows = dict(re.findall(r'<th scope="row">([^<]*)</th><td class="num(?: none)?">(?:<strong>)?([^<]*)<', page))
        assert (rows["Employment"], rows["Sports and physical activity"]) == ("1", "nobody")
        both = writable.get("/en/network/gaps?region=19&theme=sports").text
        assert "Nobody works on Sports and physical activity in Lapland" in both

    def test_a_broader_theme_has_those_who_work_on_a_narrower_one(self, demo_client: TestClient) -> None:
        network = demo_client.get("/v1/vocabularies/themes").json()
        narrower = next(item for item in network["terms"] if item.get("broader"))
        assert demo_client.get(f"/en/network/gaps?theme={narrower['broader']}").status_code == 200

    def test_codes_that_there_are_not_count_as_none(self, writable: TestClient) -> None:
        answer = writable.get("/en/network/gaps", params={"theme": EVIL, "region": "zz"})
        assert answer.status_code == 200
        assert "<script>alert" not in answer.text
        assert "Where somebody is missing" in answer.text

    def test_of_a_cooperation_with_who_is_about_to_leave_nothing_is_told(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", erase_after_days=7)
        people = Network((actor("a"), actor("b")), (Cooperation(("a", "b"), "Project"),))
        store_network(settings.database_url, people)
        with TestClient(create_app(settings)) as client:
            assert "Everybody has." in client.get("/en/network/gaps").text
            assert client.delete("/v1/actors/b").status_code == 202
            page = client.get("/en/network/gaps").text
            assert 'href="/en/actors/a"' in page
            assert 'href="/en/actors/b"' not in page

    def test_who_has_worked_with_nobody(self, writable: TestClient) -> None:
        assert 'href="/en/actors/a"' in writable.get("/en/network/gaps").text


class TestNetwork:
    def test_a_part_of_it_is_who_is_of_a_kind_in_a_region(self, demo_client: TestClient) -> None:
        page = demo_client.get("/en/network?region=19&sector=university").text
        assert "<h1>Lapland, University or university of applied sciences</h1>" in page
        assert f'href="/en/actors/{LAPLAND}"' in page
        assert "/en/actors/rovaniemen-kaupunki" not in page
        assert 'href="/en/network?region=19&amp;sector=university&amp;theme=' in page


class TestStatements:
    @pytest.mark.parametrize("language", LANGUAGES)
    def test_accessibility_has_its_five_parts(self, language: str, demo_client: TestClient) -> None:
        page = demo_client.get(f"/{language}/accessibility").text
        for part in ("state", "missing", "assessed", "feedback", "supervision"):
            assert f'id="{part}"' in page
        assert "WCAG 2.2 AA" in page
        assert "14" in page
        assert "saavutettavuus@traficom.fi" in page

    def test_data_protection_names_every_table(self, demo_client: TestClient) -> None:
        for language in LANGUAGES:
            page = html.unescape(demo_client.get(f"/{language}/privacy").text)
            assert all(f"<dt>{render(NAMES[table], language)}</dt>" in page for table in TABLES)

    def test_who_runs_the_service_is_named(self, tmp_path: Path) -> None:
        settings = Settings(home=tmp_path, encoder="hashing", operator="Verkosto ry",
                            operator_email="me@verkosto.example",
                            privacy_notice="https://verkosto.example/tietosuoja")
        store_network(settings.database_url, Network((actor("a"),)))
        with TestClient(create_app(settings)) as client:
            for place in ("accessibility", "privacy"):
                page = client.get(f"/sv/{place}").text
                assert "Verkosto ry" in page
                assert 'href="mailto:me@verkosto.example"' in page
            assert 'href="https://verkosto.example/tietosuoja"' in client.get("/fi/privacy").text

    def test_a_page_can_be_handed_on(self, demo_client: TestClient) -> None:
        start = "/en/actors/lapin-yliopisto"
        filtered, other = f"{start}?region=19", f"{start}/others/rovaniemen-kaupunki"
        for place, whole in ((f"{filtered}&said=x", filtered), (other, other)):
            page = html.unescape(demo_client.get(place).text)
            letters = re.findall(r'href="mailto:\?([^"]*)"', page)
            assert [parse_qs(letter)["body"] for letter in letters] == [[str(demo_client.base_url) + whole]]

    def test_a_complaint_can_be_made(self, demo_client: TestClient) -> None:
        for language in LANGUAGES:
            page = demo_client.get(f"/{language}/privacy").text
            assert 'href="mailto:tietosuoja@om.fi"' in page
            for part in ("who", "why", "sees", "rights", "complaint", "times", "kept"):
                assert f'id="{part}"' in page

    @pytest.mark.parametrize("email", ["x", "a@", "a b@c", "a@b\nx"])
    def test_what_is_no_address_is_refused(self, email: str) -> None:
        with pytest.raises(ValueError, match="operator_email"):
            Settings(operator_email=email)
