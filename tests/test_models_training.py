"""Training a static encoder: each step against what can be worked out otherwise."""

import zlib
from collections.abc import Sequence

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import arrays
from scipy.sparse import csr_matrix
from tokenizers import Tokenizer

from models.arrays import Float32Array, unit_rows
from models.errors import InputRefused
from models.training import ridge
from models.training.folder import quantise
from models.training.pieces import bags, count_pieces, cut, piece_weights, train_tokenizer, vary
from models.training.polish import BATCH, Anchors, PiecePairs, _draw, polish
from models.training.ridge import even, principal, solve, spelling
from tests.gears import examples

SENTENCES = [f"{who} {does} {what}" for who in ("Kunta", "Yhdistys", "The city", "Staden", "Föreningen")
             for does in ("järjestää", "arranges", "ordnar", "tarjoaa", "offers")
             for what in ("kotoutumiskoulutusta", "integration training", "språkkurser", "kielikursseja", "courses")]


@pytest.fixture(scope="module")
def tokenizer() -> Tokenizer:
    return train_tokenizer(SENTENCES, 45)


def test_the_same_texts_give_the_same_tokenizer(tokenizer: Tokenizer) -> None:
    assert train_tokenizer(SENTENCES, 45).to_str() == tokenizer.to_str()


def test_more_pieces_than_the_texts_have_are_refused() -> None:
    with pytest.raises(InputRefused, match="5000 pieces"):
        train_tokenizer(SENTENCES, 5_000)


def test_case_signs_and_width_do_not_matter(tokenizer: Tokenizer) -> None:
    one, other = (tokenizer.encode(text).tokens for text in ("Kunta – järjestää!", "ＫＵＮＴＡ   järjestää"))
    assert one == other
    assert "".join(one).replace("▁", " ").strip() == "kunta järjestää"


def test_pieces_are_counted_and_unknown_ones_are_not(tokenizer: Tokenizer) -> None:
    counts = count_pieces(tokenizer, ["kunta kunta", "日本", ""]).toarray()
    once = count_pieces(tokenizer, ["kunta"]).toarray()[0]
    np.testing.assert_array_equal(counts[0], 2 * once)
    assert counts[:, 0].sum() == 0
    assert counts[2].sum() == 0


def test_unknown_pieces_are_left_out_of_what_is_polished(tokenizer: Tokenizer) -> None:
    assert 0 in tokenizer.encode("kunta 日本").ids
    assert 0 not in cut(tokenizer, ["kunta 日本"])[0]
    assert cut(tokenizer, ["kunta"]) == [tokenizer.encode("kunta").ids]


def test_under_noise_texts_are_cut_in_other_ways_into_the_same_letters(tokenizer: Tokenizer) -> None:
    def pieces(cutter: Tokenizer) -> list[list[str]]:
        return [encoding.tokens for encoding in cutter.encode_batch(SENTENCES)]

    best = pieces(tokenizer)
    assert pieces(vary(tokenizer, 0, 1)) == best
    assert pieces(vary(tokenizer, 5, 1)) == pieces(vary(tokenizer, 5, 1))
    assert pieces(vary(tokenizer, 5, 1)) != pieces(vary(tokenizer, 5, 2)) != best
    assert ["".join(one) for one in pieces(vary(tokenizer, 5, 1))] == ["".join(one) for one in best]
    assert vary(tokenizer, 5, 1).get_vocab() == tokenizer.get_vocab()


def test_a_piece_that_is_common_in_one_language_counts_little(tokenizer: Tokenizer) -> None:
    texts = {"fi": ["kunta"] * 99 + ["yhdistys"], "en": ["courses"] * 50 + ["offers"] * 50}
    weights = piece_weights(tokenizer, texts, power=1.5)
    shares = [max(sum(piece in tokenizer.encode(text).ids for text in own) / len(own) for own in texts.values())
              for piece in range(1, tokenizer.get_vocab_size())]
    right = [(np.log(1 / max(share, 0.01)) / np.log(100)) ** 1.5 for share in shares]
    np.testing.assert_allclose(weights[1:], right, atol=1e-5)
    assert weights[0] == 0


def test_bags_have_length_one(tokenizer: Tokenizer) -> None:
    rows = bags(tokenizer, np.ones(tokenizer.get_vocab_size(), dtype=np.float32), [*SENTENCES[:5], ""]).toarray()
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), [1, 1, 1, 1, 1, 0], atol=1e-6)


def test_spelling_shares_grams() -> None:
    spellings = spelling(["▁koulutus", "▁koulutuksen", "xy", "[UNK]"]).toarray()
    grams = ["<xy>"]
    right = np.zeros(ridge.BUCKETS, dtype=np.float32)
    right[zlib.crc32(grams[0].encode()) % ridge.BUCKETS] = 0.7
    np.testing.assert_allclose(spellings[2], right)
    assert spellings[0] @ spellings[1] > 0.2
    np.testing.assert_allclose(np.linalg.norm(spellings[:2], axis=1), 0.7, atol=0.05)


