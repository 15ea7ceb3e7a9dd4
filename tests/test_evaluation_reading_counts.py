"""Precision and recall of codes, counted by hand."""

from evaluation.reading.counts import Count, count


def test_codes_are_right_wrong_missed_or_no_error() -> None:
    assert count("ab", "bcd") == Count(right=1, wrong=1, missed=2)
    assert count("e", "", "e") == Count()
    assert count("b", "b", "b") == Count(right=1)
    assert count("", "") == Count()


def test_shares_are_over_all_texts_together() -> None:
    total = sum((count("ab", "bcd"), count("e", "", "e"), count("", "")), Count())
    assert (total.precision, total.recall) == (1 / 2, 1 / 3)
    assert (Count(2, 2, 6).precision, Count(2, 2, 6).recall) == (0.5, 0.25)
    assert str(Count(2, 2, 6)) == "precision 0.50  recall 0.25"


def test_shares_of_nothing_are_one() -> None:
    assert (Count().precision, Count().recall) == (1.0, 1.0)
