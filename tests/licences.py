"""Licences of what is installed with the program: `python -m tests.licences` lists them, and refuses others than known.

A licence is known if what bears it may be used by a program under the MIT licence, and given on beside it: permissive
ones, and those whose duties end at their own files or at a library that is linked (MPL, LGPL). A package that is under
several may be had under any one of an OR, and is under all of an AND.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterable, Iterator, Mapping
from importlib.metadata import PackageMetadata, PackageNotFoundError, distribution

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
    "bsd": "BSD-3-Clause", "bsd 2-clause license": "BSD-2-Clause", "bsd 3-clause license": "BSD-3-Clause",
    "bsd license": "BSD-3-Clause", "isc license": "ISC", "isc license (iscl)": "ISC", "mit licence": "MIT",
    "mit license": "MIT", "mozilla public license 2.0 (mpl 2.0)": "MPL-2.0", "the unlicense (unlicense)": "Unlicense"}


def licence_of(metadata: PackageMetadata) -> str:
    """Return the licence of a package as an SPDX expression, or as it is written if it is none; empty if unsaid."""
    if expression := metadata.get("License-Expression"):
        return expression
    classified = [row.rpartition("::")[2].strip() for row in metadata.get_all("Classifier") or ()
                  if row.startswith("License ::")]
    written = (metadata.get("License") or "").strip()
    known = [NAMES.get(name.lower(), name) for name in (written.partition("\n")[0].strip(), *classified) if name]
    return next((name for name in known if is_compatible(name)), known[0] if known else "")


def is_compatible(expression: str) -> bool:
    """Tell whether a package under an SPDX expression may be used."""
    parts = [part for part in re.split(r"\s+AND\s+", expression.replace("(", " ").replace(")", " ").strip()) if part]
    return bool(parts) and all(any(_is_known(choice) for choice in re.split(r"\s+OR\s+", part)) for part in parts)


def _is_known(licence: str) -> bool:
    name, _, exception = licence.strip().partition(" WITH ")
    return name.strip() in COMPATIBLE and (not exception or exception.strip() in EXCEPTIONS)


def needed(names: Iterable[str] = (PRODUCT,), extras: Iterable[str] = ("",)) -> Iterator[str]:
    """Yield packages and all that they need, each once, as far as it is installed; extras are those of the product."""
    waiting, seen = list(names), set[str]()
    while waiting:
        name = canonicalize_name(waiting.pop())
        if name in seen:
            continue
        seen.add(name)
        try:
            requirements = distribution(name).requires or ()
        except PackageNotFoundError:
            continue
        yield name
        own = extras if name == PRODUCT else ("",)
        waiting += [item.name for item in map(Requirement, requirements)
                    if item.marker is None or any(item.marker.evaluate({"extra": extra}) for extra in own)]


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
    plain, licences = set(needed()), {name: licence_of(distribution(name).metadata) for name in {*needed(), *locked()}}
    for name, licence in sorted(licences.items()):
        sys.stdout.write(f"{'*' if name in plain else ' '} {name} {distribution(name).version}: {licence or '?'}\n")
    refused = sorted(name for name, licence in licences.items() if not is_compatible(licence))
    if refused:
        sys.exit(f"Not in the list of licences that go with MIT (tests/licences.py): {', '.join(refused)}")


if __name__ == "__main__":
    main()
