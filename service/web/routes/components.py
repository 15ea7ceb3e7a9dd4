"""Every part of the pages with its states: for those who build them."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.web.answers import page
from service.web.viewers import Visitor
from service.web.views.samples import side_of

router = APIRouter()


@router.get("/components")
def show_components(request: Request, viewer: Visitor) -> HTMLResponse:
    """Show each part in light and in dark, with made-up values."""
    language = request.app.state.language
    return page(request, "components.html", viewer, sides=[side_of(scheme, language) for scheme in ("light", "dark")])
