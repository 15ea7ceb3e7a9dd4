"""Choices, missing packages, errors, and that importing loads nothing heavy."""

import copy
import subprocess
import sys
from pathlib import Path

import pytest

from models.errors import ArtefactRefused, InputRefused, MissingExtra, ModelError, UnknownChoice, WeightsRefused
from models.registry import choose, load_package


def test_choice_by_name() -> None:
    assert choose("index", "exact", {"exact": 1, "faiss": 2}) == 1
    with pytest.raises(UnknownChoice) as refusal:
        choose("index", "Exact", {"faiss": 2, "exact": 1})
    assert refusal.value.cure == "Choose one of: exact, faiss."


def test_package_that_is_not_installed_names_the_command() -> None:
    with pytest.raises(MissingExtra) as refusal:
        load_package("no_such_package_here.part", "faiss")
    assert str(refusal.value).endswith("Run: pip install 'kumppani[faiss]'")


def test_package_that_is_installed_but_broken_keeps_its_own_error(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "broken_package.py").write_text("import no_such_package_here")
    monkeypatch.syspath_prepend(str(tmp_path))
    with pytest.raises(ModuleNotFoundError, match="no_such_package_here"):
        load_package("broken_package", "faiss")


# Copying goes by the same road as pickling, on which an error with its own constructor can break.
@pytest.mark.parametrize("kind", [ArtefactRefused, InputRefused, MissingExtra, UnknownChoice, WeightsRefused])
def test_errors_read_well_and_survive_being_copied(kind: type[ModelError]) -> None:
    error = copy.copy(kind("it is damaged", "file.json", "Restore it."))
    assert type(error) is kind
    assert (error.what, error.where, error.cure) == ("it is damaged", "file.json", "Restore it.")
    assert str(error) == "file.json: it is damaged. Restore it."


def test_importing_opening_and_asking_for_fingerprints_load_nothing_heavy() -> None:
    code = (
        "import sys, models.diversity, models.encoders, models.indexes, models.lexical, models.ranker;"
        "encoders = [models.encoders.open_encoder(name) for name in models.encoders.ENCODERS];"
        "[(each.fingerprint, each.dimension, each.encode([])) for each in encoders];"
        "heavy = {'torch', 'transformers', 'sentence_transformers', 'faiss', 'sklearn', 'scipy', 'huggingface_hub'};"
        "sys.exit(', '.join(heavy & set(sys.modules)))"
    )
    # The command is ours, letter by letter.
    run = subprocess.run([sys.executable, "-c", code], check=False, capture_output=True, text=True)  # noqa: S603
    assert run.stderr.strip() == ""
