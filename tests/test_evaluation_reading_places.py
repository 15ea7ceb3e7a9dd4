"""How well places are read: counted by hand, and not worse than before on what is shipped."""

from collections.abc import Iterable

import pytest

from data.reading.mention import Aspect, Mention
from data.reading.places import open_places
from data.vocabularies.catalogue import FINLAND, open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.reading.counts import Count
from evaluation.reading.places import Expected, judge, main, read_ideas, read_texts

PLACES = open_vocabularies().places
FIND = open_places(FINLAND / "reading", open_vocabularies()).find
LEAST = 0.9


def expected(regions: Iterable[str], municipalities: Iterable[str], further: Iterable[str] = ()) -> Expected:
    return Expected("x", "fi", "", frozenset(regions), frozenset(municipalities),
                    {Aspect.REGION: frozenset(further), Aspect.MUNICIPALITY: frozenset()}, is_national=False)


def test_codes_are_counted_and_regions_follow_from_municipalities() -> None:
    found = (Mention(Aspect.MUNICIPALITY, ("853", "564"), 0, 1), Mention(Aspect.REGION, ("18",), 0, 1))
    counts = judge(lambda _: found, PLACES.region_of, expected(["02", "19"], ["853", "680"]))
    assert counts[Aspect.MUNICIPALITY] == Count(right=1, wrong=1, missed=1)
    assert counts[Aspect.REGION] == Count(right=1, wrong=2, missed=1)
    assert counts[Aspect.NATIONWIDE] == Count()


def test_further_regions_and_their_municipalities_are_no_errors() -> None:
    found = (Mention(Aspect.MUNICIPALITY, ("091",), 0, 1),)
    counts = judge(lambda _: found, PLACES.region_of, expected([], [], further=["01"]))
    assert counts[Aspect.MUNICIPALITY] == counts[Aspect.REGION] == Count()


def test_the_texts_are_enough_and_their_codes_agree() -> None:
    texts = read_texts()
    assert len({text.id for text in texts}) == len(texts)
    assert all(sum(text.language == language for text in texts) >= 12 for language in LANGUAGES)
    assert all({PLACES.region_of[code] for code in text.municipalities} <= text.regions for text in texts)


def test_a_third_of_the_ideas_is_kept_aside() -> None:
    known, aside = read_ideas()
    assert (len(known), len(aside)) == (24, 12)


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("aspect", [Aspect.REGION, Aspect.MUNICIPALITY])
def test_places_are_read_as_well_as_before(language: str, aspect: Aspect) -> None:
    texts = [text for text in (*read_ideas()[0], *read_texts()) if text.language == language]
    total = sum((judge(FIND, PLACES.region_of, text)[aspect] for text in texts), Count())
    assert total.precision >= LEAST
    assert total.recall >= LEAST


def test_the_command_prints_a_line_per_collection_and_language(capsys: pytest.CaptureFixture[str]) -> None:
    main()
    firsts = [line.split()[0] for line in capsys.readouterr().out.splitlines()]
    assert firsts == ["24", *LANGUAGES, "12", *LANGUAGES, str(len(read_texts())), *LANGUAGES]
