"""What an actor has said of others, whom it follows, and what waits for it."""

from __future__ import annotations

from collections.abc import Iterable

from data.introductions.introduction import IntroductionState, IntroductionView, Side
from data.introductions.table import IntroductionTable
from data.wording.texts import render, text
from service.clock import now
from service.web.viewers import Viewer
from service.web.views.cards import NO_STANDING, IntroductionSign, Standing


def standing_of(viewer: Viewer) -> Standing:
    """Return what the actor through whose eyes it is looked has said of others, whom it follows, whom it has asked.

    Of nobody in particular, and for whoever is not told it, that is nothing.

    Args:
        viewer: who looks.
    """
    if viewer.actor is None or not viewer.is_in_confidence:
        return NO_STANDING
    actor = viewer.actor.id
    opinions = {item.other: item.kind for item in viewer.snapshot.network.opinions if item.actor == actor}
    with viewer.network.store.reading() as session:
        views = IntroductionTable(session).seen_by(actor, now().astimezone(viewer.network.zone))
        return Standing(opinions, frozenset(session.follows.of_actor(actor)), _signs(views, viewer.language))


def _signs(views: Iterable[IntroductionView], language: str) -> dict[str, IntroductionSign]:
    """Return where it stands with whom: an introduction that was accepted before one that waits for an answer."""
    signs: dict[str, IntroductionSign] = {}
    for view in sorted(views, key=lambda view: view.state is not IntroductionState.ACCEPTED):
        if view.state is IntroductionState.ACCEPTED:
            words = text("You have been introduced")
        elif view.state is IntroductionState.PENDING:
            words = text("Waits for their answer") if view.side is Side.ASKED else text("Waits for your answer")
        else:
            continue
        sign = IntroductionSign(view.id, render(words, language), view.state is IntroductionState.ACCEPTED)
        signs.setdefault(view.other, sign)
    return signs


def waiting_for(viewer: Viewer) -> int:
    """Return how many requests to be introduced wait for the answer of the actor through whose eyes it is looked.

    Of nobody in particular, and for whoever is not told it, that is none.

    Args:
        viewer: who looks.
    """
    if viewer.actor is None or not viewer.is_in_confidence:
        return 0
    network = viewer.network
    with network.store.reading() as session:
        return IntroductionTable(session).waiting_for(viewer.actor.id, now().astimezone(network.zone))
