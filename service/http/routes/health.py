"""Whether the service lives, and whether it can answer."""

from __future__ import annotations

from typing import Literal

from fastapi import APIRouter

from service.http.dependencies import CurrentInstallation, NoParameters
from service.http.openapi import public_answers
from service.schemas.base import Schema

router = APIRouter(tags=["service"])


class Alive(Schema):
    """The process answers."""

    status: Literal["alive"] = "alive"


class Ready(Schema):
    """All networks are open."""

    status: Literal["ready"] = "ready"


@router.get("/healthz", summary="Tell whether the process is alive", responses=public_answers())
async def show_health(_: NoParameters) -> Alive:
    """Answer as soon as the process does, whether or not the networks are open; no key is needed."""
    return Alive()


@router.get("/readyz", summary="Tell whether questions can be answered", responses=public_answers())
def show_readiness(installation: CurrentInstallation, _: NoParameters) -> Ready:
    """Answer 200 once all networks are open and can be answered from, else 503; no key is needed."""
    installation.check()
    return Ready()
