"""Questions in a terminal: asked in groups, answered by Enter, a number, words, or one by one."""

from __future__ import annotations

from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from data.intake.question_files import read_answers
from data.intake.questions import Topic
from service.cli.main import app
from tests.terminal import Terminal

LIST = ("Yhdistyksen nimi;Kotipaikka;Muuta\nKaiku ry;Lahti;a\nSointu ry;Lahti;b\nHyrinä ry;Lahti;\n"
        "Humina;Lahti;\n")


@pytest.fixture
def terminal(tmp_path: Path) -> Terminal:
    return Terminal(tmp_path / "home")


@pytest.fixture
def listed(tmp_path: Path) -> Path:
    path = tmp_path / "list.csv"
    path.write_text(LIST, encoding="utf-8")
    return path


def typed(terminal: Terminal, monkeypatch: pytest.MonkeyPatch, words: str, path: Path) -> Result:
    """What an import says to somebody who types."""
    monkeypatch.setattr("service.cli.actions.imports.can_ask", lambda _: True)
    return CliRunner(env=terminal.environment).invoke(app, ("import", str(path)), input=words)


def test_columns_come_first_then_kinds_together(terminal: Terminal, listed: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    result = typed(terminal, monkeypatch, "\n\n?\nngo\n", listed)
    assert result.exit_code == 0, result.stderr
    assert "The columns are understood so. Is that right?" in result.stderr
    assert "“Muuta” → left out" in result.stderr
    assert "Kaiku ry" in result.stderr.partition("these kinds of actors")[2]
    assert "Records added: 4" in result.stdout


def test_who_does_not_agree_is_asked_about_each(terminal: Terminal, listed: Path,
                                                monkeypatch: pytest.MonkeyPatch) -> None:
    result = typed(terminal, monkeypatch, "2\n\ndescription\nq\n", listed)
    assert result.exit_code == 1
    assert "1/1 (1/2) What does the column “Yhdistyksen nimi” hold?" in result.stderr
    answers = read_answers(listed.parent / "list.questions.xlsx")
    assert answers.get(Topic.COLUMN, "Yhdistyksen nimi") == "name"  # what was answered before is in the file


def test_what_was_answered_before_somebody_stopped_is_taken_up(terminal: Terminal, listed: Path,
                                                               monkeypatch: pytest.MonkeyPatch) -> None:
    typed(terminal, monkeypatch, "2\n\ndescription\nq\n", listed)
    answers = read_answers(listed.parent / "list.questions.xlsx")
    assert answers.get(Topic.COLUMN, "Muuta") == "description"


def test_an_actor_that_is_none_is_left_out(terminal: Terminal, listed: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    result = typed(terminal, monkeypatch, "\n\n-\n", listed)
    assert result.exit_code == 0, result.stderr
    assert "Records added: 3" in result.stdout
    assert "“Humina” is left out, as answered." in result.stdout
