"""Names of places, found in words with the endings of Finnish and the compounds of Swedish."""

from __future__ import annotations

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from enum import IntEnum
from functools import cached_property
from pathlib import Path

from data.reading.phrases import rows_of
from data.vocabularies.catalogue import Vocabularies

SHORTEST_OF_COMPOUND = 3
SHORTEST_WITHOUT_DOTS = 6

_SHORT_STEM = 2
_SIGNS = re.compile(r"[\W_]+")
_DOTS = str.maketrans("åäöé", "aaoe")

WordsByUse = Mapping[str, Sequence[Mapping[str, str]]]


class Rank(IntEnum):
    """What kind of place a name stands for: where one name stands for several, the first counts."""

    MUNICIPALITY = 0
    AREA = 1
    FORMER = 2
    DISTRICT = 3


class Form(IntEnum):
    """How a place stands in a sentence: by its case in Finnish, by its preposition elsewhere."""

    NAME = 0
    OF = 1
    IN = 2
    FROM = 3
    TO = 4
    SOME = 5
    ADJECTIVE = 6


IN_PLACE = (Form.IN, Form.FROM, Form.TO)


@dataclass(frozen=True, slots=True)
class Place:
    """What a name stands for.

    Attributes:
        rank: the kind of place.
        regions, municipalities: codes; an area has regions, and municipalities too where it is made of a few.
        alternatives: codes of the same kind that the name could mean besides.
        language: ISO 639-1 code of the name.
        cautions: why the name alone is no proof ("common", "word", "first_name", "surname").
    """

    rank: Rank
    regions: tuple[str, ...] = ()
    municipalities: tuple[str, ...] = ()
    alternatives: tuple[str, ...] = ()
    language: str = ""
    cautions: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Reading:
    """What words stand for.

    Attributes:
        places: the places of that name, best rank first.
        form: their form, as far as the ending tells.
        has_area_word: whether the word itself says that an area around the place is meant ("Vasanejden").
    """

    places: tuple[Place, ...]
    form: Form = Form.NAME
    has_area_word: bool = False


@dataclass
class PlaceNames:
    """Names of places by their words.

    Attributes:
        whole: names and forms of names as they are written, normalised, with their form.
        stems: what an ending must follow; `adjective_stems`: what the ending of an adjective must follow ("-lainen").
        compounds: what a Swedish compound begins with.
        endings: form by ending.
        tails: what a Swedish compound goes on with; whether it makes an area of the place.
        longest: most words of a name, by its first word.
    """

    endings: Mapping[str, Form]
    tails: Mapping[str, bool]
    whole: dict[str, tuple[list[Place], Form]] = field(default_factory=dict)
    stems: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    adjective_stems: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    compounds: defaultdict[str, list[Place]] = field(default_factory=lambda: defaultdict(list))
    longest: dict[str, int] = field(default_factory=dict)

    @cached_property
    def longest_ending(self) -> int:
        """Letters of the longest ending."""
        return max(map(len, self.endings), default=0)

    def add(self, name: str, place: Place, row: Mapping[str, str]) -> None:
        """Add a name, with the row of the table of stems, which may be empty."""
        self._add_whole(_key(name), place, Form.NAME)
        for form in _split(row.get("forms", "")):
            self._add_whole(_key(form), place, self._form_of(form))
        for column, stems in (("stems", self.stems), ("adjective_stems", self.adjective_stems)):
            for stem in map(_key, _split(row.get(column, ""))):
                self._note_length(stem)
                for key in _with_and_without_dots(stem):
                    stems[key].append(place)
        if place.language == "sv":
            if place.rank is not Rank.DISTRICT or "common" not in place.cautions:
                self.compounds[_key(name)].append(place)
            self._add_whole(_key(name) + "s", place, Form.OF)

    def read(self, words: Sequence[str]) -> Reading | None:
        """Return what words stand for together, all of them; None if that is no place."""
        head, last = " ".join((*words[:-1], "")), words[-1]
        if head + last in self.whole:
            places, form = self.whole[head + last]
            return Reading(tuple(places), form)
        return self._with_ending(head, last) or (None if head.strip() else self._compound(last))

    def _with_ending(self, head: str, last: str) -> Reading | None:
        for cut in range(len(last) - 1, max(len(last) - self.longest_ending, 2) - 1, -1):
            form = self.endings.get(last[cut:])
            if form is not None and _fits(last[:cut], last[cut:]):
                stems = self.adjective_stems if form is Form.ADJECTIVE else self.stems
                if places := stems.get(head + last[:cut]):
                    return Reading(tuple(places), form)
        return None

    def _compound(self, word: str) -> Reading | None:
        for cut in range(len(word) - 3, SHORTEST_OF_COMPOUND - 1, -1):
            if word[:cut] in self.compounds:
                tail = word[cut:].removeprefix("s") if word[cut:] not in self.tails else word[cut:]
                known = [is_area for start, is_area in self.tails.items() if tail.startswith(start)]
                if known:
                    return Reading(tuple(self.compounds[word[:cut]]), Form.NAME, has_area_word=any(known))
        return None

    def _add_whole(self, name: str, place: Place, form: Form) -> None:
        self._note_length(name)
        for key in _with_and_without_dots(name):
            self.whole.setdefault(key, ([], form))[0].append(place)

    def _note_length(self, key: str) -> None:
        first, *rest = key.split()
        for start in _with_and_without_dots(first):
            self.longest[start] = max(self.longest.get(start, 1), 1 + len(rest))

    def _form_of(self, form: str) -> Form:
        return next((self.endings[form[cut:]] for cut in range(len(form) - 5, len(form))
                     if form[cut:] in self.endings), Form.NAME)


