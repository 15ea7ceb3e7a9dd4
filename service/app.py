"""The HTTP application: `create_app()` puts the parts together, and nothing is opened before it starts."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from importlib.metadata import version
from typing import TypeAlias

from fastapi import FastAPI

from matcher.engine import Matcher
from matcher.query import Filters, Query, idea
from service.assembly import open_matcher
from service.clock import today
from service.envelope import Envelope
from service.openapi import TAGS, DescribedAPI
from service.problems import install_problems
from service.routes import ROUTERS
from service.settings import Settings

Opener: TypeAlias = Callable[[Settings], Matcher]

DESCRIPTION = """\
Kumppani answers the question “who should I work with, and why?” for the actors of integration work.

Every suggestion carries a ledger: rows that add up to its score, each with a sentence. Sentences and names come in
Finnish, Swedish or English, as `Accept-Language` asks; numbers and codes are the same in every language.
Errors are problem details (RFC 9457) with a `cure`.
"""


def create_app(settings: Settings | None = None, opener: Opener = open_matcher) -> FastAPI:
    """Return the application.

    Args:
        settings: what to open; read from the environment when left out.
        opener: opens the matcher when the application starts.
    """
    chosen = settings or Settings()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        app.state.matcher = warm_up(opener(chosen))
        yield

    app = DescribedAPI(
        title="Kumppani", version=version("kumppani"), summary="Explained partner suggestions for integration work",
        description=DESCRIPTION, license_info={"name": "MIT", "identifier": "MIT"}, openapi_tags=TAGS,
        lifespan=lifespan, docs_url=None, redoc_url=None, redirect_slashes=False,
        generate_unique_id_function=lambda route: route.name,
    )
    app.add_middleware(Envelope, language=chosen.language)
    install_problems(app)
    for router in ROUTERS:
        app.include_router(router)
    return app


def warm_up(matcher: Matcher) -> Matcher:
    """Ask and search once, so that nobody waits for the encoder, the words and the day's view to load."""
    words = "Kieli ja työ"
    matcher.suggest(idea(words, vocabularies=matcher.snapshot.vocabularies), Query(today(), limit=1))
    matcher.search(words, Filters(), 1)
    return matcher
