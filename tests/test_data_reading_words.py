"""Phrases of a table in the words of a text, and the words themselves."""

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from data.reading.clauses import sentences_of
from data.reading.phrases import AnyEnding, Phrases
from data.reading.words import WordedText, words_of


def found(table: list[str], text: str) -> list[tuple[str, int, int]]:
    phrases = Phrases(((phrase, phrase) for phrase in table), AnyEnding())
    return [(one.value, one.first, one.last) for one in phrases.all(WordedText(text).words)]


@pytest.mark.parametrize(("phrase", "text", "place"), [
    ("head office*", "Our HEAD  Offices are", (1, 3)),
    ("*johtaja", "Toiminnanjohtaja puhuu", (0, 1)),
    ("can t get", "we can't get there", (1, 4)),
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
    for words in (WordedText(text).words, words_of(text)):
        assert all(one.end <= other.start for one, other in pairwise(words))
        assert all(word.start < word.end <= len(text) for word in words)


@given(st.text(st.sampled_from("aÄ:s'’-. \u0308@,(\n")))
def test_every_word_lies_in_one_clause(text: str) -> None:
    assert tuple(word for sentence in sentences_of(text) for word in sentence.words) == words_of(text)


def test_an_ending_after_a_sign_belongs_to_its_word_in_a_sentence_and_stands_apart_where_names_are_sought() -> None:
    text = "SPR:n ja NGO:t, parish’s hall: don't @ www.kirjasto.fi/kunta Ja\u0308rjesto\u0308"
    assert [word.letters for word in words_of(text)] == [
        "spr:n", "ja", "ngo:t", "parish’s", "hall", "don't", "järjestö"]
    apart = ["spr", "n", "ja", "ngo", "t", "parish", "s", "hall", "don", "t", "järjestö"]
    assert [word.letters for word in WordedText(text).words] == apart
    (sentence,) = sentences_of(text)
    assert [len(clause) for clause in sentence.clauses] == [3, 2, 1, 1]


def test_clauses_and_sentences() -> None:
    text = "Vi ses kl. 17, hemma. Sen åker vi – kanske – till Åbo!"
    start = text.index("Åbo")
    assert text[slice(*WordedText(text).clause(start, start + 3))] == "till Åbo!"
    assert text[slice(*WordedText(text).sentence(start, start + 3))] == " Sen åker vi – kanske – till Åbo!"


def test_a_word_opens_a_sentence() -> None:
    worded = WordedText("Salo on. – Entä Turku\n• Oulu?")
    opening = [word.letters for number, word in enumerate(worded.words) if worded.opens_sentence(number)]
    assert opening == ["salo", "entä", "oulu"]