def open_names(folder: Path, vocabularies: Vocabularies, words: WordsByUse) -> PlaceNames:
    """Return the names of the tables of a folder, and of the vocabularies.

    Args:
        folder: holds area_names.csv, former_municipalities.csv, municipality_names.csv, place_stems.csv,
            ambiguous_names.csv; a table that is not there holds nothing.
        vocabularies: the regions and municipalities, whose labels are names too.
        words: the rows of place_words.csv by their use.
    """
    names = PlaceNames(dict(_endings(words)), {row["word"]: row["form"] == "area" for row in words.get("tail", ())})
    stems = {_key(row["name"]): row for row in rows_of(folder / "place_stems.csv")}
    ambiguous = rows_of(folder / "ambiguous_names.csv")
    cautions = {_key(row["name"]): frozenset(_split(row["cautions"])) for row in ambiguous}
    for name, place in sorted(_named_places(folder, vocabularies, cautions), key=lambda pair: pair[1].rank):
        names.add(name, place, stems.get(_key(name), {}) if place.language == "fi" else {})
    return names


def _endings(words: WordsByUse) -> Iterator[tuple[str, Form]]:
    """Yield the endings, alone and with the little words that grow on to them ("Turussa-kin")."""
    clitics = [row["word"] for row in words.get("clitic", ())]
    for row in words.get("ending", ()):
        for clitic in ("", *clitics):
            yield row["word"] + clitic, Form[row["form"].upper()]
    yield from ((clitic, Form.NAME) for clitic in clitics)


def _named_places(folder: Path, vocabularies: Vocabularies,
                  cautions: Mapping[str, frozenset[str]]) -> Iterator[tuple[str, Place]]:
    def place(rank: Rank, name: str, language: str, codes: Mapping[str, Sequence[str]]) -> tuple[str, Place]:
        return name, Place(rank, **{key: tuple(value) for key, value in codes.items()}, language=language,
                           cautions=cautions.get(_key(name), frozenset()))

    for code, term in vocabularies.places.municipalities.terms.items():
        yield from (place(Rank.MUNICIPALITY, label, language, {"municipalities": (code,)})
                    for language, label in term.labels.texts.items() if label.strip())
    areas = rows_of(folder / "area_names.csv")
    named = {_key(row["name"]) for row in areas}
    for code, term in vocabularies.places.regions.terms.items():
        yield from (place(Rank.AREA, label, language, {"regions": (code,)})
                    for language, label in term.labels.texts.items() if _key(label) not in named)
    for row in areas:
        yield place(Rank.AREA, row["name"], row["language"], {
            "regions": _split(row["region_codes"]), "municipalities": _split(row["municipality_codes"]),
            "alternatives": _split(row["alternative_codes"])})
    for row in rows_of(folder / "former_municipalities.csv"):
        yield place(Rank.FORMER, row["name"], row["language"], {
            "municipalities": (row["code"],), "alternatives": _split(row["alternative_codes"])})
    for row in rows_of(folder / "municipality_names.csv"):
        rank = Rank.DISTRICT if row["kind"] == "district" else Rank.MUNICIPALITY
        yield place(rank, row["name"], row["language"], {"municipalities": (row["code"],)})


def _split(cell: str) -> Sequence[str]:
    return [part for part in cell.split(";") if part]


def _key(name: str) -> str:
    """Return the words of a name, normalised, one space between: "S:t Michel" is "s t michel"."""
    return _SIGNS.sub(" ", unicodedata.normalize("NFC", name).casefold()).strip()


def _with_and_without_dots(key: str) -> Sequence[str]:
    plain = key.translate(_DOTS)
    return (key,) if plain == key or len(key) < SHORTEST_WITHOUT_DOTS else (key, plain)


def _fits(stem: str, ending: str) -> bool:
    """Return whether an ending can follow a stem: the illative lengthens its last letter ("Turku-un").

    A stem of two letters takes long endings and the genitive only: "Iissä" and "Iin", but not "Iina".
    """
    bare = ending.removeprefix("h")
    is_illative = len(bare) > 1 and bare[0] in "aeiouyäö" and bare[1] == "n"
    is_told = len(stem) > _SHORT_STEM or len(ending) > _SHORT_STEM or ending == "n"
    return is_told and (not is_illative or bare[0] == stem[-1])
