"""Header fields of a request as ASGI has them, before there is an object for it: many are asked for of each request."""

from __future__ import annotations

from starlette.types import Scope


def joined(scope: Scope, name: bytes) -> str:
    """Return all values of a field as one list (RFC 9110, 5.3); empty if it is not there.

    Args:
        scope: of the request.
        name: of the field, in small letters.
    """
    return b",".join([value for key, value in scope["headers"] if key == name]).decode("latin-1")


def first(scope: Scope, name: bytes) -> str:
    """Return the first value of a field; empty if it is not there.

    Args:
        scope, name: see `joined`.
    """
    return next((value for key, value in scope["headers"] if key == name), b"").decode("latin-1")
