"""How lists get in that are like real ones: `python -m evaluation.intake.eight`.

Each of the eight lists is imported into a copy of the demo network, its questions answered with what is likely or,
where nothing is, as `answers.csv` beside the lists says. What is asked, taken, merged, kept and left is counted; which
rows are actors that stand twice is known.
"""

from __future__ import annotations

import argparse
import csv
import sys
from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import perf_counter

from data.clock import today
from data.database.connection import Database
from data.database.migrations import migrate
from data.files.demo import read_demo_actors
from data.governance.audit_log import COMMAND_LINE, Signature
from data.intake.duplicates.pairs import Pair
from data.intake.grouping import in_groups
from data.intake.lists import Ground, ListOfActors, SettledList
from data.intake.questions import KEEP, LEAVE_OUT, Answers, Question, Sameness, Topic, key_of, proposals
from data.intake.reading import read_list, without_open
from data.intake.storing import settle_list
from data.records.network import Network
from data.store.imports import import_records
from data.store.store import Store
from data.vocabularies.catalogue import open_vocabularies
from data.wording.texts import render
from evaluation.intake.made_lists import NAMES, Truth, by_libreoffice, folder, truths, write_list
from matcher.asking.nearest import open_nearest
from models.encoders import DEFAULT, open_encoder

ROUNDS = 5  # an answer about a column may open questions about its words


@dataclass(frozen=True)
class Answered:
    """A list whose questions are answered.

    Attributes:
        questions: that were asked, each once.
        needed: how many of them had to be answered.
        dialogue: how many a terminal asks: those about columns together first, then words in groups.
        pairs: actors that were taken for one, or asked about.
        read: the list.
        ground: with the answers.
    """

    questions: Mapping[tuple[str, ...], Question]
    needed: int
    dialogue: int
    pairs: Sequence[Pair]
    read: ListOfActors
    ground: Ground

    @property
    def unlikely(self) -> int:
        """How many questions had no likely answer."""
        return sum(not question.proposal for question in self.questions.values())


@dataclass(frozen=True)
class Course:
    """What became of a list.

    Attributes:
        name: of the list.
        answered: what was asked and read.
        settled: what was stored.
        added, changed: records of the network.
        seconds: for reading and storing, without people.
        found, missed: of the actors that stand twice, which were asked about or taken for one, and which not.
    """

    name: str
    answered: Answered
    settled: SettledList
    added: int
    changed: int
    seconds: float
    found: Sequence[Truth]
    missed: Sequence[Truth]


class Importing:
    """Imports lists, each into a network of its own that has the actors of the demo."""

    def __init__(self) -> None:
        self._vocabularies = open_vocabularies()
        self._today = today()
        self._demo = Network(read_demo_actors(self._vocabularies, self._today).records)
        self._nearest = open_nearest(self._vocabularies, open_encoder(DEFAULT))

    def course(self, name: str, path: Path) -> Course:
        """Import a list, and return what became of it."""
        with TemporaryDirectory() as scratch, closing(Database(f"sqlite:///{scratch}/lists.db")) as database:
            with database.writing() as connection:
                migrate(connection)
            store = Store(database)
            store.replace(self._demo)
            start = perf_counter()
            answered = self._answered(name, path)
            settled = settle_list(answered.read, answered.ground)
            with store.writing() as transaction:
                imported = import_records(transaction, path.name, Signature(COMMAND_LINE, datetime.now(UTC)),
                                          lambda writer: writer.upsert(Network(settled.profiles)))
            seconds = perf_counter() - start
        judged = [(truth, _is_found(truth, answered.pairs)) for truth in truths(name)]
        return Course(name, answered, settled, imported.result.added, imported.result.changed, seconds,
                      [truth for truth, is_found in judged if is_found],
                      [truth for truth, is_found in judged if not is_found])

    def _answered(self, name: str, path: Path) -> Answered:
        stored = self._demo.actors
        ground = Ground(self._vocabularies, self._today, stored, frozenset(actor.id for actor in stored), Answers(),
                        self._nearest)
        asked: dict[tuple[str, ...], Question] = {}
        dialogue = 0
        pairs: list[Pair] = []
        needed: set[tuple[str, ...]] = set()
        written = answers_of(name)
        for _ in range(ROUNDS):
            read = read_list(path, ground)
            pairs += read.pairs
            if not read.questions:
                break
            dialogue += len(list(in_groups(read.questions)))
            asked |= {question.key: question for question in read.questions}
            needed |= {question.key for question in read.needed}
            columns = [question for question in read.questions if question.topic is Topic.COLUMN]
            answers = _likely(columns or read.questions)
            ground = ground.knowing(Answers({key: written.values.get(key, answer)
                                             for key, answer in answers.values.items()}))
        return Answered(asked, len(needed), dialogue, pairs, without_open(read, ground), ground)


