"""The pair of keys with which a stored key signs tokens: made of its secret, so that only who has that can sign.

The database keeps the public part: whoever reads it, or a backup, can check tokens and make none.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from joserfc.jwk import OKPKey

CURVE = "Ed25519"
# Of HKDF with SHA-256 (RFC 5869); programs of others that sign by themselves rest on these.
SALT, INFO = b"kumppani", b"tokens/1"


def signing_key(secret: str) -> OKPKey:
    """Return the pair of keys of a secret."""
    from joserfc.jwk import OKPKey

    return OKPKey.derive_key(secret, "Ed25519", kdf_options={"salt": SALT, "info": INFO})


def public_part(secret: str) -> str:
    """Return the public key of a secret, base64url without padding, 43 characters."""
    return str(signing_key(secret).as_dict(private=False)["x"])


def checking_key(public: str) -> OKPKey:
    """Return a public key; see `public_part`."""
    from joserfc.jwk import OKPKey

    return OKPKey.import_key({"kty": "OKP", "crv": CURVE, "x": public})
