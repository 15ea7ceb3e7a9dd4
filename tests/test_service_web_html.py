"""The pages are valid HTML, as the Nu Html Checker of the W3C finds."""

from __future__ import annotations

import json
import subprocess
from collections.abc import Sequence
from pathlib import Path
from shutil import which

import pytest

from data.wording.texts import LANGUAGES
from tests.clients import TestClient
from tests.gears import in_gear
from tests.networks import ROOT
from tests.test_service_web import PAGES

CHECKER = ROOT / "tests/npm/node_modules/vnu-jar/build/dist/vnu.jar"
REFUSED = ("/idea?text=" + "a" * 2_001, "/others/nobody", "/nothing")


def found(files: Sequence[Path]) -> list[str]:
    """Return what the checker finds; where it or Java has not been installed, the test fails and says how."""
    java = which("java")
    if not (java and CHECKER.exists()):
        pytest.fail(f"The tests of the pages need Java and {CHECKER}: run “make browser”.", pytrace=False)
    ended = subprocess.run([java, "-jar", str(CHECKER), "--format", "json", "--exit-zero-always",  # noqa: S603 - our pages
                            *map(str, files)], capture_output=True, text=True, check=True, timeout=300)
    return [f"{Path(message['url']).name}:{message.get('lastLine', 0)}: {message['message']}: "
            f"{message.get('extract', '')}" for message in json.loads(ended.stderr)["messages"]
            if message["type"] == "error" or message.get("subType") == "warning"]


@pytest.mark.parametrize("language", in_gear(quick=("fi",), thorough=LANGUAGES))
def test_every_page_is_valid(language: str, demo_client: TestClient, tmp_path: Path) -> None:
    addresses = [*PAGES, *REFUSED]
    for number, address in enumerate(addresses):
        (tmp_path / f"{number}.html").write_text(demo_client.get(f"/{language}{address}").text, encoding="utf-8")
    faults = found(sorted(tmp_path.glob("*.html")))
    assert [f"{addresses[int(fault.partition('.')[0])]}: {fault}" for fault in faults] == []


def test_what_is_not_valid_is_found(tmp_path: Path) -> None:
    (tmp_path / "0.html").write_text("<!doctype html><html lang=fi><title>x</title><p id=a><p id=a>", encoding="utf-8")
    assert "Duplicate ID" in " ".join(found([tmp_path / "0.html"]))
