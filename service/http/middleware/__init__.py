"""What goes around every request and answer: one subject, one class, one file."""

from __future__ import annotations

from starlette.types import ASGIApp

from service.http.middleware.access_log import AccessLog
from service.http.middleware.bodies import BodyBounds
from service.http.middleware.conditions import NotModified
from service.http.middleware.head import HeadAsGet
from service.http.middleware.headers import AnswerHeaders
from service.http.middleware.request_state import RequestState


def envelop(app: ASGIApp, language: str) -> ASGIApp:
    """Return an application with everything around it.

    Args:
        app: what is wrapped.
        language: the language of answers when none that is asked for fits.
    """
    return RequestState(HeadAsGet(AccessLog(AnswerHeaders(NotModified(BodyBounds(app))))), language)
