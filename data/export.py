"""Records to documents and files, and back: what is written here is read again to equal records."""

from __future__ import annotations

import csv
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import date, datetime
from itertools import chain
from pathlib import Path
from typing import Any, TextIO

from data.columns import ACTORS, BLOCKS, COOPERATIONS, PROBLEM_COLUMN, Column, Layout
from data.formulas import neutralise
from data.history import Event
from data.importing import Rejected
from data.records import (
    Block,
    Cooperation,
    Coverage,
    Opinion,
    OpinionKind,
    Outcome,
    OutcomeKind,
    Profile,
    Status,
    Wish,
)
from data.shown import ShownList
from data.texts import LANGUAGES

Document = dict[str, Any]

JSON_SUFFIXES = (".jsonl", ".ndjson")


def profile_document(profile: Profile) -> Document:
    """Return a profile as JSON values, nested as `Profile` is, with every field."""
    return {
        "id": profile.id,
        "name": profile.name,
        "names": dict(profile.names),
        "sector": profile.sector,
        "municipalities": list(profile.municipalities),
        "regions": list(profile.regions),
        "coverage": profile.coverage.value if profile.coverage else None,
        "themes": list(profile.themes),
        "languages": list(profile.languages),
        "descriptions": dict(profile.descriptions),
        "needs": {"texts": dict(profile.needs.texts), "themes": list(profile.needs.themes)},
        "offers": {"texts": dict(profile.offers.texts), "themes": list(profile.offers.themes)},
        "wanted_sectors": list(profile.wanted_sectors),
        "capacity": profile.capacity,
        "groups": list(profile.groups),
        "status": profile.status.value,
        "source": profile.source,
        "updated": profile.updated.isoformat() if profile.updated else None,
    }


def profile_from_document(document: Mapping[str, Any]) -> Profile:
    """Return the profile `profile_document` was given; input from elsewhere goes through `data.validation`.

    Raises:
        KeyError, TypeError, ValueError: this is no such document.
    """
    return Profile(
        id=document["id"],
        name=document["name"],
        names=document["names"],
        sector=document["sector"],
        municipalities=tuple(document["municipalities"]),
        regions=tuple(document["regions"]),
        coverage=Coverage(document["coverage"]) if document["coverage"] else None,
        themes=tuple(document["themes"]),
        languages=tuple(document["languages"]),
        descriptions=document["descriptions"],
        needs=_wish(document["needs"]),
        offers=_wish(document["offers"]),
        wanted_sectors=tuple(document["wanted_sectors"]),
        capacity=document["capacity"],
        groups=tuple(document["groups"]),
        status=Status(document["status"]),
        source=document["source"],
        updated=_day(document["updated"]),
    )


def _wish(document: Mapping[str, Any]) -> Wish:
    return Wish(document["texts"], tuple(document["themes"]))


def _day(written: str | None) -> date | None:
    return date.fromisoformat(written) if written else None


def cooperation_document(cooperation: Cooperation) -> Document:
    """Return a cooperation as JSON values, with every field."""
    return {
        "members": list(cooperation.members),
        "title": cooperation.title,
        "since": cooperation.since.isoformat() if cooperation.since else None,
        "until": cooperation.until.isoformat() if cooperation.until else None,
        "source": cooperation.source,
        "lead": cooperation.lead,
        "descriptions": dict(cooperation.descriptions),
        "themes": list(cooperation.themes),
    }


def cooperation_from_document(document: Mapping[str, Any]) -> Cooperation:
    """Return the cooperation `cooperation_document` was given.

    Raises:
        KeyError, TypeError, ValueError: this is no such document.
    """
    return Cooperation(
        members=tuple(document["members"]),
        title=document["title"],
        since=_day(document["since"]),
        until=_day(document["until"]),
        source=document["source"],
        lead=document["lead"],
        descriptions=document["descriptions"],
        themes=tuple(document["themes"]),
    )


def block_document(block: Block) -> Document:
    """Return a block as JSON values."""
    return {"actor": block.actor, "other": block.other}


def block_from_document(document: Mapping[str, Any]) -> Block:
    """Return the block `block_document` was given.

    Raises:
        KeyError: this is no such document.
    """
    return Block(document["actor"], document["other"])


def opinion_from_document(document: Mapping[str, Any]) -> Opinion:
    """Return the opinion that stands in a store as such JSON values.

    Raises:
        KeyError, ValueError: this is no such document.
    """
    return Opinion(document["actor"], document["other"], OpinionKind(document["kind"]), document["reason"],
                   _day(document["said"]), _day(document["until"]))


