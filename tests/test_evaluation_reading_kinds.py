"""How well kinds, refusals and languages are read, on the ideas that are shipped."""

import pytest

from data.reading.reader import open_reader
from data.vocabularies.catalogue import open_vocabularies
from evaluation.reading.counts import Count
from evaluation.reading.kinds import LANGUAGE, REFUSED, WANTED, ideas, judge, main


def test_a_third_of_the_ideas_is_kept_aside() -> None:
    assert (len(ideas(aside=False)), len(ideas(aside=True))) == (24, 12)


def test_ideas_are_read_as_well_as_before() -> None:
    reader = open_reader(open_vocabularies())
    counts = [judge(reader, idea) for idea in ideas(aside=False)]
    for about in (WANTED, REFUSED, LANGUAGE):
        total = sum((own[about] for own in counts), Count())
        assert total.precision >= 0.95
        assert total.recall >= 0.88


def test_the_command_prints_a_line_per_language_and_one_for_all(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "24 ideas"
    assert len(lines) == 1 + 3 * 4
