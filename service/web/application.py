"""The pages of one language as an application, which is mounted under its code: /fi, /sv, /en."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.telemetry import TelemetryConfig

from service.web.failures import install_failures
from service.web.routes import ALONE, EVERYWHERE, EYES
from service.web.templating import make_environment


def create_pages(language: str, telemetry: TelemetryConfig) -> FastAPI:
    """Return the pages of a language; whoever mounts them gives their `state` the installation and the writers.

    Args:
        language: ISO 639-1, one of `LANGUAGES`.
        telemetry: what OpenTelemetry is told.
    """
    pages = FastAPI(openapi_url=None, docs_url=None, redoc_url=None, redirect_slashes=False, telemetry=telemetry)
    pages.state.language = language
    pages.state.environment = make_environment(language)
    install_failures(pages)
    for router in ALONE:
        pages.include_router(router)
    for prefix in EYES:
        for router in EVERYWHERE:
            pages.include_router(router, prefix=prefix)
    return pages