def outcome_from_document(document: Mapping[str, Any]) -> Outcome:
    """Return the outcome that stands in a store as such JSON values.

    Raises:
        KeyError, ValueError: this is no such document.
    """
    return Outcome(document["actor"], document["other"], OutcomeKind(document["kind"]), document["project"],
                   _day(document["said"]))


def write_actors(profiles: Iterable[Profile], path: Path) -> None:
    """Write profiles as JSON Lines (`.jsonl`) or CSV; the file appears whole or not at all."""
    _write(path, ACTORS, [profile_document(profile) for profile in profiles])


def write_cooperations(cooperations: Iterable[Cooperation], path: Path) -> None:
    """Write cooperations as JSON Lines (`.jsonl`) or CSV; the file appears whole or not at all."""
    _write(path, COOPERATIONS, [cooperation_document(cooperation) for cooperation in cooperations])


def write_blocks(blocks: Iterable[Block], path: Path) -> None:
    """Write blocks as JSON Lines (`.jsonl`) or CSV; the file appears whole or not at all."""
    _write(path, BLOCKS, [block_document(block) for block in blocks])


def write_history(events: Iterable[Event], lists: Iterable[ShownList], path: Path) -> None:
    """Write lists that were shown and what has happened as JSON Lines, each with its `record`: “list” or “event”."""
    found = chain(({"record": "list", **asdict(shown)} for shown in lists),
                  ({"record": "event", **asdict(event)} for event in events))
    _write_lines(path, ({**document, **_times(document)} for document in found))


def _times(document: Document) -> Document:
    return {name: value.isoformat() for name, value in document.items() if isinstance(value, datetime)}


def write_rejected(rejected: Sequence[Rejected], path: Path, language: str = "en") -> None:
    """Write rejected rows as they were, each with its line and its problems, as JSON Lines (`.jsonl`) or CSV."""
    documents = [
        {**row.row.values, PROBLEM_COLUMN: " | ".join(problem.in_language(language) for problem in row.problems)}
        for row in rejected
    ]
    if path.suffix.lower() in JSON_SUFFIXES:
        _write_lines(path, documents)
    else:
        headers = dict.fromkeys(name for document in documents for name in document if name != PROBLEM_COLUMN)
        _write_table(path, [*headers, PROBLEM_COLUMN], ([document.get(name) for name in (*headers, PROBLEM_COLUMN)]
                                                   for document in documents))


def _write(path: Path, layout: Layout, documents: Sequence[Document]) -> None:
    if path.suffix.lower() in JSON_SUFFIXES:
        _write_lines(path, documents)
    else:
        columns = [(column, language) for column in layout.columns for language in _languages(column, documents)]
        _write_table(path, [column.header(language) for column, language in columns],
                     ([_at(document, column.place_in(language)) for column, language in columns]
                      for document in documents))


def _languages(column: Column, documents: Iterable[Document]) -> tuple[str, ...]:
    """Return the languages a column is needed in, the plain column first."""
    if not column.translations:
        return ("",)
    found = {key for document in documents for key in _at(document, column.translations) or ()}
    ours = [language for language in LANGUAGES if language in found]
    return ("", *ours, *sorted(found - {"", *LANGUAGES}))


def _at(document: Mapping[str, Any], place: tuple[str, ...]) -> Any:  # noqa: ANN401 – whatever stands there
    value: Any = document
    for key in place:
        value = value.get(key) if value else None
    return value


def _write_lines(path: Path, documents: Iterable[Document]) -> None:
    with _new_file(path, "utf-8") as file:
        for document in documents:
            file.write(json.dumps(document, ensure_ascii=False, default=str) + "\n")


def _write_table(path: Path, headers: Sequence[str], rows: Iterable[Sequence[object]]) -> None:
    with _new_file(path, "utf-8-sig") as file:  # without the mark Excel takes UTF-8 for Windows-1252
        writer = csv.writer(file)
        writer.writerow([neutralise(header) for header in headers])
        writer.writerows([neutralise(_cell(value)) for value in row] for row in rows)


def _cell(value: object) -> str:
    if isinstance(value, datetime):
        return value.date().isoformat()
    if isinstance(value, list) and all(isinstance(item, str) for item in value):
        return ";".join(value)
    if isinstance(value, list | dict):
        return json.dumps(value, ensure_ascii=False)
    return "" if value is None else str(value)


@contextmanager
def _new_file(path: Path, encoding: str) -> Iterator[TextIO]:
    part = path.with_name(f"{path.name}.part")
    try:
        part.touch(mode=0o600)  # records are for whoever writes them
        with part.open("w", encoding=encoding, newline="", errors="backslashreplace") as file:
            yield file
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)
