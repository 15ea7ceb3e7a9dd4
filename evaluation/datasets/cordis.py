"""Who took part in which projects of Horizon Europe, and what the projects were about.

An organisation is known from the day its first project was signed. It has no text of its own: what it does is told by
the projects signed before the day of the question, and by no later one. Its country, sector and size are those of its
first project in the file.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from pathlib import Path

from data.collections import cordis_folder
from data.records.profiles import Profile
from data.records.relations import Cooperation
from evaluation.datasets.cordis_vocabularies import (
    SECTORS,
    cordis_vocabularies,
    regions_of,
    theme_code,
)
from evaluation.datasets.dataset import Dataset
from evaluation.datasets.parquet import Holds, ParquetTable, read_table
from evaluation.datasets.splits import SPLITS, parse_day, read_periods

SMALL = "sme"
COORDINATOR = "coordinator"
MOST_TITLES = 60
FEWEST_MEMBERS = 2

ORGANISATIONS = {
    "organisation_id": Holds.KEY, "name": Holds.TEXT, "country": Holds.TEXT, "nuts3": Holds.TEXT,
    "nuts3_name": Holds.TEXT, "lat": Holds.NUMBER, "lon": Holds.NUMBER, "sector": Holds.KEY, "sme": Holds.FLAG,
}
PROJECTS = {
    "project_id": Holds.KEY, "title": Holds.KEY, "objective": Holds.TEXT, "keywords": Holds.TEXT,
    "signature_date": Holds.KEY, "theme_codes": Holds.TEXTS, "theme_labels": Holds.TEXTS,
}
PARTICIPATIONS = {"project_id": Holds.KEY, "organisation_id": Holds.KEY, "role": Holds.TEXT}


def open_cordis(folder: Path | None = None) -> Dataset:
    """Return the dataset of a folder.

    An organisation of the table that takes part in nothing was never known, and is left out.

    Args:
        folder: holds organisations.parquet, projects.parquet, participations.parquet and splits.json; None for the
            shipped one.

    Raises:
        DatasetRefused: a file, column or value is missing or wrong; names file, column and row.
        MissingExtra: pyarrow is not installed.
    """
    folder = folder or cordis_folder()
    organisations = read_table(folder / "organisations.parquet", ORGANISATIONS)
    projects = read_table(folder / "projects.parquet", PROJECTS)
    participations = read_table(folder / "participations.parquet", PARTICIPATIONS)
    periods = read_periods(folder / SPLITS)
    cooperations = _cooperations(organisations, projects, participations)
    known_since = _known_since(cooperations)
    return Dataset(
        name="cordis",
        vocabularies=cordis_vocabularies(organisations, projects),
        actors=tuple(actor for actor in _actors(organisations) if actor.id in known_since),
        cooperations=cooperations,
        periods=periods,
        known_since=known_since,
        describe=describe,
        groups={"Finland": in_finland, "small companies and associations": is_small},
    )


def describe(profile: Profile, cooperations: tuple[Cooperation, ...]) -> Profile:
    """Return a profile as its projects tell it.

    Args:
        profile: the organisation.
        cooperations: its projects before the day of the question; none leaves the profile as it is.

    Returns:
        The profile with the titles of its newest projects, newest first and one per line; with all their themes, the
        most frequent first; confirmed on the day of the newest project.
    """
    if not cooperations:
        return profile
    newest = sorted(cooperations, key=_signature_day, reverse=True)
    counts = Counter(code for item in cooperations for code in item.themes)
    return replace(
        profile,
        descriptions={"en": "\n".join(item.title for item in newest[:MOST_TITLES])},
        themes=tuple(sorted(counts, key=lambda code: (-counts[code], code))),
        updated=newest[0].since,
    )


def in_finland(profile: Profile) -> bool:
    """Return whether an organisation is based in Finland."""
    return any(code.startswith("FI") for code in profile.regions)


def is_small(profile: Profile) -> bool:
    """Return whether an organisation is a small or medium-sized company, or an association or the like."""
    return SMALL in profile.groups or profile.sector == "OTH"


def _signature_day(cooperation: Cooperation) -> date:
    return cooperation.since or date.min


def _actors(organisations: ParquetTable) -> list[Profile]:
    columns = organisations.columns
    for row, sector in enumerate(columns["sector"]):
        if sector not in SECTORS:
            raise organisations.refusal("sector", row, f"There is no sector “{sector}”.",
                                        f"Write one of: {', '.join(SECTORS)}.")
    fields = (columns["organisation_id"], columns["name"], columns["sector"], regions_of(organisations), columns["sme"])
    actors = [
        Profile(id=actor, name=name, sector=sector, regions=(region,) if region else (), groups=(SMALL,) if sme else ())
        for actor, name, sector, region, sme in zip(*fields, strict=True)
    ]
    return sorted(actors, key=lambda actor: actor.id)


def _cooperations(
    organisations: ParquetTable, projects: ParquetTable, participations: ParquetTable,
) -> tuple[Cooperation, ...]:
    rows = projects.positions("project_id")
    members, leads = _members(organisations.positions("organisation_id"), rows, participations)
    for project, row in rows.items():
        if len(members[project]) < FEWEST_MEMBERS:
            raise projects.refusal("project_id", row, f"Fewer than two organisations take part in “{project}”.",
                                   "Leave out the project, or add who takes part.")
    cooperations = [_cooperation(projects, row, tuple(sorted(members[project])), leads.get(project, ""))
                    for project, row in rows.items()]
    return tuple(sorted(cooperations, key=lambda item: (_signature_day(item), item.title, item.members)))


def _members(
    organisations: dict[str, int], projects: dict[str, int], participations: ParquetTable,
) -> tuple[dict[str, set[str]], dict[str, str]]:
    """Return who takes part in each project, in whatever role, and who coordinates it."""
    columns = participations.columns
    members: dict[str, set[str]] = {project: set() for project in projects}
    leads: dict[str, str] = {}
    pairs = zip(columns["project_id"], columns["organisation_id"], columns["role"], strict=True)
    for row, (project, organisation, role) in enumerate(pairs):
        if project not in projects:
            raise participations.refusal("project_id", row, f"There is no project “{project}”.",
                                         "Leave out the row, or add the project to projects.parquet.")
        if organisation not in organisations:
            raise participations.refusal("organisation_id", row, f"There is no organisation “{organisation}”.",
                                         "Leave out the row, or add the organisation to organisations.parquet.")
        if role == COORDINATOR and leads.setdefault(project, organisation) != organisation:
            raise participations.refusal("role", row, f"“{project}” has another coordinator already.", "Keep one.")
        members[project].add(organisation)
    return members, leads


def _cooperation(projects: ParquetTable, row: int, members: tuple[str, ...], lead: str) -> Cooperation:
    columns = projects.columns
    since = parse_day(columns["signature_date"][row])
    if since is None:
        raise projects.refusal("signature_date", row, f"“{columns['signature_date'][row]}” is not a date.",
                               "Write it as 2024-10-01.")
    words = "\n".join(part for part in (columns["objective"][row], columns["keywords"][row]) if part)
    return Cooperation(
        members=members,
        title=columns["title"][row],
        since=since,
        source=columns["project_id"][row],
        lead=lead,
        descriptions={"en": words} if words else {},
        themes=tuple(dict.fromkeys(theme_code(path) for path in columns["theme_codes"][row])),
    )


def _known_since(cooperations: tuple[Cooperation, ...]) -> dict[str, date]:
    """Return the day of the first project of each organisation that takes part in one."""
    first: dict[str, date] = {}
    for item in reversed(cooperations):
        first.update(dict.fromkeys(item.members, _signature_day(item)))
    return first
