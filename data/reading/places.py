"""Where work is to happen, read from an idea in plain words: regions, municipalities, or the whole country."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from data.reading.mention import Aspect, Mention
from data.reading.place_names import IN_PLACE, Form, Place, PlaceNames, Rank, Reading, open_names, rows
from data.reading.place_roles import PARTNER, Force, Part, PlaceRoles, Spot, open_roles, phrase
from data.reading.words import Word, WordedText
from data.vocabularies.catalogue import Vocabularies

LONGEST_BETWEEN = 30  # characters between two places that are named in a row

_OF_A_NAME = re.compile(r"[\s\-–—:.·’'/]{0,3}")


@dataclass(frozen=True, slots=True)
class Found:
    """A name of a place in a text.

    Attributes:
        first, last: number of its first word, and of the word after its last one.
        start, end: where it stands, in characters.
        reading: what it may stand for.
        form: how it stands, by its ending or the preposition before it.
        has_preposition: whether a preposition tells the form.
        begin: where it begins with its preposition.
    """

    first: int
    last: int
    start: int
    end: int
    reading: Reading
    form: Form
    has_preposition: bool
    begin: int

    @property
    def place(self) -> Place:
        """The place that the name stands for first of all."""
        return self.reading.places[0]


@dataclass(frozen=True)
class PlaceReader:
    """Finds the places where work is to happen, or which are refused.

    Attributes:
        names: the names of places.
        roles: the parts that places play.
        words: little words by their use ("preposition", "joining", "area", "place"), each with its form.
        town_areas: regions and municipalities of the area around a town, by the code of the town.
        region_of: region by municipality.
        nationwide: phrases for the whole country, and whether they may describe a partner; None if there are none.
        first_names: names of people.
    """

    names: PlaceNames
    roles: PlaceRoles
    words: Mapping[str, Mapping[str, str]]
    town_areas: Mapping[str, Place]
    region_of: Mapping[str, str]
    nationwide: Mapping[bool, re.Pattern[str]]
    first_names: frozenset[str]

    def find(self, text: str) -> tuple[Mention, ...]:
        """Return the places of work that a text names, and the whole country where it says so, in the order of the text.

        Places that are refused are among them; whether they are is not told. Streets, surnames, places that somebody
        comes from, models, head offices and the like are not. A town gives a municipality, and not its region.
        """
        return _Text(self, WordedText(text)).mentions()


@dataclass(frozen=True)
class _Text:
    """One text on its way to mentions."""

    reader: PlaceReader
    worded: WordedText

    def mentions(self) -> tuple[Mention, ...]:
        """Return the mentions of places of work."""
        spots = [(group, self.reader.roles.parts(self.worded, self._spot(group))) for group in self._groups()]
        everywhere = tuple(self._nationwide())
        working = [found for group, parts in spots if not parts for found in group]
        kept = [found for group, parts in spots if not self._drops(parts, working, everywhere) for found in group]
        places = [mention for found in kept for mention in self._mentions_of(found, kept)]
        return tuple(sorted((*everywhere, *places), key=lambda mention: (mention.start, mention.aspect)))

    def _drops(self, parts: frozenset[Part], working: Sequence[Found], everywhere: Sequence[Mention]) -> bool:
        """Return whether a place is none of work, seeing what else the text names."""
        has_wider = bool(everywhere) or any(found.place.rank is Rank.AREA or found.reading.has_area_word
                                            for found in working)
        holds = {Force.ALWAYS: True, Force.OTHER: bool(working or everywhere), Force.WIDER: has_wider}
        return any(holds[part.force] for part in parts if part.role != PARTNER)

    def _mentions_of(self, found: Found, kept: Sequence[Found]) -> Iterator[Mention]:
        place = self._place_of(found, kept)
        if place is None:
            return
        named = {code for other in kept if other is not found and other.place.rank is not Rank.AREA
                 and not other.reading.has_area_word for code in other.place.municipalities}
        is_area = bool(place.regions)
        if place.regions:
            yield Mention(Aspect.REGION, place.regions, found.start, found.end,
                          alternatives=place.alternatives)
        if place.municipalities and not (is_area and named & set(place.municipalities)):
            yield Mention(Aspect.MUNICIPALITY, place.municipalities, found.start, found.end,
                          alternatives=() if is_area else place.alternatives)

    def _place_of(self, found: Found, kept: Sequence[Found]) -> Place | None:
        """Return what a name stands for here; None where nothing tells which of several districts it is."""
        best = [place for place in found.reading.places if place.rank is found.place.rank]
        codes = list(dict.fromkeys(place.municipalities for place in best))
        place = best[0]
        if place.rank is not Rank.AREA:
            named = {code for other in kept if other is not found and other.place.rank is not Rank.DISTRICT
                     for code in other.place.municipalities}
            near = [place for place in found.reading.places if set(place.municipalities) & named]
            if place.rank in {Rank.DISTRICT, Rank.MUNICIPALITY} and near and not set(place.municipalities) & named:
                place = near[0]
            elif len(codes) > 1 and place.rank is Rank.DISTRICT and not near:
                return None
            others = tuple(code for other in found.reading.places for code in other.municipalities
                           if other.rank is not Rank.AREA and code not in place.municipalities)
            place = replace(place, alternatives=tuple(dict.fromkeys((*place.alternatives, *others))))
        return self._area_around(place) if found.reading.has_area_word and not place.regions else place

    def _area_around(self, place: Place) -> Place:
        area = self.reader.town_areas.get(place.municipalities[0])
        if area is None:
            regions = tuple(filter(None, (self.reader.region_of.get(place.municipalities[0]),)))
            return replace(place, rank=Rank.AREA, regions=regions)
        return replace(area, municipalities=area.municipalities or place.municipalities)

    def _nationwide(self) -> Iterator[Mention]:
        for may_be_partner, pattern in self.reader.nationwide.items():
            for match in pattern.finditer(self.worded.text.casefold()):
                parts = self.reader.roles.parts(self.worded, Spot(*match.span(), Form.NAME)) if may_be_partner else ()
                if not any(part.role == PARTNER for part in parts):
                    yield Mention(Aspect.NATIONWIDE, (), *match.span())

    def _spot(self, group: Sequence[Found]) -> Spot:
        return Spot(group[0].begin, group[-1].end, group[0].form)

    # Places that are named in a row play one part.

    def _groups(self) -> Sequence[Sequence[Found]]:
        groups: list[list[Found]] = []
        for found in self._sure:
            if groups and self._joins(groups[-1][-1], found):
                groups[-1].append(found)
            else:
                groups.append([found])
        return [self._narrow(group) for group in groups]

    def _joins(self, one: Found, other: Found) -> bool:
        """Return whether nothing but signs and joining words stands between two places of one form."""
        if other.begin - one.end > LONGEST_BETWEEN or _clash(one.form, other.form):
            return False
        words = self.worded.words[one.last:other.first]
        little = self.reader.words
        return not re.search(r"[.!?;\n•:]", self.worded.text[one.end:other.begin]) and all(
            word.form in little["joining"] or word.form in little["preposition"] for word in words)

    def _narrow(self, group: Sequence[Found]) -> Sequence[Found]:
        """Return a group whose towns stay towns where one word for an area follows several ("Kotkan–Haminan seutu")."""
        return [replace(found, reading=replace(found.reading, has_area_word=False))
                if before and before.place.rank is not Rank.AREA and not before.reading.has_area_word
                and before.form is found.form else found for before, found in zip((None, *group), group, strict=False)]

    # What looks like a name is one where nothing speaks against it.

    @cached_property
    def _sure(self) -> Sequence[Found]:
        found = self._all
        doubtless = [self._holds(item) and (not item.place.cautions or self._has_place_word(item)) for item in found]
        return [item for number, item in enumerate(found)
                if self._holds(item, in_row=any(
                    doubtless[other] and self._joins(found[min(number, other)], found[max(number, other)])
                    for other in (number - 1, number + 1) if 0 <= other < len(found)))]

    def _holds(self, found: Found, *, in_row: bool = False) -> bool:
        """Return whether a name stands for a place here, and not for a person or a thing."""
        if self._is_person(found):
            return False
        letters = self.worded.text[found.start:found.end]
        is_capital = letters[0].isupper() and not (letters.isupper() and len(letters) > 1)
        by_ending = found.form in IN_PLACE and not found.has_preposition
        in_place = by_ending or found.has_preposition and is_capital
        has_word = self._has_place_word(found)
        proved = has_word or in_row
        cautions = found.place.cautions
        if "common" in cautions:
            is_town = found.place.rank in {Rank.MUNICIPALITY, Rank.AREA}
            return has_word or is_capital and (
                in_row or in_place or is_town and not self.worded.opens_sentence(found.start))
        if cautions & {"first_name", "organisation"}:
            return proved or in_place
        if "word" in cautions:
            return proved or is_capital or by_ending
        return found.place.rank is not Rank.DISTRICT or letters[0].isupper() or (
            found.place.language == "fi" and (proved or by_ending))

    def _is_person(self, found: Found) -> bool:
        """Return whether a first name stands before a name, or a capital before one that is a surname."""
        words, text = self.worded.words, self.worded.text
        if not found.first or found.form not in {Form.NAME, Form.OF, Form.SOME} or found.has_preposition:
            return False
        before = words[found.first - 1]
        if text[before.end:found.start] != " " or not text[before.start].isupper():
            return False
        is_surname = "surname" in found.place.cautions and found.place.rank is not Rank.AREA
        return before.form in self.reader.first_names or (
            is_surname and not text[before.start:before.end].isupper()
            and not self.worded.opens_sentence(before.start) and self._read(found.first - 1, found.first) is None)

    def _has_place_word(self, found: Found) -> bool:
        words, little = self.worded.words, self.reader.words
        after = words[found.last].form if found.last < len(words) else ""
        before = words[found.first - 1].form if found.first else ""
        return found.reading.has_area_word or after in little["place"] or before in little["place_before"]

    # Names, the longest first.

    @cached_property
    def _all(self) -> Sequence[Found]:
        found, number = [], 0
        while number < len(self.worded.words):
            item = self._at(number)
            found.extend((*self._shared(item), item) if item else ())
            number = item.last if item else number + 1
        return found

    def _at(self, first: int) -> Found | None:
        """Return the longest name that begins with a word."""
        words = self.worded.words
        longest = self.reader.names.longest.get(words[first].form, 1)
        for last in range(min(first + longest, len(words)), first, -1):
            if last == first + 1 or self._stand_together(first, last):
                reading = self._read(first, last)
                if reading:
                    return self._found(first, last, reading)
        return None

    def _read(self, first: int, last: int) -> Reading | None:
        return self.reader.names.read([word.form for word in self.worded.words[first:last]])

    def _stand_together(self, first: int, last: int) -> bool:
        words, text = self.worded.words[first:last], self.worded.text
        return all(_OF_A_NAME.fullmatch(text[one.end:other.start]) for one, other in zip(words, words[1:], strict=False))

    def _found(self, first: int, last: int, reading: Reading) -> Found:
        words, little = self.worded.words, self.reader.words
        before: Word | None = words[first - 1] if first else None
        preposition = little["preposition"].get(before.form) if before else None
        is_told = preposition is not None and reading.form is Form.NAME
        form = Form[preposition.upper()] if is_told and preposition else reading.form
        end = words[last - 1].end
        if last < len(words) and words[last].form in little["area"] and self._stand_together(last - 1, last + 1) and (
                reading.form in {Form.NAME, Form.OF}):
            reading, end, last = replace(reading, has_area_word=True), words[last].end, last + 1
        begin = before.start if before and is_told else words[first].start
        return Found(first, last, words[first].start, end, reading, form, is_told, begin)

    def _shared(self, found: Found) -> Iterator[Found]:
        """Yield the name that shares its last words with the next one: "Etelä- ja Pohjois-Savo", "North and South Karelia"."""
        words = self.worded.words
        if found.last - found.first < 2 or found.first < 2 or words[found.first - 1].form not in self.reader.words["joining"]:
            return
        start = words[found.first - 2]
        reading = self.reader.names.read([start.form, *(word.form for word in words[found.first + 1:found.last])])
        if reading:
            yield replace(found, first=found.first - 2, last=found.first - 1, start=start.start, end=start.end,
                          begin=start.start, reading=reading)


def open_places(folder: Path, vocabularies: Vocabularies) -> PlaceReader:
    """Open the tables of a folder as a reader of places; a table that is not there holds nothing.

    Args:
        folder: holds the tables ("data/reference/reading"; its SOURCES-places.md says what each holds).
        vocabularies: the regions and municipalities, whose labels are names too.
    """
    by_use: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows(folder / "place_words.csv"):
        by_use[row["use"]].append(row)
    uses = ("preposition", "joining", "area", "place", "place_before")
    return PlaceReader(
        names=open_names(folder, vocabularies, by_use),
        roles=open_roles(rows(folder / "place_cues.csv")),
        words={use: {row["word"]: row["form"] for row in by_use.get(use, ())} for use in uses},
        town_areas={row["code"]: Place(Rank.AREA, tuple(row["region_codes"].split(";")),
                                       tuple(filter(None, row["municipality_codes"].split(";"))))
                    for row in rows(folder / "town_areas.csv")},
        region_of=vocabularies.places.region_of,
        nationwide=dict(_nationwide(rows(folder / "nationwide.csv"))),
        first_names=frozenset(row["name"].casefold() for row in rows(folder / "first_names.csv")))


def _nationwide(table: Sequence[Mapping[str, str]]) -> Iterator[tuple[bool, re.Pattern[str]]]:
    for may_be_partner in (False, True):
        phrases = [phrase(row["phrase"]) for row in table if bool(row["is_adjective"]) is may_be_partner]
        if phrases:
            yield may_be_partner, re.compile(rf"\b(?:{'|'.join(phrases)})\b")


def _clash(one: Form, other: Form) -> bool:
    """Return whether two places stand in different places of a sentence: "from Oulu to Kajaani"."""
    return one is not other and one in IN_PLACE and other in IN_PLACE
