"""A judged collection: a network, who asks in it, and what readers think of the answers.

A folder holds collection.json and qrels.csv (stored actors that seek), ideas.jsonl or both, and traps.jsonl where there
are traps. Its network is the demo, or an actors.csv beside them, with cooperations.csv, a folder `vocabulary` and
rules.toml where it has them.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection as Ids
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from typing import Any

from data.collections import finland_folder
from data.records.network import Network
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from evaluation.datasets.errors import DatasetRefused
from evaluation.datasets.splits import parse_day
from evaluation.judged.files import Line, csv_lines, json_lines, read_document
from evaluation.judged.ground import Ground, open_ground
from matcher.asking.idea import Brief, brief_of, idea
from matcher.asking.query import MAX_LIMIT

COLLECTION, GRADES, IDEAS, TRAPS = "collection.json", "qrels.csv", "ideas.jsonl", "traps.jsonl"
HIGHEST_GRADE = 3

NOTHING_ASKED = Brief()

Pairs = dict[str, dict[str, int]]
"""Who asks to candidate to grade."""


@dataclass(frozen=True, slots=True)
class PlacesAndKinds:
    """Codes of places, and of kinds of actors."""

    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    kinds: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Understood:
    """What a careful reader takes from the text of an idea: codes, and whether it is to be done everywhere.

    Attributes:
        regions, municipalities: where the work is to be done.
        wanted_kinds: whom it looks for.
        themes: what it is about.
        national: whether it is to be done everywhere.
        languages: that the work is done in, ISO 639-1, else 639-3.
        refused: what the text says is not wanted.
        right_besides: what may be understood, too, and is no error.
    """

    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    wanted_kinds: tuple[str, ...] = ()
    themes: tuple[str, ...] = ()
    national: bool = False
    languages: tuple[str, ...] = ()
    refused: PlacesAndKinds = PlacesAndKinds()
    right_besides: PlacesAndKinds = PlacesAndKinds()


@dataclass(frozen=True, slots=True)
class Idea:
    """An idea that looks for partners.

    Attributes:
        language: of its text, ISO 639-1.
        text: as it was sent.
        understood: what a reader takes from it.
    """

    language: str
    text: str
    understood: Understood


@dataclass(frozen=True, slots=True)
class JudgedQuestion:
    """Who asks, and what readers think of the answers.

    Attributes:
        id: of the actor or idea.
        profile: the stored actor; for an idea what the program itself reads from its text.
        grades: candidate to grade, 0 to 3; who is not named was not judged and counts 0.
        idea: None for a stored actor.
        brief: what the program itself reads from the text of an idea.
        reasons: candidate to why it has its grade, where a reader said so.
    """

    id: str
    profile: Profile
    grades: Mapping[str, int]
    idea: Idea | None = None
    brief: Brief = NOTHING_ASKED
    reasons: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Trap:
    """A check of the list of `asks`: all of `must` stand within the first `top`, and none of `must_not`."""

    asks: str
    must: tuple[str, ...]
    must_not: tuple[str, ...]
    top: int


@dataclass(frozen=True)
class Collection:
    """Questions with grades.

    Attributes:
        name: what it is called.
        ground: the network that the questions are asked in, and the day.
        questions: stored actors, then ideas, each in the order of its file.
        traps: in the order of the file.
    """

    name: str
    ground: Ground
    questions: tuple[JudgedQuestion, ...]
    traps: tuple[Trap, ...]

    @property
    def depth(self) -> int:
        """How many of the first are looked at, at least ten."""
        return max([10, *(trap.top for trap in self.traps)])


def open_collection(folder: Path | None) -> Collection:
    """Return the collection of a folder; None means the one that is shipped.

    Raises:
        DatasetRefused: a file is missing or has a fault; it says file and line.
        DataError: the network, its vocabulary or its rules are refused.
    """
    folder = folder or finland_folder()
    name, day, network = _description(folder / COLLECTION)
    ground = open_ground(folder, network, day)
    stored = _stored(folder / GRADES, ground.network) if (folder / GRADES).exists() else ()
    ideas = read_ideas(json_lines(folder / IDEAS), ground) if (folder / IDEAS).exists() else ()
    if not stored and not ideas:
        raise DatasetRefused("There is no question.", str(folder), f"Put grades into {GRADES} or {IDEAS}.")
    asking = {question.id for question in (*stored, *ideas)}
    traps = tuple(_traps(folder / TRAPS, asking, ground.ids)) if (folder / TRAPS).exists() else ()
    return Collection(name, ground, (*stored, *ideas), traps)


def _description(path: Path) -> tuple[str, date, str]:
    """Return the name of a collection, the day it is asked for, and where its actors come from."""
    line = Line(path, 1, read_document(path))
    day = parse_day(line.values.get("as_of"))
    if day is None:
        raise line.refusal("“as_of” is no day.", "Write the day the lists are for as 2026-11-28.")
    return line.words("name"), day, line.words("network") if "network" in line.values else ""


def _stored(path: Path, network: Network) -> tuple[JudgedQuestion, ...]:
    actors = {actor.id: actor for actor in network.actors}
    pairs: Pairs = {}
    reasons: dict[str, dict[str, str]] = defaultdict(dict)
    for line in csv_lines(path, ("seeker_id", "candidate_id", "grade")):
        seeker, candidate = (_actor(line, line.words(column), actors) for column in ("seeker_id", "candidate_id"))
        own = pairs.setdefault(seeker, {})
        if candidate in own:
            raise line.refusal(f"The pair {seeker} and {candidate} has been graded before.", "Keep one of the rows.")
        if candidate == seeker:
            raise line.refusal(f"{seeker} is graded as its own partner.", "Leave the row out.")
        own[candidate] = _grade(line, line.words("grade"))
        reasons[seeker][candidate] = str(line.values.get("reason", ""))
    return tuple(JudgedQuestion(seeker, actors[seeker], grades, reasons=reasons[seeker])
                 for seeker, grades in pairs.items())


def read_ideas(lines: Iterable[Line], ground: Ground) -> tuple[JudgedQuestion, ...]:
    """Return the ideas of some lines, which have the keys of `IDEAS`.

    Raises:
        DatasetRefused: a line has a fault, or takes an id that is taken.
    """
    questions: dict[str, JudgedQuestion] = {}
    for line in lines:
        question = _idea(line, ground)
        if question.id in questions or question.id in ground.ids:
            raise line.refusal(f"The id “{question.id}” is taken.", "Give the idea an id of its own.")
        questions[question.id] = question
    return tuple(questions.values())


def _idea(line: Line, ground: Ground) -> JudgedQuestion:
    words, grades = line.words("text"), _object(line, line.values, "grades")
    understood = _understood(line, _object(line, line.values, "understood"), ground.vocabularies)
    brief = brief_of(ground.snapshot.reader.read(words))
    return JudgedQuestion(
        line.words("id"), idea(words, brief, ground.vocabularies),
        {_actor(line, candidate, ground.ids): _grade(line, grade) for candidate, grade in grades.items()},
        Idea(line.words("lang"), words, understood), brief)


def _understood(line: Line, values: Mapping[str, Any], vocabularies: Vocabularies) -> Understood:
    national = values.get("national", False)
    if not isinstance(national, bool):
        raise line.refusal("“national” is neither true nor false.", "Write true or false, without quotation marks.")
    places = vocabularies.places
    return Understood(_codes(line, values, "regions", places.regions),
                      _codes(line, values, "municipalities", places.municipalities),
                      _codes(line, values, "wanted_kinds", vocabularies.sectors),
                      _codes(line, values, "themes", vocabularies.themes), national, _languages(line, values),
                      _places_and_kinds(line, _object(line, values, "not"), vocabularies, "{}"),
                      _places_and_kinds(line, values, vocabularies, "{}_ok"))


def _codes(line: Line, values: Mapping[str, Any], name: str, vocabulary: Vocabulary) -> tuple[str, ...]:
    words = line.names(values, name)
    unknown = [code for code in words if code not in vocabulary]
    if unknown:
        raise line.refusal(f"“{unknown[0]}” among “{name}” is no code of {vocabulary.name}.",
                           "Use the codes that “kumppani vocabulary” lists.")
    return words


def _places_and_kinds(line: Line, values: Mapping[str, Any], vocabularies: Vocabularies,
                      name: str) -> PlacesAndKinds:
    places = vocabularies.places
    return PlacesAndKinds(*(_codes(line, values, name.format(field), vocabulary) for field, vocabulary in (
        ("regions", places.regions), ("municipalities", places.municipalities), ("kinds", vocabularies.sectors))))


def _languages(line: Line, values: Mapping[str, Any]) -> tuple[str, ...]:
    words = line.names(values, "languages")
    wrong = [code for code in words if not re.fullmatch("[a-z]{2,3}", code)]
    if wrong:
        raise line.refusal(f"“{wrong[0]}” among “languages” is no code of a language.",
                           "Write codes such as fi, of ISO 639-1, or of ISO 639-3 where it has none.")
    return words


def _traps(path: Path, asking: Ids[str], actors: Ids[str]) -> Iterator[Trap]:
    for line in json_lines(path):
        asks, top = line.words("asks"), line.values.get("top")
        if asks not in asking:
            raise line.refusal(f"Nobody with the id “{asks}” asks in this collection.",
                               f"Name a seeker of {GRADES} or an idea of {IDEAS}.")
        must, must_not = (line.names(line.values, name) for name in ("must", "must_not"))
        if not must and not must_not:
            raise line.refusal("The trap names nobody.", "Say who “must” or “must_not” stand in the list.")
        if isinstance(top, bool) or not isinstance(top, int) or not 1 <= top <= MAX_LIMIT:
            raise line.refusal("“top” is no place in a list.", f"Write a whole number from 1 to {MAX_LIMIT}.")
        for one in (*must, *must_not):
            _actor(line, one, actors)
        yield Trap(asks, must, must_not, top)


def _actor(line: Line, actor: str, actors: Ids[str]) -> str:
    if actor not in actors:
        raise line.refusal(f"There is no actor “{actor}” in the network.", "Correct the id, or leave the row out.")
    return actor


def _grade(line: Line, value: object) -> int:
    if str(value) not in map(str, range(HIGHEST_GRADE + 1)):
        raise line.refusal(f"“{value}” is no grade.", f"Give a whole number from 0 to {HIGHEST_GRADE}.")
    return int(str(value))


def _object(line: Line, values: Mapping[str, Any], name: str) -> Mapping[str, Any]:
    value = values.get(name, {})
    if not isinstance(value, dict):
        raise line.refusal(f"“{name}” is no JSON object.", "Write it in braces, with a name before each value.")
    return value
