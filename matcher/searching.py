"""How well actors fit what words name: kinds of actors, places and themes, beside the words themselves."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

import numpy as np

from data.reading.clauses import covers
from data.reading.mention import Aspect, Mention
from data.records.profiles import Coverage
from data.vocabularies.vocabulary import Vocabulary
from matcher.features import REACH, BoolArray, IntArray
from matcher.snapshot import Snapshot
from models.arrays import Float64Array

# Of a kind that words may mean besides: “yhdistys” is an NGO first, or a migrant association.
ALTERNATIVE_FIT = 0.9
# Of who works in the whole region of a town that is named.
REGION_FIT = 0.5
# What a theme counts that the word for a kind says.
BY_KIND = 0.5

Fits = Callable[[Mention, Snapshot], Float64Array]


def named_fits(mentions: Sequence[Mention], snapshot: Snapshot) -> Float64Array:
    """Return how well each actor fits what is named, float64 [n], 0 to 1: the mean over kinds, places and themes.

    Of several kinds, places or themes that are named one will do, and a theme that the word for a kind says (“sports
    club”) counts less. 0 for all where nothing is named.

    Args:
        mentions: what words name; see `Reader.named`.
        snapshot: of n actors.
    """
    kinds = [(mention.start, mention.end) for mention in mentions if mention.aspect is Aspect.KIND]
    groups: dict[tuple[Fits, float], list[Float64Array]] = {}
    for mention in mentions:
        fits = FITS[mention.aspect]
        is_said_by_kind = mention.aspect is Aspect.THEME and covers(kinds, mention.start, mention.end)
        groups.setdefault((fits, BY_KIND if is_said_by_kind else 1.0), []).append(fits(mention, snapshot))
    if not groups:
        return np.zeros(len(snapshot.features))
    best = np.array([np.max(fits, axis=0) for fits in groups.values()])
    weights = np.array([weight for _, weight in groups])
    return np.asarray(weights @ best / weights.sum())


def _fit_of_kind(mention: Mention, snapshot: Snapshot) -> Float64Array:
    own, others = (np.isin(snapshot.features.sector, _columns(codes, snapshot.vocabularies.sectors))
                   for codes in (mention.codes, mention.alternatives))
    return np.asarray(np.maximum(own, ALTERNATIVE_FIT * others))


def _fit_of_place(mention: Mention, snapshot: Snapshot) -> Float64Array:
    """Whoever is at home in a place; for a town, whoever works in its region, too, but less."""
    features, places = snapshot.features, snapshot.vocabularies.places
    if mention.aspect is Aspect.REGION:
        return _have(features.regions, mention.codes, places.regions)
    regions = [places.region_of[code] for code in mention.codes if code in places.region_of]
    near = _have(features.regions, regions, places.regions) * (features.reach == REACH[Coverage.REGIONAL])
    in_town = _have(features.municipalities, mention.codes, places.municipalities)
    return np.asarray(np.maximum(in_town, REGION_FIT * near))


def _fit_of_theme(mention: Mention, snapshot: Snapshot) -> Float64Array:
    return _have(snapshot.features.theme_tree, mention.codes, snapshot.vocabularies.themes)


FITS: Mapping[Aspect, Fits] = {Aspect.KIND: _fit_of_kind, Aspect.REGION: _fit_of_place,
                               Aspect.MUNICIPALITY: _fit_of_place, Aspect.THEME: _fit_of_theme}


def _have(flags: BoolArray, codes: Iterable[str], vocabulary: Vocabulary) -> Float64Array:
    """Return 1 for each actor that has one of some codes, else 0, [n]; the flags are in the order of the vocabulary."""
    return np.asarray(flags[:, _columns(codes, vocabulary)].any(axis=1), dtype=np.float64)


def _columns(codes: Iterable[str], vocabulary: Vocabulary) -> IntArray:
    return np.array(sorted(vocabulary.columns[code] for code in set(codes) if code in vocabulary), dtype=np.int64)
