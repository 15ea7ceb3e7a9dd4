"""An idea that was made a request, as a card."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from zoneinfo import ZoneInfo

from service.schemas.idea_requests import IdeaRequestDocument
from service.schemas.suggestions import OtherActor
from service.web.views.ideas import ChipGroup, chips_of

LONGEST_TITLE = 60


@dataclass(frozen=True, slots=True)
class RequestCard:
    """A request.

    Attributes:
        id: of the request.
        owner, name: id and name of whose it is.
        title: the beginning of its text, at a blank.
        text: all of it.
        groups: what it asks for.
        made, closed: days on the calendar of the network; `closed` is None as long as it is open.
        shared_with: who sees it besides.
    """

    id: str
    owner: str
    name: str
    title: str
    text: str
    groups: tuple[ChipGroup, ...]
    made: date
    closed: date | None
    shared_with: tuple[OtherActor, ...]


def request_card(request: IdeaRequestDocument, language: str, zone: ZoneInfo) -> RequestCard:
    """Return a request as a card.

    Args:
        request: it.
        language: of the words, ISO 639-1.
        zone: whose calendar counts.
    """
    def day(time: datetime) -> date:
        return time.astimezone(zone).date()

    return RequestCard(
        request.id, request.actor_id, request.name, _title(request.text), request.text, chips_of(request, language),
        day(request.made), day(request.closed) if request.closed else None, tuple(request.shared_with))


def _title(words: str) -> str:
    """Return the beginning of a text on one line; with an ellipsis where it goes on."""
    line = " ".join(words.split())
    if len(line) <= LONGEST_TITLE:
        return line
    return line[:LONGEST_TITLE].rpartition(" ")[0].rstrip(".,;:") + "…" if " " in line[:LONGEST_TITLE] else (
        line[:LONGEST_TITLE] + "…")
