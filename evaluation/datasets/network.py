"""A network of one's own: the files that the product imports, judged by the cooperations that are dated in them.

Profiles speak for themselves, and say nothing of the day they were written. Where one was written after a cooperation
began it may tell of it, and every actor counts as known from ever: figures on such a network show what is possible with
today's profiles, and are kinder than those of a dataset whose profiles are dated.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from datetime import date, timedelta
from pathlib import Path

from data.clock import today
from data.errors import RecordsRefused
from data.files.importing import Reading, read_actors, read_cooperations
from data.records.documents import AnyRecord
from data.records.profiles import Coverage, Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import FINLAND, Vocabularies, open_vocabularies
from data.wording.texts import text
from evaluation.datasets.dataset import Dataset, Period
from evaluation.datasets.errors import DatasetRefused
from evaluation.datasets.splits import SPLITS, read_periods

ACTORS = "actors.csv"
COOPERATIONS = "cooperations.csv"
VOCABULARY = "vocabulary"
REQUIRED = ("id", "name")
"""What every row of actors has to say; one that does not say its sector is of an unknown one."""


def open_network(folder: Path | None) -> Dataset:
    """Return the dataset of a folder.

    Args:
        folder: holds actors.csv and cooperations.csv; a folder `vocabulary` where the codes are not those of Finland;
            and splits.json where the periods are not the last two years (see `last_two_years`).

    Raises:
        DatasetRefused: no folder is given, or there is nothing to judge by.
        RecordsRefused: a file has faults; it carries all of them.
        DataError: the vocabulary is refused.
    """
    if folder is None:
        raise DatasetRefused("This dataset is a folder of your own.", "network",
                             f"Name one with --data that holds {ACTORS} and {COOPERATIONS}.")
    vocabularies = open_vocabularies(vocabulary_of(folder))
    day = today()
    actors = _all(folder / ACTORS, read_actors(folder / ACTORS, vocabularies, day, required=REQUIRED))
    cooperations = _cooperations(folder / COOPERATIONS, actors, vocabularies, day)
    splits = folder / SPLITS
    return Dataset(
        name="network",
        vocabularies=vocabularies,
        actors=tuple(sorted(actors, key=lambda actor: actor.id)),
        cooperations=cooperations,
        periods=read_periods(splits) if splits.exists() else last_two_years(cooperations),
        groups=_groups(vocabularies),
    )


def vocabulary_of(folder: Path) -> Path:
    """Return the folder of the vocabulary that goes with the files of a folder: its own, else that of Finland."""
    own = folder / VOCABULARY
    return own if own.is_dir() else FINLAND


def last_two_years(cooperations: Iterable[Cooperation]) -> dict[str, Period]:
    """Return the year up to the last day on which a cooperation began as `test`, the year before as `validation`.

    Raises:
        DatasetRefused: no cooperation has a first day.
    """
    days = [item.since for item in cooperations if item.since is not None]
    if not days:
        raise DatasetRefused("No cooperation has a first day: nothing can be held back to judge by.", COOPERATIONS,
                             "Fill in the column since.")
    until = max(days) + timedelta(days=1)
    test, validation = _years_before(until, 1), _years_before(until, 2)
    return {"validation": Period(validation, test), "test": Period(test, until)}


def _years_before(day: date, years: int) -> date:
    """Return the same day of an earlier year; the last day of February for a leap day."""
    try:
        return day.replace(year=day.year - years)
    except ValueError:
        return day.replace(year=day.year - years, day=28)


def _cooperations(path: Path, actors: tuple[Profile, ...], vocabularies: Vocabularies,
                  today: date) -> tuple[Cooperation, ...]:
    ids = {actor.id for actor in actors}
    cooperations = _all(path, read_cooperations(path, ids, vocabularies))
    future = next((item for item in cooperations if item.since is not None and item.since > today), None)
    if future:
        raise DatasetRefused(f"A cooperation of {' and '.join(future.members[:2])} begins on {future.since}, which is "
                             "in the future.", f"{path}, column since",
                             "Correct the day, or leave the cooperation out.")
    return tuple(sorted(cooperations, key=lambda item: (item.since or date.min, item.title, item.members)))


def _all(path: Path, reading: Reading[AnyRecord]) -> tuple[AnyRecord, ...]:
    if reading.rejects:
        raise RecordsRefused(reading.problems, text("The file has faults."), str(path),
                             text("Correct the rows that are named."))
    return reading.records


def _groups(vocabularies: Vocabularies) -> Mapping[str, Callable[[Profile], bool]]:
    """Return one group per group of sectors, and those whose voice is easily lost."""
    sectors = dict.fromkeys(term.group for term in vocabularies.sectors if term.group)
    return {
        **{group.replace("_", " "): _in_group(vocabularies, group) for group in sectors},
        "migrant associations": is_migrant_association,
        "local actors": is_local,
    }


def _in_group(vocabularies: Vocabularies, group: str) -> Callable[[Profile], bool]:
    codes = frozenset(term.code for term in vocabularies.sectors if term.group == group)
    return lambda profile: profile.sector in codes


def is_migrant_association(profile: Profile) -> bool:
    """Return whether an actor is an association of migrants, or says that migrants lead it."""
    return profile.sector == "migrant_association" or "migrant-led" in profile.groups


def is_local(profile: Profile) -> bool:
    """Return whether an actor's work reaches no farther than its municipality."""
    return profile.coverage is Coverage.LOCAL
