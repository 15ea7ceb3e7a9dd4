"""The vocabularies as answers: which there are, and their terms."""

from __future__ import annotations

from datetime import date

from pydantic import Field

from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import RegionModel
from data.vocabularies.vocabulary import Former, Term, Vocabulary
from data.wording.texts import render
from service.schemas.base import CodeLabel, Schema


class VocabularySummary(Schema):
    """A vocabulary in short."""

    name: str
    terms: int = Field(description="How many terms it has.")
    kind: str | None = Field(description="For a division into areas: what the areas are for.")
    valid_from: date | None
    valid_until: date | None


class VocabularyList(Schema):
    """The vocabularies of the network."""

    name: str
    version: str
    languages: list[str]
    vocabularies: list[VocabularySummary]


class AreaEntry(Schema):
    """The area that a municipality belongs to, in the division of one kind."""

    kind: str = Field(examples=["regional_authority"])
    vocabulary: str = Field(examples=["edc"])
    area: CodeLabel


class TermEntry(Schema):
    """One term of a vocabulary."""

    code: str
    label: str
    labels: dict[str, str] = Field(description="The name per language, ISO 639-1.")
    broader: str | None
    group: str | None
    synonyms: list[str]
    definition: str | None
    region: CodeLabel | None = Field(description="For a municipality, the region it belongs to.")
    areas: list[AreaEntry] = Field(description="For a municipality, the areas it belongs to on the day.")


class VocabularyTerms(Schema):
    """A vocabulary with its terms, in their own order."""

    name: str
    as_of: date
    terms: list[TermEntry]


class Meaning(Schema):
    """What a word stands for in a vocabulary."""

    vocabulary: str
    word: str
    as_of: date
    term: TermEntry


class KeywordEntry(Schema):
    """A keyword that profiles carry."""

    word: str
    profiles: int = Field(description="How many carry it.")
    theme: CodeLabel | None = Field(description="The theme that may be meant.")


class KeywordList(Schema):
    """The keywords of the network, the commonest first."""

    keywords: list[KeywordEntry]


def summarise(vocabularies: Vocabularies) -> VocabularyList:
    """Return which vocabularies there are."""
    return VocabularyList(
        name=vocabularies.name, version=vocabularies.version, languages=list(vocabularies.languages),
        vocabularies=[_summary(name, vocabulary, vocabularies.places)
                      for name, vocabulary in vocabularies.by_name().items()],
    )


def _summary(name: str, vocabulary: Vocabulary, places: RegionModel) -> VocabularySummary:
    table = next((table for table in places.tables if table.id == name), None)
    return VocabularySummary(
        name=name, terms=len(vocabulary), kind=table.kind if table else None,
        valid_from=table.valid_from if table else None, valid_until=table.valid_until if table else None,
    )


def list_terms(vocabulary: Vocabulary, places: RegionModel, as_of: date, language: str,
               mentioned_in: str | None = None) -> VocabularyTerms:
    """Return the terms of a vocabulary, or those that a text speaks of.

    Args:
        vocabulary: sectors, themes, regions, municipalities or areas.
        places: the region model of the same set.
        as_of: the day for which the areas of municipalities are told.
        language: of the labels, ISO 639-1.
        mentioned_in: the text, in any language of the vocabulary; None for all terms.
    """
    is_municipal = vocabulary is places.municipalities
    codes = vocabulary.terms if mentioned_in is None else vocabulary.codes_in(mentioned_in)
    entries = [_entry(vocabulary[code], places if is_municipal else None, as_of, language) for code in codes]
    return VocabularyTerms(name=vocabulary.name, as_of=as_of, terms=entries)


def former_entry(former: Former, places: RegionModel, as_of: date, language: str) -> TermEntry:
    """Return a municipality of former days as one was told it then, with the areas that its place belonged to."""
    home = former.successors[0]
    return TermEntry(code=former.code, label=former.name, labels={}, broader=None, group=None, synonyms=[],
                     definition=None, region=_label(places.regions, places.region_of[home], language),
                     areas=_areas(home, places, as_of, language))


def _entry(term: Term, places: RegionModel | None, as_of: date, language: str) -> TermEntry:
    return TermEntry(
        code=term.code,
        label=render(term.labels, language),
        labels=dict(term.labels.texts),
        broader=term.broader or None,
        group=term.group or None,
        synonyms=list(term.synonyms),
        definition=render(term.definition, language) or None,
        region=_label(places.regions, places.region_of[term.code], language) if places else None,
        areas=_areas(term.code, places, as_of, language) if places else [],
    )


def _areas(municipality: str, places: RegionModel, as_of: date, language: str) -> list[AreaEntry]:
    tables = [table for kind in places.kinds if (table := places.table(kind, as_of))]
    return [AreaEntry(kind=table.kind, vocabulary=table.id,
                      area=_label(table.areas, table.members[municipality], language))
            for table in tables if municipality in table.members]


def _label(vocabulary: Vocabulary, code: str, language: str) -> CodeLabel:
    return CodeLabel(code=code, label=render(vocabulary.labels(code), language))
