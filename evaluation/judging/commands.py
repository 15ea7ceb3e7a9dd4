"""Make sheets for people who grade partners, and read what they filled in."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from evaluation.shell import CommandShell, Figures

if TYPE_CHECKING:
    from evaluation.judged.collection import JudgedQuestion
    from evaluation.judged.files import Line
    from evaluation.judged.ground import Ground
    from evaluation.judged.systems import System
    from evaluation.judging.pool import Pool
    from evaluation.metrics.duels import Duel


@dataclass(frozen=True)
class SheetOptions:
    """Who asks, who judges, and what is pooled."""

    judges: Annotated[str, typer.Option(
        metavar="NAMES", help="Who will judge, separated by commas; NAME:fi, NAME:sv or NAME:en tells the language.")]
    actors: Annotated[str, typer.Option(metavar="IDS", help="Actors that ask, by id, separated by commas.")] = ""
    ideas: Annotated[Path | None, typer.Option(
        metavar="FILE", help="Ideas that ask: JSON Lines, or a text with one idea a line.", show_default="none")] = None
    data: Annotated[Path | None, typer.Option(
        metavar="DIR", help="Folder of the network, with its actors.csv.", show_default="the demo")] = None
    systems: Annotated[str, typer.Option(
        metavar="NAMES", help="Systems whose lists are pooled, separated by commas.",
        show_default="ours and four others")] = ""
    depth: Annotated[int, typer.Option(
        min=1, max=100, metavar="NUMBER", help="How many of the first of each list are pooled.")] = 20
    seed: Annotated[int, typer.Option(metavar="NUMBER", help="Another number gives another order of chance.")] = 0
    as_of: Annotated[str, typer.Option(
        metavar="DAY", help="The day the lists are for.", show_default="today")] = ""


def sheet(
    shell: CommandShell,
    options: SheetOptions,
    out: Annotated[Path, typer.Option(metavar="DIR", help="New folder for the sheets.")],
) -> None:
    """Make a sheet for each judge: whom several systems put first, in an order of chance, to be graded from 0 to 3.

    A sheet names no system and shows no score. It comes as XLSX, with grades to choose from, and as CSV; fill in one of
    the two. “kumppani judge read” reads them.
    """
    from data.collections import finland_folder
    from evaluation.judged.ground import DEMO, open_ground
    from evaluation.judging import folder
    from evaluation.judging.ideas import idea_lines
    from evaluation.judging.people import read_judges
    from evaluation.judging.showing import Sheets, sheet_lines

    judges, day = read_judges(options.judges, shell.language), _day(options.as_of)
    ground = open_ground(options.data or finland_folder(), "" if options.data else DEMO, day)
    lines = [*idea_lines(options.ideas)] if options.ideas else []
    questions = _questions(ground, _parts(options.actors), lines)
    systems = _systems(shell, options.data or finland_folder(), _parts(options.systems))
    folder.check_new(out)
    pool, pooled = _pool(shell, ground, questions, systems, options.depth)
    folder.make_folder(out)
    folder.write_collection(out, options.data, day, pooled)
    folder.write_ideas(out, (line.values for line in lines))
    paths = [path for judge, language in judges.items()
             for path in _write(out / folder.SHEETS, _Order(judge, language, options.seed), ground, questions, pool)]
    folder.write_pool(out, pool)
    sheets = Sheets(str(out), len(questions), sum(map(len, pool.values())), pooled, tuple(map(str, paths)))
    shell.answer(Figures(asdict(sheets)), lambda: _say(shell, sheet_lines(sheets)))


def read(
    shell: CommandShell,
    folder: Annotated[Path, typer.Argument(metavar="DIR", help="Folder that “kumppani judge sheet” wrote.")],
    sheets: Annotated[list[Path], typer.Argument(metavar="SHEETS", help="Filled sheets, one of each judge.")],
) -> None:
    """Read filled sheets, say how far judges agree, and make of the folder what “kumppani evaluate” judges on.

    The grade of a pair is the median of the judges' grades, a half rounded down. The folder then holds qrels.csv and
    ideas.jsonl with these grades, grades.csv with all of them and their reasons, disagreements.csv with the pairs that
    judges see two grades apart or more, and agreement.json.
    """
    from evaluation.judging.answers import read_sheets
    from evaluation.judging.folder import read_pool, write_answers
    from evaluation.judging.showing import reading, reading_lines
    from evaluation.runs.results import to_json

    answers = read_sheets(sheets, read_pool(folder))
    write_answers(folder, answers)
    found = reading(folder, answers, _two_best(shell, folder))
    shell.answer(Figures(to_json(asdict(found))), lambda: _say(shell, reading_lines(found, answers)))


@dataclass(frozen=True)
class _Order:
    """In which order and language a judge gets the pairs."""

    judge: str
    language: str
    seed: int


def _parts(words: str) -> list[str]:
    return [part for part in dict.fromkeys(map(str.strip, words.split(","))) if part]


def _say(shell: CommandShell, lines: Iterable[str]) -> None:
    for line in lines:
        shell.out.say(line)


def _day(words: str) -> date:
    from data.clock import today
    from evaluation.datasets.splits import parse_day
    from evaluation.errors import ChoiceRefused

    day = parse_day(words) if words else today()
    if day is None:
        raise ChoiceRefused(f"“{words}” is no day.", "--as-of", "Write it as 2026-11-28.")
    return day


def _questions(ground: Ground, actors: Sequence[str], ideas: Sequence[Line]) -> tuple[JudgedQuestion, ...]:
    from evaluation.errors import QuestionsRefused
    from evaluation.judged.collection import JudgedQuestion, read_ideas

    unknown = [one for one in actors if one not in ground.ids]
    if unknown:
        raise QuestionsRefused(f"There is no actor “{unknown[0]}” in the network.", "--actors",
                               "Correct the id, or leave it out; “kumppani search” finds actors by a word.")
    stored = [JudgedQuestion(one, ground.network.actors[ground.ids[one]], {}) for one in actors]
    questions = (*stored, *read_ideas(ideas, ground))
    if not questions:
        raise QuestionsRefused("Nobody asks.", "", "Name actors with --actors, or a file of ideas with --ideas.")
    return questions


def _systems(shell: CommandShell, network: Path, names: Sequence[str]) -> dict[str, System]:
    """Return systems by their names; without names those that are pooled unless told otherwise."""
    from evaluation.errors import ChoiceRefused
    from evaluation.judging.pool import PEERS

    choices = _choices(shell, network)
    for name in names:
        if name not in choices:
            raise ChoiceRefused.among("system", name, choices)
    return {name: choices[name] for name in names or (next(iter(choices)), *PEERS)}


def _choices(shell: CommandShell, network: Path) -> dict[str, System]:
    """Return whose lists can be pooled, ours with the weights in use first."""
    from evaluation.datasets.network import vocabulary_of
    from evaluation.judged.systems import SYSTEMS, own_systems
    from matcher.defaults import weights_file

    own = own_systems(weights_file(shell.settings.weights, vocabulary_of(network)))
    return {name: system for name, system in {**own, **SYSTEMS}.items() if not system.told_by_hand}


def _pool(shell: CommandShell, ground: Ground, questions: Sequence[JudgedQuestion], systems: Mapping[str, System],
          depth: int) -> tuple[Pool, tuple[str, ...]]:
    """Return who is to be graded, and whose lists were pooled."""
    from functools import partial

    from evaluation.judged.answering import answer_in_turn
    from evaluation.judging.pool import first_of, pool_of

    lists, _ = answer_in_turn(shell, systems, len(questions), partial(first_of, ground, questions, depth))
    return pool_of([*lists.values()]), tuple(lists)


def _write(folder: Path, order: _Order, ground: Ground, questions: Sequence[JudgedQuestion],
           pool: Pool) -> tuple[Path, Path]:
    """Write the sheet of a judge in both forms."""
    from evaluation.judging.pool import in_order_of_chance
    from evaluation.judging.sheets import Pair, write_sheets
    from evaluation.judging.wording import actor_words, question_words

    asks = {one.id: question_words(one, ground.vocabularies, order.language) for one in questions}
    actors = {one.id: actor_words(one, ground.vocabularies, order.language) for one in ground.network.actors}
    pairs = [Pair(question, candidate, asks[question], actors[candidate])
             for question, candidate in in_order_of_chance(pool, order.judge, order.seed)]
    return write_sheets(folder / order.judge, pairs, order.language)


def _two_best(shell: CommandShell, folder: Path) -> Duel | None:
    """Return the two best of the pooled systems by the grades of a folder, over all its questions."""
    from functools import partial

    import numpy as np

    from evaluation.errors import english
    from evaluation.judged.answering import answer_in_turn
    from evaluation.judged.collection import open_collection
    from evaluation.judged.metrics import METRICS, measure
    from evaluation.judged.results import FIRST, answer
    from evaluation.judging.folder import pooled_systems
    from evaluation.metrics.duels import duel

    collection, choices, pooled = open_collection(folder), _choices(shell, folder), pooled_systems(folder)
    for name in (name for name in pooled if name not in choices):
        shell.note(english(f"“{name}” is left out: this installation has no such system."))
    systems = {name: choices[name] for name in pooled if name in choices}
    lists, _ = answer_in_turn(shell, systems, len(collection.questions), partial(answer, collection))
    return duel({name: np.array([measure(METRICS[FIRST], own[question.id], question.grades)
                                 for question in collection.questions]) for name, own in lists.items()})
