"""What an actor has said of others, whom it follows, and what waits for it."""

from __future__ import annotations

from data.introductions.table import IntroductionTable
from service.clock import now
from service.web.viewers import Viewer
from service.web.views.cards import NO_STANDING, Standing


def standing_of(viewer: Viewer) -> Standing:
    """Return what the actor has said of others and whom it follows through whose eyes it is looked.

    Of nobody in particular, and for whoever is not told it, that is nothing.

    Args:
        viewer: who looks.
    """
    if viewer.actor is None or not viewer.is_in_confidence:
        return NO_STANDING
    actor = viewer.actor.id
    opinions = {item.other: item.kind for item in viewer.snapshot.network.opinions if item.actor == actor}
    with viewer.network.store.reading() as session:
        return Standing(opinions, frozenset(session.follows.of_actor(actor)))


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
