"""The list of an actor as pages show it: worked out, counted as shown, and put into words."""

from __future__ import annotations

from fastapi import Request

from data.records.profiles import Profile
from matcher.asking.counterparts import Counterparts
from matcher.asking.query import Query
from service.runtime.shown_lists import note_list, shown_list, with_lot
from service.schemas.suggestions import SuggestionPage
from service.web.viewers import ActorViewer
from service.web.views.filters import PER_PAGE, ListQuestion, Suggested


def partner_list(request: Request, eyes: ActorViewer, question: ListQuestion, limit: int = PER_PAGE) -> SuggestionPage:
    """Return partners for an actor, best first, with its statutory counterparts apart.

    Args:
        request: what is answered.
        eyes: the actor, and who looks.
        question: which part of the list.
        limit: how many partners a page has.

    Raises:
        UnknownCode, AmbiguousCode, CellRefused: see `ListQuestion.filters`.
    """
    viewer, actor = eyes.viewer, eyes.actor
    state = viewer.network.state
    query = with_lot(
        Query(viewer.network.today(), limit, (question.page - 1) * limit,
              question.filters(viewer.network.vocabularies), counterparts=Counterparts.APART),
        viewer.installation, viewer.name, actor.id)
    answer = viewer.matcher.suggest(actor, query)
    if request.state.method != "HEAD":
        asked = {**question.model_dump(mode="json", exclude={"said", "done"}), "as_of": query.as_of.isoformat(),
                 "counterparts": query.counterparts.value, "own_opinions": viewer.is_in_confidence}
        note_list(viewer.installation, shown_list(viewer.name, state, answer, asked))
    return viewer.writer.suggestions(answer, query.as_of, query.limit, query.offset)


def suggested_of(eyes: ActorViewer, question: ListQuestion) -> Suggested:
    """Return who stands in the list of an actor without filters, and without those of regions.

    Args:
        eyes: the actor, and who looks.
        question: which part of the list.

    Raises:
        UnknownCode, AmbiguousCode, CellRefused: see `ListQuestion.filters`.
    """
    viewer, day = eyes.viewer, eyes.viewer.network.today()

    def listed(asked: ListQuestion) -> tuple[Profile, ...]:
        filters = asked.filters(viewer.network.vocabularies)
        return viewer.matcher.listed(eyes.actor, Query(day, filters=filters, counterparts=Counterparts.APART))

    by_region = question.without("region")
    in_all = listed(question.without("region", "sector", "theme", "language"))
    return Suggested(in_all, listed(by_region) if by_region.is_filtered else in_all)
