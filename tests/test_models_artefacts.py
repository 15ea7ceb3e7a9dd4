"""Files written whole, JSON checked before it is believed."""

import os
from pathlib import Path

import pytest

from models.artefacts import parse_json, sha256_of, write_bytes, write_json


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
