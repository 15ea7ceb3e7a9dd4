"""What past cooperations say about the next one: their words, topics, themes, members and days."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import Any

import numpy as np

from data.records import Cooperation, Profile
from data.vocabularies import Vocabularies
from matcher.features import IntArray
from matcher.graph import DAYS_PER_YEAR, CooperationGraph
from models.arrays import Float64Array, wide_unit_rows
from models.topics import TopicSpace

# Actors' topics follow what they did lately.
TOPIC_HALF_LIFE_YEARS = 1.5
UNDATED_YEARS = 5.0
# Keep logarithms finite: a cosine, a sum of shares, a share of all participations.
LEAST_COSINE = 0.02
LEAST_SHARE = 0.05
LEAST_PART = 0.01
KEPT_QUESTIONS = 32

TRAITS: Mapping[str, str] = {
    "words_best": "ln of the highest cosine of its words with one of the texts of the question",
    "words_mean": "ln of the mean cosine of its words with the texts of the question",
    "topics": "cosine of its latent topics with those of the question as a whole",
    "topics_squared": "the same, squared where it is positive",
    "topics_best": "the highest cosine of its latent topics with those of one of the texts of the question",
    "themes": "cosine of its themes with those of the question, rare themes counting more",
    "partners": "ln of the sum of the shares of the seeker's partners among its members",
    "own": "1 where the seeker took part in it",
    "age": "years since its last known day",
    "size": "ln of the number of its members",
    "country": "share of its members in the seeker's country",
    "sector": "share of its members in the seeker's sector",
    "crowding": "ln of the sum of its squared cosines with all past cooperations: how common its subject is",
    "experience": "mean of ln(1 + cooperations) of its members",
}


@dataclass(frozen=True, slots=True)
class Interest:
    """What is asked about: the texts and themes of the next cooperation, and who asks.

    Attributes:
        row: row of the actor that asks; UNKNOWN if it is not stored.
        texts: what it is about; empty where the seeker's own past cooperations stand for it.
        themes: theme codes.
        sector: index of the seeker's sector.
        country: index of the seeker's country.
    """

    row: int
    texts: tuple[str, ...]
    themes: tuple[str, ...]
    sector: int
    country: int


class PastWork:
    """The m cooperations known on a day, and what they say about n actors.

    Args:
        graph: who took part in what until the day.
        sectors, countries: [n] index of each actor's sector and country, -1 when unknown.
        vocabularies: where the themes have their labels.
        as_of: the day.
    """

    def __init__(self, graph: CooperationGraph, sectors: IntArray, countries: IntArray, vocabularies: Vocabularies,
                 as_of: date) -> None:
        cooperations = graph.cooperations
        self.cooperations = cooperations
        self.members = graph.members.T.tocsr()
        self.by_actor = graph.members.tocsr()
        self._graph, self._sectors, self._countries = graph, sectors, countries
        self.counts = np.asarray(self.by_actor.sum(axis=1)).ravel()
        self.shares = (self.counts + 1) / (self.counts + 1).sum()
        self.sizes = np.asarray(self.members.sum(axis=1)).ravel()
        self.ages = np.array([_years(item, as_of) for item in cooperations], dtype=np.float64)
        self.partner_counts = np.asarray(graph.adjacency.sum(axis=1)).ravel()
        self.years_since_last, self.years_since_first = _spans(self.by_actor, self.ages)
        self.space = TopicSpace.fit([cooperation_text(item, vocabularies) for item in cooperations])
        self._themes = _ThemeSpace(cooperations)
        self.actor_words = _unit_sparse(self.by_actor @ self.space.words)
        recent = 0.5 ** (self.ages / TOPIC_HALF_LIFE_YEARS)
        self.actor_topics = wide_unit_rows(np.asarray(self.by_actor.multiply(recent[None, :]) @ self.space.topics))
        self._ease = recent / np.maximum(self.sizes, 1)
        self._topics = wide_unit_rows(np.asarray(self.by_actor @ self.space.topics))
        self._fixed = np.column_stack([self.ages, np.log(np.maximum(self.sizes, 1)), self.space.crowding,
                                       (self.members @ np.log1p(self.counts)) / np.maximum(self.sizes, 1)])
        self.attention = lru_cache(maxsize=KEPT_QUESTIONS)(self._attention)

    def own(self, row: int) -> IntArray:
        """Return the positions of the cooperations an actor took part in; none for one that is not stored."""
        if row < 0:
            return np.array([], dtype=np.int64)
        matrix = self.by_actor
        return np.asarray(matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]], dtype=np.int64)

    def traits(self, interest: Interest) -> Float64Array:
        """Return the traits [m, len(TRAITS)] of every past cooperation for a question, columns as in `TRAITS`."""
        own = self.own(interest.row)
        cosines = self._cosines(interest)
        best, mean = (cosines.max(axis=1), cosines.mean(axis=1)) if cosines.shape[1] else np.zeros((2, len(self.ages)))
        topics = self.space.topics @ self.topics_of(interest)
        partners = np.zeros(len(self.counts))
        found = self._graph.partners(interest.row)
        partners[found] = self._graph.shares[found]
        took_part = np.zeros(len(self.ages))
        took_part[own] = 1.0
        ages, sizes, crowding, experience = self._fixed.T
        columns = {
            "words_best": np.log(best + LEAST_COSINE),
            "words_mean": np.log(mean + LEAST_COSINE),
            "topics": topics,
            "topics_squared": np.maximum(topics, 0.0) ** 2,
            "topics_best": self._best_topics(interest, own),
            "themes": self._themes.cosines(self._theme_codes(interest, own)),
            "partners": np.log(self.members @ partners + LEAST_SHARE),
            "own": took_part,
            "age": ages,
            "size": sizes,
            "country": self._shared(self._countries, interest.country),
            "sector": self._shared(self._sectors, interest.sector),
            "crowding": crowding,
            "experience": experience,
        }
        return np.column_stack([columns[name] for name in TRAITS])

    def _attention(self, interest: Interest, coefficients: tuple[float, ...]) -> Float64Array:
        """Return how much each past cooperation counts as a forerunner of the next one, [m], summing to 1."""
        logits = self.traits(interest) @ np.array(coefficients)
        weights = np.exp(logits - logits.max(initial=-np.inf))
        return np.asarray(weights / max(weights.sum(), np.finfo(np.float64).tiny))

    def expected(self, interest: Interest, coefficients: tuple[float, ...], smoothing: float) -> Float64Array:
        """Return ln of how many times likelier than an average actor each one takes part, [n].

        A mixture of past cooperations, each weighed by its attention a, and of everybody's share of all participations,
        weighed by the smoothing s: y(c) = sum over q of a(q) [c in q] + s share(c), set against the mean of y.
        """
        attention = self.attention(interest, coefficients)
        likely = self.by_actor @ attention + smoothing * self.shares
        return np.asarray(np.log(likely / likely.mean()))

    def paths(self, row: int) -> Float64Array:
        """Return how many paths lead from an actor over a partner to each other one, ln of the share of the most, [n].

        A random walk of two steps over shared cooperations, in which recent and small ones are likelier.
        """
        start = np.zeros(len(self.counts))
        if row >= 0:
            start[row] = 1.0
        first = self.by_actor @ (self._ease * (self.members @ start)) / np.maximum(self.counts, 1)
        first[start > 0] = 0.0
        return _log_share(self.by_actor @ (self._ease * (self.members @ first)))

    def topics_of(self, interest: Interest) -> Float64Array:
        """Return the unit topic vector [d] of a question; zeros if it says nothing."""
        if interest.texts or interest.row < 0:
            return np.asarray(wide_unit_rows(self.space.topics_of(interest.texts).sum(axis=0, keepdims=True))[0])
        return np.asarray(self._topics[interest.row])

    def shared_words(self, interest: Interest, rows: IntArray) -> Float64Array:
        """Return the cosines of the words of a question with those of some actors' past cooperations, [len(rows)]."""
        if interest.texts or interest.row < 0:
            words = self.space.words_of(interest.texts).sum(axis=0)
        else:
            words = self.actor_words[[interest.row], :].toarray()
        wanted = wide_unit_rows(np.asarray(words, dtype=np.float64).reshape(1, -1))[0]
        return np.asarray(self.actor_words[rows] @ wanted)

    def _best_topics(self, interest: Interest, own: IntArray) -> Float64Array:
        texts = self.space.topics_of(interest.texts) if interest.texts else self.space.topics[own]
        return (self.space.topics @ texts.T).max(axis=1) if len(texts) else np.zeros(len(self.ages))

    def _cosines(self, interest: Interest) -> Float64Array:
        """Return the cosines [m, texts] of past cooperations with the texts of a question."""
        own = self.own(interest.row)
        words = self.space.words_of(interest.texts) if interest.texts else self.space.words[own]
        return np.asarray((self.space.words @ words.T).toarray())

    def _theme_codes(self, interest: Interest, own: IntArray) -> tuple[str, ...]:
        if interest.texts or not len(own):
            return interest.themes
        return tuple(code for position in own for code in self.cooperations[position].themes)

    def _shared(self, values: IntArray, wanted: int) -> Float64Array:
        if wanted < 0:
            return np.zeros(len(self.ages))
        return np.asarray((self.members @ (values == wanted).astype(np.float64)) / np.maximum(self.sizes, 1))


