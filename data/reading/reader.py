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
from data.reading.themes import ThemeReader, mentions_of, open_themes
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
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
    themes: ThemeReader


@dataclass(frozen=True)
class Reader:
    """Reads texts in the languages of a vocabulary.

    Attributes:
        vocabularies: the codes.
        tables: None where the vocabulary brings none: then only themes are read, wherever their names stand.
    """

    vocabularies: Vocabularies
    tables: Tables | None = None

    def read(self, text: str) -> Understanding:
        """Return what is understood of a text; what it refuses is marked so."""
        themes = self.vocabularies.themes
        found = mentions_of(text, themes) if self.tables is None else _read(text, themes, self.tables)
        return Understanding(tuple(sorted(found, key=lambda mention: (mention.start, mention.end, mention.aspect))))

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


def _read(text: str, themes: Vocabulary, tables: Tables) -> Iterator[Mention]:
    languages, kinds = tables.languages.find(text), tables.kinds.find(text)
    wanted = {(kind.start, kind.end) for kind in kinds}
    not_themes = [*(name for name in tables.kinds.names(text) if name not in wanted),
                  *((language.start, language.end) for language in languages)]
    refused = tables.refusals.spans(text)
    for mention in chain(tables.themes.find(text, themes, not_themes), tables.places.find(text), languages,
                         tables.people.find(text)):
        yield replace(mention, is_refused=covers(refused, mention.start, mention.end))
    yield from kinds  # of which the reader of kinds tells which are refused


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
        open_people(folder), open_refusals(folder), open_themes(folder)))
