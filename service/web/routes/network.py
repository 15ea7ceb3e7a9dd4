"""The network as a whole, as a coordinator sees it first."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.web.answers import page
from service.web.viewers import CurrentViewer
from service.web.views.filters import ListQuestion, filter_view

router = APIRouter()


@router.get("/network")
def show_network(request: Request, viewer: CurrentViewer) -> HTMLResponse:
    """Show how many actors there are, by region, by kind and by theme."""
    profiles = viewer.snapshot.shown()
    counts = filter_view(profiles, viewer.network.vocabularies, ListQuestion(), viewer.language)
    return page(request, "network.html", viewer, counts=counts, total=len(profiles))
