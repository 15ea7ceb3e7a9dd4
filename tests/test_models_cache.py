"""The encoder that remembers."""

import multiprocessing
import sqlite3
import time
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.arrays import Float32Array
from models.encoders import CachedEncoder, Encoder, HashingEncoder, SentenceTransformersEncoder, cache
from models.errors import ArtefactRefused, ModelError
from tests.contracts.encoder import BLANK_TEXTS, TEXTS, EncoderContract
from tests.gears import examples


class CountingEncoder(HashingEncoder):
    """Notes every text that it is asked for."""

    def __init__(self, dimension: int = 64) -> None:
        super().__init__(dimension)
        self.requests: list[str] = []

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        self.requests.extend(texts)
        return super().encode(texts, progress)


class LockedEncoder(CountingEncoder):
    """Stands for a model that must not be loaded."""

    @property
    def dimension(self) -> int:
        raise AssertionError("the model was touched")

    @dimension.setter
    def dimension(self, value: int) -> None:
        """The parent's constructor sets it."""

    @property
    def fingerprint(self) -> str:
        return CountingEncoder().fingerprint

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        raise AssertionError("the model was touched")


class TestCached(EncoderContract):
    @pytest.fixture
    def encoder(self, path: Path) -> Encoder:
        return CachedEncoder(HashingEncoder(), path)


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "vectors.sqlite"


def test_vectors_are_the_other_encoders(path: Path) -> None:
    cached, texts = CachedEncoder(HashingEncoder(), path), TEXTS + BLANK_TEXTS
    for _ in range(2):
        np.testing.assert_array_equal(cached.encode(texts), HashingEncoder().encode(texts))


def test_it_is_as_costly_as_the_other(path: Path) -> None:
    assert CachedEncoder(SentenceTransformersEncoder(), path).is_costly


def test_no_text_is_encoded_twice(path: Path) -> None:
    encoder = CountingEncoder()
    for texts in (["a", "b", "a"], ["b", "c"], ["c", "c", "a"]):
        CachedEncoder(encoder, path).encode(texts)
    assert encoder.requests == ["a", "b", "c"]


def test_changed_text_is_encoded_again(path: Path) -> None:
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, path)
    cached.encode(["työ"])
    cached.encode(["Työ"])
    assert encoder.requests == ["työ", "Työ"]


def test_model_is_not_touched_where_all_is_known(path: Path) -> None:
    right = CachedEncoder(CountingEncoder(), path).encode(TEXTS)
    warm = CachedEncoder(LockedEncoder(), path)
    np.testing.assert_array_equal(warm.encode(TEXTS), right)
    assert warm.encode([]).shape == (0, 64)
    assert warm.dimension == 64


def test_encoders_share_a_file_without_mixing(path: Path) -> None:
    small, large = CountingEncoder(64), CountingEncoder(128)
    for encoder in (small, large, small, large):
        vectors = CachedEncoder(encoder, path).encode(["työ"])
        np.testing.assert_array_equal(vectors, HashingEncoder(encoder.dimension).encode(["työ"]))
    assert small.requests == large.requests == ["työ"]


def test_long_lists_are_stored_on_the_way(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_TEXTS_PER_STORE", 3)
    texts = [f"teksti {number}" for number in range(8)]
    counts: list[int] = []

    def stop_after_three(count: int) -> None:
        counts.append(count)
        if count > 3:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        CachedEncoder(CountingEncoder(), path).encode(texts, stop_after_three)
    encoder = CountingEncoder()
    CachedEncoder(encoder, path).encode(texts, counts.append)
    assert encoder.requests == texts[3:]
    assert counts == [3, 6, 6, 8, 8]


def test_erased_texts_are_encoded_again_and_leave_no_bytes(path: Path) -> None:
    encoder = CountingEncoder()
    for each in (encoder, CountingEncoder(128)):
        CachedEncoder(each, path).encode(["keep", "secret"])
    cached = CachedEncoder(encoder, path)
    vector = cached.encode(["secret"]).tobytes()
    assert cached.keep_only(["keep", "never seen"]) == 2
    content = b"".join(file.read_bytes() for file in path.parent.iterdir())
    assert vector not in content
    assert cache._digest("secret") not in content
    cached.encode(["keep", "secret"])
    assert encoder.requests == ["keep", "secret", "secret"]


def test_erasing_under_a_reader_says_that_bytes_remain(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(cache, "_WAIT_SECONDS", 0.05)
    cached = CachedEncoder(CountingEncoder(), path)
    cached.encode(["secret"])
    with closing(sqlite3.connect(path, isolation_level=None)) as reader:
        reader.execute("BEGIN")
        reader.execute("SELECT count(*) FROM checked_vectors").fetchone()
        with pytest.raises(ModelError, match="Erase them again"):
            cached.keep_only([])
    assert cached.keep_only([]) == 0
    assert cache._digest("secret") not in b"".join(file.read_bytes() for file in path.parent.iterdir())


def test_no_raw_text_is_stored(path: Path) -> None:
    CachedEncoder(CountingEncoder(), path).encode(["nimi-jota-ei-saa-tallentaa"])
    assert all(b"nimi-jota" not in file.read_bytes() for file in path.parent.iterdir())


def test_half_a_surrogate_pair_does_not_stop_the_others(path: Path) -> None:
    assert CachedEncoder(CountingEncoder(), path).encode(["työ \ud83d", "työ"]).shape == (2, 64)


def test_threads_encode_each_text_once(path: Path) -> None:
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, path)
    texts = [f"teksti {number}" for number in range(30)]
    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(cached.encode, [texts] * 16))
    assert sorted(encoder.requests) == sorted(texts)
    for answer in answers:
        np.testing.assert_array_equal(answer, answers[0])


