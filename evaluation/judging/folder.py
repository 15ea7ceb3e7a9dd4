"""The folder of a judging: a judged collection whose grades are still to come, its pool, and what judges said.

It holds collection.json, ideas.jsonl where ideas ask, the files of the network unless it is the demo, pool.csv and the
sheets; once they have been read, qrels.csv, grades.csv, disagreements.csv and agreement.json as well.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import Any

from data.files.writers import write_table
from evaluation.datasets.errors import DatasetRefused
from evaluation.judged.collection import COLLECTION, GRADES, IDEAS
from evaluation.judged.files import Line, csv_lines, json_lines, read_document
from evaluation.judged.ground import ACTORS, COOPERATIONS, DEMO, RULES, VOCABULARY
from evaluation.judging.agreement import Answers, agreements, disagreements, merged
from evaluation.judging.answers import PairKey
from evaluation.judging.pool import Pool
from models.artefacts import write_bytes, write_json

POOL, SHEETS = "pool.csv", "sheets"
ALL_GRADES, DISAGREEMENTS, AGREEMENT = "grades.csv", "disagreements.csv", "agreement.json"
PAIR = ("asks", "candidate")


def check_new(folder: Path) -> None:
    """Do nothing if a folder is free for a new judging.

    Raises:
        DatasetRefused: something is there, such as sheets that somebody is filling in.
    """
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise DatasetRefused("There is something here already.", str(folder), "Name a new folder with --out.")


def make_folder(folder: Path) -> None:
    """Make the folder of a new judging.

    Raises:
        DatasetRefused: it cannot be made.
    """
    try:
        (folder / SHEETS).mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise DatasetRefused(f"The folder cannot be made: {error.strerror or error}.", str(folder),
                             "Name another folder with --out.") from error


def write_collection(folder: Path, network: Path | None, as_of: date, systems: Sequence[str]) -> None:
    """Write what a judged collection is, with the files of its network.

    Args:
        folder: of the judging.
        network: folder of the network's files; None for the demo.
        as_of: the day the lists are for.
        systems: whose lists were pooled.
    """
    if network is not None:
        for name in (ACTORS, COOPERATIONS, RULES):
            if (network / name).exists():
                shutil.copyfile(network / name, folder / name)
        if (network / VOCABULARY).is_dir():
            shutil.copytree(network / VOCABULARY, folder / VOCABULARY, dirs_exist_ok=True)
    write_json(folder / COLLECTION, {"name": folder.resolve().name, "as_of": as_of.isoformat(),
                                     **({"network": DEMO} if network is None else {}), "pooled": list(systems)})


def write_ideas(folder: Path, ideas: Iterable[Mapping[str, Any]]) -> None:
    """Write the ideas of a collection, if there are any."""
    lines = [json.dumps(idea, ensure_ascii=False) + "\n" for idea in ideas]
    if lines:
        write_bytes(folder / IDEAS, "".join(lines).encode())


def write_pool(folder: Path, pool: Pool) -> None:
    """Write who is to be graded; this comes last: with it, the folder is complete."""
    write_table(folder / POOL, PAIR, ((asks, one) for asks, candidates in pool.items() for one in candidates))


def read_pool(folder: Path) -> tuple[PairKey, ...]:
    """Return the pairs that are to be graded.

    Raises:
        DatasetRefused: the folder holds none.
    """
    if not (folder / POOL).exists():
        raise DatasetRefused(f"This is no folder of a judging: it holds no {POOL}.", str(folder),
                             "Name the folder that “kumppani judge sheet” wrote.")
    return tuple((line.words("asks"), line.words("candidate")) for line in csv_lines(folder / POOL, PAIR))


def pooled_systems(folder: Path) -> tuple[str, ...]:
    """Return whose lists were pooled.

    Raises:
        DatasetRefused: collection.json cannot be read.
    """
    document = read_document(folder / COLLECTION)
    return Line(folder / COLLECTION, 1, document).names(document, "pooled")


def write_answers(folder: Path, answers: Answers) -> None:
    """Write what judges said, each and together, and how far they agree."""
    grades = merged(answers)
    lines = [*json_lines(folder / IDEAS)] if (folder / IDEAS).exists() else []
    ideas = {line.words("id") for line in lines}
    write_table(folder / GRADES, ("seeker_id", "candidate_id", "grade"),
                ((*pair, grade) for pair, grade in grades.items() if pair[0] not in ideas))
    write_ideas(folder, ({**line.values, "grades": _of(line.words("id"), grades)} for line in lines))
    write_table(folder / ALL_GRADES, (*PAIR, "judge", "grade", "reason"),
                ((*pair, judge, own[pair].grade, own[pair].reason)
                 for pair in grades for judge, own in answers.items()))
    write_table(folder / DISAGREEMENTS, (*PAIR, *_judge_columns(answers)),
                ((*pair, *(cell for own in answers.values() for cell in (own[pair].grade, own[pair].reason)))
                 for pair in disagreements(answers)))
    write_json(folder / AGREEMENT, {"judges": list(answers), "pairs": len(grades), "agreement": [
        _plain(asdict(one)) for one in agreements(answers)], "disagreements": len(disagreements(answers))})


def _of(asks: str, grades: Mapping[PairKey, int]) -> dict[str, int]:
    return {candidate: grade for (one, candidate), grade in grades.items() if one == asks}


def _judge_columns(answers: Answers) -> list[str]:
    return [name for judge in answers for name in (judge, f"{judge}: reason")]


def _plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return values as JSON holds them: six decimals, and null for what is not a number (NaN differs from itself)."""
    return {name: (round(value, 6) if value == value else None) if isinstance(value, float) else value  # noqa: PLR0124
            for name, value in values.items()}
