"""Pages of rules: read in words, drafted, rehearsed, put to use and rolled back, without a browser."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html import unescape
from pathlib import Path
from time import sleep

import pytest
from httpx2 import Response

from data.records.network import Network
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.rules.reading import parse_rules
from service.app.composition import create_app
from service.runtime.answering import rehearsals
from service.settings import Settings
from service.web.views.rules import Differences, differences, rule_lines
from tests.clients import TestClient
from tests.networks import TODAY, finland
from tests.stores import store_network
from tests.test_service_http_rules import ACTORS, FORMAT, NO_NGO, RULES_TEXT, STRICT
from tests.test_service_web import OWN

OVERVIEW = "/en/network/rules"
RULE = """
[[rules]]
name = "far"
{dates}
[rules.sentence]
fi = "Kaukana."
sv = "Långt bort."
en = "{sentence}"
[rules.pair]
min_km = {km}
[rules.effect]
points = {points}
"""


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path / "home", encoder="hashing", index="exact")
    store_network(settings.database_url, Network(ACTORS))
    with TestClient(create_app(settings), raise_server_exceptions=False, headers=OWN) as client:
        yield client


def draft(client: TestClient, content: str = STRICT, do: str = "store") -> Response:
    sent = {"content": content.replace("\n", "\r\n"), "note": "A trial", "do": do}
    return client.post(f"{OVERVIEW}/draft", data=sent)


def put_to_use(client: TestClient, number: int, expected: int) -> Response:
    return client.post(f"{OVERVIEW}/{number}/activation", data={"expected": expected, "has_read": "yes"})


def active(client: TestClient) -> int:
    number: int = client.get("/v1/rules").json()["active"]
    return number


def rehearsed(client: TestClient, number: int) -> Response:
    """The page of a rehearsal that is done."""
    answer = client.post(f"{OVERVIEW}/{number}/rehearsals")
    while "<progress" in answer.text:
        sleep(0.01)
        answer = client.get(str(answer.url))
    return answer


def words(page: str) -> str:
    return " ".join(unescape(re.sub(r"<[^>]*>", " ", page)).split())


def text_in(page: str) -> str:
    """What stands in the field for a text."""
    found = re.search(r"(?s)<textarea[^>]*>\n(.*)</textarea>", page)
    assert found
    return unescape(found[1])


class TestReading:
    def test_those_in_use_in_words(self, client: TestClient) -> None:
        page = words(client.get(OVERVIEW).text)
        assert "In use: the rules of the file in the settings" in page
        assert ("The candidate promotes integration in the same place, which is a statutory duty of the municipality. "
                "statutory counterpart statutory-municipality adds 3 points from Jan 1, 2025 on") in page
        assert "they are far from each other. far-apart takes away 0.7 points always" in page
        assert "sets aside: statutory-regional-authority and Same regional authority" in page
        assert "ended programme-2023-2024-talent-boost" in page
        protective = page.index("Rules that protect people")
        assert page.index("not-blocked") > protective > page.index("far-apart")
        assert "Go back to" not in page

    def test_in_finnish_with_a_comma(self, client: TestClient) -> None:
        assert "vähentää 0,7 pistettä" in words(client.get("/fi/network/rules").text)

    def test_rules_that_begin_later_or_give_one_point(self) -> None:
        content = FORMAT + RULE.format(dates="valid_from = 2999-01-01", sentence="Far.", km=5, points=-1)
        line = rule_lines(parse_rules(content, finland(), "x"), TODAY, "en")[0]
        assert (line.name, line.effect, line.holds, line.state, line.protects) == (
            "far", "takes away one point", "from Jan 1, 2999 on", "to come", False)


class TestDifferences:
    def test_added_changed_removed(self) -> None:
        before = FORMAT + RULE.format(dates="", sentence="Far.", km=5, points=0.5) + NO_NGO
        after = FORMAT + RULE.format(dates="valid_until = 2027-12-31", sentence="Far.", km=5, points=-0.3).replace(
            "far", "apart", 1) + NO_NGO.replace("exclude = true", "points = 1")
        found = self.compare(before, after)
        assert [(rule.name, rule.kind, rule.before, rule.after) for rule in found.rules] == [
            ("apart", "added", "", "Takes away 0.3 points, until Dec 31, 2027"),
            ("no-ngo", "changed", "Leaves the actor out, always", "Adds one point, always"),
            ("far", "removed", "Adds 0.5 points, always", "")]
        assert found.same == 5
        assert [(line.is_new, line.number, line.words) for line in found.lines] == [
            (False, 4, 'name = "far"'), (False, 5, ""), (True, 4, 'name = "apart"'),
            (True, 5, "valid_until = 2027-12-31"), (False, 13, "points = 0.5"), (True, 13, "points = -0.3"),
            (False, 24, "exclude = true"), (True, 24, "points = 1")]

    def test_another_sentence_or_another_condition(self) -> None:
        before = FORMAT + RULE.format(dates="", sentence="Far.", km=5, points=0.5)
        other_words = self.compare(before, before.replace("Far.", "Away.")).rules[0]
        assert (other_words.kind, other_words.before, other_words.after) == ("changed", "Far.", "Away.")
        other_pairs = self.compare(before, before.replace("= 5", "= 9")).rules[0]
        assert other_pairs.before == "Adds 0.5 points, always"
        assert other_pairs.after == (
            "Adds 0.5 points, always, but for other pairs, or in other words: see the lines below")

    def test_a_remark_is_a_line_and_no_rule(self) -> None:
        found = self.compare(FORMAT, "# why\n" + FORMAT)
        assert (found.rules, [line.number for line in found.lines]) == ((), [1])

    def test_texts_of_very_many_lines_are_not_compared_by_line(self) -> None:
        found = self.compare(FORMAT, FORMAT + "\n" * 4_000)
        assert (found.lines, found.are_too_many) == ((), True)

    @staticmethod
    def compare(before: str, after: str) -> Differences:
        books = [(parse_rules(content, finland(), "x"), content) for content in (before, after)]
        return differences(books[0], books[1], "en")


class TestDrafts:
    def test_the_text_is_that_of_the_rules_in_use(self, client: TestClient) -> None:
        page = client.get(f"{OVERVIEW}/draft").text
        assert text_in(page) == RULES_TEXT

    def test_what_would_change_is_seen_and_nothing_stored(self, client: TestClient) -> None:
        page = draft(client, do="look")
        assert page.status_code == 200
        assert "No. no-ngo added there is no such rule Leaves the actor out, always" in words(page.text)
        assert client.get("/v1/rules").json()["total"] == 0

    def test_faults_are_told_by_line_and_nothing_is_lost(self, client: TestClient) -> None:
        content = RULES_TEXT + NO_NGO.replace("exclude =", "exclud =") + "# <b>kept</b>"
        page = draft(client, content)
        assert page.status_code == 422
        line = content[:content.index("exclud =")].count("\n") + 1
        assert f"Line {line}: Unknown key 'exclud'. Did you mean exclude? – exclud = true" in words(page.text)
        assert text_in(page.text) == content
        assert "<b>" not in page.text
        assert 'value="A trial"' in page.text
        assert client.get("/v1/rules").json()["total"] == 0

    def test_one_that_is_too_long_is_kept_in_the_form(self, client: TestClient) -> None:
        page = draft(client, "#" * 80_001)
        assert page.status_code == 422
        assert "The text is longer than 80,000 characters." in page.text
        assert "#" * 80_001 in page.text

    def test_stored_it_has_the_same_version_as_over_http(self, client: TestClient) -> None:
        page = draft(client)
        assert str(page.url).endswith("/en/network/rules/1")
        assert "A trial stored on" in words(page.text)
        card = client.get("/v1/rules/1").json()
        assert (card["content"], card["note"], card["state"]) == (STRICT, "A trial", "draft")
        assert active(client) == 0

    def test_one_that_was_never_in_use_is_removed(self, client: TestClient) -> None:
        draft(client)
        page = client.post(f"{OVERVIEW}/1/removal")
        assert "The draft was removed." in page.text
        assert client.get(f"{OVERVIEW}/1").status_code == 404

    def test_one_in_use_is_not(self, client: TestClient) -> None:
        draft(client)
        put_to_use(client, 1, 0)
        assert client.post(f"{OVERVIEW}/1/removal").status_code == 409


class TestRehearsals:
    def test_the_figures_are_those_of_the_other_door(self, client: TestClient) -> None:
        draft(client)
        page = rehearsed(client, 1)
        name = str(page.url).rpartition("/")[2]
        report = client.get(f"/v1/rules/1/rehearsals/{name}").json()["report"]
        told = words(page.text)
        assert f"lists that change {report['changed']}" in told
        assert report["changed"] == 4
        places = {item["name"]: item["places"] for item in report["places"]}
        assert places == {"A": -3, "B": -3, "C": -3}
        assert "NGO or foundation −9 loses" in told
        assert "A −3 loses" in told
        assert "List of Come in Go out M nobody A; B; C A nobody B; C" in told

    def test_how_far_it_is(self, client: TestClient, endless: None) -> None:
        draft(client)
        draft(client, STRICT + "\n")
        page = client.post(f"{OVERVIEW}/1/rehearsals")
        assert '<progress id="bar" max="4" value="0">' in page.text
        assert "http-equiv" not in page.text
        other = client.post(f"{OVERVIEW}/2/rehearsals")
        assert other.status_code == 409
        assert "Another rehearsal is going on." in other.text
        assert str(page.url.path) in client.get(f"{OVERVIEW}/2").text
        assert "A rehearsal is going on" in client.get(f"{OVERVIEW}/1").text
        ended = client.post(f"{page.url.path}/end")
        assert "A rehearsal is going on" not in ended.text
        assert client.get(page.url.path).status_code == 404

    def test_the_same_rules_change_nothing(self, client: TestClient) -> None:
        draft(client, RULES_TEXT)
        assert "No rule differs: lists would stay as they are." in client.get(f"{OVERVIEW}/1").text
        page = rehearsed(client, 1).text
        assert "No list would change." in page
        assert "Who gains, who loses" not in page

    def test_one_that_fails_says_so(self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        def fail(*_: object) -> None:
            raise ValueError

        monkeypatch.setattr(rehearsals, "rehearse", fail)
        draft(client)
        assert "The rehearsal has failed." in rehearsed(client, 1).text

    @pytest.fixture
    def endless(self, monkeypatch: pytest.MonkeyPatch) -> None:
        def go_on(_now: Matcher, _then: Matcher, _query: Query, advance: Callable[[int], None]) -> None:
            while True:
                advance(0)
                sleep(0.01)

        monkeypatch.setattr(rehearsals, "rehearse", go_on)


class TestUse:
    def test_lists_follow_and_it_leads_back(self, client: TestClient) -> None:
        def partners() -> list[str]:
            page = client.get("/en/actors/m").text
            return re.findall(r'<h3 id="n-\d+"><a [^>]*>([^<]*)<', page)

        before = partners()
        assert before == ["A", "B", "C"]
        draft(client)
        page = put_to_use(client, 1, 0)
        assert "Set 1 is in use; every list follows it from now on." in page.text
        assert partners() == []
        assert "in use since" in words(client.get(f"{OVERVIEW}/1").text)
        assert "Go back to the rules of the file" in page.text
        back = client.post(f"{OVERVIEW}/rollback", data={"expected": 1})
        assert "The rules of the file in the settings are in use" in back.text
        assert (active(client), partners()) == (0, before)
        assert "Go back to set 1" in back.text

    def test_of_two_coordinators_one_is_told(self, client: TestClient) -> None:
        draft(client)
        draft(client, RULES_TEXT)
        assert 'name="expected" value="0"' in client.get(f"{OVERVIEW}/2").text
        put_to_use(client, 1, 0)
        page = put_to_use(client, 2, 0)
        assert page.status_code == 409
        assert "Meanwhile the rules with the number 1 are in use." in page.text
        assert 'name="expected" value="1"' in page.text
        assert active(client) == 1
        assert client.post(f"{OVERVIEW}/rollback", data={"expected": 0}).status_code == 409
        assert active(client) == 1

    def test_who_has_not_read_what_changes_is_asked_to(self, client: TestClient) -> None:
        draft(client)
        page = client.post(f"{OVERVIEW}/1/activation", data={"expected": 0})
        assert page.status_code == 422
        assert 'href="#has-read"' in page.text
        assert active(client) == 0

    def test_before_any_there_is_nothing_to_go_back_to(self, client: TestClient) -> None:
        assert client.post(f"{OVERVIEW}/rollback", data={"expected": 0}).status_code == 409

    def test_the_rules_of_the_file_can_be_put_to_use(self, client: TestClient) -> None:
        draft(client)
        put_to_use(client, 1, 0)
        page = client.get(f"{OVERVIEW}/0").text
        assert "What differs from set 1, which is in use" in page
        assert "Rehearse these rules" not in page
        put_to_use(client, 0, 1)
        assert active(client) == 0

    def test_rules_that_there_are_not(self, client: TestClient) -> None:
        for path in ("/7", "/7/rehearsals/ab", "/draft?number=7"):
            assert client.get(f"{OVERVIEW}{path}").status_code == 404
        assert client.post(f"{OVERVIEW}/7/rehearsals").status_code == 404

    def test_only_own_pages_may_send(self, client: TestClient) -> None:
        draft(client)
        for path, data in (("/draft", {"content": FORMAT, "do": "store"}), ("/1/activation", {"expected": "0"}),
                           ("/1/rehearsals", {}), ("/1/removal", {}), ("/rollback", {"expected": "0"})):
            answer = client.post(f"{OVERVIEW}{path}", data=data, headers={"Origin": "http://evil.example"})
            assert answer.status_code == 403, path
        assert client.get("/v1/rules").json()["total"] == 1
