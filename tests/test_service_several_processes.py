"""Several services on one database: what one writes the others answer from, and they go on while it is away."""

from __future__ import annotations

import json
import os
import signal
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, ExitStack, closing, contextmanager
from email.message import Message
from http.client import HTTPConnection
from pathlib import Path
from statistics import median
from threading import Thread
from time import monotonic, sleep
from typing import Any

import pytest

from data.database.clock import time_at
from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import Key, Keys
from data.tenancy.processes import serving
from service.clock import now
from tests.databases import address_on, drop_database, migrated_database, postgres_process
from tests.gears import in_gear
from tests.networks import actor
from tests.processes import children
from tests.services import running_service, started_service
from tests.stores import store_network
from tests.terminal import Terminal
from tests.test_service_http_rules import STRICT

PROCESSES = 3
LAG_SECONDS = 0.2
TRIES = in_gear(quick=10, thorough=30)


class Service:
    """One of the services.

    Args:
        port: of the service.
        key: sent with each request, unless it is empty.
    """

    def __init__(self, port: int, key: str = "") -> None:
        self.port = port
        self.headers = {"Authorization": f"Bearer {key}"} if key else {}

    def ask(self, method: str, path: str, body: object = None,
            headers: Mapping[str, str] | None = None) -> tuple[int, dict[str, Any], Message]:
        """Return the status, the document and the headers of an answer."""
        content = None if body is None else json.dumps(body)
        kind = {} if body is None else {"Content-Type": "application/json"}
        with closing(HTTPConnection("127.0.0.1", self.port, timeout=60)) as connection:
            connection.request(method, path, content, {**self.headers, **kind, **(headers or {})})
            response = connection.getresponse()
            answer = response.read()
        return response.status, json.loads(answer) if answer else {}, response.headers


def profile(name: str) -> dict[str, Any]:
    return {"name": name, "sector": "ngo"}


def services_on(url: str, home: Path, key: str = "", **settings: str) -> Iterator[list[Service]]:
    """Run three services on a database, each with a home of its own."""
    base = {**os.environ, "KUMPPANI_DATABASE": url, "KUMPPANI_ENCODER": "hashing", "KUMPPANI_INDEX": "exact",
            **settings}
    with ExitStack() as stack:
        ports = []
        for number in range(PROCESSES):
            process, port = stack.enter_context(started_service({**base, "KUMPPANI_HOME": str(home / str(number))}))
            Thread(target=process.stderr.read, daemon=True).start()  # type: ignore[union-attr]  # a full pipe stops it
            ports.append(port)
        yield [Service(port, key) for port in ports]


@pytest.fixture(scope="module")
def url(postgres: str) -> Iterator[str]:
    address = migrated_database(postgres)
    store_network(address, Network(tuple(actor(name) for name in "abcdefgh")))
    yield address
    drop_database(address)


@pytest.fixture(scope="module")
def key(url: str) -> str:
    return new_key(url)


def new_key(url: str, *scopes: str, rate: str = "100000/minute") -> str:
    allowed = frozenset(scopes or ("read", "write", "coordinate", "admin", "confidential", "erase"))
    with closing(Database(url)) as database:
        return Keys(database).create(Key("", "default", "test", allowed, rate, now()))


