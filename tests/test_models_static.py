"""The static encoder: the one that is shipped, a tiny one worked out by hand, and folders that cannot be used."""

import json
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from model2vec import StaticModel
from safetensors.numpy import load_file
from tokenizers import Tokenizer
from tokenizers.models import BPE, WordLevel
from tokenizers.normalizers import Lowercase
from tokenizers.pre_tokenizers import Whitespace

from models.arrays import Float32Array
from models.encoders import Encoder, StaticEncoder, open_encoder
from models.encoders.pieces import PieceTable
from models.encoders.static import BUNDLED_FOLDER
from models.errors import ArtefactRefused
from models.registry import load_package
from models.training.folder import Tensors, as_floats, quantise, write_folder
from tests.contracts.encoder import EncoderContract, no_network

WORDS = ["[UNK]", "integration", "training", "for", "migrants", "työ", "kotoutumiskoulutus", "toimija"]


def tiny_table() -> Float32Array:
    table = np.random.default_rng(0).standard_normal((len(WORDS), 8)).astype(np.float32)
    table[0] = 0
    return table


def tiny_tokenizer() -> Tokenizer:
    tokenizer = Tokenizer(WordLevel({word: row for row, word in enumerate(WORDS)}, unk_token=WORDS[0]))
    tokenizer.normalizer = Lowercase()
    tokenizer.pre_tokenizer = Whitespace()
    return tokenizer


def write_tiny(folder: Path, *, quantised: bool) -> Path:
    write_folder(folder, tiny_tokenizer(), (quantise if quantised else as_floats)(tiny_table()), ("fi", "en"))
    return folder


@pytest.fixture(scope="module")
def bundled() -> StaticEncoder:
    """The default encoder, loaded and first used where every network connection fails."""
    encoder = StaticEncoder()
    with no_network():
        encoder.encode(["warm-up"])
    return encoder


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return write_tiny(tmp_path_factory.mktemp("static"), quantised=True)


class TestBundled(EncoderContract):
    @pytest.fixture
    def encoder(self, bundled: StaticEncoder) -> Encoder:
        return bundled


def test_a_vector_is_the_mean_of_the_rows_of_the_words(tmp_path: Path) -> None:
    encoder = StaticEncoder(str(write_tiny(tmp_path, quantised=False)))
    table = tiny_table()
    mean = (table[1] + table[2] + 2 * table[5]) / 4
    vectors = encoder.encode(["Integration, training: Työ työ", "unheard-of words"])
    np.testing.assert_allclose(vectors[0], mean / np.linalg.norm(mean), atol=1e-6)
    assert not vectors[1].any()


def test_eight_bits_are_near_the_table(folder: Path, tmp_path: Path) -> None:
    texts = [*WORDS[1:], "integration for migrants", "toimija työ"]
    exact = StaticEncoder(str(write_tiny(tmp_path, quantised=False))).encode(texts)
    cosines = (StaticEncoder(str(folder)).encode(texts) * exact).sum(axis=1)
    assert (cosines > 0.9995).all()


def test_sentence_transformers_reads_the_folder_as_we_do(folder: Path) -> None:
    library = load_package("sentence_transformers", "encoder")
    texts = ["integration training", "työ toimija for", "migrants"]
    reference = library.SentenceTransformer(str(folder), device="cpu", local_files_only=True)
    right = reference.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(StaticEncoder(str(folder)).encode(texts), right, atol=1e-5)


def test_the_shipped_folder_is_read_alike_by_sentence_transformers(bundled: StaticEncoder) -> None:
    library = load_package("sentence_transformers", "encoder")
    texts = ["Kotoutumiskoulutuksen järjestäjät", "Språkkurser för invandrare ☃", "A 日本 football club for children"]
    reference = library.SentenceTransformer(str(BUNDLED_FOLDER), device="cpu", local_files_only=True)
    right = reference.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(bundled.encode(texts), right, atol=1e-4)


TEXTS = ("Kotoutumiskoulutuksen järjestäjät", "Språkkurser för invandrare ☃", "A 日本 football club for children", "",
         "\u0301", "e\u0301 ﬁ İ", "\n\t_", "integration training for migrants työ " * 400, "Toimija\0työ", "ß🇫🇮 ١٢٣")


def assert_read_as_the_library_does(folder: Path, texts: Sequence[str]) -> None:
    right = StaticModel.from_pretrained(folder, max_length=None).encode(texts, normalize=False)
    means = PieceTable.open(folder).means(texts)
    assert means.any()
    assert means.tobytes() == right.astype(np.float32).tobytes()


def shared_rows() -> Tensors:
    """Return a table in which pieces share rows."""
    rows = np.arange(len(WORDS)) % 3
    return {"embeddings": tiny_table()[:3], "mapping": rows, "weights": np.linspace(0.5, 2, len(WORDS))}


@pytest.mark.parametrize("tensors", [as_floats(tiny_table()), as_floats(tiny_table().astype(np.float16)),
                                     {"embeddings": quantise(tiny_table())["embeddings"]}, quantise(tiny_table()),
                                     shared_rows()])
def test_tables_of_all_kinds_are_read_as_model2vec_reads_them(tmp_path: Path, tensors: Tensors) -> None:
    tokenizer = tiny_tokenizer()
    tokenizer.enable_padding(pad_id=2, pad_token=WORDS[2])
    tokenizer.enable_truncation(3)
    write_folder(tmp_path, tokenizer, tensors, ())
    assert_read_as_the_library_does(tmp_path, TEXTS)


