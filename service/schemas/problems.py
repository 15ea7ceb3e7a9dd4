"""What went wrong, where, and what to do next."""

from __future__ import annotations

from pydantic import Field

from service.schemas.base import Schema


class Fault(Schema):
    """One thing wrong with a request."""

    line: int | None = Field(None, description="Of a body with many, counted from 1.")
    field: str = Field(description="The parameter, or the path of the body's field.")
    what: str
    cure: str


class ProblemDetails(Schema):
    """An error, as RFC 9457 describes it."""

    type: str = Field(description="A URI that programs can rely on.")
    title: str = Field(description="The kind of problem, for people.")
    status: int
    detail: str = Field(description="What happened this time.")
    instance: str = Field(description="The path asked for.")
    cure: str = Field(description="What to do next.")
    problems: list[Fault] = Field(description="All that is wrong with a request, as far as it can be told at once.")


class Trouble(Schema):
    """What went wrong, where, and what to do next."""

    what: str
    where: str
    cure: str


class FileProblem(Trouble):
    """One thing to mend in a file."""

    file: str = ""
    line: int = Field(0, description="Counted from 1; 0 when the file as a whole is meant.")
    field: str = ""


class Failure(Schema):
    """Why a command did not do what it was asked to; printed on stderr."""

    error: Trouble
    problems: list[FileProblem]
