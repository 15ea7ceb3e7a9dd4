"""Documents as JSON Lines."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any


def line_pieces(documents: Iterable[Mapping[str, Any]]) -> Iterator[bytes]:
    """Yield documents as JSON, each on a line of its own; halves of signs, which UTF-8 has not, as their escapes."""
    for document in documents:
        line = json.dumps(document, ensure_ascii=False, default=str)
        yield line.encode("utf-8", "backslashreplace") + b"\n"
