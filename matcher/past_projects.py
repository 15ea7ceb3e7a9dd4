"""What past cooperations say about the next one: their words, topics, themes, members and days."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import Any
from weakref import proxy

import numpy as np

from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from matcher.features import IntArray
from matcher.graph import DAYS_PER_YEAR, CooperationGraph, begun
from matcher.single_flight import single_flight
from models.arrays import Float64Array, wide_unit_rows
from models.smoothing import Smoother
from models.topics import TopicSpace

# Actors' topics follow what they did lately.
TOPIC_HALF_LIFE_YEARS = 1.5
UNDATED_YEARS = 5.0
# Keeps logarithms finite: a share of the most.
LEAST_PART = 0.01
KEPT_QUESTIONS = 32
# Forerunners are looked for among the newest cooperations only: their likeness fills a square of this side.
MOST_FORERUNNERS = 10_000

TRAITS: Mapping[str, str] = {
    "own": "1 where the seeker took part in it",
    "partners": "share of its members that the seeker has worked with",
    "country": "share of its members in the seeker's country",
    "sector": "share of its members in the seeker's sector",
}


@dataclass(frozen=True, slots=True)
class Interest:
    """What is asked about: the words of the next cooperation, and who asks.

    Attributes:
        row: row of the actor that asks; UNKNOWN if it is not stored.
        texts: what it is about, the names of its themes included; empty where the seeker's own past stands for it.
        sector: index of the seeker's sector.
        country: index of the seeker's country.
    """

    row: int
    texts: tuple[str, ...]
    sector: int
    country: int


class ProjectWords:
    """When the m cooperations known on a day were, and what they were about: it does not depend on who the actors are.

    Args:
        cooperations: m of them.
        vocabularies: where the themes have their labels.
        as_of: the day.

    Attributes:
        ages: [m] years since the first day of each.
        space: their words and topics.
        newest: positions of the newest, ascending, among which forerunners are looked for.
        smoother: works out which of the newest speak for another one, by the squared cosines of their words.
    """

    def __init__(self, cooperations: Sequence[Cooperation], vocabularies: Vocabularies, as_of: date) -> None:
        self.ages = np.array([_years(item, as_of) for item in cooperations], dtype=np.float64)
        self.space = TopicSpace.fit([cooperation_text(item, vocabularies) for item in cooperations])
        self.newest = np.sort(np.argsort(self.ages, kind="stable")[:MOST_FORERUNNERS])
        space, newest = self.space, self.newest
        self.smoother = single_flight(lambda: Smoother.fit(space.kernel(newest)))

    @classmethod
    def on(cls, cooperations: Iterable[Cooperation], vocabularies: Vocabularies, as_of: date) -> ProjectWords:
        """Return those of the cooperations that had begun on a day."""
        return cls(begun(cooperations, as_of), vocabularies, as_of)


class PastProjects:
    """The m cooperations known on a day, and what they say about n actors.

    Args:
        graph: who took part in what until the day.
        words: what the cooperations of the graph were about.
        sectors, countries: [n] index of each actor's sector and country, -1 when unknown.
    """

    def __init__(self, graph: CooperationGraph, words: ProjectWords, sectors: IntArray, countries: IntArray) -> None:
        self.cooperations = graph.cooperations
        self.members = graph.members.T.tocsr()
        self.by_actor = graph.members.tocsr()
        self._graph, self._sectors, self._countries = graph, sectors, countries
        self.counts = np.asarray(self.by_actor.sum(axis=1)).ravel()
        self.shares = (self.counts + 1) / (self.counts + 1).sum()
        self.sizes = np.asarray(self.members.sum(axis=1)).ravel()
        self.ages, self.space = words.ages, words.space
        self.partner_counts = np.asarray(graph.adjacency.sum(axis=1)).ravel()
        self.years_since_last, self.years_since_first = _spans(self.by_actor, self.ages)
        # Lengths of sums of rows; a product with a sum is the sum of products, so that no sum has to be kept.
        own_words = self.by_actor @ self.space.words
        self._word_lengths = np.sqrt(np.asarray(own_words.multiply(own_words).sum(axis=1)).ravel())
        recent = 0.5 ** (self.ages / TOPIC_HALF_LIFE_YEARS)
        self._recent = self.by_actor.multiply(recent[None, :]).tocsr()
        self._topic_lengths = np.linalg.norm(np.asarray(self._recent @ self.space.topics), axis=1)
        self._ease = recent / np.maximum(self.sizes, 1)
        self._newest, self._smoother = words.newest, words.smoother
        # What remembers answers does not keep this alive.
        remember, this, space = lru_cache(maxsize=KEPT_QUESTIONS), proxy(self), self.space
        self._known_forerunners = remember(partial(PastProjects._forerunners, this))
        self._known_expected = remember(partial(PastProjects._expected, this))
        self._words_of = remember(lambda interest: space.words_of(interest.texts))

    def own(self, row: int) -> IntArray:
        """Return the positions of the cooperations an actor took part in; none for one that is not stored."""
        if row < 0:
            return np.array([], dtype=np.int64)
        matrix = self.by_actor
        return np.asarray(matrix.indices[matrix.indptr[row]:matrix.indptr[row + 1]], dtype=np.int64)

    def traits(self, interest: Interest) -> Float64Array:
        """Return the traits [m, len(TRAITS)] of every past cooperation for a question, columns as in `TRAITS`."""
        took_part, partners = np.zeros(len(self.ages)), np.zeros(len(self.counts))
        took_part[self.own(interest.row)] = 1.0
        partners[self._graph.partners(interest.row)] = 1.0
        columns = {
            "own": took_part,
            "partners": self._mean_of_members(partners),
            "country": self._share(self._countries, interest.country),
            "sector": self._share(self._sectors, interest.sector),
        }
        return np.column_stack([columns[name] for name in TRAITS])

    def forerunners(self, interest: Interest) -> Float64Array:
        """Return how far each past cooperation speaks for who takes part in the one asked about, [m].

        Judged by words alone. Where the seeker's own past stands for it: as each of its cooperations would have been
        foretold by the others, on average.
        """
        return self._known_forerunners(interest)

    def _forerunners(self, interest: Interest) -> Float64Array:
        weights = np.zeros(len(self.ages))
        if interest.texts:
            cosines = self.space.words[self._newest] @ self._words_of(interest).T.toarray()
            weights[self._newest] = self._smoother().weights(cosines.max(axis=1, initial=0.0) ** 2)
            return weights
        own = self.own(interest.row)
        positions = np.flatnonzero(np.isin(self._newest, own))
        if len(positions):
            weights[self._newest] = np.mean([self._smoother().weights_left_out(int(at)) for at in positions], axis=0)
        weights[own] = 0.0
        return weights

    def weights_by_traits(self, interest: Interest, coefficients: tuple[float, ...]) -> Float64Array:
        """Return the forerunners [m] where those that speak for the question count more by their traits."""
        weights = self.forerunners(interest)
        factors = 1 + np.maximum(self.traits(interest) @ np.array(coefficients), 0.0)
        return np.where(weights > 0, weights * factors, weights)

    def expected(self, interest: Interest, coefficients: tuple[float, ...], smoothing: float) -> Float64Array:
        """Return ln of how many times likelier than an average actor each one takes part, [n].

        The sum of the raised weights w of the forerunners an actor took part in, and everybody's share of all
        participations, weighed by the smoothing s: y(c) = max(0, sum over q of w(q) [c in q]) + s share(c), set
        against the mean of y.
        """
        return self._known_expected(interest, coefficients, smoothing)

    def _expected(self, interest: Interest, coefficients: tuple[float, ...], smoothing: float) -> Float64Array:
        weights = self.by_actor @ self.weights_by_traits(interest, coefficients)
        likely = np.maximum(weights, 0.0) + smoothing * self.shares
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

    def shared_topics(self, interest: Interest) -> Float64Array:
        """Return the cosines of the topics of a question with those of everybody's past cooperations, [n].

        Recent cooperations count more.
        """
        return _ratios(self._recent @ (self.space.topics @ self._topics_of(interest)), self._topic_lengths)

    def shared_words(self, interest: Interest) -> Float64Array:
        """Return the cosines of the words of a question with those of everybody's past cooperations, [n]."""
        rows = self._words_of(interest) if interest.texts else self.space.words[self.own(interest.row)]
        words = wide_unit_rows(np.asarray(rows.sum(axis=0), dtype=np.float64).reshape(1, -1))[0]
        return _ratios(self.by_actor @ (self.space.words @ words), self._word_lengths)

    def _topics_of(self, interest: Interest) -> Float64Array:
        """Return the unit topic vector [d] of a question; zeros if it says nothing."""
        if interest.texts:
            topics = wide_unit_rows(np.asarray(self._words_of(interest) @ self.space.components))
        else:
            topics = self.space.topics[self.own(interest.row)]
        return np.asarray(wide_unit_rows(topics.sum(axis=0, keepdims=True))[0])

    def _share(self, values: IntArray, value: int) -> Float64Array:
        return self._mean_of_members((values == value).astype(np.float64)) if value >= 0 else np.zeros(len(self.ages))

    def _mean_of_members(self, values: Float64Array) -> Float64Array:
        return np.asarray((self.members @ values) / np.maximum(self.sizes, 1))


