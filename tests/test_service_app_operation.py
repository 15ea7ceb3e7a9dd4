"""What whoever runs the service sees of it: the log, the figures, and that it ends in order."""

from __future__ import annotations

import http.client
import json
import logging
import os
import re
import signal
import socket
import sqlite3
import urllib.request
from collections.abc import Iterator
from contextlib import closing
from datetime import datetime
from pathlib import Path
from threading import Event
from time import sleep

import pytest
from prometheus_client.parser import text_string_to_metric_families

from data.database.connection import Database
from data.records.network import Network
from data.tenancy.api_keys import Key, Keys
from service.app.composition import create_app
from service.app.log import Text, logging_as
from service.clock import now
from service.runtime.installation import Installation
from service.settings import Settings
from tests.clients import TestClient
from tests.databases import address_on, postgres_process
from tests.networks import actor
from tests.services import running_service, started_service
from tests.stores import store_network
from tests.terminal import Terminal
from tests.test_service_http_problems import refusal
from tests.test_service_http_writes import CAFE


@pytest.fixture
def client(tmp_path: Path) -> Iterator[TestClient]:
    settings = Settings(home=tmp_path, encoder="hashing", index="exact")
    store_network(settings.database_url, Network(tuple(actor(name) for name in "abc")))
    with TestClient(create_app(settings), raise_server_exceptions=False) as client:
        yield client


def values(client: TestClient) -> dict[tuple[str, tuple[str, ...]], float]:
    """Every figure by its name and the values of its labels."""
    from prometheus_client import generate_latest

    text = generate_latest(client.app.state.installation.metrics.registry).decode()  # type: ignore[attr-defined]
    return {(sample.name, tuple(value for label, value in sorted(sample.labels.items())
                                 if label != "le")): sample.value
            for family in text_string_to_metric_families(text) for sample in family.samples}


class TestMetrics:
    def test_requests_are_counted_by_their_pattern(self, client: TestClient) -> None:
        for address in ("/v1/actors/a", "/v1/actors/b", "/v1/actors/nobody", "/nowhere/secret", "/v1/actors?limit=x"):
            client.get(address)
        figures = values(client)
        requests = {labels: value for (name, labels), value in figures.items() if name == "kumppani_requests_total"}
        assert requests == {("GET", "default", "/v1/actors/{actor}", "200"): 2.0,
                            ("GET", "default", "/v1/actors/{actor}", "404"): 1.0,
                            ("GET", "default", "/v1/actors", "422"): 1.0, ("", "", "", "404"): 1.0}
        assert figures["kumppani_request_seconds_count", ("GET", "/v1/actors/{actor}")] == 3.0
        assert "secret" not in str(figures)

    def test_lists_and_who_is_in_them(self, client: TestClient) -> None:
        assert str(values(client)["kumppani_exposure_gini", ("default",)]) == "nan"
        client.get("/v1/actors/a/suggestions")
        client.get("/v1/actors/a/suggestions", params={"limit": 1})
        figures = values(client)
        assert figures["kumppani_list_length_count", ("default",)] == 2.0
        assert figures["kumppani_list_length_sum", ("default",)] == 3.0
        # Of three actors one was shown never, one once and one twice: ((2·2 - 4)·1 + (2·3 - 4)·2) / (3·3) = 4/9.
        assert figures["kumppani_exposure_gini", ("default",)] == pytest.approx(4 / 9)

    def test_the_state_of_networks(self, client: TestClient) -> None:
        figures = values(client)
        assert figures["kumppani_actors", ("default",)] == 3.0
        assert figures["kumppani_ready", ("default",)] == 1.0
        assert 0 <= figures["kumppani_snapshot_age_seconds", ("default",)] < 600
        client.put("/v1/actors/d", json=CAFE)
        assert values(client)["kumppani_actors", ("default",)] == 4.0


