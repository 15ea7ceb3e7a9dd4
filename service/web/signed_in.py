"""Who is signed in, as pages say it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from data.errors import UnknownActor
from data.tenancy.api_keys import Key
from data.wording.texts import Labels, Text, text
from service.runtime.installation import Installation


@dataclass(frozen=True, slots=True)
class SignedIn:
    """Somebody who is signed in.

    Attributes:
        key: what he or she may do.
        words: who it is, in a sentence.
    """

    key: Key
    words: Text


def who_is_signed_in(request: Request) -> SignedIn | None:
    """Return who is signed in, if that was looked for; None for nobody."""
    key: Key | None = getattr(request.state, "sign_in", None)
    if key is None:
        return None
    if key.actor:
        name = name_of_actor(request.app.state.installation, key)
        return SignedIn(key, text("You are signed in as {name}.", name=name))
    if key.name:
        return SignedIn(key, text("You are signed in with the key “{name}”.", name=key.name))
    return SignedIn(key, text("You are signed in as a coordinator."))


def name_of_actor(installation: Installation, key: Key) -> Text | Labels | str:
    """Return the name of the actor that a key belongs to; its id if it is not there."""
    network = installation.opened(key.network)
    try:
        return network.matcher.snapshot.actor(key.actor).label if network else key.actor
    except UnknownActor:
        return key.actor
