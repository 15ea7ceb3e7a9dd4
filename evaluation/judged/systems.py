"""Systems that answer judged questions. To add one: a function `Ground -> Scorer`, and one line in `SYSTEMS`."""

from __future__ import annotations

import importlib
import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TypeAlias, cast

import numpy as np

from data.records.profiles import Profile
from evaluation.judged.collection import JudgedQuestion, Understood
from evaluation.judged.ground import Ground
from matcher import defaults
from matcher.asking.idea import Brief, idea
from matcher.asking.query import Query
from matcher.engine import Matcher
from matcher.terms import TERMS
from models.arrays import Float64Array
from models.ranker import read_weights

Lister: TypeAlias = Callable[[JudgedQuestion, int], Sequence[str]]
"""Gives the ids of the best so many candidates, best first."""

Scorer: TypeAlias = Callable[[JudgedQuestion], Float64Array]
"""Gives one score per actor of the network, float64 [n]: higher is better."""

BY_HAND, AS_SHOWN = "told by hand", "as shown"


@dataclass(frozen=True)
class System:
    """An entry of the registry.

    Attributes:
        factory: "module:function", which is imported when the system is first used, or the function; makes a `Lister`
            of a `Ground`.
        description: what it does.
        told_by_hand: whether it is handed what a reader took from an idea: it answers ideas only, and is no rival.
        as_shown: whether it is the list of another system as it is shown, which makes it no rival.
        optional: whether it rests on a package or model that need not be there.
    """

    factory: str | Callable[[Ground], Lister]
    description: str
    told_by_hand: bool = False
    as_shown: bool = False
    optional: bool = False

    def open(self, ground: Ground, above: float = -math.inf) -> Lister:
        """Return what answers on a ground.

        Args:
            ground: the network.
            above: peers that give scores leave out who has no higher one; our ranking leaves out nobody.

        Raises:
            ModelError: a package or model that it needs is not there.
        """
        if not isinstance(self.factory, str):
            return self.factory(ground)
        module, _, name = self.factory.partition(":")
        factory = cast("Callable[[Ground], Scorer]", getattr(importlib.import_module(module), name))
        return by_score(ground, factory(ground), above)


def by_score(ground: Ground, scorer: Scorer, above: float = -math.inf) -> Lister:
    """Return lists of whom has a higher score than `above`, in the order of (-score, id), without the seeker."""
    ids = np.array([actor.id for actor in ground.network.actors])

    def best(question: JudgedQuestion, count: int) -> Sequence[str]:
        scores = scorer(question)
        order = np.lexsort((ids, -scores))
        return [one for one in ids[order[scores[order] > above]].tolist() if one != question.id][:count]

    return best


def own_ranking(weights_file: Path, ground: Ground, *, told: bool = False, as_shown: bool = False) -> Lister:
    """Return the lists of our own program with its rules, known partners left in.

    Args:
        weights_file: of the terms.
        ground: the network.
        told: whether ideas are told with the places, kinds and themes that a reader took from them.
        as_shown: whether needs and groups change the order, as in the lists that people see; else it is by score.

    Raises:
        WeightsRefused: the file cannot be used.
    """
    matcher = own_matcher(weights_file, ground)

    def best(question: JudgedQuestion, count: int) -> Sequence[str]:
        brief = told_brief(question.idea.understood) if told and question.idea else question.brief
        profile = told_profile(question, ground) if told else question.profile
        query = Query(ground.as_of, limit=count, known_partners=True, is_arranged=as_shown)
        answer = matcher.suggest(profile, brief.ask(query))
        return [suggestion.profile.id for suggestion in answer.suggestions]

    return best


def own_matcher(weights_file: Path, ground: Ground) -> Matcher:
    """Return our own program with some weights.

    Raises:
        WeightsRefused: the file cannot be used.
    """
    return Matcher(ground.snapshot.with_weights(read_weights(weights_file, tuple(TERMS))))


def told_profile(question: JudgedQuestion, ground: Ground) -> Profile:
    """Return who asks: an idea with what a reader took from its text, or a stored actor as it is."""
    if question.idea is None:
        return question.profile
    return idea(question.idea.text, told_brief(question.idea.understood), ground.vocabularies)


def told_brief(told: Understood) -> Brief:
    """Return what a reader took from the text of an idea."""
    refused = told.refused
    return Brief(told.regions, told.municipalities, told.wanted_kinds, told.themes, told.languages, (), told.national,
                 refused.regions, refused.municipalities, refused.kinds)


def taught_on(weights_file: Path) -> str:
    """Return the name of the dataset that weights were taught by, as their card says; empty where it says nothing."""
    return read_weights(weights_file, tuple(TERMS)).card.get("dataset", "")


def own_systems(weights_file: Path) -> dict[str, System]:
    """Return our ranking with some weights, by its name, its lists as they are shown, and with ideas told by hand."""
    name = f"kumppani ({weights_file.stem})"
    return {
        name: System(partial(own_ranking, weights_file), f"Our ranking with the weights “{weights_file.stem}”."),
        f"{name} {AS_SHOWN}": System(
            partial(own_ranking, weights_file, as_shown=True),
            "The same as people see it: needs of an idea are met early, and of a group one stands for all in the "
            "first five.", as_shown=True),
        f"{name} {BY_HAND}": System(
            partial(own_ranking, weights_file, told=True),
            "The same, handed the places, wanted and refused kinds and themes that a reader took from an idea: what "
            "better reading could bring.", told_by_hand=True),
    }


IN_USE = f"kumppani ({defaults.WEIGHTS.stem})"
_PEERS = "evaluation.judged.peers"

SYSTEMS: Mapping[str, System] = {
    **own_systems(defaults.WEIGHTS),
    "themes + region + kind": System(f"{_PEERS}:simple_sum",
                                     "Number of shared themes, 2 for a shared region, 1 for another kind of actor."),
    "log themes + region + kind + words": System(
        f"{_PEERS}:simple_sum_and_words",
        "The same with the logarithm of 1 + shared themes; equal ones in the order of bm25.", optional=True),
    "shared themes": System(f"{_PEERS}:shared_themes", "Number of shared themes."),
    "same region": System(f"{_PEERS}:same_region", "Whether a region is shared."),
    "bm25": System(f"{_PEERS}:bm25", "BM25 on names, texts, places and labels in all languages (bm25s).",
                   optional=True),
    "minilm": System(f"{_PEERS}:minilm", "Cosine of all-MiniLM-L6-v2 vectors of descriptions and themes.",
                     optional=True),
    "e5": System(f"{_PEERS}:e5", "Cosine of multilingual-e5-small vectors of descriptions and themes.", optional=True),
    "random": System(f"{_PEERS}:by_chance", "Everyone in an order of chance."),
}
