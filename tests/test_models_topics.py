"""The space of words and topics, against formulas written out and a full singular value decomposition."""

from __future__ import annotations

from collections import Counter
from math import log, sqrt

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models import topics
from models.arrays import Float64Array, unit_rows
from models.text import words
from models.topics import TopicSpace
from tests.gears import examples

TEXTS = ["language café for newcomers", "Language café, café, café", "newcomers and employment", "steel mill",
         "employment of youth", "youth clubs", "", "mill by the river"]


def lengths(rows: Float64Array) -> Float64Array:
    return np.asarray(np.linalg.norm(rows, axis=1))


def dense(space: TopicSpace) -> Float64Array:
    return np.asarray(space.words.toarray())


def by_hand(texts: list[str]) -> tuple[list[str], Float64Array]:
    """(1 + ln count) times the smoothed inverse document frequency, of words in two texts and at most half of them."""
    counts = [Counter(word for word in words(text) if len(word) > 1) for text in texts]
    stands_in = Counter(word for counter in counts for word in counter)
    columns = sorted(word for word, number in stands_in.items() if 2 <= number <= len(texts) / 2)
    rows = np.zeros((len(texts), len(columns)))
    for row, counter in enumerate(counts):
        for column, word in enumerate(columns):
            if word in counter:
                rarity = log((1 + len(texts)) / (1 + stands_in[word])) + 1
                rows[row, column] = (1 + log(counter[word])) * rarity
    norms = lengths(rows)
    return columns, rows / np.where(norms > 0, norms, 1.0)[:, None]


class TestWords:
    def test_values_against_the_formula(self) -> None:
        space = TopicSpace.fit(TEXTS)
        columns, expected = by_hand(TEXTS)
        assert space.vectorizer.get_feature_names_out().tolist() == columns
        assert columns == ["café", "employment", "language", "mill", "newcomers", "youth"]
        np.testing.assert_allclose(dense(space), expected, rtol=0, atol=1e-12)

    def test_rows_are_unit_or_zero(self) -> None:
        np.testing.assert_allclose(lengths(dense(TopicSpace.fit(TEXTS))), [1, 1, 1, 1, 1, 1, 0, 1])

    def test_a_word_of_more_than_half_of_the_texts_says_nothing(self) -> None:
        space = TopicSpace.fit(["und eins", "und eins", "und zwei", "zwei"])
        assert space.vectorizer.get_feature_names_out().tolist() == ["eins", "zwei"]

    def test_other_texts_are_rows_of_the_same_words(self) -> None:
        space = TopicSpace.fit(TEXTS)
        rows = space.words_of(["youth and the unheard of", TEXTS[1]]).toarray()
        youth = space.vectorizer.vocabulary_["youth"]
        assert rows[0].nonzero()[0].tolist() == [youth]
        assert rows[0, youth] == pytest.approx(1)
        np.testing.assert_allclose(rows[1], dense(space)[1])

    def test_texts_without_a_letter_are_left_out(self) -> None:
        space = TopicSpace.fit(TEXTS)
        assert space.words_of(["", "youth", " – "]).shape == (1, 6)


class TestTopics:
    def test_cosines_are_those_of_the_span_of_the_documents(self) -> None:
        """With as many topics as documents, topics say of documents what words say."""
        space = TopicSpace.fit(TEXTS)
        rows = dense(space)
        np.testing.assert_allclose(space.topics @ space.topics.T, rows @ rows.T, rtol=0, atol=1e-9)

    @pytest.mark.parametrize("second", [TEXTS[1], "language café"], ids=["as many directions as words", "fewer"])
    def test_other_texts_are_projected_to_the_span(self, second: str) -> None:
        space = TopicSpace.fit([TEXTS[0], second, *TEXTS[2:]])
        rows = dense(space)
        vector = space.words_of(["language and youth employment"]).toarray()[0]
        projection = vector @ np.linalg.pinv(rows) @ rows
        expected = rows @ projection / sqrt(projection @ projection)
        topics = unit_rows(np.asarray(space.words_of(["language and youth employment"]) @ space.components))
        np.testing.assert_allclose(space.topics @ topics[0], expected, rtol=0, atol=1e-6)

    def test_with_fewer_topics_than_documents_the_strongest_stay(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(topics, "TOPICS", 2)
        space = TopicSpace.fit(TEXTS)
        rows = dense(space)
        strongest = np.linalg.svd(rows)[2][:2].T
        expected = rows @ strongest
        norms = lengths(expected)
        expected = expected / np.where(norms > 1e-9, norms, 1.0)[:, None]
        assert space.topics.shape == (8, 2)
        has_length = norms > 1e-9
        np.testing.assert_allclose((space.topics @ space.topics.T)[np.ix_(has_length, has_length)],
                                   (expected @ expected.T)[np.ix_(has_length, has_length)], rtol=0, atol=1e-6)

    def test_unit_or_zero_rows(self) -> None:
        np.testing.assert_allclose(lengths(TopicSpace.fit(TEXTS).topics), [1, 1, 1, 1, 1, 1, 0, 1])

    def test_the_same_texts_give_the_same_numbers(self) -> None:
        one, other = TopicSpace.fit(TEXTS), TopicSpace.fit(TEXTS)
        np.testing.assert_array_equal(one.topics, other.topics)


class TestKernel:
    @pytest.mark.parametrize("block", [1, 3, 512])
    def test_squared_cosines(self, block: int, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(topics, "BLOCK", block)
        rows, subset = by_hand(TEXTS)[1], np.array([0, 2, 3, 7])
        expected = (rows[subset] @ rows[subset].T) ** 2
        np.testing.assert_allclose(TopicSpace.fit(TEXTS).kernel(subset), expected, rtol=0, atol=1e-6)
        assert expected.max() > 0.5


@pytest.mark.parametrize("texts", [[], ["alone"], ["", ""], ["all different", "nothing in common"], ["same", "same"]])
def test_without_words_that_two_texts_share_all_lie_at_the_origin(texts: list[str]) -> None:
    space = TopicSpace.fit(texts)
    assert space.words.shape == (len(texts), 0)
    assert space.topics.shape == (len(texts), 0)
    assert not space.kernel(np.arange(len(texts))).any()
    assert space.vectorizer is None
    assert space.words_of(["same", "alone"]).shape == (2, 0)


@settings(max_examples=examples(50))
@given(st.lists(st.text("ab 1.", max_size=12), max_size=9), st.lists(st.text("ab ", max_size=6), max_size=3))
def test_whatever_the_texts_all_rows_are_unit_or_zero(texts: list[str], others: list[str]) -> None:
    space = TopicSpace.fit(texts)
    for rows in (dense(space), space.topics, space.words_of(others).toarray()):
        values = lengths(rows)
        assert ((np.abs(values - 1) < 1e-9) | (values == 0)).all()
