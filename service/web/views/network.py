"""The network, or a part of it: where its actors are, of what kinds, on what and in which languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from data.files.cells import language as read_language
from data.records.profiles import Profile
from data.vocabularies.catalogue import Vocabularies
from data.vocabularies.vocabulary import Vocabulary
from data.wording.languages import language_name
from data.wording.texts import Labels, render
from matcher.snapshot import Snapshot
from service.web.views.filters import FilterView, ListQuestion, Option, Suggested, alphabetical, filter_view, options_of
from service.web.views.maps import MapView, map_view

MOST_ACTORS = 200


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
        title: what part of the network is looked at, in words; empty for all of it.
        question: the same, for addresses of other parts.
        total: how many actors are looked at.
        counts: of what kinds they are, and so on.
        regions: every region, with how many have a base there.
        towns: municipalities where some of those that are looked at have a base.
        elsewhere: how many have no region.
        map: None where the regions are not those that can be drawn.
        actors: those that are looked at, the first of them; none where that is the whole network.
        more_actors: how many there are besides.
    """

    title: str
    question: ListQuestion
    total: int
    counts: FilterView
    regions: tuple[Option, ...]
    towns: tuple[Option, ...]
    elsewhere: int
    map: MapView | None
    actors: tuple[ActorLine, ...]
    more_actors: int


def network_view(snapshot: Snapshot, question: ListQuestion, language: str, base: str) -> NetworkView:
    """Return what there is in a network.

    Args:
        snapshot: the network.
        question: what part of it is looked at.
        language: of the names, ISO 639-1.
        base: address of the page.

    Raises:
        UnknownCode, AmbiguousCode, CellRefused: a word of the question stands for nothing, or for several things.
    """
    vocabularies, places = snapshot.vocabularies, snapshot.vocabularies.places
    looked_at = snapshot.shown(question.filters(vocabularies))
    everywhere = snapshot.shown(question.without("region").filters(vocabularies)) if question.region else looked_at
    title, chosen = _title(question, vocabularies, language), set(question.region)
    by_region = Counter(code for profile in everywhere for code in profile.regions)
    every_region = {term.code: by_region[term.code] for term in places.regions}
    towns = Counter(code for profile in looked_at for code in profile.municipalities
                    if not chosen or places.region_of.get(code) in chosen)
    drawn = map_view(places, every_region, lambda code: base + question.choosing("region", code).address(), chosen,
                     language, towns)
    lines = sorted((_line(profile, vocabularies, language) for profile in looked_at) if title else (),
                   key=lambda line: alphabetical(line.name))
    return NetworkView(
        title, question, len(looked_at),
        filter_view(looked_at, Suggested(looked_at, looked_at), vocabularies, question, language),
        options_of(every_region, places.regions.labels, chosen, language),
        options_of(towns, places.municipalities.labels, set(), language),
        sum(not profile.regions for profile in everywhere), drawn,
        tuple(lines[:MOST_ACTORS]), max(0, len(lines) - MOST_ACTORS))


def _title(question: ListQuestion, vocabularies: Vocabularies, language: str) -> str:
    """Return what was chosen, in words."""
    regions, sectors, themes = vocabularies.places.regions, vocabularies.sectors, vocabularies.themes
    labels: list[Labels] = [regions.labels(regions.resolve(word)) for word in question.region]
    labels += [sectors.labels(sectors.resolve(word)) for word in question.sector]
    labels += [themes.labels(themes.resolve(word)) for word in (question.theme,) if word]
    labels += [language_name(read_language(word)) for word in (question.language,) if word]
    return ", ".join(render(label, language) for label in labels)


def _line(profile: Profile, vocabularies: Vocabularies, language: str) -> ActorLine:
    def names(codes: Sequence[str], vocabulary: Vocabulary) -> str:
        return ", ".join(render(vocabulary.labels(code), language) for code in codes)

    places = vocabularies.places
    kind = names([profile.sector] if profile.sector else [], vocabularies.sectors)
    towns = names(profile.municipalities, places.municipalities) or names(profile.regions, places.regions)
    return ActorLine(profile.id, render(profile.label, language), kind, towns)
