"""The matcher: a question in, explained suggestions out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache, cached_property, partial

import numpy as np

from data.records.profiles import Profile
from data.wording.words import composed, visible
from matcher.arrangement import HEAD, Ranking, arrange
from matcher.arrangement.coverage import FIRST, NeedCheck, open_needs
from matcher.asking.counterparts import COUNTERPART, MOST_COUNTERPARTS, Counterparts
from matcher.asking.needs import Need
from matcher.asking.query import Filters, Query
from matcher.candidates import Candidates, Search, find_candidates
from matcher.features import BoolArray, Features, IntArray
from matcher.finding import Found, refused
from matcher.ledger import Bookkeeper
from matcher.levels import thresholds_of
from matcher.rules.applying import say_rule
from matcher.scoring import TermPoints, weigh
from matcher.searching import named_fits
from matcher.snapshot import Snapshot
from matcher.suggestions import Explanation, Rejection, SearchHit, Suggestion, SuggestionList
from models.arrays import Float64Array
from models.diversity import mmr
from models.ranker import log_odds_to_probability

# So large a share of the network has to be candidates that all of it is scored.
LEAST_SHARE = 0.25
# Half words, half meaning: a convex combination needs no labels to be good (Bruch et al., 2022, arXiv 2210.11934).
WORDS_SHARE = 0.5
NAME_FIT = 0.5
# What words name, kind and place together, counts more than a name that holds them all.
NAMED_FIT = 0.75
LEAST_FIT = 0.05
# Unit vectors are float32: a mean so near to 1 says no more than that all texts are the question.
LEAST_ROOM = 1e-6
# Sums of the same numbers in another order differ in later digits: who fits alike comes in the order of the ids.
DIGITS = 9


@dataclass(frozen=True)
class Partners:
    """Whom a list names.

    Attributes:
        profiles: in the order of the list.
        points: of the terms, for the same question under other rules.
    """

    profiles: tuple[Profile, ...]
    points: TermPoints


class Matcher:
    """Answers questions from one snapshot; it holds no state of its own and may be used by several threads."""

    def __init__(self, snapshot: Snapshot) -> None:
        self.snapshot = snapshot

    @cached_property
    def without_opinions(self) -> Matcher:
        """The same for readers who are not told what actors have said of others; see `Snapshot.without_opinions`."""
        return Matcher(self.snapshot.without_opinions())

    def suggest(self, profile: Profile, query: Query) -> SuggestionList:
        """Return partners for a stored actor, for a profile that is not stored, or for an idea.

        Args:
            profile: who asks; see `Snapshot.actor` and `matcher.asking.idea.idea`.
            query: how to answer.
        """
        found = self._find(profile, query, None)
        candidates, scores, shown, totals = found.candidates, found.scores, found.shown, found.scores.totals
        books = Bookkeeper(found.seeker, self.snapshot, found.view)
        admitted = totals[found.are_admitted]
        others = max(1, len(admitted) + found.pool.remainder - 1)

        def suggestion(at: int, chance: float = 1.0) -> Suggestion:
            # Actors never looked at count as lower.
            lower = int(np.count_nonzero(admitted < totals[at])) + found.pool.remainder
            return Suggestion(
                candidates.profiles[at], books.ledger(candidates, at, scores),
                found.pool.origins(int(candidates.row[at])), lower / others, chance, bool(found.are_counterparts[at]),
                found.meets(at), shown.moved_up_for.get(at),
                tuple(candidates.profiles[other] for other in shown.also.get(at, ())))

        apart = found.are_admitted & found.are_counterparts & (query.counterparts == Counterparts.APART)
        counterparts = self._best(totals, candidates, np.flatnonzero(apart), MOST_COUNTERPARTS)
        return SuggestionList(
            profile, tuple(map(suggestion, *found.page(query))), len(found.listed),
            found.rejections(books), self.snapshot.versions, found.listed, tuple(map(suggestion, counterparts)),
            open_needs(query.needs, map(found.meets, (*shown.order[:FIRST], *counterparts))))

    def partners(self, profile: Profile, query: Query, points: TermPoints | None = None) -> Partners:
        """Return those alone whom `suggest` lists, without reasons: where many lists are compared.

        Args:
            profile: who asks; see `suggest`.
            query: how to answer.
            points: of the terms, where a matcher that differs in its rules alone has worked them out for the same
                question.
        """
        found = self._find(profile, query, points)
        positions, _ = found.page(query)
        return Partners(tuple(found.candidates.profiles[at] for at in positions), found.points)

    def listed(self, profile: Profile, query: Query) -> IntArray:
        """Return the rows of everybody whom the pages of `suggest` list, ascending, where nobody reads the list.

        Args:
            profile: who asks; see `suggest`.
            query: how to answer; its limit and offset do not count.
        """
        return self._find(profile, query, None).listed

    def _find(self, profile: Profile, query: Query, points: TermPoints | None) -> Found:
        view, seeker = self.snapshot.on(query.as_of), self.snapshot.features_of(profile)
        search = Search(seeker, self.snapshot.mask(query.filters), self.snapshot, view)
        pool = find_candidates(search)
        candidates, is_candidate = self._look_at(pool)
        effects = search.effects if candidates is self.snapshot.features else view.rules.apply(seeker, candidates)
        if points is None or points.candidates is not candidates:
            points = weigh(seeker, candidates, view.context, self.snapshot.ranker)
        scores = points.under(view.rules, effects)
        refusals = refused(is_candidate, effects, view, query)
        are_admitted = is_candidate.copy()
        for _, are_refused in refusals:
            are_admitted &= ~are_refused
        are_counterparts = scores.of_group(COUNTERPART, view.rules)
        are_listed = are_admitted & (~are_counterparts | (query.counterparts == Counterparts.MIXED))
        order = self._order(scores.totals, candidates, query, np.flatnonzero(are_listed))
        meets = cache(partial(_needs_met, NeedCheck(query.needs, self.snapshot), candidates))
        ranking = Ranking(order, candidates, scores.totals, thresholds_of(self.snapshot.weights))
        return Found(view, pool, points, scores, refusals, are_admitted, are_counterparts, are_listed, meets,
                      arrange(ranking, query, meets))

    def rank(self, profile: Profile, as_of: date) -> tuple[IntArray, Float64Array]:
        """Return rows of candidates, ascending, and their scores; nobody is left out by rules, no ledger is written.

        Actors that no generator finds in a large network are not among the rows.

        Args:
            profile: who asks; see `suggest`.
            as_of: the day.
        """
        view, seeker = self.snapshot.on(as_of), self.snapshot.features_of(profile)
        mask = np.ones(len(self.snapshot.features), dtype=np.bool_)
        pool = find_candidates(Search(seeker, mask, self.snapshot, view))
        candidates, is_candidate = self._look_at(pool)
        totals = weigh(seeker, candidates, view.context, self.snapshot.ranker).under(view.rules).totals
        is_other = is_candidate & (candidates.row != seeker.row[0])
        return candidates.row[is_other], totals[is_other]

    def explain(self, seeker: Profile, candidate: Profile, as_of: date) -> Explanation:
        """Return the ledger of one pair, and the rules that would leave the candidate out."""
        view = self.snapshot.on(as_of)
        one, other = self.snapshot.features_of(seeker), self.snapshot.features_of(candidate)
        scores = weigh(one, other, view.context, self.snapshot.ranker).under(view.rules)
        books = Bookkeeper(one, self.snapshot, view)
        holds = view.rules.apply(one, other).holds
        rejections = tuple((rule, Rejection(candidate, rule.name, say_rule(rule, books.pair(other, 0))))
                           for rule in view.rules.rules if rule.name in holds)
        return Explanation(
            seeker, candidate, books.ledger(other, 0, scores),
            tuple(rejection for rule, rejection in rejections if rule.effect.exclude and not rule.pair.blocked),
            tuple(rejection for rule, rejection in rejections if rule.effect.waives), self.snapshot.versions)

    def search(self, words: str, filters: Filters, limit: int) -> tuple[SearchHit, ...]:
        """Return the actors that fit some words, best first: half by the words, half by their meaning.

        Themes named in any language stand for all their names. Meaning counts from the mean of the network, and not at
        all where everybody is equally near. A name of the actor or of its place that holds all the words counts
        besides, and so does who is of the kind, in the place and with the theme that the words name. Words are found
        whole and by their beginnings; with other accents they are found, too, but fit less. What hardly fits is left
        out.
        """
        snapshot, words = self.snapshot, composed(visible(words))
        by_words = snapshot.text_index.similarities(_with_theme_labels(words, snapshot))
        by_meaning = _above_usual((snapshot.features.vectors @ snapshot.encoder.encode([words])[0]).astype(np.float64))
        scores = WORDS_SHARE * by_words + (1 - WORDS_SHARE) * by_meaning
        scores += NAME_FIT * snapshot.text_index.name_fits(words)
        scores += NAMED_FIT * named_fits(snapshot.reader.named(words), snapshot)
        scores[~snapshot.mask(filters)] = 0.0
        best = np.lexsort((snapshot.places_by_id, -scores.round(DIGITS)))[:limit]
        return tuple(SearchHit(snapshot.actors[row], min(1.0, float(scores[row]))) for row in best
                     if scores[row] >= LEAST_FIT)

    def _look_at(self, pool: Candidates) -> tuple[Features, BoolArray]:
        """Return the features that are worked with, and which of them are candidates, [n].

        Where many are candidates all actors are looked at: that costs less than a copy of the rows of most.
        """
        network = self.snapshot.features
        if len(pool.rows) < LEAST_SHARE * len(network):
            return network.take(pool.rows), np.ones(len(pool.rows), dtype=np.bool_)
        is_candidate = np.zeros(len(network), dtype=np.bool_)
        is_candidate[pool.rows] = True
        return network, is_candidate

    def _order(self, totals: Float64Array, candidates: Features, query: Query, positions: IntArray) -> list[int]:
        """Return the positions of the best, best first, as many as are needed; varied over sectors if asked for."""
        count = max(query.offset + query.limit, HEAD)
        if not query.diversity:
            return self._best(totals, candidates, positions, count)
        # Of those who are alike only the best can be chosen.
        best = np.concatenate([positions[:0], *(
            self._best(totals, candidates, positions[candidates.sector[positions] == sector], count)
            for sector in np.unique(candidates.sector[positions]))])
        order = self._best(totals, candidates, best, len(best))
        if not order:
            return order
        chances = np.array([log_odds_to_probability(score) for score in totals[order]])
        sectors = candidates.sector[order]
        alike = (sectors[:, None] == sectors[None, :]).astype(np.float64)
        return [order[at] for at in mmr(chances, alike, query.diversity, count)]

    def _best(self, totals: Float64Array, candidates: Features, positions: IntArray, count: int) -> list[int]:
        """Return the positions of the best, at most `count` of them, by (-score, id)."""
        scores = totals[positions]
        if len(positions) > count:
            positions = positions[scores >= np.partition(scores, -count)[-count]]
        places = self.snapshot.places_by_id[candidates.row[positions]]
        order: list[int] = positions[np.lexsort((places, -totals[positions]))[:count]].tolist()
        return order


def _needs_met(check: NeedCheck, candidates: Features, at: int) -> tuple[Need, ...]:
    return check.met_by(candidates.profiles[at])


def _above_usual(cosines: Float64Array) -> Float64Array:
    """Return how far each cosine stands above their mean, [n], 0 to 1; 0 where all are as near as can be."""
    usual = cosines.mean() if len(cosines) else 0.0
    room = 1 - usual
    if room < LEAST_ROOM:
        return np.zeros(len(cosines))
    return np.asarray(np.clip((cosines - usual) / room, 0.0, 1.0))


def _with_theme_labels(words: str, snapshot: Snapshot) -> str:
    themes = snapshot.vocabularies.themes
    labels = (label for code in themes.codes_in(words) for label in themes.labels(code).texts.values())
    return " ".join((words, *labels))