@pytest.fixture(scope="module")
def services(url: str, key: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[list[Service]]:
    yield from services_on(url, tmp_path_factory.mktemp("homes"), key)


def seconds_until(condition: Callable[[], bool], longest: float = 10.0) -> float:
    start = monotonic()
    while not condition():
        assert monotonic() - start < longest
        sleep(0.002)
    return monotonic() - start


def name_at(service: Service, of: str = "a") -> str:
    status, document, _ = service.ask("GET", f"/v1/actors/{of}")
    assert status == 200, document
    return str(document["profile"]["name"])


def test_what_one_writes_the_others_answer_from_at_once(services: list[Service]) -> None:
    for service in services:  # what the first questions need is not what is measured
        for path in ("/v1/actors/a/suggestions", "/v1/search?q=kieli"):
            assert service.ask("GET", path)[0] == 200
        assert service.ask("PUT", "/v1/actors/a", profile("First"))[0] == 200
    lags = []
    for number in range(TRIES):
        writer, *readers = services[number % PROCESSES:] + services[:number % PROCESSES]
        name = f"Lag {number}"
        assert writer.ask("PUT", "/v1/actors/a", profile(name))[0] == 200
        lags.append(seconds_until(lambda: all(name_at(reader) == name for reader in readers)))  # noqa: B023 - called at once
    assert median(lags) < LAG_SECONDS


def test_who_sends_the_revision_never_reads_what_is_older(services: list[Service]) -> None:
    """One counts upwards in one service; another one reads from all in turn, and never goes back."""
    assert services[0].ask("PUT", "/v1/actors/b", profile("0"))[0] == 200
    is_over = False

    def write() -> None:
        for number in range(1, 10 * TRIES):
            assert services[number % PROCESSES].ask("PUT", "/v1/actors/b", profile(str(number)))[0] == 200
        nonlocal is_over
        is_over = True

    writer = Thread(target=write)
    writer.start()
    seen, revision, count = 0, "0", 0
    while not is_over:
        status, document, headers = services[count % PROCESSES].ask(
            "GET", "/v1/actors/b", headers={"X-Revision-At-Least": revision})
        assert status == 200, document
        number = int(document["profile"]["name"])
        assert number >= seen
        seen, revision, count = number, headers["X-Revision"], count + 1
    writer.join()
    assert count > TRIES


def test_a_write_is_read_by_its_revision_from_every_service(services: list[Service]) -> None:
    for number in range(TRIES):
        status, _, headers = services[0].ask("PUT", "/v1/actors/c", profile(f"Own {number}"))
        assert status == 200
        for service in services:
            _, document, _ = service.ask("GET", "/v1/actors/c", headers={"X-Revision-At-Least": headers["X-Revision"]})
            assert document["profile"]["name"] == f"Own {number}"


def test_a_revision_that_there_is_not_yet_is_waited_for_and_refused(services: list[Service]) -> None:
    start = monotonic()
    status, document, headers = services[0].ask("GET", "/v1/actors", headers={"X-Revision-At-Least": "999999"})
    assert (status, document["type"], headers["Retry-After"]) == (503, "urn:kumppani:problem:not-ready", "1")
    assert monotonic() - start < 3
    assert services[0].ask("GET", "/v1/actors", headers={"X-Revision-At-Least": "many"})[0] == 422


def test_rules_and_erasures_to_come_count_as_changes(services: list[Service]) -> None:
    status, card, _ = services[0].ask("POST", "/v1/rules", {"content": STRICT, "note": "a trial"})
    assert status == 201, card
    status, document, headers = services[0].ask("POST", f"/v1/rules/{card['number']}/activation", {"expected": 0})
    assert status == 200, document
    for service in services:
        _, page, _ = service.ask("GET", "/v1/actors/a/suggestions",
                                 headers={"X-Revision-At-Least": headers["X-Revision"]})
        assert page["versions"]["rules"] == card["version"]


def test_a_key_that_is_revoked_opens_nothing_anywhere(url: str, services: list[Service]) -> None:
    token = new_key(url)
    strangers = [Service(service.port, token) for service in services]
    for _ in range(3):  # it is remembered
        assert [stranger.ask("GET", "/v1/actors")[0] for stranger in strangers] == [200] * PROCESSES
    with closing(Database(url)) as database:
        Keys(database).revoke("default", token.split("_")[1], now())
    lag = seconds_until(lambda: all(stranger.ask("GET", "/v1/actors")[0] == 401 for stranger in strangers))
    assert lag < 1.5


def test_what_a_command_line_writes_is_seen_at_once(url: str, services: list[Service], tmp_path: Path) -> None:
    file = tmp_path / "actors.csv"
    file.write_text("id,name,sector\nnew,From a list,ngo\n", encoding="utf-8")
    done = Terminal(tmp_path).having(KUMPPANI_DATABASE=url).run("import", str(file))
    assert done.exit_code == 0, done.output
    assert seconds_until(lambda: all(service.ask("GET", "/v1/actors/new")[0] == 200 for service in services)) < 1.5


def test_beside_a_service_on_sqlite_a_command_line_is_seen_at_once(tmp_path: Path) -> None:
    terminal = Terminal(tmp_path / "home")
    store_network(f"sqlite:///{tmp_path / 'home' / 'kumppani.db'}", Network((actor("a"), actor("b"))))
    file = tmp_path / "actors.csv"
    with running_service({**os.environ, **terminal.environment}) as port:
        service = Service(port)
        for name in ("Kahvila", "Museo", "Teatteri"):
            file.write_text(f"id,name,sector\n{name},{name},ngo\n", encoding="utf-8")
            done = terminal.run("import", str(file))
            assert done.exit_code == 0, done.output
            assert seconds_until(lambda: service.ask("GET", f"/v1/actors/{name}")[0] == 200) < 1  # noqa: B023


@contextmanager
def stopped(server: Any) -> Iterator[None]:  # noqa: ANN401 - the package has no types
    """Stop a server until the block ends: whoever asks it is refused."""
    server.stop()
    yield
    server.ensure_postgres_running()


@contextmanager
def standing_still(server: Any) -> Iterator[None]:  # noqa: ANN401
    """Let a server stand still until the block ends: whoever asks it waits, as for a machine that is gone."""
    first = int(Path(server.pgdata, "postmaster.pid").read_text(encoding="utf-8").split()[0])
    everybody = (first, *children(first))
    for process in everybody:
        os.kill(process, signal.SIGSTOP)
    try:
        yield
    finally:
        for process in everybody:
            os.kill(process, signal.SIGCONT)


@pytest.mark.parametrize("away", [stopped, standing_still])
def test_while_the_database_is_away_lists_go_on(away: Callable[[Any], AbstractContextManager[None]],
                                                tmp_path: Path) -> None:
    with postgres_process() as server:
        url = address_on(server)
        store_network(url, Network(tuple(actor(name) for name in "abc")))
        for services in services_on(url, tmp_path, new_key(url)):
            for service in services:
                assert service.ask("GET", "/v1/actors/a/suggestions")[0] == 200
            with away(server):
                for service in services * 3:
                    assert service.ask("GET", "/healthz")[0] == 200
                    assert service.ask("GET", "/v1/actors/a/suggestions")[0] == 200
                    assert service.ask("GET", "/v1/actors/a/suggestions?limit=1")[0] == 200
                    assert service.ask("GET", "/v1/actors/a")[0] == 200
                    status, _, headers = service.ask("PUT", "/v1/actors/a", profile("Nobody"))
                    assert (status, headers["Retry-After"]) == (503, "1")
                    assert Service(service.port, "kumppani_0123456789abcdef_x").ask("GET", "/v1/actors")[0] == 503
            seconds_until(lambda: services[0].ask("PUT", "/v1/actors/a", profile("Back"))[0] == 200)  # noqa: B023
            seconds_until(lambda: all(name_at(service) == "Back" for service in services))  # noqa: B023


def test_an_erased_actor_is_in_no_memory_when_the_receipt_is_clean(services: list[Service]) -> None:
    for number in range(3):
        name = f"gone-{number}"
        status, _, headers = services[1].ask("PUT", f"/v1/actors/{name}", profile(f"Gone {number}"))
        assert status == 201
        for service in services:
            seen = {"X-Revision-At-Least": headers["X-Revision"]}
            assert service.ask("GET", f"/v1/actors/{name}", headers=seen)[0] == 200
        status, receipt, headers = services[number].ask("DELETE", f"/v1/actors/{name}")
        assert status in (200, 202)
        while not receipt["clean"]:
            _, receipt, _ = services[0].ask("GET", f"/v1/erasures/{receipt['receipt']}")
        assert [service.ask("GET", f"/v1/actors/{name}")[0] for service in services] == [404] * PROCESSES


def test_a_rehearsal_is_found_by_all_and_there_are_never_two(services: list[Service]) -> None:
    status, card, _ = services[0].ask("POST", "/v1/rules", {"content": STRICT, "note": "another"})
    assert status == 201
    path = f"/v1/rules/{card['number']}/rehearsals"
    answers: list[tuple[int, dict[str, Any]]] = []

    def start(service: Service) -> None:
        answers.append(service.ask("POST", path)[:2])

    threads = [Thread(target=start, args=(service,)) for service in services * 2]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    begun = [document["id"] for status, document in answers if status == 202]
    assert {status for status, _ in answers} <= {202, 409}
    assert begun
    for name in begun:
        seconds_until(lambda: services[0].ask("GET", f"{path}/{name}")[1]["state"] == "done")  # noqa: B023
        reports = [service.ask("GET", f"{path}/{name}")[1]["report"] for service in services]
        assert reports[0] is not None
        assert reports == [reports[0]] * PROCESSES


def test_all_together_let_no_more_pass_than_the_rate_says(url: str, services: list[Service]) -> None:
    token = new_key(url, "read", rate="60/minute")
    sleep(6)  # each has noted that there are others
    counts: list[int] = []

    def ask(service: Service) -> None:
        stranger = Service(service.port, token)
        counts.append(sum(stranger.ask("GET", "/v1/network")[0] == 200 for _ in range(60)))

    threads = [Thread(target=ask, args=(service,)) for service in services]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert 54 <= sum(counts) <= 66


def test_doctor_says_who_serves(url: str, services: list[Service], tmp_path: Path) -> None:
    answer = json.loads(Terminal(tmp_path).having(KUMPPANI_DATABASE=url).run("doctor", "--json").stdout)
    said = next(finding["said"] for finding in answer["findings"] if finding["name"] == "processes")
    assert said.startswith(f"{len(services)} processes serve")


def test_workers_answer_at_one_address_and_one_that_dies_is_replaced(postgres: str, tmp_path: Path) -> None:
    url = migrated_database(postgres)
    store_network(url, Network((actor("a"), actor("b"))))
    environment = {**os.environ, "KUMPPANI_DATABASE": url, "KUMPPANI_ENCODER": "hashing", "KUMPPANI_INDEX": "exact",
                   "KUMPPANI_HOME": str(tmp_path)}

    def pids() -> set[int]:
        with closing(Database(url)) as database, database.reading() as connection:
            return {process.pid for process in serving(connection, time_at(connection))}

    with started_service(environment, "--workers", "2") as (parent, port):
        Thread(target=parent.stderr.read, daemon=True).start()  # type: ignore[union-attr]
        seconds_until(lambda: len(pids()) == 2, 60)
        service = Service(port)
        assert service.ask("PUT", "/v1/actors/a", profile("Of workers"))[0] == 200
        before = pids()
        os.kill(min(before), signal.SIGKILL)
        seconds_until(lambda: len(pids() - before) == 1, 60)
        assert name_at(service) == "Of workers"
        parent.terminate()
        assert parent.wait(timeout=60) == 0
        assert pids() <= {min(before)}  # who was killed could not say so
    drop_database(url)


def test_a_file_is_served_by_one_process(tmp_path: Path) -> None:
    failure = Terminal(tmp_path).failure(1, "serve", "--workers", "2", "--port", "0")["error"]
    assert "PostgreSQL" in failure["cure"]
