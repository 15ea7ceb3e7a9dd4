"""Files that are written whole or not at all, and folders that are checked before they are believed."""

import hashlib
import json
import os
import uuid
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from models.errors import ArtefactRefused

MANIFEST = "manifest.json"


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


@dataclass(frozen=True)
class Artefact:
    """A folder whose manifest and files have been checked.

    Attributes:
        folder: where it lies.
        settings: the plain values that the writer noted.
        files: logical name to the name in the folder.
    """

    folder: Path
    settings: Mapping[str, str | int]
    files: Mapping[str, str]

    def read(self, name: str) -> bytes:
        """Return the bytes of the file with this logical name.

        Raises:
            ArtefactRefused: the artefact has no such file.
        """
        if name not in self.files:
            raise _refused(self.folder, f"the manifest lists no {name}")
        return (self.folder / self.files[name]).read_bytes()

    def text(self, name: str) -> str:
        """Return a setting that is text.

        Raises:
            ArtefactRefused: it is missing or a number.
        """
        value = self.settings.get(name)
        if not isinstance(value, str):
            raise _refused(self.folder, f"the setting {name!r} is not text")
        return value

    def number(self, name: str) -> int:
        """Return a setting that is a whole number.

        Raises:
            ArtefactRefused: it is missing or not a whole number.
        """
        value = self.settings.get(name)
        if not isinstance(value, int):
            raise _refused(self.folder, f"the setting {name!r} is not a whole number")
        return value


def write_artefact(
    folder: Path, format_name: str, settings: Mapping[str, str | int], files: Mapping[str, bytes]
) -> None:
    """Write `files` (logical name to content) and a manifest with their SHA-256 into `folder`, made if missing.

    Each file's name carries its checksum and the manifest is replaced last: a write that is interrupted leaves the
    previous artefact whole.
    """
    folder.mkdir(parents=True, exist_ok=True)
    previous = _listed_files(folder)
    checksums = {name: hashlib.sha256(data).hexdigest() for name, data in files.items()}
    entries = {name: {"file": _stored_name(name, sha256), "sha256": sha256} for name, sha256 in checksums.items()}
    for name, data in files.items():
        write_bytes(folder / entries[name]["file"], data)
    write_json(folder / MANIFEST, {"format": format_name, "settings": settings, "files": entries})
    for stale in previous - {entry["file"] for entry in entries.values()}:
        (folder / stale).unlink(missing_ok=True)


def read_manifest(folder: Path, format_name: str) -> Artefact:
    """Check every file of the artefact in `folder` and return it.

    Raises:
        ArtefactRefused: the manifest is missing, malformed or of another format, or a file is missing or damaged.
    """
    manifest = _parsed_manifest(folder)
    if manifest.get("format") != format_name:
        raise _refused(folder, f"the format is {manifest.get('format')!r}, not {format_name!r}")
    try:
        files = {name: _checked_file(folder, entry) for name, entry in manifest["files"].items()}
        return Artefact(folder, dict(manifest["settings"]), files)
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise _refused(folder, "the manifest is not built as it should be") from error


def _parsed_manifest(folder: Path) -> dict[str, Any]:
    try:
        manifest = parse_json((folder / MANIFEST).read_bytes())
    except OSError as error:
        raise _refused(folder, f"{MANIFEST} cannot be read ({error.strerror})") from error
    except ValueError as error:
        raise _refused(folder, f"{MANIFEST} is not valid JSON ({error})") from error
    if not isinstance(manifest, dict):
        raise _refused(folder, f"{MANIFEST} is not a JSON object")
    return manifest


def _checked_file(folder: Path, entry: Mapping[str, str]) -> str:
    name = entry["file"]
    # A manifest must not lead out of its own folder.
    if Path(name).name != name:
        raise _refused(folder, f"the file name {name!r} is not a plain name")
    if not (folder / name).is_file():
        raise _refused(folder, f"{name} is missing")
    if sha256_of(folder / name) != entry["sha256"]:
        raise _refused(folder, f"{name} is damaged: its SHA-256 is not the one in the manifest")
    return name


def _listed_files(folder: Path) -> set[str]:
    """Return the names that the manifest now in `folder` lists, to be cleared away; none where it is not ours."""
    try:
        entries = parse_json((folder / MANIFEST).read_bytes())["files"].values()
        return {entry["file"] for entry in entries if Path(entry["file"]).name == entry["file"]}
    except (OSError, ValueError, KeyError, TypeError, AttributeError):
        return set()


def _stored_name(name: str, sha256: str) -> str:
    path = Path(name)
    return f"{path.stem}-{sha256[:12]}{path.suffix}"


def _refused(folder: Path, what: str) -> ArtefactRefused:
    return ArtefactRefused(what, str(folder), "Write it again from its source, or restore it from a copy.")


def _unique(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    content = dict(pairs)
    if len(content) != len(pairs):
        raise ValueError(f"a key occurs twice among {[key for key, _ in pairs]}")
    return content


def _refuse_constant(constant: str) -> float:
    raise ValueError(f"{constant} is not a number that can be used")
