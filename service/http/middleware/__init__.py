"""What goes around every request and answer: one subject, one class, one file."""

from __future__ import annotations

from collections.abc import Callable

from starlette.types import ASGIApp

from service.http.middleware.access_log import AccessLog
from service.http.middleware.at_hand import AtHand
from service.http.middleware.bodies import BodyBounds
from service.http.middleware.conditions import NotModified
from service.http.middleware.head import HeadAsGet
from service.http.middleware.headers import AnswerHeaders
from service.http.middleware.request_state import RequestState


def envelop(app: ASGIApp, allow_origins: Callable[[ASGIApp], ASGIApp], language: str) -> ASGIApp:
    """Return an application with everything around it.

    Args:
        app: what is wrapped.
        allow_origins: lets pages of other sites ask an application.
        language: the language of answers when none that is asked for fits.
    """
    answering = NotModified(allow_origins(AtHand(BodyBounds(app))))
    return RequestState(HeadAsGet(AccessLog(AnswerHeaders(answering))), language)
