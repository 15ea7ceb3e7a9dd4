"""Phrases of a table in the words of a text, and the words themselves."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.place_phrases import Phrases
from data.reading.words import WordedText


def found(table: list[str], text: str) -> list[tuple[str, int, int]]:
    phrases = Phrases((phrase, phrase) for phrase in table)
    return [(phrase, first, last) for phrase, first, last in phrases.find(WordedText(text).words)]


@pytest.mark.parametrize(("phrase", "text", "place"), [
    ("head office*", "Our HEAD  Offices are", (1, 3)),
    ("*johtaja", "Toiminnanjohtaja puhuu", (0, 1)),
    ("can't get", "we can't get there", (1, 4)),
    ("t", "t. Anna", (0, 1)),
    ("in", "within in", (1, 2)),
])
def test_a_phrase_is_found_through_capitals_signs_and_stars(phrase: str, text: str, place: tuple[int, int]) -> None:
    assert found([phrase], text) == [(phrase, *place)]


@pytest.mark.parametrize(("phrase", "text"), [
    ("head office", "head offices"), ("get to", "get"), ("*johtaja", "johtajat"), ("koko maa", "koko iso maa")])
def test_it_is_not_found_elsewhere(phrase: str, text: str) -> None:
    assert found([phrase], text) == []


@given(st.text(st.sampled_from("aÄß-. \u0308@1\n")))
def test_words_are_slices_in_order(text: str) -> None:
    words = WordedText(text).words
    assert all(one.end <= other.start for one, other in pairwise(words))
    assert all(word.start < word.end <= len(text) for word in words)


def test_clauses_and_sentences() -> None:
    text = "Vi ses kl. 17, hemma. Sen åker vi – kanske – till Åbo!"
    start = text.index("Åbo")
    assert text[slice(*WordedText(text).clause(start, start + 3))] == "till Åbo!"
    assert text[slice(*WordedText(text).sentence(start, start + 3))] == " Sen åker vi – kanske – till Åbo!"


def test_a_word_opens_a_sentence() -> None:
    worded = WordedText("Salo on. – Entä Turku\n• Oulu?")
    opening = [word.form for number, word in enumerate(worded.words) if worded.opens_sentence(number)]
    assert opening == ["salo", "entä", "oulu"]
