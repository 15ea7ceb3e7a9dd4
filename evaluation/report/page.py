"""A report as one HTML file that holds all it needs: it asks the network for nothing, and its policy forbids it to."""

from __future__ import annotations

import json
import re
from pathlib import Path

from evaluation.report.parts import Document, Specification
from models.registry import load_package

TEMPLATE = Path(__file__).with_name("page.html")
EXTRA = "evaluation"


def check_packages() -> None:
    """Refuse early what `to_html` would refuse at the end of a long run.

    Raises:
        MissingExtra: a package that reports are made with is not installed.
    """
    for package in ("altair", "jinja2", "vl_convert"):
        load_package(package, EXTRA)


def to_html(document: Document) -> str:
    """Return the report as a page; the same report gives the same characters.

    Raises:
        MissingExtra: a package that reports are made with is not installed.
    """
    jinja2 = load_package("jinja2", EXTRA)
    environment = jinja2.Environment(autoescape=True, undefined=jinja2.StrictUndefined, trim_blocks=True,
                                     lstrip_blocks=True, keep_trailing_newline=True)
    environment.filters.update(as_script=as_script, anchor=anchor)
    template = environment.from_string(TEMPLATE.read_text("utf-8"))
    has_charts = any(part.charts for part in document.parts)
    page: str = template.render(document=document, bundle=vega() if has_charts else "")
    return page


def anchor(title: str) -> str:
    """Return what links to a heading call it: its letters and digits, joined by hyphens."""
    return re.sub(r"\W+", "-", title).strip("-").lower()


def as_script(specification: Specification) -> str:
    """Return JSON that can stand in a script element: no name in it can end the element, or begin another."""
    markup = load_package("markupsafe", EXTRA).Markup
    text = json.dumps(specification, ensure_ascii=False, sort_keys=True, allow_nan=False)
    script: str = markup(text.replace("<", "\\u003c").replace(">", "\\u003e").replace("&", "\\u0026"))
    return script


def vega() -> str:
    """Return Vega, Vega-Lite and Vega-Embed as one script, which defines `vegaEmbed`."""
    version = load_package("altair", EXTRA).SCHEMA_VERSION.removeprefix("v")
    bundle: str = load_package("vl_convert", EXTRA).javascript_bundle(vl_version=".".join(version.split(".")[:2]))
    markup = load_package("markupsafe", EXTRA).Markup
    script: str = markup(bundle.replace("</script", "<\\/script"))
    return script
