"""The cooperations of a network, day by day; each day is worked out when it is first asked for."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from functools import partial
from itertools import islice

from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from matcher.features import Features, IntArray
from matcher.graph import CooperationGraph, KnownCooperations, Memberships
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
        self._set_memberships(Memberships.of(rows, self._known.members))
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
        is_told_anew = not change.is_none
        has_moved = is_told_anew or rows is not self._rows
        if not has_moved and features.sector is self._sectors and features.country is self._countries:
            return self
        other = Past.__new__(Past)
        other.__dict__.update(self.__dict__)
        if is_told_anew:
            other._set_cooperations(self._known.follow(change, new))
        if not self._stays_in(rows):
            other._set_memberships(Memberships.of(rows, other._known.members))
        elif is_told_anew:
            added = [other._known.members[at] for at in change.new.tolist()]
            other._set_memberships(self._memberships.follow(change, Memberships.of(rows, added)))
        if has_moved:
            other._set_rows(rows)
        other._set_kinds(features.sector, features.country)
        return other

    def _set_cooperations(self, known: KnownCooperations) -> None:
        self._known = known
        self._words_on = single_flight(partial(ProjectWords.on, known.cooperations, self._vocabularies), KEPT_DAYS)

    def _stays_in(self, rows: Mapping[str, int]) -> bool:
        """Tell whether all members are in the rows that they were in: others may have come after them."""
        return rows is self._rows or (self._memberships.are_whole
                                      and [*islice(rows, len(self._rows))] == [*self._rows])

    def _set_memberships(self, memberships: Memberships) -> None:
        self._memberships = memberships
        self._ties_on = single_flight(partial(CooperationGraph.of, memberships, self._known), KEPT_DAYS)

    def _set_rows(self, rows: Mapping[str, int]) -> None:
        self._rows = rows
        # Whoever has come since the cooperations were counted has taken part in none.
        ties_on, count = self._ties_on, len(rows)
        self.graph_on = single_flight(lambda day: ties_on(day).with_actors(count), KEPT_DAYS)

    def _set_kinds(self, sectors: IntArray, countries: IntArray) -> None:
        self._sectors, self._countries = sectors, countries
        graph_on, words_on = self.graph_on, self._words_on
        self.projects_on = single_flight(
            lambda day: PastProjects(graph_on(day), words_on(day), sectors, countries), KEPT_DAYS)
