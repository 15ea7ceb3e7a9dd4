"""Records as canonical JSON, and digests by which they are compared."""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable

from data.records.documents import Record, document_of

# Fields that records did not have once: records from then keep their digests.
_LATER = frozenset({"part_of", "business_id", "website", "keywords"})


def canonical(record: Record) -> str:
    """Return a record as JSON with every field, written always alike; a later one if it says anything."""
    document = {name: value for name, value in document_of(record).items() if value or name not in _LATER}
    return json.dumps(document, sort_keys=True, ensure_ascii=False)


def digest(record: Record) -> str:
    """Return the SHA-256 of a record and its kind, 64 digits."""
    return digest_of(type(record), canonical(record))


def digest_of(kind: type[Record], document: str) -> str:
    """Return the digest of a record from what `canonical` made of it."""
    return hashlib.sha256(f"{kind.__name__} {document}".encode()).hexdigest()


def sum_digests(plus: Iterable[str], minus: Iterable[str] = (), before: str = "0") -> str:
    """Return a sum of digests after some have been added and others taken out, 64 digits."""
    total = int(before, 16) + sum(int(item, 16) for item in plus) - sum(int(item, 16) for item in minus)
    return f"{total % 2**256:064x}"


def shorten(total: str) -> str:
    """Return what is shown of a sum of digests."""
    return total[:12]


def keyed(version: str, secret: str) -> str:
    """Return a version that changes when another one does and tells nothing of what that was made from.

    Args:
        version: of some records; returned as it is without a secret.
        secret: known to nobody who sees the result.
    """
    return shorten(hmac.new(secret.encode(), version.encode(), hashlib.sha256).hexdigest()) if secret else version
