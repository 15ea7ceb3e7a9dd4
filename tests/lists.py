"""Lists for tests: written, read against a network, and answered with what is likely."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from data.intake.lists import Ground, ListOfActors, SettledList
from data.intake.questions import Answers, Question, Topic, key_of
from data.intake.reading import read_list
from data.intake.storing import settle_list
from data.intake.words.hints import nothing_near
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies, open_vocabularies
from tests.networks import actor

DAY = date(2026, 11, 29)
MOST_ROUNDS = 5


@cache
def vocabularies() -> Vocabularies:
    return open_vocabularies()


def ground(*stored: Profile, answers: Mapping[tuple[str, ...], str] | None = None,
           kept: Collection[str] | None = None) -> Ground:
    ids = frozenset(one.id for one in stored) if kept is None else kept
    return Ground(vocabularies(), DAY, stored, ids, Answers(answers or {}), nothing_near)


def stored(key: str, name: str, **changes: object) -> Profile:
    return replace(actor(key, **changes), name=name)


def answer(topic: Topic, *about: str, value: str) -> dict[tuple[str, ...], str]:
    return {key_of(topic, about): value}


def write(path: Path, *rows: Sequence[Any] | Mapping[str, Any]) -> Path:
    """Write a table as the ending of the path says, or records as JSON."""
    if path.suffix == ".json":
        path.write_text(json.dumps({"actors": list(rows)}, ensure_ascii=False), encoding="utf-8")
    elif path.suffix == ".csv":
        path.write_text("\n".join(";".join(map(str, row)) for row in rows), encoding="utf-8")
    else:
        book = Workbook()
        for row in rows:
            book.worksheets[0].append([*row])
        book.save(path)
    return path


def likely(questions: Sequence[Question]) -> Answers:
    """Return the likely answers, and the first choice where none is."""
    return Answers({question.key: question.proposal or question.choices[0].value for question in questions})


def answered(path: Path, against: Ground) -> tuple[ListOfActors, Ground, list[Question]]:
    """Read a list and answer what is needed with what is likely; returns all that was asked, too."""
    asked: list[Question] = []
    for _ in range(MOST_ROUNDS):
        read = read_list(path, against)
        asked += read.questions
        if not read.needed:
            return read, against, asked
        against = against.knowing(likely(read.needed))
    raise AssertionError(read.needed)


def settled(path: Path, against: Ground) -> SettledList:
    """Return what is stored of a list that leaves nothing open."""
    read = read_list(path, against)
    assert read.needed == ()
    return settle_list(read, against)
