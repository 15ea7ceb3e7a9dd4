"""Fixtures that several test modules use, and the two gears that the tests run in.

`make test` runs the quick gear, `TESTS=thorough make test` the thorough one, and so do `pytest` and `TESTS=thorough
pytest`. Thorough leaves nothing out. Quick runs every test function too, and less of each: a tenth of the examples
that are made up, some ten kills for more than a hundred, PostgreSQL for `data` and for the tests marked `postgresql`,
one of each subject that has an address. In both, a worker runs whole modules, so that what they share is made once, and
what is shipped is opened once in a process. In both, examples that are made up are the same in every run, so that what
has passed here passes elsewhere; `--hypothesis-seed=NUMBER` makes up others.
"""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from contextlib import closing
from functools import partial
from pathlib import Path

import pytest
from hypothesis import HealthCheck
from hypothesis import settings as hypothesis_settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from playwright.sync_api import Browser

from data import demo
from data.database.connection import Database
from data.files.demo import read_demo_actors
from data.files.importing import read_cooperations
from data.records.network import Network
from matcher.engine import Matcher
from matcher.snapshot import Parts, Snapshot
from models.encoders import HashingEncoder
from service.app.composition import create_app
from service.settings import Settings
from tests.browser import browser, served
from tests.clients import TestClient
from tests.databases import drop_database, migrated_database, migrated_file, new_database, postgres_server
from tests.gears import GEARS, QUICK, THOROUGH, examples, gear, is_thorough
from tests.networks import TODAY, default_weights, finland, shipped_rules
from tests.sharing import share_what_is_shipped
from tests.stores import store_network
from tests.terminal import Terminal

pytest_plugins = ("tests.timing", "tests.scheduling")
SQLITE, POSTGRESQL = "sqlite", "postgresql"


def pytest_configure(config: pytest.Config) -> None:
    """Shift into the gear that is asked for."""
    if gear() not in GEARS:
        raise pytest.UsageError(f"TESTS is “{gear()}”, and may be: {', '.join(GEARS)}.")
    config.addinivalue_line("markers", "postgresql: quick runs this test on PostgreSQL as well.")
    if not is_thorough():
        os.environ.setdefault("OMP_NUM_THREADS", "1")  # workers share the cores, and inherit this
    # Examples are the same each time, unless others are looked for by a seed.
    is_the_same = config.getoption("--hypothesis-seed") is None
    if is_the_same:  # constants of the modules that a worker has imported so far would make others of them
        providers._get_local_constants = Constants
    # No test asserts how fast something is: machines are shared.
    usual = hypothesis_settings(deadline=None, suppress_health_check=[HealthCheck.too_slow], derandomize=is_the_same)
    hypothesis_settings.register_profile(THOROUGH, usual)
    hypothesis_settings.register_profile(QUICK, usual, max_examples=examples(usual.max_examples))
    hypothesis_settings.load_profile(gear())


def pytest_collection_finish() -> None:
    """Let no collection of garbage look through what is loaded by now, which stays."""
    gc.freeze()


def pytest_report_header() -> str:
    """Say which gear it is, and how to shift."""
    return "gear: thorough" if is_thorough() else "gear: quick; everything with TESTS=thorough"


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    """Run a test that uses a database on the kinds of database of the gear."""
    if "database_kind" in metafunc.fixturenames:
        metafunc.parametrize("database_kind", [SQLITE, POSTGRESQL] if _runs_on_both(metafunc) else [SQLITE])


def _runs_on_both(metafunc: pytest.Metafunc) -> bool:
    of_data = metafunc.module.__name__.rpartition(".")[2].startswith("test_data_")
    return is_thorough() or of_data or metafunc.definition.get_closest_marker(POSTGRESQL) is not None


@pytest.fixture(scope="session", autouse=True)
def shared() -> Iterator[None]:
    """What is shipped is opened once in a process."""
    with pytest.MonkeyPatch.context() as patch:
        share_what_is_shipped(patch)
        yield


@pytest.fixture(scope="session")
def demo_network() -> Network:
    """The demo network, as it is shipped."""
    actors = read_demo_actors(finland(), TODAY).all_or_nothing()
    ids = {actor.id for actor in actors}
    cooperations = read_cooperations(demo.cooperations_file(), ids, finland()).all_or_nothing()
    return Network(tuple(sorted(actors, key=lambda actor: actor.id)), cooperations)


@pytest.fixture(scope="session")
def postgres() -> Iterator[str]:
    """The address of a PostgreSQL server that runs as long as the tests."""
    with postgres_server() as address:
        yield address


@pytest.fixture
def empty_url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of an empty database, on which our tables are made by who opens it first."""
    if database_kind == SQLITE:
        return f"sqlite:///{tmp_path / 'network.db'}"
    return _until_the_test_ends(request, new_database(request.getfixturevalue("postgres")))


@pytest.fixture
def url(database_kind: str, request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The address of a database without records: every test that uses it runs on the kinds of database of the gear."""
    if database_kind == SQLITE:
        return migrated_file(tmp_path / "network.db")
    return _until_the_test_ends(request, migrated_database(request.getfixturevalue("postgres")))


def _until_the_test_ends(request: pytest.FixtureRequest, address: str) -> str:
    request.addfinalizer(partial(drop_database, address))
    return address


@pytest.fixture
def database(url: str) -> Iterator[Database]:
    """A new database."""
    with closing(Database(url)) as opened:
        yield opened


@pytest.fixture(scope="session")
def demo_matcher(demo_network: Network) -> Matcher:
    """A matcher over the demo network, with the encoder that needs no model."""
    parts = Parts(finland(), HashingEncoder(), shipped_rules(), default_weights())
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


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """A browser."""
    with browser() as opened:
        yield opened


@pytest.fixture(scope="module")
def address(tmp_path_factory: pytest.TempPathFactory, demo_network: Network) -> Iterator[str]:
    """Where a service over the demo network is found, which may be written to."""
    configuration = Settings(home=tmp_path_factory.mktemp("web"), encoder="hashing")
    store_network(configuration.database_url, demo_network)
    with served(configuration) as place:
        yield place
