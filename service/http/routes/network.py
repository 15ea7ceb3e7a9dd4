"""The network that a key opens."""

from __future__ import annotations

from fastapi import APIRouter
from pydantic import Field

from service.http.dependencies import NetworkToRead, NoParameters
from service.http.openapi import error_answers
from service.schemas.base import Schema
from service.schemas.suggestions import VersionsDocument

router = APIRouter(prefix="/v1", tags=["service"])


class NetworkSummary(Schema):
    """A network, with what its answers rest on."""

    name: str
    actors: int
    cooperations: int
    rules: int = Field(description="Number of the stored rules in use; 0 for the rules of the file in the settings.")
    versions: VersionsDocument = Field(description="Each changes if and only if that part does.")


@router.get("/network", summary="Say what network this is", responses=error_answers())
def show_network(network: NetworkToRead, _: NoParameters) -> NetworkSummary:
    """Return the network that the key opens: how large it is, and the versions of what it is answered with."""
    snapshot = network.matcher.snapshot
    return NetworkSummary(name=network.store.name, actors=len(snapshot.shown()),
                          cooperations=len(snapshot.shown_cooperations()),
                          rules=snapshot.rules.number, versions=VersionsDocument(**snapshot.versions.as_dict()))
