"""Files written whole, folders checked before they are believed."""

import json
import os
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from models.artefacts import MANIFEST, parse_json, read_manifest, sha256_of, write_artefact, write_bytes, write_json
from models.errors import ArtefactRefused

FORMAT = "kumppani-test/1"
FILES = {"ids.json": b"[]", "vectors.npy": b"numbers"}


def test_bytes_replace_what_was_there_and_leave_nothing_else(tmp_path: Path) -> None:
    for data in (b"first", b"second"):
        write_bytes(tmp_path / "file", data)
        assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": data}


def test_interrupted_write_keeps_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bytes(tmp_path / "file", b"old")

    def fail(_: int) -> None:
        raise OSError("no space left")

    monkeypatch.setattr(os, "fsync", fail)
    with pytest.raises(OSError, match="no space"):
        write_bytes(tmp_path / "file", b"new")
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {"file": b"old"}


def test_json_is_readable_and_comes_back(tmp_path: Path) -> None:
    write_json(tmp_path / "file.json", {"nimi": "Äänekoski", "luku": 0.1})
    assert "Äänekoski" in (tmp_path / "file.json").read_text(encoding="utf-8")
    assert parse_json((tmp_path / "file.json").read_bytes()) == {"nimi": "Äänekoski", "luku": 0.1}


def test_numbers_that_are_not_finite_are_not_written(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="JSON compliant"):
        write_json(tmp_path / "file.json", {"weight": float("nan")})
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(
    "text", ['{"a": 1, "a": 2}', "NaN", "[Infinity]", "{", "", '{"x": {"b": 1, "b": 1}}', "\udcff"]
)
def test_json_that_could_mislead_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        parse_json(text.encode(errors="surrogateescape"))


def test_sha256_is_the_standard_one(tmp_path: Path) -> None:
    (tmp_path / "abc").write_bytes(b"abc")
    assert sha256_of(tmp_path / "abc") == "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad"


@given(files=st.dictionaries(st.sampled_from(["a.json", "b.npy", "c"]), st.binary(max_size=40)), number=st.integers())
def test_artefact_comes_back_as_written(
    tmp_path_factory: pytest.TempPathFactory, files: dict[str, bytes], number: int
) -> None:
    folder = tmp_path_factory.mktemp("any") / "new" / "folder"
    write_artefact(folder, FORMAT, {"number": number, "text": "exact"}, files)
    artefact = read_manifest(folder, FORMAT)
    assert {name: artefact.read(name) for name in artefact.files} == files
    assert (artefact.number("number"), artefact.text("text")) == (number, "exact")


def test_second_artefact_replaces_the_first_and_keeps_strangers(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("mine")
    write_artefact(tmp_path, FORMAT, {}, FILES)
    write_artefact(tmp_path, FORMAT, {}, {"ids.json": b"[1]"})
    assert read_manifest(tmp_path, FORMAT).read("ids.json") == b"[1]"
    assert sorted(path.suffix for path in tmp_path.iterdir()) == [".json", ".json", ".txt"]


def test_interrupted_artefact_leaves_the_previous_one_whole(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_artefact(tmp_path, FORMAT, {}, FILES)

    def fail(*_: object) -> None:
        raise KeyboardInterrupt

    monkeypatch.setattr("models.artefacts.write_json", fail)
    with pytest.raises(KeyboardInterrupt):
        write_artefact(tmp_path, FORMAT, {}, {"ids.json": b"[1]", "vectors.npy": b"others"})
    assert read_manifest(tmp_path, FORMAT).read("vectors.npy") == b"numbers"


@pytest.mark.parametrize("manifest", ["", "[]", "{", '{"format": "kumppani-other/1"}', "\0", '{"a": 1, "a": 1}'])
def test_manifest_that_is_not_ours_is_refused(tmp_path: Path, manifest: str) -> None:
    (tmp_path / MANIFEST).write_text(manifest)
    with pytest.raises(ArtefactRefused, match="Write it again") as refusal:
        read_manifest(tmp_path, FORMAT)
    assert refusal.value.where == str(tmp_path)


def test_folder_without_manifest_is_refused(tmp_path: Path) -> None:
    for folder in (tmp_path, tmp_path / "nowhere"):
        with pytest.raises(ArtefactRefused, match="cannot be read"):
            read_manifest(folder, FORMAT)


CHANGES: dict[str, Callable[[dict[str, Any]], object]] = {
    "no files": lambda manifest: manifest.pop("files"),
    "no settings": lambda manifest: manifest.pop("settings"),
    "files in a list": lambda manifest: manifest.update(files=[1]),
    "entry is text": lambda manifest: manifest["files"].update({"ids.json": "x"}),
    "name is a number": lambda manifest: manifest["files"]["ids.json"].update(file=1),
    "name leads out": lambda manifest: manifest["files"]["ids.json"].update(file="../ids.json"),
    "other checksum": lambda manifest: manifest["files"]["ids.json"].update(sha256="0" * 64),
    "settings are a number": lambda manifest: manifest.update(settings=3),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES.keys())
def test_manifest_that_was_tampered_with_is_refused(tmp_path: Path, change: Callable[[dict[str, Any]], object]) -> None:
    write_artefact(tmp_path, FORMAT, {}, FILES)
    manifest = json.loads((tmp_path / MANIFEST).read_text())
    change(manifest)
    (tmp_path / MANIFEST).write_text(json.dumps(manifest))
    with pytest.raises(ArtefactRefused):
        read_manifest(tmp_path, FORMAT)


def test_missing_names_and_settings_are_refused(tmp_path: Path) -> None:
    write_artefact(tmp_path, FORMAT, {"number": 3, "text": "exact"}, FILES)
    artefact = read_manifest(tmp_path, FORMAT)
    for ask in (artefact.read, artefact.number, artefact.text):
        with pytest.raises(ArtefactRefused, match="nothing"):
            ask("nothing")
    with pytest.raises(ArtefactRefused, match="not a whole number"):
        artefact.number("text")
    with pytest.raises(ArtefactRefused, match="not text"):
        artefact.text("number")
