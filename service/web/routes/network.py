"""The network as a whole, as a coordinator sees it first."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict

from data.records.profiles import Status
from service.runtime.answering import exposure
from service.web.answers import page
from service.web.viewers import CurrentViewer
from service.web.views.bridges import bridges_view
from service.web.views.exposure import exposure_view
from service.web.views.filters import ListQuestion
from service.web.views.gaps import GapsQuestion, gaps_view
from service.web.views.network import network_view

router = APIRouter()


class ExposureQuestion(BaseModel):
    """In which lists places are counted."""

    model_config = ConfigDict(frozen=True)

    of: Literal["everybody", "shown"] = "everybody"


@router.get("/network")
def show_network(request: Request, viewer: CurrentViewer,
                 question: Annotated[ListQuestion, Query()]) -> HTMLResponse:
    """Show how many actors there are, by region, kind, theme and language; of a part of them, who they are."""
    view = network_view(viewer.snapshot, question, viewer.language, viewer.base)
    return page(request, "network.html", viewer, view=view)


@router.get("/network/gaps")
def show_gaps(request: Request, viewer: CurrentViewer, question: Annotated[GapsQuestion, Query()]) -> HTMLResponse:
    """Show in which regions nobody works on a theme, and of whom no cooperation is known."""
    snapshot = viewer.snapshot
    profiles, cooperations = snapshot.shown(), snapshot.shown_cooperations()
    view = gaps_view(profiles, cooperations, viewer.network.vocabularies, question, viewer.language)
    return page(request, "gaps.html", viewer, view=view, bridges=bridges_view(profiles, cooperations, viewer.language))


@router.get("/network/exposure")
def show_exposure(request: Request, viewer: CurrentViewer,
                  question: Annotated[ExposureQuestion, Query()]) -> HTMLResponse:
    """Show who stands in lists how often: in those of everybody, or in those that were shown."""
    can_be_worked_out, may_see_shown = exposure.can_be_worked_out(viewer.matcher), viewer.knows("")
    is_shown = question.of == "shown" or not can_be_worked_out
    found = None
    if not is_shown:
        found = viewer.network.answers.exposure(viewer.network.today())
    elif may_see_shown:
        found = exposure.of_shown_lists(viewer.network.store)
    active = [profile for profile in viewer.snapshot.shown() if profile.status is Status.ACTIVE]
    view = exposure_view(found, active, viewer.network.vocabularies, viewer.language) if found else None
    return page(request, "exposure.html", viewer, view=view, is_shown=is_shown, may_see_shown=may_see_shown,
                can_be_worked_out=can_be_worked_out, most_actors=exposure.MOST_ACTORS)
