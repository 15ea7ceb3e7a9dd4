"""Fixtures that several test modules use."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest
from starlette.testclient import TestClient

from data import demo
from data.database.connection import Database
from data.files.importing import read_actors, read_cooperations
from data.records.network import Network
from matcher.engine import Matcher
from matcher.snapshot import Parts, Snapshot
from models.encoders import HashingEncoder
from service.app.composition import create_app
from service.settings import Settings
from tests.databases import new_database, postgres_server
from tests.networks import TODAY, finland, shipped_rules, shipped_weights
from tests.stores import store_network
from tests.terminal import Terminal


@pytest.fixture(scope="session")
def demo_network() -> Network:
    """The demo network, as it is shipped."""
    actors = read_actors(demo.actors_file(), finland(), TODAY).all_or_nothing()
    ids = {actor.id for actor in actors}
    cooperations = read_cooperations(demo.cooperations_file(), ids, finland()).all_or_nothing()
    return Network(tuple(sorted(actors, key=lambda actor: actor.id)), cooperations)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests."""
    with postgres_server() as address:
        yield address


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database: every test that uses it runs on both kinds."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'network.db'}"
    return new_database(request.getfixturevalue("postgres"))


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A new database."""
    with closing(Database(url)) as opened:
        yield opened


@pytest.fixture(scope="session")
def demo_matcher(demo_network: Network) -> Matcher:
    """A matcher over the demo network, with the encoder that needs no model."""
    parts = Parts(finland(), HashingEncoder(), shipped_rules(), shipped_weights())
    return Matcher(Snapshot(demo_network, parts))


@pytest.fixture(scope="session")
def demo_settings(tmp_path_factory: pytest.TempPathFactory, demo_network: Network) -> Settings:
    """Settings of an installation with the demo network and the encoder that needs no model; do not write there."""
    settings = Settings(home=tmp_path_factory.mktemp("home"), encoder="hashing")
    store_network(settings.database_url, demo_network)
    return settings


@pytest.fixture(scope="session")
def demo_client(demo_settings: Settings) -> Iterator[TestClient]:
    """A client of the running application over the demo network; do not write."""
    with TestClient(create_app(demo_settings), raise_server_exceptions=False) as client:
        yield client


@pytest.fixture(scope="session")
def demo_home(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The home folder of an installation with the demo network and the encoder that needs no model; do not write."""
    home = tmp_path_factory.mktemp("demo_home")
    done = Terminal(home).run("import", "--demo")
    assert done.exit_code == 0, done.output
    return home
