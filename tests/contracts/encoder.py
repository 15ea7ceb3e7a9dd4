"""The contract of `models.encoders.Encoder`. A subclass gives the fixture `encoder`."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager

import numpy as np
import pytest

from models.encoders import ENCODERS, Encoder

TEXTS = [
    "Kotoutumiskoulutus maahanmuuttajille",
    "Integrationsutbildning för invandrare",
    "Integration training for migrants",
    "Jalkapalloseura nuorille ja heidän vanhemmilleen, joka ilta klo 18 kentällä. " * 20,
    "Työ",
    "",
]
BLANK_TEXTS = ["", "   ", "\n\t", "...", "–", "___", "🙂"]


@contextmanager
def no_network() -> Iterator[None]:
    """Let every network connection fail: an encoder must not need one to load, nor when it is first used."""
    def refuse(*_: object) -> None:
        raise AssertionError("the encoder tried to use the network")

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(socket.socket, "connect", refuse)
        yield


class EncoderContract:
    """Values, not only shapes: length, order, independence, determinism, blanks, progress."""

    @pytest.fixture
    def encoder(self) -> Encoder:
        raise NotImplementedError

    def test_rows_are_unit_float32(self, encoder: Encoder) -> None:
        vectors = encoder.encode(TEXTS[:-1])
        assert vectors.dtype == np.float32
        assert vectors.shape == (len(TEXTS) - 1, encoder.dimension)
        np.testing.assert_allclose(np.linalg.norm(vectors, axis=1), 1.0, atol=1e-6)

    def test_no_texts_give_no_rows(self, encoder: Encoder) -> None:
        assert encoder.encode([]).shape == (0, encoder.dimension)

    @pytest.mark.parametrize("blank", BLANK_TEXTS)
    def test_text_without_letter_or_digit_is_a_zero_row(self, encoder: Encoder, blank: str) -> None:
        vectors = encoder.encode([blank, "Työ"])
        assert not vectors[0].any()
        assert vectors[1].any()

    def test_row_does_not_depend_on_the_other_texts(self, encoder: Encoder) -> None:
        together = encoder.encode(TEXTS)
        alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
        np.testing.assert_allclose(together, alone, atol=1e-5)

    def test_rows_follow_the_order_of_the_texts(self, encoder: Encoder) -> None:
        np.testing.assert_allclose(encoder.encode(TEXTS[::-1]), encoder.encode(TEXTS)[::-1], atol=1e-5)

    def test_same_call_gives_the_same_numbers(self, encoder: Encoder) -> None:
        np.testing.assert_array_equal(encoder.encode(TEXTS), encoder.encode(TEXTS))

    def test_a_text_is_nearest_to_itself_and_near_its_like(self, encoder: Encoder) -> None:
        query = encoder.encode(["Integration training for migrants and refugees"])[0]
        assert int(np.argmax(encoder.encode(TEXTS) @ query)) == TEXTS.index("Integration training for migrants")

    def test_progress_rises_to_the_number_of_texts(self, encoder: Encoder) -> None:
        counts: list[int] = []
        texts = [f"toimija {number}" for number in range(70)] + BLANK_TEXTS
        encoder.encode(texts, counts.append)
        assert counts == sorted(counts)
        assert counts[-1] == len(texts)

    def test_progress_is_told_where_all_texts_are_blank(self, encoder: Encoder) -> None:
        counts: list[int] = []
        encoder.encode(BLANK_TEXTS, counts.append)
        assert counts[-1] == len(BLANK_TEXTS)

    def test_fingerprint_is_short_and_stable(self, encoder: Encoder) -> None:
        fingerprint = encoder.fingerprint
        encoder.encode(["Työ"])
        assert encoder.fingerprint == fingerprint
        assert 0 < len(fingerprint) <= 64

    def test_it_says_whether_it_is_costly(self, encoder: Encoder) -> None:
        assert encoder.is_costly is (encoder.name == "sentence-transformers")

    def test_name_is_in_the_registry(self, encoder: Encoder) -> None:
        assert encoder.name in ENCODERS
