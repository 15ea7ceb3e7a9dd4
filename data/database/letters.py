"""Which words hold letters beyond ASCII, asked in the words of each kind of database."""

from __future__ import annotations

from sqlalchemy import ColumnElement, LargeBinary, cast, func


def is_beyond_ascii(words: ColumnElement[str], dialect: str) -> ColumnElement[bool]:
    """Return the condition that a word takes more bytes, in UTF-8, than it has letters.

    Args:
        words: a column.
        dialect: "sqlite" or "postgresql".
    """
    # PostgreSQL reads a text that is cast for its backslashes, and the SQLite of older systems has no `octet_length`.
    size = func.length(cast(words, LargeBinary)) if dialect == "sqlite" else func.octet_length(words)
    return size > func.length(words)
