"""Search: an actor by its name or by what it does, however it is spelled."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse
from pydantic import BaseModel, ConfigDict, Field

from data.wording.words import shows
from matcher.asking.query import Filters
from service.schemas.actors import ActorCard
from service.web.answers import page
from service.web.viewers import CurrentViewer
from service.web.views.cards import facts_of

router = APIRouter()

MOST = 20
LONGEST = 500
# Longer than any address that arrives, so that what is too long is kept in its field and said beside it.
LONGEST_FORM = 2_000_000


class WordsQuestion(BaseModel):
    """What is looked for."""

    model_config = ConfigDict(frozen=True)

    q: str = Field("", max_length=LONGEST_FORM)


@dataclass(frozen=True, slots=True)
class Hit:
    """An actor that was found, and what is said of it in a line."""

    actor: ActorCard
    facts: tuple[str, ...]


@router.get("/search")
def search(request: Request, viewer: CurrentViewer, question: Annotated[WordsQuestion, Query()]) -> HTMLResponse:
    """Show the actors that fit some words, best first; without words, the field to write them into."""
    words = question.q.strip()
    is_long = len(words) > LONGEST
    found = viewer.matcher.search(words, Filters(), MOST) if shows(words) and not is_long else ()
    hits = [Hit(hit.actor, facts_of(hit.actor, viewer.language)) for hit in viewer.writer.hits(tuple(found))]
    return page(request, "search.html", viewer, 422 if is_long else 200, words=words, hits=hits, is_long=is_long,
                longest=LONGEST)
