"""Files that are written whole or not at all, and JSON that is checked before it is believed."""

import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from pathlib import Path
from typing import Any


def write_bytes(path: Path, data: bytes) -> None:
    """Write `data` to `path` atomically: a reader sees the old file or the new one, never a part."""
    temporary = path.with_name(f".{path.name}.{uuid.uuid4().hex}")
    try:
        with temporary.open("xb") as file:
            file.write(data)
            file.flush()
            os.fsync(file.fileno())
        temporary.replace(path)
    finally:
        temporary.unlink(missing_ok=True)


def write_json(path: Path, content: Mapping[str, Any]) -> None:
    """Write `content` to `path` atomically as UTF-8 JSON, keys in the order given.

    Raises:
        ValueError: a number in it is not finite.
    """
    text = json.dumps(content, ensure_ascii=False, indent=2, allow_nan=False)
    write_bytes(path, f"{text}\n".encode())


def parse_json(data: bytes) -> Any:  # noqa: ANN401 - JSON is whatever the file says until it has been checked
    """Return the content of JSON text in UTF-8.

    Raises:
        ValueError: malformed, a key occurs twice in one object, or a number is NaN or Infinity.
    """
    return json.loads(data.decode(), object_pairs_hook=_unique, parse_constant=_refuse_constant)


def sha256_of(path: Path) -> str:
    """Return the SHA-256 of a file as 64 hexadecimal digits."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError(f"a key occurs twice among {[key for key, _ in pairs]}")
    return content


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is not a number that can be used")
