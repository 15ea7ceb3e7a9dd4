"""Vocabularies: listed, shown as trees, and looked up."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from datetime import date

from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import Text, render, text, texts
from service.cli.layout import INDENT
from service.cli.shell import Shell
from service.errors import UnknownVocabulary
from service.runtime.loading import vocabularies_of
from service.schemas.vocabularies import (
    Meaning,
    TermEntry,
    VocabularyList,
    VocabularyTerms,
    former_entry,
    list_terms,
    summarise,
)

# Kinds of areas that have a name of their own; another country's are shown by their code.
AREA_NAMES: Mapping[str, Text] = {
    "regional_authority": text("regional authority"),
    "wellbeing_county": text("wellbeing services county"),
    "employment_area": text("employment area"),
}


def list_vocabularies(shell: Shell) -> None:
    """Show what vocabularies there are."""
    answer = summarise(vocabularies_of(shell.settings))
    shell.answer(answer, lambda: _show_list(answer, shell))


def _show_list(answer: VocabularyList, shell: Shell) -> None:
    for item in answer.vocabularies:
        shell.out.say(shell.words(texts("{name}: {count} term", "{name}: {count} terms", count=item.terms,
                                        name=item.name)))
    shell.out.say("")
    shell.out.say(shell.words(text("One of them: kumppani vocabulary {name}", name=answer.vocabularies[0].name)))


def show_tree(shell: Shell, name: str, as_of: date, mentioned_in: str | None) -> None:
    """Show a vocabulary with narrower terms below broader ones, or only the terms that a text speaks of.

    Raises:
        UnknownVocabulary: there is none of this name.
    """
    vocabularies = vocabularies_of(shell.settings)
    vocabulary = _find(vocabularies, name)
    answer = list_terms(vocabulary, vocabularies.places, as_of, shell.language, mentioned_in)
    if mentioned_in is None:
        shell.answer(answer, lambda: _show_tree(answer, vocabulary, shell))
    else:
        shell.answer(answer, lambda: _show_mentions(answer, shell))


def _find(vocabularies: Vocabularies, name: str) -> Vocabulary:
    choices = vocabularies.by_name()
    if name not in choices:
        raise UnknownVocabulary(text("There is no vocabulary “{name}”.", name=name), "",
                                text("Choose one of these: {names}.", names=tuple(choices)))
    return choices[name]


def _show_tree(answer: VocabularyTerms, vocabulary: Vocabulary, shell: Shell, broader: str | None = None) -> None:
    for term in answer.terms:
        if term.broader == broader:
            depth = len(vocabulary.ancestors(term.code))
            shell.out.paragraph(f"{term.code}: {term.label}", indent=INDENT * depth)
            _show_tree(answer, vocabulary, shell, term.code)


def _show_mentions(answer: VocabularyTerms, shell: Shell) -> None:
    for term in answer.terms:
        shell.out.paragraph(f"{term.code}: {term.label}")
    if not answer.terms:
        shell.out.say(shell.words(text("The text speaks of none of them.")))


def look_up(shell: Shell, name: str, word: str, as_of: date) -> None:
    """Show what a word stands for.

    Raises:
        UnknownVocabulary: there is none of this name.
        UnknownCode, AmbiguousCode: the word stands for nothing, or for several terms.
    """
    vocabularies = vocabularies_of(shell.settings)
    vocabulary = _find(vocabularies, name)
    answer = Meaning(vocabulary=name, word=word, as_of=as_of,
                     term=_term(vocabulary, vocabularies, word, as_of, shell.language))
    shell.answer(answer, lambda: _show_meaning(answer, vocabulary, shell))


def _term(vocabulary: Vocabulary, vocabularies: Vocabularies, word: str, as_of: date, language: str) -> TermEntry:
    former = vocabulary.former_on(word, as_of)
    if former:
        return former_entry(former, vocabularies.places, as_of, language)
    code = vocabulary.resolve(word)
    terms = list_terms(vocabulary, vocabularies.places, as_of, language).terms
    return next(term for term in terms if term.code == code)


def _show_meaning(answer: Meaning, vocabulary: Vocabulary, shell: Shell) -> None:
    shell.out.say(f"{answer.term.code}: {answer.term.label}", style="bold")
    for title, words in _details(answer.term, vocabulary, shell.language):
        if words:
            shell.out.paragraph(f"{render(title, shell.language)}: {words}", indent=INDENT)
    if answer.term.areas:
        shell.out.paragraph(shell.words(text("as of {day}", day=answer.as_of)), indent=INDENT)


def _details(term: TermEntry, vocabulary: Vocabulary, language: str) -> Iterator[tuple[Text | str, str]]:
    yield from term.labels.items()
    yield text("synonyms"), ", ".join(term.synonyms)
    yield text("meaning"), term.definition or ""
    yield text("group"), term.group or ""
    broader = (render(vocabulary.labels(code), language) for code in
               (vocabulary.ancestors(term.code) if term.broader else ()))
    yield text("broader"), ", ".join(broader)
    yield text("region"), f"{term.region.label} ({term.region.code})" if term.region else ""
    for item in term.areas:
        yield AREA_NAMES.get(item.kind, item.kind), f"{item.area.label} ({item.area.code})"
