"""What a backup says of itself: how many rows each of its tables has, and a digest of them.

Whoever can write to the file can make the manifest anew. It guards against damage and against a change of single rows;
against whoever changes both guards a digest of the manifest that was noted elsewhere, and the last hash of the audit
log that was.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping, Sequence

from sqlalchemy import Column, Connection, Integer, MetaData, String, Table, insert, inspect, select

from data.database.migrations import revision_of
from data.errors import StoreRefused
from data.wording.texts import Text, text

MANIFEST = Table("manifest", MetaData(), Column("name", String, primary_key=True), Column("rows", Integer),
                 Column("digest", String(64), nullable=False))
# Backups of earlier formats were written without one.
SINCE = "0006"
OTHER_BACKUP = text("Use another backup.")


def seal(connection: Connection) -> str:
    """Write the manifest of the tables of a file into it, and return its digest."""
    entries = _entries(connection)
    MANIFEST.create(connection)
    connection.execute(insert(MANIFEST), [{"name": name, "rows": count, "digest": digest}
                                          for name, (count, digest) in entries.items()])
    return _digest_of(entries)


def check_seal(connection: Connection, where: str, expected: str = "") -> None:
    """Compare the tables of a file with its manifest.

    Args:
        connection: of a transaction that reads the file, as it was written.
        where: the name of the file.
        expected: the digest of the manifest, as it was noted elsewhere; empty if it was not.

    Raises:
        StoreRefused: they differ, the manifest is not the one that was noted, or there is none and should be.
    """
    if not inspect(connection).has_table(MANIFEST.name):
        if expected or revision_of(connection) >= SINCE:
            raise StoreRefused(text("The file has no manifest."), where,
                               text("Name a backup of a network that nobody has changed."))
        return
    noted = {row.name: (row.rows, row.digest) for row in connection.execute(select(MANIFEST))}
    if expected not in ("", _digest_of(noted)):
        raise StoreRefused(text("The file is not the one whose digest was noted."), where, OTHER_BACKUP)
    differing = _differences(noted, _entries(connection))
    if differing:
        raise StoreRefused(differing, where, OTHER_BACKUP)


def _differences(noted: Mapping[str, tuple[int, str]], found: Mapping[str, tuple[int, str]]) -> Text | None:
    names = [name for name in sorted({*noted, *found}) if noted.get(name) != found.get(name)]
    if not names:
        return None
    return text("Something in the file is not what was written, in the tables: {tables}.",
                tables=", ".join(_told(name, noted.get(name), found.get(name)) for name in names))


def _told(name: str, noted: tuple[int, str] | None, found: tuple[int, str] | None) -> str:
    """Return the name of a table, and how many rows it has for how many it had."""
    before, now = noted[0] if noted else "–", found[0] if found else "–"
    return name if before == now else f"{name} ({before} → {now})"


def _entries(connection: Connection) -> dict[str, tuple[int, str]]:
    """Return the number of rows and the digest of each table but the manifest."""
    return {name: _entry(connection, name) for name in inspect(connection).get_table_names() if name != MANIFEST.name}


def _entry(connection: Connection, name: str) -> tuple[int, str]:
    table = Table(name, MetaData(), autoload_with=connection, resolve_fks=False)
    columns = sorted(table.columns, key=lambda column: column.name)
    digest, count = hashlib.sha256(_line([column.name for column in columns])), 0
    for row in connection.execute(select(*columns).order_by(*table.primary_key)):
        digest.update(_line(list(row)))
        count += 1
    return count, digest.hexdigest()


def _digest_of(entries: Mapping[str, tuple[int, str]]) -> str:
    return hashlib.sha256(b"".join(_line([name, *entries[name]]) for name in sorted(entries))).hexdigest()


def _line(values: Sequence[object]) -> bytes:
    """Return values as a line that no others have; one that is none of ours, such as bytes, is told apart, too."""
    return json.dumps(values, default=repr).encode() + b"\n"
