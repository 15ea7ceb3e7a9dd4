"""Who is signed in, as pages say it."""

from __future__ import annotations

from dataclasses import dataclass

from fastapi import Request

from data.tenancy.api_keys import Key
from data.wording.texts import Text, text
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
    return SignedIn(key, words_for(request.app.state.installation, key)) if key else None


def words_for(installation: Installation, key: Key) -> Text:
    """Say who is signed in with a key."""
    if key.actor:
        return text("You are signed in as {name}.", name=installation.name_of(key.network, key.actor))
    if key.name:
        return text("You are signed in with the key “{name}”.", name=key.name)
    return text("You are signed in as a coordinator.")
