"""Peers of our ranking on judged questions: what is shared, what the texts say, and chance."""

from __future__ import annotations

import hashlib
import math
import re
from collections.abc import Callable

import numpy as np

from data.records.profiles import Profile
from evaluation.judged.collection import JudgedQuestion
from evaluation.judged.ground import Ground
from evaluation.judged.systems import Scorer
from matcher.profile_text import profile_fields, search_text
from models.arrays import Float64Array
from models.encoders import Encoder, open_encoder
from models.registry import load_package

E5 = "intfloat/multilingual-e5-small"
SATURATION, LENGTH_SHARE = 1.5, 0.75
"""The usual settings of BM25: nothing is tuned on the grades."""

TIE = 1e-3
"""Less than any two different sums lie apart in a network whose actors name at most a few dozen themes."""


def by_chance(ground: Ground) -> Scorer:
    """Score uniformly at random in [0, 1); the seed is the question's id, so that a rerun gives the same."""
    count = len(ground.network.actors)

    def score(question: JudgedQuestion) -> Float64Array:
        seed = int.from_bytes(hashlib.sha256(question.id.encode()).digest()[:8])
        return np.random.default_rng(seed).random(count)

    return score


def same_region(ground: Ground) -> Scorer:
    """Score 1 where a region is shared, else 0."""
    return _by_pair(ground, _shares_region)


def shared_themes(ground: Ground) -> Scorer:
    """Score by the number of shared themes."""
    return _by_pair(ground, _count_themes)


def simple_sum(ground: Ground) -> Scorer:
    """Score by the number of shared themes, plus 2 for a shared region, plus 1 for another known kind of actor."""
    return _by_pair(ground, lambda one, other: _count_themes(one, other) + _place_and_kind(one, other))


def simple_sum_and_words(ground: Ground) -> Scorer:
    """Score as `simple_sum` with ln(1 + shared themes), and equal ones by BM25: whole numbers leave many ties.

    Raises:
        MissingExtra: bm25s is not installed.
    """
    by_sum = _by_pair(ground, lambda one, other: math.log1p(_count_themes(one, other)) + _place_and_kind(one, other))
    by_words = bm25(ground)

    def score(question: JudgedQuestion) -> Float64Array:
        words = by_words(question)
        scores: Float64Array = by_sum(question) + TIE * words / max(1.0, float(words.max(initial=0.0)))
        return scores

    return score


def bm25(ground: Ground) -> Scorer:
    """Score by the sum over the distinct words of the question of their BM25 weight, in Lucene's form.

    Raises:
        MissingExtra: bm25s is not installed.
    """
    numbers: dict[str, int] = {}
    texts = [[numbers.setdefault(word, len(numbers)) for word in _words(search_text(actor, ground.vocabularies))]
             for actor in ground.network.actors]
    index = load_package("bm25s", "evaluation").BM25(k1=SATURATION, b=LENGTH_SHARE, method="lucene")
    index.index((texts, numbers), create_empty_token=False, show_progress=False)

    def score(question: JudgedQuestion) -> Float64Array:
        words = _words(question.idea.text if question.idea else search_text(question.profile, ground.vocabularies))
        known = sorted({numbers[word] for word in words if word in numbers})
        if not known:
            return np.zeros(len(texts))
        return np.asarray(index.get_scores_from_ids(known), dtype=np.float64)

    return score


def minilm(ground: Ground) -> Scorer:
    """Score by the cosine of all-MiniLM-L6-v2 vectors.

    Raises:
        MissingExtra: sentence-transformers is not installed.
    """
    return by_encoder(ground, open_encoder("sentence-transformers"))


def e5(ground: Ground) -> Scorer:
    """Score by the cosine of multilingual-e5-small vectors, with the prefixes that the model was trained with.

    Raises:
        ModelError: sentence-transformers is not installed, or the model is not in its cache.
    """
    return by_encoder(ground, open_encoder("sentence-transformers", E5), "query: ", "passage: ")


def by_encoder(ground: Ground, encoder: Encoder, of_questions: str = "", of_actors: str = "") -> Scorer:
    """Score by the cosine of an encoder's vectors of descriptions and theme labels.

    Args:
        ground: the network.
        encoder: texts → vectors.
        of_questions, of_actors: what is put before the text of a question, and before that of an actor.
    """
    def text_of(profile: Profile) -> str:
        return "\n".join(profile_fields(profile, ground.vocabularies, encoder.languages))

    vectors = encoder.encode([of_actors + text_of(actor) for actor in ground.network.actors])

    def score(question: JudgedQuestion) -> Float64Array:
        if question.idea is None and of_questions == of_actors:  # its text has been encoded
            return np.asarray(vectors @ vectors[ground.ids[question.id]], dtype=np.float64)
        words = question.idea.text if question.idea else text_of(question.profile)
        return np.asarray(vectors @ encoder.encode([of_questions + words])[0], dtype=np.float64)

    return score


def _by_pair(ground: Ground, value: Callable[[Profile, Profile], float]) -> Scorer:
    actors = ground.network.actors
    return lambda question: np.array([value(question.profile, actor) for actor in actors], dtype=np.float64)


def _place_and_kind(one: Profile, other: Profile) -> int:
    return 2 * _shares_region(one, other) + bool(one.sector and other.sector and one.sector != other.sector)


def _shares_region(one: Profile, other: Profile) -> bool:
    return bool(set(one.regions) & set(other.regions))


def _count_themes(one: Profile, other: Profile) -> int:
    return len(set(one.themes) & set(other.themes))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.lower())
