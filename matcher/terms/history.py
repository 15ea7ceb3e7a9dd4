"""Terms on what the two actors have done before."""

from __future__ import annotations

import numpy as np

from data.wording.texts import Text, text, texts
from matcher.context import Context, Pair
from matcher.features import Features
from matcher.graph import pair_values
from models.arrays import Float64Array


def past_cooperation(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How much the two have worked together, recent work counting more.

    The number of common projects and services, each halved for every five years since its last known day.
    """
    return pair_values(context.graph.ties, seeker.row, candidate.row)


def say_past_cooperation(pair: Pair) -> Text:
    """Say it in one sentence."""
    cooperations = pair.context.graph.common_cooperations(pair.seeker_row, pair.candidate_row)
    titles = tuple(dict.fromkeys(item.title for item in cooperations))
    return text("They have worked together: {titles}.", titles=titles)


def shared_partners(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How many partners the two share, partners with few others counting more.

    The Adamic–Adar index: the sum over shared partners of 1 / ln(1 + number of their partners).
    """
    values = pair_values(context.graph.adamic_adar, seeker.row, candidate.row)
    return np.where(seeker.row == candidate.row, 0.0, values)


def say_shared_partners(pair: Pair) -> Text:
    """Say it in one sentence."""
    graph = pair.context.graph
    rows = np.intersect1d(graph.partners(pair.seeker_row), graph.partners(pair.candidate_row))
    partners = sorted((pair.profiles[row] for row in rows), key=lambda partner: partner.id)
    names = tuple(partner.label for partner in partners)
    return texts("They share a partner: {names}.", "They share {count} partners: {names}.",
                 count=len(names), names=names)
