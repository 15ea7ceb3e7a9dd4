"""Terms on who the two actors are: sectors and languages."""

from __future__ import annotations

import numpy as np
from babel import Locale

from data.texts import LANGUAGES, Labels, Text, text
from matcher.features import UNKNOWN, Features
from matcher.world import Pair, World
from models.arrays import Float64Array


def sector_complement(seeker: Features, candidate: Features, _world: World) -> Float64Array:
    """Whether the two come from different sectors, so that they complete each other.

    1 when even the groups of sectors differ (public, education, civil society, business), one half when only the sectors
    do, 0 for the same sector or an unknown one.
    """
    known = (seeker.sector != UNKNOWN) & (candidate.sector != UNKNOWN)
    sectors = (seeker.sector != candidate.sector) & known
    groups = (seeker.sector_group != candidate.sector_group) & known
    return 0.5 * sectors + 0.5 * groups


def say_sector_complement(pair: Pair) -> Text:
    """Say it in one sentence."""
    sectors = pair.world.vocabularies.sectors
    return text("They come from different sectors: {one} – {other}.",
                one=sectors.labels(pair.seeker.sector), other=sectors.labels(pair.candidate.sector))


def wanted_sector(seeker: Features, candidate: Features, _world: World) -> Float64Array:
    """Whether the other is of a sector that the seeker asks for.

    1 when it is, else 0.
    """
    asked = np.broadcast_to(seeker.wanted_sectors, (max(len(seeker), len(candidate)), seeker.wanted_sectors.shape[1]))
    sector = np.broadcast_to(candidate.sector, len(asked))
    return np.where(sector == UNKNOWN, 0.0, asked[np.arange(len(asked)), sector])


def say_wanted_sector(pair: Pair) -> Text:
    """Say it in one sentence."""
    sector = pair.world.vocabularies.sectors.labels(pair.candidate.sector)
    return text("{seeker} looks for partners of this sector: {sector}.", seeker=pair.seeker.label, sector=sector)


def shared_languages(seeker: Features, candidate: Features, _world: World) -> Float64Array:
    """Whether the two have a working language in common.

    1 when they do, −1 when both have named their languages and none is shared, 0 when a side has named none.
    """
    known = seeker.languages.any(axis=1) & candidate.languages.any(axis=1)
    shared = (seeker.languages & candidate.languages).any(axis=1)
    return np.where(known, np.where(shared, 1.0, -1.0), 0.0)


def say_shared_languages(pair: Pair) -> Text:
    """Say it in one sentence."""
    shared = tuple(_language(code) for code in pair.seeker.languages if code in pair.candidate.languages)
    if shared:
        return text("Shared working languages: {languages}.", languages=shared)
    return text("They have named no working language in common.")


def _language(code: str) -> Labels:
    names = {shown: Locale(shown).languages.get(code, code) for shown in LANGUAGES}
    return Labels(names)
