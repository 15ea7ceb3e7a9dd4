"""Search by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.openapi import error_answers
from service.questions import SearchQuestion
from service.reports import SearchAnswer
from service.routes.dependencies import Opened, Words
from service.schemas import Versions

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", summary="Search actors by words", responses=error_answers())
def search(matcher: Opened, words: Words, asked: Annotated[SearchQuestion, Query()]) -> SearchAnswer:
    """Return the actors that fit some words, best first: half by the words, half by their meaning."""
    found = matcher.search(asked.q, asked.filters(matcher.snapshot.vocabularies), asked.limit)
    return SearchAnswer(words=asked.q, limit=asked.limit, actors=words.found(found),
                        versions=Versions(**matcher.snapshot.versions.as_dict()))
