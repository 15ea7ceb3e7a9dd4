"""Addresses the service listens on: which of them other machines reach, and how one is written for a browser."""

from __future__ import annotations

from ipaddress import ip_address

from data.wording.texts import text
from service.errors import AddressRefused


def refuse_open_doors(host: str, port: int) -> None:
    """Refuse an address that other machines reach, for a service without keys.

    Raises:
        AddressRefused: they reach it.
    """
    if not _is_loopback(host):
        raise AddressRefused(
            text("Without keys the service answers its own machine only."), f"{host}:{port}",
            text("Make a key with “kumppani key create NAME --scope read”, or leave KUMPPANI_HOST out."))


def _is_loopback(host: str) -> bool:
    try:
        return ip_address(host.partition("%")[0]).is_loopback
    except ValueError:  # a name
        return host == "localhost"


def web_address(host: str, port: int) -> str:
    """Return where a browser finds what listens there."""
    return f"http://[{host}]:{port}" if ":" in host else f"http://{host}:{port}"
