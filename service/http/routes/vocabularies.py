"""The vocabularies: sectors, themes, places and areas."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Path

from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import text
from data.wording.words import nearest
from service.errors import UnknownVocabulary
from service.http.dependencies import CurrentMatcher, Language, NoParameters, Today
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.requests import VocabularyQuestion
from service.schemas.vocabularies import VocabularyList, VocabularyTerms, list_terms, summarise

router = APIRouter(prefix="/v1/vocabularies", tags=["vocabularies"])


@router.get("", summary="List vocabularies", responses=error_answers())
def list_vocabularies(matcher: CurrentMatcher, _: NoParameters) -> VocabularyList:
    """Return the vocabularies of the network."""
    return summarise(matcher.snapshot.vocabularies)


@router.get("/{name}", summary="List the terms of a vocabulary", responses=error_answers(404))
def show_vocabulary(
    matcher: CurrentMatcher, today: Today, language: Language,
    question: Annotated[VocabularyQuestion, query(VocabularyQuestion)],
    name: Annotated[str, Path(max_length=128, description="Name of a vocabulary.", examples=["themes"])],
) -> VocabularyTerms:
    """Return the terms of a vocabulary, all or those that a text speaks of.

    Municipalities come with their region and, on the day, their areas.
    """
    vocabularies = matcher.snapshot.vocabularies
    return list_terms(_find(name, vocabularies), vocabularies.places, question.day(today), language,
                      question.mentioned_in or None)


def _find(name: str, vocabularies: Vocabularies) -> Vocabulary:
    choices = vocabularies.by_name()
    if name not in choices:
        near = nearest(name, tuple(choices))
        cure = (text("Did you mean {name}?", name=near[0]) if near
                else text("Choose one of these: {names}.", names=tuple(choices)))
        raise UnknownVocabulary(text("There is no vocabulary “{name}”.", name=name), "", cure)
    return choices[name]
