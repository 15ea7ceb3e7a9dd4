"""Normalisation, words and features."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.text import count_words, features, has_content, normalise, words


@pytest.mark.parametrize(
    ("text", "right"),
    [
        ("ÄÄNEKOSKI", "äänekoski"),
        ("A\u030abo", "åbo"),
        ("Straße", "strasse"),
        ("ﬁnska", "finska"),
        ("２０２６", "2026"),
        ("", ""),
    ],
)
def test_normalised_text(text: str, right: str) -> None:
    assert normalise(text) == right


def test_nordic_letters_stay_letters_of_their_own() -> None:
    assert len({normalise(letter) for letter in "aåäoö"}) == 5


@given(st.text())
def test_normalising_twice_changes_nothing_more(text: str) -> None:
    once = normalise(text)
    assert unicodedata.is_normalized("NFKC", once)
    assert normalise(once) == once


def test_words_are_letters_and_digits() -> None:
    assert words("Työ-elämä_2026: KOTO!") == ["työ", "elämä", "2026", "koto"]


def test_features_of_a_word() -> None:
    assert list(features("Koto")) == [
        "=koto",
        *[" ko", "kot", "oto", "to "],
        *[" kot", "koto", "oto "],
        *[" koto", "koto "],
    ]
    assert list(features("a b")) == ["=a", "=b"]


@given(st.text())
def test_text_has_content_where_it_has_features(text: str) -> None:
    assert has_content(text) == bool(list(features(text))) == bool(words(text))


@given(st.lists(st.text("ab ä.", max_size=12), max_size=5))
def test_words_are_counted_in_each_text(texts: list[str]) -> None:
    counts, distinct = count_words(texts)
    assert counts.shape == (len(texts), len(distinct))
    assert set(distinct) == {word for text in texts for word in words(text)}
    for row, text in zip(counts.toarray().tolist(), texts, strict=True):
        assert row == [words(text).count(word) for word in distinct]
