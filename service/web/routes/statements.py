"""What the law and the reader want to know of the pages: how accessible they are, and what is kept of whom."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.schemas.kept_tables import kept_tables
from service.web.answers import page
from service.web.viewers import CurrentViewer
from service.web.views import statement

router = APIRouter()


@router.get("/accessibility")
def show_accessibility(request: Request, viewer: CurrentViewer) -> HTMLResponse:
    """Show the accessibility statement."""
    return page(request, "accessibility.html", viewer, statement=statement, settings=viewer.installation.settings,
                authority_pages=statement.AUTHORITY_PAGES[viewer.language])


@router.get("/privacy")
def show_privacy(request: Request, viewer: CurrentViewer) -> HTMLResponse:
    """Show what is kept, for how long, and who sees it."""
    return page(request, "privacy.html", viewer, settings=viewer.installation.settings,
                tables=kept_tables(viewer.language))
