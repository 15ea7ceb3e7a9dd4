"""Pages of lists that others write to meanwhile: nothing that was there all the time is shown twice or left out."""

from __future__ import annotations

import json
from base64 import urlsafe_b64encode
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from data.governance.audit_log import Signature
from data.introductions.introduction import Introduction
from data.introductions.table import IntroductionTable
from data.records.network import Network
from data.records.relations import Cooperation
from data.store.store import Store
from service.app.composition import create_app
from service.http.pages import Cursors
from service.runtime.served_network import ServedNetwork
from service.settings import Settings
from tests.clients import TestClient
from tests.gears import examples
from tests.networks import actor
from tests.stores import store_network
from tests.test_service_http_problems import refusal

STEADY = [f"{letter}-steady" for letter in "acegikä"]
FLEETING = [f"{letter}-fleeting" for letter in "bdfhjzö"]
WHEN = datetime(2026, 11, 27, 12, tzinfo=UTC)


@dataclass(frozen=True)
class Kind:
    """A list that is read in pages.

    Attributes:
        path: where.
        name: of its items in an answer.
        label: what an item of it is known by.
        toggle: adds an item that is not there, or removes it.
    """

    path: str
    name: str
    label: Callable[[dict[str, Any]], str]
    toggle: Callable[[ServedNetwork, str], None]


def toggle_actor(network: ServedNetwork, name: str) -> None:
    with network.store.writing() as transaction:
        if name in transaction.actor_ids():
            transaction.remove(name)
        else:
            transaction.put(actor(name))
    network.refresh()


def work(name: str) -> Cooperation:
    return Cooperation((STEADY[0], STEADY[1]), name)


def toggle_cooperation(network: ServedNetwork, name: str) -> None:
    with network.store.writing() as transaction:
        if transaction.cooperation_like(work(name)) is None:
            transaction.put_cooperation(work(name))
        else:
            transaction.upsert(Network((), (work(name),)))
            keys = [item["id"] for item in listed(network) if item["title"] == name]
            transaction.remove_cooperation(keys[0])
    network.refresh()


def listed(network: ServedNetwork) -> list[dict[str, Any]]:
    from service.http.routes.cooperations import cooperation_document

    return [cooperation_document(item).model_dump() for item in network.store.read().cooperations]


def introduction(name: str) -> Introduction:
    """Several of them are asked in the same second."""
    number = sorted([*STEADY, *FLEETING]).index(name)
    return Introduction(f"{number:032x}", STEADY[0], STEADY[1], name, WHEN + timedelta(seconds=number // 3),
                        date(2099, 1, 1))


def toggle_introduction(network: ServedNetwork, name: str) -> None:
    from sqlalchemy import delete

    from data.database.tables import INTRODUCTIONS

    with network.store.writing() as transaction:
        if transaction.connection.execute(
                delete(INTRODUCTIONS).where(INTRODUCTIONS.c.id == introduction(name).id)).rowcount == 0:
            IntroductionTable(transaction).add(introduction(name))


def toggle_rules(network: ServedNetwork, name: str) -> None:
    with network.store.writing() as transaction:
        sets = transaction.rule_sets
        numbers = [item.number for item in sets.page(100) if item.note == name]
        if numbers:
            sets.remove(numbers[0], Signature("test", WHEN))
        else:
            sets.draft("", name, "", Signature("test", WHEN))


def toggle_event(network: ServedNetwork, name: str) -> None:
    """Events are only added."""
    network.store.upsert(Network((actor(STEADY[2], descriptions={"fi": name}),)))
    network.refresh()


KINDS = {
    "actors": Kind("/v1/actors", "actors", lambda item: item["id"], toggle_actor),
    "cooperations": Kind("/v1/cooperations", "cooperations", lambda item: item["title"], toggle_cooperation),
    "introductions of one": Kind(f"/v1/actors/{STEADY[0]}/introductions", "introductions",
                                 lambda item: item["message"], toggle_introduction),
    "introductions": Kind("/v1/introductions", "introductions", lambda item: item["message"], toggle_introduction),
    "rules": Kind("/v1/rules", "rules", lambda item: item["note"], toggle_rules),
}


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[TestClient, ServedNetwork]]:
    """A service over a few actors, cooperations, introductions and rules that stay."""
    configuration = Settings(home=tmp_path_factory.mktemp("pages"), encoder="hashing", index="exact")
    store_network(configuration.database_url, Network(tuple(actor(name) for name in STEADY),
                                                      tuple(map(work, STEADY))))
    with TestClient(create_app(configuration), raise_server_exceptions=False) as client:
        network = client.app.state.installation.network("default")  # type: ignore[attr-defined]
        for name in STEADY:
            toggle_introduction(network, name)
            toggle_rules(network, name)
        yield client, network


