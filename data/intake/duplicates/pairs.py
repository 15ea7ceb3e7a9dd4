"""Actors that may be one: found among new ones and those that are stored, told with reasons, asked about."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence, Set
from dataclasses import dataclass, replace
from typing import Literal, TypeAlias

import numpy as np
from numpy.typing import ArrayLike
from rapidfuzz.fuzz import ratio
from rapidfuzz.process import cdist

from data.intake.duplicates.comparing import (
    MOST_OF_ONE,
    Certainty,
    Evidence,
    Ground,
    NameMatch,
    certainty_of,
    evidence_of,
    ground_of,
    reasons_of,
)
from data.intake.duplicates.differences import difference_of
from data.intake.duplicates.identities import Identity, Nearness, identity_of
from data.intake.duplicates.name_words import Role
from data.intake.questions import Answers, Choice, Question, Sameness, Topic, about_pair
from data.records.merging import sides_of
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, text

# Cosines of what some actors and some others say they do, one row per actor of the first.
Similarity: TypeAlias = Callable[[Sequence[Profile], Sequence[Profile]], ArrayLike]

LIKE_NAMES = 75  # per cent of the letters of two keys; pairs that share a word are looked at besides
ROWS_AT_ONCE = 256
BEGINNING = 5  # letters of a word by which those that share it are looked up
MOST_OF_A_WORD = 60  # actors whose names share a word: one that more have tells nothing
HEADS = 5  # new ones, and stored ones, with whom each is compared of more than that who have something in common
MOST_SIDES = 8


@dataclass(frozen=True, slots=True)
class Pair:
    """Two actors that may be one.

    Attributes:
        one: the new one; of two new ones the earlier.
        other: the one that is stored, or the later new one.
        certainty: whether it is certain, or a question.
        reasons: what speaks for it.
        is_stored: whether the other one is stored.
        likely: what the answer is likely to be; empty where as much speaks for one as for another.
    """

    one: Profile
    other: Profile
    certainty: Certainty
    reasons: tuple[Text, ...]
    is_stored: bool = True
    likely: Sameness | Literal[""] = ""

    @property
    def about(self) -> tuple[str, str]:
        """The two ids, sorted: what the question and its answer are known by."""
        return about_pair(self.one.id, self.other.id)


def find_pairs(new: Sequence[Profile], stored: Sequence[Profile], similarity: Similarity | None, answers: Answers,
               domains: Mapping[str, str] | None = None, made: Collection[str] = ()) -> tuple[Pair, ...]:
    """Return the pairs of actors that may be one, among new ones and between them and stored ones.

    Pairs that were answered to be different are left out; what was answered to be the same is certain.

    Args:
        new: profiles with ids, which may be made of their names.
        stored: of the network.
        similarity: cosines of texts; None leaves what actors say they do out of it.
        answers: what was answered before.
        domains: of the e-mail addresses of contacts, by ids.
        made: ids of new ones that were made of their names, and tell no more than these.

    Returns:
        The surest first, then in the order of the new ones.
    """
    search = _Search(new, stored, domains or {})
    pairs = search.pairs(similarity)
    settled = {pair.one.id for pair in pairs if pair.is_stored and pair.certainty is Certainty.SURE}
    kept = [_answered(pair, answers) for pair in (*pairs, *search.same_ids(settled, made))]
    unique = {(id(pair.one), id(pair.other)): pair for pair in kept if pair is not None}
    return tuple(sorted(unique.values(), key=lambda pair: -pair.certainty))


def find_look_alikes(new: Sequence[Profile], stored: Sequence[Profile],
                     similarity: Similarity | None) -> tuple[Pair, ...]:
    """Return the pairs of a new actor and a stored one that may be one, the surest first.

    Args:
        new: profiles whose ids no stored one has; they are not compared with each other.
        stored: of the network.
        similarity: see `find_pairs`.
    """
    pairs = _Search(new, stored, {}, others=len(new)).pairs(similarity)
    return tuple(sorted(pairs, key=lambda pair: -pair.certainty))


def _answered(pair: Pair, answers: Answers) -> Pair | None:
    answer = answers.get(Topic.PAIR, *pair.about)
    if answer == Sameness.DIFFERENT:
        return None
    return replace(pair, certainty=Certainty.SURE) if answer in (Sameness.SAME, Sameness.MERGE) else pair


class _Search:
    """Looks for pairs among new actors, which come first, and stored ones.

    Args:
        new: profiles.
        stored: profiles.
        domains: of e-mail addresses, by ids.
        others: the number of the first actor that new ones are compared with.
    """

    def __init__(self, new: Sequence[Profile], stored: Sequence[Profile], domains: Mapping[str, str],
                 others: int = 0) -> None:
        self._actors = [identity_of(profile, domains.get(profile.id, "")) for profile in (*new, *stored)]
        self._new, self._others = len(new), others
        self._ground: Ground = ground_of(self._actors)
        self._open: dict[tuple[int, int], Evidence] = {}

    def pairs(self, similarity: Similarity | None) -> list[Pair]:
        """Return the pairs that may be one, in the order of their numbers."""
        found = {**self.judge(self.candidates()), **self.judge_texts(similarity)}
        return [self.pair(one, other, certainty, evidence)
                for (one, other), (certainty, evidence) in sorted(found.items())]

    def candidates(self) -> set[tuple[int, int]]:
        """Return pairs that are worth a look, as numbers of actors, the lower one first and of a new one.

        Of more than `MOST_OF_A_WORD` that have a name, number or page in common, each is looked at beside the first.
        """
        pairs, beyond = set[tuple[int, int]](), set[int]()
        for kind, members in self._blocks():
            heads = self._heads(members)
            beyond |= members - heads if kind == "key" else set()  # the first have the same letters
            pairs |= {(min(one, other), max(one, other)) for one in members for other in heads if one != other}
        pairs |= set(self._alike_in_letters(beyond))
        return {(one, other) for one, other in pairs if one < self._new and other >= self._others}

    def _heads(self, members: Set[int]) -> Set[int]:
        """Return those of a block with whom each of it is compared: all, or the first new and stored ones of many."""
        if len(members) <= MOST_OF_A_WORD:
            return members
        new, stored = (sorted(at for at in members if (at < self._new) == is_new) for is_new in (True, False))
        return {*new[:HEADS], *stored[:HEADS]}

    def _alike_in_letters(self, beyond: Set[int]) -> Iterator[tuple[int, int]]:
        keys = [(key, at) for at, actor in enumerate(self._actors) if at not in beyond
                for key in (*actor.keys, *actor.aliases)]
        names, owners = [key for key, _ in keys], np.array([at for _, at in keys], dtype=np.int64)
        rows, others = (int(np.searchsorted(owners, number)) for number in (self._new, self._others))
        for start in range(0, rows, ROWS_AT_ONCE):
            first = max(start, others)
            scores = cdist(names[start:min(start + ROWS_AT_ONCE, rows)], names[first:], scorer=ratio,
                           score_cutoff=LIKE_NAMES, dtype=np.uint8)
            here, there = np.nonzero(scores)
            pairs = np.unique(np.stack([owners[start + here], owners[first + there]], axis=1), axis=0)
            yield from ((int(one), int(other)) for one, other in pairs if one < other)

    def _blocks(self) -> Iterator[tuple[str, Set[int]]]:
        """Give sets of actors that have something telling in common, each with what kind of thing that is."""
        blocks: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
        for at, actor in enumerate(self._actors):
            for mark in _marks_of(actor):
                blocks[mark].add(at)
        return ((kind, members) for (kind, _), members in blocks.items()
                if len(members) > 1 and (kind != "word" or len(members) <= MOST_OF_A_WORD))

    def judge(self, pairs: Iterable[tuple[int, int]]) -> dict[tuple[int, int], tuple[Certainty, Evidence]]:
        """Return which of some pairs may be one; notes those whose texts would have to be compared."""
        found = {}
        for one, other in pairs:
            evidence = evidence_of(self._actors[one], self._actors[other], self._ground)
            certainty = evidence and self._certainty(one, evidence)
            if evidence and certainty:
                found[one, other] = certainty, evidence
            elif evidence and evidence.names is NameMatch.SOME and evidence.place is Nearness.TOWN:
                self._open[one, other] = evidence
        return found

    def judge_texts(self, similarity: Similarity | None) -> dict[tuple[int, int], tuple[Certainty, Evidence]]:
        """Return which of the pairs noted may be one by what they say they do."""
        if similarity is None or not self._open:
            return {}
        rows, columns = (sorted({pair[side] for pair in self._open}) for side in (0, 1))
        cosines = np.asarray(similarity(*([self._actors[at].profile for at in some] for some in (rows, columns))))
        places = {at: place for place, at in enumerate(rows)}, {at: place for place, at in enumerate(columns)}
        compared = {(one, other): replace(evidence, text=float(cosines[places[0][one], places[1][other]]))
                    for (one, other), evidence in self._open.items()}
        return {pair: (certainty, evidence) for pair, evidence in compared.items()
                if (certainty := self._certainty(pair[0], evidence))}

    def _certainty(self, one: int, evidence: Evidence) -> Certainty | None:
        number = self._actors[one].profile.business_id
        return certainty_of(evidence, self._ground.business_ids[number] > MOST_OF_ONE)

    def same_ids(self, settled: Collection[str], made: Collection[str]) -> Iterator[Pair]:
        """Yield the new actors whose id is that of a stored one: certain, unless everything else speaks against it.

        Args:
            settled: ids of new actors that are certainly stored ones; nothing that speaks against it is asked of them.
            made: ids that were made of names.
        """
        stored = {actor.profile.id: at for at, actor in enumerate(self._actors) if at >= self._new}
        for actor in self._actors[:self._new]:
            other = stored.get(actor.profile.id)
            if other is not None:
                evidence = evidence_of(actor, self._actors[other], self._ground)
                is_made = actor.profile.id in made
                is_doubtful = (evidence is None or evidence.place is Nearness.FAR
                               or (is_made and evidence.is_elsewhere and not evidence.is_one_number))
                if is_doubtful and actor.profile.id in settled:
                    continue
                reason = text("Both have the id {id}.", id=actor.profile.id)
                reasons = reasons_of(actor, self._actors[other], evidence) if evidence else ()
                yield Pair(actor.profile, self._actors[other].profile,
                           Certainty.LIKELY if is_doubtful else Certainty.SURE,
                           reasons if is_made else (reason, *reasons),
                           likely=_likely(actor, self._actors[other], evidence) if evidence and is_made else "")

    def pair(self, one: int, other: int, certainty: Certainty, evidence: Evidence) -> Pair:
        """Return a pair of actors by their numbers."""
        here, there = self._actors[one], self._actors[other]
        return Pair(here.profile, there.profile, certainty, reasons_of(here, there, evidence), other >= self._new,
                    _likely(here, there, evidence))


def _likely(here: Identity, there: Identity, evidence: Evidence) -> Sameness | Literal[""]:
    """Return what two are likely to be: one where next to nothing speaks against it, as the one that is gone is lost.

    What is in another place, or whose name alone speaks of one, is a branch.
    """
    if evidence.is_one_number:
        return Sameness.SAME
    speaks_of_another = bool(here.places) != bool(there.places) and evidence.place is not Nearness.TOWN
    if evidence.is_elsewhere or speaks_of_another:
        return Sameness.DIFFERENT
    return Sameness.SAME if evidence.names is NameMatch.SAME and not evidence.has_other_sector else ""


def _marks_of(actor: Identity) -> Iterator[tuple[str, str]]:
    """Yield what an actor may have in common with another one that it is compared with."""
    yield from (("key", key) for key in actor.keys | actor.aliases)
    yield from (("word", word.name[:BEGINNING]) for reading in actor.readings for word in reading.words
                if word.role in (Role.OWN, Role.ORGANISATION))
    if actor.profile.business_id:
        yield "number", actor.profile.business_id
    if actor.site.host and (actor.site.path or actor.site.is_own):
        yield "page", f"{actor.site.host}/{actor.site.path}"
        yield "word", f"host {actor.site.host}"


def questions(pairs: Iterable[Pair], vocabularies: Vocabularies) -> tuple[Question, ...]:
    """Return what has to be asked: of each pair that is likely and not certain, whether it is one actor."""
    return tuple(_question(pair, vocabularies) for pair in pairs if pair.certainty is Certainty.LIKELY)


def _question(pair: Pair, vocabularies: Vocabularies) -> Question:
    one, other = pair.one, pair.other
    same = (text("It is the same actor: the row is what is known of “{name}” from now on.", name=other.name)
            if pair.is_stored else text("It is the same actor: both rows are one."))
    choices = (Choice(Sameness.SAME, same),
               Choice(Sameness.MERGE, text("It is the same actor: what either row lacks is taken from the other.")
                      if not pair.is_stored else
                      text("It is the same actor: what is known stays, and what it lacks is taken from the row.")),
               Choice(Sameness.DIFFERENT, text("They are different actors.")))
    both = (difference_of(side, vocabularies) for side in sides_of(one, other)
            if side.kept and side.gone and side.field not in ("id", "name"))
    sides = tuple(text("{field}: “{one}” – “{other}”", field=said.label, one=said.one, other=said.other)
                  for said in both)
    return Question(Topic.PAIR, pair.about, choices, pair.likely, (*pair.reasons, *sides[:MOST_SIDES]),
                    1 if pair.is_stored else 2, (one.name, other.name))
