"""What the registries share: a choice by name, and packages that load when first used."""

import importlib
from collections.abc import Mapping
from types import ModuleType
from typing import TypeVar

from models.errors import MissingExtra, UnknownChoice

T = TypeVar("T")


def choose(kind: str, name: str, choices: Mapping[str, T]) -> T:
    """Return the entry called `name`.

    Raises:
        UnknownChoice: there is none; the error lists the choices.
    """
    if name not in choices:
        raise UnknownChoice.among(kind, name, choices)
    return choices[name]


def load_package(module: str, extra: str) -> ModuleType:
    """Import a heavy third-party `module` now rather than when our own package is imported.

    Raises:
        MissingExtra: it is not installed. A package that is installed but broken keeps its own error.
    """
    try:
        return importlib.import_module(module)
    except ModuleNotFoundError as error:
        if error.name != module.partition(".")[0]:
            raise
        raise MissingExtra.of(module, extra) from error
