"""Short descriptions of actors in the language of the answer."""

from __future__ import annotations

from data.intake.labels import COVERAGES
from service.cli.shell import Shell
from service.schemas.actors import ActorCard


def places(actor: ActorCard) -> str:
    """Return where an actor is at home: its municipalities, else its regions."""
    return ", ".join(place.label for place in actor.municipalities or actor.regions)


def description(actor: ActorCard, shell: Shell) -> str:
    """Return sector, place and reach of an actor, as far as they are known."""
    reach = shell.words(COVERAGES[actor.coverage]) if actor.coverage else ""
    return ", ".join(part for part in (actor.sector.label if actor.sector else "", places(actor), reach) if part)
