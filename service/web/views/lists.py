"""A list that is brought: what was read of it, what is open, and which rows have faults, for a form."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import count, islice

from data.errors import Problem
from data.files.columns import ACTOR_COLUMNS, CONTACT_COLUMNS
from data.files.rows import excerpt, words_of
from data.intake.columns.mapping import find_target
from data.intake.duplicates.differences import Named, difference_of
from data.intake.labels import label_of
from data.intake.lists import ListOfActors, SettledList
from data.intake.questions import LEAVE_OUT, Question, Sameness, Topic, key_of
from data.intake.remembered import answer_in_words
from data.records.merging import sides_of
from data.records.profiles import Profile
from data.wording.texts import Text, render, text
from service.schemas.writer import Writer
from service.web.list_forms import ListForm, name_of_again, name_of_answer, name_of_cell, name_of_likely
from service.web.views.cards import facts_of

MOST_FAULTS = 100
MOST_CHANGED = 100
MOST_CELLS = 4
LEFT_OUT = text("left out")
_SAMENESS: Mapping[str, Text] = {
    Sameness.SAME: text("the same actor, and the row holds"),
    Sameness.MERGE: text("the same actor, and what is known stays"), Sameness.DIFFERENT: text("different actors")}


@dataclass(frozen=True, slots=True)
class Option:
    """An answer that can be chosen."""

    value: str
    label: str
    reason: str
    is_chosen: bool


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as a field of the form.

    Attributes:
        id: of the field, to which an error leads.
        name: of the field.
        label: what it is about: a header, or a word.
        sentence: the question.
        examples: where it stands.
        rows: how many rows it is about.
        options: the answers, the likeliest first.
        is_needed: whether nothing is stored before it is answered.
        likely: the name of the field that says what stands chosen.
        takes_words: whether another answer can be written.
    """

    id: str
    name: str
    label: str
    sentence: str
    examples: tuple[str, ...]
    rows: int
    options: tuple[Option, ...]
    is_needed: bool
    likely: str
    takes_words: bool

    @property
    def chosen(self) -> str:
        """What stands chosen; empty where nothing does."""
        return next((option.value for option in self.options if option.is_chosen), "")


@dataclass(frozen=True, slots=True)
class Side:
    """One of two actors that may be one."""

    name: str
    facts: tuple[str, ...]
    description: str
    website: str


@dataclass(frozen=True, slots=True)
class AskedPair:
    """Two actors that may be one, side by side: that of the list first."""

    asked: Asked
    sides: tuple[Side, Side] | None


@dataclass(frozen=True, slots=True)
class Fault:
    """What is wrong with a cell, and the field in which it is mended; without a name there is no cell to mend."""

    id: str
    line: int
    who: str
    header: str
    what: str
    cure: str
    name: str
    value: str


@dataclass(frozen=True, slots=True)
class Heading:
    """What a header means, the field in which that is changed, and what was answered in it; empty if nothing was."""

    header: str
    meaning: str
    name: str
    answer: str


@dataclass(frozen=True, slots=True)
class Change:
    """What a field of an actor says now, and what it would say; empty for nothing."""

    field: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class ChangedActor:
    """An actor that is stored, and what the list would change of it."""

    name: str
    changes: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Answered:
    """What was answered, and the name of the field that it was answered in."""

    name: str
    about: str
    value: str


