"""How well themes are found in texts: by hand, and on the descriptions that are shipped."""

import pytest

from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.reading.counts import Count
from evaluation.reading.themes import Description, judge, main, read_descriptions, read_ideas

THEMES = open_vocabularies().themes


def test_precision_and_recall_are_over_all_descriptions_together() -> None:
    descriptions = [Description({"fi": "ab"}, frozenset("bc")), Description({"fi": "d"}, frozenset("d")),
                    Description({"fi": "x"}, frozenset())]
    assert judge(list, descriptions, "fi") == Count(2, 2, 1)
    assert judge(lambda _: (), descriptions, "fi") == Count(missed=3)
    assert judge(lambda _: (), descriptions[2:], "fi") == Count()


def test_the_descriptions_are_complete_and_their_themes_known() -> None:
    descriptions = read_descriptions()
    assert len(descriptions) >= 60
    assert all(set(item.texts) == set(LANGUAGES) and all(item.texts.values()) for item in descriptions)
    assert {code for item in descriptions for code in item.themes} <= set(THEMES.terms)


def test_a_third_is_held_out_and_texts_of_other_languages_are_left_out() -> None:
    for items in (read_descriptions(), read_ideas()):
        assert 0.25 < sum(item.is_held_out for item in items) / len(items) < 0.4
    item = Description({"fi": "a"}, frozenset("a"))
    assert judge(list, [item], "sv") == Count()
    assert {code for idea in read_ideas() for code in idea.themes} <= set(THEMES.terms)


@pytest.mark.parametrize("language", LANGUAGES)
def test_themes_are_found_as_well_as_before(language: str) -> None:
    descriptions = read_descriptions()
    quality = judge(THEMES.codes_in, descriptions, language)
    assert quality.precision >= 0.82
    assert quality.recall >= 0.82
    quality = judge(THEMES.codes_in, [item for item in descriptions if item.is_held_out], language)
    assert quality.precision >= 0.7
    assert quality.recall >= 0.67


def test_the_command_prints_a_line_per_part_and_language(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    lines = capsys.readouterr().out.splitlines()
    parts = ("50", "20", "24", "12")
    assert [line.split()[0] for line in lines] == [word for part in parts for word in (part, *LANGUAGES)]
