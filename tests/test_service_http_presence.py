"""Whoever goes away while rows of a body are read leaves no work behind."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from pathlib import Path
from threading import Event
from time import monotonic, sleep

import pytest

from service.errors import BodyUnreadable
from service.http.presence import as_long_as_there
from tests.services import running_service
from tests.terminal import Terminal

LINES = 60_000


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
    line = '{"id": "x%d", "name": "X", "sector": "ngo", "themes": "employment, teema %d, toinen teema %d"}\n'
    body = "".join(line % (number, number, number) for number in range(LINES)).encode()
    head = (f"POST /v1/imports/actors?skip_invalid=true HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n"
            f"Content-Type: application/x-ndjson\r\nContent-Length: {len(body)}\r\n\r\n").encode()
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.sendall(head + body)
    began = monotonic()
    with socket.create_connection(("127.0.0.1", port), timeout=60) as other:
        while monotonic() - began < 60:
            other.sendall(f"GET /v1/network HTTP/1.1\r\nHost: 127.0.0.1:{port}\r\n\r\n".encode())
            answer = other.recv(65_536)
            assert b"200 OK" in answer
            if monotonic() - began > 3:
                break
            sleep(0.5)
    assert b'"actors":1' in answer.replace(b" ", b"")
