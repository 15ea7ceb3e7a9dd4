"""What routes are given: the matcher, the reader's language, and a writer for it."""

from __future__ import annotations

from collections import Counter
from datetime import date
from functools import partial
from typing import Annotated, TypeAlias

from anyio.to_thread import run_sync
from fastapi import Depends, Header, Path, Request
from fastapi.security import HTTPBearer
from fastapi.security.utils import get_authorization_scheme_param

from data.errors import Problem
from data.governance.audit_log import SERVICE, Signature
from data.records.profiles import Profile
from data.tenancy.api_keys import Key
from data.wording.texts import text
from data.wording.words import composed
from matcher.engine import Matcher
from service.clock import now
from service.errors import KindRefused, NotReady, RequestRefused
from service.http.earlier_ids import lead_on
from service.http.json_bodies import media_type
from service.http.openapi import JSON, DescribedKeys, single_names_at
from service.http.queries import query
from service.runtime.admission.access import (
    ACT,
    ADMINISTER,
    CONFIDE,
    COORDINATE,
    ERASE,
    READ,
    REMIND,
    VOUCH,
    WATCH,
    WRITE,
    Access,
)
from service.runtime.admission.strangers import refuse_strangers
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.requests import Id, RequestModel
from service.schemas.writer import Writer

SCHEME = "bearer"
SAFE = frozenset({"GET", "HEAD"})
# What a page may send anywhere without being asked, since forms could always do so (Fetch, section 2.2.2).
FORMS = frozenset({"application/x-www-form-urlencoded", "multipart/form-data", "text/plain"})
# These name nobody, and are asked by those who watch over the service under whatever name.
HEALTH = frozenset({"/healthz", "/readyz"})
BEARER = HTTPBearer(auto_error=False, scheme_name="key", description=(
    "A key to a network, as “kumppani key create” shows it; it may belong to one actor. A service without keys needs "
    "none and answers its own machine only."))
TOKEN = HTTPBearer(auto_error=False, scheme_name="token", bearerFormat="JWT", description=(
    "A token, as POST /v1/tokens gives it: for some minutes a key that belongs to one actor."))
# Left out of the description of each address: that of the whole service tells of it.
AtLeast: TypeAlias = Annotated[int, Header(alias="X-Revision-At-Least", ge=0, le=2**53, include_in_schema=False)]


async def running_installation(request: Request) -> Installation:
    """Return the installation; see `installation_of`."""
    return installation_of(request)


def installation_of(request: Request) -> Installation:
    """Return the installation.

    Raises:
        NotReady: it has not been opened yet.
    """
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is None:
        raise NotReady(text("The network is being opened."), "", text("Try again in a minute."))
    return installation


CurrentInstallation: TypeAlias = Annotated[Installation, Depends(running_installation)]


async def refuse_unclear(request: Request) -> None:
    """Refuse what is not meant for the service, or cannot be understood in one way.

    Raises:
        HostRefused, RequestRefused: see `demand_name`, `demand_single`.
    """
    demand_name(request)
    if request.scope["query_string"]:
        await demand_single(request)


def demand_name(request: Request) -> None:
    """Refuse a name that the service does not answer to.

    Raises:
        HostRefused: the header Host has one.
    """
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is not None and not (installation.had_keys and request.scope["path"] in HEALTH):
        installation.demand_name(request.headers.get("host", ""))


async def demand_single(request: Request) -> None:
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


def refuse_forms(request: Request) -> None:
    """Refuse a form: pages of elsewhere can send one without being asked.

    Raises:
        KindRefused: it is one.
    """
    if request.method not in SAFE and media_type(request) in FORMS:
        raise KindRefused(text("Forms are not taken here."), "",
                          text("Send it with the header “Content-Type: {kind}”.", kind=JSON))


