"""What a network lacks: themes that nobody works on in a region, and actors of whom no cooperation is known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from data.records.profiles import Profile
from data.records.relations import Cooperation
from data.vocabularies.catalogue import Vocabularies
from data.wording.texts import Labels, render
from service.web.views.filters import alphabetical
from service.web.views.maps import MapView, map_view

MOST_ALONE = 100
LONGEST = 200


class GapsQuestion(BaseModel):
    """What is looked at: one theme in all regions, one region with all themes, or both in short."""

    model_config = ConfigDict(frozen=True)

    theme: str = Field("", max_length=LONGEST)
    region: str = Field("", max_length=LONGEST)


@dataclass(frozen=True, slots=True)
class Line:
    """A theme or a region.

    Attributes:
        code, label: what it is.
        there: how many actors work on it, or on something narrower, with a base there; of a line about many, how many
            of them have somebody.
        missing: of a line about many, how many of them have nobody; 0 else.
    """

    code: str
    label: str
    there: int
    missing: int = 0


@dataclass(frozen=True, slots=True)
class Worker:
    """An actor that works on a theme: its id, its name, and the names of its regions."""

    code: str
    label: str
    regions: str


@dataclass(frozen=True)
class GapsView:
    """What is lacking.

    Attributes:
        theme, region: what was chosen; empty codes and labels where nothing was.
        regions: of the theme that was chosen, else with how many themes are missing in each.
        themes: of the region that was chosen, else with in how many regions each is missing.
        nationwide: how many actors work on the theme in the whole country.
        workers: who they are and where, those of the chosen region first, then its neighbours; the first of them.
        alone: actors of whom no cooperation is known, the first of them.
        more_alone: how many there are besides.
        map: of the theme that was chosen; None without one, or where the regions are not those that can be drawn.
    """

    theme: Line
    region: Line
    regions: tuple[Line, ...]
    themes: tuple[Line, ...]
    nationwide: int
    workers: tuple[Worker, ...]
    alone: tuple[Line, ...]
    more_alone: int
    map: MapView | None


def gaps_view(profiles: Sequence[Profile], cooperations: Sequence[Cooperation], vocabularies: Vocabularies,
              question: GapsQuestion, language: str) -> GapsView:
    """Return what is lacking among some actors.

    Args:
        profiles: the actors that are shown.
        cooperations: who has worked with whom.
        vocabularies: themes, regions and their names.
        question: what is looked at; codes that there are not count as none.
        language: of the names, ISO 639-1.
    """
    themes, regions = vocabularies.themes, vocabularies.places.regions
    counts = Counter(_places_of_themes(profiles, vocabularies))
    theme = question.theme if question.theme in themes else ""
    region = question.region if question.region in regions else ""

    def line(code: str, labels: Labels, others: Sequence[tuple[str, str]]) -> Line:
        there = sum(counts[other] > 0 for other in others)
        return Line(code, render(labels, language), there, len(others) - there)

    def place(code: str) -> Line:
        name = regions.labels(code)
        if theme:
            return Line(code, render(name, language), counts[theme, code])
        return line(code, name, [(term.code, code) for term in themes])

    def topic(code: str) -> Line:
        name = themes.labels(code)
        if region:
            return Line(code, render(name, language), counts[code, region])
        return line(code, name, [(code, term.code) for term in regions])

    known = {member for item in cooperations for member in item.members}
    alone = _by_label(Line(profile.id, render(profile.label, language), 0) for profile in profiles
                      if profile.id not in known)
    nothing = Line("", "", 0)
    return GapsView(topic(theme) if theme else nothing, place(region) if region else nothing,
                    _by_label(place(term.code) for term in regions), _by_label(topic(term.code) for term in themes),
                    counts[theme, ""], _workers(profiles, vocabularies, theme, region, language)[:MOST_ALONE],
                    alone[:MOST_ALONE], max(0, len(alone) - MOST_ALONE),
                    _map(vocabularies, counts, theme, region, language) if theme else None)


def _map(vocabularies: Vocabularies, counts: Mapping[tuple[str, str], int], theme: str, region: str,
         language: str) -> MapView | None:
    by_region = {term.code: counts[theme, term.code] for term in vocabularies.places.regions}
    return map_view(vocabularies.places, by_region, lambda code: f"?{urlencode({'theme': theme, 'region': code})}",
                    {region}, language)


def _workers(profiles: Sequence[Profile], vocabularies: Vocabularies, theme: str, region: str,
             language: str) -> tuple[Worker, ...]:
    places, near = vocabularies.places, vocabularies.places.neighbours(region) if region else frozenset()

    def distance(profile: Profile) -> int:
        return 0 if region in profile.regions else 1 if near.intersection(profile.regions) else 2

    found = [profile for profile in profiles if theme and theme in _themes_of(profile, vocabularies)]
    found.sort(key=lambda profile: (distance(profile), alphabetical(render(profile.label, language))))
    return tuple(Worker(profile.id, render(profile.label, language), ", ".join(
        render(places.regions.labels(code), language) for code in profile.regions)) for profile in found)


def _themes_of(profile: Profile, vocabularies: Vocabularies) -> set[str]:
    """Return the themes that an actor works on, broader ones included."""
    return {code for theme in profile.themes for code in (theme, *vocabularies.themes.ancestors(theme))}


def _places_of_themes(profiles: Sequence[Profile], vocabularies: Vocabularies) -> Iterator[tuple[str, str]]:
    """Yield each theme that an actor works on, broader ones included, with its regions, and once for the country.

    An actor that reaches the whole country is not counted where it has no base: nobody is met there.
    """
    for profile in profiles:
        for theme in _themes_of(profile, vocabularies):
            yield theme, ""
            for region in profile.regions:
                yield theme, region


def _by_label(lines: Iterator[Line]) -> tuple[Line, ...]:
    return tuple(sorted(lines, key=lambda line: alphabetical(line.label)))
