"""Errors as pages: what, where, and what to do next."""

from __future__ import annotations

import logging
from collections.abc import Mapping, Sequence

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import HTMLResponse, RedirectResponse
from starlette.exceptions import HTTPException

from data import errors as records
from data.files.cells import CellRefused
from data.wording.texts import Text, text
from matcher.errors import QueryRefused
from service import errors as doors
from service.web.answers import in_words, page

LOG = logging.getLogger("kumppani.service")

# What a reader can mend; every other error is the service's own.
STATUSES: Mapping[type[Exception], int] = {
    doors.KeyMissing: 403,
    records.UnknownActor: 404,
    records.UnknownOpinion: 404,
    records.UnknownIntroduction: 404,
    records.UnknownContact: 404,
    records.ContactMissing: 409,
    records.IntroductionRefused: 409,
    doors.HostRefused: 421,
    doors.FormRefused: 422,
    doors.OpinionRefused: 422,
    records.RecordsRefused: 422,
    records.ImportRefused: 409,
    records.UnknownImport: 404,
    doors.RequestRefused: 422,
    records.UnknownCode: 422,
    records.AmbiguousCode: 422,
    CellRefused: 422,
    QueryRefused: 422,
    doors.NotReady: 503,
    records.StoreBusy: 503,
    records.StoreUnreachable: 503,
}
# From here on a page says nothing of where something went wrong.
INTERNAL = 500
HTTP_ERRORS: Mapping[int, tuple[Text, Text]] = {
    400: (text("The form cannot be read."), text("Open the page again, and send the form from there.")),
    404: (text("There is no page at this address."), text("Begin at the first page.")),
    405: (text("There is no page at this address."), text("Begin at the first page.")),
    408: (text("The form did not arrive in time."), text("Send it again.")),
    413: (text("The form is too large."), text("Shorten what you have written.")),
}
OWN = (text("The service could not answer."),
       text("Try again later; if it happens again, tell those who run the service."))
MALFORMED = (text("The address or the form has a value that cannot be used."), text("Begin at the first page."))


def install_failures(pages: FastAPI) -> None:
    """Let every error be answered with a page."""
    pages.add_exception_handler(records.DataError, _answer)
    pages.add_exception_handler(RequestValidationError, _answer_malformed)
    pages.add_exception_handler(HTTPException, _answer_http)
    pages.add_exception_handler(doors.ActorMoved, _lead_on)
    pages.add_exception_handler(Exception, _answer)


def _answer(request: Request, error: Exception) -> HTMLResponse:
    status = next((STATUSES[base] for base in type(error).__mro__ if base in STATUSES), INTERNAL)
    is_own = status >= INTERNAL and not isinstance(error, doors.NotReady)
    if not isinstance(error, records.DataError) or is_own:
        LOG.error("a page could not be shown: %s", error)
        return _page(request, status, OWN)
    if isinstance(error, doors.KeyMissing) and request.app.state.installation.had_keys:
        return page(request, "sign_in.html", status=status)
    problems: Sequence[records.Problem] = getattr(error, "problems", ())
    return page(request, "failure.html", status=status, what=in_words(error.what, request),
                cure=in_words(error.cure, request), problems=[in_words(item.what, request) for item in problems])


def _lead_on(_: Request, error: Exception) -> RedirectResponse:
    """Lead on to the page of an actor under the id that it has now."""
    return RedirectResponse(error.headers["Location"] if isinstance(error, doors.ActorMoved) else "/", 303)


def _answer_malformed(request: Request, _: Exception) -> HTMLResponse:
    return _page(request, 422, MALFORMED)


def _answer_http(request: Request, error: Exception) -> HTMLResponse:
    status = error.status_code if isinstance(error, HTTPException) else INTERNAL
    return _page(request, status, HTTP_ERRORS.get(status, OWN))


def _page(request: Request, status: int, words: tuple[Text, Text]) -> HTMLResponse:
    what, cure = (in_words(item, request) for item in words)
    return page(request, "failure.html", status=status, what=what, cure=cure, problems=[])
