"""How well themes are found in texts: by hand, and on the descriptions that are shipped."""

import pytest

from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.mentions import Description, Quality, judge, main, read_descriptions

THEMES = open_vocabularies().themes


def test_precision_and_recall_are_over_all_descriptions_together() -> None:
    descriptions = [Description({"fi": "ab"}, frozenset("bc")), Description({"fi": "d"}, frozenset("d")),
                    Description({"fi": "x"}, frozenset())]
    assert judge(list, descriptions, "fi") == Quality(2 / 4, 2 / 3)
    assert judge(lambda _: (), descriptions, "fi") == Quality(1.0, 0.0)
    assert judge(lambda _: (), descriptions[2:], "fi") == Quality(1.0, 1.0)


def test_the_descriptions_are_complete_and_their_themes_known() -> None:
    descriptions = read_descriptions()
    assert len(descriptions) >= 60
    assert all(set(item.texts) == set(LANGUAGES) and all(item.texts.values()) for item in descriptions)
    assert {code for item in descriptions for code in item.themes} <= set(THEMES.terms)


@pytest.mark.parametrize(("language", "precision", "recall"), [("fi", 0.75, 0.38), ("sv", 0.7, 0.4), ("en", 0.7, 0.5)])
def test_themes_are_found_as_well_as_before(language: str, precision: float, recall: float) -> None:
    quality = judge(THEMES.codes_in, read_descriptions(), language)
    assert quality.precision >= precision
    assert quality.recall >= recall


def test_the_command_prints_a_line_per_language(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    lines = capsys.readouterr().out.splitlines()
    assert [line.split()[0] for line in lines] == ["70", *LANGUAGES]
