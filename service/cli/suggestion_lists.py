"""The lists of many actors as tables: a row per pair, and a summary with a row per list."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from data.files.exporting.tables import Table, Value
from data.wording.texts import Text, render, text
from service.cli.actor_view import places
from service.cli.layout import points
from service.schemas.actors import ActorCard
from service.schemas.suggestions import SuggestionDocument, SuggestionPage

PAIR_HEADERS = (
    text("Id"), text("Actor"), text("Place in the list"), text("Id of the partner"), text("Partner"), text("Sector"),
    text("Place"), text("Fit"), text("Fit for the actor"), text("Fit for the partner"), text("Points"),
    text("Points for the actor"), text("Points for the partner"), text("Statutory counterpart"), text("Also"),
    text("Reasons"))
SUMMARY_HEADERS = (
    text("Id"), text("Actor"), text("Sector"), text("Place"), text("Partners in all"), text("Partners listed"),
    text("First partner"), text("Fit"), text("As of"))
PAIRS, SUMMARY = text("Pairs"), text("Summary")
YES = text("yes")


@dataclass(frozen=True, slots=True)
class Pair:
    """A suggestion, with whom it is for and where it stands.

    Attributes:
        actor: who asks.
        as_of: the day.
        place: in the list, from 1; None for a statutory counterpart that stands apart from it.
        suggestion: the partner and the reasons.
    """

    actor: ActorCard
    as_of: date
    place: int | None
    suggestion: SuggestionDocument


class ListTables:
    """Lists as tables; each list is taken when its rows are written, and forgotten then.

    Args:
        pages: the lists, which may be taken once.
        language: of the reader, ISO 639-1.
    """

    def __init__(self, pages: Iterable[SuggestionPage], language: str) -> None:
        self._pages = pages
        self._language = language
        self._summary: list[list[Value]] = []

    def tables(self) -> tuple[Table, Table]:
        """Return the table of the pairs, and that of the lists, which is known when the first has been written."""
        rows = (self._row(pair) for pair in self.pairs())
        return (Table(self._words(PAIRS), self._headers(PAIR_HEADERS), rows),
                Table(self._words(SUMMARY), self._headers(SUMMARY_HEADERS), _later(self._summary)))

    def pairs(self) -> Iterator[Pair]:
        """Yield every pair of every list."""
        for page in self._pages:
            for place, item in enumerate(page.suggestions, page.offset + 1):
                yield Pair(page.actor, page.as_of, place, item)
            for item in page.counterparts:
                yield Pair(page.actor, page.as_of, None, item)
            self._summary.append(self._line(page))

    def _row(self, pair: Pair) -> list[Value]:
        item = pair.suggestion
        return [pair.actor.id, pair.actor.name, pair.place, item.actor_id, item.name, _sector(item.actor),
                places(item.actor), item.level_label, item.forward_level_label, item.backward_level_label,
                round(item.score, 2), round(item.forward, 2), round(item.backward, 2),
                self._words(YES) if item.counterpart else None,
                ", ".join(f"{other.name} ({other.actor_id})" for other in item.also), self._reasons(item)]

    def _reasons(self, item: SuggestionDocument) -> str:
        """Return the reasons with their points, the weightiest first."""
        return " ".join(f"{row.sentence} ({points(row.points, self._language)})" for row in item.ledger[1:])

    def _line(self, page: SuggestionPage) -> list[Value]:
        first = next(iter(page.suggestions), None)
        return [page.actor.id, page.actor.name, _sector(page.actor), places(page.actor), page.total,
                len(page.suggestions), first.name if first else None, first.level_label if first else None, page.as_of]

    def _headers(self, headers: Iterable[Text]) -> list[str]:
        return [self._words(header) for header in headers]

    def _words(self, message: Text) -> str:
        return render(message, self._language)


def pair_document(pair: Pair) -> dict[str, Any]:
    """Return a pair with everything that is known of it, as JSON values."""
    return {"actor": {"id": pair.actor.id, "name": pair.actor.name}, "as_of": pair.as_of.isoformat(),
            "place": pair.place, "suggestion": pair.suggestion.model_dump(mode="json")}


def _sector(actor: ActorCard) -> str:
    return actor.sector.label if actor.sector else ""


def _later(rows: list[list[Value]]) -> Iterator[list[Value]]:
    """Yield rows that are there when they are asked for."""
    yield from rows
