"""Which kinds of actors a text wants as partners, and which it refuses.

A kind is wanted where its name stands in a sentence that asks (“haemme …”, “… , hör av er”, “Partners: …”), as what is
asked for: not as the asker (“our association”), a room (“in parish halls”) or a by-word (“a firm that knows cities”).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from pathlib import Path

from data.reading.clauses import covers, sentences_of
from data.reading.kinds.sentences import KindSentence
from data.reading.kinds.slips import KindSlips
from data.reading.kinds.tables import Kind, Tongue, open_tongues
from data.reading.little_words import languages_of
from data.reading.mention import Aspect, Mention
from data.reading.phrases import Found
from data.reading.refusals import Span
from data.reading.words import Word, words_of
from data.vocabularies.catalogue import Vocabularies


@dataclass(frozen=True)
class KindReader:
    """Finds kinds of actors that texts want or refuse.

    Attributes:
        tongues: what is known of each language.
    """

    tongues: Mapping[str, Tongue]

    def find(self, text: str, refused: Sequence[Span] = ()) -> tuple[Mention, ...]:
        """Return the kinds that a text asks for and, marked so, those it refuses, in order.

        Where no kind is asked for there is none, whatever kinds are spoken of.

        Args:
            text: what is read.
            refused: what it refuses; see `data.reading.refusals`.
        """
        mentions = {mention for tongue in self._tongues(words_of(text)) for mention in _mentions(text, tongue, refused)}
        return tuple(sorted(_longest(mentions), key=lambda mention: mention.start))

    def named(self, text: str) -> tuple[Mention, ...]:
        """Return the kinds that are named in a text, asked for or not, in order."""
        words = words_of(text)
        mentions = {_mention(name, words) for tongue in self._tongues(words) for name in tongue.names.find(words)
                    if name.value.codes}
        return tuple(sorted(_longest(mentions), key=lambda mention: mention.start))

    def slips(self, text: str) -> tuple[Mention, ...]:
        """Return the words that are the name of a kind but for a slip, in order."""
        words = words_of(text)
        read = ((word, {kind for slips in self._slips if (kind := slips.read(word))}) for word in words)
        return tuple(Mention(Aspect.KIND, kind.codes, word.start, word.end, alternatives=kind.alternatives)
                     for word, kinds in read if len(kinds) == 1 for kind in kinds if kind.codes)

    @cached_property
    def _slips(self) -> Sequence[KindSlips]:
        return tuple(map(KindSlips, self.tongues.values()))

    def names(self, text: str) -> tuple[Span, ...]:
        """Return where kinds of actors are named in a text, asked for or not, and what only looks like one."""
        words = words_of(text)
        return tuple((words[name.first].start, words[name.last - 1].end) for tongue in self._tongues(words)
                     for name in tongue.names.find(words))

    def _tongues(self, words: Sequence[Word]) -> Iterator[Tongue]:
        spoken = languages_of(words, {language: tongue.little_words for language, tongue in self.tongues.items()})
        return (self.tongues[language] for language in spoken if language in self.tongues)


def open_kinds(folder: Path, vocabularies: Vocabularies) -> KindReader:
    """Read the tables of names and cues of a folder; see `open_tongues`."""
    return KindReader(open_tongues(folder, vocabularies))


def _mentions(text: str, tongue: Tongue, refused: Sequence[Span]) -> Iterator[Mention]:
    is_list_asked = is_cue = has_asked = False
    for sentence in sentences_of(text):
        reading = KindSentence(sentence, tongue, refused)
        is_list_asked = is_list_asked and sentence.is_item
        found = list(reading.wanted(is_continued=is_list_asked or is_cue or (has_asked and reading.goes_on)))
        yield from (_mention(name, sentence.words) for name in found)
        yield from (replace(_mention(name, sentence.words), is_refused=True) for name in reading.refused())
        is_cue, has_asked = reading.is_cue, bool(found)
        is_list_asked = is_list_asked or (sentence.opens_list and reading.ends_with_cue())


def _mention(name: Found[Kind], words: Sequence[Word]) -> Mention:
    return Mention(Aspect.KIND, name.value.codes, words[name.first].start, words[name.last - 1].end,
                   alternatives=name.value.alternatives)


def _longest(mentions: set[Mention]) -> Iterator[Mention]:
    """Give the mentions that lie in no longer one; of those of the same words, one."""
    by_span: dict[Span, Mention] = {(mention.start, mention.end): mention for mention in mentions}
    return (mention for span, mention in by_span.items()
            if not any(other != span and covers([other], *span) for other in by_span))
