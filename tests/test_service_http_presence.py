"""Whoever goes away while rows of a body are read leaves no work behind."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic, sleep
from urllib.request import urlopen

import pytest

from service.errors import BodyUnreadable
from service.http.presence import as_long_as_there
from tests.gears import in_gear
from tests.services import running_service
from tests.terminal import Terminal

LINES = 20_000
# In so many all of them would be stored if nobody had looked who is there.
SECONDS = in_gear(quick=3, thorough=20)


@pytest.fixture
def port(tmp_path: Path) -> Iterator[int]:
    terminal = Terminal(tmp_path / "home")
    (tmp_path / "a.csv").write_text("id,name,sector\na,A,ngo\n", encoding="utf-8")
    assert terminal.run("import", str(tmp_path / "a.csv")).exit_code == 0
    with running_service(terminal.environment) as port:
        yield port


def test_rows_are_read_until_the_sender_has_gone() -> None:
    gone = Event()
    rows = as_long_as_there(iter(range(10)), gone)
    assert [next(rows), next(rows)] == [0, 1]
    gone.set()
    with pytest.raises(BodyUnreadable):
        next(rows)


def test_nothing_is_stored_of_one_that_has_gone(port: int) -> None:
    line = ('{"id": "x%d", "name": "X", "sector": "ngo", "themes": "employment", '
            '"description_fi": "Kurssi %d, kurssi %d"}\n')
    body = "".join(line % (number, number, number) for number in range(LINES)).encode()
    head = (f"POST /v1/imports/actors?skip_invalid=true HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head + body)
    began = monotonic()
    while monotonic() - began < SECONDS:
        with urlopen(f"http://127.0.0.1:{port}/v1/network", timeout=60) as answer:
            assert json.load(answer)["actors"] == 1
        sleep(0.5)
