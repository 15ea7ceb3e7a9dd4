"""Reading an idea in plain words: everything that is understood of it, each with the words it came from."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import chain

from data.reading.clauses import covers
from data.reading.composed import ComposedText, compose
from data.reading.kinds import KindReader, open_kinds
from data.reading.languages import SPEAKERS, LanguageReader, open_languages
from data.reading.mention import Aspect, Mention, Understanding
from data.reading.people import GROUP, PeopleReader, open_people
from data.reading.places import PlaceReader, open_places
from data.reading.refusals import RefusalReader, open_refusals
from data.reading.themes import ThemeReader, mentions_of, open_themes
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.languages import language_name
from data.wording.texts import LANGUAGES, Labels, render, text

NO_PEOPLE = Vocabulary("people", GROUP, {})


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

    def read(self, words: str) -> Understanding:
        """Return what is understood of a text; what it refuses is marked so."""
        if unicodedata.is_normalized("NFC", words):
            return Understanding(self._mentions(words))
        composed = compose(words)
        return Understanding(tuple(_moved(mention, composed) for mention in self._mentions(composed.text)))

    def _mentions(self, words: str) -> tuple[Mention, ...]:
        themes = self.vocabularies.themes
        found = mentions_of(words, themes) if self.tables is None else _read(words, themes, self.tables)
        return tuple(sorted(found, key=lambda mention: (mention.start, mention.end, mention.aspect)))

    def named(self, words: str) -> tuple[Mention, ...]:
        """Return the kinds of actors, places and themes that a few words name, asked for or not: what a search says.

        Kinds and places may be written with a slip.
        """
        themes = mentions_of(words, self.vocabularies.themes)
        if self.tables is not None:
            named = (*self.tables.kinds.named(words), *self.tables.places.named(words), *themes)
            slips = (slip for slip in self.tables.kinds.slips(words)
                     if not any(one.start < slip.end and slip.start < one.end for one in named))
            return (*slips, *named)
        aspects = (Aspect.KIND, Aspect.REGION, Aspect.MUNICIPALITY)
        return (*(Mention(aspect, (one.code,), one.start, one.end) for aspect in aspects
                  for one in self.vocabulary(aspect).mentions_in(words)), *themes)

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
        return self.vocabulary(aspect).labels(code)

    def vocabulary(self, aspect: Aspect) -> Vocabulary:
        """Return the codes of an aspect; languages, which have no vocabulary, stand in `languages`."""
        places = self.vocabularies.places
        return {Aspect.REGION: places.regions, Aspect.MUNICIPALITY: places.municipalities,
                Aspect.KIND: self.vocabularies.sectors, Aspect.THEME: self.vocabularies.themes,
                Aspect.PEOPLE: self.tables.people.groups if self.tables else NO_PEOPLE}[aspect]

    @property
    def languages(self) -> frozenset[str]:
        """The codes of languages that texts are read for."""
        return self.tables.languages.codes if self.tables else frozenset()

    def _people(self, code: str) -> Labels:
        if code.startswith(SPEAKERS):
            speakers = text("Speakers of {language}", language=language_name(code.removeprefix(SPEAKERS)))
            return Labels({language: render(speakers, language) for language in LANGUAGES})
        return self.vocabulary(Aspect.PEOPLE).labels(code)


def _read(text: str, themes: Vocabulary, tables: Tables) -> Iterator[Mention]:
    refused = tables.refusals.spans(text)
    languages, kinds = tables.languages.find(text), tables.kinds.find(text, refused)
    wanted = {(kind.start, kind.end) for kind in kinds}
    not_themes = [*(name for name in tables.kinds.names(text) if name not in wanted),
                  *((language.start, language.end) for language in languages)]
    for mention in chain(tables.themes.find(text, themes, not_themes), languages, tables.people.find(text)):
        yield replace(mention, is_refused=covers(refused, mention.start, mention.end))
    # Places and kinds tell refusals themselves.
    yield from tables.places.find(text, (*refused, *tables.refusals.corrected(text)))
    yield from kinds


def _moved(mention: Mention, composed: ComposedText) -> Mention:
    """Return a mention in a composed text as it stands in the text before."""
    start, end = composed.span(mention.start, mention.end)
    return replace(mention, start=start, end=end)


def open_reader(vocabularies: Vocabularies) -> Reader:
    """Return the reader of a vocabulary, with the tables that it brings.

    Raises:
        OSError: a table is missing.
    """
    folder = vocabularies.reading
    if folder is None:
        return Reader(vocabularies)
    languages = open_languages(folder)
    return Reader(vocabularies, Tables(
        open_places(folder, vocabularies), open_kinds(folder, vocabularies), languages, open_people(folder, languages),
        open_refusals(folder), open_themes(folder)))
