"""The network as a whole, or one region of it: where its actors are, of what kinds, on what and in which languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from pydantic import BaseModel, ConfigDict, Field

from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.texts import render
from service.web.views.filters import FilterView, ListQuestion, Option, Suggested, alphabetical, filter_view, options_of
from service.web.views.maps import MapView, map_view

MOST_ACTORS = 200
LONGEST = 200


class NetworkQuestion(BaseModel):
    """What is looked at: one region, or all of them."""

    model_config = ConfigDict(frozen=True)

    region: str = Field("", max_length=LONGEST)


@dataclass(frozen=True, slots=True)
class ActorLine:
    """An actor in a table."""

    id: str
    name: str
    kind: str
    places: str


@dataclass(frozen=True, slots=True)
class NetworkView:
    """What there is.

    Attributes:
        region: the name of the region that is looked at; empty for all of them.
        total: how many actors are looked at.
        counts: of what kinds they are, and so on.
        regions: every region, with how many of all actors have a base there.
        towns: municipalities where some of those that are looked at have a base.
        elsewhere: how many actors of the network have no region.
        map: None where the regions are not those that can be drawn.
        actors: those of the region that is looked at, the first of them.
        more_actors: how many there are besides.
    """

    region: str
    total: int
    counts: FilterView
    regions: tuple[Option, ...]
    towns: tuple[Option, ...]
    elsewhere: int
    map: MapView | None
    actors: tuple[ActorLine, ...]
    more_actors: int


def network_view(profiles: Sequence[Profile], vocabularies: Vocabularies, question: NetworkQuestion, language: str,
                 base: str) -> NetworkView:
    """Return what there is among some actors.

    Args:
        profiles: the actors that are shown.
        vocabularies: where names come from.
        question: what is looked at; a region that there is not counts as none.
        language: of the names, ISO 639-1.
        base: address of the page.
    """
    places = vocabularies.places
    region = question.region if question.region in places.regions else ""
    looked_at = [profile for profile in profiles if region in profile.regions] if region else list(profiles)
    by_region = Counter(code for profile in profiles for code in profile.regions)
    towns = Counter(code for profile in looked_at for code in profile.municipalities
                    if not region or places.region_of.get(code) == region)
    lines = sorted((_line(profile, vocabularies, language) for profile in looked_at) if region else (),
                   key=lambda line: alphabetical(line.name))
    every_region = {term.code: by_region[term.code] for term in places.regions}
    drawn = map_view(places, every_region, lambda code: f"{base}?{urlencode({'region': code})}", {region}, language,
                     towns)
    return NetworkView(
        render(places.regions.labels(region), language) if region else "", len(looked_at),
        filter_view(looked_at, Suggested(looked_at, looked_at), vocabularies, ListQuestion(), language),
        options_of(every_region, places.regions.labels, {region}, language),
        options_of(towns, places.municipalities.labels, set(), language),
        sum(not profile.regions for profile in profiles), drawn,
        tuple(lines[:MOST_ACTORS]), max(0, len(lines) - MOST_ACTORS))


def _line(profile: Profile, vocabularies: Vocabularies, language: str) -> ActorLine:
    def names(codes: Sequence[str], vocabulary: Vocabulary) -> str:
        return ", ".join(render(vocabulary.labels(code), language) for code in codes)

    places = vocabularies.places
    kind = names([profile.sector] if profile.sector else [], vocabularies.sectors)
    towns = names(profile.municipalities, places.municipalities) or names(profile.regions, places.regions)
    return ActorLine(profile.id, render(profile.label, language), kind, towns)