async def asker_of(request: Request, access: Access) -> Key | None:
    """Return the key that came with a request; None if none did and none is needed. It is looked for once.

    Args:
        request: that came.
        access: what is asked for.

    Raises:
        NotReady: the installation has not been opened yet.
        KeyMissing, KeyRefused, TooManyWrongKeys, KindRefused: see `Installation.identify`, `refuse_strangers`.
    """
    if not is_asker_known(request, access):
        address = request.client.host if request.client else ""
        installation = installation_of(request)
        identify = partial(installation.identify, token_of(request), address,
                           is_reading=_is_reading(request, access))
        _note_asker(request, installation, await run_sync(identify))
    key: Key | None = request.state.asker
    return key


def is_asker_known(request: Request, access: Access) -> bool:
    """Tell whether it is known who asks, without asking the database for it; see `asker_of`."""
    if "asker" not in request.scope["state"]:
        installation, token = installation_of(request), token_of(request)
        key = installation.recall(token) if _is_reading(request, access) else None
        if key is None and (token or not installation.is_open):
            return False
        _note_asker(request, installation, key)
    return True


def token_of(request: Request) -> str:
    """Return the key or token that came with a request; empty if none did."""
    scheme, token = get_authorization_scheme_param(request.headers.get("authorization"))
    return token if scheme.lower() == SCHEME else ""


def _is_reading(request: Request, access: Access) -> bool:
    return request.method in SAFE or access is READ


def _note_asker(request: Request, installation: Installation, key: Key | None) -> None:
    """Note who asks, for the log and the figures also of those who are refused."""
    settings, state = installation.settings, request.scope["state"]
    state["network"], state["key"] = (key.network, key.id) if key else (settings.network, "")
    if key is None:
        refuse_strangers(request.headers, is_safe=request.method in SAFE, allowed_origins=settings.allowed_origins)
        refuse_forms(request)
    state["asker"] = key


async def admitted(request: Request, access: Access, actor: str) -> ServedNetwork:
    """Return the network that a request may use, and count the request.

    Args:
        request: that came.
        access: what is asked for.
        actor: id of the actor whose it is, as the address has it; empty where it names none.

    Raises:
        NotReady, KeyMissing, KeyRefused, ScopeMissing, OtherActor, TooManyRequests, TooManyWrongKeys: see
            `Installation`.
    """
    asker = (await asker_of(request, access), access, composed(actor))
    installation = installation_of(request)
    # Opening takes time, and so does the database.
    at_once = installation.admit_at_once(*asker)
    return at_once if at_once is not None else await run_sync(installation.admit, *asker)


class Admit(DescribedKeys):
    """A dependency that gives the network of the request's key, if the key opens what is asked for.

    Args:
        access: what is asked for; a key or token that belongs to one actor is admitted where that says so.
    """

    def __init__(self, access: Access) -> None:
        super().__init__(*((BEARER, TOKEN) if access.own else (BEARER,)))
        self.access = access

    async def __call__(self, request: Request, at_least: AtLeast = 0) -> ServedNetwork:
        """Return the network.

        Raises:
            NotReady: it has not been opened yet, or is not as far as who asks has seen it.
            KeyMissing, KeyRefused, ScopeMissing, OtherActor, TooManyRequests, TooManyWrongKeys: see `Installation`.
        """
        network = await admitted(request, self.access, request.path_params.get("actor", ""))
        request.state.served = network
        if not network.has_come_to(at_least):
            await run_sync(network.demand_revision, at_least, limiter=request.app.state.waiters)  # works nothing
        await lead_on(request, network)
        return network


