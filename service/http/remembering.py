"""Answers that are given again as they were, before anything is worked out, as long as nothing has changed."""

from __future__ import annotations

import re
from collections.abc import Callable, Coroutine
from typing import Any

from anyio.to_thread import run_sync
from fastapi import Request, Response
from fastapi.routing import APIRoute

from data.wording.words import composed
from service.http.dependencies import admitted, asker_of, installation_of, knows, refuse_other_names
from service.http.openapi import JSON
from service.runtime.admission.access import READ
from service.runtime.answering.answers import AnswerKey, Answers, RememberedAnswer
from service.runtime.served_network import ServedNetwork
from service.runtime.shown_lists import show_list

LIST_ID = "X-List-ID"
# Who has it asks each time whether it is still so; what is confidential is not kept at all.
KEPT = "private, no-cache"
GZIP = "gzip"
# Smaller answers fit into one or two packets as they are.
LEAST_COMPRESSED = 2048
AT_LEAST = "X-Revision-At-Least"
MOST_DIGITS = 15

_CODING = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?", re.IGNORECASE)


class RememberedRoute(APIRoute):
    """A route for reading whose answers are looked for once the key is known, and worked out if they are not there.

    That an answer is there for the same path and query, word by word, tells that they are right.
    """

    def get_route_handler(self) -> Callable[[Request], Coroutine[Any, Any, Response]]:
        """Return what answers a request."""
        work_out = super().get_route_handler()

        async def give(request: Request) -> Response:
            answer = await _find(request)
            if answer is None:
                return await work_out(request)
            return give_answer(request, answer) if _is_at_hand(request, answer) else await run_sync(
                give_answer, request, answer)

        return give


async def _find(request: Request) -> RememberedAnswer | None:
    """Return what is remembered for a request whose key admits to it, and count the request; None if there is nothing.

    Raises:
        NotReady, HostRefused, KeyMissing, KeyRefused, ScopeMissing, OtherActor, TooManyRequests, TooManyWrongKeys: see
            `refuse_other_names` and `Admit`.
    """
    await refuse_other_names(request)
    await asker_of(request, READ)
    network = installation_of(request).opened(request.state.network)
    if network is None or not _is_late_enough(request, network):
        return None
    answer = network.answers.find(_key(request, network))
    if answer is not None:
        request.state.served = await admitted(request, READ, request.path_params["actor"])
    return answer


def _is_late_enough(request: Request, network: ServedNetwork) -> bool:
    """Tell whether nothing is said of a revision that has to be waited for, or that cannot be understood."""
    revision = request.headers.get(AT_LEAST, "0")
    return revision.isdecimal() and len(revision) <= MOST_DIGITS and network.has_come_to(int(revision))


def remember(request: Request, network: ServedNetwork, answers: Answers, answer: RememberedAnswer) -> Response:
    """Remember an answer for the next one who asks the same, and give it.

    Args:
        request: that is answered.
        network: that is asked.
        answers: of the network, from before the answer was worked out.
        answer: what was worked out.
    """
    answers.remember(_key(request, network), answer)
    return give_answer(request, answer)


def is_confidential(request: Request, answers: Answers, *actors: str) -> bool:
    """Tell whether an answer about actors tells who asks what they keep from others."""
    return knows(request, actors[0]) and not answers.confiding.isdisjoint(actors)


def give_answer(request: Request, answer: RememberedAnswer) -> Response:
    """Return the response with an answer; a list is counted and gets an id each time, unless only HEAD asks."""
    headers = {"ETag": answer.tag, "Vary": "Accept-Encoding"}
    if not answer.is_confidential:
        headers["Cache-Control"] = KEPT
    is_shown = answer.shown is not None and request.state.method != "HEAD"
    list_id = show_list(installation_of(request), answer.shown) if answer.shown and is_shown else ""
    if list_id:
        headers[LIST_ID] = list_id
    if _is_compressed(request, answer):
        return Response(answer.compressed, headers={**headers, "Content-Encoding": GZIP}, media_type=JSON)
    return Response(answer.body, headers=headers, media_type=JSON)


def _key(request: Request, network: ServedNetwork) -> AnswerKey:
    return (request.url.path, request.scope["query_string"], request.state.language, knows(request, _actor(request)),
            network.today().isoformat())


def _actor(request: Request) -> str:
    return composed(request.path_params["actor"])


def _is_at_hand(request: Request, answer: RememberedAnswer) -> bool:
    """Tell whether an answer can be given without waiting for the database or working much."""
    return (answer.shown is None or answer.shown.is_stored or request.state.method == "HEAD") and (
        answer.is_compressed or not _is_compressed(request, answer))


def _is_compressed(request: Request, answer: RememberedAnswer) -> bool:
    """Tell whether an answer is sent in gzip; never one with a tag of its own, which stands for its bytes."""
    return (len(answer.body) >= LEAST_COMPRESSED and answer.tag.startswith("W/")
            and takes_gzip(",".join(request.headers.getlist("accept-encoding"))))


def takes_gzip(header: str) -> bool:
    """Tell whether an Accept-Encoding header asks for gzip (RFC 9110, 12.5.3); parts that are malformed are none."""
    matches = (_CODING.fullmatch(part.strip()) for part in header.split(","))
    qualities = {match[1].lower(): float(match[2] or 1) for match in matches if match}
    return qualities.get(GZIP, qualities.get("*", 0.0)) > 0
