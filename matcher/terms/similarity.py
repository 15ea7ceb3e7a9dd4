"""Terms on what two actors do, need and offer."""

from __future__ import annotations

import numpy as np

from data.records.profiles import Coverage
from data.wording.texts import Labels, Text, text
from matcher.context import Context, Pair
from matcher.features import REACH, BoolArray, Features, sum_of_common
from models.arrays import Float32Array, Float64Array

IMPLIED_OFFER = 0.5
BROADER_SHARE = 0.3


def closeness(one: Float32Array, other: Float32Array, context: Context) -> Float64Array:
    """Return the cosine of each pair of rows above what is usual, 0 to 1; in 64 bits, so that sides can change."""
    cosine = np.einsum("ij,ij->i", one, other, dtype=np.float64)
    return np.asarray(np.clip((cosine - context.usual_similarity) / (1 - context.usual_similarity), 0.0, 1.0))


def profile_similarity(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How much more alike the descriptions and themes of the two are than those of two actors picked at random.

    The cosine of their profile vectors, counted from the mean cosine of the network (0) to identical texts (1).
    """
    return closeness(seeker.vectors, candidate.vectors, context)


def say_profile_similarity(_pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("The descriptions of their work are closer to each other than usual.")


def needs_met(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How well what the other offers fits what the seeker needs.

    From 0 to 1: the better of the closeness of the texts and the share of the needed themes that is offered, rare
    themes counting more. What an actor works on counts as half an offer. Seen from the other side it says how well what
    the seeker offers fits what the other needs.
    """
    by_offer = _match(seeker, candidate.offers, candidate.offer_themes, context)
    by_work = _match(seeker, candidate.vectors, candidate.themes, context)
    return np.asarray(np.maximum(by_offer, IMPLIED_OFFER * by_work))


def say_needs_met(pair: Pair) -> Text:
    """Say it in one sentence."""
    themes = _labels(pair, pair.seeker.needs.themes, (*pair.candidate.offers.themes, *pair.candidate.themes))
    if themes:
        return text("What {seeker} looks for is something that {candidate} offers or works on: {themes}.",
                    seeker=pair.seeker.label, candidate=pair.candidate.label, themes=themes)
    return text("What {seeker} looks for is close to what {candidate} does or offers.",
                seeker=pair.seeker.label, candidate=pair.candidate.label)


def shared_themes(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How many themes the two share, rare themes counting more.

    The sum of the rarity (0 to 1) of each shared theme; a theme that only a broader one connects counts three tenths
    of the broader one.
    """
    by_theme = sum_of_common(seeker.themes, candidate.themes, context.theme_rarity)
    by_broader = sum_of_common(seeker.theme_tree, candidate.theme_tree, context.theme_rarity)
    return (1 - BROADER_SHARE) * by_theme + BROADER_SHARE * by_broader


def say_shared_themes(pair: Pair) -> Text:
    """Say it in one sentence."""
    labels = _labels(pair, pair.seeker.themes, pair.candidate.themes)
    if labels:
        return text("Shared themes: {themes}.", themes=labels)
    tree = pair.context.vocabularies.themes
    one, other = ({code: None for theme in side.themes for code in (theme, *tree.ancestors(theme))}
                  for side in (pair.seeker, pair.candidate))
    return text("Both work in the wider field: {themes}.", themes=_labels(pair, tuple(one), tuple(other)))


def themes_covered(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """What share of the seeker's themes the other works on, rare themes counting more.

    From 0 to 1: the sum of the rarities of the themes that both work on, divided by that of all themes of the seeker.
    """
    return _coverage(seeker, candidate, context)


def say_themes_covered(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("{candidate} works on {count} of the {total} themes of {seeker}.", candidate=pair.candidate.label,
                seeker=pair.seeker.label, count=len(set(pair.seeker.themes) & set(pair.candidate.themes)),
                total=len(pair.seeker.themes))


def national_expertise(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """What share of the seeker's themes the other works on nationwide.

    As `themes_covered`, for actors that work nationwide; 0 for others. A national actor is a partner by what it does,
    wherever its seat is.
    """
    return _coverage(seeker, candidate, context) * (candidate.reach >= REACH[Coverage.NATIONAL])


def say_national_expertise(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("{candidate} does such work nationwide: {themes}.", candidate=pair.candidate.label,
                themes=_labels(pair, pair.seeker.themes, pair.candidate.themes))


def _coverage(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    common = sum_of_common(seeker.themes, candidate.themes, context.theme_rarity)
    total = np.broadcast_to(seeker.themes @ context.theme_rarity, common.shape)
    return np.divide(common, total, out=np.zeros_like(common), where=total > 0)


def _match(seeker: Features, vectors: Float32Array, themes: BoolArray, context: Context) -> Float64Array:
    has_needs, has_offers = seeker.needs.any() or seeker.need_themes.any(), vectors.any() or themes.any()
    if not (has_needs and has_offers):  # most actors look for nothing in particular and offer nothing either
        return np.zeros(np.broadcast_shapes(seeker.needs.shape[:1], vectors.shape[:1]))
    total = seeker.need_themes @ context.theme_rarity
    common = sum_of_common(seeker.need_themes, themes, context.theme_rarity)
    by_theme = np.divide(common, total, out=np.zeros_like(common), where=np.broadcast_to(total > 0, common.shape))
    return np.asarray(np.maximum(closeness(seeker.needs, vectors, context), by_theme))


def _labels(pair: Pair, codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[Labels, ...]:
    themes = pair.context.vocabularies.themes
    return tuple(themes.labels(code) for code in codes if code in others)
