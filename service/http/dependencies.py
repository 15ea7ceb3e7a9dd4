"""What routes are given: the matcher, the reader's language, and a writer for it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Annotated, TypeAlias

from anyio.to_thread import run_sync
from fastapi import Depends, Header, Path, Query, Request
from fastapi.security import HTTPAuthorizationCredentials, HTTPBearer

from data.errors import Problem
from data.governance.audit_log import SERVICE, Signature
from data.wording.texts import text
from matcher.engine import Matcher
from service.clock import now
from service.errors import KeyMissing, KindRefused, NotReady, RequestRefused
from service.http.json_bodies import media_type
from service.http.openapi import JSON, single_names_at
from service.http.requests import Id, RequestModel
from service.runtime.addresses import LOCAL_NAMES, name_of
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.writer import Writer

SAFE = frozenset({"GET", "HEAD"})
FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
# What a page may send anywhere without being asked, since forms could always do so (Fetch, section 2.2.2).
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
# These name nobody, and are asked by those who watch over the service under whatever name.
HEALTH = frozenset({"/healthz", "/readyz"})
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


async def refuse_other_names(request: Request) -> None:
    """Refuse a name that the service does not answer to.

    Raises:
        HostRefused: the header Host has one.
    """
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is not None and not (installation.had_keys and request.url.path in HEALTH):
        installation.demand_name(request.headers.get("host", ""))


async def refuse_repetition(request: Request) -> None:
    """Refuse parameters that are given twice and have one value: which of the two is meant?

    Raises:
        RequestRefused: there are some.
    """
    counts = Counter(name for name, _ in request.query_params.multi_items())
    twice = [name for name, times in counts.items() if times > 1]
    if twice:
        singles = await run_sync(single_names_at, request)
        problems = tuple(Problem("", 0, name, text("The parameter is given more than once."), text("Keep one of them."))
                         for name in twice if name in singles)
        if problems:
            raise RequestRefused(problems, text("The request cannot be understood in one way."), "",
                                 text("Correct what is listed."))


def refuse_strangers(request: Request) -> None:
    """Refuse what comes to a service without keys from another machine or another site.

    Pages of the same machine may read, as far as their browsers let them; what is written comes from no page at all, or
    from one that the service itself has shown, or from a named origin.

    Raises:
        KeyMissing: it was forwarded, or a page of elsewhere sends it.
        KindRefused: it is a form.
    """
    if any(name in request.headers for name in FORWARDED) or _is_of_elsewhere(request):
        raise KeyMissing(text("Without keys the service answers its own machine only."), "",
                         text("Make a key with “kumppani key create NAME --scope read”."))
    if request.method not in SAFE and media_type(request) in FORMS:
        raise KindRefused(text("Forms are not taken here."), "",
                          text("Send it with the header “Content-Type: {kind}”.", kind=JSON))


def _is_of_elsewhere(request: Request) -> bool:
    origin, site = (request.headers.get(name, "").lower() for name in ("origin", "sec-fetch-site"))
    if origin in request.app.state.installation.settings.allowed_origins:
        return False
    host = origin.partition("://")[2]
    if request.method in SAFE:
        return site == "cross-site" or bool(origin and name_of(host) not in LOCAL_NAMES)
    is_own = host == request.headers.get("host", "").lower()
    return site in ("cross-site", "same-site") or bool(origin and not is_own)


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
            KeyMissing, KeyRefused, ScopeMissing, TooManyRequests, TooManyWrongKeys: see `Installation`.
        """
        installation = running_installation(request)
        address = request.client.host if request.client else ""
        key = installation.identify(credentials.credentials if credentials else "", address)
        # For the log and the metrics, also of those who are refused below.
        request.state.network = key.network if key else installation.settings.network
        request.state.key = key.id if key else ""
        if key is None:
            refuse_strangers(request)
        return installation.admit(key, self._scope)


NetworkToRead: TypeAlias = Annotated[ServedNetwork, Depends(Admit("read"))]
NetworkToWrite: TypeAlias = Annotated[ServedNetwork, Depends(Admit("write"))]
NetworkInConfidence: TypeAlias = Annotated[ServedNetwork, Depends(Admit("confidential"))]
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
