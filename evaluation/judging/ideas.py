"""Ideas that are to be judged, from a file of people's own: JSON Lines, or one idea a line."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from evaluation.judged.files import Line, json_lines, read_text

UNKNOWN_LANGUAGE = "und"
"""ISO 639-2 for a language that nobody has told."""

KEY = re.compile(r"[^\W_][\w.-]{0,127}")
JSON_SUFFIXES = (".jsonl", ".ndjson")


def idea_lines(path: Path) -> Iterator[Line]:
    """Yield the ideas of a file as lines of a collection; an id and a language are given to those that lack them.

    Args:
        path: JSON Lines (`.jsonl`) with the keys of a collection's ideas, of which only `text` is needed, or a text
            with one idea a line; blank lines are passed over.

    Raises:
        DatasetRefused: the file cannot be read, or an id is none.
    """
    lines = json_lines(path) if path.suffix.lower() in JSON_SUFFIXES else _text_lines(path)
    for number, line in enumerate(lines, start=1):
        named = replace(line, values={"id": f"idea-{number}", "lang": UNKNOWN_LANGUAGE, **line.values, "grades": {}})
        if not KEY.fullmatch(named.words("id")):
            raise line.refusal(f"“{named.words('id')}” cannot be an id.",
                               "Begin with a letter or digit and use letters, digits and - _ . – at most 128 in all.")
        yield named


def _text_lines(path: Path) -> Iterator[Line]:
    for number, words in enumerate(read_text(path).split("\n"), start=1):
        if words.strip():
            yield Line(path, number, {"text": words.strip()})
