"""Who looks at a part of the service in a frame: whom the page around it vouches for by a token, and no cookie."""

from __future__ import annotations

from fastapi import Request

from data.errors import KeyRefused, UnknownActor
from data.tenancy.api_keys import Key
from data.tenancy.tokens import is_token
from data.wording.texts import text
from data.wording.words import composed
from service.errors import ActorMoved, KeyMissing
from service.runtime.admission.access import CONFIDE
from service.runtime.admission.strangers import refuse_strangers
from service.runtime.installation import Installation
from service.web.viewers import SAFE, ActorViewer, installation_of, viewer_of


def embedded_viewer(request: Request, token: str) -> ActorViewer:
    """Return the actor of the address, if a token of it was sent; without keys whoever is on this machine needs none.

    Args:
        request: what is answered.
        token: as the form of the page around has sent it; empty if none came.

    Raises:
        NotReady, HostRefused: see `installation_of`.
        KeyMissing: there is no token, or none of this actor that is valid.
        UnknownActor: there is no such actor, or not any more.
        TooManyRequests, ScopeMissing: see `Installation.admit`.
    """
    request.state.sign_in = None  # who is signed in does not count in a frame of another site
    installation, actor = installation_of(request), composed(request.path_params["actor"])
    key = _key_of(request, installation, token)
    if key is not None and key.actor != actor:
        raise _refused()
    request.state.network = key.network if key else installation.settings.network
    request.state.key = key.id if key else ""
    network = installation.admit(key, CONFIDE, actor)
    try:
        viewer = viewer_of(request, key, network, actor)
    except ActorMoved as error:
        raise UnknownActor(error.what, "", error.cure) from error
    if viewer.actor is None:
        raise LookupError("the route names no actor")
    return ActorViewer(viewer, viewer.actor)


def _key_of(request: Request, installation: Installation, token: str) -> Key | None:
    if not installation.has_keys:
        refuse_strangers(request.headers, is_safe=request.method in SAFE, allowed_origins=())
        return None
    if not is_token(token):
        raise _refused()
    try:
        return installation.identify(token, request.client.host if request.client else "", is_reading=True)
    except KeyRefused as error:
        raise _refused() from error


def _refused() -> KeyMissing:
    return KeyMissing(text("What this part of the page shows needs a token that is valid."), "",
                      text("Open the page around it again."))
