"""What all answers are made of; they are the same on the command line (`--json`) and over HTTP."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

Points = Annotated[float, Field(description=(
    "Log-odds: 0 is even, +1 multiplies the odds of a good partnership by 2.7."))]


class Schema(BaseModel):
    """Base of all answers."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class CodeLabel(Schema):
    """A code with its name in the language asked for."""

    code: str = Field(examples=["municipality"])
    label: str = Field(examples=["Municipality or city"])
