"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from service.openapi import error_answers
from service.routes.dependencies import NoParameters, Opened
from service.schemas import Schema, Versions

router = APIRouter(tags=["service"])


class Alive(Schema):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(Schema):
    """The network is open."""

    status: Literal["ready"] = "ready"
    actors: int
    versions: Versions


@router.get("/healthz", summary="Tell whether the process is alive", responses=error_answers())
def show_health(_: NoParameters) -> Alive:
    """Answer as soon as the process does, whether or not the network is open."""
    return Alive()


@router.get("/readyz", summary="Tell whether questions can be answered", responses=error_answers())
def show_readiness(matcher: Opened, _: NoParameters) -> Ready:
    """Answer 200 once the network is open, with the versions of its parts, and 503 before."""
    return Ready(actors=len(matcher.snapshot.network.actors), versions=Versions(**matcher.snapshot.versions.as_dict()))