@dataclass(frozen=True)
class ListView:
    """A list as a form.

    Attributes:
        form: what was sent.
        kept: names and values of hidden fields: what was answered and mended in fields that are not shown now.
        sheet, header_line, rows: where the table was found, and how many rows it has.
        other_sheets: which can be read instead.
        headings: the headers that are understood.
        meanings: what a header can mean: columns of ours with their names.
        columns: questions about the others.
        words: questions about words.
        pairs: questions about actors that may be one.
        faults: of rows; the first of them.
        more_faults: how many there are besides.
        twice: what of rows that are one actor is kept and left out.
        notes: what else was made of rows and words.
        keywords: words that are kept → in how many rows.
        answered: what was answered before.
        remembered: what earlier lists have answered.
        actors: how many would be stored.
        new: how many of them are not stored yet.
        changed: those that are, and change: the first of them.
        more_changed: how many there are besides.
        contacts: of how many actors contact data are in it.
    """

    form: ListForm
    kept: tuple[tuple[str, str], ...]
    sheet: str
    header_line: int
    rows: int
    other_sheets: tuple[str, ...]
    headings: tuple[Heading, ...]
    meanings: tuple[tuple[str, str], ...]
    columns: tuple[Asked, ...]
    words: tuple[Asked, ...]
    pairs: tuple[AskedPair, ...]
    faults: tuple[Fault, ...]
    more_faults: int
    twice: tuple[str, ...]
    notes: tuple[str, ...]
    keywords: Mapping[str, int]
    answered: tuple[Answered, ...]
    remembered: tuple[Answered, ...]
    actors: int
    new: int
    changed: tuple[ChangedActor, ...]
    more_changed: int
    contacts: int

    @property
    def open_fields(self) -> tuple[tuple[str, str], ...]:
        """What keeps the list from being stored: ids of fields, and what is asked or wrong there."""
        questions = (*self.columns, *self.words, *(pair.asked for pair in self.pairs))
        return (*((asked.id, asked.sentence) for asked in questions if asked.is_needed and not asked.chosen),
                *((fault.id, f"{fault.header}: {fault.what}") for fault in self.faults if fault.name))


def list_view(form: ListForm, read: ListOfActors, settled: SettledList, stored: Mapping[str, Profile],
              writer: Writer) -> ListView:
    """Describe a list in a language.

    Args:
        form: what was sent.
        read: the list as far as it is read.
        settled: what would be stored of it.
        stored: the actors of the network by id.
        writer: puts answers into the reader's language.
    """
    needed = {question.key for question in read.needed}
    asked = {topic: [(question, _asked(f"{topic}-{number}", question, writer.language,
                                       is_needed=question.key in needed))
                     for number, question in enumerate(read.questions) if question.topic is topic] for topic in Topic}
    sides = {pair.about: (_side(pair.one, writer), _side(pair.other, writer)) for pair in read.pairs}
    pairs = tuple(AskedPair(field, sides.get((question.about[0], question.about[1])))
                  for question, field in asked[Topic.PAIR])
    # A word that is asked about is answered there.
    asked_of = {question.about[0] for question in read.needed if question.topic is Topic.WORD}
    faults = tuple(_faults(read, asked_of, writer.language))
    headings = tuple(_headings(read, form, writer.language))
    shown = {*(heading.name for heading in headings), *(fault.name for fault in faults[:MOST_FAULTS])}
    changed = tuple(_changed(settled.profiles, stored, writer))
    names = {record.id: (record.name,) for record in read.reading.records}
    names |= {key: (*names.get(key, ()), profile.name) for key, profile in stored.items()}
    return ListView(
        form=form,
        kept=tuple((name, value) for name, value in form.kept if name not in shown),
        sheet=read.table.sheet,
        header_line=read.table.header_line,
        rows=len(read.table.rows),
        other_sheets=tuple(sheet.name for sheet in read.table.other_sheets),
        headings=headings,
        meanings=tuple(_meanings(writer.language)),
        columns=tuple(field for _, field in asked[Topic.COLUMN]),
        words=tuple(field for _, field in asked[Topic.WORD]),
        pairs=pairs,
        faults=faults[:MOST_FAULTS],
        more_faults=max(0, len(faults) - MOST_FAULTS),
        twice=tuple(render(told, writer.language) for told in settled.told),
        notes=tuple(render(note, writer.language) for note in read.notes),
        keywords={item.word: item.count for item in read.kept},
        answered=tuple(_answered(key, value, names, writer) for key, value in form.answers.values.items()),
        remembered=tuple(Answered(name_of_again(item.key), render(item.about, writer.language),
                                  render(item.answer, writer.language)) for item in read.remembered),
        actors=len(settled.profiles),
        new=sum(profile.id not in stored for profile in settled.profiles),
        changed=changed[:MOST_CHANGED],
        more_changed=max(0, len(changed) - MOST_CHANGED),
        contacts=len(settled.contacts))


