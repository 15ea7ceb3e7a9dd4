"""What an actor has said of others, and whom it follows."""

from __future__ import annotations

from service.runtime.served_network import ServedNetwork
from service.web.views.cards import Standing


def standing_of(network: ServedNetwork, actor: str) -> Standing:
    """Return what an actor has said of others, and whom it follows.

    Args:
        network: where it is.
        actor: its id.
    """
    opinions = {item.other: item.kind for item in network.matcher.snapshot.network.opinions if item.actor == actor}
    with network.store.reading() as session:
        return Standing(opinions, frozenset(session.follows.of_actor(actor)))
