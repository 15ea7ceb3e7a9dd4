"""Suggestions and their reasons."""

from __future__ import annotations

from dataclasses import replace
from functools import partial
from typing import Annotated, Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse
from pydantic import Field

from data.files.exporting.formats import MEDIA_TYPES, Format
from data.records.profiles import Profile
from service.http.dependencies import (
    ActorId,
    AnswerWriter,
    NetworkToRead,
    NoParameters,
    OtherId,
    knows,
    matcher_for,
    visible_actor,
)
from service.http.json_bodies import BODY, json_body
from service.http.openapi import NOT_MODIFIED, error_answers
from service.http.pages import PAGED, Cursor, Cursors, PagesOfRequest
from service.http.queries import query
from service.http.remembering import LIST_ID, give, is_confidential, pattern_of
from service.http.requests import DatedQuestion, SuggestionsQuestion
from service.http.suggestion_requests import SuggestionRequest
from service.runtime.answering.all_lists import list_line, seekers_after
from service.runtime.answering.answers import Answers, RememberedAnswer
from service.runtime.served_network import ServedNetwork
from service.runtime.shown_lists import count_list, shown_list, with_lot
from service.schemas.suggestions import ExplanationDocument, SuggestionPage
from service.schemas.writer import Writer

CURSORS = Cursors[str]("suggestions", str)
MOST_LISTS = 500
LISTS_ANSWER: dict[int | str, dict[str, Any]] = {200: {
    "description": "A line of JSON for each actor, as `GET /v1/actors/{actor}/suggestions` answers.",
    "headers": PAGED[200]["headers"], "content": {MEDIA_TYPES[Format.JSONL]: {"schema": {"type": "string"}}}}}

router = APIRouter(prefix="/v1", tags=["suggestions"])

Question = Annotated[SuggestionRequest, json_body(SuggestionRequest)]
LIST_ID_ANSWER: dict[int | str, dict[str, Any]] = {200: {"headers": {LIST_ID: {
    "description": (
        "Of this showing of the list, under which it is kept; left out where it is not kept, or could not be at once."),
    "schema": {"type": "string", "pattern": "^[0-9a-f]{32}$"}}}}}


class EverybodysQuestion(SuggestionsQuestion):
    """How the lists of everybody are asked for."""

    actors: int = Field(100, ge=1, le=MOST_LISTS, description="How many lists a part has.")
    cursor: Cursor = Field("", description="Where the part begins: from the Link of the one before it; the first part "
                                            "when left out.")


@router.get("/actors/{actor}/suggestions", summary="Suggest partners for an actor", response_model=SuggestionPage,
                responses={**LIST_ID_ANSWER, **NOT_MODIFIED, **error_answers(404)})
def suggest_for_actor(request: Request, network: NetworkToRead, writer: AnswerWriter, actor: ActorId,
                      question: Annotated[SuggestionsQuestion, query(SuggestionsQuestion)]) -> Response:
    """Return partners for a stored actor, best first, each with the ledger of its score.

    A filter takes codes, labels or synonyms in any language. Several values of one filter mean OR, several filters AND.
    An actor's score does not depend on the page it stands on, on the filters or on the language. The list is kept
    for some time under the id in the header, so that other weights can be judged by it; counterparts apart are not.

    What the actor has said of others counts in the list for itself and for keys with the scope “confidential”. Others
    get the list without it: other sums, as exact.

    The ETag, sent with the next question as If-None-Match, is answered 304 as long as the list is the same; that counts
    as shown, too.
    """
    return give(request, network, partial(_suggest, request, network, writer, actor, question))


def _suggest(request: Request, network: ServedNetwork, writer: Writer, actor: str, question: SuggestionsQuestion,
             answers: Answers) -> RememberedAnswer:
    state, profile = network.state, visible_actor(request, network, actor)
    matcher = matcher_for(request, network, actor)
    query = question.query(matcher.snapshot.vocabularies, network.today())
    installation, name = request.app.state.installation, request.state.network
    answer = matcher.suggest(profile, with_lot(query, installation, name, actor))
    asked = {**question.model_dump(mode="json"), "as_of": query.as_of.isoformat(),
             "own_opinions": knows(request, actor)}
    page = writer.suggestions(answer, query.as_of, question.limit, question.offset)
    return RememberedAnswer(
        page.model_dump_json().encode(), pattern_of(request), is_confidential=is_confidential(request, answers, actor),
        shown=shown_list(name, state, answer, asked))