class TestLog:
    def test_an_error_of_the_program_is_logged_counted_and_has_an_id(self, client: TestClient,
                                                                     caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "kumppani.service")
        client.app.add_api_route("/fail", lambda: 1 / 0)  # type: ignore[attr-defined]
        response = client.get("/fail", headers={"X-Request-ID": "abc"})
        assert (response.status_code, response.headers["x-request-id"]) == (500, "abc")
        assert response.headers["content-language"] == "en"
        assert "GET /fail 500" in caplog.text
        assert values(client)["kumppani_requests_total", ("GET", "", "/fail", "500")] == 1.0

    def test_a_request_has_an_id(self, client: TestClient, caplog: pytest.LogCaptureFixture) -> None:
        caplog.set_level("INFO", "kumppani.service")
        response = client.get("/v1/actors/a", headers={"X-Request-ID": "abc-1.2_3"})
        assert response.headers["x-request-id"] == "abc-1.2_3"
        ids = [client.get("/v1/actors/a", headers={"X-Request-ID": wrong}).headers["x-request-id"]
               for wrong in ("", "a b", "x" * 65, 'a"b')]
        assert len(set(ids)) == 4
        assert all(re.fullmatch("[0-9a-f]{32}", item) for item in ids)
        assert [record.request_id for record in caplog.records] == ["abc-1.2_3", *ids]  # type: ignore[attr-defined]

    def test_an_error_has_the_id_too(self, client: TestClient) -> None:
        assert client.get("/nowhere", headers={"X-Request-ID": "abc"}).headers["x-request-id"] == "abc"

    def test_json_for_programs(self, tmp_path: Path) -> None:
        home = tmp_path / "home"
        store_network(f"sqlite:///{home / 'kumppani.db'}", Network((actor("a"),)))
        with closing(Database(f"sqlite:///{home / 'kumppani.db'}")) as database:
            token = Keys(database).create(Key("", "default", "x", frozenset({"read"}), "", now()))
        environment = {**os.environ, **Terminal(home).environment, "KUMPPANI_LOG": "json"}
        with started_service(environment) as (process, port):
            request = urllib.request.Request(f"http://127.0.0.1:{port}/v1/search?q=turvakoti",
                                             headers={"Authorization": f"Bearer {token}"})
            urllib.request.urlopen(request).read()  # noqa: S310
            process.send_signal(signal.SIGTERM)
            _, output = process.communicate(timeout=30)
        line = next(json.loads(line) for line in output.splitlines() if "/v1/search" in line)
        assert line["levelname"] == "INFO"
        assert datetime.fromisoformat(line["timestamp"]).tzinfo is not None
        assert {key: line[key] for key in ("method", "route", "status", "network", "key")} == {
            "method": "GET", "route": "/v1/search", "status": 200, "network": "default", "key": token.split("_")[1]}
        assert re.fullmatch("[0-9a-f]{32}", line["request_id"])
        assert "turvakoti" not in output
        assert token.split("_", 2)[2] not in output

    @pytest.mark.parametrize("seconds", [0.0, 1_795_000_000.25, 1_795_000_000.9996, 1_795_000_001.0])
    def test_the_time_of_a_line_is_as_logging_writes_it(self, seconds: float) -> None:
        record = logging.makeLogRecord({"created": seconds, "msecs": seconds % 1 * 1000, "msg": "x"})
        form = "%(asctime)s %(message)s"
        assert Text(form).format(record) == logging.Formatter(form).format(record)

    def test_both_forms_are_configured(self) -> None:
        assert {logging_as(form)["handlers"]["stderr"]["formatter"] for form in ("text", "json")} == {"text", "json"}


