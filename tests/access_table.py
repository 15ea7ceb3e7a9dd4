"""Which access every address asks for, read off the routes themselves."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from fastapi.routing import APIRoute, iter_route_contexts

from service.app.composition import create_app
from service.http.dependencies import Admit
from service.runtime.admission.access import Access
from service.settings import Settings


def accesses() -> Mapping[Access, list[str]]:
    """Return the operations by the access that they ask for, each as “GET /v1/…”, in the order of the description."""
    operations: defaultdict[Access, list[str]] = defaultdict(list)
    for context in iter_route_contexts(create_app(Settings()).routes):
        route = context.original_route
        if isinstance(route, APIRoute):
            for access in set(_accesses_of(route)):
                operations[access] += [f"{method} {route.path_format}" for method in sorted(route.methods or ())]
    return operations


def _accesses_of(route: APIRoute) -> Iterator[Access]:
    waiting = list(route.dependant.dependencies)
    while waiting:
        dependency = waiting.pop()
        if isinstance(dependency.call, Admit):
            yield dependency.call.access
        waiting += dependency.dependencies


def rows() -> Iterator[tuple[str, str, str]]:
    """Yield for each access the scopes, the keys of one actor that are admitted, and the addresses."""
    for access, operations in accesses().items():
        own = f"`{access.own}`, {'of any actor' if access.is_public else 'of its own actor'}" if access.own else "no"
        yield " and ".join(f"`{scope}`" for scope in access.scopes), own, ", ".join(_short(operations))


def _short(operations: list[str]) -> Iterator[str]:
    """Yield each address once, with all its methods."""
    methods: defaultdict[str, list[str]] = defaultdict(list)
    for operation in operations:
        method, path = operation.split()
        methods[path].append(method)
    for path, names in methods.items():
        yield f"`{'/'.join(names)} {path.removeprefix('/v1')}`"