def _open_and_fill(folder: Path, start: float, number: int) -> list[int]:
    """Open ten new files at the same moments as the other processes do, and encode into each."""
    counts = []
    for file in range(10):
        time.sleep(max(0.0, start + file * 0.05 - time.time()))
        cached = CachedEncoder(HashingEncoder(64), folder / f"{file}.sqlite")
        counts.append(len(cached.encode([f"teksti {number + offset}" for offset in range(5)])))
    return counts


def test_processes_open_a_new_file_at_once_and_share_it(tmp_path: Path) -> None:
    with multiprocessing.get_context("spawn").Pool(3) as pool:
        start = time.time() + 1.5
        assert pool.starmap(_open_and_fill, [(tmp_path, start, number) for number in range(3)], 1) == [[5] * 10] * 3
        pool.close()
        pool.join()
    assert sorted(path.name for path in tmp_path.iterdir()) == [f"{file}.sqlite" for file in range(10)]
    with closing(sqlite3.connect(tmp_path / "0.sqlite")) as connection:
        assert connection.execute("SELECT count(*) FROM checked_vectors").fetchone() == (7,)


@pytest.mark.parametrize(
    "damage", [b"not a database, but long enough to look at" * 40, b"SQLite format 3\0" + b"x" * 4096]
)
def test_damaged_file_is_refused_with_the_cure(path: Path, damage: bytes) -> None:
    path.write_bytes(damage)
    with pytest.raises(ArtefactRefused, match=r"vectors\.sqlite.*Delete the file"):
        CachedEncoder(CountingEncoder(), path)
    assert path.read_bytes() == damage


def test_damage_inside_is_refused(path: Path) -> None:
    CachedEncoder(CountingEncoder(), path).encode([f"teksti {number}" for number in range(200)])
    content = path.read_bytes()
    path.write_bytes(content[:4096] + b"\xff" * (len(content) - 4096))
    with pytest.raises(ArtefactRefused, match="Delete the file"):
        CachedEncoder(CountingEncoder(), path).encode(["teksti 1"])


@pytest.mark.parametrize("damage", ["x'00000000'", "zeroblob(256)", "CAST(vector || x'00' AS BLOB)"])
def test_a_damaged_vector_is_computed_again(damage: str, path: Path) -> None:
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, path)
    right = cached.encode(["a", "b"])
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute(f"UPDATE checked_vectors SET vector = {damage} WHERE digest = ?", (cache._digest("b"),))  # noqa: S608
    for _ in range(2):
        np.testing.assert_array_equal(cached.encode(["a", "b"]), right)
    assert encoder.requests == ["a", "b", "b"]


def test_a_file_of_the_first_version_is_taken_over_empty(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE vectors (fingerprint TEXT, digest BLOB, vector BLOB)")
        connection.execute("INSERT INTO vectors VALUES ('old', x'00', x'00')")
        connection.execute(f"PRAGMA application_id = {cache._APPLICATION_ID}")
    encoder = CountingEncoder()
    np.testing.assert_array_equal(CachedEncoder(encoder, path).encode(["a"]), HashingEncoder(64).encode(["a"]))
    with closing(sqlite3.connect(path)) as connection:
        assert connection.execute("SELECT name FROM sqlite_master WHERE name = 'vectors'").fetchone() is None


def test_database_of_another_program_is_left_alone(path: Path) -> None:
    with closing(sqlite3.connect(path)) as connection, connection:
        connection.execute("CREATE TABLE accounts (name TEXT)")
    content = path.read_bytes()
    with pytest.raises(ArtefactRefused, match="another program"):
        CachedEncoder(CountingEncoder(), path)
    assert path.read_bytes() == content


def test_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(ModelError, match="Check that the folder exists"):
        CachedEncoder(CountingEncoder(), tmp_path / "nowhere" / "vectors.sqlite")


@given(calls=st.lists(st.lists(st.sampled_from(["a", "b", "c", "d", ""]), max_size=5), max_size=5))
@settings(max_examples=examples(20))
def test_any_calls_ask_for_each_text_once_and_answer_in_order(
    tmp_path_factory: pytest.TempPathFactory, calls: list[list[str]]
) -> None:
    encoder = CountingEncoder()
    cached = CachedEncoder(encoder, tmp_path_factory.mktemp("any") / "vectors.sqlite")
    for texts in calls:
        np.testing.assert_array_equal(cached.encode(texts), HashingEncoder(64).encode(texts))
    assert sorted(encoder.requests) == sorted({text for texts in calls for text in texts})
