"""What was shown and what has happened, written to a file to learn from."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import asdict
from datetime import datetime
from itertools import chain
from pathlib import Path

from data.activity.events import Event
from data.activity.impressions import Impression
from data.files.writers import write_lines
from data.records.documents import Document


def write_history(events: Iterable[Event], lists: Iterable[Impression], path: Path) -> None:
    """Write lists that were shown and what has happened as JSON Lines, each with its `record`: “list” or “event”."""
    documents = chain(({"record": "list", **asdict(impression)} for impression in lists),
                      ({"record": "event", **asdict(event)} for event in events))
    write_lines(path, ({**document, **_times(document)} for document in documents))


def _times(document: Document) -> Document:
    return {name: value.isoformat() for name, value in document.items() if isinstance(value, datetime)}
