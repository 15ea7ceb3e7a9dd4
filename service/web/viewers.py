"""Through whose eyes a page is looked at, and whether it may be: nobody's, an actor's, the whole network's.

What a page needs is declared by the type of what its function takes, see `docs/contributing.md`: whoever says nothing
gets the strict one. Without keys whoever sits at the machine may look through all eyes.
"""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from typing import Annotated, TypeAlias
from urllib.parse import quote

from fastapi import Depends, Request

from data.errors import StoreBusy, UnknownActor
from data.governance.audit_log import SERVICE, Signature
from data.records.profiles import Profile
from data.tenancy.api_keys import Key
from data.tenancy.sign_ins import BETWEEN_NOTES
from data.wording.texts import text
from data.wording.words import composed
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from service.clock import now
from service.errors import ActorMoved, KeyMissing, NotReady, OtherActor, ScopeMissing, SignInMissing
from service.runtime.admission.access import (
    ACT_IN_SIGHT,
    CONFIDE,
    COORDINATE,
    LOOK,
    OVERSEE,
    READ,
    WRITE,
    Access,
    demand_access,
)
from service.runtime.admission.strangers import is_of_own_page, refuse_strangers
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.writer import Writer
from service.web.cookies import secret_of

SAFE = frozenset({"GET", "HEAD"})
NETWORK = "/network"


@dataclass(frozen=True, slots=True)
class Viewer:
    """Who looks.

    Attributes:
        installation: what is looked into.
        network: what is looked at.
        name: of the network.
        language: ISO 639-1.
        actor: through whose eyes; None for the whole network, or as long as nobody has been chosen.
        base: the address below which the pages for these eyes lie.
        key: what whoever is signed in may do; None without keys, where everybody may do everything.
    """

    installation: Installation
    network: ServedNetwork
    name: str
    language: str
    actor: Profile | None
    base: str
    key: Key | None = None

    def knows(self, actor: str) -> bool:
        """Tell whether who looks is told what an actor keeps from others; of nobody in particular, what all keep."""
        return self.key is None or self.key.knows(actor)

    @property
    def is_in_confidence(self) -> bool:
        """Whether who looks is told what the actor keeps from others through whose eyes it is looked."""
        return self.knows(self.actor.id if self.actor else "")

    @property
    def may_act(self) -> bool:
        """Whether who looks may act in the name of the actor through whose eyes it is looked."""
        if self.actor is None or self.key is None:
            return self.actor is not None
        try:
            demand_access(self.key, ACT_IN_SIGHT, self.actor.id)
        except (ScopeMissing, OtherActor):
            return False
        return True

    @property
    def matcher(self) -> Matcher:
        """What answers: what the actor has said of others counts for those who are told it."""
        return self.network.matcher if self.is_in_confidence else self.network.matcher.without_opinions

    @property
    def snapshot(self) -> Snapshot:
        """What it answers from."""
        return self.network.matcher.snapshot

    @property
    def writer(self) -> Writer:
        """What puts answers into the reader's language."""
        return Writer(self.network.vocabularies, self.language)

    @property
    def signature(self) -> Signature:
        """Who looks, for what is kept of a change, and the time."""
        return Signature(self.key.id if self.key else SERVICE, now())


def installation_of(request: Request) -> Installation:
    """Return the installation, for whoever calls it by its name.

    Raises:
        NotReady: it has not been opened yet.
        HostRefused: the service does not answer to the name.
    """
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is None:
        raise NotReady(text("The network is being opened."), "", text("Try again in a minute."))
    installation.demand_name(request.headers.get("host", ""))
    return installation


def demand_own_page(request: Request) -> None:
    """Refuse a form that no page of the service has sent.

    Raises:
        KeyMissing: the browser says so, or does not say where it comes from.
    """
    if not is_of_own_page(request.headers):
        raise KeyMissing(text("Only pages of this service may send forms to it."), "",
                         text("Open the page again, and send the form from there."))


def signed_in(request: Request) -> Key | None:
    """Return what whoever asks may do; None without keys, where whoever is on this machine may do everything.

    Raises:
        NotReady, HostRefused: see `installation_of`.
        SignInMissing: nobody is signed in.
        KeyMissing: what is asked comes from elsewhere.
    """
    installation, is_safe = installation_of(request), request.method in SAFE
    if not installation.has_keys:
        refuse_strangers(request.headers, is_safe=is_safe, allowed_origins=())
    if not is_safe:
        demand_own_page(request)
    key = find_sign_in(request) if installation.has_keys else None
    if key is None and installation.has_keys:
        raise SignInMissing(text("This page is open to those who are signed in."), "", text("Sign in."))
    request.state.network = key.network if key else installation.settings.network
    return key


def find_sign_in(request: Request) -> Key | None:
    """Return what whoever is signed in may do; None if nobody is. It is left in the state of the request, too."""
    installation: Installation = request.app.state.installation
    secret, time = secret_of(request), now()
    found = installation.sign_ins.find(secret, time) if secret else None
    if found is None:
        return None
    if time - found.seen > BETWEEN_NOTES:
        with suppress(StoreBusy):  # the next page notes it
            installation.sign_ins.note_seen(secret, time)
    request.state.key, request.state.sign_in = found.key.id, found.key
    return found.key


