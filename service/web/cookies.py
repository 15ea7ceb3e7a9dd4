"""The one cookie: it says who is signed in, and is set by nothing but signing in."""

from __future__ import annotations

from fastapi import Request, Response

from data.tenancy.sign_in_codes import LIFE
from service.runtime.admission.strangers import is_of_own_page
from service.runtime.installation import Installation

NAME = "kumppani"
# Browsers take a cookie of this name from the service itself alone, over TLS, and send it to nobody else (RFC 6265bis).
SAFE_NAME = f"__Host-{NAME}"
HTTPS = "https"


def secret_of(request: Request) -> str:
    """Return what the browser holds of whoever is signed in; empty if nobody is."""
    safe = request.cookies.get(SAFE_NAME, "")
    return safe or ("" if _is_https(request) else request.cookies.get(NAME, ""))


def hold(request: Request, response: Response, secret: str) -> None:
    """Let the browser hold a secret until it is closed."""
    is_safe = _is_https(request)
    response.set_cookie(SAFE_NAME if is_safe else NAME, secret, path="/", secure=is_safe, httponly=True, samesite="lax")


def drop(request: Request, response: Response) -> None:
    """Let the browser hold nothing any more."""
    for name in (NAME, SAFE_NAME):
        if name in request.cookies:
            response.delete_cookie(name, path="/", secure=name == SAFE_NAME, httponly=True, samesite="lax")


def way_of(request: Request) -> str:
    """Return what the browser holds that is on its way to a provider and back; empty if it is not."""
    return request.cookies.get(_way_name(request), "")


def hold_way(request: Request, response: Response, secret: str) -> None:
    """Let the browser hold a secret for as long as the way to a provider and back may take."""
    response.set_cookie(_way_name(request), secret, max_age=int(LIFE.total_seconds()), path="/",
                        secure=_is_https(request), httponly=True, samesite="lax")


def drop_way(request: Request, response: Response) -> None:
    """Let the browser hold that no more."""
    response.delete_cookie(_way_name(request), path="/", secure=_is_https(request), httponly=True, samesite="lax")


def _way_name(request: Request) -> str:
    return f"{SAFE_NAME if _is_https(request) else NAME}-way"


def _is_https(request: Request) -> bool:
    """Tell whether the browser speaks TLS, as far as the settings, the proxy or the browser itself say so.

    Whoever says so without need only gets a cookie that goes nowhere else.
    """
    installation: Installation = request.app.state.installation
    said = (request.url.scheme, request.headers.get("x-forwarded-proto", ""),
            installation.settings.public_address.partition(":")[0])
    origin = request.headers.get("origin", "")
    return HTTPS in said or (origin.startswith(f"{HTTPS}:") and is_of_own_page(request.headers))
