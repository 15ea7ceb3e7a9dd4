"""The HTTP application: `create_app()` puts the parts together, and nothing is opened before it starts."""

from __future__ import annotations

import logging
from asyncio import Event, create_task, gather, wait_for
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import AbstractContextManager, asynccontextmanager
from functools import partial
from importlib.metadata import version
from typing import TypeAlias, cast
from urllib.parse import quote

from anyio import CapacityLimiter
from anyio.to_thread import current_default_thread_limiter, run_sync
from fastapi import Depends, FastAPI, Request
from fastapi.responses import RedirectResponse, Response
from fastapi.telemetry import TelemetryConfig
from starlette.exceptions import HTTPException
from starlette.middleware.cors import CORSMiddleware
from starlette.types import ASGIApp

from data.errors import StoreUnreachable
from data.wording.texts import LANGUAGES, text
from service.errors import Crowded
from service.http.dependencies import HEALTH, refuse_unclear
from service.http.middleware import envelop
from service.http.middleware.crowd import Crowd
from service.http.openapi import TAGS, DescribedAPI
from service.http.problems import RETRY_AFTER, answer_problem, install_problems
from service.http.routes import ROUTERS
from service.runtime.configuration import demand_usable, read_settings
from service.runtime.installation import Installation, open_installation
from service.runtime.threads import look_for_cycles_seldom, take_turns_often
from service.settings import Settings
from service.web.application import create_pages
from service.web.assets import ADDRESS, create_assets
from service.web.failures import crowded_page, no_such_page

LOG = logging.getLogger("kumppani.service")

Work: TypeAlias = Callable[[], Awaitable[None]]
InstallationOpener: TypeAlias = Callable[[Settings], AbstractContextManager[Installation]]

# So many questions are worked on at once. One interpreter runs one thread: of more, each would be answered later, and
# whoever is to be told at once that there is too much to do would wait for a turn behind all of them.
WORKERS = 8
# So many may write at once; the others wait without taking a thread from those who read.
WRITERS = 8
# So many requests are worked on or wait for that; who comes then is told at once to come again.
MOST_INSIDE = 64
NOTHING = 404
SECONDS_BETWEEN_LOOKS = 1.0
# What FastAPI would tell OpenTelemetry holds whole addresses, which name actors and what people look for.
UNTOLD: TelemetryConfig = {"tracing": False, "metrics": False, "logs": False}
# What scripts of other sites see of the headers of answers, besides those that every script sees.
EXPOSED = ("Accept-Encoding", "Allow", "Content-Disposition", "ETag", "Link", "Location", "Retry-After",
           "WWW-Authenticate", "X-List-ID", "X-Request-ID", "X-Revision")

DESCRIPTION = """\
Kumppani answers the question “who should I work with, and why?” for the actors of integration work.

Every suggestion carries a ledger: rows that add up to its score, each with a sentence. Sentences and names come in
Finnish, Swedish or English, as `Accept-Language` asks; numbers and codes are the same in every language.
Errors are problem details (RFC 9457) with a `cure`.

Where the service has keys, each request carries one, and reaches the network of that key only. What has been written is
answered from at once. A write that is sent again with the same `Idempotency-Key` is answered as the first time.

Several services may answer from one database, each within 0.2 seconds of what another one has written. Who must not see
anything older than before sends the `X-Revision` of the last answer as `X-Revision-At-Least`: a service that is not as
far waits for up to two seconds, and then answers 503 with `Retry-After`.
"""


def create_app(settings: Settings | None = None, opener: InstallationOpener = open_installation) -> FastAPI:
    """Return the application.

    Args:
        settings: what to open; read from the environment when left out.
        opener: opens the installation when the application starts.
    """
    configuration = settings or _settings_of_the_environment()

    @asynccontextmanager
    async def lifespan(app: FastAPI) -> AsyncIterator[None]:
        with opener(configuration) as installation:
            writers, waiters = CapacityLimiter(WRITERS), CapacityLimiter(MOST_INSIDE)
            for door in (app, *pages.values()):
                door.state.installation, door.state.writers, door.state.waiters = installation, writers, waiters
            current_default_thread_limiter().total_tokens = WORKERS
            take_turns_often()
            look_for_cycles_seldom()
            stopping = Event()
            follow = partial(run_sync, lambda: installation.follow(SECONDS_BETWEEN_LOOKS), limiter=CapacityLimiter(1))
            beat = partial(run_sync, installation.beat, limiter=CapacityLimiter(1))  # also when no thread is left
            deliver = partial(run_sync, installation.deliver, limiter=CapacityLimiter(1))
            warm_up = partial(run_sync, installation.warm_up, limiter=CapacityLimiter(1))
            tasks = [create_task(_follow(follow, stopping)), create_task(_repeat(beat, stopping)),
                     create_task(_repeat(deliver, stopping)), create_task(_soon(warm_up, stopping))]
            try:
                yield
            finally:
                stopping.set()  # what has begun is finished: it uses the database that is closed next
                installation.stop()
                await gather(*tasks)

    pages = {language: create_pages(language, UNTOLD) for language in LANGUAGES}
    app = DescribedAPI(
        partial(envelop, allow_origins=partial(_allow_origins, configuration), language=configuration.language),
        title="Kumppani", version=version("kumppani"),
        summary="Explained partner suggestions for integration work",
        description=DESCRIPTION, license_info={"name": "MIT", "identifier": "MIT"}, openapi_tags=TAGS,
        lifespan=lifespan, docs_url=None, redoc_url=None, telemetry=UNTOLD,
        dependencies=[Depends(refuse_unclear)],
        redirect_slashes=False, generate_unique_id_function=lambda route: route.name,
    )
    app.add_middleware(Crowd, most=MOST_INSIDE, always=HEALTH, turn_away=partial(_turn_away, pages))
    install_problems(app)
    for router in ROUTERS:
        app.include_router(router)
    _mount_pages(app, pages)
    return app


