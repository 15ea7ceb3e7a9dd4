"""An idea in one's own words: what was read of it, and who could take part."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import HTMLResponse

from data.wording.words import shows
from matcher.asking.idea import idea
from matcher.asking.query import Query as PartnerQuery
from service.runtime.shown_lists import count_list
from service.web.answers import page
from service.web.standing import standing_of
from service.web.viewers import CurrentViewer, Viewer
from service.web.views.cards import card_of
from service.web.views.filters import PER_PAGE
from service.web.views.ideas import LONGEST_IDEA, IdeaQuestion, ReadIdea, need_table, read

router = APIRouter()


@router.get("/idea")
def show_idea(request: Request, viewer: CurrentViewer, question: Annotated[IdeaQuestion, Query()]) -> HTMLResponse:
    """Show the field for an idea; with a text, what was read of it and the partners, nothing of which is kept."""
    is_long = len(question.text) > LONGEST_IDEA
    values: dict[str, object] = {"question": question, "longest": LONGEST_IDEA, "is_long": is_long, "read": None,
                                 "can_keep": viewer.may_act}
    if shows(question.text) and not is_long:
        values |= _answer(viewer, read(question, viewer.snapshot.reader, viewer.network.vocabularies, viewer.language))
    return page(request, "idea.html", viewer, status=422 if is_long else 200, **values)


def _answer(viewer: Viewer, own: ReadIdea) -> dict[str, object]:
    asked, vocabularies = own.asked, viewer.network.vocabularies
    query = asked.brief.ask(PartnerQuery(viewer.network.today(), PER_PAGE))
    answer = viewer.matcher.suggest(idea(asked.words, asked.brief, vocabularies, viewer.actor), query)
    count_list(viewer.installation, viewer.name, answer)
    document = viewer.writer.suggestions(answer, query.as_of, query.limit, 0, asked)
    standing = standing_of(viewer)
    needs = viewer.writer.needs(asked.brief.needs, asked)
    return {"read": own, "answer": document, "needs": need_table(needs, document.suggestions),
            "cards": [card_of(item, document.actor, standing, viewer.language) for item in document.suggestions]}
