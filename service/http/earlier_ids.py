"""Addresses with earlier ids of actors, from before they were merged with others, lead to those of now."""

from __future__ import annotations

from collections.abc import Mapping
from urllib.parse import quote

from anyio.to_thread import run_sync
from fastapi import Request

from data.database.tables import ACTORS
from data.wording.texts import text
from data.wording.words import composed
from service.errors import ActorMerged, ActorMoved
from service.runtime.served_network import ServedNetwork

QUESTIONS = frozenset({"GET", "HEAD"})
NAMES_OF_ACTORS = ("actor", "other")


async def lead_on(request: Request, network: ServedNetwork) -> None:
    """Lead a request that names an actor in its address by an earlier id to the id it has now.

    Raises:
        ActorMoved: it is a question; carries the address to ask.
        ActorMerged: it is a write, whose body may name the actor as well.
    """
    known = network.state.records[ACTORS.name].by_key
    named = {name: composed(request.path_params[name]) for name in NAMES_OF_ACTORS if name in request.path_params}
    if all(actor in known for actor in named.values()):
        return
    aliases = await run_sync(_aliases, network)
    moved = {name: aliases[actor] for name, actor in named.items() if actor in aliases}
    if moved:
        name, new = next(iter(moved.items()))
        what, cure = (text("The actor “{old}” was merged with “{new}”.", old=named[name], new=new),
                      text("Use the id {id}.", id=new))
        if request.method not in QUESTIONS:
            raise ActorMerged(what, "", cure)
        raise ActorMoved(what, "", cure, _address(request, moved))


def _aliases(network: ServedNetwork) -> Mapping[str, str]:
    with network.store.reading() as session:
        return session.aliases.all()


def _address(request: Request, moved: Mapping[str, str]) -> str:
    path: str = request.scope["route"].path_format
    values = {name: quote(str(value), safe="") for name, value in {**request.path_params, **moved}.items()}
    return path.format(**values) + (f"?{request.url.query}" if request.url.query else "")
