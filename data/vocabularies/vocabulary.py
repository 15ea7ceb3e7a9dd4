"""A vocabulary: a tree of coded terms with labels and synonyms per language."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from data.errors import AmbiguousCode, UnknownCode, VocabularyRefused
from data.vocabularies.forms import Forms
from data.vocabularies.mentions import Mentions, Occurrence
from data.wording.actions import Action
from data.wording.texts import Labels, Text, step, text
from data.wording.words import fold, is_near, nearest, normalise, plain

LONGEST_ABBREVIATION = 4


@dataclass(frozen=True, slots=True)
class Term:
    """One entry of a vocabulary.

    Attributes:
        code: stable key, always text.
        labels: name per language.
        broader: code of the parent, or empty.
        group: code of a coarser class (the sector group of a sector), or empty.
        synonyms: other names, in any language.
        definition: what is meant, per language.
    """

    code: str
    labels: Labels
    broader: str = ""
    group: str = ""
    synonyms: tuple[str, ...] = ()
    definition: Labels = field(default_factory=lambda: Labels({}))


@dataclass(frozen=True, slots=True)
class Former:
    """A term that is no more.

    Attributes:
        name: its name.
        successors: codes of what it has become a part of.
        code: its own; empty where it is not known.
        until: its last day; None where it is not known.
    """

    name: str
    successors: tuple[str, ...]
    code: str = ""
    until: date | None = None


def concept_key(language: str, label: str) -> str:
    """Return what a concept of another vocabulary is found by besides its URI."""
    return f"{language}:{normalise(label)}"


@dataclass(frozen=True)
class Vocabulary:
    """Terms by code, found by code, label or synonym of any language.

    Attributes:
        name: the plural the vocabulary is asked for by ("themes").
        noun: what one term is called in messages ("theme").
        terms: the terms by code, in their own order.
        names: further names that texts are read for, with the codes they stand for, whatever the same name stands for
            otherwise; without codes it stands for nothing (`data.vocabularies.mentions`).
        forms: the forms of the words of names.
        former: terms that are no more, by their codes and normalised names: they stand for their successors.
        whole: normalised names of the whole that the terms are parts of, such as the country: they stand for none.
        others: normalised names of what is asked for elsewhere, with what that is: a region is no municipality.
        concepts: concepts of another vocabulary, such as YSO, that mean the same as a term: the code of the term by the
            URI of the concept, and by its labels (“fi:tulkkipalvelut”).

    Raises:
        VocabularyRefused: a broader term that does not exist, or a circle of broader terms.
    """

    name: str
    noun: Text
    terms: Mapping[str, Term]
    names: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    forms: Forms = field(default_factory=Forms)
    former: Mapping[str, Former] = field(default_factory=dict)
    whole: frozenset[str] = frozenset()
    others: Mapping[str, Text] = field(default_factory=dict)
    concepts: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        for code in self.terms:
            self.ancestors(code)

    def __len__(self) -> int:
        return len(self.terms)

    def __iter__(self) -> Iterator[Term]:
        return iter(self.terms.values())

    def __contains__(self, code: object) -> bool:
        return code in self.terms

    def __getitem__(self, code: str) -> Term:
        return self.terms[code]

    def labels(self, code: str) -> Labels:
        """Return the name of a code in all languages; an unknown code is its own name."""
        return self.terms[code].labels if code in self.terms else Labels({"": code})

    def of_concept(self, uri: str, labels: Mapping[str, str]) -> str:
        """Return the code of the term that a concept of another vocabulary means; empty where it means none.

        Args:
            uri: of the concept.
            labels: its label per language. They tell, too: vocabularies that gather others, as KOKO gathers YSO, give
                the concepts of these URIs of their own and keep the labels.
        """
        keys = (uri, *(concept_key(language, label) for language, label in labels.items()))
        return next((self.concepts[key] for key in keys if key in self.concepts), "")

    def ancestors(self, code: str) -> tuple[str, ...]:
        """Return the broader codes of a code, nearest first."""
        codes: list[str] = []
        broader = self.terms[code].broader
        while broader:
            if broader in (code, *codes) or broader not in self.terms:
                raise VocabularyRefused(
                    text("The broader term “{broader}” of “{code}” is missing or leads in a circle.",
                         broader=broader, code=code),
                    self.name,
                    text("Correct the column of broader terms."),
                )
            codes.append(broader)
            broader = self.terms[broader].broader
        return tuple(codes)

    def with_narrower(self, codes: Iterable[str]) -> frozenset[str]:
        """Return the codes and everything below them in the tree."""
        roots = set(codes)
        return frozenset(code for code in self.terms if code in roots or roots & set(self.ancestors(code)))

    def resolve(self, word: str) -> str:
        """Return the code a word stands for: itself a code, a label, a synonym or a former name, in any language.

        Raises:
            UnknownCode: nothing fits; the cure names the nearest valid value.
            AmbiguousCode: several terms carry this name.
        """
        codes = self.find(word)
        if len(codes) == 1:
            return codes[0]
        if codes:
            raise AmbiguousCode(
                text("The {noun} '{word}' can mean several things.", noun=self.noun, word=word), "",
                text("Write one of {codes}.", codes=codes),
            )
        raise self.unknown(word, self.nearest(word))

    def find(self, word: str) -> tuple[str, ...]:
        """Return the codes a word can stand for; none when the word is unknown.

        A name that is written without its accents, or without the dots and rings of its letters, is known, too, if no
        other one is written so: “Abo” is Åbo.
        """
        if word in self.terms:
            return (word,)
        spelling = normalise(word)
        if spelling in self._names:
            return self._names[spelling]
        if spelling in self.former:
            return self.former[spelling].successors
        return self._names_by_fold.get(fold(word)) or self._names_in_plain_letters.get(plain(word), ())

    def former_on(self, word: str, day: date) -> Former | None:
        """Return what a word stood for on a day, if that was a term then that is no more."""
        former = self.former.get(normalise(word)) if not self._names.get(normalise(word)) else None
        return former if former and former.until and day <= former.until else None

    def codes_in(self, words: str) -> tuple[str, ...]:
        """Return the codes whose code, label or synonym a text speaks of, in the order of the vocabulary.

        See `data.vocabularies.mentions` for what that means.
        """
        codes = {mention.code for mention in self.mentions_in(words)}
        return tuple(code for code in self.terms if code in codes)

    def mentions_in(self, words: str) -> tuple[Occurrence, ...]:
        """Return every place where a text speaks of a code, in the order of the text."""
        return self._mentions.spans(words)

    def unknown(self, word: str, near: str = "") -> UnknownCode:
        """Return the error for a word that stands for nothing, with the code that may have been meant."""
        name = normalise(word)
        if name in self.whole:
            return UnknownCode(text("'{word}' is the whole country, and no {noun}.", noun=self.noun, word=word), "",
                               text("Leave it out, and write {code} as the coverage.", code="national"))
        if name in self.others:
            return UnknownCode(text("'{word}' is no {noun}, but a {other}.", noun=self.noun, word=word,
                                    other=self.others[name]), "",
                               text("Write it where a {other} is asked for.", other=self.others[name]))
        return UnknownCode(text("Unknown {noun} '{word}'.", noun=self.noun, word=word), "", self._cure(near, name))

    def _cure(self, near: str, word: str) -> Text:
        if not near:
            return step(Action.LIST_TERMS, "Look at the list.", name=self.name)
        if near.isdecimal():  # a number tells nothing to whoever has written a name
            return (text("Did you mean {code} ({label})?", code=near, label=self.labels(near)) if word.isdecimal() else
                    text("Did you mean {name}?", name=self.labels(near)))
        return text("Did you mean {code}?", code=near)

    def nearest(self, word: str) -> str:
        """Return the code whose code, label or synonym is spelled most like `word`; empty when none is near.

        A number finds the code it is without leading zeros, which spreadsheets drop: “5” is near “005”.
        """
        if word.isdecimal():
            return next((code for code in self.terms if code.lstrip("0") == word.lstrip("0")), "")
        names = nearest(normalise(word), self._spellings, 3, 0.7)
        return next((self._names[name][0] for name in names if is_near(word, name)), "")

    @cached_property
    def columns(self) -> Mapping[str, int]:
        """The code of each term → its place in the order of the terms: its column in tables of flags."""
        return {code: column for column, code in enumerate(self.terms)}

    @cached_property
    def _mentions(self) -> Mentions:
        names = {name.rstrip("+") for term in self for name in _synonym_names(term)}
        short = (name for name in names if len(name) <= LONGEST_ABBREVIATION and name.isupper())
        by_name = {**{fold(name): codes for name, codes in self._names.items()}, **self.names}
        return Mentions(by_name, {name: self.find(name) for name in short}, self.forms)

    @property
    def names_of_terms(self) -> frozenset[str]:
        """The normalised codes, labels and synonyms of the terms."""
        return frozenset(self._names)

    @cached_property
    def _names_by_fold(self) -> Mapping[str, tuple[str, ...]]:
        return _by_form(self._names, fold)

    @cached_property
    def _names_in_plain_letters(self) -> Mapping[str, tuple[str, ...]]:
        return _by_form(self._names, plain)

    @cached_property
    def _spellings(self) -> Sequence[str]:
        return tuple(self._names)

    @cached_property
    def _names(self) -> Mapping[str, tuple[str, ...]]:
        """Normalised names → codes. A code beats a label, and a label beats a synonym of another term."""
        names: dict[str, tuple[str, ...]] = {}
        for kind in (_code_names, _label_names, _synonym_names):
            codes_of: dict[str, list[str]] = {}
            for term in self:
                for name in {normalise(word) for word in kind(term)}:
                    codes_of.setdefault(name, []).append(term.code)
            names = {name: tuple(codes) for name, codes in codes_of.items() if name} | names
        return names


def _by_form(names: Mapping[str, tuple[str, ...]], form: Callable[[str], str]) -> Mapping[str, tuple[str, ...]]:
    """Return names by another form of theirs, each with the codes of all that share it."""
    codes_of: dict[str, dict[str, None]] = {}
    for name, codes in names.items():
        codes_of.setdefault(form(name), {}).update(dict.fromkeys(codes))
    return {name: tuple(codes) for name, codes in codes_of.items()}


def _code_names(term: Term) -> tuple[str, ...]:
    return (term.code,)


def _label_names(term: Term) -> tuple[str, ...]:
    return tuple(term.labels.texts.values())


def _synonym_names(term: Term) -> tuple[str, ...]:
    return term.synonyms
