"""The page on which people sign in: its doors, and what it says of an attempt."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from fastapi import Request
from fastapi.responses import HTMLResponse

from data.tenancy.sign_in_codes import LIFE
from data.tenancy.sign_ins import LONGEST
from data.wording.texts import LANGUAGES, Text, text
from service.runtime.installation import Installation
from service.web.answers import in_words, page
from service.web.written import written_before

LONGEST_ADDRESS = 2_000
# A page of ours, by its path alone: nothing in it can name another site.
_OWN_PAGE = re.compile(rf"/(?:{'|'.join(LANGUAGES)})(?:/[^\\\x00-\x20\x7f]*)?")
_DOOR = re.compile(r"/[a-z]{2}/sign-(?:in|out)\b")


class Kind(StrEnum):
    """How a note looks."""

    PLAIN = ""
    GOOD = "good"
    WARN = "warn"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class Note:
    """What is said above the doors."""

    kind: Kind
    title: Text
    words: Text


@dataclass(frozen=True, slots=True)
class Attempt:
    """What is known of an attempt to sign in.

    Attributes:
        next: the page to go on to; empty for the first one.
        note: what is said above the doors.
        key_fault: what is wrong with the key that was typed.
        email: the address that was typed.
        email_fault: what is wrong with it.
    """

    next: str = ""
    note: Note | None = None
    key_fault: Text | None = None
    email: str = ""
    email_fault: Text | None = None


SIGNED_OUT = Note(Kind.PLAIN, text("You are signed out"), text("Nothing of yours is left in this browser."))
TOKEN_REFUSED = Note(Kind.BAD, text("The platform's link is not valid any more"),
                     text("It is good once, and for some minutes. Open Kumppani from the platform again."))
LETTER_SENT = Note(Kind.GOOD, text("Look into your e-mail"),
                   text("If the address is the contact of an organisation here, the link is on its way. It works for "
                        "{minutes} minutes.", minutes=LIFE // timedelta(minutes=1)))
LINK_OVER = Note(Kind.BAD, text("The link is not valid any more"),
                 text("It works once, and for {minutes} minutes. Ask for a new one below; it comes within seconds.",
                      minutes=LIFE // timedelta(minutes=1)))
FAILURES = {
    "provider": Note(Kind.BAD, text("The single sign-on could not say who you are"),
                     text("Try again, or sign in another way.")),
    "unknown": Note(Kind.BAD, text("The single sign-on does not know you as anybody here"),
                    text("You are signed in there, but your organisation is not here. Ask those who run the service, "
                         "or sign in another way.")),
}
TOO_MANY = Note(Kind.WARN, text("Wait a while"), text("There were many attempts in a short time. Try again in some "
                                                      "minutes."))


def own_page(address: str) -> str:
    """Return the address of a page of ours; empty for whatever else it is, and for the page of signing in itself."""
    is_own = len(address) <= LONGEST_ADDRESS and _OWN_PAGE.fullmatch(address) and not _DOOR.match(address)
    return address if is_own else ""


def show_doors(request: Request, status: int = 200, attempt: Attempt | None = None) -> HTMLResponse:
    """Return the page on which people sign in.

    Args:
        request: what is answered.
        status: HTTP status.
        attempt: what is known of one.
    """
    installation: Installation = request.app.state.installation
    attempt = attempt or Attempt()
    note, faults = attempt.note, {"key": attempt.key_fault, "email": attempt.email_fault}
    return page(request, "sign_in.html", status=status, next=attempt.next, email=attempt.email,
                settings=installation.settings, longest_days=LONGEST.days, has_letters=installation.letters.is_on,
                has_provider=installation.provider.is_on, written=written_before(request),
                faults={name: in_words(fault, request) if fault else "" for name, fault in faults.items()},
                note=note and {"kind": note.kind.value, "title": in_words(note.title, request),
                               "words": in_words(note.words, request)})
