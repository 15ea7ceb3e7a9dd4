"""The message catalogues: what the code says, and what of it is translated.

`python -m tests.messages` brings `data/locale/*.po` up to date (or `… fi` one of them): new
messages come in untranslated, unused ones go.
"""

from __future__ import annotations

import inspect
import io
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import extract_from_dir
from babel.messages.pofile import read_po, write_po

from data.wording.texts import LOCALE_FOLDER
from matcher import defaults
from matcher.candidates import GENERATORS
from matcher.terms import TERMS
from models.ranker import read_weights
from tests.networks import ROOT

PACKAGES = ("data", "matcher", "service", "evaluation")
KEYWORDS = {"text": None, "texts": (1, 2), "step": (2,)}
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
# A template that cannot be read is not passed over.
OPTIONS = {"**.html": {"silent": "false"}}
LANGUAGES = ("fi", "sv")
# Header lines that would change with every run, or say nothing.
_NOISE = ("#", '"POT-Creation-Date', '"PO-Revision-Date', '"Report-Msgid', '"Last-Translator', '"Language-Team',
          '"Project-Id', '"Generated-By')


def template() -> Catalog:
    """Return every message of code and templates: what `text`, `texts` and `step` are given, docstrings, notes."""
    catalog = Catalog(project="kumppani", charset="utf-8")
    for package in PACKAGES:
        messages = extract_from_dir(str(ROOT / package), METHODS, OPTIONS, KEYWORDS, comment_tags=())
        for file, _line, message, _comments, _context in messages:
            catalog.add(message, locations=[(f"{package}/{file}", 0)])
    for message in _messages():
        catalog.add(message)
    return catalog


def _messages() -> Iterator[str]:
    """Yield what is shown to people from docstrings and from the shipped weights."""
    for term in TERMS.values():
        yield from (str(term.description.template), str(term.method.template))
    for generate in GENERATORS.values():
        yield " ".join((inspect.getdoc(generate) or "").split())
    yield read_weights(defaults.WEIGHTS, tuple(TERMS)).note


def read_catalogue(language: str) -> Catalog:
    """Return the catalogue of a language as it stands in the file."""
    path = LOCALE_FOLDER / f"{language}.po"
    if not path.exists():
        return Catalog(locale=language, project="kumppani", charset="utf-8")
    return read_po(io.BytesIO(path.read_bytes()), locale=language)


def write_catalogue(path: Path, catalog: Catalog) -> None:
    """Write a catalogue without line numbers and dates, so that only words change it."""
    buffer = io.BytesIO()
    write_po(buffer, catalog, width=120, omit_header=False, no_location=True, sort_output=True, ignore_obsolete=True)
    lines = [line for line in buffer.getvalue().decode().splitlines() if not line.startswith(_NOISE)]
    path.write_text("\n".join(lines).strip() + "\n", encoding="utf-8")


def main(languages: Sequence[str]) -> None:
    """Bring the catalogues of some languages, or of all, up to date."""
    for language in languages or LANGUAGES:
        catalog = read_catalogue(language)
        catalog.update(template(), no_fuzzy_matching=True)
        write_catalogue(LOCALE_FOLDER / f"{language}.po", catalog)


if __name__ == "__main__":
    main(sys.argv[1:])