@router.post("/suggestions", summary="Suggest partners for a profile or an idea", responses=error_answers(*BODY))
def suggest_for_others(request: Request, network: NetworkToRead, writer: AnswerWriter, question: Question,
                       _: NoParameters) -> SuggestionPage:
    """Return partners for a profile that is not stored, or for an idea; nothing of it is kept.

    What an idea asks for is read from its text and shown in “understood”; what it refuses is left out. Where it was
    read wrongly, send “understood” back with the text, changed. Where it is of a stored actor, what that has said of
    others counts as in its own list.
    """
    snapshot, today = network.matcher.snapshot, network.today()
    asked, query = question.asked(snapshot), question.query(snapshot.vocabularies, today)
    if asked is not None:
        query = asked.brief.ask(query)
    seeker = _as_shown(request, network, question.seeker(
        asked, snapshot.vocabularies, today, partial(visible_actor, request, network)))
    answer = matcher_for(request, network, seeker.id).suggest(seeker, query)
    count_list(request.app.state.installation, request.state.network, answer)
    return writer.suggestions(answer, query.as_of, question.limit, question.offset, asked)


@router.get("/suggestions", summary="Suggest partners for everybody", response_class=StreamingResponse,
            responses={**LISTS_ANSWER, **error_answers(400)})
def suggest_for_everybody(request: Request, network: NetworkToRead, writer: AnswerWriter, pages: PagesOfRequest,
                          question: Annotated[EverybodysQuestion, query(EverybodysQuestion)]) -> StreamingResponse:
    """Return the lists of active actors, in the order of their ids, each on a line: the whole network, part by part.

    The header Link leads to the next part, so that whoever is interrupted goes on with the last one that was whole. A
    line is what the same question about that actor alone is answered with; lists handed out in bulk do not count as
    shown, and no lot is drawn in them. “versions” tells whether the network changed between two parts.
    """
    snapshot, query = network.matcher.snapshot, question.query(network.vocabularies, network.today())
    part = pages.cut(seekers_after(snapshot, CURSORS.read(question.cursor) or ""), question.actors,
                     lambda seeker: CURSORS.write(seeker.id))
    matchers = {seeker.id: matcher_for(request, network, seeker.id) for seeker in part.items}
    lines = (list_line(matchers[seeker.id], query, writer, seeker) for seeker in part.items)
    return StreamingResponse(lines, headers=dict(pages.response.headers), media_type=MEDIA_TYPES[Format.JSONL])


@router.get("/actors/{actor}/explanations/{other}", summary="Explain a pair", response_model=ExplanationDocument,
                responses={**NOT_MODIFIED, **error_answers(404)})
def explain(request: Request, network: NetworkToRead, writer: AnswerWriter, actor: ActorId, other: OtherId,
            question: Annotated[DatedQuestion, query(DatedQuestion)]) -> Response:
    """Return the ledger of one pair, whether or not the other would be suggested, and the rules that prevent it.

    What the actor has said of others counts for the same readers as in its list.
    """
    return give(request, network, partial(_explain, request, network, writer, (actor, other), question))


def _explain(request: Request, network: ServedNetwork, writer: Writer, pair: tuple[str, str], question: DatedQuestion,
             answers: Answers) -> RememberedAnswer:
    actor, other = pair
    seeker, day = visible_actor(request, network, actor), question.day(network.today())
    candidate = network.matcher.snapshot.shown_actor(other)
    document = writer.explanation(matcher_for(request, network, actor).explain(seeker, candidate, day), day)
    return RememberedAnswer(document.model_dump_json().encode(), pattern_of(request),
                            is_confidential=is_confidential(request, answers, actor, other))


def _as_shown(request: Request, network: ServedNetwork, seeker: Profile) -> Profile:
    """Return a profile without the id of an actor that is to be erased, of which who asks is not told."""
    is_hidden = seeker.id in network.matcher.snapshot.hidden and not knows(request, seeker.id)
    return replace(seeker, id="") if is_hidden else seeker
