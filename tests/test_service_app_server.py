"""The service as a process of its own: it listens, says so, answers many at once, and stops."""

from __future__ import annotations

import json
import os
import re
import signal
import socket
import sqlite3
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path

import pytest

from data.errors import DataError, UnknownNetwork
from data.records.network import Network
from service.app.server import serve
from service.errors import AddressRefused
from service.settings import Settings
from tests.networks import actor
from tests.services import started_service
from tests.stores import store_network
from tests.terminal import Terminal

SERVE = "from service.app.server import serve; from service.settings import Settings; serve(Settings())"
PERSON = "/v1/actors/rovaniemen-kaupunki/suggestions?as_of=2026-11-23&limit=5"


def get(port: int, address: str) -> tuple[int, bytes]:
    connection = HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        connection.request("GET", address, headers={"Accept-Language": "sv"})
        response = connection.getresponse()
        return response.status, response.read()
    finally:
        connection.close()


@pytest.fixture(scope="module")
def installation(tmp_path_factory: pytest.TempPathFactory, demo_network: Network) -> Path:
    """The home folder of an installation with the demo network."""
    home = tmp_path_factory.mktemp("installation")
    store_network(Settings(home=home).database_url, demo_network)
    return home


@pytest.fixture(scope="module")
def process(installation: Path) -> Iterator[tuple[subprocess.Popen[str], int, str]]:
    """A running service, its port, and what it said."""
    environment = os.environ | {"KUMPPANI_HOME": str(installation), "KUMPPANI_ENCODER": "hashing", "KUMPPANI_PORT": "0"}
    command = [sys.executable, "-c", SERVE]
    with subprocess.Popen(command, env=environment, stderr=subprocess.PIPE, text=True) as running:  # noqa: S603
        assert running.stderr is not None
        output = running.stderr.readline()
        match = re.search(r"http://127\.0\.0\.1:(\d+) ", output)
        assert match, output + running.stderr.read()
        yield running, int(match[1]), output
        running.kill()


class TestProcess:
    def test_it_says_where_it_answers(self, process: tuple[subprocess.Popen[str], int, str]) -> None:
        _, port, output = process
        assert output.endswith(f"Kumppani answers on http://127.0.0.1:{port} – API description at "
                               f"http://127.0.0.1:{port}/openapi.json\n")
        status, body = get(port, "/v1/network")
        assert (status, json.loads(body)["actors"]) == (200, 211)

    def test_many_at_once_get_the_same_answer(self, process: tuple[subprocess.Popen[str], int, str]) -> None:
        _, port, _ = process
        with ThreadPoolExecutor(16) as readers:
            answers = set(readers.map(lambda _: get(port, PERSON), range(64)))
        assert [status for status, _ in answers] == [200]

    def test_it_stops_when_told_to(self, process: tuple[subprocess.Popen[str], int, str]) -> None:
        running, port, _ = process
        get(port, "/v1/search?q=turvakoti")
        running.send_signal(signal.SIGTERM)
        _, output = running.communicate(timeout=30)
        assert "GET /v1/search 200" in output
        assert "turvakoti" not in output
        assert "Traceback" not in output


@pytest.mark.parametrize("name", ["SIGTERM", "SIGINT", "SIGHUP", "SIGQUIT", "SIGUSR1"])
def test_the_last_list_shown_is_kept_however_the_service_is_told_to_stop(name: str, tmp_path: Path) -> None:
    home, number = tmp_path / "home", getattr(signal, name)
    store_network(Settings(home=home).database_url, Network((actor("a"), actor("b"))))
    with started_service({**os.environ, **Terminal(home).environment}) as (process, port):
        get(port, "/v1/actors/a/suggestions")
        process.send_signal(number)
        _, output = process.communicate(timeout=30)
        assert process.returncode == (130 if name == "SIGINT" else -number)
    assert "The service was told to stop" in output
    with closing(sqlite3.connect(home / "kumppani.db")) as file:
        assert file.execute("SELECT count(*) FROM lists").fetchone() == (1,)


def test_a_signal_that_is_ignored_ends_nothing(tmp_path: Path) -> None:
    """As `nohup` has it."""
    home = tmp_path / "home"
    store_network(Settings(home=home).database_url, Network((actor("a"),)))
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with started_service({**os.environ, **Terminal(home).environment}) as (process, port):
            process.send_signal(signal.SIGHUP)
            assert get(port, "/v1/actors/a")[0] == 200
    finally:
        signal.signal(signal.SIGHUP, before)


class TestRefusals:
    def test_a_port_in_use(self, installation: Path) -> None:
        with socket.create_server(("127.0.0.1", 0)) as other:
            port = other.getsockname()[1]
            with pytest.raises(AddressRefused) as refusal:
                serve(Settings(home=installation, encoder="hashing", port=port))
        assert refusal.value.where == f"127.0.0.1:{port}"
        assert "another port" in str(refusal.value.cure)

    @pytest.mark.parametrize("host", ["203.0.113.1", "no such host", "x" * 300])
    def test_a_host_that_is_not_ours(self, host: str, installation: Path) -> None:
        with pytest.raises(AddressRefused) as refusal:
            serve(Settings(home=installation, encoder="hashing", host=host, port=0))
        assert "KUMPPANI_HOST" in str(refusal.value.cure)

    def test_no_network(self, tmp_path: Path) -> None:
        with pytest.raises(UnknownNetwork):
            serve(Settings(home=tmp_path, encoder="hashing", port=0, network="nowhere"))

    def test_other_machines_are_not_answered_without_keys(self, installation: Path) -> None:
        with pytest.raises(AddressRefused, match="its own machine only") as refusal:
            serve(Settings(home=installation, encoder="hashing", host="0.0.0.0", port=0))  # noqa: S104 - refused
        assert "kumppani key create" in str(refusal.value.cure)

    def test_it_is_an_error_the_command_line_knows(self) -> None:
        assert issubclass(AddressRefused, DataError)
