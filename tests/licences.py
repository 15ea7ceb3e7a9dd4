"""Licences of what is installed with the program: `python -m tests.licences` lists them, and refuses others than known.

A licence is known if what bears it may be used by a program under the MIT licence, and given on beside it: permissive
ones, and those whose duties end at their own files or at a library that is linked (MPL, LGPL). A package that is under
several may be had under any one of an OR, and is under all of an AND.
"""

from __future__ import annotations

import re
import sys
import tomllib
from collections.abc import Iterable, Iterator, Mapping
from email.message import Message
from importlib.metadata import PackageNotFoundError, distribution
from typing import cast

from packaging.requirements import Requirement
from packaging.utils import canonicalize_name

from tests.networks import ROOT

PRODUCT = "kumppani"
PERMISSIVE = frozenset({
    "0BSD", "Apache-2.0", "BSD-2-Clause", "BSD-3-Clause", "BSL-1.0", "CC0-1.0", "CNRI-Python", "HPND", "ISC", "MIT",
    "MIT-0", "MIT-CMU", "PSF-2.0", "Python-2.0", "Unlicense", "Zlib", "ZPL-2.1"})
OF_OWN_FILES = frozenset({"LGPL-2.1-or-later", "LGPL-3.0-only", "LGPL-3.0-or-later", "MPL-2.0"})
COMPATIBLE = PERMISSIVE | OF_OWN_FILES
EXCEPTIONS = frozenset({"LLVM-exception"})
# What older packages write in place of an SPDX identifier.
NAMES: Mapping[str, str] = {
    "apache 2.0": "Apache-2.0", "apache 2.0 license": "Apache-2.0", "apache software license": "Apache-2.0",
    "gnu lesser general public license v2 or later (lgplv2+)": "LGPL-2.1-or-later",
    "bsd": "BSD-3-Clause", "bsd 2-clause license": "BSD-2-Clause", "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause", "isc license": "ISC", "isc license (iscl)": "ISC", "mit licence": "MIT",
    "mit license": "MIT", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "psfl": "PSF-2.0",
    "the unlicense (unlicense)": "Unlicense"}


def licence_of(metadata: Message) -> str:
    """Return the licence of a package as an SPDX expression, or as it is written if it is none; empty if unsaid."""
    if expression := metadata.get("License-Expression"):
        return str(expression)
    classified = [row.rpartition("::")[2].strip() for row in metadata.get_all("Classifier") or ()
                  if row.startswith("License ::")]
    written = str(metadata.get("License") or "").strip()
    known = [NAMES.get(name.lower(), name) for name in (written.partition("\n")[0].strip(), *classified) if name]
    return next((name for name in known if is_compatible(name)), known[0] if known else "")


def licence_of_package(name: str) -> str:
    """Return the licence of an installed package; see `licence_of`."""
    return licence_of(cast("Message", distribution(name).metadata))


def is_compatible(expression: str) -> bool:
    """Tell whether a package under an SPDX expression may be used."""
    parts = [part for part in re.split(r"\s+AND\s+", expression.replace("(", " ").replace(")", " ").strip()) if part]
    return bool(parts) and all(any(_is_known(choice) for choice in re.split(r"\s+OR\s+", part)) for part in parts)


def _is_known(licence: str) -> bool:
    name, _, exception = licence.strip().partition(" WITH ")
    return name.strip() in COMPATIBLE and (not exception or exception.strip() in EXCEPTIONS)


def needed(names: Iterable[str] = (PRODUCT,)) -> Iterator[str]:
    """Yield packages and all that they need without extras, each once, as far as it is installed."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            requirements = distribution(name).requires or () if name != PRODUCT else _own()
        except PackageNotFoundError:
            continue
        yield name
        waiting += [item.name for item in map(Requirement, requirements)
                    if item.marker is None or item.marker.evaluate({"extra": ""})]


def _own() -> Iterable[str]:
    """Return what the program needs without extras, as it is written down, not as it was when it was installed."""
    requirements: list[str] = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"][
        "dependencies"]
    return requirements


def locked() -> Iterator[str]:
    """Yield the packages of the lock that are installed: those of all extras."""
    for line in (ROOT / "requirements.lock").read_text(encoding="utf-8").splitlines():
        if match := re.match(r"[A-Za-z0-9_.-]+(?===)", line):
            yield from needed([match[0]]) if _is_installed(match[0]) else ()


def _is_installed(name: str) -> bool:
    try:
        distribution(name)
    except PackageNotFoundError:
        return False
    return True


def main() -> None:
    """List the licences of all packages that are installed of the lock; those of the plain product bear a star."""
    plain, licences = set(needed()), {name: licence_of_package(name) for name in {*needed(), *locked()}}
    for name, licence in sorted(licences.items()):
        sys.stdout.write(f"{'*' if name in plain else ' '} {name} {distribution(name).version}: {licence or '?'}\n")
    refused = sorted(name for name, licence in licences.items() if not is_compatible(licence))
    if refused:
        sys.exit(f"Not in the list of licences that go with MIT (tests/licences.py): {', '.join(refused)}")


if __name__ == "__main__":
    main()
