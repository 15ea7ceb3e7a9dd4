"""What the law and the reader want to know of the pages: how accessible they are, and what is kept of whom."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.schemas.kept_tables import kept_tables
from service.web.answers import page
from service.web.viewers import OpenInstallation, Visitor
from service.web.views import privacy, statement

router = APIRouter()


@router.get("/accessibility")
def show_accessibility(request: Request, viewer: Visitor, installation: OpenInstallation) -> HTMLResponse:
    """Show the accessibility statement."""
    return page(request, "accessibility.html", viewer, statement=statement, settings=installation.settings,
                authority_pages=statement.AUTHORITY_PAGES[request.app.state.language])


@router.get("/privacy")
def show_privacy(request: Request, viewer: Visitor, installation: OpenInstallation) -> HTMLResponse:
    """Show what is kept and why, for how long, and who sees it."""
    return page(request, "privacy.html", viewer, privacy=privacy, settings=installation.settings,
                tables=kept_tables(request.app.state.language))
