"""What is told of sheets that were made, and of sheets that were read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from evaluation.judging.agreement import Agreement, Answers, agreements, disagreements
from evaluation.metrics.bootstrap import questions_needed
from evaluation.metrics.duels import Duel
from evaluation.report.figures import number
from evaluation.report.verdicts import questions, verdict

SECONDS = 20
"""How long a pair takes, about: only for the estimate that is told."""

DIFFERENCE = 0.03
"""A difference in NDCG@10 below which grades are too soft to tell anything."""

SHOWN = 10


@dataclass(frozen=True)
class Sheets:
    """The sheets that were made.

    Attributes:
        folder: where they lie.
        questions, pairs: how many are to be judged.
        systems: whose lists were pooled.
        sheets: the files.
    """

    folder: str
    questions: int
    pairs: int
    systems: tuple[str, ...]
    sheets: tuple[str, ...]


@dataclass(frozen=True)
class Reading:
    """What filled sheets say.

    Attributes:
        folder: the judged collection that they made.
        judges: who judged.
        agreement: of each two judges.
        disagreements: pairs of ids that are two grades apart or more.
        duel: the two best of the pooled systems by ndcg@10; None with fewer than two.
        questions_needed: how many questions show `DIFFERENCE` between the two; None where it cannot be told.
    """

    folder: str
    judges: tuple[str, ...]
    agreement: tuple[Agreement, ...]
    disagreements: tuple[tuple[str, str], ...]
    duel: Duel | None
    questions_needed: int | None


def reading(folder: Path, answers: Answers, duel: Duel | None) -> Reading:
    """Return what filled sheets say."""
    needed = questions_needed(duel.comparison, DIFFERENCE) if duel else None
    return Reading(str(folder), tuple(answers), tuple(agreements(answers)), disagreements(answers), duel, needed)


def sheet_lines(sheets: Sheets) -> Iterator[str]:
    """Yield what is told of new sheets."""
    minutes = round(sheets.pairs * SECONDS / 60)
    yield f"{questions(sheets.questions)}, {sheets.pairs:,} pairs, pooled from: {', '.join(sheets.systems)}."
    yield f"At {SECONDS} seconds a pair that is {minutes // 60} h {minutes % 60} min for each judge."
    yield from sheets.sheets
    yield f"Filled in, they are read by: kumppani judge read {sheets.folder} SHEET SHEET"


def reading_lines(found: Reading, answers: Answers) -> Iterator[str]:
    """Yield what is told of filled sheets."""
    yield from map(_agreement, found.agreement)
    if found.disagreements:
        yield f"{_pairs(len(found.disagreements))} two grades apart or more; disagreements.csv has the reasons:"
        yield from (_apart(pair, answers) for pair in found.disagreements[:SHOWN])
    yield verdict(found.duel).capitalize() if found.duel is None else verdict(found.duel)
    yield from _needed(found)
    yield f"What each system is worth by these grades: kumppani evaluate --dataset judged --data {found.folder}"


def _agreement(one: Agreement) -> str:
    first, second = one.judges
    return (f"{first} and {second}: weighted kappa {number(one.quadratic)} (quadratic), {number(one.linear)} (linear); "
            f"the same grade for {one.same:.0%} of {one.pairs:,} pairs, at most one apart for {one.near:.0%}.")


def _pairs(count: int) -> str:
    return "1 pair is" if count == 1 else f"{count:,} pairs are"


def _apart(pair: tuple[str, str], answers: Answers) -> str:
    grades: Sequence[str] = [f"{judge} {own[pair].grade}" for judge, own in answers.items()]
    return f"  {pair[0]} – {pair[1]}: {', '.join(grades)}"


def _needed(found: Reading) -> Iterator[str]:
    if found.duel and found.questions_needed is not None:
        more = found.questions_needed - found.duel.questions
        rest = f"{more:,} more" if more > 0 else "there are enough"
        yield (f"To show a difference of {DIFFERENCE} NDCG@10 between these two it takes about "
               f"{questions(max(1, found.questions_needed))} of this kind: {rest}.")
