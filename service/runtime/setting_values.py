"""What the values of settings must be like beyond their types, checked where they are read."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from urllib.parse import urlsplit

from data.tenancy.api_keys import SCOPES
from data.wording.texts import Text, text
from service.settings import Settings, separate

# One rate, such as "600/minute" or "10 per 5 minutes"; what counts the requests reads more than is meant by some.
_RATE = re.compile(r"\s*([0-9]{1,9})\s*(?:/|\sper\s)\s*([0-9]{1,4}\s+)?(?:second|minute|hour|day|month|year)s?\s*",
                   re.IGNORECASE)
_NAME = re.compile(r"(?!-)[a-z0-9-]{1,63}(?<!-)(?:\.(?!-)[a-z0-9-]{1,63}(?<!-))*\.?|\[[0-9a-f:.]+\]")
_ORIGIN = re.compile(rf"[a-z][a-z0-9+.-]*://(?:{_NAME.pattern})(?::[0-9]{{1,5}})?")
_HIGHEST_PORT = 65_535
_OWN_MACHINE = frozenset({"localhost", "127.0.0.1", "::1"})
_USUAL_PORTS = {"http": 80, "https": 443}


def fault_of_rate(word: str) -> Text | None:
    """Return what is wrong with a rate; None if nothing is."""
    match = _RATE.fullmatch(word)
    if match is None:
        return text("“{rate}” is no rate.", rate=word)
    if not int(match[1]) or (match[2] and not int(match[2])):
        return text("The rate “{rate}” lets nobody ask.", rate=word)
    return None


def faults_of(settings: Settings) -> Mapping[str, tuple[Text, Text]]:
    """Return which settings have values that cannot be used: what is wrong with each, and what to write instead."""
    found = {name: check(getattr(settings, name)) for name, (check, _) in _CHECKS.items()}
    faults = {name: (fault, _CHECKS[name][1]) for name, fault in found.items() if fault is not None}
    return {**faults, **dict.fromkeys(_lacking(settings), (_LACKING, _NAMED_CURE))}


def _lacking(settings: Settings) -> Iterator[str]:
    """Yield the settings that others need which are there."""
    for setting, needed in _NEEDS.items():
        if getattr(settings, setting):
            yield from (name for name in needed if not getattr(settings, name))


def _fault_of_origins(value: str) -> Text | None:
    return next((fault for origin in separate(value) if (fault := _fault_of_origin(origin))), None)


def _fault_of_origin(origin: str) -> Text | None:
    """Return what keeps an origin from ever being that of a page, as browsers write it."""
    if _ORIGIN.fullmatch(origin) is None:
        return text("“{origin}” is no origin.", origin=origin)
    parts = urlsplit(origin)
    port = int(origin.rpartition(":")[2]) if re.search(r":[0-9]+$", origin) else None
    if port is not None and (port > _HIGHEST_PORT or port == _USUAL_PORTS.get(parts.scheme)):
        return text("“{origin}” is no origin: browsers name another port, or none.", origin=origin)
    return None


def _fault_of_hosts(value: str) -> Text | None:
    return next((text("“{name}” is no name of a machine.", name=name) for name in separate(value)
                 if _NAME.fullmatch(name.lower()) is None), None)


def _fault_of_scopes(value: str) -> Text | None:
    return next((text("There is no scope “{name}”.", name=name) for name in separate(value)
                 if name not in SCOPES), None)


def _fault_of_issuer(value: str) -> Text | None:
    parts = urlsplit(value)
    is_fine = not value or parts.scheme == "https" or parts.hostname in _OWN_MACHINE
    return None if is_fine else text("A provider is spoken to over TLS alone.")


_NEEDS: Mapping[str, tuple[str, ...]] = {"smtp_host": ("smtp_sender", "public_address"),
                                         "oidc_issuer": ("oidc_client_id", "public_address")}
_LACKING = text("Another setting needs this one: links by e-mail, or a single sign-on.")
_NAMED_CURE = text("Set it, or leave KUMPPANI_SMTP_HOST and KUMPPANI_OIDC_ISSUER out.")
_RATE_CURE = text("Write a number and a time, as in {example}.", example="600/minute")
_ORIGINS_CURE = text("Write each as in {example}: scheme and name in small letters, no path, no usual port.",
                     example="https://example.org, http://localhost:3000")
_CHECKS: Mapping[str, tuple[Callable[[str], Text | None], Text]] = {
    "rate": (fault_of_rate, _RATE_CURE),
    "wrong_keys": (fault_of_rate, _RATE_CURE),
    "origins": (_fault_of_origins, _ORIGINS_CURE),
    "embed_ancestors": (_fault_of_origins, _ORIGINS_CURE),
    "oidc_issuer": (_fault_of_issuer, text("Write it as in {example}.", example="https://login.example.org/realm")),
    "oidc_coordinator_scopes": (_fault_of_scopes, text("Choose of these: {names}.", names=SCOPES)),
    "hosts": (_fault_of_hosts, text("Write each as in {example}: without scheme, port and path.",
                                    example="kumppani.example, [::1]")),
}
