"""Addresses: those the service listens on, the names it is called by, and those that requests come from."""

from __future__ import annotations

import re
from ipaddress import IPv6Address, ip_address

from data.wording.texts import text
from service.errors import AddressRefused

LOCAL_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})
# Whoever has one address of the sixth version has as many more.
OWN_BITS = 64

_HOST = re.compile(r"([^:\[\]]+|\[[^\[\]]+\])(?::[0-9]*)?")


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


def name_of(host: str) -> str:
    """Return the name in a header Host, without its port and in small letters; empty if there is none."""
    match = _HOST.fullmatch(host.strip())
    return match[1].lower() if match else ""


def origin_of(address: str) -> str:
    """Return what the requests of one address are counted under: itself, or the network of one of the sixth version."""
    try:
        number = ip_address(address.partition("%")[0])
    except ValueError:  # a name, or none
        return address
    if not isinstance(number, IPv6Address):
        return address
    return str(number.ipv4_mapped or IPv6Address(int(number) >> OWN_BITS << OWN_BITS))
