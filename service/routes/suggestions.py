"""Suggestions and their reasons."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query, Request

from data.records import Profile
from matcher.engine import Matcher
from service.openapi import error_answers
from service.questions import DatedQuestion, PartnersWanted, SuggestionsQuestion
from service.routes.dependencies import ActorId, NoParameters, Opened, OtherId, Words
from service.schemas import Explanation, Suggestions, Writer

router = APIRouter(prefix="/v1", tags=["suggestions"])


@router.get("/actors/{actor}/suggestions", summary="Suggest partners for an actor", responses=error_answers(404))
def suggest_for_actor(request: Request, matcher: Opened, words: Words, actor: ActorId,
                      asked: Annotated[SuggestionsQuestion, Query()]) -> Suggestions:
    """Return partners for a stored actor, best first, each with the ledger of its score.

    A filter takes codes, labels or synonyms in any language. Several values of one filter mean OR, several filters AND.
    An actor's score does not depend on the page it stands on, on the filters or on the language.
    """
    return _suggest(request, matcher, words, matcher.snapshot.actor(actor), asked)


@router.post("/suggestions", summary="Suggest partners for a profile or an idea", responses=error_answers(400, 413))
def suggest_for_others(request: Request, matcher: Opened, words: Words, wanted: PartnersWanted,
                       _: NoParameters) -> Suggestions:
    """Return partners for a profile that is not stored, or for an idea; nothing of it is kept."""
    return _suggest(request, matcher, words, wanted.seeker(matcher.snapshot.vocabularies), wanted)


@router.get("/actors/{actor}/explanations/{other}", summary="Explain a pair", responses=error_answers(404))
def explain(matcher: Opened, words: Words, actor: ActorId, other: OtherId,
            asked: Annotated[DatedQuestion, Query()]) -> Explanation:
    """Return the ledger of one pair, whether or not the other would be suggested, and the rules that prevent it."""
    actors = matcher.snapshot.actor
    return words.explanation(matcher.explain(actors(actor), actors(other), asked.as_of), asked.as_of)


def _suggest(request: Request, matcher: Matcher, words: Writer, seeker: Profile,
             asked: SuggestionsQuestion) -> Suggestions:
    answer = matcher.suggest(seeker, asked.query(matcher.snapshot.vocabularies))
    request.app.state.installation.metrics.count_list(
        request.state.network, (item.profile.id for item in answer.suggestions))
    return words.suggestions(answer, asked.as_of, asked.limit, asked.offset)
