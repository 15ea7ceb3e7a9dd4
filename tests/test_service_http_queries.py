"""Queries are read as FastAPI itself reads them, and described as it describes them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Annotated, Any
from urllib.parse import urlencode

import pytest
from fastapi import FastAPI, Query, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse
from hypothesis import given
from hypothesis import strategies as st

from service.http.openapi import DescribedAPI
from service.http.queries import query
from service.http.requests import SuggestionsQuestion
from service.http.routes.introductions import IntroductionsQuestion
from tests.clients import TestClient


class EveryQuestion(SuggestionsQuestion, IntroductionsQuestion):
    """Parameters of all kinds."""


NAMES = (*EveryQuestion.model_fields, "unknown", "Limit")
VALUES = ("", "1", "0", "x", "true", "2026-11-30", "2026-13-01", "Uusimaa", "mixed", "sent", "0.5", "\x01", "ä",
          "9" * 300)


def make_app() -> FastAPI:
    app = DescribedAPI(lambda inner: inner)

    @app.get("/{way}/own")
    def own(way: str, question: Annotated[EveryQuestion, query(EveryQuestion)]) -> dict[str, Any]:
        return {"way": way, **question.model_dump(mode="json")}

    @app.get("/{way}/oracle")
    def oracle(way: str, question: Annotated[EveryQuestion, Query()]) -> dict[str, Any]:
        return {"way": way, **question.model_dump(mode="json")}

    @app.exception_handler(RequestValidationError)
    def tell(_: Request, error: RequestValidationError) -> JSONResponse:
        faults = [{key: str(item.get(key)) for key in ("type", "loc", "msg", "ctx")} for item in error.errors()]
        return JSONResponse(faults, 422)

    return app


@pytest.fixture(scope="module")
def client() -> Iterator[TestClient]:
    with TestClient(make_app()) as client:
        yield client


@given(parameters=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(VALUES)), max_size=5))
def test_they_are_read_as_fastapi_reads_them(parameters: list[tuple[str, str]], client: TestClient) -> None:
    own, oracle = (client.get(f"/x/{name}?{urlencode(parameters)}") for name in ("own", "oracle"))
    assert (own.status_code, own.json()) == (oracle.status_code, oracle.json())


def test_they_are_described_as_fastapi_describes_them() -> None:
    paths = make_app().openapi()["paths"]
    own, oracle = (paths[f"/{{way}}/{name}"]["get"]["parameters"] for name in ("own", "oracle"))
    assert [item["name"] for item in own] == ["way", *EveryQuestion.model_fields]
    assert own == oracle
