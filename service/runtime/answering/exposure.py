"""How often each actor stands in lists: in those of everybody, as they would be now, or in those that were shown."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime

from data.records.profiles import Status
from data.store.store import Store
from matcher.asking.query import Query
from matcher.engine import Matcher

# Lists of everybody are worked out while somebody waits in networks of at most so many actors.
MOST_ACTORS = 400
# How many of the first of each list count, and how many lists are looked at of those that were shown last.
COUNTED, MOST_LISTS = 10, 2_000


@dataclass(frozen=True)
class Exposure:
    """Places in lists.

    Attributes:
        places: id of an actor → how often it stands in a list; in those of everybody, among the first.
        lists: how many lists there are; each showing counts where they were shown.
        first, last: when the lists were shown, of the oldest and of the newest; None for those of everybody.
        are_all: whether these are all lists that were shown and are kept; true for those of everybody.
    """

    places: Mapping[str, int]
    lists: int
    first: datetime | None = None
    last: datetime | None = None
    are_all: bool = True


def can_be_worked_out(matcher: Matcher) -> bool:
    """Tell whether a network is small enough for the lists of everybody while somebody waits."""
    return len(matcher.snapshot.shown()) <= MOST_ACTORS


def of_everybody(matcher: Matcher, as_of: date) -> Exposure:
    """Work out the lists of all active actors as they are now, and count who stands among the first.

    What actors have said of others counts in none of them.
    """
    neutral = matcher.without_opinions
    seekers = [actor for actor in neutral.snapshot.shown() if actor.status is Status.ACTIVE]
    query = Query(as_of, COUNTED)
    places = Counter(profile.id for seeker in seekers for profile in neutral.partners(seeker, query).profiles)
    return Exposure(places, len(seekers))


def of_shown_lists(store: Store) -> Exposure:
    """Count who stands in the lists that were shown last, each as often as it was shown, by the page."""
    with store.reading() as session:
        lists = session.impressions.newest(MOST_LISTS + 1)
    counted = lists[:MOST_LISTS]
    places: Counter[str] = Counter()
    for item in counted:
        for place in item.places:
            if place.actor:
                places[place.actor] += item.showings
    times = [item.last_shown or item.shown for item in counted]
    return Exposure(places, sum(item.showings for item in counted), min((item.shown for item in counted), default=None),
                    max(times, default=None), len(lists) <= MOST_LISTS)
