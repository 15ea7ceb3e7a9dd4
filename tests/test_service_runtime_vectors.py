"""The memory of vectors: whatever is the matter with its file, the service starts, answers alike, and says so."""

from __future__ import annotations

import json
import os
import sqlite3
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from models.encoders import CachedEncoder, HashingEncoder
from models.errors import ModelError
from service.app.composition import create_app
from service.runtime.vectors import VectorMemory
from service.settings import Settings
from tests.clients import TestClient
from tests.terminal import Terminal

PERSON = "/v1/actors/rovaniemen-kaupunki/suggestions"


def make_database(path: Path, number: int = 5) -> None:
    with sqlite3.connect(path) as file:
        file.execute(f"PRAGMA application_id = {number}")
        file.execute("CREATE TABLE other (x)")
    file.close()


# What is done to the file, and whether it is put right at once.
DAMAGES: dict[str, tuple[Callable[[Path], object], bool]] = {
    "empty": (lambda path: path.write_bytes(b""), True),
    "garbage": (lambda path: path.write_bytes(b"no database" * 999), True),
    "one byte": (lambda path: path.write_bytes(b"\0"), False),
    "half": (lambda path: path.write_bytes(b"SQLite format 3\0" + b"\0" * 40), True),
    "another program's": (make_database, False),
    "a folder": (lambda path: path.mkdir(), False),
    "a link to nowhere": (lambda path: path.symlink_to(path.parent / "nowhere" / "vectors.db"), False),
    "a link to itself": (lambda path: path.symlink_to(path), False),
    "a device": (lambda path: path.symlink_to("/dev/full"), True),
}


@pytest.fixture(autouse=True)
def costly(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(HashingEncoder, "is_costly", True)


@pytest.fixture
def settings(demo_home: Path, tmp_path: Path) -> Settings:
    home = tmp_path / "home"
    home.mkdir()
    return Settings(home=home, database=f"sqlite:///{demo_home / 'kumppani.db'}", encoder="hashing")


@pytest.fixture(scope="module")
def answer(demo_client: TestClient) -> object:
    return demo_client.get(PERSON).json()["suggestions"]


def demand_service(settings: Settings, answer: object) -> None:
    with TestClient(create_app(settings)) as client:
        assert client.get("/readyz").status_code == 200
        assert client.get(PERSON).json()["suggestions"] == answer


@pytest.mark.parametrize("damage", DAMAGES)
def test_the_service_starts_whatever_the_file_is(damage: str, settings: Settings, answer: object,
                                                 caplog: pytest.LogCaptureFixture) -> None:
    damaging, is_mended = DAMAGES[damage]
    damaging(settings.home / "vectors.db")
    demand_service(settings, answer)
    assert ("Vectors are computed each time" in caplog.text) == (not is_mended)
    result = Terminal(settings.home).having(KUMPPANI_DATABASE=settings.database).run("doctor", "--json")
    finding = next(item for item in json.loads(result.stdout)["findings"] if item["name"] == "memory of vectors")
    assert finding["healthy"] == is_mended
    assert is_mended or finding["cure"]


def test_the_service_starts_where_its_home_can_not_be_made(settings: Settings, answer: object, tmp_path: Path,
                                                           caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    demand_service(settings.model_copy(update={"home": tmp_path / "file" / "home"}), answer)
    assert "Vectors are computed each time" in caplog.text


@pytest.mark.skipif(os.geteuid() == 0, reason="who may do everything may write everywhere")
def test_the_service_starts_in_a_folder_that_may_only_be_read(settings: Settings, answer: object) -> None:
    settings.home.chmod(0o500)
    demand_service(settings, answer)


@pytest.mark.parametrize("words", ["database or disk is full", "attempt to write a readonly database", "disk I/O error",
                                   "unable to open database file", "database is locked"])
def test_it_goes_on_where_writing_fails(words: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch,
                                        caplog: pytest.LogCaptureFixture) -> None:
    """Whether from the beginning or later on; once it can be written again, it is."""
    encoder, path = HashingEncoder(), tmp_path / "vectors.db"
    memory = VectorMemory(encoder, path)
    np.testing.assert_array_equal(memory.encode(["yksi"]), encoder.encode(["yksi"]))

    def fail(*_: object) -> object:
        raise sqlite3.OperationalError(words)

    with monkeypatch.context() as patch:
        patch.setattr("models.encoders.cache._write", fail)
        for _ in range(2):
            np.testing.assert_array_equal(memory.encode(["kaksi", "yksi"]), encoder.encode(["kaksi", "yksi"]))
        assert words in memory.fault
        assert caplog.text.count("Vectors are computed each time") == 1
        with pytest.raises(ModelError):  # what was erased is still there, and that is not kept quiet
            memory.keep_only(["kolme"])
    memory.encode(["kaksi"])
    assert memory.fault == ""
    assert CachedEncoder(encoder, path).keep_only([]) == 2


def test_there_is_nothing_to_erase_where_there_is_no_file(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("", encoding="utf-8")
    memory = VectorMemory(HashingEncoder(), tmp_path / "file" / "vectors.db")
    assert memory.keep_only([]) == 0
    assert memory.dimension == HashingEncoder().dimension
