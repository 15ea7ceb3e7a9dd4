"""Links by e-mail, by which actors sign in: looked for and sent in a thread of its own.

Whoever asks for one is answered before it is known whether the address belongs to anybody, so that neither the answer
nor its time tells who is in a network.
"""

from __future__ import annotations

import logging
import smtplib
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from datetime import timedelta
from email.message import EmailMessage
from email.policy import SMTP
from email.utils import format_datetime, make_msgid
from functools import partial
from hashlib import sha256
from queue import Empty, Full, Queue
from threading import Lock, Thread
from urllib.parse import urlencode

from limits import parse

from data.database.connection import Database
from data.introductions.contacts import actors_reached_at
from data.tenancy.sign_in_codes import LIFE, Code, Purpose, SignInCodes
from data.wording.texts import Labels, Text, render, text
from service.clock import now
from service.errors import TooManyRequests
from service.runtime.admission.addresses import origin_of
from service.runtime.admission.moving_windows import MovingWindows
from service.settings import Settings

LOG = logging.getLogger("kumppani.service")

# How often one machine may ask, and how often something is sent to one address; who is above the second is not told.
PER_MACHINE = parse("20/15 minutes")
PER_ADDRESS = parse("5/hour")
# So many wait to be sent; an actor's address can be that of several.
MOST_WAITING = 200
MOST_ACTORS = 10
SECONDS = 20.0
CLOSING_SECONDS = 3.0

NameOf = Callable[[str, str], "Text | Labels | str"]
Send = Callable[[EmailMessage], None]


@dataclass(frozen=True, slots=True)
class Wish:
    """A link that is asked for.

    Attributes:
        email: where it is to be sent.
        language: of the letter, ISO 639-1.
        next: the page to go on to; empty for the first one.
    """

    email: str
    language: str
    next: str = ""


class Letters:
    """What sends links to actors.

    Args:
        database: whose contact data say who is reached where.
        settings: of the installation.
        name_of: gives the name of an actor, by a network and an id.
        send: hands a letter over to be delivered; by SMTP, as the settings say, when left out.
    """

    def __init__(self, database: Database, settings: Settings, name_of: NameOf, send: Send | None = None) -> None:
        self._database = database
        self._codes = SignInCodes(database)
        self._settings = settings
        self._name_of = name_of
        self._send = send or partial(send_by_smtp, settings)
        self._counts = MovingWindows()
        self._waiting: Queue[Wish | None] = Queue(MOST_WAITING)
        self._turn = Lock()
        self._thread: Thread | None = None

    @property
    def is_on(self) -> bool:
        """Whether letters are sent at all."""
        return bool(self._settings.smtp_host)

    def ask(self, wish: Wish, machine: str) -> None:
        """Let a link be sent, if there is an actor that is reached at the address; which of them it is, is not told.

        Args:
            wish: what is asked for.
            machine: the address that the request came from.

        Raises:
            TooManyRequests: it has asked too often.
        """
        if not self._counts.hit(PER_MACHINE, origin_of(machine)):
            raise TooManyRequests(text("Links were asked for too often from here."), "",
                                  text("Try again in some minutes."), PER_MACHINE.get_expiry())
        if not self._counts.hit(PER_ADDRESS, sha256(wish.email.lower().encode("utf-8", "replace")).hexdigest()):
            return
        with self._turn:
            if self._thread is None:
                self._thread = Thread(target=self._work, name="letters", daemon=True)
                self._thread.start()
        try:
            self._waiting.put_nowait(wish)
        except Full:
            LOG.error("a link was asked for and is not sent: too many wait")  # noqa: TRY400 - in words

    def close(self) -> None:
        """Send what is begun, and nothing more."""
        if self._thread is None:
            return
        with suppress(Empty):
            while True:
                self._waiting.get_nowait()
        self._waiting.put(None)
        self._thread.join(CLOSING_SECONDS)

    def _work(self) -> None:
        while (wish := self._waiting.get()) is not None:
            try:
                self._answer(wish)
            except Exception as error:  # noqa: BLE001 - one letter must not keep back the others
                # What errors say names the address.
                LOG.error("a link could not be sent: %s", type(error).__name__)  # noqa: TRY400

    def _answer(self, wish: Wish) -> None:
        with self._database.reading() as connection:
            actors = actors_reached_at(connection, wish.email)[:MOST_ACTORS]
        if actors:
            links = [(self._name_of(*actor), self._link(wish, *actor)) for actor in actors]
            self._send(letter(wish, links, self._settings.smtp_sender))

    def _link(self, wish: Wish, network: str, actor: str) -> str:
        secret = self._codes.make(Purpose.LETTER, Code(network, actor, wish.next), now())
        return f"{self._settings.public_address}/{wish.language}/sign-in/link?{urlencode({'code': secret})}"


def letter(wish: Wish, links: list[tuple[Text | Labels | str, str]], sender: str) -> EmailMessage:
    """Return the letter with the links.

    Args:
        wish: who has asked for it, and in which language.
        links: the name of each actor that is reached at the address, and the link for it.
        sender: the address that it comes from.
    """
    message, minutes = EmailMessage(policy=SMTP), LIFE // timedelta(minutes=1)
    say = partial(render, language=wish.language)
    message["From"], message["To"] = sender, wish.email
    message["Subject"] = say(text("Sign in to Kumppani"))
    message["Date"], message["Message-ID"] = format_datetime(now()), make_msgid(domain=sender.partition("@")[2])
    message["Auto-Submitted"] = "auto-generated"
    parts = [say(text("Somebody, hopefully you, wants to sign in to Kumppani. Open the link, and press the button on "
                      "the page."))]
    parts += [say(text("Sign in as {name}", name=name)) + f"\n{link}" for name, link in links]
    parts += [say(text("A link works once, and for {minutes} minutes. If you have not asked for it, do nothing: "
                       "without the link nobody is signed in.", minutes=minutes))]
    message.set_content("\n\n".join(parts) + "\n")
    return message


def send_by_smtp(settings: Settings, message: EmailMessage) -> None:
    """Hand a letter over to the mail server of the settings.

    Raises:
        OSError, SMTPException: it cannot be reached, is not who it should be, or does not take the letter.
    """
    context = ssl.create_default_context()
    place = (settings.smtp_host, settings.smtp_port)
    server = (smtplib.SMTP_SSL(*place, timeout=SECONDS, context=context) if settings.smtp_encryption == "tls"
              else smtplib.SMTP(*place, timeout=SECONDS))
    with server:
        if settings.smtp_encryption == "starttls":
            server.starttls(context=context)
        if settings.smtp_user:
            server.login(settings.smtp_user, settings.smtp_password.get_secret_value())
        server.send_message(message)
