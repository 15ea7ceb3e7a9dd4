"""Encoders: text in, unit vectors out. To add one: one file, one line in `ENCODERS`, one contract test class."""

from collections.abc import Callable, Sequence
from typing import Protocol

from models.arrays import Float32Array
from models.encoders.cache import CachedEncoder
from models.encoders.hashing import HashingEncoder
from models.encoders.sentence_transformers import SentenceTransformersEncoder
from models.encoders.static import StaticEncoder
from models.registry import choose

__all__ = ["DEFAULT", "ENCODERS", "CachedEncoder", "Encoder", "HashingEncoder", "SentenceTransformersEncoder",
           "StaticEncoder", "open_encoder"]


class Encoder(Protocol):
    """Turns texts into vectors whose inner product is their cosine similarity."""

    @property
    def name(self) -> str:
        """The name in the registry."""

    @property
    def dimension(self) -> int:
        """The length d of a vector. May load the model, where its folder does not say."""

    @property
    def languages(self) -> tuple[str, ...]:
        """The languages it knows, ISO 639-1, best first; empty when it treats all alike, or nothing is known of it."""

    @property
    def fingerprint(self) -> str:
        """A short text that says exactly which vectors come out: another model or recipe, another fingerprint.

        Cheap: no model is loaded.
        """

    @property
    def is_costly(self) -> bool:
        """Whether encoding a text takes so long that its vector is worth keeping."""

    def encode(self, texts: Sequence[str], progress: Callable[[int], None] | None = None) -> Float32Array:
        """Return one row of length 1 per text, float32 [n, d], in the order of `texts`.

        A text without a letter or digit gives a zero row: it is similar to nothing. The row of a text does not depend
        on the other texts (to 1e-5). `progress` is called with the number of texts done so far, rising to n.

        Raises:
            MissingExtra: a package that the encoder needs is not installed.
            ArtefactRefused: the model is missing, or not the one that the fingerprint speaks of.
        """


# The constructors import nothing heavy and load no model: listing and opening are instant.
ENCODERS: dict[str, Callable[[str], Encoder]] = {
    "hashing": HashingEncoder.from_model,
    "static": StaticEncoder,
    "sentence-transformers": SentenceTransformersEncoder,
}


DEFAULT = "static"


def open_encoder(name: str, model: str = "") -> Encoder:
    """Return the encoder called `name`; `model` is its own choice of model, "" for its default.

    Raises:
        UnknownChoice: there is no encoder of this name.
    """
    return choose("encoder", name, ENCODERS)(model)
