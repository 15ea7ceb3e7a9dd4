"""What was read of an idea as chips, what people have changed of it, and which partner meets which need."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

from pydantic import BaseModel, ConfigDict, Field

from data.errors import AmbiguousCode, UnknownCode
from data.files.cells import CellRefused
from data.reading.mention import Aspect
from data.reading.reader import Reader
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Text, render, text
from matcher.asking.idea import AskedIdea, Brief, code_of, read_idea
from service.schemas.idea_requests import IdeaRequestDocument
from service.schemas.suggestions import NeedDocument, SuggestionDocument
from service.schemas.understood import BRIEF

# An idea stands in the address, so that the back button and the other languages find it; addresses have an end.
LONGEST_IDEA = 2_000
# Longer than any form that arrives, so that what is too long is kept in the field and said beside it.
LONGEST_FORM = 2_000_000
LONGEST_WORD = 200
MOST_CHANGES = 100
NATIONWIDE = "nationwide"
# Where a word that is added is looked for, in this order.
ADDABLE = ("themes", "sectors", "municipalities", "regions", "languages", "people")
FIELD_OF = {aspect: field for field, (_, aspect) in BRIEF.items() if not field.startswith("not_")}
GROUPS: tuple[tuple[Text, tuple[str, ...]], ...] = (
    (text("Places"), ("municipalities", "regions", NATIONWIDE)),
    (text("Themes"), ("themes",)),
    (text("For whom"), ("people",)),
    (text("Looking for"), ("sectors", "languages")),
    (text("Not wanted"), ("not_sectors", "not_municipalities", "not_regions")),
)


class IdeaQuestion(BaseModel):
    """An idea and what was changed of what was read, as it stands in the address.

    A change is a field of what was understood and a code: “themes.employment”.
    """

    model_config = ConfigDict(frozen=True)

    text: str = Field("", max_length=LONGEST_FORM)
    drop: list[str] = Field(default_factory=list, max_length=MOST_CHANGES)
    add: list[str] = Field(default_factory=list, max_length=MOST_CHANGES)
    word: str = Field("", max_length=LONGEST_WORD)
    take_back: str = Field("", max_length=LONGEST_WORD)


@dataclass(frozen=True, slots=True)
class Chip:
    """Something that was understood.

    Attributes:
        token: a field and a code.
        label: what it is, for people.
        words: of the text that it was read from; empty for what was added.
        is_added: whether people have added it.
        is_refused: whether it is not wanted.
    """

    token: str
    label: str
    words: str
    is_added: bool
    is_refused: bool


@dataclass(frozen=True, slots=True)
class ChipGroup:
    """Chips of one subject."""

    title: str
    chips: tuple[Chip, ...]


@dataclass(frozen=True, slots=True)
class ReadIdea:
    """An idea as it was read and changed.

    Attributes:
        asked: the idea, with what it asks for now.
        groups: its chips.
        drop, add: what was changed, as it stands in the forms.
        unknown: the word that was to be added and stands for nothing; empty if there is none.
    """

    asked: AskedIdea
    groups: tuple[ChipGroup, ...]
    drop: tuple[str, ...]
    add: tuple[str, ...]
    unknown: str


class RequestForm(BaseModel):
    """An idea that is to be kept as it was read and changed, and with whom it is shared."""

    model_config = ConfigDict(frozen=True)

    text: str = Field(max_length=LONGEST_FORM)
    drop: list[str] = Field(default_factory=list, max_length=MOST_CHANGES)
    add: list[str] = Field(default_factory=list, max_length=MOST_CHANGES)
    share: list[str] = Field(default_factory=list, max_length=MOST_CHANGES)

    @property
    def question(self) -> IdeaQuestion:
        """The idea as it stands in an address."""
        return IdeaQuestion(text=self.text, drop=self.drop, add=self.add)


@dataclass(frozen=True, slots=True)
class NeedRow:
    """A partner with what it meets of the needs, in their order: “only”, “yes” or nothing."""

    id: str
    name: str
    meets: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class NeedTable:
    """Needs by partners.

    Attributes:
        needs: their names.
        rows: partners that meet any.
        counts: how many of them meet each.
    """

    needs: tuple[str, ...]
    rows: tuple[NeedRow, ...]
    counts: tuple[int, ...]


def read(question: IdeaQuestion, reader: Reader, vocabularies: Vocabularies, language: str) -> ReadIdea:
    """Return an idea as it is read, with the changes that people have made.

    Raises:
        UnknownCode, AmbiguousCode, CellRefused: a change in the address names nothing.
    """
    asked = read_idea(question.text, reader, vocabularies)
    word = question.word.strip()
    new = list(_tokens(word, reader)) if word else []
    add = tuple(dict.fromkeys((*(token for token in question.add if token != question.take_back), *new)))
    drop = tuple(dict.fromkeys(token for token in question.drop if token not in add))
    asked = replace(asked, brief=_changed(asked.brief, add, drop, reader))
    return ReadIdea(asked, _groups(asked, add, language), drop, add, word if word and not new else "")


def _tokens(word: str, reader: Reader) -> Iterator[str]:
    """Yield what a word stands for: one thing by its name, or all that is read of it as a text."""
    for field in ADDABLE:
        try:
            yield f"{field}.{code_of(word, BRIEF[field][1], reader)}"
        except (UnknownCode, AmbiguousCode, CellRefused):
            continue
        return
    for mention in reader.read(word).mentions:
        if mention.aspect is Aspect.NATIONWIDE:
            yield f"{NATIONWIDE}."
        else:
            yield from (f"{FIELD_OF[mention.aspect]}.{code}" for code in mention.codes)


def _changed(brief: Brief, add: Sequence[str], drop: Sequence[str], reader: Reader) -> Brief:
    codes = {}
    for field, (attribute, aspect) in BRIEF.items():
        read = [code for code in getattr(brief, attribute) if f"{field}.{code}" not in drop]
        told = [code_of(token.partition(".")[2], aspect, reader) for token in add if token.partition(".")[0] == field]
        codes[attribute] = tuple(dict.fromkeys((*read, *told)))
    is_nationwide = (brief.is_nationwide and f"{NATIONWIDE}." not in drop) or f"{NATIONWIDE}." in add
    return Brief(**codes, is_nationwide=is_nationwide)


def _groups(asked: AskedIdea, add: Sequence[str], language: str) -> tuple[ChipGroup, ...]:
    words = _words(asked)
    groups = (ChipGroup(render(title, language), tuple(chip for field in fields
                                                       for chip in _chips(field, asked, add, words, language)))
              for title, fields in GROUPS)
    return tuple(group for group in groups if group.chips)


def _chips(field: str, asked: AskedIdea, add: Sequence[str], words: dict[str, str], language: str) -> Iterator[Chip]:
    if field == NATIONWIDE:
        token = f"{NATIONWIDE}."
        if asked.brief.is_nationwide:
            yield Chip(token, render(text("The whole country"), language), words.get(token, ""), token in add, False)
        return
    attribute, aspect = BRIEF[field]
    for code in getattr(asked.brief, attribute):
        token = f"{field}.{code}"
        label = render(asked.reader.label(aspect, code), language)
        yield Chip(token, label, words.get(token, ""), token in add, field.startswith("not_"))


def _words(asked: AskedIdea) -> dict[str, str]:
    """Return the words of the text that each thing was read from first."""
    words: defaultdict[str, str] = defaultdict(str)
    for mention in asked.understanding.mentions:
        field = NATIONWIDE if mention.aspect is Aspect.NATIONWIDE else FIELD_OF[mention.aspect]
        prefix = "not_" if mention.is_refused else ""
        for code in mention.codes or ("",):
            words[f"{prefix}{field}.{code}"] = (words[f"{prefix}{field}.{code}"]
                                                or asked.words[mention.start:mention.end])
    return words


def chips_of(request: IdeaRequestDocument, language: str) -> tuple[ChipGroup, ...]:
    """Return what a kept idea asks for, as chips that cannot be taken away."""
    understood = request.understood
    groups = []
    for title, fields in GROUPS:
        chips = [Chip(f"{field}.{code}", understood.labels[field][code], "", False, field.startswith("not_"))
                 for field in fields if field != NATIONWIDE for code in getattr(understood, field)]
        if NATIONWIDE in fields and understood.nationwide:
            chips.append(Chip(f"{NATIONWIDE}.", render(text("The whole country"), language), "", False, False))
        groups.append(ChipGroup(render(title, language), tuple(chips)))
    return tuple(group for group in groups if group.chips)


def need_table(needs: Sequence[NeedDocument], partners: Sequence[SuggestionDocument]) -> NeedTable:
    """Return which of the partners that are shown meet which needs of an idea."""
    labels = tuple(dict.fromkeys(need.label for need in needs))
    met = {item.actor_id: {need.label for need in item.meets} for item in partners}
    counts = tuple(sum(label in own for own in met.values()) for label in labels)
    rows = tuple(NeedRow(item.actor_id, item.name, tuple(
        ("only" if count == 1 else "yes") if label in met[item.actor_id] else ""
        for label, count in zip(labels, counts, strict=True))) for item in partners if met[item.actor_id])
    return NeedTable(labels, rows, counts)
