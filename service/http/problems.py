"""One table from errors to HTTP answers, and the one shape they have: problem details (RFC 9457)."""

from __future__ import annotations

import json
import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import quote

from fastapi import FastAPI
from fastapi.exceptions import RequestValidationError
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse

from data import errors as records
from data.files.cells import CellRefused
from data.wording.texts import Text, render, text
from matcher.errors import QueryRefused
from service import errors as doors
from service.http.middleware.bodies import largest_body
from service.http.middleware.headers import answer_headers
from service.http.openapi import PROBLEM_TYPE, methods_at, names_at
from service.http.ways import WAYS
from service.runtime.validation_messages import refuse_request
from service.schemas.problems import Fault, ProblemDetails

LOG = logging.getLogger("kumppani.service")


@dataclass(frozen=True, slots=True)
class ProblemKind:
    """How a class of errors is answered.

    Attributes:
        status: HTTP status.
        name: the last part of the problem's type, which programs can rely on.
        title: the kind of problem, for people.
    """

    status: int
    name: str
    title: Text

    @property
    def type(self) -> str:
        """The problem's type, a URI."""
        return f"urn:kumppani:problem:{self.name}"


PROBLEMS: Mapping[type[records.DataError], ProblemKind] = {
    doors.ActorMoved: ProblemKind(308, "actor-moved", text("The actor has another id now")),
    doors.BodyUnreadable: ProblemKind(400, "body-unreadable", text("The body cannot be read")),
    doors.ConditionRefused: ProblemKind(400, "condition-refused", text("A condition cannot be understood")),
    doors.CursorRefused: ProblemKind(400, "cursor-refused", text("The cursor leads nowhere")),
    doors.KeyMissing: ProblemKind(401, "key-missing", text("A key is needed")),
    records.KeyRefused: ProblemKind(401, "key-refused", text("The key opens nothing")),
    doors.OtherActor: ProblemKind(403, "other-actor", text("The key belongs to another actor")),
    records.TokenRefused: ProblemKind(403, "token-refused", text("The key does not vouch for this")),
    doors.ScopeMissing: ProblemKind(403, "scope-missing", text("The key does not allow this")),
    doors.NoSuchPath: ProblemKind(404, "no-such-path", text("There is nothing at this address")),
    doors.UnknownVocabulary: ProblemKind(404, "unknown-vocabulary", text("There is no such vocabulary")),
    records.UnknownActor: ProblemKind(404, "unknown-actor", text("There is no such actor")),
    records.UnknownOpinion: ProblemKind(404, "unknown-opinion", text("Nothing of the kind has been said")),
    records.UnknownCooperation: ProblemKind(404, "unknown-cooperation", text("There is no such cooperation")),
    records.UnknownIdeaRequest: ProblemKind(404, "unknown-request", text("There is no such request")),
    records.UnknownIntroduction: ProblemKind(404, "unknown-introduction", text("There is no such introduction")),
    records.UnknownErasure: ProblemKind(404, "unknown-erasure", text("No erasure is planned")),
    records.UnknownContact: ProblemKind(404, "unknown-contact", text("There are no contact data")),
    records.UnknownReceipt: ProblemKind(404, "unknown-receipt", text("There is no such receipt")),
    records.UnknownRuleSet: ProblemKind(404, "unknown-rules", text("There are no such rules")),
    doors.UnknownRehearsal: ProblemKind(404, "unknown-rehearsal", text("There is no such rehearsal")),
    doors.MethodRefused: ProblemKind(405, "method-refused", text("This address cannot be used in this way")),
    doors.BodyTooSlow: ProblemKind(408, "body-too-slow", text("The body did not arrive in time")),
    doors.ActorMerged: ProblemKind(409, "actor-merged", text("The actor has another id now")),
    records.ContactMissing: ProblemKind(409, "contact-missing", text("Contact data are needed first")),
    records.UnknownImport: ProblemKind(404, "unknown-import", text("There is no such import")),
    records.ImportRefused: ProblemKind(409, "import-refused", text("The import cannot be undone")),
    records.IntroductionRefused: ProblemKind(409, "introduction-refused",
                                             text("This cannot be done with introductions now")),
    records.RuleSetRefused: ProblemKind(409, "rules-kept", text("The rules stay as they are")),
    doors.RehearsalRunning: ProblemKind(409, "rehearsal-running", text("A rehearsal is going on")),
    doors.QuestionsOpen: ProblemKind(409, "questions-open", text("Questions about the list are open")),
    records.RecordChanged: ProblemKind(412, "record-changed", text("The record is not as expected")),
    doors.KindRefused: ProblemKind(415, "kind-refused", text("A body of this kind is not taken here")),
    doors.BodyTooLarge: ProblemKind(413, "body-too-large", text("The body is too large")),
    doors.HostRefused: ProblemKind(421, "host-refused", text("The service does not answer to this name")),
    doors.RequestRefused: ProblemKind(422, "request-refused", text("The request has faults")),
    records.RecordsRefused: ProblemKind(422, "records-refused", text("The records have faults")),
    records.UnknownCode: ProblemKind(422, "unknown-code", text("A word is in no vocabulary")),
    records.AmbiguousCode: ProblemKind(422, "ambiguous-code", text("A word can mean several things")),
    CellRefused: ProblemKind(422, "value-refused", text("A value cannot be used")),
    QueryRefused: ProblemKind(422, "question-refused", text("The question cannot be answered as it was asked")),
    doors.OpinionRefused: ProblemKind(422, "opinion-refused", text("This cannot be said")),
    doors.RequestRepeated: ProblemKind(422, "key-repeated", text("The key of the request was used before")),
    doors.TooManyRequests: ProblemKind(429, "too-many-requests", text("The key has asked too often")),
    doors.TooManyWrongKeys: ProblemKind(429, "too-many-wrong-keys", text("Too many wrong keys have come")),
    doors.InternalError: ProblemKind(500, "internal-error", text("Something went wrong in the service")),
    records.StoreBusy: ProblemKind(503, "store-busy", text("The store is busy")),
    doors.Crowded: ProblemKind(503, "crowded", text("The service has more to do than it can")),
    doors.NotReady: ProblemKind(503, "not-ready", text("The service is not ready yet")),
}


