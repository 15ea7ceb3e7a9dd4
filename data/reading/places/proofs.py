"""Whether what looks like the name of a place is one: many are words, surnames or first names as well."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property

from data.reading.places.finds import Found, PlaceFinds
from data.reading.places.names import IN_PLACE, Form, Rank

LONGEST_BETWEEN = 30  # characters between two places that are named in a row

_BREAK = re.compile(r"[.!?;\n•:]")


@dataclass(frozen=True)
class PlaceProofs:
    """Tells the names of places in one text from words and people.

    Attributes:
        finds: what looks like names.
        first_names: names of people, case folded.
    """

    finds: PlaceFinds
    first_names: frozenset[str]

    @cached_property
    def places(self) -> Sequence[Found]:
        """The names that stand for places, in the order of the text."""
        return [found for row in self._rows() for found in self._proved(row)]

    def _proved(self, row: Sequence[Found]) -> Sequence[Found]:
        """Return those of a row that stand for places: one without doubt proves the others."""
        in_row = any(map(self._is_doubtless, row))
        return [found for found in row if self._holds(found, in_row=in_row)]

    def _rows(self) -> Sequence[Sequence[Found]]:
        """Return what looks like names by the rows they are named in."""
        in_rows: list[list[Found]] = []
        for found in self.finds.all:
            if in_rows and self.stand_in_row(in_rows[-1][-1], found):
                in_rows[-1].append(found)
            else:
                in_rows.append([found])
        return in_rows

    def stand_in_row(self, one: Found, other: Found) -> bool:
        """Return whether nothing but signs and joining words stands between two places, and both stand alike."""
        text, little = self.finds.worded, self.finds.little
        if other.begin - one.end > LONGEST_BETWEEN or _clash(one.form, other.form):
            return False
        return not _BREAK.search(text.text[one.end:other.begin]) and all(
            word.letters in little["joining"] or word.letters in little["preposition"]
            for word in text.words[one.last:other.first])

    def _is_doubtless(self, found: Found) -> bool:
        return self._holds(found, in_row=False) and (
            not found.place.cautions or self.finds.has_place_word(found))

    def _holds(self, found: Found, *, in_row: bool) -> bool:
        """Return whether a name stands for a place here, and not for a person or a thing."""
        if self._is_person(found):
            return False
        letters = self.finds.worded.text[found.start:found.end]
        by_ending = found.form in IN_PLACE and not found.has_preposition
        is_capital = letters[0].isupper() and (by_ending or not letters.isupper())
        has_word = self.finds.has_place_word(found)
        in_place = by_ending or (found.has_preposition and is_capital)
        cautions = found.place.cautions | self._cautions_of_names(found)
        if "common" in cautions:
            return has_word or (is_capital and (in_row or in_place or self._is_town_inside(found)))
        if cautions & {"first_name", "organisation"}:
            return has_word or in_row or in_place
        if "word" in cautions:
            return has_word or in_row or is_capital or by_ending
        is_finnish = found.place.language == "fi" and (has_word or in_row or by_ending)
        return found.place.rank is not Rank.DISTRICT or letters[0].isupper() or is_finnish

    def _cautions_of_names(self, found: Found) -> frozenset[str]:
        return frozenset(("first_name",) if self.finds.worded.words[found.first].letters in self.first_names else ())

    def _is_town_inside(self, found: Found) -> bool:
        """Return whether a town or an area is named inside a sentence, where a capital tells that it is a name."""
        return found.place.rank in {Rank.MUNICIPALITY, Rank.AREA} and not self.finds.worded.opens_sentence(found.first)

    def _is_person(self, found: Found) -> bool:
        """Return whether a first name stands before a name, or some capital before one that is a surname."""
        worded = self.finds.worded
        if not found.first or found.has_preposition or found.form not in {Form.NAME, Form.OF, Form.SOME}:
            return False
        before = worded.words[found.first - 1]
        if worded.text[before.end:found.start] != " ":
            return False
        is_surname = "surname" in found.place.cautions and self._may_be_first_name(found.first - 1)
        return is_surname or before.letters in self.first_names

    def _may_be_first_name(self, number: int) -> bool:
        worded = self.finds.worded
        word = worded.words[number]
        is_name = worded.text[word.start].isupper() and not worded.text[word.start:word.end].isupper()
        return is_name and not worded.opens_sentence(number) and self.finds.read(number, number + 1) is None


def _clash(one: Form, other: Form) -> bool:
    """Return whether two places stand in different parts of a sentence: "from Oulu to Kajaani"."""
    return one is not other and one in IN_PLACE and other in IN_PLACE
