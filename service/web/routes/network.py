"""The network as a whole, as a coordinator sees it first."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from service.web.answers import page
from service.web.viewers import CurrentViewer
from service.web.views.filters import ListQuestion, filter_view
from service.web.views.gaps import GapsQuestion, gaps_view

router = APIRouter()


@router.get("/network")
def show_network(request: Request, viewer: CurrentViewer) -> HTMLResponse:
    """Show how many actors there are, by region, by kind and by theme."""
    profiles = viewer.snapshot.shown()
    counts = filter_view(profiles, viewer.network.vocabularies, ListQuestion(), viewer.language)
    return page(request, "network.html", viewer, counts=counts, total=len(profiles))


@router.get("/network/gaps")
def show_gaps(request: Request, viewer: CurrentViewer, question: Annotated[GapsQuestion, Query()]) -> HTMLResponse:
    """Show in which regions nobody works on a theme, and of whom no cooperation is known."""
    snapshot = viewer.snapshot
    view = gaps_view(snapshot.shown(), snapshot.shown_cooperations(), viewer.network.vocabularies, question,
                     viewer.language)
    return page(request, "gaps.html", viewer, view=view)