def cooperation_text(cooperation: Cooperation, vocabularies: Vocabularies) -> str:
    """Return every word that says what a cooperation was about: title, descriptions and labels of themes."""
    themes = vocabularies.themes
    labels = [word for code in cooperation.themes if code in themes for word in themes.labels(code).texts.values()]
    return " . ".join((cooperation.title, *cooperation.descriptions.values(), *labels))


def interest_of(profile: Profile, row: int, sector: int, country: int) -> Interest:
    """Return what a seeker asks about: what it says that it looks for, else its own past work.

    One that is not stored and looks for nothing asks about what it does.
    """
    sought = tuple(text for text in profile.needs.texts.values() if text.strip())
    if not sought and row < 0:
        sought = tuple(text for text in profile.descriptions.values() if text.strip())
    return Interest(row, sought, profile.needs.themes or profile.themes, sector, country)


class _ThemeSpace:
    """Themes of cooperations as unit rows of inverse document frequencies."""

    def __init__(self, cooperations: Sequence[Cooperation]) -> None:
        from scipy.sparse import csr_array

        codes = sorted({code for item in cooperations for code in item.themes})
        self._columns = {code: column for column, code in enumerate(codes)}
        pairs = [(row, self._columns[code]) for row, item in enumerate(cooperations) for code in set(item.themes)]
        found = np.array(pairs, dtype=np.int64).reshape(-1, 2)
        named = np.bincount(found[:, 1], minlength=len(codes))
        self._rarity = np.log((1 + len(cooperations)) / (1 + named))
        values = self._rarity[found[:, 1]]
        shape = (len(cooperations), len(codes))
        self._rows = _unit_sparse(csr_array((values, (found[:, 0], found[:, 1])), shape=shape))

    def cosines(self, codes: Sequence[str]) -> Float64Array:
        """Return the cosine of each cooperation with the sum of some themes, [m]."""
        wanted = np.zeros(len(self._columns))
        for code in codes:
            if code in self._columns:
                wanted[self._columns[code]] += self._rarity[self._columns[code]]
        length = np.linalg.norm(wanted)
        return np.asarray(self._rows @ (wanted / length if length else wanted))


