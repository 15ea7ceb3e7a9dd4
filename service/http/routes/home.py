"""A page for people who open the service's address in a browser; it loads nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from data.wording.texts import Text, render, text
from service.http.dependencies import Language, NoParameters, Running
from service.http.openapi import public_answers

router = APIRouter(tags=["service"])

_PLACES = re.compile(r"\{(\w+)\}")
# What is between two actors, of which there is no example.
PRIVATE = frozenset({"introductions"})
STYLE = """\
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
code { overflow-wrap: anywhere; }
"""


@router.get("/", summary="List the addresses of the service", response_class=HTMLResponse, responses=public_answers())
def show_home(request: Request, installation: Running, language: Language, _: NoParameters) -> HTMLResponse:
    """Return a page with everything that can be asked; with links, if no key is needed for that."""
    ids = installation.examples()
    places = {"actor": ids[0], "other": ids[-1], "name": "themes"} if ids else {}
    items = "".join(f"<li>{item}</li>\n" for item in _items(request.app.openapi(), places))
    title, intro, listed, machine = (escape(render(words, language)) for words in _headings())
    return HTMLResponse(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{intro}</p>\n"
        f'<h2>{listed}</h2>\n<ul lang="en">\n{items}</ul>\n'
        f'<p><a href="/openapi.json">{machine}</a></p>\n</main>\n</body>\n</html>\n'
    )


def _headings() -> tuple[Text, ...]:
    return (text("Kumppani – who should I work with, and why?"),
            text("This service suggests partners for integration work, with reasons; a person decides."),
            text("What can be asked"), text("The description of the API for programs (OpenAPI)"))


def _items(description: Mapping[str, Any], places: Mapping[str, str]) -> Iterator[str]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            words = f"<code>{method.upper()} {escape(path)}</code>"
            known = set(_PLACES.findall(path)) <= places.keys() and PRIVATE.isdisjoint(operation["tags"])
            address = _address(path, operation, places) if places and known and method == "get" else ""
            link = f'<a href="{escape(address)}">{words}</a>' if address else words
            yield f"{link} – {escape(operation['summary'])}"


def _address(path: str, operation: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """Return an address that can be followed, with an example for every parameter that must be given."""
    filled = path.format(**{name: quote(value, safe="") for name, value in places.items()})
    required = [parameter for parameter in operation.get("parameters", ())
                if parameter["in"] == "query" and parameter["required"]]
    query = urlencode({parameter["name"]: parameter["schema"]["examples"][0] for parameter in required})
    return f"{filled}?{query}" if query else filled
