"""Suggestions and their reasons."""

from __future__ import annotations

from dataclasses import replace
from typing import Annotated, Any

from fastapi import APIRouter, Query, Request, Response

from matcher.suggestions import SuggestionList
from service.http.dependencies import ActorId, NoParameters, Opened, OtherId, Reading, Words
from service.http.openapi import error_answers
from service.http.requests import DatedQuestion, PartnersWanted, SuggestionsQuestion
from service.schemas.answers import Explanation, Suggestions

router = APIRouter(prefix="/v1", tags=["suggestions"])

LIST_ID = "X-List-ID"
LISTED: dict[int | str, dict[str, Any]] = {200: {"headers": {LIST_ID: {
    "description": "Under which the list that is shown is kept; left out where lists are not kept.",
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"}}}}}


@router.get("/actors/{actor}/suggestions", summary="Suggest partners for an actor",
            responses={**LISTED, **error_answers(404)})
def suggest_for_actor(request: Request, response: Response, network: Reading, words: Words, actor: ActorId,
                      asked: Annotated[SuggestionsQuestion, Query()]) -> Suggestions:
    """Return partners for a stored actor, best first, each with the ledger of its score.

    A filter takes codes, labels or synonyms in any language. Several values of one filter mean OR, several filters AND.
    An actor's score does not depend on the page it stands on, on the filters or on the language. What is shown is kept
    for some time under the id in the header, so that other weights can be judged by it.
    """
    state, matcher = network.state, network.matcher
    profile, query = matcher.snapshot.actor(actor), asked.query(matcher.snapshot.vocabularies)
    installation = request.app.state.installation
    if installation.settings.explore:
        query = replace(query, lot=f"{request.state.network} {actor} {asked.as_of}")
    answer = matcher.suggest(profile, query)
    _count(request, answer)
    if installation.settings.keep_lists_days:
        response.headers[LIST_ID] = installation.shown.hold(
            request.state.network, state, answer, asked.model_dump(mode="json"))
    return words.suggestions(answer, asked.as_of, asked.limit, asked.offset)


@router.post("/suggestions", summary="Suggest partners for a profile or an idea", responses=error_answers(400, 413))
def suggest_for_others(request: Request, matcher: Opened, words: Words, wanted: PartnersWanted,
                       _: NoParameters) -> Suggestions:
    """Return partners for a profile that is not stored, or for an idea; nothing of it is kept."""
    vocabularies = matcher.snapshot.vocabularies
    answer = matcher.suggest(wanted.seeker(vocabularies), wanted.query(vocabularies))
    _count(request, answer)
    return words.suggestions(answer, wanted.as_of, wanted.limit, wanted.offset)


@router.get("/actors/{actor}/explanations/{other}", summary="Explain a pair", responses=error_answers(404))
def explain(matcher: Opened, words: Words, actor: ActorId, other: OtherId,
            asked: Annotated[DatedQuestion, Query()]) -> Explanation:
    """Return the ledger of one pair, whether or not the other would be suggested, and the rules that prevent it."""
    actors = matcher.snapshot.actor
    return words.explanation(matcher.explain(actors(actor), actors(other), asked.as_of), asked.as_of)


def _count(request: Request, answer: SuggestionList) -> None:
    request.app.state.installation.metrics.count_list(
        request.state.network, (item.profile.id for item in answer.suggestions))
