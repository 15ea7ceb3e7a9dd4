"""What is installed with the program: pinned by digests, under licences that go with MIT, and listed for machines."""

from __future__ import annotations

import json
import re
import subprocess
import sys
from email.message import Message
from pathlib import Path

import pytest

from tests import licences
from tests.licences import COMPATIBLE, is_compatible, licence_of, locked, needed
from tests.networks import ROOT

PINNED, LOCK = ROOT / "requirements-hashed.txt", ROOT / "requirements.lock"
PIN = re.compile(r"^([A-Za-z0-9_.-]+)==(\S+)", re.MULTILINE)


def package(**fields: str | list[str]) -> Message:
    metadata = Message()
    for name, value in fields.items():
        for item in [value] if isinstance(value, str) else value:
            metadata[name.replace("_", "-")] = item
    return metadata


class TestLicences:
    def test_every_dependency_has_one_that_goes_with_mit(self) -> None:
        names = {*needed(), *locked()}
        assert {"fastapi", "numpy", "sqlalchemy", "psycopg", "pytest"} <= names
        unlisted = {name: licence for name in names
                    if not is_compatible(licence := licences.licence_of_package(name))}
        assert unlisted == {}

    @pytest.mark.parametrize("licence", [
        *sorted(COMPATIBLE), "MIT OR Apache-2.0", "GPL-3.0-only OR MIT", "MIT AND (BSD-3-Clause OR GPL-2.0-only)",
        "Apache-2.0 WITH LLVM-exception", "BSD-3-Clause AND 0BSD AND MIT AND Zlib AND CC0-1.0"])
    def test_known(self, licence: str) -> None:
        assert is_compatible(licence)

    @pytest.mark.parametrize("licence", [
        "", " ", "GPL-3.0-only", "AGPL-3.0-or-later", "MIT AND GPL-3.0-only", "(MIT OR ISC) AND SSPL-1.0",
        "Proprietary", "LicenseRef-NVIDIA", "mit or so", "Apache-2.0 WITH Classpath-exception-2.0", "UNKNOWN"])
    def test_unknown(self, licence: str) -> None:
        assert not is_compatible(licence)

    @pytest.mark.parametrize(("metadata", "licence"), [
        (package(License_Expression="MIT", License="GPL"), "MIT"),
        (package(License="BSD 3-Clause License\n\nCopyright"), "BSD-3-Clause"),
        (package(License="Copyright (c) somebody", Classifier=["License :: OSI Approved :: BSD License"]),
         "BSD-3-Clause"),
        (package(Classifier=["Topic :: X", "License :: OSI Approved :: MIT License"]), "MIT"),
        (package(License="GPL"), "GPL"), (package(Name="x"), "")])
    def test_it_is_read_wherever_it_is_written(self, metadata: Message, licence: str) -> None:
        assert licence_of(metadata) == licence

    def test_the_command_fails_on_one_that_is_not_listed(self, monkeypatch: pytest.MonkeyPatch,
                                                         capsys: pytest.CaptureFixture[str]) -> None:
        licences.main()
        assert "* fastapi " in capsys.readouterr().out
        monkeypatch.setattr(licences, "COMPATIBLE", COMPATIBLE - {"Unlicense"})
        with pytest.raises(SystemExit, match="email-validator"):
            licences.main()


class TestPins:
    def test_every_package_has_a_digest_and_the_version_of_the_lock(self) -> None:
        content = PINNED.read_text(encoding="utf-8")
        pins, locked_versions = dict(PIN.findall(content)), dict(PIN.findall(LOCK.read_text(encoding="utf-8")))
        blocks = re.split(r"\n(?=[a-z])", content)
        assert len(pins) == len([block for block in blocks if PIN.match(block)])
        assert all("--hash=sha256:" in block for block in blocks if PIN.match(block))
        assert {name: locked_versions.get(name) for name in pins} == pins

    def test_it_holds_all_that_is_needed_without_extras(self) -> None:
        assert set(needed()) - {licences.PRODUCT} <= set(dict(PIN.findall(PINNED.read_text(encoding="utf-8"))))

    def test_torch_is_none_of_it(self) -> None:
        assert "torch" not in dict(PIN.findall(PINNED.read_text(encoding="utf-8")))


def test_a_list_for_machines_names_every_package_and_its_licence(tmp_path: Path) -> None:
    """As `make sbom` makes it, of the environment of the tests."""
    file = tmp_path / "sbom.json"
    command = [str(Path(sys.executable).parent / "cyclonedx-py"), "environment", sys.executable, "--pyproject",
               str(ROOT / "pyproject.toml"), "--output-format", "JSON", "--output-file", str(file)]
    subprocess.run(command, check=True, capture_output=True, timeout=300)  # noqa: S603
    document = json.loads(file.read_text(encoding="utf-8"))
    assert document["bomFormat"] == "CycloneDX"
    components = {item["name"].lower().replace("_", "-"): item for item in document["components"]}
    assert set(needed()) - {licences.PRODUCT} <= {re.sub("[-_.]+", "-", name) for name in components}
    assert components["fastapi"]["purl"].startswith("pkg:pypi/fastapi@")
    assert components["fastapi"]["licenses"]
