"""Names of organisations: when two are the same, and ids that are made of them."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count

from data.intake.duplicates.name_words import LEGAL_FORMS, Role, Word, organisations, plain_words_of, words_of
from data.wording.look_alikes import look
from data.wording.words import plain

LONGEST_ID = 60
NAMELESS = "actor"
SHORTEST_INITIALS = 2

_BRACKETS = re.compile(r"(.+?)\s*\(([^()]+)\)\s*(.*)")
_BETWEEN = re.compile(r"\s+[–—-]\s+|\s*[/|]\s*|:\s+")
_LAST_CAPITALS = re.compile(r"(.+\S)\s+([A-ZÅÄÖ]{2,8})((?:\s+(?i:ry|rf|r\.y\.|r\.f\.))?)")
_CAPITALS = re.compile(r"[^\W_]*[A-ZÅÄÖ][^\W_]*[A-ZÅÄÖ][^\W_]*")


@dataclass(frozen=True, slots=True)
class NameReading:
    """What a name says.

    Attributes:
        key: see `name_key`.
        words: those of the key, without those of the whole.
        aliases: keys of what stands in the name beside it and may stand for it: initials, another name, a unit's own.
        whole: key of the organisation that the name says it is a unit of; empty for none.
    """

    key: str
    words: tuple[Word, ...]
    aliases: frozenset[str] = frozenset()
    whole: str = ""


def name_key(name: str) -> str:
    """Return the form in which names of organisations are compared.

    Legal form, case, signs, the order of the words, and their language and form as far as known do not count: “Åbo
    stad”, “Turun kaupunki” and “Turku” are one, so are “SPR” and “Finlands Röda Kors rf”. A region is no municipality
    and no university.
    """
    return read_name(name).key


def read_name(name: str) -> NameReading:
    """Return what a name says."""
    brackets = _BRACKETS.fullmatch(name)
    if brackets:
        return _with_brackets(name, f"{brackets[1]} {brackets[3]}".strip(), brackets[2])
    parts = [part for part in _BETWEEN.split(name) if part.strip()]
    if len(parts) > 1:
        return _of_parts(name, parts)
    capitals = _LAST_CAPITALS.fullmatch(name)
    if capitals and is_short_for(capitals[2], capitals[1]):
        return _reading(capitals[1] + capitals[3], {name_key(capitals[2])})
    return _reading(name)


def is_short_for(short: str, name: str) -> bool:
    """Tell whether a word can be the initials of a name, or made of its letters in their order: “ETNO”."""
    letters = iter(plain(name).replace(" ", ""))
    initials = plain(short).replace(" ", "")
    return (len(initials) >= SHORTEST_INITIALS and plain(name)[:1] == initials[:1]
            and all(letter in letters for letter in initials))


def _with_brackets(name: str, head: str, inside: str) -> NameReading:
    if _reading(head).key == _reading(inside).key:
        return _reading(head)
    if _CAPITALS.fullmatch(inside) and is_short_for(inside, head):
        inner = read_name(head)
        return NameReading(inner.key, inner.words, inner.aliases | {name_key(inside)}, inner.whole)
    if _has(words_of(inside), LEGAL_FORMS | {Role.KIND, Role.ORGANISATION}):
        return _reading(name, {_reading(head).key}, _reading(inside).key, head)
    keys = {_reading(head).key} | ({_reading(inside).key} if _has(words_of(inside), {Role.OWN}) else set())
    return _reading(name, keys)


def _of_parts(name: str, parts: Sequence[str]) -> NameReading:
    keys = [_reading(part).key for part in parts]
    if len(set(keys)) == 1:
        return _reading(parts[0])
    if _has(words_of(parts[0]), LEGAL_FORMS | {Role.KIND}) and "/" not in name:
        return _reading(name, set(keys[1:]), keys[0], " ".join(parts[1:]))
    return _reading(name, set(keys))


def _reading(name: str, aliases: Iterable[str] = (), whole: str = "", unit: str = "") -> NameReading:
    words = _known_as_a_whole(_sorted(_that_count(words_of(name))))
    key = _key(words)
    return NameReading(key, _reading(unit).words if unit else words, frozenset(aliases) - {key, ""}, whole)


def _sorted(words: Iterable[Word]) -> tuple[Word, ...]:
    return tuple(sorted({word.name: word for word in words}.values(), key=lambda word: word.name))


def _key(words: Iterable[Word]) -> str:
    return " ".join(word.name for word in words)


def _known_as_a_whole(words: tuple[Word, ...]) -> tuple[Word, ...]:
    organisation = _organisation_keys().get(_key(words))
    return words if organisation is None else (organisation,)


@cache
def _organisation_keys() -> Mapping[str, Word]:
    return {_key(_sorted(_that_count(plain_words_of(name)))): word for name, word in organisations().items()}


def _that_count(words: Sequence[Word]) -> Sequence[Word]:
    """Return the words that tell names apart."""
    told = [word for word in words if word.role is not Role.AND] or words
    rest = [word for word in _without_forms(told) if word.name != "s"]
    if not _has(rest, {Role.OWN, Role.ORGANISATION, Role.KIND, Role.UNIT, Role.COMMON}):
        rest = [Word(word.name, Role.OWN) if word.role in LEGAL_FORMS else word for word in told]
    roles = [word.role for word in rest]
    if roles == [Role.PLACE]:  # said alone, a place stands for those who govern it
        return (*rest, Word("kunta", Role.KIND, "kunta"))
    return (*rest, Word("maakunta", Role.KIND, "maakunta")) if roles == [Role.REGION] else rest


def _without_forms(words: Sequence[Word]) -> Sequence[Word]:
    """Leave out the legal form: “ry” anywhere, “säätiö” behind and “föreningen” before other words."""
    rest = [word for word in words if word.role is not Role.FORM]
    while len(rest) > 1 and rest[-1].role is Role.FORM_LAST and _has(rest[:-1], {Role.OWN, Role.ORGANISATION}):
        rest = rest[:-1]
    while len(rest) > 1 and rest[0].role is Role.FORM_FIRST and _has(rest[1:], {Role.OWN, Role.ORGANISATION}):
        rest = rest[1:]
    return rest


def _has(words: Sequence[Word], roles: Iterable[Role]) -> bool:
    return not {word.role for word in words}.isdisjoint(roles)


def id_of_name(name: str, taken: Mapping[str, str]) -> str:
    """Return a readable id for an actor of a name: the same each time, and like no other one's.

    Args:
        name: of the actor.
        taken: ids that are in use, and the names of who has them; one whose name is the same by `name_key` is this one.
    """
    looks = {look(key): key for key in taken}
    for candidate in ids_of_name(name):
        holder = looks.get(look(candidate))
        if holder is None or name_key(taken[holder]) == name_key(name):
            return holder or candidate
    raise AssertionError("there is always another number")


def ids_of_name(name: str) -> Iterator[str]:
    """Yield the ids that an actor of a name can have, without end; the first is the name itself."""
    base = plain(name).replace(" ", "-")[:LONGEST_ID].strip("-") or NAMELESS
    yield base
    yield from (f"{base}-{number}" for number in count(2))