def _mount_pages(app: FastAPI, pages: Mapping[str, FastAPI]) -> None:
    """Let a browser find the pages, each language under its code, and what they look like."""
    @app.get("/", include_in_schema=False)
    def show_pages(request: Request) -> RedirectResponse:
        """Lead on to the first page in the language that is asked for."""
        return RedirectResponse(f"/{request.state.language}/")

    def lead_on(request: Request) -> RedirectResponse:
        """Lead on from the code of a language in other letters, or without the slash behind it."""
        _, code, *rest = request.url.path.split("/")
        return RedirectResponse(quote("/".join(("", code.lower(), *(rest or [""])))) + _query_of(request))

    for language, door in pages.items():
        app.mount(f"/{language}", door)
        for address in (f"/{language}", f"/{language.upper()}", f"/{language.upper()}/{{path:path}}"):
            app.add_route(address, lead_on, include_in_schema=False)
    app.mount(ADDRESS, create_assets())
    tell_programs = app.exception_handlers[HTTPException]

    def tell(request: Request, error: Exception) -> Response:
        """Tell people in a page that there is nothing at an address, and programs as everything else."""
        is_nothing = isinstance(error, HTTPException) and error.status_code == NOTHING
        if is_nothing and _is_for_people(request):
            return no_such_page(Request({**request.scope, "app": pages[request.state.language]}))
        return cast("Response", tell_programs(request, error))

    app.add_exception_handler(HTTPException, tell)


def _turn_away(pages: Mapping[str, FastAPI], request: Request) -> Response:
    """Return the answer to whoever comes when there is more to do than can be done."""
    error = Crowded(text("The service has more to do than it can."), "", text("Try again in a moment."))
    _, code, *_ = request.url.path.split("/")
    if code in pages:
        answer: Response = crowded_page(Request({**request.scope, "app": pages[code]}), error)
    else:
        answer = answer_problem(request, error)
    answer.headers.setdefault("Retry-After", RETRY_AFTER)
    return answer


def _query_of(request: Request) -> str:
    return f"?{request.url.query}" if request.url.query else ""


def _is_for_people(request: Request) -> bool:
    """Tell whether a browser asks for a page, and not for what programs are told."""
    path = request.url.path
    return "text/html" in request.headers.get("accept", "") and path != "/v1" and not path.startswith("/v1/")


def _settings_of_the_environment() -> Settings:
    settings = read_settings()
    demand_usable(settings)
    return settings


def _allow_origins(settings: Settings, app: ASGIApp) -> ASGIApp:
    """Return an application that pages of the named origins may ask."""
    origins = settings.allowed_origins
    if not origins:
        return app
    return CORSMiddleware(
        app, allow_origins=origins, allow_methods=["GET", "HEAD", "POST", "PUT", "DELETE"],
        allow_headers=["Authorization", "Accept-Language", "Content-Type", "If-Match", "If-None-Match",
                       "Idempotency-Key", "X-Request-ID", "X-Revision-At-Least"], expose_headers=EXPOSED)


async def _follow(follow: Work, stopping: Event) -> None:
    """Follow what other programs write."""
    while not stopping.is_set():
        if not await _attempt(follow):
            await _is_set(stopping, SECONDS_BETWEEN_LOOKS)


async def _repeat(work: Work, stopping: Event) -> None:
    """Look again and again whether there is something to send."""
    while not await _is_set(stopping, SECONDS_BETWEEN_LOOKS):
        await _attempt(work)


async def _soon(work: Work, stopping: Event) -> None:
    """Do something once, when those who wait for the service have heard that it answers."""
    if not await _is_set(stopping, SECONDS_BETWEEN_LOOKS):
        await _attempt(work)


async def _attempt(work: Work) -> bool:
    """Do something, and tell whether it went well; what does not is logged."""
    try:
        await work()
    except StoreUnreachable as error:
        LOG.error("the networks could not be looked at; this is tried again: %s", error)  # noqa: TRY400 - in words
    except Exception:
        LOG.exception("the networks could not be looked at; this is tried again")
    else:
        return True
    return False


async def _is_set(event: Event, seconds: float) -> bool:
    """Wait so long for something to happen, and tell whether it has."""
    try:
        return await wait_for(event.wait(), seconds)
    except TimeoutError:
        return False
