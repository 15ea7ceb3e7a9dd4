"""Rules over HTTP: drafted, rehearsed on the whole network, put to use, rolled back; and the log of all of it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import closing
from pathlib import Path
from threading import Thread
from threading import enumerate as enumerate_threads
from time import sleep

import pytest
from httpx2 import Response

from data.database.connection import Database
from data.governance.audit_log import AuditLog
from data.governance.rehearsals import CAPACITY
from data.records.erased_names import ErasedNames
from data.records.network import Network
from data.store.store import Store
from data.tenancy.api_keys import Key, Keys
from data.tenancy.networks import Networks
from matcher.asking.query import Query
from matcher.defaults import RULES
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from service.app.composition import create_app
from service.clock import now
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import actor
from tests.stores import store_network
from tests.terminal import DAY, Json, Terminal
from tests.test_service_http_dependencies import bearer
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE, look

FORMAT = 'format = "kumppani-rules/1"\n'
RULES_TEXT = RULES.read_text(encoding="utf-8")
NO_NGO = """
[[rules]]
name = "no-ngo"
[rules.sentence]
fi = "Ei."
sv = "Nej."
en = "No."
[rules.candidate]
sector = ["ngo"]
[rules.effect]
exclude = true
"""
STRICT = RULES_TEXT + NO_NGO
ACTORS = (actor("a", descriptions={"fi": "Kielikahvila"}), actor("b"), actor("c"),
          actor("m", sector="municipality", municipalities=("049",)))


@pytest.fixture
def settings(url: str, tmp_path: Path) -> Settings:
    return Settings(home=tmp_path / "home", database=url, encoder="hashing", index="exact")


@pytest.fixture
def client(settings: Settings) -> Iterator[TestClient]:
    """A client of a service over four actors, on both kinds of database."""
    store_network(settings.database_url, Network(ACTORS))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def draft(client: TestClient, content: str = STRICT, **headers: str) -> Response:
    return client.post("/v1/rules", json={"content": content, "note": "a trial"}, headers=headers)


def activate(client: TestClient, number: int, expected: int) -> Response:
    return client.post(f"/v1/rules/{number}/activation", json={"expected": expected})


def lists(client: TestClient) -> Json:
    return {name: client.get(f"/v1/actors/{name}/suggestions", params={"as_of": DAY, "limit": 100}).json()
            for name in "abcm"}


def rehearsal_of(client: TestClient, number: int, **options: int) -> Json:
    """What a rehearsal has found."""
    start = client.post(f"/v1/rules/{number}/rehearsals", params={"as_of": DAY, **options})
    assert start.status_code == 202, start.text
    while (rehearsal := client.get(start.headers["location"]).json())["state"] == "running":
        sleep(0.01)
    return rehearsal


class TestDrafts:
    @pytest.mark.postgresql
    def test_one_is_stored_and_nothing_changes(self, client: TestClient) -> None:
        before = lists(client)
        response = draft(client)
        assert response.status_code == 201
        assert response.headers["location"] == "/v1/rules/1"
        card = response.json()
        assert (card["number"], card["state"], card["note"], card["author"]) == (1, "draft", "a trial", "service")
        document = client.get("/v1/rules/1", params={"as_of": DAY}).json()
        assert document["content"] == STRICT
        assert {"not-oneself", "no-ngo"} <= {rule["name"] for rule in document["rules"]}
        assert {key: document[key] for key in card} == card
        page = client.get("/v1/rules").json()
        assert (page["active"], page["total"], page["rules"]) == (0, 1, [card])
        assert lists(client) == before

    def test_what_is_nested_too_deep(self, client: TestClient) -> None:
        refusal(draft(client, f"a = {'[' * 50_000}"), 422, "request-refused")

    def test_a_number_that_is_too_long(self, client: TestClient) -> None:
        refusal(draft(client, f"a = {'9' * 5_000}"), 422, "request-refused")

    def test_every_fault_with_its_line(self, client: TestClient) -> None:
        faulty = RULES_TEXT + NO_NGO.replace('["ngo"]', '["ngoo"]')
        body = refusal(draft(client, faulty), 422, "request-refused")
        assert [faulty.splitlines()[item["line"] - 1] for item in body["problems"]] == ['sector = ["ngoo"]']
        assert "ngo" in body["problems"][0]["cure"]
        refusal(draft(client, "nonsense"), 422, "request-refused")
        refusal(draft(client, FORMAT + "#" * 200_000), 422, "request-refused")
        refusal(draft(client, FORMAT + "# \x00"), 422, "request-refused")
        assert client.get("/v1/rules").json()["total"] == 0

    def test_sent_again_it_is_stored_once(self, client: TestClient) -> None:
        headers = {"Idempotency-Key": "once"}
        first, again = (draft(client, STRICT, **headers) for _ in range(2))
        assert (first.json(), first.headers["location"]) == (again.json(), again.headers["location"])
        assert client.get("/v1/rules").json()["total"] == 1

    def test_only_one_that_was_never_in_use_is_removed(self, client: TestClient) -> None:
        draft(client)
        draft(client, RULES_TEXT)
        activate(client, 1, 0)
        refusal(client.delete("/v1/rules/1"), 409, "rules-kept")
        assert client.delete("/v1/rules/2").status_code == 204
        refusal(client.get("/v1/rules/2"), 404, "unknown-rules")
        refusal(client.delete("/v1/rules/2"), 404, "unknown-rules")

    def test_rules_that_the_vocabulary_has_outgrown_are_shown_and_not_put_to_use(
            self, client: TestClient, monkeypatch: pytest.MonkeyPatch) -> None:
        draft(client)
        monkeypatch.setattr("matcher.rules.reading.FORMAT", "kumppani-rules/2")
        monkeypatch.setattr("matcher.rules.reading._protective", lambda: 'format = "kumppani-rules/2"')
        document = client.get("/v1/rules/1").json()
        assert (document["rules"], document["content"]) == ([], STRICT)
        assert document["problems"][0]["what"]
        refusal(activate(client, 1, 0), 422, "request-refused")
        refusal(client.post("/v1/rules/1/rehearsals"), 422, "request-refused")
        assert client.get("/v1/rules").json()["active"] == 0


class TestActivation:
    @pytest.mark.postgresql
    def test_it_counts_at_once_and_as_if_opened_anew(self, client: TestClient, settings: Settings,
                                                     monkeypatch: pytest.MonkeyPatch) -> None:
        card = draft(client).json()
        monkeypatch.setattr(Snapshot, "follow", lambda *_: 1 / 0)  # no record may be looked at again
        assert activate(client, 1, 0).json() == {"active": 1}
        answer = lists(client)
        assert [item["actor_id"] for item in answer["a"]["suggestions"]] == ["m"]
        assert answer["a"]["versions"]["rules"] == card["version"]
        network = client.get("/v1/network").json()
        assert (network["rules"], network["versions"]["rules"]) == (1, card["version"])
        assert client.get("/v1/rules").json()["rules"][0]["state"] == "active"
        monkeypatch.undo()
        with TestClient(create_app(settings)) as anew:
            assert lists(anew) == answer
            assert anew.get("/v1/ranking").json() == client.get("/v1/ranking").json()

    def test_going_back_leads_to_the_lists_before(self, client: TestClient) -> None:
        before = lists(client)
        draft(client)
        refusal(client.post("/v1/rules/rollback", json={"expected": 0}), 409, "rules-kept")
        activate(client, 1, 0)
        strict = lists(client)
        assert client.post("/v1/rules/rollback", json={"expected": 1}).json() == {"active": 0}
        assert lists(client) == before
        assert client.get("/v1/rules").json()["rules"][0]["state"] == "former"
        assert client.post("/v1/rules/rollback", json={"expected": 0}).json() == {"active": 1}
        assert lists(client) == strict

    def test_writes_and_erasures_keep_the_rules(self, client: TestClient) -> None:
        draft(client)
        activate(client, 1, 0)
        client.put("/v1/actors/new", json=CAFE)
        assert "new" not in str(lists(client)["a"]["suggestions"])
        client.delete("/v1/actors/new")
        assert [item["actor_id"] for item in lists(client)["a"]["suggestions"]] == ["m"]

    @pytest.mark.postgresql
    def test_of_two_coordinators_one_wins(self, client: TestClient) -> None:
        for content in (STRICT, RULES_TEXT, FORMAT):
            draft(client, content)
        answers: dict[int, Response] = {}
        threads = [Thread(target=lambda number=number: answers.update({number: activate(client, number, 0)}))
                   for number in (1, 2, 3)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(answer.status_code for answer in answers.values()) == [200, 412, 412]
        winner = next(number for number, answer in answers.items() if answer.status_code == 200)
        assert client.get("/v1/network").json()["rules"] == winner
        refusal(activate(client, winner, 0), 412, "record-changed")
        refusal(client.post("/v1/rules/rollback", json={"expected": 0}), 412, "record-changed")
        refusal(activate(client, 9, winner), 404, "unknown-rules")

    def test_what_another_program_activates_is_followed(self, client: TestClient, settings: Settings,
                                                        tmp_path: Path) -> None:
        terminal = Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)
        (tmp_path / "strict.toml").write_text(STRICT, encoding="utf-8")
        terminal.text("rules", "draft", str(tmp_path / "strict.toml"))
        terminal.text("rules", "activate", "1")
        look(client)
        assert client.get("/v1/network").json()["rules"] == 1
        assert [item["actor_id"] for item in lists(client)["a"]["suggestions"]] == ["m"]
        terminal.text("rules", "rollback")
        look(client)
        assert client.get("/v1/network").json()["rules"] == 0

    def test_one_networks_rules_are_not_anothers(self, client: TestClient, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database:
            Networks(database).add("other")
            here, there = (bearer(Keys(database).create(
                Key("", name, "test", frozenset({"coordinate", "read"}), "", now()))) for name in ("default", "other"))
        assert client.post("/v1/rules", json={"content": STRICT}, headers=here).status_code == 201
        refusal(client.get("/v1/rules/1", headers=there), 404, "unknown-rules")
        refusal(client.post("/v1/rules/1/activation", json={"expected": 0}, headers=there), 404, "unknown-rules")
        answer = client.post("/v1/rules/1/rehearsals", headers=here)
        refusal(client.get(answer.headers["location"], headers=there), 404, "unknown-rehearsal")


class TestRehearsals:
    @pytest.mark.postgresql
    def test_the_figures_are_those_of_the_command_line(self, client: TestClient, settings: Settings,
                                                       tmp_path: Path) -> None:
        (tmp_path / "strict.toml").write_text(STRICT, encoding="utf-8")
        terminal = Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database_url)
        draft(client)
        rehearsal = rehearsal_of(client, 1, limit=2)
        assert (rehearsal["state"], rehearsal["lists"], rehearsal["compared"]) == ("done", 4, 4)
        report = terminal.json("rules", "rehearse", str(tmp_path / "strict.toml"), "--limit", "2", "--as-of", DAY)
        assert rehearsal["report"] == report
        assert report["changed"] > 0
        activate(client, 1, 0)
        assert terminal.json("rules", "rehearse", str(tmp_path / "strict.toml"), "--as-of", DAY)["changed"] == 0

    def test_what_it_foretells_comes_true(self, client: TestClient) -> None:
        def ids() -> dict[str, list[str]]:
            return {name: [item["actor_id"] for item in answer["suggestions"]]
                    for name, answer in lists(client).items()}

        before = ids()
        draft(client)
        report = rehearsal_of(client, 1, limit=100)["report"]
        activate(client, 1, 0)
        after = ids()
        losses = {change["actor_id"]: sorted(item["actor_id"] for item in change["lost"])
                  for change in report["changes"]}
        assert losses == {name: sorted(set(before[name]) - set(after[name])) for name in before
                          if before[name] != after[name]}

    def test_the_same_rules_change_nothing(self, client: TestClient) -> None:
        draft(client, RULES_TEXT)
        report = rehearsal_of(client, 1)["report"]
        assert (report["lists"], report["changed"], report["changes"], report["places"]) == (4, 0, [], [])
        assert report["rules_now"] == report["rules_then"]

    def test_names_are_in_the_readers_language_and_lists_are_bounded(self, client: TestClient) -> None:
        draft(client)
        rehearsal = rehearsal_of(client, 1)
        address = f"/v1/rules/1/rehearsals/{rehearsal['id']}"
        short = client.get(address, params={"changes": 1}, headers={"Accept-Language": "fi"}).json()["report"]
        assert len(short["changes"]) == 1
        assert short["changed"] == rehearsal["report"]["changed"] > 1
        assert short["exposure"]["sector"][0]["label"] != rehearsal["report"]["exposure"]["sector"][0]["label"]
        refusal(client.get(address.replace("/1/", "/2/")), 404, "unknown-rehearsal")

    @pytest.mark.usefixtures("endless")
    def test_one_at_a_time_and_it_can_be_ended(self, client: TestClient) -> None:
        draft(client)
        start = client.post("/v1/rules/1/rehearsals")
        running = client.get(start.headers["location"]).json()
        assert (running["state"], running["report"]) == ("running", None)
        refusal(client.post("/v1/rules/1/rehearsals"), 409, "rehearsal-running")
        assert lists(client)["a"]["suggestions"]  # meanwhile it answers
        assert client.delete(start.headers["location"]).status_code == 204
        refusal(client.get(start.headers["location"]), 404, "unknown-rehearsal")
        assert client.post("/v1/rules/1/rehearsals").status_code == 202

    def test_one_that_fails_says_so_and_does_not_stop_the_next(self, client: TestClient,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
        draft(client)
        with monkeypatch.context() as broken:
            broken.setattr("service.runtime.answering.rehearsals.rehearse", lambda *_: 1 / 0)
            failure = rehearsal_of(client, 1)
        assert (failure["state"], failure["report"]) == ("failed", None)
        assert rehearsal_of(client, 1)["state"] == "done"

    def test_only_the_last_are_kept(self, client: TestClient) -> None:
        draft(client)
        names = [rehearsal_of(client, 1)["id"] for _ in range(CAPACITY + 1)]
        refusal(client.get(f"/v1/rules/1/rehearsals/{names[0]}"), 404, "unknown-rehearsal")
        assert all(client.get(f"/v1/rules/1/rehearsals/{name}").status_code == 200 for name in names[1:])

    def test_an_erased_actor_is_in_no_report(self, client: TestClient) -> None:
        draft(client)
        rehearsal = rehearsal_of(client, 1)
        assert '"b"' in str(rehearsal).replace("'", '"')
        client.delete("/v1/actors/b")
        refusal(client.get(f"/v1/rules/1/rehearsals/{rehearsal['id']}"), 404, "unknown-rehearsal")

    def test_a_report_names_nobody_whom_another_program_has_erased(self, client: TestClient,
                                                                   settings: Settings) -> None:
        draft(client)
        rehearsal = rehearsal_of(client, 1)
        with closing(Database(settings.database_url)) as database, Store(database).writing() as transaction:
            transaction.erase("b", ErasedNames(("k" * 32,)), now())
        look(client)
        refusal(client.get(f"/v1/rules/1/rehearsals/{rehearsal['id']}"), 404, "unknown-rehearsal")

    @pytest.mark.usefixtures("endless")
    def test_the_end_of_the_service_ends_it(self, settings: Settings) -> None:
        store_network(settings.database_url, Network(ACTORS))
        with TestClient(create_app(settings)) as client:
            draft(client)
            assert client.post("/v1/rules/1/rehearsals").status_code == 202
        assert not any(thread.name.startswith("rehearsal") for thread in enumerate_threads())

    @pytest.fixture
    def endless(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """A rehearsal never comes to its end by itself."""
        def go_on(_now: Matcher, _then: Matcher, _query: Query, advance: Callable[[int], None]) -> None:
            while True:
                advance(1)

        monkeypatch.setattr("service.runtime.answering.rehearsals.rehearse", go_on)


class TestLog:
    @pytest.mark.postgresql
    def test_who_changed_what(self, client: TestClient, settings: Settings) -> None:
        with closing(Database(settings.database_url)) as database:
            token = Keys(database).create(Key("", "default", "test", frozenset({"coordinate", "admin"}), "", now()))
        headers = bearer(token)
        version = client.post("/v1/rules", json={"content": STRICT}, headers=headers).json()["version"]
        client.post("/v1/rules/1/activation", json={"expected": 0}, headers=headers)
        client.post("/v1/rules/rollback", json={"expected": 1}, headers=headers)
        log = client.get("/v1/audit", headers=headers).json()
        assert [(entry["what"], entry["author"]) for entry in log["entries"]] == [
            ("rules-found", "service"), ("weights-found", "service"), ("key-created", "command line"),
            *((what, token.split("_")[1]) for what in ("rules-drafted", "rules-activated", "rules-rolled-back"))]
        assert log["entries"][4]["details"] == {"number": 1, "rules": version, "before": 0}
        assert (log["entries_in_all"], log["head"]) == (6, log["entries"][-1]["hash"])
        page = client.get("/v1/audit", params={"after": 4, "limit": 1}, headers=headers).json()
        assert page["entries"] == log["entries"][4:5]
        with closing(Database(settings.database_url)) as database:
            assert AuditLog(database).check("default", log["entries"][2]["hash"]).number == 6

    def test_files_that_have_changed_are_found_when_the_service_starts(self, client: TestClient, settings: Settings,
                                                                       tmp_path: Path) -> None:
        (tmp_path / "strict.toml").write_text(STRICT, encoding="utf-8")
        others = settings.model_copy(update={"rules": tmp_path / "strict.toml"})
        for choice in (settings, others, others):
            with TestClient(create_app(choice)) as other:
                version = other.get("/v1/network").json()["versions"]["rules"]
        entries = client.get("/v1/audit").json()["entries"]
        assert [entry["what"] for entry in entries] == ["rules-found", "weights-found", "rules-found"]
        assert entries[2]["details"] == {"number": 0, "rules": version}
