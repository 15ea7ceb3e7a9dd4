"""What becomes of rows that are one actor, with each other or with one that is stored."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import reduce

from data.intake.duplicates.comparing import Certainty, certainty_of, evidence_of, ground_of
from data.intake.duplicates.differences import Difference, difference_of
from data.intake.duplicates.identities import identity_of
from data.intake.duplicates.names import ids_of_name
from data.intake.duplicates.pairs import Pair
from data.intake.questions import Answers, Sameness, Topic
from data.records.merging import Side, losses_of, merge_profiles
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.look_alikes import look
from data.wording.texts import Text, text

UNTOLD = frozenset(("id", "source"))  # of which nobody minds which is kept


@dataclass(frozen=True)
class Settlement:
    """What is stored of new actors.

    Attributes:
        profiles: each actor once, with the id it is stored under, in the order of the rows.
        places: number of the row → number of its profile.
        told: what was left out, and why.
    """

    profiles: tuple[Profile, ...]
    places: tuple[int, ...]
    told: tuple[Text, ...] = ()

    def id_of(self, row: int) -> str:
        """Return the id under which the actor of a row is stored; rows are counted from 0."""
        return self.profiles[self.places[row]].id


def settle(new: Sequence[Profile], stored: Sequence[Profile], pairs: Iterable[Pair], answers: Answers,
           vocabularies: Vocabularies) -> Settlement:
    """Return what is stored of new actors once every question about pairs is answered.

    Rows that are a stored actor get its id; where the answer is to merge, what is stored holds and the row fills what
    it lacks. Rows that are one actor become one. Others keep their ids, or get one that is free.

    Args:
        new: profiles with ids, which may be made of their names.
        stored: of the network.
        pairs: of `find_pairs` for the two.
        answers: about pairs; one that is not answered and not sure counts as different.
        vocabularies: with the labels of what is left out.
    """
    groups = _Groups(new)
    for pair in pairs:
        if _are_one(pair, answers):
            groups.join(pair, answers.get(Topic.PAIR, *pair.about) == Sameness.MERGE)
    ids = _Ids(stored)
    profiles: list[Profile] = []
    lost: list[tuple[str, Side]] = []
    for rows in groups.rows():
        profile, conflicts = _as_one([new[row] for row in rows])
        stored_one, is_merged = groups.stored_of(rows)
        if stored_one is None:
            profile = replace(profile, id=ids.free(profile))
        else:
            conflicts = (*conflicts, *(_conflict(stored_one, profile) if is_merged else ()))
            profile = merge_profiles(stored_one, profile) if is_merged else replace(profile, id=stored_one.id)
        ids.take(profile.id)
        profiles.append(profile)
        lost += [(profile.name, side) for side in conflicts]
    places = {row: place for place, rows in enumerate(groups.rows()) for row in rows}
    return Settlement(tuple(profiles), tuple(places[row] for row in range(len(new))),
                      tuple(_told(name, difference_of(side, vocabularies)) for name, side in lost))


def _are_one(pair: Pair, answers: Answers) -> bool:
    answer = answers.get(Topic.PAIR, *pair.about)
    if answer is None:
        return pair.certainty is Certainty.SURE
    return answer in (Sameness.SAME, Sameness.MERGE)


class _Groups:
    """Rows that are one actor, and the stored actor that they are.

    Args:
        new: the profiles of the rows.
    """

    def __init__(self, new: Sequence[Profile]) -> None:
        self._new = new
        self._numbers = {id(profile): row for row, profile in enumerate(new)}
        self._first = list(range(len(new)))
        self._stored: defaultdict[int, list[tuple[Profile, bool]]] = defaultdict(list)

    def join(self, pair: Pair, is_merged: bool) -> None:
        """Note that the two of a pair are one."""
        row = self._numbers[id(pair.one)]
        if pair.is_stored:
            self._stored[row].append((pair.other, is_merged))
            return
        first, second = sorted((self._root(row), self._root(self._numbers[id(pair.other)])))
        self._first[second] = first

    def rows(self) -> list[list[int]]:
        """Return the numbers of the rows of each actor, in their order."""
        groups: defaultdict[int, list[int]] = defaultdict(list)
        for row in range(len(self._new)):
            groups[self._root(row)].append(row)
        return list(groups.values())

    def stored_of(self, rows: Sequence[int]) -> tuple[Profile | None, bool]:
        """Return the stored actor that some rows are, one of their ids if there is such, and whether it holds."""
        known = [entry for row in rows for entry in self._stored[row]]
        own = {self._new[row].id for row in rows}
        of_this_id = [entry for entry in known if entry[0].id in own]
        return next(iter((*of_this_id, *known)), (None, False))

    def _root(self, row: int) -> int:
        while self._first[row] != row:
            row = self._first[row]
        return row


class _Ids:
    """Ids that are in use.

    Args:
        stored: the stored actors.
    """

    def __init__(self, stored: Sequence[Profile]) -> None:
        self._holders: Mapping[str, Profile] = {look(profile.id): profile for profile in stored}
        self._taken: set[str] = set()

    def take(self, name: str) -> None:
        """Note that an id is in use."""
        self._taken.add(look(name))

    def free(self, profile: Profile) -> str:
        """Return an id for an actor: its own, if no other actor has it, or the first that is free or was given it."""
        return next(candidate for candidate in self._candidates(profile) if self._is_for(candidate, profile))

    def _candidates(self, profile: Profile) -> Iterator[str]:
        yield profile.id
        yield from ids_of_name(profile.name or profile.id)

    def _is_for(self, candidate: str, profile: Profile) -> bool:
        if look(candidate) in self._taken:
            return False
        holder = self._holders.get(look(candidate))
        return holder is None or (candidate == holder.id and _is_surely(profile, holder))


def _is_surely(profile: Profile, other: Profile) -> bool:
    one, two = identity_of(profile), identity_of(other)
    evidence = evidence_of(one, two, ground_of((one, two)))
    return evidence is not None and certainty_of(evidence) is Certainty.SURE


def _as_one(profiles: Sequence[Profile]) -> tuple[Profile, tuple[Side, ...]]:
    """Return one profile of rows that are one actor, and what of them was left out."""
    whole = reduce(_longer, profiles)
    return whole, tuple(side for profile in profiles for side in _conflict(whole, profile))


def _longer(one: Profile, other: Profile) -> Profile:
    """Return two profiles as one; of two descriptions in a language the longer one is kept."""
    longest = {language: max(one.descriptions.get(language, ""), other.descriptions.get(language, ""), key=len)
               for language in {**one.descriptions, **other.descriptions}}
    return merge_profiles(replace(one, descriptions=longest), other)


def _conflict(kept: Profile, gone: Profile) -> tuple[Side, ...]:
    return tuple(side for side in losses_of(kept, gone) if side.field not in UNTOLD)


def _told(name: str, lost: Difference) -> Text:
    return text("“{name}” is told of twice: in “{field}”, “{kept}” is kept and “{gone}” is left out.",
                name=name, field=lost.label, kept=lost.one, gone=lost.other)
