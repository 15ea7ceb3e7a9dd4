"""The network as a whole, as a coordinator sees it first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.web.answers import page
from service.web.viewers import CurrentViewer
from service.web.views.gaps import GapsQuestion, gaps_view
from service.web.views.network import NetworkQuestion, network_view

router = APIRouter()


@router.get("/network")
def show_network(request: Request, viewer: CurrentViewer,
                 question: Annotated[NetworkQuestion, Query()]) -> HTMLResponse:
    """Show how many actors there are, by region, by kind and by theme; of one region, who they are."""
    view = network_view(viewer.snapshot.shown(), viewer.network.vocabularies, question, viewer.language, viewer.base)
    return page(request, "network.html", viewer, view=view)


@router.get("/network/gaps")
def show_gaps(request: Request, viewer: CurrentViewer, question: Annotated[GapsQuestion, Query()]) -> HTMLResponse:
    """Show in which regions nobody works on a theme, and of whom no cooperation is known."""
    snapshot = viewer.snapshot
    view = gaps_view(snapshot.shown(), snapshot.shown_cooperations(), viewer.network.vocabularies, question,
                     viewer.language)
    return page(request, "gaps.html", viewer, view=view)
