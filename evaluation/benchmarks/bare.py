"""The yardstick of `evaluation.benchmarks.serving`: FastAPI that does nothing but answer the same bytes."""

from __future__ import annotations

import os
from pathlib import Path

from fastapi import FastAPI, Response

# Names the file with the bytes.
CONTENT = "BARE_CONTENT"


def create_app() -> FastAPI:
    """Return the application."""
    app, content = FastAPI(), Path(os.environ[CONTENT]).read_bytes()

    @app.get("/")
    async def answer() -> Response:
        """Answer the bytes."""
        return Response(content, media_type="application/json")

    return app
