"""Ideas made requests on the pages: kept as they were changed, shared with those ticked, closed, withdrawn."""

from __future__ import annotations

import re
from urllib.parse import quote

from service.runtime.idea_requests import MOST_OPEN
from service.web.views.ideas import LONGEST_IDEA
from service.web.views.requests import LONGEST_TITLE, _title
from tests.clients import TestClient
from tests.test_service_web import EVIL, OWN, writable

__all__ = ["writable"]

TEXT = "A language cafe in Rovaniemi with a library"
IDEA = f"/en/actors/a/idea?text={quote(TEXT)}"
ALL = "/en/actors/a/requests"


def test_an_idea_is_kept_and_shared_with_those_that_are_ticked(writable: TestClient) -> None:
    page = writable.get(f"{IDEA}&drop=municipalities.698&word=Turku").text
    form = page[page.index('action="/en/actors/a/requests"'):]
    hidden = re.findall(r'type="hidden" name="(\w+)" value="([^"]*)"', form)
    assert hidden == [("text", TEXT), ("drop", "municipalities.698"), ("add", "municipalities.853")]
    shares = re.findall(r'name="share" value="([^"]*)"( checked)?', form)
    assert sorted(shares) == [("b", ""), ("c", "")]
    data = {"text": TEXT, "drop": ["municipalities.698"], "add": ["municipalities.853"], "share": ["b"]}
    answer = writable.post(ALL, data=data, headers=OWN)
    assert answer.status_code == 200
    assert "The request is kept, and 1 actor sees it now." in answer.text
    assert TEXT in answer.text
    kept = writable.get("/v1/actors/a/requests").json()["own"][0]
    assert kept["understood"]["municipalities"] == ["853"]
    assert [other["actor_id"] for other in kept["shared_with"]] == ["b"]
    assert TEXT in writable.get("/en/actors/b/requests").text
    assert TEXT not in writable.get("/en/actors/c/requests").text


def test_it_is_closed_and_withdrawn(writable: TestClient) -> None:
    writable.post(ALL, data={"text": TEXT, "share": "b"}, headers=OWN)
    name = writable.get("/v1/actors/a/requests").json()["own"][0]["id"]
    closed = writable.post(f"{ALL}/{name}/closure", headers=OWN).text
    assert "closed on" in closed
    assert f"{name}/closure" not in closed
    assert "closed on" in writable.get("/en/actors/b/requests").text
    assert writable.post(f"/en/actors/b/requests/{name}/withdrawal", headers=OWN).status_code == 404
    assert TEXT not in writable.post(f"{ALL}/{name}/withdrawal", headers=OWN).text
    assert "Nobody shares a request with you now." in writable.get("/en/actors/b/requests").text


def test_who_sees_it_is_changed(writable: TestClient) -> None:
    writable.post(ALL, data={"text": TEXT, "share": "b"}, headers=OWN)
    name = writable.get("/v1/actors/a/requests").json()["own"][0]["id"]
    page = writable.get(f"{ALL}/{name}/shares").text
    assert re.findall(r'name="share" value="([^"]*)"( checked)?', page) == [("b", " checked"), ("c", "")]
    changed = writable.post(f"{ALL}/{name}/shares", data={"add": "c"}, headers=OWN).text
    assert "1 actor sees the request now." in changed
    assert TEXT not in writable.get("/en/actors/b/requests").text
    assert TEXT in writable.get("/en/actors/c/requests").text
    refused = writable.post(f"{ALL}/{name}/shares", data={"add": "zzz", "share": "b"}, headers=OWN)
    assert refused.status_code == 422
    assert "There is not one actor with this id or name." in refused.text
    assert re.findall(r'name="share" value="([^"]*)"( checked)?', refused.text) == [("b", " checked"), ("c", "")]
    assert writable.get(f"/en/actors/c/requests/{name}/shares").status_code == 404
    assert "Nobody else sees the request now." in writable.post(f"{ALL}/{name}/shares", headers=OWN).text


def test_only_an_actor_can_keep_an_idea(writable: TestClient) -> None:
    assert "Make it a request" in writable.get(IDEA).text
    for address in ("/en/idea", "/en/network/idea"):
        assert "Make it a request" not in writable.get(f"{address}?text={quote(TEXT)}").text


def test_what_cannot_be_kept_is_said_in_a_page(writable: TestClient) -> None:
    for data in ({"text": " "}, {"text": "a" * (LONGEST_IDEA + 1)}, {"text": TEXT, "share": "a"},
                 {"text": TEXT, "add": "themes.nothing"}):
        assert writable.post(ALL, data=data, headers=OWN).status_code == 422, data
    assert writable.post(ALL, data={"text": TEXT, "share": "nobody"}, headers=OWN).status_code == 404
    assert writable.post(ALL, data={"text": TEXT}, headers={"Origin": "https://evil.example"}).status_code == 403
    assert writable.get("/v1/actors/a/requests").json()["own"] == []
    for _ in range(MOST_OPEN):
        writable.post(ALL, data={"text": TEXT}, headers=OWN, follow_redirects=False)
    assert f"{MOST_OPEN} requests are open." in writable.post(ALL, data={"text": TEXT}, headers=OWN).text


def test_words_of_an_idea_are_no_markup(writable: TestClient) -> None:
    answer = writable.post(ALL, data={"text": EVIL, "share": "b"}, headers=OWN)
    for page in (answer.text, writable.get("/en/actors/b/requests").text):
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "{{ 7*7 }}" in page


def test_a_title_is_the_beginning_of_a_text() -> None:
    assert _title("Short\n idea") == "Short idea"
    assert _title("word " * 40) == ("word " * 12).strip() + "…"
    assert len(_title("a" * 200)) == LONGEST_TITLE + 1
