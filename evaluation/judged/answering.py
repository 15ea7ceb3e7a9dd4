"""Several systems answer in turn, with progress; who lacks a package or model is left out, and that is said."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TypeVar

from evaluation.errors import english
from evaluation.judged.systems import System
from evaluation.shell import CommandShell
from models.errors import ArtefactRefused, MissingExtra

Answer = TypeVar("Answer")


def answer_in_turn(shell: CommandShell, systems: Mapping[str, System], count: int,
                   answer: Callable[[System, Callable[[int], None]], Answer],
                   ) -> tuple[dict[str, Answer], dict[str, str]]:
    """Return what each system answers, and why others were left out.

    Args:
        shell: where progress is shown and it is said who is left out.
        systems: by name.
        count: of the questions.
        answer: a system, and what is to be called with the number of questions done so far → what it answers.

    Raises:
        MissingExtra, ArtefactRefused: the only system, or one that is not optional, cannot answer.
    """
    answers: dict[str, Answer] = {}
    left_out: dict[str, str] = {}
    for name, system in systems.items():
        try:
            with shell.progress(english(name), count) as advance:
                answers[name] = answer(system, advance)
        except (MissingExtra, ArtefactRefused) as error:
            if not system.optional or len(systems) == 1:
                raise
            left_out[name] = str(error)
            shell.note(english(f"“{name}” is left out. {error}"))
    return answers, left_out
