"""What the ranking weighs."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter

from service.http.dependencies import CurrentInstallation, CurrentMatcher, Language, Today
from service.http.openapi import error_answers
from service.http.queries import query
from service.http.requests import DatedQuestion
from service.schemas.ranking import Ranking, describe_ranking

router = APIRouter(prefix="/v1", tags=["ranking"])


@router.get("/ranking", summary="Say what the ranking weighs, and why", responses=error_answers())
def show_ranking(installation: CurrentInstallation, matcher: CurrentMatcher, today: Today, language: Language,
                 question: Annotated[DatedQuestion, query(DatedQuestion)]) -> Ranking:
    """Return the main parameters of the ranking, as Article 27 of the EU's Digital Services Act has it.

    Everything is taken from the configuration in use: the terms with their weights, and the rules with their days.
    """
    return describe_ranking(matcher.snapshot, question.day(today), language, by_lot=installation.settings.explore)
