"""Search by words."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Query

from service.http.dependencies import Opened, Words
from service.http.openapi import error_answers
from service.http.requests import SearchQuestion
from service.schemas.answers import Versions
from service.schemas.search import SearchAnswer

router = APIRouter(prefix="/v1", tags=["search"])


@router.get("/search", summary="Search actors by words", responses=error_answers())
def search(matcher: Opened, words: Words, asked: Annotated[SearchQuestion, Query()]) -> SearchAnswer:
    """Return the actors that fit some words, best first: half by the words, half by their meaning."""
    found = matcher.search(asked.q, asked.filters(matcher.snapshot.vocabularies), asked.limit)
    return SearchAnswer(words=asked.q, limit=asked.limit, actors=words.found(found),
                        versions=Versions(**matcher.snapshot.versions.as_dict()))
