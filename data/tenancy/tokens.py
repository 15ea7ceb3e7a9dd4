"""Tokens: keys to one actor for some minutes, which a platform mints for its users, so that a browser can hold one.

A token is a JWT (RFC 7519) signed with Ed25519 (RFC 9864). It names the stored key that vouches for it, and allows no
more than that one: when the key expires or is revoked, all its tokens end with it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

from pydantic import BaseModel, ConfigDict

from data.errors import TokenRefused
from data.tenancy.api_keys import PREFIX, SCOPES_OF_ACTORS, Key, Keys, unknown_key
from data.tenancy.signing import CURVE, checking_key, signing_key
from data.wording.texts import text
from data.wording.words import composed

if TYPE_CHECKING:
    from joserfc.jws import CompactSignature

AUDIENCE = "kumppani"
LONGEST_LIFE = timedelta(minutes=15)
# By so much the clock of who mints may be ahead.
AHEAD = timedelta(minutes=1)
LONGEST_TOKEN = 2_000
# Nothing else is looked at: neither keys nor addresses that a token brings along.
HEADER = frozenset({"alg", "kid", "typ"})
# What a key needs to vouch: a token opens what an actor keeps from others.
SCOPES_TO_VOUCH = ("read", "confidential")


class Claims(BaseModel):
    """What a token says; one that says more is refused, as that might bound it further.

    Attributes:
        aud: for whom it is: `AUDIENCE`.
        network: the network it opens.
        sub: id of the actor it belongs to.
        iat, exp: when it was made and when it ends, seconds since 1970.
        scope: those of `SCOPES_OF_ACTORS` that it allows, with spaces between them.
    """

    model_config = ConfigDict(strict=True, extra="forbid", frozen=True)

    aud: str
    network: str
    sub: str
    iat: int
    exp: int
    scope: str


def is_token(credentials: str) -> bool:
    """Tell whether this is meant as a token; else it is meant as a stored key."""
    return not credentials.startswith(f"{PREFIX}_") and credentials.count(".") == 2  # noqa: PLR2004 - header, claims, signature


def scopes_to_pass_on(voucher: Key) -> frozenset[str]:
    """Return what tokens of a key may allow."""
    return voucher.scopes & set(SCOPES_OF_ACTORS)


def mint(key: str, claims: Claims, voucher: Key) -> str:
    """Return a token.

    Args:
        key: the whole of the key that vouches for it, with its secret.
        claims: what it says.
        voucher: what is known of the key.

    Raises:
        TokenRefused: the key does not vouch for that.
    """
    from joserfc import jwt

    if voucher.actor or not voucher.scopes >= set(SCOPES_TO_VOUCH):
        raise TokenRefused(text("The key vouches for no tokens: it needs the scopes {scopes}, and to belong to nobody.",
                                scopes=SCOPES_TO_VOUCH), "", text("Use another key."))
    if not voucher.public_key:
        raise TokenRefused(text("The key was made before there were tokens."), "",
                           text("Rotate it, and use the new one."))
    beyond = sorted(set(claims.scope.split()) - scopes_to_pass_on(voucher))
    if beyond:
        raise TokenRefused(text("A token allows no more than its key, which does not allow “{scope}”.",
                                scope=beyond[0]), "", text("Leave it out."))
    header = {"alg": CURVE, "kid": voucher.id}
    return jwt.encode(header, claims.model_dump(), signing_key(key.split("_", 2)[2]), [CURVE])


def claims_for(actor: str, voucher: Key, scopes: Collection[str], now: datetime, life: timedelta) -> Claims:
    """Return what a token for an actor says; it always allows to read."""
    time = int(now.timestamp())
    words = " ".join(name for name in SCOPES_OF_ACTORS if name in {"read", *scopes})
    return Claims(aud=AUDIENCE, network=voucher.network, sub=composed(actor), iat=time,
                  exp=time + int(life.total_seconds()), scope=words)


def read_token(token: str, keys: Keys, now: datetime) -> Key:
    """Return what a token allows, as a key to its actor; it has the id of the key that vouches for it.

    Raises:
        KeyRefused: it is none, or is not valid any more, or nobody vouches for it; which of them is not told.
    """
    from joserfc.errors import JoseError

    try:
        said, voucher = _verified(token, keys, now)
        claims = Claims.model_validate(said)
    except (JoseError, ValueError, TypeError) as error:
        raise unknown_key() from error
    if not (_is_for_us(claims, voucher) and _lives(claims, now)):
        raise unknown_key()
    start, end = (datetime.fromtimestamp(seconds, UTC) for seconds in (claims.iat, claims.exp))
    return replace(voucher, actor=composed(claims.sub), scopes=frozenset(claims.scope.split()), created=start,
                   expires=end)


def _verified(token: str, keys: Keys, now: datetime) -> tuple[dict[str, object], Key]:
    """Return what a token says once its signature is found right, and the key that vouches for it."""
    from joserfc import jwt

    vouchers: list[Key] = []

    def key_of(signature: CompactSignature) -> object:
        header = signature.headers()
        if not header.keys() <= HEADER:
            raise unknown_key()
        voucher = keys.voucher(str(header.get("kid", "")), now)
        vouchers.append(voucher)
        return checking_key(voucher.public_key)

    if len(token) > LONGEST_TOKEN:
        raise unknown_key()
    return jwt.decode(token, key_of, [CURVE]).claims, vouchers[0]  # type: ignore[arg-type]


def _is_for_us(claims: Claims, voucher: Key) -> bool:
    scopes = set(claims.scope.split())
    return (claims.aud == AUDIENCE and claims.network == voucher.network and bool(claims.sub) and not voucher.actor
            and voucher.scopes >= set(SCOPES_TO_VOUCH) and {"read"} <= scopes <= scopes_to_pass_on(voucher))


def _lives(claims: Claims, now: datetime) -> bool:
    time, life = now.timestamp(), claims.exp - claims.iat
    return (claims.iat <= time + AHEAD.total_seconds() and 0 < life <= LONGEST_LIFE.total_seconds()
            and time < claims.exp)
