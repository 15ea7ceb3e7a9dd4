"""The first page: through whose eyes to look."""

from __future__ import annotations

from urllib.parse import quote

from fastapi import APIRouter, Request, Response

from service.web.answers import back_to, page
from service.web.viewers import CurrentViewer

router = APIRouter()


@router.get("/")
def show_start(request: Request, viewer: CurrentViewer) -> Response:
    """Ask who looks: an organisation, found by search, or a coordinator; whoever is signed in for an actor is known."""
    if viewer.key and viewer.key.actor:
        return back_to(f"{viewer.base}/actors/{quote(viewer.key.actor, safe='')}")
    return page(request, "start.html", viewer, count=len(viewer.snapshot.shown()))
