"""The measure of words of lists: counted by hand on a few, and held to what it was on all."""

from __future__ import annotations

from data.files.columns import ACTOR_COLUMNS
from data.vocabularies.catalogue import open_vocabularies
from evaluation.intake.words import ALL, KNOWN, Judgement, Word, answers, judge, judge_names, read_words

WORDS = (Word("themes", "a", frozenset({"x"})), Word("themes", "b", frozenset()), Word("themes", "c", frozenset({"y"})))


def test_precision_is_of_what_is_said_and_recall_of_what_there_is_to_say() -> None:
    said = {"a": ["x"], "b": ["x"], "c": []}
    assert judge(lambda word: said[word.word], WORDS) == Judgement(said=2, right=1, wanted=2)
    assert str(Judgement(2, 1, 2)) == "precision 0.50 (1/2), recall 0.50 (1/2)"
    assert str(Judgement()) == "precision    – (0/0), recall    – (0/0)"


def test_words_and_codes_of_the_collection_are_known_to_the_vocabularies() -> None:
    words, by_name = read_words(), open_vocabularies().by_name()
    known = {code for vocabulary in by_name.values() for code in vocabulary.terms} | {"national"}
    assert len(words) == len({(word.column, word.word) for word in words}) == 222
    assert {word.column for word in words} <= set(ACTOR_COLUMNS.names)
    assert all(word.codes <= known for word in words if word.column != "languages")
    assert 0.2 < sum(word.is_held_out for word in words) / len(words) < 0.45


def test_hints_are_right_nine_times_in_ten() -> None:
    vocabularies, words = open_vocabularies(), read_words()
    ways = dict(answers(vocabularies, words))
    known = judge(ways[KNOWN], words)
    unknown = [word for word in words if not ways[KNOWN](word)]
    hints = judge(ways[ALL], unknown)
    assert known.right >= 0.97 * known.said
    assert hints.right >= 0.88 * hints.said
    assert hints.right >= 0.88 * hints.wanted


def test_names_tell_kinds() -> None:
    names = judge_names(open_vocabularies())
    assert names.right >= 0.85 * names.wanted
    assert names.right >= 0.93 * names.said
