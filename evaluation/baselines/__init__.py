"""Systems: what is judged. To add one: a function `History -> Scorer`, and one line in `SYSTEMS`."""

from __future__ import annotations

import hashlib
import importlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import TypeAlias, cast

from evaluation.datasets.dataset import History
from evaluation.datasets.tasks import Question
from models.arrays import Float64Array

Scorer: TypeAlias = Callable[[Question], Float64Array]
"""Gives one score per actor of the history, float64 [n]: higher is better, -inf is allowed, NaN is not."""

SystemFactory: TypeAlias = Callable[[History], Scorer]
"""Learns from a history, and nothing else."""


@dataclass(frozen=True)
class System:
    """An entry of the registry.

    Attributes:
        factory: the function, or "module:function", which is imported when the system is first used.
        description: what it does, for the report.
        tuned: which settings were tried on the validation period, and how many; empty when there is nothing to tune.
        sources: further modules or packages whose files decide what comes out; usually the matrices that peers share.
    """

    factory: str | SystemFactory
    description: str
    tuned: str = ""
    sources: tuple[str, ...] = ("evaluation.baselines.matrices",)

    def load(self) -> SystemFactory:
        """Return the function, imported now."""
        if not isinstance(self.factory, str):
            return self.factory
        module, _, name = self.factory.partition(":")
        return cast("SystemFactory", getattr(importlib.import_module(module), name))

    @property
    def fingerprint(self) -> str:
        """A short text that changes with the entry or with a file it rests on (SHA-256, 16 digits)."""
        name = self.factory if isinstance(self.factory, str) else _name(self.factory)
        digest = hashlib.sha256("\n".join((name, self.description, self.tuned)).encode())
        for module in (name.partition(":")[0], *self.sources):
            for file in _files(module):
                digest.update(file.name.encode() + file.read_bytes())
        return digest.hexdigest()[:16]


_COUNTS = "evaluation.baselines.counts"
_GRAPH = "evaluation.baselines.graph"
_TEXTS = "evaluation.baselines.texts"
_FACTORS = "evaluation.baselines.factors"
_LENSKIT = "evaluation.baselines.lenskit_models"
_BASE = ("evaluation.baselines.matrices", "evaluation.baselines.settings")
_SPACES = (*_BASE, "evaluation.baselines.spaces")

# Ours rests on most of the program: whatever of it changes, its rankings are made again.
PRODUCT = ("evaluation.learning", "evaluation.baselines.kumppani", "matcher", "models", "data")

SYSTEMS: dict[str, System] = {
    "kumppani (with_history)": System(
        "evaluation.baselines.kumppani:kumppani",
        "Our ranking: a sum of terms, with the weights “with_history”, which were taught by earlier cooperation; where "
        "they know the days that are judged, weights taught in the same way by the days before.",
        "forerunners by the cosine to the power of 1.5, 2 or 2.5 with a penalty of 0.3, 1 or 3; "
        "weights by the logit alone, with a heavier leading term, or by coordinate ascent", PRODUCT),
    "random": System(f"{_COUNTS}:by_chance", "Everyone in an order of chance.", sources=_BASE),
    "popular": System(f"{_COUNTS}:popular", "Who has taken part in most cooperations.", sources=_BASE),
    "recent": System(f"{_COUNTS}:recent", "Who has taken part in most, where old cooperations count less.",
                     "half-life of 45, 90, 180, 365 or 730 days, per task", _BASE),
    "regional": System(f"{_COUNTS}:regional", "Popular in the seeker's region, then in its country, then anywhere.",
                       sources=_BASE),
    "bm25": System("evaluation.baselines.bm25:bm25", "BM25 on the texts of all cooperations of an actor (bm25s).",
                   "k1 of 0.6, 1.2, 4 or 12 with b of 0.1, 0.4 or 0.75, on each fourth question", _BASE),
    "tfidf": System(f"{_TEXTS}:tfidf", "Cosine of TF-IDF vectors of all texts of an actor (scikit-learn).",
                    sources=_SPACES),
    "minilm": System(f"{_TEXTS}:minilm", "Cosine of the mean all-MiniLM-L6-v2 vectors of an actor's texts.",
                     sources=(*_SPACES, "models.encoders")),
    "lsa-popular": System(f"{_TEXTS}:lsa_popular", "Cosine of 200 latent topics times popularity to a power.",
                          "power of 0, 0.1, 0.25, 0.5, 0.75, 1 or 1.25, per task", _SPACES),
    "nearest-projects": System(f"{_TEXTS}:nearest_projects", "Members of the nearest past projects, by squared cosine.",
                               "20, 50, 100, 200, 400 or 800 projects, per task", _SPACES),
    "adamic-adar": System(f"{_GRAPH}:adamic_adar", "Partners in common, each by 1 / ln of its number of partners.",
                          sources=_BASE),
    "resource-allocation": System(f"{_GRAPH}:resource_allocation",
                                  "Partners in common, each by 1 / its number of partners.", sources=_BASE),
    "als": System(f"{_FACTORS}:als", "Factors of the partner graph by alternating least squares (implicit).",
                  "64 factors, 15 rounds; alpha of 1 or 4 with a penalty of 0.01, 1, 10, 30 or 100", _BASE),
    "bpr": System(f"{_FACTORS}:bpr", "Factors of the partner graph by Bayesian personalised ranking (implicit).",
                  "64 factors, 50 rounds; step of 0.02 or 0.05 with a penalty of 0.001 or 0.1, and 0.02 with 0.01",
                  _BASE),
    "lenskit-knn": System(f"{_LENSKIT}:lenskit_knn", "Who is like the seeker's partners, by item neighbours (LensKit).",
                          "20, 100 or 500 neighbours of 500 kept, or 1,000 of 2,000, on each eighth question", _BASE),
    "lenskit-als": System(f"{_LENSKIT}:lenskit_als", "Factors by alternating least squares, exactly solved (LensKit).",
                          "64 factors, 10 rounds; weight of 1, 4 or 40 with a penalty of 0.1 or 10, and 1 or 4 with 30",
                          _BASE),
    "lambdarank": System("evaluation.baselines.lambdarank:lambdarank",
                         "Boosted trees (LightGBM) on the terms and candidates of our ranking; cannot be read.",
                         "15 or 31 leaves, 200 or 300 rounds", PRODUCT),
}


def _name(factory: SystemFactory) -> str:
    return f"{factory.__module__}:{getattr(factory, '__qualname__', type(factory).__name__)}"


def _files(module: str) -> Iterator[Path]:
    """Yield the files of a module, or of a package with what lies in it, in a fixed order."""
    spec = None if module == "__main__" else find_spec(module)  # a script has no specification
    if spec is None or spec.origin is None:
        return
    origin = Path(spec.origin)
    is_package = spec.submodule_search_locations is not None
    files = origin.parent.rglob("*") if is_package else iter((origin,))
    yield from sorted(file for file in files if file.suffix in (".py", ".json", ".toml"))
