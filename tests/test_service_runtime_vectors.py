"""The memory of vectors: it answers as the encoder does, works each text out once, and is in the way of nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np
import pytest

from data.activity.vectors import StoredVectors
from data.database.connection import Database
from data.errors import StoreUnreachable
from data.store.store import Store
from data.wording.texts import text
from models.arrays import Float32Array
from models.encoders import HashingEncoder
from service.runtime import vectors
from service.runtime.vectors import VectorMemory, digests_of


class Counting(HashingEncoder):
    """Counts the texts that it works out."""

    count = 0

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        self.count += len(texts)
        return super().encode(texts, progress)


@pytest.fixture
def store(database: Database) -> Store:
    return Store(database)


def test_it_answers_alike_and_works_each_text_out_once(store: Store) -> None:
    encoder, texts = Counting(), ["yksi", "kaksi", "yksi", "", "työ \ud83d"]
    for _ in range(2):
        np.testing.assert_array_equal(VectorMemory(encoder, store).encode(texts), HashingEncoder().encode(texts))
    assert encoder.count == 4
    assert VectorMemory(encoder, store).encode([]).shape == (0, encoder.dimension)


def test_progress_counts_to_the_end(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(vectors, "TEXTS_PER_STORE", 2)
    counts: list[int] = []
    memory = VectorMemory(HashingEncoder(), store)
    memory.encode(["a"])
    memory.encode(list("abcde"), counts.append)
    assert counts == sorted(counts)
    assert counts[-1] == 5


def test_encoders_and_networks_are_apart_and_what_is_not_stored_is_forgotten(store: Store) -> None:
    for size in (64, 128):
        assert VectorMemory(HashingEncoder(size), store).encode(["a", "b"]).shape == (2, size)
    with store.noting() as session:
        kept = StoredVectors(session.connection, session.network)
        assert kept.keep_only(frozenset(digests_of(["b"]))) == 2
        assert StoredVectors(session.connection, "other").exist() is False
        assert kept.find(HashingEncoder(64).fingerprint, digests_of(["a", "b"])).keys() == set(digests_of(["b"]))


def test_where_the_database_cannot_be_used_it_goes_on(store: Store, monkeypatch: pytest.MonkeyPatch,
                                                      caplog: pytest.LogCaptureFixture) -> None:
    @contextmanager
    def fail(_: Store) -> Iterator[None]:
        raise StoreUnreachable(text("The store cannot be used: {reason}.", reason="full"), "", text("Wait."))
        yield

    for name in ("reading", "noting"):
        monkeypatch.setattr(Store, name, fail)
    np.testing.assert_array_equal(VectorMemory(HashingEncoder(), store).encode(["a"]), HashingEncoder().encode(["a"]))
    assert "Vectors are computed again" in caplog.text
