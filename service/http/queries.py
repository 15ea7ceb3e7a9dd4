"""Queries: the parameters of a request, read as one model."""

from __future__ import annotations

from typing import get_origin

from fastapi import Request
from fastapi.exceptions import RequestValidationError
from fastapi.params import Depends as Dependency
from pydantic import BaseModel, ValidationError

from service.http.openapi import DescribedQuery


class ReadQuery(DescribedQuery):
    """A dependency that gives the query of a request.

    FastAPI would look at the type of every field again for each request.
    """

    def __init__(self, model: type[BaseModel]) -> None:
        super().__init__(model)
        self._lists = {name for name, info in model.model_fields.items() if get_origin(info.annotation) is list}

    async def __call__(self, request: Request) -> BaseModel:
        """Return it.

        Raises:
            RequestValidationError: it has faults.
        """
        values: dict[str, str | list[str]] = {}
        for name, value in request.query_params.multi_items():
            values[name] = [*values.get(name, ()), value] if name in self._lists else value
        try:
            return self.model.model_validate(values)
        except ValidationError as error:
            raise RequestValidationError(
                [{**item, "loc": ("query", *item["loc"])} for item in error.errors(include_url=False)]) from error


def query(model: type[BaseModel]) -> Dependency:
    """Return the dependency that gives a query, for `Annotated`."""
    return Dependency(ReadQuery(model))
