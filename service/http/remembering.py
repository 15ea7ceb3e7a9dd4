"""Answers that are given again as they were, before anything is worked out, as long as nothing has changed."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from http import HTTPStatus

from fastapi import Request, Response

from data.errors import DataError
from data.wording.words import composed
from service.http.dependencies import demand_name, installation_of, is_asker_known, knows
from service.http.fields import joined
from service.http.openapi import JSON
from service.runtime.admission.access import READ, demand_access
from service.runtime.answering.answers import AnswerKey, Answers, RememberedAnswer
from service.runtime.installation import Installation
from service.runtime.served_network import ServedNetwork
from service.runtime.shown_lists import show_list

LIST_ID = "X-List-ID"
LIST_ID_FIELD = LIST_ID.lower().encode()
# Who has it asks each time whether it is still so; what is confidential is not kept at all.
KEPT = b"private, no-cache"
GZIP = "gzip"
# Smaller answers fit into one or two packets as they are.
LEAST_COMPRESSED = 2048
AT_LEAST = "X-Revision-At-Least"
MOST_DIGITS = 15
# All that is remembered is of an actor, whose id is the part of the path with this number.
ACTORS, PART = "/v1/actors/", 3

_CODING = re.compile(r"([!#$%&'*+.^_`|~0-9a-z-]+)\s*(?:;\s*q\s*=\s*([01](?:\.[0-9]{0,3})?))?", re.IGNORECASE)


def at_hand(request: Request) -> Response | None:
    """Return what is remembered for a request, and count it, if neither the database nor a thread is needed for that.

    Nobody is refused here: who is given nothing goes the whole way, and is told there why, if anything is wrong.
    """
    try:
        return _at_hand(request) if request.scope["path"].startswith(ACTORS) else None
    except DataError:
        return None


def _at_hand(request: Request) -> Response | None:
    demand_name(request)
    installation, state = installation_of(request), request.scope["state"]
    network = installation.opened(state["network"]) if is_asker_known(request, READ) else None
    if network is None or _has_body(request) or not _is_late_enough(request, network):
        return None
    key, answer = state["asker"], network.answers.find(_key(request, network))
    if answer is None or not _is_at_hand(request, answer):
        return None
    if key is not None:
        demand_access(key, READ, "")  # who is refused is counted the whole way
    served = installation.admit_at_once(key, READ, "")
    if served is None:
        return None
    state["served"], state["pattern"] = served, answer.pattern
    return _response(request, installation, answer)


def _has_body(request: Request) -> bool:
    return "content-length" in request.headers or "transfer-encoding" in request.headers


def _is_late_enough(request: Request, network: ServedNetwork) -> bool:
    """Tell whether nothing is said of a revision that has to be waited for, or that cannot be understood."""
    if AT_LEAST not in request.headers:
        return True
    revision = request.headers[AT_LEAST]
    return revision.isdecimal() and len(revision) <= MOST_DIGITS and network.has_come_to(int(revision))


def give(request: Request, network: ServedNetwork, work_out: Callable[[Answers], RememberedAnswer]) -> Response:
    """Give an answer, and remember it for the next one who asks the same.

    Args:
        request: that is answered.
        network: that is asked.
        work_out: works the answer out if it is not remembered; is given the answers of the network, from before that.
    """
    answers, key = network.answers, _key(request, network)
    answer = answers.find(key)
    if answer is None:
        answer = work_out(answers)
        answers.remember(key, answer)
    return _response(request, installation_of(request), answer)


def is_confidential(request: Request, answers: Answers, *actors: str) -> bool:
    """Tell whether an answer about actors tells who asks what they keep from others."""
    return knows(request, actors[0]) and not answers.confiding.isdisjoint(actors)


def pattern_of(request: Request) -> str:
    """Return the pattern of the path that a request goes to."""
    pattern: str = request.scope["route"].path_format
    return pattern


class _Given(Response):
    """A remembered answer as it is given: nothing of it is put into bytes again.

    Args:
        answer: the answer.
        is_compressed: whether it is given in gzip.
        list_id: of the list that it shows; empty if it shows none that is kept.
    """

    def __init__(self, answer: RememberedAnswer, is_compressed: bool, list_id: str) -> None:
        self.status_code, self.background = HTTPStatus.OK.value, None
        self.body = answer.compressed if is_compressed else answer.body
        self.raw_headers = [(b"content-length", b"%d" % len(self.body)), (b"content-type", JSON.encode()),
                            (b"etag", answer.tag.encode()), (b"vary", b"Accept-Encoding")]
        if not answer.is_confidential:
            self.raw_headers.append((b"cache-control", KEPT))
        if list_id:
            self.raw_headers.append((LIST_ID_FIELD, list_id.encode()))
        if is_compressed:
            self.raw_headers.append((b"content-encoding", GZIP.encode()))


def _response(request: Request, installation: Installation, answer: RememberedAnswer) -> Response:
    """Return the response with an answer; a list is counted and gets an id each time, unless only HEAD asks."""
    is_shown = request.scope["state"]["method"] != "HEAD"
    list_id = show_list(installation, answer.shown) if answer.shown and is_shown else ""
    return _Given(answer, _is_compressed(request, answer), list_id)


def _key(request: Request, network: ServedNetwork) -> AnswerKey:
    path = request.scope["path"]
    return (path, request.scope["query_string"], request.scope["state"]["language"],
            knows(request, composed(path.split("/")[PART])), network.today().isoformat())


def _is_at_hand(request: Request, answer: RememberedAnswer) -> bool:
    """Tell whether an answer can be given without waiting for the database or working much."""
    return (answer.shown is None or answer.shown.is_stored or request.scope["state"]["method"] == "HEAD") and (
        answer.is_compressed or not _is_compressed(request, answer))


def _is_compressed(request: Request, answer: RememberedAnswer) -> bool:
    """Tell whether an answer is sent in gzip; never one with a tag of its own, which stands for its bytes."""
    return (len(answer.body) >= LEAST_COMPRESSED and answer.tag.startswith("W/")
            and takes_gzip(joined(request.scope, b"accept-encoding")))


@lru_cache(64)
def takes_gzip(header: str) -> bool:
    """Tell whether an Accept-Encoding header asks for gzip (RFC 9110, 12.5.3); parts that are malformed are none."""
    matches = (_CODING.fullmatch(part.strip()) for part in header.split(","))
    qualities = {match[1].lower(): float(match[2] or 1) for match in matches if match}
    return qualities.get(GZIP, qualities.get("*", 0.0)) > 0
