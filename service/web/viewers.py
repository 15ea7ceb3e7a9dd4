"""Through whose eyes a page is looked at, and whether it may be: nobody's, an actor's, the whole network's."""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import Annotated, TypeAlias
from urllib.parse import quote

from fastapi import Depends, Request

from data.errors import UnknownActor
from data.records.profiles import Profile
from data.wording.texts import text
from data.wording.words import composed
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from service.errors import ActorMoved, KeyMissing, NotReady
from service.runtime.admission.access import READ
from service.runtime.admission.strangers import is_of_own_page, refuse_strangers
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.schemas.writer import Writer

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
        is_told: whether who looks is told what the actor keeps from others; without keys everybody is.
    """

    installation: Installation
    network: ServedNetwork
    name: str
    language: str
    actor: Profile | None
    base: str
    is_told: bool = False

    @property
    def matcher(self) -> Matcher:
        """What answers."""
        return self.network.matcher

    @property
    def snapshot(self) -> Snapshot:
        """What it answers from."""
        return self.network.matcher.snapshot

    @property
    def writer(self) -> Writer:
        """What puts answers into the reader's language."""
        return Writer(self.network.vocabularies, self.language)


def admit(request: Request) -> ServedNetwork:
    """Return the network, if whoever asks may see it: without keys whoever is on this machine.

    Raises:
        NotReady: it has not been opened yet.
        HostRefused: the service does not answer to the name.
        KeyMissing: there are keys, or what is asked comes from elsewhere.
    """
    installation: Installation | None = getattr(request.app.state, "installation", None)
    if installation is None:
        raise NotReady(text("The network is being opened."), "", text("Try again in a minute."))
    installation.demand_name(request.headers.get("host", ""))
    request.state.network = installation.settings.network
    is_safe = request.method in SAFE
    installation.identify("", request.client.host if request.client else "", is_reading=is_safe)
    refuse_strangers(request.headers, is_safe=is_safe, allowed_origins=())
    if not is_safe and not is_of_own_page(request.headers):
        raise KeyMissing(text("Only pages of this service may send forms to it."), "",
                         text("Open the page again, and send the form from there."))
    return installation.admit(None, READ, "")


Network: TypeAlias = Annotated[ServedNetwork, Depends(admit)]


def viewer(request: Request, network: Network) -> Viewer:
    """Return who looks.

    Raises:
        UnknownActor, ActorMoved: the address names an actor that there is not, or not any more.
    """
    state, root = request.app.state, f"/{request.app.state.language}"
    actor = composed(request.path_params.get("actor", ""))
    if actor:
        base, profile = f"{root}/actors/{quote(actor, safe='')}", _actor(network, actor, request)
    else:
        is_whole = request.url.path.startswith(f"{root}{NETWORK}")
        base, profile = (root + NETWORK if is_whole else root), None
    return Viewer(state.installation, network, request.state.network, state.language, profile, base,
                  not state.installation.had_keys)


def _actor(network: ServedNetwork, actor: str, request: Request) -> Profile:
    """Return an actor.

    Raises:
        ActorMoved: it was merged with another one; carries the address of the same page of that one.
        UnknownActor: there is none with this id.
    """
    try:
        return network.matcher.snapshot.actor(actor)
    except UnknownActor as error:
        with network.store.reading() as session:
            new = session.aliases.all().get(actor)
        if new is None:
            raise
        raise ActorMoved(error.what, "", error.cure,
                         f"/{request.app.state.language}/actors/{quote(new, safe='')}") from error


CurrentViewer: TypeAlias = Annotated[Viewer, Depends(viewer)]


@dataclass(frozen=True, slots=True)
class ActorViewer:
    """An actor that looks; see `Viewer`."""

    viewer: Viewer
    actor: Profile


def actor_viewer(viewer: CurrentViewer) -> ActorViewer:
    """Return the actor that looks; for routes whose address names one."""
    if viewer.actor is None:
        raise LookupError("the route names no actor")
    return ActorViewer(replace(viewer, is_told=True), viewer.actor)


CurrentActor: TypeAlias = Annotated[ActorViewer, Depends(actor_viewer)]
