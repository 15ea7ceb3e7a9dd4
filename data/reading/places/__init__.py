"""Where work is to happen, read from an idea in plain words: regions, municipalities, or the whole country."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from data.reading.clauses import covers
from data.reading.mention import Aspect, Mention
from data.reading.phrases import AnyEnding, Phrases, rows_of
from data.reading.places.finds import Found, PlaceFinds, PlaceWords
from data.reading.places.names import Form, Place, PlaceNames, Rank, open_names
from data.reading.places.proofs import PlaceProofs
from data.reading.places.roles import NAMESAKES, PARTNER, REFUSED, Cue, Force, Part, PlaceRoles, Spot, open_cues
from data.reading.places.slips import Slips
from data.reading.words import WordedText
from data.vocabularies.catalogue import Vocabularies

_USES = ("preposition", "joining", "area", "place", "place_before", "contrast")


@dataclass(frozen=True)
class PlaceReader:
    """Finds the places where work is to happen, or which are refused.

    Attributes:
        names: the names of places.
        cues: words that tell the parts that places play.
        little: little words by their use.
        town_areas: the area around a town, by the code of the town.
        region_of: region by municipality.
        nationwide: phrases for the whole country, and whether they may describe a partner instead.
        first_names: names of people, case folded.
    """

    names: PlaceNames
    cues: Phrases[Cue]
    little: PlaceWords
    town_areas: Mapping[str, Place]
    region_of: Mapping[str, str]
    nationwide: Phrases[bool]
    first_names: frozenset[str]

    def find(self, text: str, refused: Sequence[tuple[int, int]] = ()) -> tuple[Mention, ...]:
        """Return the places of work that a text names, and the whole country where it says so, in the text's order.

        Streets, surnames, places that somebody comes from, models, head offices and the like are not among them. A town
        gives its municipality and not its region; an area gives its regions, and its municipalities too where they are
        few and the text does not name some of them.

        Args:
            text: what is read.
            refused: stretches of it that say what is not wanted: all places within are refused, whatever part they
                play. So are those that the text says the work is not in (“this is not Lapland”).
        """
        worded = WordedText(text)
        roles = PlaceRoles(self.cues, self.little["contrast"], worded)
        everywhere = tuple(self._everywhere(roles))
        places = self._places(roles, refused, is_everywhere=bool(everywhere))
        towns = Counter(code for found in places for code in _town(found))
        mentions = (replace(mention, is_refused=is_refused) for found, is_refused in places.items()
                    for mention in self._mentions(found, towns - Counter(_town(found))))
        return tuple(sorted((*everywhere, *mentions), key=lambda mention: (mention.start, mention.aspect)))

    def named(self, text: str) -> tuple[Mention, ...]:
        """Return the places that a few words name, whatever part they play, with a slip or without.

        Names of districts that are words as well are none.
        """
        worded = WordedText(text)
        named = PlaceFinds(self.names, self.little, worded).all
        taken = {number for found in named for number in range(found.first, found.last)}
        slips = ((number, word, self._slips.read(word.letters)) for number, word in enumerate(worded.words)
                 if number not in taken)
        finds = (*named, *(Found(number, number + 1, word.start, word.end, reading, reading.form, word.start)
                           for number, word, reading in slips if reading))
        return tuple(mention for found in finds if found.place.rank is not Rank.DISTRICT or not found.place.cautions
                     for mention in self._mentions(found, ()))

    @cached_property
    def _slips(self) -> Slips:
        return Slips(self.names)

    def _everywhere(self, roles: PlaceRoles) -> Iterator[Mention]:
        words = roles.worded.words
        for found in self.nationwide.all(words):
            start, end = words[found.first].start, words[found.last - 1].end
            spot = Spot(start, start, end, (0, len(roles.worded.text)), Form.NAME)
            parts = roles.parts(spot) if found.value else ()
            if all(part.role != PARTNER for part in parts):
                yield Mention(Aspect.NATIONWIDE, (), start, end)

    def _places(self, roles: PlaceRoles, refused: Sequence[tuple[int, int]], *,
                is_everywhere: bool) -> Mapping[Found, bool]:
        """Return the places of work and those refused, each with whether it is.

        What words beside it, or other places, tell to be no place of work is left out.
        """
        proofs = PlaceProofs(PlaceFinds(self.names, self.little, roles.worded), self.first_names)
        in_rows = _in_rows(proofs)
        spots = _spots(in_rows, len(roles.worded.text))
        parts_of = {found: parts for row, parts in zip(in_rows, map(roles.parts, spots), strict=True) for found in row}
        working = [found for found, parts in parts_of.items() if not parts]
        is_wide = is_everywhere or any(map(_is_area, working))
        holds = {Force.ALWAYS: True, Force.OTHER: is_everywhere or bool(working), Force.WIDER: is_wide}
        denied = {found: _is_denied(found, parts, refused) for found, parts in parts_of.items()}
        return {found: denied[found] for found, parts in parts_of.items()
                if denied[found] or not _is_elsewhere(parts, holds)}

    def _mentions(self, found: Found, towns: Collection[str]) -> Iterator[Mention]:
        """Yield what a name stands for beside the towns that the text names besides."""
        place = _place_meant(found, towns)
        if place is None:
            return
        if found.reading.has_area_word and not place.regions:
            place = self._area_around(place)
        if place.regions:
            yield Mention(Aspect.REGION, place.regions, found.start, found.end, alternatives=place.alternatives)
        if place.municipalities and not (place.regions and any(code in towns for code in place.municipalities)):
            yield Mention(Aspect.MUNICIPALITY, place.municipalities, found.start, found.end,
                          alternatives=() if place.regions else place.alternatives)

    def _area_around(self, place: Place) -> Place:
        """Return the area around a town; where the area is large it is named with the town alone."""
        town = place.municipalities[0]
        area = self.town_areas.get(town, Place(Rank.AREA, tuple(filter(None, (self.region_of.get(town),)))))
        return replace(area, municipalities=area.municipalities or place.municipalities)


def open_places(folder: Path, vocabularies: Vocabularies) -> PlaceReader:
    """Open the tables of a folder as a reader of places; a table that is not there holds nothing.

    Args:
        folder: holds the tables ("data/reference/reading"; its SOURCES-places.md says what each holds).
        vocabularies: the regions and municipalities, whose labels are names too.
    """
    by_use: defaultdict[str, list[Mapping[str, str]]] = defaultdict(list)
    for row in rows_of(folder / "place_words.csv"):
        by_use[row["use"]].append(row)
    return PlaceReader(
        names=open_names(folder, vocabularies, by_use),
        cues=open_cues(rows_of(folder / "place_cues.csv")),
        little={use: {row["word"]: row["form"] for row in by_use[use]} for use in _USES},
        town_areas={row["code"]: Place(Rank.AREA, tuple(row["region_codes"].split(";")),
                                       tuple(filter(None, row["municipality_codes"].split(";"))))
                    for row in rows_of(folder / "town_areas.csv")},
        region_of=vocabularies.places.region_of,
        nationwide=Phrases(((row["phrase"], bool(row["is_adjective"])) for row in rows_of(folder / "nationwide.csv")),
                           AnyEnding()),
        first_names=frozenset(row["name"].casefold() for row in rows_of(folder / "first_names.csv")))


def _is_area(found: Found) -> bool:
    return found.place.rank is Rank.AREA or found.reading.has_area_word


def _in_rows(proofs: PlaceProofs) -> Sequence[Sequence[Found]]:
    """Return the places by the rows they are named in: those of a row play one part."""
    in_rows: list[list[Found]] = []
    for found in proofs.places:
        if in_rows and proofs.stand_in_row(in_rows[-1][-1], found):
            in_rows[-1].append(_narrow(in_rows[-1][-1], found))
        else:
            in_rows.append([found])
    return in_rows


def _spots(in_rows: Sequence[Sequence[Found]], length: int) -> Iterator[Spot]:
    """Yield where the rows stand, each with the space up to those beside it."""
    for number, row in enumerate(in_rows):
        first, last = row[0], row[-1]
        later = in_rows[number + 1][0] if number + 1 < len(in_rows) else None
        space = in_rows[number - 1][-1].end if number else 0, later.begin if later else length
        reaches_later = later is not None and later.form is Form.TO and later.first - last.last <= 1
        yield Spot(first.begin, first.start, last.end, space, first.form, is_extent=reaches_later)


def _narrow(before: Found, found: Found) -> Found:
    """Return a town as a town where the word for an area belongs to the town before too ("Kotkan–Haminan seutu")."""
    is_shared = not _is_area(before) and before.form is found.form
    return replace(found, reading=replace(found.reading, has_area_word=False)) if is_shared else found


def _is_denied(found: Found, parts: frozenset[Part], refused: Sequence[tuple[int, int]]) -> bool:
    roles = {part.role for part in parts}
    return REFUSED in roles or (covers(refused, found.start, found.end) and roles.isdisjoint(NAMESAKES))


def _is_elsewhere(parts: frozenset[Part], holds: Mapping[Force, bool]) -> bool:
    return any(holds[part.force] for part in parts if part.role != PARTNER)


def _town(found: Found) -> Sequence[str]:
    """Return the municipality that a name stands for; none for an area, or a district of one of several."""
    codes = {code for place in found.reading.places for code in place.municipalities}
    is_doubtful = found.place.rank is Rank.DISTRICT and len(codes) > 1
    return () if _is_area(found) or is_doubtful else found.place.municipalities


def _place_meant(found: Found, towns: Collection[str]) -> Place | None:
    """Return what a name stands for beside towns; None where nothing tells which of several districts it is."""
    if found.place.rank is Rank.AREA:
        return found.place
    readings = [place for place in found.reading.places if place.rank is not Rank.AREA]
    beside = [place for place in readings if any(code in towns for code in place.municipalities)]
    place = beside[0] if beside else found.place
    others = tuple(dict.fromkeys(code for other in readings for code in other.municipalities
                                 if code not in place.municipalities))
    if others and not beside and place.rank is Rank.DISTRICT:
        return None
    return replace(place, alternatives=tuple(dict.fromkeys((*place.alternatives, *others))))
