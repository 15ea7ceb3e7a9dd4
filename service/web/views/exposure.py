"""Who is shown how often: places in lists by region, kind, language and group, beside how many actors there are."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Literal, TypeAlias

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.wording.languages import language_name
from data.wording.texts import Text, render, text
from service.runtime.answering.exposure import Exposure
from service.web.views.filters import alphabetical

# A share of places below or above the share of actors by so much is said; of fewer actors chance alone does more.
SELDOM, OFTEN, FEWEST = 0.8, 1.25, 5
MOST_UNSEEN = 50
NOT_TOLD = ""

Reading: TypeAlias = Literal["seldom", "often", "few", "even"]


@dataclass(frozen=True, slots=True)
class ExposureRow:
    """A group of actors.

    Attributes:
        label: its name.
        actors: how many there are.
        places: how many places in lists they have.
        actor_share, place_share: of all, in percent.
        reading: whether it is shown seldom or often for its size.
        actor_x, place_x: where the two shares stand in the picture, in percent of its width.
    """

    label: str
    actors: int
    places: int
    actor_share: float
    place_share: float
    reading: Reading
    actor_x: float
    place_x: float


@dataclass(frozen=True)
class ExposureTable:
    """The groups of one kind, the largest first."""

    title: str
    head: str
    rows: tuple[ExposureRow, ...]


@dataclass(frozen=True)
class ExposureView:
    """Who is shown how often.

    Attributes:
        exposure: the places and where they come from.
        tables: by region, kind, language, group.
        places: how many there are.
        actors: how many could stand in them.
        seen: how many of these stand in one at least.
        half: how few actors have half of all places.
        unseen: ids and names of actors in no list, the first of them.
        more_unseen: how many there are besides.
    """

    exposure: Exposure
    tables: tuple[ExposureTable, ...]
    places: int
    actors: int
    seen: int
    half: int
    unseen: tuple[tuple[str, str], ...]
    more_unseen: int


def exposure_view(exposure: Exposure, profiles: Sequence[Profile], vocabularies: Vocabularies,
                  language: str) -> ExposureView:
    """Return who is shown how often.

    Args:
        exposure: the places.
        profiles: the actors that can be shown.
        vocabularies: names of regions and kinds.
        language: of the names, ISO 639-1.
    """
    places = {profile.id: exposure.places.get(profile.id, 0) for profile in profiles}
    regions, sectors = vocabularies.places.regions, vocabularies.sectors
    kinds: Sequence[tuple[Text, Text, Callable[[Profile], Iterable[str]], Callable[[str], str]]] = (
        (text("By region"), text("Region"), lambda profile: profile.regions,
         lambda code: render(regions.labels(code), language)),
        (text("By kind"), text("Kind"), lambda profile: filter(None, (profile.sector,)),
         lambda code: render(sectors.labels(code), language)),
        (text("By language of service"), text("Language"), lambda profile: profile.languages,
         lambda code: render(language_name(code), language)),
        (text("By group"), text("Group"), lambda profile: profile.groups, lambda code: code))
    tables = [ExposureTable(render(title, language), render(head, language),
                            _rows(profiles, places, codes_of, name_of, language))
              for title, head, codes_of, name_of in kinds]
    unseen = sorted(((profile.id, render(profile.label, language)) for profile in profiles if not places[profile.id]),
                    key=lambda item: alphabetical(item[1]))
    return ExposureView(
        exposure, tuple(table for table in tables if table.rows), sum(places.values()), len(places),
        sum(map(bool, places.values())), _half(places.values()), tuple(unseen[:MOST_UNSEEN]),
        max(0, len(unseen) - MOST_UNSEEN))


def _rows(profiles: Sequence[Profile], places: Mapping[str, int], codes_of: Callable[[Profile], Iterable[str]],
          name_of: Callable[[str], str], language: str) -> tuple[ExposureRow, ...]:
    """Return the groups; none where no actor has told to which it belongs."""
    actors: Counter[str] = Counter()
    shown: Counter[str] = Counter()
    for profile in profiles:
        for code in tuple(codes_of(profile)) or (NOT_TOLD,):
            actors[code] += 1
            shown[code] += places[profile.id]
    if not set(actors) - {NOT_TOLD}:
        return ()
    everybody, everything = len(profiles), sum(places.values())
    shares = {code: (100 * count / everybody, 100 * shown[code] / everything if everything else 0.0)
              for code, count in actors.items()}
    widest = max(max(pair) for pair in shares.values())
    ordered = sorted(actors, key=lambda code: (code == NOT_TOLD, -actors[code], code))
    return tuple(_row(name_of(code) if code else render(text("not told"), language), actors[code], shown[code],
                      shares[code], widest) for code in ordered)


def _row(label: str, actors: int, places: int, shares: tuple[float, float], widest: float) -> ExposureRow:
    ratio = shares[1] / shares[0]
    reading: Reading = ("few" if actors < FEWEST else "seldom" if ratio < SELDOM else "often" if ratio > OFTEN
                        else "even")
    first, second = (round(3 + 94 * share / widest, 1) for share in shares)
    return ExposureRow(label, actors, places, shares[0], shares[1], reading, first, second)


def _half(places: Iterable[int]) -> int:
    """Return how few have half of all places; 0 without any."""
    ordered = sorted(places, reverse=True)
    total, sum_so_far = sum(ordered), 0
    for count, value in enumerate(ordered, start=1):
        sum_so_far += value
        if 2 * sum_so_far >= total > 0:
            return count
    return 0
