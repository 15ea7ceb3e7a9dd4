"""Places in a list: towns and regions by any form of their names, areas of authorities, the whole country."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import cached_property

from data.reading.mention import Aspect, Mention
from data.reading.places import PlaceReader, open_places
from data.records.profiles import Coverage
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import AreaTable
from data.wording.words import normalise

MUNICIPALITIES, REGIONS, COVERAGE = "municipalities", "regions", "coverage"
NATIONWIDE = ((COVERAGE, Coverage.NATIONAL.value),)

_WORD = re.compile(r"[^\W_]+")
_COLUMN_OF = {Aspect.MUNICIPALITY: MUNICIPALITIES, Aspect.REGION: REGIONS}
# What says of a place only what kind of place it is.
_KINDS = frozenset(("kaupunki", "kunta", "maakunta", "hyvinvointialue", "alue", "seutu", "kaupungit", "kunnat", "stad",
                    "kommun", "landskap", "regionen", "region", "city", "municipality", "town", "of", "the", "area",
                    "välfärdsområde", "ja", "sekä", "och", "and", "i", "in", "koko", "hela"))


class PlaceMeanings:
    """What words stand for where a municipality or a region is asked for: pairs of a column and a code."""

    def __init__(self, vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._model = vocabularies.places
        self._by_name = {MUNICIPALITIES: self._model.municipalities, REGIONS: self._model.regions}

    def of(self, column: str, word: str) -> tuple[tuple[str, str], ...] | None:
        """Return what a word stands for in one of the two columns; None where that is not known, or not the only one.

        A region that is written where a municipality is asked for is one, and the other way round; the whole country
        is a coverage.
        """
        pairs = self._named(column, word)
        if pairs:
            return pairs if len(pairs) == 1 else None
        if normalise(word) in self._by_name[column].whole:
            return NATIONWIDE
        return self._of_area(word) or self._read(word)

    def possible(self, column: str, word: str) -> tuple[str, ...]:
        """Return the codes that a word may stand for, if it can be one or the other."""
        named = tuple(code for _, code in self._named(column, word))
        return named or tuple(code for mention in self._mentions(word) for code in (*mention.codes,
                                                                                    *mention.alternatives))

    def _named(self, column: str, word: str) -> tuple[tuple[str, str], ...]:
        """Return the places of a name or a code, also of one that has lost its leading zeros to a spreadsheet."""
        own, other = (MUNICIPALITIES, REGIONS) if column == MUNICIPALITIES else (REGIONS, MUNICIPALITIES)
        if word.isdecimal() and word not in self._by_name[own]:
            longer = ((own, code) for code in self._by_name[own].terms if code.lstrip("0") == word)
            return *longer, *([(other, word)] if word in self._by_name[other] else ())
        found = {name: self._by_name[name].find(word) for name in (own, other)}
        name = own if found[own] else other
        return tuple((name, code) for code in found[name])

    def _of_area(self, word: str) -> tuple[tuple[str, str], ...] | None:
        """Return the places of an authority's area: its regions, or its municipalities where it has parts of them."""
        for table in self._model.tables:
            codes = table.areas.find(word)
            if len(codes) == 1:
                return tuple(self._members(table, codes[0]))
        return None

    def _members(self, table: AreaTable, area: str) -> Iterator[tuple[str, str]]:
        members = {code for code, home in table.members.items() if home == area}
        regions = dict.fromkeys(region for code, region in self._model.region_of.items() if code in members)
        whole = {code for code, region in self._model.region_of.items() if region in regions}
        return (((REGIONS, region) for region in regions) if whole == members
                else ((MUNICIPALITIES, code) for code in self._model.region_of if code in members))

    def _read(self, word: str) -> tuple[tuple[str, str], ...] | None:
        """Return the places of words that are nothing but names of places, in any form: “Rovaniemen kaupunki”."""
        mentions = self._mentions(word)
        if not mentions or any(mention.alternatives or mention.is_refused for mention in mentions):
            return None
        spans = [(mention.start, mention.end) for mention in mentions]
        rest = (found for found in _WORD.finditer(word)
                if not any(start <= found.start() and found.end() <= end for start, end in spans))
        if any(normalise(found[0]) not in _KINDS for found in rest):
            return None
        pairs = dict.fromkeys(pair for mention in mentions for pair in _pairs(mention))
        return NATIONWIDE if NATIONWIDE[0] in pairs else tuple(pairs)

    def _mentions(self, word: str) -> Sequence[Mention]:
        return self._reader.find(word) if self._reader else ()

    @cached_property
    def _reader(self) -> PlaceReader | None:
        return open_places(self._vocabularies.reading, self._vocabularies) if self._vocabularies.reading else None


def _pairs(mention: Mention) -> Iterator[tuple[str, str]]:
    if mention.aspect is Aspect.NATIONWIDE:
        yield from NATIONWIDE
    else:
        yield from ((_COLUMN_OF[mention.aspect], code) for code in mention.codes)
