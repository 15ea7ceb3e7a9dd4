"""The same ideas in three languages: measures by hand, and as good as before on what is shipped."""

import json
from pathlib import Path
from typing import Any

import pytest

from data.collections import finland_folder, parallel_folder
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.judged.collection import IDEAS
from evaluation.overlap import (
    KINDS,
    PLACES,
    SPOKEN,
    THEMES,
    Answer,
    ParallelIdea,
    agreements,
    jaccard,
    lowest,
    main,
    overlap,
    overlaps,
    qualities,
    read_ideas,
)

FILE = parallel_folder() / IDEAS
VOCABULARIES = open_vocabularies()


def answer(partners: str, themes: str = "", kinds: str = "") -> Answer:
    return Answer(tuple(partners), {THEMES: frozenset(themes), PLACES: frozenset(), KINDS: frozenset(kinds),
                                    SPOKEN: frozenset("x")})


ANSWERS = [{"fi": answer("abcd", "xy", "k"), "sv": answer("abce", "xz"), "en": answer("abxy", "xy")},
           {"fi": answer("ab"), "sv": answer("ab"), "en": answer("ab")}]
IDEA = ParallelIdea("one", {}, {THEMES: frozenset("x"), KINDS: frozenset("kl")},
                    {THEMES: frozenset(), KINDS: frozenset()}, is_graded=False)
OTHER = ParallelIdea("other", {}, {THEMES: frozenset(), KINDS: frozenset()},
                     {THEMES: frozenset(), KINDS: frozenset()}, is_graded=True)


def test_measures_by_hand() -> None:
    assert overlap("abcd", "abce") == 0.75
    assert overlap("ab", "abcd") == 0.5
    assert overlap("", "") == 1
    assert jaccard(frozenset("ab"), frozenset("bc")) == pytest.approx(1 / 3)
    assert jaccard(frozenset(), frozenset()) == 1


def test_lines_by_hand() -> None:
    assert [line.split()[:3] for line in overlaps(ANSWERS)] == [
        ["overlap@10", "fi-sv", "0.88"], ["overlap@10", "fi-en", "0.75"], ["overlap@10", "sv-en", "0.75"],
        ["overlap@10", "all", "0.79"]]
    assert list(lowest([IDEA, OTHER], ANSWERS)) == ["lowest: one 0.58, other 1.00"]
    assert [line.split()[1:4] + line.split()[6:8] for line in agreements(ANSWERS)] == [
        ["fi-sv", "themes", "0.67", "kinds", "0.50"], ["fi-en", "themes", "1.00", "kinds", "0.50"],
        ["sv-en", "themes", "0.67", "kinds", "1.00"]]
    lines = list(qualities([IDEA, OTHER], ANSWERS))
    assert lines[0] == "themes  1 own  fi  precision 0.50  recall 1.00"
    assert lines[3] == "kinds  1 own  fi  precision 1.00  recall 0.50"
    assert lines[-1] == "kinds  1 graded  en  precision 1.00  recall 1.00"


def test_every_fourth_idea_is_kept_aside_and_all_are_complete() -> None:
    known, aside = read_ideas(FILE), read_ideas(FILE, aside=True)
    assert (len(known), len(aside)) == (18, 6)
    ideas = [*known, *aside]
    assert len({idea.id for idea in ideas}) == 24
    assert sum(idea.is_graded for idea in ideas) == 12
    assert all(idea.texts[language] for idea in ideas for language in LANGUAGES)


def test_what_is_to_be_understood_are_codes_and_graded_ideas_are_those_of_the_collection() -> None:
    graded = {row["id"]: row for row in rows(finland_folder() / IDEAS)}
    for row in rows(FILE):
        understood = row["understood"]
        assert set(understood["themes"]) <= set(VOCABULARIES.themes.terms)
        assert {*understood["wanted_kinds"], *understood["kinds_ok"]} <= set(VOCABULARIES.sectors.terms)
        if "written_in" in row:
            assert row[row["written_in"]] == graded[row["id"]]["text"]
            assert int(row["id"].removeprefix("dev")) % 3


def test_lists_agree_and_themes_are_read_as_well_as_before(capsys: pytest.CaptureFixture[str]) -> None:
    main([])
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "18 ideas, each in 3 languages"
    assert float(lines[4].split()[2]) >= 0.85
    precisions = [float(line.split()[5]) for line in lines if line.startswith("themes  9 own")]
    assert len(precisions) == 3
    assert min(precisions) >= 0.62


def rows(path: Path) -> list[dict[str, Any]]:
    return list(map(json.loads, path.read_text(encoding="utf-8").splitlines()))
