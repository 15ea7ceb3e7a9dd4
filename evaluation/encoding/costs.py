"""What an encoder costs: its start, its memory and its speed, in a process of its own that has one thread."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from statistics import median

from evaluation.encoding.corpus import Corpus
from evaluation.encoding.invariance import read_translations

KIBIBYTE, MEGABYTE = 1024, 1e6
# Each kind of text is encoded again and again for so long, and the middle of the speeds is told.
SECONDS_PER_KIND = 1.0
TEXTS_PER_PASS = 256
ONE_THREAD = dict.fromkeys(("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "RAYON_NUM_THREADS"), "1")

Kinds = Mapping[str, Sequence[str]]
"""Name of a kind of text, in the plural, to texts of the kind."""


def measure_costs(encoder: str, model: str, kinds: Kinds) -> dict[str, float]:
    """Return seconds from the start of a process to its first vector, its memory at most, and texts per second.

    Args:
        encoder: name in the registry of encoders.
        model: its model; empty means its default.
        kinds: texts of each kind; the first `TEXTS_PER_PASS` are encoded.
    """
    samples = {name: list(texts[:TEXTS_PER_PASS]) for name, texts in kinds.items()}
    process = subprocess.run([sys.executable, "-m", __name__, encoder, model], input=json.dumps(samples),  # noqa: S603
                             env=os.environ | ONE_THREAD, stdout=subprocess.PIPE, encoding="utf-8", check=True)
    figures: dict[str, float] = json.loads(process.stdout)
    return figures


def kinds_of_text(held_out: Corpus) -> Kinds:
    """Return texts as short as a label, as long as a title, and as long as what an actor says of itself."""
    translations = ((texts["fi"], texts["sv"]) for texts in read_translations().values())
    return {"labels": [label for concept in held_out.concepts for label in concept.labels.values() if label],
            "titles": [title for group in zip(*(titles.texts for titles in held_out.titles.values()), strict=False)
                       for title in group],
            "descriptions": [text for pair in translations for text in pair]}


def _measure(encoder: str, model: str, kinds: Kinds) -> dict[str, float]:
    start = time.perf_counter()
    from evaluation.encoding.peers import open_any_encoder

    encoder_ = open_any_encoder(encoder, model)
    encoder_.encode(["A first text"])
    first = time.perf_counter() - start
    speeds = {f"{name} per second": _speed(encoder_.encode, texts) for name, texts in kinds.items()}
    return {"seconds to the first vector": first, "megabytes of memory": _most_memory()} | speeds


def _speed(encode: Callable[[Sequence[str]], object], texts: Sequence[str]) -> float:
    speeds: list[float] = []
    until = time.perf_counter() + SECONDS_PER_KIND
    while not speeds or time.perf_counter() < until:
        start = time.perf_counter()
        encode(texts)
        speeds.append(len(texts) / (time.perf_counter() - start))
    return median(speeds)


def _most_memory() -> float:
    """Return the resident memory that this process has had at most, in megabytes.

    Linux tells it in `/proc`; what `getrusage` tells there holds for the parent, too, from which a process was made.
    """
    status = Path("/proc/self/status")
    if status.exists():
        return int(re.findall(r"VmHWM:\s+([0-9]+) kB", status.read_text(encoding="ascii"))[0]) * KIBIBYTE / MEGABYTE
    import resource

    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE


if __name__ == "__main__":
    sys.stdout.write(json.dumps(_measure(sys.argv[1], sys.argv[2], json.load(sys.stdin))))
