"""Terms on what two actors do, need and offer."""

from __future__ import annotations

import numpy as np

from data.records.profiles import Coverage, Profile
from data.wording.texts import Labels, Text, text, texts
from matcher.context import Context, Pair
from matcher.features import REACH, BoolArray, Features, pair_count, sum_of_common
from matcher.spoken import Part
from matcher.tally import Kind
from models.arrays import Float32Array, Float64Array

IMPLIED_OFFER = 0.5
BROADER_SHARE = 0.3


def closeness(one: Float32Array, other: Float32Array, context: Context) -> Float64Array:
    """Return the cosine of each pair of rows above what is usual, 0 to 1."""
    return _above_usual(np.vecdot(one, other), context)


def likeness(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Return the closeness of the vectors of each pair."""
    single, others = (seeker, candidate) if len(seeker) == 1 else (candidate, seeker)
    return _above_usual(single.cosines_with(others), context)


def _above_usual(cosines: Float32Array, context: Context) -> Float64Array:
    wide, usual = cosines.astype(np.float64), context.usual_similarity
    return np.asarray(np.clip((wide - usual) / (1 - usual), 0.0, 1.0))


def profile_similarity(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How much more alike the descriptions and themes of the two are than those of two actors picked at random.

    The cosine of their profile vectors, counted from the mean cosine of the network (0) to identical texts (1).
    """
    return likeness(seeker, candidate, context)


def say_profile_similarity(pair: Pair) -> Text:
    """Say it in one sentence: in which theme above all, also one that only the descriptions speak of."""
    one, other = (_named(side, "work", pair) for side in (pair.seeker, pair.candidate))
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
    if not len(seeker.needing):  # most actors look for nothing in particular
        return np.zeros(pair_count(seeker, candidate))
    by_work = np.maximum(_closeness_to_needs(seeker, candidate.vectors, context),
                         _share_of_rarity("need_themes", seeker, candidate.themes, context))
    by_offer = np.maximum(_closeness_to_offers(seeker, candidate, context),
                          _share_of_rarity("need_themes", seeker, candidate.offer_themes, context))
    return np.asarray(np.maximum(by_offer, IMPLIED_OFFER * by_work))


def say_needs_met(pair: Pair) -> Text:
    """Say it in one sentence."""
    needed = _named(pair.seeker, "needs", pair)
    offered = (*_named(pair.candidate, "offers", pair), *_named(pair.candidate, "work", pair))
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
    is_national = candidate.reach >= REACH[Coverage.NATIONAL]
    if not is_national.any():
        return np.zeros(pair_count(seeker, candidate))
    return _share_of_rarity("themes", seeker, candidate.themes, context) * is_national


def say_national_expertise(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("{candidate} does such work nationwide: {themes}.", candidate=pair.candidate.label,
                themes=_labels(_common(pair.seeker.themes, pair.candidate.themes), pair))


def say_national_expertise_of_both(pair: Pair) -> Text:
    """Say it of both in one sentence."""
    return text("In common, nationwide: {themes}.",
                themes=_labels(_common(pair.seeker.themes, pair.candidate.themes), pair))


def _closeness_to_needs(seeker: Features, vectors: Float32Array, context: Context) -> Float64Array:
    """Return how close some work is to what is needed; it is looked at for those alone who need something."""
    if len(seeker) == 1:
        return closeness(seeker.needs, vectors, context)
    values = np.zeros(len(seeker))
    values[seeker.needing] = closeness(seeker.needs_of_needing, vectors, context)
    return values


def _closeness_to_offers(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Return how close an offer is to what is needed; it is looked at for those alone who offer something."""
    if len(candidate) == 1:
        return _closeness_to_needs(seeker, candidate.offers, context)
    values = np.zeros(len(candidate))
    values[candidate.offering] = closeness(seeker.needs, candidate.offers_of_offering, context)
    return values


def _share_of_rarity(kind: Kind, seeker: Features, themes: BoolArray, context: Context) -> Float64Array:
    """Return what share of the rarity of a seeker's themes of some kind is that of the themes that the other has."""
    common = sum_of_common(getattr(seeker, kind), themes, context.theme_rarity)
    total = context.rarity_of(kind, seeker)
    return np.divide(common, total, out=np.zeros_like(common), where=total > 0)


def _named(profile: Profile, part: Part, pair: Pair) -> tuple[str, ...]:
    """Return the themes of a part of a profile, and those that its texts speak of."""
    return pair.context.spoken.of(profile, part)


def _with_broader(codes: tuple[str, ...], pair: Pair) -> tuple[str, ...]:
    """Return themes and all broader ones, each once."""
    tree = pair.context.vocabularies.themes
    return tuple(dict.fromkeys(broader for code in codes for broader in (code, *tree.ancestors(code))))


def _common(codes: tuple[str, ...], others: tuple[str, ...]) -> tuple[str, ...]:
    return tuple(code for code in codes if code in others)


def _rarest(codes: tuple[str, ...], pair: Pair) -> str:
    """Return the theme that the fewest actors name; the first of them if several do."""
    rarity, columns = pair.context.theme_rarity, pair.context.vocabularies.themes.columns
    return max(codes, key=lambda code: rarity[columns[code]])


def _labels(codes: tuple[str, ...], pair: Pair) -> tuple[Labels, ...]:
    return tuple(pair.context.vocabularies.themes.labels(code) for code in codes)