def test_prometheus_finds_the_figures_at_a_port_of_their_own(demo_home: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    environment = {**os.environ, **Terminal(demo_home).environment, "KUMPPANI_METRICS_PORT": str(port)}
    with running_service(environment) as main:
        urllib.request.urlopen(f"http://127.0.0.1:{main}/v1/network").read()
        figures = urllib.request.urlopen(f"http://127.0.0.1:{port}/metrics").read().decode()
        assert 'kumppani_requests_total{method="GET",network="default",route="/v1/network",status="200"} 1.0' in figures
        with pytest.raises(urllib.error.HTTPError):
            urllib.request.urlopen(f"http://127.0.0.1:{main}/metrics")


def test_what_has_begun_is_finished_when_the_service_is_told_to_stop(tmp_path: Path) -> None:
    """A request whose body comes only after the service has closed its door."""
    home = tmp_path / "home"
    store_network(f"sqlite:///{home / 'kumppani.db'}", Network((actor("a"),)))
    lines = "\n".join(json.dumps({**CAFE, "id": f"x{number}"}) for number in range(30)).encode()
    headers = {"Content-Type": "application/x-ndjson", "Content-Length": str(len(lines)), "Expect": "100-continue"}
    with (started_service({**os.environ, **Terminal(home).environment}) as (process, port),
          closing(http.client.HTTPConnection("127.0.0.1", port, timeout=60)) as connection):
        connection.putrequest("POST", "/v1/imports/actors")
        for name, value in headers.items():
            connection.putheader(name, value)
        connection.endheaders()
        assert connection.sock.recv(1000).startswith(b"HTTP/1.1 100 ")  # it has begun, and waits for the body
        process.send_signal(signal.SIGTERM)
        while _is_open(port):
            sleep(0.02)
        connection.send(lines)
        assert connection.getresponse().status == 200
        assert process.wait(timeout=60) == -signal.SIGTERM
        process.communicate()
    with closing(sqlite3.connect(home / "kumppani.db")) as raw:
        assert raw.execute("SELECT count(*) FROM actors").fetchone() == (31,)


def test_a_look_that_has_begun_is_finished_before_the_database_is_closed(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its connection would be left open otherwise, and what it read would be gone under it."""
    monkeypatch.setattr("service.app.composition.SECONDS_BETWEEN_LOOKS", 0.01)
    events: list[str] = []
    looking = Event()

    class Slow(Installation):
        def refresh(self) -> None:
            looking.set()
            sleep(0.2)
            super().refresh()
            events.append("looked")

        def close(self) -> None:
            events.append("closed")
            super().close()

    settings = Settings(home=tmp_path, encoder="hashing")
    with TestClient(create_app(settings, lambda configuration: closing(Slow(configuration)))):
        assert looking.wait(timeout=30)
    assert events[-2:] == ["looked", "closed"]
    sleep(0.4)
    assert events[-1] == "closed"


def test_who_waits_for_the_service_does_not_wait_for_what_first_questions_need(
        tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """That is made ready soon after, unless the service is to stop already."""
    warm = Event()

    class Lazy(Installation):
        def __init__(self, settings: Settings) -> None:
            super().__init__(settings)
            self.open_all()

        def warm_up(self) -> None:
            super().warm_up()
            warm.set()

    settings = Settings(home=tmp_path, encoder="hashing")
    monkeypatch.setattr("service.app.composition.SECONDS_BETWEEN_LOOKS", 60)
    with TestClient(create_app(settings, lambda settings: closing(Lazy(settings)))) as client:
        assert client.get("/readyz").status_code == 200
        assert not warm.is_set()
    assert not warm.is_set()
    monkeypatch.setattr("service.app.composition.SECONDS_BETWEEN_LOOKS", 0.01)
    with TestClient(create_app(settings, lambda settings: closing(Lazy(settings)))):
        assert warm.wait(timeout=30)


def _is_open(port: int) -> bool:
    """Tell whether new connections are taken."""
    try:
        socket.create_connection(("127.0.0.1", port)).close()
    except ConnectionRefusedError:
        return False
    return True


def test_while_the_database_is_away_lists_go_on_nothing_is_written_and_nothing_is_lost(tmp_path: Path) -> None:
    with postgres_process() as server:
        settings = Settings(home=tmp_path, database=address_on(server), encoder="hashing", index="exact")
        store_network(settings.database_url, Network((actor("a"), actor("b"))))
        with TestClient(create_app(settings)) as client:
            change = {"name": "Changed", "sector": "ngo"}
            assert client.get("/readyz").status_code == 200
            server.stop()
            for answer in (client.get("/readyz"), client.put("/v1/actors/a", json=change),
                           client.get("/v1/actors/a/contact")):
                refusal(answer, 503, "not-ready")
            for path in ("/healthz", "/v1/actors/a", "/v1/actors/a/suggestions"):
                assert client.get(path).status_code == 200
            server.ensure_postgres_running()
            assert client.get("/readyz").status_code == 200
            assert client.put("/v1/actors/a", json=change).status_code == 200
            assert client.get("/v1/actors/a").json()["profile"]["name"] == "Changed"
