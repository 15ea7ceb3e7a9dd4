"""A list as it is shown: every need of an idea is met early, and of a group one stands for all among the first.

Scores stay as they are. Whatever page is asked for, the same few of the best change places, so that pages make up one
list.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field

from matcher.arrangement import coverage
from matcher.arrangement.exploration import LAST, PLACE, explore
from matcher.arrangement.grouping import groups_of, others_of, stand_apart
from matcher.asking.needs import Need
from matcher.asking.query import Query
from matcher.features import Features
from models.arrays import Float64Array

# Groups are looked for among so many of the best: nobody else can come into the first places, not even by lot.
HEAD = LAST


@dataclass(frozen=True)
class Arrangement:
    """A list as it is shown.

    Attributes:
        order: positions of candidates.
        probabilities: for each place the chance that whoever stands there does; 1 where nothing is drawn by lot.
        moved_up_for: candidate → the need for whose sake it stands higher than by its score.
        also: candidate → the others of its group, in their order, for whom it stands.
    """

    order: Sequence[int]
    probabilities: Sequence[float]
    moved_up_for: Mapping[int, Need] = field(default_factory=dict)
    also: Mapping[int, tuple[int, ...]] = field(default_factory=dict)


@dataclass(frozen=True)
class Ranking:
    """Candidates in the order of their scores, or varied over sectors.

    Attributes:
        order: positions of candidates, best first.
        candidates: the candidates.
        totals: their scores, log-odds.
        thresholds: where levels of fit begin.
    """

    order: Sequence[int]
    candidates: Features
    totals: Float64Array
    thresholds: Sequence[float]


def arrange(ranking: Ranking, query: Query, meets: Callable[[int], tuple[Need, ...]]) -> Arrangement:
    """Return a list as it is shown.

    Of a group, nobody is drawn by lot for a place below another one who stands for it.

    Args:
        ranking: who could be shown.
        query: says what is needed, whether there is a lot, and whether anything is to be arranged at all.
        meets: position of a candidate → the needs that it meets.
    """
    if not query.is_arranged:
        return Arrangement(*explore(ranking.order, query.lot))
    picks = _cover(ranking, meets) if query.needs and not query.diversity else {}
    order = [*picks, *ranking.order[len(picks):]]
    head = order[:HEAD]
    profiles, vectors = ranking.candidates.profiles, ranking.candidates.vectors
    groups = dict(zip(head, groups_of([profiles[at] for at in head], vectors[head]), strict=True))
    apart = [order[place] for place in stand_apart([groups[at] for at in head])]
    above = {groups[at] for at in apart[:PLACE - 1]}
    shown, chances = explore([*apart, *order[HEAD:]], query.lot, {at for at in apart if groups[at] in above})
    others = others_of([groups[at] for at in shown[:HEAD]])
    return Arrangement(
        shown, chances,
        {at: need for at, need in picks.items() if need and shown.index(at) < ranking.order.index(at)},
        {shown[first]: tuple(shown[place] for place in places) for first, places in others.items()})


def _cover(ranking: Ranking, meets: Callable[[int], tuple[Need, ...]]) -> dict[int, Need | None]:
    """Return the best in an order in which needs are met early, each with the need for which it has passed others."""
    head = ranking.order[:coverage.HEAD]
    picks = coverage.cover([float(ranking.totals[at]) for at in head], ranking.thresholds, list(map(meets, head)))
    return {head[pick.at]: pick.needed_for for pick in picks}
