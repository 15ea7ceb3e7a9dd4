"""A mail server for tests: it takes what it is sent, and hands it out."""

from __future__ import annotations

import socketserver
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes, policy
from email.message import EmailMessage
from queue import Queue

from tests.listening import listening


class MailServer(socketserver.ThreadingTCPServer):
    """Speaks as much SMTP as is needed to take a letter; `letters` are those that have come."""

    allow_reuse_address, daemon_threads = True, True

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.letters: Queue[tuple[str, EmailMessage]] = Queue()

    @property
    def port(self) -> int:
        """Where it listens."""
        return int(self.server_address[1])

    def next(self) -> tuple[str, EmailMessage]:
        """Return the recipient and the content of the next letter, waiting for it."""
        return self.letters.get(timeout=20)


class _Conversation(socketserver.StreamRequestHandler):
    def handle(self) -> None:
        self._say("220 here")
        recipient = ""
        while line := self.rfile.readline().decode().strip():
            word = line.upper()
            if word.startswith("RCPT"):
                recipient = line.partition("<")[2].partition(">")[0]
            if word == "DATA":
                self._say("354 go on")
                self._take(recipient)
            elif word == "QUIT":
                self._say("221 bye")
                return
            self._say("250 ok")

    def _take(self, recipient: str) -> None:
        lines = []
        while (line := self.rfile.readline()) != b".\r\n":
            lines.append(line.removeprefix(b"."))
        message = message_from_bytes(b"".join(lines), policy=policy.default)
        assert isinstance(self.server, MailServer)
        assert isinstance(message, EmailMessage)
        self.server.letters.put((recipient, message))

    def _say(self, line: str) -> None:
        self.wfile.write(f"{line}\r\n".encode())


@contextmanager
def mail_server() -> Iterator[MailServer]:
    """Give a mail server that listens."""
    with listening(MailServer()) as server:
        yield server