def _asked(field: str, question: Question, language: str, *, is_needed: bool) -> Asked:
    likely = question.proposal or (LEAVE_OUT if question.topic is Topic.COLUMN else "")
    options = tuple(Option(choice.value, render(choice.label, language),
                           render(choice.reason, language) if choice.reason else "", choice.value == likely)
                    for choice in question.choices)
    return Asked(field, name_of_answer(question.key), question.about[-1], render(question.sentence, language),
                 tuple(_words(example, language) for example in question.examples), question.rows, options, is_needed,
                 name_of_likely(name_of_answer(question.key)), question.topic is Topic.WORD)


def _answered(key: tuple[str, ...], answer: str, names: Mapping[str, Sequence[str]], writer: Writer) -> Answered:
    name = name_of_answer(key)
    if key[0] == Topic.PAIR:
        both = dict.fromkeys(called for actor in key[1:] for called in names.get(actor, (actor,)))
        return Answered(name, " – ".join(both), render(_SAMENESS.get(answer, answer), writer.language))
    said = answer_in_words(key, answer, writer.vocabularies)
    return Answered(name, render(said.about, writer.language), render(said.answer, writer.language))


def _words(words: str | Text, language: str) -> str:
    return words if isinstance(words, str) else render(words, language)


def _side(profile: Profile, writer: Writer) -> Side:
    card = writer.card(profile)
    return Side(card.name, facts_of(card, writer.language), card.description.words if card.description else "",
                card.website)


def _changed(profiles: Sequence[Profile], stored: Mapping[str, Profile], writer: Writer) -> Iterator[ChangedActor]:
    def words(values: Sequence[Named]) -> str:
        return "; ".join(render(value, writer.language) for value in values)

    for profile in profiles:
        before = stored.get(profile.id)
        said = [difference_of(side, writer.vocabularies) for side in sides_of(before, profile)] if before else []
        if before and said:
            yield ChangedActor(writer.card(before).name, tuple(
                Change(render(item.label, writer.language), words(item.one), words(item.other)) for item in said))


def _headings(read: ListOfActors, form: ListForm, language: str) -> Iterator[Heading]:
    for header, target in read.mapping.targets.items():
        found = find_target(target, (ACTOR_COLUMNS, CONTACT_COLUMNS))
        label = (label_of(found[0].name, found[1]) if found else None) or LEFT_OUT
        yield Heading(header, render(label, language), name_of_answer(key_of(Topic.COLUMN, (header,))),
                      form.answers.get(Topic.COLUMN, header) or "")


def _meanings(language: str) -> Iterator[tuple[str, str]]:
    for column in (*ACTOR_COLUMNS.columns, *CONTACT_COLUMNS.columns):
        yield column.name, render(label_of(column.name) or column.meaning, language)
    yield LEAVE_OUT, render(LEFT_OUT, language)


def _faults(read: ListOfActors, asked_of: Collection[str], language: str) -> Iterator[Fault]:
    names, numbers = read.mapping.headers_of("name"), count(1)
    for reject in read.reading.rejects:
        who = _who(reject.row.values, names)
        for problem in (problem for problem in reject.problems if problem.field not in asked_of):
            header = _header(read, problem)
            name = name_of_cell(reject.row.line, header) if header in reject.row.values else ""
            label = header or render(label_of(problem.field) or problem.field, language)
            yield Fault(f"fault-{next(numbers)}", reject.row.line, who, label,
                        render(problem.what, language), render(problem.cure, language), name,
                        words_of(reject.row.values.get(header)) if name else "")


def _who(cells: Mapping[str, object], names: Sequence[str]) -> str:
    """Return whose row it is: its name, or what else stands in it."""
    name = next((words_of(cells.get(header)) for header in names), "")
    others = (words for header, cell in cells.items() if header not in names and (words := words_of(cell)))
    return name or excerpt("; ".join(islice(others, MOST_CELLS)))


def _header(read: ListOfActors, problem: Problem) -> str:
    likely = (question.about[0] for question in read.mapping.questions if question.proposal == problem.field)
    headers = (*read.mapping.headers_of(problem.field), *likely)
    return headers[0] if headers else problem.field if problem.field in read.table.headers else ""
