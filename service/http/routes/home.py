"""A page for people who open the service's address in a browser; it loads nothing from elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from html import escape
from typing import Any
from urllib.parse import quote, urlencode

from fastapi import APIRouter, Request
from fastapi.responses import HTMLResponse

from data.wording.texts import Text, render, text
from service.http.dependencies import CurrentInstallation, Language, NoParameters
from service.http.openapi import public_answers

router = APIRouter(tags=["service"])

_PLACES = re.compile(r"\{(\w+)\}")
# What is between two actors, or still to come, of which there is no example.
PRIVATE = frozenset({"introductions", "erasures"})
_HEADINGS = (text("Kumppani – who should I work with, and why?"),
             text("This service suggests partners for integration work, with reasons; a person decides."))
STYLE = """\
:root { color-scheme: light dark; }
body { font-family: system-ui, sans-serif; line-height: 1.5; max-width: 48rem; margin: 2rem auto; padding: 0 1rem; }
code { overflow-wrap: anywhere; }
"""


@dataclass(frozen=True)
class Operation:
    """Something that can be asked, and the address of an example where a browser may open it without a key."""

    method: str
    path: str
    summary: str
    address: str


@router.get("/v1", summary="List the addresses of the service", response_class=HTMLResponse, responses=public_answers())
def show_home(request: Request, installation: CurrentInstallation, language: Language, _: NoParameters) -> HTMLResponse:
    """Return a page with everything that can be asked; with links, if no key is needed for that."""
    ids = installation.examples()
    places = {"name": "themes", **({"actor": ids[0], "other": ids[-1]} if ids else {})}
    operations = tuple(_operations(request.app.openapi(), places, installation.has_keys))
    title, intro = (escape(render(words, language)) for words in _HEADINGS)
    parts = "\n".join((*_links(operations, bool(ids) or installation.has_keys, language),
                       *_others(operations, installation.has_keys, language)))
    return HTMLResponse(
        f'<!DOCTYPE html>\n<html lang="{language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta name="viewport" content="width=device-width, initial-scale=1">\n<title>{title}</title>\n'
        f"<style>\n{STYLE}</style>\n</head>\n<body>\n<main>\n<h1>{title}</h1>\n<p>{intro}</p>\n"
        f"{parts}\n</main>\n</body>\n</html>\n"
    )


def _links(operations: Iterable[Operation], has_actors: bool, language: str) -> Iterator[str]:
    """Yield the part of the page that people can click."""
    yield _element("h2", text("To open in a browser"), language)
    yield _element("p", text("The answers are JSON, in the language that your browser asks for."), language)
    yield _list(f'<a href="{escape(operation.address)}">{escape(operation.summary)}</a> – {_code(operation)}'
                for operation in operations if operation.address)
    if not has_actors:
        yield _element("p", text("There are no actors yet."), language)
        yield _element("p", text("Import a directory with “kumppani import FILE”, or the demo with --demo."), language)


def _others(operations: Iterable[Operation], has_keys: bool, language: str) -> Iterator[str]:
    """Yield the part of the page that programs are for."""
    yield _element("h2", text("For programs"), language)
    machine = escape(render(text("The description of the API for programs (OpenAPI)"), language))
    yield f'<p><a href="/openapi.json">{machine}</a></p>'
    if has_keys:
        yield _element("p", text("What is listed here needs a key; those who run the service give it."), language)
    yield _list(f"{escape(operation.summary)} – {_code(operation)}"
                for operation in operations if not operation.address)


def _element(name: str, words: Text, language: str) -> str:
    return f"<{name}>{escape(render(words, language))}</{name}>"


def _list(items: Iterable[str]) -> str:
    rows = "".join(f"<li>{item}</li>\n" for item in items)
    return f'<ul lang="en">\n{rows}</ul>'


def _code(operation: Operation) -> str:
    return f"<code>{operation.method.upper()} {escape(operation.path)}</code>"


def _operations(description: Mapping[str, Any], places: Mapping[str, str], has_keys: bool) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        for method, operation in methods.items():
            has_example = set(_PLACES.findall(path)) <= places.keys() and PRIVATE.isdisjoint(operation["tags"])
            is_open = has_example and method == "get" and not (has_keys and operation.get("security"))
            if path != router.url_path_for("show_home"):
                address = _address(path, operation, places) if is_open else ""
                yield Operation(method, path, operation["summary"], address)


def _address(path: str, operation: Mapping[str, Any], places: Mapping[str, str]) -> str:
    """Return an address that can be followed, with an example for every parameter that must be given."""
    address = path.format(**{name: quote(value, safe="") for name, value in places.items()})
    parameters = [parameter for parameter in operation.get("parameters", ())
                  if parameter["in"] == "query" and parameter["required"]]
    query = urlencode({parameter["name"]: parameter["schema"]["examples"][0] for parameter in parameters})
    return f"{address}?{query}" if query else address