def test_the_table_is_the_ridge_solution(monkeypatch: pytest.MonkeyPatch) -> None:
    """With enough steps, conjugate gradients give what solving the normal equations gives."""
    monkeypatch.setattr(ridge, "STEPS", 60)
    chance = np.random.default_rng(0)
    rows = chance.random((12, 6)).astype(np.float32) * (chance.random((12, 6)) < 0.5)
    spellings = (chance.random((6, 4)) < 0.5).astype(np.float32)
    targets = chance.standard_normal((12, 3)).astype(np.float32)
    steps: list[int] = []
    table = solve(csr_matrix(rows), targets, csr_matrix(spellings), steps.append)
    system = np.hstack([rows, rows @ spellings])
    solution = np.linalg.solve(system.T @ system + ridge.PENALTY * np.eye(10), system.T @ targets)
    np.testing.assert_allclose(table, solution[:6] + spellings @ solution[6:], atol=1e-3)
    assert steps == [*range(1, 61)]


def test_evened_rows_point_where_they_did_and_differ_less_in_length() -> None:
    table = np.array([[3, 4], [0, 0.25], [0, 0]], dtype=np.float32)
    right = np.array([[3 / 5**0.5, 4 / 5**0.5], [0, 0.5], [0, 0]])
    np.testing.assert_allclose(even(table, 0.5), right, rtol=1e-6)
    np.testing.assert_allclose(even(table, 1), table, rtol=1e-6)


def test_principal_keeps_the_strongest_directions() -> None:
    chance = np.random.default_rng(0)
    flat = chance.standard_normal((200, 2)) @ chance.standard_normal((2, 8)) + chance.standard_normal(8)
    vectors = flat.astype(np.float32)
    projections = principal(vectors, vectors, 2)
    deviations = unit_rows(vectors - vectors.mean(axis=0))
    np.testing.assert_allclose(projections @ projections.T, deviations @ deviations.T, atol=1e-4)


@given(arrays(np.float32, st.tuples(st.integers(1, 6), st.integers(1, 6)),
              elements=st.floats(-100, 100, width=32)))
@settings(max_examples=examples(50))
def test_quantised_rows_differ_by_half_a_step_at_most(table: Float32Array) -> None:
    tensors = quantise(table)
    rows, scales = tensors["embeddings"].astype(np.float64), tensors["weights"].astype(np.float64)
    step = np.abs(table).max(axis=1, keepdims=True) / 127
    assert tensors["embeddings"].dtype == np.int8
    assert (np.abs(rows * scales[:, None] - table) <= step * 0.51 + 1e-30).all()


def _cosine(table: Float32Array, one: Sequence[int], other: Sequence[int]) -> float:
    sides = unit_rows(np.stack([table[list(one)].mean(axis=0), table[list(other)].mean(axis=0)]))
    return float(sides[0] @ sides[1])


def test_the_polish_brings_pairs_together_and_keeps_what_was_taught(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("models.training.polish.BATCH", 64)
    chance = np.random.default_rng(0)
    table = chance.standard_normal((40, 16)).astype(np.float32)
    one, other = [[row] for row in range(20)], [[row + 20] for row in range(20)]
    anchors = Anchors(one, unit_rows(table[:20]))
    steps: list[int] = []
    polished_table = polish(table, [PiecePairs(one, other, 1.0)], anchors, 200, progress=steps.append)
    former = np.mean([_cosine(table, *pair) for pair in zip(one, other, strict=True)])
    latter = np.mean([_cosine(polished_table, *pair) for pair in zip(one, other, strict=True)])
    assert former < 0.2
    assert latter > former + 0.3
    cosines = unit_rows(polished_table[:20]) @ unit_rows(polished_table[:20]).T
    assert np.abs(cosines - anchors.vectors @ anchors.vectors.T).mean() < 0.2
    assert steps == [*range(1, 201)]


def test_a_batch_is_of_one_kind_and_kinds_come_as_often_as_their_shares_say() -> None:
    kinds = [PiecePairs([[kind]], [[kind + 10]], share) for kind, share in enumerate((1.0, 3.0, 0.0))]
    chance = np.random.default_rng(0)
    draws = []
    for _ in range(400):
        one, other = _draw(kinds, chance)
        assert len(one) == len(other) == BATCH
        assert {(*left, *right) for left, right in zip(one, other, strict=True)} == {(one[0][0], one[0][0] + 10)}
        draws.append(one[0][0])
    assert set(draws) == {0, 1}
    assert 0.68 < np.mean(draws) < 0.82
