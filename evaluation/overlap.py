"""Whether the same idea has the same partners in three languages: `python -m evaluation.overlap`.

Judged on ideas that are told in Finnish, Swedish and English, with the demo network and the weights that the service
uses. For each pair of languages: the share of the first ten of a list that both name, and the agreement (Jaccard) of
what was understood; for each language how well themes and kinds were read. Every fourth idea is kept aside: `--aside`
judges on those.
"""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from itertools import combinations, product
from pathlib import Path
from typing import Any

import numpy as np

from data.collections import finland_folder, parallel_folder
from data.wording.texts import LANGUAGES
from evaluation.judged.collection import IDEAS
from evaluation.judged.files import json_lines
from evaluation.judged.ground import DEMO, open_ground
from evaluation.metrics.bootstrap import estimate, resampled_means
from evaluation.reading.counts import Count, count
from matcher import defaults
from matcher.asking.idea import Brief, brief_of, idea
from matcher.asking.query import Filters, Query
from matcher.engine import Matcher
from matcher.snapshot import Snapshot
from matcher.terms import TERMS
from models.ranker import read_weights

EACH_KEPT_ASIDE = 4
DAY = date(2026, 11, 28)
TOP = 10
LOWEST_SHOWN = 5
PAIRS = tuple("-".join(pair) for pair in combinations(LANGUAGES, 2))

Codes = frozenset[str]


@dataclass(frozen=True)
class ParallelIdea:
    """An idea in several languages.

    Attributes:
        id: of the line.
        texts: what it says, by language.
        understood: what a careful reader takes from it, by `THEMES` and `KINDS`.
        allowed: further codes that are no errors, by the same.
        is_graded: whether it is one of the judged collection, whose partners have grades.
    """

    id: str
    texts: Mapping[str, str]
    understood: Mapping[str, Codes]
    allowed: Mapping[str, Codes]
    is_graded: bool


@dataclass(frozen=True)
class Answer:
    """What the program makes of an idea in one language.

    Attributes:
        partners: ids of the first `TOP`, best first.
        understood: codes by what they are about.
    """

    partners: tuple[str, ...]
    understood: Mapping[str, Codes]


Answers = Mapping[str, Answer]
"""By language."""
THEMES, PLACES, KINDS, SPOKEN = "themes", "places", "kinds", "languages"
ABOUT: Mapping[str, Callable[[Brief], Iterable[str]]] = {
    THEMES: lambda brief: brief.themes,
    PLACES: lambda brief: (*brief.regions, *brief.municipalities, *(("everywhere",) if brief.is_nationwide else ())),
    KINDS: lambda brief: brief.sectors,
    SPOKEN: lambda brief: brief.languages,
}


def read_ideas(path: Path, *, aside: bool = False) -> list[ParallelIdea]:
    """Return the ideas of a file: every fourth, which are kept aside, or all others.

    Raises:
        DatasetRefused: the file is missing, or a line is no JSON object.
    """
    rows = [line.values for line in json_lines(path)]
    return [_idea(row) for number, row in enumerate(rows, 1) if (number % EACH_KEPT_ASIDE == 0) is aside]


def _idea(row: Mapping[str, Any]) -> ParallelIdea:
    understood = row["understood"]
    kinds, further = frozenset(understood["wanted_kinds"]), frozenset(understood["kinds_ok"])
    return ParallelIdea(row["id"], {language: row[language] for language in LANGUAGES},
                        {THEMES: frozenset(understood["themes"]), KINDS: kinds},
                        {THEMES: frozenset(), KINDS: further - kinds}, "written_in" in row)


def answer(text: str, snapshot: Snapshot) -> Answer:
    """Return what the program understands of a text, and whom it suggests."""
    brief = brief_of(snapshot.reader.read(text))
    query = Query(DAY, limit=TOP, filters=brief.narrow(Filters()))
    found = Matcher(snapshot).suggest(idea(text, brief, snapshot.vocabularies), query)
    return Answer(tuple(suggestion.profile.id for suggestion in found.suggestions),
                  {about: frozenset(codes(brief)) for about, codes in ABOUT.items()})


