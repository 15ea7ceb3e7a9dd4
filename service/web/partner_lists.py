"""The list of an actor as pages show it: worked out, counted as shown, and put into words."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from matcher.asking.counterparts import Counterparts
from matcher.asking.query import Query
from matcher.features import IntArray
from service.runtime.shown_lists import note_list, shown_list, with_lot
from service.schemas.suggestions import SuggestionPage
from service.web.viewers import ActorViewer
from service.web.views.filters import PER_PAGE, ListQuestion, Suggested


@dataclass(frozen=True)
class PartnerList:
    """The list of an actor.

    Attributes:
        page: what is shown of it.
        listed: rows of everybody who stands on one of its pages.
    """

    page: SuggestionPage
    listed: IntArray


def partner_list(request: Request, eyes: ActorViewer, question: ListQuestion, limit: int = PER_PAGE) -> PartnerList:
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
    return PartnerList(viewer.writer.suggestions(answer, query.as_of, query.limit, query.offset), answer.listed)


def suggested_of(eyes: ActorViewer, question: ListQuestion, partners: PartnerList) -> Suggested:
    """Return who stands in the list of an actor without filters, and without those of regions.

    Args:
        eyes: the actor, and who looks.
        question: which part of the list.
        partners: that part.

    Raises:
        UnknownCode, AmbiguousCode, CellRefused: see `ListQuestion.filters`.
    """
    viewer, snapshot = eyes.viewer, eyes.viewer.matcher.snapshot
    in_all = viewer.matcher.listed(eyes.actor, Query(viewer.network.today(), counterparts=Counterparts.APART)) \
        if question.is_filtered else partners.listed
    passes = snapshot.mask(question.without("region").filters(viewer.network.vocabularies))
    by_id = snapshot.by_id(in_all)
    return Suggested([snapshot.actors[row] for row in by_id], [snapshot.actors[row] for row in by_id[passes[by_id]]])