def _years(cooperation: Cooperation, as_of: date) -> float:
    """Return the years since the first known day, which is when a partnership is made."""
    day = cooperation.since or cooperation.until
    return UNDATED_YEARS if day is None else max(0.0, (as_of - day).days / DAYS_PER_YEAR)


def _spans(by_actor: Any, ages: Float64Array) -> tuple[Float64Array, Float64Array]:  # noqa: ANN401
    """Return the years since each actor's last and first cooperation; inf and 0 for one without any."""
    found = by_actor.tocoo()
    last, first = np.full(by_actor.shape[0], np.inf), np.zeros(by_actor.shape[0])
    np.minimum.at(last, found.row, ages[found.col])
    np.maximum.at(first, found.row, ages[found.col])
    return last, first


def _log_share(values: Float64Array) -> Float64Array:
    return np.asarray(np.log(values / max(values.max(initial=0.0), np.finfo(np.float64).tiny) + LEAST_PART))


def _unit_sparse(rows: Any) -> Any:  # noqa: ANN401 - SciPy has no types
    from scipy.sparse import diags_array

    lengths = np.sqrt(np.asarray(rows.multiply(rows).sum(axis=1)).ravel())
    return (diags_array(np.divide(1.0, lengths, out=np.zeros_like(lengths), where=lengths > 0)) @ rows).tocsr()
