"""Lists of suggestions as they are shown: drawn by lot in one place, counted, and kept for some time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data.activity.impressions import Place, impression_of
from data.store.store import StoredState
from matcher.asking.query import Query
from matcher.suggestions import SuggestionList
from service.clock import now
from service.runtime.answering.impressions import ShownList
from service.runtime.installation import Installation


def with_lot(query: Query, installation: Installation, network: str, actor: str) -> Query:
    """Return a question for the list of a stored actor that draws one place by lot, if the settings say so."""
    if not installation.settings.explore:
        return query
    return replace(query, lot=f"{network} {actor} {query.as_of}")


def shown_list(network: str, state: StoredState, answer: SuggestionList, question: dict[str, Any]) -> ShownList:
    """Return a list as it is kept.

    Args:
        network: the name of the network.
        state: what the network held when the answer was made, or before.
        answer: what is shown to a stored actor.
        question: how it was asked for, as JSON values.
    """
    places = tuple(Place(item.profile.id, item.ledger.score, item.probability,
                         {row.term: row.points for row in item.ledger.rows}) for item in answer.suggestions)
    impression = impression_of(state.network_id, now(), answer.seeker.id, question, answer.versions.as_dict(), places)
    return ShownList(network, state.network_id, state.revision, impression, _ids(answer))


def count_list(installation: Installation, network: str, answer: SuggestionList) -> None:
    """Count whom a list shows."""
    installation.metrics.count_list(network, _ids(answer))


def note_list(installation: Installation, item: ShownList) -> None:
    """Count a list that is shown to a stored actor, and keep it if lists are kept."""
    installation.metrics.count_list(item.network, item.actors)
    if installation.settings.keep_lists_days:
        installation.impressions.hold(item)


def show_list(installation: Installation, item: ShownList) -> str:
    """Count a list that is shown to a stored actor, keep it if lists are kept, and say where it is found.

    Returns:
        See `PendingImpressions.show`; empty where lists are not kept.
    """
    installation.metrics.count_list(item.network, item.actors)
    return installation.impressions.show(item) if installation.settings.keep_lists_days else ""


def _ids(answer: SuggestionList) -> tuple[str, ...]:
    return tuple(item.profile.id for item in (*answer.suggestions, *answer.counterparts))
