"""How well places are read from ideas: `python -m evaluation.reading.places`.

Judged on the ideas of the demo network, for which a careful reader has said where the work is to happen, and on texts
made for this, a third of which name places where it does not. Regions and municipalities are counted over all texts of
a language; the regions that municipalities lie in count as understood. Ideas whose number three divides are kept aside:
what was learnt from the others is judged on them.
"""

from __future__ import annotations

import json
import sys
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

from data import collections
from data.reading.mention import Aspect, Mention
from data.reading.places import open_places
from data.vocabularies.catalogue import FINLAND, open_vocabularies
from data.wording.texts import LANGUAGES
from evaluation.reading import ideas
from evaluation.reading.counts import Count, count

Find = Callable[[str], Sequence[Mention]]
Codes = frozenset[str]


@dataclass(frozen=True)
class Expected:
    """A text, and the places that a careful reader takes from it.

    Attributes:
        regions, municipalities: where the work is to happen.
        further: codes of either that are no errors; those of what is refused are among them.
        is_national: whether the work is to be done everywhere.
    """

    id: str
    language: str
    text: str
    regions: Codes
    municipalities: Codes
    further: Mapping[Aspect, Codes]
    is_national: bool


def read_ideas() -> tuple[list[Expected], list[Expected]]:
    """Return the ideas of the demo network: those to learn from, and those kept aside."""
    known, aside = ideas.read_ideas()
    return list(map(_idea, known)), list(map(_idea, aside))


def read_texts() -> list[Expected]:
    """Return the texts made for this."""
    lines = (collections.places_folder() / "texts.jsonl").read_text(encoding="utf-8").splitlines()
    return [_text(json.loads(line)) for line in lines]


def judge(find: Find, region_of: Mapping[str, str], expected: Expected) -> Mapping[Aspect, Count]:
    """Return how many codes of regions and municipalities are found in a text, rightly, wrongly or not."""
    found = find(expected.text)
    towns, regions, everywhere = (
        frozenset(code for mention in found if mention.aspect is aspect for code in mention.codes or (aspect.value,))
        for aspect in (Aspect.MUNICIPALITY, Aspect.REGION, Aspect.NATIONWIDE))
    further = expected.further
    of_regions = further[Aspect.REGION] | _regions(further[Aspect.MUNICIPALITY], region_of)
    of_towns = further[Aspect.MUNICIPALITY] | {code for code in towns if region_of[code] in further[Aspect.REGION]}
    return {
        Aspect.REGION: count(regions | _regions(towns, region_of), expected.regions, of_regions),
        Aspect.MUNICIPALITY: count(towns, expected.municipalities, of_towns),
        Aspect.NATIONWIDE: count(everywhere, frozenset(("nationwide",) if expected.is_national else ()), frozenset()),
    }


def main() -> None:
    """Print precision and recall per collection and language."""
    vocabularies = open_vocabularies()
    find = open_places(FINLAND / "reading", vocabularies).find
    known, aside = read_ideas()
    for name, texts in {"ideas": known, "ideas kept aside": aside, "texts": read_texts()}.items():
        sys.stdout.write(f"{len(texts)} {name}\n")
        for language in LANGUAGES:
            own = [judge(find, vocabularies.places.region_of, text) for text in texts if text.language == language]
            columns = (_column(aspect, (counts[aspect] for counts in own)) for aspect in own[0])
            sys.stdout.write(f"{language}  {'  '.join(columns)}\n")


def _column(aspect: Aspect, counts: Iterable[Count]) -> str:
    total = sum(counts, Count())
    return f"{aspect}: {total}"


def _idea(row: Mapping[str, Any]) -> Expected:
    understood = row["understood"]
    refused = understood["not"]
    further = {aspect: frozenset(chain(understood.get(f"{name}_ok", ()), refused.get(name, ())))
               for aspect, name in {Aspect.REGION: "regions", Aspect.MUNICIPALITY: "municipalities"}.items()}
    return Expected(row["id"], row["lang"], row["text"], frozenset(understood["regions"]),
                    frozenset(understood["municipalities"]), further, bool(understood["national"]))


def _text(row: Mapping[str, Any]) -> Expected:
    return Expected(row["id"], row["lang"], row["text"], frozenset(row["regions"]), frozenset(row["municipalities"]), {
        Aspect.REGION: frozenset(row["regions_ok"]), Aspect.MUNICIPALITY: frozenset(row["municipalities_ok"]),
    }, bool(row["national"]))


def _regions(towns: Iterable[str], region_of: Mapping[str, str]) -> Codes:
    return frozenset(region_of[code] for code in towns if code in region_of)


if __name__ == "__main__":
    main()
