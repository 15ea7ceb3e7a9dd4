"""How suggestions are made, told from the configuration in use."""

from __future__ import annotations

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from service.schemas.ranking import describe_ranking
from service.web.answers import page
from service.web.viewers import CurrentViewer

router = APIRouter()


@router.get("/ranking")
def show_ranking(request: Request, viewer: CurrentViewer) -> HTMLResponse:
    """Show the main parameters of the ranking."""
    ranking = describe_ranking(viewer.snapshot, viewer.network.today(), viewer.language,
                               by_lot=viewer.installation.settings.explore)
    return page(request, "ranking.html", viewer, ranking=ranking)