def demand(access: Access | None = None) -> Callable[[Request], Viewer]:
    """Return a dependency that gives who looks, if what he or she may do opens the page.

    Args:
        access: what the page needs. When left out, that of `_usual`.
    """
    def viewer(request: Request) -> Viewer:
        """Return who looks.

        Raises:
            NotReady, HostRefused, KeyMissing: see `signed_in`.
            ScopeMissing, OtherActor, TooManyRequests: see `Installation.admit`.
            UnknownActor, ActorMoved: the address names an actor that there is not, or not any more.
        """
        key, actor = signed_in(request), composed(request.path_params.get("actor", ""))
        network = request.app.state.installation.admit(key, access or _usual(request, actor), actor)
        return viewer_of(request, key, network, actor)
    return viewer


def _usual(request: Request, actor: str) -> Access:
    """Return what a page needs that does not say so: by its address, and by whether it changes something."""
    if request.method in SAFE:
        return LOOK if actor else OVERSEE if _is_of_network(request) else READ
    return ACT_IN_SIGHT if actor else WRITE


def _is_of_network(request: Request) -> bool:
    path = request.url.path.removeprefix(f"/{request.app.state.language}")
    return path == NETWORK or path.startswith(f"{NETWORK}/")


def viewer_of(request: Request, key: Key | None, network: ServedNetwork, actor: str) -> Viewer:
    """Return who looks, once it has been admitted.

    Raises:
        UnknownActor, ActorMoved: the address names an actor that there is not, or not any more.
    """
    state, root = request.app.state, f"/{request.app.state.language}"
    profile = _actor(network, actor, key, request) if actor else None
    base = f"{root}/actors/{quote(actor, safe='')}" if actor else root + NETWORK * _is_of_network(request)
    return Viewer(state.installation, network, request.state.network, state.language, profile, base, key)


def _actor(network: ServedNetwork, actor: str, key: Key | None, request: Request) -> Profile:
    """Return an actor; one that is to be erased is there for those alone who are told what it keeps from others.

    Raises:
        ActorMoved: it was merged with another one; carries the address of the same page of that one.
        UnknownActor: there is none with this id.
    """
    snapshot = network.matcher.snapshot
    try:
        return snapshot.actor(actor) if key is None or key.knows(actor) else snapshot.shown_actor(actor)
    except UnknownActor as error:
        with network.store.reading() as session:
            new = session.aliases.all().get(actor)
        if new is None:
            raise
        raise ActorMoved(error.what, "", error.cure,
                         f"/{request.app.state.language}/actors/{quote(new, safe='')}") from error


def visitor(request: Request) -> Viewer | None:
    """Return who looks at a page that tells nothing of the network; None for whoever may see nothing else.

    Raises:
        NotReady, HostRefused: see `installation_of`.
        KeyMissing: there are no keys, and what is asked comes from elsewhere.
    """
    try:
        return demand()(request)
    except (SignInMissing, ScopeMissing, OtherActor, UnknownActor):
        if not request.app.state.installation.had_keys:
            raise
        return None


@dataclass(frozen=True, slots=True)
class ActorViewer:
    """An actor that looks; see `Viewer`."""

    viewer: Viewer
    actor: Profile


def demand_actor(read: Access = CONFIDE, change: Access = ACT_IN_SIGHT) -> Callable[[Request], ActorViewer]:
    """Return a dependency that gives the actor that looks, for routes whose address names one.

    Args:
        read: what a page needs that is only looked at.
        change: what a form needs.
    """
    def actor_viewer(request: Request) -> ActorViewer:
        """Return the actor that looks; see `demand`."""
        viewer = demand(read if request.method in SAFE else change)(request)
        if viewer.actor is None:
            raise LookupError("the route names no actor")
        return ActorViewer(viewer, viewer.actor)
    return actor_viewer


# For pages that all may look at who may look through these eyes at all.
CurrentViewer: TypeAlias = Annotated[Viewer, Depends(demand())]
# For what those do who coordinate a network: lists, duplicates, rules.
Coordinator: TypeAlias = Annotated[Viewer, Depends(demand(COORDINATE))]
# For what an actor keeps from others, and what is done in its name: its own, or with the scope “confidential”.
CurrentActor: TypeAlias = Annotated[ActorViewer, Depends(demand_actor())]
# For what is made for an actor and has nothing in it that it keeps from others, unless the viewer is told it.
ActorToRead: TypeAlias = Annotated[ActorViewer, Depends(demand_actor(LOOK))]
# For pages that tell nothing of the network, and are open to everybody.
OpenInstallation: TypeAlias = Annotated[Installation, Depends(installation_of)]
Visitor: TypeAlias = Annotated[Viewer | None, Depends(visitor)]