@pytest.mark.parametrize("kind", KINDS)
@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(limit=st.integers(1, 5), writes=st.lists(st.lists(st.sampled_from(FLEETING), max_size=2), max_size=8))
def test_what_stays_is_shown_once_whatever_is_written_meanwhile(
    kind: str, limit: int, writes: list[list[str]], service: tuple[TestClient, ServedNetwork],
) -> None:
    client, network = service
    subject = KINDS[kind]
    address, shown = f"{subject.path}?limit={limit}", []
    for _ in range(100):
        response = client.get(address)
        assert response.status_code == 200, response.text
        answer = response.json()
        shown += [subject.label(item) for item in answer[subject.name]]
        assert bool(answer["next"]) == ("next" in response.links)
        if not answer["next"]:
            break
        for name in writes.pop() if writes else ():
            subject.toggle(network, name)
        address = urljoin(str(response.url), response.links["next"]["url"])
    assert [name for name in shown if name in STEADY] == shown_alone(client, subject)
    assert len(set(shown)) == len(shown) or kind == "rules"  # stored anew, rules have another number


def shown_alone(client: TestClient, kind: Kind) -> list[str]:
    """Return what stays, in the order of the list, from one page."""
    items = client.get(kind.path, params={"limit": 100}).json()[kind.name]
    return [kind.label(item) for item in items if kind.label(item) in STEADY]


@settings(max_examples=examples(30), suppress_health_check=list(HealthCheck))
@given(limit=st.integers(1, 4), writes=st.lists(st.sampled_from(FLEETING), max_size=6))
def test_feeds_repeat_and_lose_nothing(limit: int, writes: list[str],
                                       service: tuple[TestClient, ServedNetwork]) -> None:
    client, network = service
    client.put(f"/v1/actors/{STEADY[0]}/follows/{STEADY[2]}")
    before = [event["id"] for event in everything(client)]
    after, seen = "", []
    while True:
        page = client.get("/v1/events", params={"after": after, "limit": limit}).json()
        seen += [event["id"] for event in page["events"]]
        after = page["next"]
        if writes:
            toggle_event(network, f"{writes.pop()} {len(seen)}")
        elif not page["events"]:
            break
    assert seen[:len(before)] == before
    assert seen == [event["id"] for event in everything(client)]


def everything(client: TestClient) -> list[dict[str, Any]]:
    events: list[dict[str, Any]] = client.get("/v1/events", params={"limit": 1000}).json()["events"]
    return events


class TestLinks:
    def test_the_link_keeps_the_question(self, service: tuple[TestClient, ServedNetwork]) -> None:
        client, _ = service
        response = client.get("/v1/actors", params={"limit": 1, "sector": ["ngo", "municipality"]})
        following = urljoin(str(response.url), response.links["next"]["url"])
        assert "sector=ngo&sector=municipality" in following
        again = client.get(following)
        assert again.json()["actors"][0]["id"] > response.json()["actors"][0]["id"]
        assert client.get("/v1/actors", params={"limit": 1, "cursor": response.json()["next"]}).json()["actors"] == (
            client.get("/v1/actors", params={"limit": 2}).json()["actors"][1:])

    def test_pages_of_another_site_may_read_it(self, tmp_path: Path) -> None:
        configuration = Settings(home=tmp_path, encoder="hashing", index="exact", origins="https://a.example")
        store_network(configuration.database_url, Network((actor("a"), actor("b"))))
        with TestClient(create_app(configuration)) as client:
            response = client.get("/v1/actors?limit=1", headers={"Origin": "https://a.example"})
            assert "Link" in response.headers["access-control-expose-headers"]
            assert response.links["next"]


