"""Who should I work with: the list of an actor, and each pair in full."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from data.wording.words import composed
from service.web.answers import page
from service.web.partner_lists import partner_list, suggested_of
from service.web.standing import standing_of
from service.web.viewers import ActorToRead, CurrentViewer, Viewer
from service.web.views.cards import card_of, duty, facts_of, fit_of, themes_of, why
from service.web.views.filters import MOST_PAGES, PER_PAGE, ListQuestion, filter_view
from service.web.views.maps import regions_map
from service.web.views.sums import sum_of

router = APIRouter()
shared = APIRouter()


@router.get("/actors/{actor}")
def show_partners(request: Request, eyes: ActorToRead,
                  question: Annotated[ListQuestion, Query()]) -> HTMLResponse:
    """Show partners for an actor, best first, with its statutory counterparts apart."""
    viewer, vocabularies = eyes.viewer, eyes.viewer.network.vocabularies
    partners = partner_list(request, eyes, question)
    document, standing, suggested = partners.page, standing_of(viewer), suggested_of(eyes, question, partners)
    return page(
        request, "partners.html", viewer, answer=document, question=question, standing=standing,
        facts=facts_of(document.actor, viewer.language), duties=[(item, duty(item)) for item in document.counterparts],
        duty_facts=[facts_of(item.actor, viewer.language) for item in document.counterparts],
        cards=[card_of(item, document.actor, standing, viewer.language) for item in document.suggestions],
        left_out=[item for item in document.left_out if item.actor_id != eyes.actor.id],
        filters=filter_view(viewer.snapshot.shown(), suggested, vocabularies, question, viewer.language),
        map=regions_map(suggested.by_region, vocabularies, question, viewer.language, viewer.base),
        said=_name(viewer, question.said), said_kind=standing.opinions.get(question.said, ""),
        last_page=min(MOST_PAGES, -(-document.total // PER_PAGE)))


@shared.get("/others/{other}")
def show_other(request: Request, viewer: CurrentViewer, other: str) -> HTMLResponse:
    """Show an actor: what it says of itself, and for an actor that looks, how the two fit and why."""
    candidate = viewer.snapshot.shown_actor(composed(other))
    document = viewer.writer.actor(candidate)
    values: dict[str, object] = {"other": document.actor, "profile": document.profile,
                                 "facts": facts_of(document.actor, viewer.language), "pair": None}
    if viewer.actor is not None and viewer.actor.id != candidate.id:
        day = viewer.network.today()
        pair = viewer.writer.explanation(viewer.matcher.explain(viewer.actor, candidate, day), day)
        standing = standing_of(viewer)
        shared_themes, brings = themes_of(document.actor, pair.actor)
        values |= {"pair": pair, "fit": fit_of(pair, viewer.language), "why": why(pair.ledger),
                   "sum": sum_of(pair.ledger), "shared": shared_themes, "brings": brings,
                   "opinion": standing.opinions.get(candidate.id, ""), "is_followed": candidate.id in standing.follows,
                   "introduction": standing.introductions.get(candidate.id)}
    return page(request, "other.html", viewer, 200, **values)


def _name(viewer: Viewer, actor: str) -> str:
    """Return the name of an actor that is shown; empty if there is none with this id."""
    known = next((profile for profile in viewer.snapshot.shown() if profile.id == actor), None) if actor else None
    return viewer.writer.card(known).name if known else ""