NetworkToRead: TypeAlias = Annotated[ServedNetwork, Depends(Admit(READ))]
NetworkInConfidence: TypeAlias = Annotated[ServedNetwork, Depends(Admit(CONFIDE))]
NetworkToWatch: TypeAlias = Annotated[ServedNetwork, Depends(Admit(WATCH))]
NetworkToAct: TypeAlias = Annotated[ServedNetwork, Depends(Admit(ACT))]
NetworkToErase: TypeAlias = Annotated[ServedNetwork, Depends(Admit(ERASE))]
NetworkToWrite: TypeAlias = Annotated[ServedNetwork, Depends(Admit(WRITE))]
NetworkToCoordinate: TypeAlias = Annotated[ServedNetwork, Depends(Admit(COORDINATE))]
NetworkToRemind: TypeAlias = Annotated[ServedNetwork, Depends(Admit(REMIND))]
NetworkToAdminister: TypeAlias = Annotated[ServedNetwork, Depends(Admit(ADMINISTER))]
NetworkToVouch: TypeAlias = Annotated[ServedNetwork, Depends(Admit(VOUCH))]


def knows(request: Request, actor: str) -> bool:
    """Tell whether who asks is told what an actor keeps from others; without keys everybody is.

    Args:
        request: that was admitted.
        actor: id; empty for who is not stored and keeps nothing.
    """
    key: Key | None = request.scope["state"]["asker"]
    return key is None or key.knows(actor)


def matcher_for(request: Request, network: ServedNetwork, actor: str) -> Matcher:
    """Return what works out the list of an actor for who asks: what it has said of others may count in it, or not.

    Raises:
        NotReady: the network cannot be answered from.
    """
    return network.matcher if knows(request, actor) else network.matcher.without_opinions


def visible_actor(request: Request, network: ServedNetwork, actor: str) -> Profile:
    """Return a stored actor; one that is to be erased is there for itself only.

    Raises:
        NotReady: the network cannot be answered from.
        UnknownActor: there is none with this id, as far as who asks is told.
    """
    snapshot = network.matcher.snapshot
    return snapshot.actor(actor) if knows(request, actor) else snapshot.shown_actor(actor)


def signature_of(request: Request) -> Signature:
    """Return who asks, for what is kept of a change, and the time."""
    return Signature(request.state.key or SERVICE, now())


async def matcher_of(network: NetworkToRead) -> Matcher:
    """Return the matcher of the network.

    Raises:
        NotReady: the network cannot be answered from.
    """
    return network.matcher


CurrentMatcher: TypeAlias = Annotated[Matcher, Depends(matcher_of)]


async def today_of(network: NetworkToRead) -> date:
    """Return the day it is in the network."""
    return network.today()


Today: TypeAlias = Annotated[date, Depends(today_of)]


# The envelope has read it already; it stands here for the API description.
AcceptLanguage: TypeAlias = Annotated[str, Header(alias="accept-language", examples=["sv-FI, sv;q=0.9"], description=(
    "The language of names and sentences: fi, sv or en."))]


async def reader_language(request: Request, _: AcceptLanguage = "") -> str:
    """Return the language of the answer, ISO 639-1."""
    language: str = request.state.language
    return language


Language: TypeAlias = Annotated[str, Depends(reader_language)]


async def answer_writer(request: Request, network: NetworkToRead, _: AcceptLanguage = "") -> Writer:
    """Return what puts answers into the reader's language.

    Raises:
        NotReady: the network cannot be answered from.
    """
    return Writer(network.matcher.snapshot.vocabularies, request.state.language)


AnswerWriter: TypeAlias = Annotated[Writer, Depends(answer_writer)]


async def reply_writer(request: Request, network: NetworkToAct, _: AcceptLanguage = "") -> Writer:
    """Return what puts the answers to writes into the reader's language."""
    return Writer(network.vocabularies, request.state.language)


ReplyWriter: TypeAlias = Annotated[Writer, Depends(reply_writer)]
NoParameters: TypeAlias = Annotated[RequestModel, query(RequestModel)]
ActorId: TypeAlias = Annotated[Id, Path(
    max_length=128, description="Id of an actor.", examples=["rovalan-setlementti-ry-monikulttuurikeskus-moninet"],
)]
OtherId: TypeAlias = Annotated[Id, Path(
    max_length=128, description="Id of the actor to be considered.", examples=["rovaniemen-kaupunki"],
)]