# From here on an answer says nothing of where something went wrong.
INTERNAL = 500
RETRY_AFTER = "1"
HEADERS: Mapping[int, Mapping[str, str]] = {401: {"WWW-Authenticate": "Bearer"}, 503: {"Retry-After": RETRY_AFTER}}


class ProblemResponse(JSONResponse):
    """An answer in the media type of problem details."""

    media_type = PROBLEM_TYPE

    def render(self, content: object) -> bytes:
        """Return the JSON; half characters, which a request can hold but UTF-8 cannot, become question marks."""
        return json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode("utf-8", "replace")


def install_problems(app: FastAPI) -> None:
    """Let every error be answered with a problem; one without a row is also raised further, to be logged."""
    for error in (*PROBLEMS, records.StoreUnreachable, RequestValidationError, HTTPException, Exception):
        app.add_exception_handler(error, answer_problem)


def find_kind(error: Exception) -> ProblemKind | None:
    """Return the row of an error's class, or of its nearest base; None when there is none."""
    rows: Mapping[type, ProblemKind] = PROBLEMS
    return next((rows[base] for base in type(error).__mro__ if base in rows), None)


def describe(error: records.DataError, path: str, language: str) -> ProblemDetails:
    """Return an error as a problem; one without a row says nothing of what happened."""
    kind = find_kind(error)
    if kind is None:
        return describe(_internal(), path, language)
    problems: Sequence[records.Problem] = getattr(error, "problems", ())
    return ProblemDetails(
        type=kind.type, title=render(kind.title, language), status=kind.status,
        detail=error.in_language(language, WAYS) if kind.status < INTERNAL else render(error.what, language),
        instance=quote(path), cure=render(error.cure, language, WAYS),
        problems=[Fault(line=problem.line or None, field=problem.field, what=render(problem.what, language),
                        cure=render(problem.cure, language, WAYS)) for problem in problems],
    )


def answer_problem(request: Request, error: Exception) -> ProblemResponse:
    """Return the answer to an error; not async, so that telling many faults keeps nobody else waiting."""
    language = request.state.language
    ours = _as_ours(request, error)
    problem = describe(ours, request.url.path, language)
    headers = {**HEADERS.get(problem.status, {}), **(getattr(error, "headers", None) or getattr(ours, "headers", {})),
               **answer_headers(language)}
    if "Allow" in headers:
        headers["Allow"] = methods_at(request, headers["Allow"])
    return ProblemResponse(problem.model_dump(), problem.status, headers)


def _as_ours(request: Request, error: Exception) -> records.DataError:
    if isinstance(error, records.StoreUnreachable):
        LOG.error("the store cannot be used: %s", error)
        return doors.NotReady(text("The store cannot be used now."), "",
                              text("Those who run the service find the reason in its log."))
    if isinstance(error, records.DataError):
        return error
    if isinstance(error, RequestValidationError):
        return refuse_request(error.errors(), lambda location: names_at(request, location))
    if isinstance(error, HTTPException):
        return HTTP_ERRORS.get(error.status_code, _hidden)(request)
    return _internal()


def _internal() -> records.DataError:
    return doors.InternalError(text("The service could not answer."), "",
                               text("Try again later; if it happens again, tell those who run the service."))


def _hidden(_request: Request) -> records.DataError:
    return _internal()


def _unreadable(_request: Request) -> records.DataError:
    return doors.BodyUnreadable(text("The body cannot be read."), "", text("Send a JSON object in UTF-8."))


def _no_such_path(_request: Request) -> records.DataError:
    return doors.NoSuchPath(text("Nothing is served at this address."), "",
                            text("The addresses are listed at {address}.", address="/v1"))


def _wrong_method(_request: Request) -> records.DataError:
    return doors.MethodRefused(text("This address does not accept this method."), "",
                               text("The Allow header lists the methods it accepts."))


def _too_slow(_request: Request) -> records.DataError:
    return doors.BodyTooSlow(text("The body did not arrive in time."), "", text("Send it again, without pauses."))


def _too_large(request: Request) -> records.DataError:
    return doors.BodyTooLarge(text("The body has more than {count} bytes.", count=largest_body(request.url.path)), "",
                              text("Shorten it."))


# What the framework itself raises.
HTTP_ERRORS: Mapping[int, Callable[[Request], records.DataError]] = {
    400: _unreadable,
    404: _no_such_path,
    405: _wrong_method,
    408: _too_slow,
    413: _too_large,
}
