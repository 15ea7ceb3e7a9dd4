"""Whom a service without keys answers: its own machine, and no page of another site."""

from __future__ import annotations

from collections.abc import Collection, Mapping

from data.wording.texts import text
from service.errors import KeyMissing
from service.runtime.admission.addresses import LOCAL_NAMES, name_of

FORWARDED = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")


def refuse_strangers(headers: Mapping[str, str], *, is_safe: bool, allowed_origins: Collection[str]) -> None:
    """Refuse what comes to a service without keys from another machine or another site.

    Pages of the same machine may read, as far as their browsers let them; what is written comes from no page at all, or
    from one that the service itself has shown, or from a named origin.

    Args:
        headers: of the request; names in small letters are found.
        is_safe: whether it only reads.
        allowed_origins: those that are named.

    Raises:
        KeyMissing: it was forwarded, or a page of elsewhere sends it.
    """
    if any(name in headers for name in FORWARDED) or _is_of_elsewhere(headers, is_safe, allowed_origins):
        raise KeyMissing(text("Without keys the service answers its own machine only."), "",
                         text("Make a key with “kumppani key create NAME --scope read”."))


def _is_of_elsewhere(headers: Mapping[str, str], is_safe: bool, allowed_origins: Collection[str]) -> bool:
    origin, site = (headers.get(name, "").lower() for name in ("origin", "sec-fetch-site"))
    if origin in allowed_origins:
        return False
    host = origin.partition("://")[2]
    if is_safe:
        return site == "cross-site" or bool(origin and name_of(host) not in LOCAL_NAMES)
    is_own = host == headers.get("host", "").lower()
    return site in ("cross-site", "same-site") or bool(origin and not is_own)


def is_of_own_page(headers: Mapping[str, str]) -> bool:
    """Tell whether a browser says that a page of the service itself sends something, as forms of pages must.

    Args:
        headers: as above.
    """
    origin, site, host = (headers.get(name, "").lower() for name in ("origin", "sec-fetch-site", "host"))
    is_own = bool(host) and origin.partition("://")[2] == host
    return site in ("", "same-origin") and (is_own or (not origin and site == "same-origin"))
