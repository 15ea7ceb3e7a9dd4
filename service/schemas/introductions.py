"""A request to be introduced, as it is asked for."""

from __future__ import annotations

from typing import Annotated

from pydantic import Field

from service.schemas.requests import PRINTABLE, SOMETHING, Day, Id, RequestModel

LONGEST_MESSAGE = 2_000
USUAL_DAYS = 14
MOST_DAYS = 60


class IntroductionRequest(RequestModel):
    """A request to be introduced to another actor."""

    other: Id = Field(
        max_length=128, description="Id of the actor that is asked.", examples=["rovaniemen-kaupunki"])
    message: Annotated[str, PRINTABLE, SOMETHING] = Field(
        min_length=1, max_length=LONGEST_MESSAGE, description="What is said to it.",
        examples=["We plan a language café and look for rooms."])
    deadline: Day | None = Field(None, description=(
        "The last day, in the network's time zone, on which it can be answered, at most "
        f"{MOST_DAYS} days from now; {USUAL_DAYS} days from now when left out."))
