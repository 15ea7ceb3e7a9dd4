"""Search by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from service.http.dependencies import AnswerWriter, CurrentMatcher
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.requests import SearchQuestion
from service.schemas.search import SearchAnswer
from service.schemas.suggestions import VersionsDocument

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", summary="Search actors by words", responses=error_answers())
def search(matcher: CurrentMatcher, writer: AnswerWriter,
           question: Annotated[SearchQuestion, query(SearchQuestion)]) -> SearchAnswer:
    """Return the actors that fit some words, best first: by the words, by their meaning, and by what they name.

    A kind of actor, a place and a theme are read in Finnish, Swedish and English: “yhdistys Rovaniemi”.
    """
    hits = matcher.search(question.q, question.filters(matcher.snapshot.vocabularies), question.limit)
    return SearchAnswer(words=question.q, limit=question.limit, actors=writer.hits(hits),
                        versions=VersionsDocument(**matcher.snapshot.versions.as_dict()))
