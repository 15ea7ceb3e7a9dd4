"""Terms on what two actors do, need and offer."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from data.records.profiles import Coverage
from data.wording.texts import Labels, Text, text, texts
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


def say_profile_similarity(pair: Pair) -> Text:
    """Say it in one sentence: in which theme above all, also one that only the descriptions speak of."""
    one, other = (_spoken_of(side.themes, side.descriptions, pair) for side in (pair.seeker, pair.candidate))
    themes = _common(one, other) or _common(_with_broader(one, pair), _with_broader(other, pair))
    if themes:
        rarest = _labels((_rarest(themes, pair),), pair)
        return text("Close to each other in content, above all: {theme}.", theme=rarest)
    return text("The descriptions are near each other in meaning, though they share no theme.")


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
    needs, offers = pair.seeker.needs, pair.candidate.offers
    needed = _spoken_of(needs.themes, needs.texts, pair)
    offered = (*_spoken_of(offers.themes, offers.texts, pair),
               *_spoken_of(pair.candidate.themes, pair.candidate.descriptions, pair))
    themes = _common(needed, offered) or _common(_with_broader(needed, pair), _with_broader(offered, pair))
    if themes:
        return text("{candidate} offers or works on what {seeker} needs: {themes}.",
                    seeker=pair.seeker.label, candidate=pair.candidate.label,
                    themes=_labels(themes, pair))
    return text("What {candidate} does or offers is close to what {seeker} needs.",
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
    own, others = pair.seeker.themes, pair.candidate.themes
    themes = _common(own, others)
    if themes:
        return text("Shared themes: {themes}.", themes=_labels(themes, pair))
    broader = _labels(_common(_with_broader(own, pair), _with_broader(others, pair)), pair)
    return texts("Shared wider theme: {themes}.", "Shared wider themes: {themes}.", count=len(broader), themes=broader)


def national_expertise(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """What share of the seeker's themes the other works on nationwide.

    From 0 to 1 for actors that work nationwide: the sum of the rarities of the themes that both work on, divided by
    that of all themes of the seeker; 0 for others. A national actor is a partner by what it does, wherever its seat is.
    """
    common = sum_of_common(seeker.themes, candidate.themes, context.theme_rarity)
    total = np.broadcast_to(seeker.themes @ context.theme_rarity, common.shape)
    share = np.divide(common, total, out=np.zeros_like(common), where=total > 0)
    return share * (candidate.reach >= REACH[Coverage.NATIONAL])


def say_national_expertise(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("{candidate} does such work nationwide: {themes}.", candidate=pair.candidate.label,
                themes=_labels(_common(pair.seeker.themes, pair.candidate.themes), pair))


def say_national_expertise_of_both(pair: Pair) -> Text:
    """Say it of both in one sentence."""
    return text("In common, nationwide: {themes}.",
                themes=_labels(_common(pair.seeker.themes, pair.candidate.themes), pair))


def _match(seeker: Features, vectors: Float32Array, themes: BoolArray, context: Context) -> Float64Array:
    has_needs, has_offers = seeker.needs.any() or seeker.need_themes.any(), vectors.any() or themes.any()
    if not (has_needs and has_offers):  # most actors look for nothing in particular and offer nothing either
        return np.zeros(np.broadcast_shapes(seeker.needs.shape[:1], vectors.shape[:1]))
    total = seeker.need_themes @ context.theme_rarity
    common = sum_of_common(seeker.need_themes, themes, context.theme_rarity)
    by_theme = np.divide(common, total, out=np.zeros_like(common), where=np.broadcast_to(total > 0, common.shape))
    return np.asarray(np.maximum(closeness(seeker.needs, vectors, context), by_theme))


def _spoken_of(themes: tuple[str, ...], words: Mapping[str, str], pair: Pair) -> tuple[str, ...]:
    """Return some themes and those that texts speak of."""
    mentioned = (code for word in words.values() for code in pair.context.vocabularies.themes.codes_in(word))
    return tuple(dict.fromkeys((*themes, *mentioned)))


def _with_broader(codes: tuple[str, ...], pair: Pair) -> tuple[str, ...]:
    """Return themes and all broader ones, each once."""
    tree = pair.context.vocabularies.themes
    return tuple(dict.fromkeys(broader for code in codes for broader in (code, *tree.ancestors(code))))


def _common(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in others)


def _rarest(codes: tuple[str, ...], pair: Pair) -> str:
    """Return the theme that the fewest actors name; the first of them if several do."""
    rarity = dict(zip((term.code for term in pair.context.vocabularies.themes), pair.context.theme_rarity, strict=True))
    return max(codes, key=lambda code: rarity[code])


def _labels(codes: tuple[str, ...], pair: Pair) -> tuple[Labels, ...]:
    return tuple(pair.context.vocabularies.themes.labels(code) for code in codes)
