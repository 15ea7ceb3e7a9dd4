"""Datasets: networks over time that systems are judged on. To add one: one file, one line in `DATASETS`."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import TypeAlias

from evaluation.datasets.dataset import Dataset
from evaluation.errors import ChoiceRefused

Opener: TypeAlias = Callable[[Path | None], Dataset]


def _cordis(folder: Path | None) -> Dataset:
    from evaluation.datasets.cordis import open_cordis

    return open_cordis(folder)


def _network(folder: Path | None) -> Dataset:
    from evaluation.datasets.network import open_network

    return open_network(folder)


# Each loads its module when it is opened: the names can be listed at no cost.
DATASETS: Mapping[str, Opener] = {"cordis": _cordis, "network": _network}


def open_dataset(name: str, folder: Path | None) -> Dataset:
    """Return the dataset called `name`.

    Args:
        name: a key of `DATASETS`.
        folder: where its files are; None for those that are shipped.

    Raises:
        ChoiceRefused: there is no dataset of this name.
        EvaluationError, DataError: the files are missing or cannot be used.
        MissingExtra: a package that reads them is not installed.
    """
    if name not in DATASETS:
        raise ChoiceRefused.among("dataset", name, DATASETS)
    return DATASETS[name](folder)
