"""What an actor has said of others, whom it follows, and what waits for it."""

from __future__ import annotations

from data.introductions.table import IntroductionTable
from service.clock import now
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


def waiting_for(network: ServedNetwork, actor: str) -> int:
    """Return how many requests to be introduced wait for the answer of an actor.

    Args:
        network: where it is.
        actor: its id.
    """
    with network.store.reading() as session:
        return IntroductionTable(session).waiting_for(actor, now().astimezone(network.zone))