def packed(value: object) -> str:
    return urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")


class TestCursors:
    @pytest.mark.parametrize("cursor", [
        "x", "====", "ä", "a b", "%00", packed([]), packed(None), packed(["actors"]), packed(["actors", 1]),
        packed(["actors", ["a"]]), packed(["actors", "a\0"]), packed(["cooperations", "a"]),
        packed(["actors", "a", "b"]), packed("[" * 5000), "WyJhY3RvcnMiLCAiYSJd", packed(["actors", "a"]) + "==",
        "A" * 5000,
        urlsafe_b64encode(b"[" * 30_000).decode().rstrip("="), urlsafe_b64encode(b"\xff\xfe").decode(),
        urlsafe_b64encode(b'["actors",' + b"9" * 5000 + b"]").decode().rstrip("=")])
    def test_one_that_leads_nowhere_is_refused(self, cursor: str, service: tuple[TestClient, ServedNetwork]) -> None:
        client, _ = service
        body = refusal(client.get("/v1/actors", params={"cursor": cursor}), 400, "cursor-refused")
        assert "next" in body["cure"]

    @pytest.mark.parametrize(("path", "name", "key"), [
        ("/v1/rules", "rules", -1), ("/v1/rules", "rules", 2**40), ("/v1/rules", "rules", True),
        ("/v1/rules", "rules", 1.5), ("/v1/introductions", "introductions", ["x", "0" * 32]),
        ("/v1/introductions", "introductions", ["2026-11-27T12:00:00+00:00", "x\0"]),
        (f"/v1/actors/{STEADY[0]}/feed", "feed", [1]), (f"/v1/actors/{STEADY[0]}/feed", "feed", [1, -1])])
    def test_keys_that_are_none(self, path: str, name: str, key: object,
                                service: tuple[TestClient, ServedNetwork]) -> None:
        cursor: Cursors[object] = Cursors(name, object)
        refusal(service[0].get(path, params={"cursor": cursor.write(key)}), 400, "cursor-refused")

    def test_those_of_another_network_are_refused(self, service: tuple[TestClient, ServedNetwork]) -> None:
        cursor: Cursors[object] = Cursors("events", object)
        for key in (["0" * 32, 1, 0], ["x", 1, 0], [1, 0]):
            refusal(service[0].get("/v1/events", params={"after": cursor.write(key)}), 400, "cursor-refused")

    @given(st.text(), st.integers(0, 2**31 - 1))
    def test_what_is_written_can_be_read(self, words: str, number: int) -> None:
        cursors: Cursors[tuple[str, int]] = Cursors("x", tuple[str, int])
        assert cursors.read(cursors.write((words, number))) == (words, number)
        assert cursors.read("") is None

    def test_what_was_removed_leads_on(self, service: tuple[TestClient, ServedNetwork]) -> None:
        client, network = service
        toggle_actor(network, "aa-between")
        page = client.get("/v1/actors", params={"limit": 2}).json()
        assert page["actors"][1]["id"] == "aa-between" or page["actors"][0]["id"] == "aa-between"
        toggle_actor(network, "aa-between")
        rest = client.get("/v1/actors", params={"limit": 100, "cursor": page["next"]}).json()["actors"]
        assert [item["id"] for item in rest if item["id"] in STEADY] == sorted(STEADY)[1:]


def test_the_store_of_a_page_is_not_read_as_a_whole(service: tuple[TestClient, ServedNetwork]) -> None:
    """Asking to be introduced counts as a write, and what answers stays as it is."""
    _, network = service
    before = network.matcher
    with network.store.writing() as transaction:
        from data.activity.events import EventKind

        transaction.note(EventKind.INTRODUCTION_ASKED, STEADY[0], STEADY[1], {"introduction": "0" * 32})
    assert network.refresh() is False
    assert network.matcher is before
    assert isinstance(network.store, Store)
