"""The API's description of itself (OpenAPI 3.1), and what can be looked up in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from fastapi import FastAPI
from starlette.requests import Request
from starlette.types import ASGIApp

from service.schemas.problems import ProblemDetails

APIDescription = Mapping[str, Any]

PROBLEM_TYPE = "application/problem+json"
TAGS = [
    {"name": "actors", "description": "The actors of the network and their profiles."},
    {"name": "imports", "description": "Many records at once, a line each."},
    {"name": "cooperations", "description": "Who works, or has worked, with whom."},
    {"name": "opinions", "description": "What actors say of each other: useful, not now, never, blocked."},
    {"name": "outcomes", "description": "What came of suggestions: they have met, they work together."},
    {"name": "following", "description": "Whom actors follow, and what those have done."},
    {"name": "introductions", "description": "Requests to be introduced, and the contact data that they open."},
    {"name": "suggestions", "description": "Partners, with the reasons as a sum."},
    {"name": "search", "description": "Actors by words."},
    {"name": "vocabularies", "description": "Sectors, themes, places and areas: the codes that everything else uses."},
    {"name": "ranking", "description": "What the ranking weighs, and why."},
    {"name": "rules", "description": "Rules that coordinators store, rehearse, put to use and roll back."},
    {"name": "audit", "description": "Who changed which rule, weight, key or setting, and when."},
    {"name": "service", "description": "What the service is, whether it lives, and whether it can answer."},
]
ERRORS: Mapping[int, str] = {
    400: "The body, or a condition in a header, cannot be read.",
    401: "A key is needed, or the one that was given opens nothing.",
    403: "The key does not allow this.",
    404: "What the address names is not there: an actor, opinion, introduction, vocabulary, rules, contact data.",
    408: "The body did not arrive in time.",
    409: "It cannot be done as things are now; the answer says what has to be done first, or when it can be.",
    412: "The record is not in the state that the condition names.",
    413: "The body is too large.",
    415: "A body of this kind is not taken here.",
    422: "The request has faults; each is listed with its cure.",
    429: "The key has asked too often.",
    500: "Something went wrong in the service.",
    503: "The network has not been opened yet.",
}
PUBLIC = (422, 500, 503)
ALWAYS = (401, 403, 429, *PUBLIC)


def error_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of error answers, for `responses=` of a route; those of every route are always there."""
    return {status: {"model": ProblemDetails, "description": ERRORS[status]} for status in sorted({*statuses, *ALWAYS})}


def public_answers() -> dict[int | str, dict[str, Any]]:
    """Return the description of error answers of a route that needs no key."""
    return {status: {"model": ProblemDetails, "description": ERRORS[status]} for status in PUBLIC}


class DescribedAPI(FastAPI):
    """FastAPI that says of its errors that they are problem details, in an envelope that holds every answer.

    Args:
        envelope: is put around everything, also around what answers when something goes wrong.
        options: as FastAPI takes them.
    """

    def __init__(self, envelope: Callable[[ASGIApp], ASGIApp], **options: Any) -> None:  # noqa: ANN401 - as FastAPI has it
        self._envelope = envelope
        super().__init__(**options)

    def build_middleware_stack(self) -> ASGIApp:
        """Return everything that stands around the routes."""
        return self._envelope(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        """Return the description, worked out once."""
        if self.openapi_schema is None:
            for operation in operations(super().openapi()):
                for status, answer in operation["responses"].items():
                    if status >= "400":
                        answer["content"] = {PROBLEM_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemDetails"}}}
        return super().openapi()


def operations(document: APIDescription) -> Iterator[dict[str, Any]]:
    """Yield every operation of a description."""
    return (operation for methods in document["paths"].values() for operation in methods.values())


def names_at(request: Request, location: Sequence[str | int]) -> Iterable[str]:
    """Return the names of the parameters, or of the body's fields, that are known where an unknown one was found.

    Args:
        request: where it was found.
        location: ("query", name), or ("body", field, …, name).
    """
    document = request.app.openapi()
    operation = document["paths"][request.scope["route"].path_format][request.method.lower()]
    if location[0] == "query":
        return [parameter["name"] for parameter in operation.get("parameters", ()) if parameter["in"] == "query"]
    schema = operation["requestBody"]["content"]["application/json"]["schema"]
    for step in location[1:-1]:
        schema = _resolve(document, schema)["properties"][step]
    return list(_resolve(document, schema)["properties"])


def _resolve(document: APIDescription, field: APIDescription) -> APIDescription:
    """Return the object that a field holds; one that may be null is described as one of several."""
    reference = next(choice["$ref"] for choice in (field, *field.get("anyOf", ())) if "$ref" in choice)
    name = reference.rpartition("/")[2]
    schema: APIDescription = document["components"]["schemas"][name]
    return schema
