"""A small network over time, on invented regions, whose right answers can be worked out by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import numpy as np

from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.regions import RegionModel
from data.vocabularies.vocabulary import Term, Vocabulary
from data.wording.texts import Labels, text
from evaluation.datasets.dataset import Dataset, History, Period
from evaluation.datasets.tasks import Question

TODAY = date(2024, 1, 1)
FUTURE = Period(TODAY, date(2025, 1, 1))

# Region codes begin with their country's letters: A1 and A2 are of A, B1 is of B.
REGIONS = {"A": "", "A1": "A", "A2": "A", "B": "", "B1": "B"}
HOMES = {"ant": "A1", "bee": "A1", "cat": "A2", "dog": "B1", "elk": "B1", "fox": ""}


def vocabularies() -> Vocabularies:
    def vocabulary(name: str, broader: dict[str, str]) -> Vocabulary:
        terms = {code: Term(code, Labels({"en": f"about {code}"}), broader=parent) for code, parent in broader.items()}
        return Vocabulary(name, text("theme"), terms)

    places = RegionModel(vocabulary("regions", REGIONS), vocabulary("municipalities", {}), {}, (), {}, {})
    return Vocabularies("invented", "1", ("en",), vocabulary("sectors", {"ngo": ""}),
                        vocabulary("themes", {"wool": "", "stone": ""}), places)


def project(title: str, members: str, since: date, lead: str = "", themes: tuple[str, ...] = ()) -> Cooperation:
    """A cooperation of the actors whose names stand in `members`, led by the first of them unless told otherwise."""
    names = members.split()
    return Cooperation(tuple(sorted(names)), title, since, lead=lead or names[0], themes=themes,
                       descriptions={"en": f"{title} together"})


def dataset() -> Dataset:
    """Six actors, four projects of the past and two to come, one of which has an outsider."""
    actors = tuple(Profile(name, name, sector="ngo", regions=(home,) if home else ()) for name, home in HOMES.items())
    cooperations = (
        project("spinning sheep wool", "ant bee", date(2022, 1, 1), themes=("wool",)),
        project("weaving wool carpets", "bee cat", date(2023, 1, 1), themes=("wool",)),
        project("cutting granite stone", "bee dog elk", date(2023, 7, 1), themes=("stone",)),
        project("carving marble stone", "dog elk", date(2023, 12, 1), themes=("stone",)),
        project("dyeing wool yarn", "ant cat dog fox", date(2024, 3, 1), themes=("wool",)),
        project("quarry", "dog cat ant", date(2024, 6, 1)),
    )
    return Dataset("invented", vocabularies(), actors, cooperations, {"validation": FUTURE, "test": FUTURE})


def history_of(dataset: Dataset, count: int, cooperations: int) -> History:
    """The first actors and cooperations only; members that are left out stay named in the cooperations."""
    part = replace(dataset, actors=dataset.actors[:count], cooperations=dataset.cooperations[:cooperations])
    return part.before(TODAY)


def questions(history: History) -> tuple[Question, ...]:
    """Every actor asks for itself, and for a project about wool."""
    call = replace(project("a wool project", "ant bee", TODAY), members=(), since=None)
    own = (Question(actor.id, row, None, np.array([row])) for row, actor in enumerate(history.network.actors))
    calls = (Question(f"call {actor.id}", row, call, np.array([row]))
             for row, actor in enumerate(history.network.actors))
    return (*own, *calls)
