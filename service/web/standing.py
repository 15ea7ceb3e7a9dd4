"""What an actor has said of others, and whom it follows."""

from __future__ import annotations

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