def cooperation_text(cooperation: Cooperation, vocabularies: Vocabularies) -> str:
    """Return every word that says what a cooperation was about: title, descriptions and labels of themes."""
    return " . ".join((cooperation.title, *cooperation.descriptions.values(),
                       *_labels(cooperation.themes, vocabularies)))


def interest_of(profile: Profile, row: int, past: PastProjects, vocabularies: Vocabularies, sector: int,
                country: int) -> Interest:
    """Return what a seeker asks about: what it says that it looks for, else its own past work.

    One that looks for nothing and has no past work asks about what it does.
    """
    texts, themes = profile.needs.texts, profile.needs.themes
    if not themes and not any(text.strip() for text in texts.values()) and not len(past.own(row)):
        texts, themes = profile.descriptions, profile.themes
    labels = tuple(_labels(themes, vocabularies))
    nonempty = [text for text in texts.values() if text.strip()] or [""] * bool(labels)
    return Interest(row, tuple(" . ".join((text, *labels)) for text in nonempty), sector, country)


def _labels(themes: Iterable[str], vocabularies: Vocabularies) -> Iterator[str]:
    """Yield the names of themes in every language; nothing for codes that are not known."""
    vocabulary = vocabularies.themes
    return (word for code in themes if code in vocabulary for word in vocabulary.labels(code).texts.values())


def _years(cooperation: Cooperation, as_of: date) -> float:
    """Return the years since the first known day, which is when a partnership is made."""
    day = cooperation.since or cooperation.until
    return UNDATED_YEARS if day is None else max(0.0, (as_of - day).days / DAYS_PER_YEAR)


def _spans(by_actor: Any, ages: Float64Array) -> tuple[Float64Array, Float64Array]:  # noqa: ANN401
    """Return the years since each actor's last and first cooperation; inf and 0 for one without any."""
    entries = by_actor.tocoo()
    last, first = np.full(by_actor.shape[0], np.inf), np.zeros(by_actor.shape[0])
    np.minimum.at(last, entries.row, ages[entries.col])
    np.maximum.at(first, entries.row, ages[entries.col])
    return last, first


def _log_share(values: Float64Array) -> Float64Array:
    return np.asarray(np.log(values / max(values.max(initial=0.0), np.finfo(np.float64).tiny) + LEAST_PART))


def _ratios(products: Float64Array, lengths: Float64Array) -> Float64Array:
    return np.divide(products, lengths, out=np.zeros_like(lengths), where=lengths > 0)
