"""Past projects found by vectors: ways of encoding, and figures on a network worked out by hand."""

from collections.abc import Sequence

import numpy as np
import pytest

from evaluation.encoding import projects
from evaluation.encoding.projects import WAYS, as_one, by_sentence, main, measure_projects
from evaluation.runs.ranking import open_holdout
from models.arrays import Float32Array, unit_rows
from models.encoders import open_encoder
from tests.holdouts import SPLIT, tiny


def axes(texts: Sequence[str]) -> Float32Array:
    """One axis per first letter."""
    return np.eye(26, dtype=np.float32)[[ord(text[0].lower()) - 97 for text in texts]]


def test_sentences_count_alike() -> None:
    vectors = by_sentence(axes)(["Ants! Bees run. Ants", "Cats e.g. in Turku"])
    a, b, c, i = np.eye(26, dtype=np.float32)[[0, 1, 2, 8]]
    np.testing.assert_allclose(vectors, unit_rows(np.stack([2 * a + b, c + i])), atol=1e-6)
    np.testing.assert_array_equal(as_one(axes)(["Ants! Bees run."]), [a])


def test_a_figure_is_between_nothing_and_all() -> None:
    holdout = open_holdout(tiny(), SPLIT, ("call",))
    for change in WAYS.values():
        assert 0 < measure_projects(holdout, change(open_encoder("hashing").encode)) <= 1
    assert measure_projects(holdout, lambda texts: np.zeros((len(texts), 3), dtype=np.float32)) < 1


def test_the_command_prints_a_line_per_encoder_and_way(monkeypatch: pytest.MonkeyPatch,
                                                       capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setattr(projects, "open_dataset", lambda _name, _folder: tiny())
    main(["hashing=64"])
    lines = [line.partition("  ") for line in capsys.readouterr().out.splitlines()]
    assert [name for _, _, name in lines] == ["words (TF-IDF)", "hashing=64, as one", "hashing=64, by sentence"]
    assert all(0 <= float(value) <= 1 for value, _, _ in lines)
