"""Errors as pages: what, where, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Awaitable, Callable, Mapping, Sequence
from contextlib import suppress
from typing import TypeAlias
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from data import errors as records
from data.files.cells import CellRefused
from data.wording.texts import Text, text
from matcher.errors import QueryRefused, RulesRefused
from service import errors as doors
from service.runtime.installation import Installation
from service.web.answers import in_words, page
from service.web.sign_in_page import Attempt, own_page, show_doors
from service.web.viewers import SAFE, find_sign_in
from service.web.written import written_before, written_in

LOG = logging.getLogger("kumppani.service")

Answer: TypeAlias = Callable[[Request, Exception], HTMLResponse]

# What a reader can mend; every other error is the service's own.
STATUSES: Mapping[type[Exception], int] = {
    doors.KeyMissing: 403,
    doors.ScopeMissing: 403,
    doors.OtherActor: 403,
    records.UnknownActor: 404,
    records.UnknownOpinion: 404,
    records.UnknownIdeaRequest: 404,
    records.UnknownIntroduction: 404,
    records.UnknownContact: 404,
    records.ContactMissing: 409,
    records.IntroductionRefused: 409,
    doors.HostRefused: 421,
    doors.FormRefused: 422,
    doors.OpinionRefused: 422,
    records.RecordsRefused: 422,
    records.UnknownRuleSet: 404,
    records.KeyRefused: 404,
    records.RuleSetRefused: 409,
    records.RecordChanged: 409,
    doors.UnknownRehearsal: 404,
    doors.RehearsalRunning: 409,
    RulesRefused: 422,
    records.ImportRefused: 409,
    records.UnknownImport: 404,
    doors.RequestRefused: 422,
    records.UnknownCode: 422,
    records.AmbiguousCode: 422,
    CellRefused: 422,
    QueryRefused: 422,
    doors.TooManyRequests: 429,
    doors.Crowded: 503,
    doors.NotReady: 503,
    records.StoreBusy: 503,
    records.StoreUnreachable: 503,
}
# From here on a page says nothing of where something went wrong.
INTERNAL = 500
# A form that was refused with one of these can be taken later, or when somebody else is signed in.
PASSING = frozenset({403, 429, 503})
KEPT = text("Go back in your browser, which has kept what you have written, and shorten it.")
HTTP_ERRORS: Mapping[int, tuple[Text, Text]] = {
    400: (text("The form cannot be read."), text("Open the page again, and send the form from there.")),
    404: (text("There is no page at this address."), text("Begin at the first page.")),
    405: (text("There is no page at this address."), text("Begin at the first page.")),
    408: (text("The form did not arrive in time."), text("Send it again.")),
    413: (text("The form is too large."), KEPT),
}
OWN = (text("The service could not answer."),
       text("Try again later; if it happens again, tell those who run the service."))
NOT_YOURS = (text("This page is not open to you."),
             text("It needs another key than the one that you are signed in with, or belongs to another organisation. "
                  "Sign out to sign in as somebody else."))
TOO_LONG = (text("Something that you have written is too long."), KEPT)
MALFORMED = (text("The address or the form has a value that cannot be used."), text("Begin at the first page."))


def install_failures(pages: FastAPI) -> None:
    """Let every error be answered with a page."""
    pages.add_exception_handler(records.DataError, _with_what_was_written(_answer))
    pages.add_exception_handler(RequestValidationError, _with_what_was_written(_answer_malformed))
    pages.add_exception_handler(HTTPException, _with_what_was_written(_answer_http))
    pages.add_exception_handler(doors.ActorMoved, _lead_on)
    pages.add_exception_handler(Exception, _answer)


def no_such_page(request: Request) -> HTMLResponse:
    """Return the answer to whoever looks for a page at an address at which there is nothing."""
    answer = _page(request, 404, HTTP_ERRORS[404])
    answer.headers["Vary"] = "Accept, Accept-Language"
    return answer


def crowded_page(request: Request, error: doors.Crowded) -> HTMLResponse:
    """Return the answer to whoever is turned away; who is signed in is not looked for, which would be work again."""
    return page(request, "failure.html", status=STATUSES[doors.Crowded], what=in_words(error.what, request),
                cure=in_words(error.cure, request), problems=(), written=None, can_send_again=False)


def _with_what_was_written(answer: Answer) -> Callable[[Request, Exception], Awaitable[HTMLResponse]]:
    """Return what answers an error with a page on which the form stands that led to it, so that it is not lost."""
    async def answer_with_form(request: Request, error: Exception) -> HTMLResponse:
        request.state.written = await written_in(request)  # see `written_before`
        return await run_sync(answer, request, error)
    return answer_with_form


def _answer(request: Request, error: Exception) -> HTMLResponse:
    status = next((STATUSES[base] for base in type(error).__mro__ if base in STATUSES), INTERNAL)
    is_own = status >= INTERNAL and not isinstance(error, doors.NotReady)
    if not isinstance(error, records.DataError) or is_own:
        LOG.error("a page could not be shown: %s", error)
        return _page(request, status, OWN)
    if isinstance(error, doors.SignInMissing):
        return show_doors(request, status, Attempt(_address(request)))
    if isinstance(error, doors.ScopeMissing | doors.OtherActor):
        return _page(request, status, NOT_YOURS, [in_words(error.what, request)])
    _look_who_is_signed_in(request)
    problems: Sequence[records.Problem] = getattr(error, "problems", ())
    return _failure(request, status, (in_words(error.what, request), in_words(error.cure, request)),
                    [in_words(item.what, request) for item in problems])


def _address(request: Request) -> str:
    """Return the page to go on to after signing in; that of a form cannot be opened again."""
    query = f"?{request.url.query}" if request.url.query else ""
    return own_page(quote(request.url.path) + query) if request.method in SAFE else ""


def _lead_on(_: Request, error: Exception) -> RedirectResponse:
    """Lead on to the page of an actor under the id that it has now."""
    return RedirectResponse(error.headers["Location"] if isinstance(error, doors.ActorMoved) else "/", 303)


def _answer_malformed(request: Request, error: Exception) -> HTMLResponse:
    faults = error.errors() if isinstance(error, RequestValidationError) else ()
    is_long = any(fault["type"] == "string_too_long" for fault in faults)
    return _page(request, 422, TOO_LONG if is_long else MALFORMED)


def _answer_http(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else INTERNAL
    return _page(request, status, HTTP_ERRORS.get(status, OWN))


def _page(request: Request, status: int, words: tuple[Text, Text], problems: Sequence[str] = ()) -> HTMLResponse:
    _look_who_is_signed_in(request)
    what, cure = words
    return _failure(request, status, (in_words(what, request), in_words(cure, request)), problems)


def _failure(request: Request, status: int, words: tuple[str, str], problems: Sequence[str]) -> HTMLResponse:
    what, cure = words
    return page(request, "failure.html", status=status, what=what, cure=cure, problems=problems,
                written=written_before(request), can_send_again=status in PASSING)


def _look_who_is_signed_in(request: Request) -> None:
    """Let the page say who is signed in, where that was not looked for before something went wrong."""
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is not None and installation.had_keys and not hasattr(request.state, "sign_in"):
        with suppress(records.DataError):
            find_sign_in(request)
