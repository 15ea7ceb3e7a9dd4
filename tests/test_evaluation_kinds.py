"""How well kinds, refusals and languages are read: by hand, and on the ideas that are shipped."""

import pytest

from evaluation.kinds import LANGUAGE, REFUSED, WANTED, Quality, judge, main, read_codes, read_ideas


def test_precision_and_recall_are_over_all_ideas_together() -> None:
    assert judge([("ab", "bcd", ""), ("e", "", "e"), ("", "", "")]) == Quality(1 / 2, 1 / 3, 3)
    assert judge([("b", "b", "b")]) == Quality(1.0, 1.0, 1)
    assert judge([]) == Quality(1.0, 1.0, 0)


def test_a_third_of_the_ideas_is_kept_aside() -> None:
    assert (len(read_ideas()), len(read_ideas(aside=True))) == (24, 12)


def test_ideas_are_read_as_well_as_before() -> None:
    ideas = read_ideas()
    read = list(zip(ideas, read_codes([idea.text for idea in ideas]), strict=True))
    for about in (WANTED, REFUSED, LANGUAGE):
        quality = judge((codes[about], idea.understood[about], idea.allowed[about]) for idea, codes in read)
        assert quality.precision >= 0.95
        assert quality.recall >= 0.88


def test_the_command_prints_a_line_per_language_and_one_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "24 ideas"
    assert len(lines) == 1 + 3 * 4