def overlap(one: Sequence[str], other: Sequence[str]) -> float:
    """Return the share of the longer of two lists that both name; 1 where both are empty."""
    longest = max(len(one), len(other))
    return len(set(one) & set(other)) / longest if longest else 1.0


def jaccard(one: Codes, other: Codes) -> float:
    """Return the share of the codes of two sets that are in both; 1 where both are empty."""
    return len(one & other) / len(one | other) if one | other else 1.0


def main(arguments: Sequence[str] | None = None) -> None:
    """Print overlap and agreement of each pair of languages, and how well each language was read."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("--aside", action="store_true", help="judge on the ideas that are kept aside")
    ideas = read_ideas(parallel_folder() / IDEAS, aside=parser.parse_args(arguments).aside)
    weights = read_weights(defaults.weights_file(defaults.DEFAULT), tuple(TERMS))
    snapshot = open_ground(finland_folder(), DEMO, DAY).snapshot.with_weights(weights)
    answers = [{language: answer(one.texts[language], snapshot) for language in LANGUAGES} for one in ideas]
    sys.stdout.write(f"{len(ideas)} ideas, each in {len(LANGUAGES)} languages\n")
    for lines in (overlaps(answers), lowest(ideas, answers), agreements(answers), qualities(ideas, answers)):
        sys.stdout.writelines(f"{line}\n" for line in lines)


def overlaps(answers: Sequence[Answers]) -> Iterator[str]:
    """Give the mean overlap of each pair of languages and of all, with its interval from resampling ideas."""
    pairs = np.array([_pairwise(one) for one in answers])
    columns = np.column_stack([pairs, pairs.mean(axis=1)])
    means = resampled_means(columns)
    for name, values, resampled in zip((*PAIRS, "all"), columns.T, means.T, strict=True):
        found = estimate(values, resampled)
        yield f"overlap@{TOP}  {name:5}  {found.mean:.2f}  [{found.low:.2f}, {found.high:.2f}]"


def lowest(ideas: Sequence[ParallelIdea], answers: Sequence[Answers]) -> Iterator[str]:
    """Give the ideas whose lists differ most."""
    rows = sorted((float(np.mean(_pairwise(found))), one.id) for one, found in zip(ideas, answers, strict=True))
    yield "lowest: " + ", ".join(f"{name} {value:.2f}" for value, name in rows[:LOWEST_SHOWN])


def _pairwise(answers: Answers) -> list[float]:
    return [overlap(one.partners, other.partners) for one, other in combinations(answers.values(), 2)]


def agreements(answers: Sequence[Answers]) -> Iterator[str]:
    """Give the mean agreement of each pair of languages on what was understood."""
    for pair, (one, other) in zip(PAIRS, combinations(LANGUAGES, 2), strict=True):
        means = [np.mean([jaccard(item[one].understood[about], item[other].understood[about]) for item in answers])
                 for about in ABOUT]
        figures = "  ".join(map("{} {:.2f}".format, ABOUT, means))
        yield f"agreement   {pair}  {figures}"


def qualities(ideas: Sequence[ParallelIdea], answers: Sequence[Answers]) -> Iterator[str]:
    """Give precision and recall of themes and kinds in each language: of the ideas of our own, and of graded ones."""
    for name, is_graded in (("own", False), ("graded", True)):
        items = [pair for pair in zip(ideas, answers, strict=True) if pair[0].is_graded is is_graded]
        for about, language in product((THEMES, KINDS), LANGUAGES):
            total = sum((count(found[language].understood[about], one.understood[about], one.allowed[about])
                         for one, found in items), Count())
            yield f"{about}  {len(items)} {name}  {language}  {total}"


if __name__ == "__main__":
    main()
