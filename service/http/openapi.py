"""The API's description of itself (OpenAPI 3.1), and what can be looked up in it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from threading import Lock
from typing import Annotated, Any

from fastapi import FastAPI
from fastapi.dependencies.models import Dependant
from fastapi.encoders import jsonable_encoder
from fastapi.routing import APIRoute, iter_route_contexts
from fastapi.security import HTTPBearer
from pydantic import BaseModel, TypeAdapter
from starlette.requests import Request
from starlette.types import ASGIApp

from service.schemas.problems import ProblemDetails

APIDescription = Mapping[str, Any]

JSON = "application/json"
# Where a description holds what may be sent, and not what it is like.
WORDS = frozenset({"const", "default", "enum", "example", "examples"})
REFERENCE = "#/components/schemas/{model}"
PROBLEM_TYPE = "application/problem+json"
TAGS = [
    {"name": "actors", "description": "The actors of the network and their profiles."},
    {"name": "imports", "description": "Many records at once, a line or a row each."},
    {"name": "exports", "description": "Records as files, for Excel and for other programs."},
    {"name": "duplicates", "description": "Actors that may be one: merged, or told apart."},
    {"name": "cooperations", "description": "Who works, or has worked, with whom."},
    {"name": "opinions", "description": "What actors say of each other: useful, not now, never, blocked."},
    {"name": "outcomes", "description": "What came of suggestions: they have met, they work together."},
    {"name": "following", "description": "Whom actors follow, and what those have done."},
    {"name": "introductions", "description": "Requests to be introduced, and the contact data that they open."},
    {"name": "requests", "description": "Ideas that are kept, and shared with those that are chosen."},
    {"name": "platforms", "description": "What happens in the network as a whole, for who builds on it."},
    {"name": "suggestions", "description": "Partners, with the reasons as a sum."},
    {"name": "search", "description": "Actors by words."},
    {"name": "vocabularies", "description": "Sectors, themes, places and areas: the codes that everything else uses."},
    {"name": "ranking", "description": "What the ranking weighs, and why."},
    {"name": "rules", "description": "Rules that coordinators store, rehearse, put to use and roll back."},
    {"name": "audit", "description": "Who changed which rule, weight, key or setting, and when."},
    {"name": "erasures", "description": "Erasures that are still to come, and can be taken back."},
    {"name": "tokens", "description": "What a platform gives the browsers of its users."},
    {"name": "service", "description": "What the service is, whether it lives, and whether it can answer."},
]
ERRORS: Mapping[int, str] = {
    400: "The body, a cursor, or a condition in a header cannot be read.",
    401: "A key is needed, or the one that was given opens nothing.",
    403: "The key does not allow this, or belongs to another actor.",
    404: "What the address names is not there: an actor, opinion, introduction, request, vocabulary, rules, contact "
         "data, or an erasure that is planned.",
    408: "The body did not arrive in time.",
    409: "It cannot be done as things are now; the answer says what has to be done first, or when it can be.",
    412: "The record is not in the state that the condition names.",
    413: "The body is too large.",
    415: "A body of this kind is not taken here.",
    421: "The service does not answer to the name that it was asked by.",
    422: "The request has faults; each is listed with its cure.",
    429: "The key has asked too often, or too many wrong keys have come from the address.",
    500: "Something went wrong in the service.",
    503: "The network has not been opened yet, or the service has more to do than it can.",
}
NOT_MODIFIED: dict[int | str, dict[str, Any]] = {304: {
    "description": "It is as it was when it had the ETag that If-None-Match names."}}
MOVED: dict[str, Any] = {
    "description": "The actor was merged with another one: ask at the address in Location.",
    "headers": {"Location": {"description": "The address with the id it has now.", "schema": {"type": "string"}}},
    "content": {PROBLEM_TYPE: {"schema": {"$ref": REFERENCE.format(model=ProblemDetails.__name__)}}}}
PUBLIC = (421, 422, 500, 503)
ALWAYS = (401, 403, 429, *PUBLIC)


def error_answers(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """Return the description of error answers, for `responses=` of a route; those of every route are always there."""
    return {status: _problem(status) for status in sorted({*statuses, *ALWAYS})}


def public_answers() -> dict[int | str, dict[str, Any]]:
    """Return the description of error answers of a route that needs no key."""
    return {status: _problem(status) for status in PUBLIC}


def _problem(status: int) -> dict[str, Any]:
    """Return the description of one; named by reference, since describing the same model for each takes seconds."""
    schema = {"$ref": REFERENCE.format(model=ProblemDetails.__name__)}
    return {"description": ERRORS[status], "content": {PROBLEM_TYPE: {"schema": schema}}}


def _describe_earlier_ids(document: dict[str, Any]) -> None:
    """Say what is answered where an address names an actor by an id from before it was merged with another one."""
    for path, methods in document["paths"].items():
        for method, operation in methods.items() if "{actor}" in path else ():
            operation["responses"] |= {"308": MOVED} if method == "get" else {"409": _problem(409)}


class DescribedBody:
    """A dependency that gives the body of a request, described by the type that it has to have.

    Args:
        kind: the type, for pydantic.
    """

    def __init__(self, kind: Any) -> None:  # noqa: ANN401 - a type or an annotation
        self.adapter: TypeAdapter[Any] = TypeAdapter(kind)


class DescribedQuery:
    """A dependency that gives the query of a request, described by the model that it has to fit.

    Args:
        model: the model; a field is a parameter.
    """

    def __init__(self, model: type[BaseModel]) -> None:
        self.model = model

    def adapters(self) -> dict[str, TypeAdapter[Any]]:
        """Return what describes each parameter, by its name."""
        kinds: dict[str, Any] = {
            name: Annotated[info.annotation, info] for name, info in self.model.model_fields.items()}
        return {name: TypeAdapter(kind) for name, kind in kinds.items()}


class DescribedKeys:
    """A dependency that admits who shows a key, described by the schemes of the keys that it takes.

    It reads the header itself, once: schemes that were dependencies would be asked anew for each that needs a key.

    Args:
        schemes: of the keys.
    """

    def __init__(self, *schemes: HTTPBearer) -> None:
        self.schemes = schemes


class DescribedAPI(FastAPI):
    """FastAPI that says what its own readers take and its errors are, in an envelope that holds every answer.

    Args:
        envelope: is put around everything, also around what answers when something goes wrong.
        options: as FastAPI takes them.
    """

    def __init__(self, envelope: Callable[[ASGIApp], ASGIApp], **options: Any) -> None:  # noqa: ANN401 - as FastAPI has it
        self._envelope = envelope
        self._turn = Lock()
        super().__init__(**options)

    def build_middleware_stack(self) -> ASGIApp:
        """Return everything that stands around the routes."""
        return self._envelope(super().build_middleware_stack())

    def openapi(self) -> dict[str, Any]:
        """Return the description, worked out once."""
        with self._turn:
            if self.openapi_schema is None:
                document = super().openapi()
                self._describe_bodies(document)
                self._describe_queries(document)
                self._describe_keys(document)
                _describe_earlier_ids(document)
                for schema in document["components"]["schemas"].values():
                    for part in schema.values():
                        _leave_out_titles(part)
                _leave_out_titles(document["paths"])
                for operation in operations(document):
                    _leave_out_nothings(operation)
            return super().openapi()

    def _describe_bodies(self, document: dict[str, Any]) -> None:
        bodies = {place: call for place, call in self._dependencies() if isinstance(call, DescribedBody)}
        schemas, shared = TypeAdapter.json_schemas(
            [(place, "validation", body.adapter) for place, body in bodies.items()], ref_template=REFERENCE)
        problems = TypeAdapter(ProblemDetails).json_schema(mode="serialization", ref_template=REFERENCE)
        own = {**shared.get("$defs", {}), **problems.pop("$defs"), ProblemDetails.__name__: problems}
        document["components"]["schemas"] = {**own, **document["components"]["schemas"]}
        for path, method in bodies:
            document["paths"][path][method]["requestBody"] = {
                "required": True, "content": {JSON: {"schema": schemas[(path, method), "validation"]}}}

    def _describe_queries(self, document: dict[str, Any]) -> None:
        """Add the parameters of queries to each operation, behind those of its path."""
        queries = [(place, call) for place, call in self._dependencies() if isinstance(call, DescribedQuery)]
        schemas, shared = TypeAdapter.json_schemas(
            [((place, name), "validation", adapter) for place, call in queries
             for name, adapter in call.adapters().items()], ref_template=REFERENCE)
        document["components"]["schemas"] |= shared.get("$defs", {})
        for place, call in queries:
            operation = document["paths"][place[0]][place[1]]
            own = jsonable_encoder([
                {"name": name, "in": "query", "required": info.is_required(),
                 "schema": schemas[(place, name), "validation"], "description": info.description}
                for name, info in call.model.model_fields.items()], exclude_none=True)
            if own:
                others = operation.get("parameters", [])
                at = sum(item["in"] == "path" for item in others)
                operation["parameters"] = [*others[:at], *own, *others[at:]]

    def _describe_keys(self, document: dict[str, Any]) -> None:
        schemes: dict[str, Any] = {}
        for (path, method), call in self._dependencies():
            if isinstance(call, DescribedKeys):
                own = {scheme.scheme_name: scheme.model for scheme in call.schemes}
                document["paths"][path][method]["security"] = [{name: []} for name in own]
                schemes |= {name: jsonable_encoder(model, exclude_none=True) for name, model in own.items()}
        document["components"]["securitySchemes"] = schemes

    def _dependencies(self) -> Iterator[tuple[tuple[str, str], object]]:
        """Yield path and method of every route that is described, with each of its dependencies."""
        routes = (context.original_route for context in iter_route_contexts(self.routes))
        for route in routes:
            if isinstance(route, APIRoute) and route.include_in_schema:
                for call in _calls(route.dependant):
                    yield from (((route.path_format, method.lower()), call) for method in route.methods or ())


def _calls(dependant: Dependant) -> Iterator[object]:
    """Yield all that is called for a dependant before itself."""
    for dependency in dependant.dependencies:
        yield dependency.call
        yield from _calls(dependency)


def _leave_out_titles(part: Any) -> None:  # noqa: ANN401 - whatever a description holds
    """Name nothing but what stands by itself: generators make names of titles, and those of fields are no names."""
    if isinstance(part, list):
        for item in part:
            _leave_out_titles(item)
    elif isinstance(part, dict):
        if isinstance(part.get("title"), str):
            del part["title"]
        for key, item in part.items():
            if key not in WORDS:
                _leave_out_titles(item)


def _leave_out_nothings(operation: dict[str, Any]) -> None:
    """Name no empty text as what a parameter is by itself: clients would send it, and it is not the same as none."""
    for parameter in operation.get("parameters", ()):
        if parameter["schema"].get("default") == "":
            del parameter["schema"]["default"]


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
    operation = _operation_of(request)
    if location[0] == "query":
        return _query_of(operation)
    schemas = [operation["requestBody"]["content"][JSON]["schema"]]
    for step in location[1:-1]:
        schemas = [part for schema in _objects(document, schemas) for part in _parts(schema, step)]
    return [name for schema in _objects(document, schemas) for name in schema.get("properties", ())]


def single_names_at(request: Request) -> set[str]:
    """Return the names of the query parameters that have one value each where a request goes."""
    return {name for name, schema in _query_of(_operation_of(request)).items() if schema.get("type") != "array"}


def _operation_of(request: Request) -> dict[str, Any]:
    paths = request.app.openapi()["paths"]
    operation: dict[str, Any] = paths[request.scope["route"].path_format][request.method.lower()]
    return operation


def _query_of(operation: APIDescription) -> dict[str, APIDescription]:
    """Return the query parameters of an operation, each with its schema."""
    return {item["name"]: item["schema"] for item in operation.get("parameters", ()) if item["in"] == "query"}


def methods_at(request: Request, own: str) -> str:
    """Return the methods that something is served with where a request goes, for the header Allow.

    Args:
        request: that was refused.
        own: the methods of the route that has refused it, separated by commas; another one may have the same path.
    """
    pattern = getattr(request.scope.get("route"), "path_format", "")
    names = {*own.split(", "), *map(str.upper, request.app.openapi()["paths"].get(pattern, ()))}
    return ", ".join(sorted(names | {"HEAD"} if "GET" in names else names))


def _objects(document: APIDescription, schemas: Iterable[APIDescription]) -> Iterator[APIDescription]:
    """Yield schemas without references; of one that is one of several, those."""
    for schema in schemas:
        if "$ref" in schema:
            yield from _objects(document, [document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]])
        elif "anyOf" in schema:
            yield from _objects(document, schema["anyOf"])
        else:
            yield schema


def _parts(schema: APIDescription, step: str | int) -> Iterator[APIDescription]:
    """Yield the schema of what is found in an object under a name, or in a list under a number."""
    if isinstance(step, int):
        yield from (schema["items"],) if "items" in schema else ()
    else:
        yield from (schema["properties"][step],) if step in schema.get("properties", ()) else ()
