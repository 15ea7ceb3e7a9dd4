"""What routes are given: the matcher, the reader's language, and a writer for it."""

from __future__ import annotations

from typing import Annotated, TypeAlias

from fastapi import Depends, Header, Path, Query, Request

from data.texts import text
from matcher.engine import Matcher
from service.errors import NotReady
from service.questions import Question
from service.schemas import Writer


def opened_matcher(request: Request) -> Matcher:
    """Return the matcher.

    Raises:
        NotReady: it has not been opened yet.
    """
    matcher: Matcher | None = getattr(request.app.state, "matcher", None)
    if matcher is None:
        raise NotReady(text("The network is being opened."), "", text("Try again in a minute."))
    return matcher


Opened: TypeAlias = Annotated[Matcher, Depends(opened_matcher)]


def reader_language(
    request: Request,
    # The envelope has read it already; it stands here for the API description.
    accept_language: Annotated[str, Header(examples=["sv-FI, sv;q=0.9"], description=(
        "The language of names and sentences: fi, sv or en."))] = "",
) -> str:
    """Return the language of the answer, ISO 639-1."""
    language: str = request.state.language
    return language


Language: TypeAlias = Annotated[str, Depends(reader_language)]


def reader_words(matcher: Opened, language: Language) -> Writer:
    """Return what puts answers into the reader's language."""
    return Writer(matcher.snapshot.vocabularies, language)


Words: TypeAlias = Annotated[Writer, Depends(reader_words)]
NoParameters: TypeAlias = Annotated[Question, Query()]
ActorId: TypeAlias = Annotated[str, Path(max_length=128, description="Id of an actor.", examples=[
    "rovalan-setlementti-ry-monikulttuurikeskus-moninet"])]
OtherId: TypeAlias = Annotated[str, Path(max_length=128, description="Id of the actor to be considered.", examples=[
    "rovaniemen-kaupunki"])]
