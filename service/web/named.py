"""Actors that people name in a field."""

from __future__ import annotations

from data.wording.words import composed
from service.web.viewers import Viewer


def actor_named(viewer: Viewer, words: str) -> str | None:
    """Return the id of the actor that an id or a name means; empty for none, None if they do not mean one actor."""
    wanted = composed(words.strip())
    profiles = viewer.snapshot.shown()
    if not wanted or any(profile.id == wanted for profile in profiles):
        return wanted
    named = [profile.id for profile in profiles if wanted in {profile.name, *profile.names.values()}]
    return named[0] if len(named) == 1 else None
