"""Lists of suggestions as they are shown: drawn by lot in one place, counted, and kept for some time."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from data.store.store import StoredState
from matcher.asking.query import Query
from matcher.suggestions import SuggestionList
from service.runtime.installation import Installation


def with_lot(query: Query, installation: Installation, network: str, actor: str) -> Query:
    """Return a question for the list of a stored actor that draws one place by lot, if the settings say so."""
    if not installation.settings.explore:
        return query
    return replace(query, lot=f"{network} {actor} {query.as_of}")


def count_list(installation: Installation, network: str, answer: SuggestionList) -> None:
    """Count whom a list shows."""
    installation.metrics.count_list(network, (item.profile.id for item in (*answer.suggestions, *answer.counterparts)))


def note_list(installation: Installation, network: str, state: StoredState, answer: SuggestionList,
              question: dict[str, Any]) -> str:
    """Count a list that is shown to a stored actor, and keep it if lists are kept; see `PendingImpressions.hold`.

    Returns:
        The id under which it will be found; empty where lists are not kept.
    """
    count_list(installation, network, answer)
    if not installation.settings.keep_lists_days:
        return ""
    return installation.impressions.hold(network, state, answer, question)
