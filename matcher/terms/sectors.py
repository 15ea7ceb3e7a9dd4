"""Terms on who the two actors are: sectors and languages."""

from __future__ import annotations

import numpy as np

from data.wording.languages import language_name
from data.wording.texts import Text, text
from matcher.context import Context, Pair
from matcher.features import UNKNOWN, Features, share
from matcher.terms.similarity import likeness
from models.arrays import Float64Array


def sector_complement(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Whether the two complement each other, or are much alike.

    1 when even the groups of their sectors differ (public, education, civil society, business), 0.75 when only the
    sectors do, and half of that when neither a theme nor their texts connect them; for the same sector 0, falling to
    −1 the more alike their work is; 0 when a sector is unknown.
    """
    both_known = (seeker.sector != UNKNOWN) & (candidate.sector != UNKNOWN)
    alike = likeness(seeker, candidate, context)
    connects = (alike > 0) | share("theme_tree", seeker, candidate)
    complement = np.where(seeker.sector_group != candidate.sector_group, 1.0, 0.75) * np.where(connects, 1.0, 0.5)
    return np.where(both_known, np.where(seeker.sector == candidate.sector, -alike, complement), 0.0)


def say_sector_complement(pair: Pair) -> Text:
    """Say it in one sentence."""
    sectors = pair.context.vocabularies.sectors
    if pair.seeker.sector == pair.candidate.sector:
        return text("They do similar work in the same sector, so they complement each other less: {sector}.",
                    sector=sectors.labels(pair.seeker.sector))
    return text("Different sectors complement each other: {one} – {other}.",
                one=sectors.labels(pair.seeker.sector), other=sectors.labels(pair.candidate.sector))


def complementary_kinds(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How well a kind of actor like the other completes one like the seeker.

    Log-odds from a table over both sectors, learned from judged partners and smoothed; 0 when the table says
    nothing.
    """
    return np.asarray(context.complement_table[seeker.sector, candidate.sector])


def say_complementary_kinds(pair: Pair) -> Text:
    """Say it in one sentence."""
    sectors = pair.context.vocabularies.sectors
    one, other = sectors.labels(pair.seeker.sector), sectors.labels(pair.candidate.sector)
    favours = _favours(pair.seeker.sector, pair.candidate.sector, pair)
    if not pair.seeker.sector:
        return (text("Ideas often need this kind of partner: {other}.", other=other) if favours
                else text("Ideas need other kinds of partners more often: {other}.", other=other))
    return (text("Such actors often need each other: {one} – {other}.", one=one, other=other) if favours
            else text("Such actors need others more often than each other: {one} – {other}.", one=one, other=other))


def say_complementary_kinds_of_both(pair: Pair) -> Text:
    """Say it of both in one sentence."""
    one, other = pair.seeker.sector, pair.candidate.sector
    if _favours(one, other, pair) == _favours(other, one, pair):
        return say_complementary_kinds(pair)
    sectors = pair.context.vocabularies.sectors
    needing, needed = (one, other) if _favours(one, other, pair) else (other, one)
    return text("{one}: such actors often need this kind of partner: {other}; the other way round less often.",
                one=sectors.labels(needing), other=sectors.labels(needed))


def _favours(sector: str, other: str, pair: Pair) -> bool:
    return pair.context.complements.get(sector, {}).get(other, 0.0) > 0


def wanted_sector(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the other is of a sector that the seeker asks for.

    1 when it is, else 0.
    """
    wishes = seeker.wanted_sectors[np.arange(len(seeker)), candidate.sector]
    return np.where(candidate.sector == UNKNOWN, 0.0, wishes)


def say_wanted_sector(pair: Pair) -> Text:
    """Say it in one sentence."""
    sector = pair.context.vocabularies.sectors.labels(pair.candidate.sector)
    return text("{seeker} looks for a partner in this sector: {sector}.",
                seeker=pair.seeker.label, sector=sector)


def shared_languages(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """Whether the two have a working language in common.

    1 when they do, −1 when both have named their languages and none is shared, 0 when a side has named none.
    """
    both_known = seeker.has_language & candidate.has_language
    in_common = share("languages", seeker, candidate)
    return np.where(both_known, np.where(in_common, 1.0, -1.0), 0.0)


def say_shared_languages(pair: Pair) -> Text:
    """Say it in one sentence."""
    languages = tuple(language_name(code) for code in pair.seeker.languages if code in pair.candidate.languages)
    if languages:
        return text("Shared working languages: {languages}.", languages=languages)
    return text("They have named no working language in common.")