@pytest.mark.parametrize("unknown", [None, "?"])
def test_pieces_that_are_merged_are_read_as_model2vec_reads_them(tmp_path: Path, unknown: str | None) -> None:
    tokenizer = Tokenizer(BPE({"t": 0, "y": 1, "ö": 2, "ty": 3, "?": 4}, [("t", "y")], unk_token=unknown))
    write_folder(tmp_path, tokenizer, as_floats(tiny_table()[:5]), ())
    assert_read_as_the_library_does(tmp_path, TEXTS)


@pytest.fixture(scope="module")
def library() -> StaticModel:
    return StaticModel.from_pretrained(BUNDLED_FOLDER, max_length=None)


@given(texts=st.lists(st.text(), min_size=1))
def test_the_shipped_folder_is_read_as_model2vec_reads_it(bundled: StaticEncoder, library: StaticModel,
                                                          texts: list[str]) -> None:
    texts = [*TEXTS, *texts]
    right = library.encode(texts, normalize=False)
    assert bundled._table.means(texts).tobytes() == right.tobytes()


def test_a_table_that_does_not_fit_the_pieces_is_refused(tmp_path: Path) -> None:
    write_folder(tmp_path, tiny_tokenizer(), as_floats(tiny_table()[1:]), ())
    with pytest.raises(ArtefactRefused, match="7 vectors for 8 pieces"):
        StaticEncoder(str(tmp_path)).encode(["työ"])


def test_the_folder_says_dimension_and_languages(folder: Path) -> None:
    encoder = open_encoder("static", str(folder))
    assert encoder.dimension == 8
    assert encoder.languages == ("fi", "en")


def test_another_table_is_another_fingerprint(folder: Path, tmp_path: Path) -> None:
    other = StaticEncoder(str(write_tiny(tmp_path, quantised=False)))
    assert other.fingerprint != StaticEncoder(str(folder)).fingerprint
    assert StaticEncoder(str(folder)).fingerprint == StaticEncoder(str(folder)).fingerprint


def test_a_long_text_is_read_to_its_end(folder: Path) -> None:
    encoder = StaticEncoder(str(folder))
    long = "integration " * 3_000
    assert not np.allclose(encoder.encode([long]), encoder.encode([long + "migrants " * 3_000]), atol=1e-3)


def test_a_damaged_file_is_refused(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "model.safetensors").write_bytes((copy / "model.safetensors").read_bytes()[:-1] + b"\1")
    with pytest.raises(ArtefactRefused, match="SHA-256"):
        StaticEncoder(str(copy)).encode(["työ"])


@pytest.mark.parametrize("name", ["config.json", "model.safetensors", "tokenizer.json"])
def test_a_missing_file_is_refused_by_name(folder: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / name).unlink()
    with pytest.raises(ArtefactRefused, match="missing") as refusal:
        StaticEncoder(str(copy))
    assert name in refusal.value.where


@pytest.mark.parametrize("content", ["{", "[]", "{}", '{"hidden_dim": "wide"}', '{"hidden_dim": null}'])
def test_a_configuration_without_a_dimension_is_refused(folder: Path, tmp_path: Path, content: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "config.json").write_text(content)
    with pytest.raises(ArtefactRefused, match="hidden_dim"):
        _ = StaticEncoder(str(copy)).dimension


def test_a_folder_without_checksums_is_believed(folder: Path, tmp_path: Path) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "checksums.json").unlink()
    assert StaticEncoder(str(copy)).encode(["työ"]).any()


def test_a_network_name_is_never_downloaded() -> None:
    with pytest.raises(ArtefactRefused):
        StaticEncoder("minishlab/potion-base-8M")


def test_the_shipped_folder_is_what_its_checksums_say() -> None:
    assert set(json.loads((BUNDLED_FOLDER / "checksums.json").read_text())) == {
        "config.json", "model.safetensors", "tokenizer.json"}


def test_the_unknown_piece_says_nothing(bundled: StaticEncoder) -> None:
    assert load_file(BUNDLED_FOLDER / "model.safetensors")["weights"][0] == 0
    kunta, unknown = bundled.encode(["kunta", "日本語"])
    assert bundled.encode(["日本語 kunta"])[0] @ kunta > 0.9
    assert not np.isnan(unknown).any()


@pytest.mark.parametrize("content", ["{", "[1]", "7"])
def test_damaged_checksums_are_refused(folder: Path, tmp_path: Path, content: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "checksums.json").write_text(content)
    with pytest.raises(ArtefactRefused, match="checksums"):
        StaticEncoder(str(copy)).encode(["työ"])


@pytest.mark.parametrize("name", ["model.safetensors", "tokenizer.json"])
def test_a_damaged_folder_from_elsewhere_is_refused(folder: Path, tmp_path: Path, name: str) -> None:
    copy = shutil.copytree(folder, tmp_path / "copy")
    (copy / "checksums.json").unlink()
    (copy / name).write_bytes(b"no such thing")
    with pytest.raises(ArtefactRefused, match="Model2Vec"):
        StaticEncoder(str(copy)).encode(["työ"])


def test_nothing_that_trains_or_downloads_models_is_loaded() -> None:
    code = ("import sys; from models.encoders import open_encoder; open_encoder('static').encode(['työ']); print("
            "{'torch', 'transformers', 'sentence_transformers', 'model2vec', 'huggingface_hub'} & set(sys.modules))")
    process = subprocess.run([sys.executable, "-c", code], check=True, capture_output=True, text=True)  # noqa: S603 - our own code
    assert process.stdout.strip() == "set()"
