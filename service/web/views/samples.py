"""Made-up values that the page of components shows its parts with."""

from __future__ import annotations

from dataclasses import dataclass

from data.records.relations import OpinionKind
from data.wording.texts import render
from matcher.levels import LEVEL_LABELS, FitLevel
from service.schemas.actors import WordsInLanguage
from service.schemas.suggestions import LedgerRow
from service.web.outlines import outlines
from service.web.views.cards import SIDES, Card, Fit, why
from service.web.views.maps import STEPS, Dot, MapRegion, MapView, steps_of
from service.web.views.sums import sum_of

DESCRIPTION = WordsInLanguage(
    words="Keittiö ja lastenhoito samassa talossa: torstaisin juttelemme suomea, ruotsia, arabiaa ja somalia.",
    language="fi")
LEDGER = tuple(LedgerRow(term=term, points=(forward + backward) / 2, forward=forward, backward=backward,
                         sentence=sentence) for term, forward, backward, sentence in (
    ("base", -4.0, -4.0, "Where every pair starts."), ("same_region", 2.5, 2.5, "Same region: Lapland."),
    ("needs", 1.6, 0.0, "They offer what you look for: rooms."),
    ("rule:far", -0.4, -0.4, "It is a long way from one to the other.")))
# Actors of the region that has most: 2 to the power of the number of levels.
MOST = 2**STEPS


@dataclass(frozen=True, slots=True)
class Side:
    """What is shown once in light, and once in dark.

    Attributes:
        scheme: light or dark; ids of its parts begin with it.
        fits: a sign for each level, of both sides together the best first.
        card: an actor with everything that a card can have.
        map: every level of shading, one region that is chosen, and one without anybody.
    """

    scheme: str
    fits: tuple[Fit, ...]
    card: Card
    map: MapView


def side_of(scheme: str, language: str) -> Side:
    """Return the values of the one scheme, with what is said of levels in a language."""
    fits = tuple(_fit(ours, theirs, language) for ours, theirs in zip(FitLevel, reversed(FitLevel), strict=True))
    return Side(scheme, fits, Card(
        id="example", name="Yhteinen Pöytä ry – gemensamma bordet", facts=("Rovaniemi", "NGO or foundation", "local"),
        description=DESCRIPTION, fit=_fit(FitLevel.GOOD, FitLevel.VERY_GOOD, language), why=why(LEDGER),
        shared=("Meeting places", "Finnish as a second language"), brings=("Maahanmuuttajanaisten työllistyminen",),
        also=("Yhteinen Pöytä – Kemi",), meets=(), moved_up="", sum=sum_of(LEDGER), opinion=OpinionKind.USEFUL,
        is_followed=True), _map(scheme))


def _map(scheme: str) -> MapView:
    steps = steps_of(MOST)
    regions = tuple(MapRegion(outline, f"Region {code}, {scheme}", steps[number % STEPS].low if number else 0,
                              number % STEPS + 1 if number else 0, f"#{scheme}-m-{code}", is_chosen=number == 1)
                    for number, (code, outline) in enumerate(outlines().items()))
    return MapView(regions, steps, has_gaps=True, dots=(Dot(176.0, 203.0, 6.0), Dot(151.0, 551.0, 12.0)))


def _fit(ours: FitLevel, theirs: FitLevel, language: str) -> Fit:
    (our_words, our_radius), (their_words, their_radius) = SIDES[ours], SIDES[theirs]
    return Fit(render(LEVEL_LABELS[max(ours, theirs, key=list(FitLevel).index)], language),
               render(our_words, language), render(their_words, language), our_radius, their_radius)
