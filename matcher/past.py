"""The cooperations of a network, day by day; each day is worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial

from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from matcher.features import Features, IntArray
from matcher.graph import CooperationGraph, KnownCooperations
from matcher.past_projects import PastProjects, ProjectWords
from matcher.single_flight import single_flight
from models.rows import RowChange

# Each day keeps a graph of its own, which is large in a large network.
KEPT_DAYS = 8


class Past:
    """Knows the graph of partners, and what past cooperations say, on any day.

    What does not depend on the actors is shared with those that follow, and so is all that did not change.

    Args:
        rows: id of each actor → its row.
        cooperations: of the actors.
        features: where the actors have their sectors and countries.
        vocabularies: where themes have their labels.
    """

    def __init__(self, rows: Mapping[str, int], cooperations: Sequence[Cooperation], features: Features,
                 vocabularies: Vocabularies) -> None:
        self._vocabularies = vocabularies
        self._set_cooperations(KnownCooperations.of(cooperations))
        self._set_rows(rows)
        self._set_kinds(features.sector, features.country)

    def follow(self, rows: Mapping[str, int], change: RowChange, new: Sequence[Cooperation],
               features: Features) -> Past:
        """Return the same after a change: itself, if nothing that it rests on has changed.

        Args:
            rows, features: see above.
            change: which cooperations stay.
            new: the other ones.
        """
        is_told_anew = not change.keeps_places or len(change.new) > 0
        has_moved = is_told_anew or rows is not self._rows
        if not has_moved and features.sector is self._sectors and features.country is self._countries:
            return self
        other = Past.__new__(Past)
        other.__dict__.update(self.__dict__)
        if is_told_anew:
            other._set_cooperations(self._known.follow(change, new))
        if has_moved:
            other._set_rows(rows)
        other._set_kinds(features.sector, features.country)
        return other

    def _set_cooperations(self, known: KnownCooperations) -> None:
        self._known = known
        self._words_on = single_flight(partial(ProjectWords.on, known.cooperations, self._vocabularies), KEPT_DAYS)

    def _set_rows(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        self.graph_on = single_flight(partial(CooperationGraph.of, rows, self._known), KEPT_DAYS)

    def _set_kinds(self, sectors: IntArray, countries: IntArray) -> None:
        self._sectors, self._countries = sectors, countries
        self.projects_on = single_flight(self._projects_on, KEPT_DAYS)

    def _projects_on(self, as_of: date) -> PastProjects:
        return PastProjects(self.graph_on(as_of), self._words_on(as_of), self._sectors, self._countries)
