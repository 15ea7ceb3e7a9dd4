"""The key by which erased actors are recognised: of the settings, or of a file in the home folder."""

from __future__ import annotations

import os
import secrets
from contextlib import suppress
from pathlib import Path
from uuid import uuid4

from data.errors import StoreRefused
from data.records.erased_names import ErasedNames
from data.wording.texts import text
from service.errors import SettingsRefused
from service.runtime.configuration import variable
from service.runtime.loading import make_home
from service.settings import Settings

FILE = "erasure.key"
LEAST_LETTERS = 32
_COMMAND = "python3 -c 'import secrets; print(secrets.token_hex(32))'"


def erased_names(settings: Settings) -> ErasedNames:
    """Return what recognises erased actors; without a key only those from before there were keys.

    Raises:
        SettingsRefused: a key is too short.
        StoreRefused: the file of the key cannot be read, or is empty.
    """
    words = settings.erasure_key.get_secret_value().replace(",", " ").split()
    where = variable("erasure_key") if words else str(key_file(settings))
    keys = tuple(words or _read(key_file(settings)))
    if any(len(key) < LEAST_LETTERS for key in keys):
        raise SettingsRefused(text("The key of erasures has fewer than {count} letters.", count=LEAST_LETTERS), where,
                              text("Make one with {command}.", command=_COMMAND))
    return ErasedNames(keys)


def names_to_erase(settings: Settings) -> ErasedNames:
    """Return what names erased actors; a key is made where there is none.

    Raises:
        SettingsRefused, StoreRefused: see `erased_names`; or no key can be written.
    """
    names = erased_names(settings)
    if names.keys:
        return names
    _make(key_file(settings), settings)
    return erased_names(settings)


def key_file(settings: Settings) -> Path:
    """Return the file in which a key is kept that no setting names."""
    return settings.home / FILE


def _read(file: Path) -> list[str]:
    try:
        words = file.read_text(encoding="utf-8").split()
    except FileNotFoundError:
        return []
    except (OSError, UnicodeDecodeError) as error:
        raise StoreRefused(text("The key of erasures cannot be read."), str(file),
                           text("Let the user of the service read it, or set KUMPPANI_ERASURE_KEY.")) from error
    if not words:
        raise StoreRefused(text("The key of erasures is empty."), str(file),
                           text("Put back the copy that you keep elsewhere; if there never was one, remove the file."))
    return words


def _make(file: Path, settings: Settings) -> None:
    """Write a new key, readable by its owner only, unless another process is faster: it appears whole."""
    make_home(settings)
    part = file.with_name(f".{file.name}.{uuid4().hex}")
    try:
        with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8") as stream:
            stream.write(f"{secrets.token_hex(32)}\n")
            stream.flush()
            os.fsync(stream.fileno())
        with suppress(FileExistsError):
            file.hardlink_to(part)
    except OSError as error:
        raise StoreRefused(text("The key of erasures cannot be written: {reason}.", reason=error.strerror or ""),
                           str(file), text("Set KUMPPANI_ERASURE_KEY.")) from error
    finally:
        part.unlink(missing_ok=True)
