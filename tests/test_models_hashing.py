"""The encoder without a model."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from models.encoders import Encoder, HashingEncoder, open_encoder
from models.errors import InputRefused, UnknownChoice
from models.text import has_content
from tests.contracts.encoder import EncoderContract
from tests.gears import examples


class TestHashing(EncoderContract):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return open_encoder("hashing")


class TestHashingSmall(EncoderContract):
    @pytest.fixture
    def encoder(self) -> Encoder:
        return open_encoder("hashing", "128")


def test_vectors_are_these_on_every_machine() -> None:
    vector = HashingEncoder(64).encode(["työ"])[0]
    # Six features of equal weight: the word, three grams of length three and two of length four.
    minus, plus = -round(6**-0.5, 4), round(6**-0.5, 4)
    expected = {6: minus, 7: minus, 24: minus, 30: plus, 34: minus, 57: minus}
    assert {int(column): round(float(vector[column]), 4) for column in np.flatnonzero(vector)} == expected


@pytest.mark.parametrize(
    ("query", "near", "far"),
    [
        ("kotoutumiskoulutuksen", "kotoutumiskoulutus", "jalkapalloseura"),
        ("integrationsutbildningen", "integrationsutbildning", "fotbollsförening"),
        ("naisten työllistyminen", "naisille työtä ja työllistymistä", "lasten leirikoulu"),
    ],
)
def test_inflected_words_are_near(query: str, near: str, far: str) -> None:
    query_vector, right, wrong = HashingEncoder().encode([query, near, far])
    assert query_vector @ right > query_vector @ wrong + 0.2


def test_case_and_composition_do_not_matter_but_letters_do() -> None:
    upper, pieces, plain, without = HashingEncoder().encode(
        ["ÄÄNEKOSKI", "a\u0308a\u0308nekoski", "äänekoski", "aanekoski"]
    )
    np.testing.assert_array_equal(upper, plain)
    np.testing.assert_array_equal(pieces, plain)
    assert plain @ without < 0.8


def test_repeated_words_count_by_their_logarithm() -> None:
    once, often = HashingEncoder(4096).encode(["työ ilo", "työ " * 9 + "ilo"])
    six, logarithm = 6.0, np.log1p(9) / np.log1p(1)
    expected = six * (1 + logarithm) / np.sqrt(2 * six * (six + six * logarithm**2))
    assert once @ often == pytest.approx(expected, abs=1e-5)


@given(texts=st.lists(st.text(max_size=30), max_size=6))
@settings(max_examples=examples(50))
def test_any_text_gives_a_unit_row_or_a_zero_row(texts: list[str]) -> None:
    lengths = np.linalg.norm(HashingEncoder().encode(texts), axis=1)
    assert np.all((lengths == 0) | (np.abs(lengths - 1) < 1e-5))
    assert not any(length for text, length in zip(texts, lengths, strict=True) if not has_content(text))


def test_fingerprint_changes_with_the_dimension_only() -> None:
    assert HashingEncoder(512).fingerprint == HashingEncoder().fingerprint
    assert HashingEncoder(256).fingerprint != HashingEncoder().fingerprint


@pytest.mark.parametrize("model", ["63", "0", "-64", "large", "6.4"])
def test_model_that_is_no_dimension_is_refused(model: str) -> None:
    with pytest.raises(InputRefused):
        open_encoder("hashing", model)


def test_unknown_encoder_lists_the_choices() -> None:
    with pytest.raises(UnknownChoice, match=r"'word2vec'.*Choose one of: hashing, sentence-transformers"):
        open_encoder("word2vec")
