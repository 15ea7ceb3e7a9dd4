"""The folder of a static encoder, as both Model2Vec and sentence-transformers read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TypeAlias

import numpy as np
import numpy.typing as npt
from safetensors.numpy import save
from tokenizers import Tokenizer

from models.arrays import Float32Array
from models.artefacts import sha256_of, write_bytes, write_json
from models.encoders.static import CHECKSUMS, DECIDING

_LARGEST = 127
_MODULES = [{"idx": 0, "name": "0", "path": ".", "type": "sentence_transformers.models.StaticEmbedding"},
            {"idx": 1, "name": "1", "path": "1_Normalize", "type": "sentence_transformers.models.Normalize"}]


Tensors: TypeAlias = Mapping[str, npt.NDArray[np.generic]]
"""What the file of the table holds: `embeddings` [pieces, d], and `weights` [pieces] if rows have to be multiplied."""


def as_floats(table: Float32Array) -> Tensors:
    """Return a table [pieces, d] as it is, in 32 bits."""
    return {"embeddings": table}


def quantise(table: Float32Array) -> Tensors:
    """Return a table [pieces, d] in whole numbers from -127 to 127, and what each row is to be multiplied by."""
    scales = (np.abs(table).max(axis=1) / _LARGEST).astype(np.float32)
    divisors = np.where(scales > 0, scales, 1).astype(np.float32)
    return {"embeddings": np.rint(table / divisors[:, None]).astype(np.int8), "weights": scales}


def write_folder(folder: Path, tokenizer: Tokenizer, tensors: Tensors, languages: Sequence[str]) -> None:
    """Write a static encoder; what `folder` held of one before is replaced.

    A text is the mean of the rows of its pieces, scaled to length 1.

    Args:
        folder: made if missing.
        tokenizer: its pieces are the rows of the table.
        tensors: the table, from `as_floats` or `quantise`.
        languages: those it was trained for, ISO 639-1, best first.
    """
    folder.mkdir(parents=True, exist_ok=True)
    table = tensors["embeddings"]
    config = {"model_type": "model2vec", "architectures": ["StaticModel"], "hidden_dim": table.shape[1],
              "max_length": None, "normalize": True, "embedding_dtype": table.dtype.name, "language": list(languages)}
    write_bytes(folder / "tokenizer.json", tokenizer.to_str().encode())
    write_bytes(folder / "model.safetensors", save(dict(tensors)))
    write_json(folder / "config.json", config)
    write_bytes(folder / "modules.json", f"{json.dumps(_MODULES, indent=2)}\n".encode())
    write_json(folder / CHECKSUMS, {name: sha256_of(folder / name) for name in DECIDING})
