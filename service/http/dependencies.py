"""What routes are given: the matcher, the reader's language, and a writer for it."""

from __future__ import annotations

from datetime import date
from typing import Annotated, TypeAlias
from urllib.parse import urlsplit

from fastapi import Depends, Header, Path, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from data.governance.audit_log import SERVICE, Signature
from data.wording.texts import text
from matcher.engine import Matcher
from service.clock import now
from service.errors import KeyMissing, NotReady
from service.http.requests import Id, RequestModel
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.writer import Writer

LOOPBACK = ("localhost", "127.0.0.1", "::1")
BEARER = HTTPBearer(auto_error=False, scheme_name="key", description=(
    "A key to a network, as “kumppani key create” shows it. A service without keys needs none and answers its own "
    "machine only."))


def running_installation(request: Request) -> Installation:
    """Return the installation.

    Raises:
        NotReady: it has not been opened yet.
    """
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is None:
        raise NotReady(text("The network is being opened."), "", text("Try again in a minute."))
    return installation


CurrentInstallation: TypeAlias = Annotated[Installation, Depends(running_installation)]


def refuse_strangers(request: Request) -> None:
    """Refuse what comes to a service without keys from another machine or another site.

    Raises:
        KeyMissing: it was forwarded, or a page of another site sends it.
    """
    is_forwarded = any(name in request.headers for name in ("forwarded", "x-forwarded-for", "x-real-ip"))
    origin = request.headers.get("origin", "")
    is_allowed = origin in request.app.state.installation.settings.allowed_origins
    if is_forwarded or (origin and not is_allowed and _host(origin) not in LOOPBACK):
        raise KeyMissing(text("Without keys the service answers its own machine only."), "",
                         text("Make a key with “kumppani key create NAME --scope read”."))


def _host(origin: str) -> str:
    try:
        return urlsplit(origin).hostname or ""
    except ValueError:
        return ""


class Admit:
    """A dependency that gives the network of the request's key, if the key allows what is asked for.

    Args:
        scope: what is asked for.
    """

    def __init__(self, scope: str) -> None:
        self._scope = scope

    def __call__(self, request: Request,
                 credentials: Annotated[HTTPAuthorizationCredentials | None, Depends(BEARER)]) -> ServedNetwork:
        """Return the network.

        Raises:
            NotReady: it has not been opened yet.
            KeyMissing, KeyRefused, ScopeMissing, TooManyRequests: see `Installation`.
        """
        installation = running_installation(request)
        key = installation.identify(credentials.credentials if credentials else "")
        # For the log and the metrics, also of those who are refused below.
        request.state.network = key.network if key else installation.settings.network
        request.state.key = key.id if key else ""
        if key is None:
            refuse_strangers(request)
        return installation.admit(key, self._scope)


NetworkToRead: TypeAlias = Annotated[ServedNetwork, Depends(Admit("read"))]
NetworkToWrite: TypeAlias = Annotated[ServedNetwork, Depends(Admit("write"))]
NetworkToCoordinate: TypeAlias = Annotated[ServedNetwork, Depends(Admit("coordinate"))]
NetworkToAdminister: TypeAlias = Annotated[ServedNetwork, Depends(Admit("admin"))]


def signature_of(request: Request) -> Signature:
    """Return who asks, for what is kept of a change, and the time."""
    return Signature(request.state.key or SERVICE, now())


def matcher_of(network: NetworkToRead) -> Matcher:
    """Return the matcher of the network.

    Raises:
        NotReady: the network cannot be answered from.
    """
    return network.matcher


CurrentMatcher: TypeAlias = Annotated[Matcher, Depends(matcher_of)]


def today_of(network: NetworkToRead) -> date:
    """Return the day it is in the network."""
    return network.today()


Today: TypeAlias = Annotated[date, Depends(today_of)]


def reader_language(
    request: Request,
    # The envelope has read it already; it stands here for the API description.
    accept_language: Annotated[str, Header(examples=["sv-FI, sv;q=0.9"], description=(
        "The language of names and sentences: fi, sv or en."))] = "",
) -> str:
    """Return the language of the answer, ISO 639-1."""
    language: str = request.state.language
    return language


Language: TypeAlias = Annotated[str, Depends(reader_language)]


def answer_writer(matcher: CurrentMatcher, language: Language) -> Writer:
    """Return what puts answers into the reader's language."""
    return Writer(matcher.snapshot.vocabularies, language)


AnswerWriter: TypeAlias = Annotated[Writer, Depends(answer_writer)]


def reply_writer(network: NetworkToWrite, language: Language) -> Writer:
    """Return what puts the answers to writes into the reader's language."""
    return Writer(network.vocabularies, language)


ReplyWriter: TypeAlias = Annotated[Writer, Depends(reply_writer)]
NoParameters: TypeAlias = Annotated[RequestModel, Query()]
ActorId: TypeAlias = Annotated[Id, Path(
    max_length=128, description="Id of an actor.", examples=["rovalan-setlementti-ry-monikulttuurikeskus-moninet"],
)]
OtherId: TypeAlias = Annotated[Id, Path(
    max_length=128, description="Id of the actor to be considered.", examples=["rovaniemen-kaupunki"],
)]
