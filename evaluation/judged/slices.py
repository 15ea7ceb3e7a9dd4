"""Which judged questions are looked at apart. To add a slice: a function that names a question's, in `SLICES`."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

from data.records.profiles import Coverage
from data.vocabularies.catalogue import Vocabularies
from evaluation.datasets.network import is_migrant_association
from evaluation.judged.collection import JudgedQuestion

STORED, IDEAS = "stored actors", "ideas"
FEW = 5
"""A part with fewer questions says little, whatever its interval."""

UNKNOWN = "unknown"

Namer = Callable[[JudgedQuestion, Vocabularies], Iterator[str]]


def slices(questions: Sequence[JudgedQuestion], vocabularies: Vocabularies) -> Mapping[str, tuple[int, ...]]:
    """Return the positions of the questions of each part: stored actors, ideas, then parts of them by name."""
    parts: dict[str, list[int]] = {}
    for namer in SLICES:
        names = [tuple(namer(question, vocabularies)) for question in questions]
        for name in sorted({name for own in names for name in own}, key=_order):
            parts[name] = [position for position, own in enumerate(names) if name in own]
    return {name: tuple(positions) for name, positions in parts.items()}


def kind_of_question(question: JudgedQuestion, _vocabularies: Vocabularies) -> Iterator[str]:
    """Name stored actors and ideas."""
    yield IDEAS if question.idea else STORED


def sector_group(question: JudgedQuestion, vocabularies: Vocabularies) -> Iterator[str]:
    """Name the group of sectors of a stored actor."""
    if question.idea is None:
        groups = {term.code: term.group for term in vocabularies.sectors}
        yield f"kind of actor: {(groups.get(question.profile.sector) or UNKNOWN).replace('_', ' ')}"


def reach(question: JudgedQuestion, _vocabularies: Vocabularies) -> Iterator[str]:
    """Name whether a stored actor works nationally, and whether an idea is to be done everywhere."""
    if question.idea:
        yield f"ideas: {'national' if question.idea.understood.national else 'local or regional'}"
        return
    coverage = question.profile.coverage
    wide = (Coverage.NATIONAL, Coverage.INTERNATIONAL)
    yield f"reach: {UNKNOWN if coverage is None else 'national' if coverage in wide else 'local or regional'}"


def language(question: JudgedQuestion, _vocabularies: Vocabularies) -> Iterator[str]:
    """Name the language of an idea."""
    if question.idea:
        yield f"ideas in {question.idea.language}"


def groups(question: JudgedQuestion, _vocabularies: Vocabularies) -> Iterator[str]:
    """Name the markers of a stored actor; an association of migrants counts as marked."""
    if question.idea is None:
        yield from (f"group: {marker}" for marker in question.profile.groups)
        if is_migrant_association(question.profile):
            yield "group: migrant associations"


SLICES: tuple[Namer, ...] = (kind_of_question, sector_group, reach, language, groups)


def _order(name: str) -> tuple[bool, str]:
    """Stored actors before ideas, then by name."""
    return (name.startswith(IDEAS), name)
