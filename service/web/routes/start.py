"""The first page: through whose eyes to look."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.web.answers import page
from service.web.viewers import CurrentViewer

router = APIRouter()


@router.get("/")
def show_start(request: Request, viewer: CurrentViewer) -> HTMLResponse:
    """Ask who looks: an organisation, found by search, or a coordinator."""
    return page(request, "start.html", viewer, count=len(viewer.snapshot.shown()))
