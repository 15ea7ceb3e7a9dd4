"""Terms learned from real cooperation: whom past projects, their words and their members lead to."""

from __future__ import annotations

import numpy as np

from data.vocabularies.regions import distance_km
from data.wording.texts import Text, text, texts
from matcher.context import Context, Pair
from matcher.features import UNKNOWN, Features, pair_count
from matcher.past_projects import TRAITS, Interest, interest_of
from matcher.terms.places import distances_km
from models.arrays import Float64Array

SMOOTHING = "smoothing"
TYPICAL_KM = 1000.0
FARTHEST_KM = 20_000.0
SHOWN_PROJECTS = 3
LONGEST_YEARS = 3.0
LATELY_YEARS = 2.0
# With so many projects or fewer an actor is new.
NEW = 1


def similar_projects(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How likely it is that the other takes part in the next project of the one who asks, judged by similar projects.

    ln of how many times likelier than an average actor. Past projects with like words are forerunners of the next one,
    and count more where the seeker, its partners, its country or its sector took part; what several of them say counts
    once (kernel ridge regression). Actors count by the forerunners they took part in.
    """
    return _for_stored(expected(seeker, context), candidate)


def say_similar_projects(pair: Pair) -> Text:
    """Say it in one sentence: which forerunners count most."""
    titles = tuple(dict.fromkeys(pair.context.past_projects.cooperations[at].title for at in _forerunners(pair)))
    if not titles:
        return text("{candidate} has not taken part in projects like the next one of {seeker}.",
                    candidate=pair.candidate.label, seeker=pair.seeker.label)
    return texts("{candidate} took part in a project like the next one of {seeker}: {titles}.",
                 "{candidate} took part in projects like the next one of {seeker}: {titles}.",
                 count=len(titles), candidate=pair.candidate.label, seeker=pair.seeker.label, titles=titles)


def common_paths(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How closely the other is linked with the one who asks over partners of both.

    A random walk over shared projects, recent and small ones first; ln of the share of the closest, from −4.6 to 0.
    """
    return _for_stored(context.past_projects.paths(int(seeker.row[0])), candidate)


def say_common_paths(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("How closely {seeker} and {candidate} are linked over partners.", seeker=pair.seeker.label,
                candidate=pair.candidate.label)


def shared_words(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How many words the other's past projects share with what the one who asks does or looks for.

    The cosine of their TF-IDF vectors, rare words counting more.
    """
    return _for_stored(context.past_projects.shared_words(interest_of_features(seeker, context)), candidate)


def say_shared_words(_pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("Their projects are described in the same words.")


def shared_topics(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How near the topics of the other's recent projects are to those of the one who asks.

    The cosine of latent topics (LSA); a project counts half as much for every 1.5 years.
    """
    return _for_stored(context.past_projects.shared_topics(interest_of_features(seeker, context)), candidate)


def say_shared_topics(_pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("Their recent projects are about similar topics.")


def recent_work(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How lately the other has begun a project with others.

    1 today, half as much for every year since; 0 without any.
    """
    return 0.5 ** _of_candidate(seeker, candidate, context.past_projects.years_since_last, np.inf)


def say_recent_work(pair: Pair) -> Text:
    """Say it in one sentence."""
    if pair.candidate_row < 0 or pair.context.past_projects.years_since_last[pair.candidate_row] > LATELY_YEARS:
        return text("{candidate} has worked with others, but no recent project is known.",
                    candidate=pair.candidate.label)
    return text("{candidate} has lately begun to work with others.", candidate=pair.candidate.label)


def experience(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How many partners the other has had.

    ln(1 + number of partners).
    """
    return np.log1p(_of_candidate(seeker, candidate, context.past_projects.partner_counts))


def say_experience(pair: Pair) -> Text:
    """Say it in one sentence."""
    count = int(pair.context.past_projects.partner_counts[pair.candidate_row]) if pair.candidate_row >= 0 else 0
    return texts("{candidate} has worked with one partner.", "{candidate} has worked with {count} partners.",
                 count=count, candidate=pair.candidate.label)


def long_standing(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """For how long the other has worked with others.

    Years since its first known project, at most three, beyond which nothing was learned; 0 without any.
    """
    return np.minimum(_of_candidate(seeker, candidate, context.past_projects.years_since_first), LONGEST_YEARS)


def say_long_standing(pair: Pair) -> Text:
    """Say it in one sentence."""
    since = pair.context.past_projects.years_since_first
    years = round(float(since[pair.candidate_row])) if pair.candidate_row >= 0 else 0
    if not years:
        return text("{candidate} has worked with others for less than a year.", candidate=pair.candidate.label)
    return texts("{candidate} has worked with others for about a year.",
                 "{candidate} has worked with others for about {count} years.",
                 count=years, candidate=pair.candidate.label)


def newcomer(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """Whether the other is new to working with others.

    1 for one that has taken part in one project at most, else 0.
    """
    return (_of_candidate(seeker, candidate, context.past_projects.counts, np.inf) <= NEW).astype(np.float64)


def say_newcomer(pair: Pair) -> Text:
    """Say it in one sentence."""
    return text("{candidate} is new to working with others here.", candidate=pair.candidate.label)


def sector_ties(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How much oftener than by chance actors of these two sectors work together.

    ln of the number of ties between the sectors over the number expected by chance; 0 when a sector is unknown.
    """
    return np.asarray(context.sector_ties[seeker.sector, candidate.sector])


def say_sector_ties(pair: Pair) -> Text:
    """Say it in one sentence."""
    sectors = pair.context.vocabularies.sectors
    return text("How often these sectors work together: {one} – {other}.",
                one=sectors.labels(pair.seeker.sector), other=sectors.labels(pair.candidate.sector))


def country_ties(seeker: Features, candidate: Features, context: Context) -> Float64Array:
    """How much oftener than by chance actors of these two countries work together.

    ln of the number of ties between the countries over the number expected by chance; regions stand for countries
    where the vocabulary knows none; 0 when a place is unknown.
    """
    return np.asarray(context.country_ties[seeker.country, candidate.country])


def say_country_ties(pair: Pair) -> Text:
    """Say it in one sentence."""
    regions = pair.context.vocabularies.places.regions
    one, other = ((home, *regions.ancestors(home))[-1] for home in (pair.seeker.regions[0], pair.candidate.regions[0]))
    return text("How often actors of these areas work together: {one} – {other}.",
                one=regions.labels(one), other=regions.labels(other))


def proximity(seeker: Features, candidate: Features, _context: Context) -> Float64Array:
    """How near the two are to each other, on the scale of a continent.

    1 − ln(1 + distance in km) / ln(1 + 20,000): 1 in the same place, 0.53 at 100 km, 0.3 at 1,000 km; 0.3 when a place
    is unknown.
    """
    distance = np.nan_to_num(distances_km(seeker, candidate), nan=TYPICAL_KM)
    return np.asarray(1 - np.log1p(distance) / np.log1p(FARTHEST_KM))


def say_proximity(pair: Pair) -> Text:
    """Say it in one sentence."""
    places = pair.context.vocabularies.places
    one, other = (places.point_of(side.municipalities, side.regions) for side in (pair.seeker, pair.candidate))
    if one is None or other is None:
        return text("How far they are from each other is not known.")
    return text("They are about {distance} km from each other.", distance=round(distance_km(one, other)))


def expected(seeker: Features, context: Context) -> Float64Array:
    """Return for every actor ln of how many times likelier than an average one it is to take part, [n]."""
    if not len(context.sectors):
        return np.zeros(0)
    return context.past_projects.expected(interest_of_features(seeker, context), *_coefficients(context))


def _coefficients(context: Context) -> tuple[tuple[float, ...], float]:
    return tuple(context.attention.get(name, 0.0) for name in TRAITS), context.attention.get(SMOOTHING, 1.0)


def interest_of_features(seeker: Features, context: Context) -> Interest:
    """Return what the one row of a seeker asks about."""
    return interest_of(seeker.profiles[0], int(seeker.row[0]), context.past_projects, context.vocabularies,
                       int(seeker.sector[0]), int(seeker.country[0]))


def _forerunners(pair: Pair) -> list[int]:
    """Return the candidate's projects that count most as forerunners of the seeker's next one, best first."""
    context, row = pair.context, pair.seeker_row
    past = context.past_projects
    sector, country = (int(context.sectors[row]), int(context.countries[row])) if row >= 0 else (UNKNOWN, UNKNOWN)
    interest = interest_of(pair.seeker, row, past, context.vocabularies, sector, country)
    weights = past.weights_by_traits(interest, _coefficients(context)[0])
    own = past.own(pair.candidate_row)
    best = np.argsort(-weights[own], kind="stable")[:SHOWN_PROJECTS]
    return [int(at) for at in own[best] if weights[at] > 0]


def _for_stored(values: Float64Array, candidate: Features, unknown: float = 0.0) -> Float64Array:
    """Return the values [network] of the candidates; `unknown` for one that is not stored."""
    if not len(values):
        return np.full(len(candidate), unknown)
    return np.where(candidate.row >= 0, values[candidate.row], unknown)


def _of_candidate(seeker: Features, candidate: Features, values: Float64Array, unknown: float = 0.0) -> Float64Array:
    return np.array(np.broadcast_to(_for_stored(values, candidate, unknown), pair_count(seeker, candidate)))
