"""What was worked out from the texts of stored profiles, kept with the network: with the records it goes."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping

from sqlalchemy import Connection, delete, select

from data.database.insertion import insert_new
from data.database.tables import VECTORS, batches


class StoredVectors:
    """The vectors of one network as bytes, by digests of their texts, in the transaction of a connection.

    Args:
        connection: of a transaction; one that writes or notes for what writes.
        network: the name of the network.
    """

    def __init__(self, connection: Connection, network: str) -> None:
        self._connection = connection
        self._network = network
        self._here = VECTORS.c.network == network

    def find(self, fingerprint: str, digests: Iterable[bytes]) -> dict[bytes, bytes]:
        """Return those of some digests that an encoder's vectors are known of, with them."""
        query = select(VECTORS.c.digest, VECTORS.c.vector).where(self._here, VECTORS.c.fingerprint == fingerprint)
        return {bytes(row.digest): bytes(row.vector) for some in batches(sorted(digests))
                for row in self._connection.execute(query.where(VECTORS.c.digest.in_(some)))}

    def add(self, fingerprint: str, vectors: Mapping[bytes, bytes]) -> None:
        """Keep vectors by their digests; those that another process was faster with stay."""
        insert_new(self._connection, VECTORS, [
            {"network": self._network, "fingerprint": fingerprint, "digest": digest, "vector": vector}
            for digest, vector in sorted(vectors.items())])

    def forget(self, digests: Iterable[bytes]) -> int:
        """Remove the vectors of some texts, whichever encoder they came from; return how many there were."""
        return sum(self._connection.execute(delete(VECTORS).where(self._here, VECTORS.c.digest.in_(some))).rowcount
                   for some in batches(sorted(digests)))

    def exist(self) -> bool:
        """Tell whether there are any."""
        return self._connection.execute(select(VECTORS.c.digest).where(self._here).limit(1)).first() is not None

    def keep_only(self, digests: Collection[bytes]) -> int:
        """Remove all vectors but those of some texts; return how many went."""
        known = self._connection.execute(select(VECTORS.c.digest).where(self._here).distinct()).scalars()
        return self.forget({bytes(digest) for digest in known}.difference(digests))
