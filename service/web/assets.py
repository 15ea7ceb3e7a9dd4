"""The style sheets, pictures and scripts of the pages: each has its digest in its name and is kept for good."""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

FOLDER = Path(__file__).with_name("static")
ADDRESS = "/static"
KINDS = {".css": "text/css", ".js": "text/javascript", ".svg": "image/svg+xml"}
DIGITS = 12
# For pages of elsewhere: served under its plain name, too, which leads to the newest one.
FOR_OTHERS = frozenset({"embed.js"})
AGES = {True: "public, max-age=31536000, immutable", False: "public, max-age=3600"}


@dataclass(frozen=True, slots=True)
class Asset:
    """A file as it is served."""

    content: bytes
    kind: str
    digest: str


@cache
def _assets() -> Mapping[str, tuple[str, Asset]]:
    """Return the files by their plain names, each with the name that it is served under."""
    named = {}
    for path in sorted(FOLDER.iterdir()):
        content = path.read_bytes()
        digest = hashlib.sha256(content).hexdigest()[:DIGITS]
        named[path.name] = (f"{path.stem}.{digest}{path.suffix}", Asset(content, KINDS[path.suffix], digest))
    return named


def asset_address(name: str) -> str:
    """Return where a file is served: its name changes with its content.

    Args:
        name: in the folder `static`.
    """
    return f"{ADDRESS}/{_assets()[name][0]}"


def create_assets() -> Starlette:
    """Return the application that serves the files; it is mounted at `ADDRESS`."""
    named = dict(_assets().values())
    plain = {name: _assets()[name][1] for name in FOR_OTHERS}

    async def answer(request: Request) -> Response:
        name = request.path_params["name"]
        asset = named.get(name) or plain.get(name)
        if asset is None:
            raise HTTPException(404)
        is_open = asset in plain.values()
        headers = {"Cache-Control": AGES[name in named], "ETag": f'"{asset.digest}"',
                   "Cross-Origin-Resource-Policy": "cross-origin" if is_open else "same-origin",
                   **({"Access-Control-Allow-Origin": "*"} if is_open else {})}
        return Response(asset.content, headers=headers, media_type=asset.kind)

    return Starlette(routes=[Route("/{name}", answer)])
