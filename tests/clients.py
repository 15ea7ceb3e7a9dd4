"""Clients of the application in the same process."""

from __future__ import annotations

from typing import Any

from starlette.testclient import TestClient as StarletteClient
from starlette.types import ASGIApp


class TestClient(StarletteClient):
    """A client on the service's own machine: without keys it answers no other name than that of its machine."""

    __test__ = False

    def __init__(self, app: ASGIApp, **options: Any) -> None:  # noqa: ANN401 - as Starlette has them
        super().__init__(app, **{"base_url": "http://127.0.0.1:8000", **options})