def answers_of(name: str) -> Answers:
    """Return what a person answers about a list where nothing is likely, or what is likely is wrong."""
    with (folder() / "answers.csv").open(encoding="utf-8", newline="") as file:
        return Answers({key_of(Topic(row["topic"]), filter(None, (row["about"], row["word"]))): row["answer"]
                        for row in csv.DictReader(file) if row["list"] == name})


def _likely(questions: Iterable[Question]) -> Answers:
    """Return the likely answers; where none is, that the word is kept or left out, or that two are two."""
    return Answers({question.key: _last_resort(question) for question in questions}).and_then(proposals(questions))


def _last_resort(question: Question) -> str:
    values = [choice.value for choice in question.choices]
    if question.topic is Topic.PAIR:
        return Sameness.DIFFERENT
    return KEEP if KEEP in values else LEAVE_OUT


def _is_found(truth: Truth, pairs: Iterable[Pair]) -> bool:
    """Tell whether a row is taken for the actor that it is, or asked about."""
    return any((truth.row in (pair.one.name, *pair.one.names.values())
                and truth.same in (pair.other.id, pair.other.name))
               or (truth.same == pair.one.name and truth.row == pair.other.name) for pair in pairs)


def main(arguments: Sequence[str] | None = None) -> None:
    """Print what becomes of each list."""
    parser = argparse.ArgumentParser(description=main.__doc__)
    parser.add_argument("names", nargs="*", default=NAMES, metavar="LIST", help=", ".join(NAMES))
    parser.add_argument("--libreoffice", action="store_true", help="workbooks as LibreOffice writes them")
    parser.add_argument("--questions", action="store_true", help="print each question with its likely answer")
    chosen = parser.parse_args(arguments)
    importing = Importing()
    with TemporaryDirectory() as scratch:
        for name in chosen.names:
            path = write_list(name, Path(scratch))
            if chosen.libreoffice and path.suffix == ".xlsx":
                (Path(scratch) / "converted").mkdir(exist_ok=True)
                path = by_libreoffice(path, Path(scratch) / "converted") or path
            _print(importing.course(name, path), with_questions=chosen.questions)


def _print(course: Course, *, with_questions: bool) -> None:
    answered, read, reading = course.answered, course.answered.read, course.answered.read.reading
    write = sys.stdout.write
    write(f"{course.name}: {len(read.table.rows)} rows, "
          f"questions: {len(answered.questions)} ({answered.needed} needed, "
          f"{answered.unlikely} without a likely answer), asked in a terminal: {answered.dialogue}, "
          f"{course.seconds:.1f} s\n")
    write(f"  stored {len(course.settled.profiles)} (new {course.added}, changed {course.changed}), rows merged "
          f"{len(reading.records) - len(course.settled.profiles)}, refused {len(reading.rejects)}, words kept "
          f"{len(read.kept)}, contacts {len(course.settled.contacts)}\n")
    write(f"  empty {read.table.skipped.blank}, repeated {len(read.table.skipped.repeated)}, remarks "
          f"{len(read.table.skipped.notes)}, cells left out {dict(read.left_out)}\n")
    write(f"  twice: {len(course.found)} found, {len(course.missed)} missed"
          f"{''.join(f'; {truth.row} = {truth.same}' for truth in course.missed)}\n")
    for problem in reading.problems:
        write(f"  refused {problem.line} {problem.field}: {render(problem.what, 'en')}\n")
    if with_questions:
        for question in answered.questions.values():
            write(f"    {render(question.sentence, 'en')} → {question.proposal or '?'}\n")


if __name__ == "__main__":
    main()
