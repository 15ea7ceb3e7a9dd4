"""Reading an idea in plain words: everything that is understood of it, each with the words it came from."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from data.reading.clauses import covers
from data.reading.kinds import KindReader, open_kinds
from data.reading.languages import LanguageReader, open_languages
from data.reading.mention import Aspect, Mention, Understanding
from data.reading.people import PeopleReader, open_people
from data.reading.places import PlaceReader, open_places
from data.reading.refusals import RefusalReader, open_refusals
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import language_name
from data.wording.texts import Labels

SPEAKERS = "speakers:"


@dataclass(frozen=True)
class Tables:
    """The readers that rest on tables of their own."""

    places: PlaceReader
    kinds: KindReader
    languages: LanguageReader
    people: PeopleReader
    refusals: RefusalReader


@dataclass(frozen=True)
class Reader:
    """Reads texts in the languages of a vocabulary.

    Attributes:
        vocabularies: the codes.
        tables: None where the vocabulary brings none: then only themes are read.
    """

    vocabularies: Vocabularies
    tables: Tables | None = None

    def read(self, text: str) -> Understanding:
        """Return what is understood of a text; what it refuses is marked so."""
        found = list(self._themes(text))
        if self.tables is not None:
            tables = self.tables
            found += chain(tables.places.find(text), tables.languages.find(text), tables.people.find(text))
            refused = tables.refusals.spans(text)
            found = [replace(one, is_refused=covers(refused, one.start, one.end)) for one in found]
            found += tables.kinds.find(text)  # which tells refusals itself
        return Understanding(tuple(sorted(found, key=lambda mention: (mention.start, mention.end, mention.aspect))))

    def people_in(self, text: str) -> frozenset[str]:
        """Return the codes of the people that a text speaks of, wanted or not."""
        found = self.tables.people.find(text) if self.tables is not None else ()
        return frozenset(code for mention in found for code in mention.codes)

    def label(self, aspect: Aspect, code: str) -> Labels:
        """Return the name of what a mention stands for; a code that nothing is known of is its own name."""
        if aspect is Aspect.PEOPLE:
            return self._people(code)
        if aspect is Aspect.LANGUAGE:
            return language_name(code)
        places = self.vocabularies.places
        vocabulary = {Aspect.REGION: places.regions, Aspect.MUNICIPALITY: places.municipalities,
                      Aspect.KIND: self.vocabularies.sectors, Aspect.THEME: self.vocabularies.themes}[aspect]
        return vocabulary.labels(code)

    def _people(self, code: str) -> Labels:
        if code.startswith(SPEAKERS):
            return language_name(code.removeprefix(SPEAKERS))
        return Labels(self.tables.people.labels.get(code, {"": code}) if self.tables else {"": code})

    def _themes(self, text: str) -> Iterator[Mention]:
        found = self.vocabularies.themes.mentions_in(text)
        return (Mention(Aspect.THEME, (one.code,), one.start, one.end) for one in found)


def open_reader(vocabularies: Vocabularies) -> Reader:
    """Return the reader of a vocabulary, with the tables that it brings.

    Raises:
        OSError: a table is missing.
    """
    folder = vocabularies.reading
    if folder is None:
        return Reader(vocabularies)
    return Reader(vocabularies, Tables(
        open_places(folder, vocabularies), open_kinds(folder, vocabularies), open_languages(folder),
        open_people(folder), open_refusals(folder)))
