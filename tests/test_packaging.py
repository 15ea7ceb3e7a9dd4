"""What stands around the program: citation, workflow, container, and `make run`.

The YAML parser comes with Schemathesis, which the tests need anyway.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest
import yaml  # type: ignore[import-untyped]

from service.runtime.configuration import variable
from service.settings import Settings
from tests.clients import TestClient
from tests.networks import ROOT
from tests.terminal import Terminal

SETTINGS = {variable(name) for name in Settings.model_fields}
WORKFLOW = ROOT / ".github" / "workflows" / "test.yml"
CONTAINER_PAGE = ROOT / "docs" / "running" / "container.md"
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]


def parsed(path: Path) -> Any:  # noqa: ANN401 - whatever the file holds
    return yaml.safe_load(path.read_text(encoding="utf-8"))


def instructions() -> list[tuple[str, str]]:
    """The instructions of the Containerfile, each with its arguments on one line."""
    words = re.sub(r"\\\n\s*", "", (ROOT / "Containerfile").read_text(encoding="utf-8"))
    lines = [line.split(" ", 1) for line in words.splitlines() if line and not line.startswith("#")]
    return [(name, arguments) for name, arguments in lines]


def arguments_of(name: str) -> list[str]:
    return [arguments for found, arguments in instructions() if found == name]


class TestCitation:
    def test_it_names_the_version_the_authors_and_the_licence_of_the_project(self) -> None:
        citation = parsed(ROOT / "CITATION.cff")
        assert citation["version"] == PROJECT["version"]
        assert citation["authors"] == PROJECT["authors"]
        assert citation["license"] == PROJECT["license"]
        assert citation["keywords"] == PROJECT["keywords"]

    def test_it_has_what_the_format_demands_and_nothing_it_does_not_know(self) -> None:
        citation = parsed(ROOT / "CITATION.cff")
        assert citation["cff-version"] == "1.2.0"
        assert {"message", "title"} <= citation.keys() <= {
            "cff-version", "message", "title", "type", "abstract", "version", "license", "authors", "keywords"}
        assert citation["type"] == "software"


class TestWorkflow:
    def test_it_runs_what_contributors_run_on_every_python_that_the_project_names(self) -> None:
        job = parsed(WORKFLOW)["jobs"]["test"]
        assert [step["run"] for step in job["steps"] if "run" in step] == ["make test PYTHON=python"]
        named = [line.rpartition(" ")[2] for line in PROJECT["classifiers"] if "Python ::" in line]
        assert job["strategy"]["matrix"]["python"] == named

    def test_it_may_read_only_and_its_actions_are_pinned(self) -> None:
        workflow = parsed(WORKFLOW)
        assert workflow["permissions"] == {"contents": "read"}
        assert workflow[True].keys() == {"push", "pull_request"}  # YAML takes “on” for a truth
        uses = [step["uses"] for step in workflow["jobs"]["test"]["steps"] if "uses" in step]
        assert len(uses) == 2
        assert "KUMPPANI_" not in WORKFLOW.read_text(encoding="utf-8")  # the tests set what they need
        assert all(re.fullmatch(r"actions/[a-z-]+@v\d+", action) for action in uses)


class TestContainer:
    def test_it_installs_with_the_lock(self) -> None:
        installing = [line for line in arguments_of("RUN") if "pip install" in line]
        assert len(installing) == 1
        assert "--constraint requirements.lock" in installing[0]

    def test_it_copies_all_that_is_built(self) -> None:
        copied = {word for line in arguments_of("COPY") if "--from" not in line for word in line.split()[:-1]}
        packages = set(tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))
                       ["tool"]["hatch"]["build"]["targets"]["wheel"]["packages"])
        assert copied == packages | {"pyproject.toml", "requirements.lock", PROJECT["readme"], "LICENSE"}
        assert all((ROOT / name).exists() for name in copied)

    def test_it_serves_as_a_user_that_is_not_root(self) -> None:
        last = dict(instructions())
        assert last["CMD"] == '["kumppani", "serve"]'
        assert int(last["USER"]) > 0
        assert f"--uid {last['USER']}" in " ".join(arguments_of("RUN"))
        names = [name for name, _ in instructions()]
        assert "RUN" not in names[names.index("USER"):]

    def test_a_python_that_the_project_names(self) -> None:
        images = {line.split()[0] for line in arguments_of("FROM")}
        assert len(images) == 1
        version = re.search(r"python:(3\.\d+)", images.pop())
        assert version is not None
        assert f"Programming Language :: Python :: {version[1]}" in PROJECT["classifiers"]


class TestCompose:
    @pytest.fixture
    def services(self) -> dict[str, dict[str, Any]]:
        services: dict[str, dict[str, Any]] = parsed(ROOT / "compose.yaml")["services"]
        return services

    def test_each_is_watched_and_may_become_nobody_else(self, services: dict[str, dict[str, Any]]) -> None:
        assert services.keys() == {"service", "database"}
        for service in services.values():
            assert service["healthcheck"]["test"][0] == "CMD"
            assert service["cap_drop"] == ["ALL"]
            assert service["security_opt"] == ["no-new-privileges:true"]
            assert service["user"] not in ("root", "0", 0)

    def test_it_is_the_image_of_the_containerfile(self, services: dict[str, dict[str, Any]]) -> None:
        service = services["service"]
        assert service["build"] == {"context": ".", "dockerfile": "Containerfile"}
        assert service["user"] == arguments_of("USER")[0]
        assert service["read_only"] is True
        assert f"home:{arguments_of('VOLUME')[0]}" in service["volumes"]
        assert service["environment"]["KUMPPANI_HOME"] == arguments_of("VOLUME")[0]
        assert service["environment"]["KUMPPANI_HOST"] == "0.0.0.0"  # noqa: S104 - within the container
        assert service["depends_on"] == {"database": {"condition": "service_healthy"}}

    def test_both_are_given_one_password_that_the_file_does_not_hold(self, services: dict[str, dict[str, Any]]) -> None:
        given = services["service"]["environment"]["PGPASSWORD"]
        assert given.startswith("${DATABASE_PASSWORD:?")
        assert services["database"]["environment"]["POSTGRES_PASSWORD"] == given
        assert services["service"]["environment"]["KUMPPANI_DATABASE"] == (
            "postgresql+psycopg://{POSTGRES_USER}@database/{POSTGRES_DB}".format_map(
                services["database"]["environment"]))

    def test_every_volume_is_kept(self, services: dict[str, dict[str, Any]]) -> None:
        used = {volume.partition(":")[0] for service in services.values() for volume in service["volumes"]}
        assert used == parsed(ROOT / "compose.yaml")["volumes"].keys()


@pytest.mark.parametrize("name", [
    "Containerfile", "compose.yaml", "docs/running/container.md", "SECURITY.md", "Makefile"])
def test_settings_that_are_named_exist(name: str) -> None:
    named = set(re.findall(r"KUMPPANI_[A-Z_]+", (ROOT / name).read_text(encoding="utf-8")))
    assert named
    assert named <= SETTINGS


def test_the_first_steps_of_the_page_are_commands_that_there_are(demo_home: Path, tmp_path: Path) -> None:
    """They are run without the container around them."""
    shutil.copytree(demo_home, tmp_path / "home")
    words = CONTAINER_PAGE.read_text(encoding="utf-8")
    steps = re.findall(r"service (kumppani .*)", words.partition("Your own list")[0])
    assert len(steps) == 3
    for step in steps:
        found = re.findall(r'"[^"]*"|\S+', step)
        done = Terminal(tmp_path / "home").run(*(word.strip('"') for word in found[1:]))
        assert (step, done.exit_code) == (step, 0), done.output


def make(*words: str) -> list[str]:
    """`make` with the Python of the tests, which holds what would be installed."""
    return ["make", "--no-print-directory", f"BIN={Path(sys.executable).parent}", "--old-file=.venv/installed", *words]


class TestMakeRun:
    def test_its_addresses_can_be_opened(self, demo_client: TestClient) -> None:
        environment = {name: value for name, value in os.environ.items() if not name.startswith("KUMPPANI_")}
        done = subprocess.run(make("--dry-run", "run"), cwd=ROOT, env=environment, capture_output=True, text=True,  # noqa: S603
                              check=True)
        addresses = re.findall(r"http://127\.0\.0\.1:8000(\S+?)'", done.stdout)
        assert [address.rpartition("/")[2].partition("?")[0] for address in addresses] == [
            "", "v1", "suggestions", "search", "openapi.json"]
        assert [demo_client.get(address).status_code for address in addresses] == [200] * len(addresses)

    def test_ctrl_c_ends_it_without_an_error_of_make(self, tmp_path: Path) -> None:
        """A terminal of its own, in which the key is pressed once the service says that it answers."""
        environment = {**os.environ, **Terminal(tmp_path / "home").environment, "KUMPPANI_PORT": "0",
                       "PYTHONPATH": str(ROOT)}
        command = [sys.executable, "-c", "import pty, sys; pty.spawn(sys.argv[1:])", *make("run")]
        with subprocess.Popen(command, cwd=ROOT, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE,  # noqa: S603
                              stderr=subprocess.STDOUT) as process:
            assert process.stdin is not None
            assert process.stdout is not None
            said = ""
            for line in process.stdout:
                said += line.decode()
                if "Kumppani answers on" in said:
                    break
            process.stdin.write(b"\x03")
            process.stdin.flush()
            said += process.stdout.read().decode()
        assert "Kumppani answers on" in said
        assert "***" not in said.partition("Kumppani answers on")[2]
        assert "Traceback" not in said
